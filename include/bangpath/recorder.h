/* recorder.h - watches a world and keeps what the run database and the summary need.
 *
 * Layer: results. It only looks: what happens does not depend on whether it is there.
 */
#ifndef BANGPATH_RECORDER_H
#define BANGPATH_RECORDER_H

#include <bangpath/archive.h>
#include <bangpath/run.h>
#include <bangpath/run_db.h>
#include <bangpath/world.h>
#include <glib.h>

/** BP_SAMPLES: a run is looked at when it begins and at the end of each of so many equal
 * parts: our guess at what a curve needs. */
#define BP_SAMPLES 240

typedef struct _BpRecorder BpRecorder;

/** bp_recorder_new: before bp_world_start(). @writer: (nullable): where it all goes; both
 * outlive the recorder, and the recorder the last event. */
BpRecorder *bp_recorder_new(BpWorld *world, BpRunDbWriter *writer);
void bp_recorder_free(BpRecorder *recorder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BpRecorder, bp_recorder_free)

/** bp_recorder_step_us: when sample @i, 0 to BP_SAMPLES, is due. */
gint64 bp_recorder_step_us(const BpRecorder *recorder, guint i);

/** bp_recorder_sample: writes how things stand now; nothing if it has at this time. */
void bp_recorder_sample(BpRecorder *recorder);

/** bp_recorder_archive: what it has noted, but for the rows that it has put: those are in the
 * database, which is as old or this is worth nothing. */
void bp_recorder_archive(BpRecorder *recorder, BpArchive *archive);

/** bp_recorder_half_reach_us: when half of the mailboxes reached so far had been, the
 * middle one counted up; -1 if none has. */
gint64 bp_recorder_half_reach_us(const BpRecorder *recorder);

/** bp_recorder_half_infected_us: the same of the mailboxes at which a worm has run. */
gint64 bp_recorder_half_infected_us(const BpRecorder *recorder);

/** bp_recorder_finish: writes what is known only at the end. Once. */
void bp_recorder_finish(BpRecorder *recorder, const BpRunResult *result);

#endif
