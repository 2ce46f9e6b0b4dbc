/* run_json.c - the list of totals as JSON, nested where the names have dots.
 *
 * JSON-GLib quotes the text; it would print 0.42 as 0.41999999999999998, so numbers are
 * written here.
 */
#include <bangpath/run_json.h>

#include <bangpath/calendar.h>

#include "field.h"
#include "number.h"

#define NESTING 4 /* objects within one another, at most */

typedef struct {
    GString *text;
    char *open[NESTING]; /* owned: names of the objects that we are in */
    guint depth;
    gboolean first; /* nothing stands in the innermost object yet */
} Writer;

static void
begin_member(Writer *writer, const char *name)
{
    if (!writer->first)
        g_string_append_c(writer->text, ',');
    if (writer->depth == 0)
        g_string_append(writer->text, "\n  ");
    else if (!writer->first)
        g_string_append_c(writer->text, ' ');
    bp_field_json(writer->text, name);
    g_string_append(writer->text, ": ");
    writer->first = FALSE;
}

static void
open_object(Writer *writer, const char *name)
{
    g_assert(writer->depth < NESTING);

    begin_member(writer, name);
    g_string_append_c(writer->text, '{');
    writer->open[writer->depth++] = g_strdup(name);
    writer->first = TRUE;
}

static void
close_objects(Writer *writer, guint depth)
{
    while (writer->depth > depth) {
        g_free(writer->open[--writer->depth]);
        g_string_append_c(writer->text, '}');
        writer->first = FALSE;
    }
}

/* Closes and opens objects so that we are in those that @path, but its last part, names. */
static void
enter(Writer *writer, char **path, guint n)
{
    guint same = 0;

    while (same < n && same < writer->depth &&
           g_str_equal(path[same], writer->open[same]))
        same++;
    close_objects(writer, same);
    for (guint i = same; i < n; i++)
        open_object(writer, path[i]);
}

static void
put_raw(Writer *writer, const char *name, const char *raw)
{
    g_auto(GStrv) path = g_strsplit(name, ".", -1);
    guint n = g_strv_length(path);

    enter(writer, path, n - 1);
    begin_member(writer, path[n - 1]);
    g_string_append(writer->text, raw);
}

static void
put_text(Writer *writer, const char *name, const char *text)
{
    g_autoptr(GString) raw = g_string_new(NULL);

    bp_field_json(raw, text);
    put_raw(writer, name, raw->str);
}

static void
put_real(Writer *writer, const char *name, double number)
{
    g_autofree char *raw = bp_number_text(number);

    put_raw(writer, name, raw);
}

/* Opened even if nothing will stand in it. */
static void
put_object(Writer *writer, const char *name)
{
    g_auto(GStrv) path = g_strsplit(name, ".", -1);

    enter(writer, path, g_strv_length(path));
}

static void
put_total(Writer *writer, const BpTotal *total)
{
    char whole[32];

    switch (total->kind) {
    case BP_TOTAL_WHOLE:
        g_snprintf(whole, sizeof whole, "%" G_GUINT64_FORMAT, total->whole);
        put_raw(writer, total->name, whole);
        return;
    case BP_TOTAL_REAL:
        put_real(writer, total->name, total->real);
        return;
    case BP_TOTAL_NULL:
        put_raw(writer, total->name, "null");
        return;
    case BP_TOTAL_OBJECT:
        put_object(writer, total->name);
        return;
    }
    g_assert_not_reached();
}

/* What is no number has its place among the totals, named by the one that follows. */
static void
put_before(Writer *writer, const BpRunResult *result, const char *name)
{
    g_autofree char *begin = NULL;
    g_autofree char *trajectory = NULL;

    if (g_str_equal(name, "seed")) {
        put_text(writer, "bangpath", BANGPATH_VERSION);
        put_text(writer, "scenario", result->scenario);
        put_text(writer, "title", result->title);
    } else if (g_str_equal(name, "length_s")) {
        begin = bp_format_instant(result->begin_unix_s);
        put_text(writer, "begin", begin);
    } else if (g_str_equal(name, "hosts")) {
        put_raw(writer, "complete", result->complete ? "true" : "false");
        trajectory = g_strdup_printf("%016" G_GINT64_MODIFIER "x", result->trajectory);
        put_text(writer, "trajectory", trajectory);
    }
}

char *
bp_run_json(const BpRunResult *result)
{
    g_autoptr(GArray) totals = bp_run_totals(result);
    Writer writer = {.text = g_string_new("{"), .first = TRUE};

    for (guint i = 0; i < totals->len; i++) {
        const BpTotal *total = &g_array_index(totals, BpTotal, i);

        put_before(&writer, result, total->name);
        put_total(&writer, total);
    }
    put_real(&writer, "load_s", result->load_s);
    put_real(&writer, "run_s", result->run_s);
    put_real(&writer, "run_cpu_s", result->run_cpu_s);
    put_real(&writer, "wall_s", result->wall_s);
    close_objects(&writer, 0);
    g_string_append(writer.text, "\n}\n");
    return g_string_free(writer.text, FALSE);
}
