/* measure_units.h - the units of what databases hold, by name.
 *
 * Layer: results. docs/database.md has the conventions that this follows.
 */
#ifndef BANGPATH_MEASURE_UNITS_H
#define BANGPATH_MEASURE_UNITS_H

#include <glib.h>

/** bp_measure_unit: of a measure of the tables `totals` or `series`, such as `spam.reach`:
 * `share` (0 to 1), `ratio`, `s`, `bytes`, `dollars`,
 * `number` (a seed); else `count`. */
const char *bp_measure_unit(const char *measure);

/** bp_column_unit: (nullable): of a column of any table, such as `time_us`; NULL for
 * counts, numbers of rows and texts. */
const char *bp_column_unit(const char *column);

#endif
