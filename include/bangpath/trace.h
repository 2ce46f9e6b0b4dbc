/* trace.h - mail known beforehand, packed: who writes what to whom and when.
 *
 * Layer: actors. About 16 bytes a message; read once, from front to back.
 */
#ifndef BANGPATH_TRACE_H
#define BANGPATH_TRACE_H

#include <bangpath/post.h>
#include <glib.h>

typedef struct _BpTrace BpTrace;

/** bp_trace_new: @network is finished and outlives the trace. */
BpTrace *bp_trace_new(const BpNetwork *network);
void bp_trace_free(BpTrace *trace);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BpTrace, bp_trace_free)

/** BpTraceMail: one line of a trace. Paths are of bp_trace_paths(). */
typedef struct {
    gint64 at_us;
    BpAddress from;
    guint32 size_bytes;
    const BpRecipient *recipients;
    guint n_recipients;
    guint8 flavour; /* a BpFlavour */
} BpTraceMail;

/** bp_trace_paths: (transfer none): where paths are kept, and to be added. */
BpPaths *bp_trace_paths(BpTrace *trace);

/** bp_trace_add: @mail is not earlier than the one before. */
void bp_trace_add(BpTrace *trace, const BpTraceMail *mail);

/** bp_trace_user: the number of a user called @name whose mailbox is none of the host's:
 * the same for the same name; from 2^31 up. */
guint32 bp_trace_user(BpTrace *trace, const char *name);

/** bp_trace_user_name: (nullable): what bp_trace_user() was given. */
const char *bp_trace_user_name(const BpTrace *trace, guint32 user);

guint64 bp_trace_count(const BpTrace *trace);
/** BpTraceReader: where reading stands. */
typedef struct {
    const BpTrace *trace;
    gsize at;
    gint64 last_us;
    BpRecipient *recipients; /* owned: of the mail last read */
    guint capacity;
} BpTraceReader;

void bp_trace_reader_init(BpTraceReader *reader, const BpTrace *trace);
void bp_trace_reader_clear(BpTraceReader *reader);

/** bp_trace_read: FALSE at the end. @mail is valid until the next call. */
gboolean bp_trace_read(BpTraceReader *reader, BpTraceMail *mail);

#endif
