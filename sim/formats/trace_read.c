/* trace_read.c - mail traces, line by line.
 *
 * A line is cut up where it stands in the buffer; nothing is allocated for it. What is
 * earlier than a line before it waits aside, and is merged in at the end.
 */
#include <bangpath/trace_file.h>

#include "trace_private.h"

#include <bangpath/calendar.h>
#include <bangpath/grade.h>
#include <bangpath/paths.h>
#include <bangpath/units.h>
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
    GArray *late;            /* owned, of Late */
    GArray *late_recipients; /* owned, of BpRecipient */
} Reading;

static gboolean complain(Reading *reading, const char *format, ...) G_GNUC_PRINTF(2, 3);

static gboolean
complain(Reading *reading, const char *format, ...)
{
    g_autofree char *text = NULL, *valid = NULL;
    va_list args;

    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);
    valid = g_utf8_make_valid(text, -1);
    if (strlen(valid) > 500)
        valid[500] = '\0';
    bp_problems_add(reading->problems, reading->name, reading->number, "%s", valid);
    return FALSE;
}

/* ---- lines ---- */

/* The next line without its end. FALSE at the end of the file and when it cannot go on.
 * */
static gboolean
read_line(Reading *reading)
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
            return complain(reading, "a line is longer than 16 MiB");
        waiting = bp_source_fill(source, 1);
    }
    if (line->len > 0 && line->str[line->len - 1] == '\r')
        g_string_truncate(line, line->len - 1);
    if (memchr(line->str, '\0', line->len))
        return complain(reading, "a NUL byte: this is no text file");
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
split_line(Reading *reading, char *fields[N_FIELDS])
{
    const char *expected = reading->n_fields == N_FIELDS
                               ? "expected five fields: " HEADER ",flavour"
                               : "expected four fields: " HEADER;
    char *at = reading->line->str;

    for (guint i = 0; i < reading->n_fields; i++) {
        fields[i] = at ? next_field(&at) : NULL;
        if (!fields[i])
            return complain(reading, "%s",
                            at || i == 0 ? "a field's quotes do not match" : expected);
    }
    return !at || complain(reading, "%s", expected);
}

/* ---- fields ---- */

/* Seconds with up to six decimals. FALSE if it is none of that. */
static gboolean
parse_seconds(const char *text, gint64 *us)
{
    gint64 number = 0, scale = BP_SECOND_US;
    const char *at = text;

    g_assert(text != NULL);
    for (; g_ascii_isdigit(*at); at++) {
        if (number > BP_TIME_MAX_US / BP_SECOND_US)
            return FALSE;
        number = number * 10 + (*at - '0');
    }
    if (at == text || number > BP_TIME_MAX_US / BP_SECOND_US)
        return FALSE;
    number *= BP_SECOND_US;
    if (*at == '.') {
        if (!g_ascii_isdigit(*++at))
            return FALSE;
        for (; g_ascii_isdigit(*at) && scale > 1; at++) {
            scale /= 10;
            number += (*at - '0') * scale;
        }
    }
    if (*at != '\0' || number > BP_TIME_MAX_US)
        return FALSE;
    *us = number;
    return TRUE;
}

static gboolean
parse_time(Reading *reading, const char *text, gint64 *us)
{
    gint64 unix_s;

    if (parse_seconds(text, us))
        return TRUE;
    if (!bp_parse_instant(text, &unix_s, NULL))
        return complain(reading,
                        "time = \"%s\": expected seconds from begin with up to six "
                        "decimals, or an instant such as 1996-09-01T09:00:00Z",
                        text);
    if (unix_s < reading->begin_unix_s ||
        unix_s - reading->begin_unix_s > BP_TIME_MAX_US / BP_SECOND_US) {
        g_autofree char *begin = bp_format_instant(reading->begin_unix_s);

        return complain(reading,
                        "time = \"%s\": expected a time from the scenario's begin, %s, "
                        "to 71 years after it",
                        text, begin);
    }
    *us = (unix_s - reading->begin_unix_s) * BP_SECOND_US;
    return TRUE;
}

static gboolean
find_host(Reading *reading, const char *field, const char *name, guint32 *host)
{
    guint32 found = bp_network_find(reading->network, name);
    const char *nearest;

    if (found != BP_NONE && !bp_network_host(reading->network, found)->is_net) {
        *host = found;
        return TRUE;
    }
    if (found != BP_NONE)
        return complain(reading, "%s: \"%s\" is a net: expected a host", field, name);
    nearest = bp_network_nearest(reading->network, name);
    if (nearest)
        return complain(reading, "%s: unknown host \"%s\"; did you mean \"%s\"?", field,
                        name, nearest);
    return complain(reading, "%s: unknown host \"%s\"", field, name);
}

/* A mailbox's number where @name is `u17` and the host has so many, else a name's. */
static guint32
find_user(Reading *reading, guint32 host, const char *name)
{
    guint64 number = 0;
    gboolean numbered = name[0] == 'u' && g_ascii_isdigit(name[1]) &&
                        (name[1] != '0' || name[2] == '\0');

    for (const char *at = name + 1; numbered && *at; at++) {
        numbered = g_ascii_isdigit(*at) && number < G_MAXUINT32;
        number = number * 10 + (guint64)(*at - '0');
    }
    if (numbered && number < bp_network_host(reading->network, host)->mailboxes)
        return (guint32)number;
    return bp_trace_user(reading->trace, name);
}

static gboolean
parse_from(Reading *reading, char *text, BpAddress *from)
{
    char *bang;

    g_assert(text != NULL); /* split_line() filled every field */
    bang = strchr(text, '!');

    if (!bang || bang == text || !bang[1] || strpbrk(bang + 1, "!@"))
        return complain(reading, "from = \"%s\": expected host!user", text);
    *bang = '\0';
    if (!find_host(reading, "from", text, &from->host))
        return FALSE;
    from->user = find_user(reading, from->host, bang + 1);
    return TRUE;
}

static const char *
host_name(const Reading *reading, guint i)
{
    return bp_network_host(reading->network, g_array_index(reading->hosts, guint32, i))
        ->name;
}

/* Each host of the path in hand must be joined to the one before. */
static gboolean
check_path(Reading *reading)
{
    const guint32 *hosts = (const guint32 *)(void *)reading->hosts->data;

    for (guint i = 1; i < reading->hosts->len; i++) {
        if (hosts[i] == hosts[i - 1])
            return complain(reading, "to: the path goes from \"%s\" to itself",
                            host_name(reading, i));
        if (bp_network_channel_between(reading->network, hosts[i - 1], hosts[i]) ==
            BP_NONE)
            return complain(reading,
                            "to: \"%s\" and \"%s\" are not joined: expected a path of "
                            "neighbours",
                            host_name(reading, i - 1), host_name(reading, i));
    }
    return TRUE;
}

/* A path is followed from the sender's host on; `a!user` only if a is joined to it. */
static gboolean
parse_path(Reading *reading, guint32 from, char *text, BpRecipient *recipient)
{
    guint32 host = BP_NONE;
    guint n_named = 0;
    char *bang;

    g_array_set_size(reading->hosts, 0);
    g_array_append_val(reading->hosts, from);
    for (; (bang = strchr(text, '!')) != NULL; text = bang + 1) {
        *bang = '\0';
        if (!find_host(reading, "to", text, &host))
            return FALSE;
        if (n_named++ > 0 || host != from)
            g_array_append_val(reading->hosts, host);
    }
    if (host == BP_NONE || !*text)
        return complain(reading, "to: expected user@host, host!user or a bang path, "
                                 "addresses parted by ;");
    recipient->to.host = host;
    recipient->to.user = find_user(reading, host, text);
    recipient->path = BP_NONE;
    if (n_named < 2 && (host == from || bp_network_channel_between(
                                            reading->network, from, host) == BP_NONE))
        return TRUE;
    if (!check_path(reading))
        return FALSE;
    recipient->path = bp_paths_add(bp_trace_paths(reading->trace),
                                   (const guint32 *)(void *)reading->hosts->data,
                                   reading->hosts->len);
    return recipient->path != BP_NONE || complain(reading, "to: no such path");
}

static gboolean
parse_recipient(Reading *reading, guint32 from, char *text, BpRecipient *recipient)
{
    char *at = strrchr(text, '@');

    if (!at)
        return parse_path(reading, from, text, recipient);
    if (at == text || !at[1] || strchr(text, '!') || strchr(text, '@') != at)
        return complain(
            reading, "to: \"%s\": expected user@host, host!user or a bang path", text);
    *at = '\0';
    recipient->to.host = BP_NONE;
    if (!find_host(reading, "to", at + 1, &recipient->to.host))
        return FALSE;
    recipient->to.user = find_user(reading, recipient->to.host, text);
    recipient->path = BP_NONE;
    return TRUE;
}

static char *
strip(char *text)
{
    gsize n;

    while (*text == ' ')
        text++;
    n = strlen(text);
    while (n > 0 && text[n - 1] == ' ')
        text[--n] = '\0';
    return text;
}

static gboolean
parse_to(Reading *reading, guint32 from, char *text)
{
    g_array_set_size(reading->recipients, 0);
    while (text) {
        char *end = strchr(text, ';');
        BpRecipient recipient;

        if (end)
            *end++ = '\0';
        if (!parse_recipient(reading, from, strip(text), &recipient))
            return FALSE;
        g_array_append_val(reading->recipients, recipient);
        text = end;
    }
    return TRUE;
}

static gboolean
parse_size(Reading *reading, const char *text, guint32 *bytes)
{
    gint64 number;

    if (!bp_parse_whole(text, 0, G_MAXUINT32, &number, NULL))
        return complain(reading, "bytes = \"%s\": expected a whole number from 0 to %u",
                        text, G_MAXUINT32);
    *bytes = (guint32)number;
    return TRUE;
}

/* What is asked of FidoNet; an empty field is normal mail. */
static gboolean
parse_flavour(Reading *reading, const char *text, guint8 *flavour)
{
    if (text == NULL || *text == '\0')
        return TRUE;
    for (guint8 i = 0; bp_flavour_names[i]; i++)
        if (strcmp(text, bp_flavour_names[i]) == 0) {
            *flavour = i;
            return TRUE;
        }
    return complain(reading, "flavour = \"%s\": expected normal, crash or hold", text);
}

/* ---- mails ---- */

static void
keep_late(Reading *reading, const BpTraceMail *mail)
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
read_mail(Reading *reading)
{
    char *fields[N_FIELDS] = {0};
    BpTraceMail mail = {0};
    gboolean good;

    if (!split_line(reading, fields))
        return;
    good = parse_time(reading, fields[0], &mail.at_us);
    if (parse_from(reading, fields[1], &mail.from))
        good = parse_to(reading, mail.from.host, fields[2]) && good;
    else
        good = FALSE;
    good = parse_size(reading, fields[3], &mail.size_bytes) && good;
    good = parse_flavour(reading, fields[4], &mail.flavour) && good;
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
move_path(Reading *reading, BpTrace *to, guint32 host, BpPath path)
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
move_mail(Reading *reading, BpTrace *to, const BpTraceMail *mail)
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
merge_late(Reading *reading)
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
read_header(Reading *reading)
{
    const char *text;

    if (!read_line(reading))
        return bp_problems_count(reading->problems) > reading->n_before
                   ? FALSE
                   : complain(reading, "the file is empty: expected the line " HEADER);
    text = reading->line->str;
    if (g_str_has_prefix(text, "\xEF\xBB\xBF"))
        text += 3;
    reading->n_fields = strcmp(text, HEADER ",flavour") == 0 ? N_FIELDS : N_FIELDS - 1;
    return reading->n_fields == N_FIELDS || strcmp(text, HEADER) == 0 ||
           complain(reading,
                    "expected the first line to be " HEADER ", or " HEADER ",flavour");
}

BpTrace *
bp_trace_source_read(BpSource *source, const char *name, const BpNetwork *network,
                     gint64 begin_unix_s, BpProblems *problems)
{
    Reading reading = {.source = source,
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
