/* slab.h - records by 32-bit number in one growing array, those given back used again.
 *
 * The first four bytes of a free record chain it to the next. Growing moves the array:
 * a pointer to a record is good only until the next slab_take().
 */
#ifndef BANGPATH_SLAB_H
#define BANGPATH_SLAB_H

#include <bangpath/archive.h>
#include <bangpath/large.h>
#include <glib.h>
#include <string.h>

#define SLAB_NONE G_MAXUINT32

typedef struct {
    char *records; /* owned */
    guint32 n;     /* ever taken: those above were never touched */
    guint32 capacity;
    guint32 free; /* first of those given back, or SLAB_NONE */
    guint32 n_used;
    guint32 size; /* of a record */
} Slab;

static inline void
slab_init(Slab *slab, gsize size)
{
    *slab = (Slab){.free = SLAB_NONE, .size = (guint32)size};
}

static inline void
slab_clear(Slab *slab)
{
    g_free(slab->records);
}

static inline void *
slab_at(const Slab *slab, guint32 i)
{
    return slab->records + (gsize)i * slab->size;
}

/* Whether numbers below @max are all in use. */
static inline gboolean
slab_is_full(const Slab *slab, guint32 max)
{
    return slab->free == SLAB_NONE && slab->n == max;
}

/* The number of an uninitialised record; fewer than SLAB_NONE in all. */
static inline guint32
slab_take(Slab *slab)
{
    slab->n_used++;
    if (slab->free != SLAB_NONE) {
        guint32 i = slab->free;

        memcpy(&slab->free, slab_at(slab, i), sizeof(guint32));
        return i;
    }
    if (slab->n == slab->capacity) {
        slab->capacity = slab->capacity < 512 ? 1024 : 2 * slab->capacity;
        slab->records = g_realloc_n(slab->records, slab->capacity, slab->size);
        bp_large_hint(slab->records, (gsize)slab->capacity * slab->size);
    }
    return slab->n++;
}

static inline void
slab_give(Slab *slab, guint32 i)
{
    memcpy(slab_at(slab, i), &slab->free, sizeof(guint32));
    slab->free = i;
    slab->n_used--;
}

/* Which records there are, as bytes; @least_bytes: that a used one will take besides. What is
 * in them is for the caller to pass, of those that are not free, in order. Returns: (transfer
 * full): by record, whether it is free; loading zeroes them all. */
guint8 *slab_archive(Slab *slab, BpArchive *archive, gsize least_bytes);

#endif
