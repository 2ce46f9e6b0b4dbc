/* large.h - arrays of a record a host, or a link, which are read here and there.
 *
 * Layer: base.
 */
#ifndef BANGPATH_LARGE_H
#define BANGPATH_LARGE_H

#include <glib.h>

/**
 * bp_large_new0:
 * @n: how many
 * @bytes: of each, above 0
 *
 * All zero, and it begins where a line of the cache does. Where it is large the system is asked for
 * its pages of 2 MiB: with small ones nearly every read somewhere in it would begin with a search
 * for the page. All of it is in memory from then on: what is hardly touched is better off with
 * g_new0().
 *
 * Returns: (transfer full): free it with bp_large_free().
 */
gpointer bp_large_new0(gsize n, gsize bytes);
void bp_large_free(gpointer array);

/** bp_large_hint: likewise of @array, of @bytes, which grows by realloc(), as far as it has not been
 * touched. To be called whenever it has grown. */
void bp_large_hint(gpointer array, gsize bytes);

#endif
