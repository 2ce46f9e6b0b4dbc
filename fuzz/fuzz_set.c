/* fuzz_set.c - settings as on the command line, one a line, over a small scenario. */
#include "fuzz.h"

#include "fuzz_little.h"

#include <bangpath/scenario_file.h>

static const char base[] = "[scenario]\n"
                           "topology = t.gv\n"
                           "begin = 1996-09-01\n"
                           "length = 3 d\n"
                           "[mail]\n"
                           "rate = 5 / mailbox / d\n"
                           "[spammer cyber]\n"
                           "host = agis\n"
                           "targets = 60%\n"
                           "relays = published list\n"
                           "[closure]\n"
                           "share = 60%\n"
                           "[blacklist rbl]\n"
                           "lists = open relays\n"
                           "[sweep]\n"
                           "closure.share = 0%, 10% .. 100%\n";

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *path = fuzz_file("t.scenario", base, strlen(base));
    g_autofree char *text = fuzz_text(data, size);
    g_auto(GStrv) settings = g_strsplit(text, "\n", 20);
    g_autoptr(BpProblems) problems = bp_problems_new();

    fuzz_little_files();

    g_autoptr(BpScenario) scenario = bp_scenario_read(path, settings, NULL, problems);

    fuzz_told(problems, scenario != NULL);
    return 0;
}
