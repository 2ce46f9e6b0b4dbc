/* Tests of rate limits: how many get in, when the next does, whose allowance it is. */
#include "scenario_kit.h"

static BpScenario *
scene(guint32 mailboxes)
{
    BpScenario *scenario = kit_scenario(60 * BP_DAY_US);

    kit_member(scenario, "x", 0, "open", 10000);
    kit_member(scenario, "y", 0, "open", 10000);
    kit_member(scenario, "v", mailboxes, "open", 10000);
    bp_network_finish(scenario->network);
    return scenario;
}

typedef struct {
    BpWorld *world;
    GString *text;
} Log;

static void
log_delivered(gpointer data, const BpMessageInfo *message, BpAddress to, guint32 peer)
{
    Log *log = data;
    gint64 us = bp_world_now_us(log->world);

    (void)message;
    g_string_append_printf(log->text, "%" G_GINT64_FORMAT ".%06d u%u by %s\n",
                           us / BP_SECOND_US, (int)(us % BP_SECOND_US), to.user,
                           bp_network_host(bp_world_network(log->world), peer).name);
}

static const BpObserver observer = {.delivered = log_delivered};

/* u0 at @from writes 1,000 bytes to u0, u1, ... at v. */
static void
write_letter(BpWorld *world, const char *from, guint n)
{
    BpRecipient to[8];
    BpLetter letter = {
        .kind = BP_HAM,
        .from = {kit_find(world, from), 0},
        .size_bytes = 1000,
        .recipients = to,
        .n_recipients = n,
    };

    for (guint i = 0; i < n; i++)
        to[i] = (BpRecipient){{kit_find(world, "v"), i}, BP_NONE};
    bp_post_write(bp_world_post(world), letter.from.host, &letter);
}

static void
check_log(const BpScenario *scenario, guint n_by_x, guint n_by_y, const char *text)
{
    Log log = {.world = kit_world(scenario), .text = g_string_new(NULL)};

    bp_post_observe(bp_world_post(log.world), &observer, &log);
    bp_world_start(log.world);
    if (n_by_x > 0)
        write_letter(log.world, "x", n_by_x);
    if (n_by_y > 0)
        write_letter(log.world, "y", n_by_y);
    kit_run(log.world, BP_DAY_US);
    g_assert_cmpstr(log.text->str, ==, text);
    g_assert_cmpuint(kit_books(log.world)->collateral, ==, 0);
    bp_world_free(log.world);
    g_string_free(log.text, TRUE);
}

/* One an hour, three at once: of five, asked about at 0.450 s, three get in, and 1 s later
 * the letter. The fourth may from 3600.450 s on: it was put off at 0.450 s (an envelope for
 * two has 330 bytes) and 1800.780 s, so 3601.110 s is when. The fifth, from 7200.450 s on:
 * put off at 3601.110 s, 5401.400 s and so in at 7201.690 s. */
static void
test_burst(void)
{
    g_autoptr(BpScenario) scenario = scene(5);

    kit_group(scenario, "rate-limit l", "subscribers", "v", "limit", "1 / h", "burst",
              "3", NULL);
    check_log(scenario, 5, 0,
              "1.450000 u0 by x\n"
              "1.450000 u1 by x\n"
              "1.450000 u2 by x\n"
              "3602.110000 u3 by x\n"
              "7202.690000 u4 by x\n");
}

/* Each host has its own allowance, and one is not asked about. Both share v's line: envelopes of
 * 330 bytes are there at 0.660 s, both letters 2 s later. u1 asks at 0.660 s, 1800.950 s and
 * 3601.240 s. */
static void
test_peers(void)
{
    g_autoptr(BpScenario) scenario = scene(2);

    kit_group(scenario, "rate-limit l", "subscribers", "v", "limit", "1 / h", "burst",
              "1", "passes", "y", NULL);
    check_log(scenario, 2, 2,
              "2.660000 u0 by x\n"
              "2.660000 u0 by y\n"
              "2.660000 u1 by y\n"
              "3602.240000 u1 by x\n");
}

/* A spammer who tries without a pause, door to door, 0.304 s a try, and 1 s more for a
 * letter that is taken. Ten at once and a hundred an hour: the first is asked about at 0.304
 * s, the n-th after the ten from 36 n s later on. So 109 of them in the first hour, and of
 * two limits the lower one counts. */
static void
test_an_hour(void)
{
    static const struct {
        const char *limit;
        const char *burst;
        guint64 delivered;
    } cases[] = {{"100 / h", "10", 109}, {"100 / h", "1", 100}, {"1 / h", "7", 7}};

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(BpScenario) scenario = scene(20000);
        g_autoptr(BpWorld) world = NULL;

        kit_group(scenario, "rate-limit l", "subscribers", "v", "limit", cases[i].limit,
                  "burst", cases[i].burst, NULL);
        kit_group(scenario, "rate-limit m", "subscribers", "v", "limit", "1000 / h",
                  "burst", "1000", NULL);
        kit_group(scenario, "spammer a", "host", "x", "line", "lan", "size", "1 KB",
                  "relays", "none", NULL);
        world = kit_world(scenario);
        bp_world_start(world);
        kit_run(world, BP_HOUR_US);
        g_assert_cmpuint(kit_books(world)->kind[BP_SPAM].in[BP_DELIVERED], ==,
                         cases[i].delivered);
        g_assert_cmpuint(kit_books(world)->refusals[BP_REASON_RATE_LIMITED], >, 10000);
    }
}

/* Who has been quiet for long has a burst again, and not more: two at 0 s, two after a
 * week, of three each. */
static void
test_quiet(void)
{
    g_autoptr(BpScenario) scenario = scene(3);
    g_autoptr(BpWorld) world = NULL;

    kit_group(scenario, "rate-limit l", "subscribers", "v", "limit", "1 / d", "burst",
              "2", NULL);
    world = kit_world(scenario);
    bp_world_start(world);
    for (guint week = 0; week < 2; week++) {
        bp_world_run_until(world, 7 * week * BP_DAY_US);
        write_letter(world, "x", 3);
        bp_world_run_until(world, 7 * week * BP_DAY_US + BP_HOUR_US);
        g_assert_cmpuint(kit_books(world)->kind[BP_HAM].in[BP_DELIVERED], ==,
                         3 * week + 2);
    }
    kit_run(world, 9 * BP_DAY_US);
    g_assert_cmpuint(kit_books(world)->kind[BP_HAM].in[BP_DELIVERED], ==, 6);
}

/* A question uses nothing up. */
static void
test_questions_are_not_noted(void)
{
    g_autoptr(BpScenario) scenario = scene(1);
    g_autoptr(BpWorld) world = NULL;
    BpQuestion question = {.on_net = TRUE};
    guint32 v;

    kit_group(scenario, "rate-limit l", "subscribers", "v", "limit", "1 / h", "burst",
              "1", NULL);
    world = kit_world(scenario);
    bp_world_start(world);
    v = kit_find(world, "v");
    question.peer = kit_find(world, "x");
    question.from = (BpAddress){question.peer, 0};
    question.to = (BpAddress){v, 0};
    for (guint i = 0; i < 3; i++)
        g_assert_cmpint(bp_post_judge(bp_world_post(world), v, &question).answer, ==,
                        BP_ANSWER_ACCEPT);
    write_letter(world, "x", 1);
    bp_world_run_until(world, BP_MINUTE_US);
    g_assert_cmpint(bp_post_judge(bp_world_post(world), v, &question).reason, ==,
                    BP_REASON_RATE_LIMITED);
}

static void
test_complaints(void)
{
    g_autoptr(BpScenario) scenario = scene(1);
    g_autofree char *says = NULL;

    kit_group(scenario, "rate-limit l", "subscribers", "v", "limit", "0 / h", NULL);
    says = kit_problems(scenario);
    g_assert_cmpstr(
        says, ==,
        "t.scenario:7: [rate-limit l] limit = \"0 / h\": expected more than "
        "none, such as 100 / h");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/rate-limit/burst", test_burst);
    g_test_add_func("/rate-limit/peers", test_peers);
    g_test_add_func("/rate-limit/an hour", test_an_hour);
    g_test_add_func("/rate-limit/quiet", test_quiet);
    g_test_add_func("/rate-limit/questions are not noted",
                    test_questions_are_not_noted);
    g_test_add_func("/rate-limit/complaints", test_complaints);
    return g_test_run();
}
