/* Tests of accounts that are closed: when, by whom, and what was sent until then. */
#include "scenario_kit.h"

/* His host, and twenty users at v. Straight to v, a letter of 1,000 bytes takes 1.304 s. */
static BpScenario *
scene(void)
{
    BpScenario *scenario = kit_scenario(BP_DAY_US);

    kit_member(scenario, "agis", 0, "open", 10000);
    kit_member(scenario, "other", 0, "open", 10000);
    kit_member(scenario, "v", 20, "open", 10000);
    bp_network_finish(scenario->network);
    kit_group(scenario, "spammer x", "host", "agis", "line", "lan", "size", "1 KB",
              "relays", "none", NULL);
    return scenario;
}

static guint64
sent(const BpScenario *scenario)
{
    g_autoptr(BpWorld) world = kit_world(scenario);

    bp_world_start(world);
    kit_run(world, BP_HOUR_US);
    g_assert_cmpuint(kit_books(world)->kind[BP_SPAM].in[BP_DELIVERED], ==,
                     kit_books(world)->kind[BP_SPAM].sent);
    return kit_books(world)->kind[BP_SPAM].sent;
}

/* The third is delivered at 3.912 s, and the account closed 5 s later: he has begun seven
 * letters by then, the last at 7.824 s, and would begin the eighth at 9.128 s. */
static void
test_closes(void)
{
    g_autoptr(BpScenario) scenario = scene();

    kit_group(scenario, "abuse-desk", "complaint", "100%", "complaints", "3", "after",
              "5 s", NULL);
    g_assert_cmpuint(sent(scenario), ==, 7);
}

/* Administrators of other hosts, those who never act, and those who hear nothing. */
static void
test_does_not(void)
{
    static const char *const cases[][3] = {
        {"other, v", "100%", "100%"},
        {"none", "100%", "100%"},
        {"all", "0%", "100%"},
        {"all", "100%", "0%"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(BpScenario) scenario = scene();

        kit_group(scenario, "abuse-desk", "complaints", "1", "after", "0 s", "hosts",
                  cases[i][0], "chance", cases[i][1], "complaint", cases[i][2], NULL);
        g_assert_cmpuint(sent(scenario), ==, 20);
    }
}

/* By name; of two, each has complaints of its own. Both share the line of their victims' host, so
 * that a letter takes 14 ms and twice 1.290 s: the third is delivered at 7.782 s, the account
 * closed at 12.782 s, and he has begun five by then, the last at 10.376 s. */
static void
test_each_customer(void)
{
    g_autoptr(BpScenario) scenario = scene();

    kit_group(scenario, "spammer y", "host", "other", "line", "lan", "size", "1 KB",
              "relays", "none", NULL);
    kit_group(scenario, "abuse-desk", "complaint", "100%", "complaints", "3", "after",
              "5 s", "hosts", "agis", NULL);
    g_assert_cmpuint(sent(scenario), ==, 5 + 20);
}

/* Whom a smaller chance of complaint stops, a larger one stops no later. */
static void
test_more_complaints_stop_sooner(void)
{
    static const char *const chances[] = {"5%", "20%", "50%", "100%"};
    guint64 before = 20;

    for (guint i = 0; i < G_N_ELEMENTS(chances); i++) {
        g_autoptr(BpScenario) scenario = scene();
        guint64 n;

        kit_group(scenario, "abuse-desk", "complaint", chances[i], "complaints", "2",
                  "after", "0 s", NULL);
        n = sent(scenario);
        g_assert_cmpuint(n, <=, before);
        before = n;
    }
    /* The second at 2.608 s; the third may have begun in that instant. */
    g_assert_cmpuint(before, >=, 2);
    g_assert_cmpuint(before, <=, 3);
}

typedef struct {
    BpWorld *world;
    GString *text;
} Log;

static void
on_idle(gpointer data, guint32 channel)
{
    (void)data;
    (void)channel;
}

static void
on_cut_off(gpointer data, guint32 channel)
{
    Log *log = data;

    (void)channel;
    g_string_append_printf(log->text, "%" G_GINT64_FORMAT "\n",
                           bp_world_now_us(log->world));
}

static const BpOwner customer = {.idle = on_idle, .cut_off = on_cut_off};

static void
hand_over(const BpWorld *world, guint32 channel, guint8 owner, guint n)
{
    BpRecipient to = {{kit_find(world, "v"), 0}, BP_NONE};
    BpLetter letter = {
        .kind = BP_SPAM,
        .owner = owner,
        .from = {kit_find(world, "agis"), 0},
        .size_bytes = 1000,
        .recipients = &to,
        .n_recipients = 1,
    };

    for (guint i = 0; i < n; i++)
        bp_post_hand_over(bp_world_post(world), channel, to.to.host, &letter);
}

/* Two complaints close an account once, ten seconds later, however many come meanwhile: of
 * four letters the second is delivered at 2.608 s. For the next account there must be two
 * again: one letter at 20 s, one at 30 s, which is delivered at 31.304 s. */
static void
test_once_an_account(void)
{
    g_autoptr(BpScenario) scenario = scene();
    g_autoptr(BpWorld) world = NULL;
    BpLine line =
        bp_line_from_profile(bp_line_profile_find("lan"), bp_protocol_find("smtp"));
    Log log = {.text = g_string_new(NULL)};
    BpNetwork *network = scenario->network;
    guint32 channel;
    guint8 owner;

    g_ptr_array_set_size(scenario->groups, 0);
    kit_group(scenario, "abuse-desk", "complaint", "100%", "complaints", "2", "after",
              "10 s", NULL);
    line.connections = 1;
    channel = bp_network_add_access(network, bp_network_find(network, "agis"),
                                    bp_network_find(network, "net"),
                                    bp_network_add_line(network, &line));
    world = kit_world(scenario);
    log.world = world;
    owner = bp_post_add_owner(bp_world_post(world), channel, &customer, &log);
    bp_world_start(world);
    hand_over(world, channel, owner, 4);
    kit_run(world, 20 * BP_SECOND_US);
    hand_over(world, channel, owner, 1);
    kit_run(world, 30 * BP_SECOND_US);
    hand_over(world, channel, owner, 1);
    kit_run(world, BP_HOUR_US);
    g_assert_cmpstr(log.text->str, ==, "12608000\n41304000\n");
    g_string_free(log.text, TRUE);
}

static void
test_problems(void)
{
    g_autoptr(BpScenario) scenario = scene();
    g_autofree char *says = NULL;

    kit_group(scenario, "abuse-desk", "hosts", "agsi", NULL);
    says = kit_problems(scenario);
    g_assert_cmpstr(says, ==,
                    "t.scenario:7: [abuse-desk] hosts = \"agsi\": expected a host of "
                    "the topology; did you mean \"agis\"?");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/abuse desk/closes", test_closes);
    g_test_add_func("/abuse desk/does not", test_does_not);
    g_test_add_func("/abuse desk/each customer", test_each_customer);
    g_test_add_func("/abuse desk/more complaints stop sooner",
                    test_more_complaints_stop_sooner);
    g_test_add_func("/abuse desk/once an account", test_once_an_account);
    g_test_add_func("/abuse desk/problems", test_problems);
    return g_test_run();
}
