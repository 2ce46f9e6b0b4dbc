/* blacklist_test.c - relay tests: whether there are any, what they find, who waits for one. */
#include "blacklist_state.h"

#include <bangpath/relay_test.h>
#include <bangpath/units.h>

gboolean
bp_blacklist_is_tested(const BpBlacklist *blacklist)
{
    return bp_blacklist_value(blacklist, BP_BLACKLIST_LISTS) ==
               BP_BLACKLIST_OPEN_RELAYS &&
           bp_blacklist_value(blacklist, BP_BLACKLIST_PROBE) != 0;
}

gboolean
bp_blacklist_finds_open(const BpBlacklist *blacklist, guint32 host)
{
    const BpPost *post = bp_world_post(blacklist->world);

    if (bp_blacklist_value(blacklist, BP_BLACKLIST_TESTS) == BP_BLACKLIST_PLAIN)
        return bp_policies[bp_post_relay(post, host)]->accepts_all;
    return bp_relay_test_passes(post, bp_world_network(blacklist->world), host);
}

/* Those asked for first are made first, each so long after the one before as the rate
 * allows: so a place in the queue is a time. */
gint64
bp_blacklist_book_test(BpBlacklist *blacklist)
{
    const BpValue *rate = &blacklist->group->values[BP_BLACKLIST_PROBE_RATE];
    gint64 begin_us = bp_world_now_us(blacklist->world);

    if (rate->set) {
        begin_us = MAX(begin_us, blacklist->next_test_us);
        blacklist->next_test_us = bp_add_us(begin_us, rate->number);
    }
    return bp_add_us(begin_us, bp_blacklist_value(blacklist, BP_BLACKLIST_PROBE_TAKES));
}
