/* Tests of acceptable-use policies: what is noticed where, and what follows. */
#include "letter_kit.h"

#include <math.h>

/* a - b - c by UUCP; c, d and e on the net, where c costs nobody a detour. */
static BpScenario *
scene(void)
{
    BpScenario *scenario = kit_scenario(60 * BP_DAY_US);
    guint32 a = kit_host(scenario, "a", 1, "open");
    guint32 b = kit_host(scenario, "b", 1, "open");
    guint32 c = kit_member(scenario, "c", 1, "open", 10000);

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

/* A host judges what is handed over to it, not what its own users write. Spam is commercial;
 * letters are, or are not, and then they are collateral. */
static void
test_host(void)
{
    for (guint all = 0; all < 2; all++) {
        g_autoptr(BpScenario) scenario = scene();
        g_autoptr(BpWorld) world = NULL;
        BpReason ham = all ? BP_REASON_ACCEPTABLE_USE : BP_REASON_NONE;

        kit_group(scenario, "acceptable-use x", "where", "b", "detection", "100%",
                  "commercial", all ? "100%" : "0%", NULL);
        world = begin(scenario);
        g_assert_cmpint(letter_fate(world, BP_SPAM, "a", "d"), ==,
                        BP_REASON_ACCEPTABLE_USE);
        g_assert_cmpint(letter_fate(world, BP_HAM, "a", "d"), ==, ham);
        g_assert_cmpint(letter_fate(world, BP_HAM, "b", "d"), ==, BP_REASON_NONE);
        g_assert_cmpint(letter_fate(world, BP_HAM, "d", "e"), ==, BP_REASON_NONE);
        g_assert_cmpuint(kit_books(world)->collateral, ==, all);
    }
}

/* A net judges what its members hand over to one another, and not what comes to them by
 * other links. */
static void
test_net(void)
{
    g_autoptr(BpScenario) scenario = scene();
    g_autoptr(BpWorld) world = NULL;

    kit_group(scenario, "acceptable-use x", "where", "net", "detection", "100%",
              "commercial", "100%", NULL);
    world = begin(scenario);
    g_assert_cmpint(letter_fate(world, BP_HAM, "d", "e"), ==, BP_REASON_ACCEPTABLE_USE);
    g_assert_cmpint(letter_fate(world, BP_HAM, "d", "a"), ==, BP_REASON_ACCEPTABLE_USE);
    g_assert_cmpint(letter_fate(world, BP_HAM, "a", "d"), ==, BP_REASON_ACCEPTABLE_USE);
    g_assert_cmpint(letter_fate(world, BP_HAM, "a", "c"), ==, BP_REASON_NONE);
}

/* Of 1,000 letters d to e: how many a net that notices @detection refuses. */
static guint64
refused(const char *commercial, const char *detection)
{
    g_autoptr(BpScenario) scenario = scene();
    g_autoptr(BpWorld) world = NULL;

    kit_group(scenario, "acceptable-use x", "where", "net", "detection", detection,
              "commercial", commercial, NULL);
    world = begin(scenario);
    for (guint i = 0; i < 1000; i++)
        letter_fate(world, BP_HAM, "d", "e");
    return kit_books(world)->collateral;
}

static void
test_shares(void)
{
    g_assert_cmpfloat_with_epsilon((double)refused("30%", "100%"), 300,
                                   5 * sqrt(1000 * 0.3 * 0.7));
    g_assert_cmpfloat_with_epsilon((double)refused("100%", "30%"), 300,
                                   5 * sqrt(1000 * 0.3 * 0.7));
    g_assert_cmpfloat_with_epsilon((double)refused("50%", "40%"), 200,
                                   5 * sqrt(1000 * 0.2 * 0.8));
    g_assert_cmpuint(refused("0%", "100%"), ==, 0);
    g_assert_cmpuint(refused("100%", "0%"), ==, 0);
}

/* A letter is as commercial for one administration as for another: of 400 to d and to e, who
 * have one each, the same ones are refused, whichever of them the copy comes to first. */
static void
test_commercial_is_the_letters_own(void)
{
    g_autoptr(BpScenario) scenario = scene();
    g_autoptr(BpWorld) world = NULL;
    guint n = 0;

    kit_group(scenario, "acceptable-use x", "where", "d", "detection", "100%",
              "commercial", "50%", NULL);
    kit_group(scenario, "acceptable-use y", "where", "e", "detection", "100%",
              "commercial", "50%", NULL);
    world = begin(scenario);
    for (guint i = 0; i < 400; i++) {
        guint64 before = kit_books(world)->collateral;
        BpRecipient to[] = {{{kit_find(world, "d"), 0}, BP_NONE},
                            {{kit_find(world, "e"), 0}, BP_NONE}};
        BpLetter letter = {
            .kind = BP_HAM,
            .from = {kit_find(world, "c"), 0},
            .size_bytes = 1000,
            .recipients = to,
            .n_recipients = 2,
        };

        bp_post_write(bp_world_post(world), letter.from.host, &letter);
        kit_run(world, bp_world_now_us(world) + BP_MINUTE_US);
        g_assert_cmpuint((kit_books(world)->collateral - before) % 2, ==, 0);
        n += kit_books(world)->collateral > before;
    }
    g_assert_cmpfloat_with_epsilon(n, 200, 5 * 10);
}

/* His host, and twenty users at v, who has a policy. */
static BpScenario *
spam(void)
{
    BpScenario *scenario = kit_scenario(60 * BP_DAY_US);

    kit_member(scenario, "agis", 1, "open", 10000);
    kit_member(scenario, "v", 20, "open", 10000);
    kit_member(scenario, "w", 0, "open", 10000);
    bp_network_finish(scenario->network);
    return scenario;
}

/* A letter for one each, straight to v, of which each is noticed and refused. Two warnings,
 * and the third closes his account: what he hands over in the same instant goes as well. */
static void
test_account(void)
{
    g_autoptr(BpScenario) scenario = spam();
    g_autoptr(BpWorld) world = NULL;
    const BpTally *tally;

    kit_group(scenario, "spammer x", "host", "agis", "line", "lan", "relays", "none",
              "targets", "21", NULL);
    kit_group(scenario, "acceptable-use x", "where", "v", "detection", "100%",
              "sanction", "account", "warnings", "2", NULL);
    world = begin(scenario);
    kit_run(world, BP_HOUR_US);
    tally = &kit_books(world)->kind[BP_SPAM];
    /* One target is of his own host, where nobody looks. */
    g_assert_cmpuint(tally->ended_by[BP_REASON_ACCEPTABLE_USE], >=, 3);
    g_assert_cmpuint(tally->ended_by[BP_REASON_ACCEPTABLE_USE], <=, 4);
    g_assert_cmpuint(tally->in[BP_DELIVERED], <=, 1);
    g_assert_cmpuint(tally->sent, <=, 5);
    g_assert_cmpint(letter_fate(world, BP_HAM, "agis", "v"), ==, BP_REASON_NONE);
}

/* One letter of agis for five of v's users. */
static void
write_to_five(BpWorld *world)
{
    guint32 agis = kit_find(world, "agis");
    BpRecipient to[5];
    BpLetter letter = {
        .kind = BP_SPAM,
        .from = {agis, 0},
        .size_bytes = 1000,
        .recipients = to,
        .n_recipients = 5,
    };

    for (guint i = 0; i < 5; i++)
        to[i] = (BpRecipient){{kit_find(world, "v"), i}, BP_NONE};
    bp_post_write(bp_world_post(world), agis, &letter);
}

/* One letter for five is noticed once: a warning. The second, a day later, brings the
 * sanction, and v takes nothing from agis for three days; w may still hand over, and v to
 * agis. Then there is a warning again before the next. */
static void
test_peer(void)
{
    g_autoptr(BpScenario) scenario = spam();
    g_autoptr(BpWorld) world = NULL;
    const guint64 *ended_by;

    kit_group(scenario, "acceptable-use x", "where", "v", "detection", "100%",
              "sanction", "peer", "lasts", "3 d", NULL);
    world = begin(scenario);
    ended_by = kit_books(world)->kind[BP_SPAM].ended_by;
    write_to_five(world);
    kit_run(world, BP_DAY_US);
    g_assert_cmpuint(ended_by[BP_REASON_ACCEPTABLE_USE], ==, 5);
    g_assert_cmpint(letter_fate(world, BP_HAM, "agis", "v"), ==, BP_REASON_NONE);
    write_to_five(world);
    kit_run(world, 2 * BP_DAY_US);
    g_assert_cmpuint(ended_by[BP_REASON_ACCEPTABLE_USE], ==, 10);
    g_assert_cmpint(letter_fate(world, BP_HAM, "agis", "v"), ==, BP_REASON_CUT_OFF);
    g_assert_cmpint(letter_fate(world, BP_HAM, "w", "v"), ==, BP_REASON_NONE);
    g_assert_cmpint(letter_fate(world, BP_HAM, "v", "agis"), ==, BP_REASON_NONE);
    kit_run(world, 4 * BP_DAY_US);
    g_assert_cmpint(letter_fate(world, BP_HAM, "agis", "v"), ==, BP_REASON_CUT_OFF);
    kit_run(world, 4 * BP_DAY_US + 2 * BP_HOUR_US);
    g_assert_cmpint(letter_fate(world, BP_HAM, "agis", "v"), ==, BP_REASON_NONE);
    write_to_five(world);
    kit_run(world, 5 * BP_DAY_US);
    g_assert_cmpuint(ended_by[BP_REASON_ACCEPTABLE_USE], ==, 15);
    g_assert_cmpint(letter_fate(world, BP_HAM, "agis", "v"), ==, BP_REASON_NONE);
}

static void
test_problems(void)
{
    g_autoptr(BpScenario) scenario = scene();
    g_autofree char *says = NULL;

    kit_group(scenario, "acceptable-use x", "where", "net, c, nett", NULL);
    says = kit_problems(scenario);
    g_assert_cmpstr(says, ==,
                    "t.scenario:7: [acceptable-use x] where = \"net, c, nett\": "
                    "expected a host of the topology; did you mean \"net\"?");
}

/* Sixteen guards are all there are: eight groups that may need two each, and no more. */
static void
test_too_many(void)
{
    g_autoptr(BpScenario) scenario = scene();
    g_autofree char *none = NULL, *says = NULL;

    for (guint i = 0; i < 8; i++)
        kit_group(scenario, "acceptable-use x", "where", "b", "sanction", "peer", NULL);
    none = kit_problems(scenario);
    g_assert_cmpstr(none, ==, "");
    kit_group(scenario, "sanction y", "hosts", "a", NULL);
    says = kit_problems(scenario);
    g_assert_nonnull(strstr(says, "[sanction y]: expected at most 16 groups in all of: "
                                  "acceptable-use (counts for 2), sanction"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/aup/host", test_host);
    g_test_add_func("/aup/net", test_net);
    g_test_add_func("/aup/shares", test_shares);
    g_test_add_func("/aup/commercial is the letter's own",
                    test_commercial_is_the_letters_own);
    g_test_add_func("/aup/account", test_account);
    g_test_add_func("/aup/peer", test_peer);
    g_test_add_func("/aup/problems", test_problems);
    g_test_add_func("/aup/too many", test_too_many);
    return g_test_run();
}
