/* signals.h - Ctrl-C while files are made.
 *
 * Layer: base. It concerns SIGINT, SIGTERM and SIGHUP, where they would have ended the program: what a program
 * handles or ignores itself stays as it is. Signals are the process's: one thread at a time, and not
 * nested.
 */
#ifndef BANGPATH_SIGNALS_H
#define BANGPATH_SIGNALS_H

#include <glib.h>

/** bp_signals_hold: until bp_signals_release() they wait. */
void bp_signals_hold(void);

/** bp_signals_set_part: between the two: @part is a file in the making; they wait no more, but
 * remove it before they end the program. */
void bp_signals_set_part(const char *part);

/** bp_signals_came: whether one waits: what takes long may be given up. */
gboolean bp_signals_came(void);

/** bp_signals_release: what has waited comes now, and ends the program. */
void bp_signals_release(void);

/** bp_signals_remove_part: removes the file in the making, if there is one, as the program is
 * about to end. Fit for a signal handler. */
void bp_signals_remove_part(void);

#endif
