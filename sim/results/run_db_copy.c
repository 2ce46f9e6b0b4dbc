/* run_db_copy.c - one past for several runs: rows that are set down once, and copied into
 * each. */
#include <bangpath/run_db.h>

#include "run_db_schema.h"
#include "run_db_write_private.h"

gboolean
bp_run_db_set_down(BpRunDbWriter *writer, GError **error)
{
    bp_run_db_execute(writer, "COMMIT");
    bp_run_db_close(writer);
    return bp_run_db_writer_ok(writer, error);
}

static void
copy_table(BpRunDbWriter *writer, sqlite3 *from, BpRunDbTable table)
{
    g_autofree char *sql =
        g_strdup_printf("SELECT * FROM %s", bp_run_db_shapes[table].name);
    sqlite3_stmt *insert = writer->insert[table];
    sqlite3_stmt *row = NULL;
    int code = sqlite3_prepare_v2(from, sql, -1, &row, NULL);

    while (code == SQLITE_OK && sqlite3_step(row) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(row); i++)
            sqlite3_bind_value(insert, i + 1, sqlite3_column_value(row, i));
        if (sqlite3_step(insert) != SQLITE_DONE)
            bp_run_db_fail(writer, bp_run_db_why(writer->db));
        sqlite3_reset(insert);
        if (writer->failed != NULL)
            break;
    }
    if (sqlite3_finalize(row) != SQLITE_OK || code != SQLITE_OK)
        bp_run_db_fail(writer, bp_run_db_why(from));
}

gboolean
bp_run_db_copy(BpRunDbWriter *writer, const char *part, GError **error)
{
    g_autofree char *plain = bp_run_db_plain_path(part);
    sqlite3 *from = NULL;

    if (sqlite3_open_v2(plain, &from, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX,
                        NULL) != SQLITE_OK)
        bp_run_db_fail(writer, from ? bp_run_db_why(from) : "there is no memory left");
    for (guint table = 0; writer->failed == NULL && table < BP_N_TABLES; table++)
        copy_table(writer, from, table);
    sqlite3_close(from);
    return bp_run_db_writer_ok(writer, error);
}
