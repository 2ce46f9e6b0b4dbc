/* terminal.h - what the terminal can show, if there is one. */
#ifndef BANGPATH_TERMINAL_H
#define BANGPATH_TERMINAL_H

#include <glib.h>

/** terminal_columns: how wide the terminal at @fd is: COLUMNS, if that is a number, else
 * as it says itself, else 80. 0 if @fd is no terminal. */
guint terminal_columns(int fd);

/** terminal_obeys: whether @fd is a terminal that takes colours and clears lines: none that
 * TERM calls `dumb`, as an editor's window is. */
gboolean terminal_obeys(int fd);

/** terminal_has_blocks: whether @fd is such a terminal with UTF-8, by the locale: one that
 * shows block characters. */
gboolean terminal_has_blocks(int fd);

#endif
