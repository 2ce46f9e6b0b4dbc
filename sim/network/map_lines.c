/* map_lines.c - routes as they are written.
 *
 * What a host adds to the routes below it is settled once, parents first; a line is then put
 * together by going up from its host: a chain of hosts has routes as long as itself, too long
 * to be kept all. */
#include "map_routes_private.h"

/* ---- what each adds ---- */

/* A net or domain adds nothing, but says how those below it are entered. */
static void
settle_collective(const BpMapRoutes *routes, Vertex *vertex, const Vertex *parent)
{
    gboolean nested = bp_map_is_collective(parent->flags);
    const Link *link = link_of(routes, vertex->link);
    gboolean right = nested ? (parent->flags & VERTEX_RIGHT) != 0
                            : (link->flags & BP_MAP_RIGHT) != 0;
    gboolean by_home = nested ? (parent->flags & VERTEX_BY_HOME) != 0
                              : parent == &routes->vertices[routes->home];

    vertex->op = nested ? parent->op : link->op;
    vertex->flags |= (right ? VERTEX_RIGHT : 0) | (by_home ? VERTEX_BY_HOME : 0);
    if ((vertex->flags & BP_MAP_DOMAIN) && !by_home)
        vertex->flags |= VERTEX_FAR;
}

static void
settle_host(const BpMapRoutes *routes, Vertex *vertex, const Vertex *parent)
{
    const Link *link = link_of(routes, vertex->link);
    gboolean nested = bp_map_is_collective(parent->flags);
    gboolean right = nested ? (parent->flags & VERTEX_RIGHT) != 0
                            : (link->flags & BP_MAP_RIGHT) != 0;

    if (link->flags & BP_MAP_ALIAS)
        return;
    vertex->op = nested ? parent->op : link->op;
    vertex->flags |= VERTEX_STEP | VERTEX_STEPPED | (right ? VERTEX_RIGHT : 0);
    if (vertex->op != '@')
        return;
    if (vertex->flags & (VERTEX_AT | VERTEX_FAR))
        vertex->op = '%';
    else
        vertex->flags |= VERTEX_AT;
}

/* Of a node and its copies only the cheapest is shown: the node itself, or else the copy
 * reached first. */
static void
settle_copies(BpMapRoutes *routes, guint32 node)
{
    guint32 best = BP_MAP_NONE;

    for (guint32 i = node; i != BP_MAP_NONE; i = routes->vertices[i].copy) {
        Vertex *vertex = &routes->vertices[i], *old;

        if (!(vertex->flags & VERTEX_DONE))
            continue;
        if (best == BP_MAP_NONE) {
            best = i;
            continue;
        }
        old = &routes->vertices[best];
        if (vertex->cost < old->cost || (vertex->cost == old->cost && best != node)) {
            old->flags |= VERTEX_OUTDONE;
            best = i;
        } else {
            vertex->flags |= VERTEX_OUTDONE;
        }
    }
}

void
map_lines_settle(BpMapRoutes *routes)
{
    const guint32 passed_on = VERTEX_STEPPED | VERTEX_AT | VERTEX_FAR;

    for (guint32 i = 0; i < routes->reached->len; i++) {
        Vertex *vertex = &routes->vertices[g_array_index(routes->reached, guint32, i)];
        const Vertex *parent;

        if (vertex->parent == BP_MAP_NONE)
            continue;
        parent = &routes->vertices[vertex->parent];
        vertex->flags |= parent->flags & passed_on;
        if (bp_map_is_collective(vertex->flags))
            settle_collective(routes, vertex, parent);
        else
            settle_host(routes, vertex, parent);
    }
    for (guint32 i = 0; i < routes->n_nodes; i++)
        if (routes->vertices[i].copy != BP_MAP_NONE)
            settle_copies(routes, i);
}

/* ---- lines ---- */

static const Vertex *
parent_of(const BpMapRoutes *routes, const Vertex *vertex)
{
    return vertex->parent == BP_MAP_NONE ? NULL : &routes->vertices[vertex->parent];
}

/* Its name, and those of the domains directly above it. */
static void
add_name(const BpMapRoutes *routes, const Vertex *vertex, GString *line)
{
    do {
        g_string_append(line, vertex->text);
        vertex = parent_of(routes, vertex);
    } while (vertex && (vertex->flags & BP_MAP_DOMAIN));
}

static void
add_op(const Vertex *vertex, GString *line)
{
    g_string_append_c(line, vertex->op);
    /* Who fills in the user takes a single one for his. */
    if (vertex->op == '%')
        g_string_append_c(line, '%');
}

static gboolean
is_left(const Vertex *vertex)
{
    return (vertex->flags & (VERTEX_STEP | VERTEX_RIGHT)) == VERTEX_STEP;
}

/* Names left of the user come from home down, so they are put in front of one another. */
static void
add_left(const BpMapRoutes *routes, const Vertex *vertex, GString *line)
{
    const Vertex *few[64];
    g_autofree const Vertex **many = NULL;
    const Vertex **steps = few;
    guint32 n_steps = 0;

    for (const Vertex *v = vertex; v; v = parent_of(routes, v))
        n_steps += is_left(v) ? 1 : 0;
    if (n_steps > G_N_ELEMENTS(few)) {
        many = g_new(const Vertex *, n_steps);
        steps = many;
    }
    n_steps = 0;
    for (const Vertex *v = vertex; v; v = parent_of(routes, v))
        if (is_left(v))
            steps[n_steps++] = v;
    while (n_steps > 0) {
        n_steps--;
        add_name(routes, steps[n_steps], line);
        add_op(steps[n_steps], line);
    }
}

static void
add_right(const BpMapRoutes *routes, const Vertex *vertex, GString *line)
{
    const guint32 both = VERTEX_STEP | VERTEX_RIGHT;

    for (; vertex; vertex = parent_of(routes, vertex)) {
        if ((vertex->flags & both) != both)
            continue;
        add_op(vertex, line);
        add_name(routes, vertex, line);
    }
}

/* printf would take as long as all else. */
static void
add_cost(gint64 cost, GString *line)
{
    char digits[24];
    guint at = sizeof digits;
    guint64 rest = cost < 0 ? -(guint64)cost : (guint64)cost;

    digits[--at] = '\t';
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (cost < 0)
        digits[--at] = '-';
    g_string_append_len(line, digits + at, (gssize)(sizeof digits - at));
}

/* The cost of the way to the first that is named on it. */
static gint64
first_cost(const BpMapRoutes *routes, const Vertex *vertex)
{
    const Vertex *parent = parent_of(routes, vertex);

    while (parent && (parent->flags & VERTEX_STEPPED)) {
        vertex = parent;
        parent = parent_of(routes, vertex);
    }
    return vertex->cost;
}

/* A domain is shown for the hosts below it that the map does not name: unless it is part of
 * one that is shown. */
static gboolean
is_shown(const BpMapRoutes *routes, const Vertex *vertex)
{
    const Vertex *above;

    if (vertex->flags & (BP_MAP_HIDDEN | BP_MAP_NAMELESS | VERTEX_OUTDONE))
        return FALSE;
    if (!(vertex->flags & BP_MAP_DOMAIN))
        return !(vertex->flags & BP_MAP_NET);
    above = parent_of(routes, vertex);
    while (above && (above->flags & BP_MAP_DOMAIN)) {
        if (!(above->flags & BP_MAP_HIDDEN))
            return FALSE;
        above = parent_of(routes, above);
    }
    return TRUE;
}

gboolean
bp_map_routes_add_line(BpMapRoutes *routes, guint32 place, BpMapColumns columns,
                       GString *line)
{
    const Vertex *vertex;

    g_return_val_if_fail(routes && line && place < routes->reached->len, FALSE);

    vertex = &routes->vertices[g_array_index(routes->reached, guint32, place)];
    if (!is_shown(routes, vertex))
        return FALSE;
    if (columns != BP_MAP_NO_COSTS)
        add_cost(columns == BP_MAP_COSTS ? vertex->cost : first_cost(routes, vertex),
                 line);
    if (vertex->flags & BP_MAP_DOMAIN)
        add_name(routes, vertex, line);
    else
        g_string_append(line, vertex->text);
    g_string_append_c(line, '\t');
    add_left(routes, vertex, line);
    g_string_append(line, "%s");
    add_right(routes, vertex, line);
    g_string_append_c(line, '\n');
    return TRUE;
}
