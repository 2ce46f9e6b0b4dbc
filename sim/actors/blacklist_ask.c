/* blacklist_ask.c - subscribers: when they join, which copy of the list they have, what it
 * says.
 */
#include "blacklist_state.h"

#include <bangpath/choose.h>
#include <bangpath/random.h>
#include <bangpath/units.h>

/* When @subscriber last fetched the list: when it joined, or at its phase since. */
static gint64
fetched_us(const BpBlacklist *blacklist, guint32 subscriber)
{
    gint64 now_us = bp_world_now_us(blacklist->world);
    gint64 refresh_us = bp_blacklist_value(blacklist, BP_BLACKLIST_REFRESH);
    gint64 joined_us = blacklist->entries[subscriber].joined_us;

    if (refresh_us == 0)
        return now_us;

    guint64 seed = bp_world_scenario(blacklist->world)->seed;
    BpDraw draw = bp_draw(seed, blacklist->stream_refresh, subscriber, 0);
    gint64 phase_us = (gint64)bp_below(draw, 0, (guint64)refresh_us);

    if (now_us < phase_us)
        return joined_us;
    return MAX(joined_us, now_us - (now_us - phase_us) % refresh_us);
}

/* Whether @peer is listed as @subscriber's copy of the list has it now. */
static gboolean
is_listed(const BpBlacklist *blacklist, guint32 subscriber, guint32 peer)
{
    const GArray *spans;

    if (!bp_blacklist_ever(blacklist, peer))
        return FALSE;
    spans = blacklist->entries[peer].spans;

    gint64 at_us = fetched_us(blacklist, subscriber);

    for (guint i = spans->len; i-- > 0;) {
        const BpSpan *span = &g_array_index(spans, BpSpan, i);

        if (span->from_us <= at_us)
            return at_us < span->to_us;
    }
    return FALSE;
}

static void
look(gpointer data, const BpOffer *offer, BpEnvelope *envelope)
{
    envelope->peer_is_listed = is_listed(data, offer->host, offer->peer);
}

/* Who was never listed is in nobody's copy, and will not be unless he is listed. */
static gboolean
foretell(gpointer data, guint32 host, guint32 peer)
{
    (void)host;
    return !bp_blacklist_ever(data, peer);
}

static void
join(BpWorld *world, gpointer data, guint32 host)
{
    BpBlacklist *blacklist = data;

    blacklist->entries[host].joined_us = bp_world_now_us(world);
    bp_post_set_guard(bp_world_post(world), host, blacklist->list, TRUE);
}

/* Evenly spread: the last at from + over, or all at from. The order is that in which
 * `random 30%` chooses, so that a larger share contains a smaller one. */
static void
plan_joining(BpBlacklist *blacklist, GArray *hosts, const char *purpose)
{
    gint64 from_us = bp_blacklist_value(blacklist, BP_BLACKLIST_JOIN_FROM);
    gint64 over_us = bp_blacklist_value(blacklist, BP_BLACKLIST_JOIN_OVER);
    gint64 n = hosts->len;

    bp_world_add_timer(blacklist->world, join, blacklist, blacklist->n_entries);
    bp_choose_shuffle(hosts, bp_world_scenario(blacklist->world)->seed, purpose);
    for (gint64 i = 1; i <= n; i++) {
        guint32 host = g_array_index(hosts, guint32, i - 1);
        gint64 at_us = bp_add_us(from_us, bp_spread_us(over_us, i, n));

        if (at_us <= bp_world_now_us(blacklist->world))
            join(blacklist->world, blacklist, host);
        else
            bp_world_at(blacklist->world, at_us, join, blacklist, host);
    }
}

void
bp_blacklist_subscribe(BpBlacklist *blacklist)
{
    BpWorld *world = blacklist->world;
    const BpGroup *group = blacklist->group;
    gboolean silent =
        bp_blacklist_value(blacklist, BP_BLACKLIST_ANSWER) == BP_BLACKLIST_SILENT;
    g_autofree char *purpose = g_strdup_printf("subscribers of %s", group->title);
    g_autoptr(GArray) hosts =
        bp_choose_selection(bp_world_network(world), bp_world_scenario(world)->seed,
                            &group->values[BP_BLACKLIST_SUBSCRIBERS], purpose);

    blacklist->list =
        bp_post_add_guard(bp_world_post(world),
                          &(BpGuard){
                              .name = blacklist->group->title,
                              .policy = bp_policy_find("blacklist"),
                              .stage = silent ? BP_STAGE_CONTENT : BP_STAGE_CONNECTION,
                              .silent = silent,
                              .look = look,
                              .foretell = foretell,
                              .data = blacklist,
                          });
    plan_joining(blacklist, hosts, purpose);
}
