/* route_levels.c - contraction once, and then a climb, a search and a pass a tree.
 *
 * A label is one number: cost, hops and the first step's slot, the first counting most, so that
 * the lesser of two labels is the better way, and a way's label is the sum of its parts' with
 * all slots but the first taken away. Hosts go by rank: 0 is a hub, the last was contracted
 * first. So whom a host may ask always has a lower rank. */
#include "route_levels.h"

#include <string.h>

/* More than any way; two of these still fit. */
#define NO_WAY (G_GUINT64_CONSTANT(1) << 62)

/* Dear links are judged by ways through this many hosts, those with most links. */
#define LANDMARKS 4

/* From a contracted host to one above it, and back. */
typedef struct {
    guint64 out;
    guint64 in;
    guint32 to; /* rank */
} Up;

/* From the hub @from to the one whose list it is in. */
typedef struct {
    guint64 label;
    guint32 from;
} Arc;

struct _BpRouteLevels {
    const BpRouteGraph *graph; /* borrowed */
    guint32 n;
    guint32 n_hubs;
    guint hop_shift;  /* where hops begin in a label: behind the slot */
    guint cost_shift; /* likewise */
    guint32 *rank;    /* owned: by number in the core */
    guint32 *core;    /* owned: by rank */
    Up *ups;          /* owned: BP_ROUTE_UPS each, of ranks from n_hubs on */
    guint32 *offsets; /* owned: n_hubs + 1, into arcs */
    Arc *arcs;        /* owned */
};

static inline guint64
slot_mask(const BpRouteLevels *levels)
{
    return (G_GUINT64_CONSTANT(1) << levels->hop_shift) - 1;
}

/* ---- contraction ---- */

/* To a neighbour; it has one to us as well. */
typedef struct {
    guint64 out; /* label; NO_WAY: there is only the other way */
    guint32 to;
} Edge;

typedef struct {
    BpRouteLevels *levels;
    GArray **edges; /* owned, each owned: by number in the core, of Edge */
    guint64 slots;  /* mask */
} Making;

static Edge *
find_edge(const Making *making, guint32 from, guint32 to)
{
    GArray *edges = making->edges[from];

    for (guint i = 0; i < edges->len; i++)
        if (g_array_index(edges, Edge, i).to == to)
            return &g_array_index(edges, Edge, i);
    return NULL;
}

/* There is a way from @a to @b with label @forth, and one back. */
static void
join(Making *making, guint32 a, guint32 b, guint64 forth, guint64 back)
{
    gboolean a_is_shorter = making->edges[a]->len < making->edges[b]->len;
    Edge *edge = a_is_shorter ? find_edge(making, a, b) : find_edge(making, b, a),
         *other;

    if (forth >= NO_WAY && back >= NO_WAY)
        return;
    if (edge == NULL) {
        Edge to_b = {forth, b}, to_a = {back, a};

        g_array_append_val(making->edges[a], to_b);
        g_array_append_val(making->edges[b], to_a);
        return;
    }
    if (edge->out > (a_is_shorter ? forth : back))
        edge->out = a_is_shorter ? forth : back;
    other = a_is_shorter ? find_edge(making, b, a) : find_edge(making, a, b);
    if (other->out > (a_is_shorter ? back : forth))
        other->out = a_is_shorter ? back : forth;
}

/* Two ways, one after the other. */
static guint64
chain(const Making *making, guint64 first, guint64 second)
{
    if (first >= NO_WAY || second >= NO_WAY)
        return NO_WAY;
    return first + (second & ~making->slots);
}

/* Takes @core out, and stands it at the end of what is left. */
static void
contract(Making *making, guint32 core, guint32 rank)
{
    BpRouteLevels *levels = making->levels;
    GArray *edges = making->edges[core];
    guint64 in[BP_ROUTE_UPS];

    levels->rank[core] = rank;
    levels->core[rank] = core;
    for (guint i = 0; i < edges->len; i++) {
        const Edge *edge = &g_array_index(edges, Edge, i);
        Edge *back = find_edge(making, edge->to, core);
        GArray *theirs = making->edges[edge->to];

        in[i] = back->out;
        g_array_remove_index_fast(theirs, (guint)(back - (Edge *)(void *)theirs->data));
        levels->ups[(gsize)rank * BP_ROUTE_UPS + i] = (Up){edge->out, in[i], edge->to};
    }
    for (guint i = 0; i < edges->len; i++)
        for (guint j = 0; j < i; j++) {
            const Edge *a = &g_array_index(edges, Edge, i);
            const Edge *b = &g_array_index(edges, Edge, j);

            join(making, a->to, b->to, chain(making, in[i], b->out),
                 chain(making, in[j], a->out));
        }
}

/* Those with fewest neighbours first. Returns: how many are left. */
static guint32
contract_all(Making *making)
{
    BpRouteLevels *levels = making->levels;
    guint32 n_left = levels->n, before;

    for (guint most = 0; most <= BP_ROUTE_UPS; most++)
        do {
            before = n_left;
            for (guint32 i = levels->n; i-- > 0;)
                if (levels->rank[i] == BP_NONE && making->edges[i]->len <= most)
                    contract(making, i, --n_left);
        } while (n_left < before);
    return n_left;
}

/* Gives the hubs their ranks, and those above the contracted theirs instead of numbers. Who has
 * fewer than BP_ROUTE_UPS above him has ways that are none: so that none counts. */
static void
settle_ranks(BpRouteLevels *levels)
{
    guint32 n_hubs = 0;

    for (guint32 i = 0; i < levels->n; i++)
        if (levels->rank[i] == BP_NONE) {
            levels->rank[i] = n_hubs;
            levels->core[n_hubs++] = i;
        }
    levels->n_hubs = n_hubs;
    for (gsize i = (gsize)n_hubs * BP_ROUTE_UPS; i < (gsize)levels->n * BP_ROUTE_UPS;
         i++)
        if (levels->ups[i].out == 0 && levels->ups[i].in == 0)
            levels->ups[i] = (Up){NO_WAY, NO_WAY, 0};
        else
            levels->ups[i].to = levels->rank[levels->ups[i].to];
}

static void
lay_out_hubs(const Making *making)
{
    BpRouteLevels *levels = making->levels;
    guint32 *next;

    levels->offsets = g_new0(guint32, (gsize)levels->n_hubs + 2);
    next = levels->offsets + 1;
    for (guint pass = 0; pass < 2; pass++) {
        for (guint32 from = 0; from < levels->n_hubs; from++) {
            const GArray *edges = making->edges[levels->core[from]];

            for (guint i = 0; i < edges->len; i++) {
                const Edge *edge = &g_array_index(edges, Edge, i);
                guint32 to = levels->rank[edge->to];

                if (edge->out >= NO_WAY)
                    continue;
                if (pass == 0)
                    next[to + 1]++;
                else
                    levels->arcs[next[to]++] = (Arc){edge->out, from};
            }
        }
        if (pass == 1)
            break;
        for (guint32 i = 0; i < levels->n_hubs; i++)
            next[i + 1] += next[i];
        levels->arcs = g_new(Arc, (gsize)next[levels->n_hubs] + 1);
    }
}

/* ---- what is too dear ---- */

/* Keys of the cheapest ways to each landmark, and from it. */
typedef struct {
    guint n;
    guint64 *to[LANDMARKS];
    guint64 *from[LANDMARKS];
} Landmarks;

/* What going back over @arc, which leads to @to, adds to a key. */
static guint64
step_back(const BpRouteGraph *graph, const BpRouteArc *arc)
{
    guint32 channel = graph->ways[graph->way_offsets[arc->from] + arc->slot];

    return bp_route_step(graph->network, channel ^ 1);
}

static guint64 *
keys_to(const BpRouteGraph *graph, guint32 root)
{
    guint64 *keys = g_new(guint64, graph->n);
    BpRouteSearch search;

    bp_route_search_init(&search, graph);
    bp_route_search(&search, root, NULL, graph->node[root]);
    for (guint32 i = 0; i < graph->n; i++)
        keys[i] = search.nodes[i].key;
    bp_route_search_clear(&search);
    return keys;
}

/* Ways from a host are ways to it where every link costs what it costs the other way. */
static void
find_landmarks(const BpRouteGraph *graph, Landmarks *landmarks)
{
    guint32 n_arcs = graph->arc_offsets[graph->n];
    BpRouteGraph turned = *graph;

    turned.arcs = g_memdup2(graph->arcs, ((gsize)n_arcs + 1) * sizeof *graph->arcs);
    for (guint32 i = 0; i < n_arcs; i++)
        turned.arcs[i].step = step_back(graph, &graph->arcs[i]);
    landmarks->n = MIN(graph->n, LANDMARKS);
    for (guint i = 0; i < landmarks->n; i++) {
        landmarks->to[i] = keys_to(graph, i);
        landmarks->from[i] = keys_to(&turned, i);
    }
    g_free(turned.arcs);
}

static void
clear_landmarks(Landmarks *landmarks)
{
    for (guint i = 0; i < landmarks->n; i++) {
        g_free(landmarks->to[i]);
        g_free(landmarks->from[i]);
    }
}

/* Whether there is a cheaper way than the link from @from to @to. */
static gboolean
is_too_dear(const Landmarks *landmarks, guint32 from, guint32 to, guint64 step)
{
    for (guint i = 0; i < landmarks->n; i++) {
        guint64 there = landmarks->to[i][from], on = landmarks->from[i][to];

        if (there < step && on < step && there + on < step)
            return TRUE;
    }
    return FALSE;
}

/* ---- making ---- */

static guint
bits_for(guint64 most)
{
    return most == 0 ? 0 : 64 - (guint)__builtin_clzll(most);
}

/* Decides what of a label is what; FALSE: it does not fit. No way has more hops than hosts. */
static gboolean
divide_labels(BpRouteLevels *levels)
{
    const BpRouteGraph *graph = levels->graph;
    guint64 dearest = 0, most_ways = 0;
    guint bits;

    for (guint32 i = 0; i < graph->arc_offsets[graph->n]; i++)
        dearest = MAX(dearest, graph->arcs[i].step >> BP_ROUTE_HOP_BITS);
    for (guint32 i = 0; i < graph->n; i++)
        most_ways = MAX(most_ways, graph->way_offsets[i + 1] - graph->way_offsets[i]);
    levels->hop_shift = bits_for(most_ways);
    levels->cost_shift = levels->hop_shift + bits_for(graph->n);
    bits = levels->cost_shift + bits_for(dearest) + bits_for(graph->n);
    return !graph->has_nets && !graph->is_wide && bits < 62;
}

static guint64
label_of(const BpRouteLevels *levels, guint64 step, guint32 slot)
{
    guint64 cost = step >> BP_ROUTE_HOP_BITS;
    guint64 hops = step & ((BP_ROUTE_ONE_HOP << BP_ROUTE_HOP_BITS) - 1);

    return cost << levels->cost_shift | hops << levels->hop_shift | slot;
}

static void
add_links(Making *making, const Landmarks *landmarks)
{
    const BpRouteGraph *graph = making->levels->graph;

    for (guint32 to = 0; to < graph->n; to++)
        for (guint32 i = graph->arc_offsets[to]; i < graph->arc_offsets[to + 1]; i++) {
            const BpRouteArc *arc = &graph->arcs[i];

            if (!is_too_dear(landmarks, arc->from, to, arc->step))
                join(making, arc->from, to,
                     label_of(making->levels, arc->step, arc->slot), NO_WAY);
        }
}

BpRouteLevels *
bp_route_levels_new(const BpRouteGraph *graph)
{
    BpRouteLevels *levels = g_new0(BpRouteLevels, 1);
    Making making = {.levels = levels};
    Landmarks landmarks;

    levels->graph = graph;
    levels->n = graph->n;
    if (!divide_labels(levels)) {
        bp_route_levels_free(levels);
        return NULL;
    }
    making.slots = slot_mask(levels);
    making.edges = g_new(GArray *, levels->n);
    for (guint32 i = 0; i < levels->n; i++)
        making.edges[i] = g_array_new(FALSE, FALSE, sizeof(Edge));
    levels->rank = g_new(guint32, levels->n);
    memset(levels->rank, 0xff, levels->n * sizeof(guint32));
    levels->core = g_new(guint32, levels->n);
    levels->ups = g_new0(Up, (gsize)levels->n * BP_ROUTE_UPS);
    find_landmarks(graph, &landmarks);
    add_links(&making, &landmarks);
    clear_landmarks(&landmarks);
    contract_all(&making);
    settle_ranks(levels);
    lay_out_hubs(&making);
    for (guint32 i = 0; i < levels->n; i++)
        g_array_unref(making.edges[i]);
    g_free(making.edges);
    return levels;
}

void
bp_route_levels_free(BpRouteLevels *levels)
{
    if (levels == NULL)
        return;
    g_free(levels->rank);
    g_free(levels->core);
    g_free(levels->ups);
    g_free(levels->offsets);
    g_free(levels->arcs);
    g_free(levels);
}

/* ---- one tree ---- */

void
bp_route_climb_clear(BpRouteClimb *climb)
{
    g_clear_pointer(&climb->labels, g_free);
    g_clear_pointer(&climb->met, g_free);
    g_clear_pointer(&climb->heap.entries, g_free);
}

static void
make_room(const BpRouteLevels *levels, BpRouteClimb *climb)
{
    guint32 n_arcs = levels->offsets[levels->n_hubs];

    if (climb->labels != NULL)
        return;
    climb->labels = g_new(guint64, levels->n);
    climb->met = g_new(guint64, levels->n / 64 + 1);
    climb->heap.entries =
        g_new(BpRouteEntry, (gsize)n_arcs + (gsize)levels->n_hubs + 1);
}

/* The last rank up to @last that is met, from the hubs' on; BP_NONE: none is. */
static guint32
last_met(const BpRouteLevels *levels, const BpRouteClimb *climb, guint32 last)
{
    guint32 word = last / 64;
    guint64 bits = climb->met[word] & G_MAXUINT64 >> (63 - last % 64);

    while (bits == 0 && word > levels->n_hubs / 64)
        bits = climb->met[--word];
    if (bits == 0)
        return BP_NONE;
    last = word * 64 + 63 - (guint32)__builtin_clzll(bits);
    return last < levels->n_hubs ? BP_NONE : last;
}

/* From @root to the hubs, by ways that lead to it through ever lower ranks. */
static void
climb_up(const BpRouteLevels *levels, BpRouteClimb *climb, guint32 root)
{
    guint64 slots = slot_mask(levels);

    memset(climb->met, 0, (levels->n / 64 + 1) * sizeof(guint64));
    climb->labels[root] = 0;
    climb->met[root / 64] |= G_GUINT64_CONSTANT(1) << root % 64;
    for (guint32 at = root; at != BP_NONE && at >= levels->n_hubs;
         at = at == 0 ? BP_NONE : last_met(levels, climb, at - 1)) {
        const Up *up = &levels->ups[(gsize)at * BP_ROUTE_UPS];
        guint64 label = climb->labels[at] & ~slots;

        for (guint i = 0; i < BP_ROUTE_UPS; i++) {
            if (label + up[i].in >= climb->labels[up[i].to])
                continue;
            climb->labels[up[i].to] = label + up[i].in;
            climb->met[up[i].to / 64] |= G_GUINT64_CONSTANT(1) << up[i].to % 64;
        }
    }
}

static void
search_hubs(const BpRouteLevels *levels, BpRouteClimb *climb)
{
    guint64 slots = slot_mask(levels), *labels = climb->labels;
    BpRouteHeap *heap = &climb->heap;

    heap->n = 0;
    for (guint32 i = 0; i < levels->n_hubs; i++)
        if (labels[i] < NO_WAY)
            bp_route_heap_push(heap, labels[i] & ~slots, i);
    while (heap->n > 0) {
        BpRouteEntry entry = bp_route_heap_pop(heap);

        if (entry.key > (labels[entry.node] & ~slots))
            continue;
        for (guint32 i = levels->offsets[entry.node];
             i < levels->offsets[entry.node + 1]; i++) {
            guint32 from = levels->arcs[i].from;
            guint64 label = entry.key + levels->arcs[i].label;

            if (label >= labels[from])
                continue;
            /* Who only has a better first step is no nearer. */
            if ((label & ~slots) < (labels[from] & ~slots))
                bp_route_heap_push(heap, label & ~slots, from);
            labels[from] = label;
        }
    }
}

/* Of all who were contracted, the last first: whoever they ask has his label. */
static void
hand_down(const BpRouteLevels *levels, guint64 *labels)
{
    guint64 slots = slot_mask(levels);
    const Up *up = &levels->ups[(gsize)levels->n_hubs * BP_ROUTE_UPS];

    for (guint32 i = levels->n_hubs; i < levels->n; i++, up += BP_ROUTE_UPS) {
        guint64 best = labels[i];

        for (guint k = 0; k < BP_ROUTE_UPS; k++) {
            guint64 label = (labels[up[k].to] & ~slots) + up[k].out;

            best = label < best ? label : best;
        }
        labels[i] = best;
    }
}

guint16 *
bp_route_levels_tree(const BpRouteLevels *levels, BpRouteClimb *climb, guint32 root)
{
    guint16 *tree = g_new(guint16, levels->n);
    guint64 slots = slot_mask(levels);

    make_room(levels, climb);
    for (guint32 i = 0; i < levels->n; i++)
        climb->labels[i] = NO_WAY;
    climb_up(levels, climb, levels->rank[root]);
    search_hubs(levels, climb);
    hand_down(levels, climb->labels);
    for (guint32 i = 0; i < levels->n; i++)
        tree[levels->core[i]] = climb->labels[i] < NO_WAY
                                    ? (guint16)(climb->labels[i] & slots)
                                    : G_MAXUINT16;
    tree[root] = G_MAXUINT16;
    return tree;
}
