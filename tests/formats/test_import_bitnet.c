/* test_import_bitnet.c - NODES files, routing tables, and CSV of lines and sites. */
#include "import_kit.h"

/* Every name is invented. */
static const char nodes[] =
    ":node.VERS9303 :type.NJE :links1.(,9600) :noderesist.0.001\n"
    ":node.ALPHA :type.NJE :ref.ALPHA\n"
    " :nodenum.0001 :connect.19850101\n"
    " :links2.DELTA(D,1200)\n"
    " :links1.beta GAMMA(,64k,20) ETA(,0) THETA(P,1.5M)\n"
    " :member.Alpha University\n"
    " :p_person1.Ann Example;ANN@ALPHA;+1 212 555 0100\n"
    " :country.US.NJ\n"
    " :lastup.ADD 19871217 USER@ALPHA\n"
    "\n"
    ":node.BETA :type.NJE :ref.ALPHA :connect.87/02/03\n"
    " :links1.ALPHA GAMMA(,19.2k,,A)\n"
    "        DELTA\n"
    " :noderesist.50\n"
    " :a_member.Street 1\n"
    "        ;Town: 12.5 :country.DE.BAY\n"
    ":node.GAMMA :TYPE.NJE :links1.ALPHA(,64k,20) BETA(,9600,,A)\n"
    ":node.CLUB :type.MEMBER :links1.ALPHA\n"
    ":node.ALPHA :type.NJE :links1.GAMMA\n"
    ":node.TOOLONGNAME :type.NJE :links1.ALPHA\n"
    ":node.EPSILON :type.NJE :links1.ALPHA(x,y) EPSILON\n";

/* 1,000,000 / 9600 is 104.167: with the node's 0.001 a tenfold of 1042. */
static void
test_nodes(void)
{
    static const struct {
        const char *from;
        const char *to;
        const char *line;
        gint32 cost;
    } cases[] = {
        {"ALPHA", "BETA", "9600 nje permanent", 1042},
        {"BETA", "ALPHA", "9600 nje permanent", 1542}, /* and 50 of its own */
        {"ALPHA", "GAMMA", "64000 nje permanent", 200},
        {"ALPHA", "THETA", "1500000 nje permanent", 7},
        {"BETA", "GAMMA", "9600 nje permanent", 1021}, /* 52.083 + 50 */
        {"GAMMA", "BETA", "9600 nje permanent", 1042},
        {"ALPHA", "DELTA", "1200 nje demand", 1008333}, /* 833.334, and dead */
    };
    g_autoptr(Kit) kit = kit_import("bitnet", nodes, sizeof nodes - 1);
    const BpNetwork *network = kit->imported->network;

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        guint32 from = kit_host(kit, cases[i].from);
        const BpLink *link = kit_link(kit, cases[i].from, cases[i].to);

        kit_assert_line(kit, cases[i].from, cases[i].to, cases[i].line);
        g_assert_cmpint(link->a == from ? link->cost_ab : link->cost_ba, ==,
                        cases[i].cost);
    }
    g_assert_cmpuint(bp_network_n_hosts(network), ==, 7);
    g_assert_cmpuint(bp_network_n_links(network), ==, 6);
    g_assert_null(kit_link(kit, "ALPHA", "ETA"));
    g_assert_cmpint(bp_network_epoch(network), ==, 1987);
    g_assert_cmpstr(bp_network_org(network, kit_host(kit, "BETA")), ==,
                    "Alpha University");
    g_assert_cmpfloat_with_epsilon(
        (double)bp_network_host(network, kit_host(kit, "ALPHA")).lat, 40.7, 0.01);
    g_assert_cmpfloat_with_epsilon(
        (double)bp_network_host(network, kit_host(kit, "BETA")).lon, 7.1, 0.01);
}

static void
test_nodes_notes(void)
{
    static const char *const notes[] = {
        "list:19: skipped: ALPHA has an entry already",
        "list:20: skipped: \"TOOLONGNAME\": expected the name of a node, 1 to 8",
        "list:21: skipped: link ALPHA(x,y): expected ALPHA(type,speed,resistance",
        "list:21: skipped: a line from EPSILON to itself",
    };
    g_autoptr(Kit) kit = kit_import("bitnet", nodes, sizeof nodes - 1);

    for (guint i = 0; i < G_N_ELEMENTS(notes); i++)
        g_assert_nonnull(strstr(kit->imported->notes, notes[i]));
    /* Beta names Delta a permanent line of 9600, Alpha a dial-up one to it: others. */
    g_assert_null(strstr(kit->imported->notes, "different things"));
    g_assert_nonnull(strstr(kit->imported->summary, "4 lines were skipped"));
    g_assert_nonnull(strstr(kit->imported->summary, "1 not in use"));
}

/* Both ends should agree. */
static void
test_disagreement(void)
{
    static const char text[] = ":node.A :links1.B(,9600)\n:node.B :links1.A(,4800)\n";
    g_autoptr(Kit) kit = kit_import("bitnet", text, sizeof text - 1);

    g_assert_nonnull(
        strstr(kit->imported->notes, "list:2: A and B say different things"));
    kit_assert_line(kit, "A", "B", "4800 nje permanent");
}

/* The fastest is 100 Gbit/s; a number that no 64 bits hold with its unit is none either. */
static void
test_speeds(void)
{
    static const char text[] = ":node.A :links1.B(,100000M) C(,100001M)\n"
                               ":node.B :links1.C(,99999999999999999999M)\n"
                               ":node.C :links1.A(,2k)\n";
    g_autoptr(Kit) kit = kit_import("bitnet", text, sizeof text - 1);

    kit_assert_line(kit, "A", "B", "100000000000 nje permanent");
    kit_assert_line(kit, "C", "A", "2000 nje permanent");
    g_assert_nonnull(strstr(kit->imported->notes, "list:1: skipped: link C(,100001M)"));
    g_assert_nonnull(
        strstr(kit->imported->notes, "list:2: skipped: link C(,9999999999"));
    g_assert_null(kit_link(kit, "B", "C"));
}

/* As it stood in 1986: Beta came in 1987. */
static void
test_year_of_nodes(void)
{
    g_autoptr(Kit) kit = kit_new();

    kit->options.year = 1986;
    kit_add(kit, "bitnet", "list", nodes, sizeof nodes - 1);
    kit_run(kit, NULL);
    g_assert_cmpuint(bp_network_find(kit->imported->network, "BETA"), ==, BP_NONE);
    g_assert_nonnull(kit_link(kit, "ALPHA", "GAMMA"));
    g_assert_cmpint(bp_network_epoch(kit->imported->network), ==, 1986);
}

static void
test_broken_nodes(void)
{
    g_autofree char *copy = g_memdup2(nodes, sizeof nodes);

    for (gsize n = 0; n < sizeof nodes; n++) {
        char kept = copy[n];

        g_assert_cmpuint(kit_parse("bitnet", nodes, n), <=, 9);
        copy[n] = '\0';
        g_assert_cmpuint(kit_parse("bitnet", copy, sizeof nodes - 1), <=, 10);
        copy[n] = kept;
    }
}

/* ---- CSV ---- */

static const char links[] = "node_a,node_b,speed_bps,year,source,confidence\n"
                            "ALPHA,Beta,9600,1984,\"a, \"\"b\"\"\",documented\n"
                            "BETA,ALPHA,64000,1989,later,documented\n"
                            "BETA,BARCELONA,4800,1984,town,recalled\n"
                            "GAMMA,DELTA,9600,1990,x,recalled\n"
                            "GAMMA,DELTA,fast,1990,x,recalled\n"
                            "GAMMA,GA MMA,9600,1990,x,recalled\n"
                            "GAMMA,BETA,9600,1990,\"x,recalled\n";

static const char routes[] = "* made for HERE\n"
                             "ROUTE FAR      NEAR     BITNET   US\n"
                             "ROUTE FARTHER  NEAR     BITNET   US\n"
                             "ROUTE NEAR     NEAR\n"
                             "ROUTE FAR      OTHER\n"
                             "ROUTE\n";

static const char sites[] = "\xef\xbb\xbfskipped\r\n";

static const char places[] = "node,city,country,lat,lon\r\n"
                             "Alpha,Town,US,40.5,-74\r\n"
                             "BARCELONA,Barcelona,ES,41.39,2.16\r\n"
                             "BETA,Nowhere,XX,95,0\r\n"
                             "OMEGA,Elsewhere,XX,5,5\r\n";

static void
test_csv(void)
{
    g_autoptr(Kit) kit = kit_new();

    kit_add(kit, "bitnet", "sites", places, sizeof places - 1);
    kit_add(kit, "bitnet", "links", links, sizeof links - 1);
    kit_run(kit, NULL);
    g_assert_cmpuint(bp_network_n_hosts(kit->imported->network), ==, 5);
    g_assert_cmpuint(bp_network_n_links(kit->imported->network), ==, 3);
    kit_assert_line(kit, "ALPHA", "BETA", "64000 nje permanent");
    kit_assert_line(kit, "BARCELONA", "BETA", "4800 nje permanent");
    g_assert_cmpfloat_with_epsilon(
        (double)bp_network_host(kit->imported->network, kit_host(kit, "ALPHA")).lon,
        -74, 0.001);
    g_assert_nonnull(
        strstr(kit->imported->notes, "links:6: skipped: expected a speed"));
    g_assert_nonnull(strstr(kit->imported->notes, "links:7: skipped: \"GA MMA\""));
    g_assert_nonnull(
        strstr(kit->imported->notes, "links:8: skipped: a field's quotes"));
    g_assert_nonnull(
        strstr(kit->imported->notes, "sites:4: skipped: expected degrees"));
}

/* At the end of 1984 the line was slow, and who came later was not there. */
static void
test_year_of_csv(void)
{
    g_autoptr(Kit) kit = kit_new();

    kit->options.year = 1984;
    kit_add(kit, "bitnet", "links", links, sizeof links - 1);
    kit_run(kit, NULL);
    g_assert_cmpuint(bp_network_n_hosts(kit->imported->network), ==, 3);
    kit_assert_line(kit, "ALPHA", "BETA", "9600 nje permanent");
}

static void
test_unknown_table(void)
{
    g_autoptr(Kit) kit = kit_import("bitnet", sites, sizeof sites - 1);
    g_autofree char *problems = kit_problems(kit);

    g_assert_nonnull(strstr(problems,
                            "list:1: expected a NODES file (:node.), a routing "
                            "table (ROUTE), or CSV with a header"));
}

static void
test_broken_csv(void)
{
    for (gsize n = 0; n < sizeof links; n++)
        g_assert_cmpuint(kit_parse("bitnet", links, n), <=, 8);
    for (gsize n = 0; n < sizeof routes; n++)
        g_assert_cmpuint(kit_parse("bitnet", routes, n), <=, 6);
}

/* ---- routing tables ---- */

/* Next hops are neighbours; what is behind one hangs on it, as nobody knows better. Of two
 * lines for one node the first stays. */
static void
test_routes(void)
{
    g_autoptr(Kit) kit = kit_new();

    kit_add(kit, "bitnet", "HERE.routes", routes, sizeof routes - 1);
    kit_run(kit, NULL);
    g_assert_cmpuint(bp_network_n_hosts(kit->imported->network), ==, 5);
    g_assert_cmpuint(bp_network_n_links(kit->imported->network), ==, 4);
    kit_assert_line(kit, "HERE", "NEAR", "9600 nje permanent");
    g_assert_nonnull(kit_link(kit, "HERE", "OTHER"));
    g_assert_nonnull(kit_link(kit, "FAR", "NEAR"));
    g_assert_null(kit_link(kit, "FAR", "OTHER"));
    g_assert_nonnull(
        strstr(kit->imported->notes, "HERE.routes:6: skipped: expected ROUTE"));
    g_assert_nonnull(strstr(kit->imported->summary, "2 of them guessed"));
}

/* Where lines are known the table adds none. */
static void
test_routes_and_lines(void)
{
    static const char known[] =
        "node_a,node_b,speed_bps\nHERE,NEAR,4800\nFAR,FARTHER,4800\nNEAR,FAR,4800\n";
    g_autoptr(Kit) kit = kit_new();

    kit_add(kit, "bitnet", "HERE.routes", routes, sizeof routes - 1);
    kit_add(kit, "bitnet", "lines", known, sizeof known - 1);
    kit_run(kit, NULL);
    g_assert_cmpuint(bp_network_n_links(kit->imported->network), ==, 4);
    kit_assert_line(kit, "HERE", "NEAR", "4800 nje permanent");
    g_assert_null(kit_link(kit, "FARTHER", "NEAR"));
    g_assert_nonnull(kit_link(kit, "HERE", "OTHER"));
}

/* A table does not say whose it is. */
static void
test_nobodys_routes(void)
{
    g_autoptr(Kit) kit = kit_new();
    g_autofree char *problems = NULL;

    kit_add(kit, "bitnet", "routing-table", routes, sizeof routes - 1);
    kit_run(kit, NULL);
    problems = kit_problems(kit);
    g_assert_nonnull(strstr(problems, "expected a file called after the node"));
}

/* ---- the real tables ---- */

static void
test_real_nodes(void)
{
    char *path = kit_shared("bitnet/bitearn-sample.nodes");
    g_autoptr(Kit) kit = kit_new();

    if (!path)
        return;
    kit_name(kit, "bitnet", path);
    kit_run(kit, NULL);
    g_assert_cmpuint(bp_network_n_hosts(kit->imported->network), ==, 8 + 4);
    g_assert_cmpuint(bp_network_n_links(kit->imported->network), ==, 13);
    g_assert_cmpstr(kit->imported->notes, ==, "");
    kit_assert_line(kit, "PUCC", "PSUVM", "14400 nje permanent");
}

/* The file has 41 lines, one pair of nodes at two speeds. */
static void
test_real_csv(void)
{
    char *path = kit_shared("bitnet/bitnet-links.csv");
    g_autoptr(Kit) kit = kit_new();

    if (!path)
        return;
    kit_name(kit, "bitnet", path);
    kit_run(kit, NULL);
    g_assert_cmpuint(bp_network_n_hosts(kit->imported->network), ==, 44);
    g_assert_cmpuint(bp_network_n_links(kit->imported->network), ==, 40);
    kit_assert_line(kit, "UKACRL", "CEARN", "64000 nje permanent");
    g_assert_cmpstr(kit->imported->notes, ==, "");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/import/bitnet/nodes", test_nodes);
    g_test_add_func("/import/bitnet/nodes-notes", test_nodes_notes);
    g_test_add_func("/import/bitnet/disagreement", test_disagreement);
    g_test_add_func("/import/bitnet/speeds", test_speeds);
    g_test_add_func("/import/bitnet/year-of-nodes", test_year_of_nodes);
    g_test_add_func("/import/bitnet/broken-nodes", test_broken_nodes);
    g_test_add_func("/import/bitnet/csv", test_csv);
    g_test_add_func("/import/bitnet/year-of-csv", test_year_of_csv);
    g_test_add_func("/import/bitnet/unknown-table", test_unknown_table);
    g_test_add_func("/import/bitnet/broken-csv", test_broken_csv);
    g_test_add_func("/import/bitnet/routes", test_routes);
    g_test_add_func("/import/bitnet/routes-and-lines", test_routes_and_lines);
    g_test_add_func("/import/bitnet/nobodys-routes", test_nobodys_routes);
    g_test_add_func("/import/bitnet/real-nodes", test_real_nodes);
    g_test_add_func("/import/bitnet/real-csv", test_real_csv);
    return g_test_run();
}
