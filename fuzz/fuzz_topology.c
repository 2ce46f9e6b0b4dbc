/* fuzz_topology.c - a topology; one that is read is written, and reads back the same. */
#include "fuzz.h"

#include <bangpath/topology_file.h>
#include <stdio.h>
#include <stdlib.h>

/* (transfer full) (nullable): as bp_topology_print() writes it. */
static char *
print(const BpNetwork *network, size_t *size)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, size);
    gboolean done = bp_topology_print(network, out, NULL);

    fclose(out);
    if (done)
        return text;
    free(text);
    return NULL;
}

static void
check_round_trip(const BpNetwork *network)
{
    size_t n, n_again;
    char *text = print(network, &n);

    if (text == NULL)
        return;

    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(BpNetwork) again = bp_topology_read_text(text, n, "again.gv", problems);

    fuzz_told(problems, TRUE);

    char *text_again = print(again, &n_again);

    g_assert_cmpstr(text, ==, text_again);
    free(text_again);
    free(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autofree char *text = fuzz_text(data, size);
    g_autoptr(BpNetwork) network = bp_topology_read_text(text, size, "t.gv", problems);

    fuzz_told(problems, network != NULL);
    if (network != NULL)
        check_round_trip(network);
    return 0;
}
