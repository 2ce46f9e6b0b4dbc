/* rfc2505.c - RFC 2505 as a list to be ticked. The relay policy is asked, as a stranger
 * would ask it; what a guard is good for stands in its row.
 */
#include <bangpath/rfc2505.h>

const char *const bp_tick_names[] = {"1", "1a", "5", "6a", "8", "AUTH", NULL};

const char *const bp_tick_help[] = {
    "relays for its own only, whatever a stranger calls himself",
    "nor in a source route or its likes",
    "refuses hosts that a list names",
    "takes bounces: the null sender",
    "has who sends too much wait",
    "its users may prove who they are",
    NULL,
};

static gboolean
refuses(const BpPolicy *relay, BpEnvelope envelope)
{
    return relay->judge(NULL, &envelope).answer != BP_ANSWER_ACCEPT;
}

guint
bp_rfc2505_ticks(const BpPolicy *relay, guint8 holes, gboolean auth,
                 const BpPolicy *const *guards, guint n_guards)
{
    const BpEnvelope stranger = {.holes = holes};
    BpEnvelope poser = stranger, nobody = stranger, bounce = stranger;
    gboolean strips = TRUE;
    guint ticks = auth ? BP_TICK_AUTH : 0;

    poser.sender_is_served = TRUE;
    nobody.sender_is_null = TRUE;
    if (refuses(relay, stranger) && refuses(relay, poser) && refuses(relay, nobody))
        ticks |= BP_TICK_RELAYING;
    for (guint form = 0; form < BP_N_FORMS; form++) {
        BpEnvelope disguised = stranger;

        disguised.form = (BpForm)form;
        strips = strips && refuses(relay, disguised);
    }
    if (strips)
        ticks |= BP_TICK_ROUTES;
    bounce.sender_is_null = TRUE;
    bounce.recipient_is_local = TRUE;
    if (!refuses(relay, bounce))
        ticks |= BP_TICK_BOUNCES;
    for (guint i = 0; i < n_guards; i++)
        ticks |= guards[i]->ticks;
    return ticks;
}
