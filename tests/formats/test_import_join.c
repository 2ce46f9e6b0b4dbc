/* test_import_join.c - several networks in one, joined at gateways; every importer. */
#include "import_kit.h"

#include <bangpath/topology_file.h>

static const char list[] = "Zone,1,A,B,C,1-212-555-0100,9600,CM,V34\n"
                           "Host,100,A,B,C,1-212-555-0101,9600,CM,V34\n"
                           "Hub,10,A,B,C,1-212-555-0102,9600,CM,V34\n"
                           ",11,A,B,C,1-212-555-0103,9600,CM,V34,GUUCP\n"
                           ",12,A,B,C,1-212-555-0104,9600,CM,V34\n";

static const char lines[] = "node_a,node_b,speed_bps\nPUCC,CUNYVM,9600\n"
                            "CUNYVM,PSUVM,9600\nCUNYVM,CUNYVMV2,9600\n";

static Kit *
join(const char *const *gateways)
{
    Kit *kit = kit_new();

    kit_add(kit, "fidonet", "list", list, sizeof list - 1);
    kit_add(kit, "bitnet", "lines", lines, sizeof lines - 1);
    kit_run(kit, gateways);
    return kit;
}

/* One machine: named as it stands first, of both networks, with the neighbours of both. */
static void
test_one_machine(void)
{
    const char *const gateways[] = {"1:100/11=PUCC", NULL};
    g_autoptr(Kit) kit = join(gateways);
    const BpNetwork *network = kit->imported->network;
    BpHost gateway = bp_network_host(network, kit_host(kit, "1:100/11"));

    g_assert_cmpuint(bp_network_n_hosts(network), ==, 5 + 4 - 1);
    g_assert_cmpuint(bp_network_find(network, "PUCC"), ==, BP_NONE);
    g_assert_cmpuint(gateway.networks, ==, BP_NET_FIDONET | BP_NET_BITNET);
    g_assert_cmpint(gateway.tz_minutes, ==, 0);
    g_assert_nonnull(kit_link(kit, "1:100/11", "CUNYVM"));
    g_assert_nonnull(kit_link(kit, "1:100/11", "1:100/10"));
}

/* Named the other way round it has the other name, though its list comes first. */
static void
test_other_name(void)
{
    const char *const gateways[] = {"PUCC=1:100/11", NULL};
    g_autoptr(Kit) kit = join(gateways);

    kit_host(kit, "PUCC");
    g_assert_nonnull(kit_link(kit, "PUCC", "1:100/10"));
    g_assert_cmpuint(bp_network_find(kit->imported->network, "1:100/11"), ==, BP_NONE);
}

/* Two machines side by side: a LAN. */
static void
test_two_machines(void)
{
    const char *const gateways[] = {"1:100/11+PUCC", NULL};
    g_autoptr(Kit) kit = join(gateways);

    g_assert_cmpuint(bp_network_n_hosts(kit->imported->network), ==, 9);
    kit_assert_line(kit, "1:100/11", "PUCC", "10000000 plain permanent");
}

/* On the way up from a gateway nobody sends blindly to his smart host: mail for the other
 * network would run in a circle. Beside it they do. */
static void
test_no_circle(void)
{
    const char *const gateways[] = {"1:100/11=PUCC", NULL};
    g_autoptr(Kit) kit = join(gateways);

    g_assert_cmpstr(kit_smart_host(kit, "1:100/11"), ==, "");
    g_assert_cmpstr(kit_smart_host(kit, "1:100/10"), ==, "");
    g_assert_cmpstr(kit_smart_host(kit, "1:100/12"), ==, "1:100/10");
}

/* Best-connected neighbours serve: CUNYVM has three links, the hub has three. */
static void
test_serves(void)
{
    const char *const gateways[] = {"1:100/12+CUNYVMV2", NULL};
    g_autoptr(Kit) kit = join(gateways);
    const BpNetwork *network = kit->imported->network;

    g_assert_true(
        bp_network_serves(network, kit_host(kit, "CUNYVM"), kit_host(kit, "PUCC")));
    g_assert_false(
        bp_network_serves(network, kit_host(kit, "PUCC"), kit_host(kit, "CUNYVM")));
    g_assert_true(bp_network_serves(network, kit_host(kit, "1:100/10"),
                                    kit_host(kit, "1:100/11")));
    g_assert_true(bp_network_serves(network, kit_host(kit, "1:100/10"),
                                    kit_host(kit, "1:100/0")));
}

static void
test_wrong_gateways(void)
{
    static const struct {
        const char *gateways[3];
        const char *problem;
    } cases[] = {
        {{"1:100/11", NULL}, "--gateway 1:100/11: expected A=B for one machine"},
        {{"=PUCC", NULL}, "--gateway =PUCC: expected A=B"},
        {{"1:100/11=PUC", NULL}, "there is no host \"PUC\"; did you mean \"PUCC\"?"},
        {{"CUNYVM=PUCC", NULL}, "both are hosts of one network"},
        {{"1:100/11=PUCC", "1:100/12=PUCC", NULL}, "is another machine already"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Kit) kit = join(cases[i].gateways);
        g_autofree char *problems = kit_problems(kit);

        g_assert_nonnull(strstr(problems, cases[i].problem));
    }
}

/* One name in two networks is two hosts, unless a gateway makes them one. */
static void
test_same_name(void)
{
    static const char flat[] =
        "001     25  1200    First_Board     1-415-555-0100    San_Francisco..CA\n"
        "002     25  1200    Second_Board    1-415-555-0101    Oakland........CA\n";
    static const char rows[] = "node_a,node_b,speed_bps\nA,B,9600\n";
    static const char upper[] = "node_a,node_b,speed_bps\nfido1,B,9600\n";
    const char *const gateways[] = {"fido1=FIDO1", NULL};

    for (guint i = 0; i < 2; i++) {
        g_autoptr(Kit) kit = kit_new();

        kit_add(kit, "fidonet", "list", flat, sizeof flat - 1);
        kit_add(kit, "bitnet", "rows", i == 0 ? rows : upper,
                i == 0 ? sizeof rows - 1 : sizeof upper - 1);
        kit_run(kit, i == 0 ? NULL : gateways);
        g_assert_cmpuint(bp_network_n_hosts(kit->imported->network), ==, 4 - i);
    }
}

/* What is written reads back the same, and has nothing of persons in it. */
static void
test_written(void)
{
    static const char nodes[] = ":node.PUCC :type.NJE :links1.CUNYVM\n"
                                " :member.Example \"University\" \\\n"
                                " :p_ann.Ann Example;ANN@PUCC;+1 609 555 0100\n"
                                " :netop.P_ANN :a_member.Street 1;Town\n";
    const char *const secrets[] = {"Ann",        "ANN",    "555",  "Street",
                                   "Board_Name", "Town_X", "SysO", "P_ANN"};
    static const char secret[] = "Zone,1,Board_Name,Town_X,SysOp_Name,1-212-555-0100,"
                                 "9600,CM,INA:ann.555.example\n";
    g_autoptr(Kit) kit = kit_new();
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(BpNetwork) read = NULL;
    g_autofree char *path = g_build_filename(kit->folder, "out.gv", NULL);
    g_autofree char *text = NULL;
    GError *error = NULL;

    kit_add(kit, "fidonet", "a\nlist", secret, sizeof secret - 1);
    kit_add(kit, "bitnet", "nodes", nodes, sizeof nodes - 1);
    kit_run(kit, NULL);
    bp_topology_write(kit->imported->network, kit->imported->comment, path, &error);
    g_assert_no_error(error);
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_unlink(path);
    for (guint i = 0; i < G_N_ELEMENTS(secrets); i++)
        g_assert_null(strstr(text, secrets[i]));
    g_assert_true(g_str_has_prefix(text, "// Made by"));
    read = bp_topology_read_text(text, strlen(text), "out.gv", problems);
    g_assert_nonnull(read);
    g_assert_cmpuint(bp_network_n_hosts(read), ==, 3);
    g_assert_cmpstr(bp_network_org(read, bp_network_find(read, "PUCC")), ==,
                    "Example ?University? ?");
}

/* Whatever a file holds, every importer reads it or says what it expected. */
static void
test_every_importer(void)
{
    static const char *const texts[] = {
        "",          "\n",           "\x1a",         "\r\n\r\n",    ";",
        "graph { }", "\xff\xfe\xfd", ",,,,,,,,,,,,", "\"\"\"\",\"", ":node.",
        ":node. :",  "ROUTE A B C",  "A1\nA1",       ";\nA1",       ";\nC1\nC1",
    };

    for (guint i = 0; bp_imports[i]; i++)
        for (guint k = 0; k < G_N_ELEMENTS(texts); k++) {
            g_autoptr(Kit) kit =
                kit_import(bp_imports[i]->name, texts[k], strlen(texts[k]));
            g_autofree char *problems = kit_problems(kit);

            g_assert_true(kit->imported != NULL ||
                          strstr(problems, "expected") != NULL);
        }
    g_assert_null(bp_import_find("arpanet"));
}

static void
test_absent_file(void)
{
    g_autoptr(Kit) kit = kit_new();
    g_autofree char *problems = NULL;

    kit_name(kit, "fidonet", g_strdup("/nonexistent/list"));
    kit_name(kit, "fidonet", g_strdup("/dev/zero"));
    kit_run(kit, NULL);
    problems = kit_problems(kit);
    g_assert_nonnull(
        strstr(problems, "/nonexistent/list: cannot be read: No such file"));
    g_assert_nonnull(strstr(problems, "/dev/zero: is longer than 64 MiB"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/import/join/one-machine", test_one_machine);
    g_test_add_func("/import/join/other-name", test_other_name);
    g_test_add_func("/import/join/two-machines", test_two_machines);
    g_test_add_func("/import/join/no-circle", test_no_circle);
    g_test_add_func("/import/join/serves", test_serves);
    g_test_add_func("/import/join/wrong-gateways", test_wrong_gateways);
    g_test_add_func("/import/join/same-name", test_same_name);
    g_test_add_func("/import/join/written", test_written);
    g_test_add_func("/import/join/every-importer", test_every_importer);
    g_test_add_func("/import/join/absent-file", test_absent_file);
    return g_test_run();
}
