/* Tests of closing: which relays, when, and in what order. */
#include "scenario_kit.h"

#include <bangpath/dmath.h>
#include <math.h>

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
                           bp_network_host(bp_world_network(log->world), host).name,
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
 * is refused at 03:00 is nothing to r1's own users. A list whose subscribers discard in
 * silence moves nobody. */
static void
check_when_listed(const char *from, const char *answer, const char *text)
{
    g_autoptr(BpScenario) scenario = relays(2);
    guint32 r1, v;
    Log log;

    kit_member(scenario, "agis", 0, "closed", 10000);
    bp_network_finish(scenario->network);
    kit_group(scenario, "closure", "which", "when-listed", "from", from, NULL);
    kit_group(scenario, "blacklist rbl", "subscribers", "v", "refresh", "0 s", "answer",
              answer, NULL);
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
    check_when_listed("day 1", "bounce", "39600.290000 r1 closed-by-peer\n");
    check_when_listed("day 2", "bounce", "");
    check_when_listed("day 1", "silent", "");
}

/* Fewest mailboxes first: r2 and r4 have one, r3 two, r1 three. */
static void
test_smallest_first(void)
{
    g_autoptr(BpScenario) scenario = relays(4);
    Log log;

    bp_network_edit(scenario->network, bp_network_find(scenario->network, "r1"))
        ->mailboxes = 3;
    bp_network_edit(scenario->network, bp_network_find(scenario->network, "r3"))
        ->mailboxes = 2;
    bp_network_finish(scenario->network);
    kit_group(scenario, "closure", "which", "smallest-first", "over", "4 d", NULL);
    begin(&log, scenario);
    end(&log, "86400.000000 r2 closed-by-peer\n172800.000000 r4 closed-by-peer\n"
              "259200.000000 r3 closed-by-peer\n345600.000000 r1 closed-by-peer\n");
}

/* A spammer at agis, which is open itself, writes to @n mailboxes, all of them at v, a
 * message each. */
static BpScenario *
spammed(guint n, const char *by)
{
    BpScenario *scenario = kit_scenario(30 * BP_DAY_US);

    kit_member(scenario, "r1", 0, "open", 10000);
    kit_member(scenario, "r2", 0, "open", 10000);
    kit_member(scenario, "v", n, "closed", 10000);
    kit_member(scenario, "agis", 0, "open", 10000);
    bp_network_finish(scenario->network);
    kit_group(scenario, "spammer y", "host", "agis", "line", "lan", "relays", by,
              "size", "1 KB", "bcc", "1", NULL);
    return scenario;
}

/* The first spam is at r1 after 1.304 s and 1.290 s later at v: 2.594 s. The third is
 * at r1 after 3 * 1.304 = 3.912 s, at v after 5.202 s. Who needs three complaints and an
 * hour closes at 3605.202 s; there is no fourth. */
static void
check_on_complaint(const char *by, const char *from, const char *complaints,
                   const char *text)
{
    g_autoptr(BpScenario) scenario = spammed(3, by);
    Log log;

    kit_group(scenario, "closure", "which", "on-complaint", "complaint", "100%",
              "complaints", complaints, "after", "1 h", "from", from, NULL);
    begin(&log, scenario);
    end(&log, text);
}

static void
test_on_complaint(void)
{
    check_on_complaint("r1", "day 1", "1", "3602.594000 r1 closed-by-peer\n");
    check_on_complaint("r1", "day 1", "3", "3605.202000 r1 closed-by-peer\n");
    check_on_complaint("r1", "day 1", "4", "");
    check_on_complaint("r1", "day 2", "1", "");
}

/* By turns r1, r2, r1 carry a spam each: r2's first is at r2 after 2.608 s, at v after
 * 3.898 s. Straight from the spammer's own host nobody complains to a relay. */
static void
test_complaints_go_to_the_relay(void)
{
    check_on_complaint("r1, r2", "day 1", "1",
                       "3602.594000 r1 closed-by-peer\n"
                       "3603.898000 r2 closed-by-peer\n");
    check_on_complaint("r1, r2", "day 1", "2", "3605.202000 r1 closed-by-peer\n");
    check_on_complaint("none", "day 1", "1", "");
}

/* When r1 closes, of 400 spams with @complaint a chance of complaint each. */
static gint64
complained_us(const char *complaint, guint64 seed)
{
    g_autoptr(BpScenario) scenario = spammed(400, "r1");
    Log log;
    gint64 us = BP_TIME_MAX_US;

    scenario->seed = seed;
    kit_group(scenario, "closure", "which", "on-complaint", "complaint", complaint,
              "after", "0 s", NULL);
    begin(&log, scenario);
    kit_run(log.world, BP_DAY_US);
    if (log.text->len > 0)
        us = (gint64)(g_ascii_strtod(log.text->str, NULL) * 1e6 + 0.5);
    bp_world_free(log.world);
    g_string_free(log.text, TRUE);
    return us;
}

/* The more likely a complaint, the sooner it comes, in every single run. With 5% the first
 * is the twentieth spam on average: of 40 runs the mean number is within 3 standard errors,
 * 3 * 19.5 / sqrt(40) = 9.2, of 20. */
static void
test_complaints_by_chance(void)
{
    double sum = 0;

    for (guint64 seed = 1; seed <= 40; seed++) {
        gint64 seldom_us = complained_us("5%", seed);
        gint64 often_us = complained_us("50%", seed);

        g_assert_cmpint(often_us, <=, seldom_us);
        g_assert_cmpint(complained_us("0%", seed), ==, BP_TIME_MAX_US);
        g_assert_cmpint(seldom_us, <, BP_TIME_MAX_US);
        sum += (double)(seldom_us - 1290000) / 1304000;
    }
    g_assert_cmpfloat(fabs(sum / 40 - 20), <, 9.2);
}

/* Of r1, r2 and agis, which are open, one or two react. Of two runs with one seed those of
 * the smaller share are among those of the larger. */
static guint
reacting(const char *share, guint64 seed)
{
    g_autoptr(BpScenario) scenario = spammed(4, "r1, r2");
    guint mask = 0;
    Log log;

    scenario->seed = seed;
    kit_group(scenario, "closure", "which", "on-complaint", "complaint", "100%",
              "share", share, NULL);
    begin(&log, scenario);
    kit_run(log.world, BP_DAY_US);
    for (guint32 i = 0; i < bp_network_n_nodes(scenario->network); i++)
        if (bp_post_relay(bp_world_post(log.world), i) !=
            bp_network_host(scenario->network, i).relay)
            mask |= 1U << i;
    bp_world_free(log.world);
    g_string_free(log.text, TRUE);
    return mask;
}

static void
test_share_reacts(void)
{
    guint seen = 0;

    for (guint64 seed = 1; seed <= 20; seed++) {
        guint one = reacting("34%", seed), two = reacting("67%", seed);

        g_assert_cmphex(one & (one - 1), ==, 0);
        g_assert_cmphex(one & ~two, ==, 0);
        g_assert_cmphex(reacting("0%", seed), ==, 0);
        g_assert_cmphex(reacting("100%", seed), ==, 6); /* r1 and r2 */
        seen |= one;
    }
    g_assert_cmphex(seen, ==, 6);
}

static void
note_change(gpointer data, guint32 host, guint relay)
{
    Log *log = data;

    (void)relay;
    g_string_append_printf(log->text, "%u %" G_GINT64_FORMAT "\n", host,
                           bp_world_now_us(log->world));
}

static const BpObserver noter = {.relay_changed = note_change};

/* (transfer full): closing times of r1 ... by adoption; BP_TIME_MAX_US for none. */
static gint64 *
adoption_us(const char *rate, guint64 seed, guint n)
{
    g_autoptr(BpScenario) scenario = relays(n);
    gint64 *closed_us = g_new(gint64, n);
    Log log;

    for (guint i = 0; i < n; i++)
        closed_us[i] = BP_TIME_MAX_US;
    scenario->length_us = 1900 * BP_DAY_US;
    scenario->seed = seed;
    bp_network_finish(scenario->network);
    kit_group(scenario, "closure", "which", "adoption", "rate", rate, "from", "day 2",
              NULL);
    log.world = kit_world(scenario);
    log.text = g_string_new(NULL);
    bp_post_observe(bp_world_post(log.world), &noter, &log);
    bp_world_start(log.world);
    kit_run(log.world, scenario->length_us);
    g_auto(GStrv) lines = g_strsplit(log.text->str, "\n", -1);

    for (char **line = lines; *line != NULL && **line != '\0'; line++) {
        char *end;
        guint64 host = g_ascii_strtoull(*line, &end, 10);

        closed_us[host - 1] = g_ascii_strtoll(end, NULL, 10);
    }
    bp_world_free(log.world);
    g_string_free(log.text, TRUE);
    return closed_us;
}

/* Twice the hazard halves every relay's time from day 2 on, to the microsecond that each
 * was rounded up by; no hazard closes none. */
static void
test_adoption_scales(void)
{
    g_autofree gint64 *slow_us = adoption_us("0.9 / y", 1, 40);
    g_autofree gint64 *fast_us = adoption_us("1.8 / y", 1, 40);
    g_autofree gint64 *never_us = adoption_us("0 / y", 1, 40);
    guint n = 0;

    for (guint i = 0; i < 40; i++) {
        g_assert_cmpint(never_us[i], ==, BP_TIME_MAX_US);
        if (slow_us[i] == BP_TIME_MAX_US)
            continue;
        n++;
        g_assert_cmpint(slow_us[i], >, BP_DAY_US);
        g_assert_cmpint(ABS(slow_us[i] - BP_DAY_US - 2 * (fast_us[i] - BP_DAY_US)), <=,
                        2);
    }
    g_assert_cmpuint(n, >, 30);
}

#define SURVEYED 910 /* of 1000 */

/* Mid-1997 on, in days: January and July 1998, July 1999, August 2002. */
static const guint survey_days[] = {184, 365, 730, 1857};

/* Of 910 relays exp(-0.9 t) are open after t years, within 3 standard errors; and so are
 * those of 20 seeds together, which is a test 4.5 times as sharp. */
static void
test_adoption_fits_the_surveys(void)
{
    guint n_open[G_N_ELEMENTS(survey_days)] = {0};

    for (guint64 seed = 1; seed <= 20; seed++) {
        g_autofree gint64 *closed_us = adoption_us("0.9 / y", seed, SURVEYED);

        for (guint k = 0; k < G_N_ELEMENTS(survey_days); k++) {
            double p = bp_exp(-0.9 * survey_days[k] / 365.25);
            guint n = 0;

            for (guint i = 0; i < SURVEYED; i++)
                n += closed_us[i] > (survey_days[k] + 1) * BP_DAY_US;
            if (seed == 1)
                g_assert_cmpfloat(fabs(n - SURVEYED * p), <,
                                  3 * sqrt(SURVEYED * p * (1 - p)));
            n_open[k] += n;
            if (seed == 20)
                g_assert_cmpfloat(fabs(n_open[k] - 20 * SURVEYED * p), <,
                                  3 * sqrt(20 * SURVEYED * p * (1 - p)));
        }
    }
}

/* Closed on day 2, open again 3 d later, and then for good; who was closed before and is
 * only named does not open. */
static void
test_reopening(void)
{
    g_autoptr(BpScenario) scenario = relays(2);
    Log log;

    bp_network_finish(scenario->network);
    kit_group(scenario, "closure", "which", "r1, x", "from", "day 2", "reopen", "100%",
              NULL);
    begin(&log, scenario);
    end(&log, "86400.000000 r1 closed-by-peer\n345600.000000 r1 open\n");
}

/* Complaints count afresh after opening. The second spam is at v after 2 * 1.304 + 1.290 =
 * 3.898 s: r1 closes, and opens again a minute later. From 3.912 s on, when the third was
 * through, the spammer is refused every 0.300 s, the last time at 63.612 s; the next is
 * let in at 63.912 s and takes 1.004 s more for its body. Thus the second from then on is at
 * v after 63.912 + 1.004 + 1.304 + 1.290 = 67.510 s. Of 300 letters 95 are left then; they
 * are refused before r1 opens for the last time. */
static void
test_reopened_may_close_again(void)
{
    g_autoptr(BpScenario) scenario = spammed(300, "r1");
    Log log;

    kit_group(scenario, "closure", "which", "on-complaint", "complaint", "100%",
              "complaints", "2", "after", "0 s", "reopen", "100%", "reopen-after",
              "1 min", NULL);
    begin(&log, scenario);
    end(&log, "3.898000 r1 closed-by-peer\n63.898000 r1 open\n"
              "67.510000 r1 closed-by-peer\n127.510000 r1 open\n");
}

/* Open for an hour on average, closed for an hour, over 30 days: 720 h / 2 h = 360 closings.
 * The length of a turn has a standard deviation of 1 h, so that their number has one of
 * sqrt(720 * 1^2 / 2^3) = 9.5: each of ten runs is within four. */
static void
test_adoption_goes_on(void)
{
    for (guint64 seed = 1; seed <= 10; seed++) {
        g_autoptr(BpScenario) scenario = relays(1);
        guint n = 0;
        Log log;

        scenario->seed = seed;
        bp_network_finish(scenario->network);
        kit_group(scenario, "closure", "which", "adoption", "rate", "1 / h", "reopen",
                  "100%", "reopen-after", "1 h", NULL);
        begin(&log, scenario);
        kit_run(log.world, 30 * BP_DAY_US);
        for (const char *at = log.text->str; (at = strstr(at, "closed")) != NULL; at++)
            n++;
        g_assert_cmpfloat(fabs(n - 360.0), <, 4 * 9.5);
        bp_world_free(log.world);
        g_string_free(log.text, TRUE);
    }
}

/* A share of the closings does not last: of 400 a quarter within 3 standard errors,
 * 3 * sqrt(400 * 0.25 * 0.75) = 26; and the same again among half. */
static guint
reopened(const char *share, guint8 *is_open)
{
    g_autoptr(BpScenario) scenario = relays(400);
    g_autoptr(BpWorld) world = NULL;
    guint n = 0;

    bp_network_finish(scenario->network);
    kit_group(scenario, "closure", "reopen", share, "reopen-after", "1 d", NULL);
    world = kit_world(scenario);
    bp_world_start(world);
    kit_run(world, 2 * BP_DAY_US);
    for (guint i = 0; i < 400; i++) {
        is_open[i] = bp_post_relay(bp_world_post(world), i + 1) == BP_RELAY_OPEN;
        n += is_open[i];
    }
    return n;
}

static void
test_reopened_share(void)
{
    guint8 few[400], many[400];

    g_assert_cmpuint(reopened("0%", few), ==, 0);
    g_assert_cmpfloat(fabs(reopened("25%", few) - 100.0), <, 26);
    g_assert_cmpfloat(fabs(reopened("50%", many) - 200.0), <, 30);
    for (guint i = 0; i < 400; i++)
        g_assert_cmpuint(few[i], <=, many[i]);
    g_assert_cmpuint(reopened("100%", many), ==, 400);
}

static void
test_unknown_names(void)
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
        "t.scenario:7: [closure a] which = \"r1, net, q1\": expected hosts of the "
        "topology, or one of: random, busiest-first, smallest-first, by-degree, "
        "when-listed, on-complaint, adoption; there is no \"q1\"; did you mean "
        "\"r1\"?");
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
    g_test_add_func("/closure/smallest first", test_smallest_first);
    g_test_add_func("/closure/on complaint", test_on_complaint);
    g_test_add_func("/closure/complaints go to the relay",
                    test_complaints_go_to_the_relay);
    g_test_add_func("/closure/complaints by chance", test_complaints_by_chance);
    g_test_add_func("/closure/a share reacts", test_share_reacts);
    g_test_add_func("/closure/adoption scales", test_adoption_scales);
    g_test_add_func("/closure/adoption fits the surveys",
                    test_adoption_fits_the_surveys);
    g_test_add_func("/closure/reopening", test_reopening);
    g_test_add_func("/closure/reopened may close again", test_reopened_may_close_again);
    g_test_add_func("/closure/adoption goes on", test_adoption_goes_on);
    g_test_add_func("/closure/reopened share", test_reopened_share);
    g_test_add_func("/closure/unknown names", test_unknown_names);
    return g_test_run();
}
