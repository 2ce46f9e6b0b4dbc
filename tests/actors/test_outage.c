/* Tests of outages: on a day, by chance, of hosts and of links; whose they are not. */
#include "letter_kit.h"

#include <math.h>

/* a, b and c in a row, by lines of 10,000 bps; d hangs on the net. */
static BpScenario *
scene(gint64 days)
{
    BpScenario *scenario = kit_scenario(days * BP_DAY_US);
    guint32 a = kit_host(scenario, "a", 1, "open");
    guint32 b = kit_host(scenario, "b", 1, "open");
    guint32 c = kit_host(scenario, "c", 1, "open");

    kit_member(scenario, "d", 1, "open", 10000);
    kit_link(scenario, a, b, "plain", 10000);
    kit_link(scenario, b, c, "plain", 10000);
    bp_network_finish(scenario->network);
    return scenario;
}

static const BpCarriage *
sums(const BpWorld *world)
{
    return bp_carrier_sums(bp_post_carrier(bp_world_post(world)));
}

static gboolean
is_down(const BpWorld *world, const char *host)
{
    return bp_carrier_host_is_down(bp_post_carrier(bp_world_post(world)),
                                   bp_network_find(bp_world_network(world), host));
}

/* b is down from 09:00 to 15:00 of day 2, and no other host is. */
static void
test_dated(void)
{
    g_autoptr(BpScenario) scenario = scene(5);
    g_autoptr(BpWorld) world = NULL;

    kit_group(scenario, "outage x", "hosts", "b", "at", "day 2 09:00", "lasts", "6 h",
              NULL);
    world = kit_world(scenario);
    bp_world_start(world);
    kit_run(world, 33 * BP_HOUR_US);
    g_assert_false(is_down(world, "b"));
    kit_run(world, 33 * BP_HOUR_US + 1);
    g_assert_true(is_down(world, "b"));
    g_assert_false(is_down(world, "a"));
    kit_run(world, 39 * BP_HOUR_US);
    g_assert_true(is_down(world, "b"));
    kit_run(world, 39 * BP_HOUR_US + 1);
    g_assert_false(is_down(world, "b"));
    kit_run(world, 5 * BP_DAY_US);
    g_assert_cmpuint(sums(world)->faults, ==, 1);
}

/* Where a host is down letters wait and nothing is lost: what a writes to c at 12:00 is there
 * at 15:00 and what the two lines take. */
static void
test_mail_waits(void)
{
    g_autoptr(BpScenario) scenario = scene(5);
    g_autoptr(BpWorld) world = NULL;
    BpRecipient to = {{BP_NONE, 0}, BP_NONE};
    BpLetter letter = {.kind = BP_HAM, .size_bytes = 1000, .recipients = &to};

    kit_group(scenario, "outage x", "hosts", "b", "at", "day 2 09:00", "lasts", "6 h",
              NULL);
    world = kit_world(scenario);
    bp_world_start(world);
    kit_run(world, 36 * BP_HOUR_US);
    to.to.host = bp_network_find(scenario->network, "c");
    letter.n_recipients = 1;
    letter.from.host = bp_network_find(scenario->network, "a");
    bp_post_write(bp_world_post(world), letter.from.host, &letter);
    kit_run(world, 39 * BP_HOUR_US + 2 * BP_SECOND_US);
    g_assert_cmpuint(kit_books(world)->kind[BP_HAM].in[BP_QUEUED], ==, 1);
    kit_run(world, 39 * BP_HOUR_US + 2 * BP_SECOND_US + 1);
    g_assert_cmpuint(kit_books(world)->kind[BP_HAM].in[BP_DELIVERED], ==, 1);
}

/* How many faults there were in 1,000 days. */
static guint64
faults(guint64 seed, const char *links, const char *hosts)
{
    g_autoptr(BpScenario) scenario = scene(1000);
    g_autoptr(BpWorld) world = NULL;

    scenario->seed = seed;
    kit_group(scenario, "outage x", "hosts", hosts, "links", links, "mtbf", "36 h",
              "mttr", "12 h", NULL);
    world = kit_world(scenario);
    bp_world_start(world);
    kit_run(world, 1000 * BP_DAY_US);
    return sums(world)->faults;
}

/* A fault every 48 h on average, 500 in 1,000 days. A cycle is the sum of exponential times of
 * means 36 and 12 h, of deviation sqrt(36^2 + 12^2) = 37.9 h, so the count deviates by 37.9/48
 * sqrt(500) = 17.7: three times that are 53. Three links have three times as many. */
static void
test_by_chance(void)
{
    guint64 one = faults(1, "a--b", "none"), three = faults(1, "all", "none");

    g_assert_cmpuint(one, >, 447);
    g_assert_cmpuint(one, <, 553);
    g_assert_cmpuint(three, >, 1500 - 92);
    g_assert_cmpuint(three, <, 1500 + 92);
    g_assert_cmpuint(faults(1, "a--b", "none"), ==, one);
    g_assert_cmpuint(faults(2, "a--b", "none"), !=, one);
}

/* Faults of one do not depend on who else may fail: those of two links are those of the one
 * and those of the other, and so it is with hosts. */
static void
test_chances_are_apart(void)
{
    g_assert_cmpuint(faults(3, "a--b, b -- c", "none"), ==,
                     faults(3, "a--b", "none") + faults(3, "b--c", "none"));
    g_assert_cmpuint(faults(3, "a--b", "a, c"), ==,
                     faults(3, "a--b", "c") + faults(3, "a--b", "a") -
                         faults(3, "a--b", "none"));
}

/* With a fixed repair of 24 h and a fault the moment it is over, as good as always down. */
static void
test_fixed_repair(void)
{
    g_autoptr(BpScenario) scenario = scene(100);
    g_autoptr(BpWorld) world = NULL;

    kit_group(scenario, "outage x", "links", "b--a", "mtbf", "1 s", "mttr", "24 h",
              "repair", "fixed", NULL);
    world = kit_world(scenario);
    bp_world_start(world);
    kit_run(world, 100 * BP_DAY_US);
    g_assert_cmpuint(sums(world)->faults, ==, 100);
}

static void
test_check(void)
{
    static const struct {
        const char *key[8];
        const char *says;
    } cases[] = {
        {{"mtbf", "1 d"}, "*hosts*expected hosts, links or both*"},
        {{"hosts", "a"}, "*mtbf*expected mtbf (by chance), or at and lasts (once)*"},
        {{"hosts", "a", "at", "day 2"}, "*lasts*expected how long it lasts*"},
        {{"hosts", "a", "at", "day 2", "lasts", "1 h", "mtbf", "1 d"},
         "*mtbf = \"1 d\": expected only one of mtbf (by chance) and at (once)*"},
        {{"links", "a--d", "mtbf", "1 d"},
         "*links = \"a--d\": expected all, or links of the topology*no \"a--d\"*"},
        {{"links", "a", "mtbf", "1 d"}, "*there is no \"a\"*"},
        {{"hosts", "aa", "mtbf", "1 d"}, "*did you mean \"a\"*"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(BpScenario) scenario = scene(1);
        const char *const *key = cases[i].key;
        g_autofree char *problems = NULL;

        kit_group(scenario, "outage x", key[0], key[1], key[2], key[3], key[4], key[5],
                  key[6], key[7], NULL);
        problems = kit_problems(scenario);
        g_test_message("%s", problems);
        g_assert_true(g_pattern_match_simple(cases[i].says, problems));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/outage/dated", test_dated);
    g_test_add_func("/outage/mail waits", test_mail_waits);
    g_test_add_func("/outage/by chance", test_by_chance);
    g_test_add_func("/outage/chances are apart", test_chances_are_apart);
    g_test_add_func("/outage/fixed repair", test_fixed_repair);
    g_test_add_func("/outage/check", test_check);
    return g_test_run();
}
