/* resume.h - a run that keeps checkpoints, for run_whole.c. */
#ifndef BP_RESULTS_RESUME_H
#define BP_RESULTS_RESUME_H

#include <bangpath/run.h>

/* From where @run is to the end, or to where it is stopped, with a checkpoint now and then.
 * @writer is one that is kept. */
gboolean bp_run_kept(BpRunner *run, BpScenario *scenario, const BpRunOptions *options,
                     BpRunDbWriter *writer, BpRunResult *result, GError **error);

#endif
