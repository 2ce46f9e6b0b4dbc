/* How far mail gets when relays close at random: percolation.
 *
 * Hosts are open with chance q, and a closed one takes what is for itself alone. Mail goes
 * by maps on which that stands, so it arrives if open hosts lead there at all.
 */
#include "theory_kit.h"

#include <bangpath/topology_file.h>

/* ---- networks of given degrees ---- */

#define HOSTS 400
#define STUBS (HOSTS * 3)

/* All have three neighbours; or half of them two, and half four. */
typedef enum {
    THREE,
    TWO_OR_FOUR,
} Degrees;

/* Whose the @i-th end of a link is. */
static guint
owner_of(Degrees degrees, guint i)
{
    if (degrees == THREE)
        return i / 3;
    return i < HOSTS ? i / 2 : HOSTS / 2 + (i - HOSTS) / 4;
}

/* Ends of links paired at random (Bollobas, 1980), anew until no host is joined to itself
 * or twice to another: each such network is then as likely. */
static gboolean
pair_ends(guint64 *state, Degrees degrees, guint ends[STUBS])
{
    static guint8 joined[HOSTS][HOSTS];

    memset(joined, 0, sizeof joined);
    for (guint i = 0; i < STUBS; i++)
        ends[i] = owner_of(degrees, i);
    for (guint i = STUBS; i-- > 1;) {
        guint k = (guint)(theory_uniform(state) * (i + 1));
        guint swapped = ends[i];

        ends[i] = ends[k];
        ends[k] = swapped;
    }
    for (guint i = 0; i < STUBS; i += 2) {
        guint a = ends[i], b = ends[i + 1];

        if (a == b || joined[a][b])
            return FALSE;
        joined[a][b] = joined[b][a] = 1;
    }
    return TRUE;
}

static BpScenario *
random_network(guint64 *state, Degrees degrees, double q)
{
    BpScenario *scenario = kit_scenario(BP_DAY_US);
    guint ends[STUBS];

    while (!pair_ends(state, degrees, ends))
        ;
    for (guint i = 0; i < HOSTS; i++) {
        g_autofree char *name = g_strdup_printf("h%u", i);

        kit_host(scenario, name, 1, theory_uniform(state) < q ? "open" : "closed");
    }
    /* The net is node 0. */
    for (guint i = 0; i < STUBS; i += 2)
        kit_link(scenario, 1 + ends[i], 1 + ends[i + 1], "plain", 1000000000);
    bp_network_finish(scenario->network);
    return scenario;
}

static void
count_delivered(gpointer data, const BpMessageInfo *message, BpAddress to, guint32 peer)
{
    guint8 *reached = data;

    (void)message, (void)peer;
    reached[to.host] = TRUE;
}

static const BpObserver delivery = {.delivered = count_delivered};

/* One letter from @from to all hosts; @reached: by host. */
static guint
write_to_all(BpScenario *scenario, guint32 from, guint8 *reached)
{
    guint32 n = bp_network_n_nodes(scenario->network);
    g_autofree BpRecipient *to = g_new0(BpRecipient, n);
    BpLetter letter = {
        .kind = BP_HAM, .from = {from, 0}, .size_bytes = 100, .recipients = to};
    g_autoptr(BpWorld) world = kit_world(scenario);
    guint n_reached = 0;

    for (guint32 i = 0; i < n; i++)
        if (i != from && !bp_network_host(scenario->network, i).is_net)
            to[letter.n_recipients++] = (BpRecipient){{i, 0}, BP_NONE};
    memset(reached, 0, n);
    bp_post_observe(bp_world_post(world), &delivery, reached);
    bp_world_start(world);
    kit_run(world, 1); /* who is closed stands on the map */
    bp_post_write(bp_world_post(world), from, &letter);
    kit_run(world, scenario->length_us);
    for (guint32 i = 0; i < n; i++)
        n_reached += reached[i];
    return n_reached;
}

/* The most that somebody reaches of five: one of these is in the giant component, if there
 * is one. */
static double
share_reached(guint64 seed, Degrees degrees, double q)
{
    guint64 state = seed;
    g_autoptr(BpScenario) scenario = random_network(&state, degrees, q);
    guint8 reached[HOSTS + 1];
    guint most = 0;

    for (guint i = 0; i < 5 && most < HOSTS / 4; i++)
        most = MAX(most,
                   write_to_all(scenario, 1 + (guint)(theory_uniform(&state) * HOSTS),
                                reached));
    return (double)most / (HOSTS - 1);
}

/* Newman, Strogatz and Watts, Phys. Rev. E 64 (2001), 026118, and Callaway, Newman, Strogatz
 * and Watts, Phys. Rev. Lett. 85 (2000), 5468: where all have degree 3, a link leads to no
 * giant component of open hosts with chance u = 1 - q + q u^2, and a host, open or
 * not, has one there with chance 1 - u^3. The threshold is q = 1/2. */
static void
test_above_the_threshold(void)
{
    static const double shares[] = {0.75, 0.85, 1.0};

    for (guint i = 0; i < G_N_ELEMENTS(shares); i++) {
        double q = shares[i], u = (1 - q) / q, got[N_SEEDS];

        for (guint seed = 0; seed < N_SEEDS; seed++)
            got[seed] = share_reached(seed + 1, THREE, q);
        if (q < 1)
            theory_check("reach", got, 1 - u * u * u);
        /* Almost surely connected (Wormald, 1981). */
        for (guint seed = 0; q >= 1 && seed < N_SEEDS; seed++)
            g_assert_cmpfloat(got[seed], ==, 1);
    }
}

/* The same where degrees differ: u = 1 - q + q G1(u) and a reach of 1 - G0(u), with
 * G0(u) = (u^2 + u^4) / 2 and G1(u) = (u + 2 u^3) / 3; the threshold is q = 3/7. */
static void
test_two_degrees(void)
{
    static const double shares[] = {0.65, 0.8};

    for (guint i = 0; i < G_N_ELEMENTS(shares); i++) {
        double q = shares[i], u = 0, got[N_SEEDS];

        for (guint round = 0; round < 1000; round++)
            u = 1 - q + q * (u + 2 * u * u * u) / 3;
        for (guint seed = 0; seed < N_SEEDS; seed++)
            got[seed] = share_reached(seed + 1, TWO_OR_FOUR, q);
        theory_check("reach", got, 1 - (u * u + u * u * u * u) / 2);
    }
}

/* Below, components of open hosts are small: their mean is (1 + q) / (1 - 2 q), and each
 * has hardly more neighbours than hosts. */
static void
test_below_the_threshold(void)
{
    double most = 0;

    for (guint seed = 0; seed < N_SEEDS; seed++)
        most = MAX(most, share_reached(seed + 1, THREE, 0.35));
    g_test_message("at most %.3f", most);
    g_assert_cmpfloat(most, <, 0.25);
}

/* ---- the map of 1987 ---- */

/* Over links and open hosts alone. */
static guint
search(const BpNetwork *network, guint32 from, guint8 *found)
{
    guint32 n = bp_network_n_nodes(network);
    g_autofree guint32 *queue = g_new(guint32, n);
    guint n_queue = 1, n_found = 0;

    memset(found, 0, n);
    queue[0] = from;
    found[from] = TRUE;
    for (guint k = 0; k < n_queue; k++) {
        guint n_out;
        const guint32 *out = bp_network_out(network, queue[k], &n_out);

        if (queue[k] != from &&
            bp_network_host(network, queue[k]).relay != BP_RELAY_OPEN)
            continue;
        for (guint i = 0; i < n_out; i++) {
            guint32 to = bp_network_to(network, out[i]);

            if (found[to])
                continue;
            found[to] = TRUE;
            queue[n_queue++] = to;
            n_found++;
        }
    }
    found[from] = FALSE;
    return n_found;
}

/* The core with LANs for lines, nobody serving anybody, and so many closed. */
static BpScenario *
core(const BpNetwork *from, guint64 *state, double q)
{
    BpScenario *scenario = bp_scenario_new();

    scenario->title = g_strdup("the core of the map");
    scenario->length_us = BP_DAY_US;
    scenario->network = bp_network_new();
    for (guint32 i = 0; i < bp_network_n_nodes(from); i++)
        kit_host(scenario, bp_network_host(from, i).name, 1,
                 theory_uniform(state) < q ? "open" : "closed");
    for (guint32 i = 0; i < bp_network_n_links(from); i++)
        kit_link(scenario, bp_network_link(from, i).a, bp_network_link(from, i).b,
                 "plain", 1000000000);
    bp_network_finish(scenario->network);
    return scenario;
}

/* Whom mail reaches is whom a search does, at every share of closed relays. */
static void
test_map_of_1987(void)
{
    g_autofree char *path = g_build_filename(g_getenv("BANGPATH_SOURCE_ROOT"),
                                             "topologies", "uucp-1987-core.gv", NULL);
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(BpNetwork) map = bp_topology_read(path, problems);
    guint64 state = 1987;

    g_assert_nonnull(map);
    for (int q = 0; q <= 100; q += 5) {
        guint32 n = bp_network_n_nodes(map);
        g_autofree guint8 *found = g_new0(guint8, n), *reached = g_new0(guint8, n);

        for (guint i = 0; i < 5; i++) {
            g_autoptr(BpScenario) scenario = core(map, &state, q / 100.0);
            guint32 from = (guint32)(theory_uniform(&state) * n);
            guint expected = search(scenario->network, from, found);

            g_assert_cmpuint(write_to_all(scenario, from, reached), ==, expected);
            g_assert_true(memcmp(reached, found, n) == 0);
            if (i == 0)
                g_test_message("%d%% open: %u of %u", q, expected, n - 1);
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/percolation/above the threshold", test_above_the_threshold);
    g_test_add_func("/percolation/two degrees", test_two_degrees);
    g_test_add_func("/percolation/below the threshold", test_below_the_threshold);
    g_test_add_func("/percolation/map of 1987", test_map_of_1987);
    return g_test_run();
}
