/* sweep.h - the plan of a sweep: which values, how often, in which order.
 *
 * Layer: results. Made of a scenario's [sweep]:
 *
 *   closure.share = 0%, 10% .. 100%     a key and its values; several keys are crossed
 *   replications = 20                   runs of each point, with seeds from the scenario's up
 *   mode = cross                        or zip: first values together, then second ones
 *   until = 2% of spam.reach            more replications, until that is known so well
 *   at-most = 100                       but no more of them than this
 *
 * A *point* is one choice of values. Points and replications count from 0; run number =
 * replication * points + point, so that whatever part of the runs has been made, each point
 * has had as many as any other, to within one.
 */
#ifndef BANGPATH_SWEEP_H
#define BANGPATH_SWEEP_H

#include <bangpath/error.h>
#include <bangpath/scenario.h>
#include <glib.h>

/** BP_SWEEP_MAX_POINTS: BP_SWEEP_MAX_RUNS: more is refused: our guess of what nobody
 * waits for. */
#define BP_SWEEP_MAX_POINTS 100000
#define BP_SWEEP_MAX_RUNS 1000000

/** BpSweepKey: one key that is varied. */
typedef struct {
    char *name;        /* owned: `spammer cyber.bcc` */
    char *group;       /* owned: `spammer cyber` */
    char *key;         /* owned: `bcc` */
    char *text;        /* owned: its values as written */
    GPtrArray *values; /* owned, of char *: each as one would write it in the file */
    const char *file;  /* interned */
    int line;
} BpSweepKey;

typedef struct {
    GPtrArray *keys; /* owned, of BpSweepKey, in the order of the file */
    guint n_points;
    guint replications; /* of each point; with @until of one round */
    guint at_most;      /* replications of a point; without @until, replications */
    gboolean zip;
    const char *until; /* interned, (nullable): a name of bp_run_totals() */
    double until_share;
    guint64 seed; /* of replication 0; replication k has seed + k */
} BpSweep;

/**
 * bp_sweep_new:
 *
 * Every wrong key or value of @scenario's [sweep] is a problem, with its place. Values are
 * read by the rows of their keys; what they mean together only a scenario can say
 * that is made with them.
 *
 * Returns: (transfer full) (nullable): NULL if there were problems.
 */
BpSweep *bp_sweep_new(const BpScenario *scenario, BpProblems *problems);
void bp_sweep_free(BpSweep *sweep);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BpSweep, bp_sweep_free)

/** bp_sweep_key: (transfer none). */
const BpSweepKey *bp_sweep_key(const BpSweep *sweep, guint key);

/** bp_sweep_value: (transfer none): what key number @key is at @point. Of crossed keys the
 * last one changes fastest. */
const char *bp_sweep_value(const BpSweep *sweep, guint point, guint key);

/** bp_sweep_point_name: (transfer full): `closure.share=10%, spammer cyber.bcc=5`; "" for
 * the only point of a sweep that varies nothing but the seed. */
char *bp_sweep_point_name(const BpSweep *sweep, guint point);

/** bp_sweep_max_runs: of all points, at @at_most replications each. */
guint64 bp_sweep_max_runs(const BpSweep *sweep);

guint bp_sweep_point_of(const BpSweep *sweep, guint64 run);
guint bp_sweep_replication_of(const BpSweep *sweep, guint64 run);
guint64 bp_sweep_run_of(const BpSweep *sweep, guint point, guint replication);
guint64 bp_sweep_seed_of(const BpSweep *sweep, guint64 run);

/**
 * bp_sweep_values:
 *
 * `0%, 10% .. 100%, "a, b", lognormal(2 KB, 1.1)`: values parted by commas; one with a
 * comma of its own stands in double quotes, unless that is in brackets. `..` goes on to what
 * follows, by steps as from the value before the last to the last before it; where there is
 * but one, by 1 or -1. All three have the same unit.
 *
 * Returns: (transfer full) (nullable): of char *; BP_ERROR_VALUE reads on after "expected".
 */
GPtrArray *bp_sweep_values(const char *text, GError **error);

#endif
