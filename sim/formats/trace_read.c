/* trace_read.c - mail traces, line by line.
 *
 * A line is cut up where it stands in the buffer; nothing is allocated for it. What is
 * earlier than a line before it waits aside, and is merged in at the end.
 */
#include <bangpath/trace_file.h>

#include "trace_fields.h"
#include "trace_private.h"

#include <string.h>

/* Our guess of what is enough: some 800,000 addresses. */
#define LINE_MAX_BYTES (16 * 1024 * 1024)
#define HEADER "time,from,to,bytes"
#define N_FIELDS 5 /* the last, flavour, may be missing everywhere */

/* A mail that is earlier than one before it; its recipients are together in one array.
 * */
typedef struct {
    gint64 at_us;
    BpAddress from;
    guint32 size_bytes;
    guint32 n_recipients;
    gsize recipients;
    guint8 flavour;
} Late;

/* ---- lines ---- */

/* The next line without its end. FALSE at the end of the file and when it cannot go on.
 * */
static gboolean
read_line(BpTraceReading *reading)
{
    BpSource *source = reading->source;
    GString *line = reading->line;
    gsize waiting = bp_source_fill(source, 1);

    g_string_truncate(line, 0);
    if (waiting == 0)
        return FALSE;
    reading->number++;
    while (waiting > 0) {
        const guint8 *end = memchr(source->at, '\n', waiting);
        gsize n = end ? (gsize)(end - source->at) : waiting;

        g_string_append_len(line, (const char *)source->at, (gssize)n);
        source->at += n + (end ? 1 : 0);
        if (end)
            break;
        if (line->len > LINE_MAX_BYTES)
            return bp_trace_complain(reading, "a line is longer than 16 MiB");
        waiting = bp_source_fill(source, 1);
    }
    if (line->len > 0 && line->str[line->len - 1] == '\r')
        g_string_truncate(line, line->len - 1);
    if (memchr(line->str, '\0', line->len))
        return bp_trace_complain(reading, "a NUL byte: this is no text file");
    return TRUE;
}

/* Takes a field off @at, unquoted in place. Returns: (nullable): it; @at is NULL after
 * the last. */
static char *
next_field(char **at)
{
    char *field = *at, *read = field, *write;
    gboolean closed = FALSE;

    if (*field != '"') {
        char *comma = strchr(field, ',');

        *at = comma ? comma + 1 : NULL;
        if (comma)
            *comma = '\0';
        return strchr(field, '"') ? NULL : field;
    }
    write = field;
    for (read++; *read; read++) {
        if (*read == '"' && *++read != '"') {
            closed = TRUE;
            break;
        }
        *write++ = *read;
    }
    /* If it is closed, *read is what follows the closing quote. */
    if (!closed || (*read && *read != ','))
        return NULL;
    *at = *read ? read + 1 : NULL;
    *write = '\0';
    return field;
}

static gboolean
split_line(BpTraceReading *reading, char *fields[N_FIELDS])
{
    const char *expected = reading->n_fields == N_FIELDS
                               ? "expected five fields: " HEADER ",flavour"
                               : "expected four fields: " HEADER;
    char *at = reading->line->str;

    for (guint i = 0; i < reading->n_fields; i++) {
        fields[i] = at ? next_field(&at) : NULL;
        if (!fields[i])
            return bp_trace_complain(reading, "%s",
                                     at || i == 0 ? "a field's quotes do not match"
                                                  : expected);
    }
    return !at || bp_trace_complain(reading, "%s", expected);
}

/* ---- mails ---- */

static void
keep_late(BpTraceReading *reading, const BpTraceMail *mail)
{
    Late late = {.at_us = mail->at_us,
                 .from = mail->from,
                 .size_bytes = mail->size_bytes,
                 .flavour = mail->flavour,
                 .n_recipients = mail->n_recipients,
                 .recipients = reading->late_recipients->len};

    g_array_append_val(reading->late, late);
    g_array_append_vals(reading->late_recipients, mail->recipients, mail->n_recipients);
}

static void
read_mail(BpTraceReading *reading)
{
    char *fields[N_FIELDS] = {0};
    BpTraceMail mail = {0};
    gboolean good;

    if (!split_line(reading, fields))
        return;
    good = bp_trace_time(reading, fields[0], &mail.at_us);
    if (bp_trace_from(reading, fields[1], &mail.from))
        good = bp_trace_to(reading, mail.from.host, fields[2]) && good;
    else
        good = FALSE;
    good = bp_trace_size(reading, fields[3], &mail.size_bytes) && good;
    good = bp_trace_flavour(reading, fields[4], &mail.flavour) && good;
    if (!good || bp_problems_count(reading->problems) > reading->n_before)
        return;

    mail.recipients = (const BpRecipient *)(void *)reading->recipients->data;
    mail.n_recipients = reading->recipients->len;
    if (mail.at_us < reading->last_us) {
        keep_late(reading, &mail);
        return;
    }
    reading->last_us = mail.at_us;
    bp_trace_add(reading->trace, &mail);
}

static int
compare_late(gconstpointer a, gconstpointer b)
{
    const Late *x = a, *y = b;

    if (x->at_us != y->at_us)
        return x->at_us > y->at_us ? 1 : -1;
    return (x->recipients > y->recipients) - (x->recipients < y->recipients);
}

static guint32
move_user(const BpTrace *from, BpTrace *to, guint32 user)
{
    const char *name = bp_trace_user_name(from, user);

    return name ? bp_trace_user(to, name) : user;
}

static BpPath
move_path(BpTraceReading *reading, BpTrace *to, guint32 host, BpPath path)
{
    BpPaths *paths = bp_trace_paths(reading->trace);

    g_array_set_size(reading->hosts, 0);
    g_array_append_val(reading->hosts, host);
    while (!bp_paths_is_at_end(paths, path)) {
        BpHop hop = bp_paths_step(paths, &path);

        g_array_append_val(reading->hosts, hop.to);
    }
    return bp_paths_add(bp_trace_paths(to),
                        (const guint32 *)(void *)reading->hosts->data,
                        reading->hosts->len);
}

static void
move_mail(BpTraceReading *reading, BpTrace *to, const BpTraceMail *mail)
{
    BpTraceMail moved = *mail;

    g_array_set_size(reading->recipients, 0);
    for (guint i = 0; i < mail->n_recipients; i++) {
        BpRecipient recipient = mail->recipients[i];

        recipient.to.user = move_user(reading->trace, to, recipient.to.user);
        if (recipient.path != BP_NONE)
            recipient.path = move_path(reading, to, mail->from.host, recipient.path);
        g_array_append_val(reading->recipients, recipient);
    }
    moved.from.user = move_user(reading->trace, to, mail->from.user);
    moved.recipients = (const BpRecipient *)(void *)reading->recipients->data;
    bp_trace_add(to, &moved);
}

/* At one time the mails in the trace go first: had they come later in the file than the
 * late one, they would be later in time. */
static void
merge_late(BpTraceReading *reading)
{
    BpTrace *merged = bp_trace_new(reading->network);
    BpTraceReader reader;
    BpTraceMail mail;
    gboolean more;
    guint i = 0;

    g_array_sort(reading->late, compare_late);
    bp_trace_reader_init(&reader, reading->trace);
    more = bp_trace_read(&reader, &mail);
    while (more || i < reading->late->len) {
        const Late *late = &g_array_index(reading->late, Late, i);

        if (more && (i == reading->late->len || mail.at_us <= late->at_us)) {
            move_mail(reading, merged, &mail);
            more = bp_trace_read(&reader, &mail);
        } else {
            BpTraceMail other = {.at_us = late->at_us,
                                 .from = late->from,
                                 .size_bytes = late->size_bytes,
                                 .flavour = late->flavour,
                                 .n_recipients = late->n_recipients};

            other.recipients =
                &g_array_index(reading->late_recipients, BpRecipient, late->recipients);
            move_mail(reading, merged, &other);
            i++;
        }
    }
    bp_trace_reader_clear(&reader);
    bp_trace_free(reading->trace);
    reading->trace = merged;
}

/* ---- the whole ---- */

static gboolean
read_header(BpTraceReading *reading)
{
    const char *text;

    if (!read_line(reading))
        return bp_problems_count(reading->problems) > reading->n_before
                   ? FALSE
                   : bp_trace_complain(reading,
                                       "the file is empty: expected the line " HEADER);
    text = reading->line->str;
    if (g_str_has_prefix(text, "\xEF\xBB\xBF"))
        text += 3;
    reading->n_fields = strcmp(text, HEADER ",flavour") == 0 ? N_FIELDS : N_FIELDS - 1;
    return reading->n_fields == N_FIELDS || strcmp(text, HEADER) == 0 ||
           bp_trace_complain(reading, "expected the first line to be " HEADER
                                      ", or " HEADER ",flavour");
}

BpTrace *
bp_trace_source_read(BpSource *source, const char *name, const BpNetwork *network,
                     gint64 begin_unix_s, BpProblems *problems)
{
    BpTraceReading reading = {.source = source,
                              .name = name,
                              .network = network,
                              .begin_unix_s = begin_unix_s};
    BpTrace *trace = NULL;

    reading.problems = problems;
    reading.n_before = bp_problems_count(problems);
    reading.trace = bp_trace_new(network);
    reading.line = g_string_sized_new(256);
    reading.recipients = g_array_new(FALSE, FALSE, sizeof(BpRecipient));
    reading.hosts = g_array_new(FALSE, FALSE, sizeof(guint32));
    reading.late = g_array_new(FALSE, FALSE, sizeof(Late));
    reading.late_recipients = g_array_new(FALSE, FALSE, sizeof(BpRecipient));
    if (read_header(&reading))
        while (read_line(&reading))
            if (reading.line->len > 0)
                read_mail(&reading);
    if (bp_source_check(source, name, problems) &&
        bp_problems_count(problems) == reading.n_before) {
        if (reading.late->len > 0)
            merge_late(&reading);
        trace = g_steal_pointer(&reading.trace);
    }
    bp_trace_free(reading.trace);
    g_string_free(reading.line, TRUE);
    g_array_unref(reading.recipients);
    g_array_unref(reading.hosts);
    g_array_unref(reading.late);
    g_array_unref(reading.late_recipients);
    return trace;
}

BpTrace *
bp_trace_text_read(const char *text, gsize n_bytes, const char *name,
                   const BpNetwork *network, gint64 begin_unix_s, BpProblems *problems)
{
    BpSource source;

    g_return_val_if_fail(text && name && network && problems, NULL);

    bp_source_open_text(&source, text, n_bytes);
    return bp_trace_source_read(&source, name, network, begin_unix_s, problems);
}

BpTrace *
bp_trace_file_read(const char *path, const BpNetwork *network, gint64 begin_unix_s,
                   BpProblems *problems)
{
    g_autoptr(GError) error = NULL;
    BpSource source;
    BpTrace *trace;

    g_return_val_if_fail(path && network && problems, NULL);

    if (!bp_source_open(&source, path, FALSE, &error)) {
        bp_problems_add(problems, path, 0, "%s", error->message);
        return NULL;
    }
    trace = bp_trace_source_read(&source, path, network, begin_unix_s, problems);
    bp_source_close(&source);
    return trace;
}
