/* sweep_page_json.c - the data of a page about sweeps: points, and what came of each. */
#include <bangpath/sweep_page.h>

#include "report_private.h"

#include <bangpath/sweep_report.h>
#include <math.h>
#include <string.h>

#define MOST_MISSES 200    /* runs that failed, of each sweep */
#define TEXT_CHARS 500     /* of a value, a name, an error */
#define MERGED_CHARS 40000 /* of the scenario's text */

/* How many values of t there are: beyond, it changes in the third digit. */
#define MOST_DF 1000

typedef struct {
    JsonBuilder *json; /* borrowed */
    BpSweepDb *const *sweeps;
    guint n;
    guint n_points;   /* of all sweeps */
    guint n_runs;     /* that are ok */
    GPtrArray *notes; /* owned: of owned texts */
} Page;

/* ---- what was swept ---- */

static void
put_number(Page *page, const char *name, double number)
{
    json_builder_set_member_name(page->json, name);
    report_add_number(page->json, number);
}

static void
put_fact(Page *page, BpSweepDb *db, const char *name, const char *key)
{
    g_autofree char *text = bp_sweep_db_text(db, key);
    g_autofree char *cut = text != NULL && g_utf8_strlen(text, -1) > MERGED_CHARS
                               ? g_utf8_substring(text, 0, MERGED_CHARS)
                               : g_strdup(text);

    report_put_text(page->json, name, cut);
}

/* Line by line, as plain text has no other newlines. */
static void
put_lines(Page *page, BpSweepDb *db, const char *name, const char *key)
{
    g_autofree char *text = bp_sweep_db_text(db, key);
    g_auto(GStrv) lines = g_strsplit(text != NULL ? text : "", "\n", -1);
    gsize chars = 0;

    json_builder_set_member_name(page->json, name);
    json_builder_begin_array(page->json);
    for (guint i = 0; lines[i] != NULL && chars < MERGED_CHARS; i++) {
        report_add_text(page->json, lines[i], 10 * TEXT_CHARS);
        chars += strlen(lines[i]);
    }
    json_builder_end_array(page->json);
}

static void
put_verdicts(Page *page, BpSweepDb *db)
{
    g_autoptr(GArray) verdicts = bp_sweep_db_verdicts(db);

    json_builder_set_member_name(page->json, "expect");
    json_builder_begin_array(page->json);
    for (guint i = 0; i < verdicts->len; i++) {
        const BpSweepVerdict *verdict = &g_array_index(verdicts, BpSweepVerdict, i);

        json_builder_begin_object(page->json);
        report_put_text(page->json, "name", verdict->name);
        report_put_text(page->json, "expected", verdict->expected);
        put_number(page, "runs", verdict->n);
        put_number(page, "held", verdict->held);
        json_builder_end_object(page->json);
    }
    json_builder_end_array(page->json);
}

static void
put_misses(Page *page, BpSweepDb *db)
{
    g_autoptr(GArray) misses = bp_sweep_db_misses(db, MOST_MISSES);

    if (misses->len == MOST_MISSES)
        g_ptr_array_add(page->notes,
                        g_strdup_printf("Of the runs that failed or in which something "
                                        "expected did not hold the first %d of each "
                                        "sweep.",
                                        MOST_MISSES));
    json_builder_set_member_name(page->json, "misses");
    json_builder_begin_array(page->json);
    for (guint i = 0; i < misses->len; i++) {
        const BpSweepMiss *miss = &g_array_index(misses, BpSweepMiss, i);
        g_autofree char *point = bp_sweep_db_point_name(db, miss->point);

        json_builder_begin_array(page->json);
        json_builder_add_int_value(page->json, (gint64)miss->run);
        json_builder_add_int_value(page->json, (gint64)miss->seed);
        report_add_text(page->json, point, TEXT_CHARS);
        report_add_text(page->json, miss->text, TEXT_CHARS);
        json_builder_end_array(page->json);
    }
    json_builder_end_array(page->json);
}

static void
put_sweep(Page *page, BpSweepDb *db)
{
    g_autofree char *name = g_path_get_basename(bp_sweep_db_path(db));

    if (g_str_has_suffix(name, ".db") && strlen(name) > 3)
        name[strlen(name) - 3] = '\0';
    json_builder_begin_object(page->json);
    /* A single page is the same whatever its file is called. */
    if (page->n > 1)
        report_put_text(page->json, "name", name);
    put_fact(page, db, "title", "title");
    put_fact(page, db, "version", "bangpath");
    put_fact(page, db, "scenario", "scenario");
    put_fact(page, db, "seed", "seed");
    put_fact(page, db, "mode", "mode");
    put_fact(page, db, "until", "until");
    put_fact(page, db, "replications", "replications");
    put_lines(page, db, "merged", "merged");
    put_number(page, "points", bp_sweep_db_n_points(db));
    put_number(page, "ok", bp_sweep_db_count(db, "ok"));
    put_number(page, "failed", bp_sweep_db_count(db, "failed"));
    put_verdicts(page, db);
    put_misses(page, db);
    json_builder_end_object(page->json);
}

/* ---- points ---- */

static void
add_once(GPtrArray *names, const char *name)
{
    if (!g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL))
        g_ptr_array_add(names, g_strdup(name));
}

/* (transfer full): of all sweeps, the first one's first. */
static GPtrArray *
all_keys(const Page *page)
{
    GPtrArray *keys = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < page->n; i++) {
        g_autoptr(GPtrArray) own = bp_sweep_db_keys(page->sweeps[i]);

        for (guint k = 0; k < own->len; k++)
            add_once(keys, own->pdata[k]);
    }
    return keys;
}

static void
put_names(Page *page, const char *member, const GPtrArray *names)
{
    json_builder_set_member_name(page->json, member);
    json_builder_begin_array(page->json);
    for (guint i = 0; i < names->len; i++)
        report_add_text(page->json, names->pdata[i], TEXT_CHARS);
    json_builder_end_array(page->json);
}

static void
put_point(Page *page, guint sweep, guint point, const GPtrArray *keys)
{
    json_builder_begin_object(page->json);
    put_number(page, "sweep", sweep);
    json_builder_set_member_name(page->json, "values");
    json_builder_begin_array(page->json);
    for (guint k = 0; k < keys->len; k++) {
        g_autofree char *value =
            bp_sweep_db_point_value(page->sweeps[sweep], point, keys->pdata[k]);

        if (value != NULL)
            report_add_text(page->json, value, TEXT_CHARS);
        else
            json_builder_add_null_value(page->json);
    }
    json_builder_end_array(page->json);
    json_builder_end_object(page->json);
}

/* A run's seed says with which of another point it shares all other chance. */
static void
put_seeds(Page *page)
{
    g_autoptr(GArray) seeds = g_array_new(FALSE, FALSE, sizeof(double));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(guint32));

    for (guint i = 0; i < page->n; i++)
        for (guint k = 0; k < bp_sweep_db_n_points(page->sweeps[i]); k++) {
            g_autoptr(GArray) own = bp_sweep_db_seeds(page->sweeps[i], k);

            for (guint j = 0; j < own->len; j++) {
                const double seed = (double)g_array_index(own, guint64, j);

                g_array_append_val(seeds, seed);
            }
            g_array_append_val(counts, own->len);
        }
    page->n_runs = seeds->len;
    page->n_points = counts->len;
    report_put_doubles(page->json, "seeds", seeds);
    report_put_words(page->json, "runs", counts);
}

static void
put_points(Page *page)
{
    g_autoptr(GPtrArray) keys = all_keys(page);

    put_names(page, "keys", keys);
    json_builder_set_member_name(page->json, "points");
    json_builder_begin_array(page->json);
    for (guint i = 0; i < page->n; i++)
        for (guint k = 0; k < bp_sweep_db_n_points(page->sweeps[i]); k++)
            put_point(page, i, k, keys);
    json_builder_end_array(page->json);
    put_seeds(page);
}

/* ---- measures ---- */

/* (transfer full): the usual ones first, as where there is no room for all. */
static GPtrArray *
all_measures(Page *page)
{
    GPtrArray *names = bp_sweep_report_measures(page->sweeps[0]);

    put_names(page, "usual", names);
    for (guint i = 0; i < page->n; i++) {
        g_autoptr(GPtrArray) own = bp_sweep_db_measures(page->sweeps[i]);

        for (guint k = 0; k < own->len; k++)
            add_once(names, own->pdata[k]);
    }
    return names;
}

static void
put_measure(Page *page, const char *measure, gboolean has_runs)
{
    g_autoptr(GArray) n = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GArray) mean = g_array_new(FALSE, FALSE, sizeof(double));
    g_autoptr(GArray) sd = g_array_new(FALSE, FALSE, sizeof(double));
    g_autoptr(GArray) half = g_array_new(FALSE, FALSE, sizeof(double));
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(double));

    for (guint i = 0; i < page->n; i++)
        for (guint k = 0; k < bp_sweep_db_n_points(page->sweeps[i]); k++) {
            g_autoptr(GArray) values = bp_sweep_db_values(page->sweeps[i], k, measure);
            const double *first = (const double *)(gconstpointer)values->data;
            const BpSample sample = bp_sample(first, values->len);
            const guint32 count = sample.n;

            g_array_append_val(n, count);
            g_array_append_val(mean, sample.mean);
            g_array_append_val(sd, sample.sd);
            g_array_append_val(half, sample.half);
            if (values->len > 0)
                g_array_append_vals(all, first, values->len);
        }
    json_builder_begin_object(page->json);
    report_put_text(page->json, "name", measure);
    report_put_words(page->json, "n", n);
    report_put_doubles(page->json, "mean", mean);
    report_put_doubles(page->json, "sd", sd);
    report_put_doubles(page->json, "half", half);
    if (has_runs)
        report_put_doubles(page->json, "all", all);
    json_builder_end_object(page->json);
}

static void
put_measures(Page *page)
{
    g_autoptr(GPtrArray) names = all_measures(page);
    guint64 of_points = (guint64)page->n_points * 4;
    gboolean has_runs = names->len * (of_points + page->n_runs) < BP_SWEEP_PAGE_NUMBERS;
    guint most = (guint)MAX(BP_SWEEP_PAGE_NUMBERS / MAX(of_points, 1), 1);

    if (!has_runs)
        g_ptr_array_add(page->notes,
                        g_strdup("The results of single runs are left out, and with "
                                 "them differences run by run: they would not fit "
                                 "into a page."));
    if (names->len > most)
        g_ptr_array_add(page->notes,
                        g_strdup_printf("Of %u measures the first %u are in the page.",
                                        names->len, most));
    json_builder_set_member_name(page->json, "measures");
    json_builder_begin_array(page->json);
    for (guint i = 0; i < MIN(names->len, most); i++)
        put_measure(page, names->pdata[i], has_runs);
    json_builder_end_array(page->json);
}

/* By which an error is multiplied for half of an interval: of one degree of freedom, of
 * two, and so on. */
static void
put_t(Page *page)
{
    g_autoptr(GArray) t = g_array_new(FALSE, FALSE, sizeof(double));
    const guint n = CLAMP(page->n_runs, 1, MOST_DF);

    for (guint df = 1; df <= n; df++) {
        const double quantile = bp_student_quantile((1 + BP_CONFIDENCE) / 2, df);

        g_array_append_val(t, quantile);
    }
    report_put_doubles(page->json, "t", t);
}

static gboolean
check(BpSweepDb *db, GError **error)
{
    if (bp_sweep_db_count(db, "ok") > 0)
        return TRUE;
    g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                "%s: no run of it has succeeded: expected one at least",
                bp_sweep_db_path(db));
    return FALSE;
}

char *
bp_sweep_page_json(BpSweepDb *const *sweeps, guint n, GError **error)
{
    g_autoptr(JsonBuilder) json = json_builder_new();
    g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);
    Page page = {.json = json, .sweeps = sweeps, .n = n, .notes = notes};

    g_return_val_if_fail(n >= 1 && n <= BP_SWEEP_PAGE_MAX, NULL);

    for (guint i = 0; i < n; i++)
        if (!check(sweeps[i], error))
            return NULL;
    json_builder_begin_object(json);
    report_put_text(json, "bangpath", BANGPATH_VERSION);
    json_builder_set_member_name(json, "sweeps");
    json_builder_begin_array(json);
    for (guint i = 0; i < n; i++)
        put_sweep(&page, sweeps[i]);
    json_builder_end_array(json);
    put_points(&page);
    put_measures(&page);
    put_t(&page);
    put_names(&page, "notes", notes);
    json_builder_end_object(json);
    return report_print(json);
}
