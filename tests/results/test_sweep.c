/* test_sweep.c - [sweep] read, its points and seeds, and its results file. */
#include <bangpath/sweep.h>
#include <bangpath/sweep_db.h>
#include <bangpath/sweep_report.h>

#include <bangpath/part.h>
#include <bangpath/random.h>
#include <glib/gstdio.h>
#include <math.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

/* ---- values ---- */

static char *
joined(const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) values = bp_sweep_values(text, &error);

    if (values == NULL)
        return g_strdup(error->message);
    g_ptr_array_add(values, NULL);
    return g_strjoinv("|", (char **)values->pdata);
}

/* Lists, ranges, units, words, quotes and brackets. */
static void
test_values(void)
{
    static const struct {
        const char *text, *values;
    } cases[] = {
        {"60%", "60%"},
        {"0%, 20%, 40%", "0%|20%|40%"},
        {"0%, 10% .. 50%", "0%|10%|20%|30%|40%|50%"},
        {"0%,10%..30%, 100%", "0%|10%|20%|30%|100%"},
        {"1 .. 4", "1|2|3|4"},
        {"4 .. 1", "4|3|2|1"},
        {"1 h, 90 min", "1 h|90 min"},
        {"1 h, 1.5 h .. 3 h", "1 h|1.5 h|2 h|2.5 h|3 h"},
        {"0.1, 0.2 .. 0.5", "0.1|0.2|0.3|0.4|0.5"},
        {"100, 90 .. 70", "100|90|80|70"},
        {"-1, 0 .. 1", "-1|0|1"},
        {"5 / mailbox / d, 10 / mailbox / d .. 20 / mailbox / d",
         "5 / mailbox / d|10 / mailbox / d|15 / mailbox / d|20 / mailbox / d"},
        {"random, busiest-first", "random|busiest-first"},
        {"random, \"aol, hotmail\"", "random|aol, hotmail"},
        {"2 KB, lognormal(2 KB, 1.1)", "2 KB|lognormal(2 KB, 1.1)"},
        {"day 4 09:00, 1998-01-06 12:00", "day 4 09:00|1998-01-06 12:00"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *values = joined(cases[i].text);

        g_assert_cmpstr(values, ==, cases[i].values);
    }
}

/* What is no list says what one looks like. */
static void
test_wrong_values(void)
{
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"", "a value on each side"},
        {"1,", "a value on each side"},
        {"1,,2", "a value on each side"},
        {"..", "a value on each side"},
        {"1 ..", "a value on each side"},
        {"0%, 10 .. 100%", "numbers of one unit"},
        {"1 h .. 90 min", "numbers of one unit"},
        {"random .. names", "numbers of one unit"},
        {"0%, 30% .. 100%", "ends on one of its steps"},
        {"5, 4 .. 10", "two values before"},
        {"5, 5 .. 10", "two values before"},
        {"x, 5 .. 10", "two values before"},
        {"1 .. 1000000", "at most 100000"},
        {"0, 0.000001 .. 999999999999", "at most 100000"},
        {"1, 2, 1", "each value once"},
        {"99999999999999999999 .. 1", "numbers of one unit"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *message = joined(cases[i].text);

        g_test_message("%s: %s", cases[i].text, message);
        g_assert_nonnull(strstr(message, cases[i].expected));
    }
}

/* ---- plans ---- */

static void
add_line(GPtrArray *lines, const char *name, const char *text)
{
    BpExpectation *line = g_new0(BpExpectation, 1);

    line->name = g_strdup(name);
    line->text = g_strdup(text);
    line->file = "a.scenario";
    line->line = 20 + (int)lines->len;
    g_ptr_array_add(lines, line);
}

/* A scenario of seed 7 that is read no further. @lines: key and value in turns. */
static BpScenario *
scenario_with(const char *const *lines)
{
    BpScenario *scenario = bp_scenario_new();

    scenario->path = g_strdup("a.scenario");
    scenario->title = g_strdup("A sweep");
    scenario->merged = g_strdup("[scenario]\n");
    scenario->seed = 7;
    for (; *lines != NULL; lines += 2)
        add_line(scenario->sweep, lines[0], lines[1]);
    return scenario;
}

/* The last key goes round fastest; runs go round the points, so that all have as many. */
static void
test_crossed(void)
{
    static const char *const lines[] = {"closure.share",
                                        "0%, 50%, 100%",
                                        "spammer cyber.bcc",
                                        "1, 100",
                                        "replications",
                                        "4",
                                        NULL};
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(BpScenario) scenario = scenario_with(lines);
    g_autoptr(BpSweep) sweep = bp_sweep_new(scenario, problems);
    g_autofree char *name = NULL;

    g_assert_cmpuint(bp_problems_count(problems), ==, 0);
    g_assert_cmpuint(sweep->n_points, ==, 6);
    g_assert_cmpuint(bp_sweep_max_runs(sweep), ==, 24);
    g_assert_cmpstr(bp_sweep_value(sweep, 3, 0), ==, "50%");
    g_assert_cmpstr(bp_sweep_value(sweep, 3, 1), ==, "100");
    g_assert_cmpstr(bp_sweep_value(sweep, 4, 1), ==, "1");
    name = bp_sweep_point_name(sweep, 5);
    g_assert_cmpstr(name, ==, "closure.share=100%, spammer cyber.bcc=100");
    g_assert_cmpuint(bp_sweep_point_of(sweep, 13), ==, 1);
    g_assert_cmpuint(bp_sweep_replication_of(sweep, 13), ==, 2);
    g_assert_cmpuint(bp_sweep_seed_of(sweep, 13), ==, 9);
    g_assert_cmpuint(bp_sweep_run_of(sweep, 1, 2), ==, 13);
}

static void
test_zipped(void)
{
    static const char *const lines[] = {"closure.share",
                                        "0%, 50%, 100%",
                                        "spammer x.bcc",
                                        "1, 10, 100",
                                        "mode",
                                        "zip",
                                        NULL};
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(BpScenario) scenario = scenario_with(lines);
    g_autoptr(BpSweep) sweep = bp_sweep_new(scenario, problems);

    g_assert_cmpuint(sweep->n_points, ==, 3);
    g_assert_cmpstr(bp_sweep_value(sweep, 1, 0), ==, "50%");
    g_assert_cmpstr(bp_sweep_value(sweep, 1, 1), ==, "10");
}

/* Each with its place, before anything runs. */
static void
test_wrong_plans(void)
{
    static const struct {
        const char *lines[9];
        const char *says;
    } cases[] = {
        {{NULL}, "a.scenario: no group [sweep]"},
        {{"closure.share", "0%, 110%"},
         "a.scenario:20: [sweep] closure.share: \"110%\""},
        {{"replications", "2", "closure.shore", "0%"},
         "a.scenario:21: [sweep] unknown key \"closure.shore\"; did you mean "
         "\"closure.share\"?"},
        {{"closer.share", "0%"}, "a.scenario:20: [sweep] unknown group"},
        {{"replication", "2"}, "did you mean \"replications\"?"},
        {{"replications", "0"}, "a whole number from 1"},
        {{"mode", "both"}, "one of: cross, zip"},
        {{"scenario.seed", "1, 2"}, "no seed"},
        {{"scenario.extends", "x"}, "no extends"},
        {{"closure.share", "0%, 1%", "closure.which", "random", "mode", "zip"},
         "as many of each"},
        {{"until", "2% of spam.rich", "at-most", "9"}, "did you mean \"spam.reach\"?"},
        {{"until", "2 of spam.reach", "at-most", "9"}, "a number"},
        {{"until", "0% of spam.reach", "at-most", "9"}, "above 0%"},
        {{"until", "2%", "at-most", "9"}, "of a measure"},
        {{"until", "2% of spam.reach"}, "at-most is missing"},
        {{"at-most", "4", "closure.share", "0%"}, "expected until beside it"},
        {{"until", "2% of spam.reach", "at-most", "9", "replications", "1"},
         "at least 2 replications"},
        {{"spammer a.bcc", "1 .. 1000", "spammer b.bcc", "1 .. 1000", "spammer c.bcc",
          "1 .. 1000", "spammer d.bcc", "1 .. 1000"},
         "1,000,000,000,000 combinations of values"},
        {{"closure.share", "0%, 1% .. 99%", "replications", "10001"}, "1,000,100 runs"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(BpProblems) problems = bp_problems_new();
        g_autoptr(BpScenario) scenario = scenario_with(cases[i].lines);
        g_autoptr(GError) error = NULL;

        g_assert_null(bp_sweep_new(scenario, problems));
        g_assert_false(bp_problems_to_error(problems, &error));
        g_test_message("%s", error->message);
        g_assert_nonnull(strstr(error->message, cases[i].says));
    }
}

/* Seeds end at 2^53 - 1. */
static void
test_seeds_end(void)
{
    static const char *const lines[] = {"replications", "2", NULL};
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(BpScenario) scenario = scenario_with(lines);

    scenario->seed = BP_SEED_MAX;
    g_assert_null(bp_sweep_new(scenario, problems));
    scenario->seed = BP_SEED_MAX - 1;

    g_autoptr(BpSweep) sweep = bp_sweep_new(scenario, problems);

    g_assert_nonnull(sweep);
    g_assert_cmpuint(bp_sweep_seed_of(sweep, 1), ==, BP_SEED_MAX);
}

/* ---- results files ---- */

typedef struct {
    char *dir;
    char *path;
    BpScenario *scenario;
    BpSweep *sweep;
} Fixture;

static void
set_up(Fixture *f, gconstpointer unused)
{
    static const char *const lines[] = {"closure.share", "0%, 50%", "replications", "3",
                                        NULL};
    g_autoptr(BpProblems) problems = bp_problems_new();
    BpExpectation *reach = g_new0(BpExpectation, 1);

    (void)unused;
    f->dir = g_dir_make_tmp("bangpath-sweep-XXXXXX", NULL);
    f->path = g_build_filename(f->dir, "sweep.db", NULL);
    f->scenario = scenario_with(lines);
    reach->name = g_strdup("little");
    reach->text = g_strdup("spam.reach < 0.5");
    g_ptr_array_add(f->scenario->expectations, reach);
    f->sweep = bp_sweep_new(f->scenario, problems);
}

static void
tear_down(Fixture *f, gconstpointer unused)
{
    (void)unused;
    g_unlink(f->path);
    g_rmdir(f->dir);
    g_free(f->dir);
    g_free(f->path);
    bp_sweep_free(f->sweep);
    bp_scenario_free(f->scenario);
}

/* Puts a run whose reach is @reach; NaN: that failed. */
static void
put(Fixture *f, BpSweepDb *db, guint64 run, double reach)
{
    g_autoptr(GArray) totals = g_array_new(FALSE, FALSE, sizeof(BpTotal));
    g_autoptr(GError) error = NULL;
    BpTotal total = {.name = g_intern_static_string("spam.reach"),
                     .kind = BP_TOTAL_REAL,
                     .real = reach};
    gboolean failed = isnan(reach);
    gboolean held;

    g_array_append_val(totals, total);
    bp_sweep_db_put(db, f->scenario, f->sweep, run, failed ? NULL : totals,
                    failed ? "no room" : NULL, &held, &error);
    g_assert_no_error(error);
    g_assert_true(held == (failed || reach < 0.5));
}

static BpSweepDb *
create(Fixture *f)
{
    g_autoptr(GError) error = NULL;
    BpSweepDb *db = bp_sweep_db_create(f->path, FALSE, f->scenario, f->sweep, &error);

    g_assert_no_error(error);
    return db;
}

/* What was put comes back by point, in the order of seeds, whatever the order it came in. */
static void
test_round_trip(Fixture *f, gconstpointer unused)
{
    g_autoptr(GError) error = NULL;
    BpSweepDb *db = create(f);

    (void)unused;
    put(f, db, 4, 0.3);
    put(f, db, 0, 0.2);
    put(f, db, 2, (double)NAN);
    put(f, db, 1, 0.6);
    g_assert_true(bp_sweep_db_commit(db, &error));
    bp_sweep_db_free(db);

    db = bp_sweep_db_open(f->path, &error);
    g_assert_no_error(error);

    g_autoptr(GArray) values = bp_sweep_db_values(db, 0, "spam.reach");
    g_autoptr(GArray) seeds = bp_sweep_db_seeds(db, 0);
    g_autoptr(GArray) none = bp_sweep_db_values(db, 0, "hops");
    g_autoptr(GArray) verdicts = bp_sweep_db_verdicts(db);
    g_autoptr(GArray) misses = bp_sweep_db_misses(db, 10);
    g_autofree char *name = bp_sweep_db_point_name(db, 1);

    g_assert_cmpuint(values->len, ==, 2);
    g_assert_cmpfloat(g_array_index(values, double, 0), ==, 0.2);
    g_assert_cmpfloat(g_array_index(values, double, 1), ==, 0.3);
    g_assert_cmpuint(g_array_index(seeds, guint64, 0), ==, 7);
    g_assert_cmpuint(g_array_index(seeds, guint64, 1), ==, 9);
    g_assert_true(isnan(g_array_index(none, double, 1)));
    g_assert_cmpfloat_with_epsilon(
        bp_sweep_db_sample(db, 0, "spam.reach", G_MAXUINT).mean, 0.25, 1e-15);
    g_assert_cmpuint(bp_sweep_db_sample(db, 0, "spam.reach", 2).n, ==, 1);
    g_assert_cmpuint(bp_sweep_db_count(db, "ok"), ==, 3);
    g_assert_cmpuint(bp_sweep_db_count(db, "failed"), ==, 1);
    g_assert_cmpstr(name, ==, "closure.share=50%");
    g_assert_cmpuint(g_array_index(verdicts, BpSweepVerdict, 0).n, ==, 3);
    g_assert_cmpuint(g_array_index(verdicts, BpSweepVerdict, 0).held, ==, 2);
    g_assert_cmpuint(misses->len, ==, 2);
    g_assert_cmpstr(g_array_index(misses, BpSweepMiss, 0).text, ==,
                    "little: spam.reach < 0.5 (0.6)");
    g_assert_cmpstr(g_array_index(misses, BpSweepMiss, 1).text, ==, "no room");
    bp_sweep_db_free(db);
}

/* A report has the first ten runs that failed, and says so only where there are more. What a
 * terminal would obey is shown. */
static void
test_report(Fixture *f, gconstpointer unused)
{
    static const char *const lines[] = {"scenario.title", "a\033[2Jb", "replications",
                                        "11", NULL};
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(GPtrArray) measures = g_ptr_array_new();
    BpSweepDb *db;

    (void)unused;
    bp_sweep_free(f->sweep);
    bp_scenario_free(f->scenario);
    f->scenario = scenario_with(lines);
    f->sweep = bp_sweep_new(f->scenario, problems);
    g_assert_nonnull(f->sweep);
    db = create(f);
    for (guint64 run = 0; run < 11; run++) {
        g_autofree char *report = NULL;

        put(f, db, run, (double)NAN);
        report = bp_sweep_report(db, measures);
        g_assert_null(strchr(report, '\033'));
        g_assert_nonnull(strstr(report, "scenario.title=a\\x1b[2Jb: no room"));
        g_assert_cmpint(strstr(report, "the first ten") != NULL, ==, run == 10);
    }
    bp_sweep_db_free(db);
}

/* What was not committed is not there; what was is, and is known as made. */
static void
test_resume(Fixture *f, gconstpointer unused)
{
    g_autoptr(GError) error = NULL;
    guint8 done[6] = {0};
    BpSweepDb *db = create(f);

    (void)unused;
    put(f, db, 0, 0.2);
    put(f, db, 3, 0.2);
    bp_sweep_db_commit(db, NULL);
    put(f, db, 1, 0.2);
    bp_sweep_db_free(db);

    db = bp_sweep_db_resume(f->path, f->scenario, &error);
    g_assert_no_error(error);
    g_assert_true(bp_sweep_db_mark(db, done, 6, &error));
    g_assert_true(done[0] && !done[1] && !done[2] && done[3]);
    put(f, db, 1, 0.3);
    g_assert_true(bp_sweep_db_commit(db, &error));
    bp_sweep_db_free(db);
}

/* Another scenario's file is not gone on with; nor is one that is being written. */
static void
test_resume_refused(Fixture *f, gconstpointer unused)
{
    g_autoptr(GError) error = NULL;
    BpSweepDb *db = create(f);

    (void)unused;
    bp_sweep_db_free(db);
    g_free(f->scenario->merged);
    f->scenario->merged = g_strdup("[scenario]\nseed = 8\n");
    g_assert_null(bp_sweep_db_resume(f->path, f->scenario, &error));
    g_assert_error(error, BP_ERROR, BP_ERROR_INPUT);
    g_assert_nonnull(strstr(error->message, "another scenario"));
    g_clear_error(&error);
    g_assert_null(bp_sweep_db_create(f->path, FALSE, f->scenario, f->sweep, &error));
    g_assert_error(error, BP_ERROR, BP_ERROR_EXISTS);
    g_clear_error(&error);

    db = bp_sweep_db_create(f->path, TRUE, f->scenario, f->sweep, &error);
    g_assert_no_error(error);
    put(f, db, 0, 0.1);
    g_assert_null(bp_sweep_db_resume(f->path, f->scenario, &error));
    g_assert_nonnull(error);
    bp_sweep_db_free(db);
}

/* What another program has in the making is not taken from under it. */
static void
test_part_of_another(Fixture *f, gconstpointer unused)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *part = g_strconcat(f->path, ".part", NULL);
    int lock = bp_part_take(f->path, TRUE, &error);
    BpSweepDb *db;

    (void)unused;
    g_assert_no_error(error);
    g_assert_null(bp_sweep_db_create(f->path, TRUE, f->scenario, f->sweep, &error));
    g_assert_error(error, BP_ERROR, BP_ERROR_OUTPUT);
    g_assert_nonnull(strstr(error->message, "another run is writing it"));
    g_assert_true(g_file_test(part, G_FILE_TEST_EXISTS));
    close(lock);

    /* One that a killed program has left is used again, and gone in the end. */
    db = create(f);
    g_assert_false(g_file_test(part, G_FILE_TEST_EXISTS));
    put(f, db, 0, 0.2);
    g_assert_true(bp_sweep_db_commit(db, NULL));
    bp_sweep_db_free(db);
}

/* What is no results file is said to be none. */
static void
test_no_results(Fixture *f, gconstpointer unused)
{
    static const char *const texts[] = {"", "no database", "SQLite format 3"};

    (void)unused;
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GError) error = NULL;

        g_file_set_contents(f->path, texts[i], -1, NULL);
        g_assert_null(bp_sweep_db_open(f->path, &error));
        g_assert_error(error, BP_ERROR, BP_ERROR_INPUT);
        g_assert_true(g_str_has_prefix(error->message, f->path));
    }
}

/* Queries and computed columns in the place of rows could go on for ever, and are damage; what a
 * table would check or do on its own is left alone. */
static void
test_computed_tables(Fixture *f, gconstpointer unused)
{
    static const struct {
        const char *sql;
        const char *told; /* NULL: it can be gone on with */
    } cases[] = {
        {"DROP TABLE runs; CREATE VIEW runs AS WITH RECURSIVE c (x) AS (SELECT 1 UNION "
         "ALL SELECT x + 1 FROM c) SELECT x AS run, x AS point, x AS replication, x AS "
         "seed, x AS state FROM c",
         "its table runs is a view"},
        {"ALTER TABLE totals ADD COLUMN x AS (hex(zeroblob(400000000)))",
         "its table totals computes its column x"},
        {"CREATE TRIGGER t AFTER INSERT ON runs BEGIN DELETE FROM totals; END", NULL},
    };

    (void)unused;
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        BpSweepDb *db = create(f);
        sqlite3 *other = NULL;

        put(f, db, 0, 0.2);
        g_assert_true(bp_sweep_db_commit(db, NULL));
        bp_sweep_db_free(db);
        g_assert_cmpint(sqlite3_open(f->path, &other), ==, SQLITE_OK);
        g_assert_cmpint(sqlite3_exec(other, cases[i].sql, NULL, NULL, NULL), ==,
                        SQLITE_OK);
        sqlite3_close(other);
        db = bp_sweep_db_resume(f->path, f->scenario, &error);
        if (cases[i].told != NULL) {
            g_assert_error(error, BP_ERROR, BP_ERROR_INPUT);
            g_assert_nonnull(strstr(error->message, cases[i].told));
        } else {
            g_assert_no_error(error);
            put(f, db, 2, 0.3);
            g_assert_true(bp_sweep_db_commit(db, &error));

            g_autoptr(GArray) values = bp_sweep_db_values(db, 0, "spam.reach");

            g_assert_cmpfloat(g_array_index(values, double, 0), ==, 0.2);
            g_assert_cmpfloat(g_array_index(values, double, 1), ==, 0.3);
        }
        bp_sweep_db_free(db);
        g_unlink(f->path);
    }
}

/* Two halves make the whole; halves that differ in a run are refused. */
static void
test_merge(Fixture *f, gconstpointer unused)
{
    g_autofree char *other = g_build_filename(f->dir, "other.db", NULL);
    g_autofree char *all = g_build_filename(f->dir, "all.db", NULL);
    g_autoptr(GError) error = NULL;
    BpSweepDb *db = create(f);

    (void)unused;
    put(f, db, 0, 0.1);
    put(f, db, 2, 0.2);
    bp_sweep_db_commit(db, NULL);
    bp_sweep_db_free(db);
    db = bp_sweep_db_create(other, FALSE, f->scenario, f->sweep, &error);
    put(f, db, 1, 0.3);
    put(f, db, 2, 0.2);
    bp_sweep_db_commit(db, NULL);
    bp_sweep_db_free(db);

    db = bp_sweep_db_copy(all, FALSE, f->path, &error);
    g_assert_no_error(error);
    g_assert_true(bp_sweep_db_merge(db, f->path, &error));
    g_assert_true(bp_sweep_db_merge(db, other, &error));
    g_assert_cmpuint(bp_sweep_db_count(db, "ok"), ==, 3);
    bp_sweep_db_free(db);
    g_unlink(all);
    g_unlink(other);

    db = bp_sweep_db_create(other, FALSE, f->scenario, f->sweep, &error);
    put(f, db, 2, 0.4);
    bp_sweep_db_commit(db, NULL);
    bp_sweep_db_free(db);
    db = bp_sweep_db_copy(all, FALSE, f->path, &error);
    g_assert_true(bp_sweep_db_merge(db, f->path, &error));
    g_assert_false(bp_sweep_db_merge(db, other, &error));
    g_assert_error(error, BP_ERROR, BP_ERROR_VALUE);
    bp_sweep_db_free(db);
    g_unlink(all);
    g_unlink(other);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sweep/values", test_values);
    g_test_add_func("/sweep/wrong_values", test_wrong_values);
    g_test_add_func("/sweep/crossed", test_crossed);
    g_test_add_func("/sweep/zipped", test_zipped);
    g_test_add_func("/sweep/wrong_plans", test_wrong_plans);
    g_test_add_func("/sweep/seeds_end", test_seeds_end);
    g_test_add("/sweep/round_trip", Fixture, NULL, set_up, test_round_trip, tear_down);
    g_test_add("/sweep/report", Fixture, NULL, set_up, test_report, tear_down);
    g_test_add("/sweep/resume", Fixture, NULL, set_up, test_resume, tear_down);
    g_test_add("/sweep/resume_refused", Fixture, NULL, set_up, test_resume_refused,
               tear_down);
    g_test_add("/sweep/part_of_another", Fixture, NULL, set_up, test_part_of_another,
               tear_down);
    g_test_add("/sweep/no_results", Fixture, NULL, set_up, test_no_results, tear_down);
    g_test_add("/sweep/computed_tables", Fixture, NULL, set_up, test_computed_tables,
               tear_down);
    g_test_add("/sweep/merge", Fixture, NULL, set_up, test_merge, tear_down);
    return g_test_run();
}
