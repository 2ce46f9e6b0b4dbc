/* run_json.h - a run's sums for programs: one JSON object.
 *
 * Layer: results. Numbers have at most six decimals, and print the same on every machine.
 */
#ifndef BANGPATH_RUN_JSON_H
#define BANGPATH_RUN_JSON_H

#include <bangpath/run.h>
#include <glib.h>

/**
 * bp_run_json: (transfer full): one member a line, a newline at the end. All but the last
 * three members, `load_s`, `run_s` and `wall_s`, are the same in every run of a scenario
 * and seed. Text that is not UTF-8, such as a path may be, is shown as far as it is.
 */
char *bp_run_json(const BpRunResult *result);

#endif
