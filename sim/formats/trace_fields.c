/* trace_fields.c - what one field of a mail trace says. */
#include "trace_fields.h"

#include <bangpath/calendar.h>
#include <bangpath/grade.h>
#include <bangpath/paths.h>
#include <bangpath/units.h>
#include <string.h>

gboolean
bp_trace_complain(BpTraceReading *reading, const char *format, ...)
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

gboolean
bp_trace_time(BpTraceReading *reading, const char *text, gint64 *us)
{
    gint64 unix_s;

    if (parse_seconds(text, us))
        return TRUE;
    if (!bp_parse_instant(text, &unix_s, NULL))
        return bp_trace_complain(
            reading,
            "time = \"%s\": expected seconds from begin with up to six "
            "decimals, or an instant such as 1996-09-01T09:00:00Z",
            text);
    if (unix_s < reading->begin_unix_s ||
        unix_s - reading->begin_unix_s > BP_TIME_MAX_US / BP_SECOND_US) {
        g_autofree char *begin = bp_format_instant(reading->begin_unix_s);

        return bp_trace_complain(
            reading,
            "time = \"%s\": expected a time from the scenario's begin, %s, "
            "to 71 years after it",
            text, begin);
    }
    *us = (unix_s - reading->begin_unix_s) * BP_SECOND_US;
    return TRUE;
}

static gboolean
find_host(BpTraceReading *reading, const char *field, const char *name, guint32 *host)
{
    guint32 found = bp_network_find(reading->network, name);
    const char *nearest;

    if (found != BP_NONE && !bp_network_traits(reading->network, found)->is_net) {
        *host = found;
        return TRUE;
    }
    if (found != BP_NONE)
        return bp_trace_complain(reading, "%s: \"%s\" is a net: expected a host", field,
                                 name);
    nearest = bp_network_nearest(reading->network, name);
    if (nearest)
        return bp_trace_complain(reading,
                                 "%s: unknown host \"%s\"; did you mean \"%s\"?", field,
                                 name, nearest);
    return bp_trace_complain(reading, "%s: unknown host \"%s\"", field, name);
}

/* A mailbox's number where @name is `u17` and the host has so many, else a name's. */
static guint32
find_user(BpTraceReading *reading, guint32 host, const char *name)
{
    guint64 number = 0;
    gboolean numbered = name[0] == 'u' && g_ascii_isdigit(name[1]) &&
                        (name[1] != '0' || name[2] == '\0');

    for (const char *at = name + 1; numbered && *at; at++) {
        numbered = g_ascii_isdigit(*at) && number < G_MAXUINT32;
        number = number * 10 + (guint64)(*at - '0');
    }
    if (numbered && number < bp_network_host(reading->network, host).mailboxes)
        return (guint32)number;
    return bp_trace_user(reading->trace, name);
}

gboolean
bp_trace_from(BpTraceReading *reading, char *text, BpAddress *from)
{
    char *bang;

    g_assert(text != NULL); /* split_line() filled every field */
    bang = strchr(text, '!');

    if (!bang || bang == text || !bang[1] || strpbrk(bang + 1, "!@"))
        return bp_trace_complain(reading, "from = \"%s\": expected host!user", text);
    *bang = '\0';
    if (!find_host(reading, "from", text, &from->host))
        return FALSE;
    from->user = find_user(reading, from->host, bang + 1);
    return TRUE;
}

static const char *
host_name(const BpTraceReading *reading, guint i)
{
    return bp_network_host(reading->network, g_array_index(reading->hosts, guint32, i))
        .name;
}

static gboolean
goes_to_itself(const BpTraceReading *reading)
{
    const guint32 *hosts = (const guint32 *)(void *)reading->hosts->data;

    for (guint i = 1; i < reading->hosts->len; i++)
        if (hosts[i] == hosts[i - 1])
            return TRUE;
    return FALSE;
}

/* What is wrong with the path in hand: each host must be joined to the one before. */
static gboolean
complain_of_path(BpTraceReading *reading)
{
    const guint32 *hosts = (const guint32 *)(void *)reading->hosts->data;

    for (guint i = 1; i < reading->hosts->len; i++) {
        if (hosts[i] == hosts[i - 1])
            return bp_trace_complain(reading, "to: the path goes from \"%s\" to itself",
                                     host_name(reading, i));
        if (bp_network_channel_between(reading->network, hosts[i - 1], hosts[i]) ==
            BP_NONE)
            return bp_trace_complain(
                reading,
                "to: \"%s\" and \"%s\" are not joined: expected a path of "
                "neighbours",
                host_name(reading, i - 1), host_name(reading, i));
    }
    return bp_trace_complain(reading, "to: no such path");
}

/* A path is followed from the sender's host on; `a!user` only if a is joined to it. */
static gboolean
parse_path(BpTraceReading *reading, guint32 from, char *text, BpRecipient *recipient)
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
        return bp_trace_complain(reading,
                                 "to: expected user@host, host!user or a bang path, "
                                 "addresses parted by ;");
    recipient->to.host = host;
    recipient->to.user = find_user(reading, host, text);
    recipient->path = BP_NONE;
    if (n_named < 2 && (host == from || bp_network_channel_between(
                                            reading->network, from, host) == BP_NONE))
        return TRUE;
    if (goes_to_itself(reading))
        return complain_of_path(reading);
    recipient->path = bp_paths_add(bp_trace_paths(reading->trace),
                                   (const guint32 *)(void *)reading->hosts->data,
                                   reading->hosts->len);
    return recipient->path != BP_NONE || complain_of_path(reading);
}

static gboolean
parse_recipient(BpTraceReading *reading, guint32 from, char *text,
                BpRecipient *recipient)
{
    char *at = strrchr(text, '@');

    if (!at)
        return parse_path(reading, from, text, recipient);
    if (at == text || !at[1] || strchr(text, '!') || strchr(text, '@') != at)
        return bp_trace_complain(
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

gboolean
bp_trace_to(BpTraceReading *reading, guint32 from, char *text)
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

gboolean
bp_trace_size(BpTraceReading *reading, const char *text, guint32 *bytes)
{
    gint64 number;

    if (!bp_parse_whole(text, 0, G_MAXUINT32, &number, NULL))
        return bp_trace_complain(reading,
                                 "bytes = \"%s\": expected a whole number from 0 to %u",
                                 text, G_MAXUINT32);
    *bytes = (guint32)number;
    return TRUE;
}

/* What is asked of FidoNet; an empty field is normal mail. */
gboolean
bp_trace_flavour(BpTraceReading *reading, const char *text, guint8 *flavour)
{
    if (text == NULL || *text == '\0')
        return TRUE;
    for (guint8 i = 0; bp_flavour_names[i]; i++)
        if (strcmp(text, bp_flavour_names[i]) == 0) {
            *flavour = i;
            return TRUE;
        }
    return bp_trace_complain(reading,
                             "flavour = \"%s\": expected normal, crash or hold", text);
}
