/* sweep_page.h - one page of HTML from the results of one or more sweeps.
 *
 * Layer: view. Curves of any measure over any key that was varied, with their confidence
 * bands, and the numbers beside them. Like bp_report_write() it holds all that it shows,
 * and the same files give the same bytes.
 */
#ifndef BANGPATH_SWEEP_PAGE_H
#define BANGPATH_SWEEP_PAGE_H

#include <bangpath/sweep_db.h>
#include <glib.h>

/** BP_SWEEP_PAGE_MAX: sweeps in a page, told apart by letters. */
#define BP_SWEEP_PAGE_MAX 7

/** BP_SWEEP_PAGE_NUMBERS: as many are put into a page, 11 bytes each. Where all would be
 * more, results of single runs are left out, then measures, and the page says so. */
#define BP_SWEEP_PAGE_NUMBERS 1000000

/**
 * bp_sweep_page_json:
 * @sweeps: (array length=n): 1 to BP_SWEEP_PAGE_MAX
 *
 * Everything that the page shows: of each point and measure what bp_sweep_db_sample()
 * gives. Texts are plain, and no `<`, `>` or `&` stands in it as such.
 *
 * Returns: (transfer full) (nullable): BP_ERROR_VALUE if no run of a sweep has succeeded.
 */
char *bp_sweep_page_json(BpSweepDb *const *sweeps, guint n, GError **error);

/** bp_sweep_page_write: errors as of bp_report_write(). */
gboolean bp_sweep_page_write(BpSweepDb *const *sweeps, guint n, const char *path,
                             gboolean force, GError **error);

#endif
