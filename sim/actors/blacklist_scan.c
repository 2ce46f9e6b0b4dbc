/* blacklist_scan.c - the tests of hosts that nobody complained of. */
#include "blacklist_state.h"

#include <bangpath/units.h>

static void
end_scan(BpWorld *world, gpointer data, guint32 host)
{
    (void)world;
    if (bp_blacklist_finds_open(data, host))
        bp_blacklist_put_on(data, host);
}

static void
scan(BpWorld *world, gpointer data, guint32 arg)
{
    BpBlacklist *blacklist = data;
    gint64 now_us = bp_world_now_us(world);
    gint64 takes_us = bp_blacklist_value(blacklist, BP_BLACKLIST_PROBE_TAKES);
    guint place = (guint)(blacklist->n_scans++ % blacklist->known->len);

    (void)arg;
    bp_world_at(world, bp_add_us(now_us, takes_us), end_scan, blacklist,
                g_array_index(blacklist->known, guint32, place));
    bp_world_at(world,
                bp_add_us(now_us, bp_blacklist_value(blacklist, BP_BLACKLIST_SCANS)),
                scan, blacklist, 0);
}

void
bp_blacklist_scan(BpBlacklist *blacklist)
{
    gint64 interval_us = bp_blacklist_value(blacklist, BP_BLACKLIST_SCANS);

    bp_world_add_timer(blacklist->world, scan, blacklist, 1);
    bp_world_add_timer(blacklist->world, end_scan, blacklist, blacklist->n_entries);
    if (interval_us > 0)
        bp_world_at(blacklist->world,
                    bp_add_us(bp_world_now_us(blacklist->world), interval_us), scan,
                    blacklist, 0);
}
