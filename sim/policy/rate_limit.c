/* rate_limit.c - has a peer wait that has used up its allowance (RFC 2505, 2.8: rate
 * control). */
#include <bangpath/policy.h>

#include <bangpath/rfc2505.h>

static BpVerdict
judge(const gint64 *p, const BpEnvelope *envelope)
{
    (void)p;
    return envelope->wait_us > 0 ? bp_later(BP_REASON_RATE_LIMITED) : bp_accept();
}

const BpPolicy bp_rate_limit = {
    .name = "rate-limit",
    .help = "has a host that sends too much wait",
    .stage = BP_STAGE_ENVELOPE,
    .on_nets = TRUE,
    .ticks = BP_TICK_RATE,
    .judge = judge,
};
