/* Tests of what a list goes by: spam that was seen, complaints, and tests of its own, of those
 * who were seen and of all. */
#include "blacklist_kit.h"

#include <math.h>

/* The letter by r1 makes two spams, at 2.636 and 3.926 s: two are evidence enough, three
 * never come together. */
static void
test_evidence(void)
{
    static const struct {
        const char *evidence;
        const char *text;
    } cases[] = {
        {"1", "7202.636000 0 lists r1\n"},
        {"2", "7203.926000 0 lists r1\n"},
        {"3", ""},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(BpScenario) scenario = scene();
        Log log;

        spammer(scenario, "spammer x", "r1", "day 1");
        kit_group(scenario, "blacklist rbl", "subscribers", "none", "evidence",
                  cases[i].evidence, NULL);
        begin(&log, scenario);
        end(&log, cases[i].text);
    }
}

/* Two spams by 2.608 s list agis; 6 d on it goes. One more on day 9 is not enough then, a
 * second on day 10 is. */
static void
test_evidence_begins_anew(void)
{
    g_autoptr(BpScenario) scenario = scene();
    Log log;

    kit_group(scenario, "blacklist rbl", "subscribers", "none", "lists", "sources",
              "evidence", "2", "delists", "6 d", NULL);
    spammer(scenario, "spammer x", "none", "day 1");
    kit_group(scenario, "spammer y", "host", "agis", "line", "lan", "size", "1 KB",
              "relays", "none", "start", "day 9", "targets", "1", NULL);
    kit_group(scenario, "spammer z", "host", "agis", "line", "lan", "size", "1 KB",
              "relays", "none", "start", "day 10", "targets", "1", NULL);
    begin(&log, scenario);
    end(&log, "7202.608000 0 lists agis\n525602.608000 0 drops agis\n"
              "784801.304000 0 lists agis\n1303201.304000 0 drops agis\n");
}

/* v has 400 mailboxes: a spam every 1.304 s. The hundredth that is reported is the hundredth
 * of all at 100%, and at 50% about the two hundredth: the number of tries has a standard
 * deviation of sqrt(100 x 0.5) / 0.5 = 14.2, of which 4 are allowed. */
static void
test_complaint(void)
{
    static const struct {
        const char *complaint;
        gint64 from;
        gint64 to;
    } cases[] = {{"100%", 100, 100}, {"50%", 144, 256}, {"0%", 0, 0}};

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(BpScenario) scenario = kit_scenario(BP_DAY_US);
        g_autofree char *text = NULL;
        gint64 listed_us = 0;
        Log log;

        kit_member(scenario, "agis", 0, "open", 10000);
        kit_member(scenario, "v", 400, "open", 10000);
        bp_network_finish(scenario->network);
        kit_group(scenario, "blacklist rbl", "subscribers", "none", "lists", "sources",
                  "evidence", "100", "complaint", cases[i].complaint, "after", "0 s",
                  NULL);
        spammer(scenario, "spammer x", "none", "day 1");
        begin(&log, scenario);
        kit_run(log.world, BP_DAY_US);
        text = g_strdup(log.text->str);
        if (text[0] != '\0')
            listed_us = (gint64)(g_ascii_strtod(text, NULL) * 1e6 + 0.5);
        g_assert_cmpint(listed_us % 1304000, ==, 0);
        g_assert_cmpint(listed_us / 1304000, >=, cases[i].from);
        g_assert_cmpint(listed_us / 1304000, <=, cases[i].to);
        bp_world_free(log.world);
        g_string_free(log.text, TRUE);
    }
}

/* A test of 10 min, asked for at once: it says what is so at its end. Closed 5 min on, r1
 * is never listed; 15 min on it is, until the end of the test 7 d after. */
static void
test_probe_takes(void)
{
    static const struct {
        const char *closes;
        const char *text;
    } cases[] = {
        {"day 1 00:05", ""},
        {"day 1 00:15", "602.636000 0 lists r1\n606002.636000 0 drops r1\n"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(BpScenario) scenario = scene();
        Log log;

        spammer(scenario, "spammer x", "r1", "day 1");
        kit_group(scenario, "blacklist rbl", "subscribers", "none", "after", "0 s",
                  "probe-takes", "10 min", NULL);
        kit_group(scenario, "closure", "which", "r1", "from", cases[i].closes, NULL);
        begin(&log, scenario);
        end(&log, cases[i].text);
    }
}

/* One letter by r1 is in v at 2.594 s (0.290 + 1.000 + 0.014 s to r1, 1.290 s on), the
 * next by r2 in w 1.304 s later. With six tests an hour r2 waits until 10 min after r1's
 * test began; so it does 7 d later, when both have closed. */
static void
test_probe_rate(void)
{
    g_autoptr(BpScenario) scenario = kit_scenario(60 * BP_DAY_US);
    Log log;

    kit_member(scenario, "agis", 0, "open", 10000);
    kit_member(scenario, "r1", 0, "open", 10000);
    kit_member(scenario, "r2", 0, "open", 10000);
    kit_member(scenario, "v", 1, "open", 10000);
    kit_member(scenario, "w", 1, "open", 10000);
    bp_network_finish(scenario->network);
    kit_group(scenario, "spammer x", "host", "agis", "line", "lan", "size", "1 KB",
              "relays", "r1, r2", "bcc", "1", NULL);
    kit_group(scenario, "blacklist rbl", "subscribers", "none", "after", "0 s",
              "probe-rate", "6 / h", NULL);
    kit_group(scenario, "closure", "which", "r1, r2", "from", "day 2", NULL);
    begin(&log, scenario);
    end(&log, "2.594000 0 lists r1\n602.594000 0 lists r2\n"
              "604802.594000 0 drops r1\n605402.594000 0 drops r2\n");
}

/* Who tests nothing lists a relay that has closed meanwhile, which did relay spam, and
 * takes it off after a week without more. */
static void
test_no_probe(void)
{
    g_autoptr(BpScenario) scenario = scene();
    Log log;

    spammer(scenario, "spammer x", "r1", "day 1");
    kit_group(scenario, "blacklist rbl", "subscribers", "none", "probe", "no", NULL);
    kit_group(scenario, "closure", "which", "r1", "from", "day 1 02:00", NULL);
    begin(&log, scenario);
    end(&log, "7202.636000 0 lists r1\n612002.636000 0 drops r1\n");
}

/* r1 believes the envelope, and the spammer poses as its user: a plain test finds it
 * closed, one of all tests does not. */
static void
test_tests(void)
{
    static const struct {
        const char *tests;
        const char *text;
    } cases[] = {{"plain", ""}, {"all", "7202.636000 0 lists r1\n"}};

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(BpScenario) scenario = scene();
        Log log;

        kit_group(scenario, "spammer x", "host", "agis", "line", "lan", "size", "1 KB",
                  "relays", "r1", "forge", "relay", NULL);
        kit_group(scenario, "blacklist rbl", "subscribers", "none", "tests",
                  cases[i].tests, NULL);
        begin(&log, scenario);
        bp_post_set_relay(bp_world_post(log.world), kit_find(log.world, "r1"),
                          bp_policy_index(bp_policy_find("closed-by-sender")));
        end(&log, cases[i].text);
    }
}

/* When @name, which opens at @opens_us, is listed, in seconds. */
static double
scanned_s(const char *name, gint64 opens_us)
{
    g_autoptr(BpScenario) scenario = scanned();
    g_autofree char *listing = g_strdup_printf(".000000 0 lists %s\n", name);
    double listed_s;
    Log log;

    kit_group(scenario, "blacklist orbs", "subscribers", "none", "scans", "1 / h",
              NULL);
    begin(&log, scenario);
    kit_run(log.world, opens_us);
    g_assert_cmpstr(log.text->str, ==, "");
    bp_post_set_relay(bp_world_post(log.world), kit_find(log.world, name),
                      BP_RELAY_OPEN);
    kit_run(log.world, 9 * BP_HOUR_US);
    g_assert_true(g_str_has_suffix(log.text->str, listing));
    listed_s = g_ascii_strtod(log.text->str, NULL);
    bp_world_free(log.world);
    g_string_free(log.text, TRUE);
    return listed_s;
}

/* One an hour, at full hours: every host has its turn in the first four, and then four
 * hours later again. Whoever is open then is listed, though no spam was ever seen. */
static void
test_scans(void)
{
    static const char *const names[] = {"a", "b", "v", "w"};
    gboolean had[5] = {FALSE};

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        guint hour = (guint)(scanned_s(names[i], 0) / 3600);

        g_assert_cmpuint(hour, >=, 1);
        g_assert_cmpuint(hour, <=, 4);
        g_assert_false(had[hour]);
        had[hour] = TRUE;
        g_assert_cmpfloat(scanned_s(names[i], 4 * BP_HOUR_US + 1), ==,
                          (hour + 4) * 3600);
    }
}

/* All tests find the hole, each 5 min after it began; the host that is on no net is
 * not tested. */
static void
test_scans_find_holes(void)
{
    g_autoptr(BpScenario) scenario = scanned();
    Log log;

    kit_group(scenario, "blacklist orbs", "subscribers", "none", "scans", "1 / h",
              "tests", "all", "probe-takes", "5 min", NULL);
    begin(&log, scenario);
    kit_run(log.world, 5 * BP_HOUR_US);
    g_assert_cmpfloat(fmod(g_ascii_strtod(log.text->str, NULL), 3600), ==, 300);
    g_assert_true(g_str_has_suffix(log.text->str, ".000000 0 lists v\n"));
    g_assert_cmpuint(strlen(log.text->str), <, 30);
    bp_world_free(log.world);
    g_string_free(log.text, TRUE);
}

/* r1 relays spam at once, and 46 h later it would be tested for that. Before, the scan
 * comes by, of 46 hosts in as many hours; it lists r1, and drops it a minute later, as it
 * has just closed. It opens again and relays more at 45 h: that is a matter of its own,
 * with a test at 91 h. Nothing happens at 46 h; the next scan comes earlier than that. */
static void
test_overtaken_by_a_scan(void)
{
    g_autoptr(BpScenario) scenario = kit_scenario(60 * BP_DAY_US);
    gint64 hour = 0;
    guint32 r1;
    Log log;

    for (guint i = 0; i < 43; i++) {
        g_autofree char *name = g_strdup_printf("h%u", i);

        kit_member(scenario, name, 0, "closed", 10000);
    }
    kit_member(scenario, "agis", 0, "closed", 10000);
    kit_member(scenario, "v", 1, "closed", 10000);
    r1 = kit_member(scenario, "r1", 0, "open", 10000);
    bp_network_finish(scenario->network);
    spammer(scenario, "spammer x", "r1", "day 1");
    spammer(scenario, "spammer y", "r1", "day 2 21:00");
    kit_group(scenario, "blacklist orbs", "subscribers", "none", "scans", "1 / h",
              "after", "46 h", "delists", "1 min", NULL);
    begin(&log, scenario);
    while (log.text->len == 0)
        kit_run(log.world, ++hour * BP_HOUR_US + 1);
    g_assert_cmpint(hour, >, 2);
    g_assert_cmpint(hour, <, 45);
    bp_post_set_relay(bp_world_post(log.world), r1,
                      bp_policy_index(bp_policy_find("closed")));
    kit_run(log.world, hour * BP_HOUR_US + 2 * BP_MINUTE_US);
    g_assert_nonnull(strstr(log.text->str, "drops r1"));
    bp_post_set_relay(bp_world_post(log.world), r1, BP_RELAY_OPEN);
    g_string_truncate(log.text, 0);
    while (log.text->len == 0)
        kit_run(log.world, ++hour * BP_HOUR_US + 1);
    g_assert_cmpfloat(g_ascii_strtod(log.text->str, NULL), ==, (double)hour * 3600);
    bp_world_free(log.world);
    g_string_free(log.text, TRUE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/blacklist/evidence", test_evidence);
    g_test_add_func("/blacklist/evidence begins anew", test_evidence_begins_anew);
    g_test_add_func("/blacklist/complaint", test_complaint);
    g_test_add_func("/blacklist/probe takes", test_probe_takes);
    g_test_add_func("/blacklist/probe rate", test_probe_rate);
    g_test_add_func("/blacklist/no probe", test_no_probe);
    g_test_add_func("/blacklist/tests", test_tests);
    g_test_add_func("/blacklist/scans", test_scans);
    g_test_add_func("/blacklist/scans find holes", test_scans_find_holes);
    g_test_add_func("/blacklist/overtaken by a scan", test_overtaken_by_a_scan);
    return g_test_run();
}
