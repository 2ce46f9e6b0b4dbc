/* sweep_crew.h - those who make the runs of a sweep: processes of this machine, or ranks
 * of an MPI job. Whoever hands out the runs sees no difference. */
#ifndef BANGPATH_CLI_SWEEP_CREW_H
#define BANGPATH_CLI_SWEEP_CREW_H

#include "sweep_work.h"

/** SWEEP_DEPTH: runs that a worker has at once: it goes on with the next one while the
 * last outcome is being written down. */
#define SWEEP_DEPTH 2

typedef enum {
    SWEEP_NOTHING, /* the time is over, or a signal came */
    SWEEP_OUTCOME,
    SWEEP_DEATH, /* the worker ended in its first run; it stands ready again */
} SweepNews;

typedef struct _SweepCrew SweepCrew;

/** SweepCrew: one kind of crew. */
struct _SweepCrew {
    guint n_workers;
    /* Gives run number @run to @worker, who has less than SWEEP_DEPTH. */
    void (*give)(SweepCrew *crew, guint worker, guint64 run);
    /* Waits @wait_ms at most. @bytes: (out) (transfer full): an outcome; @why: (out)
     * (transfer full): of a death. */
    SweepNews (*hear)(SweepCrew *crew, guint wait_ms, guint *worker, GBytes **bytes,
                      char **why);
    /* Sends all home, at once if @now, and frees it. */
    void (*end)(SweepCrew *crew, gboolean now);
};

/** sweep_crew_fork: (nullable): @n processes that share what is in memory. */
SweepCrew *sweep_crew_fork(const SweepTask *task, guint n, GError **error);

#endif
