/* Tests of worlds: the same seed, the same run; conservation, whatever happens. */
#include "random_scenario.h"

/* sent = delivered + bounced + discarded + lost + queued, for each kind of mail, at any
 * moment; and what is queued stands in the spools. */
static void
check_books(const BpWorld *world)
{
    GError *error = NULL;

    for (guint kind = 0; kind < BP_N_KINDS; kind++)
        g_assert_true(bp_tally_balanced(&kit_books(world)->kind[kind]));
    bp_post_check(bp_world_post(world), &error);
    g_assert_no_error(error);
    g_assert_cmpuint(kit_books(world)->mailboxes_reached, <=,
                     kit_books(world)->targets);
}

static void
test_conservation(void)
{
    const guint n = n_random_scenarios(1000);
    guint64 events = 0;
    BpTally seen = {0};

    for (guint i = 0; i < n; i++) {
        g_autoptr(BpScenario) scenario = random_scenario();
        g_autoptr(BpWorld) world = kit_world(scenario);

        bp_world_start(world);
        for (gint64 at_us = 0; at_us < scenario->length_us;) {
            at_us += g_test_rand_bit() ? g_test_rand_int_range(1, G_MAXINT32)
                                       : g_test_rand_int_range(1, 72) * BP_HOUR_US;
            events += bp_world_run_until(world, at_us);
            check_books(world);
        }
        for (guint kind = 0; kind < BP_N_KINDS; kind++)
            for (guint k = 0; k < BP_N_STATES; k++)
                seen.in[k] += kit_books(world)->kind[kind].in[k];
        for (guint kind = 0; kind < BP_N_KINDS; kind++)
            for (guint k = 0; k < BP_N_REASONS; k++)
                seen.ended_by[k] += kit_books(world)->kind[kind].ended_by[k];
        if (g_test_failed())
            break;
    }
    g_test_message("%" G_GUINT64_FORMAT " events", events);
    /* That much random mail has come to every end there is. */
    for (guint k = 0; k < BP_N_STATES; k++)
        if (k != BP_LOST)
            g_assert_cmpuint(seen.in[k], >, 0);
    for (guint k = BP_REASON_RELAYING_DENIED; k < BP_N_REASONS; k++)
        g_test_message("%s: %" G_GUINT64_FORMAT, bp_reason_name((BpReason)k),
                       seen.ended_by[k]);
}

/* ---- the same again ---- */

/* Six hosts on the net and one by telephone, all that can act does. */
static BpScenario *
busy(guint64 seed, gboolean closes)
{
    BpScenario *scenario = kit_scenario(10 * BP_DAY_US);
    BpLine phone =
        bp_line_from_profile(bp_line_profile_find("v22bis"), bp_protocol_find("g"));
    guint32 h1 = 0;

    scenario->seed = seed;
    for (guint i = 1; i <= 6; i++) {
        g_autofree char *name = g_strdup_printf("h%u", i);
        guint32 host = kit_member(scenario, name, 10 * i, "open", 1000000);

        h1 = i == 1 ? host : h1;
    }
    phone.drop_interval_us = 60 * BP_SECOND_US;
    bp_network_add_link(scenario->network, kit_host(scenario, "leaf", 20, "open"), h1,
                        bp_network_add_line(scenario->network, &phone), 300, 300);
    bp_network_finish(scenario->network);
    kit_group(scenario, "mail", "rate", "5 / mailbox / d", "roaming", "10%", NULL);
    kit_group(scenario, "spammer x", "host", "h2", "start", "day 2", "list-age", "1 d",
              "forge", "random", NULL);
    if (closes)
        kit_group(scenario, "closure", "share", "60%", "over", "5 d", NULL);
    kit_group(scenario, "blacklist rbl", "subscribers", "random 50%", NULL);
    return scenario;
}

/* FNV-1a over all that is written by users: when, who, whom, how much. */
typedef struct {
    BpWorld *world;
    guint64 hash;
} Written;

static void
mix(Written *written, guint64 number)
{
    written->hash = (written->hash ^ number) * G_GUINT64_CONSTANT(1099511628211);
}

static void
hash_ham(gpointer data, const BpMessageInfo *message, guint32 host,
         const BpRecipient *recipients, guint n_recipients)
{
    Written *written = data;

    (void)host;
    if (message->kind != BP_HAM)
        return;
    mix(written, (guint64)message->born_us);
    mix(written, message->from.host);
    mix(written, message->from.user);
    mix(written, message->size_bytes);
    for (guint i = 0; i < n_recipients; i++) {
        mix(written, recipients[i].to.host);
        mix(written, recipients[i].to.user);
    }
}

static const BpObserver observer = {.written = hash_ham};

static BpWorld *
begin(const BpScenario *scenario, Written *written)
{
    BpWorld *world = kit_world(scenario);

    *written = (Written){world, 1};
    bp_post_observe(bp_world_post(world), &observer, written);
    bp_world_start(world);
    return world;
}

static gboolean
same_books(const BpWorld *a, const BpWorld *b)
{
    return memcmp(kit_books(a), kit_books(b), sizeof(BpBooks)) == 0;
}

static void
test_same_seed_same_books(void)
{
    g_autoptr(BpScenario) one = busy(1, TRUE);
    g_autoptr(BpScenario) two = busy(1, TRUE);
    Written by_one, by_two;
    g_autoptr(BpWorld) first = begin(one, &by_one);
    g_autoptr(BpWorld) second = begin(two, &by_two);

    for (gint64 hour = 1; hour <= 240; hour++) {
        guint64 events = bp_world_run_until(first, hour * BP_HOUR_US);

        g_assert_cmpuint(bp_world_run_until(second, hour * BP_HOUR_US), ==, events);
        g_assert_true(same_books(first, second));
        g_assert_cmpuint(by_one.hash, ==, by_two.hash);
        g_assert_cmpuint(bp_post_total_spool_bytes(bp_world_post(first)), ==,
                         bp_post_total_spool_bytes(bp_world_post(second)));
    }
    g_assert_cmpuint(kit_books(first)->kind[BP_SPAM].sent, >, 0);
    g_assert_cmpuint(kit_books(first)->refusals[BP_REASON_RELAYING_DENIED], >, 0);
}

/* However the time is cut up. */
static void
test_steps_do_not_matter(void)
{
    g_autoptr(BpScenario) one = busy(1, TRUE);
    g_autoptr(BpScenario) two = busy(1, TRUE);
    Written by_one, by_two;
    g_autoptr(BpWorld) first = begin(one, &by_one);
    g_autoptr(BpWorld) second = begin(two, &by_two);

    kit_run(first, 10 * BP_DAY_US);
    for (gint64 at_us = 0; at_us < 10 * BP_DAY_US; at_us += 777777777)
        bp_world_run_until(second, at_us);
    /* No further than the scenario. */
    bp_world_run_until(second, 99 * BP_DAY_US);
    g_assert_cmpint(bp_world_now_us(second), ==, 10 * BP_DAY_US);
    g_assert_true(same_books(first, second));
}

static void
test_other_seed_other_run(void)
{
    g_autoptr(BpScenario) one = busy(1, TRUE);
    g_autoptr(BpScenario) two = busy(2, TRUE);
    Written by_one, by_two;
    g_autoptr(BpWorld) first = begin(one, &by_one);
    g_autoptr(BpWorld) second = begin(two, &by_two);

    kit_run(first, BP_DAY_US);
    kit_run(second, BP_DAY_US);
    g_assert_cmpuint(by_one.hash, !=, by_two.hash);
}

/* Without the closure users write the same letters, and the spammer's first goes to the
 * same people; what becomes of them differs. */
static void
test_one_policy_leaves_other_chances_alone(void)
{
    g_autoptr(BpScenario) one = busy(1, TRUE);
    g_autoptr(BpScenario) two = busy(1, FALSE);
    Written by_one, by_two;
    g_autoptr(BpWorld) first = begin(one, &by_one);
    g_autoptr(BpWorld) second = begin(two, &by_two);

    kit_run(first, 10 * BP_DAY_US);
    kit_run(second, 10 * BP_DAY_US);
    g_assert_cmpuint(by_one.hash, ==, by_two.hash);
    g_assert_cmpuint(kit_books(first)->kind[BP_HAM].sent, ==,
                     kit_books(second)->kind[BP_HAM].sent);
    g_assert_cmpuint(kit_books(first)->targets, ==, kit_books(second)->targets);
    g_assert_cmpuint(kit_books(first)->refusals[BP_REASON_RELAYING_DENIED], >, 0);
    g_assert_cmpuint(kit_books(second)->refusals[BP_REASON_RELAYING_DENIED], ==, 0);
}

/* ---- alarms ---- */

static void
ring(BpWorld *world, gpointer data, guint32 arg)
{
    GString *rung = data;

    g_string_append_printf(rung, "%d:%u ", (int)(bp_world_now_us(world) / BP_SECOND_US),
                           arg);
    if (arg < 3)
        bp_world_at(world, bp_world_now_us(world), ring, rung, arg + 10);
}

/* In order of time and then of setting, those set while others ring included. */
static void
test_alarms(void)
{
    g_autoptr(BpScenario) scenario = busy(1, FALSE);
    g_autoptr(GString) rung = g_string_new(NULL);
    g_autoptr(BpWorld) world = NULL;

    g_ptr_array_set_size(scenario->groups, 0);
    world = kit_world(scenario);
    bp_world_start(world);
    bp_world_at(world, 2 * BP_SECOND_US, ring, rung, 1);
    bp_world_at(world, BP_SECOND_US, ring, rung, 2);
    bp_world_at(world, 2 * BP_SECOND_US, ring, rung, 3);
    kit_run(world, BP_MINUTE_US);
    g_assert_cmpstr(rung->str, ==, "1:2 1:12 2:1 2:3 2:11 ");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/world/conservation", test_conservation);
    g_test_add_func("/world/same seed, same books", test_same_seed_same_books);
    g_test_add_func("/world/steps do not matter", test_steps_do_not_matter);
    g_test_add_func("/world/other seed, other run", test_other_seed_other_run);
    g_test_add_func("/world/one policy leaves other chances alone",
                    test_one_policy_leaves_other_chances_alone);
    g_test_add_func("/world/alarms", test_alarms);
    return g_test_run();
}
