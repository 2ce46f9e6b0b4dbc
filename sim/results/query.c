/* query.c - one SQL statement over a database of ours. */
#include <bangpath/query.h>

#include <bangpath/measure_units.h>
#include <bangpath/plain.h>
#include <bangpath/run_db.h>
#include <bangpath/sweep_db.h>
#include <sqlite3.h>
#include <string.h>

#include "field.h"
#include "number.h"
#include "query_state.h"
#include "run_db_schema.h"

/* Reading, functions, and asking what tables there are; whatever else a statement would do
 * is refused while it is prepared. */
static int
permit(void *data, int action, const char *a, const char *b, const char *database,
       const char *trigger)
{
    (void)data, (void)database, (void)trigger;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
        return SQLITE_OK;
    case SQLITE_FUNCTION:
        return g_ascii_strcasecmp(b, "load_extension") == 0 ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_PRAGMA:
        return g_ascii_strcasecmp(a, "table_info") == 0 ||
                       g_ascii_strcasecmp(a, "table_list") == 0
                   ? SQLITE_OK
                   : SQLITE_DENY;
    default:
        return SQLITE_DENY;
    }
}

static gboolean
fail(GError **error, sqlite3 *db)
{
    const char *message = sqlite3_errmsg(db);
    gboolean denied = sqlite3_errcode(db) == SQLITE_AUTH;
    gboolean misnamed = g_str_has_prefix(message, "no such table") ||
                        g_str_has_prefix(message, "no such column");

    g_set_error(error, BP_ERROR, denied ? BP_ERROR_VALUE : BP_ERROR_SYNTAX, "%s%s%s",
                denied ? "expected a statement that only reads, such as SELECT: "
                       : "the query: ",
                message,
                misnamed ? "; without a statement, 'bangpath query' lists what tables "
                           "and columns there are"
                         : "");
    return FALSE;
}

/* Whether there is another statement behind the first one. */
static gboolean
goes_on(sqlite3 *db, const char *rest)
{
    sqlite3_stmt *next = NULL;
    gboolean more =
        sqlite3_prepare_v2(db, rest, -1, &next, NULL) != SQLITE_OK || next != NULL;

    sqlite3_finalize(next);
    return more;
}

static gboolean
prepare(sqlite3 *db, const char *sql, sqlite3_stmt **statement, GError **error)
{
    const char *rest = NULL;

    sqlite3_set_authorizer(db, permit, NULL);
    sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
    if (sqlite3_prepare_v2(db, sql, -1, statement, &rest) != SQLITE_OK)
        return fail(error, db);
    if (*statement == NULL || goes_on(db, rest)) {
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "expected one SQL statement, such as \"SELECT * FROM totals\"");
        return FALSE;
    }
    if (!sqlite3_stmt_readonly(*statement)) {
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "expected a statement that only reads, such as SELECT");
        return FALSE;
    }
    return TRUE;
}

/* ---- rows ---- */

/* (transfer full): the text of a value as it is to be shown. */
static char *
text_of(const Query *query, const char *text, gsize n)
{
    g_autofree char *valid = g_utf8_make_valid(text, (gssize)n);

    return query->options->plain ? bp_plain(valid) : g_steal_pointer(&valid);
}

/* (transfer full). */
static char *
value_of(const Query *query, int column)
{
    sqlite3_stmt *statement = query->statement;
    const guint8 *blob = NULL;
    GString *hex;

    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_NULL:
        return g_strdup("");
    case SQLITE_FLOAT:
        return bp_number_text(sqlite3_column_double(statement, column));
    case SQLITE_BLOB:
        blob = sqlite3_column_blob(statement, column);
        hex = g_string_new(NULL);
        for (int i = 0; i < sqlite3_column_bytes(statement, column); i++)
            g_string_append_printf(hex, "%02x", blob[i]);
        return g_string_free(hex, FALSE);
    default:
        return text_of(query, (const char *)sqlite3_column_text(statement, column),
                       (gsize)sqlite3_column_bytes(statement, column));
    }
}

static void
put_head(const Query *query)
{
    g_autoptr(GString) line = g_string_new(NULL);

    for (int i = 0; i < sqlite3_column_count(query->statement); i++) {
        const char *name = sqlite3_column_name(query->statement, i);
        g_autofree char *text = text_of(query, name, strlen(name));

        g_string_append(line, i > 0 ? "," : "");
        bp_field_csv(line, text);
    }
    g_string_append_c(line, '\n');
    query->sink(query->data, line->str);
}

static void
put_csv(const Query *query)
{
    g_autoptr(GString) line = g_string_new(NULL);

    for (int i = 0; i < sqlite3_column_count(query->statement); i++) {
        g_autofree char *value = value_of(query, i);

        g_string_append(line, i > 0 ? "," : "");
        bp_field_csv(line, value);
    }
    g_string_append_c(line, '\n');
    query->sink(query->data, line->str);
}

static void
put_json(const Query *query, gboolean first)
{
    g_autoptr(GString) line = g_string_new(first ? "\n  {" : ",\n  {");

    for (int i = 0; i < sqlite3_column_count(query->statement); i++) {
        const char *name = sqlite3_column_name(query->statement, i);
        g_autofree char *key = text_of(query, name, strlen(name));
        g_autofree char *value = value_of(query, i);
        int type = sqlite3_column_type(query->statement, i);

        g_string_append(line, i > 0 ? ", " : "");
        bp_field_json(line, key);
        g_string_append(line, ": ");
        if (type == SQLITE_NULL)
            g_string_append(line, "null");
        else if (type == SQLITE_INTEGER || type == SQLITE_FLOAT)
            g_string_append(line, value);
        else
            bp_field_json(line, value);
    }
    g_string_append_c(line, '}');
    query->sink(query->data, line->str);
}

static gboolean
put_rows(const Query *query, sqlite3 *db, GError **error)
{
    gboolean first = TRUE;
    int step;

    if (query->options->about)
        query_about(query);
    if (query->options->format == BP_QUERY_JSON)
        query->sink(query->data, "[");
    else
        put_head(query);
    while ((step = sqlite3_step(query->statement)) == SQLITE_ROW) {
        if (query->options->format == BP_QUERY_JSON)
            put_json(query, first);
        else
            put_csv(query);
        first = FALSE;
    }
    if (query->options->format == BP_QUERY_JSON)
        query->sink(query->data, first ? "]" : "\n]");
    if (query->options->format == BP_QUERY_JSON)
        query->sink(query->data, query->options->about ? "}\n" : "\n");
    return step == SQLITE_DONE || fail(error, db);
}

/* `unit(measure)`. */
static void
unit_function(sqlite3_context *context, int n, sqlite3_value **values)
{
    const char *measure = (const char *)sqlite3_value_text(values[0]);

    (void)n;
    if (measure != NULL)
        sqlite3_result_text(context, bp_measure_unit(measure), -1, SQLITE_STATIC);
}

/* Opening it as what it is says best what is wrong with it. */
static gboolean
open_ours(Query *query, const char *path, GError **error)
{
    g_autofree char *file = bp_run_db_plain_path(path);

    if (g_file_test(path, G_FILE_TEST_IS_REGULAR) && bp_sweep_db_is(path))
        query->sweep = bp_sweep_db_open(path, error);
    else
        query->run = bp_run_db_open(path, error);
    if (query->sweep == NULL && query->run == NULL)
        return FALSE;
    if (sqlite3_open_v2(file, &query->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX,
                        NULL) != SQLITE_OK ||
        sqlite3_create_function(query->db, "unit", 1,
                                SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, unit_function,
                                NULL, NULL) != SQLITE_OK)
        return fail(error, query->db);
    return TRUE;
}

static void
close_ours(Query *query)
{
    sqlite3_finalize(query->statement);
    sqlite3_close(query->db);
    bp_sweep_db_free(query->sweep);
    bp_run_db_free(query->run);
}

gboolean
bp_query_run(const char *path, const char *sql, const BpQueryOptions *options,
             BpQuerySink sink, gpointer data, GError **error)
{
    Query query = {.options = options, .sql = sql, .sink = sink, .data = data};
    gboolean good = open_ours(&query, path, error) &&
                    prepare(query.db, sql, &query.statement, error) &&
                    put_rows(&query, query.db, error);

    close_ours(&query);
    return good;
}

/* (transfer full): of char *, NULL at the end. */
static GPtrArray *
tables_of(sqlite3 *db)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    sqlite3_stmt *statement = NULL;

    if (sqlite3_prepare_v2(db,
                           "SELECT name FROM sqlite_schema WHERE type = 'table' AND "
                           "name NOT LIKE 'sqlite_%' ORDER BY name",
                           -1, &statement, NULL) == SQLITE_OK)
        while (sqlite3_step(statement) == SQLITE_ROW)
            g_ptr_array_add(names,
                            g_strdup((const char *)sqlite3_column_text(statement, 0)));
    sqlite3_finalize(statement);
    g_ptr_array_add(names, NULL);
    return names;
}

char *
bp_query_table(const char *path, const char *table, GError **error)
{
    Query query = {0};
    g_autoptr(GPtrArray) names = NULL;
    char *sql = NULL;

    if (!open_ours(&query, path, error)) {
        close_ours(&query);
        return NULL;
    }
    names = tables_of(query.db);
    if (g_strv_contains((const char *const *)names->pdata, table)) {
        gboolean has_measures =
            g_str_equal(table, "totals") || g_str_equal(table, "series");

        sql = g_strdup_printf("SELECT *%s FROM %s",
                              has_measures ? ", unit(measure) AS unit" : "", table);
    } else {
        const char *nearest = bp_nearest(table, (const char *const *)names->pdata);
        g_autofree char *all = g_strjoinv(", ", (char **)names->pdata);

        g_set_error(error, BP_ERROR, BP_ERROR_VALUE, "%s: has no table \"%s\"%s%s%s",
                    path, table, nearest ? "; did you mean \"" : ": expected one of ",
                    nearest ? nearest : all, nearest ? "\"?" : "");
    }
    close_ours(&query);
    return sql;
}

/* `hosts: host, name, ...`. */
static void
put_columns(sqlite3 *db, const char *table, BpQuerySink sink, gpointer data)
{
    g_autofree char *sql = g_strdup_printf("PRAGMA table_info(%s)", table);
    g_autoptr(GString) line = g_string_new(table);
    sqlite3_stmt *statement = NULL;
    const char *comma = ": ";

    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK)
        for (; sqlite3_step(statement) == SQLITE_ROW; comma = ", ")
            g_string_append_printf(line, "%s%s", comma,
                                   (const char *)sqlite3_column_text(statement, 1));
    sqlite3_finalize(statement);
    g_string_append_c(line, '\n');
    sink(data, line->str);
}

gboolean
bp_query_tables(const char *path, BpQuerySink sink, gpointer data, GError **error)
{
    Query query = {0};
    gboolean good = open_ours(&query, path, error);

    if (good) {
        g_autoptr(GPtrArray) names = tables_of(query.db);

        for (guint i = 0; i + 1 < names->len; i++)
            put_columns(query.db, names->pdata[i], sink, data);
    }
    close_ours(&query);
    return good;
}
