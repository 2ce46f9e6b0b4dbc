/* Tests of hosts that are cut off: by whom, on which links, for how long, and why. */
#include "letter_kit.h"

/* a and b are neighbours by UUCP, and so are b and c; a, d and e are on the net. */
static BpScenario *
scene(void)
{
    BpScenario *scenario = kit_scenario(60 * BP_DAY_US);
    guint32 a = kit_member(scenario, "a", 1, "open", 10000);
    guint32 b = kit_host(scenario, "b", 1, "open");
    guint32 c = kit_host(scenario, "c", 1, "open");

    kit_member(scenario, "d", 1, "open", 10000);
    kit_member(scenario, "e", 1, "open", 10000);
    kit_link(scenario, a, b, "g", 10000);
    kit_link(scenario, b, c, "g", 10000);
    bp_network_finish(scenario->network);
    return scenario;
}

static BpWorld *
begin(const BpScenario *scenario)
{
    BpWorld *world = kit_world(scenario);

    bp_world_start(world);
    return world;
}

/* Two days from day 2 on, and 12 h later: what a hands over is refused by its neighbour and
 * on the net, whoever wrote it; what it gets is not, nor what others hand over. */
static void
test_dated(void)
{
    g_autoptr(BpScenario) scenario = scene();
    g_autoptr(BpWorld) world = NULL;

    kit_group(scenario, "sanction", "hosts", "a", "from", "day 2", "after", "12 h",
              "for", "2 d", NULL);
    world = begin(scenario);
    kit_run(world, 35 * BP_HOUR_US);
    g_assert_cmpint(letter_fate(world, BP_HAM, "a", "b"), ==, BP_REASON_NONE);
    g_assert_cmpint(letter_fate(world, BP_HAM, "a", "b"), ==, BP_REASON_CUT_OFF);
    g_assert_cmpint(letter_fate(world, BP_HAM, "a", "d"), ==, BP_REASON_CUT_OFF);
    g_assert_cmpint(letter_fate(world, BP_HAM, "d", "c"), ==, BP_REASON_CUT_OFF);
    g_assert_cmpint(letter_fate(world, BP_HAM, "d", "a"), ==, BP_REASON_NONE);
    g_assert_cmpint(letter_fate(world, BP_HAM, "c", "a"), ==, BP_REASON_NONE);
    g_assert_cmpint(letter_fate(world, BP_HAM, "d", "e"), ==, BP_REASON_NONE);
    g_assert_cmpuint(kit_books(world)->collateral, ==, 3);
    kit_run(world, 84 * BP_HOUR_US - 1);
    g_assert_cmpint(letter_fate(world, BP_HAM, "a", "c"), ==, BP_REASON_NONE);
}

/* Without an end it is for good. b alone takes part: d still takes what a hands over. */
static void
test_neighbours(void)
{
    g_autoptr(BpScenario) scenario = scene();
    g_autoptr(BpWorld) world = NULL;

    kit_group(scenario, "sanction", "hosts", "a", "neighbours", "b", NULL);
    world = begin(scenario);
    kit_run(world, 50 * BP_DAY_US);
    g_assert_cmpint(letter_fate(world, BP_HAM, "a", "b"), ==, BP_REASON_CUT_OFF);
    g_assert_cmpint(letter_fate(world, BP_HAM, "a", "d"), ==, BP_REASON_NONE);
}

/* Twice, as AGIS did: off, back, and off again. */
static void
test_twice(void)
{
    g_autoptr(BpScenario) scenario = scene();
    g_autoptr(BpWorld) world = NULL;

    kit_group(scenario, "sanction one", "hosts", "a", "from", "day 2", "for", "1 d",
              NULL);
    kit_group(scenario, "sanction two", "hosts", "a", "from", "day 4", NULL);
    world = begin(scenario);
    for (guint day = 1; day <= 6; day++) {
        kit_run(world, (day - 1) * BP_DAY_US + BP_HOUR_US);
        g_assert_cmpint(letter_fate(world, BP_HAM, "a", "d"), ==,
                        day == 2 || day >= 4 ? BP_REASON_CUT_OFF : BP_REASON_NONE);
    }
}

/* agis, where the spammer is; r1, an open relay; ten users at v. */
static BpScenario *
spam(const char *relays)
{
    BpScenario *scenario = kit_scenario(BP_DAY_US);

    kit_member(scenario, "agis", 0, "open", 10000);
    kit_member(scenario, "r1", 0, "open", 10000);
    kit_member(scenario, "v", 10, "open", 10000);
    bp_network_finish(scenario->network);
    kit_group(scenario, "spammer x", "host", "agis", "line", "lan", "size", "1 KB",
              "bcc", "1", "relays", relays, NULL);
    return scenario;
}

static guint64
delivered(const BpScenario *scenario)
{
    g_autoptr(BpWorld) world = begin(scenario);

    kit_run(world, BP_HOUR_US);
    return kit_books(world)->kind[BP_SPAM].in[BP_DELIVERED];
}

/* Straight to v, a letter each 1.304 s, and everybody complains: the third is delivered at
 * 3.912 s, and the rest refused; or, 2 s later, the fourth (5.216 s) is delivered and the
 * fifth, to which v said yes at 5.52 s, as well. */
static void
test_on_complaints(void)
{
    g_autoptr(BpScenario) at_once = spam("none");
    g_autoptr(BpScenario) later = spam("none");
    g_autoptr(BpScenario) nobody = spam("none");

    kit_group(at_once, "sanction", "on", "complaints", "complaint", "100%",
              "complaints", "3", NULL);
    g_assert_cmpuint(delivered(at_once), ==, 3);
    kit_group(later, "sanction", "on", "complaints", "complaint", "100%", "complaints",
              "3", "after", "2 s", NULL);
    g_assert_cmpuint(delivered(later), ==, 5);
    kit_group(nobody, "sanction", "on", "complaints", "complaint", "0%", "complaints",
              "1", NULL);
    g_assert_cmpuint(delivered(nobody), ==, 10);
}

/* By r1: complaints go to both, and each can be spared by naming the other. He hands a letter
 * over each 1.304 s, and r1 sends each on in 1.290 s, so that the third is delivered at 3 *
 * 1.304 + 1.290 = 5.202 s. r1 has said yes to the fourth by then (3.912 + 0.304 s), and v has
 * not been asked for it (5.216 + 0.290 s): if agis is cut off it comes through, and if r1 is it
 * does not. */
static void
test_relay_is_complained_of(void)
{
    g_autoptr(BpScenario) source = spam("r1");
    g_autoptr(BpScenario) relay = spam("r1");

    kit_group(source, "sanction", "on", "complaints", "hosts", "agis", "complaint",
              "100%", "complaints", "3", NULL);
    g_assert_cmpuint(delivered(source), ==, 4);
    kit_group(relay, "sanction", "on", "complaints", "hosts", "r1", "complaint", "100%",
              "complaints", "3", NULL);
    g_assert_cmpuint(delivered(relay), ==, 3);
}

/* Complaints before it begins do not count; it is over after a second, and they count
 * afresh. The fourth and fifth letter are delivered at 5.216 and 6.52 s; then a second's
 * sanction refuses the sixth at 6.52 + 0.304 s. What it refuses takes 0.304 s: that, and the
 * seventh (7.128 s) and eighth (7.432 s) are lost, and the ninth is asked for at 7.736 s:
 * delivered, as the tenth. */
static void
test_from_and_for(void)
{
    g_autoptr(BpScenario) scenario = spam("none");
    BpGroup *group = kit_group(scenario, "sanction", "on", "complaints", "complaint",
                               "100%", "complaints", "2", "for", "1 s", NULL);

    group->values[bp_param_find(group->actor->params, "from")].number =
        4 * BP_SECOND_US;
    g_assert_cmpuint(delivered(scenario), ==, 7);
}

/* What is complained of once the sanction is on its way, or while it lasts, counts neither for
 * this one nor for the next. The first letter (1.304 s) brings it two seconds later, for two:
 * the second (2.608 s) and the third (3.912 s) bring no other. Four are refused, the last at
 * 5.128 s; the eighth is taken at 5.432 s, delivered a second later, and brings the next, two
 * seconds after which the tenth has been taken (8.04 s). */
static void
test_not_twice(void)
{
    g_autoptr(BpScenario) scenario = spam("none");

    kit_group(scenario, "sanction", "on", "complaints", "complaint", "100%",
              "complaints", "1", "after", "2 s", "for", "2 s", NULL);
    g_assert_cmpuint(delivered(scenario), ==, 6);
}

static void
test_problems(void)
{
    g_autoptr(BpScenario) scenario = scene();
    g_autofree char *none = NULL, *unknown = NULL;

    kit_group(scenario, "sanction x", NULL);
    none = kit_problems(scenario);
    g_assert_cmpstr(none, ==,
                    "[sanction x] hosts is not given: expected names of hosts, or on = "
                    "complaints");
    g_ptr_array_set_size(scenario->groups, 0);
    kit_group(scenario, "sanction x", "hosts", "aa", "neighbours", "b, net", NULL);
    unknown = kit_problems(scenario);
    g_assert_cmpstr(unknown, ==,
                    "t.scenario:7: [sanction x] hosts = \"aa\": expected a host of the "
                    "topology; did you mean \"a\"?\n"
                    "t.scenario:7: [sanction x] neighbours = \"b, net\": expected a "
                    "host; net is a net");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sanction/dated", test_dated);
    g_test_add_func("/sanction/neighbours", test_neighbours);
    g_test_add_func("/sanction/twice", test_twice);
    g_test_add_func("/sanction/on complaints", test_on_complaints);
    g_test_add_func("/sanction/relay is complained of", test_relay_is_complained_of);
    g_test_add_func("/sanction/from and for", test_from_and_for);
    g_test_add_func("/sanction/not twice", test_not_twice);
    g_test_add_func("/sanction/problems", test_problems);
    return g_test_run();
}
