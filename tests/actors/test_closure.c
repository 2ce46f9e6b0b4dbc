/* Tests of closing: which relays, when, and in what order. */
#include "scenario_kit.h"

typedef struct {
    BpWorld *world;
    GString *text;
} Log;

static void
log_change(gpointer data, guint32 host, guint relay)
{
    Log *log = data;
    gint64 us = bp_world_now_us(log->world);

    g_string_append_printf(log->text, "%" G_GINT64_FORMAT ".%06d %s %s\n",
                           us / BP_SECOND_US, (int)(us % BP_SECOND_US),
                           bp_network_host(bp_world_network(log->world), host)->name,
                           bp_policies[relay]->name);
}

static const BpObserver observer = {.relay_changed = log_change};

/* Open relays r1 ... rn on the net, and x and v, which are closed. */
static BpScenario *
relays(guint n)
{
    BpScenario *scenario = kit_scenario(30 * BP_DAY_US);

    for (guint i = 1; i <= n; i++) {
        g_autofree char *name = g_strdup_printf("r%u", i);

        kit_member(scenario, name, 1, "open", 10000);
    }
    kit_member(scenario, "x", 1, "closed", 10000);
    kit_member(scenario, "v", 1, "closed", 10000);
    return scenario;
}

static void
begin(Log *log, const BpScenario *scenario)
{
    log->world = kit_world(scenario);
    log->text = g_string_new(NULL);
    bp_post_observe(bp_world_post(log->world), &observer, log);
    bp_world_start(log->world);
}

static void
end(Log *log, const char *text)
{
    kit_run(log->world, 30 * BP_DAY_US);
    g_assert_cmpstr(log->text->str, ==, text);
    bp_world_free(log->world);
    g_string_free(log->text, TRUE);
}

/* By name and date: at once, in the order given; day 10 is 9 * 86,400 = 777,600 s
 * on. */
static void
test_by_name(void)
{
    g_autoptr(BpScenario) scenario = relays(3);
    Log log;

    bp_network_finish(scenario->network);
    kit_group(scenario, "closure", "which", "r3, r1", "from", "day 10", "to",
              "closed-by-sender", NULL);
    begin(&log, scenario);
    end(&log, "777600.000000 r3 closed-by-sender\n777600.000000 r1 closed-by-sender\n");
}

/* Four relays over ten days from day 10 on: 9 + 2.5, 5, 7.5 and 10 d. By degree: r2
 * has the net and two links, r3 one link less; r1 and r4 are even, the lower number
 * first. */
static void
test_evenly_spread_by_degree(void)
{
    g_autoptr(BpScenario) scenario = relays(4);
    guint32 x = bp_network_find(scenario->network, "x");
    Log log;

    kit_link(scenario, bp_network_find(scenario->network, "r2"), x, "plain", 10000);
    kit_link(scenario, bp_network_find(scenario->network, "r2"),
             bp_network_find(scenario->network, "v"), "plain", 10000);
    kit_link(scenario, bp_network_find(scenario->network, "r3"), x, "plain", 10000);
    bp_network_finish(scenario->network);
    kit_group(scenario, "closure", "which", "by-degree", "from", "day 10", "over",
              "10 d", NULL);
    begin(&log, scenario);
    end(&log, "993600.000000 r2 closed-by-peer\n1209600.000000 r3 closed-by-peer\n"
              "1425600.000000 r1 closed-by-peer\n1641600.000000 r4 closed-by-peer\n");
}

static void
relay_by(const BpWorld *world, const char *relay)
{
    guint32 hosts[] = {kit_find(world, "x"), kit_find(world, relay),
                       kit_find(world, "v")};
    BpRecipient to = {{hosts[2], 0}, bp_paths_add(bp_world_paths(world), hosts, 3)};
    BpLetter letter = {
        .kind = BP_HAM,
        .from = {hosts[0], 0},
        .size_bytes = 1000,
        .recipients = &to,
        .n_recipients = 1,
    };

    bp_post_write(bp_world_post(world), hosts[0], &letter);
}

/* So far: at day 2, r2 has relayed two copies and r3 one: r2 goes first. By day 3 r4
 * has overtaken r3, and goes next; then r3; and r1, which relayed nothing, comes
 * last. */
static void
test_busiest_first(void)
{
    g_autoptr(BpScenario) scenario = relays(4);
    Log log;

    bp_network_finish(scenario->network);
    kit_group(scenario, "closure", "which", "busiest-first", "over", "4 d", NULL);
    begin(&log, scenario);
    relay_by(log.world, "r2");
    relay_by(log.world, "r3");
    relay_by(log.world, "r2");
    kit_run(log.world, BP_DAY_US + BP_HOUR_US);
    for (guint i = 0; i < 2; i++)
        relay_by(log.world, "r4");
    end(&log, "86400.000000 r2 closed-by-peer\n172800.000000 r4 closed-by-peer\n"
              "259200.000000 r3 closed-by-peer\n345600.000000 r1 closed-by-peer\n");
}

/* A relay that somebody else has closed is no longer there to close: of r1, r2 and
 * r3, none busy, r1 went by name, so r2 is the next that is open. */
static void
test_busiest_passes_over_the_closed(void)
{
    g_autoptr(BpScenario) scenario = relays(3);
    Log log;

    bp_network_finish(scenario->network);
    kit_group(scenario, "closure named", "which", "r1", NULL);
    kit_group(scenario, "closure busy", "which", "busiest-first", "from", "day 2",
              "share", "34%", NULL);
    begin(&log, scenario);
    end(&log, "0.000000 r1 closed-by-peer\n86400.000000 r2 closed-by-peer\n");
}

/* Closed relays by share, as a mask of r1 ... r5. */
static guint
closed_by(const char *share, guint64 seed)
{
    g_autoptr(BpScenario) scenario = relays(5);
    g_autoptr(BpWorld) world = NULL;
    guint mask = 0;

    bp_network_finish(scenario->network);
    scenario->seed = seed;
    kit_group(scenario, "closure", "share", share, NULL);
    world = kit_world(scenario);
    bp_world_start(world);
    kit_run(world, BP_DAY_US);
    for (guint i = 0; i < 5; i++)
        if (bp_post_relay(bp_world_post(world), i + 1) != BP_RELAY_OPEN)
            mask |= 1U << i;
    return mask;
}

/* To nearest, halves up, of five: 9 % is 0.45, 10 % 0.5, 49 % 2.45, 50 % 2.5; and a
 * larger share contains a smaller one. */
static void
test_shares(void)
{
    static const struct {
        const char *share;
        guint n;
    } cases[] = {{"0%", 0},  {"9%", 0},  {"10%", 1}, {"30%", 2},
                 {"49%", 2}, {"50%", 3}, {"80%", 4}, {"100%", 5}};
    guint last = 0, different = 0;

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        guint closed = closed_by(cases[i].share, 1);
        guint n = 0;

        for (guint k = 0; k < 5; k++)
            n += closed >> k & 1;
        g_assert_cmpuint(n, ==, cases[i].n);
        g_assert_cmphex(last & ~closed, ==, 0);
        last = closed;
    }
    for (guint64 seed = 2; seed < 12; seed++)
        different += closed_by("30%", seed) != closed_by("30%", 1);
    g_assert_cmpuint(different, >, 0);
}

/* A spammer uses r1, which is listed 2 h after v has seen it (see test_blacklist.c).
 * r1's own user writes to v at 01:00, which is well, and at 05:00: the refusal, at
 * the end of the envelope, is noticed, and 6 h later r1 closes. That x's mail by r1
 * is refused at 03:00 is nothing to r1's own users. */
static void
check_when_listed(const char *from, const char *text)
{
    g_autoptr(BpScenario) scenario = relays(2);
    guint32 r1, v;
    Log log;

    kit_member(scenario, "agis", 0, "closed", 10000);
    bp_network_finish(scenario->network);
    kit_group(scenario, "closure", "which", "when-listed", "from", from, NULL);
    kit_group(scenario, "blacklist rbl", "subscribers", "v", "refresh", "0 s", NULL);
    kit_group(scenario, "spammer y", "host", "agis", "line", "lan", "relays", "r1",
              NULL);
    begin(&log, scenario);
    r1 = kit_find(log.world, "r1");
    v = kit_find(log.world, "v");
    for (gint64 hour = 1; hour <= 5; hour += 4) {
        BpRecipient to = {{v, 0}, BP_NONE};
        BpLetter letter = {
            .kind = BP_HAM,
            .from = {r1, 0},
            .size_bytes = 1000,
            .recipients = &to,
            .n_recipients = 1,
        };

        kit_run(log.world, hour * BP_HOUR_US);
        bp_post_write(bp_world_post(log.world), r1, &letter);
        if (hour == 1) {
            kit_run(log.world, 3 * BP_HOUR_US);
            relay_by(log.world, "r1");
        }
    }
    end(&log, text);
}

static void
test_when_listed(void)
{
    check_when_listed("day 1", "39600.290000 r1 closed-by-peer\n");
    check_when_listed("day 2", "");
}

static void
test_complaints(void)
{
    g_autoptr(BpScenario) scenario = relays(3);
    g_autofree char *says = NULL;

    bp_network_finish(scenario->network);
    kit_group(scenario, "closure a", "which", "r1, net, q1", NULL);
    says = kit_problems(scenario);
    g_assert_cmpstr(
        says, ==,
        "t.scenario:7: [closure a] which = \"r1, net, q1\": expected a host; "
        "net is a net\n"
        "t.scenario:7: [closure a] which = \"r1, net, q1\": expected a host of "
        "the topology; did you mean \"r1\"?");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/closure/by name", test_by_name);
    g_test_add_func("/closure/evenly spread, by degree", test_evenly_spread_by_degree);
    g_test_add_func("/closure/busiest first", test_busiest_first);
    g_test_add_func("/closure/busiest passes over the closed",
                    test_busiest_passes_over_the_closed);
    g_test_add_func("/closure/shares", test_shares);
    g_test_add_func("/closure/when listed", test_when_listed);
    g_test_add_func("/closure/complaints", test_complaints);
    return g_test_run();
}
