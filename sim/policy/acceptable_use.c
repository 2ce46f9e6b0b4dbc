/* acceptable_use.c - refuses commercial mail where it is noticed, as networks paid for by
 * the public had to (NSFNET's policy, RFC 1192). */
#include <bangpath/policy.h>

static BpVerdict
judge(const gint64 *p, const BpEnvelope *envelope)
{
    (void)p;
    return envelope->is_found_out ? bp_refuse(BP_REASON_ACCEPTABLE_USE) : bp_accept();
}

const BpPolicy bp_acceptable_use = {
    .name = "acceptable-use",
    .help = "refuses commercial mail that is noticed",
    .stage = BP_STAGE_ENVELOPE,
    .judge = judge,
};
