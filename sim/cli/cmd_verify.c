/* cmd_verify.c - bangpath verify: runs again what a database says, and compares all of it. */
#include "command.h"
#include "progress.h"
#include "terminal.h"

#include <bangpath/plain.h>
#include <bangpath/run.h>
#include <bangpath/run_db.h>
#include <bangpath/scenario_file.h>
#include <stdio.h>
#include <unistd.h>

extern const BpCommand bp_command_verify;

static gboolean
refuse(const char *path, GError **error, const char *what)
{
    g_set_error(error, BP_ERROR, BP_ERROR_INPUT, "%s: %s", path, what);
    return FALSE;
}

/* Whether it can be made again by this program at all. */
static gboolean
is_comparable(const BpRunDb *db, const char *path, GError **error)
{
    const char *version = bp_run_db_text(db, "version");

    if (g_strcmp0(version, BANGPATH_VERSION) != 0) {
        g_set_error(error, BP_ERROR, BP_ERROR_INPUT,
                    "%s: was made by bangpath %s; this is %s, which may well run it "
                    "otherwise",
                    path, version != NULL ? version : "of no version",
                    BANGPATH_VERSION);
        return FALSE;
    }
    if (bp_run_db_text(db, "branch") != NULL)
        return refuse(
            path, error,
            "is a branch of a fork: expected a run of its own; 'bangpath fork' "
            "makes branches again");
    if (!bp_run_db_complete(db))
        return refuse(path, error,
                      "was interrupted: no other run would stop at the same event");
    if (bp_run_db_text(db, "merged") == NULL || bp_run_db_text(db, "scenario") == NULL)
        return refuse(path, error, "is damaged: it lacks its scenario");
    return TRUE;
}

/* (nullable): the scenario, made of files that are what they were. */
static BpScenario *
read_again(BpRunDb *db, const char *path, int *status)
{
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) inputs = NULL;
    g_autoptr(GPtrArray) again = NULL;
    BpScenario *scenario = NULL;

    if (is_comparable(db, path, &error))
        inputs = bp_run_db_inputs(db, &error);
    if (inputs != NULL)
        again = bp_inputs_read_again(inputs, &error);
    if (again == NULL) {
        *status = command_complain(error);
        return NULL;
    }
    scenario = bp_scenario_read_merged(bp_run_db_text(db, "scenario"),
                                       bp_run_db_text(db, "merged"), problems);
    if (scenario == NULL) {
        *status = command_complain_all(problems);
        return NULL;
    }
    g_ptr_array_unref(scenario->inputs);
    scenario->inputs = g_steal_pointer(&again);
    return scenario;
}

static gboolean
run_again(BpScenario *scenario, BpRunDbWriter *writer, gboolean quiet,
          BpRunResult *result, GError **error)
{
    gboolean shows = !quiet && terminal_obeys(STDERR_FILENO);
    BpRunOptions options = {.progress = shows ? progress_show : NULL};
    g_autoptr(BpRunner) runner = bp_runner_new(scenario, &options, writer);
    gboolean done;

    bp_runner_start(runner);
    done = bp_runner_advance(runner, scenario->length_us, error) &&
           bp_runner_finish(runner, result, error);
    if (shows)
        progress_clear();
    return done;
}

static int
tell(const char *path, const BpRunDb *db, const BpRunResult *result,
     const BpRunDbCount *count, gboolean quiet)
{
    g_autofree char *trajectory =
        g_strdup_printf("%016" G_GINT64_MODIFIER "x", result->trajectory);
    const char *noted = bp_run_db_text(db, "trajectory");
    g_autofree char *plain = bp_plain(path);

    if (count->differ == 0) {
        if (!quiet)
            printf("%s: all %" G_GUINT64_FORMAT
                   " rows are what the run gives; trajectory %s\n",
                   plain, count->rows, trajectory);
        return EXIT_DONE;
    }
    g_printerr("bangpath: %s: is not what the run gives: %" G_GUINT64_FORMAT
               " row%s, the first in %s; the trajectory is %s\n",
               path, count->differ, count->differ == 1 ? " differs" : "s differ",
               count->first,
               g_strcmp0(noted, trajectory) == 0 ? "the same" : "another");
    return EXIT_FAILED;
}

static int
verify(const char *path, gboolean quiet)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(BpRunDb) db = bp_run_db_open(path, &error);
    g_autoptr(BpScenario) scenario = NULL;
    g_autoptr(BpRunDbWriter) writer = NULL;
    g_auto(BpRunDbCount) count = {0};
    g_auto(BpRunResult) result = {0};
    int status = EXIT_BAD_USAGE;

    if (db == NULL)
        return command_complain(error);
    scenario = read_again(db, path, &status);
    if (scenario == NULL)
        return status;
    writer = bp_run_db_create_scratch();
    if (!run_again(scenario, writer, quiet, &result, &error) ||
        !bp_run_db_compare(db, writer, &count, &error))
        return command_complain(error);
    return tell(path, db, &result, &count, quiet);
}

static int
run(int argc, char **argv)
{
    gboolean quiet = FALSE;
    const GOptionEntry entries[] = {
        {"quiet", 0, 0, G_OPTION_ARG_NONE, &quiet, "No line if all is right", NULL},
        G_OPTION_ENTRY_NULL,
    };

    if (!command_parse(
            &bp_command_verify, entries,
            "The scenario is taken from the database, the files that it was made of "
            "from where they were,\nif they are what they were then. Its run is made "
            "again, and every row compared. Nothing is\nwritten.\n\n"
            "Example:\n"
            "  bangpath verify a.db\n\n"
            "Exit status: 0 all is the same, 1 something is not, 2 bad usage or bad "
            "input: damaged,\ninterrupted, of another version, or made of files that "
            "have changed.",
            &argc, &argv, 1, 1))
        return EXIT_BAD_USAGE;
    return verify(argv[1], quiet);
}

const BpCommand bp_command_verify = {
    .name = "verify",
    .arguments = "RUN.db",
    .help = "Run again what a database says, and compare all of it",
    .run = run,
};
