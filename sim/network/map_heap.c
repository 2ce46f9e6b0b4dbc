/* map_heap.c - whose turn it is: the cheapest.
 *
 * A binary heap from 1. Among equals nets come before domains and both before hosts, as far
 * as they meet on their way up or down; who waits where decides ties elsewhere, so the order
 * of the swaps is part of what a map means. */
#include "map_routes_private.h"

static void
put(BpMapRoutes *routes, guint32 place, Waiting waiting)
{
    routes->heap[place] = waiting;
    routes->vertices[waiting.vertex].place = place;
}

static gboolean
rises(const Waiting *waiting, const Waiting *parent)
{
    if (waiting->cost != parent->cost)
        return waiting->cost < parent->cost;
    return is_plain_net(waiting->flags) && (parent->flags & BP_MAP_DOMAIN);
}

static void
up(BpMapRoutes *routes, guint32 place)
{
    Waiting waiting = routes->heap[place];

    for (; place > 1 && rises(&waiting, &routes->heap[place / 2]); place /= 2)
        put(routes, place, routes->heap[place / 2]);
    put(routes, place, waiting);
}

/* The child that may come up: the right one where it is cheaper, or equal and no host. */
static guint32
candidate(const BpMapRoutes *routes, guint32 left)
{
    const Waiting *l = &routes->heap[left], *r = l + 1;

    if (left == routes->n_waiting)
        return left;
    if (r->cost < l->cost || (r->cost == l->cost && bp_map_is_collective(r->flags)))
        return left + 1;
    return left;
}

static gboolean
sinks(const Waiting *waiting, const Waiting *child)
{
    if (waiting->cost != child->cost)
        return child->cost < waiting->cost;
    return bp_map_is_collective(child->flags) &&
           !((child->flags & BP_MAP_DOMAIN) && bp_map_is_collective(waiting->flags));
}

static void
down(BpMapRoutes *routes, guint32 place)
{
    Waiting waiting = routes->heap[place];

    while (place <= routes->n_waiting / 2) {
        guint32 child = candidate(routes, place * 2);

        if (!sinks(&waiting, &routes->heap[child]))
            break;
        put(routes, place, routes->heap[child]);
        place = child;
    }
    put(routes, place, waiting);
}

void
map_heap_push(BpMapRoutes *routes, guint32 vertex)
{
    const Vertex *fresh = &routes->vertices[vertex];

    routes->heap[++routes->n_waiting] = (Waiting){fresh->cost, vertex, fresh->flags};
    up(routes, routes->n_waiting);
}

guint32
map_heap_pop(BpMapRoutes *routes)
{
    guint32 vertex = routes->heap[1].vertex;

    routes->vertices[vertex].place = 0;
    if (--routes->n_waiting > 0) {
        routes->heap[1] = routes->heap[routes->n_waiting + 1];
        down(routes, 1);
    }
    return vertex;
}

void
map_heap_move(BpMapRoutes *routes, guint32 vertex)
{
    const Vertex *moved = &routes->vertices[vertex];
    gint64 before = routes->heap[moved->place].cost;

    routes->heap[moved->place].cost = moved->cost;
    if (moved->cost < before)
        up(routes, moved->place);
    else if (moved->cost > before)
        down(routes, moved->place);
}
