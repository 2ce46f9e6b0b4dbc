/* run_history.h - a run as it went: everything that its database has a time for.
 *
 * Layer: results. Read in one go each, for whoever replays a run. All texts are borrowed
 * from the database, and as they stand there. Every array is (transfer full) (nullable):
 * NULL on damage: BP_ERROR_INPUT.
 */
#ifndef BANGPATH_RUN_HISTORY_H
#define BANGPATH_RUN_HISTORY_H

#include <bangpath/run_db.h>
#include <glib.h>

/** BpRunChange: a row of the table `host_events`. @detail: "" where there is none. */
typedef struct {
    gint64 time_us;
    guint32 host;
    const char *event;
    const char *detail;
} BpRunChange;

/** bp_run_db_changes: of BpRunChange by time, those of one instant as they were written. */
GArray *bp_run_db_changes(BpRunDb *db, GError **error);

/** BpRunCrossing: what had crossed a link of the map by then, both ways, since the begin. */
typedef struct {
    gint64 time_us;
    guint32 link;
    guint64 copies;
    guint64 spam_copies;
} BpRunCrossing;

/** bp_run_db_crossings: of BpRunCrossing by link, then by time; a link has one only where
 * something has crossed it since its last one. */
GArray *bp_run_db_crossings(BpRunDb *db, GError **error);

/** bp_run_db_measures: of const char *: the names of all series, in the order of strcmp(). */
GPtrArray *bp_run_db_measures(BpRunDb *db, GError **error);

/** BpRunKept: a message that the run has kept, of whatever kind. */
typedef struct {
    gint64 serial;
    const char *kind;
} BpRunKept;

/** bp_run_db_kept: of BpRunKept by serial number. */
GArray *bp_run_db_kept(BpRunDb *db, GError **error);

#endif
