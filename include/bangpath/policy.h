/* policy.h - what a host does for a stranger.
 *
 * Layer: policy. A policy knows only what it is handed: no queue, clock, file or global.
 */
#ifndef BANGPATH_POLICY_H
#define BANGPATH_POLICY_H

#include <glib.h>

/**
 * BpStage: when a policy is asked, in the order in which real MTAs ask.
 * @BP_STAGE_CONNECTION: about who hands a copy over; the whole copy
 * @BP_STAGE_ENVELOPE: about each recipient, before the body where a protocol can
 * @BP_STAGE_CONTENT: when the body is there; the whole copy
 * @BP_STAGE_MAILBOX: about each recipient whose mailbox is here, at delivery
 *
 * Whether there is room in the spool is asked between envelope and content, by the post.
 */
typedef enum {
    BP_STAGE_CONNECTION,
    BP_STAGE_ENVELOPE,
    BP_STAGE_CONTENT,
    BP_STAGE_MAILBOX,
    BP_N_STAGES,
} BpStage;

/** BpReason: why a recipient-copy went no further. Names are bp_reason_name()'s. */
typedef enum {
    BP_REASON_NONE,
    BP_REASON_RELAYING_DENIED,
    BP_REASON_BLACKLISTED,
    BP_REASON_CUT_OFF,
    BP_REASON_RATE_LIMITED,
    BP_REASON_GREYLISTED,
    BP_REASON_ACCEPTABLE_USE,
    BP_REASON_BULK,
    BP_REASON_FILTERED,
    BP_REASON_NO_SUCH_USER,
    BP_REASON_SPOOL_FULL,
    BP_REASON_TOO_MANY_HOPS,
    BP_REASON_NO_ROUTE,
    BP_REASON_NO_OPEN_ROUTE,
    BP_REASON_UNREACHABLE,
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

/**
 * BpAnswer:
 * @BP_ANSWER_REFUSE: for good: it bounces
 * @BP_ANSWER_LATER: not now: whoever hands it over keeps it and tries again
 * @BP_ANSWER_DISCARD: taken, and thrown away without a word
 */
typedef enum {
    BP_ANSWER_ACCEPT,
    BP_ANSWER_REFUSE,
    BP_ANSWER_LATER,
    BP_ANSWER_DISCARD,
} BpAnswer;

typedef struct {
    BpAnswer answer;
    BpReason reason;
} BpVerdict;

/**
 * BpForm: how a recipient is written where the mail is handed in. The disguises make an
 * address that a host takes for one of its own users', then reads on and sends away: RFC
 * 2505, 2.1 has them stripped before the test.
 * @BP_FORM_PERCENT: user%host@relay
 * @BP_FORM_BANG: host!user at the relay
 * @BP_FORM_ROUTE: @relay:user@host
 */
typedef enum {
    BP_FORM_PLAIN,
    BP_FORM_PERCENT,
    BP_FORM_BANG,
    BP_FORM_ROUTE,
    BP_N_FORMS,
} BpForm;

/**
 * BpHole: bits: what a mailer's version lets a stranger through by, though it is closed.
 * @BP_HOLE_PERCENT: and the next two: recipients so disguised
 * @BP_HOLE_NULL: the null sender, which only a bounce should have
 * @BP_HOLE_OWN_DOMAIN: a sender who says that he is of its own
 */
typedef enum {
    BP_HOLE_PERCENT = 1 << 0,
    BP_HOLE_BANG = 1 << 1,
    BP_HOLE_ROUTE = 1 << 2,
    BP_HOLE_NULL = 1 << 3,
    BP_HOLE_OWN_DOMAIN = 1 << 4,
} BpHole;

/** bp_hole_names: `percent`, `bang`, `source-route`, `null`, `own-domain`, NULL: in bits'
 * order. */
extern const char *const bp_hole_names[];

/**
 * BpEnvelope: one recipient of one transaction, as the receiving host can see it. What a
 * policy does not ask for is left 0.
 */
typedef struct {
    /* of the relay policy */
    gboolean peer_is_served;   /* who is connected is in serves or relay_for */
    gboolean peer_is_its_user; /* and has proved to be a user of this host */
    gboolean sender_is_served; /* the envelope sender, true or forged, is the host's own
                                     user or of a host in serves or relay_for */
    gboolean sender_is_null;
    gboolean recipient_is_local; /* a mailbox here */
    gboolean
        recipient_is_served; /* in serves, or served at any depth by one in serves */
    BpForm form;
    guint8 holes; /* BpHole bits of the host */

    /* of the others, as their keepers know it */
    gboolean peer_is_listed;  /* as the host's own copy of the list has it */
    gboolean peer_is_cut_off; /* the host takes no more mail from this one */
    gboolean is_found_out;    /* commercial, and noticed */
    gboolean looks_like_spam; /* to the mailbox's filter */
    gint64 triplet_age_us;    /* since (peer, sender, recipient) was seen first; -1: now
                                   for the first time */
    gint64 wait_us;           /* until the peer has some of its allowance again */
    guint64 body_count;       /* recipients that this body was reported for */
} BpEnvelope;

/** bp_envelope_slips_through: whether one of the host's holes lets it in. */
gboolean bp_envelope_slips_through(const BpEnvelope *envelope);

/**
 * BpPolicy: one row of the table of policies.
 * @name: as in `relay=NAME`
 * @alias: (nullable): another name for it
 * @stage: when it is asked, unless a guard says otherwise
 * @is_relay_state: it is one of the states of a relay, of which a host has one
 * @accepts_all: it never says no: the caller need not ask
 * @on_nets: it is about strangers who connect: asked of what comes over a net only, and not
 *   about a user of the host who has proved to be one
 * @ticks: BpTick bits of rfc2505.h that a host earns by having it as a guard
 * @judge: @p are the values that it goes by, as its keeper was given them
 */
typedef struct {
    const char *name;
    const char *alias;
    const char *help;
    BpStage stage;
    gboolean is_relay_state;
    gboolean accepts_all;
    gboolean on_nets;
    guint ticks;
    BpVerdict (*judge)(const gint64 *p, const BpEnvelope *envelope);
} BpPolicy;

/** Places in @p of BpPolicy.judge: of the policy `greylist` the age in us from which a
 * triplet is known, of `checksum` the count from which a body is bulk. */
enum {
    BP_GREYLIST_DELAY,
};

enum {
    BP_CHECKSUM_THRESHOLD,
};

/** bp_policies: (array zero-terminated=1): every policy, made from the list in
 * sim/policy/meson.build; those asked earlier come first. */
extern const BpPolicy *const bp_policies[];

/** bp_policy_find: (nullable): by name or alias. */
const BpPolicy *bp_policy_find(const char *name);

/** bp_policy_index: the place of @policy in bp_policies. */
guint bp_policy_index(const BpPolicy *policy);

/* The three things that a policy can say; a guard may discard instead of refusing. */
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

static inline BpVerdict
bp_later(BpReason reason)
{
    return (BpVerdict){BP_ANSWER_LATER, reason};
}

#endif
