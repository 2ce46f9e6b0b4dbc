/* cmd_merge.c - bangpath merge: the parts of a sweep in one file. */
#include "command.h"

#include <bangpath/signals.h>
#include <bangpath/sweep_db.h>

extern const BpCommand bp_command_merge;

static gboolean
merge_into(BpSweepDb *db, char **paths, GError **error)
{
    for (; *paths != NULL; paths++)
        if (!bp_sweep_db_merge(db, *paths, error))
            return FALSE;
    return bp_sweep_db_commit(db, error);
}

/* A signal removes what is not whole yet. */
static int
put_together(const char *output, gboolean force, char **paths)
{
    g_autofree char *part = g_strconcat(output, ".part", NULL);
    g_autoptr(BpSweepDb) db = NULL;
    g_autoptr(GError) error = NULL;
    gboolean good;

    bp_signals_hold();
    bp_signals_set_part(part);
    db = bp_sweep_db_copy(output, force, paths[0], &error);
    good = db != NULL && merge_into(db, paths, &error);
    bp_signals_release();
    if (!good)
        return command_complain(error);
    g_printerr("%u runs, %u of them failed\n",
               bp_sweep_db_count(db, "ok") + bp_sweep_db_count(db, "failed"),
               bp_sweep_db_count(db, "failed"));
    return EXIT_DONE;
}

static int
merge(const char *output, gboolean force, char **paths)
{
    g_autoptr(GError) error = NULL;

    if (!command_check_output(output, force, &error))
        return command_complain(error);
    for (char **path = paths; *path != NULL; path++)
        if (!command_spare_input(output, *path, &error))
            return command_complain(error);
    for (char **path = paths; *path != NULL; path++) {
        g_autoptr(BpSweepDb) part = bp_sweep_db_open(*path, &error);

        if (part == NULL)
            return command_complain(error);
    }
    return put_together(output, force, paths);
}

static int
run(int argc, char **argv)
{
    g_autofree char *output = NULL;
    gboolean force = FALSE;
    const GOptionEntry entries[] = {
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "Where to put them all",
         "ALL.db"},
        {"force", 0, 0, G_OPTION_ARG_NONE, &force, "Replace ALL.db if it is there",
         NULL},
        G_OPTION_ENTRY_NULL,
    };

    if (!command_parse(
            &bp_command_merge, entries,
            "The files must be of the same sweep: scenario, settings, inputs and "
            "version. A run that\nseveral of them have must be the same in all.\n\n"
            "Example:\n"
            "  bangpath sweep A.scenario --only 1/2 -o 1.db\n"
            "  bangpath sweep A.scenario --only 2/2 -o 2.db\n"
            "  bangpath merge 1.db 2.db -o all.db\n\n"
            "Exit status: 0 done, 1 the output could not be written, 2 bad usage or "
            "bad "
            "input.",
            &argc, &argv, 1, -1))
        return EXIT_BAD_USAGE;
    if (output == NULL) {
        g_printerr("bangpath merge: expected -o ALL.db\n");
        return EXIT_BAD_USAGE;
    }
    return merge(output, force, argv + 1);
}

const BpCommand bp_command_merge = {
    .name = "merge",
    .arguments = "SWEEP.db...",
    .help = "Put the parts of a sweep into one file",
    .run = run,
};
