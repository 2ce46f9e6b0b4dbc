/* filter.c - refuses what the filter of a mailbox takes for spam, at the last door. */
#include <bangpath/policy.h>

static BpVerdict
judge(const gint64 *p, const BpEnvelope *envelope)
{
    (void)p;
    return envelope->looks_like_spam ? bp_refuse(BP_REASON_FILTERED) : bp_accept();
}

const BpPolicy bp_filter = {
    .name = "filter",
    .help = "throws away what a mailbox's filter takes for spam",
    .stage = BP_STAGE_MAILBOX,
    .judge = judge,
};
