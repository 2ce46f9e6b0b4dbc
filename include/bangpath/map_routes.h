/* map_routes.h - the cheapest ways from one host to all others of a map.
 *
 * Layer: network. A tree of shortest paths as pathalias finds it: left and right operators do
 * not mix, nobody passes through a dead host, a domain is entered by its gateways, a host in
 * <> is the end of the line; each at a price of BP_MAP_INFINITE_COST. Who is linked to nobody
 * that can be reached is tried over his own links, backwards. docs/maps.md has the rules.
 */
#ifndef BANGPATH_MAP_ROUTES_H
#define BANGPATH_MAP_ROUTES_H

#include <bangpath/map.h>
#include <glib.h>

/**
 * BpMapColumns: what a line of routes has before name and route.
 * @BP_MAP_COSTS: the way's cost
 * @BP_MAP_FIRST_COSTS: the cost of the way to its first relay
 */
typedef enum {
    BP_MAP_NO_COSTS,
    BP_MAP_COSTS,
    BP_MAP_FIRST_COSTS,
} BpMapColumns;

typedef struct _BpMapRoutes BpMapRoutes;

/** bp_map_routes_new: @map outlives the routes and does not change. */
BpMapRoutes *bp_map_routes_new(const BpMap *map, guint32 home);
void bp_map_routes_free(BpMapRoutes *routes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BpMapRoutes, bp_map_routes_free)

/** bp_map_routes_n_reached: how many nodes were reached, copies behind <> counted too. */
guint32 bp_map_routes_n_reached(const BpMapRoutes *routes);

/**
 * bp_map_routes_add_line:
 * @place: in the order in which nodes were reached: from 0, which is home
 *
 * Appends `cost TAB name TAB route NEWLINE` for one that is shown; `%s` in the route stands
 * for the user. Nets and private nodes are not shown, nor is a domain below one that is.
 *
 * Returns: whether it is shown.
 */
gboolean bp_map_routes_add_line(BpMapRoutes *routes, guint32 place,
                                BpMapColumns columns, GString *line);

/** bp_map_routes_cost: of the cheapest way to @node; -1 if there is none. */
gint64 bp_map_routes_cost(const BpMapRoutes *routes, guint32 node);

/** bp_map_routes_parent: the host, net or domain above @node on its way
 * from home; BP_MAP_NONE for home and where there is no way. */
guint32 bp_map_routes_parent(const BpMapRoutes *routes, guint32 node);

/** bp_map_routes_is_cut: copies behind <> became so many that some were left out: only maps
 * made for it get there. */
gboolean bp_map_routes_is_cut(const BpMapRoutes *routes);

#endif
