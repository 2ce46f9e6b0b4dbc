/* route_search.h - one search for all routes to a host; a thread has one of its own.
 *
 * Private to network.
 */
#ifndef BANGPATH_NETWORK_ROUTE_SEARCH_H
#define BANGPATH_NETWORK_ROUTE_SEARCH_H

#include "route_graph.h"
#include "route_heap.h"

/** BP_ROUTE_UNREACHED: the key of who has no way. */
#define BP_ROUTE_UNREACHED G_MAXUINT64

/** BpRouteNode: what a search knows of a host of the core.
 * @slot: which of its ways it takes, or BP_NONE */
typedef struct {
    guint64 key;
    guint32 slot;
} BpRouteNode;

typedef struct {
    const BpRouteGraph *graph; /* borrowed */
    BpRouteNode *nodes;        /* owned: the outcome, by number in the core */
    BpRouteHeap heap;          /* room for an entry an arc and the first */
} BpRouteSearch;

void bp_route_search_init(BpRouteSearch *search, const BpRouteGraph *graph);
void bp_route_search_clear(BpRouteSearch *search);

/**
 * bp_route_search:
 * @root: whose routes, by number in the core
 * @closed: (array) (nullable): a bit a node, 64 in each: through whom there are routes only
 *   to what it serves, and from whom it vouches for; uses bp_network_reaches_down(), which is
 *   not for two threads at once
 * @destination: whose routes they are in the end: @root's node or a leaf of it
 */
void bp_route_search(BpRouteSearch *search, guint32 root, const guint64 *closed,
                     guint32 destination);

/** bp_route_is_shut: whether @node does not carry for @destination what comes from just
 * anyone. */
gboolean bp_route_is_shut(const BpNetwork *network, const guint64 *closed, guint32 node,
                          guint32 destination);

#endif
