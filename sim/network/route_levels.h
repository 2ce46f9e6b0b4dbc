/* route_levels.h - a core whose small hosts are contracted, for who searches it often.
 *
 * Private to network. A host with few neighbours is taken out, and where a way between two of
 * these led through it, a short cut stands for it; again and again, until only the hubs are left.
 * A search then climbs from its root to the hubs, searches among these alone, and hands what it
 * found down: one pass over the others, each of which has at most BP_ROUTE_UPS to ask. Links
 * dearer than a way round by a hub are left out before. Trees are those of bp_route_search(),
 * ties included: a short cut knows the first of the ways that it stands for.
 */
#ifndef BANGPATH_NETWORK_ROUTE_LEVELS_H
#define BANGPATH_NETWORK_ROUTE_LEVELS_H

#include "route_search.h"

/** BP_ROUTE_UPS: neighbours of a host that is contracted, at most. More leave fewer hubs with
 * more short cuts among them. */
#define BP_ROUTE_UPS 4

typedef struct _BpRouteLevels BpRouteLevels;

/**
 * bp_route_levels_new:
 *
 * Takes as long as some tens of searches. @graph outlives it; reads nothing else, so any thread
 * may.
 *
 * Returns: (transfer full) (nullable): NULL where there are nets, whose ties are by what lies
 * behind them, or where a way's cost, hops and first step do not fit into 62 bits.
 */
BpRouteLevels *bp_route_levels_new(const BpRouteGraph *graph);
void bp_route_levels_free(BpRouteLevels *levels);

/** BpRouteClimb: what one thread needs to search; zero before the first. */
typedef struct {
    guint64 *labels; /* owned: by rank */
    guint64 *met;    /* owned: a bit a rank: what the climb has come to */
    BpRouteHeap heap;
} BpRouteClimb;

void bp_route_climb_clear(BpRouteClimb *climb);

/** bp_route_levels_tree: (transfer full): of who is not wide; nobody is closed. As
 * bp_route_tree() after a search for @root. */
guint16 *bp_route_levels_tree(const BpRouteLevels *levels, BpRouteClimb *climb,
                              guint32 root);

#endif
