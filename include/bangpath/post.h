/* post.h - the post: messages, their copies and spools, acceptance, delivery, bounces.
 *
 * Layer: mail. It emits records to observers that it is given, and asks nobody.
 */
#ifndef BANGPATH_POST_H
#define BANGPATH_POST_H

#include <bangpath/archive.h>
#include <bangpath/books.h>
#include <bangpath/carrier.h>
#include <bangpath/network.h>
#include <bangpath/paths.h>
#include <bangpath/queue.h>
#include <bangpath/routes.h>
#include <glib.h>

typedef struct _BpPost BpPost;

/** BpAddress: user at host. Users from mailboxes up are named only in a mail trace. */
typedef struct {
    guint32 host; /* BP_NONE: the null address <> */
    guint32 user;
} BpAddress;

/** BP_NOBODY: a user that no host has: mail for it is refused, no-such-user. */
#define BP_NOBODY G_MAXUINT32

/** BpRecipient: an address, and the way to it where the sender wrote one.
 * @path: a path of the post's BpPaths, or BP_NONE: by table */
typedef struct {
    BpAddress to;
    BpPath path;
} BpRecipient;

/**
 * BpLetter: what someone hands in.
 * @from: the envelope sender, true or forged
 * @forged: @from is not who sends
 * @owner: who hands it in: 0 for a user, else a number of bp_post_add_owner()
 * @strain: of a worm: a number of bp_post_add_strain(); else 0
 * @body: which of its owner's bodies it has: 0, 1, ...; see bp_post_owner_text()
 * @form: how its recipients are written for the host that it is handed over to
 * @flavour: what is asked of FidoNet: a BpFlavour
 * @is_its_user: @from has an account at its host and can prove it
 */
typedef struct {
    BpKind kind;
    BpAddress from;
    gboolean forged;
    guint8 owner;
    guint8 strain;
    guint32 body;
    BpForm form;
    guint8 flavour;
    gboolean is_its_user;
    guint32 size_bytes;
    const BpRecipient *recipients; /* (array length=n_recipients) */
    guint n_recipients;
} BpLetter;

/** BpMessageInfo: what observers are told of a message. */
typedef struct {
    guint64 serial; /* 0, 1, ... in the order in which messages were written */
    BpKind kind;
    guint8 owner;
    guint8 strain;
    guint32 body;     /* of its owner's; two messages of a strain have the same */
    gboolean several; /* it was written to more than one */
    gboolean forged;
    gboolean is_its_user;
    BpAddress from;
    guint32 size_bytes;
    gint64 born_us;
} BpMessageInfo;

/**
 * BpObserver: who wants to be told; any may be NULL. Those marked * come for traced
 * messages only.
 * @written: * a message was written at @host, or is handed over from there
 * @bounced_for: * message @bounce was made at @host because of @message: it returns it, or
 *   only warns that it still waits
 * @hop: * a copy with @n_recipients came from @from over @channel to @to
 * @ended: * a recipient-copy ended at @host; @reason says why unless it was delivered
 * @refused: @host said no, or not now, to @n_recipients of what @peer handed over
 * @delivered: into a mailbox; @peer handed it over on a net, or is BP_NONE
 * @relay_changed: @host's relay state is now bp_policies[@relay]
 * @reached: the first spam came to the target @mailbox
 * @relayed_spam: @host has handed on its first spam as a third party
 * @listing: the blacklist that is guard @list has put @host on, or taken it off. @deserved:
 *   that its own evidence or test spoke against @host when it was put on; a false listing
 *   else. Taking it off says the same once more, so that either kind can be kept count of
 * @infected: a worm has run at @mailbox for the first time
 * @tested: somebody has tested @host, and @passed are bits of the tests in which it
 *   relayed, as BpRelayTest in relay_test.h numbers them; none: it is closed to him
 */
typedef struct {
    void (*written)(gpointer data, const BpMessageInfo *message, guint32 host,
                    const BpRecipient *recipients, guint n_recipients);
    void (*bounced_for)(gpointer data, const BpMessageInfo *message, guint64 bounce,
                        guint32 host, gboolean warning);
    void (*hop)(gpointer data, const BpMessageInfo *message, guint32 channel,
                guint32 from, guint32 to, guint n_recipients, guint64 bytes);
    void (*ended)(gpointer data, const BpMessageInfo *message, BpAddress to,
                  guint32 host, BpState state, BpReason reason);
    void (*refused)(gpointer data, const BpMessageInfo *message, guint32 peer,
                    guint32 host, BpReason reason, guint n_recipients);
    void (*delivered)(gpointer data, const BpMessageInfo *message, BpAddress to,
                      guint32 peer);
    void (*relay_changed)(gpointer data, guint32 host, guint relay);
    void (*reached)(gpointer data, BpAddress mailbox);
    void (*relayed_spam)(gpointer data, guint32 host);
    void (*listing)(gpointer data, guint32 host, guint list, gboolean listed,
                    gboolean deserved);
    void (*infected)(gpointer data, BpAddress mailbox);
    void (*tested)(gpointer data, guint32 host, guint passed);
} BpObserver;

/**
 * BpOwner: who hands letters over himself and is told at once what became of them: a
 * spammer at his modem.
 * @idle: @channel is free: the owner may bp_post_hand_over() the next letter
 * @refused: @host has refused @n_recipients for @reason. Returns the host to try them at
 *   next, while they stay queued, and may change @from, the envelope sender; or BP_NONE:
 *   they are bounced, with no bounce message.
 * @cut_off: (nullable): his account is closed
 */
typedef struct {
    void (*idle)(gpointer data, guint32 channel);
    guint32 (*refused)(gpointer data, guint32 channel, guint32 host, BpReason reason,
                       guint n_recipients, BpAddress *from);
    void (*cut_off)(gpointer data, guint32 channel);
} BpOwner;

/**
 * BpOffer: what a host is asked to take.
 * @channel: that it comes over; BP_NONE if nobody really hands it over
 * @on_net: @peer connects over a net
 * @message: kind, owner, strain and body may be looked at by what knows the text or the
 *   truth, such as a clearing-house or a user who reads it
 * @to: at the stages that are about one recipient; else its host is BP_NONE
 * @is_test: this is a question only: nothing may be noted
 */
typedef struct {
    guint32 host;
    guint32 peer;
    guint32 channel;
    gboolean on_net;
    const BpMessageInfo *message;
    guint n_recipients;
    BpAddress to;
    gboolean is_test;
} BpOffer;

/**
 * BpGuard: a policy that some hosts have besides that of a relay, and who knows what it
 * asks for: a blacklist, a clearing-house.
 * @name: (nullable): what it is called; outlives the post
 * @p: (nullable): the values that the policy goes by; outlive the post
 * @stage: when it is asked: the policy's own, or a later one
 * @silent: who is refused is not told: his mail is taken and thrown away. Then @stage is
 *   BP_STAGE_CONTENT or later
 * @look: fills in what the policy asks for
 * @foretell: (nullable): whether @host is sure to take whatever @peer offers it, as far as this
 *   goes, until bp_post_doubt() is called of him: so that nothing has to happen when it is offered
 */
typedef struct {
    const char *name;
    const BpPolicy *policy;
    const gint64 *p;
    BpStage stage;
    gboolean silent;
    void (*look)(gpointer data, const BpOffer *offer, BpEnvelope *envelope);
    gboolean (*foretell)(gpointer data, guint32 host, guint32 peer);
    gpointer data;
} BpGuard;

/**
 * BpChannelBooks: what has crossed a channel so far.
 * @relayed_spam_bytes: of @spam_bytes, what was sent as a third party's
 * @received_spam_bytes: of @spam_bytes, what was, at least in part, for a mailbox at the
 *   far end
 */
typedef struct {
    guint64 bytes;
    guint64 spam_bytes;
    guint64 relayed_spam_bytes;
    guint64 received_spam_bytes;
    guint32 copies;
    guint32 spam_copies;
} BpChannelBooks;

/** BpPostSetup: what a post is made with; all outlive it. */
typedef struct {
    BpNetwork *network; /* finished, further access lines added */
    BpQueue *queue;
    BpRoutes *routes;
    BpPaths *paths;
    gint64 begin_unix_s;
    gint64 warm_up_us; /* ham written before does not count for delays */
    guint64 seed;
    gint64 trace_ppm;  /* of messages traced */
    gboolean warns;    /* senders are told of mail that waits long: see bp_post_new() */
    const char *title; /* of the run: with the seed it makes the message ids */
} BpPostSetup;

/** BP_HOP_LIMIT: hops of one message before it is bounced, too-many-hops (sendmail 5's
 * MAXHOP, RFC 1123 5.3.1 asks for at least that much freedom). */
#define BP_HOP_LIMIT 25

/**
 * bp_post_new:
 *
 * What waits at a host for 7 days (SMTP: 5) is bounced, expired. If the post warns, its
 * sender gets a notice after 1 day (SMTP: 4 hours): a message of kind bounce, from each host
 * where it waits so long, at the next round, which comes every hour.
 */
BpPost *bp_post_new(const BpPostSetup *setup);
void bp_post_free(BpPost *post);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BpPost, bp_post_free)

/** bp_post_start: polls and the daily round begin. Once, at time 0. */
void bp_post_start(BpPost *post);

/** bp_post_observe: before the start. @observer outlives the post. */
void bp_post_observe(BpPost *post, const BpObserver *observer, gpointer data);

/** bp_post_forget: whoever observes or guards with @data does so no more. Not from within an
 * observer or a guard. */
void bp_post_forget(BpPost *post, gconstpointer data);

/* ---- what actors do ---- */

/** bp_post_write: a user of @host writes @letter there. Accepted, whatever the policies. */
void bp_post_write(BpPost *post, guint32 host, const BpLetter *letter);

/**
 * bp_post_hand_over:
 * @channel: an access line; its net joins it to @to, or it ends at its own host, @to
 *
 * Someone at @channel's host hands @letter to @to himself. A refusal is told to him, and
 * makes no bounce.
 */
void bp_post_hand_over(BpPost *post, guint32 channel, guint32 to,
                       const BpLetter *letter);

#define BP_OWNERS_MAX 250

/** bp_post_add_owner: of one @channel, made by bp_network_add_access(). At most
 * BP_OWNERS_MAX. Returns: a number for BpLetter, 1 and up. */
guint8 bp_post_add_owner(BpPost *post, guint32 channel, const BpOwner *owner,
                         gpointer data);

/** bp_post_owner_host: where owner @owner sits. */
guint32 bp_post_owner_host(const BpPost *post, guint8 owner);

/** bp_post_share_text: the bodies of owner @owner are those of @first, number by number: one
 * who sends from several accounts. @first shares nobody's. */
void bp_post_share_text(BpPost *post, guint8 owner, guint8 first);

/** bp_post_owner_text: whose bodies owner @owner's are: his own number, or that of the owner
 * he shares them with; 0 for 0. Two letters have the same text if this, strain and body are
 * the same. */
guint8 bp_post_owner_text(const BpPost *post, guint8 owner);

/** bp_post_is_owned: whether @channel is an owner's own line. */
gboolean bp_post_is_owned(const BpPost *post, guint32 channel);

/** bp_post_wake: @channel's owner has something to hand over again. */
void bp_post_wake(BpPost *post, guint32 channel);

/** bp_post_expect: a letter that will soon be written: what will be looked at then is asked of the
 * memory now. A hint, and no more. */
void bp_post_expect(const BpPost *post, const BpExpected *expected);

/** bp_post_expect_path: likewise, @from will soon write along @path, or BP_NONE. */
void bp_post_expect_path(const BpPost *post, guint32 from, BpPath path);

/** bp_post_add_target: @mailbox counts for reach. */
void bp_post_add_target(BpPost *post, BpAddress mailbox);

/** bp_post_add_targets: @mailboxes: a bit for each of the network, the first the lowest of the
 * first word; bp_network_n_mailboxes() / 64 + 1 words. Who is set counts for reach. */
void bp_post_add_targets(BpPost *post, const guint64 *mailboxes);

#define BP_STRAINS_MAX 250

/** bp_post_add_strain: a worm, at most BP_STRAINS_MAX. Returns: a number for BpLetter, 1 and
 * up, by which its letters are told from another's. */
guint8 bp_post_add_strain(BpPost *post);

/** bp_post_announce_infection: a worm has run at @mailbox, which it had not before: counts
 * it and tells observers. */
void bp_post_announce_infection(BpPost *post, BpAddress mailbox);

/** bp_post_set_relay: @host's relay state is bp_policies[@relay] from now on. What it has
 * accepted still leaves. */
void bp_post_set_relay(BpPost *post, guint32 host, guint relay);

guint bp_post_relay(const BpPost *post, guint32 host);

/** bp_post_relayed: third-party recipient-copies that @host has passed on so far. */
guint64 bp_post_relayed(const BpPost *post, guint32 host);

#define BP_GUARDS_MAX 16

/** bp_post_add_guard: at most BP_GUARDS_MAX. Those added first are asked first within a
 * stage. Returns: its number. */
guint bp_post_add_guard(BpPost *post, const BpGuard *guard);

/** bp_post_set_guard: @host asks guard @guard from now on, or no more. */
void bp_post_set_guard(BpPost *post, guint32 host, guint guard, gboolean on);

/** bp_post_doubt: what guards have foretold of @peer does not hold any more. */
void bp_post_doubt(BpPost *post, guint32 peer);

/** bp_post_guards: bits: which guards @host asks, by number. */
guint bp_post_guards(const BpPost *post, guint32 host);

/** bp_post_guard_policy: (transfer none): what guard @guard, one of those, goes by. */
const BpPolicy *bp_post_guard_policy(const BpPost *post, guint guard);

/** bp_post_guard_name: (nullable): of guard @guard. */
const char *bp_post_guard_name(const BpPost *post, guint guard);

/** bp_post_guards_of: bits: which guards go by @policy, by number. */
guint bp_post_guards_of(const BpPost *post, const BpPolicy *policy);

/** bp_post_announce: tells observers that the blacklist that is guard @list has put @host
 * on, or taken it off; see BpObserver.listing. */
void bp_post_announce(BpPost *post, guint list, guint32 host, gboolean listed,
                      gboolean deserved);

/** bp_post_set_auth: whether @host takes its users' mail from anywhere from now on. */
void bp_post_set_auth(BpPost *post, guint32 host, gboolean auth);

gboolean bp_post_auth(const BpPost *post, guint32 host);

/** bp_post_announce_test: a relay test of @host is over: counts it and tells observers. @passed
 * as in BpObserver. */
void bp_post_announce_test(BpPost *post, guint32 host, guint passed);

/** bp_post_fail_host: @bp_post_mend_host: @bp_post_fail_link: @bp_post_mend_link: as
 * bp_carrier_fail_host() and the others say. */
void bp_post_fail_host(BpPost *post, guint32 host);
void bp_post_mend_host(BpPost *post, guint32 host);
void bp_post_fail_link(BpPost *post, guint32 link);
void bp_post_mend_link(BpPost *post, guint32 link);

/** bp_post_cut_off: whoever hands over mail as owner @owner loses his account. */
void bp_post_cut_off(BpPost *post, guint8 owner);

/** BpQuestion: who asks a host to take what. */
typedef struct {
    guint32 peer;
    gboolean on_net;
    BpAddress from;
    BpAddress to;
    BpForm form;
} BpQuestion;

/** bp_post_judge: what @host would say to @question before it sees a body. Changes
 * nothing. */
BpVerdict bp_post_judge(const BpPost *post, guint32 host, const BpQuestion *question);

/* ---- what others read ---- */

const BpBooks *bp_post_books(const BpPost *post);
const BpDelays *bp_post_ham_delays(const BpPost *post);
const BpCarrier *bp_post_carrier(const BpPost *post);
BpChannelBooks bp_post_channel_books(const BpPost *post, guint32 channel);
/** bp_post_trajectory: a hash of every hop and of every end of a recipient-copy so far, with
 * its time: two runs in which anything went otherwise differ in it, but for a chance of 2^-64 or
 * so. */
guint64 bp_post_trajectory(const BpPost *post);

guint64 bp_post_spool_bytes(const BpPost *post, guint32 host);
guint64 bp_post_total_spool_bytes(const BpPost *post);
guint32
bp_post_open_relays(const BpPost *post); /* hosts with relay=open, nets excluded */

/** bp_post_spammers_paid_udollars: by owners, for their own lines. */
gint64 bp_post_spammers_paid_udollars(const BpPost *post);

/** bp_post_spam_delivered: recipient-copies of spam delivered at @host. */
guint32 bp_post_spam_delivered(const BpPost *post, guint32 host);

/** bp_post_delivered: recipient-copies of any kind delivered at @host. */
guint32 bp_post_delivered(const BpPost *post, guint32 host);

/** bp_post_catch_up: counts what has happened and was not worth an event: for whoever looks at
 * the books while mail is under way. See bp_carrier_catch_up(). */
void bp_post_catch_up(BpPost *post);

/** bp_post_settle: line time and bills up to now: see bp_carrier_settle(). */
void bp_post_settle(BpPost *post);

/**
 * bp_post_check:
 *
 * Counts the recipient-copies that stand in the spools afresh and compares them with the
 * books, message by message. FALSE: BP_ERROR_BOOKS names the first message that is wrong;
 * or BP_ERROR_LIMIT: the run ended because there was no room for another message.
 */
gboolean bp_post_check(const BpPost *post, GError **error);

/** bp_post_archive: mail, books, hosts and lines. Loading takes a post that was started, with
 * the same guards, owners and strains; the queue, routes and paths have been loaded. */
void bp_post_archive(BpPost *post, BpArchive *archive);

#define BP_MESSAGE_ID_SIZE 37

/** bp_post_message_id: the name-based UUID (version 5, RFC 4122 4.3) of message @serial:
 * the same in every run of that title and seed. */
void bp_post_message_id(const BpPost *post, guint64 serial,
                        char id[BP_MESSAGE_ID_SIZE]);

#endif
