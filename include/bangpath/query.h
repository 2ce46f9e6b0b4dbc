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
 * @BP_QUERY_JSON: an array of objects */
typedef enum {
    BP_QUERY_CSV,
    BP_QUERY_JSON,
} BpQueryFormat;

/** BpQuerySink: gets the output piece by piece. */
typedef void (*BpQuerySink)(gpointer data, const char *text);

/**
 * bp_query_run:
 * @plain: texts are for a terminal: see bp_plain()
 *
 * One statement that only reads. It cannot attach, write or create a file.
 *
 * Returns: FALSE: BP_ERROR_INPUT if @path is not a database of ours; BP_ERROR_SYNTAX if
 * SQLite cannot make sense of @sql; BP_ERROR_VALUE if it would do more than read, or is
 * more than one statement.
 */
gboolean bp_query_run(const char *path, const char *sql, BpQueryFormat format,
                      gboolean plain, BpQuerySink sink, gpointer data, GError **error);

#endif
