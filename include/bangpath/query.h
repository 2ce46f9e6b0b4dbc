/* query.h - a run or a sweep asked in SQL, and read only.
 *
 * Layer: results.
 */
#ifndef BANGPATH_QUERY_H
#define BANGPATH_QUERY_H

#include <bangpath/error.h>
#include <glib.h>

/** BpQueryFormat:
 * @BP_QUERY_CSV: as RFC 4180 has it but for newlines: a head, then a line a row; NULL is
 *   nothing, a blob hexadecimal
 * @BP_QUERY_JSON: an array of objects; with `about` the member `rows` of one */
typedef enum {
    BP_QUERY_CSV,
    BP_QUERY_JSON,
} BpQueryFormat;

/** BpQuerySink: gets the output piece by piece. */
typedef void (*BpQuerySink)(gpointer data, const char *text);

/**
 * BpQueryOptions: all zero is CSV with a head and nothing else.
 * @plain: texts are for a terminal: see bp_plain()
 * @about: says first what it is of: version, title, scenario, seed and the units of columns;
 *   in CSV as lines that begin with `# `, in JSON as members beside `rows`
 */
typedef struct {
    BpQueryFormat format;
    gboolean plain;
    gboolean about;
} BpQueryOptions;

/**
 * bp_query_run:
 *
 * One statement that only reads. It cannot attach, write or create a file. Beside SQLite's
 * functions there is `unit(measure)`: see bp_measure_unit().
 *
 * Returns: FALSE: BP_ERROR_INPUT if @path is not a database of ours; BP_ERROR_SYNTAX if
 * SQLite cannot make sense of @sql; BP_ERROR_VALUE if it would do more than read, or is
 * more than one statement.
 */
gboolean bp_query_run(const char *path, const char *sql, const BpQueryOptions *options,
                      BpQuerySink sink, gpointer data, GError **error);

/** bp_query_tables: a line each table of @path, `NAME: COLUMN, COLUMN`, in the order of names.
 * FALSE: BP_ERROR_INPUT if @path is not a database of ours. */
gboolean bp_query_tables(const char *path, BpQuerySink sink, gpointer data,
                         GError **error);

/**
 * bp_query_table: (transfer full) (nullable): SQL for all of @table, in the order in which
 * it stands there; of measures with their units.
 *
 * Returns: NULL: BP_ERROR_INPUT if @path is not a database of ours; BP_ERROR_VALUE if it has
 * no such table: the message names the nearest.
 */
char *bp_query_table(const char *path, const char *table, GError **error);

#endif
