/* run_whole.c - a run from its first event to its last, and into its database. */
#include "resume.h"

#include <bangpath/error.h>
#include <sys/stat.h>

static gboolean
is_same_file(const char *a, const char *b)
{
    struct stat of_a;
    struct stat of_b;

    return stat(a, &of_a) == 0 && stat(b, &of_b) == 0 && of_a.st_dev == of_b.st_dev &&
           of_a.st_ino == of_b.st_ino;
}

/* An output that is what was read is a slip of the hand, with --force as well. */
static gboolean
spares_the_inputs(const BpScenario *scenario, const char *output, GError **error)
{
    for (guint i = 0; i < scenario->inputs->len; i++) {
        const BpInput *input = g_ptr_array_index(scenario->inputs, i);

        if (!is_same_file(input->path, output))
            continue;
        g_set_error(error, BP_ERROR, BP_ERROR_EXISTS,
                    "%s: is an input of the run: name another output", output);
        return FALSE;
    }
    return TRUE;
}

static gboolean
is_kept(const BpRunOptions *options)
{
    return options->output != NULL &&
           (options->checkpoint_us > 0 || options->stop_at_us > 0);
}

static gboolean
run_world(BpScenario *scenario, const BpRunOptions *options, BpRunDbWriter *writer,
          BpRunResult *result, GError **error)
{
    g_autoptr(BpRunner) run = bp_runner_new(scenario, options, writer);

    bp_runner_start(run);
    if (is_kept(options))
        return bp_run_kept(run, scenario, options, writer, result, error);
    return bp_runner_advance(run, scenario->length_us, error) &&
           bp_runner_finish(run, result, error) &&
           (writer == NULL || bp_run_db_finish(writer, error));
}

gboolean
bp_run(BpScenario *scenario, const BpRunOptions *options, BpRunResult *result,
       GError **error)
{
    gint64 wall_us = g_get_monotonic_time();
    g_autoptr(BpRunDbWriter) writer = NULL;
    g_auto(BpRunResult) made = {0};

    if (options->output) {
        if (!spares_the_inputs(scenario, options->output, error))
            return FALSE;
        writer = is_kept(options)
                     ? bp_run_db_create_kept(options->output, options->force, error)
                     : bp_run_db_create(options->output, options->force, error);
        if (writer == NULL)
            return FALSE;
    }
    if (!run_world(scenario, options, writer, &made, error))
        return FALSE;
    made.wall_s = options->load_s + (double)(g_get_monotonic_time() - wall_us) / 1e6;
    *result = made;
    made = (BpRunResult){0};
    return TRUE;
}
