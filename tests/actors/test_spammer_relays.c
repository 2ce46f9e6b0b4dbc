/* Tests of how the spammer finds relays, in which order he takes them, and which he drops.
 *
 * Each letter takes 1.304 s: see scenario_kit.h. A refusal takes 0.304 s.
 */
#include "spammer_kit.h"

#include <bangpath/choose.h>

/* agis, and r1 .. r4 of which all but @open are closed, each with a mailbox. */
static BpScenario *
one_open(guint open, guint64 seed)
{
    BpScenario *scenario = kit_scenario(30 * BP_DAY_US);

    scenario->seed = seed;
    kit_member(scenario, "agis", 0, "open", 10000);
    for (guint i = 1; i <= 4; i++) {
        g_autofree char *name = g_strdup_printf("r%u", i);

        kit_member(scenario, name, 1, i == open ? "open" : "closed", 10000);
    }
    bp_network_finish(scenario->network);
    return scenario;
}

/* Which of the four he asks at place @i: the order is a random one of all hosts. */
static guint
asked_at(const BpScenario *scenario, guint i)
{
    g_autoptr(GArray) hosts = bp_choose_hosts(scenario->network, FALSE);

    bp_choose_shuffle(hosts, scenario->seed, "probes of spammer x");
    for (guint k = 0; k < hosts->len; k++) {
        guint32 host = g_array_index(hosts, guint32, k);
        const char *name = bp_network_host(scenario->network, host).name;

        if (name[0] == 'r' && i-- == 0)
            return (guint)(name[1] - '0');
    }
    g_assert_not_reached();
}

/* One probe a minute, the first as he begins; his own host is not asked. The open relay at
 * place i is found at minute i, and has its first letter 1.304 s later. */
static void
test_scan(void)
{
    for (guint place = 0; place < 4; place++) {
        g_autoptr(BpScenario) any = one_open(0, place);
        guint open = asked_at(any, place);
        g_autoptr(BpScenario) scenario = one_open(open, place);
        gint64 found_us = BP_DAY_US + place * BP_MINUTE_US;
        Log log;

        RUN(scenario, &log, found_us + 1304000, "relays", "scan", "probe-rate",
            "60 / h", "start", "day 2", "bcc", "1");
        g_assert_cmpstr(log.offers->str, ==, "");
        kit_run(log.world, found_us + 1304001);

        g_autofree char *offers = g_strdup_printf("r%u:1 ", open);

        g_assert_cmpstr(log.offers->str, ==, offers);
        kit_run(log.world, 3 * BP_DAY_US);
        g_assert_cmpuint(kit_books(log.world)->mailboxes_reached, ==, 4);
        clear(&log);
    }
}

/* What must be so for r1, closed or half so, to be found: he asks as he would send. */
static void
test_scan_by_his_trick(void)
{
    static const struct {
        const char *state;
        guint8 hole;
        const char *key;
        const char *value;
        gboolean found;
    } cases[] = {
        {"closed", 0, "forge", "none", FALSE},
        {"closed-by-sender", 0, "forge", "none", FALSE},
        {"closed-by-sender", 0, "forge", "relay", TRUE},
        {"closed", 0, "forge", "relay", FALSE},
        {"closed", BP_HOLE_OWN_DOMAIN, "forge", "relay", TRUE},
        {"closed", BP_HOLE_NULL, "forge", "null", TRUE},
        {"closed", BP_HOLE_PERCENT, "disguise", "none", FALSE},
        {"closed", BP_HOLE_PERCENT, "disguise", "percent", TRUE},
        {"closed", BP_HOLE_PERCENT, "disguise", "bang", FALSE},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(BpScenario) scenario = kit_scenario(BP_DAY_US);
        guint32 r1;
        Log log;

        kit_member(scenario, "agis", 0, "open", 10000);
        r1 = kit_member(scenario, "r1", 0, cases[i].state, 10000);
        bp_network_edit(scenario->network, r1)->holes = cases[i].hole;
        kit_member(scenario, "v", 1, "closed", 10000);
        bp_network_finish(scenario->network);
        RUN(scenario, &log, BP_HOUR_US, "relays", "scan", cases[i].key, cases[i].value);
        g_assert_cmpstr(log.offers->str, ==, cases[i].found ? "r1:1 " : "");
        clear(&log);
    }
}

/* Nobody is asked at no rate at all. */
static void
test_no_probes(void)
{
    g_autoptr(BpScenario) scenario = relays(all_open, 4);
    Log log;

    RUN(scenario, &log, BP_DAY_US, "relays", "scan", "probe-rate", "0 / h");
    g_assert_cmpstr(log.offers->str, ==, "");
    clear(&log);
}

/* An account of 90 s asks two hosts, at 0 and 60 s. The next account, an hour later, asks the
 * third as it is opened and the fourth a minute after that; if there is no next, nobody
 * does. */
static void
test_scan_ends_with_the_account(void)
{
    g_autoptr(BpScenario) any = one_open(0, 1);
    guint open = asked_at(any, 3);
    gint64 found_us = BP_HOUR_US + 150 * BP_SECOND_US;

    for (guint accounts = 1; accounts <= 2; accounts++) {
        g_autoptr(BpScenario) scenario = one_open(open, 1);
        g_autofree char *offers =
            accounts == 1 ? g_strdup("") : g_strdup_printf("r%u:1 ", open);
        Log log;

        RUN(scenario, &log, found_us + 1304000, "relays", "scan", "life", "90 s",
            "again-after", "1 h", "bcc", "1", "accounts", accounts == 1 ? "1" : "2");
        g_assert_cmpstr(log.offers->str, ==, "");
        kit_run(log.world, found_us + 1304001);
        g_assert_cmpstr(log.offers->str, ==, offers);
        clear(&log);
    }
}

/* Cut off at 10 s and back at 30 s, he asks the second host then and the third at 90 s: what
 * he would have asked at 60 s went with the old account. */
static void
test_scan_after_being_cut_off(void)
{
    g_autoptr(BpScenario) any = one_open(0, 1);
    guint open = asked_at(any, 2);
    g_autoptr(BpScenario) scenario = one_open(open, 1);
    g_autofree char *offers = g_strdup_printf("r%u:1 ", open);
    Log log;

    RUN(scenario, &log, 10 * BP_SECOND_US, "relays", "scan", "again-after", "20 s",
        "bcc", "1", "accounts", "2");
    bp_post_cut_off(bp_world_post(log.world), 1);
    kit_run(log.world, 91304000);
    g_assert_cmpstr(log.offers->str, ==, "");
    kit_run(log.world, 91304001);
    g_assert_cmpstr(log.offers->str, ==, offers);
    clear(&log);
}

/* The one open relay closes at 3 s: the letter whose recipients it is asked to take at 4.216 s
 * is lost, and he has none left. */
static void
test_struck_off(void)
{
    g_autoptr(BpScenario) scenario = kit_scenario(BP_DAY_US);
    Log log;

    kit_member(scenario, "agis", 0, "open", 10000);
    kit_member(scenario, "r1", 0, "open", 10000);
    kit_member(scenario, "v", 9, "closed", 10000);
    bp_network_finish(scenario->network);
    kit_group(scenario, "closure", "which", "r1", "over", "3 s", NULL);
    RUN(scenario, &log, BP_HOUR_US, "relays", "scan", "probe-rate", "1 / s", "bcc",
        "1");
    /* Found at 0 or 1 s, and then he begins. */
    g_assert_true(g_str_has_suffix(log.offers->str, "r1:1 r1!1 "));
    g_assert_null(strstr(log.offers->str, "!1 r1"));
    g_assert_cmpuint(kit_books(log.world)->refusals[BP_REASON_RELAYING_DENIED], ==, 1);
    clear(&log);
}

/* r1 .. r3 with lines of different speeds, and v with the fastest. */
static BpScenario *
of_speeds(void)
{
    BpScenario *scenario = kit_scenario(BP_DAY_US);

    kit_member(scenario, "agis", 0, "closed", 10000);
    kit_member(scenario, "r1", 0, "open", 10000);
    kit_member(scenario, "r2", 0, "open", 30000);
    kit_member(scenario, "r3", 0, "open", 20000);
    kit_member(scenario, "v", 5, "open", 10000000);
    bp_network_finish(scenario->network);
    return scenario;
}

/* The fastest first, of names and of a list. */
static void
test_prefer_capacity(void)
{
    static const char *const cases[][2] = {
        {"r1, r2, r3", "r2:1 r3:1 r1:1 r2:1 r3:1 "},
        {"published list", "v:1 r2:1 r3:1 r1:1 v:1 "},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(BpScenario) scenario = of_speeds();
        Log log;

        RUN(scenario, &log, BP_HOUR_US, "relays", cases[i][0], "list-age", "0 s", "bcc",
            "1", "prefer", "capacity");
        g_assert_cmpstr(log.offers->str, ==, cases[i][1]);
        clear(&log);
    }
}

/* Scanning, he begins with whom he finds first; from there he goes on to the next slower, and
 * from the slowest to the fastest. */
static void
test_prefer_capacity_of_what_is_found(void)
{
    static const char *const by_speed[] = {"v", "r2", "r3", "r1"};

    for (guint64 seed = 0; seed < 8; seed++) {
        g_autoptr(BpScenario) scenario = of_speeds();
        g_autoptr(GString) offers = g_string_new(NULL);
        Log log;
        guint first = 0;

        scenario->seed = seed;
        RUN(scenario, &log, BP_HOUR_US, "relays", "scan", "probe-rate", "1000000 / s",
            "bcc", "1", "prefer", "capacity");
        while (!g_str_has_prefix(log.offers->str, by_speed[first]))
            first++;
        for (guint i = 0; i < 5; i++)
            g_string_append_printf(offers, "%s:1 ", by_speed[(first + i) % 4]);
        g_assert_cmpstr(log.offers->str, ==, offers->str);
        clear(&log);
    }
}

/* He leaves each relay after 3 s, which is three letters. As r1 has taken three by then, and
 * r3 none, he goes back to r1 from r2, and so on; else r3 would be next. */
static void
test_prefer_favourite(void)
{
    static const char *const cases[][2] = {
        {"random", "r1:1 r1:1 r1:1 r2:1 r2:1 r2:1 r3:1 r3:1 r3:1 r1:1 "},
        {"favourite", "r1:1 r1:1 r1:1 r2:1 r2:1 r2:1 r1:1 r1:1 r1:1 r2:1 "},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(BpScenario) scenario = relays(all_open, 10);
        Log log;

        RUN(scenario, &log, BP_HOUR_US, "relays", "r1, r2, r3", "bcc", "1", "use",
            "stick", "switch-after", "3 s", "prefer", cases[i][0]);
        g_assert_cmpstr(log.offers->str, ==, cases[i][1]);
        clear(&log);
    }
}

/* What a relay refuses does it no credit: r2 is dropped at once, and r1, which has taken
 * three, is before r3. */
static void
test_favourite_takes(void)
{
    const char *const states[3] = {"open", "closed", "open"};
    OFFERS(states, 6, "r1:1 r1:1 r1:1 r2!1 r1:1 r1:1 ", "relays", "r1, r2, r3", "bcc",
           "1", "use", "stick", "switch-after", "3 s", "prefer", "favourite",
           "drop-after", "1");
}

/* r1 refuses ten in 3.04 s. Then r2 has three letters, and r3, which follows it, three: what
 * was refused was not taken, and nobody goes back to r1. Now r2 is the favourite. */
static void
test_refusing_is_not_taking(void)
{
    g_autoptr(BpScenario) scenario = relays(first_closed, 17);
    Log log;

    RUN(scenario, &log, BP_HOUR_US, "relays", "r1, r2, r3", "bcc", "1", "use", "stick",
        "switch-after", "3 s", "prefer", "favourite");
    g_assert_cmpstr(log.offers->str, ==,
                    "r1!1 r1!1 r1!1 r1!1 r1!1 r1!1 r1!1 r1!1 r1!1 r1!1 "
                    "r2:1 r2:1 r2:1 r3:1 r3:1 r3:1 r2:1 ");
    clear(&log);
}

/* u, by telephone from his host, is no relay to go to with what was refused on the net. */
static void
test_hop_stays_on_the_net(void)
{
    g_autoptr(BpScenario) scenario = kit_scenario(BP_DAY_US);
    guint32 agis = kit_member(scenario, "agis", 0, "open", 10000);
    Log log;

    kit_member(scenario, "r1", 0, "closed", 10000);
    kit_member(scenario, "v", 2, "open", 10000);
    kit_link(scenario, agis, kit_host(scenario, "u", 0, "open"), "plain", 10000);
    bp_network_finish(scenario->network);
    RUN(scenario, &log, BP_HOUR_US, "relays", "r1, u", "bcc", "1", "use", "hop");
    g_assert_cmpstr(log.offers->str, ==, "r1!1 r1!1 ");
    clear(&log);
}

/* Who has nobody to write to asks nobody. */
static void
test_nothing_to_send(void)
{
    OFFERS(all_open, 0, "", "relays", "scan", "forge", "random");
}

/* The second message that r1 refuses is its last; one after the other the rest go on. */
static void
test_drop_after(void)
{
    OFFERS(first_closed, 9, "r1!1 r2:1 r3:1 r1!1 r2:1 r3:1 r2:1 r3:1 r2:1 ", "relays",
           "r1, r2, r3", "bcc", "1", "drop-after", "2");
}

/* With stick the next in the list comes in, and none after the last. */
static void
test_stick_and_drop(void)
{
    g_autoptr(BpScenario) scenario = relays(all_closed, 9);
    Log log;

    RUN(scenario, &log, BP_HOUR_US, "relays", "r1, r2", "bcc", "1", "use", "stick",
        "drop-after", "2");
    g_assert_cmpstr(log.offers->str, ==, "r1!1 r1!1 r2!1 r2!1 ");
    g_assert_cmpuint(kit_books(log.world)->kind[BP_SPAM].messages, ==, 4);
    clear(&log);
}

/* In a row: r1 is closed from 2 to 3 s, and again from 4.3 s on. The envelopes of letters
 * are answered at 0.304, 1.608, 2.912 (no), 3.216, 4.520 (no) and 4.824 s (no). */
static void
test_in_a_row(void)
{
    g_autoptr(BpScenario) scenario = relays(all_open, 9);
    Log log;

    kit_group(scenario, "closure a", "which", "r1", "over", "2 s", "reopen", "100%",
              "reopen-after", "1 s", NULL);
    kit_group(scenario, "closure b", "which", "r1", "over", "4300 ms", NULL);
    RUN(scenario, &log, BP_HOUR_US, "relays", "r1", "bcc", "1", "use", "stick",
        "drop-after", "2");
    g_assert_cmpstr(log.offers->str, ==, "r1:1 r1:1 r1!1 r1:1 r1!1 r1!1 ");
    clear(&log);
}

/* A letter that was refused in two transactions was refused once, and both parts go to the
 * same relay next. r1 is dropped at its second letter, the third of all. */
static void
test_parts_of_a_letter(void)
{
    g_autoptr(BpScenario) scenario = relays(first_closed, 500);
    Log log;

    RUN(scenario, &log, BP_HOUR_US, "relays", "r1, r2, r3", "bcc", "125", "retry",
        "yes", "drop-after", "2");
    g_assert_cmpstr(log.offers->str, ==,
                    "r1!100 r1!25 r2:100 r2:25 r3:100 r3:25 "
                    "r1!100 r1!25 r2:100 r2:25 r3:100 r3:25 ");
    clear(&log);
}

static void
has_to_wait(gpointer data, const BpOffer *offer, BpEnvelope *envelope)
{
    (void)data, (void)offer;
    envelope->wait_us = 1;
}

/* r1, open as it is, tells everybody to try later. That is a refusal to him: he hops on, or
 * loses the letter; and one who probes does not count it a relay. */
static void
test_try_later(void)
{
    static const char *const cases[][3] = {
        {"r1, r2", "hop", "r1!1 r2:1 r2:1 "},
        {"r1, r2", "rotate", "r1!1 r2:1 "},
        {"scan", "rotate", ""},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const char *const states[3] = {"open", i < 2 ? "open" : "closed", "closed"};
        g_autoptr(BpScenario) scenario = relays(states, 2);
        guint guard;
        Log log;

        kit_group(scenario, "spammer x", "host", "agis", "line", "lan", "relays",
                  cases[i][0], "use", cases[i][1], "bcc", "1", NULL);
        set_up(scenario, &log);
        guard = bp_post_add_guard(bp_world_post(log.world),
                                  &(BpGuard){.policy = bp_policy_find("rate-limit"),
                                             .stage = BP_STAGE_ENVELOPE,
                                             .look = has_to_wait});
        bp_post_set_guard(bp_world_post(log.world), kit_find(log.world, "r1"), guard,
                          TRUE);
        if (i == 2)
            bp_post_set_relay(bp_world_post(log.world), kit_find(log.world, "v"),
                              bp_policy_index(bp_policy_find("closed")));
        bp_world_start(log.world);
        kit_run(log.world, BP_HOUR_US);
        g_assert_cmpstr(log.offers->str, ==, cases[i][2]);
        clear(&log);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/relays/scan", test_scan);
    g_test_add_func("/relays/scan by his trick", test_scan_by_his_trick);
    g_test_add_func("/relays/no probes", test_no_probes);
    g_test_add_func("/relays/scan ends with the account",
                    test_scan_ends_with_the_account);
    g_test_add_func("/relays/scan after being cut off", test_scan_after_being_cut_off);
    g_test_add_func("/relays/struck off", test_struck_off);
    g_test_add_func("/relays/prefer capacity", test_prefer_capacity);
    g_test_add_func("/relays/prefer capacity of what is found",
                    test_prefer_capacity_of_what_is_found);
    g_test_add_func("/relays/prefer favourite", test_prefer_favourite);
    g_test_add_func("/relays/favourite takes", test_favourite_takes);
    g_test_add_func("/relays/refusing is not taking", test_refusing_is_not_taking);
    g_test_add_func("/relays/hop stays on the net", test_hop_stays_on_the_net);
    g_test_add_func("/relays/nothing to send", test_nothing_to_send);
    g_test_add_func("/relays/drop after", test_drop_after);
    g_test_add_func("/relays/stick and drop", test_stick_and_drop);
    g_test_add_func("/relays/in a row", test_in_a_row);
    g_test_add_func("/relays/parts of a letter", test_parts_of_a_letter);
    g_test_add_func("/relays/try later", test_try_later);
    return g_test_run();
}
