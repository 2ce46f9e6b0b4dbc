/* forget.h - tables whose entries lose their meaning with time. */
#ifndef BP_FORGET_H
#define BP_FORGET_H

#include <bangpath/archive.h>
#include <glib.h>

/**
 * bp_forget:
 * @table: its keys are what @is_old judges; freed by the table
 * @limit: size from which the next look is worth it; 0 at first
 *
 * Takes out what is old, if the table has grown to twice what the last look left of it:
 * so it never holds more than twice what has a meaning, and an entry is looked at a few
 * times in its life. Whether something is found must not depend on its having been taken
 * out.
 */
void bp_forget(GHashTable *table, guint *limit, GHRFunc is_old, gpointer data);

/** bp_forget_archive: a table that is a set of records of @size bytes, each freed by g_free(),
 * that begin with their keys of @key_bytes, without holes; @each passes one. */
void bp_forget_archive(GHashTable *table, gsize size, gsize key_bytes,
                       void (*each)(gpointer record, BpArchive *archive),
                       BpArchive *archive);

/** bp_hash_words: of @n 32-bit words, well mixed. */
guint bp_hash_words(const guint32 *words, guint n);

#endif
