/* topology_kit.h - topologies from text, and one to cut up. */
#ifndef BP_TEST_TOPOLOGY_KIT_H
#define BP_TEST_TOPOLOGY_KIT_H

#include "topology_private.h"

#include <bangpath/topology_file.h>
#include <string.h>

static inline BpNetwork *
read_pieces(const char *text, gsize n, gsize piece_bytes, char **message)
{
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(GError) error = NULL;
    BpNetwork *network;
    BpSource source;

    bp_source_open_text(&source, text, n);
    network = bp_topology_read_source(&source, "t.gv", piece_bytes, problems);
    g_assert_true((network != NULL) == bp_problems_to_error(problems, &error));
    if (message)
        *message = error ? g_strdup(error->message) : NULL;
    return network;
}

static inline BpNetwork *
read_good(const char *text)
{
    g_autofree char *message = NULL;
    BpNetwork *network = read_pieces(text, strlen(text), BP_PIECE_BYTES, &message);

    g_assert_cmpstr(message, ==, NULL);
    return network;
}

G_GNUC_UNUSED static const char backbone[] =
    "/* the backbone */ strict graph backbone { // as it was\n"
    "  label=\"Backbone \\\"1984\\\"\"; net=uucp; epoch=1984;\n"
    "# a line of the preprocessor\n"
    "  node [relay=open lines=2 mailboxes=50];\n"
    "  edge [line=\"bell212a\" schedule=\"demand\"];\n"
    "  ihnp4  [lines=8 mailboxes=300 lat=41.8 lon=-88.1 org=\"AT&T\"\n"
    "          machine=\"3B20S\"\n"
    "          serves=\"leaves\"];\n"
    "  ihnp4 -- decvax [cost=DEMAND];\n"
    "  ihnp4 -- ucbvax [cost=\"HOURLY*4\" cost_back=77 line=trailblazer]\n"
    "  subgraph west { node [relay=closed mailboxes=7]; ucbvax -- hplabs; tek\n"
    "    edge [price=\"0.25/0.17/0.13 $/min\"]; tek -- {hplabs ucbvax} }\n"
    "  hplabs [tz=\"-8:00\" serves=\"tek , ucbvax\" relay_for=ihnp4 smart_host=tek"
    " spool=\"2 MB\" max_recipients=9]\n"
    "  internet [kind=net label=<the <b>net</b>> net=internet]\n"
    "  internet -- {ihnp4 decvax} [line=t1 cost=10 cost_back=20]\n"
    "  node [mailboxes=\"\" lines=3]\n"
    "  decvax -- purdue [speed=\"4800 bps\" line=\"\" protocol=plain overhead=\"30 s\""
    " latency=\"50 ms\" turnaround=\"0.5 s\" errors=\"3e-5\" spoof=yes"
    " setup=\"30 s\" retry=\"7 min\" drops=\"0.2 / h\" "
    "schedule=\"\"]\n"
    "  ihnp4 -- decvax [price=\"1 $/min\"]\n"
    "}\n";

#endif
