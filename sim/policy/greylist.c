/* greylist.c - has a peer that is not known with this sender and recipient come again: an
 * MTA does, a spammer's program most often does not (Harris 2003; RFC 6647).
 */
#include <bangpath/policy.h>

static BpVerdict
judge(const gint64 *p, const BpEnvelope *envelope)
{
    return envelope->triplet_age_us < p[BP_GREYLIST_DELAY]
               ? bp_later(BP_REASON_GREYLISTED)
               : bp_accept();
}

const BpPolicy bp_greylist = {
    .name = "greylist",
    .help = "has unknown (peer, sender, recipient) triplets come again later",
    .stage = BP_STAGE_ENVELOPE,
    .on_nets = TRUE,
    .judge = judge,
};
