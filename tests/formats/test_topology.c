/* test_topology.c - Graphviz files: what they mean, what is wrong with them, and back.
 * */
#include "topology_kit.h"

#include <bangpath/mailer.h>
#include <bangpath/policy.h>
#include <bangpath/topology_file.h>
#include <bangpath/units.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

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

static BpHost
host(const BpNetwork *network, const char *name)
{
    guint32 number = bp_network_find(network, name);

    g_assert_cmpuint(number, !=, BP_NONE);
    return bp_network_host(network, number);
}

static const BpLine *
line(const BpNetwork *network, guint32 link)
{
    return bp_network_line(network, bp_network_link(network, link).line);
}

/* Attributes of hosts: their own, those in force at their first mention, the program's.
 * */
static void
test_hosts(void)
{
    g_autoptr(BpNetwork) network = read_good(backbone);
    BpHost ihnp4 = host(network, "ihnp4");

    g_assert_cmpstr(bp_network_title(network), ==, "Backbone \"1984\"");
    g_assert_cmpint(bp_network_epoch(network), ==, 1984);
    g_assert_cmpuint(bp_network_n_hosts(network), ==, 6);
    g_assert_cmpuint(ihnp4.lines, ==, 8);
    g_assert_cmpuint(ihnp4.mailboxes, ==, 300);
    g_assert_cmpfloat_with_epsilon((double)ihnp4.lon, -88.1, 1e-4);
    g_assert_cmpint(ihnp4.tz_minutes, ==, -360);
    g_assert_cmpuint(ihnp4.networks, ==, BP_NET_UUCP);
    g_assert_cmpstr(bp_network_org(network, 0), ==, "AT&T");
    g_assert_cmpstr(bp_network_machine(network, 0), ==, "3B20S");
    g_assert_null(bp_network_machine(network, bp_network_find(network, "hplabs")));
    g_assert_cmpstr(bp_policies[ihnp4.relay]->name, ==, "open");

    g_assert_cmpuint(host(network, "ucbvax").mailboxes, ==, 50);
    g_assert_cmpuint(host(network, "hplabs").mailboxes, ==, 7);
    g_assert_cmpuint(host(network, "hplabs").lines, ==, 2);
    g_assert_cmpint(host(network, "hplabs").tz_minutes, ==, -480);
    g_assert_cmpint(host(network, "hplabs").spool_bytes, ==, 2000000);
    g_assert_cmpuint(host(network, "hplabs").max_recipients, ==, 9);
    g_assert_cmpuint(host(network, "hplabs").smart_host, ==,
                     bp_network_find(network, "tek"));
    g_assert_true(bp_policies[host(network, "tek").relay] == bp_policy_find("closed"));
    g_assert_cmpuint(host(network, "purdue").mailboxes, ==, 1);
    g_assert_cmpuint(host(network, "purdue").lines, ==, 3);
    g_assert_true(isnan(host(network, "purdue").lat));
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
            BpHost is = host(twice ? again : network, hosts[i].name);
            const BpMailer *mailer = bp_mailer_of(is.mailer);

            g_test_message("%s", hosts[i].name);
            g_assert_cmpstr(bp_policies[is.relay]->name, ==, hosts[i].relay);
            g_assert_cmpuint(is.holes, ==, hosts[i].holes);
            g_assert_cmpint(is.auth, ==, hosts[i].auth);
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
    BpHost net = host(network, "internet");
    BpLink access = bp_network_link(network, 5);

    g_assert_true(net.is_net);
    g_assert_cmpuint(net.mailboxes, ==, 0);
    g_assert_cmpuint(net.networks, ==, BP_NET_INTERNET);
    g_assert_cmpstr(bp_network_host(network, access.a).name, ==, "ihnp4");
    g_assert_cmpstr(bp_network_host(network, access.b).name, ==, "internet");
    g_assert_cmpint(access.cost_ab, ==, 20); /* written from the net on */
    g_assert_cmpint(access.cost_ba, ==, 10);
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
    g_assert_cmpint(bp_network_link(network, 0).cost_ab, ==, 300);
    g_assert_cmpint(bp_network_link(network, 0).cost_ba, ==, 300);
    g_assert_cmpint(line(network, 0)->price_udollars[BP_TARIFF_NIGHT], ==, 1000000);
    g_assert_cmpint(bp_network_link(network, 1).cost_ab, ==, 2000);
    g_assert_cmpint(bp_network_link(network, 1).cost_ba, ==, 77);
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
    g_assert_cmpint(bp_network_link(network, 7).cost_ab, ==, 100);
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
    g_assert_cmpint(bp_network_link(copy, 4).cost_ba, ==, 300);
    g_assert_cmpint(line(copy, 5)->retry_rule, ==, BP_RETRY_TAYLOR);
    /* Who waits to be called is polled, pathalias's 5000; the other has a window. */
    g_assert_cmpint(bp_network_link(copy, 5).cost_ab, ==, 5000);
    g_assert_cmpint(bp_network_link(copy, 5).cost_ba, ==, 2000);
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
        g_assert_cmpint(bp_network_link(network, i).a, ==, bp_network_link(again, i).a);
        g_assert_cmpint(bp_network_link(network, i).cost_ba, ==,
                        bp_network_link(again, i).cost_ba);
    }
    for (guint32 i = 0; i < bp_network_n_nodes(network); i++) {
        BpHost a = bp_network_host(network, i), b = bp_network_host(again, i);

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
    g_test_add_func("/topology/own-topologies", test_own_topologies);
    g_test_add_func("/topology/tables", test_tables);
    return g_test_run();
}
