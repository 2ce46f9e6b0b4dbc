/* routes.c - a tree of next hops a destination, found backwards from it and kept for a
 * while; a host that hangs on one other has that one's, and from where it is asked is no
 * matter of it. */
#include <bangpath/routes.h>

#include "network_private.h"
#include "route_ahead.h"

#include <bangpath/ahead.h>

#include <string.h>

/* Who asks for so few trees needs no help with them. */
#define AHEAD_AFTER 16

/* Who asks for so many is likely to ask for more than levels cost. */
#define LEVELS_AFTER 64

/* A tree that is kept: see bp_route_tree(). */
typedef struct {
    gpointer slots;      /* owned */
    guint32 destination; /* whose it is, or the host that it hangs on */
    guint16 edition;
    guint16 used; /* since the hand came by */
} Kept;

/* Of the map. */
typedef struct {
    guint64 *closed; /* owned: a bit a node; NULL if nobody is */
    guint32
        *kept_at; /* owned: by destination, place in kept, or BP_NONE; NULL before the
                         first is asked for */
} Edition;

struct _BpRoutes {
    const BpNetwork *network; /* borrowed */
    guint32 n;
    GArray *editions; /* owned, of Edition */
    GArray *kept;     /* owned, of Kept */
    gsize memory_bytes;
    guint max_kept;
    guint hand; /* of the clock: where to look for a tree to give up */

    /* Made when the first tree is asked for. */
    BpRouteGraph *graph; /* owned */
    BpRouteSearch search;
    BpHop *leaf_hops; /* owned: by node: of a leaf the only way away */
    const guint16 *
        *simple_trees; /* owned: by root, borrowed from kept: of edition 0; NULL
                                   * where nothing is that simple */
    guint32 searched;  /* the destination of the last search, or BP_NONE */
    guint searched_edition;

    gboolean goes_ahead;
    guint n_searches;      /* while nobody was closed */
    BpRouteAhead *ahead;   /* owned */
    BpRouteLevels *levels; /* owned: where no thread goes ahead, which has its own */
    BpRouteClimb climb;
};

static Edition *
edition_at(const BpRoutes *routes, guint edition)
{
    return &g_array_index(routes->editions, Edition, edition);
}

BpRoutes *
bp_routes_new(const BpNetwork *network, gsize memory_bytes)
{
    BpRoutes *routes;
    Edition first = {NULL, NULL};

    g_return_val_if_fail(network, NULL);

    routes = g_new0(BpRoutes, 1);
    routes->network = network;
    routes->n = bp_network_n_nodes(network);
    routes->memory_bytes = memory_bytes;
    routes->editions = g_array_new(FALSE, FALSE, sizeof(Edition));
    g_array_append_val(routes->editions, first);
    routes->kept = g_array_new(FALSE, FALSE, sizeof(Kept));
    routes->searched = BP_NONE;
    return routes;
}

void
bp_routes_free(BpRoutes *routes)
{
    if (!routes)
        return;

    bp_route_ahead_stop(routes->ahead);
    bp_route_levels_free(routes->levels);
    bp_route_climb_clear(&routes->climb);
    for (guint i = 0; i < routes->kept->len; i++)
        g_free(g_array_index(routes->kept, Kept, i).slots);
    g_array_unref(routes->kept);
    for (guint i = 0; i < routes->editions->len; i++) {
        g_free(edition_at(routes, i)->closed);
        g_free(edition_at(routes, i)->kept_at);
    }
    g_array_unref(routes->editions);
    bp_route_search_clear(&routes->search);
    g_free(routes->leaf_hops);
    g_free(routes->simple_trees);
    bp_route_graph_free(routes->graph);
    g_free(routes);
}

void
bp_routes_go_ahead(BpRoutes *routes)
{
    g_return_if_fail(routes);

    routes->goes_ahead = TRUE;
}

static BpHop
hop_over(const BpRoutes *routes, guint32 channel)
{
    return (BpHop){channel, bp_network_to(routes->network, channel)};
}

/* Where there are neither nets nor smart hosts, and room for all trees, the next hop is a
 * matter of few reads: what these need is laid out for them. */
static void
prepare_simple(BpRoutes *routes)
{
    const BpRouteGraph *graph = routes->graph;

    if (graph->has_nets || graph->is_wide || routes->max_kept < graph->n ||
        routes->network->hosts.smart_host != NULL)
        return;

    routes->leaf_hops = g_new0(BpHop, routes->n);
    for (guint32 i = 0; i < routes->n; i++)
        if (graph->place[i] & BP_ROUTE_LEAF)
            routes->leaf_hops[i] =
                hop_over(routes, bp_route_leaf_channel(routes->network, i));
    routes->simple_trees = g_new0(const guint16 *, graph->n);
}

/* Where all are neighbours or on one net none of this is ever needed. */
G_NO_INLINE static void
make_graph(BpRoutes *routes)
{
    gsize width;

    routes->graph = bp_route_graph_new(routes->network);
    width = routes->graph->is_wide ? sizeof(guint32) : sizeof(guint16);
    routes->max_kept =
        (guint)CLAMP(routes->memory_bytes / (MAX(routes->graph->n, 1) * width), 1,
                     MAX(routes->n, 1));
    bp_route_search_init(&routes->search, routes->graph);
    prepare_simple(routes);
}

guint
bp_routes_edition(const BpRoutes *routes)
{
    return routes->editions->len - 1;
}

guint
bp_routes_publish(BpRoutes *routes, const guint64 *closed)
{
    gsize words = routes->n / 64 + 1;
    const guint64 *last = edition_at(routes, bp_routes_edition(routes))->closed;
    gboolean same = TRUE;

    for (gsize i = 0; i < words; i++)
        same = same && closed[i] == (last ? last[i] : 0);
    if (same)
        return bp_routes_edition(routes);
    g_return_val_if_fail(routes->editions->len < BP_EDITIONS_MAX,
                         bp_routes_edition(routes));

    Edition edition = {.closed = g_memdup2(closed, words * sizeof(guint64))};

    g_array_append_val(routes->editions, edition);
    return bp_routes_edition(routes);
}

static void
search(BpRoutes *routes, guint edition, guint32 destination)
{
    guint32 root = routes->graph->place[destination] & ~BP_ROUTE_LEAF;

    bp_route_search(&routes->search, root, edition_at(routes, edition)->closed,
                    destination);
    routes->searched = destination;
    routes->searched_edition = edition;
}

static gboolean
is_live(const BpRoutes *routes, guint32 channel)
{
    BpLink link = bp_network_link(routes->network, channel / 2);

    return (channel & 1 ? link.cost_ba : link.cost_ab) < BP_COST_DEAD;
}

/* Gives up a tree: the first that was not used since the hand last came by. */
static guint32
give_up_one(BpRoutes *routes)
{
    for (;;) {
        guint32 place = routes->hand;
        Kept *kept = &g_array_index(routes->kept, Kept, place);

        routes->hand = (place + 1) % routes->kept->len;
        if (!kept->used) {
            if (routes->simple_trees != NULL && kept->edition == 0)
                routes->simple_trees[routes->graph->place[kept->destination]] = NULL;
            edition_at(routes, kept->edition)->kept_at[kept->destination] = BP_NONE;
            return place;
        }
        kept->used = FALSE;
    }
}

/* What helps those who search a lot; NULL: there is none, or not yet. */
static const BpRouteLevels *
levels_of(BpRoutes *routes)
{
    if (routes->ahead)
        return bp_route_ahead_levels(routes->ahead);
    if (routes->n_searches == LEVELS_AFTER)
        routes->levels = bp_route_levels_new(routes->graph);
    return routes->levels;
}

/* The tree of @root, nobody being closed: by the thread that goes ahead, or by us. */
static gpointer
make_open_tree(BpRoutes *routes, guint edition, guint32 root)
{
    const BpRouteLevels *levels;
    gpointer tree = NULL;

    routes->n_searches++;
    if (routes->goes_ahead && !routes->ahead && routes->n_searches > AHEAD_AFTER)
        routes->ahead = bp_route_ahead_start(
            routes->graph, routes->max_kept - MIN(routes->max_kept, AHEAD_AFTER));
    if (routes->ahead)
        tree = bp_route_ahead_take(routes->ahead, root);
    if (tree)
        return tree;
    levels = levels_of(routes);
    if (levels)
        return bp_route_levels_tree(levels, &routes->climb, root);
    search(routes, edition, routes->graph->node[root]);
    return bp_route_tree(&routes->search);
}

static gpointer
make_tree(BpRoutes *routes, guint edition, guint32 destination)
{
    if (!edition_at(routes, edition)->closed)
        return make_open_tree(routes, edition,
                              routes->graph->place[destination] & ~BP_ROUTE_LEAF);
    search(routes, edition, destination);
    return bp_route_tree(&routes->search);
}

static gconstpointer
find_tree(BpRoutes *routes, guint edition, guint32 destination)
{
    Edition *map = edition_at(routes, edition);
    guint32 place;
    Kept *kept;

    if (map->kept_at == NULL) {
        map->kept_at = g_new(guint32, routes->n);
        memset(map->kept_at, 0xff, routes->n * sizeof(guint32));
    }
    place = map->kept_at[destination];
    if (place != BP_NONE) {
        kept = &g_array_index(routes->kept, Kept, place);
        kept->used = TRUE;
        return kept->slots;
    }

    if (routes->kept->len < routes->max_kept) {
        Kept fresh = {.slots = NULL};

        place = routes->kept->len;
        g_array_append_val(routes->kept, fresh);
    } else {
        place = give_up_one(routes);
    }
    kept = &g_array_index(routes->kept, Kept, place);
    g_free(kept->slots);
    kept->slots = make_tree(routes, edition, destination);
    kept->destination = destination;
    kept->edition = (guint16)edition;
    kept->used = TRUE;
    map->kept_at[destination] = place;
    return kept->slots;
}

/* By which channel @core goes, in @tree; BP_NONE: there is no way. */
static guint32
channel_in(const BpRouteGraph *graph, gconstpointer tree, guint32 core)
{
    guint32 slot;

    if (graph->is_wide) {
        slot = ((const guint32 *)tree)[core];
    } else {
        slot = ((const guint16 *)tree)[core];
        if (slot == G_MAXUINT16)
            slot = BP_NONE;
    }
    return slot == BP_NONE ? BP_NONE : graph->ways[graph->way_offsets[core] + slot];
}

/* Where @channel leads, and beyond the net if it leads to one. */
static guint32
host_behind(const BpRoutes *routes, gconstpointer tree, guint32 channel)
{
    guint32 to = bp_network_to(routes->network, channel);

    if (!routes->graph->has_nets ||
        !bp_hosts_traits(&routes->network->hosts, to)->is_net)
        return to;
    return bp_network_to(routes->network,
                         channel_in(routes->graph, tree, routes->graph->place[to]));
}

/* Whether the leaf @at hands to a neighbour that takes nothing of its for @destination. */
static gboolean
is_cut_off(const BpRoutes *routes, const guint64 *closed, guint32 at,
           guint32 destination)
{
    guint32 above =
        bp_network_to(routes->network, bp_route_leaf_channel(routes->network, at));

    return bp_route_is_shut(routes->network, closed, above, destination) &&
           !bp_network_vouches(routes->network, above, at);
}

/* Between two that both are, or hang on, the same host of the core. */
static BpHop
step_over(const BpRoutes *routes, guint32 at, guint32 destination)
{
    guint32 channel;

    if (routes->graph->place[at] & BP_ROUTE_LEAF) {
        channel = bp_route_leaf_channel(routes->network, at);
        return (BpHop){channel, bp_network_to(routes->network, channel)};
    }
    channel = bp_route_leaf_channel(routes->network, destination) ^ 1;
    return (BpHop){channel, destination};
}

/* From @at to @destination, smart hosts aside. Where nobody is closed the tree of a host
 * serves its leaves too; else what is carried depends on whom it is for. */
static BpHop
way(BpRoutes *routes, guint edition, guint32 at, guint32 destination)
{
    const BpHop none = {BP_NONE, BP_NONE};
    guint32 net = bp_network_common_net(routes->network, at, destination);
    const BpRouteGraph *graph;
    const guint64 *closed;
    guint32 core, root, channel;
    gconstpointer tree;

    if (net != BP_NONE)
        return (BpHop){bp_network_access(routes->network, at, net), destination};
    if (!routes->graph)
        make_graph(routes);
    graph = routes->graph;
    closed = edition_at(routes, edition)->closed;
    core = graph->place[at] & ~BP_ROUTE_LEAF;
    root = graph->place[destination] & ~BP_ROUTE_LEAF;
    if (closed && (graph->place[at] & BP_ROUTE_LEAF) &&
        is_cut_off(routes, closed, at, destination))
        return none;
    if (core == root)
        return step_over(routes, at, destination);

    tree = find_tree(routes, edition, closed ? destination : graph->node[root]);
    channel = channel_in(graph, tree, core);
    if (channel == BP_NONE)
        return none;
    if (graph->place[at] & BP_ROUTE_LEAF)
        channel = bp_route_leaf_channel(routes->network, at);
    return (BpHop){channel, host_behind(routes, tree, channel)};
}

/* way() by edition 0, in which nobody is closed. */
static inline BpHop
next_simply(BpRoutes *routes, guint32 at, guint32 destination)
{
    const BpRouteGraph *graph = routes->graph;
    guint32 core = graph->place[at] & ~BP_ROUTE_LEAF;
    guint32 root = graph->place[destination] & ~BP_ROUTE_LEAF;
    const guint16 *tree = routes->simple_trees[root];
    guint32 slot;

    if (core == root) {
        if (graph->place[at] & BP_ROUTE_LEAF)
            return routes->leaf_hops[at];
        return (BpHop){routes->leaf_hops[destination].channel ^ 1, destination};
    }
    if (G_UNLIKELY(tree == NULL)) {
        tree = find_tree(routes, 0, graph->node[root]);
        routes->simple_trees[root] = tree;
    }
    slot = tree[core];
    if (slot == G_MAXUINT16)
        return (BpHop){BP_NONE, BP_NONE};
    if (graph->place[at] & BP_ROUTE_LEAF)
        return routes->leaf_hops[at];
    return hop_over(routes, graph->ways[graph->way_offsets[core] + slot]);
}

/* To a neighbour, by whoever computes nothing: straight, unless the link is dead. */
static gboolean
go_straight(const BpRoutes *routes, guint32 at, guint32 neighbour, BpHop *hop)
{
    guint32 channel = bp_network_channel_between(routes->network, at, neighbour);

    if (channel == BP_NONE ||
        bp_hosts_traits(&routes->network->hosts,
                        bp_network_to(routes->network, channel))
            ->is_net ||
        !is_live(routes, channel))
        return FALSE;
    *hop = (BpHop){channel, neighbour};
    return TRUE;
}

/* From a host that has a smart host and is not on a net with @destination. */
static BpHop
ask_smart_host(BpRoutes *routes, guint edition, guint32 at, guint32 destination)
{
    guint32 smart_host = bp_hosts_smart_host(&routes->network->hosts, at);
    BpHop hop;

    if (go_straight(routes, at, destination, &hop))
        return hop;
    if (bp_network_reaches_down(routes->network, at, destination))
        return way(routes, edition, at, destination);
    if (bp_network_common_net(routes->network, at, smart_host) == BP_NONE &&
        go_straight(routes, at, smart_host, &hop))
        return hop;
    hop = way(routes, edition, at, smart_host);
    return hop.channel == BP_NONE ? way(routes, edition, at, destination) : hop;
}

/* By far the commonest, where there is but one net: two hosts on it talk directly. */
static inline gboolean
meet_on_only_net(const BpNetwork *network, guint32 a, guint32 b)
{
    const guint32 *access = network->only_access;

    return access != NULL && access[a] != BP_NONE && access[b] != BP_NONE;
}

BpHop
bp_routes_next(BpRoutes *routes, guint edition, guint32 at, guint32 destination)
{
    guint32 smart_host;

    g_return_val_if_fail(routes && at < routes->n && destination < routes->n,
                         ((BpHop){BP_NONE, BP_NONE}));
    g_return_val_if_fail(edition < routes->editions->len, ((BpHop){BP_NONE, BP_NONE}));
    g_return_val_if_fail(at != destination, ((BpHop){BP_NONE, BP_NONE}));

    if (routes->simple_trees != NULL && edition == 0)
        return next_simply(routes, at, destination);
    if (meet_on_only_net(routes->network, at, destination))
        return (BpHop){routes->network->only_access[at], destination};
    smart_host = bp_hosts_smart_host(&routes->network->hosts, at);
    if (smart_host == BP_NONE || smart_host == at ||
        bp_network_common_net(routes->network, at, destination) != BP_NONE)
        return way(routes, edition, at, destination);
    return ask_smart_host(routes, edition, at, destination);
}

void
bp_routes_expect(const BpRoutes *routes, guint edition, guint32 at, guint32 destination)
{
    const BpRouteGraph *graph = routes->graph;
    const guint16 *tree;
    guint32 core;

    if (routes->simple_trees == NULL || edition != 0)
        return;
    core = graph->place[at] & ~BP_ROUTE_LEAF;
    tree = routes->simple_trees[graph->place[destination] & ~BP_ROUTE_LEAF];
    bp_ahead(&graph->way_offsets[core]);
    if (tree != NULL)
        bp_ahead(&tree[core]);
}

gint64
bp_routes_cost(BpRoutes *routes, guint32 from, guint32 destination)
{
    guint edition;
    const guint64 *closed;
    guint32 core, root;
    guint64 key = 0;

    g_return_val_if_fail(routes && from < routes->n && destination < routes->n, -1);

    if (from == destination)
        return 0;
    if (!routes->graph)
        make_graph(routes);
    edition = bp_routes_edition(routes);
    closed = edition_at(routes, edition)->closed;
    core = routes->graph->place[from];
    root = routes->graph->place[destination];
    if (routes->searched != destination || routes->searched_edition != edition)
        search(routes, edition, destination);
    if (core & BP_ROUTE_LEAF) {
        if (is_cut_off(routes, closed, from, destination))
            return -1;
        key += bp_route_step(routes->network,
                             bp_route_leaf_channel(routes->network, from));
    }
    if (root & BP_ROUTE_LEAF)
        key += bp_route_step(routes->network,
                             bp_route_leaf_channel(routes->network, destination) ^ 1);
    core &= ~BP_ROUTE_LEAF;
    if (routes->search.nodes[core].key == BP_ROUTE_UNREACHED)
        return -1;
    return (gint64)((key + routes->search.nodes[core].key) >> BP_ROUTE_HOP_BITS);
}

void
bp_routes_archive(BpRoutes *routes, BpArchive *archive)
{
    gsize words = routes->n / 64 + 1;
    g_autofree guint64 *closed = g_new(guint64, words);
    guint64 n;

    bp_archive_section(archive, "routes");
    n = bp_archive_count(archive, routes->editions->len, BP_EDITIONS_MAX, 0);
    for (guint i = 1; i < n; i++) {
        if (i < routes->editions->len)
            memcpy(closed, edition_at(routes, i)->closed, words * sizeof(guint64));
        bp_archive_u64s(archive, closed, words);
        if (i == routes->editions->len)
            bp_routes_publish(routes, closed);
    }
    bp_archive_expect(archive, n == routes->editions->len,
                      "an edition is one too many");
}
