/* test_topology.c - Graphviz files: what they mean, what is wrong with them, and back.
 * */
#include "topology_private.h"

#include <bangpath/mailer.h>
#include <bangpath/policy.h>
#include <bangpath/topology_file.h>
#include <bangpath/units.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

static BpNetwork *
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

static BpNetwork *
read_good(const char *text)
{
    g_autofree char *message = NULL;
    BpNetwork *network = read_pieces(text, strlen(text), BP_PIECE_BYTES, &message);

    g_assert_cmpstr(message, ==, NULL);
    return network;
}

/* What a network is, as text: the writer leaves nothing out. */
static char *
print(const BpNetwork *network)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    GError *error = NULL;

    bp_topology_print(network, out, &error);
    g_assert_no_error(error);
    fclose(out);
    return text;
}

static const BpHost *
host(const BpNetwork *network, const char *name)
{
    guint32 number = bp_network_find(network, name);

    g_assert_cmpuint(number, !=, BP_NONE);
    return bp_network_host(network, number);
}

static const BpLine *
line(const BpNetwork *network, guint32 link)
{
    return bp_network_line(network, bp_network_link(network, link)->line);
}

static const char backbone[] =
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

/* Attributes of hosts: their own, those in force at their first mention, the program's.
 * */
static void
test_hosts(void)
{
    g_autoptr(BpNetwork) network = read_good(backbone);
    const BpHost *ihnp4 = host(network, "ihnp4");

    g_assert_cmpstr(bp_network_title(network), ==, "Backbone \"1984\"");
    g_assert_cmpint(bp_network_epoch(network), ==, 1984);
    g_assert_cmpuint(bp_network_n_hosts(network), ==, 6);
    g_assert_cmpuint(ihnp4->lines, ==, 8);
    g_assert_cmpuint(ihnp4->mailboxes, ==, 300);
    g_assert_cmpfloat_with_epsilon((double)ihnp4->lon, -88.1, 1e-4);
    g_assert_cmpint(ihnp4->tz_minutes, ==, -360);
    g_assert_cmpuint(ihnp4->networks, ==, BP_NET_UUCP);
    g_assert_cmpstr(bp_network_org(network, 0), ==, "AT&T");
    g_assert_cmpstr(bp_network_machine(network, 0), ==, "3B20S");
    g_assert_null(bp_network_machine(network, bp_network_find(network, "hplabs")));
    g_assert_cmpstr(bp_policies[ihnp4->relay]->name, ==, "open");

    g_assert_cmpuint(host(network, "ucbvax")->mailboxes, ==, 50);
    g_assert_cmpuint(host(network, "hplabs")->mailboxes, ==, 7);
    g_assert_cmpuint(host(network, "hplabs")->lines, ==, 2);
    g_assert_cmpint(host(network, "hplabs")->tz_minutes, ==, -480);
    g_assert_cmpint(host(network, "hplabs")->spool_bytes, ==, 2000000);
    g_assert_cmpuint(host(network, "hplabs")->max_recipients, ==, 9);
    g_assert_cmpuint(host(network, "hplabs")->smart_host, ==,
                     bp_network_find(network, "tek"));
    g_assert_true(bp_policies[host(network, "tek")->relay] == bp_policy_find("closed"));
    g_assert_cmpuint(host(network, "purdue")->mailboxes, ==, 1);
    g_assert_cmpuint(host(network, "purdue")->lines, ==, 3);
    g_assert_true(isnan(host(network, "purdue")->lat));
    g_assert_true(bp_network_serves(network, bp_network_find(network, "hplabs"),
                                    bp_network_find(network, "ucbvax")));
    g_assert_true(bp_network_vouches(network, bp_network_find(network, "hplabs"), 0));
}

/* A mailer gives what neither the host nor a default in force says. */
static void
test_mailers(void)
{
    static const char text[] =
        "graph { node [mailer=\"sendmail 8.9\"]; a; b [relay=open]; c [mailer=\"\"]\n"
        " d [mailer=\"sendmail 8.8\"]; e [auth=no mailer=\"sendmail 8.10\"]\n"
        " f [mailer=\"sendmail 8.8\" holes=\"bang , null\" relay=\"closed\" auth=yes]\n"
        " g [mailer=\"sendmail 8.8\" holes=none]; h [mailer=\"sendmail 8.10\"]\n"
        " node [relay=closed holes=percent]\n"
        " i [mailer=\"sendmail 8.8\"]; j [relay=\"\" mailer=\"sendmail 8.8\"]\n"
        " k [holes=bang]; k [holes=\"\"]; l [mailer=\"sendmail 8.8\" auth=yes]\n"
        " l [mailer=\"\"] }";
    static const guint8 forms = BP_HOLE_PERCENT | BP_HOLE_BANG | BP_HOLE_ROUTE;
    static const struct {
        const char *name;
        const char *relay;
        guint8 holes;
        gboolean auth;
        const char *mailer;
    } hosts[] = {
        {"a", "closed-by-peer", 0, FALSE, "sendmail 8.9"},
        {"b", "open", 0, FALSE, "sendmail 8.9"},
        {"c", "open", 0, FALSE, NULL},
        {"d", "open", forms, FALSE, "sendmail 8.8"},
        {"e", "closed-by-peer", 0, FALSE, "sendmail 8.10"},
        {"f", "closed-by-peer", BP_HOLE_BANG | BP_HOLE_NULL, TRUE, "sendmail 8.8"},
        {"g", "open", 0, FALSE, "sendmail 8.8"},
        {"h", "closed-by-peer", 0, TRUE, "sendmail 8.10"},
        {"i", "closed-by-peer", BP_HOLE_PERCENT, FALSE, "sendmail 8.8"},
        {"j", "open", BP_HOLE_PERCENT, FALSE, "sendmail 8.8"},
        {"k", "closed-by-peer", 0, FALSE, "sendmail 8.9"},
        {"l", "closed-by-peer", BP_HOLE_PERCENT, TRUE, NULL},
    };
    g_autoptr(BpNetwork) network = read_good(text);
    g_autofree char *printed = print(network);
    g_autoptr(BpNetwork) again = read_good(printed);

    for (gsize i = 0; i < G_N_ELEMENTS(hosts); i++)
        for (guint twice = 0; twice < 2; twice++) {
            const BpHost *is = host(twice ? again : network, hosts[i].name);
            const BpMailer *mailer = bp_mailer_of(is->mailer);

            g_test_message("%s", hosts[i].name);
            g_assert_cmpstr(bp_policies[is->relay]->name, ==, hosts[i].relay);
            g_assert_cmpuint(is->holes, ==, hosts[i].holes);
            g_assert_cmpint(is->auth, ==, hosts[i].auth);
            g_assert_cmpstr(mailer ? mailer->name : NULL, ==, hosts[i].mailer);
        }
    /* What the mailer says is not written down again. */
    g_assert_nonnull(strstr(printed, "\"a\" [mailer=\"sendmail 8.9\"];"));
    g_assert_nonnull(
        strstr(printed, "\"b\" [mailer=\"sendmail 8.9\" relay=\"open\"];"));
    g_assert_nonnull(
        strstr(printed, "\"g\" [mailer=\"sendmail 8.8\" holes=\"none\"];"));
    g_assert_nonnull(strstr(printed, "\"e\" [mailer=\"sendmail 8.10\" auth=no];"));
    g_assert_nonnull(strstr(printed, "holes=\"bang,null\" auth=yes"));
}

/* Nets take nothing from their defaults; their lines are permanent. */
static void
test_nets(void)
{
    g_autoptr(BpNetwork) network = read_good(backbone);
    const BpHost *net = host(network, "internet");
    const BpLink *access = bp_network_link(network, 5);

    g_assert_true(net->is_net);
    g_assert_cmpuint(net->mailboxes, ==, 0);
    g_assert_cmpuint(net->networks, ==, BP_NET_INTERNET);
    g_assert_cmpstr(bp_network_host(network, access->a)->name, ==, "ihnp4");
    g_assert_cmpstr(bp_network_host(network, access->b)->name, ==, "internet");
    g_assert_cmpint(access->cost_ab, ==, 20); /* written from the net on */
    g_assert_cmpint(access->cost_ba, ==, 10);
    g_assert_cmpint(line(network, 5)->schedule.kind, ==, BP_SCHEDULE_PERMANENT);
    g_assert_cmpstr(line(network, 5)->protocol->name, ==, "smtp");
}

/* A net that names no network is the Internet's kind: its members talk SMTP. */
static void
test_plain_net(void)
{
    g_autoptr(BpNetwork) network =
        read_good("graph { net=uucp; n [kind=net]; n -- {a b} [line=t1] }");
    guint32 channel = bp_network_channel_between(network, bp_network_find(network, "a"),
                                                 bp_network_find(network, "b"));

    g_assert_cmpstr(bp_network_channel_line(network, channel)->protocol->name, ==,
                    "smtp");
}

/* Attributes of links. In a strict graph a second mention changes the first. */
static void
test_links(void)
{
    g_autoptr(BpNetwork) network = read_good(backbone);
    const BpLine *wire = line(network, 7);

    g_assert_cmpuint(bp_network_n_links(network), ==, 8);
    g_assert_cmpint(bp_network_link(network, 0)->cost_ab, ==, 300);
    g_assert_cmpint(bp_network_link(network, 0)->cost_ba, ==, 300);
    g_assert_cmpint(line(network, 0)->price_udollars[BP_TARIFF_NIGHT], ==, 1000000);
    g_assert_cmpint(bp_network_link(network, 1)->cost_ab, ==, 2000);
    g_assert_cmpint(bp_network_link(network, 1)->cost_ba, ==, 77);
    g_assert_cmpint(line(network, 1)->view.bps, >, 9600);
    g_assert_cmpstr(line(network, 0)->protocol->name, ==, "g");
    g_assert_cmpint(line(network, 2)->price_udollars[BP_TARIFF_DAY], ==, 0);
    g_assert_cmpint(line(network, 3)->price_udollars[BP_TARIFF_EVENING], ==, 170000);

    g_assert_cmpstr(wire->protocol->name, ==, "plain");
    g_assert_cmpint(wire->view.bps, ==, 4800);
    g_assert_cmpint(wire->view.latency_us, ==, 50000);
    g_assert_cmpint(wire->view.turnaround_us, ==, 500000);
    g_assert_cmpint(wire->view.bit_errors, ==, 30000000);
    g_assert_cmpint(wire->view.spoofs, ==, 1);
    /* What a line is by its name. */
    g_assert_cmpint(line(network, 0)->view.bit_errors, ==, 10000000);
    g_assert_cmpint(line(network, 1)->view.turnaround_us, ==, 500000);
    g_assert_cmpint(line(network, 1)->view.spoofs, ==, 1);
    g_assert_cmpint(wire->setup_us, ==, 30 * BP_SECOND_US);
    g_assert_cmpint(wire->retry_us, ==, 7 * BP_MINUTE_US);
    g_assert_cmpint(wire->drop_interval_us, ==, 5 * BP_HOUR_US);
    g_assert_cmpint(wire->protocol_params[0], ==, 30 * BP_SECOND_US);
    g_assert_cmpint(wire->schedule.kind, ==, BP_SCHEDULE_PERMANENT);
    g_assert_cmpint(bp_network_link(network, 7)->cost_ab, ==, 100);
}

/* What a line may be besides: tariffs by distance, rents, who pays, who calls when; it is all
 * there when it has been written and read again. */
static void
test_bills_and_calls(void)
{
    static const char text[] =
        "graph { epoch=1989; tariff=usa; node [lines=2]; edge [line=v22bis];\n"
        " ny [lat=40.71 lon=-74.01 clock=\"90 s slow\"];\n"
        " la [lat=34.05 lon=-118.24 clock=\"2 h fast\"];\n"
        " nj [lat=40.74 lon=-74.03];\n"
        " ny -- la;\n"
        " ny -- nj;\n"
        " ny -- x [tariff=\"usa-1983\"];\n"
        " ny -- y [price=\"1 $/min\" price_first=\"3/2/1 $/min\" payer=called];\n"
        " ny -- z [schedule=\"Any/C,Any2305-0855;10\" schedule_back=Never cost=300\n"
        "          max_call=\"20 min\" grades=size];\n"
        " ny -- q [schedule=Never schedule_back=\"Any2300-0800\" retry_rule=taylor];\n"
        " ny -- l [line=leased9600 rent=\"1000 $/month\" payer=b];\n"
        "}\n";
    g_autoptr(BpNetwork) network = read_good(text);
    g_autofree char *printed = print(network), *again = NULL;
    g_autoptr(BpNetwork) copy = read_good(printed);

    again = print(copy);
    g_assert_cmpstr(printed, ==, again);
    g_assert_cmpint(bp_network_clock_s(copy, bp_network_find(copy, "ny")), ==, -90);
    g_assert_cmpint(bp_network_clock_s(copy, bp_network_find(copy, "la")), ==, 7200);
    g_assert_cmpint(line(copy, 0)->price_udollars[BP_TARIFF_DAY], ==, 250000);
    g_assert_cmpint(line(copy, 0)->price_udollars[BP_TARIFF_NIGHT], ==, 130000);
    g_assert_cmpint(line(copy, 1)->price_udollars[BP_TARIFF_DAY], ==, 0);
    g_assert_cmpint(line(copy, 2)->price_udollars[BP_TARIFF_DAY], ==, 430000);
    g_assert_cmpint(line(copy, 2)->first_udollars[BP_TARIFF_DAY], ==, 210000);
    g_assert_cmpint(line(copy, 3)->price_udollars[BP_TARIFF_DAY], ==, 1000000);
    g_assert_cmpint(line(copy, 3)->first_udollars[BP_TARIFF_DAY], ==, 2000000);
    g_assert_cmpint(line(copy, 3)->first_udollars[BP_TARIFF_NIGHT], ==, 0);
    g_assert_cmpint(line(copy, 3)->pays, ==, BP_PAYS_CALLED);
    g_assert_cmpint(line(copy, 4)->retry_rule, ==, BP_RETRY_FIXED);
    g_assert_cmpint(line(copy, 4)->retry_us, ==, 10 * BP_MINUTE_US);
    g_assert_cmpint(line(copy, 4)->schedule.n_windows, ==, 15);
    g_assert_cmpint(line(copy, 4)->schedule_back.kind, ==, BP_SCHEDULE_NEVER);
    g_assert_cmpint(line(copy, 4)->max_call_us, ==, 20 * BP_MINUTE_US);
    g_assert_cmpint(line(copy, 4)->grades, ==, BP_GRADES_SIZE);
    g_assert_cmpint(bp_network_link(copy, 4)->cost_ba, ==, 300);
    g_assert_cmpint(line(copy, 5)->retry_rule, ==, BP_RETRY_TAYLOR);
    /* Who waits to be called is polled, pathalias's 5000; the other has a window. */
    g_assert_cmpint(bp_network_link(copy, 5)->cost_ab, ==, 5000);
    g_assert_cmpint(bp_network_link(copy, 5)->cost_ba, ==, 2000);
    g_assert_cmpint(line(copy, 6)->rent_udollars, ==, 1000 * BP_DOLLAR_U);
    g_assert_cmpint(line(copy, 6)->pays, ==, BP_PAYS_B);
    g_assert_cmpint(line(copy, 6)->price_udollars[BP_TARIFF_DAY], ==, 0);
}

/* In pieces of any size a file means the same, and its mistakes are in the same lines.
 * */
static void
test_pieces(void)
{
    static const char wrong[] = "graph {\n edge [line=v34]\n a -- b [line=x]\n\n\n"
                                " subgraph s {\n  c [lines=x]\n  c -- a [cost=-1]\n }\n"
                                " a -- a\n b [kind=net]\n b [relay=open]\n}\n";
    g_autoptr(BpNetwork) whole = read_good(backbone);
    g_autofree char *expected = print(whole), *mistakes = NULL;

    g_assert_null(read_pieces(wrong, strlen(wrong), BP_PIECE_BYTES, &mistakes));
    for (gsize size = 1; size < 300; size = size * 3 / 2 + 1) {
        g_autoptr(BpNetwork) network =
            read_pieces(backbone, strlen(backbone), size, NULL);
        g_autofree char *text = print(network), *again = NULL;

        g_assert_cmpstr(text, ==, expected);
        g_assert_null(read_pieces(wrong, strlen(wrong), size, &again));
        g_assert_cmpstr(again, ==, mistakes);
    }
}

/* What is written reads back the same, and is written the same. */
static void
test_round_trip(void)
{
    g_autoptr(BpNetwork) network = read_good(backbone);
    g_autofree char *text = print(network);
    g_autoptr(BpNetwork) again = read_good(text);
    g_autofree char *text_again = print(again);

    g_assert_cmpstr(text, ==, text_again);
    g_assert_cmpuint(bp_network_n_links(again), ==, bp_network_n_links(network));
    for (guint32 i = 0; i < bp_network_n_links(network); i++) {
        g_assert_true(memcmp(line(network, i), line(again, i), sizeof(BpLine)) == 0);
        g_assert_cmpint(bp_network_link(network, i)->a, ==,
                        bp_network_link(again, i)->a);
        g_assert_cmpint(bp_network_link(network, i)->cost_ba, ==,
                        bp_network_link(again, i)->cost_ba);
    }
    for (guint32 i = 0; i < bp_network_n_nodes(network); i++) {
        BpHost a = *bp_network_host(network, i), b = *bp_network_host(again, i);

        g_assert_cmpstr(a.name, ==, b.name);
        a.name = b.name = NULL;
        g_assert_true(memcmp(&a, &b, sizeof a) == 0);
    }
}

/* A name that no Graphviz file can hold is refused, and no file is left. */
static void
test_write_refuses(void)
{
    g_autoptr(BpNetwork) network = bp_network_new();
    g_autofree char *path =
        g_build_filename(g_get_tmp_dir(), "bangpath-write.gv", NULL);
    g_autoptr(GError) error = NULL;

    bp_network_edit(network, bp_network_node(network, "a\"b", NULL))->networks = 1;
    bp_network_finish(network);
    g_assert_false(bp_topology_write(network, NULL, path, &error));
    g_assert_error(error, BP_ERROR, BP_ERROR_VALUE);
    g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
    g_clear_error(&error);
    g_assert_false(bp_topology_write(network, NULL, "/nonexistent/x.gv", &error));
    g_assert_error(error, BP_ERROR, BP_ERROR_OUTPUT);
}

/* What was there stays as it was until the new file is whole; a comment stands first. */
static void
test_write_whole(void)
{
    g_autoptr(BpNetwork) bad = bp_network_new();
    g_autoptr(BpNetwork) good = bp_network_new();
    g_autofree char *folder = g_dir_make_tmp("bangpath-write-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "x.gv", NULL);
    g_autofree char *old = NULL;
    g_autofree char *text = NULL;

    g_assert_true(g_file_set_contents(path, "old", -1, NULL));
    bp_network_edit(bad, bp_network_node(bad, "a\"b", NULL))->networks = 1;
    bp_network_finish(bad);
    g_assert_false(bp_topology_write(bad, "one", path, NULL));
    g_assert_true(g_file_get_contents(path, &old, NULL, NULL));
    g_assert_cmpstr(old, ==, "old");

    bp_network_edit(good, bp_network_node(good, "a", NULL))->networks = 1;
    bp_network_finish(good);
    g_assert_true(bp_topology_write(good, "one\ntwo\n", path, NULL));
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_assert_true(g_str_has_prefix(text, "// one\n// two\ngraph {\n"));
    g_unlink(path);
    g_assert_cmpint(g_rmdir(folder), ==, 0);
}

static const struct {
    const char *text;
    const char *message; /* all of it, or what it holds where it begins with * */
} mistakes[] = {
    {"", "t.gv: no graph: expected graph { a -- b }"},
    {"graph", "t.gv: the file ends before the graph's brace {"},
    {"}", "t.gv:1: expected graph { a -- b }"},
    {"graph {}", "t.gv: no hosts: expected at least one"},
    {"digraph { a -> b }", "*t.gv:1: a directed graph"},
    {"graph { a -> b }", "t.gv:1: syntax error near '->'"},
    {"graph {\n\na --\n\n}", "t.gv:3: syntax error near '}'"},
    {"graph { a",
     "t.gv:1: the graph's brace { is still open where the file ends in line "
     "1"},
    {"graph { a [\nb",
     "t.gv:1: a bracket [ is still open where the file ends in line 2"},
    {"graph { a [org=\"\n\n",
     "t.gv:1: a quoted string is still open where the file ends "
     "in line 3"},
    {"graph {\n/*\n", "t.gv:2: a comment is still open where the file ends in line 3"},
    {"graph { a } b", "*t.gv:1: text after the graph's closing brace"},
    {"graph { 1a }", "*t.gv:1: syntax ambiguity"},
    {"graph { \"\xff\" }", "t.gv:1: text that is not UTF-8"},
    {"graph {\n a [relay=opn] }", "t.gv:2: host \"a\": relay = \"opn\": expected one "
                                  "of: open, closed-by-peer, closed, "
                                  "closed-by-sender (did you mean \"open\"?)"},
    {"graph { a [mailer=\"sendmail 8.99\"] }",
     "*mailer = \"sendmail 8.99\": expected one of: rmail, "},
    {"graph { a [mailer=\"sendmail 8.99\"] }", "*(did you mean \"sendmail 8.9\"?)"},
    {"graph { a [holes=\"bang,perzent\"] }",
     "t.gv:1: host \"a\": holes = \"bang,perzent\": expected one or more, parted by "
     "commas, of: percent, bang, source-route, null, own-domain, none (did you mean "
     "\"percent\"?)"},
    {"graph {\n node [holes=\"none, bang\"]; a }",
     "t.gv:2: default of hosts: holes = \"none, bang\": expected \"none\" alone, or "
     "names parted by commas"},
    {"graph { a [auth=maybe] }", "*auth = \"maybe\": expected yes or no"},
    {"graph { n [kind=net mailer=rmail]; n -- a [line=t1] }",
     "*net \"n\": mailer is for hosts: a net only joins its members"},
    {"graph {\n node [lines=\"-1\"]; a; b }",
     "t.gv:2: default of hosts: lines = \"-1\": expected a whole number from 0 to "
     "65535"},
    {"graph { a [mailboxes=99999999999999999999] }",
     "*host \"a\": mailboxes = \"99999999999999999999\": expected a whole number from "
     "0 to "
     "16777216"},
    {"graph { a [spool=5] }", "*spool = \"5\": expected a size"},
    {"graph { a [spool=\"-5 B\"] }", "*spool = \"-5 B\": expected a size"},
    {"graph { a [lat=90.1 lon=0] }",
     "*lat = \"90.1\": expected degrees from -90 to 90"},
    {"graph { a [lat=1] }", "*lat is given alone"},
    {"graph { a [tz=\"5\"] }", "*tz = \"5\": expected an offset"},
    {"graph {\n a\n b [relai=open] }",
     "t.gv:3: host \"b\": unknown attribute \"relai\"; did you mean \"relay\"?"},
    {"graph { a [speed=5] }", "*unknown attribute \"speed\"; it is one of links"},
    {"graph { eposh=1980; a }",
     "*unknown attribute \"eposh\" of the graph; did you mean"},
    {"graph { epoch=1969; a }", "*epoch = \"1969\": expected a whole number from 1970"},
    {"graph { net=usenet; a }", "*net = \"usenet\": expected one or more"},
    {"graph { subgraph s { net=uucp; a } }", "*expected in the whole graph"},
    {"graph {\n a -- b }", "t.gv:2: link \"a\" -- \"b\": it has no line: expected "
                           "line=v22bis or another, or "
                           "speed=\"2400 bps\""},
    {"graph { a -- b [line=v23] }",
     "*link \"a\" -- \"b\": line = \"v23\": expected one "
     "of"},
    {"graph { a -- b [speed=2400] }", "*speed = \"2400\": expected a speed"},
    {"graph { a -- b [line=v34 cost=\"1-2\"] }", "*cost = \"1-2\": expected"},
    {"graph { a -- b [line=v34 cost=\"99999999*9\"] }", "*cost = "},
    {"graph { a -- b [line=v34 schedule=Never] }", "*neither end ever calls: expected"},
    {"graph { a -- b [line=v34 schedule=\"poll 4 h\" schedule_back=demand] }",
     "*schedule_back = \"demand\": expected none: nobody calls back"},
    {"graph { a -- b [line=v34 schedule_back=\"poll 4 h\"] }",
     "*schedule_back = \"poll 4 h\": expected demand, windows"},
    {"graph { a -- b [line=v34 schedule=\"Any;10\" retry=\"5 min\"] }",
     "*retry is given twice: expected"},
    {"graph { a -- b [line=v34 price=\"1 $/min\" tariff=usa] }",
     "*price is given twice: expected price or tariff"},
    {"graph { a -- b [line=t1 protocol=g tariff=usa] }",
     "*tariff = \"usa\": expected none: it is for calls"},
    {"graph { a -- b [line=v34 tariff=\"usa-1988\"] }",
     "*tariff = \"usa-1988\": expected one of: usa, local"},
    {"graph { a -- b [line=t1 protocol=g payer=caller] }",
     "*payer = \"caller\": expected a, b or both"},
    {"graph { a -- b [line=t1 protocol=g rent=\"1000\"] }",
     "*rent = \"1000\": expected a rent with its unit, such as 1000 $/month"},
    {"graph { net=internet; n [kind=net]; n -- a [line=t1 payer=b] }",
     "*payer = \"b\": expected none: a member of a net"},
    {"graph { a [clock=\"5 min\"]; a -- b [line=v34] }",
     "*clock = \"5 min\": expected how wrong the clock is"},
    {"graph { a -- b [line=v34 retry_rule=hdp] }",
     "*retry_rule = \"hdp\": expected one of: doubling, hdb"},
    {"graph { a -- b [line=v34 price=\"1 $/min/min\"] }", "*price = "},
    {"graph { a -- b [line=v34 price=\"-1 $/min\"] }", "*price = "},
    {"graph { a -- b [line=v34 overhead=\"3 s\"] }",
     "*overhead: protocol g has no such parameter; it has: "},
    {"graph { a -- b [line=v34 window=\"3 s\"] }",
     "*window = \"3 s\": expected a whole"},
    {"graph { a -- b [line=v34 key=x] }", "*unknown attribute \"key\""},
    {"graph { a -- b [line=v34 retry=\"0 s\"] }", "*retry = \"0 s\": expected"},
    {"graph {\n a -- a [line=v34] }", "t.gv:2: host \"a\": a link to itself"},
    {"graph { a [lines=0]; a -- b [line=v34] }",
     "*it is dialled, but \"a\" has lines=0"},
    {"graph { a [net=uucp]; b [net=bitnet]; a -- b [line=v34] }",
     "*its ends have no network in common: give protocol="},
    {"graph { a [serves=bb]; bbb; }", "t.gv:1: host \"a\": serves = \"bb\": expected "
                                      "names of hosts; there is no such host; "
                                      "did you mean \"bbb\"?"},
    {"graph { a [smart_host=a] }", "*not the host itself"},
    {"graph { n [kind=net] }",
     "t.gv:1: net \"n\": a net without members: expected edges "
     "to hosts"},
    {"graph { net=internet; n [kind=net lines=3]; n -- a [line=t1] }",
     "t.gv:1: net \"n\": lines is for hosts: a net only joins its members"},
    {"graph { net=internet; n [kind=net]; n -- a [line=t1]; b [relay_for=n] }",
     "*not a net"},
    {"graph { net=internet; n [kind=net]; n -- a [line=t1 schedule=demand] }",
     "*schedule = \"demand\": expected permanent"},
    {"graph { n [kind=net]; m [kind=net]; n -- m [line=t1] }", "*both are nets"},
    {"graph { \"a!b\" }", "*host \"a!b\": expected a name without"},
    {"graph { \"\" }", "*host \"\": expected a name without"},
    {"graph { a [mailboxes=16777216]; {", "*still open"},
};

static void
test_mistakes(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(mistakes); i++) {
        const char *expected = mistakes[i].message;
        g_autofree char *message = NULL;
        BpNetwork *network = read_pieces(mistakes[i].text, strlen(mistakes[i].text),
                                         BP_PIECE_BYTES, &message);

        g_assert_null(network);
        if (*expected != '*') {
            g_assert_cmpstr(message, ==, expected);
        } else if (!strstr(message, expected + 1)) {
            g_test_message("%s: %s, not %s", mistakes[i].text, message, expected + 1);
            g_test_fail();
        }
    }
}

/* All mistakes of a file are told at once. */
static void
test_all_mistakes(void)
{
    g_autofree char *message = NULL;
    const char *text = "graph {\n a [lines=x]\n b [lon=200 lat=0]\n a -- b [line=y]\n}";

    g_assert_null(read_pieces(text, strlen(text), BP_PIECE_BYTES, &message));
    g_assert_nonnull(strstr(message, "t.gv:2: "));
    g_assert_nonnull(strstr(message, "\nt.gv:3: "));
    g_assert_nonnull(strstr(message, "\nt.gv:4: "));
}

static const char *const good[] = {
    "\xEF\xBB\xBFgraph{a}",
    "graph { a b c }",
    "STRICT GRAPH x { Node [lines=2] a SubGraph b { c } \"subgraph\" }",
    "graph { a [shape=box, pos=\"1,2!\"; color=red] [org=\"}{]\"] }",
    "graph { a -- b -- c [line=v34]\n{d e} -- {f; g;} [line=v34] }",
    "graph { edge [line=v34 window=2]; a:n -- b:s:w; b -- c [protocol=plain]; }",
    "graph { \"a\" + \"b\" [lines=\"4\"] /* } */ // {\n# x\n}",
    "graph { a [label=<<b>x</b><br/>>] b }",
    "graph { node [serves=leaves kind=host lat=1 lon=2]; a -- b [speed=\"2400 bps\"]; "
    "}",
    "graph { net=internet; node [lines=3 relay=closed]; edge [schedule=demand "
    "line=t1]\n"
    "  n -- a; n [kind=net] }",
    "graph { net=internet; a [lines=0]; n [kind=net]; a -- n [line=t1]; }",
    "graph { a -- b [line=v34]; b -- a [line=v32]; a -- b [line=v34] }",
    "graph { a [lines=3 lines=\"\" org=x machine=y serves=b]; a [org=\"\" machine=\"\" "
    "serves=\"\"]; }",
};

static void
test_good(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(good); i++) {
        g_autoptr(BpNetwork) network = read_good(good[i]);

        for (gsize piece = 1; piece < 40; piece += 13) {
            g_autofree char *message = NULL;
            g_autoptr(BpNetwork) again =
                read_pieces(good[i], strlen(good[i]), piece, &message);

            g_assert_cmpstr(message, ==, NULL);
            g_assert_cmpuint(bp_network_n_links(again), ==,
                             bp_network_n_links(network));
        }
    }
}

/* A mistake in one file leaves nothing behind for the next. */
static void
test_after_a_mistake(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(mistakes); i++) {
        g_autofree char *message = NULL;

        g_assert_null(read_pieces(mistakes[i].text, strlen(mistakes[i].text), 1, NULL));
        bp_network_free(read_good(good[i % G_N_ELEMENTS(good)]));
        g_assert_null(read_pieces("graph {\n a [lines=x] }", 22, 1, &message));
        g_assert_true(g_str_has_prefix(message, "t.gv:2: host \"a\": lines"));
    }
}

/* Cut anywhere, with a NUL or a byte that is no UTF-8 anywhere: an error, no crash. */
static void
test_cut(void)
{
    gsize n = strlen(backbone);

    for (gsize i = 0; i + 2 < n; i++) {
        g_autofree char *text = g_memdup2(backbone, n), *message = NULL;

        g_assert_null(read_pieces(text, i, i % 2 ? 1 : BP_PIECE_BYTES, &message));
        g_assert_cmpstr(message, !=, NULL);
        text[i] = i % 2 ? '\0' : '\xfe';
        bp_network_free(read_pieces(text, n, BP_PIECE_BYTES, NULL));
        text[i] = "{}[]\"<>;-#\\"[i % 11];
        bp_network_free(read_pieces(text, n, i % 3 ? 1 : BP_PIECE_BYTES, NULL));
    }
}

/* Braces without end, a statement without end: refused while they are read. */
static void
test_too_much(void)
{
    g_autoptr(GString) text = g_string_new("graph {");
    g_autofree char *message = NULL, *long_one = NULL;

    for (int i = 0; i < 100000; i++)
        g_string_append_c(text, '{');
    g_assert_null(read_pieces(text->str, text->len, BP_PIECE_BYTES, &message));
    g_assert_cmpstr(message, ==, "t.gv:1: braces nested more than 100 deep");

    g_string_assign(text, "graph { a [org=\"");
    g_string_set_size(text, BP_STATEMENT_MAX_BYTES + 1000);
    memset(text->str + 16, 'x', text->len - 16);
    g_assert_null(read_pieces(text->str, text->len, BP_PIECE_BYTES, &long_one));
    g_assert_true(
        g_str_has_prefix(long_one, "t.gv:1: a statement is longer than 16 MiB"));
}

/* No file: a directory, a file that is not there, one that may not be read. */
static void
test_no_file(void)
{
    static const char *const paths[] = {"/", "/nonexistent.gv", "/proc/self/mem"};

    for (gsize i = 0; i < G_N_ELEMENTS(paths); i++) {
        g_autoptr(BpProblems) problems = bp_problems_new();
        g_autoptr(GError) error = NULL;

        g_assert_null(bp_topology_read(paths[i], problems));
        g_assert_false(bp_problems_to_error(problems, &error));
        g_assert_nonnull(strstr(error->message, ": cannot be read: "));
    }
}

/* Every topology that comes with the program reads, and reads back. */
static void
test_own_topologies(void)
{
    const char *root = g_getenv("BANGPATH_SOURCE_ROOT");
    g_autofree char *path = root ? g_build_filename(root, "topologies", NULL) : NULL;
    g_autoptr(GDir) directory = path ? g_dir_open(path, 0, NULL) : NULL;
    const char *name;

    if (!directory) {
        g_test_skip("no topologies here");
        return;
    }
    while ((name = g_dir_read_name(directory)) != NULL) {
        g_autofree char *file = g_build_filename(path, name, NULL);
        g_autofree char *text = NULL, *again = NULL;
        g_autoptr(BpNetwork) network = NULL;
        g_autoptr(BpNetwork) second = NULL;
        g_autoptr(BpProblems) problems = bp_problems_new();
        GError *error = NULL;

        if (!g_str_has_suffix(name, ".gv"))
            continue;
        network = bp_topology_read(file, problems);
        bp_problems_to_error(problems, &error);
        g_assert_no_error(error);
        text = print(network);
        second = read_good(text);
        again = print(second);
        g_assert_cmpstr(text, ==, again);
    }
}

/* The table of Graphviz's attributes is sorted, and none of ours hides one but label.
 * */
static void
test_tables(void)
{
    static const char *const known[] = {"Damping", "K",   "_background", "color",
                                        "z",       "xlp", "label",       "tailport"};

    for (gsize i = 0; i < G_N_ELEMENTS(known); i++)
        g_assert_true(bp_topology_is_graphviz(known[i]));
    g_assert_false(bp_topology_is_graphviz("relay"));
    g_assert_false(bp_topology_is_graphviz(""));
    for (BpTopologyPart part = 0; part < BP_TOPOLOGY_N_PARTS; part++)
        for (const BpParam *row = bp_topology_params(part); row->name; row++) {
            g_assert_true(strcmp(row->name, "label") == 0 ||
                          !bp_topology_is_graphviz(row->name));
            g_assert_nonnull(row->help);
        }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/topology/hosts", test_hosts);
    g_test_add_func("/topology/mailers", test_mailers);
    g_test_add_func("/topology/nets", test_nets);
    g_test_add_func("/topology/plain-net", test_plain_net);
    g_test_add_func("/topology/links", test_links);
    g_test_add_func("/topology/bills-and-calls", test_bills_and_calls);
    g_test_add_func("/topology/pieces", test_pieces);
    g_test_add_func("/topology/round-trip", test_round_trip);
    g_test_add_func("/topology/write-refuses", test_write_refuses);
    g_test_add_func("/topology/write-whole", test_write_whole);
    g_test_add_func("/topology/mistakes", test_mistakes);
    g_test_add_func("/topology/all-mistakes", test_all_mistakes);
    g_test_add_func("/topology/good", test_good);
    g_test_add_func("/topology/after-a-mistake", test_after_a_mistake);
    g_test_add_func("/topology/cut", test_cut);
    g_test_add_func("/topology/too-much", test_too_much);
    g_test_add_func("/topology/no-file", test_no_file);
    g_test_add_func("/topology/own-topologies", test_own_topologies);
    g_test_add_func("/topology/tables", test_tables);
    return g_test_run();
}
