/* route_graph.c - leaves are folded into their neighbours; the rest is laid out for a search
 * backwards. */
#include "route_graph.h"

guint64
bp_route_step(const BpNetwork *network, guint32 channel)
{
    BpLink link = bp_network_link(network, channel / 2);
    gboolean forth = (channel & 1) == 0;
    guint64 cost = (guint64)(forth ? link.cost_ab : link.cost_ba);

    if (bp_network_traits(network, link.b)->is_net)
        return forth ? cost << BP_ROUTE_HOP_BITS : BP_ROUTE_ONE_HOP;
    return (cost << BP_ROUTE_HOP_BITS) + BP_ROUTE_ONE_HOP;
}

/* Two hosts that have only each other are no leaves: one of them must be what the other
 * hangs on. */
static gboolean
is_leaf(const BpNetwork *network, guint32 node)
{
    guint n, n_above;
    const guint32 *out = bp_network_out(network, node, &n);
    guint32 above;

    if (n != 1 || bp_network_traits(network, node)->is_net)
        return FALSE;
    above = bp_network_to(network, out[0]);
    bp_network_out(network, above, &n_above);
    return n_above > 1 || bp_network_traits(network, above)->is_net;
}

/* A host of the core, and its links. */
typedef struct {
    guint32 node;
    guint n;
} Rank;

static gint
compare_ranks(gconstpointer a, gconstpointer b)
{
    const Rank *x = a, *y = b;

    if (x->n != y->n)
        return x->n > y->n ? -1 : 1;
    return (x->node > y->node) - (x->node < y->node);
}

/* Who has most links comes first: what most mail passes through then stands together at the
 * begin of every tree, and stays in the cache. */
static void
number_core(BpRouteGraph *graph)
{
    const BpNetwork *network = graph->network;
    guint32 n_nodes = bp_network_n_nodes(network);
    g_autofree Rank *ranks = g_new(Rank, n_nodes + 1);

    graph->place = g_new(guint32, n_nodes);
    for (guint32 i = 0; i < n_nodes; i++) {
        graph->place[i] = BP_ROUTE_LEAF;
        if (is_leaf(network, i))
            continue;
        ranks[graph->n].node = i;
        bp_network_out(network, i, &ranks[graph->n++].n);
        graph->has_nets |= bp_network_traits(network, i)->is_net;
    }
    qsort(ranks, graph->n, sizeof *ranks, compare_ranks);
    graph->node = g_new(guint32, graph->n);
    for (guint32 i = 0; i < graph->n; i++) {
        graph->node[i] = ranks[i].node;
        graph->place[ranks[i].node] = i;
    }
    for (guint32 i = 0; i < n_nodes; i++)
        if (graph->place[i] & BP_ROUTE_LEAF) {
            guint32 channel = bp_route_leaf_channel(network, i);

            graph->place[i] |= graph->place[bp_network_to(network, channel)];
        }
}

/* The channels from @core to others of the core: into @ways, if it is not NULL. */
static guint32
list_ways(const BpRouteGraph *graph, guint32 core, guint32 *ways)
{
    guint n;
    const guint32 *out = bp_network_out(graph->network, graph->node[core], &n);
    guint32 n_ways = 0;

    for (guint i = 0; i < n; i++) {
        if (graph->place[bp_network_to(graph->network, out[i])] & BP_ROUTE_LEAF)
            continue;
        if (ways)
            ways[n_ways] = out[i];
        n_ways++;
    }
    return n_ways;
}

static void
lay_out_ways(BpRouteGraph *graph)
{
    graph->way_offsets = g_new0(guint32, (gsize)graph->n + 1);
    for (guint32 i = 0; i < graph->n; i++) {
        guint32 n = list_ways(graph, i, NULL);

        graph->is_wide |= n >= G_MAXUINT16;
        graph->way_offsets[i + 1] = graph->way_offsets[i] + n;
    }
    graph->ways = g_new0(guint32, (gsize)graph->way_offsets[graph->n] + 1);
    for (guint32 i = 0; i < graph->n; i++)
        list_ways(graph, i, graph->ways + graph->way_offsets[i]);
}

/* The same channels, by where they lead. As many lead to a host as lead away from it, since
 * links go both ways; so the offsets are the same. */
static void
lay_out_arcs(BpRouteGraph *graph)
{
    guint32 *next = g_new(guint32, graph->n);

    graph->arc_offsets =
        g_memdup2(graph->way_offsets, ((gsize)graph->n + 1) * sizeof(guint32));
    graph->arcs = g_new(BpRouteArc, (gsize)graph->way_offsets[graph->n] + 1);
    for (guint32 i = 0; i < graph->n; i++)
        next[i] = graph->arc_offsets[i];
    for (guint32 from = 0; from < graph->n; from++)
        for (guint32 i = graph->way_offsets[from]; i < graph->way_offsets[from + 1];
             i++) {
            guint32 channel = graph->ways[i];
            guint32 to = graph->place[bp_network_to(graph->network, channel)];

            graph->arcs[next[to]++] =
                (BpRouteArc){bp_route_step(graph->network, channel), from,
                             i - graph->way_offsets[from]};
        }
    g_free(next);
}

BpRouteGraph *
bp_route_graph_new(const BpNetwork *network)
{
    BpRouteGraph *graph = g_new0(BpRouteGraph, 1);

    graph->network = network;
    number_core(graph);
    lay_out_ways(graph);
    lay_out_arcs(graph);
    return graph;
}

void
bp_route_graph_free(BpRouteGraph *graph)
{
    if (!graph)
        return;
    g_free(graph->place);
    g_free(graph->node);
    g_free(graph->arc_offsets);
    g_free(graph->arcs);
    g_free(graph->way_offsets);
    g_free(graph->ways);
    g_free(graph);
}
