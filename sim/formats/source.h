/* source.h - bytes from a file or from memory, one buffer at a time.
 *
 * Private to formats. A file is never held whole; its digest is made on the way.
 */
#ifndef BANGPATH_FORMATS_SOURCE_H
#define BANGPATH_FORMATS_SOURCE_H

#include <bangpath/scenario.h>
#include <glib.h>

#define BP_SOURCE_BUFFER 65536

/** BP_SOURCE_KEPT_BYTES: the text of an input is kept where it is not longer: 1 MB. */
#define BP_SOURCE_KEPT_BYTES 1000000

/** BpSource: read by bp_source_peek() and bp_source_skip(). */
typedef struct {
    const guint8 *at;
    const guint8 *end;
    guint8 *buffer; /* owned, nullable: of a file */
    int fd;         /* -1: from memory */
    gboolean ended; /* nothing comes after @end */
    int failure;    /* an errno, 0 if reading went well */
    GChecksum *sum; /* owned, nullable */
    GString *kept;  /* owned, nullable: all read so far, while not too long */
} BpSource;

/** bp_source_open: @digest: whether bp_source_input() will be asked for. Errors read on
 * after the file's name and a colon. */
gboolean bp_source_open(BpSource *source, const char *path, gboolean digest,
                        GError **error);

void bp_source_open_text(BpSource *source, const char *text, gsize n_bytes);

void bp_source_close(BpSource *source);

/** bp_source_fill: has at least @n bytes wait, @n at most 16, unless the end is nearer.
 * Returns: how many wait. */
gsize bp_source_fill(BpSource *source, gsize n);

/** bp_source_read: (transfer full): all that is left; of more than @max bytes, which a device may
 * have without end, a little more than that. */
GString *bp_source_read(BpSource *source, gsize max);

/** bp_source_peek: the byte @i after the next, or -1 after the end. */
static inline int
bp_source_peek(BpSource *source, gsize i)
{
    gsize waiting = (gsize)(source->end - source->at);

    if (G_LIKELY(i < waiting) || i < bp_source_fill(source, i + 1))
        return source->at[i];
    return -1;
}

static inline void
bp_source_skip(BpSource *source)
{
    source->at++;
}

/**
 * bp_source_check: whether all went well so far; else adds to @problems that @name
 * cannot be read.
 */
gboolean bp_source_check(const BpSource *source, const char *name,
                         BpProblems *problems);

/** bp_source_input: (transfer full): reads what is left, and says what it was. */
BpInput *bp_source_input(BpSource *source, const char *path);

#endif
