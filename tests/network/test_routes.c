/* test_routes.c - next hops against an independent search, and the rules before it. */
#include <bangpath/routes.h>

#include <string.h>

#define PLENTY ((gsize)64 << 20)

static guint32
a_line(BpNetwork *network)
{
    BpLine line = bp_line_from_profile(bp_line_profile_find("leased9600"),
                                       bp_protocol_find("plain"));

    return bp_network_add_line(network, &line);
}

static guint32
node(BpNetwork *network, const char *name)
{
    return bp_network_node(network, name, NULL);
}

static guint32
join(BpNetwork *network, const char *a, const char *b, gint32 cost)
{
    guint32 from = node(network, a), to = node(network, b);

    return bp_network_add_link(network, from, to, a_line(network), cost, cost);
}

static void
check_hop(const BpNetwork *network, const char *at, const char *to, const char *next,
          gsize memory_bytes)
{
    g_autoptr(BpRoutes) routes = bp_routes_new(network, memory_bytes);
    guint32 from = bp_network_find(network, at);
    BpHop hop = bp_routes_next(routes, 0, from, bp_network_find(network, to));

    g_test_message("%s -> %s", at, to);
    if (!next) {
        g_assert_cmpuint(hop.channel, ==, BP_NONE);
        return;
    }
    g_assert_cmpuint(hop.channel, !=, BP_NONE);
    g_assert_cmpstr(bp_network_host(network, hop.to).name, ==, next);
    g_assert_cmpuint(bp_network_from(network, hop.channel), ==, from);
}

/* ---- an independent search: Bellman and Ford's, on whole labels ---- */

enum {
    N_MAX = 40
};

typedef struct {
    gint64 cost; /* -1: none */
    gint64 hops;
    guint32 next_host;
    guint32 channel;
} Label;

static gboolean
is_better(Label a, Label b)
{
    if (b.cost < 0)
        return TRUE;
    if (a.cost != b.cost)
        return a.cost < b.cost;
    if (a.hops != b.hops)
        return a.hops < b.hops;
    if (a.next_host != b.next_host)
        return a.next_host < b.next_host;
    return a.channel / 2 < b.channel / 2;
}

static gint64
cost_of(const BpNetwork *network, guint32 channel)
{
    BpLink link = bp_network_link(network, channel / 2);

    return channel & 1 ? link.cost_ba : link.cost_ab;
}

/* The label that @from gets over @channel, given its end's. */
static Label
label_over(const BpNetwork *network, const Label *labels, guint32 channel)
{
    guint32 from = bp_network_from(network, channel);
    guint32 to = bp_network_to(network, channel);
    gboolean from_net = bp_network_host(network, from).is_net;
    gboolean to_net = bp_network_host(network, to).is_net;

    return (Label){
        .cost = labels[to].cost + (from_net ? 0 : cost_of(network, channel)),
        .hops = labels[to].hops + !to_net,
        .next_host = to_net ? labels[to].next_host : to,
        .channel = channel,
    };
}

/* Whether the end of @channel, where it is closed, takes what comes over it. */
static gboolean
is_let_in(const BpNetwork *network, guint64 closed, guint32 channel,
          guint32 destination)
{
    guint32 from = bp_network_from(network, channel);
    guint32 to = bp_network_to(network, channel);

    return !(closed >> to & 1) || to == destination ||
           bp_network_reaches_down(network, to, destination) ||
           bp_network_vouches(network, to, from);
}

static void
search(const BpNetwork *network, guint64 closed, guint32 destination, Label *labels)
{
    guint32 n = bp_network_n_nodes(network);
    guint32 n_channels = bp_network_n_links(network) * 2;

    for (guint32 i = 0; i < n; i++)
        labels[i] = (Label){-1, 0, BP_NONE, BP_NONE};
    labels[destination].cost = 0;
    /* Until nothing changes; a better next host of a net may come late. */
    for (guint32 round = 0; round < 2 * n + 2; round++) {
        Label before[N_MAX];

        memcpy(before, labels, n * sizeof(Label));
        for (guint32 i = 0; i < n; i++)
            if (i != destination)
                labels[i] = (Label){-1, 0, BP_NONE, BP_NONE};
        for (guint32 channel = 0; channel < n_channels; channel++) {
            guint32 from = bp_network_from(network, channel);
            Label label;

            if (from == destination ||
                before[bp_network_to(network, channel)].cost < 0 ||
                !is_let_in(network, closed, channel, destination))
                continue;
            label = label_over(network, before, channel);
            if (is_better(label, labels[from]))
                labels[from] = label;
        }
        if (memcmp(before, labels, n * sizeof(Label)) == 0)
            return;
    }
}

/* Of all destinations. */
typedef struct {
    Label to[N_MAX][N_MAX];
} Labels;

static gboolean
is_joined_live(const BpNetwork *network, guint32 at, guint32 to, guint32 *channel)
{
    *channel = BP_NONE;
    for (guint32 i = 0; i < bp_network_n_links(network) * 2; i++)
        if (bp_network_from(network, i) == at && bp_network_to(network, i) == to &&
            (*channel == BP_NONE || cost_of(network, i) < cost_of(network, *channel)))
            *channel = i;
    return *channel != BP_NONE && cost_of(network, *channel) < BP_COST_DEAD;
}

/* By the rules as written, smart hosts aside. */
static BpHop
expected_way(const BpNetwork *network, const Labels *labels, guint32 at,
             guint32 destination)
{
    guint32 channel;

    for (guint32 net = 0; net < bp_network_n_nodes(network); net++)
        if (bp_network_host(network, net).is_net) {
            guint32 other;

            is_joined_live(network, at, net, &channel);
            is_joined_live(network, destination, net, &other);
            if (channel != BP_NONE && other != BP_NONE)
                return (BpHop){channel, destination};
        }
    return (BpHop){labels->to[destination][at].channel,
                   labels->to[destination][at].next_host};
}

static BpHop
expected_hop(const BpNetwork *network, const Labels *labels, guint32 at,
             guint32 destination)
{
    guint32 smart_host = bp_network_host(network, at).smart_host, channel;
    BpHop hop = expected_way(network, labels, at, destination), up;

    if (smart_host == BP_NONE || smart_host == at ||
        bp_network_common_net(network, at, destination) != BP_NONE)
        return hop;
    if (is_joined_live(network, at, destination, &channel))
        return (BpHop){channel, destination};
    if (bp_network_reaches_down(network, at, destination))
        return hop;
    if (bp_network_common_net(network, at, smart_host) == BP_NONE &&
        is_joined_live(network, at, smart_host, &channel))
        return (BpHop){channel, smart_host};
    up = expected_way(network, labels, at, smart_host);
    return up.channel == BP_NONE ? hop : up;
}

static BpNetwork *
random_network(void)
{
    static const gint32 costs[] = {0, 1, 1, 2, 25, 300, 300, 5000, BP_COST_DEAD};
    BpNetwork *network = bp_network_new();
    guint32 n = (guint32)g_test_rand_int_range(2, N_MAX);
    guint32 n_nets = (guint32)g_test_rand_int_range(0, 4);
    int n_links = g_test_rand_int_range(0, 3 * (int)n);
    gboolean few_costs = g_test_rand_bit();

    for (guint32 i = 0; i < n; i++) {
        g_autofree char *name = g_strdup_printf("h%u", i);
        BpHost *host = bp_network_edit(network, node(network, name));

        if (g_test_rand_int_range(0, 5) == 0)
            host->smart_host = (guint32)g_test_rand_int_range(0, (int)n);
    }
    for (guint32 i = 0; i < n_nets && i < n / 3; i++) {
        BpHost *host =
            bp_network_edit(network, (guint32)g_test_rand_int_range(0, (int)n));

        host->is_net = TRUE;
        host->smart_host = BP_NONE;
    }
    for (guint32 i = 0; i < n; i++) {
        guint32 smart_host = bp_network_host(network, i).smart_host;

        if (smart_host != BP_NONE && bp_network_host(network, smart_host).is_net)
            bp_network_edit(network, i)->smart_host = BP_NONE;
    }
    for (int i = 0; i < n_links; i++) {
        guint32 a = (guint32)g_test_rand_int_range(0, (int)n);
        guint32 b = (guint32)g_test_rand_int_range(0, (int)n);
        int top = few_costs ? 3 : (int)G_N_ELEMENTS(costs);

        if (bp_network_host(network, a).is_net) {
            guint32 swap = a;

            a = b;
            b = swap;
        }
        if (a == b || bp_network_host(network, a).is_net)
            continue;
        bp_network_add_link(network, a, b, a_line(network),
                            costs[g_test_rand_int_range(0, top)],
                            costs[g_test_rand_int_range(0, top)]);
        if (g_test_rand_int_range(0, 6) == 0)
            bp_network_serve(network, a, b);
        if (g_test_rand_int_range(0, 6) == 0)
            bp_network_relay_for(network, b, a);
    }
    bp_network_finish(network);
    return network;
}

/* Every pair of @network, in the edition where those in @closed are. */
static void
check_all(const BpNetwork *network, BpRoutes *routes, guint64 closed)
{
    guint32 n = bp_network_n_nodes(network);
    guint edition = bp_routes_publish(routes, &closed);
    static Labels labels;

    for (guint32 to = 0; to < n; to++)
        search(network, closed, to, labels.to[to]);
    for (guint32 pair = 0; pair < n * n; pair++) {
        guint32 at = pair % n, to = pair / n;
        BpHop hop, expected;

        if (at == to || bp_network_host(network, at).is_net ||
            bp_network_host(network, to).is_net)
            continue;
        hop = bp_routes_next(routes, edition, at, to);
        expected = expected_hop(network, &labels, at, to);
        g_assert_cmpuint(hop.channel, ==, expected.channel);
        g_assert_cmpuint(hop.to, ==, expected.to);
        g_assert_cmpint(bp_routes_cost(routes, at, to), ==, labels.to[to][at].cost);
    }
}

/* Every pair of random networks: nets, smart hosts, dead and parallel links, islands; then
 * with some hosts closed, who serve some and relay for others. */
static void
test_random(void)
{
    for (int round = 0; round < 100; round++) {
        g_autoptr(BpNetwork) network = random_network();
        g_autoptr(BpRoutes) routes = bp_routes_new(network, PLENTY);
        guint64 closed = 0;

        check_all(network, routes, 0);
        for (guint32 i = 0; i < bp_network_n_nodes(network); i++)
            if (!bp_network_host(network, i).is_net && g_test_rand_int_range(0, 3) == 0)
                closed |= G_GUINT64_CONSTANT(1) << i;
        check_all(network, routes, closed);
    }
}

/* What a second thread finds is what is found without it, with room for all or for few. */
static void
test_ahead(void)
{
    for (int round = 0; round < 100; round++) {
        g_autoptr(BpNetwork) network = random_network();
        guint32 n = bp_network_n_nodes(network);
        g_autoptr(BpRoutes) alone = bp_routes_new(network, PLENTY);
        g_autoptr(BpRoutes) ahead =
            bp_routes_new(network, round % 2 ? PLENTY : n * sizeof(guint16) * 20);

        bp_routes_go_ahead(ahead);
        for (guint32 pair = 0; pair < 2 * n * n; pair++) {
            guint32 at = pair % n, to = pair / n % n;
            BpHop hop, again;

            if (at == to || bp_network_host(network, at).is_net ||
                bp_network_host(network, to).is_net)
                continue;
            hop = bp_routes_next(alone, 0, at, to);
            again = bp_routes_next(ahead, 0, at, to);
            g_assert_cmpuint(hop.channel, ==, again.channel);
            g_assert_cmpuint(hop.to, ==, again.to);
        }
    }
}

/* A net of several hundred hosts, most of them with few neighbours; with islands, dead links,
 * parallel ones, and links that cost more one way. */
static BpNetwork *
large_network(guint32 n, gboolean few_costs)
{
    static const gint32 costs[] = {25, 95, 200, 200, 300, 300, 500, 5000, BP_COST_DEAD};
    BpNetwork *network = bp_network_new();
    int top = few_costs ? 2 : (int)G_N_ELEMENTS(costs);

    for (guint32 i = 0; i < n; i++) {
        g_autofree char *name = g_strdup_printf("h%u", i);

        node(network, name);
    }
    for (guint32 i = 0; i < 2 * n; i++) {
        int far = g_test_rand_int_range(0, 3) == 0 ? 5 : (int)n;
        guint32 a = (guint32)g_test_rand_int_range(0, (int)n);
        guint32 b = (guint32)g_test_rand_int_range(0, far);
        gint32 forth = costs[g_test_rand_int_range(0, top)];
        gint32 back = costs[g_test_rand_int_range(0, top)];

        if (a != b && (a < n - 20) == (b < n - 20))
            bp_network_add_link(network, a, b, a_line(network), forth,
                                g_test_rand_bit() ? forth : back);
    }
    bp_network_finish(network);
    return network;
}

static void
check_pair(BpRoutes *routes, BpRoutes *others, guint32 at, guint32 to)
{
    BpHop hop = bp_routes_next(routes, 0, at, to);
    BpHop again = bp_routes_next(others, 0, at, to);

    g_assert_cmpuint(hop.channel, ==, again.channel);
    g_assert_cmpuint(hop.to, ==, again.to);
}

/* Who asks for many trees gets what who asks for one does: small hosts are contracted then. */
static void
test_many(void)
{
    for (int round = 0; round < 6; round++) {
        g_autoptr(BpNetwork) network = large_network(250, round % 2 == 0);
        guint32 n = bp_network_n_nodes(network);
        g_autoptr(BpRoutes) many = bp_routes_new(network, PLENTY);
        g_autoptr(BpRoutes) ahead = bp_routes_new(network, PLENTY);

        bp_routes_go_ahead(ahead);
        for (guint32 to = 0; to < n; to++) {
            g_autoptr(BpRoutes) one = bp_routes_new(network, PLENTY);

            for (guint32 at = 0; at < n; at++) {
                if (at == to)
                    continue;
                check_pair(one, many, at, to);
                check_pair(one, ahead, at, to);
            }
        }
    }
}

/* With room for one tree, or a few, the answers are the same. */
static void
test_eviction(void)
{
    for (int round = 0; round < 30; round++) {
        g_autoptr(BpNetwork) network = random_network();
        guint32 n = bp_network_n_nodes(network);
        g_autoptr(BpRoutes) routes = bp_routes_new(network, PLENTY);
        g_autoptr(BpRoutes) one = bp_routes_new(network, 0);
        g_autoptr(BpRoutes) few = bp_routes_new(network, n * sizeof(guint32) * 3);

        for (int i = 0; i < 500; i++) {
            guint32 at = (guint32)g_test_rand_int_range(0, (int)n);
            guint32 to = (guint32)g_test_rand_int_range(0, (int)n);
            BpHop hop, again;

            if (at == to || bp_network_host(network, at).is_net ||
                bp_network_host(network, to).is_net)
                continue;
            hop = bp_routes_next(routes, 0, at, to);
            again = bp_routes_next(one, 0, at, to);
            g_assert_cmpuint(hop.channel, ==, again.channel);
            g_assert_cmpuint(hop.to, ==, again.to);
            again = bp_routes_next(few, 0, at, to);
            g_assert_cmpuint(hop.channel, ==, again.channel);
            g_assert_cmpuint(hop.to, ==, again.to);
            g_assert_cmpint(bp_routes_cost(one, at, to), ==,
                            bp_routes_cost(routes, at, to));
        }
    }
}

/* Cheaper first, then fewer hops, then the lower next host, then the lower link. */
static void
test_ties(void)
{
    g_autoptr(BpNetwork) network = bp_network_new();
    g_autoptr(BpRoutes) routes = NULL;
    guint32 first;

    node(network, "a");
    node(network, "b");
    node(network, "c");
    join(network, "a", "c", 10);
    first = join(network, "a", "b", 10);
    join(network, "b", "a", 10);
    join(network, "b", "z", 10);
    join(network, "c", "z", 10);
    join(network, "a", "x", 5);
    join(network, "x", "y", 5);
    join(network, "y", "z", 10);
    bp_network_finish(network);
    routes = bp_routes_new(network, PLENTY);
    g_assert_cmpuint(
        bp_routes_next(routes, 0, 0, bp_network_find(network, "z")).channel, ==,
        2 * first);
    g_assert_cmpint(bp_routes_cost(routes, 0, bp_network_find(network, "z")), ==, 20);
    check_hop(network, "a", "z", "b", PLENTY);
    check_hop(network, "a", "y", "x", PLENTY);
}

/* A neighbour too gets its mail by the cheapest way; over a dead link only where there is
 * no other. */
static void
test_neighbours(void)
{
    g_autoptr(BpNetwork) network = bp_network_new();
    g_autoptr(BpRoutes) routes = NULL;

    join(network, "a", "b", 5000);
    join(network, "a", "m", 1);
    join(network, "m", "b", 1);
    join(network, "m", "d", 1);
    join(network, "a", "d", BP_COST_DEAD);
    join(network, "b", "island", BP_COST_DEAD);
    node(network, "nowhere");
    bp_network_finish(network);
    check_hop(network, "a", "b", "m", PLENTY);
    check_hop(network, "a", "d", "m", PLENTY);
    check_hop(network, "d", "a", "m", PLENTY);
    check_hop(network, "a", "island", "m", PLENTY);
    check_hop(network, "m", "island", "b", PLENTY);
    check_hop(network, "b", "island", "island", PLENTY);
    check_hop(network, "a", "nowhere", NULL, PLENTY);
    routes = bp_routes_new(network, PLENTY);
    g_assert_cmpint(bp_routes_cost(routes, 0, bp_network_find(network, "b")), ==, 2);
    g_assert_cmpint(bp_routes_cost(routes, 0, bp_network_find(network, "nowhere")), ==,
                    -1);
    g_assert_cmpint(bp_routes_cost(routes, 0, bp_network_find(network, "island")), ==,
                    2 + BP_COST_DEAD);
    g_assert_cmpint(bp_routes_cost(routes, 0, 0), ==, 0);
}

/* Straight over a common net, before a neighbour's line; elsewhere a net costs its access
 * line once. */
static void
test_nets(void)
{
    g_autoptr(BpNetwork) network = bp_network_new();
    g_autoptr(BpRoutes) routes = NULL;
    guint32 net = node(network, "net"), a, far;
    BpHop hop;

    bp_network_edit(network, net)->is_net = TRUE;
    join(network, "a", "net", 100);
    join(network, "b", "net", 700);
    join(network, "a", "b", 1);
    join(network, "b", "far", 10);
    join(network, "gate", "net", 100);
    join(network, "gate", "far", 500);
    bp_network_finish(network);
    routes = bp_routes_new(network, PLENTY);
    a = bp_network_find(network, "a");
    far = bp_network_find(network, "far");
    hop = bp_routes_next(routes, 0, a, bp_network_find(network, "b"));
    g_assert_cmpuint(hop.channel, ==, 0);
    g_assert_cmpuint(hop.to, ==, bp_network_find(network, "b"));
    /* a - b by wire costs 1 and 10 more; by the net, 100 and 10. */
    hop = bp_routes_next(routes, 0, a, far);
    g_assert_cmpuint(hop.channel, ==, 4);
    /* gate - far costs 500, by the net and b 110. */
    hop = bp_routes_next(routes, 0, bp_network_find(network, "gate"), far);
    g_assert_cmpuint(hop.to, ==, bp_network_find(network, "b"));
    g_assert_cmpint(bp_routes_cost(routes, bp_network_find(network, "gate"), far), ==,
                    110);
    g_assert_cmpint(bp_routes_cost(routes, far, a), ==, 11);
}

/* a - m - b is cheap, a - x - y - b dear. Once m has closed, the next edition leads round
 * it, but for what it serves and whom it vouches for; who has the old one goes on. */
static void
check_edition(const char *served, const char *vouched, const char *a_to_b,
              const char *b_to_a)
{
    g_autoptr(BpNetwork) network = bp_network_new();
    g_autoptr(BpRoutes) routes = NULL;
    guint64 closed = 0;
    guint32 a = node(network, "a"), b = node(network, "b"), m = node(network, "m");

    join(network, "a", "m", 1);
    join(network, "m", "b", 1);
    join(network, "a", "x", 10);
    join(network, "x", "y", 10);
    join(network, "y", "b", 10);
    join(network, "b", "leaf", 1);
    if (served)
        bp_network_serve(network, m, node(network, served));
    if (vouched)
        bp_network_relay_for(network, m, node(network, vouched));
    bp_network_finish(network);
    routes = bp_routes_new(network, PLENTY);
    g_assert_cmpuint(bp_routes_publish(routes, &closed), ==, 0);
    g_assert_cmpuint(bp_routes_next(routes, 0, a, b).to, ==, m);
    closed = G_GUINT64_CONSTANT(1) << m;
    g_assert_cmpuint(bp_routes_publish(routes, &closed), ==, 1);
    g_assert_cmpuint(bp_routes_publish(routes, &closed), ==, 1);
    g_assert_cmpuint(bp_routes_edition(routes), ==, 1);
    g_assert_cmpstr(bp_network_host(network, bp_routes_next(routes, 1, a, b).to).name,
                    ==, a_to_b);
    g_assert_cmpstr(bp_network_host(network, bp_routes_next(routes, 1, b, a).to).name,
                    ==, b_to_a);
    g_assert_cmpuint(bp_routes_next(routes, 0, a, b).to, ==, m);
    g_assert_cmpuint(bp_routes_next(routes, 1, a, m).to, ==, m);
    g_assert_cmpint(bp_routes_cost(routes, a, b), ==,
                    strcmp(a_to_b, "m") == 0 ? 2 : 30);
}

static void
test_editions(void)
{
    check_edition(NULL, NULL, "x", "y");
    check_edition("b", NULL, "m", "m");
    check_edition(NULL, "a", "m", "y");
    check_edition(NULL, "leaf", "x", "y");
}

/* Who is cut off by closed relays alone has no route. */
static void
test_no_way_round(void)
{
    g_autoptr(BpNetwork) network = bp_network_new();
    g_autoptr(BpRoutes) routes = NULL;
    guint32 a = node(network, "a"), m = node(network, "m"), b = node(network, "b");
    guint64 closed = G_GUINT64_CONSTANT(1) << m;

    join(network, "a", "m", 1);
    join(network, "m", "b", 1);
    bp_network_finish(network);
    routes = bp_routes_new(network, PLENTY);
    g_assert_cmpuint(bp_routes_publish(routes, &closed), ==, 1);
    g_assert_cmpuint(bp_routes_next(routes, 1, a, b).channel, ==, BP_NONE);
    g_assert_cmpint(bp_routes_cost(routes, a, b), ==, -1);
    closed = 0;
    g_assert_cmpuint(bp_routes_publish(routes, &closed), ==, 2);
    g_assert_cmpuint(bp_routes_next(routes, 2, a, b).to, ==, m);
}

/* A leaf sends everything up; its smart host knows the way. */
static void
test_smart_host(void)
{
    g_autoptr(BpNetwork) network = bp_network_new();
    guint32 up;

    join(network, "site", "up", 5000);
    join(network, "site", "friend", 300);
    join(network, "friend", "up", 300);
    join(network, "friend", "remote", 300);
    join(network, "up", "remote", 300);
    join(network, "site", "below", 300);
    join(network, "below", "deep", 300);
    join(network, "up", "deep", 300);
    join(network, "up", "top", 300);
    join(network, "far", "friend", 300);
    up = node(network, "up");
    node(network, "nowhere");
    bp_network_edit(network, node(network, "site"))->smart_host = up;
    bp_network_edit(network, node(network, "far"))->smart_host = up;
    bp_network_edit(network, node(network, "below"))->smart_host =
        node(network, "nowhere");
    bp_network_serve(network, node(network, "site"), node(network, "below"));
    bp_network_serve(network, node(network, "below"), node(network, "deep"));
    bp_network_finish(network);

    /* To the smart host though a way round is cheaper; also what has no route. */
    check_hop(network, "site", "remote", "up", PLENTY);
    check_hop(network, "site", "up", "up", PLENTY);
    check_hop(network, "site", "nowhere", "up", PLENTY);
    check_hop(network, "site", "remote", "up", 0);
    /* Not for a neighbour, nor for what is below. */
    check_hop(network, "site", "friend", "friend", PLENTY);
    check_hop(network, "site", "below", "below", PLENTY);
    check_hop(network, "site", "deep", "below", PLENTY);
    /* Towards a smart host that is no neighbour. */
    check_hop(network, "far", "top", "friend", PLENTY);
    check_hop(network, "far", "up", "friend", PLENTY);
    /* One that cannot be reached is passed over. */
    check_hop(network, "below", "top", "deep", PLENTY);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/routes/random", test_random);
    g_test_add_func("/routes/ahead", test_ahead);
    g_test_add_func("/routes/many", test_many);
    g_test_add_func("/routes/eviction", test_eviction);
    g_test_add_func("/routes/ties", test_ties);
    g_test_add_func("/routes/editions", test_editions);
    g_test_add_func("/routes/no way round", test_no_way_round);
    g_test_add_func("/routes/neighbours", test_neighbours);
    g_test_add_func("/routes/nets", test_nets);
    g_test_add_func("/routes/smart-host", test_smart_host);
    return g_test_run();
}
