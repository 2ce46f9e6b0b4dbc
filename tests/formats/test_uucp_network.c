/* test_uucp_network.c - networks out of UUCP maps. */
#include <bangpath/map_network.h>

#include <bangpath/routes.h>
#include <bangpath/units.h>
#include <math.h>
#include <string.h>

static BpNetwork *
network_of(const char *text)
{
    g_autoptr(BpMap) map = bp_map_new(BP_MAP_FOLD);
    g_autoptr(BpMapSites) sites = bp_map_sites_new();
    g_autoptr(BpProblems) problems = bp_problems_new();
    const BpMapListener listener = {.entry = bp_map_sites_note, .data = sites};
    BpNetwork *network = bp_network_new();
    const BpImportOptions options = {0};

    bp_map_text_read(map, text, strlen(text), "m", &listener, problems);
    g_assert_cmpuint(bp_problems_count(problems), ==, 0);
    bp_map_fill_network(map, sites, &options, network, NULL);
    bp_network_finish(network);
    return network;
}

/* `a-b 300/1000000 g demand` a line: ends, costs, protocol, and when it is up. */
static char *
print_links(const BpNetwork *network)
{
    GString *text = g_string_new(NULL);

    for (guint32 i = 0; i < bp_network_n_links(network); i++) {
        BpLink link = bp_network_link(network, i);
        const BpLine *line = bp_network_line(network, link.line);
        g_autofree char *schedule = bp_schedule_format(&line->schedule);

        g_string_append_printf(text, "%s-%s %d/%d %s %s\n",
                               bp_network_host(network, link.a).name,
                               bp_network_host(network, link.b).name, link.cost_ab,
                               link.cost_ba, line->protocol->name, schedule);
    }
    return g_string_free(text, FALSE);
}

/* What both say, what one says, what is DEAD, and how a cost is read. */
static void
test_links(void)
{
    g_autoptr(BpNetwork) network = network_of(
        "a b(DEMAND), c(LOCAL), d(HOURLY*4), e(DEAD), <f>(DAILY), a(1), b(HOURLY)\n"
        "b a(DIRECT)\nc d(DAILY/24)\nd c(WEEKLY), g(POLLED)\ndead {g!a}\ng "
        "f(HOURLY)\n");
    g_autofree char *links = print_links(network);

    /* Numbers by first mention: a b c d e f g; e has no link left. The cheaper end calls. */
    g_assert_cmpstr(links, ==,
                    "b-a 200/300 g demand\n"
                    "a-c 25/1000000 t permanent\n"
                    "a-d 2000/1000000 g poll 4 h\n"
                    "a-f 5000/1000000 g poll 1 d Any2300-0700\n"
                    "c-d 208/30000 g poll 1 h\n"
                    "d-g 5000/1000000 g poll 1 d Any2300-0700\n"
                    "g-f 500/1000000 g poll 1 h\n");
    g_assert_cmpuint(bp_network_find(network, "e"), ==, BP_NONE);
    g_assert_cmpuint(bp_network_n_hosts(network), ==, 6);
}

/* A host and its aliases are one, called as most call it; links among them are none. */
static void
test_aliases(void)
{
    g_autoptr(BpNetwork) network =
        network_of("#N\tx2\n#O\tThe \"X\" Company\n#L\t40 30 N / 74 15 W\n"
                   "x1 = x2, x3\na x2(1)\nb X2(2)\nx1 c(3), x3(1)\n");
    guint32 host = bp_network_find(network, "x2");

    g_assert_cmpuint(host, !=, BP_NONE);
    g_assert_cmpuint(bp_network_n_hosts(network), ==, 4);
    g_assert_cmpuint(bp_network_n_links(network), ==, 3);
    g_assert_cmpstr(bp_network_org(network, host), ==, "The ?X? Company");
    g_assert_cmpfloat_with_epsilon(bp_network_host(network, host).lat, 40.5, 1e-4);
    g_assert_cmpfloat_with_epsilon(bp_network_host(network, host).lon, -74.25, 1e-4);
    g_assert_true(isnan(bp_network_host(network, 0).lat) ||
                  isnan(bp_network_host(network, 1).lat));
    /* Ten, and two for each of three neighbours. */
    g_assert_cmpuint(bp_network_host(network, host).mailboxes, ==, 16);
}

/* A net is one; members pay to enter. Domains are none: members hang on the cheapest
 * gateway, that of the domain above if there is no other. */
static void
test_nets_and_domains(void)
{
    g_autoptr(BpNetwork) network =
        network_of("n = {a, b}(DEDICATED)\n= {a, c}(LOCAL)\nb .d(300), .z(5)\n"
                   "a .d(200)\n.d = {.e, p}\n.e = {q}\n.y = {r}\n");
    g_autofree char *links = print_links(network);

    g_assert_cmpstr(links, ==,
                    "a-n 100/0 t permanent\n"
                    "b-n 100/0 t permanent\n"
                    "a-net 25/0 t permanent\n"
                    "a-p 200/200 g demand\n"
                    "a-q 200/200 g demand\n"
                    "c-net 25/0 t permanent\n");
    g_assert_true(bp_network_host(network, bp_network_find(network, "n")).is_net);
    g_assert_true(bp_network_host(network, bp_network_find(network, "net")).is_net);
    g_assert_cmpuint(bp_network_find(network, "r"), ==, BP_NONE);
    g_assert_cmpuint(bp_network_find(network, ".d"), ==, BP_NONE);
}

/* A host that is called as a net is on it, and no net. */
static void
test_host_as_net(void)
{
    g_autoptr(BpNetwork) network = network_of("n = {a, b}(5)\nh = n\nh c(1)\n");
    g_autofree char *links = print_links(network);

    g_assert_cmpstr(links, ==,
                    "a-n 5/0 t permanent\n"
                    "b-n 5/0 t permanent\n"
                    "h-n 0/0 t permanent\n"
                    "h-c 1/1000000 t permanent\n");
}

/* A private host has a name of its own. */
static void
test_private(void)
{
    g_autoptr(BpNetwork) network = network_of("a b(1)\nprivate {b}\na b(2)\nb c(3)\n");
    g_autofree char *links = print_links(network);

    g_assert_cmpstr(links, ==,
                    "a-b 1/1000000 t permanent\n"
                    "a-b-2 2/1000000 t permanent\n"
                    "b-2-c 3/1000000 t permanent\n");
}

static void
test_nothing(void)
{
    g_autoptr(BpNetwork) network = network_of("");

    g_assert_cmpuint(bp_network_n_nodes(network), ==, 0);
}

static const struct {
    const char *text;
    double lat; /* 99: none */
    double lon;
} places[] = {
    {"40 30 N / 74 15 W", 40.5, -74.25},
    {"40 30 36 N / 074 15 00 W city", 40.51, -74.25},
    {"74 15 W / 40 30 N", 40.5, -74.25},
    {"52.25N 4.5E", 52.25, 4.5},
    {"55,5N 12,25E", 55.5, 12.25},
    {"33 52 30.0 S, 151 12 E", -33.875, 151.2},
    {"N 40 30 / W 74 15", 40.5, -74.25},
    {"37 N / 122 W (San Jose)", 37, -122},
    {"40\t30' 00\" n/74 15 w", 40.5, -74.25},
    {"82 23 37 W / 33 45 10 W", 99, 0},
    {"40 30 N / 33 45 N", 99, 0},
    {"40 75 N / 74 15 W", 99, 0},
    {"99 30 N / 74 15 W", 99, 0},
    {"40 30 N / 190 W", 99, 0},
    {"40 30 N", 99, 0},
    {"?", 99, 0},
    {"", 99, 0},
    {"North Sea", 99, 0},
    {"1 2 3 4 N / 5 W", 99, 0},
    {"999999999999999999999999999999 N / 5 W", 99, 0},
};

static void
test_places(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
        double lat = -1, lon = -1;
        gboolean good;

        g_test_message("%s", places[i].text);
        good = bp_map_place_parse(places[i].text, &lat, &lon);
        g_assert_cmpint(good, ==, places[i].lat < 99);
        if (!good)
            continue;
        g_assert_cmpfloat_with_epsilon(lat, places[i].lat, 1e-9);
        g_assert_cmpfloat_with_epsilon(lon, places[i].lon, 1e-9);
    }
}

/* ---- the real maps ---- */

static int
compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* All files of @year in the order of their names. */
static gboolean
read_year(int year, BpMap *map, BpMapSites *sites)
{
    g_autofree char *folder = g_strdup_printf("%s/../shared/maps/uucp-%d",
                                              g_getenv("BANGPATH_SOURCE_ROOT"), year);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    const BpMapListener listener = {.entry = bp_map_sites_note, .data = sites};
    const char *name;

    if (!dir)
        return FALSE;
    while ((name = g_dir_read_name(dir)) != NULL)
        g_ptr_array_add(names, g_build_filename(folder, name, NULL));
    g_ptr_array_sort(names, compare_names);
    for (guint i = 0; i < names->len; i++) {
        g_autoptr(BpProblems) problems = bp_problems_new();
        g_autoptr(GError) error = NULL;

        g_assert_true(
            bp_map_file_read(map, names->pdata[i], &listener, problems, &error));
        g_assert_no_error(error);
        g_assert_cmpuint(bp_problems_count(problems), ==, 0);
    }
    return TRUE;
}

/* Sites, links and positions that were counted by other means. */
static void
test_real_maps(void)
{
    static const struct {
        int year;
        guint32 n_links;  /* between two sites, not DEAD; without domains */
        guint32 n_sites;  /* with links of their own, or named by others */
        guint32 n_places; /* entries with a position: the least; with the map's, more */
    } counted[] = {
        {1987, 12497, 8757, 3200},
        {1988, 17286, 11261, 4550},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(counted); i++) {
        g_autoptr(BpMap) map = bp_map_new(BP_MAP_FOLD);
        g_autoptr(BpMapSites) sites = bp_map_sites_new();
        g_autoptr(BpNetwork) network = bp_network_new();
        const BpImportOptions options = {0};
        guint32 n_links = 0, n_places = 0;

        if (!read_year(counted[i].year, map, sites)) {
            g_test_skip("the real maps are not beside the sources");
            return;
        }
        for (guint32 d = 0; d < bp_map_n_nodes(map); d++)
            if (bp_map_nodes(map)[d].flags & BP_MAP_DOMAIN)
                bp_map_delete(map, d);
        bp_map_fill_network(map, sites, &options, network, NULL);
        bp_network_finish(network);
        for (guint32 l = 0; l < bp_network_n_links(network); l++)
            if (!bp_network_host(network, bp_network_link(network, l).b).is_net)
                n_links++;
        for (guint32 h = 0; h < bp_network_n_nodes(network); h++)
            if (!isnan(bp_network_host(network, h).lat))
                n_places++;
        g_assert_cmpuint(n_links, ==, counted[i].n_links);
        g_assert_cmpuint(bp_network_n_hosts(network), <=, counted[i].n_sites);
        g_assert_cmpuint(bp_network_n_hosts(network), >=,
                         counted[i].n_sites * 90 / 100);
        g_assert_cmpuint(n_places, <=, counted[i].n_sites);
        g_assert_cmpuint(n_places, >=, counted[i].n_places * 90 / 100);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/uucp-network/links", test_links);
    g_test_add_func("/uucp-network/aliases", test_aliases);
    g_test_add_func("/uucp-network/nets-and-domains", test_nets_and_domains);
    g_test_add_func("/uucp-network/host-as-net", test_host_as_net);
    g_test_add_func("/uucp-network/private", test_private);
    g_test_add_func("/uucp-network/nothing", test_nothing);
    g_test_add_func("/uucp-network/places", test_places);
    g_test_add_func("/uucp-network/real-maps", test_real_maps);
    return g_test_run();
}
