/* map_copies.c - a host in <> is the end of the line on that way only: there it is another
 * vertex, from which nothing leads on but at a price. */
#include "map_routes_private.h"

/* Names that are all aliases of one another can have more chains of copies than the world
 * has atoms. Real maps make a few hundred copies; our guess of what is enough. */
#define COPIES_MAX_TIMES 4
#define LINKS_MAX_TIMES 16
#define SPARE 20000

static gboolean
is_room_for(const BpMapRoutes *routes, const Vertex *original)
{
    guint64 n_copies = routes->n_vertices - routes->n_nodes;
    guint64 n_links = bp_map_n_links(routes->map);

    return n_copies < (guint64)routes->n_nodes * COPIES_MAX_TIMES + SPARE &&
           routes->links->len + (guint64)(original->end - original->first) <
               n_links * LINKS_MAX_TIMES + SPARE;
}

/* Whether the aliases by which @from was reached began with, or passed, what is called as
 * @to. */
static gboolean
leads_back(const BpMapRoutes *routes, guint32 from, guint32 to)
{
    guint32 name = routes->vertices[to].name;
    const Vertex *above = &routes->vertices[from];

    while (above->name != name) {
        if (above->link == BP_MAP_NONE ||
            !(link_of(routes, above->link)->flags & BP_MAP_ALIAS))
            return FALSE;
        above = &routes->vertices[above->parent];
    }
    return TRUE;
}

static void
grow(BpMapRoutes *routes)
{
    if (routes->n_vertices < routes->room)
        return;
    routes->room += routes->room / 2;
    routes->vertices = g_renew(Vertex, routes->vertices, routes->room);
    routes->heap = g_renew(Waiting, routes->heap, routes->room + 1);
}

/* The links that a copy has too, for one that comes from what is called @name. */
static void
copy_links(BpMapRoutes *routes, const Vertex *original, guint32 name, Vertex *copy)
{
    copy->first = routes->links->len;
    for (guint32 i = original->first; i < original->end; i++) {
        Link link = *link_of(routes, i);
        const Vertex *to = &routes->vertices[link.to];

        if ((link.flags & BP_MAP_TERMINAL) || (to->flags & VERTEX_DONE) ||
            to->name == name)
            continue;
        if (bp_map_is_collective(original->flags))
            link.flags |= BP_MAP_TERMINAL;
        g_array_append_val(routes->links, link);
    }
    copy->end = routes->links->len;
}

static guint32
make_copy(BpMapRoutes *routes, guint32 from, guint32 of, gboolean alias)
{
    guint32 number = routes->n_vertices, node = routes->vertices[of].node;
    Vertex *copy;

    grow(routes);
    copy = &routes->vertices[number];
    *copy = routes->vertices[of];
    copy->parent = copy->link = BP_MAP_NONE;
    copy->place = copy->depth = 0;
    copy->flags &= VERTEX_DONE - 1U;
    copy->flags |= VERTEX_COPY | (alias ? VERTEX_ALIAS_COPY : 0);
    copy_links(routes, &routes->vertices[of], routes->vertices[from].name, copy);
    copy->copy = routes->vertices[node].copy;
    routes->vertices[node].copy = number;
    routes->n_vertices++;
    return number;
}

guint32
map_copy_for(BpMapRoutes *routes, guint32 from, guint32 link)
{
    guint32 to = link_of(routes, link)->to;
    gboolean alias = (link_of(routes, link)->flags & BP_MAP_ALIAS) != 0;
    guint32 newest = routes->vertices[routes->vertices[to].node].copy;
    gboolean room = is_room_for(routes, &routes->vertices[to]);

    if (alias && leads_back(routes, from, to))
        return BP_MAP_NONE;
    if (!alias && newest != BP_MAP_NONE &&
        !(routes->vertices[to].flags & VERTEX_COPY) &&
        (!room || !(routes->vertices[newest].flags & VERTEX_ALIAS_COPY)))
        return newest;
    if (!room) {
        routes->is_cut = TRUE;
        return BP_MAP_NONE;
    }
    return make_copy(routes, from, to, alias);
}
