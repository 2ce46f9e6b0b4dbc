/* run_db_rows.c - the rows of a database as a digest, and of two side by side. */
#include "run_db_private.h"
#include "run_db_schema.h"
#include "run_db_write_private.h"

#include <bangpath/plain.h>
#include <bangpath/scenario.h>
#include <string.h>

/* Type and length go before the bytes, so that no two rows give the same. */
static void
add_value(GChecksum *checksum, sqlite3_stmt *row, int column)
{
    int type = sqlite3_column_type(row, column);
    gint64 whole = sqlite3_column_int64(row, column);
    double real = sqlite3_column_double(row, column);
    guint8 head[2] = {(guint8)type, (guint8)column};

    g_checksum_update(checksum, head, sizeof head);
    if (type == SQLITE_INTEGER) {
        g_checksum_update(checksum, (const guchar *)&whole, sizeof whole);
    } else if (type == SQLITE_FLOAT) {
        g_checksum_update(checksum, (const guchar *)&real, sizeof real);
    } else if (type != SQLITE_NULL) {
        const void *bytes = sqlite3_column_blob(row, column);
        gint64 n = sqlite3_column_bytes(row, column);

        g_checksum_update(checksum, (const guchar *)&n, sizeof n);
        if (n > 0)
            g_checksum_update(checksum, bytes, (gssize)n);
    }
}

static gboolean
add_table(GChecksum *checksum, sqlite3 *db, const BpRunDbShape *shape)
{
    g_autofree char *sql = g_strdup_printf("SELECT * FROM %s NOT INDEXED", shape->name);
    sqlite3_stmt *row = NULL;
    int code = sqlite3_prepare_v2(db, sql, -1, &row, NULL);

    g_checksum_update(checksum, (const guchar *)shape->name, -1);
    while (code == SQLITE_OK || code == SQLITE_ROW) {
        code = sqlite3_step(row);
        for (int i = 0; code == SQLITE_ROW && i < sqlite3_column_count(row); i++)
            add_value(checksum, row, i);
    }
    sqlite3_finalize(row);
    return code == SQLITE_DONE;
}

gboolean
bp_run_db_digest_rows(sqlite3 *db, guint8 digest[BP_ROWS_DIGEST_BYTES])
{
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    gsize n = BP_ROWS_DIGEST_BYTES;

    for (guint table = 0; table < BP_N_TABLES; table++)
        if (!add_table(checksum, db, &bp_run_db_shapes[table]))
            return FALSE;
    g_checksum_get_digest(checksum, digest, &n);
    return TRUE;
}

/* ---- side by side ---- */

typedef struct {
    sqlite3_stmt *row; /* owned */
    int code;
} Walk;

static void
walk_begin(Walk *walk, sqlite3 *db, const char *sql)
{
    walk->code = sqlite3_prepare_v2(db, sql, -1, &walk->row, NULL);
    if (walk->code == SQLITE_OK)
        walk->code = sqlite3_step(walk->row);
}

static gboolean
is_same_value(sqlite3_stmt *a, sqlite3_stmt *b, int column)
{
    int n;

    if (sqlite3_column_type(a, column) != sqlite3_column_type(b, column))
        return FALSE;
    if (sqlite3_column_type(a, column) == SQLITE_INTEGER)
        return sqlite3_column_int64(a, column) == sqlite3_column_int64(b, column);
    if (sqlite3_column_type(a, column) == SQLITE_FLOAT) {
        double x = sqlite3_column_double(a, column);
        double y = sqlite3_column_double(b, column);
        guint64 x_bits, y_bits;

        memcpy(&x_bits, &x, sizeof x);
        memcpy(&y_bits, &y, sizeof y);
        return x_bits == y_bits;
    }
    n = sqlite3_column_bytes(a, column);
    return n == sqlite3_column_bytes(b, column) &&
           (n == 0 || memcmp(sqlite3_column_blob(a, column),
                             sqlite3_column_blob(b, column), (gsize)n) == 0);
}

/* The first column in which the rows differ, or -1. */
static int
find_difference(sqlite3_stmt *a, sqlite3_stmt *b)
{
    int n = sqlite3_column_count(b);

    if (sqlite3_column_count(a) != n)
        return 0;
    for (int i = 0; i < n; i++)
        if (!is_same_value(a, b, i))
            return i;
    return -1;
}

/* Texts may be long, and whatever has got into them. */
static char *
short_text(sqlite3_stmt *row, int column)
{
    const char *text = (const char *)sqlite3_column_text(row, column);
    g_autofree char *plain = bp_plain(text != NULL ? text : "null");

    if (strlen(plain) > 60)
        plain[60] = '\0';
    return g_utf8_make_valid(plain, -1);
}

static char *
describe(const char *table, guint64 number, const Walk *is, const Walk *should,
         int column)
{
    g_autofree char *has = NULL;
    g_autofree char *expected = NULL;

    if (is->code != SQLITE_ROW)
        return g_strdup_printf("table %s: row %" G_GUINT64_FORMAT " is missing", table,
                               number);
    if (should->code != SQLITE_ROW)
        return g_strdup_printf("table %s: row %" G_GUINT64_FORMAT " is one too many",
                               table, number);
    has = short_text(is->row, column);
    expected = short_text(should->row, column);
    return g_strdup_printf(
        "table %s: row %" G_GUINT64_FORMAT " has %s = %s, where the run gives %s",
        table, number, sqlite3_column_name(should->row, column), has, expected);
}

/* Both walk on; FALSE at the end of both, or if the first cannot be read. */
static gboolean
walk_on(Walk *is, Walk *should)
{
    if (is->code == SQLITE_ROW)
        is->code = sqlite3_step(is->row);
    if (should->code == SQLITE_ROW)
        should->code = sqlite3_step(should->row);
    return is->code == SQLITE_ROW ||
           (is->code == SQLITE_DONE && should->code == SQLITE_ROW);
}

static void
compare_rows(const char *table, Walk *is, Walk *should, BpRunDbCount *count)
{
    guint64 number = 1;

    if (is->code != SQLITE_ROW &&
        (is->code != SQLITE_DONE || should->code != SQLITE_ROW))
        return;
    do {
        gboolean both = is->code == SQLITE_ROW && should->code == SQLITE_ROW;
        int column = both ? find_difference(is->row, should->row) : -1;

        count->rows += is->code == SQLITE_ROW;
        count->differ += !both || column >= 0;
        if (count->differ > 0 && count->first == NULL)
            count->first = describe(table, number, is, should, column);
        number++;
    } while (walk_on(is, should));
}

static gboolean
compare_table(BpRunDb *db, BpRunDbWriter *made, const char *table, BpRunDbCount *count,
              GError **error)
{
    g_autofree char *sql = g_strdup_printf("SELECT * FROM %s NOT INDEXED", table);
    Walk is = {0}, should = {0};
    gboolean good;

    walk_begin(&is, db->db, sql);
    walk_begin(&should, made->db, sql);
    compare_rows(table, &is, &should, count);
    good = is.code == SQLITE_DONE || bp_run_db_failed(db, error);
    sqlite3_finalize(is.row);
    sqlite3_finalize(should.row);
    return good;
}

gboolean
bp_run_db_compare(BpRunDb *db, BpRunDbWriter *made, BpRunDbCount *count, GError **error)
{
    *count = (BpRunDbCount){0};
    if (!bp_run_db_writer_ok(made, error))
        return FALSE;
    for (guint table = 0; table < BP_N_TABLES; table++)
        if (!compare_table(db, made, bp_run_db_shapes[table].name, count, error))
            return FALSE;
    return TRUE;
}

void
bp_run_db_count_clear(BpRunDbCount *count)
{
    g_free(count->first);
    *count = (BpRunDbCount){0};
}

GPtrArray *
bp_run_db_inputs(BpRunDb *db, GError **error)
{
    g_autoptr(GPtrArray) inputs =
        g_ptr_array_new_with_free_func((GDestroyNotify)bp_input_free);
    BpQuery query;
    gboolean good;

    if (!bp_query_open(&query, db, "SELECT path, sha256 FROM inputs", error))
        return NULL;
    while (bp_query_next(&query, &good, error)) {
        BpInput *input = g_new0(BpInput, 1);

        input->path = g_strdup(bp_query_text(&query, 0));
        input->sha256 = g_strdup(bp_query_text(&query, 1));
        g_ptr_array_add(inputs, input);
    }
    bp_query_close(&query);
    return good ? g_steal_pointer(&inputs) : NULL;
}
