/* blacklist.c - refuses who is connected if a list that the host subscribes to names him:
 * the peer alone, never earlier hops. */
#include <bangpath/policy.h>

#include <bangpath/rfc2505.h>

static BpVerdict
judge(const gint64 *p, const BpEnvelope *envelope)
{
    (void)p;
    return envelope->peer_is_listed ? bp_refuse(BP_REASON_BLACKLISTED) : bp_accept();
}

const BpPolicy bp_blacklist = {
    .name = "blacklist",
    .help = "refuses hosts that a blacklist names",
    .stage = BP_STAGE_CONNECTION,
    .on_nets = TRUE,
    .ticks = BP_TICK_HOSTS,
    .judge = judge,
};
