/* test_reached_hosts.c - on large networks without nets spam reaches exactly the hosts
 * whose route holds nobody who would refuse it, as worked out here from the links alone.
 */
#include "scenario_kit.h"

#define N_HOSTS 2000
#define FAR G_MAXINT64

typedef struct {
    BpScenario *scenario;
    GArray *links; /* of Link */
    guint32 first; /* number of host 0 */
    guint degree[N_HOSTS];
    guint8 closed[N_HOSTS];
    guint8 reached[N_HOSTS];
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

    bp_network_add_link(network, big->first + a, big->first + b,
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
            big->first = host;
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
    bp_scenario_free(big->scenario);
    g_array_unref(big->links);
    g_free(big);
}

/* Closes @percent % of the hosts: at random, or those with most links. */
static void
close_some(Big *big, guint percent, gboolean by_degree, guint64 seed)
{
    guint closed = bp_policy_index(bp_policy_find("closed"));

    for (guint n = 0; n < N_HOSTS * percent / 100; n++) {
        guint which = N_HOSTS;

        if (!by_degree)
            for (guint64 try = 0; which == N_HOSTS || big->closed[which]; try++)
                which = (guint)chance(seed + 1, 10000 * (guint64)n + try, N_HOSTS);
        else
            for (guint i = 0; i < N_HOSTS; i++)
                if (!big->closed[i] &&
                    (which == N_HOSTS || big->degree[i] > big->degree[which]))
                    which = i;
        big->closed[which] = TRUE;
        bp_network_edit(big->scenario->network, big->first + which)->relay =
            (guint8)closed;
    }
}

static void
on_reached(gpointer data, BpAddress mailbox)
{
    Big *big = data;

    big->reached[mailbox.host - big->first] = TRUE;
}

/* Least costs from @from to all, by Bellman and Ford. */
static void
least_costs(const Big *big, guint from, gint64 *cost)
{
    gboolean changed = TRUE;

    for (guint i = 0; i < N_HOSTS; i++)
        cost[i] = i == from ? 0 : FAR;
    while (changed) {
        changed = FALSE;
        for (guint k = 0; k < big->links->len; k++) {
            const Link *l = &g_array_index(big->links, Link, k);

            if (cost[l->a] != FAR && cost[l->a] + l->cost < cost[l->b]) {
                cost[l->b] = cost[l->a] + l->cost;
                changed = TRUE;
            }
            if (cost[l->b] != FAR && cost[l->b] + l->cost < cost[l->a]) {
                cost[l->a] = cost[l->b] + l->cost;
                changed = TRUE;
            }
        }
    }
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

static gboolean
are_joined(const Big *big, guint a, guint b)
{
    return cost_between(big, a, b) != FAR;
}

/* Who hangs on one neighbour alone is served by it. */
static gboolean
serves(const Big *big, guint server, guint served)
{
    return big->degree[served] == 1 && are_joined(big, server, served);
}

/* Follows the route to @to: FALSE if somebody on it refuses. It must be a cheapest one. */
static gboolean
gets_through(const Big *big, BpWorld *world, guint from, guint to, gint64 least)
{
    gint64 cost = 0;

    for (guint at = from; at != to;) {
        BpHop hop =
            bp_routes_next(bp_world_routes(world), big->first + at, big->first + to);
        guint next = hop.to - big->first;

        cost += cost_between(big, at, next);
        g_assert_cmpint(cost, <=, least);
        if (big->closed[next] && next != to && !serves(big, next, at) &&
            !serves(big, next, to))
            return FALSE;
        at = next;
    }
    g_assert_cmpint(cost, ==, least);
    return TRUE;
}

static void
check(guint64 seed, guint percent, gboolean by_degree)
{
    static const BpObserver observer = {.reached = on_reached};
    Big *big = big_new(seed);
    guint from = (guint)chance(seed, 999999, N_HOSTS);
    g_autofree char *name = g_strdup_printf("h%u", from);
    g_autofree gint64 *least = g_new(gint64, N_HOSTS);
    guint n_reached = 0;

    close_some(big, percent, by_degree, seed);
    bp_network_finish(big->scenario->network);
    kit_group(big->scenario, "spammer x", "host", name, "relays", "none", "targets",
              "all", "size", "100 B", "line", "lan", NULL);

    g_autoptr(BpWorld) world = kit_world(big->scenario);

    bp_post_observe(bp_world_post(world), &observer, big);
    bp_world_start(world);
    kit_run(world, BP_DAY_US);
    least_costs(big, from, least);
    for (guint to = 0; to < N_HOSTS; to++) {
        gboolean gets = gets_through(big, world, from, to, least[to]);

        if (gets != big->reached[to])
            g_error("seed %d, %u %% closed, from h%u to h%u: reached %u, not %u",
                    (int)seed, percent, from, to, big->reached[to], gets);
        n_reached += gets ? 1 : 0;
    }
    g_test_message("%u %% closed %s: %u of %u hosts reached", percent,
                   by_degree ? "by degree" : "at random", n_reached, N_HOSTS);
    g_assert_cmpuint(kit_books(world)->mailboxes_reached, ==, n_reached);
    g_assert_cmpuint(kit_books(world)->kind[BP_SPAM].in[BP_QUEUED], ==, 0);
    if (percent == 0)
        g_assert_cmpuint(n_reached, ==, N_HOSTS);
    big_free(big);
}

static void
test_all_open(void)
{
    check(1, 0, FALSE);
}

static void
test_closed_at_random(void)
{
    check(2, 10, FALSE);
    check(3, 40, FALSE);
}

static void
test_closed_by_degree(void)
{
    check(4, 1, TRUE);
    check(5, 10, TRUE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/reached hosts/all open", test_all_open);
    g_test_add_func("/reached hosts/closed at random", test_closed_at_random);
    g_test_add_func("/reached hosts/closed by degree", test_closed_by_degree);
    return g_test_run();
}
