/* post.c - the post's public face: made, fed, read, checked. */
#include "paths_private.h"
#include "post_private.h"

#include <bangpath/large.h>
#include <bangpath/random.h>
#include <bangpath/units.h>

/* Nothing can have waited too long before, nor long enough for a warning: see spool.c. */
#define FIRST_ROUND_US (5 * BP_DAY_US)
#define FIRST_WARNINGS_US (4 * BP_HOUR_US)

static const BpFreight freight = {
    .first = bp_spool_first,
    .asked = bp_forward_asked,
    .take = bp_forward_take,
    .arrive = bp_forward_arrive,
    .interrupted = bp_spool_interrupted,
    .across = bp_across,
    .bundle = bp_spool_bundle,
    .begin = bp_transit_begin,
    .offered = bp_transit_offered,
    .put_back = bp_transit_put_back,
    .unreachable = bp_transit_unreachable,
    .foretell = bp_transit_foretell,
    .foretold = bp_forward_foretold,
};

static void
init_states(BpPost *post)
{
    guint32 n_nodes = bp_network_n_nodes(post->network);

    post->states = bp_large_new0(n_nodes, sizeof(HostState));
    post->spool_high = g_new0(guint32, n_nodes);
    post->spam_delivered = g_new0(guint32, n_nodes);
    for (guint32 i = 0; i < n_nodes; i++) {
        post->states[i].relay = bp_network_traits(post->network, i)->relay;
        post->states[i].is_net = bp_network_traits(post->network, i)->is_net & 1U;
        post->states[i].auth = bp_network_traits(post->network, i)->auth & 1U;
        post->has_limits |= bp_network_traits(post->network, i)->spool_bytes > 0;
        if (!bp_network_traits(post->network, i)->is_net &&
            bp_network_traits(post->network, i)->relay == post->relay_open)
            post->n_open_relays++;
    }
}

static void
init_channels(BpPost *post)
{
    guint32 n = bp_network_n_channels(post->network);
    guint32 n_lines = bp_network_n_lines(post->network);

    post->ends = bp_network_ends(post->network);
    post->lines = g_new(const BpLine *, n_lines + 1);
    for (guint32 i = 0; i < n_lines; i++)
        post->lines[i] = bp_network_line(post->network, i);
    post->first_further = 2 * bp_network_n_links(post->network);
    post->bytes_high = g_new0(guint32, n);
    post->channel_spam = g_new0(guint32, n);
    post->owner_of = g_new0(guint8, n - post->first_further);
    post->asking = BP_NONE;
}

/* The name space of the run's message ids. */
static void
init_run_id(BpPost *post, const char *title)
{
    g_autofree char *name =
        g_strdup_printf("bangpath run %" G_GUINT64_FORMAT " %s", post->seed, title);
    const uuid_t *space = uuid_get_template("oid");

    uuid_generate_sha1(post->run_id, *space, name, strlen(name));
}

BpPost *
bp_post_new(const BpPostSetup *setup)
{
    BpPost *post = g_new0(BpPost, 1);

    post->network = setup->network;
    post->queue = setup->queue;
    post->clock_us = bp_queue_clock(setup->queue);
    post->routes = setup->routes;
    post->paths = setup->paths;
    post->seed = setup->seed;
    post->warm_up_us = setup->warm_up_us;
    post->trace_ppm = setup->trace_ppm;
    post->warns = setup->warns;
    post->stream_trace = bp_stream("traced messages");
    post->relay_open = bp_policy_index(bp_policy_find("open"));
    post->ham_delays = bp_delays_new();
    post->watchers = g_array_new(FALSE, FALSE, sizeof(Watcher));
    post->owners = g_array_new(FALSE, FALSE, sizeof(Owned));
    post->guards = g_array_new(FALSE, FALSE, sizeof(BpGuard));
    post->ways = g_array_new(FALSE, FALSE, sizeof(Way));
    post->outcasts = g_array_new(FALSE, FALSE, sizeof(Outcast));
    post->to_warn = g_array_new(FALSE, FALSE, sizeof(guint32));
    post->dues = g_array_new(FALSE, FALSE, sizeof(Due));
    post->next_dues = g_array_new(FALSE, FALSE, sizeof(Due));
    slab_init(&post->messages, sizeof(Message));
    slab_init(&post->copies, sizeof(Copy));
    slab_init(&post->mores, sizeof(More));
    blocks_init(&post->words);
    init_states(post);
    init_channels(post);
    init_run_id(post, setup->title);
    post->carrier = bp_carrier_new(setup->network, setup->queue, setup->begin_unix_s,
                                   setup->seed, &freight, post);
    post->lanes = bp_carrier_lanes(post->carrier);
    post->plain_of = bp_carrier_plain_links(post->carrier);
    post->plain_envelopes = bp_carrier_plain_envelopes(post->carrier);
    for (guint32 i = 0; i < bp_network_n_channels(setup->network); i++)
        post->lanes[i].last = BP_NONE;
    post->retry = bp_queue_add_kind(setup->queue, bp_spool_retry, post);
    post->round = bp_queue_add_kind(setup->queue, bp_spool_round, post);
    return post;
}

void
bp_post_free(BpPost *post)
{
    if (post == NULL)
        return;
    bp_carrier_free(post->carrier);
    slab_clear(&post->messages);
    slab_clear(&post->copies);
    slab_clear(&post->mores);
    blocks_clear(&post->words);
    g_array_unref(post->watchers);
    g_array_unref(post->owners);
    g_array_unref(post->guards);
    g_array_unref(post->ways);
    g_array_unref(post->outcasts);
    g_array_unref(post->to_warn);
    g_array_unref(post->dues);
    g_array_unref(post->next_dues);
    bp_delays_free(post->ham_delays);
    g_free(post->lines);
    bp_large_free(post->states);
    g_free(post->spool_high);
    g_free(post->spam_delivered);
    g_free(post->bytes_high);
    g_free(post->channel_spam);
    g_free(post->spam_bytes);
    g_free(post->owner_of);
    g_free(post->targets);
    g_free(post->reached);
    g_free(post->infected);
    g_free(post);
}

void
bp_post_start(BpPost *post)
{
    bp_carrier_start(post->carrier);
    bp_queue_push(post->queue, post->warns ? FIRST_WARNINGS_US : FIRST_ROUND_US,
                  post->round, 0);
}

void
bp_post_observe(BpPost *post, const BpObserver *observer, gpointer data)
{
    Watcher watcher = {observer, data};

    g_array_append_val(post->watchers, watcher);
    post->tells_deliveries |= observer->delivered != NULL;
}

void
bp_post_forget(BpPost *post, gconstpointer data)
{
    guint32 n_nodes = bp_network_n_nodes(post->network);

    for (guint i = post->watchers->len; i-- > 0;)
        if (g_array_index(post->watchers, Watcher, i).data == data)
            g_array_remove_index(post->watchers, i);
    for (guint i = 0; i < post->guards->len; i++)
        if (g_array_index(post->guards, BpGuard, i).data == data)
            for (guint32 host = 0; host < n_nodes; host++)
                bp_post_set_guard(post, host, i, FALSE);
}

void
bp_post_write(BpPost *post, guint32 host, const BpLetter *letter)
{
    guint32 copy = bp_letter_copy(post, host, letter, FALSE);

    if (copy != BP_NONE)
        bp_forward(post, copy, host, BP_NONE);
}

void
bp_post_hand_over(BpPost *post, guint32 channel, guint32 to, const BpLetter *letter)
{
    guint32 host = bp_network_from(post->network, channel);
    guint32 copy = bp_letter_copy(post, host, letter, FALSE);

    if (copy == BP_NONE)
        return;

    Copy *c = copy_at(post, copy);

    c->to = to;
    c->direct = TRUE;
    c->arrived_min = now_min(post);
    bp_spool_add(post, channel, copy);
}

guint8
bp_post_add_owner(BpPost *post, guint32 channel, const BpOwner *owner, gpointer data)
{
    Owned owned = {owner, data, channel, (guint8)(post->owners->len + 1)};

    g_return_val_if_fail(channel >= post->first_further, 0);
    g_return_val_if_fail(post->owners->len < BP_OWNERS_MAX, 0);

    g_array_append_val(post->owners, owned);
    post->owner_of[channel - post->first_further] = (guint8)post->owners->len;
    return (guint8)post->owners->len;
}

guint32
bp_post_owner_host(const BpPost *post, guint8 owner)
{
    const Owned *owned = &g_array_index(post->owners, Owned, owner - 1);

    return bp_network_from(post->network, owned->channel);
}

gboolean
bp_post_is_owned(const BpPost *post, guint32 channel)
{
    return channel >= post->first_further &&
           post->owner_of[channel - post->first_further] != 0;
}

void
bp_post_share_text(BpPost *post, guint8 owner, guint8 first)
{
    g_return_if_fail(owner > 0 && owner <= post->owners->len);
    g_return_if_fail(bp_post_owner_text(post, first) == first);

    g_array_index(post->owners, Owned, owner - 1).text = first;
}

guint8
bp_post_owner_text(const BpPost *post, guint8 owner)
{
    g_return_val_if_fail(owner <= post->owners->len, 0);

    return owner == 0 ? 0 : g_array_index(post->owners, Owned, owner - 1).text;
}

void
bp_post_wake(BpPost *post, guint32 channel)
{
    if (post->lanes[channel].last == BP_NONE)
        bp_carrier_kick(post->carrier, channel);
}

guint8
bp_post_add_strain(BpPost *post)
{
    g_return_val_if_fail(post->n_strains < BP_STRAINS_MAX, 0);

    return ++post->n_strains;
}

void
bp_post_set_relay(BpPost *post, guint32 host, guint relay)
{
    HostState *state = &post->states[host];

    if (state->relay == relay)
        return;
    if (state->relay == post->relay_open)
        post->n_open_relays--;
    if (relay == post->relay_open)
        post->n_open_relays++;
    state->relay = (guint8)relay;
    TELL(post, relay_changed, host, relay);
}

guint
bp_post_relay(const BpPost *post, guint32 host)
{
    return post->states[host].relay;
}

guint64
bp_post_relayed(const BpPost *post, guint32 host)
{
    return post->states[host].relayed;
}

guint
bp_post_add_guard(BpPost *post, const BpGuard *guard)
{
    guint number = post->guards->len;

    g_return_val_if_fail(number < BP_GUARDS_MAX, 0);
    g_return_val_if_fail(guard->stage >= guard->policy->stage, 0);
    g_return_val_if_fail(!guard->silent || guard->stage >= BP_STAGE_CONTENT, 0);

    g_array_append_val(post->guards, *guard);
    post->at_stage[guard->stage] |= (guint16)(1U << number);
    return number;
}

const char *
bp_post_guard_name(const BpPost *post, guint guard)
{
    g_return_val_if_fail(guard < post->guards->len, NULL);

    return g_array_index(post->guards, BpGuard, guard).name;
}

guint
bp_post_guards_of(const BpPost *post, const BpPolicy *policy)
{
    guint bits = 0;

    for (guint i = 0; i < post->guards->len; i++)
        if (g_array_index(post->guards, BpGuard, i).policy == policy)
            bits |= 1U << i;
    return bits;
}

void
bp_post_announce(BpPost *post, guint list, guint32 host, gboolean listed,
                 gboolean deserved)
{
    TELL(post, listing, host, list, listed, deserved);
}

void
bp_post_set_guard(BpPost *post, guint32 host, guint guard, gboolean on)
{
    guint16 bit = (guint16)(1U << guard);
    HostState *state = &post->states[host];

    if (on && (state->guards & bit) == 0)
        bp_carrier_doubt(post->carrier, host);
    state->guards = on ? state->guards | bit : state->guards & (guint16)~bit;
}

void
bp_post_doubt(BpPost *post, guint32 peer)
{
    bp_carrier_doubt_sender(post->carrier, peer);
}

guint
bp_post_guards(const BpPost *post, guint32 host)
{
    return post->states[host].guards;
}

const BpPolicy *
bp_post_guard_policy(const BpPost *post, guint guard)
{
    g_return_val_if_fail(guard < post->guards->len, NULL);

    return g_array_index(post->guards, BpGuard, guard).policy;
}

void
bp_post_set_auth(BpPost *post, guint32 host, gboolean auth)
{
    post->states[host].auth = auth ? 1 : 0;
}

gboolean
bp_post_auth(const BpPost *post, guint32 host)
{
    return post->states[host].auth;
}

void
bp_post_announce_test(BpPost *post, guint32 host, guint passed)
{
    post->books.tests++;
    if (passed != 0)
        post->books.relays_found++;
    TELL(post, tested, host, passed);
}

void
bp_post_cut_off(BpPost *post, guint8 owner)
{
    const Owned *owned = &g_array_index(post->owners, Owned, owner - 1);

    if (owner == 0 || owner > post->owners->len)
        return;
    if (owned->owner->cut_off != NULL)
        owned->owner->cut_off(owned->data, owned->channel);
}

const BpBooks *
bp_post_books(const BpPost *post)
{
    return &post->books;
}

const BpDelays *
bp_post_ham_delays(const BpPost *post)
{
    return post->ham_delays;
}

const BpCarrier *
bp_post_carrier(const BpPost *post)
{
    return post->carrier;
}

void
bp_post_fail_host(BpPost *post, guint32 host)
{
    bp_carrier_fail_host(post->carrier, host);
}

void
bp_post_mend_host(BpPost *post, guint32 host)
{
    bp_carrier_mend_host(post->carrier, host);
}

void
bp_post_fail_link(BpPost *post, guint32 link)
{
    bp_carrier_fail_link(post->carrier, link);
}

void
bp_post_mend_link(BpPost *post, guint32 link)
{
    bp_carrier_mend_link(post->carrier, link);
}

void
bp_post_catch_up(BpPost *post)
{
    bp_carrier_catch_up(post->carrier);
}

void
bp_post_settle(BpPost *post)
{
    bp_carrier_settle(post->carrier);
}

BpChannelBooks
bp_post_channel_books(const BpPost *post, guint32 channel)
{
    SpamBytes spam = {0};

    if (post->spam_bytes != NULL)
        spam = post->spam_bytes[channel];
    return (BpChannelBooks){
        .bytes = (guint64)post->bytes_high[channel] << 32 | post->lanes[channel].bytes,
        .spam_bytes = spam.sent,
        .relayed_spam_bytes = spam.relayed,
        .received_spam_bytes = spam.received,
        .copies = post->lanes[channel].copies,
        .spam_copies = post->channel_spam[channel],
    };
}

guint64
bp_post_trajectory(const BpPost *post)
{
    return post->trajectory;
}

guint64
bp_post_spool_bytes(const BpPost *post, guint32 host)
{
    return spool_bytes_of(post, host);
}

guint64
bp_post_total_spool_bytes(const BpPost *post)
{
    return post->total_spool_bytes;
}

guint32
bp_post_open_relays(const BpPost *post)
{
    return post->n_open_relays;
}

guint32
bp_post_spam_delivered(const BpPost *post, guint32 host)
{
    return post->spam_delivered[host];
}

guint32
bp_post_delivered(const BpPost *post, guint32 host)
{
    return post->states[host].delivered;
}

gint64
bp_post_spammers_paid_udollars(const BpPost *post)
{
    gint64 sum = 0;

    for (guint i = 0; i < post->owners->len; i++)
        sum += bp_carrier_link_paid_udollars(
            post->carrier, g_array_index(post->owners, Owned, i).channel / 2);
    return sum;
}

void
bp_post_message_id(const BpPost *post, guint64 serial, char id[BP_MESSAGE_ID_SIZE])
{
    g_autofree char *name = g_strdup_printf("%" G_GUINT64_FORMAT, serial);
    uuid_t uuid;

    uuid_generate_sha1(uuid, post->run_id, name, strlen(name));
    uuid_unparse_lower(uuid, id);
}

void
bp_post_expect(const BpPost *post, const BpExpected *expected)
{
    bp_ahead(&post->states[expected->from]);
    bp_ahead(&post->states[expected->to]);
    if (expected->from != expected->to)
        bp_routes_expect(post->routes, edition_now(post), expected->from, expected->to);
    bp_carrier_expect(post->carrier, expected);
}

void
bp_post_expect_path(const BpPost *post, guint32 from, BpPath path)
{
    guint32 channel = path == BP_NONE ? END : *paths_words(post->paths, path);

    bp_ahead(&post->states[from]);
    if (channel < END)
        expect_channel(post, channel);
}
