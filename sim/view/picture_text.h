/* picture_text.h - names of unknown origin, made fit for Graphviz and for the eye. */
#ifndef PICTURE_TEXT_H
#define PICTURE_TEXT_H

#include <glib.h>

/**
 * picture_clean:
 * @max_chars: longer ones are cut and end in an ellipsis
 *
 * Returns: (transfer full): valid UTF-8 of one line. White space becomes blanks; bytes that
 * are no UTF-8, control characters, marks that turn the direction of writing and what XML
 * cannot hold become U+FFFD.
 */
char *picture_clean(const char *text, guint max_chars);

/** picture_escape_label: (transfer full): what Graphviz shows as the clean @text. */
char *picture_escape_label(const char *text);

/** picture_escape_tooltip: (transfer full): the same in a tooltip. */
char *picture_escape_tooltip(const char *text);

/** picture_text_width: in points, of DejaVu Sans: a little more rather than less. */
double picture_text_width(const char *text, double font_size);

/** picture_cut_to_width: (transfer full): as many characters of the clean @text as fit. */
char *picture_cut_to_width(const char *text, double font_size, double width);

#endif
