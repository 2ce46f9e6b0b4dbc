/* cmd_warmup.c - bangpath warmup: how long runs take to settle. */
#include "command.h"

#include <bangpath/sweep_db.h>
#include <bangpath/warm_up.h>
#include <stdio.h>

extern const BpCommand bp_command_warmup;

typedef struct {
    char **measures;
    gboolean json;
} Options;

static void
free_run(gpointer db)
{
    bp_run_db_free(db);
}

/* Sweeps keep what each run came to, not how it went. */
static BpRunDb *
open_run(const char *path, GError **error)
{
    if (g_file_test(path, G_FILE_TEST_IS_REGULAR) && bp_sweep_db_is(path)) {
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "%s: is a sweep, which keeps no series: expected the database that "
                    "'bangpath run -o RUN.db' makes",
                    path);
        return NULL;
    }
    return bp_run_db_open(path, error);
}

static gboolean
judge(const Options *options, char **paths, GError **error)
{
    g_autoptr(GPtrArray) runs = g_ptr_array_new_with_free_func(free_run);
    g_autoptr(BpWarmUp) warm_up = NULL;
    g_autofree char *text = NULL;

    for (; *paths != NULL; paths++) {
        BpRunDb *run = open_run(*paths, error);

        if (run == NULL)
            return FALSE;
        g_ptr_array_add(runs, run);
    }
    warm_up = bp_warm_up((BpRunDb *const *)runs->pdata, runs->len,
                         (const char *const *)options->measures, error);
    if (warm_up == NULL)
        return FALSE;
    text = options->json ? bp_warm_up_json(warm_up) : bp_warm_up_text(warm_up);
    fputs(text, stdout);
    return TRUE;
}

static int
run(int argc, char **argv)
{
    Options options = {0};
    g_autoptr(GError) error = NULL;
    const GOptionEntry entries[] = {
        {"measure", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.measures,
         "Judge this series, such as spool_bytes; may be repeated", "NAME"},
        {"json", 0, 0, G_OPTION_ARG_NONE, &options.json,
         "Print a JSON object in place of the table", NULL},
        G_OPTION_ENTRY_NULL,
    };
    int status = EXIT_BAD_USAGE;

    if (command_parse(
            &bp_command_warmup, entries,
            "A run begins with empty spools. MSER-5 says when its series are no longer "
            "affected by\nthat, and whether the scenario's warm-up, which delays do "
            "not "
            "count, lasts as long.\nSeveral runs of one scenario with other seeds are "
            "averaged first: that is far surer.\n\n"
            "Examples:\n"
            "  bangpath warmup run.db\n"
            "  bangpath warmup 1.db 2.db 3.db --measure ham_waiting\n\n"
            "Exit status: 0 done, 2 bad usage or bad input.",
            &argc, &argv, 1, -1))
        status =
            judge(&options, argv + 1, &error) ? EXIT_DONE : command_complain(error);
    g_strfreev(options.measures);
    return status;
}

const BpCommand bp_command_warmup = {
    .name = "warmup",
    .arguments = "RUN.db...",
    .help = "How long a run takes to settle, and whether its warm-up suffices",
    .run = run,
};
