/* fuzz_trace.c - a mail trace; what is read is read to its end. */
#include "fuzz.h"

#include "fuzz_little.h"

#include <bangpath/topology_file.h>
#include <bangpath/trace_file.h>

static void
walk(const BpTrace *trace, const BpNetwork *network)
{
    BpTraceReader reader;
    BpTraceMail mail;
    guint64 n = 0;
    gint64 last_us = 0;

    bp_trace_reader_init(&reader, trace);
    while (bp_trace_read(&reader, &mail)) {
        n++;
        g_assert_cmpint(mail.at_us, >=, last_us);
        g_assert_cmpuint(mail.n_recipients, >, 0);
        g_assert_cmpuint(mail.from.host, <, bp_network_n_nodes(network));
        for (guint i = 0; i < mail.n_recipients; i++)
            g_assert_cmpuint(mail.recipients[i].to.host, <,
                             bp_network_n_nodes(network));
        last_us = mail.at_us;
    }
    bp_trace_reader_clear(&reader);
    g_assert_cmpuint(n, ==, bp_trace_count(trace));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(BpNetwork) network =
        bp_topology_read_text(fuzz_little_gv, strlen(fuzz_little_gv), "t.gv", problems);
    g_autofree char *text = fuzz_text(data, size);
    g_autoptr(BpTrace) trace =
        bp_trace_text_read(text, size, "mail.csv", network, 841536000, problems);

    fuzz_told(problems, trace != NULL);
    if (trace != NULL)
        walk(trace, network);
    return 0;
}
