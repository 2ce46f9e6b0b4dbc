/* Tests of lists: who is put on and when, who sees it and when, who comes off. */
#include "blacklist_kit.h"

/* An open relay is listed 2 h after the first mailbox saw it, and stays on for as
 * long as it is open: tests come every 7 d. It closes on day 11, 864,000 s on; the
 * test at 7,202.636 + 2 * 604,800 s finds it closed. Its being closed is no reason
 * before that. */
static void
test_open_relay(void)
{
    g_autoptr(BpScenario) scenario = scene();
    Log log;

    spammer(scenario, "spammer x", "r1", "day 1");
    kit_group(scenario, "blacklist rbl", "subscribers", "none", NULL);
    kit_group(scenario, "closure", "which", "r1", "from", "day 11", NULL);
    begin(&log, scenario);
    end(&log, "7202.636000 0 lists r1\n1216802.636000 0 drops r1\n");
}

/* Closed when it is tested, before the 2 h are over: never listed. */
static void
test_closed_in_time(void)
{
    g_autoptr(BpScenario) scenario = scene();
    Log log;

    spammer(scenario, "spammer x", "r1", "day 1");
    kit_group(scenario, "blacklist rbl", "subscribers", "none", NULL);
    kit_group(scenario, "closure", "which", "r1", "from", "day 1 02:00", NULL);
    begin(&log, scenario);
    end(&log, "");
}

/* Sources are those who hand over themselves: straight to v at 1.304 s. Without more
 * spam the entry goes at the first test, 7 d on. Relays are no business of such a
 * list. */
static void
test_source(void)
{
    g_autoptr(BpScenario) scenario = scene();
    Log log;

    kit_group(scenario, "blacklist rbl", "subscribers", "none", "lists", "sources",
              NULL);
    spammer(scenario, "spammer x", "none", "day 1");
    spammer(scenario, "spammer y", "r1", "day 1");
    begin(&log, scenario);
    end(&log, "7201.304000 0 lists agis\n612001.304000 0 drops agis\n");
}

/* More spam on day 6 keeps it on at the first test (day 8: two days after), and not
 * at the second. */
static void
test_source_again(void)
{
    g_autoptr(BpScenario) scenario = scene();
    Log log;

    kit_group(scenario, "blacklist rbl", "subscribers", "none", "lists", "sources",
              NULL);
    spammer(scenario, "spammer x", "none", "day 1");
    spammer(scenario, "spammer y", "none", "day 6");
    begin(&log, scenario);
    end(&log, "7201.304000 0 lists agis\n1216801.304000 0 drops agis\n");
}

/* The list itself, asked each time: seen as soon as it is listed, and no longer. */
static void
test_asked_directly(void)
{
    g_autoptr(BpScenario) scenario = scene();
    g_autoptr(BpWorld) world = NULL;

    kit_group(scenario, "blacklist rbl", "subscribers", "v", "lists", "sources",
              "refresh", "0 s", NULL);
    spammer(scenario, "spammer x", "none", "day 1");
    world = kit_world(scenario);
    bp_world_start(world);
    g_assert_cmpint(when(world, "v", TRUE, 0), ==, 7202);
    g_assert_cmpint(when(world, "v", FALSE, 7202), ==, 612002);
    g_assert_false(refuses(world, "w", "agis"));
}

/* agis is listed at 7,201.304 s. What its user has begun to send before is answered 290 ms after
 * it began: before that, or after. */
static void
test_listed_meanwhile(void)
{
    for (guint is_late = 0; is_late < 2; is_late++) {
        g_autoptr(BpScenario) scenario = scene();
        g_autoptr(BpWorld) world = NULL;
        BpRecipient v;
        BpLetter letter = {
            .kind = BP_HAM, .size_bytes = 1000, .recipients = &v, .n_recipients = 1};

        kit_group(scenario, "blacklist rbl", "subscribers", "v", "lists", "sources",
                  "refresh", "0 s", NULL);
        spammer(scenario, "spammer x", "none", "day 1");
        world = kit_world(scenario);
        bp_world_start(world);
        v = (BpRecipient){{kit_find(world, "v"), 0}, BP_NONE};
        letter.from = (BpAddress){kit_find(world, "agis"), 0};
        bp_world_run_until(world, is_late ? 7201200000 : 7201000000);
        bp_post_write(bp_world_post(world), letter.from.host, &letter);
        bp_world_run_until(world, 7210 * BP_SECOND_US);
        g_assert_cmpuint(kit_books(world)->refusals[BP_REASON_BLACKLISTED], ==,
                         is_late);
        g_assert_cmpuint(kit_books(world)->kind[BP_HAM].in[BP_DELIVERED], ==,
                         1 - is_late);
    }
}

/* Each subscriber fetches it every hour at a minute of its own: it sees the listing
 * at its next fetch, and the end of it, 7 d 17 min later, at the first fetch after
 * that. */
static void
test_phases_of_refresh(void)
{
    g_autoptr(BpScenario) scenario = scene();
    g_autoptr(BpWorld) world = NULL;
    const char *const names[] = {"v", "w"};
    gint64 on_s[2], off_s[2];

    kit_group(scenario, "blacklist rbl", "subscribers", "all", "lists", "sources",
              "delists", "10097 min", NULL);
    spammer(scenario, "spammer x", "none", "day 1");
    for (guint i = 0; i < 2; i++) {
        gint64 gone_s = 7201 + 10097 * 60;

        g_clear_pointer(&world, bp_world_free);
        world = kit_world(scenario);
        bp_world_start(world);
        on_s[i] = when(world, names[i], TRUE, 0);
        g_assert_cmpint(on_s[i], >, 7201);
        g_assert_cmpint(on_s[i], <=, 7202 + 3600);
        off_s[i] = when(world, names[i], FALSE, on_s[i]);
        g_assert_cmpint(off_s[i], >, gone_s);
        g_assert_cmpint(off_s[i], <=, gone_s + 1 + 3600);
        g_assert_cmpint((off_s[i] - on_s[i]) % 3600, ==, 0);
    }
    g_assert_cmpint(on_s[0], !=, on_s[1]);
}

/* Subscribers by share of mailboxes: v has 70 of 100, w 30. */
static void
test_subscribers(void)
{
    static const struct {
        const char *who;
        gboolean v;
        gboolean w;
    } cases[] = {{"largest 70%", TRUE, FALSE},
                 {"all", TRUE, TRUE},
                 {"none", FALSE, FALSE},
                 {"w", FALSE, TRUE}};

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(BpScenario) scenario = kit_scenario(BP_DAY_US);
        g_autoptr(BpWorld) world = NULL;

        kit_member(scenario, "agis", 0, "open", 10000);
        kit_member(scenario, "v", 70, "open", 10000);
        kit_member(scenario, "w", 30, "open", 10000);
        bp_network_finish(scenario->network);
        kit_group(scenario, "blacklist rbl", "subscribers", cases[i].who, "lists",
                  "sources", "refresh", "0 s", NULL);
        spammer(scenario, "spammer x", "none", "day 1");
        world = kit_world(scenario);
        bp_world_start(world);
        kit_run(world, 20 * BP_HOUR_US);
        g_assert_cmpint(refuses(world, "v", "agis"), ==, cases[i].v);
        g_assert_cmpint(refuses(world, "w", "agis"), ==, cases[i].w);
    }
}

/* A user of r1, which is listed from 02:00 on, writes to v at 05:00 for five days. The
 * first letter is refused. Where that makes r1 close at 11:00, the test of day 2 at 02:00
 * finds it closed, and the other four arrive; else all five come back. */
static void
test_collateral_until_it_closes(void)
{
    static const struct {
        const char *share;
        guint collateral;
    } cases[] = {{"100%", 1}, {"0%", 5}};

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(BpScenario) scenario = scene();
        g_autoptr(BpWorld) world = NULL;

        spammer(scenario, "spammer x", "r1", "day 1");
        kit_group(scenario, "blacklist rbl", "subscribers", "v", "delists", "1 d",
                  "refresh", "0 s", NULL);
        kit_group(scenario, "closure", "which", "when-listed", "share", cases[i].share,
                  NULL);
        world = kit_world(scenario);
        bp_world_start(world);
        for (gint64 day = 0; day < 5; day++) {
            kit_run(world, day * BP_DAY_US + 5 * BP_HOUR_US);
            bp_post_write(
                bp_world_post(world), kit_find(world, "r1"),
                &(BpLetter){
                    .kind = BP_HAM,
                    .from = {kit_find(world, "r1"), 0},
                    .size_bytes = 1000,
                    .recipients = &(BpRecipient){{kit_find(world, "v"), 0}, BP_NONE},
                    .n_recipients = 1,
                });
        }
        kit_run(world, 6 * BP_DAY_US);
        g_assert_cmpuint(kit_books(world)->collateral, ==, cases[i].collateral);
        g_assert_cmpuint(kit_books(world)->kind[BP_HAM].in[BP_DELIVERED], ==,
                         5 - cases[i].collateral);
    }
}

/* ---- neighbourhoods ---- */

/* prov serves one and two, three hands all it has to prov; two serves below. other has
 * nothing to do with them; far hangs on prov, but is on no net. v gets the spam. */
static BpScenario *
street(void)
{
    static const char *const names[] = {"one",   "two",   "three", "prov",
                                        "below", "other", NULL};
    BpScenario *scenario = kit_scenario(60 * BP_DAY_US);
    BpNetwork *network = scenario->network;
    guint32 prov, far;

    for (guint i = 0; names[i] != NULL; i++)
        kit_member(scenario, names[i], 0, "closed", 10000);
    kit_member(scenario, "v", 1, "closed", 10000);
    prov = bp_network_find(network, "prov");
    far = kit_host(scenario, "far", 0, "closed");
    kit_link(scenario, far, prov, "g", 10000);
    bp_network_edit(network, bp_network_find(network, "three"))->smart_host = prov;
    bp_network_edit(network, far)->smart_host = prov;
    bp_network_serve(network, prov, bp_network_find(network, "one"));
    bp_network_serve(network, prov, bp_network_find(network, "two"));
    bp_network_serve(network, bp_network_find(network, "two"),
                     bp_network_find(network, "below"));
    bp_network_finish(network);
    return scenario;
}

static void
lives_at(BpScenario *scenario, const char *title, const char *host, const char *start)
{
    kit_group(scenario, title, "host", host, "line", "lan", "size", "1 KB", "relays",
              "none", "start", start, NULL);
}

/* The spammer lives at one: with it go its provider and its provider's customers, but not
 * theirs. All of them have done nothing. They come off together, a week later. */
static void
test_neighbourhood(void)
{
    g_autoptr(BpScenario) scenario = street();
    Log log;

    kit_group(scenario, "blacklist spews", "subscribers", "none", "lists",
              "neighbourhoods", NULL);
    lives_at(scenario, "spammer x", "one", "day 1");
    begin(&log, scenario);
    end(&log, "7201.304000 0 lists one\n"
              "7201.304000 0 lists two, falsely\n"
              "7201.304000 0 lists three, falsely\n"
              "7201.304000 0 lists prov, falsely\n"
              "612001.304000 0 drops one\n"
              "612001.304000 0 drops two, falsely\n"
              "612001.304000 0 drops three, falsely\n"
              "612001.304000 0 drops prov, falsely\n");
}

/* Two of one street, two days apart: who stands for both stays until the second is off,
 * 7 d after day 3 02:00:01.304; below goes on and off with two, whom it is served by. */
static void
test_two_of_a_street(void)
{
    g_autoptr(BpScenario) scenario = street();
    Log log;

    kit_group(scenario, "blacklist spews", "subscribers", "none", "lists",
              "neighbourhoods", NULL);
    lives_at(scenario, "spammer x", "one", "day 1");
    lives_at(scenario, "spammer y", "two", "day 3");
    begin(&log, scenario);
    end(&log, "7201.304000 0 lists one\n"
              "7201.304000 0 lists two, falsely\n"
              "7201.304000 0 lists three, falsely\n"
              "7201.304000 0 lists prov, falsely\n"
              "180001.304000 0 lists below, falsely\n"
              "784801.304000 0 drops two, falsely\n"
              "784801.304000 0 drops one\n"
              "784801.304000 0 drops three, falsely\n"
              "784801.304000 0 drops prov, falsely\n"
              "784801.304000 0 drops below, falsely\n");
}

/* ---- mistakes ---- */

typedef struct {
    BpWorld *world;
    guint n_listed;
    guint n_times[8];
    gint64 on_us[8];
} Tally;

static void
tally(gpointer data, guint32 host, guint list, gboolean listed, gboolean deserved)
{
    Tally *t = data;
    const char *name = bp_network_host(bp_world_network(t->world), host).name;

    (void)list;
    g_assert_false(deserved);
    g_assert_cmpstr(name, !=, "a");
    g_assert_cmpstr(name, !=, "away");
    if (listed) {
        t->n_listed++;
        t->n_times[host]++;
        t->on_us[host] = bp_world_now_us(t->world);
    } else {
        g_assert_cmpint(bp_world_now_us(t->world) - t->on_us[host], ==, BP_HOUR_US);
    }
}

/* Once a day, in 400 days: 400 times, give or take four times 20. None hits the relay
 * that is open, nor who is on no net; each stands for an hour. Of four places in the order
 * the open relay's falls to the host after it: two of the others have a quarter each, 100
 * times or not less than four standard deviations, sqrt(75), fewer. */
static void
test_mistakes(void)
{
    static const BpObserver counting = {.listing = tally};
    g_autoptr(BpScenario) scenario = scanned();
    Tally t = {0};

    scenario->length_us = 400 * BP_DAY_US;
    kit_group(scenario, "blacklist rbl", "subscribers", "none", "mistakes", "1 / d",
              "delists", "1 h", NULL);
    t.world = kit_world(scenario);
    bp_post_set_relay(bp_world_post(t.world), kit_find(t.world, "a"), BP_RELAY_OPEN);
    bp_post_observe(bp_world_post(t.world), &counting, &t);
    bp_world_start(t.world);
    kit_run(t.world, 400 * BP_DAY_US);
    g_assert_cmpuint(t.n_listed, >=, 320);
    g_assert_cmpuint(t.n_listed, <=, 480);
    for (const char *const *name = (const char *const[]){"b", "v", "w", NULL};
         *name != NULL; name++)
        g_assert_cmpuint(t.n_times[kit_find(t.world, *name)], >=, 65);
    bp_world_free(t.world);
}

/* ---- subscribers ---- */

static guint
n_who_refuse(BpWorld *world, gint64 at_s)
{
    bp_world_run_until(world, at_s * BP_SECOND_US);
    return (guint)refuses(world, "v", "agis") + (guint)refuses(world, "w", "agis");
}

/* Two join over two days from day 3 on: one at the end of each. They fetch the list as
 * they join, whatever the phase of fetches that are 400 d apart. */
static void
test_joining(void)
{
    static const char *const refresh[] = {"0 s", "400 d"};

    for (guint i = 0; i < G_N_ELEMENTS(refresh); i++) {
        g_autoptr(BpScenario) scenario = scene();
        g_autoptr(BpWorld) world = NULL;

        kit_group(scenario, "blacklist rbl", "subscribers", "all", "lists", "sources",
                  "delists", "60 d", "refresh", refresh[i], "join-from", "day 3",
                  "join-over", "2 d", NULL);
        spammer(scenario, "spammer x", "none", "day 1");
        world = kit_world(scenario);
        bp_world_start(world);
        g_assert_cmpuint(n_who_refuse(world, 3 * 86400 - 1), ==, 0);
        g_assert_cmpuint(n_who_refuse(world, 3 * 86400 + 1), ==, 1);
        g_assert_cmpuint(n_who_refuse(world, 4 * 86400 - 1), ==, 1);
        g_assert_cmpuint(n_who_refuse(world, 4 * 86400 + 1), ==, 2);
    }
}

/* agis is listed on day 10 at 02:00, and v and w join a day later, most of them between
 * two fetches that are 10 d apart: what they have is of the day on which they joined, not
 * of a fetch that they would have made before. */
static void
test_joining_late(void)
{
    for (guint64 seed = 1; seed <= 4; seed++) {
        g_autoptr(BpScenario) scenario = scene();
        g_autoptr(BpWorld) world = NULL;

        scenario->seed = seed;
        kit_group(scenario, "blacklist rbl", "subscribers", "all", "lists", "sources",
                  "delists", "60 d", "refresh", "10 d", "join-from", "day 11", NULL);
        spammer(scenario, "spammer x", "none", "day 10");
        world = kit_world(scenario);
        bp_world_start(world);
        g_assert_cmpuint(n_who_refuse(world, 10 * 86400 - 1), ==, 0);
        g_assert_cmpuint(n_who_refuse(world, 10 * 86400 + 1), ==, 2);
    }
}

/* Of v and w, as large as one another, a random half is one: that one joins first where all
 * join, whatever the seed. */
static void
test_joining_in_order(void)
{
    for (guint64 seed = 1; seed <= 8; seed++) {
        gboolean v_asks[2];

        for (guint all = 0; all < 2; all++) {
            g_autoptr(BpScenario) scenario = scene();
            g_autoptr(BpWorld) world = NULL;

            scenario->seed = seed;
            kit_group(scenario, "blacklist rbl", "lists", "sources", "refresh", "0 s",
                      "subscribers", all ? "all" : "random 50%", "join-over", "2 d",
                      "delists", "60 d", NULL);
            spammer(scenario, "spammer x", "none", "day 1");
            world = kit_world(scenario);
            bp_world_start(world);
            g_assert_cmpuint(n_who_refuse(world, (all ? 1 : 2) * 86400 + 1), ==, 1);
            v_asks[all] = refuses(world, "v", "agis");
        }
        g_assert_cmpint(v_asks[0], ==, v_asks[1]);
    }
}

/* v and w take what the listed relay brings on day 2, and throw it away; nobody is refused
 * anything, and nobody is told. */
static void
test_silent(void)
{
    g_autoptr(BpScenario) scenario = scene();
    g_autoptr(BpWorld) world = NULL;
    const BpBooks *books;

    kit_group(scenario, "blacklist rbl", "subscribers", "all", "answer", "silent",
              NULL);
    spammer(scenario, "spammer x", "r1", "day 1");
    spammer(scenario, "spammer y", "r1", "day 2");
    world = kit_world(scenario);
    bp_world_start(world);
    kit_run(world, 3 * BP_DAY_US);
    books = kit_books(world);
    g_assert_cmpuint(books->kind[BP_SPAM].in[BP_DELIVERED], ==, 2);
    g_assert_cmpuint(books->kind[BP_SPAM].in[BP_DISCARDED], ==, 2);
    g_assert_cmpuint(books->refusals[BP_REASON_BLACKLISTED], ==, 0);
    g_assert_cmpuint(books->kind[BP_BOUNCE].sent, ==, 0);
}

static void
test_complaints(void)
{
    g_autoptr(BpScenario) scenario = scene();
    g_autofree char *says = NULL, *many = NULL;

    kit_group(scenario, "blacklist a", "subscribers", "v, vv", NULL);
    says = kit_problems(scenario);
    g_assert_cmpstr(
        says, ==,
        "t.scenario:7: [blacklist a] subscribers = \"v, vv\": expected a host "
        "of the topology; did you mean \"v\"?");
    g_ptr_array_set_size(scenario->groups, 0);
    for (guint i = 0; i < BP_GUARDS_MAX; i++)
        kit_group(scenario, "blacklist b", "subscribers", "all", "lists", "sources",
                  NULL);
    many = kit_problems(scenario);
    g_assert_cmpstr(many, ==, "");
    g_free(many);
    kit_group(scenario, "blacklist c", "subscribers", "all", "lists", "sources", NULL);
    many = kit_problems(scenario);
    g_assert_nonnull(strstr(many, "[blacklist c]"));
    g_assert_null(strstr(many, "[blacklist b]"));
    g_assert_nonnull(strstr(many, "expected at most 16 groups in all of: blacklist"));
}

/* Rates of tests where none are made. */
static void
test_contradictions(void)
{
    static const struct {
        const char *key;
        const char *value;
        const char *other;
        const char *other_value;
        const char *says;
    } cases[] = {
        {"scans", "100 / d", "lists", "sources",
         "expected lists = open relays beside it: a list of sources tests no relays"},
        {"probe-rate", "2 / h", "lists", "neighbourhoods",
         "expected lists = open relays beside it: a list of neighbourhoods tests no "
         "relays"},
        {"scans", "100 / d", "probe", "no",
         "expected probe = yes beside it: with no it tests no relays"},
        {"probe-rate", "0 / h", "probe", "yes",
         "expected more than 0, such as 20 / h; or probe = no, for a list that tests "
         "nothing"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(BpScenario) scenario = scene();
        g_autofree char *says = NULL;
        g_autofree char *expected =
            g_strdup_printf("t.scenario:7: [blacklist a] %s = \"%s\": %s", cases[i].key,
                            cases[i].value, cases[i].says);

        kit_group(scenario, "blacklist a", "subscribers", "all", cases[i].key,
                  cases[i].value, cases[i].other, cases[i].other_value, NULL);
        says = kit_problems(scenario);
        g_assert_cmpstr(says, ==, expected);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/blacklist/open relay", test_open_relay);
    g_test_add_func("/blacklist/closed in time", test_closed_in_time);
    g_test_add_func("/blacklist/source", test_source);
    g_test_add_func("/blacklist/source again", test_source_again);
    g_test_add_func("/blacklist/asked directly", test_asked_directly);
    g_test_add_func("/blacklist/listed meanwhile", test_listed_meanwhile);
    g_test_add_func("/blacklist/phases of refresh", test_phases_of_refresh);
    g_test_add_func("/blacklist/subscribers", test_subscribers);
    g_test_add_func("/blacklist/collateral until it closes",
                    test_collateral_until_it_closes);
    g_test_add_func("/blacklist/neighbourhood", test_neighbourhood);
    g_test_add_func("/blacklist/two of a street", test_two_of_a_street);
    g_test_add_func("/blacklist/mistakes", test_mistakes);
    g_test_add_func("/blacklist/joining", test_joining);
    g_test_add_func("/blacklist/joining late", test_joining_late);
    g_test_add_func("/blacklist/joining in order", test_joining_in_order);
    g_test_add_func("/blacklist/silent", test_silent);
    g_test_add_func("/blacklist/complaints", test_complaints);
    g_test_add_func("/blacklist/contradictions", test_contradictions);
    return g_test_run();
}
