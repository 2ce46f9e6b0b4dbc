/* sweep_report.c - tables and JSON of a sweep. */
#include <bangpath/sweep_report.h>

#include <bangpath/plain.h>
#include <math.h>
#include <string.h>

#include "field.h"
#include "number.h"
#include "table.h"

#define MOST_MISSES 10

/* ---- the table ---- */

/* How many decimals show two digits of @error. */
static int
decimals_of(double error)
{
    if (!(error > 0))
        return 6;
    return CLAMP(1 - (int)floor(log10(error)), 0, 6);
}

/* (transfer full): with @decimals, but no zeros at the end where nothing is uncertain. */
static char *
with_decimals(double number, int decimals, gboolean certain)
{
    char format[8];
    char text[340];

    if (certain)
        return bp_number_text(number);
    g_snprintf(format, sizeof format, "%%.%df", decimals);
    g_ascii_formatd(text, sizeof text, format, number);
    return g_strdup(text);
}

char *
bp_mean_text(const BpSample *sample)
{
    int decimals = decimals_of(sample->half);
    gboolean certain = !(sample->half > 0);
    g_autofree char *mean = NULL;
    g_autofree char *half = NULL;

    if (sample->n == 0)
        return g_strdup("-");
    mean = with_decimals(sample->mean, decimals, certain);
    if (isnan(sample->half))
        return g_steal_pointer(&mean);
    half = with_decimals(sample->half, decimals, certain);
    return g_strdup_printf("%s ± %s", mean, half);
}

static gboolean
has_text(const GPtrArray *texts, const char *text)
{
    return g_ptr_array_find_with_equal_func((GPtrArray *)texts, text, g_str_equal,
                                            NULL);
}

/* Whether it is more than a column of zeros, such as the ham of a scenario without any. */
static gboolean
tells_something(BpSweepDb *db, const char *measure)
{
    for (guint point = 0; point < bp_sweep_db_n_points(db); point++) {
        BpSample sample = bp_sweep_db_sample(db, point, measure, G_MAXUINT);

        if (fabs(sample.mean) > 0 || sample.half > 0)
            return TRUE;
    }
    return FALSE;
}

GPtrArray *
bp_sweep_report_measures(BpSweepDb *db)
{
    static const char *const usual[] = {
        "spam.reach",    "spam.amplification", "ham.collateral",
        "ham.delivered", "relays.open_at_end", NULL,
    };
    g_autoptr(GPtrArray) there = bp_sweep_db_measures(db);
    g_autofree char *until = bp_sweep_db_text(db, "until");
    GPtrArray *measures = g_ptr_array_new_with_free_func(g_free);

    if (until != NULL && has_text(there, until))
        g_ptr_array_add(measures, g_steal_pointer(&until));
    for (guint i = 0; usual[i] != NULL; i++)
        if (has_text(there, usual[i]) && !has_text(measures, usual[i]) &&
            tells_something(db, usual[i]))
            g_ptr_array_add(measures, g_strdup(usual[i]));
    return measures;
}

static GPtrArray *
name_column(BpSweepDb *db, guint n_points)
{
    GPtrArray *column = bp_column_new("point");

    for (guint point = 0; point < n_points; point++) {
        g_autofree char *name = bp_sweep_db_point_name(db, point);

        g_ptr_array_add(column, bp_plain(*name != '\0' ? name : "(as it is)"));
    }
    bp_column_align(column, FALSE);
    return column;
}

static GPtrArray *
count_column(BpSweepDb *db, guint n_points)
{
    GPtrArray *column = bp_column_new("runs");

    for (guint point = 0; point < n_points; point++) {
        g_autoptr(GArray) seeds = bp_sweep_db_seeds(db, point);

        g_ptr_array_add(column, g_strdup_printf("%u", seeds->len));
    }
    bp_column_align(column, TRUE);
    return column;
}

static GPtrArray *
mean_column(BpSweepDb *db, guint n_points, const char *measure)
{
    GPtrArray *column = bp_column_new(measure);

    for (guint point = 0; point < n_points; point++) {
        BpSample sample = bp_sweep_db_sample(db, point, measure, G_MAXUINT);

        g_ptr_array_add(column, bp_mean_text(&sample));
    }
    bp_column_align(column, TRUE);
    return column;
}

static void
add_table(GString *text, BpSweepDb *db, const GPtrArray *measures)
{
    guint n_points = bp_sweep_db_n_points(db);
    g_autoptr(GPtrArray) columns =
        g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);

    g_ptr_array_add(columns, name_column(db, n_points));
    g_ptr_array_add(columns, count_column(db, n_points));
    for (guint i = 0; i < measures->len; i++)
        g_ptr_array_add(columns, mean_column(db, n_points, measures->pdata[i]));
    bp_columns_print(columns, text);
}

static void
add_verdicts(GString *text, BpSweepDb *db)
{
    g_autoptr(GArray) verdicts = bp_sweep_db_verdicts(db);
    /* One more tells whether there are more. */
    g_autoptr(GArray) misses = bp_sweep_db_misses(db, MOST_MISSES + 1);

    if (verdicts->len > 0)
        g_string_append_c(text, '\n');
    for (guint i = 0; i < verdicts->len; i++) {
        const BpSweepVerdict *verdict = &g_array_index(verdicts, BpSweepVerdict, i);
        g_autofree char *name = bp_plain(verdict->name);
        g_autofree char *expected = bp_plain(verdict->expected);

        g_string_append_printf(text, "Expected %s: %s: held in %u of %u runs\n", name,
                               expected, verdict->held, verdict->n);
    }
    if (misses->len > 0)
        g_string_append_printf(text, "\n%8s %12s  %s\n", "run", "seed",
                               "what failed or did not hold");
    for (guint i = 0; i < MIN(misses->len, MOST_MISSES); i++) {
        const BpSweepMiss *miss = &g_array_index(misses, BpSweepMiss, i);
        g_autofree char *name = bp_sweep_db_point_name(db, miss->point);
        g_autofree char *plain_name = bp_plain(name);
        g_autofree char *why = bp_plain(miss->text);

        g_string_append_printf(
            text, "%8" G_GUINT64_FORMAT " %12" G_GUINT64_FORMAT "  %s%s%s\n", miss->run,
            miss->seed, plain_name, *name != '\0' ? ": " : "", why);
    }
    if (misses->len > MOST_MISSES)
        g_string_append(text, "(the first ten; the tables runs and expectations have "
                              "all)\n");
}

char *
bp_sweep_report(BpSweepDb *db, const GPtrArray *measures)
{
    g_autofree char *title = bp_sweep_db_text(db, "title");
    g_autofree char *plain = bp_plain(title);
    GString *text = g_string_new(plain);

    g_string_append(text, "\n\n");
    add_table(text, db, measures);
    g_string_append(text, "           (mean ± half of the 95% interval)\n");
    add_verdicts(text, db);
    return g_string_free(text, FALSE);
}

/* ---- JSON ---- */

static void
add_member(GString *text, const char *name, double number, gboolean more)
{
    g_autofree char *value = bp_number_text(number);

    g_string_append_printf(text, "\"%s\": %s%s", name, value, more ? ", " : "");
}

static void
add_samples(GString *text, BpSweepDb *db, guint point, const GPtrArray *measures)
{
    gboolean first = TRUE;

    g_string_append(text, "\"measures\": {");
    for (guint i = 0; i < measures->len; i++) {
        BpSample sample = bp_sweep_db_sample(db, point, measures->pdata[i], G_MAXUINT);

        if (sample.n == 0)
            continue;
        g_string_append_printf(text, "%s\n      ", first ? "" : ",");
        first = FALSE;
        bp_field_json(text, measures->pdata[i]);
        g_string_append_printf(text, ": {\"n\": %u, ", sample.n);
        add_member(text, "mean", sample.mean, TRUE);
        add_member(text, "sd", sample.sd, TRUE);
        add_member(text, "half", sample.half, FALSE);
        g_string_append_c(text, '}');
    }
    g_string_append(text, "}");
}

static void
add_points(GString *text, BpSweepDb *db)
{
    g_autoptr(GPtrArray) measures = bp_sweep_db_measures(db);
    guint n_points = bp_sweep_db_n_points(db);

    g_string_append(text, "  \"points\": [");
    for (guint point = 0; point < n_points; point++) {
        g_autofree char *name = bp_sweep_db_point_name(db, point);
        g_autoptr(GArray) seeds = bp_sweep_db_seeds(db, point);

        g_string_append_printf(
            text, "%s\n    {\"point\": %u, \"name\": ", point > 0 ? "," : "", point);
        bp_field_json(text, name);
        g_string_append_printf(text, ", \"runs\": %u, ", seeds->len);
        add_samples(text, db, point, measures);
        g_string_append_c(text, '}');
    }
    g_string_append(text, "],\n");
}

static void
add_expect(GString *text, BpSweepDb *db)
{
    g_autoptr(GArray) verdicts = bp_sweep_db_verdicts(db);

    g_string_append(text, "  \"expect\": [");
    for (guint i = 0; i < verdicts->len; i++) {
        const BpSweepVerdict *verdict = &g_array_index(verdicts, BpSweepVerdict, i);

        g_string_append_printf(text, "%s\n    {\"name\": ", i > 0 ? "," : "");
        bp_field_json(text, verdict->name);
        g_string_append(text, ", \"expected\": ");
        bp_field_json(text, verdict->expected);
        g_string_append_printf(text, ", \"runs\": %u, \"held\": %u}", verdict->n,
                               verdict->held);
    }
    g_string_append(text, "],\n");
}

static void
add_misses(GString *text, BpSweepDb *db)
{
    g_autoptr(GArray) misses = bp_sweep_db_misses(db, G_MAXINT32);

    g_string_append(text, "  \"misses\": [");
    for (guint i = 0; i < misses->len; i++) {
        const BpSweepMiss *miss = &g_array_index(misses, BpSweepMiss, i);

        g_string_append_printf(text,
                               "%s\n    {\"run\": %" G_GUINT64_FORMAT
                               ", \"point\": %u, \"seed\": %" G_GUINT64_FORMAT
                               ", \"why\": ",
                               i > 0 ? "," : "", miss->run, miss->point, miss->seed);
        bp_field_json(text, miss->text);
        g_string_append_c(text, '}');
    }
    g_string_append(text, "]\n");
}

char *
bp_sweep_json(BpSweepDb *db)
{
    static const char *const keys[] = {"bangpath", "scenario", "title"};
    GString *text = g_string_new("{\n");

    for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
        g_autofree char *value = bp_sweep_db_text(db, keys[i]);

        g_string_append_printf(text, "  \"%s\": ", keys[i]);
        bp_field_json(text, value);
        g_string_append(text, ",\n");
    }
    g_string_append_printf(text, "  \"runs\": {\"ok\": %u, \"failed\": %u},\n",
                           bp_sweep_db_count(db, "ok"),
                           bp_sweep_db_count(db, "failed"));
    add_points(text, db);
    add_expect(text, db);
    add_misses(text, db);
    g_string_append(text, "}\n");
    return g_string_free(text, FALSE);
}
