/* map_routes.c - the tree of shortest paths, one host after the other.
 *
 * Dijkstra's algorithm, but that the cost of a step depends on the way to it. A vertex's
 * links stand side by side in the order of the map's list; those of copies come behind. */
#include "map_routes_private.h"

#include <string.h>

/* No way costs more: twice that and a link still fit. */
#define COST_MAX G_GINT64_CONSTANT(2000000000000000000)

/* ---- taking over the map ---- */

static void
take_links(BpMapRoutes *routes, const BpMapLink *links, guint32 first, Vertex *vertex)
{
    vertex->first = routes->links->len;
    for (guint32 i = first; i != BP_MAP_NONE; i = links[i].next) {
        Link link = {links[i].cost, links[i].to, links[i].op, links[i].flags};

        g_array_append_val(routes->links, link);
    }
    vertex->end = routes->links->len;
}

static void
take_map(BpMapRoutes *routes, const BpMap *map)
{
    const BpMapNode *nodes = bp_map_nodes(map);
    const BpMapLink *links = bp_map_links(map);
    guint32 n = bp_map_n_nodes(map), n_nameless = 0;

    routes->n_nodes = routes->n_vertices = n;
    routes->room = n + n / 8 + 16;
    routes->vertices = g_new(Vertex, routes->room);
    routes->heap = g_new(Waiting, routes->room + 1);
    routes->links = g_array_sized_new(FALSE, FALSE, sizeof(Link), bp_map_n_links(map));
    for (guint32 i = 0; i < n; i++) {
        Vertex *vertex = &routes->vertices[i];

        *vertex = (Vertex){
            .text = bp_map_name(map, i),
            .parent = BP_MAP_NONE,
            .link = BP_MAP_NONE,
            .copy = BP_MAP_NONE,
            .node = i,
            .name = nodes[i].name,
            .flags = nodes[i].flags,
        };
        /* No two nets without a name are called the same. */
        if (nodes[i].name == BP_MAP_NONE)
            vertex->name = BP_MAP_NONE - n_nameless++;
        take_links(routes, links, nodes[i].first_link, vertex);
    }
}

/* ---- growing the tree ---- */

/* What it costs to go on from @from over @link, to what has the flags @to. */
static gint64
step_cost(const Vertex *from, const Link *link, guint32 to)
{
    gboolean right = (link->flags & BP_MAP_RIGHT) != 0;
    gboolean host = !bp_map_is_collective(from->flags);
    gint64 cost;

    if (link->flags & BP_MAP_ALIAS)
        return from->cost;

    cost = from->cost + link->cost;
    if (cost >= BP_MAP_INFINITE_COST)
        return MIN(cost + 1, COST_MAX);
    if ((link->flags & BP_MAP_LINK_DEAD) ||
        (host && (from->flags & (BP_MAP_DEAD | VERTEX_COPY))) ||
        (bp_map_needs_gateway(to) && !(link->flags & BP_MAP_GATEWAY)) ||
        (host && (from->flags & (right ? VERTEX_USED_LEFT : VERTEX_USED_RIGHT))))
        cost += BP_MAP_INFINITE_COST;
    return cost;
}

/* The best way to @to is now that over @link from @from. */
static void
lead(BpMapRoutes *routes, guint32 from, guint32 link, guint32 to, gint64 cost)
{
    const guint32 sides = VERTEX_USED_LEFT | VERTEX_USED_RIGHT;
    Vertex *vertex = &routes->vertices[to];

    vertex->cost = cost;
    vertex->parent = from;
    vertex->link = link;
    vertex->flags &= ~sides;
    vertex->flags |= routes->vertices[from].flags & sides;
    vertex->flags |= link_of(routes, link)->flags & BP_MAP_RIGHT ? VERTEX_USED_RIGHT
                                                                 : VERTEX_USED_LEFT;
}

/* Whether a way over @link from @from is better than that known. */
static gboolean
is_better(const BpMapRoutes *routes, guint32 from, const Link *link, guint32 to,
          gint64 cost)
{
    const Vertex *vertex = &routes->vertices[to];

    if (bp_map_needs_gateway(vertex->flags)) {
        gboolean had = (link_of(routes, vertex->link)->flags & BP_MAP_GATEWAY) != 0;
        gboolean has = (link->flags & BP_MAP_GATEWAY) != 0;

        if (had != has)
            return has;
    }
    if (cost != vertex->cost)
        return cost < vertex->cost;
    return map_tie_goes_to(routes, vertex->parent, from, to);
}

static void
follow(BpMapRoutes *routes, guint32 from, guint32 number)
{
    Link *link = link_of(routes, number);
    gint64 cost;
    guint32 to = link->to;

    /* A copy is made even of one that is done: it waits with the others, and who waits
     * where decides ties. */
    if ((link->flags & BP_MAP_TERMINAL) ||
        ((link->flags & BP_MAP_ALIAS) &&
         (routes->vertices[from].flags & VERTEX_COPY))) {
        to = map_copy_for(routes, from, number);
        if (to == BP_MAP_NONE)
            return;
        /* The copy's links may have moved all. */
        link = link_of(routes, number);
        link->to = to;
    }
    if (routes->vertices[to].flags & VERTEX_DONE)
        return;

    cost = step_cost(&routes->vertices[from], link, routes->vertices[to].flags);
    if (routes->vertices[to].place == 0) {
        lead(routes, from, number, to, cost);
        map_heap_push(routes, to);
    } else if (is_better(routes, from, link, to, cost)) {
        lead(routes, from, number, to, cost);
        map_heap_move(routes, to);
    }
}

/* Takes the cheapest until none waits. */
static void
grow(BpMapRoutes *routes)
{
    while (routes->n_waiting > 0) {
        guint32 number = map_heap_pop(routes);
        Vertex *vertex = &routes->vertices[number];
        guint32 first = vertex->first, end = vertex->end;

        vertex->flags |= VERTEX_DONE;
        if (vertex->parent != BP_MAP_NONE) {
            const Vertex *parent = &routes->vertices[vertex->parent];

            vertex->depth = parent->depth + !is_plain_net(parent->flags);
        }
        g_array_append_val(routes->reached, number);
        for (guint32 i = first; i < end; i++)
            follow(routes, number, i);
    }
}

/* ---- links backwards ---- */

/* Where a way ends that was found: at @node, or at a copy of it; or BP_MAP_NONE. */
static guint32
find_done(const BpMapRoutes *routes, guint32 node)
{
    while (node != BP_MAP_NONE && !(routes->vertices[node].flags & VERTEX_DONE))
        node = routes->vertices[node].copy;
    return node;
}

/* The cheapest of those reached that @node has links to. */
static guint32
find_neighbour(const BpMapRoutes *routes, guint32 node)
{
    const Vertex *lost = &routes->vertices[node];
    guint32 best = BP_MAP_NONE;

    for (guint32 i = lost->first; i < lost->end; i++) {
        guint32 to = find_done(routes, link_of(routes, i)->to);

        if (to == BP_MAP_NONE || (routes->vertices[to].flags & BP_MAP_DOMAIN))
            continue;
        if (best == BP_MAP_NONE ||
            routes->vertices[to].cost < routes->vertices[best].cost ||
            (routes->vertices[to].cost == routes->vertices[best].cost &&
             map_tie_goes_to(routes, best, to, node)))
            best = to;
    }
    return best;
}

/* Whoever is not reached yet and knows somebody who is waits behind him. */
static void
link_back(BpMapRoutes *routes)
{
    for (guint32 i = 0; i < routes->n_nodes; i++) {
        const Vertex *lost = &routes->vertices[i];
        Link link = {.to = i, .op = '!'};
        guint32 best;

        if ((lost->flags & VERTEX_DONE) || lost->copy != BP_MAP_NONE)
            continue;
        best = find_neighbour(routes, i);
        if (best == BP_MAP_NONE)
            continue;
        g_array_append_val(routes->links, link);
        lead(routes, best, routes->links->len - 1, i,
             MIN(2 * routes->vertices[best].cost + BP_MAP_INFINITE_COST + 1, COST_MAX));
        map_heap_push(routes, i);
    }
}

static void
grow_all(BpMapRoutes *routes)
{
    routes->vertices[routes->home].cost = 0;
    map_heap_push(routes, routes->home);
    while (routes->n_waiting > 0) {
        grow(routes);
        link_back(routes);
    }
}

BpMapRoutes *
bp_map_routes_new(const BpMap *map, guint32 home)
{
    BpMapRoutes *routes;

    g_return_val_if_fail(map && home < bp_map_n_nodes(map), NULL);

    routes = g_new0(BpMapRoutes, 1);
    routes->map = map;
    routes->home = home;
    routes->reached = g_array_new(FALSE, FALSE, sizeof(guint32));
    take_map(routes, map);
    grow_all(routes);
    map_lines_settle(routes);
    return routes;
}

void
bp_map_routes_free(BpMapRoutes *routes)
{
    if (!routes)
        return;

    g_array_unref(routes->links);
    g_array_unref(routes->reached);
    g_free(routes->vertices);
    g_free(routes->heap);
    g_free(routes);
}

/* ---- what came of it ---- */

guint32
bp_map_routes_n_reached(const BpMapRoutes *routes)
{
    g_return_val_if_fail(routes, 0);

    return routes->reached->len;
}

/* The cheapest of @node and its copies, or BP_MAP_NONE. */
static guint32
find_best(const BpMapRoutes *routes, guint32 node)
{
    guint32 best = BP_MAP_NONE;

    for (guint32 i = node; i != BP_MAP_NONE; i = routes->vertices[i].copy)
        if ((routes->vertices[i].flags & VERTEX_DONE) &&
            (best == BP_MAP_NONE ||
             routes->vertices[i].cost < routes->vertices[best].cost))
            best = i;
    return best;
}

gint64
bp_map_routes_cost(const BpMapRoutes *routes, guint32 node)
{
    guint32 best;

    g_return_val_if_fail(routes && node < routes->n_nodes, -1);

    best = find_best(routes, node);
    return best == BP_MAP_NONE ? -1 : routes->vertices[best].cost;
}

guint32
bp_map_routes_parent(const BpMapRoutes *routes, guint32 node)
{
    guint32 best;

    g_return_val_if_fail(routes && node < routes->n_nodes, BP_MAP_NONE);

    best = find_best(routes, node);
    if (best == BP_MAP_NONE || routes->vertices[best].parent == BP_MAP_NONE)
        return BP_MAP_NONE;
    return routes->vertices[routes->vertices[best].parent].node;
}

gboolean
bp_map_routes_is_cut(const BpMapRoutes *routes)
{
    g_return_val_if_fail(routes, FALSE);

    return routes->is_cut;
}
