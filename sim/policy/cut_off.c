/* cut_off.c - refuses whatever a neighbour hands over who has been cut off: on
 * Usenet and UUCP the death penalty. */
#include <bangpath/policy.h>

#include <bangpath/rfc2505.h>

static BpVerdict
judge(const gint64 *p, const BpEnvelope *envelope)
{
    (void)p;
    return envelope->peer_is_cut_off ? bp_refuse(BP_REASON_CUT_OFF) : bp_accept();
}

const BpPolicy bp_cut_off = {
    .name = "cut-off",
    .help = "takes no mail from hosts that were cut off",
    .stage = BP_STAGE_CONNECTION,
    .ticks = BP_TICK_HOSTS,
    .judge = judge,
};
