/* test_resume.c - runs that are stopped and gone on with: what comes of it is one run. */
#include <bangpath/run.h>

#include "little_world.h"

#include <bangpath/query.h>
#include <bangpath/run_db.h>
#include <bangpath/run_json.h>
#include <glib/gstdio.h>

typedef struct {
    char *directory; /* owned */
    char *path;      /* owned: of the output */
    char *part;      /* owned */
    char *whole;     /* owned: of one run */
    BpRunResult result;
} Fixture;

static void
run(const BpRunOptions *options, BpRunResult *result)
{
    g_autoptr(BpScenario) scenario = little_scenario();
    GError *error = NULL;

    bp_run(scenario, options, result, &error);
    g_assert_no_error(error);
}

static void
set_up(Fixture *f, gconstpointer unused)
{
    (void)unused;
    f->directory = little_directory();
    f->path = g_build_filename(f->directory, "run.db", NULL);
    f->part = g_strconcat(f->path, ".part", NULL);
    f->whole = g_build_filename(f->directory, "whole.db", NULL);
    run(&(BpRunOptions){.output = f->whole}, &f->result);
}

static void
tear_down(Fixture *f, gconstpointer unused)
{
    (void)unused;
    bp_run_result_clear(&f->result);
    g_unlink(f->whole);
    g_unlink(f->path);
    g_unlink(f->part);
    g_assert_cmpint(g_rmdir(f->directory), ==, 0);
    g_free(f->directory);
    g_free(f->path);
    g_free(f->part);
    g_free(f->whole);
}

static void
append(gpointer data, const char *text)
{
    g_string_append(data, text);
}

/* (transfer full): all that is in @path, table by table. */
static char *
rows_of(const char *path)
{
    static const char *const tables[] = {
        "run",         "inputs",      "hosts",   "links",    "series",
        "host_events", "link_series", "totals",  "messages", "recipients",
        "hops",        "refusals",    "bounces", NULL,
    };
    GString *all = g_string_new(NULL);

    for (const char *const *table = tables; *table != NULL; table++) {
        g_autofree char *sql = g_strdup_printf("SELECT * FROM %s", *table);
        BpQueryOptions options = {.format = BP_QUERY_CSV};
        GError *error = NULL;

        bp_query_run(path, sql, &options, append, all, &error);
        g_assert_no_error(error);
    }
    return g_string_free(all, FALSE);
}

static BpResume *
reopen(const Fixture *f)
{
    GError *error = NULL;
    BpResume *resume = bp_resume_open(f->path, FALSE, &error);

    g_assert_no_error(error);
    return resume;
}

static void
go_on(const Fixture *f, gint64 stop_at_us, BpRunResult *result)
{
    g_autoptr(BpScenario) scenario = little_scenario();
    g_autoptr(BpResume) resume = reopen(f);
    GError *error = NULL;

    g_assert_cmpstr(bp_resume_path(resume), ==, "little.scenario");
    g_assert_cmpstr(bp_resume_merged(resume), ==, scenario->merged);
    bp_run_resume(resume, scenario, &(BpRunOptions){.stop_at_us = stop_at_us}, result,
                  &error);
    g_assert_no_error(error);
}

/* What is told of @result, but for real time, is what is told of one run. */
static void
assert_as_whole(const Fixture *f, const BpRunResult *result)
{
    g_autofree char *whole = bp_run_json(&f->result);
    g_autofree char *parts = bp_run_json(result);
    g_autofree char *whole_rows = rows_of(f->whole);
    g_autofree char *rows = rows_of(f->path);

    *strstr(whole, "\"load_s\"") = '\0';
    *strstr(parts, "\"load_s\"") = '\0';
    g_assert_cmpstr(parts, ==, whole);
    g_assert_cmpstr(rows, ==, whole_rows);
}

/* Before anything happens, between two letters, as beta closes, and in the last hour. */
static void
test_stopped_once(Fixture *f, gconstpointer unused)
{
    static const gint64 minutes[] = {1, 130, 12 * 60, 26 * 60 + 1, 48 * 60 - 1};

    (void)unused;
    for (guint i = 0; i < G_N_ELEMENTS(minutes); i++) {
        gint64 at_us = minutes[i] * BP_MINUTE_US;
        g_auto(BpRunResult) before = {0};
        g_auto(BpRunResult) result = {0};

        run(&(BpRunOptions){.output = f->path, .stop_at_us = at_us}, &before);
        g_assert_cmpint(before.end_us, ==, at_us);
        g_assert_false(before.complete);
        g_assert_true(before.is_kept);
        g_assert_true(g_file_test(f->part, G_FILE_TEST_EXISTS));
        g_assert_false(g_file_test(f->path, G_FILE_TEST_EXISTS));

        go_on(f, 0, &result);
        g_assert_true(result.complete);
        g_assert_false(g_file_test(f->part, G_FILE_TEST_EXISTS));
        assert_as_whole(f, &result);
        g_unlink(f->path);
    }
}

/* Every seven hours, each time by another process as it were. */
static void
test_stopped_often(Fixture *f, gconstpointer unused)
{
    (void)unused;
    for (gint64 at_us = 7 * BP_HOUR_US;; at_us += 7 * BP_HOUR_US) {
        g_auto(BpRunResult) result = {0};

        if (at_us == 7 * BP_HOUR_US)
            run(&(BpRunOptions){.output = f->path, .stop_at_us = at_us}, &result);
        else
            go_on(f, at_us < LITTLE_LENGTH_US ? at_us : 0, &result);
        g_assert_cmpint(result.complete, ==, at_us >= LITTLE_LENGTH_US);
        if (result.complete) {
            assert_as_whole(f, &result);
            return;
        }
    }
}

/* Checkpoints on the way leave no trace in what a run that comes to its end has written. */
static void
test_checkpoints_on_the_way(Fixture *f, gconstpointer unused)
{
    g_auto(BpRunResult) result = {0};

    (void)unused;
    run(&(BpRunOptions){.output = f->path, .checkpoint_us = BP_HOUR_US}, &result);
    assert_as_whole(f, &result);
}

/* A checkpoint names its scenario's text, and goes with no other; it is there afterwards. */
static void
test_other_scenario(Fixture *f, gconstpointer unused)
{
    g_autoptr(BpScenario) other = little_scenario();
    g_auto(BpRunResult) result = {0};
    GError *error = NULL;

    (void)unused;
    run(&(BpRunOptions){.output = f->path, .stop_at_us = BP_DAY_US}, &result);
    bp_run_result_clear(&result);
    g_free(other->merged);
    other->merged = g_strdup("[scenario]\nlength = 3 d\n");
    {
        g_autoptr(BpResume) resume = reopen(f);

        g_assert_false(
            bp_run_resume(resume, other, &(BpRunOptions){0}, &result, &error));
        g_assert_error(error, BP_ERROR, BP_ERROR_INPUT);
        g_clear_error(&error);
    }
    go_on(f, 0, &result);
    assert_as_whole(f, &result);
}

/* There is nothing to go on with: no run at all, or one that is over. */
static void
test_nothing_to_go_on_with(Fixture *f, gconstpointer unused)
{
    GError *error = NULL;

    (void)unused;
    g_assert_null(bp_resume_open(f->path, FALSE, &error));
    g_assert_error(error, BP_ERROR, BP_ERROR_INPUT);
    g_clear_error(&error);
    g_assert_null(bp_resume_open(f->whole, TRUE, &error));
    g_assert_error(error, BP_ERROR, BP_ERROR_INPUT);
    g_clear_error(&error);
    g_assert_true(g_file_test(f->whole, G_FILE_TEST_EXISTS));
}

#define ADD(name, test) \
    g_test_add("/resume/" name, Fixture, NULL, set_up, test, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("stopped once", test_stopped_once);
    ADD("stopped often", test_stopped_often);
    ADD("checkpoints on the way", test_checkpoints_on_the_way);
    ADD("other scenario", test_other_scenario);
    ADD("nothing to go on with", test_nothing_to_go_on_with);
    return g_test_run();
}
