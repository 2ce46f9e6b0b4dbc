/* run_db_checkpoint.c - a part that outlives the program: its rows, and beside them in the table
 * `checkpoint` all that the run knew when they were put. Both become final in one transaction,
 * so whenever the program dies, they are of one moment.
 */
#include <bangpath/run_db.h>

#include <bangpath/error.h>
#include <bangpath/part.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "run_db_schema.h"
#include "run_db_write_private.h"

/* SQLite takes no value of more than 10^9 bytes. */
#define PIECE_BYTES (64 * 1024 * 1024)

/* The numbers of the rows: what the rows of the other tables should be, what the run is of,
 * and from there on its state, in pieces. */
enum {
    PLACE_ROWS,
    PLACE_HEAD,
    PLACE_STATE,
};

/* ---- writing ---- */

static void
put(BpRunDbWriter *writer, sqlite3_stmt *insert, int place, const void *bytes, gsize n)
{
    sqlite3_bind_int(insert, 1, place);
    sqlite3_bind_blob64(insert, 2, bytes, n, SQLITE_STATIC);
    if (sqlite3_step(insert) != SQLITE_DONE)
        bp_run_db_fail(writer, bp_run_db_why(writer->db));
    sqlite3_reset(insert);
}

static void
put_bytes(BpRunDbWriter *writer, sqlite3_stmt *insert, int place, GBytes *bytes)
{
    gsize n;
    const guint8 *data = g_bytes_get_data(bytes, &n);

    for (gsize at = 0; at == 0 || at < n; at += PIECE_BYTES)
        put(writer, insert, place++, data + at, MIN(n - at, PIECE_BYTES));
}

static void
put_all(BpRunDbWriter *writer, GBytes *head, GBytes *state)
{
    guint8 digest[BP_ROWS_DIGEST_BYTES];
    sqlite3_stmt *insert = NULL;

    if (!bp_run_db_digest_rows(writer->db, digest) ||
        sqlite3_prepare_v2(writer->db, "INSERT INTO checkpoint VALUES (?, ?)", -1,
                           &insert, NULL) != SQLITE_OK) {
        bp_run_db_fail(writer, bp_run_db_why(writer->db));
        return;
    }
    put(writer, insert, PLACE_ROWS, digest, sizeof digest);
    put_bytes(writer, insert, PLACE_HEAD, head);
    put_bytes(writer, insert, PLACE_STATE, state);
    sqlite3_finalize(insert);
}

gboolean
bp_run_db_checkpoint(BpRunDbWriter *writer, GBytes *head, GBytes *state, GError **error)
{
    g_return_val_if_fail(writer->is_kept, FALSE);
    g_return_val_if_fail(g_bytes_get_size(head) <= PIECE_BYTES, FALSE);

    bp_run_db_execute(writer, "CREATE TABLE IF NOT EXISTS checkpoint "
                              "(place INTEGER PRIMARY KEY, bytes BLOB NOT NULL);"
                              "DELETE FROM checkpoint");
    if (writer->failed == NULL)
        put_all(writer, head, state);
    bp_run_db_execute(writer, "COMMIT; BEGIN EXCLUSIVE");
    return bp_run_db_writer_ok(writer, error);
}

/* ---- reading ---- */

/* (nullable): rows from @place on, at most @n of them, put together. */
static GBytes *
get_bytes(sqlite3 *db, int place, int n)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    sqlite3_stmt *row = NULL;
    int expected = place;

    if (sqlite3_prepare_v2(db,
                           "SELECT place, bytes FROM checkpoint WHERE place >= ? "
                           "ORDER BY place LIMIT ?",
                           -1, &row, NULL) != SQLITE_OK)
        return NULL;
    sqlite3_bind_int(row, 1, place);
    sqlite3_bind_int(row, 2, n);
    while (sqlite3_step(row) == SQLITE_ROW) {
        const void *piece = sqlite3_column_blob(row, 1);
        int length = sqlite3_column_bytes(row, 1);

        if (sqlite3_column_int(row, 0) != expected++ || length <= 0)
            break;
        g_byte_array_append(bytes, piece, (guint)length);
    }
    sqlite3_finalize(row);
    if (bytes->len == 0)
        return NULL;
    return g_byte_array_free_to_bytes(g_steal_pointer(&bytes));
}

static gboolean
refuse(const BpRunDbWriter *writer, const char *what, GError **error)
{
    g_set_error(error, BP_ERROR, BP_ERROR_INPUT, "%s: %s", writer->part, what);
    return FALSE;
}

static gint64
pragma(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *row = NULL;
    gint64 value = -1;

    if (sqlite3_prepare_v2(db, sql, -1, &row, NULL) == SQLITE_OK &&
        sqlite3_step(row) == SQLITE_ROW)
        value = sqlite3_column_int64(row, 0);
    sqlite3_finalize(row);
    return value;
}

static gboolean
check_rows(const BpRunDbWriter *writer, GError **error)
{
    g_autoptr(GBytes) noted = get_bytes(writer->db, PLACE_ROWS, 1);
    guint8 digest[BP_ROWS_DIGEST_BYTES];

    if (noted == NULL || g_bytes_get_size(noted) != sizeof digest ||
        !bp_run_db_digest_rows(writer->db, digest) ||
        memcmp(g_bytes_get_data(noted, NULL), digest, sizeof digest) != 0)
        return refuse(writer, "is damaged: its rows are not those of its checkpoint",
                      error);
    return TRUE;
}

/* Whether what was opened, and may have been anything, is a part with a checkpoint. */
static gboolean
check(BpRunDbWriter *writer, GError **error)
{
    g_autofree char *oddity = bp_run_db_odd_table(writer->db);

    if (pragma(writer->db, "PRAGMA application_id") != BP_RUN_DB_APPLICATION)
        return refuse(writer, "is no run database in the making, or damaged", error);
    if (pragma(writer->db, "PRAGMA user_version") != BP_RUN_DB_SCHEMA)
        return refuse(writer, "is of another version of bangpath", error);
    if (writer->failed != NULL || oddity != NULL)
        return refuse(writer, "is damaged", error);
    if (pragma(writer->db, "SELECT count(*) FROM sqlite_schema WHERE name = "
                           "'checkpoint'") != 1)
        return refuse(writer, "has no checkpoint yet: run the scenario again", error);
    return check_rows(writer, error);
}

static void
complain_of_no_part(const char *path, GError **error)
{
    g_autofree char *part = g_strconcat(path, ".part", NULL);

    if (g_file_test(path, G_FILE_TEST_EXISTS))
        g_set_error(error, BP_ERROR, BP_ERROR_INPUT,
                    "%s: is complete: there is nothing to resume", path);
    else
        g_set_error(error, BP_ERROR, BP_ERROR_INPUT,
                    "%s: is not there: expected what 'bangpath run --checkpoint' has "
                    "left",
                    part);
}

BpRunDbWriter *
bp_run_db_resume(const char *path, gboolean force, GBytes **head, GBytes **state,
                 GError **error)
{
    g_autofree char *part = g_strconcat(path, ".part", NULL);
    g_autoptr(BpRunDbWriter) writer = NULL;
    int lock;

    if (!g_file_test(part, G_FILE_TEST_IS_REGULAR)) {
        complain_of_no_part(path, error);
        return NULL;
    }
    lock = bp_part_take(path, FALSE, error);
    if (lock < 0)
        return NULL;
    writer = bp_run_db_writer_new(path, lock, force, TRUE, FALSE);
    if (!check(writer, error))
        return NULL;
    *head = get_bytes(writer->db, PLACE_HEAD, 1);
    *state = get_bytes(writer->db, PLACE_STATE, G_MAXINT);
    if (*head != NULL && *state != NULL)
        return g_steal_pointer(&writer);
    g_clear_pointer(head, g_bytes_unref);
    g_clear_pointer(state, g_bytes_unref);
    refuse(writer, "is damaged: its checkpoint is not whole", error);
    return NULL;
}
