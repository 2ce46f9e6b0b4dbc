/* map_ties.c - which of two ways that cost the same. */
#include "map_routes_private.h"

#include <string.h>

/* The host, or domain without members, that a way goes through last. */
static const Vertex *
through_nets(const BpMapRoutes *routes, guint32 vertex)
{
    const Vertex *above = &routes->vertices[vertex];

    while ((above->flags & BP_MAP_NET) && above->parent != BP_MAP_NONE)
        above = &routes->vertices[above->parent];
    return above;
}

/* By what follows the beginning common to all three names: who goes on like @to; else the
 * shorter; else the later of the alphabet. */
static gboolean
sounds_better(const char *old, const char *fresh, const char *to)
{
    while (*old == *fresh && *old == *to && *to) {
        old++;
        fresh++;
        to++;
    }
    if (*old == *to)
        return FALSE;
    if (*fresh == *to)
        return TRUE;

    gsize old_length = strlen(old);
    gsize fresh_length = strlen(fresh);

    if (old_length != fresh_length)
        return fresh_length < old_length;
    return strcmp(fresh, old) > 0;
}

gboolean
map_tie_goes_to(const BpMapRoutes *routes, guint32 old, guint32 fresh, guint32 to)
{
    gboolean old_needs = bp_map_needs_gateway(routes->vertices[old].flags);
    gboolean fresh_needs = bp_map_needs_gateway(routes->vertices[fresh].flags);
    const Vertex *a, *b;

    if (old_needs != fresh_needs)
        return old_needs;

    a = through_nets(routes, old);
    b = through_nets(routes, fresh);
    if (a->depth != b->depth)
        return b->depth < a->depth;
    return sounds_better(a->text, b->text, routes->vertices[to].text);
}
