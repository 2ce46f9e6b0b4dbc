/* resume.c - runs that keep checkpoints, and go on from one. */
#include "resume.h"

#include <bangpath/error.h>
#include <bangpath/units.h>

struct _BpResume {
    char *path;            /* owned: the scenario's */
    char *merged;          /* owned */
    GPtrArray *inputs;     /* owned, of BpInput */
    gint64 checkpoint_us;  /* from one checkpoint to the next */
    GBytes *state;         /* owned */
    BpRunDbWriter *writer; /* owned */
};

/* ---- what a run is of ---- */

static void
archive_inputs(BpArchive *archive, GPtrArray *inputs)
{
    guint64 n = bp_archive_count(archive, inputs->len, G_MAXINT32, 3);

    for (guint64 i = 0; i < n; i++) {
        BpInput *input;

        if (bp_archive_is_loading(archive))
            g_ptr_array_add(inputs, g_new0(BpInput, 1));
        input = inputs->pdata[i];
        bp_archive_text(archive, &input->path);
        bp_archive_text(archive, &input->sha256);
        bp_archive_text(archive, &input->text);
        bp_archive_expect(archive, input->path != NULL && input->sha256 != NULL,
                          "an input has no name");
    }
}

static void
archive_head(BpArchive *archive, BpResume *head)
{
    bp_archive_section(archive, "head");
    bp_archive_text(archive, &head->path);
    bp_archive_text(archive, &head->merged);
    bp_archive_i64(archive, &head->checkpoint_us);
    archive_inputs(archive, head->inputs);
    bp_archive_expect(
        archive, head->path != NULL && head->merged != NULL && head->checkpoint_us >= 0,
        "it is of no scenario");
}

static GBytes *
save_head(const BpScenario *scenario, gint64 checkpoint_us)
{
    BpArchive *archive = bp_archive_new();
    BpResume head = {
        .path = scenario->path,
        .merged = scenario->merged,
        .inputs = scenario->inputs,
        .checkpoint_us = checkpoint_us,
    };

    archive_head(archive, &head);
    return bp_archive_close(archive);
}

static gboolean
load_head(BpResume *resume, GBytes *bytes, GError **error)
{
    g_autoptr(BpArchive) archive = bp_archive_open(bytes, error);

    if (archive == NULL)
        return FALSE;
    archive_head(archive, resume);
    return bp_archive_finish(archive, error);
}

BpResume *
bp_resume_open(const char *output, gboolean force, GError **error)
{
    g_autoptr(BpResume) resume = g_new0(BpResume, 1);
    g_autoptr(GBytes) head = NULL;

    resume->inputs = g_ptr_array_new_with_free_func((GDestroyNotify)bp_input_free);
    resume->writer = bp_run_db_resume(output, force, &head, &resume->state, error);
    if (resume->writer == NULL)
        return NULL;
    if (load_head(resume, head, error))
        return g_steal_pointer(&resume);
    g_prefix_error(error, "%s.part: the checkpoint: ", output);
    return NULL;
}

void
bp_resume_free(BpResume *resume)
{
    if (resume == NULL)
        return;
    bp_run_db_writer_free(resume->writer);
    g_ptr_array_unref(resume->inputs);
    g_bytes_unref(resume->state);
    g_free(resume->path);
    g_free(resume->merged);
    g_free(resume);
}

const char *
bp_resume_path(const BpResume *resume)
{
    return resume->path;
}

const char *
bp_resume_merged(const BpResume *resume)
{
    return resume->merged;
}

GPtrArray *
bp_resume_inputs(const BpResume *resume)
{
    return resume->inputs;
}

/* ---- a run with checkpoints ---- */

static gboolean
is_stop_wanted(const BpRunOptions *options)
{
    return options->stop != NULL && *options->stop != 0;
}

/* When the run is looked after next. */
static gint64
next_us(gint64 now_us, gint64 every_us, gint64 stop_at_us)
{
    gint64 at_us = every_us > 0 ? bp_add_us(now_us / every_us * every_us, every_us)
                                : BP_TIME_MAX_US;

    return stop_at_us > now_us ? MIN(at_us, stop_at_us) : at_us;
}

gboolean
bp_run_kept(BpRunner *run, BpScenario *scenario, const BpRunOptions *options,
            BpRunDbWriter *writer, BpRunResult *result, GError **error)
{
    g_autoptr(GBytes) head = save_head(scenario, options->checkpoint_us);
    gboolean is_kept = FALSE;

    while (!is_kept && !bp_runner_is_stopped(run) &&
           bp_runner_now_us(run) < scenario->length_us) {
        g_autoptr(GBytes) state = NULL;

        if (!bp_runner_advance(run,
                               next_us(bp_runner_now_us(run), options->checkpoint_us,
                                       options->stop_at_us),
                               error))
            return FALSE;
        if (bp_runner_now_us(run) >= scenario->length_us)
            break;
        state = bp_runner_save(run);
        if (!bp_run_db_checkpoint(writer, head, state, error))
            return FALSE;
        is_kept =
            is_stop_wanted(options) || bp_runner_now_us(run) == options->stop_at_us;
    }
    /* What is kept stays as old as its checkpoint: what is summed up now is told only. */
    if (!bp_runner_finish(run, result, error) ||
        (!is_kept && !bp_run_db_finish(writer, error)))
        return FALSE;
    result->is_kept = is_kept;
    return TRUE;
}

gboolean
bp_run_resume(BpResume *resume, BpScenario *scenario, const BpRunOptions *options,
              BpRunResult *result, GError **error)
{
    gint64 wall_us = g_get_monotonic_time();
    g_auto(BpRunResult) made = {0};
    g_autoptr(BpRunner) run = NULL;
    BpRunOptions ours = *options;

    if (g_strcmp0(scenario->merged, resume->merged) != 0) {
        g_set_error(error, BP_ERROR, BP_ERROR_INPUT,
                    "the checkpoint is of another scenario");
        return FALSE;
    }
    if (ours.checkpoint_us == 0)
        ours.checkpoint_us = resume->checkpoint_us;
    /* The database names all that went into the run, the scenario's own text as well. */
    g_ptr_array_unref(scenario->inputs);
    scenario->inputs = g_ptr_array_ref(resume->inputs);
    run = bp_runner_new(scenario, &ours, resume->writer);
    if (!bp_runner_load(run, resume->state, error)) {
        g_prefix_error(error, "the checkpoint: ");
        return FALSE;
    }
    g_clear_pointer(&resume->state, g_bytes_unref);
    if (!bp_run_kept(run, scenario, &ours, resume->writer, &made, error))
        return FALSE;
    made.wall_s = options->load_s + (double)(g_get_monotonic_time() - wall_us) / 1e6;
    *result = made;
    made = (BpRunResult){0};
    return TRUE;
}
