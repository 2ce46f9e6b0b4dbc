/* test_generate.c - networks that grow by preferential attachment. */
#include <bangpath/scenario_file.h>
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
            const BpLink *x = bp_network_link(network, i);
            const BpLink *y = bp_network_link(network, i + 1);

            g_assert_cmpuint(x->a, ==, 3 + (i - 3) / 2);
            g_assert_cmpuint(y->a, ==, x->a);
            g_assert_cmpuint(x->b, <, x->a);
            g_assert_cmpuint(y->b, <, y->a);
            g_assert_cmpuint(x->b, !=, y->b);
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
        g_assert_cmpuint(bp_network_host(network, i)->lines, ==, (n + 7) / 8);
        most = MAX(most, n);
    }
    g_assert_cmpuint(most, >, 100);
    g_assert_cmpstr(bp_network_host(network, 17)->name, ==, "h17");
}

static guint64
hash_links(const BpNetwork *network)
{
    guint64 hash = 0;

    for (guint32 i = 0; i < bp_network_n_links(network); i++)
        hash = hash * 31 + bp_network_link(network, i)->b;
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
    };

    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(bp_generate(bad[i], 1, &error));
        g_assert_error(error, BP_ERROR, BP_ERROR_VALUE);
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
    return g_test_run();
}
