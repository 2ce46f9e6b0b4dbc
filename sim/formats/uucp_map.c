/* uucp_map.c - the statements of a UUCP map.
 *
 * One function a kind of statement. What is closed by a comma or a cost is in the map at once;
 * what cannot be understood ends the statement and no other. */
#include <bangpath/map_file.h>

#include "uucp_entry.h"
#include "uucp_scan.h"

#include <bangpath/routes.h>
#include <string.h>

typedef struct {
    BpMap *map;                    /* borrowed */
    const BpMapListener *listener; /* borrowed, nullable */
    BpProblems *problems;          /* borrowed */
    const char *name;              /* borrowed: what problems call the file */
    char *own_name;                /* owned, nullable: from `file {name}` */
    BpUucpScan scan;
    BpUucpEntry entry;
    GString *cost;   /* owned: the text at hand */
    GArray *members; /* owned, of guint32: of the net at hand */
} Reading;

/* ---- problems ---- */

static void complain(Reading *reading, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void
complain(Reading *reading, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list args;

    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);
    bp_problems_add(reading->problems, reading->name, reading->scan.line, "%s", text);
}

/* The token as it is shown: not all of a long one. */
static char *
show_token(const BpUucpScan *scan)
{
    const gsize enough = 40;
    g_autofree char *start = NULL, *valid = NULL;

    if (scan->kind == BP_UUCP_END)
        return g_strdup("the end of the statement");
    if (scan->n_bytes == 1 && *scan->start == '\0')
        return g_strdup("a NUL byte");
    start = g_strndup(scan->start, MIN(scan->n_bytes, enough));
    valid = g_utf8_make_valid(start, -1);
    return g_strdup_printf("\"%s%s\"", valid, scan->n_bytes > enough ? "..." : "");
}

/* Leaves the rest of the statement out. Always FALSE. */
static gboolean
fail(Reading *reading, const char *expected)
{
    g_autofree char *found = show_token(&reading->scan);

    complain(reading, "expected %s, not %s: the rest of the statement is left out",
             expected, found);
    return FALSE;
}

/* ---- parts of statements ---- */

static void
next(Reading *reading)
{
    bp_uucp_scan_next(&reading->scan);
}

static gboolean
is_name(const Reading *reading)
{
    return reading->scan.kind == BP_UUCP_WORD || reading->scan.kind == BP_UUCP_QUOTED;
}

static gboolean
is_op(const Reading *reading)
{
    return reading->scan.kind == '!' || reading->scan.kind == ':' ||
           reading->scan.kind == '@' || reading->scan.kind == '%';
}

static gboolean
is_closed(const Reading *reading)
{
    return reading->scan.kind == ',' || reading->scan.kind == BP_UUCP_END;
}

static guint32
take_node(Reading *reading)
{
    guint32 node =
        bp_map_node(reading->map, reading->scan.start, reading->scan.n_bytes);

    next(reading);
    return node;
}

/* Moves behind @sign, or fails. */
static gboolean
take(Reading *reading, char sign, const char *expected)
{
    if (reading->scan.kind != sign)
        return fail(reading, expected);
    next(reading);
    return TRUE;
}

/* A cost in brackets, if there is one. FALSE if what is in them is none. @fits: whether
 * there is room for it. */
static gboolean
take_cost(Reading *reading, gint64 *cost, BpCostSense *sense, gboolean *fits)
{
    g_autofree char *warning = NULL, *shown = NULL;
    g_autoptr(GError) error = NULL;
    const char *text;

    *cost = BP_COST_UNSTATED;
    *sense = (BpCostSense){BP_COST_PLAIN, 1, 1};
    *fits = TRUE;
    if (reading->scan.kind != '(')
        return TRUE;

    g_string_truncate(reading->cost, 0);
    if (!bp_uucp_scan_cost(&reading->scan, reading->cost))
        return fail(reading, "a cost that ends in )");
    text = reading->cost->str;
    if (!bp_parse_map_cost(text, BP_MAP_COST_MAX, cost, sense, &warning, &error)) {
        *fits = g_error_matches(error, BP_ERROR, BP_ERROR_VALUE);
        shown = g_utf8_make_valid(text, (gssize)MIN(reading->cost->len, 40));
        complain(reading, "expected %s, not \"%s\": %s left out", error->message, shown,
                 *fits ? "the rest of the statement is" : "what costs so much is");
        if (*fits)
            return FALSE;
    }
    if (warning)
        complain(reading, "expected %s: this counts as %" G_GINT64_FORMAT, warning,
                 *cost);
    next(reading);
    return TRUE;
}

static void
trace(Reading *reading, guint32 a, char op, guint32 b, gint64 cost)
{
    if (reading->listener && reading->listener->trace)
        reading->listener->trace(reading->name, reading->scan.line, a, op, b, cost,
                                 reading->listener->data);
}

/* ---- links ---- */

static void
add_link(Reading *reading, guint32 from, const BpMapLink *link)
{
    trace(reading, from, link->op, link->to, link->cost);
    if (!bp_map_link(reading->map, from, link))
        complain(reading,
                 "expected a cost from 0 on: the link from %s to %s counts as dead",
                 bp_map_name(reading->map, from), bp_map_name(reading->map, link->to));
}

/* `name` or `<name>`, with or without an operator on one side. */
static gboolean
take_target(Reading *reading, BpMapLink *link)
{
    gboolean terminal;

    if (is_op(reading)) {
        link->op = *reading->scan.start;
        link->flags |= BP_MAP_RIGHT;
        next(reading);
    }
    terminal = reading->scan.kind == '<';
    if (terminal) {
        link->flags |= BP_MAP_TERMINAL;
        next(reading);
    }
    if (!is_name(reading))
        return fail(reading, "the name of a host");
    link->to = take_node(reading);
    if (terminal && !take(reading, '>', "a > behind the name"))
        return FALSE;
    if (is_op(reading) && !(link->flags & BP_MAP_RIGHT)) {
        link->op = *reading->scan.start;
        next(reading);
    }
    return TRUE;
}

static gboolean
read_link(Reading *reading, guint32 from)
{
    BpMapLink link = {.op = '!'};
    gboolean has_cost, fits;

    if (!take_target(reading, &link))
        return FALSE;
    has_cost = reading->scan.kind == '(';
    if (!has_cost && !is_closed(reading))
        return fail(reading, "a comma or a cost");
    if (!take_cost(reading, &link.cost, &link.sense, &fits))
        return FALSE;
    if (fits)
        add_link(reading, from, &link);
    return is_closed(reading) || fail(reading, "a comma");
}

static gboolean
read_links(Reading *reading, guint32 from)
{
    while (reading->scan.kind != BP_UUCP_END) {
        if (reading->scan.kind == ',')
            next(reading);
        else if (!read_link(reading, from))
            return FALSE;
    }
    return TRUE;
}

/* ---- aliases and nets ---- */

static gboolean
read_aliases(Reading *reading, guint32 host)
{
    while (reading->scan.kind != BP_UUCP_END) {
        guint32 alias;

        if (reading->scan.kind == ',') {
            next(reading);
            continue;
        }
        if (!is_name(reading))
            return fail(reading, "a name");
        alias = take_node(reading);
        if (!is_closed(reading))
            return fail(reading, "a comma");
        trace(reading, host, '=', alias, 0);
        if (!bp_map_alias(reading->map, host, alias))
            complain(reading,
                     "expected no alias of a domain, as %s and %s are: left out",
                     bp_map_name(reading->map, host), bp_map_name(reading->map, alias));
    }
    return TRUE;
}

static gboolean
read_members(Reading *reading)
{
    g_array_set_size(reading->members, 0);
    next(reading);
    while (reading->scan.kind != '}') {
        guint32 member;

        if (reading->scan.kind == ',') {
            next(reading);
            continue;
        }
        if (!is_name(reading))
            return fail(reading, "a name or }");
        member = take_node(reading);
        g_array_append_val(reading->members, member);
        if (reading->scan.kind != ',' && reading->scan.kind != '}')
            return fail(reading, "a comma or }");
    }
    next(reading);
    return TRUE;
}

static void
add_net(Reading *reading, guint32 net, const BpMapLink *link)
{
    const guint32 *members = (const guint32 *)(void *)reading->members->data;

    for (guint i = 0; i < reading->members->len; i++)
        trace(reading, net, '{', members[i], link->cost);
    if (!bp_map_net(reading->map, net, members, reading->members->len, link))
        complain(reading, "expected a cost from 0 on: some links into %s count as dead",
                 bp_map_name(reading->map, net));
}

/* `{a, b}op(cost)` or `op{a, b}(cost)`. @net: BP_MAP_NONE if it has no name. */
static gboolean
read_net(Reading *reading, guint32 net)
{
    BpMapLink link = {.op = '!'};
    gboolean right = is_op(reading), fits;

    if (right) {
        link.op = *reading->scan.start;
        link.flags = BP_MAP_RIGHT;
        next(reading);
    }
    if (reading->scan.kind != '{')
        return fail(reading, "a { with the members of a net");
    if (!read_members(reading))
        return FALSE;
    if (is_op(reading) && !right) {
        link.op = *reading->scan.start;
        next(reading);
    }
    if (!take_cost(reading, &link.cost, &link.sense, &fits))
        return FALSE;
    if (reading->scan.kind != BP_UUCP_END)
        return fail(reading, "the end of the statement behind a net");
    if (fits)
        add_net(reading, net == BP_MAP_NONE ? bp_map_nameless(reading->map) : net,
                &link);
    return TRUE;
}

/* ---- keywords ---- */

/* What one item between the braces means; the token is its name. */
typedef gboolean (*ItemFunc)(Reading *reading);

static gboolean
read_private(Reading *reading)
{
    bp_map_private(reading->map, reading->scan.start, reading->scan.n_bytes);
    next(reading);
    return TRUE;
}

/* `a`, then @to is BP_MAP_NONE; or `a!b`. */
static gboolean
take_pair(Reading *reading, guint32 *from, guint32 *to)
{
    *from = take_node(reading);
    *to = BP_MAP_NONE;
    if (!is_op(reading))
        return TRUE;
    next(reading);
    if (!is_name(reading))
        return fail(reading, "the name of a host");
    *to = take_node(reading);
    return TRUE;
}

static gboolean
read_dead(Reading *reading)
{
    guint32 from, to;

    if (!take_pair(reading, &from, &to))
        return FALSE;
    if (to == BP_MAP_NONE)
        bp_map_dead(reading->map, from);
    else
        bp_map_dead_link(reading->map, from, to);
    return TRUE;
}

static gboolean
read_delete(Reading *reading)
{
    guint32 from, to;

    if (!take_pair(reading, &from, &to))
        return FALSE;
    if (to == BP_MAP_NONE)
        bp_map_delete(reading->map, from);
    else
        bp_map_delete_link(reading->map, from, to);
    return TRUE;
}

static gboolean
read_adjust(Reading *reading)
{
    guint32 node = take_node(reading);
    BpCostSense sense;
    gboolean fits;
    gint64 cost;

    if (!take_cost(reading, &cost, &sense, &fits))
        return FALSE;
    if (fits && !bp_map_adjust(reading->map, node, cost))
        complain(reading, "expected costs from 0 on: some links of %s count as dead",
                 bp_map_name(reading->map, node));
    return TRUE;
}

static gboolean
read_gatewayed(Reading *reading)
{
    bp_map_gatewayed(reading->map, take_node(reading));
    return TRUE;
}

static gboolean
read_file(Reading *reading)
{
    g_free(reading->own_name);
    reading->own_name = g_strndup(reading->scan.start, reading->scan.n_bytes);
    next(reading);
    return TRUE;
}

static const struct {
    const char *word;
    ItemFunc read;
} keywords[] = {
    {"private", read_private}, {"dead", read_dead}, {"delete", read_delete},
    {"adjust", read_adjust},   {"file", read_file}, {"gatewayed", read_gatewayed},
};

static ItemFunc
find_keyword(const BpUucpScan *scan)
{
    for (gsize i = 0; scan->kind == BP_UUCP_WORD && i < G_N_ELEMENTS(keywords); i++)
        if (strlen(keywords[i].word) == scan->n_bytes &&
            memcmp(keywords[i].word, scan->start, scan->n_bytes) == 0)
            return keywords[i].read;
    return NULL;
}

static gboolean
read_keyword(Reading *reading, ItemFunc read_item)
{
    gboolean empty = TRUE;

    next(reading);
    while (reading->scan.kind != '}') {
        if (reading->scan.kind == ',') {
            next(reading);
            continue;
        }
        if (!is_name(reading))
            return fail(reading, "a name or }");
        empty = FALSE;
        if (!read_item(reading))
            return FALSE;
        if (reading->scan.kind != ',' && reading->scan.kind != '}')
            return fail(reading, "a comma or }");
    }
    if (read_item == read_private && empty)
        bp_map_end_private(reading->map);
    next(reading);
    return reading->scan.kind == BP_UUCP_END ||
           fail(reading, "the end of the statement");
}

/* ---- statements ---- */

static gboolean
read_equals(Reading *reading, guint32 host)
{
    next(reading);
    if (is_op(reading) || reading->scan.kind == '{')
        return read_net(reading, host);
    if (host == BP_MAP_NONE)
        return fail(reading, "the members of a net");
    return read_aliases(reading, host);
}

/* The first token is at hand. */
static gboolean
read_statement(Reading *reading)
{
    BpUucpScan first = reading->scan;
    ItemFunc keyword;
    guint32 host;

    if (first.kind == '=')
        return read_equals(reading, BP_MAP_NONE);
    if (!is_name(reading))
        return fail(reading, "the name of a host");
    next(reading);
    keyword = reading->scan.kind == '{' ? find_keyword(&first) : NULL;
    if (keyword)
        return read_keyword(reading, keyword);
    if (reading->scan.kind == BP_UUCP_END)
        return fail(reading, "links");

    host = bp_map_node(reading->map, first.start, first.n_bytes);
    if (reading->scan.kind == '=')
        return read_equals(reading, host);
    return read_links(reading, host);
}

/* A name in a `file` statement counts from the next line on, which is its first. */
static void
take_file_name(Reading *reading, char **kept)
{
    if (!reading->own_name)
        return;
    /* The entry before may still be of the name that goes. */
    bp_uucp_entry_finish(&reading->entry, reading->name);
    g_free(*kept);
    *kept = g_steal_pointer(&reading->own_name);
    reading->name = *kept;
    reading->scan.line = 0;
}

static void
read_comment(Reading *reading)
{
    const char *start = reading->scan.at;
    const char *end = bp_uucp_scan_line_end(&reading->scan);

    bp_uucp_entry_comment(&reading->entry, start, (gsize)(end - start), reading->name,
                          reading->scan.line);
    reading->scan.at = end;
}

static void
read_all(Reading *reading)
{
    BpUucpScan *scan = &reading->scan;
    g_autofree char *kept = NULL;

    while (scan->at < scan->end) {
        if (*scan->at == '#')
            read_comment(reading);
        next(reading);
        if (scan->kind != BP_UUCP_END && !read_statement(reading))
            bp_uucp_scan_skip(scan);
        take_file_name(reading, &kept);
        if (scan->at < scan->end) {
            scan->at++;
            scan->line++;
        }
    }
    bp_uucp_entry_finish(&reading->entry, reading->name);
    bp_map_end_private(reading->map);
}

void
bp_map_text_read(BpMap *map, const char *text, gsize n_bytes, const char *name,
                 const BpMapListener *listener, BpProblems *problems)
{
    Reading reading = {map, listener, problems, name, NULL, {0}, {0}, NULL, NULL};

    g_return_if_fail(map && text && name && problems);

    bp_uucp_scan_init(&reading.scan, text, n_bytes);
    bp_uucp_entry_init(&reading.entry, listener);
    reading.cost = g_string_new(NULL);
    reading.members = g_array_new(FALSE, FALSE, sizeof(guint32));
    read_all(&reading);
    g_string_free(reading.cost, TRUE);
    g_array_unref(reading.members);
    bp_uucp_entry_clear(&reading.entry);
}
