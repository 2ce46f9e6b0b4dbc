/* route_search.c - Dijkstra's algorithm backwards over the core.
 *
 * Arrays are made once and used by every search; only as much of the heap is touched as a
 * search fills. */
#include "route_search.h"

#include <string.h>

void
bp_route_search_init(BpRouteSearch *search, const BpRouteGraph *graph)
{
    *search = (BpRouteSearch){
        .graph = graph,
        .nodes = g_new(BpRouteNode, graph->n),
        .heap.entries = g_new(BpRouteEntry, (gsize)graph->arc_offsets[graph->n] + 1),
    };
}

void
bp_route_search_clear(BpRouteSearch *search)
{
    g_clear_pointer(&search->nodes, g_free);
    g_clear_pointer(&search->heap.entries, g_free);
}

/* The host that comes next from @core by its way @slot: where it leads, or beyond the net. */
static guint32
next_host(const BpRouteSearch *search, guint32 core, guint32 slot)
{
    const BpRouteGraph *graph = search->graph;
    guint32 channel = graph->ways[graph->way_offsets[core] + slot];
    guint32 to = bp_network_to(graph->network, channel);
    guint32 behind;

    if (!bp_network_traits(graph->network, to)->is_net)
        return to;
    /* A net that is itself the root has the destination behind it, a hop nearer than any
     * other way leads: it ties with nothing but itself. */
    behind = search->nodes[graph->place[to]].slot;
    if (behind == BP_NONE)
        return to;
    return bp_network_to(graph->network,
                         graph->ways[graph->way_offsets[graph->place[to]] + behind]);
}

/* Of two ways of @core that cost the same: the lower next host, then link. Ways are in the
 * order of hosts and nets. */
static gboolean
goes_before(const BpRouteSearch *search, guint32 core, guint32 a, guint32 b)
{
    guint32 host_a, host_b;

    if (!search->graph->has_nets)
        return a < b;
    host_a = next_host(search, core, a);
    host_b = next_host(search, core, b);
    if (host_a != host_b)
        return host_a < host_b;

    const guint32 *ways = search->graph->ways + search->graph->way_offsets[core];

    return ways[a] / 2 < ways[b] / 2;
}

/* There is a way by @arc with this key. A tie may still be found when its host is settled;
 * nobody has looked at its choice then: only nets' are looked at, and whatever follows a net
 * has a lower key, as leaving a net is a hop. */
static inline void
offer(BpRouteSearch *search, const BpRouteArc *arc, guint64 key)
{
    BpRouteNode *known = &search->nodes[arc->from];

    if (key < known->key) {
        *known = (BpRouteNode){key, arc->slot};
        bp_route_heap_push(&search->heap, key, arc->from);
    } else if (key == known->key && known->slot != BP_NONE &&
               goes_before(search, arc->from, arc->slot, known->slot)) {
        known->slot = arc->slot;
    }
}

gboolean
bp_route_is_shut(const BpNetwork *network, const guint64 *closed, guint32 node,
                 guint32 destination)
{
    return closed != NULL && (closed[node / 64] >> node % 64 & 1) &&
           node != destination && !bp_network_reaches_down(network, node, destination);
}

void
bp_route_search(BpRouteSearch *search, guint32 root, const guint64 *closed,
                guint32 destination)
{
    const BpRouteGraph *graph = search->graph;

    memset(search->nodes, 0xff, graph->n * sizeof *search->nodes);
    search->heap.n = 0;
    search->nodes[root].key = 0;
    bp_route_heap_push(&search->heap, 0, root);
    while (search->heap.n > 0) {
        BpRouteEntry entry = bp_route_heap_pop(&search->heap);
        guint32 node = graph->node[entry.node];

        if (entry.key > search->nodes[entry.node].key)
            continue;

        gboolean shut = bp_route_is_shut(graph->network, closed, node, destination);
        const BpRouteArc *arc = graph->arcs + graph->arc_offsets[entry.node];
        const BpRouteArc *end = graph->arcs + graph->arc_offsets[entry.node + 1];

        for (; arc < end; arc++) {
            if (shut &&
                !bp_network_vouches(graph->network, node, graph->node[arc->from]))
                continue;
            if (arc->step < BP_ROUTE_UNREACHED - entry.key)
                offer(search, arc, entry.key + arc->step);
        }
    }
}
