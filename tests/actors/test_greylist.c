/* Tests of greylists: who has to come again, when he is let in, how long he is known. */
#include "scenario_kit.h"

/* x, who writes; agis, where the spammer is; relay r1; v, which has a greylist. */
static BpScenario *
scene(guint32 mailboxes)
{
    BpScenario *scenario = kit_scenario(60 * BP_DAY_US);

    kit_member(scenario, "x", 0, "open", 10000);
    kit_member(scenario, "agis", 0, "open", 10000);
    kit_member(scenario, "r1", 0, "open", 10000);
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
    (void)peer;
    g_string_append_printf(log->text, "%" G_GINT64_FORMAT ".%06d u%u\n",
                           us / BP_SECOND_US, (int)(us % BP_SECOND_US), to.user);
}

static const BpObserver observer = {.delivered = log_delivered};

static void
begin(Log *log, const BpScenario *scenario)
{
    log->world = kit_world(scenario);
    log->text = g_string_new(NULL);
    bp_post_observe(bp_world_post(log->world), &observer, log);
    bp_world_start(log->world);
}

static void
end(Log *log)
{
    bp_world_free(log->world);
    g_string_free(log->text, TRUE);
}

/* u@from at x writes 1,000 bytes to u@to at v. */
static void
write_letter(const Log *log, gint64 at_us, guint32 from, guint32 to)
{
    BpRecipient recipient = {{kit_find(log->world, "v"), to}, BP_NONE};
    BpLetter letter = {
        .kind = BP_HAM,
        .from = {kit_find(log->world, "x"), from},
        .size_bytes = 1000,
        .recipients = &recipient,
        .n_recipients = 1,
    };

    bp_world_run_until(log->world, at_us);
    bp_post_write(bp_world_post(log->world), letter.from.host, &letter);
}

/* An envelope takes 0.290 s, a letter 1 s more. The first is put off by one retry of its
 * host, half an hour, and the second asking. Who is known is not; another recipient, or
 * another sender, is. */
static void
test_ham_is_put_off_once(void)
{
    g_autoptr(BpScenario) scenario = scene(2);
    Log log;

    kit_group(scenario, "greylist g", "subscribers", "v", NULL);
    begin(&log, scenario);
    write_letter(&log, 0, 0, 0);
    write_letter(&log, 2 * BP_HOUR_US, 0, 0);
    write_letter(&log, 4 * BP_HOUR_US, 0, 1);
    write_letter(&log, 6 * BP_HOUR_US, 1, 1);
    kit_run(log.world, BP_DAY_US);
    g_assert_cmpstr(log.text->str, ==,
                    "1801.580000 u0\n"
                    "7201.290000 u0\n"
                    "16201.580000 u1\n"
                    "23401.580000 u1\n");
    g_assert_cmpuint(kit_books(log.world)->refusals[BP_REASON_GREYLISTED], ==, 3);
    g_assert_cmpuint(kit_books(log.world)->collateral, ==, 0);
    end(&log);
}

/* The letter gets to u0 at @us, for one such setting; within a day never, if -1. */
static void
check_first(gint64 us, const char *key, const char *value, const char *key2,
            const char *value2)
{
    g_autoptr(BpScenario) scenario = scene(1);
    g_autofree char *expected =
        us < 0 ? g_strdup("")
               : g_strdup_printf("%" G_GINT64_FORMAT ".%06d u0\n", us / BP_SECOND_US,
                                 (int)(us % BP_SECOND_US));
    Log log;

    kit_group(scenario, "greylist g", "subscribers", "v", key, value, key2, value2,
              NULL);
    begin(&log, scenario);
    write_letter(&log, 0, 0, 0);
    kit_run(log.world, BP_DAY_US);
    g_assert_cmpstr(log.text->str, ==, expected);
    end(&log);
}

#define AT_ONCE 1290000
#define ONE_RETRY 1801580000
#define TWO_RETRIES 3601870000
#define NEVER -1

/* It is seen at 0.290 s and, after half an hour and another 0.290 s, again: 1800.290 s
 * old. */
static void
test_delay(void)
{
    check_first(ONE_RETRY, "delay", "1800.29 s", NULL, NULL);
    check_first(TWO_RETRIES, "delay", "1800.290001 s", NULL, NULL);
    check_first(AT_ONCE, "passes", "x", NULL, NULL);
    check_first(ONE_RETRY, "passes", "agis", NULL, NULL);
}

/* Who comes when the window is over begins anew, and if he always does, never gets in. */
static void
test_window(void)
{
    check_first(ONE_RETRY, "delay", "25 min", "window", "1800.290001 s");
    check_first(NEVER, "delay", "25 min", "window", "1800.29 s");
}

/* Let in at 1800.580 s; then known for an hour from each time it is let in: it asks twice
 * just before the hour is over, and then as it is. */
static void
test_remembers(void)
{
    g_autoptr(BpScenario) scenario = scene(1);
    Log log;
    gint64 let_in_us = 1800580000, asks_us = 290000;

    kit_group(scenario, "greylist g", "subscribers", "v", "remembers", "1 h", NULL);
    begin(&log, scenario);
    write_letter(&log, 0, 0, 0);
    write_letter(&log, let_in_us + BP_HOUR_US - 1 - asks_us, 0, 0);
    write_letter(&log, let_in_us + 2 * BP_HOUR_US - 2 - asks_us, 0, 0);
    write_letter(&log, let_in_us + 3 * BP_HOUR_US - 2 - asks_us, 0, 0);
    kit_run(log.world, BP_DAY_US);
    g_assert_cmpstr(log.text->str, ==,
                    "1801.580000 u0\n"
                    "5401.579999 u0\n"
                    "9001.579998 u0\n"
                    "14401.869998 u0\n");
    end(&log);
}

static void
spammer(BpScenario *scenario, const char *title, const char *relays, const char *start)
{
    kit_group(scenario, title, "host", "agis", "line", "lan", "size", "1 KB", "relays",
              relays, "start", start, NULL);
}

/* He goes from door to door, and does not come again: nothing. Whoever signs with the same
 * name a day later begins anew; but who does within the window, and after the delay, is
 * taken for his second try. */
static void
test_direct_spammer(void)
{
    static const struct {
        const char *again;
        guint64 delivered;
    } cases[] = {
        {"day 2", 0}, {"day 1 00:20", 0}, {"day 1 01:00", 3}, {"day 1 04:01", 0}};

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(BpScenario) scenario = scene(3);
        g_autoptr(BpWorld) world = NULL;
        const BpBooks *books;

        kit_group(scenario, "greylist g", "subscribers", "v", NULL);
        spammer(scenario, "spammer a", "none", "day 1");
        spammer(scenario, "spammer b", "none", cases[i].again);
        world = kit_world(scenario);
        bp_world_start(world);
        kit_run(world, 3 * BP_DAY_US);
        books = kit_books(world);
        g_assert_cmpuint(books->kind[BP_SPAM].in[BP_DELIVERED], ==, cases[i].delivered);
        g_assert_cmpuint(books->kind[BP_SPAM].in[BP_BOUNCED], ==,
                         6 - cases[i].delivered);
        g_assert_cmpuint(books->refusals[BP_REASON_GREYLISTED], ==,
                         6 - cases[i].delivered);
    }
}

/* A relay does come again: three recipients, 0.370 + 1 s from him and nine round trips of 2
 * ms; at v's door 0.370 s, half an hour, 0.370 s, and the letter. */
static void
test_relayed_spam(void)
{
    g_autoptr(BpScenario) scenario = scene(3);
    Log log;

    kit_group(scenario, "greylist g", "subscribers", "v", NULL);
    spammer(scenario, "spammer a", "r1", "day 1");
    begin(&log, scenario);
    kit_run(log.world, BP_DAY_US);
    g_assert_cmpuint(kit_books(log.world)->kind[BP_SPAM].in[BP_DELIVERED], ==, 3);
    g_assert_true(g_str_has_prefix(log.text->str, "1803.128000 u"));
    end(&log);
}

static BpAnswer
judge(const BpWorld *world, const char *peer)
{
    BpQuestion question = {
        .peer = kit_find(world, peer),
        .on_net = TRUE,
        .from = {kit_find(world, "x"), 0},
        .to = {kit_find(world, "v"), 0},
    };

    return bp_post_judge(bp_world_post(world), kit_find(world, "v"), &question).answer;
}

/* A question leaves no trace: not the first time, and not to make known what is old
 * enough. By another host it is another triplet. */
static void
test_questions_are_not_noted(void)
{
    g_autoptr(BpScenario) scenario = scene(1);
    Log log;

    kit_group(scenario, "greylist g", "subscribers", "v", "remembers", "1 h", NULL);
    begin(&log, scenario);
    g_assert_cmpint(judge(log.world, "x"), ==, BP_ANSWER_LATER);
    bp_world_run_until(log.world, 26 * BP_MINUTE_US);
    g_assert_cmpint(judge(log.world, "x"), ==, BP_ANSWER_LATER);
    write_letter(&log, BP_HOUR_US, 0, 0);
    bp_world_run_until(log.world, BP_HOUR_US + 26 * BP_MINUTE_US);
    g_assert_cmpint(judge(log.world, "x"), ==, BP_ANSWER_ACCEPT);
    bp_world_run_until(log.world, 2 * BP_HOUR_US);
    g_assert_cmpstr(log.text->str, ==, "5401.580000 u0\n");
    g_assert_cmpint(judge(log.world, "agis"), ==, BP_ANSWER_LATER);
    bp_world_run_until(log.world, 5400580000 + BP_HOUR_US - 1);
    g_assert_cmpint(judge(log.world, "x"), ==, BP_ANSWER_ACCEPT);
    bp_world_run_until(log.world, 5400580000 + BP_HOUR_US);
    g_assert_cmpint(judge(log.world, "x"), ==, BP_ANSWER_LATER);
    end(&log);
}

static void
test_complaints(void)
{
    g_autoptr(BpScenario) scenario = scene(1);
    g_autofree char *says = NULL;

    kit_group(scenario, "greylist g", "subscribers", "v", "delay", "4 h", NULL);
    kit_group(scenario, "greylist h", "subscribers", "v", "window", "25 min", NULL);
    says = kit_problems(scenario);
    g_assert_cmpstr(
        says, ==,
        "[greylist g] window is not given: expected more than the delay: "
        "else nobody ever gets in\n"
        "t.scenario:7: [greylist h] window = \"25 min\": expected more than "
        "the delay: else nobody ever gets in");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/greylist/ham is put off once", test_ham_is_put_off_once);
    g_test_add_func("/greylist/delay", test_delay);
    g_test_add_func("/greylist/window", test_window);
    g_test_add_func("/greylist/remembers", test_remembers);
    g_test_add_func("/greylist/direct spammer", test_direct_spammer);
    g_test_add_func("/greylist/relayed spam", test_relayed_spam);
    g_test_add_func("/greylist/questions are not noted", test_questions_are_not_noted);
    g_test_add_func("/greylist/complaints", test_complaints);
    return g_test_run();
}
