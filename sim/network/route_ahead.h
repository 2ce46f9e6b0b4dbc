/* route_ahead.h - a second thread that finds routes before they are asked for.
 *
 * Private to network. A tree is the same whoever finds it, so nothing that is simulated
 * depends on how far the thread has come.
 */
#ifndef BANGPATH_NETWORK_ROUTE_AHEAD_H
#define BANGPATH_NETWORK_ROUTE_AHEAD_H

#include "route_levels.h"

typedef struct _BpRouteAhead BpRouteAhead;

/** bp_route_tree: (transfer full): what the last search found: of each in the core which of
 * its ways it takes, in two bytes or, where the graph is wide, four; all ones for none. */
gpointer bp_route_tree(const BpRouteSearch *search);

/** bp_route_ahead_start: begins with those whom most mailboxes are behind; @max: so many
 * trees and no more. Nobody is closed. */
BpRouteAhead *bp_route_ahead_start(const BpRouteGraph *graph, guint max);

/** bp_route_ahead_stop: frees it, and the trees that were not taken. */
void bp_route_ahead_stop(BpRouteAhead *ahead);

/** bp_route_ahead_levels: (transfer none) (nullable): once it has them, for searches by others. */
const BpRouteLevels *bp_route_ahead_levels(BpRouteAhead *ahead);

/** bp_route_ahead_take: (transfer full) (nullable): the tree of @root, if need be when it is
 * ready. NULL: the caller is to find it, and every further one of that root. */
gpointer bp_route_ahead_take(BpRouteAhead *ahead, guint32 root);

#endif
