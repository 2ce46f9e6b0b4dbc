/* large.c - memory that begins at a line of the cache, and if there is much of it, at a page of
 * the largest kind. */
#include <bangpath/large.h>

#include <string.h>
#include <sys/mman.h>

#define LINE_BYTES 64
#define PAGE_BYTES ((gsize)2 << 20)

gpointer
bp_large_new0(gsize n, gsize bytes)
{
    gboolean is_large = n >= PAGE_BYTES / bytes;
    gpointer array = g_aligned_alloc(n, bytes, is_large ? PAGE_BYTES : LINE_BYTES);

    if (array == NULL)
        return NULL;
#ifdef MADV_HUGEPAGE
    /* A hint: where there are none, small ones do. */
    if (is_large)
        (void)madvise(array, n * bytes, MADV_HUGEPAGE);
#endif
    memset(array, 0, n * bytes);
    return array;
}

void
bp_large_free(gpointer array)
{
    g_aligned_free(array);
}
