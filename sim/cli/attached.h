/* attached.h - values that stand right behind the letter of their option. */
#ifndef BANGPATH_ATTACHED_H
#define BANGPATH_ATTACHED_H

#include <glib.h>

/** command_detach: has @argv stand with `-j 2` wherever it has `-j2`, as other programs take it and
 * GLib does not. What of @entries takes none keeps to itself, and behind `--` all stays as it is.
 * The new array is the program's until it ends. */
void command_detach(const GOptionEntry *entries, int *argc, char ***argv);

#endif
