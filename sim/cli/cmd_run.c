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
    char *checkpoint;
    char *stop_at;
    char *resume;
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

/* @output: (nullable): whose part nobody will want. */
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
    g_free(options->checkpoint);
    g_free(options->stop_at);
    g_free(options->resume);
}

static BpScenario *
read_scenario(const Options *options, const char *path, int *status)
{
    g_autoptr(BpProblems) problems = bp_problems_new();
    gint64 seed;

    if (options->seed != NULL && !command_read_seed(options->seed, &seed)) {
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
    if (scenario != NULL) {
        g_autoptr(BpProblems) warnings = bp_problems_new();

        bp_world_warn(scenario, warnings);
        command_warn(warnings);
    }
    return scenario;
}

/* What is expected is of a whole run: one that was stopped is not judged. */
static int
judge(const Options *options, const BpScenario *scenario, const BpRunResult *result)
{
    gboolean held;

    if (!result->complete)
        return result->is_kept && stop == 0 ? EXIT_DONE : EXIT_INTERRUPTED;

    g_autofree char *report = bp_expect_report(scenario, result, &held);

    /* That one did not hold is an error, which is never silenced. */
    if (!options->quiet || !held)
        g_printerr("%s", report);
    return held ? EXIT_DONE : EXIT_FAILED;
}

/* It is not judged, but neither was it broken off against the user's will. */
static void
tell_kept(const char *output, const BpRunResult *result)
{
    g_autofree char *when = bp_format_moment(result->begin_unix_s, result->end_us);
    double share = (double)result->end_us / (double)result->length_us;

    g_printerr("bangpath: stopped at %s, %.1f%% of the run, and kept in %s.part: "
               "'bangpath run --resume %s' goes on.\n",
               when, 100 * share, output, output);
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

/* As it can be copied into a shell: a name with a blank is one word there. */
static void
tell_output(const char *output)
{
    const char *quote = strpbrk(output, " \t&;|<>()*?[]{}#~'") != NULL ? "\"" : "";

    g_printerr("The run is in %s: see it with 'bangpath render %s%s%s -o run.svg' or "
               "'bangpath report %s%s%s -o run.html'.\n",
               output, quote, output, quote, quote, output, quote);
}

static void
print_result(const Options *options, const char *output, const BpScenario *scenario,
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
    if (result->is_kept)
        tell_kept(output, result);
    else if (!result->complete)
        tell_interruption(options, result);
    else if (output != NULL && !options->quiet)
        tell_output(output);
}

static gboolean
parse_time(const char *name, const char *text, gint64 begin_unix_s, gint64 *us,
           int *status)
{
    g_autoptr(GError) error = NULL;

    *us = 0;
    if (text == NULL ||
        ((begin_unix_s < 0 ? bp_parse_duration(text, us, &error)
                           : bp_parse_moment(text, begin_unix_s, us, &error)) &&
         *us > 0))
        return TRUE;
    g_printerr("bangpath: --%s \"%s\": expected %s\n", name, text,
               error != NULL ? error->message : "a time after the begin");
    *status = EXIT_BAD_USAGE;
    return FALSE;
}

/* When checkpoints are kept, and where the run is to stop. */
static gboolean
set_times(const Options *options, const BpScenario *scenario, BpRunOptions *run_options,
          int *status)
{
    return parse_time("checkpoint", options->checkpoint, -1,
                      &run_options->checkpoint_us, status) &&
           parse_time("stop-at", options->stop_at, MAX(0, scenario->begin_unix_s),
                      &run_options->stop_at_us, status);
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

    gboolean shows = !options->quiet && terminal_obeys(STDERR_FILENO);
    BpRunOptions run_options = {
        .output = options->output,
        .force = options->force,
        .load_s = (double)(g_get_monotonic_time() - begun_us) / 1e6,
        .second_core = command_has_second_processor(),
        .progress = shows ? progress_show : NULL,
        .stop = &stop,
    };

    if (!set_times(options, scenario, &run_options, &status))
        return status;
    catch_signals(options->checkpoint == NULL && options->stop_at == NULL
                      ? options->output
                      : NULL);

    gboolean done = bp_run(scenario, &run_options, &result, &error);

    release_signals();
    if (shows)
        progress_clear();
    if (!done)
        return command_complain(error);
    print_result(options, options->output, scenario, &result);
    return judge(options, scenario, &result);
}

static BpScenario *
read_resumed(const BpResume *resume, int *status)
{
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(GError) error = NULL;
    BpScenario *scenario;

    g_autoptr(GPtrArray) again = bp_inputs_read_again(bp_resume_inputs(resume), &error);

    if (again == NULL) {
        *status = command_complain(error);
        return NULL;
    }
    scenario = bp_scenario_read_merged(bp_resume_path(resume), bp_resume_merged(resume),
                                       problems);
    if (scenario != NULL)
        bp_expect_check(scenario, problems);
    if (bp_problems_count(problems) > 0) {
        *status = command_complain_all(problems);
        g_clear_pointer(&scenario, bp_scenario_free);
    }
    return scenario;
}

static int
resume_run(const Options *options)
{
    gint64 begun_us = g_get_monotonic_time();
    g_auto(BpRunResult) result = {0};
    g_autoptr(GError) error = NULL;
    g_autoptr(BpScenario) scenario = NULL;
    g_autoptr(BpResume) resume = NULL;
    int status = EXIT_DONE;

    resume = bp_resume_open(options->resume, options->force, &error);
    if (resume == NULL ||
        !command_check_output(options->resume, options->force, &error))
        return command_complain(error);
    scenario = read_resumed(resume, &status);
    if (scenario == NULL)
        return status;

    gboolean shows = !options->quiet && terminal_obeys(STDERR_FILENO);
    BpRunOptions run_options = {
        .load_s = (double)(g_get_monotonic_time() - begun_us) / 1e6,
        .progress = shows ? progress_show : NULL,
        .stop = &stop,
    };

    if (!set_times(options, scenario, &run_options, &status))
        return status;
    catch_signals(NULL);

    gboolean done = bp_run_resume(resume, scenario, &run_options, &result, &error);

    release_signals();
    if (shows)
        progress_clear();
    if (!done) {
        g_prefix_error(&error, "%s.part: ", options->resume);
        return command_complain(error);
    }
    print_result(options, options->resume, scenario, &result);
    return judge(options, scenario, &result);
}

/* What is said together, and what not. */
static gboolean
is_usable(const Options *options, int n_scenarios)
{
    const char *wrong = NULL;

    if (options->resume == NULL) {
        if (n_scenarios == 0)
            wrong = "expected SCENARIO";
        else if (options->output == NULL && options->checkpoint != NULL)
            wrong = "--checkpoint: expected -o RUN.db beside it: checkpoints are kept "
                    "there";
        else if (options->output == NULL && options->stop_at != NULL)
            wrong = "--stop-at: expected -o RUN.db beside it: what can be gone on with "
                    "is kept there";
    } else if (n_scenarios > 0) {
        wrong = "--resume: expected no SCENARIO: the checkpoint says which";
    } else if (options->output != NULL || options->settings != NULL ||
               options->seed != NULL) {
        wrong =
            "--resume: expected no -o, --set or --seed: the run goes on as it began";
    }
    if (wrong != NULL)
        g_printerr("bangpath run: %s\n", wrong);
    if (options->resume == NULL && n_scenarios == 0)
        g_printerr("Try 'bangpath run --help'.\n");
    return wrong == NULL;
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
        {"checkpoint", 0, 0, G_OPTION_ARG_STRING, &options.checkpoint,
         "Keep a checkpoint in RUN.db.part after each so much simulated time, such as "
         "1 d",
         "EVERY"},
        {"stop-at", 0, 0, G_OPTION_ARG_STRING, &options.stop_at,
         "Stop there, such as 'day 10', with a checkpoint", "TIME"},
        {"resume", 0, 0, G_OPTION_ARG_FILENAME, &options.resume,
         "Go on where the last checkpoint of this run is", "RUN.db"},
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
            "  bangpath run A.scenario --set 'spammer cyber.bcc=10' --json\n"
            "  bangpath run A.scenario --checkpoint '1 d' -o long.db\n"
            "  bangpath run --resume long.db\n\n"
            "'bangpath keys' lists what can be set. Results go to standard "
            "output, all else to standard\nerror. Ctrl-C ends the run with what "
            "there is; pressed again, it ends the program. With --checkpoint it leaves "
            "a checkpoint, and\nhowever else the program ends, the last one stays: "
            "what "
            "comes of it then is the same.\n\n"
            "Exit status: 0 done, 1 the run failed or an expectation did not hold,\n"
            "2 bad usage or bad input, 130 interrupted.",
            &argc, &argv, 0, 1) &&
        is_usable(&options, argc - 1))
        status = options.resume != NULL ? resume_run(&options)
                                        : run_scenario(&options, argv[1]);
    clear_options(&options);
    return status;
}

const BpCommand bp_command_run = {
    .name = "run",
    .arguments = "SCENARIO",
    .help = "Run a scenario and print what came of it",
    .run = run,
};
