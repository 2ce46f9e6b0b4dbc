/* warm_up.c - series of runs, and where MSER-5 would cut them. */
#include <bangpath/warm_up.h>

#include <bangpath/error.h>
#include <bangpath/run_history.h>
#include <bangpath/statistics.h>
#include <math.h>
#include <string.h>

/* How things stand; all other series count from the begin. */
static const char *const levels[] = {
    "open_relays", "listed", "spool_bytes", BP_WARM_UP_HAM_WAITING, NULL,
};

static const char *const usual[] = {
    BP_WARM_UP_HAM_WAITING, "ham_delivered", "spool_bytes", "hops", NULL,
};

static gint64
whole_of(const BpRunDb *run, const char *key)
{
    const char *text = bp_run_db_text(run, key);

    return text != NULL ? g_ascii_strtoll(text, NULL, 10) : 0;
}

/* ---- series ---- */

/* Always NULL. */
static GArray *
fail_unknown(BpRunDb *run, const char *measure, GError **error)
{
    g_autoptr(GPtrArray) names = bp_run_db_measures(run, error);
    const char *nearest;

    if (names == NULL)
        return NULL;
    g_ptr_array_add(names, NULL);
    nearest = bp_nearest(measure, (const char *const *)names->pdata);
    g_set_error(error, BP_ERROR, BP_ERROR_VALUE, "%s: has no series \"%s\"%s%s%s",
                bp_run_db_path(run), measure, nearest ? "; did you mean \"" : "",
                nearest ? nearest : "", nearest ? "\"?" : "");
    return NULL;
}

/* (transfer full) (nullable): of double, one a look, the one at the begin first. */
static GArray *
read_series(BpRunDb *run, const char *measure, GError **error)
{
    g_autoptr(GArray) points = bp_run_db_series(run, measure, error);
    GArray *values;

    if (points == NULL)
        return NULL;
    if (points->len == 0)
        return fail_unknown(run, measure, error);
    values = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = 0; i < points->len; i++) {
        const BpRunPoint *point = &g_array_index(points, BpRunPoint, i);

        g_array_append_val(values, point->value);
    }
    return values;
}

static gboolean
subtract(GArray *values, BpRunDb *run, const char *measure, GError **error)
{
    g_autoptr(GArray) others = read_series(run, measure, error);

    if (others == NULL)
        return FALSE;
    for (guint i = 0; i < MIN(values->len, others->len); i++)
        g_array_index(values, double, i) -= g_array_index(others, double, i);
    return TRUE;
}

/* Discarded letters are in no series: where there are any, they cannot be told from those
 * that wait. */
static gboolean
knows_who_waits(const BpRunDb *run)
{
    double discarded = 0;
    double lost = 0;

    bp_run_db_total(run, "ham.discarded", &discarded);
    bp_run_db_total(run, "ham.lost", &lost);
    return discarded + lost <= 0;
}

static GArray *
read_measure(BpRunDb *run, const char *measure, GError **error)
{
    GArray *values;

    if (strcmp(measure, BP_WARM_UP_HAM_WAITING) != 0)
        return read_series(run, measure, error);
    if (!knows_who_waits(run)) {
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "%s: %s is not known, as some letters were discarded or lost",
                    bp_run_db_path(run), measure);
        return NULL;
    }
    values = read_series(run, "ham_sent", error);
    if (values != NULL && subtract(values, run, "ham_delivered", error) &&
        subtract(values, run, "ham_bounced", error))
        return values;
    if (values != NULL)
        g_array_unref(values);
    return NULL;
}

/* The mean of all runs at each look. A series that starts late was 0 before: what is
 * missing is missing in front. */
static GArray *
average(BpRunDb *const *runs, guint n, const char *measure, guint n_looks,
        GError **error)
{
    g_autoptr(GArray) sum = g_array_new(FALSE, TRUE, sizeof(double));

    g_array_set_size(sum, n_looks + 1);
    for (guint i = 0; i < n; i++) {
        g_autoptr(GArray) values = read_measure(runs[i], measure, error);
        guint missing;

        if (values == NULL)
            return NULL;
        missing = sum->len > values->len ? sum->len - values->len : 0;
        for (guint k = missing; k < sum->len; k++)
            g_array_index(sum, double, k) +=
                g_array_index(values, double, k - missing) / n;
    }
    return g_steal_pointer(&sum);
}

/* What is looked at: the begin itself is no observation. */
static void
observe(GArray *values, gboolean per_look)
{
    double before = g_array_index(values, double, 0);

    for (guint i = 1; i < values->len; i++) {
        double value = g_array_index(values, double, i);

        g_array_index(values, double, i) = per_look ? value - before : value;
        before = value;
    }
    g_array_remove_index(values, 0);
}

static gboolean
is_all_zero(const GArray *values)
{
    for (guint i = 0; i < values->len; i++)
        if (fabs(g_array_index(values, double, i)) > 0)
            return FALSE;
    return TRUE;
}

/* ---- the verdict ---- */

/* Adds a row, unless nothing happens and the measure was not asked for. */
static gboolean
add_row(BpWarmUp *warm_up, BpRunDb *const *runs, const char *measure, gboolean asked,
        GError **error)
{
    g_autoptr(GArray) values =
        average(runs, warm_up->n_runs, measure, warm_up->n_looks, error);
    BpWarmUpRow row = {
        .measure = g_intern_string(measure),
        .per_look = !g_strv_contains(levels, measure),
    };
    guint cut;

    if (values == NULL)
        return FALSE;
    observe(values, row.per_look);
    if (!asked && is_all_zero(values))
        return TRUE;
    cut = bp_mser5((const double *)(gconstpointer)values->data, values->len);
    row.settles = cut != G_MAXUINT;
    row.settled_us = row.settles ? warm_up->look_us * cut : 0;
    g_array_append_val(warm_up->rows, row);
    return TRUE;
}

static gboolean
check_run(const BpRunDb *first, const BpRunDb *run, GError **error)
{
    if (!bp_run_db_complete(run)) {
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "%s: was stopped before its end: expected a whole run",
                    bp_run_db_path(run));
        return FALSE;
    }
    if (bp_run_db_length_us(run) == bp_run_db_length_us(first) &&
        bp_run_db_begin_unix_s(run) == bp_run_db_begin_unix_s(first) &&
        whole_of(run, "warm_up_us") == whole_of(first, "warm_up_us"))
        return TRUE;
    g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                "%s: has another begin, length or warm-up than %s: expected runs of "
                "one scenario, with other seeds",
                bp_run_db_path(run), bp_run_db_path(first));
    return FALSE;
}

static gboolean
add_rows(BpWarmUp *warm_up, BpRunDb *const *runs, const char *const *measures,
         GError **error)
{
    gboolean knows = TRUE;

    for (guint i = 0; i < warm_up->n_runs; i++)
        knows = knows && knows_who_waits(runs[i]);
    for (const char *const *name = measures ? measures : usual; *name != NULL; name++) {
        if (!measures && !knows && g_str_equal(*name, BP_WARM_UP_HAM_WAITING))
            continue;
        if (!add_row(warm_up, runs, *name, measures != NULL, error))
            return FALSE;
    }
    return TRUE;
}

BpWarmUp *
bp_warm_up(BpRunDb *const *runs, guint n, const char *const *measures, GError **error)
{
    g_autoptr(BpWarmUp) warm_up = g_new0(BpWarmUp, 1);
    g_autoptr(GArray) looks = NULL;

    warm_up->rows = g_array_new(FALSE, FALSE, sizeof(BpWarmUpRow));
    warm_up->seeds = g_array_new(FALSE, FALSE, sizeof(guint64));
    for (guint i = 0; i < n; i++) {
        guint64 seed = (guint64)whole_of(runs[i], "seed");

        if (!check_run(runs[0], runs[i], error))
            return NULL;
        g_array_append_val(warm_up->seeds, seed);
    }
    looks = read_series(runs[0], "hops", error);
    if (looks == NULL)
        return NULL;
    warm_up->n_runs = n;
    warm_up->n_looks = MAX(looks->len, 2) - 1;
    warm_up->title = g_strdup(bp_run_db_title(runs[0]));
    warm_up->begin_unix_s = bp_run_db_begin_unix_s(runs[0]);
    warm_up->length_us = bp_run_db_length_us(runs[0]);
    warm_up->look_us = warm_up->length_us / warm_up->n_looks;
    warm_up->given_us = whole_of(runs[0], "warm_up_us");
    if (!add_rows(warm_up, runs, measures, error))
        return NULL;
    return g_steal_pointer(&warm_up);
}

void
bp_warm_up_free(BpWarmUp *warm_up)
{
    if (warm_up == NULL)
        return;
    g_array_unref(warm_up->rows);
    g_array_unref(warm_up->seeds);
    g_free(warm_up->title);
    g_free(warm_up);
}

gint64
bp_warm_up_enough_us(const BpWarmUp *warm_up)
{
    gint64 enough_us = 0;

    for (guint i = 0; i < warm_up->rows->len; i++) {
        const BpWarmUpRow *row = &g_array_index(warm_up->rows, BpWarmUpRow, i);

        if (!row->settles)
            return -1;
        enough_us = MAX(enough_us, row->settled_us);
    }
    return enough_us;
}
