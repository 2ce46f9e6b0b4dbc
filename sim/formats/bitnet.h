/* bitnet.h - what BITNET's tables say of nodes and lines, before it becomes a network.
 *
 * Private to formats. Several tables are read into one set of facts; what they say of one
 * line is brought together at the end.
 */
#ifndef BANGPATH_FORMATS_BITNET_H
#define BANGPATH_FORMATS_BITNET_H

#include "import_private.h"

#include <glib.h>

/** BP_BITNET_MAILBOXES: of each node: our guess, as in topologies/bitnet-1987.gv. */
#define BP_BITNET_MAILBOXES 200

/** BP_BITNET_NAME: of a node: bytes (NEWTAGS DESCRIPT). */
#define BP_BITNET_NAME 8

/** BP_BITNET_BPS: of a line without a speed (NEWTAGS DESCRIPT, :links). */
#define BP_BITNET_BPS 9600

/** BpBitnetNode: of a node, before there is a host for it. */
typedef struct {
    char *name;          /* owned */
    gint64 resist_milli; /* thousandths: of passing on; 1 unless the table says more */
    gboolean listed;     /* has an entry; else others only name it */
    gboolean later;      /* joined after the year asked for */
    char *country;       /* owned, nullable: `DE.BAY` */
    char *reference;     /* owned, nullable: the node whose organisation it is of */
    guint32 host;        /* BP_NONE until bp_bitnet_join() */
} BpBitnetNode;

/** BpBitnetLine: a line as one end tells of it. */
typedef struct {
    guint32 from;
    guint32 to;
    gint64 bps;          /* 0: defined, but not to be used */
    gint64 resist_milli; /* thousandths */
    gboolean dial;       /* type D */
    gboolean may_differ; /* option A */
    gboolean both_ways;  /* the table has each line once */
    int year;            /* 0: not given */
    const BpImportFile *file;
    int line;
} BpBitnetLine;

/** BpBitnetRoute: `ROUTE dest nexthop` of a node's table. */
typedef struct {
    guint32 at;
    guint32 destination;
    guint32 next;
} BpBitnetRoute;

typedef struct {
    BpImporting *importing; /* borrowed */
    GArray *nodes;          /* owned, of BpBitnetNode */
    GHashTable *names;      /* owned: name (owned by the node) to number + 1 */
    GHashTable *places;     /* owned: name to BpPlace: tables of sites */
    GHashTable *orgs;       /* owned: name to organisation */
    GArray *lines;          /* owned, of BpBitnetLine */
    GArray *routes;         /* owned, of BpBitnetRoute */
    int newest;             /* the latest year that any table has */
} BpBitnet;

/** bp_bitnet_name: (transfer full) (nullable): @n bytes in capitals; NULL after a note that
 * it is no name. @max: bytes: 8, but tables of ours have names of towns. */
char *bp_bitnet_name(BpBitnet *bitnet, const BpImportFile *file, int line,
                     const char *name, gsize n, gsize max);

/** bp_bitnet_node: the node called @name, made at first mention. */
guint32 bp_bitnet_node(BpBitnet *bitnet, const char *name);

/** bp_bitnet_about: (transfer none): valid until the next node is made. */
BpBitnetNode *bp_bitnet_about(BpBitnet *bitnet, guint32 node);

/** bp_bitnet_resistance: of a line that only has a speed: 1,000,000 over it, in
 * thousandths. */
gint64 bp_bitnet_resistance(gint64 bps);

/** bp_bitnet_is_later: whether @year (0: unknown) is after the one asked for. */
gboolean bp_bitnet_is_later(const BpBitnet *bitnet, int year);

/** bp_bitnet_add_line: unless it leads to itself. */
void bp_bitnet_add_line(BpBitnet *bitnet, const BpBitnetLine *line);

/** bp_bitnet_next_line: the next line without its end and trailing blanks. FALSE at
 * the end. */
gboolean bp_bitnet_next_line(const char **at, const char *end, const char **text,
                             gsize *n);

/** bp_bitnet_is_nodes: bp_bitnet_is_routes: by its first line that is not empty and, for
 * routes, no comment. */
gboolean bp_bitnet_is_nodes(const BpImportFile *file);
gboolean bp_bitnet_is_routes(const BpImportFile *file);

void bp_bitnet_read_nodes(BpBitnet *bitnet, const BpImportFile *file);
void bp_bitnet_read_routes(BpBitnet *bitnet, const BpImportFile *file);
void bp_bitnet_read_csv(BpBitnet *bitnet, const BpImportFile *file);

/** bp_bitnet_join: the links that all lines and routes come to. */
void bp_bitnet_join(BpBitnet *bitnet);

#endif
