/* route_heap.h - the least key first: a 4-ary heap for searches.
 *
 * Private to network. What is no longer the least stays until it comes up: moving it would
 * touch its node at every step.
 */
#ifndef BANGPATH_NETWORK_ROUTE_HEAP_H
#define BANGPATH_NETWORK_ROUTE_HEAP_H

#include <glib.h>

/** BpRouteEntry: stale if its node's key is less by now. */
typedef struct {
    guint64 key;
    guint32 node;
} BpRouteEntry;

typedef struct {
    BpRouteEntry *entries; /* owned */
    guint32 n;
} BpRouteHeap;

/** bp_route_heap_push: there is room for it. */
static inline void
bp_route_heap_push(BpRouteHeap *heap, guint64 key, guint32 node)
{
    BpRouteEntry *entries = heap->entries;
    guint32 place = heap->n++;

    while (place > 0 && entries[(place - 1) / 4].key > key) {
        entries[place] = entries[(place - 1) / 4];
        place = (place - 1) / 4;
    }
    entries[place] = (BpRouteEntry){key, node};
}

/** bp_route_heap_pop: there is one. */
static inline BpRouteEntry
bp_route_heap_pop(BpRouteHeap *heap)
{
    BpRouteEntry *entries = heap->entries;
    BpRouteEntry top = entries[0], last = entries[--heap->n];
    guint32 place = 0, n = heap->n;

    for (;;) {
        guint32 child = place * 4 + 1, best = child, other;

        if (child + 4 <= n) {
            /* Which is least is anyone's guess, the processor's too: no branches. */
            best += entries[child + 1].key < entries[child].key;
            other = child + 2 + (entries[child + 3].key < entries[child + 2].key);
            best = entries[other].key < entries[best].key ? other : best;
        } else if (child >= n) {
            break;
        } else {
            for (other = child + 1; other < n; other++)
                if (entries[other].key < entries[best].key)
                    best = other;
        }
        if (entries[best].key >= last.key)
            break;
        entries[place] = entries[best];
        place = best;
    }
    entries[place] = last;
    return top;
}

#endif
