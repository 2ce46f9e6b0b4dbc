/* trace.c - mail known beforehand, as bytes: numbers of seven bits a byte, lowest first.
 *
 * A mail is: time since the one before, size, sender's host and user, number of
 * recipients, and for each its host, user and path + 1 (0: none).
 */
#include <bangpath/trace.h>

#define FIRST_NAMED_USER (1U << 31)

struct _BpTrace {
    GByteArray *bytes; /* owned */
    BpPaths *paths;    /* owned */
    GHashTable *users; /* owned: name to number */
    GPtrArray *names;  /* owned array; names are the keys of users */
    guint64 n;
    gint64 last_us;
};

BpTrace *
bp_trace_new(const BpNetwork *network)
{
    BpTrace *trace = g_new0(BpTrace, 1);

    trace->bytes = g_byte_array_new();
    trace->paths = bp_paths_new(network);
    trace->users = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    trace->names = g_ptr_array_new();
    return trace;
}

void
bp_trace_free(BpTrace *trace)
{
    if (trace == NULL)
        return;
    g_byte_array_unref(trace->bytes);
    bp_paths_free(trace->paths);
    g_hash_table_unref(trace->users);
    g_ptr_array_unref(trace->names);
    g_free(trace);
}

BpPaths *
bp_trace_paths(BpTrace *trace)
{
    return trace->paths;
}

guint32
bp_trace_user(BpTrace *trace, const char *name)
{
    gpointer number;

    if (g_hash_table_lookup_extended(trace->users, name, NULL, &number))
        return FIRST_NAMED_USER + GPOINTER_TO_UINT(number);

    char *copy = g_strdup(name);

    g_hash_table_insert(trace->users, copy, GUINT_TO_POINTER(trace->names->len));
    g_ptr_array_add(trace->names, copy);
    return FIRST_NAMED_USER + trace->names->len - 1;
}

const char *
bp_trace_user_name(const BpTrace *trace, guint32 user)
{
    if (user < FIRST_NAMED_USER || user - FIRST_NAMED_USER >= trace->names->len)
        return NULL;
    return g_ptr_array_index(trace->names, user - FIRST_NAMED_USER);
}

static void
put(GByteArray *bytes, guint64 number)
{
    guint8 out[10];
    guint n = 0;

    for (; number >= 128; number >>= 7)
        out[n++] = (guint8)(number | 128);
    out[n++] = (guint8)number;
    g_byte_array_append(bytes, out, n);
}

static guint64
get(BpTraceReader *reader)
{
    const guint8 *bytes = reader->trace->bytes->data;
    guint64 number = 0;
    guint shift = 0;

    for (; bytes[reader->at] >= 128; shift += 7)
        number |= (guint64)(bytes[reader->at++] & 127) << shift;
    return number | (guint64)bytes[reader->at++] << shift;
}

void
bp_trace_add(BpTrace *trace, const BpTraceMail *mail)
{
    g_return_if_fail(mail->at_us >= trace->last_us);

    put(trace->bytes, (guint64)(mail->at_us - trace->last_us));
    put(trace->bytes, mail->size_bytes);
    put(trace->bytes, mail->from.host);
    put(trace->bytes, mail->from.user);
    put(trace->bytes, mail->n_recipients);
    for (guint i = 0; i < mail->n_recipients; i++) {
        put(trace->bytes, mail->recipients[i].to.host);
        put(trace->bytes, mail->recipients[i].to.user);
        put(trace->bytes, (guint32)(mail->recipients[i].path + 1));
    }
    trace->last_us = mail->at_us;
    trace->n++;
}

guint64
bp_trace_count(const BpTrace *trace)
{
    return trace->n;
}

void
bp_trace_reader_init(BpTraceReader *reader, const BpTrace *trace)
{
    *reader = (BpTraceReader){.trace = trace};
}

void
bp_trace_reader_clear(BpTraceReader *reader)
{
    g_free(reader->recipients);
}

gboolean
bp_trace_read(BpTraceReader *reader, BpTraceMail *mail)
{
    if (reader->at == reader->trace->bytes->len)
        return FALSE;

    reader->last_us += (gint64)get(reader);
    *mail = (BpTraceMail){.at_us = reader->last_us};
    mail->size_bytes = (guint32)get(reader);
    mail->from.host = (guint32)get(reader);
    mail->from.user = (guint32)get(reader);
    mail->n_recipients = (guint)get(reader);
    if (mail->n_recipients > reader->capacity) {
        reader->capacity = mail->n_recipients;
        reader->recipients = g_renew(BpRecipient, reader->recipients, reader->capacity);
    }
    for (guint i = 0; i < mail->n_recipients; i++) {
        reader->recipients[i].to.host = (guint32)get(reader);
        reader->recipients[i].to.user = (guint32)get(reader);
        reader->recipients[i].path = (guint32)get(reader) - 1;
    }
    mail->recipients = reader->recipients;
    return TRUE;
}
