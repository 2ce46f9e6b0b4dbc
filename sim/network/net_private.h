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

/* One transaction after the other between two hosts: a record of a flat array, with its
 * place in the lists of both access lines while it has bytes under way. */
typedef struct {
    gint64 left_ubits; /* to be carried, as of @since_us */
    gint64 since_us;
    gint64 ends_us;  /* when the step is over, as things stand */
    gint64 event_us; /* when the event that counts comes: then, or before */
    BpTicket ticket; /* of that event */
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
    guint8 tries; /* hosts that were tried in vain */
    guint64 body_bytes;
} BpConnection;

/* One direction of an access line: what shares it just now. */
typedef struct {
    guint32 first;
    guint32 last;
    guint32 n;
} BpShared;

/* The access line of a member, or a further one. */
typedef struct {
    BpShared way[BP_N_WAYS];
    gint64 counted_us; /* its time is in the sums up to here, while any is open */
    guint32 n_open;    /* connections that its host has opened */
} BpAccess;

/* A host as one end of connections, or a net. */
typedef struct {
    BpPoint place;
    guint16 n_in; /* connections that lead to it */
    guint16 most_in;
    guint16 most_out;   /* over each of its access lines */
    gint32 crossing_us; /* of a net: one way across */
} BpMember;

typedef struct BpNets {
    BpConnection *connections; /* owned */
    guint32 n;                 /* records in use or free */
    guint32 capacity;
    guint32 free; /* the first free record, or BP_NONE */
    guint64 n_joined;
    BpAccess *accesses; /* owned, by link */
    BpMember *members;  /* owned, by host */
    BpEventKind event;
} BpNets;

/* net.c */
void bp_nets_init(BpCarrier *carrier);
void bp_nets_clear(BpCarrier *carrier);
/* Opens connections for what waits for access channel @channel, as many as it may have. */
void bp_net_send(BpCarrier *carrier, guint32 channel);
/* Ends the connections of which an end, or the line of one, is down. */
void bp_nets_cut(BpCarrier *carrier);
void bp_nets_settle(BpCarrier *carrier);

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
