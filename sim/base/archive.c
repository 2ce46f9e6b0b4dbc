/* archive.c - values as little-endian bytes, each way by the same calls.
 *
 *   MAGIC, the program's version, values ..., SHA-256 of all before
 */
#include <bangpath/archive.h>

#include <bangpath/error.h>
#include <string.h>

#define MAGIC "bangpath state 1\n"
#define DIGEST_BYTES 32

struct _BpArchive {
    GByteArray *saved;  /* owned; NULL while loading */
    GBytes *bytes;      /* owned; NULL while saving */
    const guint8 *next; /* of bytes */
    gsize left;
    char *section; /* owned: the last one begun */
    char *wrong;   /* owned: what was found first; NULL while nothing was */
};

BpArchive *
bp_archive_new(void)
{
    BpArchive *archive = g_new0(BpArchive, 1);

    archive->saved = g_byte_array_new();
    g_byte_array_append(archive->saved, (const guint8 *)MAGIC, strlen(MAGIC));
    bp_archive_section(archive, BANGPATH_VERSION);
    return archive;
}

static void
digest_of(const guint8 *bytes, gsize n, guint8 digest[DIGEST_BYTES])
{
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    gsize n_digest = DIGEST_BYTES;

    g_checksum_update(checksum, bytes, (gssize)n);
    g_checksum_get_digest(checksum, digest, &n_digest);
}

static gboolean
is_whole(const BpArchive *archive)
{
    guint8 digest[DIGEST_BYTES];

    if (archive->left < strlen(MAGIC) + DIGEST_BYTES ||
        memcmp(archive->next, MAGIC, strlen(MAGIC)) != 0)
        return FALSE;
    digest_of(archive->next, archive->left - DIGEST_BYTES, digest);
    return memcmp(digest, archive->next + archive->left - DIGEST_BYTES, DIGEST_BYTES) ==
           0;
}

BpArchive *
bp_archive_open(GBytes *bytes, GError **error)
{
    g_autoptr(BpArchive) archive = g_new0(BpArchive, 1);

    archive->bytes = g_bytes_ref(bytes);
    archive->next = g_bytes_get_data(bytes, &archive->left);
    if (!is_whole(archive)) {
        g_set_error(error, BP_ERROR, BP_ERROR_INPUT,
                    "it was cut or changed since it was written");
        return NULL;
    }
    archive->next += strlen(MAGIC);
    archive->left -= strlen(MAGIC) + DIGEST_BYTES;
    bp_archive_section(archive, BANGPATH_VERSION);
    if (!bp_archive_ok(archive)) {
        g_set_error(error, BP_ERROR, BP_ERROR_INPUT,
                    "it is of another version of bangpath; this is " BANGPATH_VERSION);
        return NULL;
    }
    return g_steal_pointer(&archive);
}

GBytes *
bp_archive_close(BpArchive *archive)
{
    guint8 digest[DIGEST_BYTES];
    GBytes *bytes;

    g_return_val_if_fail(archive->saved != NULL, NULL);

    digest_of(archive->saved->data, archive->saved->len, digest);
    g_byte_array_append(archive->saved, digest, DIGEST_BYTES);
    bytes = g_byte_array_free_to_bytes(g_steal_pointer(&archive->saved));
    bp_archive_free(archive);
    return bytes;
}

gboolean
bp_archive_finish(BpArchive *archive, GError **error)
{
    bp_archive_expect(archive, archive->left == 0, "what follows its end");
    if (archive->wrong == NULL)
        return TRUE;
    g_set_error(error, BP_ERROR, BP_ERROR_INPUT, "it cannot be: in \"%s\", %s",
                archive->section, archive->wrong);
    return FALSE;
}

void
bp_archive_free(BpArchive *archive)
{
    if (archive == NULL)
        return;
    if (archive->saved != NULL)
        g_byte_array_unref(archive->saved);
    g_bytes_unref(archive->bytes);
    g_free(archive->section);
    g_free(archive->wrong);
    g_free(archive);
}

gboolean
bp_archive_is_loading(const BpArchive *archive)
{
    return archive->saved == NULL;
}

gboolean
bp_archive_ok(const BpArchive *archive)
{
    return archive->wrong == NULL;
}

gboolean
bp_archive_expect(BpArchive *archive, gboolean holds, const char *what)
{
    if (!holds && archive->saved == NULL && archive->wrong == NULL)
        archive->wrong = g_strdup(what);
    return archive->wrong == NULL;
}

/* ---- bytes ---- */

/* The next @n bytes of what is loaded; NULL once something is wrong. */
static const guint8 *
take(BpArchive *archive, gsize n)
{
    const guint8 *at = archive->next;

    if (!bp_archive_expect(archive, n <= archive->left, "its end comes too early"))
        return NULL;
    archive->next += n;
    archive->left -= n;
    return at;
}

/* Both ways, of a value of @size bytes in the machine's own order. */
static void
pass(BpArchive *archive, void *value, gsize size)
{
    guint8 bytes[8];
    const guint8 *at = bytes;

    if (archive->saved == NULL) {
        at = take(archive, size);
        if (at == NULL) {
            memset(value, 0, size);
            return;
        }
    } else {
        memcpy(bytes, value, size);
    }
#if G_BYTE_ORDER == G_BIG_ENDIAN
    guint8 turned[8];

    for (gsize i = 0; i < size; i++)
        turned[i] = at[size - 1 - i];
    at = turned;
#endif
    if (archive->saved == NULL)
        memcpy(value, at, size);
    else
        g_byte_array_append(archive->saved, at, (guint)size);
}

static void
pass_all(BpArchive *archive, void *values, gsize n, gsize size)
{
#if G_BYTE_ORDER == G_LITTLE_ENDIAN
    const guint8 *at;

    if (n == 0)
        return;
    if (archive->saved != NULL) {
        g_byte_array_append(archive->saved, values, (guint)(n * size));
        return;
    }
    at = take(archive, n * size);
    if (at != NULL)
        memcpy(values, at, n * size);
    else
        memset(values, 0, n * size);
#else
    for (gsize i = 0; i < n; i++)
        pass(archive, (guint8 *)values + i * size, size);
#endif
}

/* ---- values ---- */

void
bp_archive_u8(BpArchive *archive, guint8 *value)
{
    pass(archive, value, sizeof *value);
}

void
bp_archive_u16(BpArchive *archive, guint16 *value)
{
    pass(archive, value, sizeof *value);
}

void
bp_archive_u32(BpArchive *archive, guint32 *value)
{
    pass(archive, value, sizeof *value);
}

void
bp_archive_u64(BpArchive *archive, guint64 *value)
{
    pass(archive, value, sizeof *value);
}

void
bp_archive_i64(BpArchive *archive, gint64 *value)
{
    pass(archive, value, sizeof *value);
}

void
bp_archive_bool(BpArchive *archive, gboolean *value)
{
    guint8 byte = *value ? 1 : 0;

    bp_archive_small(archive, &byte, 2);
    *value = byte;
}

void
bp_archive_below(BpArchive *archive, guint32 *value, guint64 limit)
{
    bp_archive_u32(archive, value);
    if (!bp_archive_expect(archive, *value < limit, "a number is too great"))
        *value = 0;
}

void
bp_archive_small(BpArchive *archive, guint8 *value, guint limit)
{
    bp_archive_u8(archive, value);
    if (!bp_archive_expect(archive, *value < limit, "a number is too great"))
        *value = 0;
}

void
bp_archive_place(BpArchive *archive, guint32 *value, guint64 limit)
{
    bp_archive_u32(archive, value);
    if (!bp_archive_expect(archive, *value < limit || *value == BP_ARCHIVE_NONE,
                           "a place is none"))
        *value = BP_ARCHIVE_NONE;
}

guint64
bp_archive_count(BpArchive *archive, guint64 n, guint64 most, gsize least_bytes)
{
    bp_archive_u64(archive, &n);
    if (archive->saved != NULL)
        return n;
    if (!bp_archive_expect(archive,
                           n <= most &&
                               (least_bytes == 0 || n <= archive->left / least_bytes),
                           "there are too many"))
        return 0;
    return n;
}

void
bp_archive_length(BpArchive *archive, GArray *array, guint64 most, gsize least_bytes)
{
    guint64 n =
        bp_archive_count(archive, array->len, MIN(most, G_MAXUINT), least_bytes);
    guint size = g_array_get_element_size(array);

    if (archive->saved != NULL)
        return;
    g_array_set_size(array, (guint)n);
    if (n > 0)
        memset(array->data, 0, n * size);
}

void
bp_archive_u8s(BpArchive *archive, guint8 *values, gsize n)
{
    pass_all(archive, values, n, sizeof *values);
}

void
bp_archive_u16s(BpArchive *archive, guint16 *values, gsize n)
{
    pass_all(archive, values, n, sizeof *values);
}

void
bp_archive_u32s(BpArchive *archive, guint32 *values, gsize n)
{
    pass_all(archive, values, n, sizeof *values);
}

void
bp_archive_u64s(BpArchive *archive, guint64 *values, gsize n)
{
    pass_all(archive, values, n, sizeof *values);
}

void
bp_archive_i64s(BpArchive *archive, gint64 *values, gsize n)
{
    pass_all(archive, values, n, sizeof *values);
}

void
bp_archive_reals(BpArchive *archive, double *values, gsize n)
{
    pass_all(archive, values, n, sizeof *values);
}

static void
load_text(BpArchive *archive, char **text, gsize n)
{
    const char *at = (const char *)take(archive, n);

    g_clear_pointer(text, g_free);
    if (at != NULL && bp_archive_expect(archive, g_utf8_validate(at, (gssize)n, NULL),
                                        "a text is not UTF-8"))
        *text = g_strndup(at, n);
}

void
bp_archive_text(BpArchive *archive, char **text)
{
    gboolean is_there = *text != NULL;
    gsize n;

    bp_archive_bool(archive, &is_there);
    if (!is_there) {
        if (archive->saved == NULL)
            g_clear_pointer(text, g_free);
        return;
    }
    n = bp_archive_count(archive, *text != NULL ? strlen(*text) : 0, G_MAXINT32, 1);
    if (archive->saved == NULL)
        load_text(archive, text, n);
    else
        g_byte_array_append(archive->saved, (const guint8 *)*text, (guint)n);
}

void
bp_archive_section(BpArchive *archive, const char *name)
{
    g_autofree char *found = g_strdup(name);

    bp_archive_text(archive, &found);
    if (bp_archive_expect(archive, g_strcmp0(found, name) == 0,
                          "another part stands where the next should")) {
        g_free(archive->section);
        archive->section = g_strdup(name);
    }
}
