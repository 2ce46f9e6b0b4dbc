/* route_ahead.c - each tree is found by whoever first says that it will. */
#include "route_ahead.h"

enum {
    FREE,
    OURS,  /* the thread finds it, or has */
    TAKEN, /* the simulation has it, or finds it */
};

struct _BpRouteAhead {
    const BpRouteGraph *graph; /* borrowed */
    GThread *thread;
    guint max;
    gint stop;             /* atomic */
    BpRouteLevels *levels; /* owned, atomic: NULL until the thread has made them */
    gint *states;          /* owned, atomic: by number in the core */
    gpointer *trees; /* owned: those found and not taken; under the lock, and atomic for
                            * ThreadSanitizer, which does not see GLib's locks */
    GMutex lock;
    GCond found;
};

static gpointer
narrow(const BpRouteSearch *search)
{
    guint32 n = search->graph->n;
    guint16 *tree = g_new(guint16, n);

    for (guint32 i = 0; i < n; i++)
        tree[i] = (guint16)search->nodes[i].slot;
    return tree;
}

gpointer
bp_route_tree(const BpRouteSearch *search)
{
    guint32 n = search->graph->n, *tree;

    if (!search->graph->is_wide)
        return narrow(search);
    tree = g_new(guint32, n);
    for (guint32 i = 0; i < n; i++)
        tree[i] = search->nodes[i].slot;
    return tree;
}

/* Of a host of the core: how many mailboxes are there and on its leaves. */
typedef struct {
    guint64 mailboxes;
    guint32 root;
} Weight;

static gint
compare_weights(gconstpointer a, gconstpointer b)
{
    const Weight *x = a, *y = b;

    if (x->mailboxes != y->mailboxes)
        return x->mailboxes > y->mailboxes ? -1 : 1;
    return (x->root > y->root) - (x->root < y->root);
}

static Weight *
order_roots(const BpRouteGraph *graph)
{
    Weight *weights = g_new0(Weight, graph->n);

    for (guint32 i = 0; i < graph->n; i++)
        weights[i].root = i;
    for (guint32 i = 0; i < bp_network_n_nodes(graph->network); i++)
        weights[graph->place[i] & ~BP_ROUTE_LEAF].mailboxes +=
            bp_network_host(graph->network, i).mailboxes;
    qsort(weights, graph->n, sizeof *weights, compare_weights);
    return weights;
}

/* What a thread searches with: by levels where there are any. */
typedef struct {
    const BpRouteLevels *levels;
    BpRouteClimb climb;
    BpRouteSearch search;
} Tools;

static gpointer
find(const BpRouteAhead *ahead, Tools *tools, guint32 root)
{
    if (tools->levels)
        return bp_route_levels_tree(tools->levels, &tools->climb, root);
    bp_route_search(&tools->search, root, NULL, ahead->graph->node[root]);
    return bp_route_tree(&tools->search);
}

static gpointer
work(gpointer data)
{
    BpRouteAhead *ahead = data;
    g_autofree Weight *weights = order_roots(ahead->graph);
    BpRouteLevels *levels = bp_route_levels_new(ahead->graph);
    Tools tools = {.levels = levels};
    guint n_found = 0;

    g_atomic_pointer_set(&ahead->levels, levels);
    bp_route_search_init(&tools.search, ahead->graph);
    for (guint32 i = 0; i < ahead->graph->n && n_found < ahead->max; i++) {
        guint32 root = weights[i].root;
        gpointer tree;

        if (g_atomic_int_get(&ahead->stop))
            break;
        if (!g_atomic_int_compare_and_exchange(&ahead->states[root], FREE, OURS))
            continue;
        tree = find(ahead, &tools, root);
        n_found++;
        g_mutex_lock(&ahead->lock);
        g_atomic_pointer_set(&ahead->trees[root], tree);
        g_cond_signal(&ahead->found);
        g_mutex_unlock(&ahead->lock);
    }
    bp_route_search_clear(&tools.search);
    bp_route_climb_clear(&tools.climb);
    return NULL;
}

BpRouteAhead *
bp_route_ahead_start(const BpRouteGraph *graph, guint max)
{
    BpRouteAhead *ahead = g_new0(BpRouteAhead, 1);

    ahead->graph = graph;
    ahead->max = max;
    ahead->states = g_new0(gint, graph->n);
    ahead->trees = g_new0(gpointer, graph->n);
    g_mutex_init(&ahead->lock);
    g_cond_init(&ahead->found);
    ahead->thread = g_thread_try_new("routes", work, ahead, NULL);
    return ahead;
}

void
bp_route_ahead_stop(BpRouteAhead *ahead)
{
    if (!ahead)
        return;
    g_atomic_int_set(&ahead->stop, 1);
    if (ahead->thread)
        g_thread_join(ahead->thread);
    for (guint32 i = 0; i < ahead->graph->n; i++)
        g_free(ahead->trees[i]);
    g_mutex_clear(&ahead->lock);
    g_cond_clear(&ahead->found);
    bp_route_levels_free(ahead->levels);
    g_free(ahead->states);
    g_free(ahead->trees);
    g_free(ahead);
}

const BpRouteLevels *
bp_route_ahead_levels(BpRouteAhead *ahead)
{
    return g_atomic_pointer_get(&ahead->levels);
}

gpointer
bp_route_ahead_take(BpRouteAhead *ahead, guint32 root)
{
    gpointer tree;

    if (g_atomic_int_compare_and_exchange(&ahead->states[root], FREE, TAKEN) ||
        g_atomic_int_get(&ahead->states[root]) == TAKEN)
        return NULL;

    g_mutex_lock(&ahead->lock);
    while (!g_atomic_pointer_get(&ahead->trees[root]))
        g_cond_wait(&ahead->found, &ahead->lock);
    tree = g_steal_pointer(&ahead->trees[root]);
    g_mutex_unlock(&ahead->lock);
    g_atomic_int_set(&ahead->states[root], TAKEN);
    return tree;
}
