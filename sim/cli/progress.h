/* progress.h - one line on a terminal that says how far a run is. */
#ifndef BANGPATH_PROGRESS_H
#define BANGPATH_PROGRESS_H

#include <bangpath/run.h>

/** progress_show: a BpRunProgress: simulated date, share done, events/s, time left, on
 * standard error, in place of the line before. */
void progress_show(gpointer data, const BpRunStatus *status);

/** progress_clear: takes the line away. */
void progress_clear(void);

#endif
