/* plain.h - text from elsewhere, made fit for a terminal.
 *
 * Layer: base.
 */
#ifndef BANGPATH_PLAIN_H
#define BANGPATH_PLAIN_H

#include <glib.h>

/**
 * bp_plain: (transfer full): @text in which every character that a terminal would obey or
 * hide is shown instead: control and format characters, separators of lines, and what is
 * not assigned, as `\x1b` or `\u202e`; bytes that are not UTF-8 as `\xe9`.
 * @text: (nullable): NULL is ""
 */
char *bp_plain(const char *text);

#endif
