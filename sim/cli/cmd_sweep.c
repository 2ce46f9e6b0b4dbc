/* cmd_sweep.c - bangpath sweep: a scenario many times over, with values and seeds varied. */
#include "command.h"
#include "sweep_drive.h"
#include "sweep_mpi.h"
#include "terminal.h"

#include <bangpath/expect.h>
#include <bangpath/plain.h>
#include <bangpath/random.h>
#include <bangpath/scenario_file.h>
#include <bangpath/sweep_report.h>
#include <bangpath/units.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern const BpCommand bp_command_sweep;

#define MAX_JOBS 4096

typedef struct {
    char **settings;
    char **measures;
    char *seed;
    char *output;
    char *only;
    char *jobs_text;
    guint jobs;
    gboolean resume;
    gboolean force;
    gboolean dry_run;
    gboolean json;
    gboolean quiet;
} Options;

static volatile sig_atomic_t stop;

/* The first Ctrl-C ends the sweep cleanly; a second one ends the program at once. */
static void
on_signal(int number)
{
    if (stop == 0) {
        stop = 1;
        return;
    }
    signal(number, SIG_DFL);
    raise(number);
}

static void
catch_signal(int number)
{
    struct sigaction action = {.sa_handler = on_signal};
    struct sigaction before;

    if (sigaction(number, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
        sigaction(number, &action, NULL);
}

static void
clear_options(Options *options)
{
    g_strfreev(options->settings);
    g_strfreev(options->measures);
    g_free(options->seed);
    g_free(options->output);
    g_free(options->only);
    g_free(options->jobs_text);
}

/* ---- what is to be done ---- */

static int
complain_of(const char *option, const char *text, const char *expected)
{
    g_printerr("bangpath: %s \"%s\": expected %s\n", option, text, expected);
    return EXIT_BAD_USAGE;
}

/* `2/5`: the second of five parts. */
static int
read_part(const Options *options, const BpSweep *sweep, SweepOptions *drive)
{
    g_auto(GStrv) parts = NULL;
    gint64 only = 0;
    gint64 of = 0;

    if (options->only == NULL)
        return EXIT_DONE;
    parts = g_strsplit(options->only, "/", -1);
    if (g_strv_length(parts) != 2 ||
        !bp_parse_whole(parts[1], 1, BP_SWEEP_MAX_RUNS, &of, NULL) ||
        !bp_parse_whole(parts[0], 1, of, &only, NULL))
        return complain_of("--only", options->only, "I/N, I from 1 to N, such as 1/4");
    if (sweep->until != NULL)
        return complain_of("--only", options->only,
                           "a sweep without until: whether a point needs more runs "
                           "depends on all of them");
    drive->only = (guint)only;
    drive->of = (guint)of;
    return EXIT_DONE;
}

static int
check_options(Options *options)
{
    if (!command_read_jobs(options->jobs_text, MAX_JOBS, &options->jobs) ||
        !command_check_measures(options->measures))
        return EXIT_BAD_USAGE;
    if (options->resume && options->output == NULL) {
        g_printerr(
            "bangpath: --resume: expected -o SWEEP.db, the file to go on with\n");
        return EXIT_BAD_USAGE;
    }
    if (options->resume && options->force) {
        g_printerr("bangpath: --resume and --force: expected one of them: the file is "
                   "gone on with, or replaced\n");
        return EXIT_BAD_USAGE;
    }
    return EXIT_DONE;
}

/* A mistake of one point is most often one of all others: the first is enough. */
static void
check_points(const SweepTask *task, BpProblems *problems)
{
    for (guint i = 0; i < task->sweep->n_points; i++) {
        bp_scenario_free(sweep_work_vary(task, i, task->sweep->seed, problems));
        if (bp_problems_count(problems) > 0)
            return;
    }
}

static BpScenario *
read_scenario(const Options *options, const char *path, BpSweep **sweep,
              BpProblems *problems)
{
    g_autoptr(BpScenario) scenario = NULL;
    gint64 seed;

    if (options->seed != NULL && !command_read_seed(options->seed, &seed))
        return NULL;
    if (!command_expect_scenario(path, problems))
        return NULL;
    scenario = bp_scenario_read(path, options->settings,
                                options->seed != NULL ? &seed : NULL, problems);
    if (scenario == NULL)
        return NULL;
    bp_expect_check(scenario, problems);
    *sweep = bp_sweep_new(scenario, problems);
    if (*sweep != NULL && bp_problems_count(problems) == 0) {
        SweepTask task = {scenario, *sweep};

        check_points(&task, problems);
    }
    return bp_problems_count(problems) > 0 ? NULL : g_steal_pointer(&scenario);
}

/* ---- before and after ---- */

static int
print_plan(const BpSweep *sweep)
{
    g_autofree char *runs = bp_format_count(bp_sweep_max_runs(sweep));

    for (guint i = 0; i < sweep->n_points; i++) {
        g_autofree char *name = bp_sweep_point_name(sweep, i);
        g_autofree char *plain = bp_plain(name);

        g_print("%u\t%s\n", i, plain);
    }
    g_printerr("%u points, %s %s%s, seeds from %" G_GUINT64_FORMAT "\n",
               sweep->n_points, sweep->until != NULL ? "at most" : "in all", runs,
               " runs", sweep->seed);
    return EXIT_DONE;
}

static void
print_report(const Options *options, BpSweepDb *db)
{
    g_autoptr(GPtrArray) measures = NULL;
    g_autofree char *text = NULL;

    if (options->json) {
        text = bp_sweep_json(db);
    } else if (!options->quiet) {
        measures = bp_sweep_report_measures(db);
        if (options->measures != NULL)
            g_ptr_array_set_size(measures, 0);
        for (char **name = options->measures; name != NULL && *name != NULL; name++)
            g_ptr_array_add(measures, g_strdup(*name));
        text = bp_sweep_report(db, measures);
    }
    if (text != NULL)
        fputs(text, stdout);
}

static int
conclude(const Options *options, BpSweepDb *db, const SweepCount *count)
{
    guint failed = bp_sweep_db_count(db, "failed");
    g_autoptr(GArray) verdicts = bp_sweep_db_verdicts(db);
    gboolean held = TRUE;

    for (guint i = 0; i < verdicts->len; i++) {
        const BpSweepVerdict *verdict = &g_array_index(verdicts, BpSweepVerdict, i);

        held = held && verdict->held == verdict->n;
    }
    if (!count->stopped)
        print_report(options, db);
    if (!options->quiet || failed > 0 || count->stopped)
        g_printerr("Runs: %u in all, %u ok, %u failed, %u skipped as they were there "
                   "already\n",
                   count->total, count->ok, count->failed, count->skipped);
    if (!held)
        g_printerr("bangpath: not every run gave what [expect] says\n");
    if (count->stopped) {
        g_printerr("bangpath: interrupted%s%s%s\n",
                   options->output != NULL ? ": go on with --resume -o " : "",
                   options->output != NULL ? options->output : "",
                   options->output != NULL ? "" : "; without -o nothing was kept");
        return EXIT_INTERRUPTED;
    }
    return failed == 0 && held ? EXIT_DONE : EXIT_FAILED;
}

/* ---- the sweep ---- */

static BpSweepDb *
open_output(const Options *options, const SweepTask *task, GError **error)
{
    if (options->resume && g_file_test(options->output, G_FILE_TEST_EXISTS))
        return bp_sweep_db_resume(options->output, task->scenario, error);
    for (guint i = 0; options->output != NULL && i < task->scenario->inputs->len; i++) {
        const BpInput *input = task->scenario->inputs->pdata[i];

        if (!command_spare_input(options->output, input->path, error))
            return NULL;
    }
    return bp_sweep_db_create(options->output, options->force, task->scenario,
                              task->sweep, error);
}

static int
run_all(const Options *options, const SweepTask *task, SweepCrew *crew)
{
    g_autoptr(BpSweepDb) db = NULL;
    g_autoptr(GError) error = NULL;
    SweepCount count = {0};
    SweepOptions drive = {
        .shows = !options->quiet && terminal_obeys(STDERR_FILENO),
        .stop = &stop,
    };
    int status = read_part(options, task->sweep, &drive);

    if (status == EXIT_DONE) {
        db = open_output(options, task, &error);
        if (db == NULL || !sweep_drive(task, crew, db, &drive, &count, &error))
            status = command_complain(error);
        else
            status = conclude(options, db, &count);
    }
    g_clear_pointer(&db, bp_sweep_db_free);
    fflush(stdout);
    crew->end(crew, count.stopped);
    return status;
}

static int
run_here(const Options *options, const SweepTask *task)
{
    g_autoptr(GError) error = NULL;
    SweepCrew *crew = sweep_crew_fork(task, options->jobs, &error);

    if (crew == NULL)
        return command_complain(error);
    return run_all(options, task, crew);
}

static void
catch_signals(void)
{
    catch_signal(SIGINT);
    catch_signal(SIGTERM);
}

/* ---- one rank of many ---- */

static void
print_nothing(const char *text)
{
    (void)text;
}

/* What all ranks find wrong the first says. */
static GPrintFunc
hush(void)
{
    g_set_print_handler(print_nothing);
    return g_set_printerr_handler(print_nothing);
}

/* A rank that cannot do what the first can: on its machine is another file, or none. */
static void
leave_job(const SweepMpi *mpi, int rank)
{
    g_printerr("bangpath: rank %d of the MPI job cannot read what the first one reads: "
               "expected the same files wherever there are ranks\n",
               rank);
    mpi->abort(EXIT_BAD_USAGE);
}

/* @task: (nullable): nothing is to be run, and our status is @status. That of a rank but the
 * first is EXIT_DONE then, at which no launcher ends the others. */
static int
run_in_job(const Options *options, const SweepTask *task, int status,
           GPrintFunc printerr)
{
    g_autoptr(GError) error = NULL;
    const SweepMpi *mpi = sweep_mpi_load(&error);
    int rank = 0;
    int size = 1;

    if (mpi == NULL && !sweep_mpi_is_first())
        return EXIT_DONE;
    if (mpi == NULL)
        return task != NULL ? command_complain(error) : status;
    mpi->begin(&rank, &size);
    catch_signals();
    if (printerr != NULL)
        g_set_printerr_handler(printerr);
    if (!sweep_mpi_go_on(mpi, rank, size, task != NULL)) {
        mpi->end();
        return rank == 0 ? status : EXIT_DONE;
    }
    if (task == NULL) {
        leave_job(mpi, rank);
        return status;
    }
    if (rank == 0 && size > 1)
        return run_all(options, task, sweep_mpi_crew(mpi, size));
    if (rank == 0) {
        status = run_here(options, task);
        mpi->end();
        return status;
    }
    sweep_mpi_serve(mpi, task);
    return EXIT_DONE;
}

/* ---- from the command line ---- */

/* What is to be run; else FALSE, and @status. */
static gboolean
prepare(Options *options, const char *path, BpScenario **scenario, BpSweep **sweep,
        int *status)
{
    g_autoptr(BpProblems) problems = bp_problems_new();

    *status = check_options(options);
    if (*status != EXIT_DONE)
        return FALSE;
    *scenario = read_scenario(options, path, sweep, problems);
    if (*scenario == NULL) {
        *status = command_complain_all(problems);
        return FALSE;
    }
    g_assert(*sweep != NULL);
    if (options->dry_run)
        *status = print_plan(*sweep);
    return !options->dry_run;
}

/* @path: (nullable): the arguments were wrong, and that was said. */
static int
sweep_scenario(Options *options, const char *path, GPrintFunc printerr)
{
    g_autoptr(BpSweep) sweep = NULL;
    g_autoptr(BpScenario) scenario = NULL;
    int status = EXIT_BAD_USAGE;
    gboolean ready = path != NULL && prepare(options, path, &scenario, &sweep, &status);
    const SweepTask task = {scenario, sweep};

    if (sweep_mpi_is_job())
        return run_in_job(options, ready ? &task : NULL, status, printerr);
    if (!ready)
        return status;
    catch_signals();
    return run_here(options, &task);
}

static int
run(int argc, char **argv)
{
    Options options = {0};
    const GOptionEntry entries[] = {
        {"jobs", 'j', 0, G_OPTION_ARG_STRING, &options.jobs_text,
         "Make N runs at once, each in a process of its own; else one", "N"},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
         "Keep the runs in a results file", "SWEEP.db"},
        {"resume", 0, 0, G_OPTION_ARG_NONE, &options.resume,
         "Go on with SWEEP.db: make only the runs that it does not have", NULL},
        {"force", 0, 0, G_OPTION_ARG_NONE, &options.force,
         "Replace SWEEP.db if it is there", NULL},
        {"only", 0, 0, G_OPTION_ARG_STRING, &options.only,
         "Make the I-th of N parts; 'bangpath merge' puts them together", "I/N"},
        {"dry-run", 0, 0, G_OPTION_ARG_NONE, &options.dry_run,
         "Print the points and run nothing", NULL},
        {"measure", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.measures,
         "A column of the table, such as spam.reach; may be repeated", "NAME"},
        {"set", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.settings,
         "Set a value in place of the file's, with its unit; may be repeated",
         "GROUP.KEY=VALUE"},
        {"seed", 0, 0, G_OPTION_ARG_STRING, &options.seed,
         "Seed of the first replication, 0 to 2^53-1; else the file's", "N"},
        {"json", 0, 0, G_OPTION_ARG_NONE, &options.json,
         "Print one JSON object in place of the table", NULL},
        {"quiet", 0, 0, G_OPTION_ARG_NONE, &options.quiet,
         "No table and no progress line", NULL},
        G_OPTION_ENTRY_NULL,
    };
    GPrintFunc printerr = sweep_mpi_is_first() ? NULL : hush();
    gboolean parsed = command_parse(
        &bp_command_sweep, entries,
        "The group [sweep] of the scenario says what is varied:\n"
        "  closure.share = 0%, 10% .. 100%   a key and its values; several are "
        "crossed\n"
        "  replications = 20                 runs of each point, of seed, seed + 1 "
        "...\n"
        "  mode = zip                        first values together, not every one "
        "with every other\n"
        "  until = 2% of spam.reach          more replications, until 95% are "
        "within so much\n"
        "  at-most = 100                     but no more than this\n\n"
        "Examples:\n"
        "  bangpath sweep A.scenario -j 4 -o a.db\n"
        "  bangpath sweep A.scenario -j 4 -o a.db --resume\n"
        "  bangpath sweep A.scenario --set sweep.replications=5 --dry-run\n"
        "  parallel bangpath sweep A.scenario --only {}/8 -o {}.db ::: 1 2 3 4 5 6 "
        "7 8\n"
        "  mpirun -n 64 bangpath sweep A.scenario -o a.db\n\n"
        "Rows do not depend on how many processes there are. Ctrl-C ends the "
        "sweep; "
        "--resume goes on.\n\n"
        "Exit status: 0 done, 1 a run failed or an expectation did not hold,\n"
        "2 bad usage or bad input, 130 interrupted.",
        &argc, &argv, 1, 1);
    int status = sweep_scenario(&options, parsed ? argv[1] : NULL, printerr);

    clear_options(&options);
    return status;
}

const BpCommand bp_command_sweep = {
    .name = "sweep",
    .arguments = "SCENARIO",
    .help = "Run a scenario many times, with values and seeds varied",
    .run = run,
};
