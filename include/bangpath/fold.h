/* fold.h - lines of text, broken at blanks to fit a terminal.
 *
 * Layer: base.
 */
#ifndef BANGPATH_FOLD_H
#define BANGPATH_FOLD_H

#include <glib.h>

/** bp_text_columns: how many columns of a terminal @text takes: two for a wide character,
 * none for a combining one or for an escape sequence of colour (`ESC [ ... m`). */
guint bp_text_columns(const char *text);

/**
 * bp_fold:
 * @text: UTF-8; lines end in newlines
 * @columns: what a line may take; 0 for any length
 * @indent: blanks in front of what is carried over; less than @columns
 *
 * A line is broken at its last blank that fits, beyond the indent; not between a number
 * and a word of up to three letters, such as its unit. A word longer than a line is left
 * whole.
 *
 * Returns: (transfer full).
 */
char *bp_fold(const char *text, guint columns, guint indent);

#endif
