/* net_private.h - connections over nets: what net.c and sharing.c share.
 *
 * Private to network.
 */
#ifndef BANGPATH_NETWORK_NET_PRIVATE_H
#define BANGPATH_NETWORK_NET_PRIVATE_H

#include "carrier_private.h"

#include <bangpath/sphere.h>

/* Bits to be carried are counted in millionths, so that bits a second times microseconds
 * are such. */
#define BP_BIT_U G_GINT64_CONSTANT(1000000)

/* Which way over an access line; the two do not share. */
enum {
    BP_WAY_OUT, /* of the host */
    BP_WAY_IN,  /* to the host */
    BP_N_WAYS,
};

/* From MEETING on the other end has taken the connection, and counts it. */
typedef enum {
    BP_NET_FREE, /* no connection */
    BP_NET_VAIN,
    BP_NET_REFUSED,
    BP_NET_LEAVING, /* there is no file */
    BP_NET_MEETING,
    BP_NET_ASKING,
    BP_NET_GRANTED,
    BP_NET_SENDING,
    BP_N_NET_STEPS,
} BpNetStep;

/* How a transaction goes that nobody disturbs: see express.c. */
typedef enum {
    BP_EXPRESS_NOT,
    BP_EXPRESS_STEP,  /* a wait and the bytes after it, in one */
    BP_EXPRESS_WHOLE, /* all of it */
    BP_EXPRESS_TOLD,  /* and the other end has answered */
    BP_N_EXPRESS,
} BpExpress;

/* When bytes of an express one are under way; nothing if it ends before it begins. */
typedef struct {
    gint64 from_us;
    gint64 to_us;
} BpSpan;

enum {
    BP_SPAN_ASKING,  /* the envelope's */
    BP_SPAN_SENDING, /* the body's */
    BP_N_SPANS,
};

/* What the way between both ends is like, and what each step takes on it alone. */
typedef struct {
    gint64 bps;        /* of the narrower line */
    gint64 latency_us; /* one way, from end to end */
    gint64 meet_us;
    gint64 ask_us;
    gint64 grant_us;
    gint64 body_us;
    gint64 leave_us;
} BpNetTimes;

/* One transaction after the other between two hosts: a record of a flat array, with its
 * place in the lists of both access lines while it has bytes under way. */
typedef struct {
    gint64 left_ubits; /* to be carried, as of @since_us */
    gint64 since_us;
    gint64 ends_us;  /* when the step is over, as things stand */
    gint64 event_us; /* when the event that counts comes: then, or before */
    BpTicket
        ticket; /* of the transaction: where its events stand among those of an instant */
    guint64 joined;  /* its place among those that have shared a line, ever */
    gint64 bps;      /* of the line that is the narrower for it, */
    guint32 sharers; /* and how many share it */
    guint32 channel; /* the sender's */
    guint32 far;     /* the receiver's own access channel, or BP_NONE */
    guint32 file;
    guint32 to;      /* whom it leads to */
    guint32 primary; /* whom the file was for before others were tried */
    guint32 n_recipients;
    guint32 next[BP_N_WAYS]; /* on the same line; of a free record: the next free */
    guint32 prev[BP_N_WAYS];
    guint8 step;
    guint8 express; /* then step is MEETING or GRANTED */
    guint8 narrow;  /* which way the line is that is the narrower for it */
    guint8 tries;   /* hosts that were tried in vain */
    guint64 body_bytes;
    BpNetTimes times;
    BpSpan spans[BP_N_SPANS]; /* of an express one */
} BpConnection;

/* One direction of an access line: what shares it just now. */
typedef struct {
    guint32 first;
    guint32 last;
    guint32 n;
    guint32 express; /* the first of those that use it alone, or BP_NONE */
} BpShared;

/* The access line of a member, or a further one. As many bytes as a line of the cache, for who
 * has a million hosts. */
typedef struct {
    BpShared way[BP_N_WAYS];
    gint64 counted_us; /* its time is in the sums up to here, while any is open */
    guint32 n_open;    /* connections that its host has opened */
    guint32 line;      /* which of carrier->lines it is */
    BpTicket farewell; /* the last transaction of one that is leaving; see farewell.c */
    gint64 farewell_us; /* until then */
} BpAccess;

/* One that is leaving @link, unless its access says otherwise. */
typedef struct {
    BpTicket ticket;
    guint32 link;
} BpFarewell;

/* A host as one end of connections, or a net. Two fill a line of the cache. */
typedef struct {
    union {
        BpPoint place;
        gint64 crossing_us; /* of a net: one way across */
    };
    guint16 n_in; /* connections that lead to it */
    guint16 most_in;
    guint16 most_out; /* over each of its access lines */
} BpMember;

/* What one mail takes over a net from a kind of line, to one of some speed: see BpSteps. */
typedef struct {
    const BpLine *line; /* borrowed: the sender's; NULL: nothing yet */
    BpSteps steps;
} BpNetPace;

#define BP_NET_PACES 64

typedef struct BpNets {
    BpConnection *connections; /* owned */
    guint32 n;                 /* records in use or free */
    guint32 capacity;
    guint32 free; /* the first free record, or BP_NONE */
    guint64 n_joined;
    BpAccess *accesses; /* owned, by link */
    GArray *later; /* owned, of guint32: whoever will share for longer than was thought:
                           scratch of sharing.c, for bp_express_yield() */
    BpMember *members;     /* owned, by host */
    BpArcs *arcs;          /* owned: of microseconds */
    BpFarewell *farewells; /* owned: a ring */
    guint32 n_farewells;
    guint32 first_farewell;
    guint32 most_farewells; /* a power of two, or 0 */
    guint32 first_further;  /* links from here on are further access lines */
    BpNetPace paces
        [BP_NET_PACES]; /* by kinds of lines, the latest of those that share a place */
    BpEventKind event;
} BpNets;

static inline BpConnection *
bp_connection_at(const BpCarrier *carrier, guint32 i)
{
    return &carrier->nets->connections[i];
}

/* The line of @connection that way, or NULL. */
static inline BpShared *
bp_shared_by(const BpCarrier *carrier, const BpConnection *connection, guint way)
{
    guint32 channel = way == BP_WAY_OUT ? connection->channel : connection->far;

    return channel == BP_NONE ? NULL : &carrier->nets->accesses[channel / 2].way[way];
}

/* Which of carrier->lines access line @link is: what bp_carrier_line() says, where it lies
 * beside what else is asked for. */
static inline guint32
bp_access_line(const BpCarrier *carrier, guint32 link)
{
    return carrier->nets->accesses[link].line;
}

/* net.c */
/* A free record. */
guint32 bp_net_take_record(BpNets *nets);
void bp_net_free_record(BpNets *nets, guint32 i);
/* A connection that its host had opened over @link was closed at @at_us. */
void bp_net_count_closed(BpCarrier *carrier, guint32 link, gint64 at_us);
/* The event of connection @i comes when its step ends, as things stand. */
void bp_net_set_event(BpCarrier *carrier, guint32 i);
/* Connection @i waits so long before it goes on from @step. */
void bp_net_wait(BpCarrier *carrier, guint32 i, BpNetStep step, gint64 us);
/* It begins to share its lines, for what takes @us on the narrower one alone. Its event is kept
 * if it comes early enough. */
void bp_net_carry(BpCarrier *carrier, guint32 i, BpNetStep step, gint64 us);
void bp_nets_init(BpCarrier *carrier);
void bp_nets_clear(BpCarrier *carrier);
/* Opens connections for what waits for access channel @channel, as many as it may have. */
void bp_net_send(BpCarrier *carrier, guint32 channel);
/* What bp_carrier_begin() does, over a net. */
gboolean bp_net_begin(BpCarrier *carrier, guint32 channel, const BpFile *file,
                      guint32 number);
/* Gives up the record of connection @i, and what it has of its host's line. */
void bp_net_close(BpCarrier *carrier, guint32 i);
void bp_nets_settle(BpCarrier *carrier);

/* farewell.c */
/* Connection @i has nothing to send, and is gone in @us: it has no event then, if TRUE. */
gboolean bp_farewell_begin(BpCarrier *carrier, guint32 i, gint64 us);
/* Closes who is leaving @link, if he is gone by now. */
void bp_farewell_note(BpCarrier *carrier, guint32 link);
/* Gives who is leaving @channel an event, at whose end he sends what waits then. */
void bp_farewell_await(BpCarrier *carrier, guint32 channel);
/* All who are gone by now; or whose lines are down. */
void bp_farewells_note(BpCarrier *carrier);
void bp_farewells_cut(BpCarrier *carrier);
void bp_farewells_archive(BpCarrier *carrier, BpArchive *archive);

/* net_cut.c */
/* Ends the connections of which an end, or the line of one, is down. */
void bp_nets_cut(BpCarrier *carrier);

/* net_expect.c */
/* What bp_carrier_expect() is, where there are nets. */
void bp_nets_expect(const BpCarrier *carrier, const BpExpected *expected);

/* net_times.c */
/* What light takes for a radian of the globe, along lines. */
double bp_net_us_per_radian(void);
/* Fills in the way's times: bps and latency_us. */
void bp_net_look(const BpCarrier *carrier, BpConnection *connection);
/* Fills in those of the steps, by these. @stands: the connection leads there already. */
void bp_net_plan(const BpCarrier *carrier, BpConnection *connection, gboolean stands);

/* express.c */
/* Takes connection @i, whose times are known, on to its end, or as far as can be foretold, if
 * nobody is in the way: it begins with a wait of @wait_us; bp_express_grant(): with that for the
 * reply to the command for the body. FALSE: step by step. */
gboolean bp_express_meet(BpCarrier *carrier, guint32 i, gint64 wait_us);
gboolean bp_express_grant(BpCarrier *carrier, guint32 i);
/* The event of @i has come, which is express. Returns: the step that is over, ASKING or
 * SENDING. */
BpNetStep bp_express_end(BpCarrier *carrier, guint32 i);
/* Some have begun to share their lines, or go on for longer: whoever would use one alone in
 * that time goes on step by step. */
void bp_express_yield(BpCarrier *carrier);
/* All go on step by step; or those that have not been answered, of what goes that way over the
 * lines of @host. */
void bp_express_stop(BpCarrier *carrier);
void bp_express_doubt(BpCarrier *carrier, guint32 host, guint way);
/* Counts the envelopes that have been answered by now. */
void bp_express_catch_up(BpCarrier *carrier);
/* Puts @i, which was loaded, where it was; in the order of @joined. */
void bp_express_place(BpCarrier *carrier, guint32 i);

/* net_archive.c */
void bp_nets_archive(BpCarrier *carrier, BpArchive *archive);

/* sharing.c */
/* Connection @i has @ubits to carry from now on: sets its event. */
void bp_share_join(BpCarrier *carrier, guint32 i, gint64 ubits);
/* Puts @i, whose times stand, behind those that share its lines already; bp_share_restore():
 * when all have been put there. */
void bp_share_place(BpCarrier *carrier, guint32 i);
void bp_share_restore(BpCarrier *carrier, guint32 i);
/* All is carried, or nothing more will be. */
void bp_share_leave(BpCarrier *carrier, guint32 i);

#endif
