/* sweep_drive.c - the order of runs, and the end of it.
 *
 * Runs are handed out in the order of their numbers. With `until`, a point gets its
 * replications in rounds, and whether it needs another is decided by the runs of whole
 * rounds alone: so the same runs are made however many workers there are.
 */
#include "sweep_drive.h"

#include <bangpath/units.h>

#include <math.h>
#include <stdio.h>

/* What is lost when the machine fails is what was not committed: a second of work. */
#define COMMIT_US BP_SECOND_US

#define WAIT_MS 200
#define SHOW_US (BP_SECOND_US / 5)
#define CLEAR_LINE "\r\033[K"

typedef struct {
    const SweepTask *task;
    SweepCrew *crew;
    BpSweepDb *db;
    const SweepOptions *options;
    SweepCount *count;
    GArray *queue; /* owned, of guint64: runs to be made */
    guint next;    /* in queue */
    guint8 *done;  /* owned: by run */
    guint *due;    /* owned: by point: replications decided on */
    guint *made;   /* owned: by point: of these */
    GQueue *given; /* owned: by worker: GQueue of run numbers + 1 */
    guint n_given;
    gint64 begun_us;
    gint64 committed_us;
    gint64 shown_us;
} Drive;

/* ---- which runs ---- */

static gboolean
is_ours(const Drive *drive, guint64 run)
{
    return drive->options->of == 0 ||
           run % drive->options->of == drive->options->only - 1;
}

static void
plan_run(Drive *drive, guint point, guint replication)
{
    guint64 run = bp_sweep_run_of(drive->task->sweep, point, replication);

    if (!is_ours(drive, run))
        return;
    drive->count->total++;
    if (drive->done[run]) {
        drive->count->skipped++;
        drive->made[point]++;
    } else {
        g_array_append_val(drive->queue, run);
    }
}

static gboolean
wants_more(Drive *drive, guint point)
{
    const BpSweep *sweep = drive->task->sweep;
    BpSample sample;

    if (sweep->until == NULL || drive->made[point] < drive->due[point] ||
        drive->due[point] >= sweep->at_most)
        return FALSE;
    /* Of a sweep that was interrupted the file may have part of a later round. */
    sample = bp_sweep_db_sample(drive->db, point, sweep->until, drive->due[point]);
    return isnan(sample.half) || sample.half > sweep->until_share * fabs(sample.mean);
}

/* Rounds follow one another while the file has them all, as when a sweep goes on. */
static void
settle(Drive *drive, guint point)
{
    const BpSweep *sweep = drive->task->sweep;

    while (wants_more(drive, point)) {
        guint from = drive->due[point];

        drive->due[point] = MIN(from + sweep->replications, sweep->at_most);
        for (guint i = from; i < drive->due[point]; i++)
            plan_run(drive, point, i);
    }
}

static gboolean
plan(Drive *drive, GError **error)
{
    const BpSweep *sweep = drive->task->sweep;

    if (!bp_sweep_db_mark(drive->db, drive->done, bp_sweep_max_runs(sweep), error))
        return FALSE;
    for (guint i = 0; i < sweep->replications; i++)
        for (guint point = 0; point < sweep->n_points; point++)
            plan_run(drive, point, i);
    for (guint point = 0; point < sweep->n_points; point++) {
        drive->due[point] = sweep->replications;
        settle(drive, point);
    }
    return TRUE;
}

/* ---- making them ---- */

static gboolean
put(Drive *drive, guint64 run, const GArray *totals, const char *failure,
    GError **error)
{
    guint point = bp_sweep_point_of(drive->task->sweep, run);
    gboolean held;

    if (!bp_sweep_db_put(drive->db, drive->task->scenario, drive->task->sweep, run,
                         totals, failure, &held, error))
        return FALSE;
    drive->done[run] = 1;
    drive->made[point]++;
    if (totals != NULL)
        drive->count->ok++;
    else
        drive->count->failed++;
    drive->count->missed += !held;
    settle(drive, point);
    return TRUE;
}

static gboolean
take_outcome(Drive *drive, guint worker, GBytes *bytes, GError **error)
{
    guint64 given = GPOINTER_TO_SIZE(g_queue_pop_head(&drive->given[worker])) - 1;
    g_autoptr(GArray) totals = NULL;
    g_autofree char *failure = NULL;
    guint64 run = 0;

    drive->n_given--;
    if (!sweep_work_read(bytes, &run, &totals, &failure) || run != given)
        return put(drive, given, NULL, "its outcome could not be read", error);
    return put(drive, run, totals, failure, error);
}

static gboolean
take_death(Drive *drive, guint worker, const char *why, GError **error)
{
    gpointer given = g_queue_pop_head(&drive->given[worker]);

    if (given == NULL)
        return TRUE;
    drive->n_given--;
    return put(drive, GPOINTER_TO_SIZE(given) - 1, NULL, why, error);
}

/* Everybody gets one before anybody gets a second one. */
static void
give_out(Drive *drive)
{
    for (guint depth = 0; depth < SWEEP_DEPTH; depth++)
        for (guint i = 0; i < drive->crew->n_workers; i++) {
            guint64 run;

            if (drive->next >= drive->queue->len ||
                g_queue_get_length(&drive->given[i]) > depth)
                continue;
            run = g_array_index(drive->queue, guint64, drive->next++);
            g_queue_push_tail(&drive->given[i], GSIZE_TO_POINTER((gsize)run + 1));
            drive->n_given++;
            drive->crew->give(drive->crew, i, run);
        }
}

static gboolean
hear(Drive *drive, GError **error)
{
    g_autoptr(GBytes) bytes = NULL;
    g_autofree char *why = NULL;
    guint worker = 0;

    switch (drive->crew->hear(drive->crew, WAIT_MS, &worker, &bytes, &why)) {
    case SWEEP_OUTCOME:
        return take_outcome(drive, worker, bytes, error);
    case SWEEP_DEATH:
        return take_death(drive, worker, why, error);
    case SWEEP_NOTHING:
        break;
    }
    return TRUE;
}

/* `123 of 220 runs  56%  3.1 runs/s  32 s left`. */
static void
show(Drive *drive)
{
    gint64 now_us = g_get_monotonic_time();
    guint made = drive->count->ok + drive->count->failed;
    guint left = drive->queue->len - made;
    double spent_s = (double)(now_us - drive->begun_us) / 1e6;
    g_autofree char *words = NULL;

    if (!drive->options->shows || now_us - drive->shown_us < SHOW_US)
        return;
    drive->shown_us = now_us;
    if (made > 0) {
        gint64 left_s = (gint64)(spent_s / made * left);
        gint64 step_s = left_s < 120 ? 1 : left_s < 7200 ? 60 : 3600;

        words = bp_format_duration(left_s / step_s * step_s * BP_SECOND_US);
    }
    fprintf(stderr, CLEAR_LINE "%u of %u runs  %3.0f%%  %.1f runs/s%s%s%s",
            made + drive->count->skipped, drive->count->total,
            100.0 * (made + drive->count->skipped) / MAX(drive->count->total, 1),
            made / MAX(spent_s, 1e-3), words != NULL ? "  " : "",
            words != NULL ? words : "", words != NULL ? " left" : "");
    fflush(stderr);
}

static gboolean
commit(Drive *drive, gboolean at_once, GError **error)
{
    gint64 now_us = g_get_monotonic_time();

    if (!at_once && now_us - drive->committed_us < COMMIT_US)
        return TRUE;
    drive->committed_us = now_us;
    return bp_sweep_db_commit(drive->db, error);
}

static gboolean
make_runs(Drive *drive, GError **error)
{
    while (drive->next < drive->queue->len || drive->n_given > 0) {
        if (drive->options->stop != NULL && *drive->options->stop) {
            drive->count->stopped = TRUE;
            break;
        }
        give_out(drive);
        if (!hear(drive, error) || !commit(drive, FALSE, error))
            return FALSE;
        show(drive);
    }
    return commit(drive, TRUE, error);
}

gboolean
sweep_drive(const SweepTask *task, SweepCrew *crew, BpSweepDb *db,
            const SweepOptions *options, SweepCount *count, GError **error)
{
    gsize n_points = task->sweep->n_points;
    gboolean good;
    Drive drive = {
        .task = task,
        .crew = crew,
        .db = db,
        .options = options,
        .count = count,
        .queue = g_array_new(FALSE, FALSE, sizeof(guint64)),
        .done = g_malloc0(bp_sweep_max_runs(task->sweep)),
        .due = g_new0(guint, n_points),
        .made = g_new0(guint, n_points),
        .given = g_new0(GQueue, crew->n_workers),
        .begun_us = g_get_monotonic_time(),
        .committed_us = g_get_monotonic_time(),
    };

    *count = (SweepCount){0};
    good = plan(&drive, error) && make_runs(&drive, error);
    if (options->shows)
        fputs(CLEAR_LINE, stderr);
    for (guint i = 0; i < crew->n_workers; i++)
        g_queue_clear(&drive.given[i]);
    g_array_unref(drive.queue);
    g_free(drive.done);
    g_free(drive.due);
    g_free(drive.made);
    g_free(drive.given);
    return good;
}
