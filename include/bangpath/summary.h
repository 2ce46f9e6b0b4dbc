/* summary.h - a run's sums for people: what happened, in a page of plain text.
 *
 * Layer: results.
 */
#ifndef BANGPATH_SUMMARY_H
#define BANGPATH_SUMMARY_H

#include <bangpath/run.h>
#include <glib.h>

/**
 * BpSummaryLook: all zero is the page as it goes into files: plain text, and the same
 * wherever it is made.
 * @colour: with the escape sequences of a terminal
 * @curves: with sparklines of how it went: block characters, for terminals with UTF-8
 * @columns: lines are broken to fit these, and tables turned; 0: they are as long as they
 *   are. At least BP_SUMMARY_LEAST_COLUMNS
 */
typedef struct {
    gboolean colour;
    gboolean curves;
    guint columns;
} BpSummaryLook;

#define BP_SUMMARY_LEAST_COLUMNS 44

/** bp_run_summary: (transfer full): lines of at most 80 characters or so, names apart; only
 * about what there was in the run. */
char *bp_run_summary(const BpRunResult *result, const BpSummaryLook *look);

#endif
