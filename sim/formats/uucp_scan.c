/* uucp_scan.c - a statement goes on in the next line if that begins with a blank. */
#include "uucp_scan.h"

#include <string.h>

void
bp_uucp_scan_init(BpUucpScan *scan, const char *text, gsize n_bytes)
{
    *scan = (BpUucpScan){.at = text, .end = text + n_bytes, .line = 1};
}

static gboolean
begins_word(char c)
{
    return g_ascii_isalnum(c) || c == '.';
}

static gboolean
is_in_word(char c)
{
    return g_ascii_isalnum(c) || c == '.' || c == '-' || c == '_';
}

const char *
bp_uucp_scan_line_end(const BpUucpScan *scan)
{
    const char *newline = memchr(scan->at, '\n', (gsize)(scan->end - scan->at));

    return newline ? newline : scan->end;
}

/* Whether the line after the newline @at belongs to the statement too. */
static gboolean
goes_on(const BpUucpScan *scan, const char *at)
{
    return at + 1 < scan->end && (at[1] == ' ' || at[1] == '\t');
}

/* To what is neither blank nor comment; FALSE at the end of the statement. */
static gboolean
skip_blanks(BpUucpScan *scan)
{
    while (scan->at < scan->end) {
        switch (*scan->at) {
        case ' ':
        case '\t':
        case '\r':
        case '\f':
        case '\v':
            scan->at++;
            break;
        case '#':
            scan->at = bp_uucp_scan_line_end(scan);
            break;
        case '\n':
            if (!goes_on(scan, scan->at))
                return FALSE;
            scan->line++;
            scan->at += 2;
            break;
        default:
            return TRUE;
        }
    }
    return FALSE;
}

/* The token is of @kind, from @start to before @end, and the next comes after @behind. */
static void
set(BpUucpScan *scan, int kind, const char *start, const char *end, const char *behind)
{
    scan->kind = kind;
    scan->start = start;
    scan->n_bytes = (gsize)(end - start);
    scan->at = behind;
}

static void
take_quoted(BpUucpScan *scan)
{
    const char *start = scan->at + 1, *stop = start;

    while (stop < scan->end && *stop != '"' && *stop != '\n' && *stop != '\0')
        stop++;
    if (stop < scan->end && *stop == '"' && stop > start)
        set(scan, BP_UUCP_QUOTED, start, stop, stop + 1);
    else
        set(scan, BP_UUCP_BAD, scan->at, stop, stop);
}

void
bp_uucp_scan_next(BpUucpScan *scan)
{
    const char *start;

    if (!skip_blanks(scan)) {
        set(scan, BP_UUCP_END, scan->at, scan->at, scan->at);
        return;
    }
    start = scan->at;
    if (begins_word(*start)) {
        const char *stop = start + 1;

        while (stop < scan->end && is_in_word(*stop))
            stop++;
        set(scan, BP_UUCP_WORD, start, stop, stop);
    } else if (*start == '"') {
        take_quoted(scan);
    } else if (*start != '\0' && strchr(",=!:@%(){}<>", *start)) {
        set(scan, *start, start, start + 1, start + 1);
    } else {
        set(scan, BP_UUCP_BAD, start, start + 1, start + 1);
    }
}

void
bp_uucp_scan_skip(BpUucpScan *scan)
{
    for (;;) {
        scan->at = bp_uucp_scan_line_end(scan);
        if (scan->at == scan->end || !goes_on(scan, scan->at))
            break;
        scan->line++;
        scan->at++;
    }
    set(scan, BP_UUCP_END, scan->at, scan->at, scan->at);
}

gboolean
bp_uucp_scan_cost(BpUucpScan *scan, GString *cost)
{
    gsize depth = 1;

    while (skip_blanks(scan)) {
        char c = *scan->at;

        depth = depth + (c == '(') - (c == ')');
        if (depth == 0) {
            set(scan, ')', scan->at, scan->at + 1, scan->at + 1);
            return TRUE;
        }
        /* Nothing in a cost may hold a NUL, and nothing would be read behind it. */
        g_string_append_c(cost, c ? c : '?');
        scan->at++;
        if (scan->at < scan->end && (*scan->at == '#' || g_ascii_isspace(*scan->at)))
            g_string_append_c(cost, ' ');
    }
    set(scan, BP_UUCP_END, scan->at, scan->at, scan->at);
    return FALSE;
}
