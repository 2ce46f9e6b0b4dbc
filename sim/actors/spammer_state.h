/* spammer_state.h - what the files of the actor `spammer` share: his keys, his state.
 *
 * spammer.c has the rows and the check; spammer_accounts.c opens accounts, one after the
 * other; spammer_relays.c finds relays and chooses among them; spammer_send.c writes
 * messages: to whom, with what body, by way of whom; spammer_forge.c in whose name.
 * spammer_work.c says whether he is at work at all.
 */
#ifndef BP_SPAMMER_STATE_H
#define BP_SPAMMER_STATE_H

#include <bangpath/actor.h>
#include <bangpath/random.h>

/* The keys, as places in the group's values. */
enum {
    BP_SPAMMER_HOST,
    BP_SPAMMER_LINE,
    BP_SPAMMER_CONNECTIONS,
    BP_SPAMMER_PRICE,
    BP_SPAMMER_START,
    BP_SPAMMER_LIFE,
    BP_SPAMMER_ACCOUNTS,
    BP_SPAMMER_AGAIN_AFTER,
    BP_SPAMMER_TARGETS,
    BP_SPAMMER_LIST_QUALITY,
    BP_SPAMMER_SIZE,
    BP_SPAMMER_BCC,
    BP_SPAMMER_RELAYS,
    BP_SPAMMER_LIST_AGE,
    BP_SPAMMER_PROBE_RATE,
    BP_SPAMMER_PREFER,
    BP_SPAMMER_USE,
    BP_SPAMMER_RETRY,
    BP_SPAMMER_SWITCH_AFTER,
    BP_SPAMMER_DROP_AFTER,
    BP_SPAMMER_FORGE,
    BP_SPAMMER_DISGUISE,
    BP_SPAMMER_VARIANTS,
};

/* The value of `relays`. */
enum {
    BP_SPAMMER_PUBLISHED_LIST,
    BP_SPAMMER_SCAN,
    BP_SPAMMER_NO_RELAYS,
    BP_SPAMMER_BY_NAME = -1,
};

/* The value of `prefer`. */
enum {
    BP_SPAMMER_RANDOM,
    BP_SPAMMER_CAPACITY,
    BP_SPAMMER_FAVOURITE,
};

/* The value of `use`. */
enum {
    BP_SPAMMER_STICK,
    BP_SPAMMER_ROTATE,
    BP_SPAMMER_HOP,
};

typedef enum {
    BP_FORGE_NONE,
    BP_FORGE_NULL,
    BP_FORGE_RANDOM,
    BP_FORGE_RELAY,
    BP_FORGE_ADDRESS,
} BpForge;

typedef struct _BpSpammer BpSpammer;

/* A host that he has accounts on, one after the other, and his own line to it. */
typedef struct {
    BpSpammer *spammer; /* borrowed */
    guint32 host;
    guint32 net; /* that the line leads to, or BP_NONE: only to the host */
    guint32 channel;
    guint8 owner;
} BpSpammerSeat;

/* A relay on his list; spammer_relays.c describes it to archives. */
typedef struct {
    guint32 host;
    BpPath path;     /* to one that his line does not reach; else BP_NONE */
    guint8 on_net;   /* his line reaches it */
    guint8 usable;   /* from where his account is there is a way to it */
    guint32 n_row;   /* messages refused one after the other */
    guint64 offered; /* the message offered to it last; they count from 1 */
    guint64 refused; /* the message of which it refused something last */
    gint64 n_taken;  /* recipients, of all that was offered to it */
    gint64 bps;
} BpSpammerRelay;

struct _BpSpammer {
    const BpGroup *group; /* borrowed */
    BpWorld *world;       /* borrowed */

    /* accounts; each of the three parts is described to archives in its own file */
    GArray *seats;             /* owned, of BpSpammerSeat: for account after account,
                                  then from the first again */
    const BpSpammerSeat *seat; /* borrowed: of the account, or of the next */
    guint n_account;
    gboolean is_open;
    gint64 end_us;

    /* relays */
    GArray *relays; /* owned, of BpSpammerRelay, in the order of use */
    guint cursor;   /* the relay in use, else the one before whoever is next */
    gboolean has_relay;
    gint64 relay_since_us;
    GArray *hosts; /* owned, of guint32: to be probed */
    guint n_probed;

    /* messages */
    BpForge forge;
    BpAddress forged; /* BP_FORGE_ADDRESS */
    guint32 stream_forge;
    guint32 stream_dead;
    BpPermutation targets;
    guint64 n_targets;
    guint64 n_addresses; /* targets and dead ones */
    guint64 n_written;   /* addresses that messages were written to */
    guint64 n_reached;   /* targets among them */
    guint64 balance;     /* n_written * n_targets, modulo n_addresses */
    guint64 n_messages;
    guint64 per_body; /* addresses of each body but the first n_longer, which have one
                         more */
    guint64 n_longer;
    guint32 body;
    guint64 left_in_body;
    BpRecipient *recipients; /* owned: scratch */
};

/* ---- spammer_work.c ---- */

/* His account is open. */
gboolean bp_spammer_is_at_work(const BpSpammer *spammer);

/* bp_world_at(), unless the run ends before. */
void bp_spammer_at(BpSpammer *spammer, gint64 at_us, BpTimer timer, guint32 arg);

/* ---- spammer_forge.c ---- */

/* Reads `forge`. FALSE: it is neither one of its words nor a mailbox. */
gboolean bp_spammer_parse_forge(const char *text, const BpNetwork *network,
                                BpForge *forge, BpAddress *address);

/* The envelope sender of the message in hand, for @relay. */
BpAddress bp_spammer_sender(const BpSpammer *spammer, guint32 relay);

/* ---- spammer_accounts.c ---- */

/* Hosts that he will have accounts on, the first so many of those named. */
guint bp_spammer_n_seats(const BpGroup *group);

/* His lines, one to each host, while the network can still be added to. */
void bp_spammer_add_seats(BpSpammer *spammer, BpNetwork *network);

/* One @owner a host, all of them with the first one's text. */
void bp_spammer_add_owners(BpSpammer *spammer, const BpOwner *owner);

/* Sets the time of his first account. */
void bp_spammer_begin(BpSpammer *spammer);

/* His account is closed now: the next is opened after a while, if there is one. */
void bp_spammer_cut_off(BpSpammerSeat *seat);

void bp_spammer_archive_account(BpSpammer *spammer, BpArchive *archive);

/* ---- spammer_relays.c ---- */

/* What he has before he begins: names, or a list that is printed some time. */
void bp_spammer_find_relays(BpSpammer *spammer);

/* How each relay is reached from the account that he has now. */
void bp_spammer_look_round(BpSpammer *spammer);

/* Goes on probing, where he does so, as long as the account lives. */
void bp_spammer_scan(BpSpammer *spammer);

/* (nullable): whose turn it is to take the next message. */
BpSpammerRelay *bp_spammer_choose(BpSpammer *spammer);

/* (nullable): who is to take what @host has refused of the message in hand. */
BpSpammerRelay *bp_spammer_choose_again(BpSpammer *spammer, guint32 host);

/* Notes that @relay is offered the message in hand, or a part of it. */
void bp_spammer_note_offer(const BpSpammer *spammer, BpSpammerRelay *relay,
                           guint n_recipients);

/* Notes a refusal; @host may lose its place on the list. */
void bp_spammer_note_refusal(BpSpammer *spammer, guint32 host, BpReason reason,
                             guint n_recipients);

/* Whether the line of his account leads to @host. */
gboolean bp_spammer_line_reaches(const BpSpammer *spammer, guint32 host);

void bp_spammer_archive_relays(BpSpammer *spammer, BpArchive *archive);

/* ---- spammer_send.c ---- */

void bp_spammer_archive_list(BpSpammer *spammer, BpArchive *archive);

extern const BpOwner bp_spammer_owner;

/* Works out whom he has addresses of, and how many get each body. */
void bp_spammer_plan(BpSpammer *spammer, const BpScenario *scenario);

#endif
