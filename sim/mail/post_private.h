/* post_private.h - what the files of the post share: records, spools, small steps.
 *
 *   post.c      made, fed, read: the public face
 *   store.c     messages, copies, recipients; what becomes of each
 *   spool.c     where copies wait, and in which order
 *   expiry.c    how long they wait: told to come later, warned of, sent back
 *   transit.c   copies under way over nets
 *   accept.c    what a host says to what it is offered
 *   across.c    the commonest hop, in one piece
 *   forward.c   arrival, delivery, splitting by next hop
 *   bounce.c    refusals and what is sent back
 *   audit.c     the books against what really stands there
 *   post_archive.c  all of it as bytes: what is added here, and changes in a run, must be
 *                   described there; tests/cli/state.sh finds what is forgotten
 */
#ifndef BANGPATH_POST_PRIVATE_H
#define BANGPATH_POST_PRIVATE_H

#include "blocks.h"
#include "slab.h"

#include <bangpath/ahead.h>
#include <bangpath/grade.h>
#include <bangpath/post.h>
#include <bangpath/units.h>
#include <uuid/uuid.h>

/* One body: what every message has. 24 bytes. */
typedef struct {
    guint64 born_us : 51;
    guint64 kind : 3;
    guint64 form : 2; /* a BpForm */
    guint64 forged : 1;
    guint64 traced : 1;
    guint64 several : 1;
    guint64 is_its_user : 1;
    guint64 of_spam : 1;  /* a bounce that spam made */
    guint64 flavour : 2;  /* a BpFlavour */
    guint64 has_more : 1; /* a record of More: then serial is the place of that */
    guint32 size_bytes;
    guint32 from_host; /* of the envelope sender; BP_NONE: the null sender */
    guint32 from_user;
    guint32 serial;
} Message;

/* What only messages to several, or handed in by an owner or a worm, have. */
typedef struct {
    guint32 serial;
    guint32 n_open; /* recipient-copies that have not ended */
    guint32 body;
    guint32 first; /* of the words of its recipients, or BP_NONE */
    guint32 n_words;
    guint8 owner;
    guint8 strain;
} More;

/* A message at one host with the recipients still to be served from there: one, who stands
 * in the copy, or several, who stand in a row among the words of the message. 32 bytes. */
typedef struct {
    guint32 message : 31;
    guint32 many : 1;
    guint32 next;  /* in its spool, the last one's the first; of a deferred copy: its
                            channel */
    guint32 to;    /* the host that it goes to next */
    guint32 entry; /* where it last came off a net or was written: the bang path
                            begins there */
    guint16 arrived_min; /* at this host: minutes, wrapping, and a bit; see expiry.c */
    guint8 hops : 5;     /* BP_HOP_LIMIT at most */
    guint8 later : 3;    /* why it was told to come later, last: see expiry.c */
    guint8 direct : 1;  /* handed over by its sender himself, who is told of refusals */
    guint8 edition : 7; /* of the map that its way was found in */
    union {
        BpRecipient one;
        struct {
            guint32 first; /* word */
            guint32 n;
            guint32
                stride; /* words of each: host, user, and where one has a path, that */
        } row;
    };
} Copy;

#define BP_MESSAGES_MAX (G_MAXUINT32 >> 1) /* as many numbers as a copy has bits for */

/* Bytes of spam that crossed one channel; see BpChannelBooks. */
typedef struct {
    guint64 sent;
    guint64 relayed;
    guint64 received;
} SpamBytes;

/* What is asked and changed at every arrival. 16 bytes. */
typedef struct {
    guint32 spool_bytes; /* the lower half */
    guint32 delivered;
    guint32 relayed; /* third-party recipient-copies passed on */
    guint16 guards;  /* bits of those that it asks */
    guint8 relay;    /* index into bp_policies */
    guint8 is_net : 1;
    guint8 auth : 1;
    guint8 has_target : 1;   /* one of its mailboxes is somebody's target */
    guint8 is_reached : 1;   /* and has got spam */
    guint8 relayed_spam : 1; /* it has handed on a stranger's spam */
} HostState;

/* Where a recipient goes next, in the order of the copies that are made. */
typedef struct {
    BpHop hop;
    guint32 order;
    BpRecipient recipient;
} Way;

/* A recipient who is not taken, or not now, and the part that he goes into. */
typedef struct {
    guint32 part;
    BpRecipient recipient;
} Outcast;

/* When what waits for a channel is to be looked at for what has waited too long. */
typedef struct {
    gint64 at_us;
    guint32 channel;
} Due;

typedef struct {
    const BpObserver *observer; /* borrowed */
    gpointer data;              /* borrowed */
} Watcher;

typedef struct {
    const BpOwner *owner; /* borrowed */
    gpointer data;        /* borrowed */
    guint32 channel;
    guint8 text; /* the owner whose bodies his are */
} Owned;

struct _BpPost {
    BpNetwork *network;  /* borrowed */
    const guint32 *ends; /* borrowed from the network, by channel: the host it leaves */
    const BpLine **lines;   /* owned array of borrowed lines */
    BpQueue *queue;         /* borrowed */
    const gint64 *clock_us; /* borrowed from the queue */
    BpRoutes *routes;       /* borrowed */
    BpCarrier *carrier;     /* owned */
    Slab messages;          /* of Message */
    Slab copies;            /* of Copy */
    Slab mores;             /* of More */
    Blocks words;           /* recipients of messages to several */
    BpLane *lanes;          /* borrowed from the carrier, by channel */
    const guint8 *plain_of; /* borrowed from the carrier, by link: not 0: it is plain */
    const guint32 *plain_envelopes; /* borrowed from the carrier, by what that says */
    guint32 *bytes_high;            /* owned, by channel: what a lane has no room for */
    guint32 *channel_spam;   /* owned, by channel: of these; untouched without spam */
    SpamBytes *spam_bytes;   /* owned, by channel; NULL until there is some */
    HostState *states;       /* owned, by host */
    guint32 *spool_high;     /* owned, by host: what a state has no room for */
    guint32 *spam_delivered; /* owned, by host: untouched without spam */
    guint8 *owner_of;        /* owned, by further channel: place in owners + 1, or 0 */
    guint32 first_further;   /* channels from here on are further access lines */
    guint32 asking;   /* a channel whose owner is being asked just now: no kick */
    BpPaths *paths;   /* borrowed */
    GArray *watchers; /* owned, of Watcher */
    GArray *owners;   /* owned, of Owned */
    GArray *guards;   /* owned, of BpGuard */
    guint16 at_stage[BP_N_STAGES]; /* bits of the guards that are asked then */
    GArray *ways;     /* owned, of Way: scratch of split(), which never nests */
    GArray *outcasts; /* owned, of Outcast: likewise of bp_sort_offer() */
    GArray *to_warn;  /* owned, of guint32: copies: scratch of the round */
    GArray *
        dues; /* owned, of Due, by channel: those for which something waited at the last
                         look; found again by the next one of a run that was loaded */
    GArray *next_dues; /* owned, likewise: scratch of the next look */
    guint64 *targets;  /* owned, a bit a mailbox; NULL until there is one */
    guint64 *reached;  /* owned, likewise */
    guint8 *infected;  /* owned, by host: a worm has run there; NULL until one has */
    guint8 n_strains;  /* of worms */
    guint64 total_spool_bytes;
    guint64 trajectory; /* a hash of every hop and every end so far */
    guint64 n_serials;
    guint32 n_open_relays;
    guint32 n_deferred;        /* copies told to try later */
    gboolean warns;            /* senders are told of mail that waits long */
    gboolean has_limits;       /* some spool has a limit */
    gboolean has_nobody;       /* some letter was for a user that no host has */
    gboolean tells_deliveries; /* some observer wants to hear of each */
    gboolean is_full;          /* there was no room for a message: the run stops */
    BpBooks books;
    BpDelays *ham_delays; /* owned */
    gint64 warm_up_us;
    gint64 due_us; /* nothing that waits is warned of or expires before; found again by
                          the next round of a run that was loaded */
    guint64 seed;
    gint64 trace_ppm;
    guint32 stream_trace;
    uuid_t run_id;
    BpEventKind retry;
    BpEventKind round;
    guint relay_open; /* index of the policy open */
};

static inline Message *
message_at(const BpPost *post, guint32 i)
{
    return (Message *)(gpointer)post->messages.records + i;
}

static inline Copy *
copy_at(const BpPost *post, guint32 i)
{
    return (Copy *)(gpointer)post->copies.records + i;
}

static inline More *
more_of(const BpPost *post, const Message *message)
{
    return slab_at(&post->mores, message->serial);
}

static inline guint32
n_open_of(const BpPost *post, const Message *message)
{
    return message->has_more ? more_of(post, message)->n_open : 1;
}

static inline guint32
n_recipients_of(const Copy *copy)
{
    return copy->many ? copy->row.n : 1;
}

/* The @i-th recipient of @copy, i < n_recipients_of(). */
static inline BpRecipient
recipient_of(const BpPost *post, const Copy *copy, guint32 i)
{
    if (!copy->many)
        return copy->one;

    const guint32 *words = post->words.words + copy->row.first + i * copy->row.stride;

    return (BpRecipient){{words[0], words[1]},
                         copy->row.stride > 2 ? words[2] : BP_NONE};
}

static inline void
set_recipient(BpPost *post, Copy *copy, guint32 i, BpRecipient recipient)
{
    if (!copy->many) {
        copy->one = recipient;
        return;
    }

    guint32 *words = post->words.words + copy->row.first + i * copy->row.stride;

    words[0] = recipient.to.host;
    words[1] = recipient.to.user;
    if (copy->row.stride > 2)
        words[2] = recipient.path;
}

static inline guint64
spool_bytes_of(const BpPost *post, guint32 host)
{
    return (guint64)post->spool_high[host] << 32 | post->states[host].spool_bytes;
}

/* @n more in the number whose lower half is *@low, and the upper one *@high. */
static inline void
count_more(guint32 *low, guint32 *high, guint32 n)
{
    *low += n;
    if (G_UNLIKELY(*low < n))
        ++*high;
}

/* @bytes more, or less, wait at @host. */
static inline void
spool_more(BpPost *post, guint32 host, guint32 bytes)
{
    count_more(&post->states[host].spool_bytes, &post->spool_high[host], bytes);
    post->total_spool_bytes += bytes;
}

static inline void
spool_less(BpPost *post, guint32 host, guint32 bytes)
{
    HostState *state = &post->states[host];

    if (G_UNLIKELY(state->spool_bytes < bytes))
        post->spool_high[host]--;
    state->spool_bytes -= bytes;
    post->total_spool_bytes -= bytes;
}

/* bp_network_from(), bp_network_to() and bp_network_channel_line(), for every hop. */
static inline guint32
channel_from(const BpPost *post, guint32 channel)
{
    return post->ends[channel];
}

static inline guint32
channel_to(const BpPost *post, guint32 channel)
{
    return channel_from(post, channel ^ 1);
}

/* bp_carrier_plain_links(), likewise. */
static inline gboolean
is_plain(const BpPost *post, guint32 channel)
{
    return post->plain_of[channel / 2] != 0;
}

static inline const BpLine *
channel_line(const BpPost *post, guint32 channel)
{
    return post->lines[bp_network_link_line(post->network, channel / 2)];
}

/* Whether recipients are refused before the body is sent: over SMTP, and on every net. */
static inline gboolean
is_asked_first(const BpPost *post, guint32 channel)
{
    return channel_line(post, channel)->protocol->asks_first ||
           post->states[channel_to(post, channel)].is_net;
}

/* The first copy that waits for @channel, or BP_NONE. */
static inline guint32
spool_first(const BpPost *post, guint32 channel)
{
    guint32 last = post->lanes[channel].last;

    return last == BP_NONE ? BP_NONE : copy_at(post, last)->next;
}

/* Whether the order of files on @channel goes by how urgent they are. */
static inline gboolean
is_graded(const BpPost *post, guint32 channel)
{
    const BpLine *line = channel_line(post, channel);

    return line->grades != BP_GRADES_ONE || line->protocol->bundles;
}

/* What FTS-0001 keeps of a flavour on the way: what is held is held where it was written. */
static inline guint8
flavour_of(const Message *message, const Copy *copy)
{
    if (message->flavour == BP_FLAVOUR_HOLD && copy->hops > 0)
        return BP_FLAVOUR_NORMAL;
    return message->flavour;
}

/* An open relay that asks nobody: by far the commonest, and nothing to ask. */
static inline gboolean
takes_all(const BpPost *post, guint32 host)
{
    return post->states[host].relay == post->relay_open &&
           post->states[host].guards == 0 && !post->has_nobody;
}

/* Calls one function of every observer that has it. */
#define TELL(post, what, ...)                                                  \
    do {                                                                       \
        for (guint w_ = 0; w_ < (post)->watchers->len; w_++) {                 \
            const Watcher *t_ = &g_array_index((post)->watchers, Watcher, w_); \
            if (t_->observer->what != NULL)                                    \
                t_->observer->what(t_->data, __VA_ARGS__);                     \
        }                                                                      \
    } while (0)

/* The latest map, in which a way is looked up where mail is written or comes off a net. */
static inline guint
edition_now(const BpPost *post)
{
    return bp_routes_edition(post->routes);
}

static inline gint64
now_us(const BpPost *post)
{
    return *post->clock_us;
}

/* When a copy came, and whether its sender has been warned, share 16 bits. Minutes wrap after
 * 22 days; nothing waits that long without being looked at. */
#define ARRIVED_MASK 0x7fff
#define WARNED 0x8000

static inline guint16
now_min(const BpPost *post)
{
    return (guint16)((guint64)now_us(post) / BP_MINUTE_US) & ARRIVED_MASK;
}

/* Multiplied by 2^64 over the golden ratio, whose bits are even; what comes out high goes
 * down again. */
static inline void
note_trajectory(BpPost *post, guint64 what)
{
    guint64 hash = (post->trajectory ^ what) * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);

    post->trajectory = hash ^ hash >> 32;
}

/* Has the memory bring what a copy that goes over @channel will touch. It is not there at once
 * where there are many hosts, so it is asked for as soon as that is known: a hop, or a letter,
 * before. */
static inline void
expect_channel(const BpPost *post, guint32 channel)
{
    bp_ahead(&post->lanes[channel]);
    bp_ahead(&post->ends[channel ^ 1]);
    bp_ahead(&post->plain_of[channel / 2]);
}

/* @copy, which begins to cross to its next host, will go on from there: the memory is asked for
 * the entry that says how. */
static inline void
expect_way(const BpPost *post, const Copy *c)
{
    if (!c->many && c->one.path == BP_NONE && c->one.to.host != c->to)
        bp_routes_expect(post->routes, c->edition, c->to, c->one.to.host);
}

/* A hop of @bytes over @channel to @to. */
static inline void
note_passage(BpPost *post, guint32 channel, guint32 to, guint64 bytes)
{
    note_trajectory(post, (guint64)now_us(post) ^ (guint64)channel << 37 ^
                              (guint64)to << 13 ^ bytes);
}

/* store.c */
/* BP_NONE: there is no room, and the run stops. */
guint32 bp_message_new(BpPost *post, guint32 host, const BpLetter *letter,
                       gboolean traced);
/* A message with its first copy, all recipients in it. */
guint32 bp_letter_copy(BpPost *post, guint32 host, const BpLetter *letter,
                       gboolean traced);
BpMessageInfo bp_message_info(const BpPost *post, guint32 i);
guint32 bp_copy_new(BpPost *post, guint32 message, guint32 at_host);
/* @copy keeps @n of its recipients, the one at @begin first; 0 < @n. */
void bp_copy_narrow(BpPost *post, guint32 copy, guint32 begin, guint32 n);
void bp_copy_free(BpPost *post, guint32 copy);
/* Ends one recipient-copy. The last one of a message ends that as well. */
void bp_recipient_end(BpPost *post, guint32 message, const BpRecipient *recipient,
                      guint32 host, BpState state, BpReason reason);
/* Ends all recipient-copies of a copy, and the copy. */
void bp_copy_end(BpPost *post, guint32 copy, guint32 host, BpState state,
                 BpReason reason);

/* spool.c */
/* What bp_carrier_send() wants to know of @copy. */
guint64 bp_spool_load(const BpPost *post, guint32 channel, guint32 copy);
void bp_spool_add(BpPost *post, guint32 channel, guint32 copy);
gboolean bp_spool_first(gpointer data, guint32 channel, BpFile *file);
guint32 bp_spool_take(BpPost *post, guint32 channel);
/* Puts @copy behind @before, which waits for @channel; or where none waits, alone. @is_last:
 * at the end, and not at the begin. */
void bp_spool_insert(BpPost *post, guint32 channel, guint32 before, guint32 copy,
                     gboolean is_last);
/* What of @copy counts for the spool of its host, @sign times. */
void bp_spool_count_bytes(BpPost *post, guint32 channel, guint32 copy, int sign);
/* Puts first again what was taken just now. */
void bp_spool_put_back(BpPost *post, guint32 channel, guint32 copy);
/* The first @n copies of @channel have to begin again. */
void bp_spool_interrupted(gpointer data, guint32 channel, guint32 n);
/* All copies of @grade or more urgent that wait first, as one file; how many. */
guint32 bp_spool_bundle(gpointer data, guint32 channel, guint8 grade, BpFile *file);

/* How many reasons Copy.later tells apart. */
#define BP_N_LATERS 3

/* expiry.c */
/* Back into the sender's spool, to be tried later. */
void bp_spool_defer(BpPost *post, guint32 channel, guint32 copy, BpReason reason);
void bp_spool_retry(gpointer data, guint32 copy, BpTicket ticket);
/* For @channel waits what came to its host before it was last looked at, and was not there then. */
void bp_spool_doubt(BpPost *post, guint32 channel);
void bp_spool_round(gpointer data, guint32 entity, BpTicket ticket);

/* accept.c */
/* What was taken out of an offered copy, and what was said to it. */
typedef struct {
    guint32 copy;
    BpVerdict verdict;
} Part;

/* What is left of an offered copy, or BP_NONE, and what is not taken. */
typedef struct {
    guint32 accepted;
    guint n_parts;
    Part parts[BP_N_REASONS];
} Sorted;

/* At the connection and the envelope. */
void bp_sort_offer(BpPost *post, guint32 copy, guint32 channel, Sorted *sorted);

/* When the body is there: what all of @copy is answered. */
BpVerdict bp_judge_content(BpPost *post, guint32 copy, guint32 channel, guint32 host);

/* At delivery: what the mailbox @to says. */
BpVerdict bp_judge_mailbox(const BpPost *post, guint32 copy, guint32 peer,
                           BpAddress to);

void bp_note_refusal(BpPost *post, guint32 copy, guint32 peer, guint32 host,
                     BpReason reason);
gboolean bp_has_room(const BpPost *post, guint32 host, guint32 size_bytes);

/* transit.c */
/* What goes next over a net; bp_transit_end(): it has come to its end there. */
gboolean bp_transit_begin(gpointer data, guint32 channel, BpFile *file,
                          guint32 *number);
void bp_transit_end(BpPost *post, guint32 channel, guint32 copy);
gboolean bp_transit_offered(gpointer data, guint32 channel, guint32 *number,
                            BpFile *file);
/* What BpFreight.foretell is. */
gboolean bp_transit_foretell(gpointer data, guint32 channel, guint32 copy);
void bp_transit_put_back(gpointer data, guint32 channel, guint32 copy, guint32 primary);
guint32 bp_transit_unreachable(gpointer data, guint32 channel, guint32 copy,
                               guint32 primary, guint32 tries);

/* forward.c */
/* What the host that @copy came to over @channel takes of it, having seen the envelope, or
 * BP_NONE. */
guint32 bp_forward_offer(BpPost *post, guint32 channel, guint32 copy);
/* @copy has been offered, and taken, as it was sure to be. */
void bp_forward_foretold(gpointer data, guint32 channel, guint32 copy);
gboolean bp_forward_asked(gpointer data, guint32 channel);
guint32 bp_forward_take(gpointer data, guint32 channel);
void bp_forward_arrive(gpointer data, guint32 channel, guint32 copy);
/* Delivers what is for @host, and sends the rest on. @peer: who handed it over on a net,
 * or BP_NONE. */
void bp_forward(BpPost *post, guint32 copy, guint32 host, guint32 peer);
/* The same of one that has one recipient, where bp_goes_on() has said no. */
void bp_forward_one(BpPost *post, guint32 copy, guint32 host, guint32 peer);

/* across.c */
/* What BpFreight.across is. */
void bp_across(gpointer data, guint32 channel);
/* What bp_forward_arrive() does, where @copy is of that kind and whole files are judged; FALSE: it
 * is not, and nothing was done. */
gboolean bp_passes(BpPost *post, guint32 channel, guint32 copy);
/* Sends @copy, which has one recipient, from @host to the next host of its path, unless it has
 * none or is at its end, has come too far, or its sender holds it. */
gboolean bp_goes_on(BpPost *post, guint32 copy, guint32 host);

/* bounce.c */
/* @host says no for good to @copy; if a bounce is sent, it is written at @writer. */
void bp_bounce(BpPost *post, guint32 copy, guint32 host, guint32 writer,
               BpReason reason);
/* Tells the sender of @copy that it still waits at @host. */
void bp_warn(BpPost *post, guint32 copy, guint32 host);
/* As bp_bounce(), for a copy that its sender handed over on @channel: he may try again at another
 * host, and the copy waits there. */
void bp_tell_sender(BpPost *post, guint32 copy, guint32 channel, guint32 host,
                    BpReason reason);

#endif
