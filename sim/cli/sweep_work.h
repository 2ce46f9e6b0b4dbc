/* sweep_work.h - one run of a sweep, and how its outcome travels between processes. */
#ifndef BANGPATH_CLI_SWEEP_WORK_H
#define BANGPATH_CLI_SWEEP_WORK_H

#include <bangpath/scenario.h>
#include <bangpath/sweep.h>

/** SweepTask: what all processes of a sweep have before they part. */
typedef struct {
    BpScenario *scenario; /* borrowed: its network is used by one run at a time */
    const BpSweep *sweep; /* borrowed */
} SweepTask;

/** sweep_work_vary: (transfer full) (nullable): the scenario of a point and seed. */
BpScenario *sweep_work_vary(const SweepTask *task, guint point, guint64 seed,
                            BpProblems *problems);

/** sweep_work_do: (transfer full): makes a run; what came of it, for sweep_work_read(). */
GBytes *sweep_work_do(const SweepTask *task, guint64 run);

/** sweep_work_read: FALSE if @bytes are not what sweep_work_do() gave.
 * @totals: (out) (transfer full) (nullable): of BpTotal, NULL if the run failed
 * @failure: (out) (transfer full) (nullable): why */
gboolean sweep_work_read(GBytes *bytes, guint64 *run, GArray **totals, char **failure);

#endif
