/* relay_closed.c - relays for its own only, judged by who is connected (RFC 2505, 2.1). */
#include <bangpath/policy.h>

static BpVerdict
judge(const gint64 *p, const BpEnvelope *envelope)
{
    (void)p;
    if (envelope->recipient_is_local || envelope->peer_is_served ||
        envelope->recipient_is_served || envelope->peer_is_its_user ||
        bp_envelope_slips_through(envelope))
        return bp_accept();
    return bp_refuse(BP_REASON_RELAYING_DENIED);
}

const BpPolicy bp_relay_closed = {
    .name = "closed-by-peer",
    .alias = "closed",
    .help =
        "relays for its own users and the sites it serves, judged by who is connected",
    .stage = BP_STAGE_ENVELOPE,
    .is_relay_state = TRUE,
    .judge = judge,
};
