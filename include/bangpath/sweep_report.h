/* sweep_report.h - what came of a sweep, as a table and as JSON.
 *
 * Layer: results.
 */
#ifndef BANGPATH_SWEEP_REPORT_H
#define BANGPATH_SWEEP_REPORT_H

#include <bangpath/sweep_db.h>
#include <glib.h>

/** bp_sweep_report_measures: (transfer full): of char *: which measures a table shows where
 * nobody says which: some of those that @db has. */
GPtrArray *bp_sweep_report_measures(BpSweepDb *db);

/**
 * bp_sweep_report: (transfer full): a line a point: how many runs, and of each of @measures
 * the mean and half of its 95% interval; then what was expected and how often it held, and
 * the first runs that failed.
 * @measures: (element-type utf8)
 */
char *bp_sweep_report(BpSweepDb *db, const GPtrArray *measures);

/** bp_sweep_json: (transfer full): all points and measures; the same whoever made the
 * runs, and in whatever order. */
char *bp_sweep_json(BpSweepDb *db);

/** bp_mean_text: (transfer full): `0.333 ± 0.012`, both with as many decimals as the
 * second has two digits; without it where there is but one run; `-` for none. */
char *bp_mean_text(const BpSample *sample);

#endif
