/* topology_file.h - topologies as Graphviz files: read into a network, written from
 * one.
 *
 * Layer: formats. cgraph is the only parser; its state is global, so files are read one
 * at a time, whichever thread asks. A file is handed to it in pieces, so that a large
 * one takes hardly more memory than the network that comes of it.
 */
#ifndef BANGPATH_TOPOLOGY_FILE_H
#define BANGPATH_TOPOLOGY_FILE_H

#include <bangpath/error.h>
#include <bangpath/network.h>
#include <bangpath/param.h>
#include <glib.h>
#include <stdio.h>

/** BP_STATEMENT_MAX_BYTES: no statement of a topology, with all that stands in its
 * braces, is longer: what would have to be held in memory at once. Our guess of what is
 * enough. */
#define BP_STATEMENT_MAX_BYTES (16 * 1024 * 1024)

typedef enum {
    BP_TOPOLOGY_GRAPH,
    BP_TOPOLOGY_HOST,
    BP_TOPOLOGY_LINK,
    BP_TOPOLOGY_N_PARTS,
} BpTopologyPart;

/** bp_topology_params: (array zero-terminated=1): the attributes that a graph, host or
 * link may have beside Graphviz's; those of a link with the parameters of every
 * protocol. */
const BpParam *bp_topology_params(BpTopologyPart part);

/** bp_topology_is_graphviz: whether Graphviz documents an attribute called @name. */
gboolean bp_topology_is_graphviz(const char *name);

/**
 * bp_topology_read:
 * @problems: gets everything that is wrong with the file
 *
 * What a file leaves out: a host is of the graph's `net`, else of uucp. A link's
 * protocol is that of the first network which both its ends are of (uucp g, fidonet
 * fts1, bitnet nje, internet smtp); an access line's is that of its net's own `net`,
 * else smtp. A link with a speed and no line is on demand, but permanent if
 * its protocol is plain or nje. An access line is always permanent. cost_back is cost;
 * cost follows from the schedule. A host has the defaults that were in force at its
 * first mention.
 *
 * Returns: (transfer full) (nullable): finished; NULL if there were problems.
 */
BpNetwork *bp_topology_read(const char *path, BpProblems *problems);

/** bp_topology_read_text: as above, from memory; @name is what problems call it. */
BpNetwork *bp_topology_read_text(const char *text, gsize n_bytes, const char *name,
                                 BpProblems *problems);

/**
 * bp_topology_print:
 *
 * Writes @network so that it reads back the same, hosts and links in their order: each
 * name quoted, a host a line, a link a line. A network of more links than dot can lay out
 * in layers asks Graphviz for sfdp. BP_ERROR_VALUE for a name that no Graphviz
 * file can hold. Further access lines are no part of the map and left out.
 */
gboolean bp_topology_print(const BpNetwork *network, FILE *out, GError **error);

/**
 * bp_topology_write:
 * @comment: (nullable): what the file is to say before the graph, in one or more lines
 *
 * As above, to a new file or over an old one. It is written beside its name and renamed when
 * whole, so that a file of that name is always a whole one.
 */
gboolean bp_topology_write(const BpNetwork *network, const char *comment,
                           const char *path, GError **error);

#endif
