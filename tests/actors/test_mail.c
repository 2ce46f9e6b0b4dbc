/* Tests of what users write: how much, to whom, how large, from where. */
#include "scenario_kit.h"

#include <math.h>

/* h1 and h2 of 50 mailboxes each on a fast net. */
static BpScenario *
two(const char *relay)
{
    BpScenario *scenario = kit_scenario(20 * BP_DAY_US);

    kit_member(scenario, "h1", 50, relay, 1000000000);
    kit_member(scenario, "h2", 50, relay, 1000000000);
    bp_network_finish(scenario->network);
    return scenario;
}

typedef struct {
    guint64 n;
    guint64 bytes;
    guint64 from_h1;
    guint64 to_h1;
    guint64 to_self;
    double sum_log;
    guint32 least;
} Seen;

static void
see(gpointer data, const BpMessageInfo *message, guint32 host,
    const BpRecipient *recipients, guint n_recipients)
{
    Seen *seen = data;

    (void)host;
    if (message->kind != BP_HAM)
        return;
    g_assert_cmpuint(n_recipients, ==, 1);
    g_assert_cmpuint(recipients->to.user, <, 50);
    g_assert_cmpuint(message->from.user, <, 50);
    seen->n++;
    seen->bytes += message->size_bytes;
    seen->from_h1 += message->from.host == 1;
    seen->to_h1 += recipients->to.host == 1;
    seen->to_self += recipients->to.host == message->from.host &&
                     recipients->to.user == message->from.user;
    seen->sum_log += log(message->size_bytes);
    seen->least = MIN(seen->least, message->size_bytes);
}

static const BpObserver observer = {.written = see};

static BpWorld *
begin(BpScenario *scenario, Seen *seen)
{
    BpWorld *world = kit_world(scenario);

    *seen = (Seen){.least = G_MAXUINT32};
    bp_post_observe(bp_world_post(world), &observer, seen);
    bp_world_start(world);
    return world;
}

/* 100 mailboxes, 10 a day each, 10 days: 10,000, with a standard error of 100. Half
 * come from h1, half go there (standard error 50); nobody writes to himself. */
static void
test_rate(void)
{
    g_autoptr(BpScenario) scenario = two("open");
    g_autoptr(BpWorld) world = NULL;
    Seen seen;

    kit_group(scenario, "mail", "rate", "10 / mailbox / d", "size", "3 KB", NULL);
    world = begin(scenario, &seen);
    kit_run(world, 10 * BP_DAY_US);
    g_assert_cmpfloat_with_epsilon((double)seen.n, 10000, 500);
    g_assert_cmpuint(seen.bytes, ==, 3000 * seen.n);
    g_assert_cmpfloat_with_epsilon((double)seen.from_h1, (double)seen.n / 2, 250);
    g_assert_cmpfloat_with_epsilon((double)seen.to_h1, (double)seen.n / 2, 250);
    g_assert_cmpuint(seen.to_self, ==, 0);
    g_assert_cmpuint(kit_books(world)->kind[BP_HAM].sent, ==, seen.n);
}

/* A median of 2,000 bytes and a sigma of 1.1: the mean logarithm is log 2000 within
 * five times 1.1 / sqrt n. */
static void
test_size(void)
{
    g_autoptr(BpScenario) scenario = two("open");
    g_autoptr(BpWorld) world = NULL;
    Seen seen;

    kit_group(scenario, "mail", "rate", "10 / mailbox / d", NULL);
    world = begin(scenario, &seen);
    kit_run(world, 10 * BP_DAY_US);
    g_assert_cmpfloat_with_epsilon(seen.sum_log / (double)seen.n, log(2000),
                                   5 * 1.1 / sqrt((double)seen.n));
    g_assert_cmpuint(seen.least, >, 0);
}

/* A fifth of the mail is handed in from the other host, and a closed home takes of
 * it only what stays there: 50 of the 99 others are not of the house. So 0.2 * 50 /
 * 99 is refused: p = 0.10101, and the standard error of n such is sqrt(n p (1 - p)). */
static void
test_roaming(void)
{
    g_autoptr(BpScenario) scenario = two("closed");
    g_autoptr(BpWorld) world = NULL;
    const double p = 0.2 * 50 / 99;
    double n;
    Seen seen;

    kit_group(scenario, "mail", "rate", "10 / mailbox / d", "roaming", "20%", "size",
              "1 KB", NULL);
    world = begin(scenario, &seen);
    kit_run(world, 10 * BP_DAY_US);
    n = (double)seen.n;
    g_assert_cmpfloat_with_epsilon(
        (double)kit_books(world)->refusals[BP_REASON_RELAYING_DENIED], n * p,
        5 * sqrt(n * p * (1 - p)));
    g_assert_cmpuint(kit_books(world)->collateral, ==,
                     kit_books(world)->refusals[BP_REASON_RELAYING_DENIED]);
    g_assert_cmpuint(kit_books(world)->kind[BP_BOUNCE].messages, ==, 0);
}

/* Relays that believe the envelope, and open ones, take it all. */
static void
test_roaming_passes(void)
{
    const char *const states[] = {"open", "closed-by-sender"};

    for (guint i = 0; i < 2; i++) {
        g_autoptr(BpScenario) scenario = two(states[i]);
        g_autoptr(BpWorld) world = NULL;
        Seen seen;

        kit_group(scenario, "mail", "rate", "10 / mailbox / d", "roaming", "100%",
                  NULL);
        world = begin(scenario, &seen);
        kit_run(world, BP_DAY_US);
        g_assert_cmpuint(kit_books(world)->refusals[BP_REASON_RELAYING_DENIED], ==, 0);
        g_assert_cmpuint(seen.n, >, 500);
    }
}

static void
test_nobody_writes(void)
{
    g_autoptr(BpScenario) scenario = two("open");
    g_autoptr(BpWorld) world = NULL;
    Seen seen;

    kit_group(scenario, "mail", "rate", "0 / mailbox / d", NULL);
    world = begin(scenario, &seen);
    kit_run(world, 10 * BP_DAY_US);
    g_assert_cmpuint(seen.n, ==, 0);
}

static void
test_complaints(void)
{
    g_autoptr(BpScenario) scenario = two("open");
    g_autoptr(BpScenario) lonely = kit_scenario(BP_DAY_US);
    g_autofree char *none = NULL, *one = NULL;

    kit_group(scenario, "mail", NULL);
    none = kit_problems(scenario);
    g_assert_cmpstr(
        none, ==,
        "[mail] rate is not given: expected a rate such as 5 / mailbox / d, or "
        "from-file");
    kit_member(lonely, "a", 1, "open", 10000);
    bp_network_finish(lonely->network);
    kit_group(lonely, "mail", "rate", "1 / mailbox / d", NULL);
    one = kit_problems(lonely);
    g_assert_cmpstr(
        one, ==,
        "t.scenario:7: [mail] rate = \"1 / mailbox / d\": expected a network "
        "with at least two mailboxes");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/mail/rate", test_rate);
    g_test_add_func("/mail/size", test_size);
    g_test_add_func("/mail/roaming", test_roaming);
    g_test_add_func("/mail/roaming passes", test_roaming_passes);
    g_test_add_func("/mail/nobody writes", test_nobody_writes);
    g_test_add_func("/mail/complaints", test_complaints);
    return g_test_run();
}
