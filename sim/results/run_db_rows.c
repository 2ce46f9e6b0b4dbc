/* run_db_rows.c - the rows of a database as a digest. */
#include "run_db_schema.h"
#include "run_db_write_private.h"

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
