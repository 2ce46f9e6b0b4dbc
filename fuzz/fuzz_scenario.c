/* fuzz_scenario.c - a scenario over a small topology with a trace beside it. */
#include "fuzz.h"

#include "fuzz_little.h"

#include <bangpath/scenario_file.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *path = fuzz_file("t.scenario", data, size);
    g_autoptr(BpProblems) problems = bp_problems_new();

    fuzz_little_files();

    g_autoptr(BpScenario) scenario = bp_scenario_read(path, NULL, NULL, problems);

    fuzz_told(problems, scenario != NULL);
    return 0;
}
