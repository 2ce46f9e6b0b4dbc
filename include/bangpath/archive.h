/* archive.h - what a thing knows, as bytes: one function a module both saves and loads it.
 *
 * Layer: base. A module describes its state once, field by field:
 *
 *   void
 *   bp_thing_archive(BpThing *thing, BpArchive *archive)
 *   {
 *       bp_archive_section(archive, "thing");
 *       bp_archive_u64(archive, &thing->n);
 *       bp_archive_below(archive, &thing->host, n_hosts);
 *   }
 *
 * so that saving and loading cannot drift apart. What was fixed when the thing was made is
 * not described: loading fills a thing made in the same way. Bytes are little-endian, end in
 * a SHA-256 of all others, and are read with suspicion: once anything is wrong, every value
 * comes as 0, every count as 0, and bp_archive_finish() says what it was.
 */
#ifndef BANGPATH_ARCHIVE_H
#define BANGPATH_ARCHIVE_H

#include <glib.h>

typedef struct _BpArchive BpArchive;

/** BP_ARCHIVE_NONE: what stands for no place: see bp_archive_place(). */
#define BP_ARCHIVE_NONE G_MAXUINT32

/** bp_archive_new: to save into. */
BpArchive *bp_archive_new(void);

/** bp_archive_open: to load from. Returns: (nullable): BP_ERROR_INPUT if @bytes were cut or
 * changed since they were saved, or are of another version of the program. */
BpArchive *bp_archive_open(GBytes *bytes, GError **error);

/** bp_archive_close: (transfer full): what was saved; frees @archive. */
GBytes *bp_archive_close(BpArchive *archive);

/** bp_archive_finish: whether all was loaded, and nothing is left over: else BP_ERROR_INPUT,
 * and what was loaded must not be used. */
gboolean bp_archive_finish(BpArchive *archive, GError **error);

void bp_archive_free(BpArchive *archive);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BpArchive, bp_archive_free)

gboolean bp_archive_is_loading(const BpArchive *archive);

/** bp_archive_ok: FALSE once something that was loaded is wrong. */
gboolean bp_archive_ok(const BpArchive *archive);

/** bp_archive_expect: what is being loaded is wrong unless @holds; @what names it, such as "a
 * copy in two spools". Saving, it does nothing. Returns: bp_archive_ok(). */
gboolean bp_archive_expect(BpArchive *archive, gboolean holds, const char *what);

/** bp_archive_section: what follows is @name's. */
void bp_archive_section(BpArchive *archive, const char *name);

void bp_archive_u8(BpArchive *archive, guint8 *value);
void bp_archive_u16(BpArchive *archive, guint16 *value);
void bp_archive_u32(BpArchive *archive, guint32 *value);
void bp_archive_u64(BpArchive *archive, guint64 *value);
void bp_archive_i64(BpArchive *archive, gint64 *value);
void bp_archive_bool(BpArchive *archive, gboolean *value);

/** BP_ARCHIVE_FLAG: a field of one bit. */
#define BP_ARCHIVE_FLAG(archive, field)     \
    do {                                    \
        gboolean flag_ = (field) != 0;      \
                                            \
        bp_archive_bool((archive), &flag_); \
        (field) = flag_ ? 1 : 0;            \
    } while (0)

/** bp_archive_below: @value is below @limit. */
void bp_archive_below(BpArchive *archive, guint32 *value, guint64 limit);

/** bp_archive_small: as bp_archive_below(), of a byte. */
void bp_archive_small(BpArchive *archive, guint8 *value, guint limit);

/** bp_archive_place: @value is below @limit, or BP_ARCHIVE_NONE. */
void bp_archive_place(BpArchive *archive, guint32 *value, guint64 limit);

/**
 * bp_archive_count:
 * @n: of what follows; loading, ignored
 * @least_bytes: that each of them takes: a count for which there are not enough bytes is wrong
 *
 * Returns: how many follow, at most @most.
 */
guint64 bp_archive_count(BpArchive *archive, guint64 n, guint64 most,
                         gsize least_bytes);

/** bp_archive_length: the same of @array, which loading makes as long; what is in it follows,
 * and is zeroed. */
void bp_archive_length(BpArchive *archive, GArray *array, guint64 most,
                       gsize least_bytes);

/** bp_archive_u8s: and the others: @n values, a number that both sides know. */
void bp_archive_u8s(BpArchive *archive, guint8 *values, gsize n);
void bp_archive_u16s(BpArchive *archive, guint16 *values, gsize n);
void bp_archive_u32s(BpArchive *archive, guint32 *values, gsize n);
void bp_archive_u64s(BpArchive *archive, guint64 *values, gsize n);
void bp_archive_i64s(BpArchive *archive, gint64 *values, gsize n);

/** bp_archive_reals: the same of IEEE 754 numbers. */
void bp_archive_reals(BpArchive *archive, double *values, gsize n);

/** bp_archive_text: (inout) (nullable): loading frees what was there. It is UTF-8. */
void bp_archive_text(BpArchive *archive, char **text);

#endif
