/* fuzz_run_db.c - a run database: either the bytes of a file, or SQL that is worked into a
 * good one first: hostile rows in the right tables. Everything that reads a run is asked.
 */
#include "fuzz.h"

#include "fuzz_little.h"

#include <bangpath/compare.h>
#include <bangpath/query.h>
#include <bangpath/report.h>
#include <bangpath/run.h>
#include <bangpath/run_db.h>
#include <bangpath/run_history.h>
#include <bangpath/scenario_file.h>
#include <bangpath/story.h>
#include <sqlite3.h>

static const char scenario_text[] = "[scenario]\n"
                                    "topology = t.gv\n"
                                    "begin = 1996-09-01\n"
                                    "length = 2 d\n"
                                    "[mail]\n"
                                    "rate = 1 / mailbox / w\n"
                                    "[spammer cyber]\n"
                                    "host = agis\n"
                                    "targets = 60%\n"
                                    "relays = published list\n"
                                    "forge = random\n"
                                    "[closure]\n"
                                    "share = 60%\n"
                                    "from = day 1 06:00\n"
                                    "[output]\n"
                                    "trace = all\n";

/* (transfer full): the bytes of a run's database. */
static char *
make_good(gsize *size)
{
    g_autofree char *path =
        fuzz_file("t.scenario", scenario_text, strlen(scenario_text));
    g_autofree char *output = fuzz_file("good.db", "", 0);
    g_autoptr(BpProblems) problems = bp_problems_new();

    fuzz_little_files();

    g_autoptr(BpScenario) scenario = bp_scenario_read(path, NULL, NULL, problems);
    BpRunOptions options = {.output = output, .force = TRUE};
    g_auto(BpRunResult) result = {0};
    GError *error = NULL;
    char *bytes = NULL;

    fuzz_told(problems, TRUE);
    bp_run(scenario, &options, &result, &error);
    g_assert_no_error(error);
    g_file_get_contents(output, &bytes, size, &error);
    g_assert_no_error(error);
    return bytes;
}

static int
stop(void *unused)
{
    (void)unused;
    return 1;
}

static int
refuse_files(void *unused, int action, const char *a, const char *b, const char *c,
             const char *d)
{
    (void)unused, (void)a, (void)b, (void)c, (void)d;
    return action == SQLITE_ATTACH || action == SQLITE_RECURSIVE ? SQLITE_DENY
                                                                 : SQLITE_OK;
}

static void
spoil(const char *path, const char *sql)
{
    sqlite3 *db;

    g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
    sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 1000000);
    sqlite3_set_authorizer(db, refuse_files, NULL);
    sqlite3_progress_handler(db, 20000, stop, NULL);
    sqlite3_exec(db, "PRAGMA synchronous = OFF", NULL, NULL, NULL);
    sqlite3_exec(db, sql, NULL, NULL, NULL);
    sqlite3_close(db);
}

static void
tell_stories(BpRunDb *db)
{
    const BpStoryFilter all = {.n = 20};
    gint64 total;
    g_autoptr(GArray) entries = bp_story_list(db, &all, &total, NULL);

    for (guint i = 0; entries != NULL && i < entries->len; i++) {
        gint64 serial = g_array_index(entries, BpStoryEntry, i).message.serial;
        g_autoptr(BpStory) story = bp_story_read(db, serial, NULL);

        if (story != NULL)
            g_free(bp_story_text(db, story, TRUE, NULL, NULL));
    }
    if (entries != NULL)
        g_free(bp_story_list_text(db, entries, total));
    g_free(bp_story_how_to_keep(db));
}

static void
look_at(BpRunDb *db)
{
    guint32 n_nodes = bp_run_db_n_nodes(db), n_links = bp_run_db_n_links(db);
    g_autofree const char **relay = g_new0(const char *, n_nodes + 1);
    g_autofree gboolean *reached = g_new0(gboolean, n_nodes + 1);
    g_autofree guint64 *copies = g_new0(guint64, n_links + 1);
    g_autofree guint64 *spam = g_new0(guint64, n_links + 1);
    BpRunState state = {relay, reached, copies, spam};

    bp_run_db_state_at(db, bp_run_db_end_us(db), &state, NULL);
    tell_stories(db);
    g_free(bp_report_json(&db, 1, NULL));
}

static void
put_beside(const char *path)
{
    g_autoptr(GPtrArray) files = g_ptr_array_new();
    g_autoptr(BpResults) results = bp_results_open(path, NULL);

    if (results == NULL)
        return;
    g_ptr_array_add(files, results);
    g_ptr_array_add(files, results);

    g_autoptr(GPtrArray) rows = bp_compare(files, NULL);

    if (rows != NULL)
        g_free(bp_compare_text(files, rows));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char *good;
    static gsize good_size;
    g_autofree char *path = NULL;

    if (good == NULL)
        good = make_good(&good_size);
    if (size >= 6 && memcmp(data, "SQLite", 6) == 0) {
        path = fuzz_file("t.db", data, size);
    } else {
        g_autofree char *sql = fuzz_text(data, size);

        path = fuzz_file("t.db", good, good_size);
        spoil(path, sql);
    }

    g_autoptr(GError) error = NULL;
    g_autoptr(BpRunDb) db = bp_run_db_open(path, &error);

    g_assert_true((db == NULL) == (error != NULL));
    if (db != NULL)
        look_at(db);
    put_beside(path);
    return 0;
}
