/* sweep.c - [sweep] read, and which run is which. */
#include <bangpath/sweep.h>

#include <bangpath/actor.h>
#include <bangpath/expect.h>
#include <bangpath/param.h>
#include <bangpath/random.h>
#include <bangpath/units.h>

#include <string.h>

/* Replications of a round, where until is given and they are not: our guess. */
#define DEFAULT_ROUND 5

enum {
    REPLICATIONS,
    MODE,
    UNTIL,
    AT_MOST
};

static const char *const modes[] = {"cross", "zip", NULL};

/* What is no key of another group. */
static const BpParam own_params[] = {
    [REPLICATIONS] =
        {
            .name = "replications",
            .kind = BP_PARAM_WHOLE,
            .fallback = "1",
            .min = 1,
            .max = BP_SWEEP_MAX_RUNS,
            .help = "runs of each point; with until, of a round",
        },
    [MODE] =
        {
            .name = "mode",
            .kind = BP_PARAM_CHOICE,
            .fallback = "cross",
            .choices = modes,
            .help = "every value with every other, or the first with the first",
        },
    [UNTIL] =
        {
            .name = "until",
            .kind = BP_PARAM_TEXT,
            .fallback = "",
            .help = "a share of a mean that half its 95% interval is to be within",
        },
    [AT_MOST] =
        {
            .name = "at-most",
            .kind = BP_PARAM_WHOLE,
            .fallback = "",
            .min = 1,
            .max = BP_SWEEP_MAX_RUNS,
            .help = "replications of a point, where until says how many",
        },
    {.name = NULL},
};

static void
free_key(gpointer data)
{
    BpSweepKey *key = data;

    g_free(key->name);
    g_free(key->group);
    g_free(key->key);
    g_free(key->text);
    g_clear_pointer(&key->values, g_ptr_array_unref);
    g_free(key);
}

void
bp_sweep_free(BpSweep *sweep)
{
    if (sweep == NULL)
        return;
    g_ptr_array_unref(sweep->keys);
    g_free(sweep);
}

static void
complain(const BpExpectation *stated, BpProblems *problems, const char *expected)
{
    bp_problems_add(problems, stated->file, stated->line,
                    "[sweep] %s = \"%s\": expected %s", stated->name, stated->text,
                    expected);
}

/* ---- keys ---- */

/* The rows of what comes before the last dot: (nullable). */
static const BpParam *
rows_of(const char *group)
{
    g_autofree char *word = g_strndup(group, strcspn(group, " "));
    const BpActor *actor = bp_actor_find(word);

    if (g_str_equal(group, "scenario"))
        return bp_scenario_params;
    return actor != NULL ? actor->params : NULL;
}

/* What has another way of being said, or none. */
static const char *
refusal_of(const BpSweepKey *key)
{
    if (!g_str_equal(key->group, "scenario"))
        return NULL;
    if (g_str_equal(key->key, "seed"))
        return "no seed: replications = 20 gives each point the seeds from the "
               "scenario's up";
    if (g_str_equal(key->key, "extends"))
        return "no extends: a sweep is of one scenario";
    return NULL;
}

static void
complain_of_name(const BpExpectation *stated, const BpParam *rows,
                 const BpSweepKey *key, BpProblems *problems)
{
    g_autofree const char **names = bp_param_names(rows != NULL ? rows : own_params);
    const char *nearest = bp_nearest(key->key, names);

    if (rows == NULL && strchr(stated->name, '.') != NULL)
        bp_problems_add(problems, stated->file, stated->line,
                        "[sweep] unknown group of \"%s\": expected GROUP.KEY, as "
                        "'bangpath keys' lists them",
                        stated->name);
    else
        bp_problems_add(problems, stated->file, stated->line,
                        "[sweep] unknown key \"%s\"%s%s%s%s%s", stated->name,
                        nearest != NULL ? "; did you mean \""
                                        : ": expected GROUP.KEY, such as closure.share,"
                                          " or replications, mode, until, at-most",
                        nearest != NULL ? key->group : "",
                        nearest != NULL && rows != NULL ? "." : "",
                        nearest != NULL ? nearest : "", nearest != NULL ? "\"?" : "");
}

static void
check_values(const BpScenario *scenario, const BpSweepKey *key, const BpParam *row,
             BpProblems *problems)
{
    static const BpParam enabled = {
        .name = "enabled", .kind = BP_PARAM_BOOL, .fallback = "yes", .help = ""};

    for (guint i = 0; i < key->values->len; i++) {
        const char *text = key->values->pdata[i];
        g_autoptr(GError) error = NULL;
        BpValue value = {0};

        if (!bp_param_parse(row != NULL ? row : &enabled, text, scenario->begin_unix_s,
                            &value, &error))
            bp_problems_add(problems, key->file, key->line,
                            "[sweep] %s: \"%s\": expected %s", key->name, text,
                            error->message);
        bp_value_clear(&value);
    }
}

static void
read_key(BpSweep *sweep, const BpScenario *scenario, const BpExpectation *stated,
         BpProblems *problems)
{
    const char *dot = strrchr(stated->name, '.');
    BpSweepKey *key = g_new0(BpSweepKey, 1);
    const BpParam *rows = NULL;
    g_autoptr(GError) error = NULL;
    int row = -1;

    g_ptr_array_add(sweep->keys, key);
    key->name = g_strdup(stated->name);
    key->group = dot != NULL ? g_strndup(stated->name, (gsize)(dot - stated->name))
                             : g_strdup("");
    key->key = g_strdup(dot != NULL ? dot + 1 : stated->name);
    key->text = g_strdup(stated->text);
    key->file = stated->file;
    key->line = stated->line;
    g_strstrip(key->group);
    g_strstrip(key->key);
    rows = rows_of(key->group);
    if (rows != NULL)
        row = bp_param_find(rows, key->key);
    if (rows == NULL || (row < 0 && (rows == bp_scenario_params ||
                                     !g_str_equal(key->key, "enabled")))) {
        complain_of_name(stated, rows, key, problems);
        return;
    }
    if (refusal_of(key) != NULL) {
        complain(stated, problems, refusal_of(key));
        return;
    }
    key->values = bp_sweep_values(stated->text, &error);
    if (key->values == NULL)
        complain(stated, problems, error->message);
    else
        check_values(scenario, key, row >= 0 ? &rows[row] : NULL, problems);
}

/* ---- how many ---- */

static void
count_zipped(BpSweep *sweep, BpProblems *problems)
{
    for (guint i = 0; i < sweep->keys->len; i++) {
        const BpSweepKey *first = bp_sweep_key(sweep, 0);
        const BpSweepKey *key = bp_sweep_key(sweep, i);

        if (key->values->len != first->values->len)
            bp_problems_add(problems, key->file, key->line,
                            "[sweep] %s has %u values, %s has %u: expected as many of "
                            "each with mode = zip",
                            key->name, key->values->len, first->name,
                            first->values->len);
        sweep->n_points = first->values->len;
    }
}

static void
count_crossed(BpSweep *sweep, BpProblems *problems)
{
    const BpSweepKey *last = NULL;
    double points = 1;

    for (guint i = 0; i < sweep->keys->len; i++) {
        last = bp_sweep_key(sweep, i);
        points *= last->values->len;
    }
    if (last != NULL && points > BP_SWEEP_MAX_POINTS) {
        g_autofree char *many = points < 1e18
                                    ? bp_format_count((guint64)points)
                                    : g_strdup_printf("more than %.0e", points / 10);

        bp_problems_add(problems, last->file, last->line,
                        "[sweep] %s combinations of values: expected at most %d", many,
                        BP_SWEEP_MAX_POINTS);
        return;
    }
    sweep->n_points = (guint)points;
}

/* `2% of spam.reach`, which is read as a value of [expect] is. */
static void
read_until(BpSweep *sweep, const BpExpectation *stated, BpProblems *problems)
{
    g_autofree char *text = g_strconcat("hops < ", stated->text, NULL);
    g_autoptr(GError) error = NULL;
    BpExpect expect;

    if (!bp_expect_parse(text, &expect, &error))
        complain(stated, problems, error->message);
    else if (expect.base == NULL || !(expect.factor > 0) || expect.factor >= 1)
        complain(stated, problems,
                 "a share above 0% and below 100% of a measure, such as 2% of "
                 "spam.reach");
    else {
        sweep->until = expect.base;
        sweep->until_share = expect.factor;
    }
}

/* FALSE if @stated is no row of ours. */
static gboolean
read_own(BpSweep *sweep, const BpExpectation *stated, BpProblems *problems)
{
    int row = bp_param_find(own_params, stated->name);
    g_autoptr(GError) error = NULL;
    BpValue value = {0};

    if (row < 0)
        return FALSE;
    if (!bp_param_parse(&own_params[row], stated->text, 0, &value, &error))
        complain(stated, problems, error->message);
    else if (row == REPLICATIONS)
        sweep->replications = (guint)value.number;
    else if (row == MODE)
        sweep->zip = value.number == 1;
    else if (row == AT_MOST)
        sweep->at_most = (guint)value.number;
    else
        read_until(sweep, stated, problems);
    bp_value_clear(&value);
    return TRUE;
}

/* FALSE after a complaint if until and at-most are not both there, or both absent. */
static gboolean
check_until(const BpSweep *sweep, const BpExpectation *first, BpProblems *problems)
{
    if ((sweep->until != NULL) == (sweep->at_most != 0))
        return TRUE;
    if (sweep->until != NULL)
        bp_problems_add(problems, first->file, first->line,
                        "[sweep] at-most is missing: until needs the most replications "
                        "that a point may take");
    else
        bp_problems_add(
            problems, first->file, first->line,
            "[sweep] at-most: expected until beside it, such as until = 2%% "
            "of spam.reach");
    return FALSE;
}

static void
check_replications(BpSweep *sweep, const BpExpectation *first, BpProblems *problems)
{
    if (!check_until(sweep, first, problems))
        return;
    if (sweep->replications == 0)
        sweep->replications = sweep->until != NULL ? DEFAULT_ROUND : 1;
    if (sweep->until == NULL)
        sweep->at_most = sweep->replications;
    sweep->replications = MIN(sweep->replications, sweep->at_most);
    if (sweep->until != NULL && sweep->replications < 2)
        bp_problems_add(problems, first->file, first->line,
                        "[sweep] until: expected at least 2 replications: one tells "
                        "nothing of what chance does");
    if (bp_sweep_max_runs(sweep) > BP_SWEEP_MAX_RUNS) {
        g_autofree char *many = bp_format_count(bp_sweep_max_runs(sweep));

        bp_problems_add(problems, first->file, first->line,
                        "[sweep] %s runs: expected at most %d", many,
                        BP_SWEEP_MAX_RUNS);
    }
    if (sweep->seed + sweep->at_most - 1 > BP_SEED_MAX)
        bp_problems_add(problems, first->file, first->line,
                        "[sweep] replications take seeds from the scenario's up: "
                        "expected none above 2^53-1");
}

BpSweep *
bp_sweep_new(const BpScenario *scenario, BpProblems *problems)
{
    g_autoptr(BpSweep) sweep = g_new0(BpSweep, 1);
    guint before = bp_problems_count(problems);

    sweep->keys = g_ptr_array_new_with_free_func(free_key);
    sweep->seed = scenario->seed;
    if (scenario->sweep->len == 0) {
        bp_problems_add(problems, scenario->path, 0,
                        "no group [sweep]: expected one such as closure.share = 0%%, "
                        "10%% .. 100%% and replications = 20");
        return NULL;
    }
    for (guint i = 0; i < scenario->sweep->len; i++)
        if (!read_own(sweep, scenario->sweep->pdata[i], problems))
            read_key(sweep, scenario, scenario->sweep->pdata[i], problems);
    if (bp_problems_count(problems) > before)
        return NULL;
    if (sweep->zip && sweep->keys->len > 0)
        count_zipped(sweep, problems);
    else
        count_crossed(sweep, problems);
    if (bp_problems_count(problems) == before)
        check_replications(sweep, scenario->sweep->pdata[0], problems);
    return bp_problems_count(problems) > before ? NULL : g_steal_pointer(&sweep);
}

/* ---- which is which ---- */

const BpSweepKey *
bp_sweep_key(const BpSweep *sweep, guint key)
{
    return g_ptr_array_index(sweep->keys, key);
}

const char *
bp_sweep_value(const BpSweep *sweep, guint point, guint key)
{
    const GPtrArray *values = bp_sweep_key(sweep, key)->values;

    if (!sweep->zip)
        for (guint i = sweep->keys->len - 1; i > key; i--)
            point /= bp_sweep_key(sweep, i)->values->len;
    return values->pdata[point % values->len];
}

char *
bp_sweep_point_name(const BpSweep *sweep, guint point)
{
    GString *name = g_string_new(NULL);

    for (guint i = 0; i < sweep->keys->len; i++)
        g_string_append_printf(name, "%s%s=%s", i > 0 ? ", " : "",
                               bp_sweep_key(sweep, i)->name,
                               bp_sweep_value(sweep, point, i));
    return g_string_free(name, FALSE);
}

guint64
bp_sweep_max_runs(const BpSweep *sweep)
{
    return (guint64)sweep->n_points * sweep->at_most;
}

guint
bp_sweep_point_of(const BpSweep *sweep, guint64 run)
{
    return (guint)(run % sweep->n_points);
}

guint
bp_sweep_replication_of(const BpSweep *sweep, guint64 run)
{
    return (guint)(run / sweep->n_points);
}

guint64
bp_sweep_run_of(const BpSweep *sweep, guint point, guint replication)
{
    return (guint64)replication * sweep->n_points + point;
}

guint64
bp_sweep_seed_of(const BpSweep *sweep, guint64 run)
{
    return sweep->seed + bp_sweep_replication_of(sweep, run);
}
