/* route_graph.h - the hosts that carry for others, compactly: what a search for routes walks.
 *
 * Private to network. A leaf is a host with one link, to a host with more or to a net. What
 * others have no way through is left out: a leaf's routes are its neighbour's and a step
 * more, ties included, as every way's cost grows by the same. Two thirds of a UUCP map are
 * leaves. The rest is the core, numbered by host.
 */
#ifndef BANGPATH_NETWORK_ROUTE_GRAPH_H
#define BANGPATH_NETWORK_ROUTE_GRAPH_H

#include <bangpath/network.h>

/** BP_ROUTE_LEAF: in BpRouteGraph.place: the node is a leaf, the rest is its neighbour's
 * number. */
#define BP_ROUTE_LEAF (1U << 31)

/* Of a key, the hops take the low 20 bits, and the cost those above, so that one comparison
 * does for both. A route of 2^18 links all of BP_COST_MAX would not fit above them: such a
 * route is none. */
#define BP_ROUTE_HOP_BITS 20
#define BP_ROUTE_ONE_HOP G_GUINT64_CONSTANT(1)

/** BpRouteArc: a way into a host of the core.
 * @from: whose it is
 * @slot: which of his ways, as they are in BpRouteGraph.ways
 * @step: what it adds to a key */
typedef struct {
    guint64 step;
    guint32 from;
    guint32 slot;
} BpRouteArc;

/** BpRouteGraph:
 * @ways: of a host of the core, the channels to others of it, by next host, then link */
typedef struct {
    const BpNetwork *network; /* borrowed */
    guint32 n;                /* in the core */
    gboolean has_nets;
    gboolean is_wide;     /* a host has more ways than 16 bits can tell */
    guint32 *place;       /* owned: by node: its number in the core */
    guint32 *node;        /* owned: by number: the node */
    guint32 *arc_offsets; /* owned: n + 1 */
    BpRouteArc *arcs;     /* owned */
    guint32 *way_offsets; /* owned: n + 1 */
    guint32 *ways;        /* owned */
} BpRouteGraph;

/** bp_route_graph_new: @network is finished, and outlives it. */
BpRouteGraph *bp_route_graph_new(const BpNetwork *network);
void bp_route_graph_free(BpRouteGraph *graph);

/** bp_route_step: what going over @channel adds to a key: its cost and a hop; into a net the
 * access line's cost alone, and out of it a hop. */
guint64 bp_route_step(const BpNetwork *network, guint32 channel);

/** bp_route_leaf_channel: the only channel away from the leaf @node. */
static inline guint32
bp_route_leaf_channel(const BpNetwork *network, guint32 node)
{
    guint n;

    return bp_network_out(network, node, &n)[0];
}

#endif
