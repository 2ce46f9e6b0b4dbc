/* net_expect.c - asks the memory for what a letter over a net will touch.
 *
 * Among a million hosts none of it is in the cache. What a dozen letters will read is under way at
 * once, where each letter would wait for its own, one read after the other.
 */
#include "net_private.h"

#include <bangpath/ahead.h>

static void
expect_host(const BpCarrier *carrier, guint32 host)
{
    bp_ahead(&carrier->nets->members[host]);
    if (carrier->network->only_access != NULL)
        bp_ahead(&carrier->network->only_access[host]);
    else
        bp_ahead(&carrier->network->net_offsets[host]);
}

void
bp_nets_expect(const BpCarrier *carrier, const BpExpected *expected)
{
    guint32 out = expected->from_access, in = expected->to_access;

    if (out == BP_NONE || in == BP_NONE)
        return;
    expect_host(carrier, expected->from);
    expect_host(carrier, expected->to);
    bp_ahead(&carrier->nets->accesses[out / 2]);
    bp_ahead(&carrier->nets->accesses[in / 2]);
    bp_ahead(&carrier->lanes[out]);
    bp_ahead(&carrier->plain_of[out / 2]);
    bp_ahead(&carrier->ends[out]);
    bp_ahead(&carrier->network->kinds.of[out / 2]);
}
