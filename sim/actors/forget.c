/* forget.c - tables whose entries lose their meaning with time. */
#include "forget.h"

#define FEW 1024 /* not worth a look */

void
bp_forget(GHashTable *table, guint *limit, GHRFunc is_old, gpointer data)
{
    if (g_hash_table_size(table) < MAX(*limit, FEW))
        return;
    g_hash_table_foreach_remove(table, is_old, data);
    *limit = 2 * g_hash_table_size(table);
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
