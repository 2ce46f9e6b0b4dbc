/* table.h - cells in columns, as wide as they need be.
 *
 * Private to results.
 */
#ifndef BP_RESULTS_TABLE_H
#define BP_RESULTS_TABLE_H

#include <glib.h>

/* bp_column_new: (transfer full): of char *, the head first. */
GPtrArray *bp_column_new(const char *head);

/* bp_column_align: fills the cells up to the widest, at their beginnings if @right. */
void bp_column_align(GPtrArray *cells, gboolean right);

/* bp_columns_print: the rows of @columns, two blanks between cells, none at a line's end. */
void bp_columns_print(const GPtrArray *columns, GString *text);

#endif
