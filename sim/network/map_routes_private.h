/* map_routes_private.h - the tree as it grows.
 *
 * Private to network. map_routes.c grows it, map_heap.c says who is next, map_ties.c which of
 * two equal ways is taken, map_copies.c what <> means, map_lines.c names the routes.
 */
#ifndef BANGPATH_NETWORK_MAP_ROUTES_PRIVATE_H
#define BANGPATH_NETWORK_MAP_ROUTES_PRIVATE_H

#include <bangpath/map_routes.h>

/* A vertex's flags: those of its node below, and these. */
typedef enum {
    VERTEX_DONE = 1 << 8,
    VERTEX_COPY = 1 << 9,        /* terminal */
    VERTEX_ALIAS_COPY = 1 << 10, /* as an alias of a terminal copy */
    VERTEX_USED_LEFT = 1 << 11,  /* the way to it has a name left of the user */
    VERTEX_USED_RIGHT = 1 << 12,

    /* Of its route, when the tree is complete. */
    VERTEX_STEP = 1 << 16,    /* its own name is in it */
    VERTEX_STEPPED = 1 << 17, /* some name is */
    VERTEX_RIGHT = 1 << 18,   /* the side of its step, or of those below a net */
    VERTEX_AT = 1 << 19,      /* an @ was written */
    VERTEX_FAR = 1 << 20,     /* it passes a domain that home is no gateway of */
    VERTEX_BY_HOME = 1 << 21, /* of nets and domains: the host above is home */
    VERTEX_OUTDONE = 1 << 22, /* another copy of the node is cheaper */
} VertexFlags;

/* A node, or a copy of one, and the best way to it so far. */
typedef struct {
    const char *text; /* its name, borrowed from the map */
    gint64 cost;
    guint32 parent; /* a vertex, or BP_MAP_NONE */
    guint32 link;   /* from there, or BP_MAP_NONE */
    guint32 place;  /* in the heap: from 1; 0 if it is not there */
    guint32 depth;  /* hosts and domains above; when done */
    guint32 copy;   /* of a node: its newest copy; of a copy: the next older one */
    guint32 node;   /* what it is, or is a copy of */
    guint32 name;
    guint32 first; /* of its links */
    guint32 end;
    guint32 flags;
    char op; /* of its step, or of those below a net */
} Vertex;

/* A link, beside those of the same vertex. */
typedef struct {
    gint64 cost;
    guint32 to;
    char op;
    guint8 flags;
} Link;

/* In the heap. */
typedef struct {
    gint64 cost;
    guint32 vertex;
    guint32 flags; /* whether it is a net, a domain */
} Waiting;

struct _BpMapRoutes {
    const BpMap *map; /* borrowed */
    guint32 home;
    guint32 n_nodes;
    guint32 n_vertices; /* the first n_nodes are nodes, in their order */
    guint32 room;
    Vertex *vertices; /* owned */
    GArray *links;    /* owned, of Link */
    Waiting *heap;    /* owned: from 1; room for all vertices */
    guint32 n_waiting;
    GArray *reached; /* owned, of guint32: vertices, in order */
    gboolean is_cut;
};

static inline Link *
link_of(const BpMapRoutes *routes, guint32 link)
{
    return &g_array_index(routes->links, Link, link);
}

static inline gboolean
is_plain_net(guint32 flags)
{
    return (flags & (BP_MAP_NET | BP_MAP_DOMAIN)) == BP_MAP_NET;
}

/* ---- map_heap.c ---- */

void map_heap_push(BpMapRoutes *routes, guint32 vertex);
guint32 map_heap_pop(BpMapRoutes *routes);

/* The cost of @vertex has changed. */
void map_heap_move(BpMapRoutes *routes, guint32 vertex);

/* ---- map_ties.c ---- */

/* Whether a way to @to that ends with @fresh is taken for one that ends with @old. */
gboolean map_tie_goes_to(const BpMapRoutes *routes, guint32 old, guint32 fresh,
                         guint32 to);

/* ---- map_copies.c ---- */

/* Where @link from @from leads, as the terminal copy that it is to be there; or
 * BP_MAP_NONE if it leads nowhere. */
guint32 map_copy_for(BpMapRoutes *routes, guint32 from, guint32 link);

/* ---- map_lines.c ---- */

/* What all routes are written of. */
void map_lines_settle(BpMapRoutes *routes);

#endif
