/* relay_open.c - carries anyone's mail to anyone, as every host once did. */
#include <bangpath/policy.h>

static BpVerdict
judge(const gint64 *p, const BpEnvelope *envelope)
{
    (void)p;
    (void)envelope;
    return bp_accept();
}

const BpPolicy bp_relay_open = {
    .name = "open",
    .help = "relays for anyone",
    .stage = BP_STAGE_ENVELOPE,
    .is_relay_state = TRUE,
    .accepts_all = TRUE,
    .judge = judge,
};
