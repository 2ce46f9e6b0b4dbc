/* run.h - one run of a scenario, from its first event to its last, and what came of it.
 *
 * Layer: results.
 */
#ifndef BANGPATH_RUN_H
#define BANGPATH_RUN_H

#include <bangpath/archive.h>
#include <bangpath/books.h>
#include <bangpath/carrier.h>
#include <bangpath/curves.h>
#include <bangpath/measures.h>
#include <bangpath/run_db.h>
#include <bangpath/scenario.h>
#include <bangpath/world.h>
#include <glib.h>
#include <signal.h>

/** BpBill: what a host paid for calls and lines. */
typedef struct {
    char *host; /* owned */
    gint64 paid_udollars;
} BpBill;

/** BP_BILLS: as many of these are told. */
#define BP_BILLS 5

/** BpRunResult: the sums of a run. Costs of others are carriage.paid_udollars less those
 * of the spammers. */
typedef struct {
    char *scenario; /* owned: its path */
    char *title;    /* owned */
    guint64 seed;
    gint64 begin_unix_s;
    gint64 length_us;
    gint64 end_us;     /* how far it came */
    gboolean complete; /* FALSE if it was stopped on the way */
    gboolean is_kept;  /* and can be gone on with */
    guint32 n_hosts;   /* nets left out */
    guint32 n_links;   /* of the map */
    guint64 n_mailboxes;
    guint32 open_at_begin; /* relays */
    guint32 open_at_end;
    BpBooks books;
    double ham_delay_s; /* mean */
    double ham_delay_p50_s;
    double ham_delay_p90_s;
    double ham_delay_p99_s;
    double
        ham_within_1d; /* of the ham delivered, the share that took so long at most */
    double ham_within_2d;
    double ham_within_7d;
    BpCarriage carriage;
    BpBill
        *bills; /* owned, (array length=n_bills): of those who paid most, those first */
    guint n_bills;
    gint64 spammers_paid_udollars;
    gint64 half_reach_us;    /* when half of those reached had been; -1 if none was */
    gint64 half_infected_us; /* likewise of the mailboxes at which a worm ran */
    BpMeasures measures;
    BpCurves *curves; /* owned, (nullable) */
    guint64 trajectory; /* bp_post_trajectory() */
    guint64 events;
    double load_s; /* these are real time */
    double run_s;
    double run_cpu_s; /* what the processors did meanwhile, all threads together */
    double wall_s;
} BpRunResult;

/** bp_run_result_clear: frees what @result owns, and zeroes it. */
void bp_run_result_clear(BpRunResult *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BpRunResult, bp_run_result_clear)

/** BpRunStatus: how far a run is. */
typedef struct {
    gint64 begin_unix_s;
    gint64 now_us;
    gint64 length_us;
    double share; /* of the simulated time, 0 to 1 */
    guint64 events;
    double wall_s; /* since the first event */
} BpRunStatus;

typedef void (*BpRunProgress)(gpointer data, const BpRunStatus *status);

/**
 * BpRunOptions: all zero is a run that writes nothing.
 * @output: (nullable): path of a run database to make
 * @force: @output may be there already
 * @load_s: real time that reading the scenario took; goes into the result
 * @progress: (nullable): called at most ten times a second
 * @second_core: there is a processor to spare, on which a thread finds routes ahead; the
 *   outcome is the same
 * @stop: (nullable): when it becomes other than 0, as a signal handler may set it, the run
 *   ends within a second with what it has
 * @checkpoint_us: 0, or simulated time from one checkpoint to the next: @output can then be gone
 *   on with by bp_run_resume(), however the program ends
 * @stop_at_us: 0, or when the run is to stop, with a checkpoint
 */
typedef struct {
    const char *output;
    gboolean force;
    double load_s;
    gboolean second_core;
    BpRunProgress progress;
    gpointer progress_data;
    volatile sig_atomic_t *stop;
    gint64 checkpoint_us;
    gint64 stop_at_us;
} BpRunOptions;

/**
 * bp_run:
 * @scenario: without problems, as bp_world_check() sees it, and not run before: its
 *   network gets the spammers' own lines
 * @result: (out caller-allocates): filled only on success; bp_run_result_clear() it
 *
 * A stopped run is a success, and its database is written; only it is not complete.
 *
 * Returns: FALSE: BP_ERROR_EXISTS or BP_ERROR_OUTPUT, if possible before anything is
 * simulated; BP_ERROR_BOOKS if the books do not balance; BP_ERROR_LIMIT if the run had no
 * room for another message. Then no database is left behind.
 */
gboolean bp_run(BpScenario *scenario, const BpRunOptions *options, BpRunResult *result,
                GError **error);

/* ---- going on ---- */

/** BpResume: a run that was not finished, as its last checkpoint has it. */
typedef struct _BpResume BpResume;

/** bp_resume_open: @output: of the run that is to go on. Returns: (nullable): as
 * bp_run_db_resume(). */
BpResume *bp_resume_open(const char *output, gboolean force, GError **error);
void bp_resume_free(BpResume *resume);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BpResume, bp_resume_free)

/** bp_resume_path: of its scenario; bp_resume_merged: and the text, for
 * bp_scenario_read_merged(). */
const char *bp_resume_path(const BpResume *resume);
const char *bp_resume_merged(const BpResume *resume);

/** bp_resume_inputs: (transfer none): of BpInput: what the run has been made of. */
GPtrArray *bp_resume_inputs(const BpResume *resume);

/**
 * bp_run_resume:
 * @scenario: made of what @resume says
 * @options: its output is not looked at; a checkpoint_us of 0 stands for that of before
 *
 * Goes on to the end, or to where it is stopped again. What comes of it is what would have
 * come of one run. FALSE: as bp_run(), and BP_ERROR_INPUT if the checkpoint is not of
 * @scenario, or damaged.
 */
gboolean bp_run_resume(BpResume *resume, BpScenario *scenario,
                       const BpRunOptions *options, BpRunResult *result,
                       GError **error);

/* ---- a run in pieces ---- */

/** BpRunner: a run that can be stopped, saved, and gone on with. */
typedef struct _BpRunner BpRunner;

/**
 * bp_runner_new:
 * @scenario: as for bp_run(); outlives the runner
 * @writer: (nullable): where its rows go; likewise
 *
 * @options: its output is not looked at; outlives the runner
 */
BpRunner *bp_runner_new(BpScenario *scenario, const BpRunOptions *options,
                        BpRunDbWriter *writer);
void bp_runner_free(BpRunner *runner);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BpRunner, bp_runner_free)

/** bp_runner_start: the first thing, unless it is loaded. */
void bp_runner_start(BpRunner *runner);

/**
 * bp_runner_advance:
 *
 * Goes on to @to_us, or to the end of the run. TRUE also when it was stopped before, which
 * bp_runner_is_stopped() tells. FALSE: as bp_run() says.
 */
gboolean bp_runner_advance(BpRunner *runner, gint64 to_us, GError **error);

gboolean bp_runner_is_stopped(const BpRunner *runner);
gint64 bp_runner_now_us(const BpRunner *runner);
BpWorld *bp_runner_world(const BpRunner *runner);

/** bp_runner_save: (transfer full): all that it knows; the rows that it has put are the
 * database's. */
GBytes *bp_runner_save(BpRunner *runner);

/** bp_runner_load: in place of the start: goes on where @bytes were saved, of the same scenario.
 * FALSE: BP_ERROR_INPUT, and the runner can only be freed. */
gboolean bp_runner_load(BpRunner *runner, GBytes *bytes, GError **error);

/** bp_runner_finish: sums up, and puts what is known only at the end. The database is still to
 * be finished. Once, and nothing after it. */
gboolean bp_runner_finish(BpRunner *runner, BpRunResult *result, GError **error);

/**
 * BpTotalKind:
 * @BP_TOTAL_NULL: there is no number, such as an amplification without any spam
 * @BP_TOTAL_OBJECT: no number but the name of some that follow, should there be any
 */
typedef enum {
    BP_TOTAL_WHOLE,
    BP_TOTAL_REAL,
    BP_TOTAL_NULL,
    BP_TOTAL_OBJECT,
} BpTotalKind;

/** BpTotal: one number of a run, named by its path in the JSON: `ham.delay_s.p50`. */
typedef struct {
    const char *name; /* interned */
    BpTotalKind kind;
    guint64 whole;
    double real; /* rounded to six decimals; of a whole number, the same as a double */
} BpTotal;

/**
 * bp_run_totals: (transfer full): BpTotal, in the order of the JSON, but for the three
 * that are real time. What the JSON, the database's `totals` and comparisons are made of.
 */
GArray *bp_run_totals(const BpRunResult *result);

/** bp_run_has_calls: whether anybody ever dialled: then days matter, not seconds. */
gboolean bp_run_has_calls(const BpRunResult *result);

/** bp_run_total: (nullable): the one called @name in what bp_run_totals() gave. */
const BpTotal *bp_run_total(const GArray *totals, const char *name);

#endif
