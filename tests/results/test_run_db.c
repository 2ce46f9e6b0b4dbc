/* test_run_db.c - a database is whole or an error; what is no database is said to be none. */
#include <bangpath/run_db.h>

#include "little_world.h"

#include <bangpath/run.h>
#include <glib/gstdio.h>
#include <sqlite3.h>

typedef struct {
    char *directory; /* owned */
    char *path;      /* owned */
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

static BpRunDbWriter *
create(const Fixture *f)
{
    GError *error = NULL;
    BpRunDbWriter *writer = bp_run_db_create(f->path, FALSE, &error);

    g_assert_no_error(error);
    return writer;
}

static void
put_run(BpRunDbWriter *writer)
{
    bp_run_db_put(writer, BP_TABLE_RUN, "ss", "begin", "1996-09-01T00:00:00Z");
    bp_run_db_put(writer, BP_TABLE_RUN, "ss", "length_us", "100");
    bp_run_db_put(writer, BP_TABLE_RUN, "ss", "end_us", "100");
}

static void
put_host(BpRunDbWriter *writer, gint64 number, const char *name)
{
    bp_run_db_put(writer, BP_TABLE_HOSTS, "isssissnnniiiiiii", number, name, "host",
                  "uucp", (gint64)1, "open", "open", (gint64)1, (gint64)0, (gint64)0,
                  (gint64)0, (gint64)0, (gint64)0, (gint64)0);
}

static void
put_link(BpRunDbWriter *writer, gint64 number, gint64 a, gint64 b)
{
    bp_run_db_put(writer, BP_TABLE_LINKS, "iiiinsisiiiiiiiiiiii", number, a, b,
                  (gint64)1, "plain", (gint64)1200, "demand", (gint64)1, (gint64)1,
                  (gint64)0, (gint64)0, (gint64)0, (gint64)0, (gint64)0, (gint64)0,
                  (gint64)0, (gint64)0, (gint64)0, (gint64)0);
}

static void
finish(BpRunDbWriter *writer)
{
    GError *error = NULL;

    bp_run_db_finish(writer, &error);
    g_assert_no_error(error);
    bp_run_db_writer_free(writer);
}

static void
assert_no_db(const char *path, const char *told)
{
    GError *error = NULL;

    g_assert_null(bp_run_db_open(path, &error));
    g_assert_error(error, BP_ERROR, BP_ERROR_INPUT);
    g_assert_true(g_str_has_prefix(error->message, path));
    if (strstr(error->message, told) == NULL)
        g_test_message("\"%s\" lacks \"%s\"", error->message, told);
    g_assert_nonnull(strstr(error->message, told));
    g_clear_error(&error);
}

static void
execute(const char *path, const char *sql)
{
    sqlite3 *db = NULL;

    g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_exec(db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
    sqlite3_close(db);
}

/* A database has its name only when it is finished; else nothing is left of it. */
static void
test_part_until_finished(Fixture *f, gconstpointer unused)
{
    BpRunDbWriter *writer = create(f);

    (void)unused;
    g_assert_true(g_file_test(f->part, G_FILE_TEST_EXISTS));
    g_assert_false(g_file_test(f->path, G_FILE_TEST_EXISTS));
    bp_run_db_writer_free(writer);
    g_assert_false(g_file_test(f->part, G_FILE_TEST_EXISTS));

    writer = create(f);
    put_run(writer);
    finish(writer);
    g_assert_true(g_file_test(f->path, G_FILE_TEST_EXISTS));
}

/* Two at once do not write into one another; a part that a killed run left is taken over. */
static void
test_parts_of_others(Fixture *f, gconstpointer unused)
{
    BpRunDbWriter *writer;
    g_autoptr(BpRunDb) db = NULL;
    GError *error = NULL;

    (void)unused;
    g_assert_true(g_file_set_contents(f->part, "left behind", -1, NULL));
    writer = create(f);
    put_run(writer);
    g_assert_null(bp_run_db_create(f->path, TRUE, &error));
    g_assert_error(error, BP_ERROR, BP_ERROR_OUTPUT);
    g_assert_nonnull(strstr(error->message, "another run is writing it"));
    g_clear_error(&error);
    finish(writer);
    db = bp_run_db_open(f->path, &error);
    g_assert_no_error(error);
}

/* An output that comes into being during the run is not replaced. */
static void
test_output_that_came_meanwhile(Fixture *f, gconstpointer unused)
{
    BpRunDbWriter *writer = create(f);
    g_autofree char *text = NULL;
    GError *error = NULL;

    (void)unused;
    g_assert_true(g_file_set_contents(f->path, "dear data", -1, NULL));
    g_assert_false(bp_run_db_finish(writer, &error));
    g_assert_error(error, BP_ERROR, BP_ERROR_EXISTS);
    g_clear_error(&error);
    bp_run_db_writer_free(writer);
    g_assert_true(g_file_get_contents(f->path, &text, NULL, NULL));
    g_assert_cmpstr(text, ==, "dear data");
}

/* A recipient-copy that ends is the first that is still queued for that address. */
static void
test_ends(Fixture *f, gconstpointer unused)
{
    BpRunDbWriter *writer = create(f);
    sqlite3 *db = NULL;
    sqlite3_stmt *query = NULL;

    (void)unused;
    put_run(writer);
    for (gint64 i = 0; i < 3; i++)
        bp_run_db_put(writer, BP_TABLE_RECIPIENTS, "isiisnnn", (gint64)9, "u1@a", i,
                      (gint64)0, "queued");
    bp_run_db_put_end(writer, 9, "u1@a", "delivered", NULL, 5, 0);
    bp_run_db_put_end(writer, 9, "u1@a", "bounced", "expired", 6, 1);
    finish(writer);

    g_assert_cmpint(sqlite3_open(f->path, &db), ==, SQLITE_OK);
    sqlite3_prepare_v2(
        db,
        "SELECT group_concat(state || ifnull(reason, '') || "
        "ifnull(time_us, '') || ifnull(at_host, ''), ' ') FROM recipients",
        -1, &query, NULL);
    g_assert_cmpint(sqlite3_step(query), ==, SQLITE_ROW);
    g_assert_cmpstr((const char *)sqlite3_column_text(query, 0), ==,
                    "delivered50 bouncedexpired61 queued");
    sqlite3_finalize(query);
    sqlite3_close(db);
}

/* Text that is not UTF-8 is written as far as it is. */
static void
test_odd_text(Fixture *f, gconstpointer unused)
{
    BpRunDbWriter *writer = create(f);
    g_autoptr(BpRunDb) db = NULL;

    (void)unused;
    put_run(writer);
    bp_run_db_put(writer, BP_TABLE_RUN, "ss", "title", "caf\xe9 'x'");
    bp_run_db_put(writer, BP_TABLE_RUN, "ss", "merged", NULL);
    finish(writer);
    db = bp_run_db_open(f->path, NULL);
    g_assert_cmpstr(bp_run_db_title(db), ==, "caf\xef\xbf\xbd 'x'");
    g_assert_cmpstr(bp_run_db_text(db, "merged"), ==, "");
    g_assert_null(bp_run_db_text(db, "no such key"));
}

/* What is no run database is told apart, and said to be what it is. */
static void
test_other_files(Fixture *f, gconstpointer unused)
{
    (void)unused;
    assert_no_db(f->path, "cannot be read: No such file");
    assert_no_db(f->directory, "is no plain file");
    g_assert_true(g_file_set_contents(f->path, "", 0, NULL));
    assert_no_db(f->path, "is no run database");
    g_assert_true(g_file_set_contents(f->path, "graph { a -- b }", -1, NULL));
    assert_no_db(f->path, "is no run database");

    g_unlink(f->path);
    execute(f->path, "CREATE TABLE run (key, value)");
    assert_no_db(f->path, "not of a run of bangpath");
}

/* A schema of another version is named. */
static void
test_other_versions(Fixture *f, gconstpointer unused)
{
    BpRunDbWriter *writer = create(f);

    (void)unused;
    put_run(writer);
    finish(writer);
    execute(f->path, "PRAGMA user_version = 0");
    assert_no_db(f->path, "an older version of bangpath (schema 0");
    execute(f->path, "PRAGMA user_version = 3");
    assert_no_db(f->path, "a newer version of bangpath (schema 3");
}

/* Rows that contradict one another are damage, and no place outside an array. */
static void
test_contradictions(Fixture *f, gconstpointer unused)
{
    static const char *const changes[] = {
        "DELETE FROM run WHERE key = 'begin'",
        "UPDATE run SET value = 'x' WHERE key = 'length_us'",
        "UPDATE run SET value = -1 WHERE key = 'end_us'",
        "DELETE FROM hosts WHERE host = 0",
        "UPDATE hosts SET host = 70000 WHERE host = 1",
        "UPDATE links SET a = 2",
        "UPDATE links SET b = -1",
        "UPDATE links SET b = 4294967296",
        "UPDATE links SET link = 1",
        "DROP TABLE totals",
        "ALTER TABLE series RENAME TO x; DROP TABLE links",
    };

    (void)unused;
    for (guint i = 0; i < G_N_ELEMENTS(changes); i++) {
        BpRunDbWriter *writer = create(f);

        put_run(writer);
        put_host(writer, 0, "a");
        put_host(writer, 1, "b");
        put_link(writer, 0, 0, 1);
        finish(writer);
        bp_run_db_free(bp_run_db_open(f->path, NULL));
        execute(f->path, changes[i]);
        assert_no_db(f->path, "is damaged");
        g_unlink(f->path);
    }
}

/* What stands in a table's place and would be computed is damage: it could go on for ever. */
static void
test_computed_tables(Fixture *f, gconstpointer unused)
{
    static const char endless[] = "WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT "
                                  "x + 1 FROM c) SELECT x, x FROM c";
    const struct {
        const char *sql;
        const char *told;
    } cases[] = {
        {"DROP TABLE run; CREATE VIEW run (key, value) AS %s",
         "its table run is a view"},
        {"DROP TABLE totals; CREATE VIEW TOTALS AS %s", "its table TOTALS is a view"},
        {"DROP TABLE hops; CREATE VIEW hops AS %s", "its table hops is a view"},
        {"ALTER TABLE hosts ADD COLUMN x AS (hex(zeroblob(400000000)))",
         "its table hosts computes its column x"},
    };

    (void)unused;
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_auto(GStrv) halves = g_strsplit(cases[i].sql, "%s", 2);
        g_autofree char *sql = g_strjoinv(endless, halves);
        BpRunDbWriter *writer = create(f);

        put_run(writer);
        finish(writer);
        execute(f->path, sql);
        assert_no_db(f->path, cases[i].told);
        g_unlink(f->path);
    }
}

/* A user's own view beside the tables is in nobody's way. */
static void
test_own_view(Fixture *f, gconstpointer unused)
{
    BpRunDbWriter *writer = create(f);
    g_autoptr(BpRunDb) db = NULL;
    GError *error = NULL;

    (void)unused;
    put_run(writer);
    finish(writer);
    execute(f->path, "CREATE VIEW mine AS SELECT name FROM hosts");
    db = bp_run_db_open(f->path, &error);
    g_assert_no_error(error);
    g_assert_nonnull(db);
}

/* An event of a host that is not there is found when the state is asked for. */
static void
test_event_of_no_host(Fixture *f, gconstpointer unused)
{
    BpRunDbWriter *writer = create(f);
    g_autoptr(BpRunDb) db = NULL;
    gboolean reached[1];
    GError *error = NULL;

    (void)unused;
    put_run(writer);
    put_host(writer, 0, "a");
    bp_run_db_put(writer, BP_TABLE_HOST_EVENTS, "iisn", (gint64)5, (gint64)1,
                  "reached");
    finish(writer);
    db = bp_run_db_open(f->path, &error);
    g_assert_no_error(error);
    g_assert_true(bp_run_db_state_at(db, 4, &(BpRunState){.reached = reached}, &error));
    g_assert_false(
        bp_run_db_state_at(db, 5, &(BpRunState){.reached = reached}, &error));
    g_assert_error(error, BP_ERROR, BP_ERROR_INPUT);
    g_clear_error(&error);
}

/* (transfer full): a real run, as bytes. */
static char *
run_bytes(const Fixture *f, gsize *n)
{
    g_autoptr(BpScenario) scenario = little_scenario();
    g_auto(BpRunResult) result = {0};
    GError *error = NULL;
    char *bytes = NULL;

    bp_run(scenario, &(BpRunOptions){.output = f->path}, &result, &error);
    g_assert_no_error(error);
    g_assert_true(g_file_get_contents(f->path, &bytes, n, NULL));
    return bytes;
}

/* Without the fsync() that g_file_set_contents() does. Like this it would not shorten a file
 * that is there. */
static void
write_quickly(const char *path, const char *bytes, gsize n)
{
    GError *error = NULL;

    g_unlink(path);
    g_file_set_contents_full(path, bytes, (gssize)n, G_FILE_SET_CONTENTS_NONE, 0666,
                             &error);
    g_assert_no_error(error);
}

/* Cut anywhere, it is never taken for whole. */
static void
test_cut_short(Fixture *f, gconstpointer unused)
{
    gsize n;
    g_autofree char *bytes = run_bytes(f, &n);

    (void)unused;
    for (gsize cut = 0; cut < n; cut += cut < 200 ? 1 : 1021) {
        write_quickly(f->path, bytes, cut);
        assert_no_db(f->path, cut < 100 ? "is no run database" : "is damaged");
    }
}

/* Reads all that there is; errors are fine, only they must be errors. */
static void
read_all(BpRunDb *db)
{
    guint32 n_nodes = bp_run_db_n_nodes(db);
    guint32 n_links = bp_run_db_n_links(db);
    g_autofree const char **relay = g_new0(const char *, n_nodes);
    g_autofree gboolean *reached = g_new(gboolean, n_nodes);
    g_autofree guint64 *copies = g_new(guint64, n_links);
    g_autofree guint64 *spam = g_new(guint64, n_links);
    g_autoptr(GArray) reach = bp_run_db_series(db, "reach", NULL);
    g_autoptr(GArray) times = bp_run_db_event_times(db, NULL);
    const BpRunState state = {relay, reached, copies, spam};

    g_assert_true(reach == NULL || reach->len < 1000000);
    g_assert_true(times == NULL || times->len < 1000000);
    (void)bp_run_db_state_at(db, bp_run_db_length_us(db), &state, NULL);
    for (guint32 i = 0; i < n_nodes; i++)
        g_assert_cmpuint(strlen(bp_run_db_node(db, i)->name), <, 1000000);
}

/* A byte changed anywhere may go unnoticed, but nothing falls over it. */
static void
test_changed_bytes(Fixture *f, gconstpointer unused)
{
    gsize n;
    g_autofree char *bytes = run_bytes(f, &n);
    guint32 at = 1;

    (void)unused;
    for (guint i = 0; i < 500; i++) {
        g_autoptr(BpRunDb) db = NULL;
        g_autoptr(GError) error = NULL;
        g_autofree char *changed = g_memdup2(bytes, n);

        at = at * 1664525 + 1013904223;
        changed[i < 100 ? i : at % n] ^= (char)(at >> 24 | 1);
        write_quickly(f->path, changed, n);
        db = bp_run_db_open(f->path, &error);
        g_assert_cmpint(db == NULL, ==, error != NULL);
        if (db)
            read_all(db);
    }
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *path;
        void (*test)(Fixture *f, gconstpointer data);
    } tests[] = {
        {"/results/run_db/part", test_part_until_finished},
        {"/results/run_db/parts-of-others", test_parts_of_others},
        {"/results/run_db/meanwhile", test_output_that_came_meanwhile},
        {"/results/run_db/ends", test_ends},
        {"/results/run_db/odd-text", test_odd_text},
        {"/results/run_db/other-files", test_other_files},
        {"/results/run_db/other-versions", test_other_versions},
        {"/results/run_db/contradictions", test_contradictions},
        {"/results/run_db/computed-tables", test_computed_tables},
        {"/results/run_db/own-view", test_own_view},
        {"/results/run_db/event-of-no-host", test_event_of_no_host},
        {"/results/run_db/cut-short", test_cut_short},
        {"/results/run_db/changed-bytes", test_changed_bytes},
    };

    g_test_init(&argc, &argv, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(tests); i++)
        g_test_add(tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
    return g_test_run();
}
