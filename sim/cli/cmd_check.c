/* cmd_check.c - bangpath check: all that is wrong with a scenario or topology. */
#include "command.h"

#include <bangpath/expect.h>
#include <bangpath/plain.h>
#include <bangpath/scenario_file.h>
#include <bangpath/world.h>

extern const BpCommand bp_command_check;

static gboolean
is_right(const char *path, BpProblems *problems, BpProblems *warnings)
{
    if (command_is_topology(path)) {
        g_autoptr(BpNetwork) network = command_read_topology(path, problems);

        return network != NULL;
    }

    if (!command_expect_scenario(path, problems))
        return FALSE;

    g_autoptr(BpScenario) scenario = bp_scenario_read(path, NULL, NULL, problems);

    if (scenario == NULL)
        return FALSE;

    guint n_before = bp_problems_count(problems);

    bp_expect_check(scenario, problems);
    bp_world_warn(scenario, warnings);
    return bp_problems_count(problems) == n_before;
}

static int
check(const char *path, gboolean strict)
{
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(BpProblems) warnings = bp_problems_new();

    if (!is_right(path, problems, warnings))
        return command_complain_all(problems);
    if (strict && bp_problems_count(warnings) > 0)
        return command_complain_all(warnings);

    g_autofree char *plain = bp_plain(path);

    if (command_warn(warnings) == 0)
        g_print("%s: all right\n", plain);
    else
        g_print("%s: nothing is wrong, but see the warnings\n", plain);
    return EXIT_DONE;
}

static int
run(int argc, char **argv)
{
    gboolean strict = FALSE;
    const GOptionEntry entries[] = {
        {"strict", 0, 0, G_OPTION_ARG_NONE, &strict, "What is warned of is wrong, too",
         NULL},
        G_OPTION_ENTRY_NULL,
    };
    int status = EXIT_DONE;

    if (!command_parse(
            &bp_command_check, entries,
            "A file whose name ends in .gv or .dot is a topology, any other a "
            "scenario; with a\nscenario, its topology and its mail trace are "
            "checked as well. Nothing is run.\n\n"
            "Every mistake is a line on standard error: file, line, what is wrong, "
            "what would be right.\n\n"
            "A setting that is right by itself and has no effect, as others stand, is "
            "a warning:\n'run' has it, too.\n\n"
            "Exit status: 0 all right, 2 something is wrong.",
            &argc, &argv, 1, -1))
        return EXIT_BAD_USAGE;
    for (int i = 1; i < argc; i++)
        if (check(argv[i], strict) != EXIT_DONE)
            status = EXIT_BAD_USAGE;
    return status;
}

const BpCommand bp_command_check = {
    .name = "check",
    .arguments = "FILE...",
    .help = "Say everything that is wrong with a scenario or topology; run nothing",
    .run = run,
};
