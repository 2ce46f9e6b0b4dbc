/* run_db_query.c - one query at a time to a run database. */
#include <bangpath/plain.h>
#include <math.h>

#include "run_db_private.h"

gboolean
bp_run_db_damaged(const BpRunDb *db, const char *what, GError **error)
{
    g_autofree char *plain = bp_plain(what);

    g_set_error(error, BP_ERROR, BP_ERROR_INPUT, "%s: is damaged: %s", db->path, plain);
    return FALSE;
}

gboolean
bp_run_db_failed(const BpRunDb *db, GError **error)
{
    return bp_run_db_damaged(db, sqlite3_errmsg(db->db), error);
}

/* ---- one query at a time ---- */

gboolean
bp_query_open(BpQuery *query, BpRunDb *db, const char *sql, GError **error)
{
    query->db = db;
    query->statement = NULL;
    if (sqlite3_prepare_v2(db->db, sql, -1, &query->statement, NULL) != SQLITE_OK)
        return bp_run_db_failed(db, error);
    return TRUE;
}

/* TRUE while there is a row. */
gboolean
bp_query_next(BpQuery *query, gboolean *good, GError **error)
{
    int code = sqlite3_step(query->statement);

    *good = code == SQLITE_ROW || code == SQLITE_DONE;
    if (!*good)
        (void)bp_run_db_failed(query->db, error);
    return code == SQLITE_ROW;
}

void
bp_query_close(BpQuery *query)
{
    g_clear_pointer(&query->statement, sqlite3_finalize);
}

gint64
bp_query_whole(const BpQuery *query, int column)
{
    return sqlite3_column_int64(query->statement, column);
}

double
bp_query_real(const BpQuery *query, int column)
{
    double value;

    if (sqlite3_column_type(query->statement, column) == SQLITE_NULL)
        return NAN;
    value = sqlite3_column_double(query->statement, column);
    return isfinite(value) ? value : NAN;
}

const char *
bp_query_text_or_null(const BpQuery *query, int column)
{
    const char *text = (const char *)sqlite3_column_text(query->statement, column);

    if (text == NULL || !g_utf8_validate(text, -1, NULL))
        return NULL;
    return g_string_chunk_insert_const(query->db->texts, text);
}

const char *
bp_query_text(const BpQuery *query, int column)
{
    const char *found = bp_query_text_or_null(query, column);

    return found ? found : "";
}

gboolean
bp_run_db_has_node(const BpRunDb *db, gint64 number)
{
    return number >= 0 && number < (gint64)db->nodes->len;
}
