/* sweep_db_read.c - opens the results file of a sweep, and says what is in it. */
#include "sweep_db_private.h"

#include "run_db_schema.h"

#include <bangpath/plain.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char values_sql[] =
    "SELECT t.value FROM runs r LEFT JOIN totals t ON t.run = r.run AND t.measure = ?2 "
    "WHERE r.point = ?1 AND r.state = 'ok' AND r.replication < ?3 ORDER BY "
    "r.replication";

gboolean
bp_sweep_db_fail(const BpSweepDb *db, GError **error)
{
    g_set_error(error, BP_ERROR, BP_ERROR_INPUT, "%s: cannot be read: %s", db->path,
                sqlite3_errmsg(db->db));
    return FALSE;
}

/* Why @db was not opened. What SQLite may not write it tries to read, and then it only knows why
 * that failed. */
static const char *
why_not(const BpSweepDb *db, const char *plain, int flags)
{
    g_autofree char *folder = g_path_get_dirname(plain);
    int system_errno = db->db != NULL ? sqlite3_system_errno(db->db) : 0;

    if ((flags & SQLITE_OPEN_CREATE) != 0 && g_access(folder, W_OK | X_OK) != 0)
        return g_strerror(errno);
    return system_errno != 0 ? g_strerror(system_errno) : sqlite3_errmsg(db->db);
}

BpSweepDb *
bp_sweep_db_connect(const char *path, int flags, GError **error)
{
    g_autofree char *plain =
        path != NULL ? bp_run_db_plain_path(path) : g_strdup(":memory:");
    BpSweepDb *db = g_new0(BpSweepDb, 1);

    db->path = g_strdup(path != NULL ? path : "memory");
    if (sqlite3_open_v2(plain, &db->db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI,
                        NULL) == SQLITE_OK) {
        bp_run_db_trust_rows_only(db->db);
        return db;
    }
    g_set_error(
        error, BP_ERROR, flags & SQLITE_OPEN_CREATE ? BP_ERROR_OUTPUT : BP_ERROR_INPUT,
        "%s: cannot be %s: %s", db->path,
        flags & SQLITE_OPEN_CREATE ? "written" : "read", why_not(db, plain, flags));
    bp_sweep_db_free(db);
    return NULL;
}

void
bp_sweep_db_free(BpSweepDb *db)
{
    if (db == NULL)
        return;
    sqlite3_finalize(db->put_run);
    sqlite3_finalize(db->put_total);
    sqlite3_finalize(db->put_expect);
    sqlite3_finalize(db->values);
    sqlite3_close(db->db);
    if (db->part != NULL)
        g_unlink(db->part);
    if (db->lock > 0)
        close(db->lock);
    g_free(db->part);
    g_free(db->path);
    g_free(db);
}

sqlite3_stmt *
bp_sweep_db_statement(BpSweepDb *db, sqlite3_stmt **place, const char *sql)
{
    if (*place == NULL)
        sqlite3_prepare_v3(db->db, sql, -1, SQLITE_PREPARE_PERSISTENT, place, NULL);
    return *place;
}

static gboolean
query(BpSweepDb *db, const char *sql, sqlite3_stmt **statement)
{
    return sqlite3_prepare_v2(db->db, sql, -1, statement, NULL) == SQLITE_OK;
}

gint64
bp_sweep_db_number(BpSweepDb *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    gint64 number = -1;

    if (query(db, sql, &statement) && sqlite3_step(statement) == SQLITE_ROW)
        number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return number;
}

/* By the file's first bytes, as SQLite does not tell what a damaged one was. The format
 * is that of https://www.sqlite.org/fileformat.html, 1.3: the id is at offset 68. */
gboolean
bp_sweep_db_is(const char *path)
{
    static const guint8 id[] = {
        BP_SWEEP_DB_APPLICATION >> 24 & 0xff,
        BP_SWEEP_DB_APPLICATION >> 16 & 0xff,
        BP_SWEEP_DB_APPLICATION >> 8 & 0xff,
        BP_SWEEP_DB_APPLICATION & 0xff,
    };
    guint8 header[72] = {0};
    FILE *file = fopen(path, "rb");
    gboolean is = file != NULL && fread(header, sizeof header, 1, file) == 1 &&
                  memcmp(header, "SQLite format 3", 16) == 0 &&
                  memcmp(header + 68, id, sizeof id) == 0;

    if (file != NULL)
        fclose(file);
    return is;
}

/* FALSE, and @error, where a table or a page of the file is missing. */
static gboolean
check_whole(BpSweepDb *db, GError **error)
{
    static const char tables[] =
        "SELECT sweep.value, points.name, point_values.value, runs.seed, totals.value, "
        "expectations.held FROM sweep, points, point_values, runs, totals, "
        "expectations WHERE 0";
    sqlite3_stmt *statement = NULL;
    gboolean whole = query(db, tables, &statement);

    sqlite3_finalize(statement);
    statement = NULL;
    if (!whole) {
        g_set_error(error, BP_ERROR, BP_ERROR_INPUT, "%s: is damaged: %s", db->path,
                    sqlite3_errmsg(db->db));
        return FALSE;
    }
    whole = query(db, "PRAGMA quick_check(1)", &statement) &&
            sqlite3_step(statement) == SQLITE_ROW &&
            g_strcmp0((const char *)sqlite3_column_text(statement, 0), "ok") == 0;
    sqlite3_finalize(statement);
    if (!whole)
        g_set_error(error, BP_ERROR, BP_ERROR_INPUT,
                    "%s: is damaged: SQLite finds it inconsistent", db->path);
    return whole;
}

static gboolean
check(BpSweepDb *db, GError **error)
{
    gint64 schema = bp_sweep_db_number(db, "PRAGMA user_version");
    g_autofree char *oddity = NULL;

    if (schema < 0)
        return bp_sweep_db_fail(db, error);
    if (bp_sweep_db_number(db, "PRAGMA application_id") != BP_SWEEP_DB_APPLICATION) {
        g_set_error(error, BP_ERROR, BP_ERROR_INPUT,
                    "%s: is no results file of a sweep, as 'bangpath sweep -o' writes "
                    "it",
                    db->path);
        return FALSE;
    }
    if (schema != BP_SWEEP_DB_SCHEMA) {
        g_set_error(error, BP_ERROR, BP_ERROR_INPUT,
                    "%s: has schema %" G_GINT64_FORMAT
                    ": expected %d, as this version writes",
                    db->path, schema, BP_SWEEP_DB_SCHEMA);
        return FALSE;
    }
    oddity = bp_run_db_oddity(db->db, "'sweep', 'inputs', 'points', 'point_values', "
                                      "'runs', 'totals', 'expectations'");
    if (oddity != NULL) {
        g_autofree char *plain = bp_plain(oddity);

        g_set_error(error, BP_ERROR, BP_ERROR_INPUT, "%s: is damaged: its table %s",
                    db->path, plain);
        return FALSE;
    }
    if (bp_sweep_db_number(db, "SELECT count(*) FROM runs, sweep WHERE 0") < 0 ||
        bp_sweep_db_n_points(db) == 0) {
        g_set_error(error, BP_ERROR, BP_ERROR_INPUT,
                    "%s: is damaged, or was killed before its first run", db->path);
        return FALSE;
    }
    return check_whole(db, error);
}

/* What a killed sweep has left half written is taken back, which needs writing. */
static void
take_back(const char *path)
{
    g_autofree char *journal = g_strconcat(path, "-journal", NULL);
    g_autoptr(BpSweepDb) writable = NULL;

    if (!g_file_test(journal, G_FILE_TEST_EXISTS))
        return;
    writable = bp_sweep_db_connect(path, SQLITE_OPEN_READWRITE, NULL);
    if (writable != NULL)
        bp_sweep_db_number(writable, "SELECT count(*) FROM runs");
}

BpSweepDb *
bp_sweep_db_open(const char *path, GError **error)
{
    BpSweepDb *db;

    if (g_file_test(path, G_FILE_TEST_EXISTS) &&
        !g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
        g_set_error(error, BP_ERROR, BP_ERROR_INPUT, "%s: is no plain file", path);
        return NULL;
    }
    take_back(path);
    db = bp_sweep_db_connect(path, SQLITE_OPEN_READONLY, error);
    if (db == NULL || check(db, error))
        return db;
    bp_sweep_db_free(db);
    return NULL;
}

/* ---- what is in it ---- */

gboolean
bp_sweep_db_mark(BpSweepDb *db, guint8 *done, guint64 n, GError **error)
{
    sqlite3_stmt *statement = NULL;
    gboolean good = query(db, "SELECT run FROM runs", &statement);
    int step = SQLITE_DONE;

    while (good && (step = sqlite3_step(statement)) == SQLITE_ROW) {
        guint64 run = (guint64)sqlite3_column_int64(statement, 0);

        if (run < n)
            done[run] = 1;
    }
    good = good && step == SQLITE_DONE;
    if (!good)
        bp_sweep_db_fail(db, error);
    sqlite3_finalize(statement);
    return good;
}

guint
bp_sweep_db_count(BpSweepDb *db, const char *state)
{
    g_autofree char *sql =
        g_strdup_printf("SELECT count(*) FROM runs WHERE state = '%s'", state);

    return (guint)MAX(bp_sweep_db_number(db, sql), 0);
}

/* (transfer full) (nullable): the first column of the first row. */
static char *
text_of(BpSweepDb *db, const char *sql, const char *argument)
{
    sqlite3_stmt *statement = NULL;
    char *text = NULL;

    if (query(db, sql, &statement)) {
        sqlite3_bind_text(statement, 1, argument, -1, SQLITE_STATIC);
        if (sqlite3_step(statement) == SQLITE_ROW)
            text = g_strdup((const char *)sqlite3_column_text(statement, 0));
    }
    sqlite3_finalize(statement);
    return text;
}

char *
bp_sweep_db_text(BpSweepDb *db, const char *key)
{
    return text_of(db, "SELECT value FROM sweep WHERE key = ?", key);
}

char *
bp_sweep_db_input(BpSweepDb *db, const char *path)
{
    return text_of(db, "SELECT sha256 FROM inputs WHERE path = ?", path);
}

guint
bp_sweep_db_n_points(BpSweepDb *db)
{
    return (guint)MAX(bp_sweep_db_number(db, "SELECT count(*) FROM points"), 0);
}

char *
bp_sweep_db_point_name(BpSweepDb *db, guint point)
{
    g_autofree char *number = g_strdup_printf("%u", point);
    char *name =
        text_of(db, "SELECT name FROM points WHERE point = CAST(? AS INTEGER)", number);

    return name != NULL ? name : g_strdup("");
}

static gint
by_place_in_name(gconstpointer a, gconstpointer b, gpointer name)
{
    const char *first = g_strstr_len(name, -1, *(char *const *)a);
    const char *second = g_strstr_len(name, -1, *(char *const *)b);

    return first < second ? -1 : first > second;
}

GPtrArray *
bp_sweep_db_keys(BpSweepDb *db)
{
    GPtrArray *keys = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *name = bp_sweep_db_point_name(db, 0);
    sqlite3_stmt *statement = NULL;

    if (query(db, "SELECT key FROM point_values WHERE point = 0 ORDER BY key",
              &statement))
        while (sqlite3_step(statement) == SQLITE_ROW)
            g_ptr_array_add(keys,
                            g_strdup((const char *)sqlite3_column_text(statement, 0)));
    sqlite3_finalize(statement);
    g_ptr_array_sort_with_data(keys, by_place_in_name, name);
    return keys;
}

char *
bp_sweep_db_point_value(BpSweepDb *db, guint point, const char *key)
{
    sqlite3_stmt *statement = NULL;
    char *value = NULL;

    if (query(db, "SELECT value FROM point_values WHERE point = ? AND key = ?",
              &statement)) {
        sqlite3_bind_int64(statement, 1, point);
        sqlite3_bind_text(statement, 2, key, -1, SQLITE_STATIC);
        if (sqlite3_step(statement) == SQLITE_ROW)
            value = g_strdup((const char *)sqlite3_column_text(statement, 0));
    }
    sqlite3_finalize(statement);
    return value;
}

const char *
bp_sweep_db_path(const BpSweepDb *db)
{
    return db->path;
}

GPtrArray *
bp_sweep_db_measures(BpSweepDb *db)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    sqlite3_stmt *statement = NULL;

    if (query(db, "SELECT DISTINCT measure FROM totals ORDER BY measure", &statement))
        while (sqlite3_step(statement) == SQLITE_ROW)
            g_ptr_array_add(names,
                            g_strdup((const char *)sqlite3_column_text(statement, 0)));
    sqlite3_finalize(statement);
    return names;
}

GArray *
bp_sweep_db_seeds(BpSweepDb *db, guint point)
{
    GArray *seeds = g_array_new(FALSE, FALSE, sizeof(guint64));
    sqlite3_stmt *statement = NULL;

    if (query(db,
              "SELECT seed FROM runs WHERE point = ? AND state = 'ok' ORDER BY "
              "replication",
              &statement)) {
        sqlite3_bind_int64(statement, 1, point);
        while (sqlite3_step(statement) == SQLITE_ROW) {
            guint64 seed = (guint64)sqlite3_column_int64(statement, 0);

            g_array_append_val(seeds, seed);
        }
    }
    sqlite3_finalize(statement);
    return seeds;
}

/* Of the replications below @below. */
static GArray *
values_below(BpSweepDb *db, guint point, const char *measure, guint below)
{
    GArray *values = g_array_new(FALSE, FALSE, sizeof(double));
    sqlite3_stmt *get = bp_sweep_db_statement(db, &db->values, values_sql);

    if (get == NULL)
        return values;
    sqlite3_bind_int64(get, 1, point);
    sqlite3_bind_text(get, 2, measure, -1, SQLITE_STATIC);
    sqlite3_bind_int64(get, 3, below);
    while (sqlite3_step(get) == SQLITE_ROW) {
        double value = sqlite3_column_type(get, 0) == SQLITE_NULL
                           ? (double)NAN
                           : sqlite3_column_double(get, 0);

        g_array_append_val(values, value);
    }
    sqlite3_reset(get);
    sqlite3_clear_bindings(get);
    return values;
}

GArray *
bp_sweep_db_values(BpSweepDb *db, guint point, const char *measure)
{
    return values_below(db, point, measure, G_MAXUINT);
}

BpSample
bp_sweep_db_sample(BpSweepDb *db, guint point, const char *measure, guint replications)
{
    g_autoptr(GArray) values = values_below(db, point, measure, replications);

    return bp_sample((const double *)(gconstpointer)values->data, values->len);
}

static void
clear_verdict(gpointer data)
{
    BpSweepVerdict *verdict = data;

    g_free(verdict->name);
    g_free(verdict->expected);
}

GArray *
bp_sweep_db_verdicts(BpSweepDb *db)
{
    GArray *verdicts = g_array_new(FALSE, FALSE, sizeof(BpSweepVerdict));
    sqlite3_stmt *statement = NULL;

    g_array_set_clear_func(verdicts, clear_verdict);
    if (query(db,
              "SELECT name, expected, count(*), sum(held) FROM expectations GROUP BY "
              "name, expected ORDER BY name",
              &statement))
        while (sqlite3_step(statement) == SQLITE_ROW) {
            BpSweepVerdict verdict = {
                .name = g_strdup((const char *)sqlite3_column_text(statement, 0)),
                .expected = g_strdup((const char *)sqlite3_column_text(statement, 1)),
                .n = (guint)sqlite3_column_int64(statement, 2),
                .held = (guint)sqlite3_column_int64(statement, 3),
            };

            g_array_append_val(verdicts, verdict);
        }
    sqlite3_finalize(statement);
    return verdicts;
}

static void
clear_miss(gpointer data)
{
    g_free(((BpSweepMiss *)data)->text);
}

GArray *
bp_sweep_db_misses(BpSweepDb *db, guint most)
{
    static const char sql[] =
        "SELECT run, point, seed, error FROM runs WHERE state = 'failed' UNION ALL "
        "SELECT run, point, seed, name || ': ' || expected || ' (' || "
        "coalesce(measured, 'none') || ')' FROM expectations JOIN runs USING (run) "
        "WHERE NOT held ORDER BY 1, 4 LIMIT ?";
    GArray *misses = g_array_new(FALSE, FALSE, sizeof(BpSweepMiss));
    sqlite3_stmt *statement = NULL;

    g_array_set_clear_func(misses, clear_miss);
    if (query(db, sql, &statement)) {
        sqlite3_bind_int64(statement, 1, most);
        while (sqlite3_step(statement) == SQLITE_ROW) {
            BpSweepMiss miss = {
                .run = (guint64)sqlite3_column_int64(statement, 0),
                .point = (guint)sqlite3_column_int64(statement, 1),
                .seed = (guint64)sqlite3_column_int64(statement, 2),
                .text = g_strdup((const char *)sqlite3_column_text(statement, 3)),
            };

            g_array_append_val(misses, miss);
        }
    }
    sqlite3_finalize(statement);
    return misses;
}
