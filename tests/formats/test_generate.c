/* test_generate.c - networks made by chance, and how near to real ones they are. */
#include <bangpath/generate.h>
#include <stdio.h>
#include <string.h>

static BpNetwork *
generate(const char *text, guint64 seed)
{
    GError *error = NULL;
    BpNetwork *network = bp_generate(text, seed, &error);

    g_assert_no_error(error);
    return network;
}

/* The first three are all joined; each host after them has two links to earlier ones.
 * */
static void
test_shape(void)
{
    for (guint n = 2; n < 300; n = n * 2 - 1) {
        g_autofree char *text = g_strdup_printf("scale-free, hosts=%u", n);
        g_autoptr(BpNetwork) network = generate(text, 1);

        g_assert_cmpuint(bp_network_n_hosts(network), ==, n);
        g_assert_cmpuint(bp_network_n_links(network), ==, 2 * n - 3);
        g_assert_cmpuint(bp_network_n_mailboxes(network), ==, 10 * n);
        for (guint32 i = 3; i < 2 * n - 3; i += 2) {
            BpLink x = bp_network_link(network, i);
            BpLink y = bp_network_link(network, i + 1);

            g_assert_cmpuint(x.a, ==, 3 + (i - 3) / 2);
            g_assert_cmpuint(y.a, ==, x.a);
            g_assert_cmpuint(x.b, <, x.a);
            g_assert_cmpuint(y.b, <, y.a);
            g_assert_cmpuint(x.b, !=, y.b);
        }
    }
}

/* A few hosts have far more links than most: the largest of a random graph of this size
 * would have about 15. */
static void
test_hubs(void)
{
    g_autoptr(BpNetwork) network = generate("scale-free, hosts=10000", 1);
    guint most = 0, n;

    for (guint32 i = 0; i < 10000; i++) {
        bp_network_out(network, i, &n);
        g_assert_cmpuint(n, >=, 2);
        g_assert_cmpuint(bp_network_host(network, i).lines, ==, (n + 7) / 8);
        most = MAX(most, n);
    }
    g_assert_cmpuint(most, >, 100);
    g_assert_cmpstr(bp_network_host(network, 17).name, ==, "h17");
}

static guint64
hash_links(const BpNetwork *network)
{
    guint64 hash = 0;

    for (guint32 i = 0; i < bp_network_n_links(network); i++)
        hash = hash * 31 + bp_network_link(network, i).b;
    return hash;
}

/* The same seed, the same network; its own seed goes before the scenario's. */
static void
test_seed(void)
{
    g_autoptr(BpNetwork) a = generate("scale-free,hosts=500", 5);
    g_autoptr(BpNetwork) b = generate(" scale-free , hosts = 500 , mailboxes=3", 5);
    g_autoptr(BpNetwork) c = generate("scale-free, hosts=500, seed=5", 6);
    g_autoptr(BpNetwork) d = generate("scale-free, hosts=500", 6);

    g_assert_cmpuint(hash_links(a), ==, hash_links(b));
    g_assert_cmpuint(hash_links(a), ==, hash_links(c));
    g_assert_cmpuint(hash_links(a), !=, hash_links(d));
    g_assert_cmpuint(bp_network_n_mailboxes(b), ==, 1500);
}

static void
test_bad(void)
{
    static const char *const bad[] = {
        "",
        "random, hosts=5",
        "scale-free",
        "scale-free, hosts",
        "scale-free, hosts=1",
        "scale-free, hosts=10000001",
        "scale-free, hosts=5, hosts=5",
        "scale-free, hosts=5, colour=red",
        "scale-free, hosts=5, seed=9007199254740992",
        "scale-free, hosts=1000000, mailboxes=65536",
        "scale-free, hosts=5,",
        "scale-free, hosts=5, links=0",
        "scale-free, hosts=5, leaves=50%",
        "tree, hosts=5, links=2",
        "uucp-like, hosts=5, leaves=91%",
        "uucp-like, hosts=5, hub=13",
        "uucp-like, hosts=5, year=1977",
        "internet, hosts=5, open=101%",
        "internet, hosts=5, year=2006",
    };

    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(bp_generate(bad[i], 1, &error));
        g_assert_error(error, BP_ERROR, BP_ERROR_VALUE);
    }
}

static guint
degree(const BpNetwork *network, guint32 host)
{
    guint n;

    bp_network_out(network, host, &n);
    return n;
}

/* How many of @network's hosts, all reached from the first, have at least @least links. */
static guint
count_joined(const BpNetwork *network, guint least)
{
    guint count = 0;

    for (guint32 i = 0; i < bp_network_n_nodes(network); i++)
        count += degree(network, i) >= least;
    return count;
}

static guint
count_reached(const BpNetwork *network)
{
    guint32 n = bp_network_n_nodes(network), n_todo = 1, n_seen = 1;
    g_autofree guint32 *todo = g_new0(guint32, n);
    g_autofree guint8 *seen = g_new0(guint8, n);

    seen[0] = 1;
    while (n_todo > 0) {
        guint n_out;
        const guint32 *out = bp_network_out(network, todo[--n_todo], &n_out);

        for (guint i = 0; i < n_out; i++) {
            guint32 to = bp_network_to(network, out[i]);

            if (seen[to])
                continue;
            seen[to] = 1;
            n_seen++;
            todo[n_todo++] = to;
        }
    }
    return n_seen;
}

static double
mean_degree(const BpNetwork *network)
{
    return 2.0 * bp_network_n_links(network) / bp_network_n_hosts(network);
}

/* A tree of n hosts has n - 1 links and hangs together; by preferential attachment two
 * thirds of its hosts are leaves in the limit (Szymanski, 1987). */
static void
test_tree(void)
{
    g_autoptr(BpNetwork) network = generate("tree, hosts=20000", 1);

    g_assert_cmpuint(bp_network_n_links(network), ==, 19999);
    g_assert_cmpuint(count_reached(network), ==, 20000);
    g_assert_cmpfloat_with_epsilon(1 - count_joined(network, 2) / 20000.0, 2.0 / 3,
                                   0.01);
    g_assert_cmpuint(bp_network_host(network, 5).networks, ==, BP_NET_BITNET);
    g_assert_true(bp_network_line(network, 0)->protocol == bp_protocol_find("nje"));
}

/* The largest hubs of the maps of July to December 1992, 19,652 hosts, had 2,581, 858 and 579
 * links; 69 % of hosts had one, and the mean was 2.99.
 * The tail is that of 1988, whose second and third hubs had 488 and 340: within a factor of
 * two. All hang together. */
static void
test_uucp_like_1992(void)
{
    g_autoptr(BpNetwork) network = generate("uucp-like, hosts=19652", 1);
    guint leaves = 19652 - count_joined(network, 2);

    g_assert_cmpuint(count_reached(network), ==, 19652);
    g_assert_cmpfloat_with_epsilon(leaves / 19652.0, 0.69, 0.01);
    g_assert_cmpfloat_with_epsilon(mean_degree(network) / 2.99, 1, 0.1);
    g_assert_cmpfloat_with_epsilon(degree(network, 0) / 2581.0, 1, 0.1);
    g_assert_cmpfloat_with_epsilon(degree(network, 1) / 858.0, 1, 0.5);
    g_assert_cmpfloat_with_epsilon(degree(network, 2) / 579.0, 1, 0.5);
}

/* Of those with two links or more, how many have as many as @least, in the table of a map
 * and in a network of its size: within @ratio of each other. */
static void
compare_tails(const char *path, const char *text)
{
    static const guint at[] = {3, 5, 7, 10, 20, 30, 50, 100, 150};
    g_autoptr(GError) error = NULL;
    g_autofree char *table = NULL;
    g_auto(GStrv) lines = NULL;
    guint n = 0, n_core = 0, n_ends = 0, n_least[G_N_ELEMENTS(at)] = {0};

    g_file_get_contents(path, &table, NULL, &error);
    g_assert_no_error(error);
    lines = g_strsplit(table, "\n", -1);
    for (guint i = 1; lines[i] && *lines[i]; i++) {
        guint links, sites;

        g_assert_cmpint(sscanf(lines[i], "%u,%u", &links, &sites), ==, 2);
        n += links > 0 ? sites : 0;
        n_core += links > 1 ? sites : 0;
        n_ends += links * sites;
        for (guint k = 0; k < G_N_ELEMENTS(at); k++)
            n_least[k] += links >= at[k] ? sites : 0;
    }

    g_autofree char *whole = g_strdup_printf(text, n);
    g_autoptr(BpNetwork) network = generate(whole, 1);

    g_assert_cmpfloat_with_epsilon(count_joined(network, 2) / (double)n_core, 1, 0.03);
    g_assert_cmpfloat_with_epsilon(mean_degree(network) * n / n_ends, 1, 0.1);
    for (guint k = 0; k < G_N_ELEMENTS(at); k++) {
        double ratio = count_joined(network, at[k]) / (double)n_least[k];

        g_test_message(
            "%s: %u links or more: %u of the map's hosts, %.2f times as many", whole,
            at[k], n_least[k], ratio);
        g_assert_cmpfloat_with_epsilon(ratio, 1, n_least[k] > 20 ? 0.2 : 0.5);
    }
}

/* The degrees of the real maps of winter 1987 and of 1988, where they are at hand. */
static void
test_uucp_like_maps(void)
{
    static const struct {
        int year;
        const char *text;
    } maps[] = {
        {1987, "uucp-like, hosts=%u, leaves=57.06%%, hub=4.5%%"},
        {1988, "uucp-like, hosts=%u, leaves=64.81%%, hub=20%%"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(maps); i++) {
        g_autofree char *path =
            g_strdup_printf("%s/../shared/maps/stats/degrees_%d.csv",
                            g_getenv("BANGPATH_SOURCE_ROOT"), maps[i].year);

        if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
            g_test_skip("the maps are not at hand");
            return;
        }
        compare_tails(path, maps[i].text);
    }
}

/* Ten each in the mean, none without, most at few; by Zipf's law with exponent 0.95 the
 * first of 100,000 has 1 / sum of r^-0.95 = 6.196 % of what is beyond one each. */
static void
test_internet(void)
{
    g_autoptr(BpNetwork) network =
        generate("internet, hosts=100000, open=40%, t3=2%, t1=28%, leased=30%", 1);
    guint32 before = G_MAXINT32;
    guint n_open = 0, n_line[4] = {0};

    g_assert_cmpuint(bp_network_n_hosts(network), ==, 100000);
    g_assert_cmpuint(bp_network_n_links(network), ==, 100000);
    g_assert_cmpuint(bp_network_n_mailboxes(network), ==, 1000000);
    g_assert_true(bp_network_host(network, 0).is_net);
    g_assert_cmpfloat_with_epsilon(
        (bp_network_host(network, 1).mailboxes - 1) / 900000.0, 0.06196, 0.0001);
    for (guint32 i = 1; i <= 100000; i++) {
        BpHost host = bp_network_host(network, i);

        g_assert_cmpuint(host.mailboxes, >=, 1);
        /* Rounding may give the later of two one more. */
        g_assert_cmpuint(host.mailboxes, <=, before + 1);
        before = host.mailboxes;
        g_assert_cmpfloat(host.lat, >=, -60);
        g_assert_cmpfloat(host.lat, <=, 80);
        n_open += host.relay == BP_RELAY_OPEN;
        n_line[bp_network_link(network, i - 1).line]++;
    }
    g_assert_cmpuint(n_open, ==, 40000);
    g_assert_cmpuint(n_line[0], ==, 2000);
    g_assert_cmpuint(n_line[1], ==, 28000);
    g_assert_cmpuint(n_line[2], ==, 30000);
    g_assert_cmpuint(n_line[3], ==, 40000);
}

/* A larger share of open relays contains a smaller one. */
static void
test_internet_open(void)
{
    g_autoptr(BpNetwork) few = generate("internet, hosts=1000, open=20%", 3);
    g_autoptr(BpNetwork) many = generate("internet, hosts=1000, open=21%", 3);

    for (guint32 i = 1; i <= 1000; i++)
        if (bp_network_host(few, i).relay == BP_RELAY_OPEN)
            g_assert_cmpuint(bp_network_host(many, i).relay, ==, BP_RELAY_OPEN);
}

/* The least of each kind; leaves may be more than the core's links are planned for. */
static void
test_small(void)
{
    for (guint n = 2; n < 40; n++)
        for (guint i = 0; bp_generators[i] != NULL; i++) {
            g_autofree char *text =
                g_strdup_printf("%s, hosts=%u%s", bp_generators[i]->name, n,
                                i == 2 ? ", leaves=90%" : "");
            g_autoptr(BpNetwork) network = generate(text, n);

            g_assert_cmpuint(bp_network_n_hosts(network), ==, n);
            g_assert_cmpuint(count_reached(network), ==, bp_network_n_nodes(network));
        }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/generate/shape", test_shape);
    g_test_add_func("/generate/hubs", test_hubs);
    g_test_add_func("/generate/seed", test_seed);
    g_test_add_func("/generate/bad", test_bad);
    g_test_add_func("/generate/tree", test_tree);
    g_test_add_func("/generate/uucp-like/1992", test_uucp_like_1992);
    g_test_add_func("/generate/uucp-like/maps", test_uucp_like_maps);
    g_test_add_func("/generate/internet", test_internet);
    g_test_add_func("/generate/internet/open", test_internet_open);
    g_test_add_func("/generate/small", test_small);
    return g_test_run();
}
