/* forget.c - tables whose entries lose their meaning with time. */
#include "forget.h"

#include <string.h>

#define FEW 1024 /* not worth a look */

void
bp_forget(GHashTable *table, guint *limit, GHRFunc is_old, gpointer data)
{
    if (g_hash_table_size(table) < MAX(*limit, FEW))
        return;
    g_hash_table_foreach_remove(table, is_old, data);
    *limit = 2 * g_hash_table_size(table);
}

static void
load(GHashTable *table, guint64 n, gsize size,
     void (*each)(gpointer record, BpArchive *archive), BpArchive *archive)
{
    g_hash_table_remove_all(table);
    for (guint64 i = 0; i < n; i++) {
        gpointer record = g_malloc0(size);

        each(record, archive);
        g_hash_table_add(table, record);
    }
    bp_archive_expect(archive, g_hash_table_size(table) == n, "a record comes twice");
}

/* Any order will do, so long as it is not that of the walk. */
static gint
compare_keys(gconstpointer a, gconstpointer b, gpointer key_bytes)
{
    return memcmp(a, b, GPOINTER_TO_SIZE(key_bytes));
}

void
bp_forget_archive(GHashTable *table, gsize size, gsize key_bytes,
                  void (*each)(gpointer record, BpArchive *archive), BpArchive *archive)
{
    guint64 n =
        bp_archive_count(archive, g_hash_table_size(table), G_MAXINT32, size / 2);
    g_autoptr(GList) records = NULL;

    if (bp_archive_is_loading(archive)) {
        load(table, n, size, each, archive);
        return;
    }
    records = g_list_sort_with_data(g_hash_table_get_keys(table), compare_keys,
                                    GSIZE_TO_POINTER(key_bytes));
    for (GList *record = records; record != NULL; record = record->next)
        each(record->data, archive);
}

/* Fowler, Noll and Vo's hash, by words and in 64 bits, whose high half is taken: all words
 * have gone into it. */
guint
bp_hash_words(const guint32 *words, guint n)
{
    guint64 hash = G_GUINT64_CONSTANT(0xcbf29ce484222325);

    for (guint i = 0; i < n; i++)
        hash = (hash ^ words[i]) * G_GUINT64_CONSTANT(0x100000001b3);
    return (guint)(hash >> 32) ^ (guint)hash;
}
