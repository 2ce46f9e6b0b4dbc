/* cmd_check.c - bangpath check: all that is wrong with a scenario or topology. */
#include "command.h"

#include <bangpath/expect.h>
#include <bangpath/scenario_file.h>
#include <bangpath/topology_file.h>

extern const BpCommand bp_command_check;

static gboolean
is_right(const char *path, BpProblems *problems)
{
    if (command_is_topology(path)) {
        g_autoptr(BpNetwork) network = bp_topology_read(path, problems);

        return network != NULL;
    }

    if (!command_expect_scenario(path, problems))
        return FALSE;

    g_autoptr(BpScenario) scenario = bp_scenario_read(path, NULL, NULL, problems);

    if (scenario == NULL)
        return FALSE;

    guint n_before = bp_problems_count(problems);

    bp_expect_check(scenario, problems);
    return bp_problems_count(problems) == n_before;
}

static int
check(const char *path)
{
    g_autoptr(BpProblems) problems = bp_problems_new();

    if (is_right(path, problems)) {
        g_print("%s: all right\n", path);
        return EXIT_DONE;
    }
    return command_complain_all(problems);
}

static int
run(int argc, char **argv)
{
    int status = EXIT_DONE;

    if (!command_parse(
            &bp_command_check, NULL,
            "A file whose name ends in .gv or .dot is a topology, any other a "
            "scenario; with a\nscenario, its topology and its mail trace are "
            "checked as well. Nothing is run.\n\n"
            "Every mistake is a line on standard error: file, line, what is wrong, "
            "what would be right.\n\n"
            "Exit status: 0 all right, 2 something is wrong.",
            &argc, &argv, 1, -1))
        return EXIT_BAD_USAGE;
    for (int i = 1; i < argc; i++)
        if (check(argv[i]) != EXIT_DONE)
            status = EXIT_BAD_USAGE;
    return status;
}

const BpCommand bp_command_check = {
    .name = "check",
    .arguments = "FILE...",
    .help = "Say everything that is wrong with a scenario or topology; run nothing",
    .run = run,
};
