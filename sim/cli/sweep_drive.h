/* sweep_drive.h - hands out the runs of a sweep, and writes down what came of them. */
#ifndef BANGPATH_CLI_SWEEP_DRIVE_H
#define BANGPATH_CLI_SWEEP_DRIVE_H

#include "sweep_crew.h"

#include <bangpath/sweep_db.h>
#include <signal.h>

/** SweepOptions: @only, @of: every @of-th run, beginning with the @only-th, from 1; 0: all.
 * @shows: a progress line on standard error. */
typedef struct {
    guint only;
    guint of;
    gboolean shows;
    volatile sig_atomic_t *stop;
} SweepOptions;

/** SweepCount: runs that are in the plan, by what became of them. @missed: in which
 * something expected did not hold. @stopped: not all of them were made. */
typedef struct {
    guint total;
    guint ok;
    guint failed;
    guint skipped; /* they were there already */
    guint missed;
    gboolean stopped;
} SweepCount;

/**
 * sweep_drive: lets @crew make all runs that @db does not have.
 *
 * Returns: FALSE: BP_ERROR_OUTPUT if an outcome could not be written.
 */
gboolean sweep_drive(const SweepTask *task, SweepCrew *crew, BpSweepDb *db,
                     const SweepOptions *options, SweepCount *count, GError **error);

#endif
