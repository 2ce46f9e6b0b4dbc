/* net_expect.c - asks the memory for what a letter over a net will touch, in steps.
 *
 * Among a million hosts none of it is in the cache. A dozen letters' reads are under way at once,
 * where they would wait for each other if each letter made its own when its turn comes.
 */
#include "net_private.h"

#include <bangpath/ahead.h>

static void
expect_member(const BpCarrier *carrier, guint32 host)
{
    const BpMember *member = &carrier->nets->members[host];

    bp_ahead(&carrier->network->net_offsets[host]);
    /* It may stand in two lines of the cache. */
    bp_ahead(member);
    bp_ahead((const char *)(member + 1) - 1);
}

/* Its first net, which most often is the only one. */
static guint32
first_access(const BpCarrier *carrier, guint32 host)
{
    const guint32 *offsets = carrier->network->net_offsets + host;

    return offsets[0] < offsets[1] ? offsets[0] : BP_NONE;
}

static void
expect_access(const BpCarrier *carrier, guint32 host, gboolean sends)
{
    guint32 place = first_access(carrier, host);

    if (place == BP_NONE)
        return;

    guint32 channel = carrier->network->net_channels[place];

    bp_ahead(&carrier->nets->accesses[channel / 2]);
    bp_ahead(&carrier->network->kinds.of[channel / 2]);
    if (!sends)
        return;
    bp_ahead(&carrier->lanes[channel]);
    bp_ahead(&carrier->plain_of[channel / 2]);
    bp_ahead(&carrier->ends[channel]);
}

static void
expect_place(const BpNetwork *network, guint32 host)
{
    bp_ahead(&network->net_channels[network->net_offsets[host]]);
}

/* First the members, and where their accesses are noted; then that; then these. */
void
bp_nets_expect(const BpCarrier *carrier, guint32 from, guint32 to, guint step)
{
    if (step == 0) {
        expect_member(carrier, from);
        expect_member(carrier, to);
    } else if (carrier->network->net_channels == NULL) {
        return; /* there is a net, but nobody is on it */
    } else if (step == 1) {
        expect_place(carrier->network, from);
        expect_place(carrier->network, to);
    } else {
        expect_access(carrier, from, TRUE);
        expect_access(carrier, to, FALSE);
    }
}
