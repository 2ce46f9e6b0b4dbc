/* bitnet_tables.c - RSCS routing tables, and tables of lines and of sites as CSV. */
#include "bitnet.h"

#include <math.h>
#include <string.h>

/* Longest name in a table of our own, where a source names a town only. */
#define TOWN_NAME 32

/* ---- routing tables ---- */

/* The words of a ROUTE line; NULL if it is none. */
static char **
split_route(const char *text, gsize n)
{
    g_autofree char *line = bp_import_text(text, n);
    g_auto(GStrv) words = NULL;
    g_autoptr(GPtrArray) kept = g_ptr_array_new();

    words = g_strsplit_set(line, " \t", -1);
    for (char **word = words; *word; word++)
        if (**word)
            g_ptr_array_add(kept, *word);
    if (kept->len < 3 || g_ascii_strcasecmp(kept->pdata[0], "ROUTE") != 0)
        return NULL;
    g_ptr_array_add(kept, NULL);
    return g_strdupv((char **)(gpointer)kept->pdata);
}

gboolean
bp_bitnet_is_routes(const BpImportFile *file)
{
    const char *at = file->text, *end = file->text + file->n_bytes, *text;
    gsize n;

    while (bp_bitnet_next_line(&at, end, &text, &n))
        if (n > 0 && text[0] != '*') {
            g_auto(GStrv) words = split_route(text, n);

            return words != NULL;
        }
    return FALSE;
}

/* A table does not say whose it is: its file's name does, up to the first period. */
static char *
owner_of(BpBitnet *bitnet, const BpImportFile *file)
{
    g_autofree char *name = g_path_get_basename(file->path);
    gsize n = strcspn(name, ". ");
    guint before = bitnet->importing->n_skipped;
    char *owner = bp_bitnet_name(bitnet, file, 0, name, n, BP_BITNET_NAME);

    if (owner)
        return owner;
    bitnet->importing->n_skipped = before;
    bp_problems_add(bitnet->importing->problems, file->path, 0,
                    "is a routing table: expected a file called after the node whose "
                    "table it is, such as CUNYVM.routes");
    return NULL;
}

static void
read_route(BpBitnet *bitnet, const BpImportFile *file, int line, guint32 owner,
           char *const *words)
{
    g_autofree char *destination =
        bp_bitnet_name(bitnet, file, line, words[1], strlen(words[1]), BP_BITNET_NAME);
    g_autofree char *next =
        bp_bitnet_name(bitnet, file, line, words[2], strlen(words[2]), BP_BITNET_NAME);
    BpBitnetRoute route = {.at = owner};

    if (!destination || !next)
        return;
    route.destination = bp_bitnet_node(bitnet, destination);
    route.next = bp_bitnet_node(bitnet, next);
    g_array_append_val(bitnet->routes, route);
}

void
bp_bitnet_read_routes(BpBitnet *bitnet, const BpImportFile *file)
{
    const char *at = file->text, *end = file->text + file->n_bytes, *text;
    g_autofree char *name = owner_of(bitnet, file);
    guint32 owner;
    int line = 0;
    gsize n;

    if (!name)
        return;
    owner = bp_bitnet_node(bitnet, name);
    while (bp_bitnet_next_line(&at, end, &text, &n)) {
        g_auto(GStrv) words = NULL;

        line++;
        if (n == 0 || text[0] == '*')
            continue;
        words = split_route(text, n);
        if (words)
            read_route(bitnet, file, line, owner, words);
        else
            bp_import_skip(bitnet->importing, file, line,
                           "expected ROUTE, a node and the next hop to it");
    }
}

/* ---- CSV ---- */

/* A table being read: where its columns are, -1 where it has none. */
typedef struct {
    BpBitnet *bitnet;
    const BpImportFile *file;
    int line;
    int node_a;
    int node_b;
    int speed;
    int year;
    int node;
    int lat;
    int lon;
} Table;

/* RFC 4180, but that no field goes over a line's end. NULL: quotes do not match. */
static char **
split_csv(const char *text, gsize n)
{
    g_autoptr(GPtrArray) fields = g_ptr_array_new_with_free_func(g_free);
    GString *field = g_string_new(NULL);
    gboolean quoted = FALSE;

    for (gsize i = 0; i < n; i++) {
        if (text[i] == '"' && quoted && i + 1 < n && text[i + 1] == '"')
            g_string_append_c(field, text[i++]);
        else if (text[i] == '"')
            quoted = !quoted;
        else if (text[i] == ',' && !quoted) {
            g_ptr_array_add(fields, g_strdup(field->str));
            g_string_truncate(field, 0);
        } else
            g_string_append_c(field, text[i] ? text[i] : '?');
    }
    g_ptr_array_add(fields, g_string_free(field, FALSE));
    if (quoted)
        return NULL;
    g_ptr_array_add(fields, NULL);
    g_ptr_array_set_free_func(fields, NULL);
    return (char **)(gpointer)g_ptr_array_steal(fields, NULL);
}

static int
find_column(char *const *names, const char *name)
{
    for (int i = 0; names[i]; i++)
        if (g_ascii_strcasecmp(g_strstrip(names[i]), name) == 0)
            return i;
    return -1;
}

static gboolean
read_header(Table *table, char *const *names)
{
    table->node_a = find_column(names, "node_a");
    table->node_b = find_column(names, "node_b");
    table->speed = find_column(names, "speed_bps");
    table->year = find_column(names, "year");
    table->node = find_column(names, "node");
    table->lat = find_column(names, "lat");
    table->lon = find_column(names, "lon");
    return (table->node_a >= 0 && table->node_b >= 0 && table->speed >= 0) ||
           (table->node >= 0 && table->lat >= 0 && table->lon >= 0);
}

/* Field @column, "" if there is none. */
static const char *
field_of(char *const *fields, int column)
{
    if (column < 0 || (guint)column >= g_strv_length((char **)(gpointer)fields))
        return "";
    return g_strstrip(fields[column]);
}

/* A whole number from 0 to @max; FALSE if it is none. */
static gboolean
scan_whole(const char *text, gint64 max, gint64 *number)
{
    gsize n = strspn(text, "0123456789");

    if (n == 0 || n > 12 || text[n] != '\0')
        return FALSE;
    *number = g_ascii_strtoll(text, NULL, 10);
    return *number <= max;
}

static char *
name_in(Table *table, char *const *fields, int column)
{
    const char *name = field_of(fields, column);

    return bp_bitnet_name(table->bitnet, table->file, table->line, name, strlen(name),
                          TOWN_NAME);
}

static void
read_line_row(Table *table, char *const *fields)
{
    const char *speed = field_of(fields, table->speed);
    const char *year = field_of(fields, table->year);
    BpBitnetLine line = {.both_ways = TRUE, .file = table->file, .line = table->line};
    gint64 number = 0;
    g_autofree char *a = NULL;
    g_autofree char *b = NULL;

    if (!scan_whole(speed, G_GINT64_CONSTANT(100000000000), &line.bps) ||
        (*year && !scan_whole(year, 9999, &number))) {
        bp_import_skip(
            table->bitnet->importing, table->file, table->line,
            "expected a speed in bits a second and, if there is one, a year");
        return;
    }
    line.year = (int)number;
    if (bp_bitnet_is_later(table->bitnet, line.year))
        return; /* and its ends may have joined with it */
    a = name_in(table, fields, table->node_a);
    b = name_in(table, fields, table->node_b);
    if (!a || !b)
        return;
    line.from = bp_bitnet_node(table->bitnet, a);
    line.to = bp_bitnet_node(table->bitnet, b);
    line.resist_milli = bp_bitnet_resistance(line.bps);
    bp_bitnet_add_line(table->bitnet, &line);
}

/* Degrees from -@max to @max. */
static gboolean
scan_degrees(const char *text, double max, float *degrees)
{
    char *end;
    double number = g_ascii_strtod(text, &end);

    if (end == text || *end != '\0' || !(fabs(number) <= max))
        return FALSE;
    *degrees = (float)number;
    return TRUE;
}

static void
read_site_row(Table *table, char *const *fields)
{
    g_autofree char *name = NULL;
    BpPlace place;

    if (!scan_degrees(field_of(fields, table->lat), 90, &place.lat) ||
        !scan_degrees(field_of(fields, table->lon), 180, &place.lon)) {
        bp_import_skip(
            table->bitnet->importing, table->file, table->line,
            "expected degrees north from -90 to 90 and east from -180 to 180");
        return;
    }
    name = name_in(table, fields, table->node);
    if (name)
        g_hash_table_replace(table->bitnet->places, g_steal_pointer(&name),
                             g_memdup2(&place, sizeof place));
}

static void
read_row(Table *table, const char *text, gsize n)
{
    g_auto(GStrv) fields = split_csv(text, n);

    if (!fields)
        bp_import_skip(table->bitnet->importing, table->file, table->line,
                       "a field's quotes do not match");
    else if (table->node_a >= 0)
        read_line_row(table, fields);
    else
        read_site_row(table, fields);
}

void
bp_bitnet_read_csv(BpBitnet *bitnet, const BpImportFile *file)
{
    const char *at = file->text, *end = file->text + file->n_bytes, *text = "";
    Table table = {.bitnet = bitnet, .file = file};
    g_auto(GStrv) names = NULL;
    gsize n = 0;

    while (bp_bitnet_next_line(&at, end, &text, &n)) {
        table.line++;
        if (n > 0)
            break;
    }
    names = split_csv(text, n);
    if (!names || !read_header(&table, names)) {
        bp_problems_add(
            bitnet->importing->problems, file->path, MAX(table.line, 1),
            "expected a NODES file (:node.), a routing table (ROUTE), or CSV "
            "with a header: node_a,node_b,speed_bps or node,lat,lon");
        return;
    }
    while (bp_bitnet_next_line(&at, end, &text, &n)) {
        table.line++;
        if (n > 0)
            read_row(&table, text, n);
    }
}
