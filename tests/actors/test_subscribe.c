/* Tests of subscribing: who has a defence, from when on, and how many there may be. */
#include "scenario_kit.h"

#include "forget.h"

static BpScenario *
scene(void)
{
    BpScenario *scenario = kit_scenario(60 * BP_DAY_US);

    kit_member(scenario, "x", 0, "open", 10000);
    kit_member(scenario, "v1", 70, "open", 10000);
    kit_member(scenario, "v2", 20, "open", 10000);
    kit_member(scenario, "v3", 6, "open", 10000);
    kit_member(scenario, "v4", 4, "open", 10000);
    bp_network_finish(scenario->network);
    return scenario;
}

/* The hosts that put x off. */
static char *
who_asks(const BpWorld *world)
{
    GString *names = g_string_new(NULL);

    for (guint i = 1; i <= 4; i++) {
        g_autofree char *name = g_strdup_printf("v%u", i);
        guint32 host = kit_find(world, name);
        BpQuestion question = {
            .peer = kit_find(world, "x"), .on_net = TRUE, .to = {host, 0}};

        if (bp_post_judge(bp_world_post(world), host, &question).reason ==
            BP_REASON_GREYLISTED)
            g_string_append(names, name);
    }
    return g_string_free(names, FALSE);
}

static void
test_who(void)
{
    static const struct {
        const char *subscribers;
        const char *asks;
    } cases[] = {
        {"all", "v1v2v3v4"}, {"none", ""}, {"largest 90%", "v1v2"}, {"v4, v2", "v2v4"}};

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(BpScenario) scenario = scene();
        g_autoptr(BpWorld) world = NULL;
        g_autofree char *asks = NULL;

        kit_group(scenario, "greylist g", "subscribers", cases[i].subscribers, NULL);
        world = kit_world(scenario);
        bp_world_start(world);
        asks = who_asks(world);
        g_assert_cmpstr(asks, ==, cases[i].asks);
    }
}

/* From day 2 on, four in eight hours: one each two hours, the first after two. Who has
 * joined stays. */
static void
test_joining(void)
{
    g_autoptr(BpScenario) scenario = scene();
    g_autoptr(BpWorld) world = NULL;

    kit_group(scenario, "greylist g", "subscribers", "all", "join-from", "day 2",
              "join-over", "8 h", NULL);
    world = kit_world(scenario);
    bp_world_start(world);
    for (guint n = 1; n <= 4; n++) {
        gint64 joins_us = BP_DAY_US + 2 * n * BP_HOUR_US;
        g_autofree char *before = NULL, *after = NULL;

        bp_world_run_until(world, joins_us);
        before = who_asks(world);
        g_assert_cmpuint(strlen(before), ==, 2 * (n - 1));
        bp_world_run_until(world, joins_us + 1);
        after = who_asks(world);
        g_assert_cmpuint(strlen(after), ==, 2 * n);
    }
}

static void
test_unknown_hosts(void)
{
    static const char *const titles[] = {"clearing-house a", "greylist b",
                                         "rate-limit c"};

    for (guint i = 0; i < G_N_ELEMENTS(titles); i++) {
        g_autoptr(BpScenario) scenario = scene();
        g_autofree char *says = NULL, *expected = NULL;

        kit_group(scenario, titles[i], "subscribers", "v1, w2", "passes", "net", NULL);
        says = kit_problems(scenario);
        expected = g_strdup_printf(
            "t.scenario:7: [%s] subscribers = \"v1, w2\": expected a host of the "
            "topology; did you mean \"v2\"?\n"
            "t.scenario:7: [%s] passes = \"net\": expected a host; net is a net",
            titles[i], titles[i]);
        g_assert_cmpstr(says, ==, expected);
    }
}

/* Defences of all kinds share sixteen places; one that is switched off takes none, and the
 * first that finds no place is complained of. */
static void
test_too_many(void)
{
    static const char *const kinds[] = {"blacklist", "clearing-house", "greylist",
                                        "rate-limit"};
    g_autoptr(BpScenario) scenario = scene();
    g_autofree char *fits = NULL, *too_many = NULL;

    for (guint i = 0; i < BP_GUARDS_MAX; i++) {
        g_autofree char *title = g_strdup_printf("%s g%u", kinds[i % 4], i);

        kit_group(scenario, title, "subscribers", "all", NULL);
    }
    kit_group(scenario, "greylist off", "subscribers", "all", NULL)->enabled = FALSE;
    fits = kit_problems(scenario);
    g_assert_cmpstr(fits, ==, "");
    kit_group(scenario, "rate-limit last", "subscribers", "all", NULL);
    too_many = kit_problems(scenario);
    g_assert_true(g_str_has_prefix(
        too_many, "[rate-limit last]: expected at "
                  "most 16 groups in all of: blacklist, clearing-house, greylist, "
                  "rate-limit"));
}

static gboolean
is_below(gpointer key, gpointer value, gpointer data)
{
    (void)value;
    return GPOINTER_TO_UINT(key) < *(guint *)data;
}

/* Of a million numbers, only the last hundred of which mean anything, a table never holds
 * much more than it did when it was first looked at. */
static void
test_forgetting(void)
{
    g_autoptr(GHashTable) table = g_hash_table_new(NULL, NULL);
    guint limit = 0;

    for (guint i = 1; i <= 1000000; i++) {
        guint oldest = MAX(i, 100) - 100;

        bp_forget(table, &limit, is_below, &oldest);
        g_hash_table_add(table, GUINT_TO_POINTER(i));
        g_assert_cmpuint(g_hash_table_size(table), <=, 1024);
    }
    g_assert_true(g_hash_table_contains(table, GUINT_TO_POINTER(999900)));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/subscribe/who", test_who);
    g_test_add_func("/subscribe/joining", test_joining);
    g_test_add_func("/subscribe/unknown hosts", test_unknown_hosts);
    g_test_add_func("/subscribe/too many", test_too_many);
    g_test_add_func("/subscribe/forgetting", test_forgetting);
    return g_test_run();
}
