/* test_run.c - a run from its first event to its last: the same each time, whole or not at
 * all.
 */
#include <bangpath/run.h>

#include "little_world.h"

#include <bangpath/run_db.h>
#include <bangpath/run_json.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <math.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
    char *directory; /* owned */
    char *path;      /* owned: of the output */
    char *part;      /* owned */
} Fixture;

static void
set_up(Fixture *f, gconstpointer unused)
{
    (void)unused;
    f->directory = little_directory();
    f->path = g_build_filename(f->directory, "run.db", NULL);
    f->part = g_strconcat(f->path, ".part", NULL);
}

static void
tear_down(Fixture *f, gconstpointer unused)
{
    (void)unused;
    g_assert_false(g_file_test(f->part, G_FILE_TEST_EXISTS));
    g_unlink(f->path);
    g_assert_cmpint(g_rmdir(f->directory), ==, 0);
    g_free(f->directory);
    g_free(f->path);
    g_free(f->part);
}

static gboolean
run(const BpRunOptions *options, gint64 trace_ppm, BpRunResult *result, GError **error)
{
    g_autoptr(BpScenario) scenario = little_scenario();

    scenario->trace_ppm = trace_ppm;
    return bp_run(scenario, options, result, error);
}

static void
run_well(const BpRunOptions *options, gint64 trace_ppm, BpRunResult *result)
{
    GError *error = NULL;
    gboolean done = run(options, trace_ppm, result, &error);

    g_assert_no_error(error);
    g_assert_true(done);
}

/* (transfer full): the JSON without the three members that are real time. */
static char *
timeless_json(const BpRunResult *result)
{
    char *json = bp_run_json(result);

    *strstr(json, "\"load_s\"") = '\0';
    return json;
}

static void
assert_same_file(const char *a, const char *b)
{
    g_autofree char *text_a = NULL;
    g_autofree char *text_b = NULL;
    gsize n_a, n_b;

    g_assert_true(g_file_get_contents(a, &text_a, &n_a, NULL));
    g_assert_true(g_file_get_contents(b, &text_b, &n_b, NULL));
    g_assert_cmpuint(n_a, ==, n_b);
    g_assert_true(memcmp(text_a, text_b, n_a) == 0);
}

/* Things happen in the little world, and the result has them all. */
static void
test_counts(Fixture *f, gconstpointer unused)
{
    g_auto(BpRunResult) result = {0};
    const BpBooks *books = &result.books;

    (void)f, (void)unused;
    run_well(&(BpRunOptions){.load_s = 0.5}, 0, &result);
    g_assert_cmpstr(result.title, ==, "A little world, 1996");
    g_assert_true(result.complete);
    g_assert_cmpint(result.end_us, ==, LITTLE_LENGTH_US);
    g_assert_cmpuint(result.n_hosts, ==, 4);
    g_assert_cmpuint(result.n_links, ==, 4);
    g_assert_cmpuint(result.n_mailboxes, ==, 100);
    g_assert_cmpuint(result.open_at_begin, ==, 3);
    g_assert_cmpuint(result.open_at_end, ==, 2);
    g_assert_cmpuint(books->kind[BP_HAM].messages, ==, 48);
    g_assert_cmpuint(books->kind[BP_HAM].sent, ==, 96);
    g_assert_cmpuint(books->kind[BP_SPAM].messages, ==, LITTLE_SPAM);
    g_assert_cmpuint(books->kind[BP_SPAM].sent, ==, 3 * LITTLE_SPAM);
    g_assert_cmpuint(books->targets, ==, 60);
    g_assert_cmpuint(books->mailboxes_reached, >, 40);
    g_assert_cmpuint(books->refusals[BP_REASON_RELAYING_DENIED], >, 0);
    g_assert_cmpint(result.half_reach_us, >, 2 * BP_HOUR_US);
    g_assert_cmpint(result.half_reach_us, <, BP_DAY_US); /* 30 of 50 on the first day */
    g_assert_cmpuint(result.events, >, 100);
    g_assert_cmpfloat(result.ham_delay_p50_s, >, 0);
    g_assert_cmpfloat(result.load_s, >=, 0.5);
    g_assert_cmpfloat(result.wall_s, >=, result.load_s + result.run_s - 1e-4);
}

/* Two runs of one scenario and seed: the same JSON, and the same database to the byte. */
static void
test_same_seed_same_bytes(Fixture *f, gconstpointer unused)
{
    g_autofree char *again_path = g_strconcat(f->path, "-again", NULL);
    g_auto(BpRunResult) once = {0};
    g_auto(BpRunResult) again = {0};
    g_autofree char *once_json = NULL;
    g_autofree char *again_json = NULL;

    (void)unused;
    run_well(&(BpRunOptions){.output = f->path}, BP_PPM, &once);
    run_well(&(BpRunOptions){.output = again_path}, BP_PPM, &again);
    once_json = timeless_json(&once);
    again_json = timeless_json(&again);

    g_assert_cmpstr(once_json, ==, again_json);
    assert_same_file(f->path, again_path);
    g_unlink(again_path);
}

/* Nothing that happens depends on what is written down of it. */
static void
test_recording_changes_nothing(Fixture *f, gconstpointer unused)
{
    g_auto(BpRunResult) bare = {0};
    g_auto(BpRunResult) recorded = {0};
    g_autofree char *bare_json = NULL;
    g_autofree char *recorded_json = NULL;

    (void)unused;
    run_well(&(BpRunOptions){0}, 0, &bare);
    run_well(&(BpRunOptions){.output = f->path}, BP_PPM / 2, &recorded);
    bare_json = timeless_json(&bare);
    recorded_json = timeless_json(&recorded);

    g_assert_cmpstr(bare_json, ==, recorded_json);
    g_assert_cmpint(bare.half_reach_us, ==, recorded.half_reach_us);
}

static void
assert_total(const BpRunDb *db, const BpTotal *total)
{
    double value = NAN;
    gboolean there = bp_run_db_total(db, total->name, &value);

    g_assert_cmpint(there, ==,
                    total->kind == BP_TOTAL_WHOLE || total->kind == BP_TOTAL_REAL);
    if (there)
        g_assert_cmpfloat(value, ==, total->real);
}

/* The database has every number of the JSON, and the state of things at every time. */
static void
test_database_tells_the_run(Fixture *f, gconstpointer unused)
{
    g_auto(BpRunResult) result = {0};
    g_autoptr(GArray) totals = NULL;
    g_autoptr(BpRunDb) db = NULL;
    const char *relay[5];
    gboolean reached[5];
    guint64 copies[4], spam[4];
    const BpRunState state = {relay, reached, copies, spam};
    const BpRunLink *link;
    GError *error = NULL;

    (void)unused;
    run_well(&(BpRunOptions){.output = f->path}, BP_PPM, &result);
    db = bp_run_db_open(f->path, &error);
    g_assert_no_error(error);
    totals = bp_run_totals(&result);
    for (guint i = 0; i < totals->len; i++)
        assert_total(db, &g_array_index(totals, BpTotal, i));

    g_assert_cmpstr(bp_run_db_title(db), ==, "A little world, 1996");
    g_assert_true(bp_run_db_complete(db));
    g_assert_cmpint(bp_run_db_length_us(db), ==, LITTLE_LENGTH_US);
    g_assert_cmpuint(bp_run_db_n_nodes(db), ==, 5);
    g_assert_cmpuint(bp_run_db_n_links(db), ==, 4);
    g_assert_cmpstr(bp_run_db_node(db, 0)->org, ==, "Alpha \"A\" Laboratories");
    g_assert_cmpfloat(bp_run_db_node(db, 0)->lon, ==, -88.1);
    g_assert_true(isnan(bp_run_db_node(db, 1)->lat));
    g_assert_cmpstr(bp_run_db_node(db, 1)->networks, ==, "uucp,internet");
    g_assert_cmpstr(bp_run_db_node(db, 1)->relay_at_begin, ==, "open");
    g_assert_cmpstr(bp_run_db_node(db, 1)->relay_at_end, !=, "open");
    g_assert_true(bp_run_db_node(db, 4)->is_net);
    g_assert_cmpstr(bp_run_db_link(db, 0)->line, ==, "v22bis");
    g_assert_cmpint(bp_run_db_link(db, 0)->calls, >, 0);
    g_assert_cmpint(bp_run_db_link(db, 0)->paid_udollars, >, 0);

    g_assert_true(bp_run_db_state_at(db, BP_HOUR_US, &state, &error));
    g_assert_cmpstr(relay[1], ==, "open");
    g_assert_false(reached[1]);
    g_assert_cmpstr(relay[4], ==, "");
    g_assert_true(bp_run_db_state_at(db, 12 * BP_HOUR_US, &state, &error));
    g_assert_cmpstr(relay[1], !=, "open");
    g_assert_true(reached[1]);
    g_assert_false(reached[3]);
    g_assert_true(bp_run_db_state_at(db, LITTLE_LENGTH_US, &state, &error));
    link = bp_run_db_link(db, 0);
    g_assert_cmpuint(copies[0], ==, (guint64)(link->copies_ab + link->copies_ba));
    g_assert_cmpuint(spam[0], ==, (guint64)(link->spam_ab + link->spam_ba));
    g_assert_cmpuint(spam[0], >, 0);
    g_assert_no_error(error);
}

/* A series has a value at the begin, at each of 240 steps, and at the end its total. */
static void
test_series(Fixture *f, gconstpointer unused)
{
    g_auto(BpRunResult) result = {0};
    g_autoptr(BpRunDb) db = NULL;
    g_autoptr(GArray) open_relays = NULL;
    g_autoptr(GArray) nothing = NULL;
    g_autoptr(GArray) times = NULL;
    GError *error = NULL;

    (void)unused;
    run_well(&(BpRunOptions){.output = f->path}, 0, &result);
    db = bp_run_db_open(f->path, &error);
    open_relays = bp_run_db_series(db, "open_relays", &error);
    nothing = bp_run_db_series(db, "no such measure", &error);
    times = bp_run_db_event_times(db, &error);
    g_assert_no_error(error);

    g_assert_cmpuint(nothing->len, ==, 0);
    g_assert_cmpuint(times->len, >, 1);
    g_assert_cmpuint(open_relays->len, ==, 241);
    for (guint i = 0; i < open_relays->len; i++) {
        const BpRunPoint *point = &g_array_index(open_relays, BpRunPoint, i);

        g_assert_cmpint(point->time_us, ==, LITTLE_LENGTH_US / 240 * i);
        g_assert_cmpfloat(point->value, ==, point->time_us > 12 * BP_HOUR_US ? 2 : 3);
    }
}

/* Someone who presses Ctrl-C at a time of day. */
static volatile sig_atomic_t stop_pressed;

static void
press_stop(BpWorld *world, gpointer data, guint32 arg)
{
    (void)world, (void)data, (void)arg;
    stop_pressed = 1;
}

static gpointer
open_stopper(const BpGroup *group, const BpScenario *scenario)
{
    (void)group, (void)scenario;
    return NULL;
}

static void
start_stopper(gpointer state, BpWorld *world)
{
    (void)state;
    bp_world_at(world, 5 * BP_HOUR_US, press_stop, NULL, 0);
}

static const BpActor stopper = {
    .group = "stopper",
    .params = little_params,
    .open = open_stopper,
    .start = start_stopper,
};

static void
run_stopped(const char *output, BpRunResult *result)
{
    g_autoptr(BpScenario) scenario = little_scenario();
    BpGroup *group = g_new0(BpGroup, 1);
    GError *error = NULL;

    group->actor = &stopper;
    group->enabled = TRUE;
    g_ptr_array_add(scenario->groups, group);
    stop_pressed = 0;
    bp_run(scenario, &(BpRunOptions){.output = output, .stop = &stop_pressed}, result,
           &error);
    g_assert_no_error(error);
}

/* A run that is stopped keeps all that it has, up to that moment, and says that it is not
 * complete. */
static void
test_stopped(Fixture *f, gconstpointer unused)
{
    g_auto(BpRunResult) result = {0};
    g_autoptr(BpRunDb) db = NULL;
    g_autoptr(GArray) hops = NULL;
    guint64 copies[4];
    GError *error = NULL;

    (void)unused;
    run_stopped(f->path, &result);
    g_assert_false(result.complete);
    g_assert_cmpint(result.end_us, >=, 5 * BP_HOUR_US);
    g_assert_cmpint(result.end_us, <, 6 * BP_HOUR_US);

    db = bp_run_db_open(f->path, &error);
    g_assert_no_error(error);
    g_assert_false(bp_run_db_complete(db));
    g_assert_cmpint(bp_run_db_end_us(db), ==, result.end_us);
    bp_run_db_state_at(db, result.end_us, &(BpRunState){.copies = copies}, &error);
    g_assert_cmpuint(
        copies[0], ==,
        (guint64)(bp_run_db_link(db, 0)->copies_ab + bp_run_db_link(db, 0)->copies_ba));
    g_assert_cmpuint(copies[0], >, 10);
    hops = bp_run_db_series(db, "hops", &error);
    g_assert_cmpfloat(g_array_index(hops, BpRunPoint, hops->len - 1).value, ==,
                      (double)result.books.hops);
    g_assert_no_error(error);
}

static void
count_progress(gpointer data, const BpRunStatus *status)
{
    guint *n = data;

    (*n)++;
    g_assert_cmpfloat(status->share, >=, 0);
    g_assert_cmpfloat(status->share, <=, 1);
    g_assert_cmpint(status->length_us, ==, LITTLE_LENGTH_US);
}

/* Progress is told, but not at every step. */
static void
test_progress(Fixture *f, gconstpointer unused)
{
    guint n = 0;
    g_auto(BpRunResult) result = {0};

    (void)f, (void)unused;
    run_well(&(BpRunOptions){.progress = count_progress, .progress_data = &n}, 0,
             &result);
    g_assert_cmpuint(n, >=, 1);
    g_assert_cmpuint(n, <=, 1 + (guint)(10 * result.run_s));
}

static void
must_not_run(gpointer data, const BpRunStatus *status)
{
    (void)data, (void)status;
    g_assert_not_reached();
}

/* What is there stays, unless it is forced; and that is known before anything is run. */
static void
test_existing_output(Fixture *f, gconstpointer unused)
{
    g_auto(BpRunResult) result = {0};
    g_autofree char *text = NULL;
    g_autoptr(BpRunDb) db = NULL;
    GError *error = NULL;

    (void)unused;
    g_assert_true(g_file_set_contents(f->path, "dear data", -1, NULL));
    g_assert_false(run(&(BpRunOptions){.output = f->path, .progress = must_not_run}, 0,
                       &result, &error));
    g_assert_error(error, BP_ERROR, BP_ERROR_EXISTS);
    g_clear_error(&error);
    g_assert_true(g_file_get_contents(f->path, &text, NULL, NULL));
    g_assert_cmpstr(text, ==, "dear data");

    run_well(&(BpRunOptions){.output = f->path, .force = TRUE}, 0, &result);
    db = bp_run_db_open(f->path, &error);
    g_assert_no_error(error);
}

/* What cannot be an output is refused, with --force as well. */
static void
test_impossible_outputs(Fixture *f, gconstpointer unused)
{
    g_autofree char *nowhere = g_build_filename(f->directory, "no", "run.db", NULL);
    const char *outputs[] = {nowhere, f->directory, ""};

    (void)unused;
    for (guint i = 0; i < G_N_ELEMENTS(outputs); i++) {
        g_auto(BpRunResult) result = {0};
        GError *error = NULL;

        g_assert_false(run(&(BpRunOptions){.output = outputs[i],
                                           .force = TRUE,
                                           .progress = must_not_run},
                           0, &result, &error));
        g_assert_error(error, BP_ERROR, BP_ERROR_OUTPUT);
        g_clear_error(&error);
    }
}

/* A directory that may not be written to. */
static void
test_unwritable_directory(Fixture *f, gconstpointer unused)
{
    g_auto(BpRunResult) result = {0};
    GError *error = NULL;

    (void)unused;
    if (geteuid() == 0) {
        g_test_skip("root may write anywhere");
        return;
    }
    g_assert_cmpint(g_chmod(f->directory, 0500), ==, 0);
    g_assert_false(run(&(BpRunOptions){.output = f->path}, 0, &result, &error));
    g_assert_cmpint(g_chmod(f->directory, 0700), ==, 0);
    g_assert_error(error, BP_ERROR, BP_ERROR_OUTPUT);
    g_clear_error(&error);
}

static gboolean
run_with_room(rlim_t bytes, const BpRunOptions *options, BpRunResult *result,
              GError **error)
{
    struct rlimit before, now;
    gboolean done;

    g_assert_cmpint(getrlimit(RLIMIT_FSIZE, &before), ==, 0);
    now = before;
    now.rlim_cur = bytes;
    g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &now), ==, 0);
    done = run(options, BP_PPM, result, error);
    g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &before), ==, 0);
    return done;
}

/* A file that cannot grow: nothing is left behind, and an older output is untouched. */
static void
test_no_room(Fixture *f, gconstpointer unused)
{
    static const rlim_t rooms[] = {0, 1000, 20000, 60000, 100000};

    (void)unused;
    (void)signal(SIGXFSZ, SIG_IGN);
    g_assert_true(g_file_set_contents(f->path, "dear data", -1, NULL));
    for (guint i = 0; i < G_N_ELEMENTS(rooms); i++) {
        BpRunOptions options = {.output = f->path, .force = TRUE};
        g_auto(BpRunResult) result = {0};
        g_autofree char *text = NULL;
        GError *error = NULL;

        g_assert_false(run_with_room(rooms[i], &options, &result, &error));
        g_assert_error(error, BP_ERROR, BP_ERROR_OUTPUT);
        g_assert_true(g_str_has_prefix(error->message, f->path));
        g_clear_error(&error);
        g_assert_false(g_file_test(f->part, G_FILE_TEST_EXISTS));
        g_assert_true(g_file_get_contents(f->path, &text, NULL, NULL));
        g_assert_cmpstr(text, ==, "dear data");
        g_assert_null(result.title);
    }
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *path;
        void (*test)(Fixture *f, gconstpointer data);
    } tests[] = {
        {"/results/run/counts", test_counts},
        {"/results/run/same-seed", test_same_seed_same_bytes},
        {"/results/run/recording", test_recording_changes_nothing},
        {"/results/run/database", test_database_tells_the_run},
        {"/results/run/series", test_series},
        {"/results/run/stopped", test_stopped},
        {"/results/run/progress", test_progress},
        {"/results/run/existing", test_existing_output},
        {"/results/run/impossible", test_impossible_outputs},
        {"/results/run/unwritable", test_unwritable_directory},
        {"/results/run/no-room", test_no_room},
    };

    g_test_init(&argc, &argv, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(tests); i++)
        g_test_add(tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
    return g_test_run();
}
