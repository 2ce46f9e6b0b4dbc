/* output.h - a file that is written whole or not at all.
 *
 * Private to view.
 */
#ifndef OUTPUT_H
#define OUTPUT_H

#include <glib.h>

/** output_check: BP_ERROR_EXISTS if @path is there and not @force, or is no plain file. */
gboolean output_check(const char *path, gboolean force, GError **error);

/** output_write: @path (nullable): NULL is standard output. Under a temporary name that is
 * renamed when all is there. BP_ERROR_OUTPUT if it cannot be written; errors as of
 * output_check(). */
gboolean output_write(const char *path, gboolean force, GBytes *bytes, GError **error);

#endif
