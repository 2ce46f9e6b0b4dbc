/* cmd_report.c - bangpath report: one page of HTML from runs, or from sweeps. */
#include "command.h"

#include <bangpath/report.h>
#include <bangpath/run_db.h>
#include <bangpath/sweep_page.h>
#include <glib/gstdio.h>
#include <unistd.h>

extern const BpCommand bp_command_report;

typedef struct {
    char *output;
    gboolean force;
} Options;

/* What somebody may well name instead of a run database. */
static gboolean
expect_run(const char *path, GError **error)
{
    if (!command_is_scenario(path) && !command_is_topology(path))
        return TRUE;
    g_set_error(
        error, BP_ERROR, BP_ERROR_VALUE,
        "%s: is a %s: expected the database that 'bangpath run -o RUN.db' makes", path,
        command_is_scenario(path) ? "scenario" : "topology");
    return FALSE;
}

/* A run that is not finished has no database yet, only the part of one. */
static BpRunDb *
open_run(const char *path, GError **error)
{
    g_autofree char *part = g_strconcat(path, ".part", NULL);

    if (!expect_run(path, error))
        return NULL;
    if ((!g_file_test(path, G_FILE_TEST_EXISTS) &&
         g_file_test(part, G_FILE_TEST_EXISTS)) ||
        (g_str_has_suffix(path, ".part") && g_file_test(path, G_FILE_TEST_EXISTS))) {
        g_set_error(
            error, BP_ERROR, BP_ERROR_INPUT,
            "%s: is being written, or its run was killed: expected the database "
            "of a run that has ended",
            path);
        return NULL;
    }
    return bp_run_db_open(path, error);
}

static void
free_run(gpointer db)
{
    bp_run_db_free(db);
}

static gboolean
check_count(int n, GError **error)
{
    if (n <= BP_REPORT_MAX_RUNS)
        return TRUE;
    g_set_error(error, BP_ERROR, BP_ERROR_VALUE, "%d files: expected at most %d", n,
                BP_REPORT_MAX_RUNS);
    return FALSE;
}

static gboolean
check_output(const Options *options, char **paths, int n, GError **error)
{
    if (!command_check_output(options->output, options->force, error))
        return FALSE;
    for (int i = 0; i < n; i++)
        if (!command_spare_input(options->output, paths[i], error))
            return FALSE;
    if (options->output == NULL && isatty(STDOUT_FILENO)) {
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "a page is not for a terminal: name a file with -o");
        return FALSE;
    }
    return TRUE;
}

static gboolean
report_runs(const Options *options, char **paths, int n, GError **error)
{
    g_autoptr(GPtrArray) runs = g_ptr_array_new_with_free_func(free_run);

    for (int i = 0; i < n; i++) {
        BpRunDb *db = open_run(paths[i], error);

        if (db == NULL)
            return FALSE;
        g_ptr_array_add(runs, db);
    }
    return bp_report_write((BpRunDb *const *)runs->pdata, runs->len, options->output,
                           options->force, error);
}

static void
free_sweep(gpointer db)
{
    bp_sweep_db_free(db);
}

static gboolean
report_sweeps(const Options *options, char **paths, int n, GError **error)
{
    g_autoptr(GPtrArray) sweeps = g_ptr_array_new_with_free_func(free_sweep);

    for (int i = 0; i < n; i++) {
        BpSweepDb *db = bp_sweep_db_open(paths[i], error);

        if (db == NULL)
            return FALSE;
        g_ptr_array_add(sweeps, db);
    }
    return bp_sweep_page_write((BpSweepDb *const *)sweeps->pdata, sweeps->len,
                               options->output, options->force, error);
}

static gboolean
is_sweep(const char *path)
{
    return g_file_test(path, G_FILE_TEST_IS_REGULAR) && bp_sweep_db_is(path);
}

/* Runs replay a network, sweeps draw what many runs came to: no page is both. */
static gboolean
report(const Options *options, char **paths, int n, GError **error)
{
    int n_sweeps = 0;

    if (!check_count(n, error) || !check_output(options, paths, n, error))
        return FALSE;
    for (int i = 0; i < n; i++)
        n_sweeps += is_sweep(paths[i]) ? 1 : 0;
    if (n_sweeps == n)
        return report_sweeps(options, paths, n, error);
    if (n_sweeps == 0)
        return report_runs(options, paths, n, error);
    g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                "%d of %d are sweeps: expected either runs or sweeps; 'bangpath "
                "compare' takes both",
                n_sweeps, n);
    return FALSE;
}

static int
run(int argc, char **argv)
{
    Options options = {0};
    g_autoptr(GError) error = NULL;
    const GOptionEntry entries[] = {
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
         "Write to FILE; else to standard output", "FILE"},
        {"force", 0, 0, G_OPTION_ARG_NONE, &options.force,
         "Replace FILE if it is there", NULL},
        G_OPTION_ENTRY_NULL,
    };
    int status = EXIT_BAD_USAGE;

    if (command_parse(
            &bp_command_report, entries,
            "The page opens in any browser, from disk, and asks nothing of the "
            "network.\nSeveral runs are put side by side. Of sweeps it has curves "
            "with confidence bands.\n\n"
            "Examples:\n"
            "  bangpath report run.db -o run.html\n"
            "  bangpath report run.db without-closing.db -o compared.html\n"
            "  bangpath report sweep.db -o sweep.html\n\n"
            "Exit status: 0 done, 1 the page could not be made or written, 2 bad "
            "usage or bad input.",
            &argc, &argv, 1, -1))
        status = report(&options, argv + 1, argc - 1, &error) ? EXIT_DONE
                                                              : command_complain(error);
    g_free(options.output);
    return status;
}

const BpCommand bp_command_report = {
    .name = "report",
    .arguments = "RUN.db...|SWEEP.db...",
    .help = "One page of HTML: the run replayed, its curves, costs and messages",
    .run = run,
};
