/* test_network.c - what was built is what is found, and who serves whom. */
#include <bangpath/network.h>

#include <math.h>

static guint32
plain_line(BpNetwork *network, gint64 bps)
{
    BpLine line = bp_line_from_profile(bp_line_profile_find("leased9600"),
                                       bp_protocol_find("plain"));

    line.view.bps = bps;
    return bp_network_add_line(network, &line);
}

static guint32
node(BpNetwork *network, const char *name)
{
    return bp_network_node(network, name, NULL);
}

static guint32
join(BpNetwork *network, const char *a, const char *b, gint32 cost_ab, gint32 cost_ba)
{
    guint32 from = node(network, a), to = node(network, b);

    return bp_network_add_link(network, from, to, plain_line(network, 9600), cost_ab,
                               cost_ba);
}

/* Names give numbers in the order of first mention, however many there are. */
static void
test_names(void)
{
    g_autoptr(BpNetwork) network = bp_network_new();
    char name[32];

    g_assert_cmpuint(bp_network_find(network, "h0"), ==, BP_NONE);
    for (guint32 i = 0; i < 5000; i++) {
        gboolean made = FALSE;

        g_snprintf(name, sizeof name, "h%u", i);
        g_assert_cmpuint(bp_network_node(network, name, &made), ==, i);
        g_assert_true(made);
        g_assert_cmpuint(bp_network_node(network, name, &made), ==, i);
        g_assert_false(made);
    }
    for (guint32 i = 0; i < 5000; i++) {
        g_snprintf(name, sizeof name, "h%u", i);
        g_assert_cmpuint(bp_network_find(network, name), ==, i);
        g_assert_cmpstr(bp_network_host(network, i).name, ==, name);
    }
    g_assert_cmpuint(bp_network_find(network, "h5000"), ==, BP_NONE);
    g_assert_cmpuint(bp_network_find(network, ""), ==, BP_NONE);
    g_assert_cmpstr(bp_network_nearest(network, "H4999"), ==, "h4999");
    g_assert_null(bp_network_nearest(network, "decvax.dec.com"));
}

static void
test_defaults(void)
{
    g_autoptr(BpNetwork) network = bp_network_new();
    BpHost host;
    guint n = 77;

    node(network, "ihnp4");
    bp_network_set_title(network, "Backbone", 1984);
    bp_network_set_org(network, 0, "AT&T Bell Laboratories");
    bp_network_set_machine(network, 0, "VAX-11/780");
    bp_network_finish(network);
    host = bp_network_host(network, 0);
    g_assert_cmpuint(host.mailboxes, ==, 1);
    g_assert_cmpuint(host.lines, ==, 1);
    g_assert_cmpuint(host.max_recipients, ==, 100);
    g_assert_cmpuint(host.smart_host, ==, BP_NONE);
    g_assert_cmpint(host.spool_bytes, ==, 0);
    g_assert_cmpuint(host.relay, ==, BP_RELAY_OPEN);
    g_assert_true(isnan(host.lat) && isnan(host.lon));
    g_assert_cmpint(host.tz_minutes, ==, 0);
    g_assert_cmpstr(bp_network_title(network), ==, "Backbone");
    g_assert_cmpint(bp_network_epoch(network), ==, 1984);
    g_assert_cmpstr(bp_network_org(network, 0), ==, "AT&T Bell Laboratories");
    g_assert_cmpstr(bp_network_machine(network, 0), ==, "VAX-11/780");
    bp_network_out(network, 0, &n);
    g_assert_cmpuint(n, ==, 0);
    g_assert_cmpstr(bp_net_kind_names[3], ==, "internet");
    g_assert_null(bp_net_kind_names[4]);
}

/* A network without hosts is one. */
static void
test_empty(void)
{
    g_autoptr(BpNetwork) network = bp_network_new();

    bp_network_finish(network);
    g_assert_cmpuint(bp_network_n_nodes(network), ==, 0);
    g_assert_cmpuint(bp_network_n_mailboxes(network), ==, 0);
    g_assert_null(bp_network_title(network));
}

/* The given zone, else that of the longitude, else UTC. */
static void
test_zones(void)
{
    static const struct {
        gint16 tz;
        float lon;
        gint16 settled;
    } cases[] = {
        {BP_TZ_UNKNOWN, -88.1F, -360},
        {BP_TZ_UNKNOWN, -74.0F, -300},
        {BP_TZ_UNKNOWN, 4.9F, 0},
        {BP_TZ_UNKNOWN, 139.7F, 540},
        {BP_TZ_UNKNOWN, -180.0F, -720},
        {330, -88.1F, 330},
        {0, -88.1F, 0},
    };
    g_autoptr(BpNetwork) network = bp_network_new();

    for (guint32 i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *name = g_strdup_printf("h%u", i);
        BpHost *host = bp_network_edit(network, node(network, name));

        host->tz_minutes = cases[i].tz;
        host->lon = cases[i].lon;
    }
    bp_network_finish(network);
    for (guint32 i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpint(bp_network_host(network, i).tz_minutes, ==, cases[i].settled);
}

/* One line for all that are alike. */
static void
test_lines(void)
{
    g_autoptr(BpNetwork) network = bp_network_new();
    guint32 slow = plain_line(network, 1200), fast = plain_line(network, 9600);

    g_assert_cmpuint(slow, ==, 0);
    g_assert_cmpuint(fast, ==, 1);
    g_assert_cmpuint(plain_line(network, 1200), ==, slow);
    g_assert_cmpuint(plain_line(network, 9600), ==, fast);
    for (guint i = 0; i < 1000; i++)
        g_assert_cmpuint(plain_line(network, 10000 + i), ==, 2 + i);
    g_assert_cmpint(bp_network_line(network, slow)->view.bps, ==, 1200);
    g_assert_cmpint(bp_network_line(network, 1001)->view.bps, ==, 10999);
}

/* Channels leave in the order of neighbours, then links, whatever the order they came in. */
static void
test_channels(void)
{
    g_autoptr(BpNetwork) network = bp_network_new();
    const guint32 *out;
    guint n;

    node(network, "a");
    node(network, "b");
    node(network, "c");
    g_assert_cmpuint(join(network, "c", "a", 10, 20), ==, 0);
    g_assert_cmpuint(join(network, "a", "b", 30, 40), ==, 1);
    g_assert_cmpuint(join(network, "b", "a", 50, 5), ==, 2);
    g_assert_cmpuint(join(network, "a", "c", 20, 10), ==, 3);
    g_assert_cmpuint(join(network, "a", "b", 5, 60), ==, 4);
    bp_network_finish(network);

    out = bp_network_out(network, 0, &n);
    g_assert_cmpuint(n, ==, 5);
    g_assert_cmpuint(out[0], ==, 2);
    g_assert_cmpuint(out[1], ==, 5);
    g_assert_cmpuint(out[2], ==, 8);
    g_assert_cmpuint(out[3], ==, 1);
    g_assert_cmpuint(out[4], ==, 6);
    for (guint i = 0; i < n; i++) {
        g_assert_cmpuint(bp_network_from(network, out[i]), ==, 0);
        g_assert_cmpuint(bp_network_to(network, out[i]), ==, i < 3 ? 1 : 2);
    }
    /* The cheapest, then the first: b -> a costs 5 over link 2, and so does 4. */
    g_assert_cmpuint(bp_network_channel_between(network, 0, 1), ==, 5);
    g_assert_cmpuint(bp_network_channel_between(network, 1, 0), ==, 3);
    g_assert_cmpuint(bp_network_channel_between(network, 0, 2), ==, 1);
    g_assert_cmpuint(bp_network_channel_between(network, 2, 0), ==, 0);
    g_assert_cmpuint(bp_network_channel_between(network, 1, 2), ==, BP_NONE);
    g_assert_cmpuint(bp_network_n_links(network), ==, 5);
    g_assert_cmpuint(bp_network_n_channels(network), ==, 10);
}

/* Members of a net: access lines, the first common net, further lines. */
static void
test_nets(void)
{
    g_autoptr(BpNetwork) network = bp_network_new();
    guint32 internet = node(network, "internet"), lan, agis, aol, uucp;
    guint n;

    bp_network_edit(network, internet)->is_net = TRUE;
    agis = node(network, "agis");
    lan = node(network, "lan");
    bp_network_edit(network, lan)->is_net = TRUE;
    aol = node(network, "aol");
    uucp = node(network, "uucp");
    join(network, "agis", "lan", 25, 25);
    join(network, "agis", "internet", 100, 100);
    join(network, "aol", "internet", 200, 200);
    join(network, "aol", "internet", 100, 100);
    join(network, "aol", "uucp", 300, 300);
    join(network, "aol", "lan", 25, 25);
    bp_network_finish(network);

    g_assert_cmpuint(bp_network_n_nodes(network), ==, 5);
    g_assert_cmpuint(bp_network_n_hosts(network), ==, 3);
    g_assert_cmpuint(bp_network_n_mailboxes(network), ==, 3);
    g_assert_cmpuint(bp_network_common_net(network, agis, aol), ==, internet);
    g_assert_cmpuint(bp_network_common_net(network, uucp, aol), ==, BP_NONE);
    g_assert_cmpuint(bp_network_access(network, aol, internet), ==, 6);
    g_assert_cmpuint(bp_network_access(network, uucp, internet), ==, BP_NONE);
    g_assert_cmpuint(bp_network_channel_between(network, agis, aol), ==, 2);
    g_assert_cmpuint(bp_network_channel_between(network, aol, agis), ==, 6);
    g_assert_cmpuint(bp_network_channel_between(network, aol, uucp), ==, 8);
    g_assert_cmpuint(bp_network_channel_between(network, uucp, agis), ==, BP_NONE);
    bp_network_out(network, internet, &n);
    g_assert_cmpuint(n, ==, 3);

    /* A spammer's own line changes nothing but the number of channels. */
    g_assert_cmpuint(bp_network_add_access(network, agis, internet, 0), ==, 12);
    g_assert_cmpuint(bp_network_add_access(network, uucp, BP_NONE, 0), ==, 14);
    g_assert_cmpuint(bp_network_to(network, 12), ==, internet);
    g_assert_cmpuint(bp_network_from(network, 14), ==, uucp);
    g_assert_cmpuint(bp_network_to(network, 14), ==, uucp);
    g_assert_cmpuint(bp_network_n_links(network), ==, 6);
    g_assert_cmpuint(bp_network_n_channels(network), ==, 16);
    g_assert_cmpuint(bp_network_access(network, agis, internet), ==, 2);
    bp_network_out(network, agis, &n);
    g_assert_cmpuint(n, ==, 2);

    /* The next run finds the network as the first one did. */
    BpLine own = *bp_network_line(network, 0);
    guint32 n_lines = bp_network_n_lines(network);

    own.retry_us++;
    g_assert_cmpuint(bp_network_add_line(network, &own), ==, n_lines);
    bp_network_reset(network);
    g_assert_cmpuint(bp_network_n_channels(network), ==, 12);
    g_assert_cmpuint(bp_network_n_lines(network), ==, n_lines);
    own.retry_us++;
    g_assert_cmpuint(bp_network_add_line(network, &own), ==, n_lines);
    g_assert_cmpuint(bp_network_add_access(network, agis, internet, n_lines), ==, 12);
}

/* serves=leaves: neighbours with no other neighbour, over however many links; not those on
 * a net. */
static void
test_leaves(void)
{
    g_autoptr(BpNetwork) network = bp_network_new();
    guint32 hub = node(network, "hub"), net;
    const guint32 *served;
    guint n;

    bp_network_edit(network, hub)->serves_leaves = TRUE;
    net = node(network, "net");
    bp_network_edit(network, net)->is_net = TRUE;
    join(network, "hub", "leaf", 1, 1);
    join(network, "twice", "hub", 1, 1);
    join(network, "hub", "twice", 1, 1);
    join(network, "hub", "through", 1, 1);
    join(network, "through", "far", 1, 1);
    join(network, "hub", "wired", 1, 1);
    join(network, "wired", "net", 1, 1);
    join(network, "hub", "net", 1, 1);
    join(network, "member", "net", 1, 1);
    bp_network_serve(network, hub, node(network, "far"));
    bp_network_serve(network, hub, node(network, "leaf"));
    bp_network_finish(network);

    served = bp_network_served_by(network, hub, &n);
    g_assert_cmpuint(n, ==, 3);
    g_assert_cmpuint(served[0], ==, bp_network_find(network, "leaf"));
    g_assert_cmpuint(served[1], ==, bp_network_find(network, "twice"));
    g_assert_cmpuint(served[2], ==, bp_network_find(network, "far"));
    g_assert_true(bp_network_serves(network, hub, served[0]));
    g_assert_false(
        bp_network_serves(network, hub, bp_network_find(network, "through")));
    g_assert_false(bp_network_serves(network, hub, bp_network_find(network, "wired")));
    g_assert_false(bp_network_serves(network, served[0], hub));
}

/* Down through whom one serves, at any depth, round any circle; relay_for goes no deeper. */
static void
test_reaches_down(void)
{
    g_autoptr(BpNetwork) network = bp_network_new();

    for (guint32 i = 0; i < 100; i++) {
        g_autofree char *name = g_strdup_printf("h%u", i);

        node(network, name);
    }
    /* 0 > 1 > ... > 50 > 10, a circle; 60 serves 5 and 61; 70 relays for 0. */
    for (guint32 i = 0; i < 50; i++)
        bp_network_serve(network, i, i + 1);
    bp_network_serve(network, 50, 10);
    bp_network_serve(network, 60, 5);
    bp_network_serve(network, 60, 61);
    bp_network_relay_for(network, 70, 0);
    bp_network_finish(network);

    /* Twice: nothing is left over from a call. */
    for (int round = 0; round < 2; round++) {
        g_assert_true(bp_network_reaches_down(network, 0, 1));
        g_assert_true(bp_network_reaches_down(network, 0, 50));
        g_assert_false(bp_network_reaches_down(network, 0, 0));
        g_assert_false(bp_network_reaches_down(network, 1, 0));
        g_assert_true(bp_network_reaches_down(network, 20, 15));
        g_assert_true(bp_network_reaches_down(network, 20, 20));
        g_assert_false(bp_network_reaches_down(network, 20, 9));
        g_assert_true(bp_network_reaches_down(network, 60, 40));
        g_assert_true(bp_network_reaches_down(network, 60, 61));
        g_assert_false(bp_network_reaches_down(network, 60, 4));
        g_assert_false(bp_network_reaches_down(network, 0, 61));
        g_assert_false(bp_network_reaches_down(network, 61, 60));
        g_assert_false(bp_network_reaches_down(network, 70, 0));
        g_assert_false(bp_network_reaches_down(network, 70, 1));
    }
    g_assert_true(bp_network_vouches(network, 70, 0));
    g_assert_false(bp_network_vouches(network, 70, 1));
    g_assert_true(bp_network_vouches(network, 0, 1));
    g_assert_false(bp_network_vouches(network, 0, 2));
    g_assert_false(bp_network_serves(network, 70, 0));
}

/* Against a plain search downwards, over random relations. */
static void
test_reaches_down_random(void)
{
    enum {
        N = 40
    };

    for (int round = 0; round < 50; round++) {
        g_autoptr(BpNetwork) network = bp_network_new();
        gboolean reach[N][N] = {{FALSE}};
        int n_pairs = g_test_rand_int_range(0, 2 * N);

        for (int i = 0; i < N; i++) {
            g_autofree char *name = g_strdup_printf("h%d", i);

            node(network, name);
        }
        for (int i = 0; i < n_pairs; i++) {
            int a = g_test_rand_int_range(0, N), b = g_test_rand_int_range(0, N);

            bp_network_serve(network, (guint32)a, (guint32)b);
            reach[a][b] = TRUE;
        }
        bp_network_finish(network);
        for (int k = 0; k < N; k++)
            for (int i = 0; i < N; i++)
                for (int j = 0; j < N; j++)
                    reach[i][j] |= reach[i][k] && reach[k][j];
        for (guint32 i = 0; i < N; i++)
            for (guint32 j = 0; j < N; j++)
                g_assert_cmpint(bp_network_reaches_down(network, i, j), ==,
                                reach[i][j]);
    }
}

/* Every mailbox is found at its host, with hosts that have none and hosts with many. */
static void
test_mailboxes(void)
{
    for (int round = 0; round < 30; round++) {
        g_autoptr(BpNetwork) network = bp_network_new();
        int n = g_test_rand_int_range(1, 200);
        guint64 mailbox = 0;

        for (int i = 0; i < n; i++) {
            g_autofree char *name = g_strdup_printf("h%d", i);
            BpHost *host = bp_network_edit(network, node(network, name));
            int kind = g_test_rand_int_range(0, 10);

            host->is_net = kind == 0;
            host->mailboxes = kind < 5    ? 0
                              : kind == 9 ? (guint32)g_test_rand_int_range(0, 5000)
                                          : (guint32)g_test_rand_int_range(1, 10);
        }
        bp_network_finish(network);
        for (guint32 i = 0; i < (guint32)n; i++) {
            BpHost host = bp_network_host(network, i);

            g_assert_cmpuint(host.first_mailbox, ==, mailbox);
            for (guint32 j = 0; j < host.mailboxes; j++) {
                guint32 user;

                g_assert_cmpuint(bp_network_mailbox_host(network, mailbox, NULL), ==,
                                 i);
                g_assert_cmpuint(bp_network_mailbox_host(network, mailbox++, &user), ==,
                                 i);
                g_assert_cmpuint(user, ==, j);
            }
        }
        g_assert_cmpuint(bp_network_n_mailboxes(network), ==, mailbox);
    }
}

#define N_ALIKE 70000 /* more than 16 bits can number */

/* What is kept once for all that are alike comes back of each as it was told, however many
 * different ones there are. */
static void
test_alike(void)
{
    g_autoptr(BpNetwork) network = bp_network_new();
    guint32 line = plain_line(network, 9600);

    for (guint32 i = 0; i < N_ALIKE; i++) {
        g_autofree char *name = g_strdup_printf("h%u", i);

        bp_network_edit(network, node(network, name))->spool_bytes = i;
    }
    for (guint32 i = 1; i < N_ALIKE; i++)
        bp_network_add_link(network, i - 1, i, line, (gint32)i, i % 3 == 0 ? 7 : 8);
    bp_network_finish(network);

    g_assert_cmpuint(bp_network_n_links(network), ==, N_ALIKE - 1);
    for (guint32 i = 1; i < N_ALIKE; i++) {
        BpLink link = bp_network_link(network, i - 1);

        g_assert_cmpuint(link.a, ==, i - 1);
        g_assert_cmpuint(link.b, ==, i);
        g_assert_cmpuint(link.line, ==, line);
        g_assert_cmpint(link.cost_ab, ==, i);
        g_assert_cmpint(link.cost_ba, ==, i % 3 == 0 ? 7 : 8);
        g_assert_cmpint(bp_network_host(network, i).spool_bytes, ==, i);
        g_assert_cmpint(bp_network_traits(network, i)->spool_bytes, ==, i);
    }
}

/* Whatever is said of one host is kept, and nothing of it comes to another. */
static void
test_host(void)
{
    g_autoptr(BpNetwork) network = bp_network_new();
    g_autofree char *long_name = g_strnfill(200000, 'x');
    const guint32 plain[] = {node(network, "a"), node(network, "c")};
    guint32 odd = node(network, long_name);
    BpHost *edit = bp_network_edit(network, odd);
    guint32 mailbox;
    BpHost host;

    edit->spool_bytes = G_GINT64_CONSTANT(1) << 40;
    edit->mailboxes = 17;
    edit->smart_host = plain[1];
    edit->max_recipients = 5;
    edit->lat = 52.5F;
    edit->lon = 13.25F;
    edit->tz_minutes = 60;
    edit->lines = 300;
    edit->relay = 1;
    edit->networks = BP_NET_UUCP | BP_NET_INTERNET;
    edit->holes = 9;
    edit->mailer = 31;
    edit->auth = TRUE;
    bp_network_finish(network);

    host = bp_network_host(network, odd);
    g_assert_cmpstr(host.name, ==, long_name);
    g_assert_cmpuint(bp_network_find(network, long_name), ==, odd);
    g_assert_cmpint(host.spool_bytes, ==, G_GINT64_CONSTANT(1) << 40);
    g_assert_cmpuint(host.mailboxes, ==, 17);
    g_assert_cmpuint(host.first_mailbox, ==, 2);
    g_assert_cmpuint(host.smart_host, ==, plain[1]);
    g_assert_cmpuint(host.max_recipients, ==, 5);
    g_assert_cmpfloat(host.lat, ==, 52.5F);
    g_assert_cmpfloat(host.lon, ==, 13.25F);
    g_assert_cmpint(host.tz_minutes, ==, 60);
    g_assert_cmpuint(host.lines, ==, 300);
    g_assert_cmpuint(host.relay, ==, 1);
    g_assert_cmpuint(host.networks, ==, BP_NET_UUCP | BP_NET_INTERNET);
    g_assert_cmpuint(host.holes, ==, 9);
    g_assert_cmpuint(host.mailer, ==, 31);
    g_assert_true(host.auth && !host.is_net && !host.serves_leaves);
    g_assert_true(bp_network_mailbox(network, odd, 16, &mailbox));
    g_assert_cmpuint(mailbox, ==, 18);
    g_assert_false(bp_network_mailbox(network, odd, 17, &mailbox));
    for (guint i = 0; i < G_N_ELEMENTS(plain); i++) {
        host = bp_network_host(network, plain[i]);
        g_assert_cmpstr(host.name, ==, i == 0 ? "a" : "c");
        g_assert_cmpuint(host.smart_host, ==, BP_NONE);
        g_assert_cmpuint(host.mailboxes, ==, 1);
        g_assert_true(isnan(host.lat) && isnan(host.lon) && !host.auth);
        g_assert_cmpuint(host.mailer, ==, 0);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/network/names", test_names);
    g_test_add_func("/network/defaults", test_defaults);
    g_test_add_func("/network/empty", test_empty);
    g_test_add_func("/network/zones", test_zones);
    g_test_add_func("/network/lines", test_lines);
    g_test_add_func("/network/channels", test_channels);
    g_test_add_func("/network/nets", test_nets);
    g_test_add_func("/network/leaves", test_leaves);
    g_test_add_func("/network/reaches-down", test_reaches_down);
    g_test_add_func("/network/reaches-down-random", test_reaches_down_random);
    g_test_add_func("/network/mailboxes", test_mailboxes);
    g_test_add_func("/network/alike", test_alike);
    g_test_add_func("/network/host", test_host);
    return g_test_run();
}
