/* Tests of hosts that take their roaming users' mail: which, when, and what it is worth. */
#include "scenario_kit.h"

#include <math.h>

/* h1 ... hn, closed, of 50 mailboxes each on a fast net. */
static BpScenario *
closed_hosts(guint n)
{
    BpScenario *scenario = kit_scenario(20 * BP_DAY_US);

    for (guint i = 1; i <= n; i++) {
        g_autofree char *name = g_strdup_printf("h%u", i);

        kit_member(scenario, name, 50, "closed", 1000000000);
    }
    bp_network_finish(scenario->network);
    return scenario;
}

/* Two hosts, 5 % of 10,000 letters from abroad; 50 of 99 others are not of the house. @hosts
 * have learned it; the share of users whose host has not is @left. */
static void
check_collateral(const char *hosts, double left)
{
    g_autoptr(BpScenario) scenario = closed_hosts(2);
    g_autoptr(BpWorld) world = NULL;
    const double p = left * 0.05 * 50 / 99;
    double n;

    kit_group(scenario, "mail", "rate", "10 / mailbox / d", "roaming", "5%", NULL);
    kit_group(scenario, "authentication", "hosts", hosts, NULL);
    world = kit_world(scenario);
    bp_world_start(world);
    kit_run(world, 10 * BP_DAY_US);
    n = (double)kit_books(world)->kind[BP_HAM].sent;
    g_assert_cmpfloat(n, >, 9000);
    g_assert_cmpfloat_with_epsilon((double)kit_books(world)->collateral, n * p,
                                   5 * sqrt(n * p * (1 - p)) + 0.5);
}

static void
test_collateral(void)
{
    check_collateral("none", 1);
    check_collateral("h2", 0.5);
    check_collateral("all", 0);
}

/* A letter of a user of @home, on the road at @place, for a user of @place. */
static void
hand_in(const BpWorld *world, const char *home, const char *place)
{
    guint32 at = kit_find(world, place);
    BpRecipient to = {{at, 0}, BP_NONE};
    BpLetter letter = {
        .kind = BP_HAM,
        .from = {kit_find(world, home), 0},
        .is_its_user = TRUE,
        .size_bytes = 1000,
        .recipients = &to,
        .n_recipients = 1,
    };

    bp_post_hand_over(
        bp_world_post(world),
        bp_network_access(bp_world_network(world), at, kit_find(world, "net")),
        letter.from.host, &letter);
}

/* How many of h1 ... h4 take a letter from their user at h5 now; bits. */
static guint
who_takes(BpWorld *world)
{
    guint takers = 0;

    for (guint i = 1; i <= 4; i++) {
        g_autofree char *name = g_strdup_printf("h%u", i);
        guint64 before = kit_books(world)->kind[BP_HAM].in[BP_DELIVERED];

        hand_in(world, name, "h5");
        kit_run(world, bp_world_now_us(world) + BP_MINUTE_US);
        if (kit_books(world)->kind[BP_HAM].in[BP_DELIVERED] > before)
            takers |= 1U << i;
    }
    return takers;
}

/* Four hosts over four days from day 3 on: the first learns it after a day, the last after
 * four, and nobody forgets it. */
static void
test_evenly_spread(void)
{
    g_autoptr(BpScenario) scenario = closed_hosts(5);
    g_autoptr(BpWorld) world = NULL;
    const guint n_expected[] = {0, 0, 0, 1, 2, 3, 4, 4};
    guint before = 0;

    kit_group(scenario, "authentication", "hosts", "h4, h3, h2, h1", "from", "day 3",
              "over", "4 d", NULL);
    world = kit_world(scenario);
    bp_world_start(world);
    for (guint day = 0; day < G_N_ELEMENTS(n_expected); day++) {
        guint takers;

        kit_run(world, day * BP_DAY_US + BP_DAY_US / 2);
        takers = who_takes(world);
        g_assert_cmpint(__builtin_popcount(takers), ==, (int)n_expected[day]);
        g_assert_cmpuint(takers & before, ==, before);
        before = takers;
    }
}

/* Of 250 mailboxes 20, 40, ... %: one host more each time, and those before. h5 can be one of
 * them, which is not seen here. */
static void
test_larger_share_contains_smaller(void)
{
    guint before = 0;

    for (guint share = 20; share <= 100; share += 20) {
        g_autoptr(BpScenario) scenario = closed_hosts(5);
        g_autoptr(BpWorld) world = NULL;
        g_autofree char *hosts = g_strdup_printf("random %u%%", share);
        guint takers;

        kit_group(scenario, "authentication", "hosts", hosts, NULL);
        world = kit_world(scenario);
        bp_world_start(world);
        kit_run(world, BP_MINUTE_US);
        takers = who_takes(world);
        g_assert_cmpint(__builtin_popcount(takers), >=, (int)share / 20 - 1);
        g_assert_cmpint(__builtin_popcount(takers), <=, (int)share / 20);
        g_assert_cmpuint(takers & before, ==, before);
        before = takers;
    }
}

static void
test_problems(void)
{
    g_autoptr(BpScenario) scenario = closed_hosts(2);
    g_autofree char *says = NULL;

    kit_group(scenario, "authentication", "hosts", "h1, h22", NULL);
    says = kit_problems(scenario);
    g_assert_cmpstr(says, ==,
                    "t.scenario:7: [authentication] hosts = \"h1, h22\": expected a "
                    "host of the topology; did you mean \"h2\"?");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/authentication/collateral", test_collateral);
    g_test_add_func("/authentication/evenly spread", test_evenly_spread);
    g_test_add_func("/authentication/larger share contains smaller",
                    test_larger_share_contains_smaller);
    g_test_add_func("/authentication/problems", test_problems);
    return g_test_run();
}
