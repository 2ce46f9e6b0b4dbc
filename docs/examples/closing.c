/* closing.c - how the reach of spam falls as relays close: the library's whole round.
 *
 * cc closing.c -o closing $(pkg-config --cflags --libs bangpath)
 * ./closing scenarios/open-relay-years.scenario
 */
#include <bangpath/run.h>
#include <bangpath/scenario_file.h>
#include <stdio.h>
#include <stdlib.h>

/* Reads the scenario with one setting changed, runs it, and prints a line. */
static gboolean
run_with(const char *path, int percent_closed, GError **error)
{
    g_autofree char *setting = g_strdup_printf("closure.share=%d%%", percent_closed);
    char *settings[] = {setting, (char *)"output.trace=none", NULL};
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(BpScenario) scenario = bp_scenario_read(path, settings, NULL, problems);
    g_auto(BpRunResult) result = {0};
    BpRunOptions options = {0};

    if (!bp_problems_to_error(problems, error) ||
        !bp_run(scenario, &options, &result, error))
        return FALSE;

    g_autoptr(GArray) totals = bp_run_totals(&result);

    printf("%3d%% closed: reach %.3f, %u relays open at the end\n", percent_closed,
           bp_run_total(totals, "spam.reach")->real, result.open_at_end);
    return TRUE;
}

int
main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;

    if (argc != 2) {
        fprintf(stderr, "usage: %s SCENARIO\n", argv[0]);
        return 2;
    }
    for (int percent = 0; percent <= 100; percent += 50)
        if (!run_with(argv[1], percent, &error)) {
            fprintf(stderr, "%s\n", error->message);
            return EXIT_FAILURE;
        }
    return EXIT_SUCCESS;
}
