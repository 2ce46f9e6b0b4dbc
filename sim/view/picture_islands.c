/* picture_islands.c - the mainland in the middle, the islands in rows below it. */
#include "picture_islands.h"

#include <math.h>
#include <stdlib.h>

#define ROOM \
    1.2 /* of an island's side, beside what its hosts would have on the mainland */
#define GAP 0.8 /* between islands, in what one host has */

/* Island: @first to before @end in the list of nodes. */
typedef struct {
    guint first;
    guint end;
    double side;
} Island;

struct _PictureIslands {
    guint32 *nodes;       /* owned: by island, the mainland first */
    PicturePoint *places; /* owned: by place in @nodes, from -0.5 to 0.5 */
    GArray *islands; /* owned, of Island, the largest first: without the mainland */
    guint n_main;    /* nodes of the mainland */
};

static guint32
root_of(guint32 *parent, guint32 node)
{
    while (parent[node] != node) {
        parent[node] = parent[parent[node]];
        node = parent[node];
    }
    return node;
}

/* (transfer full): by node: the first node of its part. */
static guint32 *
find_roots(const PicturePlan *plan)
{
    guint32 *parent = g_new(guint32, plan->n_nodes);

    for (guint32 i = 0; i < plan->n_nodes; i++)
        parent[i] = i;
    for (guint i = 0; i < plan->lines->len; i++) {
        const PictureLine *line = &g_array_index(plan->lines, PictureLine, i);
        const guint32 a = root_of(parent, line->a);
        const guint32 b = root_of(parent, line->b);

        parent[MAX(a, b)] = MIN(a, b);
    }
    for (guint32 i = 0; i < plan->n_nodes; i++)
        parent[i] = root_of(parent, i);
    return parent;
}

typedef struct {
    guint size; /* of its part */
    guint32 root;
    guint32 node;
} Member;

/* Larger parts first; of one size by their first node. */
static int
by_part(gconstpointer a, gconstpointer b)
{
    const Member *p = a;
    const Member *q = b;

    if (p->size != q->size)
        return p->size > q->size ? -1 : 1;
    if (p->root != q->root)
        return p->root < q->root ? -1 : 1;
    return p->node < q->node ? -1 : p->node > q->node;
}

/* (transfer full) */
static Member *
list_members(const PicturePlan *plan)
{
    g_autofree guint32 *root = find_roots(plan);
    g_autofree guint *size = g_new0(guint, plan->n_nodes);
    Member *members = g_new(Member, plan->n_nodes);

    for (guint32 i = 0; i < plan->n_nodes; i++)
        size[root[i]]++;
    for (guint32 i = 0; i < plan->n_nodes; i++)
        members[i] = (Member){size[root[i]], root[i], i};
    qsort(members, plan->n_nodes, sizeof *members, by_part);
    return members;
}

typedef struct {
    double left, right, bottom, top;
} Bounds;

static Bounds
bounds_of(const PicturePlan *plan, const guint32 *nodes, guint n)
{
    Bounds bounds = {G_MAXDOUBLE, -G_MAXDOUBLE, G_MAXDOUBLE, -G_MAXDOUBLE};

    for (guint i = 0; i < n; i++) {
        const PictureSpot *spot = &plan->spots[nodes[i]];

        bounds.left = MIN(bounds.left, spot->x);
        bounds.right = MAX(bounds.right, spot->x);
        bounds.bottom = MIN(bounds.bottom, spot->y);
        bounds.top = MAX(bounds.top, spot->y);
    }
    return bounds;
}

/* Keeps the places of an island, in its own measure. */
static void
keep(PictureIslands *islands, const PicturePlan *plan, const Island *island)
{
    const Bounds bounds =
        bounds_of(plan, islands->nodes + island->first, island->end - island->first);
    const double side =
        MAX(MAX(bounds.right - bounds.left, bounds.top - bounds.bottom), 1e-9);

    for (guint i = island->first; i < island->end; i++) {
        const PictureSpot *spot = &plan->spots[islands->nodes[i]];

        islands->places[i] = (PicturePoint){
            (spot->x - (bounds.left + bounds.right) / 2) / side,
            (spot->y - (bounds.bottom + bounds.top) / 2) / side,
        };
    }
}

/* To the middle of the mainland, where they weigh nothing. */
static void
hide(const PictureIslands *islands, PicturePlan *plan)
{
    double x = 0, y = 0;

    for (guint i = 0; i < islands->n_main; i++) {
        x += plan->spots[islands->nodes[i]].x / islands->n_main;
        y += plan->spots[islands->nodes[i]].y / islands->n_main;
    }
    for (guint i = islands->n_main; i < plan->n_nodes; i++) {
        plan->spots[islands->nodes[i]].x = x;
        plan->spots[islands->nodes[i]].y = y;
    }
}

PictureIslands *
picture_islands_take(PicturePlan *plan)
{
    g_autofree Member *members = list_members(plan);
    PictureIslands *islands;

    if (members[0].size == plan->n_nodes)
        return NULL;
    islands = g_new0(PictureIslands, 1);
    islands->nodes = g_new0(guint32, plan->n_nodes);
    islands->places = g_new0(PicturePoint, plan->n_nodes);
    islands->islands = g_array_new(FALSE, FALSE, sizeof(Island));
    islands->n_main = members[0].size;
    for (guint i = 0; i < plan->n_nodes; i++)
        islands->nodes[i] = members[i].node;
    for (guint i = islands->n_main; i < plan->n_nodes; i += members[i].size) {
        const Island island = {.first = i, .end = i + members[i].size};

        keep(islands, plan, &island);
        g_array_append_val(islands->islands, island);
    }
    hide(islands, plan);
    return islands;
}

static void
put(const PictureIslands *islands, PicturePlan *plan, const Island *island, double x,
    double y)
{
    for (guint i = island->first; i < island->end; i++) {
        PictureSpot *spot = &plan->spots[islands->nodes[i]];

        spot->x = x + islands->places[i].x * island->side;
        spot->y = y + islands->places[i].y * island->side;
    }
}

void
picture_islands_put(PictureIslands *islands, PicturePlan *plan)
{
    const Bounds main = bounds_of(plan, islands->nodes, islands->n_main);
    const double area = (main.right - main.left) * (main.top - main.bottom);
    const double one = sqrt(MAX(area, 1) / islands->n_main); /* what a host has */
    double x = main.left;
    double y = main.bottom - 2 * one;
    double high = 0;

    for (guint i = 0; i < islands->islands->len; i++) {
        Island *island = &g_array_index(islands->islands, Island, i);

        island->side = one * sqrt(island->end - island->first) * ROOM;
        if (x > main.left && x + island->side > main.right) {
            x = main.left;
            y -= high + GAP * one;
            high = 0;
        }
        put(islands, plan, island, x + island->side / 2, y - island->side / 2);
        x += island->side + GAP * one;
        high = MAX(high, island->side);
    }
    g_array_unref(islands->islands);
    g_free(islands->places);
    g_free(islands->nodes);
    g_free(islands);
}
