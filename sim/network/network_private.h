/* network_private.h - what a network is made of.
 *
 * Private to network.
 */
#ifndef BANGPATH_NETWORK_NETWORK_PRIVATE_H
#define BANGPATH_NETWORK_NETWORK_PRIVATE_H

#include "hosts.h"
#include "names.h"
#include "relation.h"

#include <bangpath/network.h>

/** BpBegins: of 32 mailboxes, at which another host's begin, and how many such hosts there
 * are before. */
typedef struct {
    guint32 n_before;
    guint32 bits;
} BpBegins;

/** BpKind: of a link: its line and pathalias's cost each way. */
typedef struct {
    guint32 line;
    gint32 cost_ab;
    gint32 cost_ba;
} BpKind;

struct _BpNetwork {
    BpHosts hosts;
    GArray *ends;  /* owned, of guint32: of each link of the map, then of each further
                         access line, its end a and its end b: by channel, whom it leaves */
    BpKinds kinds; /* of the same links */
    GPtrArray *lines;       /* owned, of BpLine */
    GHashTable *line_index; /* owned: BpLine, borrowed from lines, to its place there */
    GStringChunk *text;     /* owned: names, organisations, machines */
    BpNames names;
    GHashTable *orgs;        /* owned: host to text */
    GHashTable *machines;    /* owned: host to text */
    GHashTable *clocks;      /* owned: host to seconds ahead */
    GHashTable *connections; /* owned: host to both limits */
    GHashTable *crossings;   /* owned: net to microseconds */
    GHashTable *fallbacks;   /* owned: host to who stands in for it */
    char *title;             /* owned, (nullable) */
    int epoch;
    gboolean finished;

    /* Until finished. */
    GArray *serve_pairs; /* owned, of BpPair */
    GArray *relay_pairs; /* owned, of BpPair */

    /* Once finished. */
    guint32 n_map_links;
    guint32 n_map_lines; /* kinds of line */
    guint64 n_mailboxes;
    guint32
        *out_offsets; /* owned: n + 2: row i of out_channels begins at out_offsets[i] */
    guint32 *out_channels; /* owned */
    guint32
        *net_offsets; /* owned, NULL unless there are several nets: as out_offsets */
    guint32 *net_channels; /* owned: the access channels, one a net, by net */
    guint32 only_net;      /* the net, if there is one: then, in place of these two, */
    guint32 *only_access;  /* owned, by host: the channel to it, or BP_NONE */
    BpRelation serves;
    BpRelation served_by; /* serves, turned round */
    BpRelation relay_for;
    BpBegins *begins; /* owned, by 32 mailboxes */
    guint32
        *owners; /* owned: the hosts that have mailboxes, in their order; NULL if all
                         have */

    /* bp_network_reaches_down()'s: clear between calls. */
    guint32 *marks; /* owned, a bit a host; NULL if nobody serves */
    GArray *todo;   /* owned, of guint32 */
};

static inline const BpKind *
bp_kind_of(const BpKinds *kinds, guint32 link)
{
    return (const BpKind *)(gconstpointer)kinds->records + bp_kinds_place(kinds, link);
}

/** bp_network_unfinish: frees what finish made. */
void bp_network_unfinish(BpNetwork *network);

/* mailboxes.c */
void bp_mailboxes_init(BpNetwork *network);
void bp_mailboxes_clear(BpNetwork *network);

#endif
