/* trace.c - mail known beforehand, as bytes: numbers of seven bits a byte, lowest first.
 *
 * A mail is: time since the one before, size, sender's host and user, flavour, number of
 * recipients, and for each its host, user and path + 1 (0: none).
 */
#include <bangpath/trace.h>

#define FIRST_NAMED_USER (1U << 31)

/* What stands beside the number of recipients: what is not said is 0, or no path. */
#define HAS_SENDER 1U /* a user other than the first of the host */
#define HAS_USERS 2U  /* likewise, some recipient */
#define HAS_PATHS 4U
#define HAS_FLAVOUR 8U
#define FLAG_BITS 4

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

static inline guint64
get(const guint8 **at)
{
    const guint8 *byte = *at;
    guint64 number = *byte++;

    for (guint shift = 7; byte[-1] >= 128; shift += 7)
        number += ((guint64)*byte++ - 1) << shift;
    *at = byte;
    return number;
}

static guint
flags_of(const BpTraceMail *mail)
{
    guint flags = mail->from.user != 0 ? HAS_SENDER : 0;

    flags |= mail->flavour != 0 ? HAS_FLAVOUR : 0;
    for (guint i = 0; i < mail->n_recipients; i++) {
        flags |= mail->recipients[i].to.user != 0 ? HAS_USERS : 0;
        flags |= mail->recipients[i].path != BP_NONE ? HAS_PATHS : 0;
    }
    return flags;
}

void
bp_trace_add(BpTrace *trace, const BpTraceMail *mail)
{
    guint flags = flags_of(mail);

    g_return_if_fail(mail->at_us >= trace->last_us);

    put(trace->bytes, (guint64)(mail->at_us - trace->last_us));
    put(trace->bytes, mail->size_bytes);
    put(trace->bytes, mail->from.host);
    put(trace->bytes, (guint64)mail->n_recipients << FLAG_BITS | flags);
    if (flags & HAS_SENDER)
        put(trace->bytes, mail->from.user);
    if (flags & HAS_FLAVOUR)
        put(trace->bytes, mail->flavour);
    for (guint i = 0; i < mail->n_recipients; i++) {
        put(trace->bytes, mail->recipients[i].to.host);
        if (flags & HAS_USERS)
            put(trace->bytes, mail->recipients[i].to.user);
        if (flags & HAS_PATHS)
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
    const guint8 *bytes = reader->trace->bytes->data, *at;
    guint64 head;

    if (reader->at == reader->trace->bytes->len)
        return FALSE;

    at = bytes + reader->at;
    reader->last_us += (gint64)get(&at);
    *mail = (BpTraceMail){.at_us = reader->last_us};
    mail->size_bytes = (guint32)get(&at);
    mail->from.host = (guint32)get(&at);
    head = get(&at);
    mail->n_recipients = (guint)(head >> FLAG_BITS);
    if (head & HAS_SENDER)
        mail->from.user = (guint32)get(&at);
    if (head & HAS_FLAVOUR)
        mail->flavour = (guint8)get(&at);
    if (mail->n_recipients > reader->capacity) {
        reader->capacity = mail->n_recipients;
        reader->recipients = g_renew(BpRecipient, reader->recipients, reader->capacity);
    }
    for (guint i = 0; i < mail->n_recipients; i++) {
        BpRecipient *recipient = &reader->recipients[i];

        recipient->to.host = (guint32)get(&at);
        recipient->to.user = head & HAS_USERS ? (guint32)get(&at) : 0;
        recipient->path = head & HAS_PATHS ? (guint32)get(&at) - 1 : BP_NONE;
    }
    reader->at = (gsize)(at - bytes);
    mail->recipients = reader->recipients;
    return TRUE;
}
