/* sweep_db.h - the runs of a sweep on disk: an SQLite database that grows run by run.
 *
 * Layer: results. docs/sweeps.md says what its tables and columns mean. Rows are keyed by
 * run number and no wall-clock time is in it: the same scenario gives the same rows, in
 * whatever order and by however many the runs were made.
 */
#ifndef BANGPATH_SWEEP_DB_H
#define BANGPATH_SWEEP_DB_H

#include <bangpath/expect.h>
#include <bangpath/run.h>
#include <bangpath/statistics.h>
#include <bangpath/sweep.h>
#include <glib.h>

/** BP_SWEEP_DB_SCHEMA: PRAGMA user_version; goes up when a table or column changes. */
#define BP_SWEEP_DB_SCHEMA 1

/** BP_SWEEP_DB_APPLICATION: PRAGMA application_id: "BgSw". */
#define BP_SWEEP_DB_APPLICATION 0x42675377

typedef struct _BpSweepDb BpSweepDb;

/**
 * bp_sweep_db_create:
 * @path: (nullable): NULL keeps it in memory
 * @force: an existing plain file is replaced
 *
 * Returns: (nullable): BP_ERROR_EXISTS, or BP_ERROR_OUTPUT if it cannot be written.
 */
BpSweepDb *bp_sweep_db_create(const char *path, gboolean force,
                              const BpScenario *scenario, const BpSweep *sweep,
                              GError **error);

/**
 * bp_sweep_db_resume: goes on with a file that an earlier sweep left, in whatever way it
 * ended.
 *
 * Returns: (nullable): BP_ERROR_INPUT if it is no results file, or was made of another
 * scenario, other inputs or by another version: the message says which; BP_ERROR_OUTPUT
 * if it cannot be written, or another sweep is writing it.
 */
BpSweepDb *bp_sweep_db_resume(const char *path, const BpScenario *scenario,
                              GError **error);

/** bp_sweep_db_open: to be read; BP_ERROR_INPUT if it is no results file, of another
 * schema, or damaged: its pages are looked through. */
BpSweepDb *bp_sweep_db_open(const char *path, GError **error);

/** bp_sweep_db_free: what was put and not committed is lost. */
void bp_sweep_db_free(BpSweepDb *db);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BpSweepDb, bp_sweep_db_free)

/** bp_sweep_db_is: whether the database in @path is a sweep's, by its application id,
 * damaged or not. */
gboolean bp_sweep_db_is(const char *path);

/**
 * bp_sweep_db_put: a run that is done.
 * @totals: (nullable): of BpTotal; NULL if it failed
 * @failure: (nullable): why it failed
 *
 * What @scenario expects is judged and kept with it. @held: (out): whether all of it held;
 * a run that failed does not count.
 */
gboolean bp_sweep_db_put(BpSweepDb *db, const BpScenario *scenario,
                         const BpSweep *sweep, guint64 run, const GArray *totals,
                         const char *failure, gboolean *held, GError **error);

/** bp_sweep_db_commit: what was put is on the disk, whatever happens afterwards. */
gboolean bp_sweep_db_commit(BpSweepDb *db, GError **error);

/** bp_sweep_db_merge: adds the runs of @from, which is of the same sweep. A run that both
 * have must be the same in both: BP_ERROR_VALUE. */
gboolean bp_sweep_db_merge(BpSweepDb *db, const char *from, GError **error);

/** bp_sweep_db_copy: (nullable): a new database at @path like that in @from, which is open
 * for bp_sweep_db_merge(). */
BpSweepDb *bp_sweep_db_copy(const char *path, gboolean force, const char *from,
                            GError **error);

/* ---- what is in it ---- */

/** bp_sweep_db_mark: sets @done[run] to 1 for every run below @n that has been made, or has
 * failed. */
gboolean bp_sweep_db_mark(BpSweepDb *db, guint8 *done, guint64 n, GError **error);

/** bp_sweep_db_count: runs in a @state, `ok` or `failed`. */
guint bp_sweep_db_count(BpSweepDb *db, const char *state);

/** bp_sweep_db_text: (transfer full) (nullable): of the table `sweep`, by key. */
char *bp_sweep_db_text(BpSweepDb *db, const char *key);

/** bp_sweep_db_input: (transfer full) (nullable): the SHA-256 of the input called @path. */
char *bp_sweep_db_input(BpSweepDb *db, const char *path);

guint bp_sweep_db_n_points(BpSweepDb *db);

/** bp_sweep_db_point_name: (transfer full). */
char *bp_sweep_db_point_name(BpSweepDb *db, guint point);

/** bp_sweep_db_keys: (transfer full): of char *: what is varied, as `closure.share`, in the
 * order in which a point's name has them. */
GPtrArray *bp_sweep_db_keys(BpSweepDb *db);

/** bp_sweep_db_point_value: (transfer full) (nullable): of one of bp_sweep_db_keys(). */
char *bp_sweep_db_point_value(BpSweepDb *db, guint point, const char *key);

/** bp_sweep_db_path: as it was opened. */
const char *bp_sweep_db_path(const BpSweepDb *db);

/** bp_sweep_db_measures: (transfer full): of char *: all that some run has, by name. */
GPtrArray *bp_sweep_db_measures(BpSweepDb *db);

/** bp_sweep_db_seeds: (transfer full): of guint64: of the runs of @point that are ok, in
 * the order of replications. */
GArray *bp_sweep_db_seeds(BpSweepDb *db, guint point);

/** bp_sweep_db_values: (transfer full): of double, a place for each of
 * bp_sweep_db_seeds(); NaN where a run has no such number. */
GArray *bp_sweep_db_values(BpSweepDb *db, guint point, const char *measure);

/** bp_sweep_db_sample: of the first so many @replications, of which some may have failed;
 * G_MAXUINT: of all. */
BpSample bp_sweep_db_sample(BpSweepDb *db, guint point, const char *measure,
                            guint replications);

/** BpSweepVerdict: one expectation over all runs. */
typedef struct {
    char *name;     /* owned */
    char *expected; /* owned */
    guint n;        /* runs that were judged */
    guint held;
} BpSweepVerdict;

/** bp_sweep_db_verdicts: (transfer full): of BpSweepVerdict, by name. */
GArray *bp_sweep_db_verdicts(BpSweepDb *db);

/** BpSweepMiss: a run that failed, or in which something expected did not hold. */
typedef struct {
    guint64 run;
    guint point;
    guint64 seed;
    char *text; /* owned: `2: spam.reach < 5% (0.12)`, or why it failed */
} BpSweepMiss;

/** bp_sweep_db_misses: (transfer full): of BpSweepMiss, by run: the first @most. */
GArray *bp_sweep_db_misses(BpSweepDb *db, guint most);

#endif
