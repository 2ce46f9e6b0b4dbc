/* test_import_uucp.c - UUCP maps as topologies: words that become lines, places, machines,
 * and what is never kept. */
#include "import_kit.h"

#include <bangpath/topology_file.h>
#include <bangpath/units.h>
#include <math.h>

/* ---- lines ---- */

typedef struct {
    const char *cost;
    int year;
    const char *line; /* speed, protocol, schedule */
} LineCase;

/* Two costs that are the same number are not the same line. */
static const LineCase lines[] = {
    {"LOCAL", 0, "10000000 t permanent"},
    {"LOCAL+LOW", 0, "10000000 t permanent"},
    {"DEDICATED", 0, "9600 t permanent"},
    {"ARPA", 0, "56000 t permanent"},
    {"DIRECT", 0, "2400 g demand"},
    {"DEMAND+HIGH", 0, "2400 g demand"},
    {"DEMAND*2", 0, "2400 g demand"},
    {"DIALED", 0, "2400 g demand"},
    {"HOURLY", 0, "2400 g poll 1 h"},
    {"HOURLY*4", 0, "2400 g poll 4 h"},
    {"4*HOURLY", 0, "2400 g poll 4 h"},
    {"(HOURLY*2)*3", 0, "2400 g poll 6 h"},
    {"HOURLY/2", 0, "2400 g poll 30 min"},
    {"HOURLY/4+LOW", 0, "2400 g poll 15 min"},
    {"HOURLY/60", 0, "2400 g poll 5 min"},
    {"HOURLY*24", 0, "2400 g poll 1 d Any2300-0700"},
    {"EVENING", 0, "2400 g demand SuSa,Wk2300-0800"},
    {"EVENING/2", 0, "2400 g demand SuSa,Wk2300-0800"},
    {"DAILY", 0, "2400 g poll 1 d Any2300-0700"},
    {"DAILY*3", 0, "2400 g poll 3 d Any2300-0700"},
    {"DAILY/4", 0, "2400 g poll 6 h"},
    {"POLLED", 0, "2400 g poll 1 d Any2300-0700"},
    {"WEEKLY", 0, "2400 g poll 7 d Any2300-0700"},
    {"WEEKLY/2", 0, "2400 g poll 84 h Any2300-0700"},
    {"DEAD/2", 0, "2400 g poll 7 d Any2300-0700"},
    {"DEMAND+DAILY", 0, "2400 g poll 1 d Any2300-0700"},
    {"LOW-DAILY/24+600", 0, "2400 g poll 1 h"},
    /* Numbers: the word next to them. */
    {"25", 0, "10000000 t permanent"},
    {"95", 0, "9600 t permanent"},
    {"200", 0, "2400 g demand"},
    {"1800", 0, "2400 g demand SuSa,Wk2300-0800"},
    {"5000", 0, "2400 g poll 1 d Any2300-0700"},
    {"40000", 0, "2400 g poll 7 d Any2300-0700"},
    /* Modems of their time. */
    {"DEMAND", 1979, "300 g demand"},
    {"DEMAND", 1983, "300 g demand"},
    {"DEMAND", 1984, "2400 g demand"},
    {"DEMAND", 1988, "2400 g demand"},
    {"DEMAND", 1989, "9600 g demand"},
    {"DEMAND", 1994, "14400 g demand"},
    {"DEMAND", 2001, "28800 g demand"},
};

static void
test_words(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_autofree char *map = g_strdup_printf("a b(%s)\n", lines[i].cost);
        g_autoptr(Kit) kit = kit_new();

        g_test_message("%s in %d", lines[i].cost, lines[i].year);
        kit->options.year = lines[i].year;
        kit_add(kit, "uucp", "u.usa.nj.1", map, strlen(map));
        kit_run(kit, NULL);
        kit_assert_line(kit, "a", "b", lines[i].line);
        g_assert_cmpint(bp_network_epoch(kit->imported->network), ==, lines[i].year);
    }
}

/* Hubs call each other with the best there is: two with 60 neighbours each. */
static void
test_hubs(void)
{
    static const struct {
        int year;
        const char *line;
    } cases[] = {
        {1979, "300 g demand"},   {1983, "1200 g demand"},  {1985, "2400 g demand"},
        {1986, "12000 g demand"}, {1990, "12000 g demand"}, {1991, "14400 g demand"},
    };
    g_autoptr(GString) map = g_string_new("x y(DEMAND)\n");

    for (guint i = 1; i < 60; i++)
        g_string_append_printf(map, "x l%u(DEMAND)\ny m%u(DEMAND)\n", i, i);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Kit) kit = kit_new();

        kit->options.year = cases[i].year;
        kit_add(kit, "uucp", "map", map->str, map->len);
        kit_run(kit, NULL);
        kit_assert_line(kit, "x", "y", cases[i].line);
    }
}

/* A local call is free, others cost what a minute cost at night. */
static void
test_prices(void)
{
    static const char map[] = "a b(DIRECT), c(DEMAND), d(LOCAL)\n";
    static const struct {
        int year;
        gint64 udollars;
    } cases[] = {{1980, 220000}, {1987, 200000}, {1990, 130000}};

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Kit) kit = kit_new();
        const BpNetwork *network;

        kit->options.year = cases[i].year;
        kit_add(kit, "uucp", "map", map, sizeof map - 1);
        kit_run(kit, NULL);
        network = kit->imported->network;
        g_assert_cmpint(bp_network_line(network, kit_link(kit, "a", "b")->line)
                            ->price_udollars[BP_TARIFF_DAY],
                        ==, 0);
        g_assert_cmpint(bp_network_line(network, kit_link(kit, "a", "c")->line)
                            ->price_udollars[BP_TARIFF_DAY],
                        ==, cases[i].udollars);
        g_assert_cmpint(bp_network_line(network, kit_link(kit, "a", "d")->line)
                            ->price_udollars[BP_TARIFF_DAY],
                        ==, 0);
    }
}

/* DEAD links are left out and counted. */
static void
test_dead(void)
{
    static const char map[] = "a b(DEAD), c(DEMAND), d(DEAD*2)\ndead {c!a}\nc a(1)\n";
    g_autoptr(Kit) kit = kit_import("uucp", map, sizeof map - 1);

    g_assert_cmpuint(bp_network_n_links(kit->imported->network), ==, 1);
    g_assert_nonnull(strstr(kit->imported->summary, "3 declared DEAD"));
}

/* Best-connected neighbours serve. */
static void
test_serves(void)
{
    static const char map[] = "hub a(DEMAND), b(DEMAND), c(DEMAND)\na b(LOCAL)\n";
    g_autoptr(Kit) kit = kit_import("uucp", map, sizeof map - 1);
    const BpNetwork *network = kit->imported->network;
    guint n;

    bp_network_served_by(network, kit_host(kit, "hub"), &n);
    g_assert_cmpuint(n, ==, 3);
    bp_network_served_by(network, kit_host(kit, "a"), &n);
    g_assert_cmpuint(n, ==, 0);
}

/* ---- what is said of a site ---- */

typedef struct {
    const char *entry;
    const char *org;     /* NULL: none */
    const char *machine; /* NULL: none */
} Told;

/* Invented, all of them. */
static const Told told[] = {
    {"#S VAX-11/780; 4.3BSD\n#O Acme Laboratories\n#C Jane Roe\n", "Acme Laboratories",
     "VAX-11/780"},
    {"#S Sun-3/160, SunOS 3.2\n#O Acme, Inc., 12 Main Street, Nowhere, XX 12345\n",
     "Acme, Inc.", "Sun-3/160"},
    {"#O Acme Research, Main Street, Nowhere\n", "Acme Research", NULL},
    {"#O Acme Research, 555-010-9999\n", "Acme Research", NULL},
    {"#O Acme Research 12 Main Street\n", NULL, NULL},
    {"#O P.O. Box 12, Nowhere\n", NULL, NULL},
    {"#O jane@acme.example\n", NULL, NULL},
    {"#O acme!jane\n", NULL, NULL},
    {"#O Computer Science @ Acme Institute\n", "Computer Science @ Acme Institute",
     NULL},
    /* Homes. */
    {"#O Home system\n", NULL, NULL},
    {"#O Residence of a programmer\n", NULL, NULL},
    {"#O my own PERSONAL computer\n", NULL, NULL},
    {"#O Private\n", NULL, NULL},
    {"#O hobby machine\n", NULL, NULL},
    {"#O Basement Computing\n", NULL, NULL},
    /* People. */
    {"#O Roe Consulting\n#C Jane Roe\n", NULL, NULL},
    {"#O Janeware Systems\n#C Jane Roe\n", NULL, NULL},
    {"#C Jane Roe\n#C John Doe, operator\n#O Doe Computers\n", NULL, NULL},
    {"#contact Jane Roe\n#O Roe & Co.\n", NULL, NULL},
    {"#O roe consulting\n#C jane roe\n", NULL, NULL},
    {"#O University of Roehampton\n#C Jane Roe\n", "University of Roehampton", NULL},
    {"#O University of Nowhere\n#C Head of Computing\n", "University of Nowhere", NULL},
    {"#O Jane Roe\n", NULL, NULL},
    {"#O Jane Q. Roe, Nowhere\n", NULL, NULL},
    {"#O J. Roe\n", NULL, NULL},
    {"#O Jane's Unix System\n", NULL, NULL},
    {"#O Nowhere Radio, N0CALL\n", NULL, NULL},
    {"#S Jane's PC; Xenix\n#C Jane Roe\n#O Acme Ltd\n", "Acme Ltd", NULL},
    {"#S jane@acme.example\n", NULL, NULL},
    /* Nothing. */
    {"#O ?\n#S ; 4.2BSD\n", NULL, NULL},
    {"#O \"Acme\" Corp\\\t& Sons\n#S 3B2\n", "?Acme? Corp? & Sons", "3B2"},
    {"#E jane@acme.example\n#T 555 0100\n#P 12 Main Street\n#R about Jane\n"
     "#U other\n#W jane (Jane Roe); Mon Dec 14 1987\n",
     NULL, NULL},
};

static void
test_told(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(told); i++) {
        g_autofree char *map =
            g_strdup_printf("#N\tsite\n%ssite other(DEMAND)\n", told[i].entry);
        g_autoptr(Kit) kit = kit_import("uucp", map, strlen(map));
        guint32 host = kit_host(kit, "site");

        g_test_message("entry %u", (guint)i);
        g_assert_cmpstr(bp_network_org(kit->imported->network, host), ==, told[i].org);
        g_assert_cmpstr(bp_network_machine(kit->imported->network, host), ==,
                        told[i].machine);
    }
}

/* Nothing of a person is anywhere in what is written. */
static void
test_nothing_personal(void)
{
    static const char map[] =
        "#N\tsite\n#S 3B2; V.3\n#O Roe Computing\n"
        "#C Jane Roe, John Doe\n#E site!jane\n#T +1 201 555 0100\n"
        "#P 12 Main Street, Nowhere\n#L 40 42 51 N / 74 00 23 W\n"
        "#R call Jane\n#U other\n#W site!jane (Jane Roe); 1987\n"
        "site other(DEMAND) # Jane pays\n";
    static const char *const never[] = {"ane", "Roe",    "Doe",  "555",
                                        "201", "Street", "pays", "Nowhere"};
    g_autoptr(Kit) kit = kit_import("uucp", map, sizeof map - 1);
    g_autofree char *path = g_build_filename(kit->folder, "x.gv", NULL);
    g_autofree char *written = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_true(bp_topology_write(kit->imported->network, kit->imported->comment,
                                    path, &error));
    g_assert_no_error(error);
    g_assert_true(g_file_get_contents(path, &written, NULL, NULL));
    g_unlink(path);
    g_assert_nonnull(strstr(written, "machine=\"3B2\""));
    for (gsize i = 0; i < G_N_ELEMENTS(never); i++)
        if (strstr(written, never[i]))
            g_error("\"%s\" is in it:\n%s", never[i], written);
    /* Not nearer than a kilometre. */
    g_assert_nonnull(strstr(written, "lat=40.71 lon=-74.01]") != NULL
                         ? written
                         : strstr(written, "lat=40.71 lon=-74.01 "));
}

/* ---- places ---- */

typedef struct {
    const char *file;
    double lat; /* 99: none */
    double lon;
} Region;

/* A place in the country or state, within some degrees of its middle. */
static const Region regions[] = {
    {"u.usa.ca.1", 37, -119}, {"d.usa.ca.2", 37, -119}, {"u.usa.nj.b.1", 40.2, -74.5},
    {"u.aus.wa.1", -31, 117}, {"u.aus.1", -35, 149},    {"u.can.on.2", 44, -79},
    {"u.gbr.2", 52, -1},      {"u.deu.1", 51, 8},       {"u.dmk.1", 56, 11},
    {"u.jpn.3", 36, 139},     {"u.usa.xx.1", 39, -77},  {"d.Top", 99, 0},
    {"u.zzz.1", 99, 0},       {"map", 99, 0},           {"..", 99, 0},
};

static void
test_regions(void)
{
    static const char map[] = "#N\ta\n#L\tunknown\na b(DEMAND)\n";

    for (gsize i = 0; i < G_N_ELEMENTS(regions); i++) {
        g_autoptr(Kit) kit = kit_new();
        BpHost host;

        if (strcmp(regions[i].file, "..") == 0)
            continue;
        g_test_message("%s", regions[i].file);
        kit_add(kit, "uucp", regions[i].file, map, sizeof map - 1);
        kit_run(kit, NULL);
        host = bp_network_host(kit->imported->network, kit_host(kit, "a"));
        g_assert_cmpint(isnan(host.lat), ==, regions[i].lat > 98);
        if (isnan(host.lat))
            continue;
        g_assert_cmpfloat_with_epsilon((double)host.lat, regions[i].lat, 2);
        g_assert_cmpfloat_with_epsilon((double)host.lon, regions[i].lon, 3);
    }
}

/* Its own word counts more than its map's name; a domain's entry is not its gateways';
 * whoever has no place keeps the hours of whom it can call cheapest. */
static void
test_places(void)
{
    static const char map[] = "#N\t.dom, a\n#L\t10 N / 10 E\n\n"
                              "#N\tb\n#L\t52 30 N / 13 30 E\n\n"
                              "a b(DEMAND)\nb c(DAILY)\nfar c(DEMAND), b(WEEKLY)\n";
    static const char other[] = "#N\tfar\n#L\t35 30 N / 139 45 E\n\n";
    g_autoptr(Kit) kit = kit_new();
    const BpNetwork *network;

    kit_add(kit, "uucp", "u.gbr.1", map, sizeof map - 1);
    kit_add(kit, "uucp", "u.jpn.1", other, sizeof other - 1);
    kit_run(kit, NULL);
    network = kit->imported->network;
    g_assert_cmpfloat_with_epsilon(
        (double)bp_network_host(network, kit_host(kit, "a")).lat, 51.5, 0.1);
    g_assert_cmpfloat_with_epsilon(
        (double)bp_network_host(network, kit_host(kit, "b")).lat, 52.5, 1e-4);
    g_assert_true(isnan(bp_network_host(network, kit_host(kit, "c")).lat));
    g_assert_cmpint(bp_network_host(network, kit_host(kit, "c")).tz_minutes, ==, 540);
}

/* Whoever has no place keeps the same hours as that neighbour, on the border of two zones too. */
static void
test_border_of_zones(void)
{
    static const char map[] = "#N\ta\n#L\t35 30 N / 97 30 W\n\n"
                              "#N\tb\n#L\t52 30 N / 37 30 E\n\n"
                              "a c(DAILY)\nb d(DAILY)\n";
    g_autoptr(Kit) kit = kit_new();
    const BpNetwork *network;

    kit_add(kit, "uucp", "map", map, sizeof map - 1);
    kit_run(kit, NULL);
    network = kit->imported->network;
    g_assert_cmpint(bp_network_host(network, kit_host(kit, "a")).tz_minutes, ==, -420);
    g_assert_cmpint(bp_network_host(network, kit_host(kit, "c")).tz_minutes, ==, -420);
    g_assert_cmpint(bp_network_host(network, kit_host(kit, "b")).tz_minutes, ==, 180);
    g_assert_cmpint(bp_network_host(network, kit_host(kit, "d")).tz_minutes, ==, 180);
}

/* ---- damage ---- */

static const char sample[] =
    "#N\ta, aa\n#S\tVAX-11/780; 4.3BSD\n#O\tAcme Labs\n#C\tJane Roe\n"
    "#L\t40 42 51 N / 74 00 23 W city\n#\na = aa\n"
    "a\tb(DEMAND), c(HOURLY*4), <d>(DAILY/2),\n\t@e(WEEKLY), f(DEAD)\n"
    "N = {a, b, c}(LOCAL)\nb .dom(DIRECT)\n.dom = {g, .sub}\n.sub = {h}\n"
    "private {p}\np a(LOW+25)\ndead {a!c}\nadjust {b(HIGH)}\nfile {other}\n";

/* Cut anywhere, or with NULs in it, it is read or refused. */
static void
test_cut(void)
{
    g_autofree char *copy = g_strdup(sample);

    g_assert_cmpuint(kit_parse("uucp", sample, sizeof sample - 1), ==, 8);
    for (gsize n = 0; n < sizeof sample; n++)
        kit_parse("uucp", sample, n);
    for (gsize i = 0; i < sizeof sample - 1; i++) {
        copy[i] = '\0';
        kit_parse("uucp", copy, sizeof sample - 1);
        copy[i] = sample[i];
    }
}

/* Every kind of damage: what is good beside it is imported. */
static void
test_damage(void)
{
    static const char *const broken[] = {
        "x y(DEMND)\n",
        "x y(DEMAND\n",
        "x y(((((1)\n",
        "x y(99999999999999999999)\n",
        "x y(DAILY/0)\n",
        "x y(-DAILY)\n",
        "x y z\n",
        "x = \n",
        "x = {y, z\n",
        "= = =\n",
        "\"x y(1)\n",
        "x \"y\"z\n",
        "private {\n",
        "dead {x!\n",
        "delete {a!!b}\n",
        "adjust {x(}\n",
        "\xff\xfe\x80 y(1)\n",
        "x y(\xff)\n",
        "#N\n#O\n#L 99 99 99 X\n",
        "#N \xff\xfe\n#O \xc3\x28\n#S \x01\x02\n",
        "#L 1 N / 2 E before any name\n",
        "<<<>>>\n",
        "x x(DEMAND)\n",
        ".d = {.d}\n.d .d(1)\n",
        "x = x\n",
        "x @y!(1), :z(2)\n",
    };

    for (gsize i = 0; i < G_N_ELEMENTS(broken); i++) {
        g_autofree char *map = g_strdup_printf(
            "first second(DEMAND)\n%sthird fourth(HOURLY)\n", broken[i]);
        g_autoptr(Kit) kit = kit_import("uucp", map, strlen(map));

        g_test_message("damage %u", (guint)i);
        kit_assert_line(kit, "first", "second", "2400 g demand");
        kit_assert_line(kit, "third", "fourth", "2400 g poll 1 h");
    }
}

/* Bytes changed at random, from one seed. */
static void
test_mutated(void)
{
    g_autofree char *copy = g_strdup(sample);
    guint32 state = 1;

    for (guint round = 0; round < 3000; round++) {
        memcpy(copy, sample, sizeof sample);
        for (guint k = 0; k < 1 + round % 8; k++) {
            guint32 place, byte;

            state = state * 1664525 + 1013904223; /* Numerical Recipes' */
            place = (state >> 8) % (sizeof sample - 1);
            state = state * 1664525 + 1013904223;
            byte = state >> 24;
            copy[place] = round % 2 ? (char)byte : "(){}<>=,.!@#\n \t*/-\"9"[byte % 21];
        }
        kit_parse("uucp", copy, sizeof sample - 1);
    }
}

/* ---- the real maps ---- */

static char *
find_maps(int year)
{
    char *folder = g_strdup_printf("%s/../shared/maps/uucp-%d",
                                   g_getenv("BANGPATH_SOURCE_ROOT"), year);

    if (g_file_test(folder, G_FILE_TEST_IS_DIR))
        return folder;
    g_test_skip("the real maps (../shared) are not here");
    g_free(folder);
    return NULL;
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static Kit *
import_year(const char *folder, int year)
{
    Kit *kit = kit_new();
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    const char *name;

    while ((name = g_dir_read_name(dir)) != NULL)
        g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, compare_names);
    for (guint i = 0; i < names->len; i++)
        kit_name(kit, "uucp", g_build_filename(folder, names->pdata[i], NULL));
    kit->options.year = year;
    kit_run(kit, NULL);
    return kit;
}

/* Both are read without a word; every host is somewhere in the range of what was counted
 * by other means, and no organisation has an address in it. */
static void
test_real(void)
{
    static const struct {
        int year;
        guint32 n_sites;
        guint32 n_places;
    } cases[] = {{1987, 8757, 3200}, {1988, 11261, 4550}};

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *folder = find_maps(cases[i].year);
        g_autoptr(Kit) kit = NULL;
        const BpNetwork *network;
        guint32 n_places = 0;

        if (!folder)
            return;
        kit = import_year(folder, cases[i].year);
        network = kit->imported->network;
        g_assert_cmpstr(kit->imported->notes, ==, "");
        g_assert_cmpuint(bp_network_n_hosts(network), <=, cases[i].n_sites + 476);
        g_assert_cmpuint(bp_network_n_hosts(network), >=, cases[i].n_sites * 95 / 100);
        for (guint32 h = 0; h < bp_network_n_nodes(network); h++) {
            const char *org = bp_network_org(network, h);

            n_places += !isnan(bp_network_host(network, h).lat) ? 1 : 0;
            g_assert_false(
                org && g_regex_match_simple("[a-z]@[a-z]|\\d{7}|[Hh]ome", org, 0, 0));
        }
        g_assert_cmpuint(n_places, >=, cases[i].n_places * 95 / 100);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/import-uucp/words", test_words);
    g_test_add_func("/import-uucp/hubs", test_hubs);
    g_test_add_func("/import-uucp/prices", test_prices);
    g_test_add_func("/import-uucp/dead", test_dead);
    g_test_add_func("/import-uucp/serves", test_serves);
    g_test_add_func("/import-uucp/told", test_told);
    g_test_add_func("/import-uucp/nothing personal", test_nothing_personal);
    g_test_add_func("/import-uucp/regions", test_regions);
    g_test_add_func("/import-uucp/places", test_places);
    g_test_add_func("/import-uucp/border-of-zones", test_border_of_zones);
    g_test_add_func("/import-uucp/cut", test_cut);
    g_test_add_func("/import-uucp/damage", test_damage);
    g_test_add_func("/import-uucp/mutated", test_mutated);
    g_test_add_func("/import-uucp/real", test_real);
    return g_test_run();
}
