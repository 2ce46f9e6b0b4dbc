/* slab.c - a slab's shape as bytes: how many records, and which are free, in the order in
 * which they will be used again.
 */
#include "slab.h"

/* (transfer full): numbers of the free ones, the first first. */
static guint32 *
free_chain(const Slab *slab)
{
    guint32 *chain = g_new(guint32, (gsize)(slab->n - slab->n_used) + 1);
    guint32 n = 0;

    for (guint32 i = slab->free; i != SLAB_NONE; memcpy(&i, slab_at(slab, i), sizeof i))
        chain[n++] = i;
    return chain;
}

static void
make_room(Slab *slab, guint32 n)
{
    g_free(slab->records);
    slab->records = n > 0 ? g_malloc0_n(n, slab->size) : NULL;
    slab->n = slab->capacity = n;
    slab->n_used = n;
    slab->free = SLAB_NONE;
}

guint8 *
slab_archive(Slab *slab, BpArchive *archive, gsize least_bytes)
{
    gboolean loads = bp_archive_is_loading(archive);
    g_autofree guint32 *chain = loads ? NULL : free_chain(slab);
    guint32 n_used =
        (guint32)bp_archive_count(archive, slab->n_used, SLAB_NONE - 2, least_bytes);
    guint32 n_free = (guint32)bp_archive_count(archive, slab->n - slab->n_used,
                                               SLAB_NONE - 2 - n_used, sizeof(guint32));
    guint8 *is_free = g_new0(guint8, (gsize)n_used + n_free + 1);

    if (loads) {
        chain = g_new0(guint32, (gsize)n_free + 1);
        make_room(slab, n_used + n_free);
    }
    bp_archive_u32s(archive, chain, n_free);
    for (guint32 i = n_free; i-- > 0;) {
        if (!bp_archive_expect(archive, chain[i] < slab->n && !is_free[chain[i]],
                               "a record is free twice, or there is none"))
            break;
        is_free[chain[i]] = TRUE;
        if (loads)
            slab_give(slab, chain[i]);
    }
    return is_free;
}
