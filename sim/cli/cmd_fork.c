/* cmd_fork.c - bangpath fork: the past once, then each branch from that very state.
 *
 * The past is saved in memory; each branch is a process (fork_crew.c). So branches cannot
 * touch one another.
 */
#include "command.h"
#include "fork_crew.h"

#include <bangpath/calendar.h>
#include <bangpath/expect.h>
#include <bangpath/fork.h>
#include <bangpath/plain.h>
#include <bangpath/run.h>
#include <bangpath/scenario_file.h>
#include <bangpath/units.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

extern const BpCommand bp_command_fork;

#define JOBS_MAX 256

static const char *const usual[] = {
    "spam.reach",
    "spam.amplification",
    "ham.delivered",
    "ham.collateral",
    "ham.delay_s.p50",
    "bounces.backscatter",
    "relays.open_at_end",
    "hops",
    "cost.spammers",
    "cost.others",
    NULL,
};

typedef struct {
    char **settings;
    char **measures;
    char *folder;
    char *seed;
    char *jobs_text;
    guint jobs;
    gboolean force;
    gboolean json;
} Options;

/* ---- what went wrong ---- */

/* Returns the status: a branch that could not be made or written is no bad input. */
static int
complain_of_branches(const ForkOutcome *all, const BpFork *forked)
{
    int status = EXIT_DONE;

    for (guint i = 0; i < forked->branches->len; i++) {
        const BpBranch *branch = forked->branches->pdata[i];

        if (all[i].good)
            continue;
        if (status != EXIT_FAILED)
            status = all[i].status == EXIT_BAD_USAGE ? EXIT_BAD_USAGE : EXIT_FAILED;
        g_printerr("bangpath: branch %s: %s\n", branch->name, all[i].json);
    }
    return status;
}

/* What was expected, branch by branch, on standard error. Returns the status. */
static int
judge(const ForkOutcome *all, const BpFork *forked)
{
    int status = EXIT_DONE;

    for (guint i = 0; i < forked->branches->len; i++) {
        const BpBranch *branch = forked->branches->pdata[i];
        g_auto(GStrv) lines = g_strsplit(all[i].judged, "\n", -1);

        for (char **line = lines; *line != NULL; line++)
            if (**line != '\0')
                g_printerr("%s: %s\n", branch->name, *line);
        if (!all[i].held)
            status = EXIT_FAILED;
    }
    return status;
}

/* ---- what is printed ---- */

/* `ham.delay_s.p50` of @root, as it is to be shown. */
static char *
measure_of(JsonNode *root, const char *measure)
{
    g_auto(GStrv) steps = g_strsplit(measure, ".", -1);
    JsonNode *node = root;

    for (char **step = steps; *step != NULL; step++) {
        if (!JSON_NODE_HOLDS_OBJECT(node))
            return NULL;
        node = json_object_get_member(json_node_get_object(node), *step);
        if (node == NULL)
            return NULL;
    }
    if (JSON_NODE_HOLDS_NULL(node))
        return g_strdup("-");
    if (!JSON_NODE_HOLDS_VALUE(node))
        return NULL;
    if (json_node_get_value_type(node) == G_TYPE_INT64)
        return g_strdup_printf("%" G_GINT64_FORMAT, json_node_get_int(node));
    return g_strdup_printf("%.6g", json_node_get_double(node));
}

/* What no branch has stands there only where it was asked for. */
static void
print_row(JsonNode **roots, guint n, const char *measure, gboolean asked_for)
{
    g_autoptr(GString) row = g_string_new(NULL);
    gboolean any = asked_for;

    for (guint i = 0; i < n; i++) {
        g_autofree char *value = measure_of(roots[i], measure);

        any = any || value != NULL;
        g_string_append_printf(row, " %16s", value != NULL ? value : "-");
    }
    if (any)
        printf("%-22s%s\n", measure, row->str);
}

static void
print_table(const Options *options, const BpFork *forked, const BpScenario *scenario,
            const ForkOutcome *all)
{
    guint n = forked->branches->len;
    g_autofree JsonNode **roots = g_new0(JsonNode *, n);
    g_autofree char *at = bp_format_moment(scenario->begin_unix_s, forked->at_us);
    g_autofree char *title = bp_plain(scenario->title);
    const char *const *measures =
        options->measures != NULL ? (const char *const *)options->measures : usual;

    for (guint i = 0; i < n; i++)
        roots[i] = json_from_string(all[i].json, NULL);
    printf("%s\nOne past up to %s, and what came of it\n\n%-22s", title, at, "");
    for (guint i = 0; i < n; i++) {
        const BpBranch *branch = forked->branches->pdata[i];
        g_autofree char *name = bp_plain(branch->name);

        printf(" %16s", name);
    }
    putchar('\n');
    for (; *measures != NULL; measures++)
        print_row(roots, n, *measures, options->measures != NULL);
    for (guint i = 0; i < n; i++)
        json_node_unref(roots[i]);
}

static void
print_json(const BpFork *forked, const ForkOutcome *all)
{
    printf("{\n\"at_s\": %.6f,\n\"branches\": {", (double)forked->at_us / 1e6);
    for (guint i = 0; i < forked->branches->len; i++) {
        const BpBranch *branch = forked->branches->pdata[i];
        g_autoptr(JsonNode) name = json_node_new(JSON_NODE_VALUE);
        g_autofree char *quoted = NULL;

        json_node_set_string(name, branch->name);
        quoted = json_to_string(name, FALSE);
        printf("%s\n%s: %s", i > 0 ? "," : "", quoted, all[i].json);
    }
    printf("}\n}\n");
}

/* ---- the command ---- */

/* A name is a file's as well: one that leads nowhere else. */
static gboolean
check_name(const BpBranch *branch, GError **error)
{
    if (*branch->name != '.' && strchr(branch->name, '/') == NULL)
        return TRUE;
    g_set_error(
        error, BP_ERROR, BP_ERROR_VALUE,
        "%s:%d: [fork] %s: expected a name without / and no dot in front, as -o "
        "makes it a file's",
        branch->file, branch->line, branch->name);
    return FALSE;
}

/* Everything that would be in the way, before anything is run. */
static gboolean
prepare_folder(const Options *options, const BpFork *forked, GError **error)
{
    if (options->folder == NULL)
        return TRUE;
    for (guint i = 0; i < forked->branches->len; i++)
        if (!check_name(forked->branches->pdata[i], error))
            return FALSE;
    if (g_mkdir_with_parents(options->folder, 0777) != 0) {
        g_set_error(error, BP_ERROR, BP_ERROR_INPUT, "%s: is no folder: %s",
                    options->folder, g_strerror(errno));
        return FALSE;
    }
    for (guint i = 0; i < forked->branches->len; i++) {
        g_autofree char *path =
            fork_crew_path(options->folder, forked->branches->pdata[i]);

        if (!command_check_output(path, options->force, error))
            return FALSE;
    }
    return TRUE;
}

/* (nullable): for the rows of the past; in the folder there is no branch of that name. */
static BpRunDbWriter *
open_rows(const Options *options, char **part, GError **error)
{
    g_autofree char *path = g_build_filename(options->folder, ".past", NULL);
    BpRunDbWriter *rows;

    *part = g_strconcat(path, ".part", NULL);
    rows = bp_run_db_create(path, TRUE, error);
    if (rows != NULL)
        command_set_unfinished(*part);
    return rows;
}

/* (transfer full) (nullable): the state at the fork. @rows: (nullable): gets what happened
 * before. */
static GBytes *
run_past(BpScenario *scenario, gint64 at_us, BpRunDbWriter *rows, GError **error)
{
    BpRunOptions options = {0};
    g_autoptr(BpRunner) runner = bp_runner_new(scenario, &options, rows);
    g_autoptr(GBytes) past = NULL;

    bp_runner_start(runner);
    if (bp_runner_advance(runner, at_us, error))
        past = bp_runner_save(runner);
    if (past != NULL && rows != NULL && !bp_run_db_set_down(rows, error))
        return NULL;
    return g_steal_pointer(&past);
}

static int
print_all(const Options *options, const ForkPlan *plan, const ForkOutcome *all)
{
    if (options->json)
        print_json(plan->forked, all);
    else
        print_table(options, plan->forked, plan->scenario, all);
    if (options->folder != NULL && !options->json)
        g_printerr(
            "The branches are in %s, a database each: put them side by side with "
            "'bangpath compare'.\n",
            options->folder);
    return judge(all, plan->forked);
}

static int
run_branches(const Options *options, const ForkPlan *plan)
{
    guint n = plan->forked->branches->len;
    g_autofree ForkOutcome *all = g_new0(ForkOutcome, n);
    g_autoptr(GError) error = NULL;
    int status;

    bp_network_reset(plan->scenario->network);
    if (!fork_crew_run(plan, all, options->jobs, &error))
        status = command_complain(error);
    else
        status = complain_of_branches(all, plan->forked);
    if (status == EXIT_DONE)
        status = print_all(options, plan, all);
    fork_crew_clear(all, n);
    return status;
}

static int
fork_run(const Options *options, BpScenario *scenario, const BpFork *forked)
{
    ForkPlan plan = {
        .scenario = scenario,
        .forked = forked,
        .folder = options->folder,
        .force = options->force,
    };
    g_autoptr(BpRunDbWriter) rows = NULL;
    g_autofree char *part = NULL;
    g_autoptr(GBytes) past = NULL;
    g_autoptr(GError) error = NULL;
    int status;

    if (!prepare_folder(options, forked, &error))
        return command_complain(error);
    fork_crew_catch_signals();
    if (options->folder != NULL)
        rows = open_rows(options, &part, &error);
    if (error == NULL)
        past = run_past(scenario, forked->at_us, rows, &error);
    if (past == NULL) {
        command_set_unfinished(NULL);
        return command_complain(error);
    }
    plan.past = past;
    plan.rows = part;
    status = run_branches(options, &plan);
    command_set_unfinished(NULL);
    return status;
}

static int
fork_scenario(const Options *options, const char *path)
{
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(BpScenario) scenario = NULL;
    g_autoptr(BpFork) forked = NULL;
    gint64 seed;

    if (options->seed != NULL && !command_read_seed(options->seed, &seed))
        return EXIT_BAD_USAGE;
    if (command_expect_scenario(path, problems))
        scenario = bp_scenario_read(path, options->settings,
                                    options->seed != NULL ? &seed : NULL, problems);
    if (scenario != NULL)
        bp_expect_check(scenario, problems);
    if (scenario != NULL)
        forked = bp_fork_read(scenario, problems);
    if (forked == NULL || bp_problems_count(problems) > 0)
        return command_complain_all(problems);
    return fork_run(options, scenario, forked);
}

static int
run(int argc, char **argv)
{
    Options options = {0};
    const GOptionEntry entries[] = {
        {"jobs", 'j', 0, G_OPTION_ARG_STRING, &options.jobs_text,
         "Branches at a time, each a process; else one", "N"},
        {"seed", 0, 0, G_OPTION_ARG_STRING, &options.seed,
         "Seed of every chance, 0 to 2^53-1; else the file's", "N"},
        {"set", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.settings,
         "Set a value in place of the file's, with its unit; may be repeated",
         "GROUP.KEY=VALUE"},
        {"measure", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.measures,
         "A row of the table, such as spam.reach; may be repeated", "NAME"},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options.folder,
         "Keep each branch in FOLDER, as NAME.db", "FOLDER"},
        {"force", 0, 0, G_OPTION_ARG_NONE, &options.force,
         "Replace databases that are there", NULL},
        {"json", 0, 0, G_OPTION_ARG_NONE, &options.json,
         "Print one JSON object in place of the table: each branch as 'run --json' "
         "has it",
         NULL},
        G_OPTION_ENTRY_NULL,
    };
    int status = EXIT_BAD_USAGE;

    if (command_parse(
            &bp_command_fork, entries,
            "The group [fork] of the scenario says when the run parts, and into what:\n"
            "  at = day 10\n"
            "  as-it-was = no change\n"
            "  all-close = closure.share=100% & closure.over=2 d\n"
            "  no-list = blacklist rbl.enabled=no\n\n"
            "Up to then there is one run. A branch goes on from its very state, with "
            "the "
            "same chances. A group\nthat a branch changes begins at the fork and knows "
            "nothing of before; what it had done stays.\n\n"
            "[expect] is judged in every branch, and [expect NAME] in that one.\n\n"
            "Examples:\n"
            "  bangpath fork scenarios/fork-1998.scenario -j 2\n"
            "  bangpath fork scenarios/fork-1998.scenario -o branches && bangpath "
            "compare "
            "branches/*.db\n\n"
            "Exit status: 0 done, 1 a run failed or an expectation did not hold,\n"
            "2 bad usage or bad input.",
            &argc, &argv, 1, 1)) {
        if (command_read_jobs(options.jobs_text, JOBS_MAX, &options.jobs) &&
            command_check_measures(options.measures))
            status = fork_scenario(&options, argv[1]);
    }
    g_strfreev(options.settings);
    g_strfreev(options.measures);
    g_free(options.folder);
    g_free(options.seed);
    g_free(options.jobs_text);
    return status;
}

const BpCommand bp_command_fork = {
    .name = "fork",
    .arguments = "SCENARIO",
    .help = "One past, and what comes of it under other rules",
    .run = run,
};
