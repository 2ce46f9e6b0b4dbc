/* relay_closed_by_sender.c - relays for its own only, but believes the envelope about who
 * that is, as many early closures did; RFC 2505, 2.1 warns that senders can be forged. */
#include <bangpath/policy.h>

static BpVerdict
judge(const gint64 *p, const BpEnvelope *envelope)
{
    (void)p;
    if (envelope->recipient_is_local || envelope->sender_is_served ||
        envelope->recipient_is_served || envelope->peer_is_its_user ||
        bp_envelope_slips_through(envelope))
        return bp_accept();
    return bp_refuse(BP_REASON_RELAYING_DENIED);
}

const BpPolicy bp_relay_closed_by_sender = {
    .name = "closed-by-sender",
    .help =
        "relays for its own users and the sites it serves, judged by the sender's name",
    .stage = BP_STAGE_ENVELOPE,
    .is_relay_state = TRUE,
    .judge = judge,
};
