/* sweep_db_write.c - makes the results file of a sweep, goes on with one, adds to it.
 *
 * A new file is PATH.part until its head is committed, or of a merger all of it: an old one stays until then.
 * After that it is written in place, with SQLite's journal: a sweep that is killed leaves what it last committed.
 */
#include "sweep_db_private.h"

#include "run_db_schema.h"
#include "run_db_write_private.h"

#include <bangpath/part.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char tables[] =
    "CREATE TABLE sweep (key TEXT PRIMARY KEY NOT NULL, value) WITHOUT ROWID;"
    "CREATE TABLE inputs (path TEXT PRIMARY KEY NOT NULL, sha256 TEXT, text TEXT) "
    "WITHOUT ROWID;"
    "CREATE TABLE points (point INTEGER PRIMARY KEY, name TEXT NOT NULL);"
    "CREATE TABLE point_values (point INTEGER NOT NULL, key TEXT NOT NULL, "
    "value TEXT NOT NULL, PRIMARY KEY (point, key)) WITHOUT ROWID;"
    "CREATE TABLE runs (run INTEGER PRIMARY KEY, point INTEGER NOT NULL, "
    "replication INTEGER NOT NULL, seed INTEGER NOT NULL, state TEXT NOT NULL, "
    "error TEXT);"
    "CREATE TABLE totals (run INTEGER NOT NULL, measure TEXT NOT NULL, value, "
    "PRIMARY KEY (run, measure)) WITHOUT ROWID;"
    "CREATE TABLE expectations (run INTEGER NOT NULL, name TEXT NOT NULL, "
    "expected TEXT NOT NULL, measured, expected_value, held INTEGER NOT NULL, "
    "PRIMARY KEY (run, name)) WITHOUT ROWID;"
    "CREATE INDEX runs_by_point ON runs (point, replication);";

static const char put_run_sql[] = "INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?)";
static const char put_total_sql[] = "INSERT INTO totals VALUES (?, ?, ?)";
static const char put_expect_sql[] =
    "INSERT INTO expectations VALUES (?, ?, ?, ?, ?, ?)";

static gboolean
fail_output(const BpSweepDb *db, GError **error)
{
    int code = sqlite3_errcode(db->db);

    g_set_error(error, BP_ERROR, BP_ERROR_OUTPUT, "%s: cannot be written: %s", db->path,
                code == SQLITE_BUSY || code == SQLITE_LOCKED
                    ? "another sweep is writing it"
                    : bp_run_db_why(db->db));
    return FALSE;
}

static gboolean
execute(BpSweepDb *db, const char *sql, GError **error)
{
    if (sqlite3_exec(db->db, sql, NULL, NULL, NULL) == SQLITE_OK)
        return TRUE;
    return fail_output(db, error);
}

/* One writer at a time: whoever has begun keeps the file to himself until he closes it. */
static gboolean
begin(BpSweepDb *db, GError **error)
{
    if (db->open)
        return TRUE;
    db->open = execute(db, "BEGIN EXCLUSIVE", error);
    return db->open;
}

static gboolean
set_up(BpSweepDb *db, GError **error)
{
    return execute(db,
                   "PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = NORMAL; "
                   "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384",
                   error) &&
           begin(db, error);
}

/* Runs a statement that is ready, and makes it ready again. */
static gboolean
step(BpSweepDb *db, sqlite3_stmt *statement, GError **error)
{
    gboolean good = statement != NULL && sqlite3_step(statement) == SQLITE_DONE;

    if (!good)
        fail_output(db, error);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return good;
}

/* ---- what the sweep is ---- */

static gboolean
put_row(BpSweepDb *db, const char *sql, const char *a, const char *b, const char *c,
        GError **error)
{
    sqlite3_stmt *statement = NULL;
    gboolean good;

    if (sqlite3_prepare_v2(db->db, sql, -1, &statement, NULL) != SQLITE_OK)
        return fail_output(db, error);
    bp_run_db_bind_text(statement, 1, a);
    bp_run_db_bind_text(statement, 2, b);
    if (sqlite3_bind_parameter_count(statement) > 2)
        bp_run_db_bind_text(statement, 3, c);
    good = step(db, statement, error);
    sqlite3_finalize(statement);
    return good;
}

static gboolean
put_fact(BpSweepDb *db, const char *key, const char *value, GError **error)
{
    return put_row(db, "INSERT INTO sweep VALUES (?, ?)", key, value, NULL, error);
}

static gboolean
put_number(BpSweepDb *db, const char *key, guint64 number, GError **error)
{
    g_autofree char *text = g_strdup_printf("%" G_GUINT64_FORMAT, number);

    return put_row(db, "INSERT INTO sweep VALUES (?, CAST(? AS INTEGER))", key, text,
                   NULL, error);
}

static gboolean
put_facts(BpSweepDb *db, const BpScenario *scenario, const BpSweep *sweep,
          GError **error)
{
    return put_fact(db, "bangpath", BANGPATH_VERSION, error) &&
           put_fact(db, "scenario", scenario->path, error) &&
           put_fact(db, "title", scenario->title, error) &&
           put_fact(db, "merged", scenario->merged, error) &&
           put_fact(db, "mode", sweep->zip ? "zip" : "cross", error) &&
           put_fact(db, "until", sweep->until, error) &&
           put_number(db, "seed", sweep->seed, error) &&
           put_number(db, "points", sweep->n_points, error) &&
           put_number(db, "replications", sweep->replications, error) &&
           put_number(db, "at_most", sweep->at_most, error);
}

static gboolean
put_inputs(BpSweepDb *db, const BpScenario *scenario, GError **error)
{
    for (guint i = 0; i < scenario->inputs->len; i++) {
        const BpInput *input = scenario->inputs->pdata[i];

        if (!put_row(db, "INSERT OR IGNORE INTO inputs VALUES (?, ?, ?)", input->path,
                     input->sha256, input->text, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
put_points(BpSweepDb *db, const BpSweep *sweep, GError **error)
{
    for (guint point = 0; point < sweep->n_points; point++) {
        g_autofree char *name = bp_sweep_point_name(sweep, point);
        g_autofree char *number = g_strdup_printf("%u", point);

        if (!put_row(db, "INSERT INTO points VALUES (CAST(? AS INTEGER), ?)", number,
                     name, NULL, error))
            return FALSE;
        for (guint i = 0; i < sweep->keys->len; i++)
            if (!put_row(db,
                         "INSERT INTO point_values VALUES (CAST(? AS INTEGER), ?, ?)",
                         number, bp_sweep_key(sweep, i)->name,
                         bp_sweep_value(sweep, point, i), error))
                return FALSE;
    }
    return TRUE;
}

/* ---- the file ---- */

/* FALSE if @path is there and may not go. */
static gboolean
may_make(const char *path, gboolean force, GError **error)
{
    struct stat there;

    if (lstat(path, &there) != 0 || (force && S_ISREG(there.st_mode)))
        return TRUE;
    g_set_error(error, BP_ERROR, BP_ERROR_EXISTS, "%s: %s", path,
                force ? "cannot be replaced: it is no plain file"
                      : "is there already; --force replaces it, --resume goes on "
                        "with it");
    return FALSE;
}

/* What is in the making gets its name. What an old file of that name had begun goes first, or
 * SQLite would undo it in the new one. */
static gboolean
settle(BpSweepDb *db, GError **error)
{
    g_autofree char *journal = g_strconcat(db->path, "-journal", NULL);
    g_autofree char *plain = bp_run_db_plain_path(db->path);

    g_clear_pointer(&db->db, sqlite3_close);
    g_unlink(journal);
    if (g_rename(db->part, db->path) != 0) {
        g_set_error(error, BP_ERROR, BP_ERROR_OUTPUT, "%s: cannot be written: %s",
                    db->path, g_strerror(errno));
        return FALSE;
    }
    g_clear_pointer(&db->part, g_free);
    /* Before SQLite has the file: closing it here would take SQLite's locks away. */
    close(db->lock);
    db->lock = 0;
    if (sqlite3_open_v2(plain, &db->db,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI,
                        NULL) != SQLITE_OK)
        return fail_output(db, error);
    return set_up(db, error);
}

static gboolean
commit(BpSweepDb *db, GError **error)
{
    if (db->open && !execute(db, "COMMIT", error))
        return FALSE;
    db->open = FALSE;
    return TRUE;
}

gboolean
bp_sweep_db_commit(BpSweepDb *db, GError **error)
{
    return commit(db, error) && (db->part == NULL || settle(db, error));
}

/* An empty database. A part that fails is thrown away whole: its journal need not be on the disk. */
static BpSweepDb *
make_file(const char *path, gboolean force, GError **error)
{
    g_autofree char *pragmas =
        g_strdup_printf("PRAGMA journal_mode = MEMORY; PRAGMA application_id = %d; "
                        "PRAGMA user_version = %d; PRAGMA encoding = 'UTF-8'",
                        BP_SWEEP_DB_APPLICATION, BP_SWEEP_DB_SCHEMA);
    g_autofree char *part = path != NULL ? g_strconcat(path, ".part", NULL) : NULL;
    int lock = 0;
    BpSweepDb *db;

    if (path != NULL && (!may_make(path, force, error) || !may_make(part, TRUE, error)))
        return NULL;
    if (path != NULL && (lock = bp_part_take(path, TRUE, error)) < 0)
        return NULL;
    /* Whoever had the part until now may have finished. */
    db = path == NULL || may_make(path, force, error)
             ? bp_sweep_db_connect(part, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                                   error)
             : NULL;
    if (db == NULL) {
        if (path != NULL) {
            g_unlink(part);
            close(lock);
        }
        return NULL;
    }
    if (path != NULL) {
        g_free(db->path);
        db->path = g_strdup(path);
        db->part = g_steal_pointer(&part);
        db->lock = lock;
    }
    if (execute(db, pragmas, error) && set_up(db, error) && execute(db, tables, error))
        return db;
    bp_sweep_db_free(db);
    return NULL;
}

BpSweepDb *
bp_sweep_db_create(const char *path, gboolean force, const BpScenario *scenario,
                   const BpSweep *sweep, GError **error)
{
    BpSweepDb *db = make_file(path, force, error);

    if (db == NULL)
        return NULL;
    if (put_facts(db, scenario, sweep, error) && put_inputs(db, scenario, error) &&
        put_points(db, sweep, error) && bp_sweep_db_commit(db, error))
        return db;
    bp_sweep_db_free(db);
    return NULL;
}

static gboolean
refuse(const char *path, const char *why, GError **error)
{
    g_set_error(error, BP_ERROR, BP_ERROR_INPUT,
                "%s: cannot be gone on with: it was made %s; name another output, or "
                "replace it with --force",
                path, why);
    return FALSE;
}

static gboolean
says(BpSweepDb *db, const char *key, const char *value)
{
    g_autofree char *there = bp_sweep_db_text(db, key);

    return g_strcmp0(there, value) == 0;
}

static gboolean
has_input(BpSweepDb *db, const BpInput *input)
{
    sqlite3_stmt *statement = NULL;
    gboolean has = FALSE;

    if (sqlite3_prepare_v2(db->db, "SELECT 1 FROM inputs WHERE path = ? AND sha256 = ?",
                           -1, &statement, NULL) != SQLITE_OK)
        return FALSE;
    bp_run_db_bind_text(statement, 1, input->path);
    bp_run_db_bind_text(statement, 2, input->sha256);
    has = sqlite3_step(statement) == SQLITE_ROW;
    sqlite3_finalize(statement);
    return has;
}

/* The inputs other than the scenario's own text, which may have gained a comment. */
static gboolean
is_of(BpSweepDb *db, const BpScenario *scenario, GError **error)
{
    if (!says(db, "bangpath", BANGPATH_VERSION))
        return refuse(db->path, "by another version of bangpath", error);
    if (!says(db, "merged", scenario->merged))
        return refuse(db->path, "of another scenario or with other settings", error);
    for (guint i = 0; i < scenario->inputs->len; i++) {
        const BpInput *input = scenario->inputs->pdata[i];

        if (!g_str_has_suffix(input->path, ".scenario") && !has_input(db, input)) {
            g_autofree char *why =
                g_strdup_printf("when %s had another content", input->path);

            return refuse(db->path, why, error);
        }
    }
    return TRUE;
}

BpSweepDb *
bp_sweep_db_resume(const char *path, const BpScenario *scenario, GError **error)
{
    BpSweepDb *db = bp_sweep_db_open(path, error);

    if (db == NULL)
        return NULL;
    bp_sweep_db_free(db);
    db = bp_sweep_db_connect(path, SQLITE_OPEN_READWRITE, error);
    if (db != NULL && set_up(db, error) && is_of(db, scenario, error))
        return db;
    bp_sweep_db_free(db);
    return NULL;
}

/* ---- runs ---- */

static gboolean
put_total(BpSweepDb *db, guint64 run, const BpTotal *total, GError **error)
{
    sqlite3_stmt *put = bp_sweep_db_statement(db, &db->put_total, put_total_sql);

    if (total->kind == BP_TOTAL_OBJECT)
        return TRUE;
    sqlite3_bind_int64(put, 1, (gint64)run);
    sqlite3_bind_text(put, 2, total->name, -1, SQLITE_STATIC);
    if (total->kind == BP_TOTAL_WHOLE && total->whole <= G_MAXINT64)
        sqlite3_bind_int64(put, 3, (gint64)total->whole);
    else if (total->kind != BP_TOTAL_NULL)
        sqlite3_bind_double(put, 3, total->real);
    return step(db, put, error);
}

static gboolean
put_expectation(BpSweepDb *db, guint64 run, const BpExpectation *stated,
                const GArray *totals, gboolean *held, GError **error)
{
    sqlite3_stmt *put = bp_sweep_db_statement(db, &db->put_expect, put_expect_sql);
    BpExpectOutcome outcome;
    BpExpect expect;

    if (!bp_expect_parse(stated->text, &expect, error))
        return FALSE;
    outcome = bp_expect_judge(&expect, totals);
    *held = *held && outcome.held;
    sqlite3_bind_int64(put, 1, (gint64)run);
    bp_run_db_bind_text(put, 2, stated->name);
    bp_run_db_bind_text(put, 3, stated->text);
    sqlite3_bind_double(put, 4, outcome.measured); /* NaN is NULL */
    sqlite3_bind_double(put, 5, outcome.limit);
    sqlite3_bind_int(put, 6, outcome.held);
    return step(db, put, error);
}

gboolean
bp_sweep_db_put(BpSweepDb *db, const BpScenario *scenario, const BpSweep *sweep,
                guint64 run, const GArray *totals, const char *failure, gboolean *held,
                GError **error)
{
    sqlite3_stmt *put = bp_sweep_db_statement(db, &db->put_run, put_run_sql);

    *held = TRUE;
    if (!begin(db, error))
        return FALSE;
    sqlite3_bind_int64(put, 1, (gint64)run);
    sqlite3_bind_int64(put, 2, bp_sweep_point_of(sweep, run));
    sqlite3_bind_int64(put, 3, bp_sweep_replication_of(sweep, run));
    sqlite3_bind_int64(put, 4, (gint64)bp_sweep_seed_of(sweep, run));
    bp_run_db_bind_text(put, 5, totals != NULL ? "ok" : "failed");
    bp_run_db_bind_text(put, 6, failure);
    if (!step(db, put, error))
        return FALSE;
    for (guint i = 0; totals != NULL && i < totals->len; i++)
        if (!put_total(db, run, &g_array_index(totals, BpTotal, i), error))
            return FALSE;
    for (guint i = 0; totals != NULL && i < scenario->expectations->len; i++)
        if (!put_expectation(db, run, scenario->expectations->pdata[i], totals, held,
                             error))
            return FALSE;
    return TRUE;
}

/* ---- several into one ---- */

static gboolean
fits(BpSweepDb *db, const char *from, GError **error)
{
    static const char other[] =
        "SELECT (SELECT count(*) FROM (SELECT key, value FROM sweep EXCEPT "
        "SELECT key, value FROM other.sweep)) + (SELECT count(*) FROM (SELECT path, "
        "sha256 FROM inputs EXCEPT SELECT path, sha256 FROM other.inputs))";
    static const char differing[] =
        "SELECT (SELECT count(*) FROM runs r JOIN other.runs o USING (run) WHERE "
        "r.state <> o.state) + (SELECT count(*) FROM totals t JOIN other.totals o "
        "USING (run, measure) WHERE t.value IS NOT o.value)";

    if (bp_sweep_db_number(db, other) != 0) {
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "%s: is of another sweep: expected the same scenario, settings, "
                    "inputs and version in all files",
                    from);
        return FALSE;
    }
    if (bp_sweep_db_number(db, differing) != 0) {
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "%s: has other numbers for a run that another file has too", from);
        return FALSE;
    }
    return TRUE;
}

/* A file that is merged is only read: by its name alone it would be opened for writing, or made. */
static gboolean
attach(BpSweepDb *db, const char *from, GError **error)
{
    g_autofree char *plain = bp_run_db_plain_path(from);
    g_autofree char *escaped = g_uri_escape_string(plain, "/", FALSE);
    g_autofree char *uri = g_strconcat("file:", escaped, "?mode=ro", NULL);
    g_autoptr(BpSweepDb) readable = bp_sweep_db_open(from, error);

    if (readable == NULL || !commit(db, error))
        return FALSE;
    return put_row(db, "ATTACH ?1 AS other", uri, NULL, NULL, error);
}

static gboolean
detach(BpSweepDb *db, GError **error)
{
    return commit(db, error) && execute(db, "DETACH other", error);
}

gboolean
bp_sweep_db_merge(BpSweepDb *db, const char *from, GError **error)
{
    static const char add[] = "INSERT OR IGNORE INTO runs SELECT * FROM other.runs;"
                              "INSERT OR IGNORE INTO totals SELECT * FROM other.totals;"
                              "INSERT OR IGNORE INTO expectations SELECT * FROM "
                              "other.expectations;";

    if (!attach(db, from, error))
        return FALSE;
    if (!fits(db, from, error))
        return detach(db, NULL) && FALSE;
    return begin(db, error) && execute(db, add, error) && detach(db, error);
}

BpSweepDb *
bp_sweep_db_copy(const char *path, gboolean force, const char *from, GError **error)
{
    static const char add[] = "INSERT INTO sweep SELECT * FROM other.sweep;"
                              "INSERT INTO inputs SELECT * FROM other.inputs;"
                              "INSERT INTO points SELECT * FROM other.points;"
                              "INSERT INTO point_values SELECT * FROM "
                              "other.point_values;";
    BpSweepDb *db = make_file(path, force, error);

    if (db == NULL)
        return NULL;
    if (attach(db, from, error) && begin(db, error) && execute(db, add, error) &&
        detach(db, error))
        return db;
    bp_sweep_db_free(db);
    return NULL;
}
