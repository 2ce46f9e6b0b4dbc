/* Tests of filters: when an owner begins, what is thrown away then. */
#include "letter_kit.h"

#include <math.h>

static BpScenario *
scene(void)
{
    BpScenario *scenario = kit_scenario(60 * BP_DAY_US);

    kit_member(scenario, "v", 1, "open", 10000);
    kit_member(scenario, "w", 1, "open", 10000);
    bp_network_finish(scenario->network);
    return scenario;
}

/* What comes to v, a letter after the other: s for spam, h for ham. Returns how many of them
 * were thrown away, as capitals in the same text. */
static char *
fates(const BpScenario *scenario, const char *letters)
{
    g_autoptr(BpWorld) world = kit_world(scenario);
    char *result = g_strdup(letters);

    bp_world_start(world);
    for (char *c = result; *c != '\0'; c++)
        if (letter_fate(world, *c == 's' ? BP_SPAM : BP_HAM, "w", "v") ==
            BP_REASON_FILTERED)
            *c = g_ascii_toupper(*c);
    return result;
}

static void
expect(const char *letters, const char *wrong)
{
    g_autoptr(BpScenario) scenario = scene();
    g_autofree char *given = g_ascii_strdown(letters, -1);
    g_autofree char *result = NULL;

    kit_group(scenario, "filter", "least", "4", "share", "50%", "hit", "100%", "wrong",
              wrong, NULL);
    result = fates(scenario, given);
    g_assert_cmpstr(result, ==, letters);
}

/* Four letters at least, and more than half of them spam: not at three of three, not at two
 * of four; then all spam goes. */
static void
test_begins(void)
{
    expect("sssshhS", "0%");
    expect("ssshShS", "0%");
    expect("hhssshSS", "0%");
    expect("hshshshs", "0%");
}

/* Ham that is taken for spam counts as collateral. */
static void
test_wrong(void)
{
    expect("ssssHSH", "100%");
}

/* Who does not begin never does; others are not asked at all. */
static void
test_does_not_begin(void)
{
    static const char *const cases[][2] = {
        {"all", "0%"}, {"none", "100%"}, {"w", "100%"}};

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(BpScenario) scenario = scene();
        g_autofree char *result = NULL;

        kit_group(scenario, "filter", "least", "1", "hit", "100%", "hosts", cases[i][0],
                  "adopts", cases[i][1], NULL);
        result = fates(scenario, "ssssss");
        g_assert_cmpstr(result, ==, "ssssss");
    }
}

static void
write_many(BpWorld *world, BpKind kind, guint n, gint64 apart_us)
{
    for (guint i = 0; i < n; i++) {
        kit_run(world, bp_world_now_us(world) + apart_us);
        letter_write(world, kind, "v", "v");
    }
}

/* 1,000 spams and 1,000 letters after the first spam; with a larger chance no fewer go. */
static void
test_shares(void)
{
    static const struct {
        const char *hit;
        double p;
    } cases[] = {{"30%", 0.3}, {"90%", 0.9}};
    guint64 before = 0;

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(BpScenario) scenario = scene();
        g_autoptr(BpWorld) world = NULL;
        double p = cases[i].p;
        const BpTally *ham, *spam;

        kit_group(scenario, "filter", "least", "1", "hit", cases[i].hit, "wrong", "2%",
                  NULL);
        world = kit_world(scenario);
        bp_world_start(world);
        write_many(world, BP_SPAM, 1001, BP_SECOND_US);
        write_many(world, BP_HAM, 1000, BP_SECOND_US);
        spam = &kit_books(world)->kind[BP_SPAM];
        ham = &kit_books(world)->kind[BP_HAM];
        g_assert_cmpfloat_with_epsilon((double)spam->in[BP_DISCARDED], 1000 * p,
                                       5 * sqrt(1000 * p * (1 - p)));
        g_assert_cmpfloat_with_epsilon((double)ham->in[BP_DISCARDED], 20,
                                       5 * sqrt(1000 * 0.02 * 0.98));
        g_assert_cmpuint(kit_books(world)->collateral, ==, ham->in[BP_DISCARDED]);
        g_assert_cmpuint(spam->in[BP_DISCARDED], >, before);
        before = spam->in[BP_DISCARDED];
    }
}

/* Letter and spam in turn, 32,767 and 32,766: never more than half. With the next letter the
 * counts are halved first: 16,383 of 32,767 are spam then, one spam later just half, another
 * one later more, and the third is the first to go. */
static void
test_counts_are_halved(void)
{
    g_autoptr(BpScenario) scenario = scene();
    g_autoptr(BpWorld) world = NULL;

    kit_group(scenario, "filter", "hit", "100%", NULL);
    world = kit_world(scenario);
    bp_world_start(world);
    for (guint i = 0; i < 65533; i++)
        letter_write(world, i % 2 == 0 ? BP_HAM : BP_SPAM, "v", "v");
    letter_write(world, BP_HAM, "v", "v");
    for (guint i = 0; i < 3; i++)
        letter_write(world, BP_SPAM, "v", "v");
    kit_run(world, BP_HOUR_US);
    g_assert_cmpuint(kit_books(world)->kind[BP_SPAM].in[BP_DISCARDED], ==, 1);
}

static void
test_problems(void)
{
    g_autoptr(BpScenario) scenario = scene();
    g_autofree char *says = NULL;

    kit_group(scenario, "filter a", "hosts", "x1", NULL);
    says = kit_problems(scenario);
    g_assert_nonnull(strstr(says, "[filter a] hosts = \"x1\": expected a host of the"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/filter/begins", test_begins);
    g_test_add_func("/filter/wrong", test_wrong);
    g_test_add_func("/filter/does not begin", test_does_not_begin);
    g_test_add_func("/filter/shares", test_shares);
    g_test_add_func("/filter/counts are halved", test_counts_are_halved);
    g_test_add_func("/filter/problems", test_problems);
    return g_test_run();
}
