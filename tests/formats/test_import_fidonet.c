/* test_import_fidonet.c - nodelists of both kinds, and NODEDIFF. */
#include "fidonet.h"
#include "import_kit.h"

/* Two regions of zone 1, and zone 2 without one. Every name is invented. */
static const char sample[] =
    ";A FidoNet Nodelist for Friday, July 4, 1997 -- Day number 185 : 00000\r\n"
    ";S comment, with commas, and more\r\n"
    "Zone,1,America,Town_NY,Ann_Example,1-212-555-0100,9600,CM,V34,XA\r\n"
    ",2,Europe_Gate,Town_NJ,Bob_Example,1-201-555-0101,9600,CM,V34\r\n"
    "Region,10,West,Town_CA,Cat_Example,1-415-555-0102,9600,CM,V32b\r\n"
    ",7,Lonely,Town_CA,Dan_Example,1-415-555-0103,2400\r\n"
    "Host,100,Net,Town_CA,Eve_Example,1-415-555-0104,9600,CM,V34,XA\r\n"
    ",1,Near_Host,Town_CA,Fay_Example,1-415-555-0105,9600,CM,V32b,XX\r\n"
    "Hub,50,Hub,Town_CA,Gus_Example,1-408-555-0106,9600,CM,HST,V32b\r\n"
    ",51,Hour,Town_CA,Hal_Example,1-408-555-0107,2400\r\n"
    ",52,Longer,Town_CA,Ida_Example,1-408-555-0108,9600,H16,#02#09\r\n"
    "Pvt,53,Secret,Town_CA,Jim_Example,-Unpublished-,2400\r\n"
    "Hold,54,Ill,Town_CA,Kim_Example,1-408-555-0109,9600,CM,V32\r\n"
    "Down,55,Dead,Town_CA,Leo_Example,1-408-555-0110,9600,CM\r\n"
    "Host,101,Other_Net,Town_NV,Mia_Example,1-702-555-0111,9600,CM,V34,GUUCP\r\n"
    "Region,11,East,Town_IL,Ned_Example,1-312-555-0112,9600,CM,V34\r\n"
    "Host,102,Third_Net,Town_IL,Oda_Example,1-312-555-0113,9600,CM,V34\r\n"
    "Zone,2,Europe,Town,Pia_Example,49-30-555-0114,9600,CM,V34\r\n"
    "Host,200,German_Net,Town,Quy_Example,49-40-555-0115,300,X75\r\n"
    ",1,German_Node,Town,Ray_Example,49-40-555-0116,300,X75,V34\r\n"
    "\x1a";

#define SAMPLE_HOSTS 17 /* entries but the one that is down */

/* Up: 53 hang on 50 and so on: a link each but for the two zones. Hosts of region 10: one
 * link; region 11 and zone 2 have one host each. Coordinators of zone 1: one. Zones: one. */
#define SAMPLE_LINKS (SAMPLE_HOSTS - 2 + 1 + 1 + 1)

static void
test_structure(void)
{
    g_autoptr(Kit) kit = kit_import("fidonet", sample, sizeof sample - 1);
    const BpNetwork *network;

    g_assert_nonnull(kit->imported);
    network = kit->imported->network;
    g_assert_cmpuint(bp_network_n_hosts(network), ==, SAMPLE_HOSTS);
    g_assert_cmpuint(bp_network_n_links(network), ==, SAMPLE_LINKS);
    g_assert_cmpstr(bp_network_title(network), ==, "FidoNet, July 4, 1997");
    g_assert_cmpint(bp_network_epoch(network), ==, 1997);
    g_assert_cmpstr(kit_smart_host(kit, "1:100/51"), ==, "1:100/50");
    g_assert_cmpstr(kit_smart_host(kit, "1:100/50"), ==, "1:100/0");
    g_assert_cmpstr(kit_smart_host(kit, "1:100/1"), ==, "1:100/0");
    g_assert_cmpstr(kit_smart_host(kit, "1:10/7"), ==, "1:10/0");
    g_assert_cmpstr(kit_smart_host(kit, "1:100/0"), ==, "");
    g_assert_cmpstr(kit_smart_host(kit, "1:1/2"), ==, "");
    g_assert_cmpuint(bp_network_find(network, "1:100/55"), ==, BP_NONE);
    g_assert_nonnull(kit_link(kit, "1:100/0", "1:101/0"));
    g_assert_null(kit_link(kit, "1:100/0", "1:102/0"));
    g_assert_nonnull(kit_link(kit, "1:10/0", "1:11/0"));
    g_assert_nonnull(kit_link(kit, "1:1/2", "2:2/0"));
    g_assert_nonnull(kit_link(kit, "2:200/0", "2:2/0"));
    g_assert_true(bp_network_serves(network, kit_host(kit, "1:100/50"),
                                    kit_host(kit, "1:100/51")));
    g_assert_nonnull(strstr(kit->imported->summary,
                            "18 entries: 2 zones, 2 regions, 4 nets, 1 hubs, 1 Pvt, 1 "
                            "Hold; 1 Down"));
    g_assert_nonnull(
        strstr(kit->imported->summary, "gateways to other networks: 1:101/0"));
}

/* A link runs at what both ends can do, in the hours in which both take calls. */
static void
test_lines(void)
{
    g_autoptr(Kit) kit = kit_import("fidonet", sample, sizeof sample - 1);

    kit_assert_line(kit, "1:100/1", "1:100/0", "14400 zmodem demand");
    kit_assert_line(kit, "1:100/50", "1:100/0", "14400 zmodem demand");
    kit_assert_line(kit, "1:100/51", "1:100/50", "2400 fts1 demand Any0900-1000");
    kit_assert_line(kit, "1:100/52", "1:100/50",
                    "9600 zmodem demand Any0200-0300,Any0900-1000");
    kit_assert_line(kit, "1:100/53", "1:100/50", "2400 fts1 poll 1 d");
    kit_assert_line(kit, "1:100/54", "1:100/50", "9600 zmodem poll 1 d");
    kit_assert_line(kit, "1:10/7", "1:10/0", "2400 fts1 demand Any0900-1000");
    kit_assert_line(kit, "2:200/1", "2:200/0", "64000 zmodem demand Any0230-0330");
    /* Nothing in common but the telephone. */
    kit_assert_line(kit, "2:200/0", "2:2/0", "2400 fts1 demand Any0230-0330");
    kit_assert_line(kit, "1:1/2", "2:2/0", "28800 zmodem demand");
    /* Who polls stands first. */
    g_assert_cmpuint(kit_link(kit, "1:100/53", "1:100/50")->a, ==,
                     kit_host(kit, "1:100/53"));
}

/* Local calls cost nothing; a place is where the telephone code is, or the hub's. */
static void
test_prices_and_places(void)
{
    static const struct {
        const char *a;
        const char *b;
        gint64 udollars;
    } prices[] = {{"1:100/51", "1:100/50", 0},
                  {"1:100/50", "1:100/0", 130000},
                  {"1:1/2", "2:2/0", 600000}};
    g_autoptr(Kit) kit = kit_import("fidonet", sample, sizeof sample - 1);
    BpHost secret = bp_network_host(kit->imported->network, kit_host(kit, "1:100/53"));

    for (guint i = 0; i < G_N_ELEMENTS(prices); i++) {
        const BpLink *link = kit_link(kit, prices[i].a, prices[i].b);
        const BpLine *line = bp_network_line(kit->imported->network, link->line);

        g_assert_cmpint(line->price_udollars[BP_TARIFF_NIGHT], ==, prices[i].udollars);
    }
    g_assert_cmpfloat_with_epsilon((double)secret.lat, 37.3, 0.01);
    g_assert_cmpfloat_with_epsilon((double)secret.lon, -121.9, 0.01);
    g_assert_cmpint(secret.tz_minutes, ==, 0);
}

/* The checksum of "123456789" by this polynomial is 31C3 (the XMODEM entry of every
 * catalogue of CRCs). */
static void
test_crc(void)
{
    g_autoptr(Kit) wrong = kit_import("fidonet", sample, sizeof sample - 1);
    g_autoptr(GString) good = g_string_new(NULL);
    g_autoptr(Kit) right = NULL;
    const char *body = strchr(sample, '\n') + 1;
    guint16 crc = bp_fidonet_crc(0, body, strlen(body) - 1);

    g_assert_cmphex(bp_fidonet_crc(0, "123456789", 9), ==, 0x31c3);
    g_assert_cmphex(bp_fidonet_crc(bp_fidonet_crc(0, "1234", 4), "56789", 5), ==,
                    0x31c3);
    g_assert_nonnull(
        strstr(wrong->imported->notes, "list:1: the list's checksum is 00000"));

    g_string_append_printf(good, ";A FidoNet Nodelist -- Day number 185 : %05u\r\n%s",
                           crc, body);
    right = kit_import("fidonet", good->str, good->len);
    g_assert_cmpstr(right->imported->notes, ==, "");
}

/* Bare line feeds and a missing Ctrl-Z make no difference. */
static void
test_line_ends(void)
{
    g_autoptr(GString) bare = g_string_new(sample);
    g_autoptr(Kit) a = kit_import("fidonet", sample, sizeof sample - 1);
    g_autoptr(Kit) b = NULL;

    g_string_replace(bare, "\r", "", 0);
    g_string_truncate(bare, bare->len - 1);
    b = kit_import("fidonet", bare->str, bare->len);
    g_assert_cmpuint(bp_network_n_links(b->imported->network), ==, SAMPLE_LINKS);
    g_assert_cmpuint(bp_network_n_lines(a->imported->network), ==,
                     bp_network_n_lines(b->imported->network));
    g_assert_cmpstr(strchr(a->imported->notes, ' '), ==,
                    strchr(b->imported->notes, ' '));
}

/* Cut anywhere, or with a NUL anywhere, it is read or refused with a message. */
static void
test_broken(void)
{
    g_autofree char *copy = g_memdup2(sample, sizeof sample);

    for (gsize n = 0; n < sizeof sample; n++) {
        char kept = copy[n];

        g_assert_cmpuint(kit_parse("fidonet", sample, n), <=, SAMPLE_HOSTS);
        copy[n] = '\0';
        g_assert_cmpuint(kit_parse("fidonet", copy, sizeof sample - 1), >, 0);
        copy[n] = kept;
    }
}

/* What flags say, quirks of real lists included. */
static void
test_flags(void)
{
    const guint64 hour = G_GUINT64_CONSTANT(3) << 18;
    static const struct {
        const char *fields; /* from the speed on */
        const char *fastest;
        gint64 bps;
        guint64 more_hours;
    } cases[] = {
        {"300", "bell103", 0, 0},
        {"1200,", "bell212a", 0, 0},
        {"2400,,,", "v22bis", 0, 0},
        {"9600", "v32", 0, 0},
        {"9600,HST", "hst", 0, 0},
        {"9600,CM.V32b", "v32bis", 0, BP_ALL_HOURS},
        {"9600,cm,v32B", "v32bis", 0, BP_ALL_HOURS},
        {"9600,V32b V42b", "v32bis", 0, 0},
        {"9600,<Down>", "v32", 0, 0},
        {"9600,ZYX", "v32bis", 16800, 0},
        {"9600,VFC", "v34", 0, 0},
        {"9600,PEP", "trailblazer", 0, 0},
        {"33600", "v34plus", 0, 0},
        {"300,IBN,INA:host.example", "v34plus", 0, 0},
        {"300,V120L", "leased64k", 0, 0},
        {"9600,#02#09", "v32", 0, G_GUINT64_CONSTANT(3) << 4},
        {"9600,!23", "v32", 0, G_GUINT64_CONSTANT(3) << 46},
        {"9600,#24,#x", "v32", 0, 0},
        {"9600,U,TXa", "v32", 0, /* 23:00 to 00:30 */
         G_GUINT64_CONSTANT(3) << 46 | 1},
        {"9600,UTBb", "v32", 0, G_GUINT64_CONSTANT(1) << 2},
        {"9600,U,CM", "v32", 0, 0},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_auto(GStrv) fields = g_strsplit(cases[i].fields, ",", -1);
        BpFidonetFlags flags = bp_fidonet_flags(fields, 1);
        guint best = 0;

        g_test_message("%s", cases[i].fields);
        for (guint k = 0; bp_fidonet_modems[k].profile; k++)
            if (flags.modems >> k & 1)
                best = k;
        g_assert_cmpstr(bp_fidonet_modems[best].profile, ==, cases[i].fastest);
        g_assert_cmpint(bp_fidonet_modems[best].bps, ==, cases[i].bps);
        g_assert_cmphex(flags.hours, ==, hour | cases[i].more_hours);
    }
}

/* What is no entry is skipped, with its line. */
static void
test_skipped(void)
{
    static const char text[] = "Zone,1,A,B,C,1-212-555-0100,9600,CM\n"
                               "Boss,1:1/1,x\n"
                               ",2,short\n"
                               ",x2,A,B,C,1-212-555-0101,9600\n"
                               ",70000,A,B,C,1-212-555-0101,9600\n"
                               ",3,A,B,C,1-212-555-0102,9600,GUUCP\n"
                               ",3,A,B,C,1-212-555-0102,9600\n";
    g_autoptr(GString) all = g_string_new(text);
    g_autoptr(Kit) kit = NULL;

    for (guint i = 0; i < BP_FIDONET_LINE_MAX + 1; i++)
        g_string_append_c(all, 'x');
    kit = kit_import("fidonet", all->str, all->len);
    g_assert_cmpuint(bp_network_n_hosts(kit->imported->network), ==, 2);
    g_assert_nonnull(strstr(kit->imported->notes, "list:2: skipped: \"Boss,"));
    g_assert_nonnull(strstr(kit->imported->notes, "list:3: skipped: \",2,short...\""));
    g_assert_nonnull(strstr(kit->imported->notes, "list:4: skipped: \"x2\""));
    g_assert_nonnull(strstr(kit->imported->notes, "list:5: skipped: \"70000\""));
    g_assert_nonnull(
        strstr(kit->imported->notes, "list:7: skipped: 1:1/3 is in the list"));
    g_assert_nonnull(
        strstr(kit->imported->notes, "list:8: skipped: a line of 1025 bytes"));
    g_assert_nonnull(strstr(kit->imported->summary, "6 lines were skipped"));
}

/* ---- differences ---- */

static const char old_list[] = ";A List for Friday, July 4, 1997 : 00001\r\n"
                               "Zone,1,A,B,C,1-212-555-0100,9600,CM\r\n"
                               ",2,A,B,C,1-212-555-0101,9600\r\n"
                               ",3,A,B,C,1-212-555-0102,9600\r\n"
                               "\x1a";

static char *
apply(const char *diff, Kit **kit)
{
    Kit *made = kit_new();

    kit_add(made, "fidonet", "list", old_list, sizeof old_list - 1);
    kit_add(made, "fidonet", "diff", diff, strlen(diff));
    kit_run(made, NULL);
    *kit = made;
    return kit_problems(made);
}

#define DIFF_HEAD ";A List for Friday, July 4, 1997 : 00001\r\n"

static void
test_diff(void)
{
    g_autoptr(Kit) kit = NULL;
    g_autofree char *problems =
        apply(DIFF_HEAD "D1\r\nA1\r\n;A List for Friday, July 11, 1997\r\nC2\r\nD1\r\n"
                        "A2\r\n,4,A,B,C,1-212-555-0103,9600\r\n"
                        ",5,A,B,C,1-212-555-0104,9600\r\n\x1a",
              &kit);

    g_assert_cmpstr(problems, ==, "");
    g_assert_cmpuint(bp_network_n_hosts(kit->imported->network), ==, 4);
    g_assert_cmpuint(bp_network_find(kit->imported->network, "1:1/3"), ==, BP_NONE);
    kit_host(kit, "1:1/2");
    kit_host(kit, "1:1/5");
    g_assert_cmpstr(bp_network_title(kit->imported->network), ==,
                    "FidoNet, July 11, 1997");
}

static void
test_wrong_diffs(void)
{
    static const struct {
        const char *text;
        const char *problem;
    } cases[] = {
        {";A List for Friday, June 27, 1997 : 00001\r\nD1\r\n",
         "diff:1: is no difference to"},
        {DIFF_HEAD "C9\r\n", "diff:2: the old list has no more lines"},
        {DIFF_HEAD "C3\r\n", "diff:2: it ends before"},
        {DIFF_HEAD "C4\r\nA2\r\nx\r\n", "diff:3: it ends before the lines to be added"},
        {DIFF_HEAD "C4\r\nX2\r\n", "diff:3: expected A, C or D"},
        {DIFF_HEAD "C9999999999999999999\r\n", "diff:2: the old list has no more"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Kit) kit = NULL;
        g_autofree char *problems = apply(cases[i].text, &kit);

        g_assert_nonnull(strstr(problems, cases[i].problem));
    }
}

/* Without the list that it changes it is of no use. */
static void
test_diff_alone(void)
{
    g_autoptr(Kit) kit =
        kit_import("fidonet", DIFF_HEAD "C4\r\n", strlen(DIFF_HEAD) + 4);
    g_autofree char *problems = kit_problems(kit);

    g_assert_nonnull(strstr(problems, "list:1: is a difference (NODEDIFF)"));
}

/* ---- the flat list ---- */

static const char flat[] =
    ";Node list updated 01 Mar 85\r\n"
    "001     25  1200    First_Board     1-415-555-0100    San_Francisco..CA\r\n"
    "002     25   300    Second_Board    1-415-555-0101    Oakland........CA\r\n"
    ";003    25  1200    Third_Board     1-415-555-0102    Oakland........CA\r\n"
    "004     25  1200    Fourth_Board    -Unpublished-     New_York.......NY\r\n"
    "005    225  1200    Fifth_Board   011-44-635-5550     London....ENGLAND\r\n"
    "006     25  1200    Sixth_Board     1-212-555-0103    New_York.......NY\r\n"
    "this is no entry\r\n"
    ";   Route-To 1\r\n"
    ";        1,2,3\r\n"
    "; # Route-To 6\r\n"
    "; #      5,6\r\n"
    ";  * 4\r\n"
    ";   Lost: 2\r\n"
    ";        1,2\r\n";

static void
test_flat(void)
{
    g_autoptr(Kit) kit = kit_import("fidonet", flat, sizeof flat - 1);
    const BpNetwork *network = kit->imported->network;
    const BpLine *abroad;

    g_assert_cmpuint(bp_network_n_hosts(network), ==, 5);
    g_assert_cmpuint(bp_network_n_links(network), ==, 4);
    g_assert_cmpstr(kit_smart_host(kit, "fido2"), ==, "fido1");
    g_assert_cmpstr(kit_smart_host(kit, "fido4"), ==, "fido6");
    g_assert_cmpstr(kit_smart_host(kit, "fido5"), ==, "fido6");
    g_assert_cmpstr(kit_smart_host(kit, "fido6"), ==, "");
    kit_assert_line(kit, "fido2", "fido1", "300 fts1 demand Any0900-1000");
    kit_assert_line(kit, "fido6", "fido1", "1200 fts1 demand Any0900-1000");
    abroad = bp_network_line(network, kit_link(kit, "fido5", "fido6")->line);
    g_assert_cmpint(abroad->price_udollars[BP_TARIFF_NIGHT], ==, 2250000);
    g_assert_nonnull(strstr(kit->imported->notes,
                            "list:10: Route-To names 3, which is not in service"));
    g_assert_nonnull(strstr(kit->imported->notes, "list:8: skipped: "));
    g_assert_nonnull(strstr(kit->imported->summary, "1 Down"));
    g_assert_cmpint(bp_network_epoch(network), ==, 1985);
}

/* Who is in no group hands over to the nearest who forwards. */
static void
test_flat_nearest(void)
{
    g_autofree char *text = g_strdup(flat);
    g_autoptr(Kit) kit = NULL;

    memcpy(strstr(text, ";  * 4"), ";     ", 6);
    kit = kit_import("fidonet", text, strlen(text));
    g_assert_cmpstr(kit_smart_host(kit, "fido4"), ==, "fido6");
}

/* A host of which nobody knows where it is, first in the list, is nobody's nearest where there
 * is one of which that is known. */
static void
test_flat_unknown_host(void)
{
    g_autofree char *text = g_strdup(flat);
    g_autoptr(Kit) kit = NULL;

    memcpy(strstr(text, ";  * 4"), ";     ", 6);
    memcpy(strstr(text, "1-415-555-0100    San_Francisco..CA"),
           "-Unpublished-     Nobody_knows.....", 35);
    kit = kit_import("fidonet", text, strlen(text));
    g_assert_cmpstr(kit_smart_host(kit, "fido4"), ==, "fido6");
}

static void
test_flat_broken(void)
{
    for (gsize n = 0; n < sizeof flat; n++)
        g_assert_cmpuint(kit_parse("fidonet", flat, n), <=, 5);
}

/* ---- the real lists ---- */

static void
test_real_list(void)
{
    char *path = kit_shared("fidonet/NODELIST.362");
    g_autoptr(Kit) kit = kit_new();

    if (!path)
        return;
    kit_name(kit, "fidonet", path);
    kit_run(kit, NULL);
    g_assert_nonnull(
        strstr(kit->imported->summary,
               "33699 entries: 6 zones, 76 regions, 815 nets, 1781 hubs, 511 "
               "Pvt, 432 Hold; 928 Down"));
    g_assert_cmpstr(kit->imported->notes, ==, "");
    g_assert_cmpuint(bp_network_n_hosts(kit->imported->network), ==, 33699 - 928);
}

/* The sum that the new list should come to is in its first line: no note, it is right. */
static void
test_real_diff(void)
{
    char *list = kit_shared("fidonet/NODELIST.362");
    char *diff = list ? kit_shared("fidonet/NODEDIFF.003") : NULL;
    g_autoptr(Kit) kit = kit_new();
    g_autofree char *old = NULL;
    g_autofree char *change = NULL;
    BpImporting importing = {.problems = kit->problems};
    BpImportFile files[2] = {{.path = "old"}, {.path = "diff"}};
    GString *made;
    guint n_lines = 0;

    if (!diff) {
        g_free(list);
        return;
    }
    g_assert_true(g_file_get_contents(list, &old, &files[0].n_bytes, NULL));
    g_assert_true(g_file_get_contents(diff, &change, &files[1].n_bytes, NULL));
    files[0].text = old;
    files[1].text = change;
    made = bp_fidonet_apply_diff(&importing, &files[0], &files[1]);
    for (gsize i = 0; i < made->len; i++)
        n_lines += made->str[i] == '\n' ? 1 : 0;
    g_assert_cmpuint(n_lines, ==, 34788);
    g_assert_nonnull(strstr(made->str, " 003 : 26100\r\n"));
    g_string_free(made, TRUE);

    kit_name(kit, "fidonet", list);
    kit_name(kit, "fidonet", diff);
    kit_run(kit, NULL);
    g_assert_cmpstr(kit->imported->notes, ==, "");
    g_assert_nonnull(strstr(kit->imported->summary, "33583 entries"));
}

static void
test_real_flat(void)
{
    char *path = kit_shared("fidonet/NODELIST.039");
    g_autoptr(Kit) kit = kit_new();

    if (!path)
        return;
    kit_name(kit, "fidonet", path);
    kit_run(kit, NULL);
    g_assert_cmpuint(bp_network_n_hosts(kit->imported->network), ==, 169);
    g_assert_nonnull(strstr(kit->imported->summary, "169 entries"));
    g_assert_nonnull(strstr(kit->imported->summary, "20 nets"));
    g_assert_nonnull(strstr(kit->imported->summary, "5 Down"));
    for (guint i = 0; i < 4; i++) {
        static const char *const absent[] = {"names 11,", "names 65,", "names 302,",
                                             "names 340,"};

        g_assert_nonnull(strstr(kit->imported->notes, absent[i]));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/import/fidonet/structure", test_structure);
    g_test_add_func("/import/fidonet/lines", test_lines);
    g_test_add_func("/import/fidonet/prices-and-places", test_prices_and_places);
    g_test_add_func("/import/fidonet/crc", test_crc);
    g_test_add_func("/import/fidonet/line-ends", test_line_ends);
    g_test_add_func("/import/fidonet/broken", test_broken);
    g_test_add_func("/import/fidonet/flags", test_flags);
    g_test_add_func("/import/fidonet/skipped", test_skipped);
    g_test_add_func("/import/fidonet/diff", test_diff);
    g_test_add_func("/import/fidonet/wrong-diffs", test_wrong_diffs);
    g_test_add_func("/import/fidonet/diff-alone", test_diff_alone);
    g_test_add_func("/import/fidonet/flat", test_flat);
    g_test_add_func("/import/fidonet/flat-nearest", test_flat_nearest);
    g_test_add_func("/import/fidonet/flat-unknown-host", test_flat_unknown_host);
    g_test_add_func("/import/fidonet/flat-broken", test_flat_broken);
    g_test_add_func("/import/fidonet/real-list", test_real_list);
    g_test_add_func("/import/fidonet/real-diff", test_real_diff);
    g_test_add_func("/import/fidonet/real-flat", test_real_flat);
    return g_test_run();
}
