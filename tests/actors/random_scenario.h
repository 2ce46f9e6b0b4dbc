/* random_scenario.h - networks, users, spammers, defences and faults by chance: whatever there
 * is may come together.
 */
#ifndef BP_TEST_RANDOM_SCENARIO_H
#define BP_TEST_RANDOM_SCENARIO_H

#include "scenario_kit.h"

/* How many to draw: @most, or what BANGPATH_WORLDS says, for builds that are slow. */
static inline guint
n_random_scenarios(guint most)
{
    const gchar *said = g_getenv("BANGPATH_WORLDS");

    return said != NULL ? MIN(most, (guint)g_ascii_strtoull(said, NULL, 10)) : most;
}

static inline guint32
any_host(guint n)
{
    return (guint32)g_test_rand_int_range(1, (gint32)n + 1);
}

static const char *
one_of(const char *const *words, guint n)
{
    return words[g_test_rand_int_range(0, (gint32)n)];
}

static inline void
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

/* How far it is across the net, what its members can take, and who stands in for whom. */
static inline void
random_net(BpScenario *scenario, guint n)
{
    bp_network_set_crossing(scenario->network, 0, g_test_rand_int_range(0, 2000000));
    for (guint32 i = 1; i <= n; i++) {
        guint32 relay = any_host(n);

        bp_network_set_connections(scenario->network, i,
                                   (guint16)g_test_rand_int_range(1, 5),
                                   (guint16)g_test_rand_int_range(1, 4));
        if (relay != i && g_test_rand_int_range(0, 3) == 0)
            bp_network_set_fallback(scenario->network, i, relay);
    }
}

/* A link of any kind from @a to @b, which may be the net. */
static inline void
random_link(BpScenario *scenario, guint32 a, guint32 b)
{
    static const char *const protocols[] = {"plain", "g",    "nje",
                                            "smtp",  "fts1", "zmodem"};
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

static inline void
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
static inline void
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

static inline void
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
static inline void
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

static inline void
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

static inline BpScenario *
random_scenario(void)
{
    BpScenario *scenario = kit_scenario(20 * BP_DAY_US);
    guint n = (guint)g_test_rand_int_range(2, 12);

    scenario->seed = (guint64)g_test_rand_int_range(0, G_MAXINT32);
    scenario->trace_ppm = g_test_rand_bit() ? BP_PPM : 0;
    random_hosts(scenario, n);
    random_links(scenario, n);
    random_net(scenario, n);
    bp_network_finish(scenario->network);
    kit_group(scenario, "mail", "rate",
              g_test_rand_bit() ? "5 / mailbox / d" : "0 / mailbox / d", "roaming",
              g_test_rand_bit() ? "0%" : "30%", NULL);
    for (gint32 i = g_test_rand_int_range(0, 3); i > 0; i--)
        random_spammer(scenario, (guint)i);
    random_defences(scenario);
    random_faults(scenario);
    if (g_test_rand_bit())
        kit_group(scenario, "worm w", "first", "u0@h1", "start", "day 3", "size",
                  "20 KB", "opens", "40%", "cleanup", "day 9", NULL);
    if (bp_network_access(scenario->network, 1, 0) != BP_NONE && g_test_rand_bit())
        kit_group(scenario, "relay-tester t", "host", "h1", "line", "v34", "start",
                  "day 2", NULL);
    return scenario;
}

#endif
