/* blacklist_mistake.c - hosts that are listed though nothing is against them: a number
 * mistyped, a report misread.
 */
#include "blacklist_state.h"

#include <bangpath/random.h>
#include <bangpath/units.h>

/* From a random place in the random order on, the first host that is not listed and does
 * not deserve it; BP_NONE if there is none. */
static guint32
innocent(const BpBlacklist *blacklist, BpDraw draw)
{
    guint n = blacklist->known->len;
    guint place = (guint)bp_below(draw, 2, n);

    for (guint i = 0; i < n; i++) {
        guint32 host = g_array_index(blacklist->known, guint32, (place + i) % n);
        const BpEntry *entry = &blacklist->entries[host];

        if (entry->n_causes == 0 && !bp_blacklist_deserves(blacklist, host))
            return host;
    }
    return BP_NONE;
}

static void plan_mistake(BpBlacklist *blacklist, gint64 since_us);

static BpDraw
draw_mistake(const BpBlacklist *blacklist)
{
    return bp_draw(bp_world_scenario(blacklist->world)->seed,
                   blacklist->stream_mistakes, 0, blacklist->n_mistakes);
}

static void
err(BpWorld *world, gpointer data, guint32 arg)
{
    BpBlacklist *blacklist = data;
    guint32 host = innocent(blacklist, draw_mistake(blacklist));

    (void)arg;
    if (host != BP_NONE)
        bp_blacklist_put_on(blacklist, host);
    blacklist->n_mistakes++;
    plan_mistake(blacklist, bp_world_now_us(world));
}

static void
plan_mistake(BpBlacklist *blacklist, gint64 since_us)
{
    gint64 mean_us = bp_blacklist_value(blacklist, BP_BLACKLIST_MISTAKES);
    gint64 wait_us = bp_exponential_us(draw_mistake(blacklist), 0, mean_us);
    gint64 at_us = bp_add_us(since_us, wait_us);

    if (at_us <= bp_world_scenario(blacklist->world)->length_us)
        bp_world_at(blacklist->world, at_us, err, blacklist, 0);
}

void
bp_blacklist_err(BpBlacklist *blacklist)
{
    bp_world_add_timer(blacklist->world, err, blacklist, 1);
    if (bp_blacklist_value(blacklist, BP_BLACKLIST_MISTAKES) > 0)
        plan_mistake(blacklist, bp_world_now_us(blacklist->world));
}
