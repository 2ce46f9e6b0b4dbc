/* cmd_fork.c - bangpath fork: the past once, then each branch from that very state.
 *
 * The past is saved in memory; each branch is a process that makes the world anew, loads
 * the past, and goes on under its own rules. So branches cannot touch one another.
 */
#include "command.h"

#include <bangpath/calendar.h>
#include <bangpath/fork.h>
#include <bangpath/run.h>
#include <bangpath/run_json.h>
#include <bangpath/scenario_file.h>
#include <bangpath/units.h>
#include <errno.h>
#include <glib-unix.h>
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

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
    gint64 jobs;
    gboolean json;
} Options;

/* A branch under way, or what came of it. */
typedef struct {
    pid_t pid; /* 0 before and after */
    int pipe;
    GString *text; /* owned: the run's JSON, or why there is none */
    gboolean good;
} Branch;

/* ---- in a branch ---- */

static BpScenario *
vary(const BpScenario *scenario, const BpBranch *branch, BpProblems *problems)
{
    g_autofree BpVariation *variations =
        g_new0(BpVariation, MAX(1, branch->settings->len));

    for (guint i = 0; i < branch->settings->len; i++) {
        const BpBranchSetting *setting =
            &g_array_index(branch->settings, BpBranchSetting, i);

        variations[i] = (BpVariation){
            .group = setting->group,
            .key = setting->key,
            .value = setting->value,
            .file = branch->file,
            .line = branch->line,
        };
    }
    return bp_scenario_vary(scenario, variations, branch->settings->len, scenario->seed,
                            problems);
}

static char *
run_branch(BpScenario *scenario, const BpBranch *branch, GBytes *past, GError **error)
{
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(BpScenario) changed = vary(scenario, branch, problems);
    BpRunOptions options = {0};
    g_autoptr(BpRunner) runner = NULL;
    g_auto(BpRunResult) result = {0};

    if (changed == NULL) {
        bp_problems_to_error(problems, error);
        return NULL;
    }
    runner = bp_runner_new(scenario, &options, NULL);
    if (!bp_runner_load(runner, past, error) ||
        !bp_world_change(bp_runner_world(runner), changed, error) ||
        !bp_runner_advance(runner, scenario->length_us, error) ||
        !bp_runner_finish(runner, &result, error))
        return NULL;
    return bp_run_json(&result);
}

static void
write_all(int fd, const char *text)
{
    for (gsize left = strlen(text); left > 0;) {
        gssize n = write(fd, text, left);

        if (n < 0 && errno != EINTR)
            return;
        if (n > 0) {
            text += n;
            left -= (gsize)n;
        }
    }
}

/* Never returns. */
static void
be_branch(BpScenario *scenario, const BpBranch *branch, GBytes *past, int fd)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *json = run_branch(scenario, branch, past, &error);

    write_all(fd, json != NULL ? json : error->message);
    _exit(json != NULL ? EXIT_DONE : EXIT_BAD_USAGE);
}

/* ---- all branches ---- */

static gboolean
begin(Branch *one, BpScenario *scenario, const BpBranch *branch, GBytes *past,
      GError **error)
{
    int ends[2];

    if (!g_unix_open_pipe(ends, FD_CLOEXEC, error))
        return FALSE;
    one->pid = fork();
    if (one->pid == 0) {
        close(ends[0]);
        be_branch(scenario, branch, past, ends[1]);
    }
    close(ends[1]);
    one->pipe = ends[0];
    if (one->pid > 0)
        return TRUE;
    close(ends[0]);
    one->pid = 0;
    g_set_error(error, BP_ERROR, BP_ERROR_OUTPUT, "no process can be made: %s",
                g_strerror(errno));
    return FALSE;
}

/* What a branch says is far less than its time: they are heard out one after the other. */
static void
await(Branch *one)
{
    char buffer[4096];
    gssize n;
    int status = 0;

    if (one->pid == 0)
        return;
    while ((n = read(one->pipe, buffer, sizeof buffer)) > 0 ||
           (n < 0 && errno == EINTR))
        if (n > 0)
            g_string_append_len(one->text, buffer, n);
    close(one->pipe);
    while (waitpid(one->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    one->pid = 0;
    one->good = WIFEXITED(status) && WEXITSTATUS(status) == EXIT_DONE;
    if (one->text->len == 0)
        g_string_append(one->text, "its process was ended");
}

static gboolean
run_all(Branch *all, const BpFork *forked, BpScenario *scenario, GBytes *past,
        gint64 jobs, GError **error)
{
    guint n = forked->branches->len;
    gboolean good = TRUE;

    fflush(NULL);
    for (guint i = 0; i < n && good; i++) {
        if (i >= jobs)
            await(&all[i - jobs]);
        good = begin(&all[i], scenario, forked->branches->pdata[i], past, error);
    }
    for (guint i = 0; i < n; i++)
        await(&all[i]);
    return good;
}

static gboolean
complain_of_branches(const Branch *all, const BpFork *forked)
{
    gboolean good = TRUE;

    for (guint i = 0; i < forked->branches->len; i++) {
        const BpBranch *branch = forked->branches->pdata[i];

        if (all[i].good)
            continue;
        good = FALSE;
        g_printerr("bangpath: branch %s: %s\n", branch->name, all[i].text->str);
    }
    return good;
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

static gboolean
print_row(JsonNode **roots, guint n, const char *measure)
{
    for (guint i = 0; i < n; i++) {
        g_autofree char *value = measure_of(roots[i], measure);

        if (value == NULL && i == 0)
            return FALSE;
        if (i == 0)
            printf("%-22s", measure);
        printf(" %16s", value != NULL ? value : "-");
    }
    putchar('\n');
    return TRUE;
}

static int
print_table(const Options *options, const BpFork *forked, const BpScenario *scenario,
            const Branch *all)
{
    guint n = forked->branches->len;
    g_autofree JsonNode **roots = g_new0(JsonNode *, n);
    g_autofree char *at = bp_format_moment(scenario->begin_unix_s, forked->at_us);
    const char *const *measures =
        options->measures != NULL ? (const char *const *)options->measures : usual;
    int status = EXIT_DONE;

    for (guint i = 0; i < n; i++)
        roots[i] = json_from_string(all[i].text->str, NULL);
    printf("%s\nOne past up to %s, and what came of it\n\n%-22s", scenario->title, at,
           "");
    for (guint i = 0; i < n; i++)
        printf(" %16s", ((const BpBranch *)forked->branches->pdata[i])->name);
    putchar('\n');
    for (; *measures != NULL; measures++)
        if (!print_row(roots, n, *measures) && options->measures != NULL) {
            g_printerr("bangpath: --measure \"%s\": no branch has it\n", *measures);
            status = EXIT_BAD_USAGE;
        }
    for (guint i = 0; i < n; i++)
        json_node_unref(roots[i]);
    return status;
}

static void
print_json(const BpFork *forked, const Branch *all)
{
    printf("{\n\"at_s\": %.6f,\n\"branches\": {", (double)forked->at_us / 1e6);
    for (guint i = 0; i < forked->branches->len; i++) {
        const BpBranch *branch = forked->branches->pdata[i];
        g_autoptr(JsonNode) name = json_node_new(JSON_NODE_VALUE);
        g_autofree char *quoted = NULL;

        json_node_set_string(name, branch->name);
        quoted = json_to_string(name, FALSE);
        printf("%s\n%s: %s", i > 0 ? "," : "", quoted, all[i].text->str);
    }
    printf("}\n}\n");
}

/* ---- the command ---- */

/* (transfer full) (nullable): the state at the fork. */
static GBytes *
run_past(BpScenario *scenario, gint64 at_us, GError **error)
{
    BpRunOptions options = {0};
    g_autoptr(BpRunner) runner = bp_runner_new(scenario, &options, NULL);
    GBytes *past = NULL;

    bp_runner_start(runner);
    if (bp_runner_advance(runner, at_us, error))
        past = bp_runner_save(runner);
    return past;
}

static int
fork_run(const Options *options, BpScenario *scenario, const BpFork *forked)
{
    guint n = forked->branches->len;
    g_autofree Branch *all = g_new0(Branch, n);
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) past = run_past(scenario, forked->at_us, &error);
    int status = EXIT_DONE;

    if (past == NULL)
        return command_complain(error);
    bp_network_reset(scenario->network);
    for (guint i = 0; i < n; i++)
        all[i].text = g_string_new(NULL);
    if (!run_all(all, forked, scenario, past, options->jobs, &error))
        status = command_complain(error);
    else if (!complain_of_branches(all, forked))
        status = EXIT_BAD_USAGE;
    else if (options->json)
        print_json(forked, all);
    else
        status = print_table(options, forked, scenario, all);
    for (guint i = 0; i < n; i++)
        g_string_free(all[i].text, TRUE);
    return status;
}

static int
fork_scenario(const Options *options, const char *path)
{
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(BpScenario) scenario = NULL;
    g_autoptr(BpFork) forked = NULL;

    if (command_expect_scenario(path, problems))
        scenario = bp_scenario_read(path, options->settings, NULL, problems);
    if (scenario != NULL)
        forked = bp_fork_read(scenario, problems);
    if (forked == NULL)
        return command_complain_all(problems);
    return fork_run(options, scenario, forked);
}

static int
run(int argc, char **argv)
{
    Options options = {.jobs = 1};
    const GOptionEntry entries[] = {
        {"jobs", 'j', 0, G_OPTION_ARG_INT64, &options.jobs,
         "Branches at a time, each a process", "N"},
        {"set", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.settings,
         "Set a value in place of the file's, with its unit; may be repeated",
         "GROUP.KEY=VALUE"},
        {"measure", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.measures,
         "A row of the table, such as spam.reach; may be repeated", "NAME"},
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
            "Example:\n"
            "  bangpath fork scenarios/fork-1998.scenario -j 2\n\n"
            "Exit status: 0 done, 1 a run failed, 2 bad usage or bad input.",
            &argc, &argv, 1, 1)) {
        if (options.jobs < 1 || options.jobs > JOBS_MAX)
            g_printerr("bangpath fork: -j: expected a whole number from 1 to %d\n",
                       JOBS_MAX);
        else
            status = fork_scenario(&options, argv[1]);
    }
    g_strfreev(options.settings);
    g_strfreev(options.measures);
    return status;
}

const BpCommand bp_command_fork = {
    .name = "fork",
    .arguments = "SCENARIO",
    .help = "One past, and what comes of it under other rules",
    .run = run,
};
