/* paths_private.h - what a path is made of, for who walks it at every hop.
 *
 *   START channel channel ... END      a channel to a net is followed by the host that
 *                                      is meant on it, marked
 */
#ifndef BANGPATH_PATHS_PRIVATE_H
#define BANGPATH_PATHS_PRIVATE_H

#include "slab.h"

#include <bangpath/paths.h>

#define START G_MAXUINT32
#define END (G_MAXUINT32 - 1)
#define HOST_MARK (1U << 31)

#define BACK_MARK (1U << 31)
#define BACK_BITS 5
#define BACK_WORDS (1U << BACK_BITS)

struct _BpPaths {
    const BpNetwork *network; /* borrowed */
    GArray *words;            /* owned, of guint32 */
    guint32 *table;           /* owned: beginnings of paths by hash, open addressing */
    guint32 table_size;       /* a power of two, or 0 */
    guint32 n_paths;
    GArray *draft; /* owned: the path being added */
    Slab back;     /* of BACK_WORDS words */
};

/* The words from @path on: up to END, at least one. */
static inline const guint32 *
paths_words(const BpPaths *paths, BpPath path)
{
    if (!(path & BACK_MARK))
        return &g_array_index(paths->words, guint32, path);

    const guint32 *block = slab_at(&paths->back, (path & ~BACK_MARK) >> BACK_BITS);

    return &block[path & (BACK_WORDS - 1)];
}

#endif
