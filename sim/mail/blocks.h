/* blocks.h - runs of 32-bit words in one growing array, those given back used again.
 *
 * A run of up to 31 words is as long as was asked for, a longer one at most a sixteenth longer.
 * Growing moves the array: a pointer into it is good only until the next blocks_take().
 */
#ifndef BANGPATH_BLOCKS_H
#define BANGPATH_BLOCKS_H

#include <glib.h>
#include <string.h>

#define BLOCKS_NONE G_MAXUINT32
#define BLOCKS_STEPS 16
#define BLOCKS_CLASSES (27 * BLOCKS_STEPS + 2 * BLOCKS_STEPS + 1)

typedef struct {
    guint32 *words; /* owned */
    gsize n;        /* ever taken */
    gsize capacity;
    guint32
        free[BLOCKS_CLASSES]; /* by length: the first of those given back; each begins
                                     with the next */
} Blocks;

static inline void
blocks_init(Blocks *blocks)
{
    *blocks = (Blocks){0};
    memset(blocks->free, 0xff, sizeof blocks->free);
}

static inline void
blocks_clear(Blocks *blocks)
{
    g_free(blocks->words);
}

/* How long a run for @n words really is, and where it is put when it is given back. */
static inline gsize
blocks_round(gsize n, guint *class)
{
    guint shift = 0;

    while (n >> shift >= 2 * BLOCKS_STEPS)
        shift++;

    gsize steps = (n + ((gsize)1 << shift) - 1) >> shift;

    *class = shift * BLOCKS_STEPS + (guint)steps;
    return steps << shift;
}

/* Whether there may be no number left for another run of @n words. */
static inline gboolean
blocks_are_full(const Blocks *blocks, gsize n)
{
    return n > G_MAXINT32 || blocks->n + n + n / BLOCKS_STEPS >= BLOCKS_NONE;
}

/* The number of the first word; @n > 0. */
static inline guint32
blocks_take(Blocks *blocks, gsize n)
{
    guint class;
    gsize length = blocks_round(n, &class);
    gsize first = blocks->n;

    if (blocks->free[class] != BLOCKS_NONE) {
        guint32 again = blocks->free[class];

        blocks->free[class] = blocks->words[again];
        return again;
    }
    blocks->n += length;
    if (blocks->n > blocks->capacity) {
        blocks->capacity = MAX(MAX(1024, 2 * blocks->capacity), blocks->n);
        blocks->words = g_renew(guint32, blocks->words, blocks->capacity);
    }
    return (guint32)first;
}

/* @n: as it was taken. */
static inline void
blocks_give(Blocks *blocks, guint32 first, gsize n)
{
    guint class;

    blocks_round(n, &class);
    blocks->words[first] = blocks->free[class];
    blocks->free[class] = first;
}

#endif
