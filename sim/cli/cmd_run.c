/* cmd_run.c - bangpath run: a scenario, from its first event to its last. */
#include "command.h"
#include "progress.h"
#include "terminal.h"

#include <bangpath/calendar.h>
#include <bangpath/expect.h>
#include <bangpath/random.h>
#include <bangpath/run.h>
#include <bangpath/run_json.h>
#include <bangpath/scenario_file.h>
#include <bangpath/summary.h>
#include <bangpath/units.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

extern const BpCommand bp_command_run;

typedef struct {
    char **settings;
    char *seed;
    char *output;
    gboolean force;
    gboolean json;
    gboolean quiet;
    gboolean no_color;
    gboolean plain;
} Options;

static volatile sig_atomic_t stop;

/* The first Ctrl-C ends the run cleanly; a second one ends the program at once. */
static void
on_signal(int number)
{
    if (stop == 0) {
        stop = 1;
        return;
    }
    command_remove_unfinished();
    signal(number, SIG_DFL);
    raise(number);
}

/* What is ignored, as SIGINT in the background of a script, stays so. */
static void
handle(int number, void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    struct sigaction before;

    if (sigaction(number, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
        sigaction(number, &action, NULL);
}

static void
catch_signals(const char *output)
{
    g_autofree char *part = output != NULL ? g_strconcat(output, ".part", NULL) : NULL;

    command_set_unfinished(part);
    handle(SIGINT, on_signal);
    handle(SIGTERM, on_signal);
}

static void
release_signals(void)
{
    handle(SIGINT, SIG_DFL);
    handle(SIGTERM, SIG_DFL);
    command_set_unfinished(NULL);
}

static void
clear_options(Options *options)
{
    g_strfreev(options->settings);
    g_free(options->seed);
    g_free(options->output);
}

static BpScenario *
read_scenario(const Options *options, const char *path, int *status)
{
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(GError) error = NULL;
    gint64 seed;

    if (options->seed != NULL &&
        !bp_parse_whole(options->seed, 0, (gint64)BP_SEED_MAX, &seed, &error)) {
        g_printerr("bangpath: --seed \"%s\": expected %s\n", options->seed,
                   error->message);
        *status = EXIT_BAD_USAGE;
        return NULL;
    }

    BpScenario *scenario = NULL;

    if (command_expect_scenario(path, problems))
        scenario = bp_scenario_read(path, options->settings,
                                    options->seed != NULL ? &seed : NULL, problems);
    if (scenario != NULL)
        bp_expect_check(scenario, problems);
    if (bp_problems_count(problems) > 0) {
        *status = command_complain_all(problems);
        g_clear_pointer(&scenario, bp_scenario_free);
    }
    return scenario;
}

/* What is expected is of a whole run: one that was stopped is not judged. */
static int
judge(const Options *options, const BpScenario *scenario, const BpRunResult *result)
{
    gboolean held;

    if (!result->complete)
        return EXIT_INTERRUPTED;

    g_autofree char *report = bp_expect_report(scenario, result, &held);

    /* That one did not hold is an error, which is never silenced. */
    if (!options->quiet || !held)
        g_printerr("%s", report);
    return held ? EXIT_DONE : EXIT_FAILED;
}

static void
tell_interruption(const Options *options, const BpRunResult *result)
{
    g_autofree char *when = bp_format_moment(result->begin_unix_s, result->end_us);
    double share = (double)result->end_us / (double)result->length_us;

    g_printerr("bangpath: interrupted at %s, %.1f%% of the run: what came of it until "
               "then%s%s%s\n",
               when, 100 * share,
               options->json || !options->quiet ? " is printed" : " is not printed",
               options->output != NULL ? ", and kept in " : "",
               options->output != NULL ? options->output : "");
}

/* Into a file or a pipe goes what --plain gives: the same wherever it is made. */
static void
print_summary(const Options *options, const BpRunResult *result)
{
    const guint columns = terminal_columns(STDOUT_FILENO);
    BpSummaryLook look = {0};
    g_autofree char *summary = NULL;

    if (columns > 0 && !options->plain) {
        look.colour = command_wants_colour(STDOUT_FILENO, options->no_color);
        look.curves = terminal_has_blocks(STDOUT_FILENO);
        look.columns = MAX(columns, BP_SUMMARY_LEAST_COLUMNS);
    }
    summary = bp_run_summary(result, &look);
    fputs(summary, stdout);
}

static void
print_result(const Options *options, const BpScenario *scenario,
             const BpRunResult *result)
{
    if (options->json) {
        g_autofree char *plain = bp_run_json(result);
        g_autofree char *json = result->complete
                                    ? bp_expect_json(scenario, result, plain)
                                    : g_strdup(plain);

        fputs(json, stdout);
    } else if (!options->quiet) {
        print_summary(options, result);
    }
    if (!result->complete)
        tell_interruption(options, result);
    else if (options->output != NULL && !options->quiet)
        g_printerr("The run is in %s: see it with 'bangpath render %s -o run.svg'.\n",
                   options->output, options->output);
}

static int
run_scenario(const Options *options, const char *path)
{
    gint64 begun_us = g_get_monotonic_time();
    g_auto(BpRunResult) result = {0};
    g_autoptr(GError) error = NULL;
    int status = EXIT_DONE;

    if (!command_check_output(options->output, options->force, &error))
        return command_complain(error);

    g_autoptr(BpScenario) scenario = read_scenario(options, path, &status);

    if (scenario == NULL)
        return status;

    gboolean shows = !options->quiet && isatty(STDERR_FILENO);
    BpRunOptions run_options = {
        .output = options->output,
        .force = options->force,
        .load_s = (double)(g_get_monotonic_time() - begun_us) / 1e6,
        .second_core = g_get_num_processors() > 1,
        .progress = shows ? progress_show : NULL,
        .stop = &stop,
    };

    catch_signals(options->output);

    gboolean done = bp_run(scenario, &run_options, &result, &error);

    release_signals();
    if (shows)
        progress_clear();
    if (!done)
        return command_complain(error);
    print_result(options, scenario, &result);
    return judge(options, scenario, &result);
}

static int
run(int argc, char **argv)
{
    Options options = {0};
    const GOptionEntry entries[] = {
        {"set", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.settings,
         "Set a value in place of the file's, with its unit; may be repeated",
         "GROUP.KEY=VALUE"},
        {"seed", 0, 0, G_OPTION_ARG_STRING, &options.seed,
         "Seed of every chance, 0 to 2^53-1; else the file's", "N"},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
         "Keep the run in a database", "RUN.db"},
        {"force", 0, 0, G_OPTION_ARG_NONE, &options.force,
         "Replace RUN.db if it is there", NULL},
        {"json", 0, 0, G_OPTION_ARG_NONE, &options.json,
         "Print one JSON object in place of the summary", NULL},
        {"quiet", 0, 0, G_OPTION_ARG_NONE, &options.quiet,
         "No summary and no progress line", NULL},
        {"no-color", 0, 0, G_OPTION_ARG_NONE, &options.no_color,
         "No colours on a terminal either (so does NO_COLOR)", NULL},
        {"plain", 0, 0, G_OPTION_ARG_NONE, &options.plain,
         "No colours, sparklines or broken lines on a terminal: as into a file", NULL},
        G_OPTION_ENTRY_NULL,
    };
    int status = EXIT_BAD_USAGE;

    if (command_parse(
            &bp_command_run, entries,
            "Examples:\n"
            "  bangpath run scenarios/open-relay-years.scenario\n"
            "  bangpath run A.scenario --set closure.share=40% --seed 7 -o a.db\n"
            "  bangpath run A.scenario --set 'spammer cyber.bcc=10' --json\n\n"
            "'bangpath keys' lists what can be set. Results go to standard "
            "output, all else to standard\nerror. Ctrl-C ends the run with what "
            "there is; pressed again, it ends the program.\n\n"
            "Exit status: 0 done, 1 the run failed or an expectation did not hold,\n"
            "2 bad usage or bad input, 130 interrupted.",
            &argc, &argv, 1, 1))
        status = run_scenario(&options, argv[1]);
    clear_options(&options);
    return status;
}

const BpCommand bp_command_run = {
    .name = "run",
    .arguments = "SCENARIO",
    .help = "Run a scenario and print what came of it",
    .run = run,
};
