/* report.h - one page of HTML from the databases of one or more runs.
 *
 * Layer: view. The page holds all that it shows and asks for nothing from outside, so that
 * it opens from a disk as well as from a server. The same databases give the same bytes.
 * What does not fit into a page is summed up or sampled, and the page says so.
 */
#ifndef BANGPATH_REPORT_H
#define BANGPATH_REPORT_H

#include <bangpath/run_db.h>
#include <glib.h>

/** BP_REPORT_MAX_RUNS: as many as there are colours that differ for every eye. */
#define BP_REPORT_MAX_RUNS 7

/** BP_REPORT_MAX_FRAMES: of a link's traffic; a database has no more. */
#define BP_REPORT_MAX_FRAMES 62

/** BP_REPORT_MESSAGES: of the messages kept, those whose story is in the page, all runs
 * together; spread evenly over each kind of mail. */
#define BP_REPORT_MESSAGES 400

/**
 * bp_report_json:
 * @runs: (array length=n_runs): 1 to BP_REPORT_MAX_RUNS
 *
 * Everything that the page shows. Texts are plain, as bp_plain() makes them, and no `<`,
 * `>` or `&` stands in it as such.
 *
 * Returns: (transfer full) (nullable): BP_ERROR_INPUT if a database is damaged,
 * BP_ERROR_VALUE if a run has no host, BP_ERROR_OUTPUT if Graphviz fails.
 */
char *bp_report_json(BpRunDb *const *runs, guint n_runs, GError **error);

/** bp_report_render: (transfer full) (nullable): the page. Errors as of bp_report_json(). */
GBytes *bp_report_render(BpRunDb *const *runs, guint n_runs, GError **error);

/**
 * bp_report_write:
 * @path: (nullable): NULL is standard output
 * @force: an existing file may be replaced, if it is a plain file
 *
 * Renders, and writes under a temporary name that is renamed when all is there.
 * BP_ERROR_EXISTS (before anything is read) if @path is there and not @force;
 * BP_ERROR_OUTPUT if it cannot be written; then an older file is untouched.
 */
gboolean bp_report_write(BpRunDb *const *runs, guint n_runs, const char *path,
                         gboolean force, GError **error);

#endif
