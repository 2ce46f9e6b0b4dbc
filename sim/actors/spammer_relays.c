/* spammer_relays.c - how a spammer comes by relays, and whose turn it is. */
#include "spammer_state.h"

#include <bangpath/choose.h>
#include <bangpath/relay_test.h>
#include <bangpath/units.h>

#define NOBODY_YET G_MAXUINT /* the cursor: whoever is next is the first */

static BpSpammerRelay *
relay_at(const BpSpammer *spammer, guint i)
{
    return &g_array_index(spammer->relays, BpSpammerRelay, i);
}

gboolean
bp_spammer_line_reaches(const BpSpammer *spammer, guint32 host)
{
    const BpSpammerSeat *seat = spammer->seat;

    return seat->net != BP_NONE && host != seat->host &&
           bp_network_access(bp_world_network(spammer->world), host, seat->net) !=
               BP_NONE;
}

/* ---- the list ---- */

/* The bang path from his host to a relay that his line does not reach. */
static BpPath
path_to(const BpSpammer *spammer, guint32 relay)
{
    g_autoptr(GArray) hosts = g_array_new(FALSE, FALSE, sizeof(guint32));
    BpRoutes *routes = bp_world_routes(spammer->world);
    guint32 at = spammer->seat->host;

    g_array_append_val(hosts, at);
    while (at != relay && hosts->len <= BP_HOP_LIMIT) {
        BpHop hop = bp_routes_next(routes, bp_routes_edition(routes), at, relay);

        if (hop.channel == BP_NONE)
            return BP_NONE;
        at = hop.to;
        g_array_append_val(hosts, at);
    }
    if (at != relay)
        return BP_NONE;
    return bp_paths_add(bp_world_paths(spammer->world),
                        (const guint32 *)(void *)hosts->data, hosts->len);
}

static void
find_way(const BpSpammer *spammer, BpSpammerRelay *relay)
{
    relay->on_net = bp_spammer_line_reaches(spammer, relay->host) ? 1 : 0;
    relay->path = BP_NONE;
    if (!relay->on_net && relay->host != spammer->seat->host)
        relay->path = path_to(spammer, relay->host);
    relay->usable = relay->on_net || relay->path != BP_NONE;
}

void
bp_spammer_look_round(BpSpammer *spammer)
{
    for (guint i = 0; i < spammer->relays->len; i++)
        find_way(spammer, relay_at(spammer, i));
}

/* Bits a second of the line that it is reached by on his net; elsewhere of its fastest. */
static gint64
capacity(const BpSpammer *spammer, guint32 host)
{
    const BpNetwork *network = bp_world_network(spammer->world);
    guint32 access = spammer->seat->net == BP_NONE
                         ? BP_NONE
                         : bp_network_access(network, host, spammer->seat->net);
    gint64 bps = 0;
    guint n;
    const guint32 *out = bp_network_out(network, host, &n);

    if (access != BP_NONE)
        return bp_network_channel_line(network, access)->view.bps;
    for (guint i = 0; i < n; i++)
        bps = MAX(bps, bp_network_channel_line(network, out[i])->view.bps);
    return bps;
}

static BpSpammerRelay
new_relay(const BpSpammer *spammer, guint32 host)
{
    BpSpammerRelay relay = {.host = host, .bps = capacity(spammer, host)};

    find_way(spammer, &relay);
    return relay;
}

static void
append_relay(BpSpammer *spammer, guint32 host)
{
    BpSpammerRelay relay = new_relay(spammer, host);

    g_array_append_val(spammer->relays, relay);
}

static gint
fastest_first(gconstpointer a, gconstpointer b)
{
    const BpSpammerRelay *x = a;
    const BpSpammerRelay *y = b;

    return (y->bps > x->bps) - (y->bps < x->bps);
}

/* Behind all that are as fast, or behind all. */
static guint
place_for(const BpSpammer *spammer, gint64 bps)
{
    guint begin = 0;
    guint end = spammer->relays->len;

    if (spammer->group->values[BP_SPAMMER_PREFER].number != BP_SPAMMER_CAPACITY)
        return end;
    while (begin < end) {
        guint middle = begin + (end - begin) / 2;

        if (relay_at(spammer, middle)->bps >= bps)
            begin = middle + 1;
        else
            end = middle;
    }
    return begin;
}

/* One more for a list that is in use. */
static void
insert_relay(BpSpammer *spammer, guint32 host)
{
    BpSpammerRelay relay = new_relay(spammer, host);
    guint place = place_for(spammer, relay.bps);

    g_array_insert_val(spammer->relays, place, relay);
    if (spammer->cursor != NOBODY_YET && place <= spammer->cursor)
        spammer->cursor++;
}

static void
drop_relay(BpSpammer *spammer, guint i)
{
    g_array_remove_index(spammer->relays, i);
    if (spammer->cursor == NOBODY_YET || i > spammer->cursor)
        return;
    if (i == spammer->cursor)
        spammer->has_relay = FALSE;
    spammer->cursor--; /* before the first is NOBODY_YET */
}

/* ---- a published list, and names ---- */

static void
sort_list(BpSpammer *spammer)
{
    if (spammer->group->values[BP_SPAMMER_PREFER].number == BP_SPAMMER_CAPACITY)
        g_array_sort(spammer->relays,
                     fastest_first); /* stable: else in the old order */
}

/* Who stands on a list printed now: relays open; of the time before the scenario, all. */
static void
print_list(BpWorld *world, gpointer data, guint32 before_begin)
{
    BpSpammer *spammer = data;
    g_autoptr(GArray) hosts = bp_choose_hosts(bp_world_network(world), FALSE);
    g_autofree char *purpose = g_strdup_printf("relays of %s", spammer->group->title);

    bp_choose_shuffle(hosts, bp_world_scenario(world)->seed, purpose);
    for (guint i = 0; i < hosts->len; i++) {
        guint32 host = g_array_index(hosts, guint32, i);
        guint relay = bp_post_relay(bp_world_post(world), host);

        if (before_begin || bp_policies[relay]->accepts_all)
            append_relay(spammer, host);
    }
    sort_list(spammer);
}

static void probe(BpWorld *world, gpointer data, guint32 account);

void
bp_spammer_find_relays(BpSpammer *spammer)
{
    const BpValue *values = spammer->group->values;
    const BpNetwork *network = bp_world_network(spammer->world);
    gint64 printed_us =
        values[BP_SPAMMER_START].number - values[BP_SPAMMER_LIST_AGE].number;
    char **names = values[BP_SPAMMER_RELAYS].names;

    bp_world_add_timer(spammer->world, print_list, spammer, 2);
    bp_world_add_timer(spammer->world, probe, spammer,
                       (guint64)values[BP_SPAMMER_ACCOUNTS].number);
    spammer->cursor = NOBODY_YET;
    switch (values[BP_SPAMMER_RELAYS].number) {
    case BP_SPAMMER_BY_NAME:
        for (guint i = 0; names[i] != NULL; i++)
            append_relay(spammer, bp_network_find(network, names[i]));
        sort_list(spammer);
        break;
    case BP_SPAMMER_PUBLISHED_LIST:
        if (printed_us < 0)
            print_list(spammer->world, spammer, TRUE);
        else
            bp_world_at(spammer->world, printed_us, print_list, spammer, FALSE);
        break;
    default:
        break;
    }
}

/* ---- probing ---- */

/* Whether @host passes on what he would hand it: from him, or whom he poses as, to a
 * stranger, so written. */
static gboolean
relays_for_him(const BpSpammer *spammer, guint32 host)
{
    const BpNetwork *network = bp_world_network(spammer->world);
    guint32 stranger = bp_relay_test_stranger(network, host, spammer->seat->host);
    BpQuestion question = {
        .peer = spammer->seat->host,
        .on_net = TRUE,
        .from = bp_spammer_sender(spammer, host),
        .to = {stranger, 0},
        .form = (BpForm)spammer->group->values[BP_SPAMMER_DISGUISE].number,
    };

    return stranger != BP_NONE &&
           bp_post_judge(bp_world_post(spammer->world), host, &question).answer ==
               BP_ANSWER_ACCEPT;
}

/* The next host that his line reaches, or BP_NONE. */
static guint32
next_to_probe(BpSpammer *spammer)
{
    while (spammer->n_probed < spammer->hosts->len) {
        guint32 host = g_array_index(spammer->hosts, guint32, spammer->n_probed++);

        if (bp_spammer_line_reaches(spammer, host))
            return host;
    }
    return BP_NONE;
}

static void
probe(BpWorld *world, gpointer data, guint32 account)
{
    BpSpammer *spammer = data;
    gint64 every_us = spammer->group->values[BP_SPAMMER_PROBE_RATE].number;
    guint32 host;

    if (!bp_spammer_is_at_work(spammer) || account != spammer->n_account ||
        spammer->n_written == spammer->n_addresses)
        return;
    host = next_to_probe(spammer);
    if (host == BP_NONE)
        return;
    bp_spammer_at(spammer, bp_add_us(bp_world_now_us(world), every_us), probe, account);
    if (!relays_for_him(spammer, host))
        return;
    insert_relay(spammer, host);
    bp_post_wake(bp_world_post(world), spammer->seat->channel);
}

void
bp_spammer_scan(BpSpammer *spammer)
{
    const BpValue *values = spammer->group->values;
    g_autofree char *purpose = g_strdup_printf("probes of %s", spammer->group->title);

    if (values[BP_SPAMMER_RELAYS].number != BP_SPAMMER_SCAN ||
        values[BP_SPAMMER_PROBE_RATE].number == 0)
        return;
    if (spammer->hosts == NULL) {
        spammer->hosts = bp_choose_hosts(bp_world_network(spammer->world), FALSE);
        bp_choose_shuffle(spammer->hosts, bp_world_scenario(spammer->world)->seed,
                          purpose);
    }
    bp_spammer_at(spammer, bp_world_now_us(spammer->world), probe, spammer->n_account);
}

/* ---- whose turn it is ---- */

/* Whether @relay can be next: for what was refused of the message in hand it must be on
 * the net, and not have been asked. */
static gboolean
may_be_next(const BpSpammer *spammer, const BpSpammerRelay *relay, gboolean again)
{
    return relay->usable &&
           (!again || (relay->on_net && relay->offered != spammer->n_messages));
}

/* On to the next relay in the list, or with `favourite` to the one that has taken most for
 * him; the one in use only if there is no other. FALSE: there is none. */
static gboolean
move_on(BpSpammer *spammer, gboolean again)
{
    const BpValue *values = spammer->group->values;
    gboolean by_favour = values[BP_SPAMMER_PREFER].number == BP_SPAMMER_FAVOURITE;
    guint n = spammer->relays->len;
    guint best = NOBODY_YET;

    for (guint k = 0; k < n; k++) {
        guint i = spammer->cursor == NOBODY_YET ? k : (spammer->cursor + 1 + k) % n;
        gboolean in_use = spammer->has_relay && i == spammer->cursor;

        if (!may_be_next(spammer, relay_at(spammer, i), again))
            continue;
        if (best == NOBODY_YET || (!in_use && relay_at(spammer, i)->n_taken >
                                                  relay_at(spammer, best)->n_taken))
            best = i;
        if (!by_favour)
            break;
    }
    if (best == NOBODY_YET)
        return FALSE;
    spammer->cursor = best;
    spammer->has_relay = TRUE;
    spammer->relay_since_us = bp_world_now_us(spammer->world);
    return TRUE;
}

/* (nullable): the relay in use. */
static BpSpammerRelay *
relay_in_use(const BpSpammer *spammer)
{
    return spammer->has_relay ? relay_at(spammer, spammer->cursor) : NULL;
}

static gboolean
stays(const BpSpammer *spammer)
{
    const BpValue *values = spammer->group->values;
    const BpSpammerRelay *relay = relay_in_use(spammer);
    gint64 used_us = bp_world_now_us(spammer->world) - spammer->relay_since_us;

    return relay != NULL && relay->usable &&
           values[BP_SPAMMER_USE].number != BP_SPAMMER_ROTATE &&
           (!values[BP_SPAMMER_SWITCH_AFTER].set ||
            used_us < values[BP_SPAMMER_SWITCH_AFTER].number);
}

BpSpammerRelay *
bp_spammer_choose(BpSpammer *spammer)
{
    if (!stays(spammer) && !move_on(spammer, FALSE))
        return NULL;
    return relay_in_use(spammer);
}

BpSpammerRelay *
bp_spammer_choose_again(BpSpammer *spammer, guint32 host)
{
    BpSpammerRelay *relay = relay_in_use(spammer);

    /* Of a message that went in several transactions one was refused before: he has moved
     * on already. */
    if (relay != NULL && relay->host != host && relay->on_net)
        return relay;
    return move_on(spammer, TRUE) ? relay_in_use(spammer) : NULL;
}

void
bp_spammer_note_offer(const BpSpammer *spammer, BpSpammerRelay *relay,
                      guint n_recipients)
{
    relay->n_taken += n_recipients;
    if (relay->offered == spammer->n_messages)
        return;
    if (relay->refused != relay->offered)
        relay->n_row = 0;
    relay->offered = spammer->n_messages;
}

/* Where @host stands on his list; its length if nowhere. He looks back from the relay in use:
 * who answers was asked a short while ago, and the list may have a million. */
static guint
place_of(const BpSpammer *spammer, guint32 host)
{
    guint n = spammer->relays->len;
    guint from = spammer->cursor == NOBODY_YET ? 0 : spammer->cursor;

    for (guint k = 0; k < n; k++) {
        guint i = from >= k ? from - k : from + n - k;

        if (relay_at(spammer, i)->host == host)
            return i;
    }
    return n;
}

void
bp_spammer_note_refusal(BpSpammer *spammer, guint32 host, BpReason reason,
                        guint n_recipients)
{
    const BpValue *values = spammer->group->values;
    guint i = place_of(spammer, host);
    BpSpammerRelay *relay;

    if (i == spammer->relays->len)
        return;
    relay = relay_at(spammer, i);
    relay->n_taken -= n_recipients;
    if (reason == BP_REASON_NO_SUCH_USER)
        return; /* that is no fault of the relay */
    if (relay->refused != spammer->n_messages) {
        relay->refused = spammer->n_messages;
        relay->n_row++;
    }
    if ((values[BP_SPAMMER_RELAYS].number == BP_SPAMMER_SCAN &&
         reason == BP_REASON_RELAYING_DENIED) ||
        (values[BP_SPAMMER_DROP_AFTER].set &&
         relay->n_row >= values[BP_SPAMMER_DROP_AFTER].number))
        drop_relay(spammer, i);
}

/* ---- as bytes ---- */

#define RELAY_BYTES 46

static void
archive_relay(const BpSpammer *spammer, BpArchive *archive, BpSpammerRelay *relay)
{
    gboolean back = FALSE;

    bp_archive_below(archive, &relay->host,
                     bp_network_n_nodes(bp_world_network(spammer->world)));
    bp_archive_u32(archive, &relay->path);
    bp_archive_small(archive, &relay->on_net, 2);
    bp_archive_small(archive, &relay->usable, 2);
    bp_archive_u32(archive, &relay->n_row);
    bp_archive_u64(archive, &relay->offered);
    bp_archive_u64(archive, &relay->refused);
    bp_archive_i64(archive, &relay->n_taken);
    bp_archive_i64(archive, &relay->bps);
    bp_archive_expect(
        archive,
        relay->path == BP_NONE ||
            (bp_paths_has(bp_world_paths(spammer->world), relay->path, &back) && !back),
        "a path leads nowhere");
}

/* Whom he probes is drawn when he first does. */
static void
archive_probes(BpSpammer *spammer, BpArchive *archive)
{
    guint32 n_nodes = bp_network_n_nodes(bp_world_network(spammer->world));
    gboolean probes = spammer->hosts != NULL;

    bp_archive_bool(archive, &probes);
    if (!probes)
        return;
    if (spammer->hosts == NULL)
        spammer->hosts = g_array_new(FALSE, FALSE, sizeof(guint32));
    bp_archive_length(archive, spammer->hosts, n_nodes, sizeof(guint32));
    for (guint i = 0; i < spammer->hosts->len; i++)
        bp_archive_below(archive, &g_array_index(spammer->hosts, guint32, i), n_nodes);
    bp_archive_u32(archive, &spammer->n_probed);
}

void
bp_spammer_archive_relays(BpSpammer *spammer, BpArchive *archive)
{
    bp_archive_length(archive, spammer->relays, G_MAXINT32, RELAY_BYTES);
    for (guint i = 0; i < spammer->relays->len; i++)
        archive_relay(spammer, archive, relay_at(spammer, i));
    bp_archive_place(archive, &spammer->cursor, spammer->relays->len);
    bp_archive_bool(archive, &spammer->has_relay);
    bp_archive_i64(archive, &spammer->relay_since_us);
    bp_archive_expect(archive, !spammer->has_relay || spammer->cursor != NOBODY_YET,
                      "the relay in use is none");
    archive_probes(spammer, archive);
}
