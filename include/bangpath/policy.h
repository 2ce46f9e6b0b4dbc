/* policy.h - what a host does for a stranger.
 *
 * Layer: policy. A policy knows only what it is handed: no queue, clock, file or global.
 */
#ifndef BANGPATH_POLICY_H
#define BANGPATH_POLICY_H

#include <bangpath/param.h>
#include <glib.h>

/** BpStage: when a policy is asked, in the order in which real MTAs ask. */
typedef enum {
    BP_STAGE_CONNECTION,
    BP_STAGE_ENVELOPE,
    BP_STAGE_CONTENT,
    BP_STAGE_STORAGE,
} BpStage;

/** BpReason: why a recipient-copy went no further. Names are bp_reason_name()'s. */
typedef enum {
    BP_REASON_NONE,
    BP_REASON_RELAYING_DENIED,
    BP_REASON_BLACKLISTED,
    BP_REASON_SPOOL_FULL,
    BP_REASON_TOO_MANY_HOPS,
    BP_REASON_NO_ROUTE,
    BP_REASON_EXPIRED,
    BP_N_REASONS,
} BpReason;

/** bp_reason_name: `relaying-denied` and so on, as in every output. */
const char *bp_reason_name(BpReason reason);

/** bp_reason_words: what the refusing host says, SMTP reply code first where there is one:
 * `550 relaying denied`. */
const char *bp_reason_words(BpReason reason);

/** bp_reason_is_defence: whether such a refusal of ham is collateral damage. */
gboolean bp_reason_is_defence(BpReason reason);

typedef enum {
    BP_ANSWER_ACCEPT,
    BP_ANSWER_REFUSE,
} BpAnswer;

typedef struct {
    BpAnswer answer;
    BpReason reason;
} BpVerdict;

/** BpEnvelope: one recipient of one transaction, as the receiving host can see it. */
typedef struct {
    gboolean peer_is_served; /* who is connected is in serves or relay_for */
    gboolean peer_is_listed; /* as the host's own lists had it at their last refresh */
    gboolean sender_is_served; /* the envelope sender, true or forged, is the host's own
                                     user or of a host in serves or relay_for */
    gboolean recipient_is_local; /* a mailbox here */
    gboolean
        recipient_is_served; /* in serves, or served at any depth by one in serves */
} BpEnvelope;

/**
 * BpPolicy: one row of the table of policies.
 * @name: as in `relay=NAME`
 * @alias: (nullable): another name for it
 * @is_relay_state: it is one of the states of a relay, of which a host has one
 * @accepts_all: it never says no: the caller need not ask
 * @judge: @p are the values of @params
 */
typedef struct {
    const char *name;
    const char *alias;
    const char *help;
    BpStage stage;
    gboolean is_relay_state;
    gboolean accepts_all;
    const BpParam *params;
    BpVerdict (*judge)(const gint64 *p, const BpEnvelope *envelope);
} BpPolicy;

/** bp_policies: (array zero-terminated=1): every policy, made from the list in
 * sim/policy/meson.build; those asked earlier come first. */
extern const BpPolicy *const bp_policies[];

/** bp_policy_find: (nullable): by name or alias. */
const BpPolicy *bp_policy_find(const char *name);

/** bp_policy_index: the place of @policy in bp_policies. */
guint bp_policy_index(const BpPolicy *policy);

/* The two things that a policy can say. */
static inline BpVerdict
bp_accept(void)
{
    return (BpVerdict){BP_ANSWER_ACCEPT, BP_REASON_NONE};
}

static inline BpVerdict
bp_refuse(BpReason reason)
{
    return (BpVerdict){BP_ANSWER_REFUSE, reason};
}

#endif
