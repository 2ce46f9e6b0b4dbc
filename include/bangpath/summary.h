/* summary.h - a run's sums for people: what happened, in a page of plain text.
 *
 * Layer: results.
 */
#ifndef BANGPATH_SUMMARY_H
#define BANGPATH_SUMMARY_H

#include <bangpath/run.h>
#include <glib.h>

/**
 * bp_run_summary: (transfer full): lines of at most 80 characters or so, names apart; only
 * about what there was in the run.
 * @colour: with the escape sequences of a terminal; else the same without them
 */
char *bp_run_summary(const BpRunResult *result, gboolean colour);

#endif
