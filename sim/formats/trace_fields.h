/* trace_fields.h - a mail trace while it is read, and what its fields say.
 *
 * Private to formats. A field that is wrong is told of and FALSE comes back.
 */
#ifndef BANGPATH_FORMATS_TRACE_FIELDS_H
#define BANGPATH_FORMATS_TRACE_FIELDS_H

#include "source.h"

#include <bangpath/error.h>
#include <bangpath/network.h>
#include <bangpath/trace.h>
#include <glib.h>

typedef struct {
    BpSource *source;         /* borrowed */
    const char *name;         /* borrowed */
    const BpNetwork *network; /* borrowed */
    BpProblems *problems;     /* borrowed */
    gint64 begin_unix_s;
    BpTrace *trace; /* owned */
    GString *line;  /* owned */
    guint n_before; /* problems that were there before */
    int number;     /* of the line */
    guint n_fields; /* as its first line says */
    gint64 last_us;
    GArray *recipients;      /* owned, of BpRecipient: of the line in hand */
    GArray *hosts;           /* owned, of guint32: of the path in hand */
    GArray *late;            /* owned, of mails earlier than one before them */
    GArray *late_recipients; /* owned, of BpRecipient */
} BpTraceReading;

/** bp_trace_complain: of the line in hand. Returns: FALSE. */
gboolean bp_trace_complain(BpTraceReading *reading, const char *format, ...)
    G_GNUC_PRINTF(2, 3);

/** bp_trace_time: since the beginning. */
gboolean bp_trace_time(BpTraceReading *reading, const char *text, gint64 *us);

/** bp_trace_from: `host!user`; @text is cut up. */
gboolean bp_trace_from(BpTraceReading *reading, char *text, BpAddress *from);

/** bp_trace_to: into @reading's recipients; @text is cut up. @from: the sender's host,
 * where paths begin. */
gboolean bp_trace_to(BpTraceReading *reading, guint32 from, char *text);

gboolean bp_trace_size(BpTraceReading *reading, const char *text, guint32 *bytes);

/** bp_trace_flavour: @text: (nullable): the same as empty, normal. */
gboolean bp_trace_flavour(BpTraceReading *reading, const char *text, guint8 *flavour);

#endif
