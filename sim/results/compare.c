/* compare.c - brings points, measures and seeds of several files together. */
#include <bangpath/compare.h>

#include <bangpath/run_db.h>
#include <bangpath/sweep_db.h>
#include <math.h>
#include <string.h>

struct _BpResults {
    char *path;       /* owned */
    BpRunDb *run;     /* owned: either this */
    BpSweepDb *sweep; /* owned: or this */
};

BpResults *
bp_results_open(const char *path, GError **error)
{
    g_autoptr(BpResults) results = g_new0(BpResults, 1);

    results->path = g_strdup(path);
    if (g_file_test(path, G_FILE_TEST_IS_REGULAR) && bp_sweep_db_is(path))
        results->sweep = bp_sweep_db_open(path, error);
    else
        results->run = bp_run_db_open(path, error);
    if (results->sweep == NULL && results->run == NULL)
        return NULL;
    return g_steal_pointer(&results);
}

void
bp_results_free(BpResults *results)
{
    if (results == NULL)
        return;
    bp_run_db_free(results->run);
    bp_sweep_db_free(results->sweep);
    g_free(results->path);
    g_free(results);
}

const char *
bp_results_path(const BpResults *results)
{
    return results->path;
}

char *
bp_results_title(const BpResults *results)
{
    return results->sweep != NULL ? bp_sweep_db_text(results->sweep, "title")
                                  : g_strdup(bp_run_db_title(results->run));
}

char *
bp_results_scenario(const BpResults *results)
{
    g_autofree char *text = results->sweep != NULL
                                ? bp_sweep_db_text(results->sweep, "merged")
                                : g_strdup(bp_run_db_text(results->run, "merged"));

    return text != NULL ? g_steal_pointer(&text) : g_strdup("");
}

char *
bp_results_input(const BpResults *results, const char *path)
{
    g_autoptr(GPtrArray) inputs = NULL;

    if (results->sweep != NULL)
        return bp_sweep_db_input(results->sweep, path);
    inputs = bp_run_db_inputs(results->run, NULL);
    for (guint i = 0; inputs != NULL && i < inputs->len; i++) {
        const BpInput *input = inputs->pdata[i];

        if (g_strcmp0(input->path, path) == 0)
            return g_strdup(input->sha256);
    }
    return NULL;
}

static guint
n_points_of(const BpResults *results)
{
    return results->sweep != NULL ? bp_sweep_db_n_points(results->sweep) : 1;
}

static char *
point_name_of(const BpResults *results, guint point)
{
    return results->sweep != NULL ? bp_sweep_db_point_name(results->sweep, point)
                                  : g_strdup("");
}

static GArray *
seeds_of(const BpResults *results, guint point)
{
    const char *text;
    GArray *seeds;
    guint64 seed;

    if (results->sweep != NULL)
        return bp_sweep_db_seeds(results->sweep, point);
    text = bp_run_db_text(results->run, "seed");
    seed = text != NULL ? g_ascii_strtoull(text, NULL, 10) : 0;
    seeds = g_array_new(FALSE, FALSE, sizeof seed);
    return g_array_append_val(seeds, seed);
}

static GArray *
values_of(const BpResults *results, guint point, const char *measure)
{
    double value = (double)NAN;
    GArray *values;

    if (results->sweep != NULL)
        return bp_sweep_db_values(results->sweep, point, measure);
    bp_run_db_total(results->run, measure, &value);
    values = g_array_new(FALSE, FALSE, sizeof value);
    return g_array_append_val(values, value);
}

/* ---- points and measures of all ---- */

/* The point of @results called @name, its only one, or -1. */
static int
find_point(const BpResults *results, const char *name)
{
    guint n = n_points_of(results);

    for (guint i = 0; n > 1 && i < n; i++) {
        g_autofree char *other = point_name_of(results, i);

        if (g_str_equal(other, name))
            return (int)i;
    }
    return n == 1 ? 0 : -1;
}

GArray *
bp_results_seeds(const BpResults *results, const char *point)
{
    int at = find_point(results, point);

    return at >= 0 ? seeds_of(results, (guint)at)
                   : g_array_new(FALSE, FALSE, sizeof(guint64));
}

static void
add_once(GPtrArray *names, GHashTable *seen, char *name)
{
    if (g_hash_table_contains(seen, name)) {
        g_free(name);
        return;
    }
    g_hash_table_add(seen, name);
    g_ptr_array_add(names, name);
}

/* (transfer full): a lone point has a name only where all files have just one. */
static GPtrArray *
all_points(const GPtrArray *files)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < files->len; i++) {
        const BpResults *results = files->pdata[i];
        guint n = n_points_of(results);

        for (guint j = 0; n > 1 && j < n; j++)
            add_once(names, seen, point_name_of(results, j));
    }
    if (names->len == 0)
        g_ptr_array_add(names, point_name_of(files->pdata[0], 0));
    return names;
}

static gint
by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static GPtrArray *
all_measures(const GPtrArray *files)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < files->len; i++) {
        const BpResults *results = files->pdata[i];
        g_autoptr(GPtrArray) swept = NULL;
        const char *const *of_run = NULL;

        if (results->sweep != NULL)
            swept = bp_sweep_db_measures(results->sweep);
        else
            of_run = bp_run_db_totals(results->run);
        for (guint j = 0; swept != NULL && j < swept->len; j++)
            add_once(names, seen, g_strdup(swept->pdata[j]));
        for (; of_run != NULL && *of_run != NULL; of_run++)
            add_once(names, seen, g_strdup(*of_run));
    }
    g_ptr_array_sort(names, by_name);
    return names;
}

/* ---- numbers ---- */

static const double *
doubles(const GArray *array)
{
    return (const double *)(gconstpointer)array->data;
}

static int
find_seed(const GArray *seeds, guint64 seed)
{
    for (guint i = 0; i < seeds->len; i++)
        if (g_array_index(seeds, guint64, i) == seed)
            return (int)i;
    return -1;
}

/* By the seeds that both have; n is 0 if there are none. */
static BpSample
pair(const GArray *seeds_a, const GArray *values_a, const GArray *seeds_b,
     const GArray *values_b)
{
    g_autofree double *a = g_new(double, seeds_a->len + 1);
    g_autofree double *b = g_new(double, seeds_a->len + 1);
    guint n = 0;

    for (guint i = 0; i < seeds_a->len; i++) {
        int at = find_seed(seeds_b, g_array_index(seeds_a, guint64, i));

        if (at < 0)
            continue;
        a[n] = g_array_index(values_a, double, i);
        b[n++] = g_array_index(values_b, double, (guint)at);
    }
    return bp_sample_difference(a, b, n);
}

static BpDifference
difference_of(const BpResults *first, int point_a, const BpResults *other, int point_b,
              const char *measure, const BpSample *sample_a, const BpSample *sample_b)
{
    g_autoptr(GArray) seeds_a = seeds_of(first, (guint)point_a);
    g_autoptr(GArray) seeds_b = seeds_of(other, (guint)point_b);
    g_autoptr(GArray) values_a = values_of(first, (guint)point_a, measure);
    g_autoptr(GArray) values_b = values_of(other, (guint)point_b, measure);
    BpDifference difference = {
        .is_paired = TRUE,
        .sample = pair(seeds_a, values_a, seeds_b, values_b),
    };

    if (difference.sample.n > 1 ||
        (difference.sample.n == 1 && sample_a->n == 1 && sample_b->n == 1))
        return difference;
    return (BpDifference){FALSE, bp_sample_apart(sample_a, sample_b)};
}

static BpCompareRow *
make_row(const GPtrArray *files, const char *point, const char *measure)
{
    BpCompareRow *row = g_new0(BpCompareRow, 1);
    g_autofree int *points = g_new(int, files->len);

    row->point = g_strdup(point);
    row->measure = g_strdup(measure);
    row->samples = g_new0(BpSample, files->len);
    row->differences = g_new0(BpDifference, files->len);
    for (guint i = 0; i < files->len; i++) {
        points[i] = find_point(files->pdata[i], point);
        row->samples[i] = bp_sample(NULL, 0);
        if (points[i] >= 0) {
            g_autoptr(GArray) values =
                values_of(files->pdata[i], (guint)points[i], measure);

            row->samples[i] = bp_sample(doubles(values), values->len);
        }
        if (i > 0 && row->samples[0].n > 0 && row->samples[i].n > 0)
            row->differences[i] =
                difference_of(files->pdata[0], points[0], files->pdata[i], points[i],
                              measure, &row->samples[0], &row->samples[i]);
    }
    return row;
}

static void
free_row(gpointer data)
{
    BpCompareRow *row = data;

    g_free(row->point);
    g_free(row->measure);
    g_free(row->samples);
    g_free(row->differences);
    g_free(row);
}

GPtrArray *
bp_compare(const GPtrArray *files, const char *const *measures)
{
    g_autoptr(GPtrArray) points = all_points(files);
    g_autoptr(GPtrArray) names = all_measures(files);
    GPtrArray *rows = g_ptr_array_new_with_free_func(free_row);

    for (guint i = 0; i < points->len; i++) {
        for (guint j = 0; measures == NULL && j < names->len; j++)
            g_ptr_array_add(rows, make_row(files, points->pdata[i], names->pdata[j]));
        for (guint j = 0; measures != NULL && measures[j] != NULL; j++)
            if (g_ptr_array_find_with_equal_func(names, measures[j], g_str_equal, NULL))
                g_ptr_array_add(rows, make_row(files, points->pdata[i], measures[j]));
    }
    return rows;
}
