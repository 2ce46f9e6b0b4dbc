/* fork_crew.c - branches as processes: each makes the world anew, loads the past, and goes
 * on under its own rules. What it has to say comes through a pipe: its JSON, a NUL, and what
 * was expected of it.
 */
#include "fork_crew.h"

#include "command.h"

#include <bangpath/expect.h>
#include <bangpath/run.h>
#include <bangpath/run_json.h>
#include <bangpath/scenario_file.h>
#include <errno.h>
#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- signals ---- */

static void
on_signal(int number)
{
    command_remove_unfinished();
    signal(number, SIG_DFL);
    raise(number);
}

void
fork_crew_catch_signals(void)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = on_signal}, before;

    for (guint i = 0; i < G_N_ELEMENTS(numbers); i++)
        if (sigaction(numbers[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(numbers[i], &action, NULL);
}

/* ---- in a branch ---- */

char *
fork_crew_path(const char *folder, const BpBranch *branch)
{
    g_autofree char *name = g_strconcat(branch->name, ".db", NULL);

    return g_build_filename(folder, name, NULL);
}

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

/* Of a branch is expected what is of all, and what [expect NAME] says. */
static void
expect_of_branch(BpScenario *scenario, const BpBranch *branch)
{
    for (guint i = 0; i < scenario->branch_expectations->len;) {
        BpExpectation *stated = scenario->branch_expectations->pdata[i];

        if (g_str_equal(stated->branch, branch->name))
            g_ptr_array_add(scenario->expectations,
                            g_ptr_array_steal_index(scenario->branch_expectations, i));
        else
            i++;
    }
}

/* No signal comes between a part and the note that it is to be removed. */
static BpRunDbWriter *
make_part(const char *path, gboolean force, GError **error)
{
    g_autofree char *part = g_strconcat(path, ".part", NULL);
    BpRunDbWriter *writer;
    sigset_t all, before;

    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    writer = bp_run_db_create(path, force, error);
    if (writer != NULL)
        command_set_unfinished(part);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return writer;
}

/* (transfer full) (nullable): with the rows of the past, if it is to be kept. */
static gboolean
open_output(const ForkPlan *plan, const BpBranch *branch, BpRunDbWriter **writer,
            GError **error)
{
    g_autofree char *path = NULL;

    *writer = NULL;
    if (plan->folder == NULL)
        return TRUE;
    path = fork_crew_path(plan->folder, branch);
    *writer = make_part(path, plan->force, error);
    return *writer != NULL && bp_run_db_copy(*writer, plan->rows, error);
}

static gboolean
close_output(const ForkPlan *plan, const BpBranch *branch, BpRunDbWriter *writer,
             GError **error)
{
    g_autofree char *at = g_strdup_printf("%" G_GINT64_FORMAT, plan->forked->at_us);

    if (writer == NULL)
        return TRUE;
    bp_run_db_put(writer, BP_TABLE_RUN, "ss", "branch", branch->name);
    bp_run_db_put(writer, BP_TABLE_RUN, "ss", "branch_settings", branch->text);
    bp_run_db_put(writer, BP_TABLE_RUN, "ss", "fork_us", at);
    return bp_run_db_finish(writer, error);
}

static gboolean
run_branch(const ForkPlan *plan, const BpBranch *branch, BpRunResult *result,
           GError **error)
{
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(BpScenario) changed = vary(plan->scenario, branch, problems);
    BpScenario *scenario = plan->scenario;
    g_autoptr(BpRunDbWriter) writer = NULL;
    BpRunOptions options = {0};
    g_autoptr(BpRunner) runner = NULL;

    if (changed == NULL) {
        bp_problems_to_error(problems, error);
        return FALSE;
    }
    if (!open_output(plan, branch, &writer, error))
        return FALSE;
    runner = bp_runner_new(scenario, &options, writer);
    return bp_runner_load(runner, plan->past, error) &&
           bp_world_change(bp_runner_world(runner), changed, error) &&
           bp_runner_advance(runner, scenario->length_us, error) &&
           bp_runner_finish(runner, result, error) &&
           close_output(plan, branch, writer, error);
}

static void
write_all(int fd, const char *text, gsize n)
{
    for (gsize left = n; left > 0;) {
        gssize put = write(fd, text, left);

        if (put < 0 && errno != EINTR)
            return;
        if (put > 0) {
            text += put;
            left -= (gsize)put;
        }
    }
}

/* Says all, and returns the status of the process. */
static int
tell(const BpScenario *scenario, const BpRunResult *result, int fd)
{
    gboolean held;
    g_autofree char *plain = bp_run_json(result);
    g_autofree char *json = bp_expect_json(scenario, result, plain);
    g_autofree char *judged = bp_expect_report(scenario, result, &held);

    write_all(fd, json, strlen(json) + 1);
    write_all(fd, judged, strlen(judged));
    return held ? EXIT_DONE : EXIT_FAILED;
}

/* Never returns. It ends with its parent, who alone knows what it was for. */
static void
be_branch(const ForkPlan *plan, const BpBranch *branch, pid_t parent, int fd)
{
    g_autoptr(GError) error = NULL;
    BpRunResult result = {0};

    command_set_unfinished(NULL);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent)
        _exit(EXIT_BAD_USAGE);
    expect_of_branch(plan->scenario, branch);
    if (run_branch(plan, branch, &result, &error))
        _exit(tell(plan->scenario, &result, fd));
    write_all(fd, error->message, strlen(error->message));
    _exit(command_status_of(error));
}

/* ---- all branches ---- */

static gboolean
begin(ForkOutcome *one, const ForkPlan *plan, const BpBranch *branch, GError **error)
{
    g_autoptr(GError) why = NULL;
    pid_t parent = getpid();
    int ends[2];

    if (!g_unix_open_pipe(ends, FD_CLOEXEC, &why)) {
        g_set_error(error, BP_ERROR, BP_ERROR_OUTPUT, "no branch can be begun: %s",
                    why->message);
        return FALSE;
    }
    one->pid = fork();
    if (one->pid == 0) {
        close(ends[0]);
        be_branch(plan, branch, parent, ends[1]);
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

/* JSON, a NUL, and what was expected; or why there is nothing. */
static void
take_apart(ForkOutcome *one, int status)
{
    gsize n = strlen(one->said->str);
    gboolean whole = n < one->said->len;

    one->status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    one->good = whole && (one->status == EXIT_DONE || one->status == EXIT_FAILED);
    one->held = one->good && one->status == EXIT_DONE;
    one->json = g_strdup(n > 0 ? one->said->str : "its process was ended");
    one->judged = g_strdup(whole ? one->said->str + n + 1 : "");
}

/* What a branch says is far less than its time: they are heard out one after the other. */
static void
await(ForkOutcome *one)
{
    char buffer[4096];
    gssize n;
    int status = 0;

    if (one->pid == 0)
        return;
    while ((n = read(one->pipe, buffer, sizeof buffer)) > 0 ||
           (n < 0 && errno == EINTR))
        if (n > 0)
            g_string_append_len(one->said, buffer, n);
    close(one->pipe);
    while (waitpid(one->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    one->pid = 0;
    take_apart(one, status);
}

gboolean
fork_crew_run(const ForkPlan *plan, ForkOutcome *all, guint jobs, GError **error)
{
    guint n = plan->forked->branches->len;
    gboolean good = TRUE;

    fflush(NULL);
    for (guint i = 0; i < n; i++)
        all[i].said = g_string_new(NULL);
    for (guint i = 0; i < n && good; i++) {
        if (i >= jobs)
            await(&all[i - jobs]);
        good = begin(&all[i], plan, plan->forked->branches->pdata[i], error);
    }
    for (guint i = 0; i < n; i++)
        await(&all[i]);
    return good;
}

void
fork_crew_clear(ForkOutcome *all, guint n)
{
    for (guint i = 0; i < n; i++) {
        if (all[i].said != NULL)
            g_string_free(all[i].said, TRUE);
        g_free(all[i].json);
        g_free(all[i].judged);
    }
}
