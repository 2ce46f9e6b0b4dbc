/* test_reached_hosts.c - on large networks without nets spam reaches exactly the hosts
 * whose route holds nobody who would refuse it, as worked out here from the links alone:
 * while the maps are older than the closing, and once they know of it.
 */
#include "reach_kit.h"

#define N_HOSTS 2000
#define FAR G_MAXINT64

typedef struct {
    BpScenario *scenario;
    GArray *links; /* of Link */
    guint degree[N_HOSTS];
    Reach reach;
} Big;

typedef struct {
    guint a;
    guint b;
    gint64 cost;
} Link;

static guint64
chance(guint64 seed, guint64 counter, guint64 n)
{
    return bp_below(bp_draw(seed, bp_stream("a test's network"), 0, counter), 0, n);
}

static void
join(Big *big, guint a, guint b, gint64 cost)
{
    BpNetwork *network = big->scenario->network;
    BpLine line =
        bp_line_from_profile(bp_line_profile_find("lan"), bp_protocol_find("plain"));
    Link link = {a, b, cost};

    bp_network_add_link(network, big->reach.first + a, big->reach.first + b,
                        bp_network_add_line(network, &line), (gint32)cost,
                        (gint32)cost);
    big->degree[a]++;
    big->degree[b]++;
    g_array_append_val(big->links, link);
}

/* Preferential attachment: each host joins the end of a random link; every other one joins
 * a second. Costs are prime to one another often enough that ways seldom tie. */
static Big *
big_new(guint64 seed)
{
    Big *big = g_new0(Big, 1);
    guint64 n = 0;

    big->scenario = kit_scenario(BP_DAY_US);
    big->links = g_array_new(FALSE, FALSE, sizeof(Link));
    for (guint i = 0; i < N_HOSTS; i++) {
        g_autofree char *name = g_strdup_printf("h%u", i);
        guint32 host = kit_host(big->scenario, name, 1, "open");

        bp_network_edit(big->scenario->network, host)->serves_leaves = TRUE;
        if (i == 0)
            reach_init(&big->reach, N_HOSTS, host);
        for (guint k = 0; k < (i % 2 == 0 ? 1U : 2U) && i > 0; k++) {
            guint other = 0;

            if (big->links->len > 0) {
                const Link *link = &g_array_index(big->links, Link,
                                                  chance(seed, n++, big->links->len));

                other = chance(seed, n++, 2) == 0 ? link->a : link->b;
            }
            if (other != i)
                join(big, i, other, 100 + (gint64)chance(seed, n++, 9000));
        }
    }
    return big;
}

static void
big_free(Big *big)
{
    reach_clear(&big->reach);
    bp_scenario_free(big->scenario);
    g_array_unref(big->links);
    g_free(big);
}

static gint64
cost_between(const Big *big, guint a, guint b)
{
    gint64 least = FAR;

    for (guint k = 0; k < big->links->len; k++) {
        const Link *l = &g_array_index(big->links, Link, k);

        if ((l->a == a && l->b == b) || (l->a == b && l->b == a))
            least = MIN(least, l->cost);
    }
    return least;
}

/* Who hangs on one neighbour alone is served by it. */
static void
note_servers(Big *big)
{
    for (guint k = 0; k < big->links->len; k++) {
        const Link *l = &g_array_index(big->links, Link, k);

        if (big->degree[l->a] == 1)
            big->reach.server[l->a] = l->b;
        if (big->degree[l->b] == 1)
            big->reach.server[l->b] = l->a;
    }
}

/* Least cost from @from to @to over hosts that carry it, or if @blindly over any: by
 * Bellman and Ford, backwards from @to, since whether a host carries depends on it. */
static gint64
least_cost(const Big *big, guint from, guint to, gboolean blindly)
{
    g_autofree gint64 *cost = g_new(gint64, N_HOSTS);
    gboolean changed = TRUE;

    for (guint i = 0; i < N_HOSTS; i++)
        cost[i] = i == to ? 0 : FAR;
    while (changed) {
        changed = FALSE;
        for (guint k = 0; k < 2 * big->links->len; k++) {
            const Link *l = &g_array_index(big->links, Link, k / 2);
            guint u = k % 2 == 0 ? l->a : l->b, v = k % 2 == 0 ? l->b : l->a;

            if (cost[v] != FAR && cost[v] + l->cost < cost[u] &&
                (blindly || reach_carries(&big->reach, u, v, to))) {
                cost[u] = cost[v] + l->cost;
                changed = TRUE;
            }
        }
    }
    return cost[from];
}

/* Follows the route of the edition to @to, which must be a cheapest one: FALSE if there is
 * none or somebody on it refuses. */
static gboolean
gets_through(const Big *big, BpWorld *world, guint edition, guint from, guint to)
{
    gboolean knows = edition > 0;
    gint64 least = least_cost(big, from, to, !knows), cost = 0;
    g_autoptr(GArray) hosts = reach_way(&big->reach, world, edition, from, to);
    gboolean carried;

    if (!hosts) {
        g_assert_cmpint(least, ==, FAR);
        return FALSE;
    }
    for (guint i = 1; i < hosts->len; i++)
        cost += cost_between(big, g_array_index(hosts, guint, i - 1),
                             g_array_index(hosts, guint, i));
    carried = reach_is_carried(&big->reach, hosts);
    g_assert_cmpint(cost, ==, least);
    g_assert_true(carried || !knows);
    return carried;
}

typedef struct {
    guint64 seed;
    const char *which;
    const char *share;
    gboolean knows; /* the map of day 31, after the closing on day 1 */
} Case;

/* All are asked in the run; a sample of them is followed by hand. */
static void
compare(Big *big, BpWorld *world, guint edition, guint from, guint step)
{
    guint n_reached = 0, n_asked = 0;

    for (guint to = 0; to < N_HOSTS; to += step) {
        gboolean gets = gets_through(big, world, edition, from, to);

        if (gets != big->reach.reached[to])
            g_error("from h%u to h%u: reached %u, not %u", from, to,
                    big->reach.reached[to], gets);
        n_reached += gets ? 1 : 0;
        n_asked++;
    }
    g_test_message("%u of %u hosts reached", n_reached, n_asked);
}

static void
check(const Case *c)
{
    static const BpObserver observer = {.reached = reach_note};
    Big *big = big_new(c->seed);
    guint from = (guint)chance(c->seed, 999999, N_HOSTS);
    g_autofree char *name = g_strdup_printf("h%u", from);

    note_servers(big);
    bp_network_finish(big->scenario->network);
    kit_group(big->scenario, "closure", "which", c->which, "share", c->share, "from",
              "day 1 00:01", NULL);
    kit_group(big->scenario, "spammer x", "host", name, "relays", "none", "targets",
              "all", "size", "100 B", "line", "lan", "start",
              c->knows ? "day 32" : "day 2", NULL);
    big->scenario->length_us = 40 * BP_DAY_US;
    big->scenario->map_interval_us = 30 * BP_DAY_US;

    g_autoptr(BpWorld) world = kit_world(big->scenario);

    bp_post_observe(bp_world_post(world), &observer, &big->reach);
    bp_world_start(world);
    kit_run(world, 40 * BP_DAY_US);
    reach_note_closed(&big->reach, world);
    g_test_message("%s of the relays closed, %s, the map %s", c->share, c->which,
                   c->knows ? "of after" : "of before");
    compare(big, world, c->knows ? bp_routes_edition(bp_world_routes(world)) : 0, from,
            17);
    g_assert_cmpuint(kit_books(world)->kind[BP_SPAM].in[BP_QUEUED], ==, 0);
    g_assert_cmpuint(kit_books(world)->kind[BP_SPAM].sent, ==, N_HOSTS);
    big_free(big);
}

static void
test_all_open(void)
{
    check(&(Case){1, "random", "0%", FALSE});
}

static void
test_closed_at_random(void)
{
    check(&(Case){2, "random", "10%", FALSE});
    check(&(Case){3, "random", "40%", FALSE});
}

static void
test_closed_by_degree(void)
{
    check(&(Case){4, "by-degree", "1%", FALSE});
    check(&(Case){5, "by-degree", "10%", FALSE});
}

static void
test_map_knows(void)
{
    check(&(Case){2, "random", "40%", TRUE});
    check(&(Case){4, "by-degree", "1%", TRUE});
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/reached hosts/all open", test_all_open);
    g_test_add_func("/reached hosts/closed at random", test_closed_at_random);
    g_test_add_func("/reached hosts/closed by degree", test_closed_by_degree);
    g_test_add_func("/reached hosts/the map knows", test_map_knows);
    return g_test_run();
}
