/* large.c - memory that begins at a line of the cache, and if there is much of it, at a page of
 * the largest kind. */
#include <bangpath/large.h>

#include <string.h>
#include <sys/mman.h>

#define LINE_BYTES 64
#define PAGE_BYTES ((gsize)2 << 20)

void
bp_large_hint(gpointer array, gsize bytes)
{
#ifdef MADV_HUGEPAGE
    gsize skipped = (PAGE_BYTES - (gsize)array % PAGE_BYTES) % PAGE_BYTES;

    /* A hint: where there are none, small ones do. */
    if (bytes >= skipped + PAGE_BYTES)
        (void)madvise((char *)array + skipped, (bytes - skipped) & ~(PAGE_BYTES - 1),
                      MADV_HUGEPAGE);
#endif
}

gpointer
bp_large_new0(gsize n, gsize bytes)
{
    gboolean is_large = n >= PAGE_BYTES / bytes;
    gpointer array = g_aligned_alloc(n, bytes, is_large ? PAGE_BYTES : LINE_BYTES);

    if (array == NULL)
        return NULL;
    bp_large_hint(array, n * bytes);
    memset(array, 0, n * bytes);
    return array;
}

void
bp_large_free(gpointer array)
{
    g_aligned_free(array);
}
