/* Tests of worlds: the same seed, the same run; conservation, whatever happens. */
#include "scenario_kit.h"

static guint32
any_host(guint n)
{
    return (guint32)g_test_rand_int_range(1, (gint32)n + 1);
}

static const char *
one_of(const char *const *words, guint n)
{
    return words[g_test_rand_int_range(0, (gint32)n)];
}

static void
random_hosts(BpScenario *scenario, guint n)
{
    static const char *const states[] = {"open", "open", "closed-by-peer",
                                         "closed-by-sender"};

    for (guint i = 1; i <= n; i++) {
        g_autofree char *name = g_strdup_printf("h%u", i);
        guint32 mailboxes = (guint32)g_test_rand_int_range(0, 6);
        guint32 number =
            kit_host(scenario, name, mailboxes, one_of(states, G_N_ELEMENTS(states)));
        BpHost *host = bp_network_edit(scenario->network, number);

        host->lines = (guint16)g_test_rand_int_range(1, 4);
        host->max_recipients = (guint32)g_test_rand_int_range(1, 8);
        host->tz_minutes = (gint16)(60 * g_test_rand_int_range(-12, 14));
        if (g_test_rand_int_range(0, 4) == 0)
            host->spool_bytes = g_test_rand_int_range(1, 60000);
        if (g_test_rand_int_range(0, 5) == 0)
            host->smart_host = any_host(n);
        host->serves_leaves = g_test_rand_bit();
    }
    bp_network_edit(scenario->network, 1)->mailboxes = 5;
}

/* A link of any kind from @a to @b, which may be the net. */
static void
random_link(BpScenario *scenario, guint32 a, guint32 b)
{
    static const char *const protocols[] = {"plain", "g", "nje", "smtp"};
    static const char *const schedules[] = {
        "permanent",          "demand",
        "poll 4 h",           "Wk2300-0800,Sa,Su",
        "Any/D,Any2300-0800", "poll 1 d Any0100-0200"};
    gboolean access = b == 0;
    BpLine line = bp_line_from_profile(
        bp_line_profile_find("lan"),
        bp_protocol_find(one_of(protocols, G_N_ELEMENTS(protocols))));

    line.view.bps = (gint64)1 << g_test_rand_int_range(8, 20);
    line.view.latency_us = g_test_rand_int_range(0, 300000);
    line.setup_us = g_test_rand_int_range(0, 40000000);
    line.price_udollars[BP_TARIFF_DAY] = g_test_rand_int_range(0, 300000);
    line.rent_udollars = g_test_rand_int_range(0, 3) * BP_DOLLAR_U;
    line.grades = g_test_rand_int_range(BP_GRADES_ONE, BP_GRADES_SIZE + 1);
    if (!access) {
        bp_schedule_parse(one_of(schedules, G_N_ELEMENTS(schedules)), &line.schedule,
                          NULL);
        line.retry_rule = g_test_rand_int_range(BP_RETRY_DOUBLING, BP_RETRY_FTS1 + 1);
        line.pays = line.schedule.kind == BP_SCHEDULE_PERMANENT
                        ? BP_PAYS_BOTH
                        : g_test_rand_int_range(BP_PAYS_USUAL, BP_PAYS_BOTH + 1);
        line.max_call_us = g_test_rand_int_range(0, 2) * BP_MINUTE_US;
        if (line.schedule.kind == BP_SCHEDULE_DEMAND && g_test_rand_bit())
            bp_schedule_parse(g_test_rand_bit() ? "Never" : "Any0100-0300/E",
                              &line.schedule_back, NULL);
        if (g_test_rand_bit())
            line.drop_interval_us =
                (gint64)g_test_rand_int_range(10, 2000) * BP_SECOND_US;
    }
    bp_network_add_link(scenario->network, a, b,
                        bp_network_add_line(scenario->network, &line),
                        g_test_rand_int_range(0, 5000), g_test_rand_int_range(0, 5000));
}

static void
random_links(BpScenario *scenario, guint n)
{
    for (guint i = 1; i <= n; i++) {
        if (g_test_rand_int_range(0, 2) == 0)
            random_link(scenario, i, 0);
        /* Mostly a tree, with some hosts that nothing leads to. */
        if (i > 1 && g_test_rand_int_range(0, 8) != 0)
            random_link(scenario, i, (guint32)g_test_rand_int_range(1, (gint32)i));
    }
    for (gint32 i = g_test_rand_int_range(0, (gint32)n); i > 0; i--) {
        guint32 a = any_host(n), b = any_host(n);

        if (a != b)
            random_link(scenario, a, b);
        if (g_test_rand_bit())
            bp_network_serve(scenario->network, a, b);
        if (g_test_rand_bit())
            bp_network_relay_for(scenario->network, b, a);
    }
}

/* Faults of hosts and links, often or seldom, and once of all. */
static void
random_faults(BpScenario *scenario)
{
    static const char *const hosts[] = {"none", "all", "random 50%", "h1, h2"};
    static const char *const times[] = {"10 min", "5 h", "3 d"};

    if (g_test_rand_bit())
        kit_group(scenario, "outage o", "hosts", one_of(hosts, 4), "links", "all",
                  "mtbf", one_of(times, 3), "mttr", one_of(times, 3), NULL);
    if (g_test_rand_bit())
        kit_group(scenario, "outage q", "hosts", one_of(hosts, 4), "at", "day 2 10:00",
                  "lasts", one_of(times, 3), NULL);
    scenario->warns = g_test_rand_bit();
}

static void
random_spammer(BpScenario *scenario, guint number)
{
    static const char *const lines[] = {"bell103", "v34", "t1"};
    static const char *const relays[] = {"published list", "none", "h1, h2"};
    static const char *const ages[] = {"0 s", "1 d", "30 d"};
    static const char *const uses[] = {"stick", "rotate", "hop"};
    static const char *const forges[] = {"none", "null", "random", "relay", "u0@h1"};
    static const char *const counts[] = {"1", "3", "100"};
    static const char *const starts[] = {"day 1", "day 2", "day 4 09:00"};
    g_autofree char *title = g_strdup_printf("spammer s%u", number);
    g_autofree char *host =
        g_strdup_printf("h%u", any_host(bp_network_n_hosts(scenario->network)));

    kit_group(scenario, title, "host", host, "line", one_of(lines, 3), "relays",
              one_of(relays, 3), "list-age", one_of(ages, 3), "use", one_of(uses, 3),
              "retry", g_test_rand_bit() ? "yes" : "no", "forge", one_of(forges, 5),
              "bcc", one_of(counts, 3), "variants", one_of(counts, 3), "start",
              one_of(starts, 3), "life", "3 d", "targets",
              g_test_rand_bit() ? "all" : "60%", "switch-after", "10 min", NULL);
}

/* Authentication, and what is done about those who send, or want no more of it. */
static void
random_house_rules(BpScenario *scenario, const char *const *hosts)
{
    static const char *const sanctions[] = {"none", "account", "peer"};

    if (g_test_rand_bit())
        kit_group(scenario, "authentication", "hosts", one_of(hosts, 5), "over", "5 d",
                  NULL);
    if (g_test_rand_bit())
        kit_group(scenario, "acceptable-use u", "where", "net, h1", "commercial", "10%",
                  "detection", "30%", "sanction", one_of(sanctions, 3), "lasts", "1 d",
                  NULL);
    if (g_test_rand_bit())
        kit_group(scenario, "sanction s", "on", "complaints", "complaint", "10%",
                  "complaints", "3", "for", "1 d", "neighbours", one_of(hosts, 5),
                  NULL);
    if (g_test_rand_bit())
        kit_group(scenario, "abuse-desk d", "complaint", "10%", "complaints", "2",
                  "after", "10 min", "chance", "50%", NULL);
    if (g_test_rand_bit())
        kit_group(scenario, "filter f", "hosts", one_of(hosts, 5), "least", "2",
                  "share", "20%", "wrong", "5%", NULL);
}

static void
random_defences(BpScenario *scenario)
{
    static const char *const strategies[] = {"random", "busiest-first", "by-degree",
                                             "when-listed", "h1, h2"};
    static const char *const subscribers[] = {"all", "none", "largest 50%",
                                              "random 30%", "h1"};

    if (g_test_rand_bit())
        kit_group(scenario, "closure", "which", one_of(strategies, 5), "share",
                  g_test_rand_bit() ? "100%" : "40%", "from", "day 2", "over", "3 d",
                  "to", g_test_rand_bit() ? "closed-by-peer" : "closed-by-sender",
                  NULL);
    if (g_test_rand_bit())
        kit_group(scenario, "blacklist a", "subscribers", one_of(subscribers, 5),
                  "delists", "1 d", NULL);
    if (g_test_rand_bit())
        kit_group(scenario, "blacklist b", "subscribers", one_of(subscribers, 5),
                  "lists", "sources", "after", "10 min", "refresh", "0 s", NULL);
    if (g_test_rand_bit())
        kit_group(scenario, "clearing-house c", "subscribers", one_of(subscribers, 5),
                  "threshold", g_test_rand_bit() ? "2" : "10", "delay", "1 s", "answer",
                  g_test_rand_bit() ? "bounce" : "silent", NULL);
    if (g_test_rand_bit())
        kit_group(scenario, "greylist g", "subscribers", one_of(subscribers, 5),
                  "remembers", "1 d", "join-over", "5 d", NULL);
    if (g_test_rand_bit())
        kit_group(scenario, "rate-limit l", "subscribers", one_of(subscribers, 5),
                  "limit", "10 / h", "burst", "3", "passes", "h1", NULL);
    random_house_rules(scenario, subscribers);
}

static BpScenario *
random_scenario(void)
{
    BpScenario *scenario = kit_scenario(20 * BP_DAY_US);
    guint n = (guint)g_test_rand_int_range(2, 12);

    scenario->seed = (guint64)g_test_rand_int_range(0, G_MAXINT32);
    scenario->trace_ppm = g_test_rand_bit() ? BP_PPM : 0;
    random_hosts(scenario, n);
    random_links(scenario, n);
    bp_network_finish(scenario->network);
    kit_group(scenario, "mail", "rate",
              g_test_rand_bit() ? "5 / mailbox / d" : "0 / mailbox / d", "roaming",
              g_test_rand_bit() ? "0%" : "30%", NULL);
    for (gint32 i = g_test_rand_int_range(0, 3); i > 0; i--)
        random_spammer(scenario, (guint)i);
    random_defences(scenario);
    random_faults(scenario);
    return scenario;
}

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
    guint64 events = 0;
    BpTally seen = {0};

    for (guint i = 0; i < 1000; i++) {
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
