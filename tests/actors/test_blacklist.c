/* Tests of lists: who is put on and when, who sees it and when, who comes off. */
#include "scenario_kit.h"

typedef struct {
    BpWorld *world;
    GString *text;
} Log;

static void
log_listing(gpointer data, guint32 host, guint list, gboolean listed)
{
    Log *log = data;
    gint64 us = bp_world_now_us(log->world);

    g_string_append_printf(log->text, "%" G_GINT64_FORMAT ".%06d %u %s %s\n",
                           us / BP_SECOND_US, (int)(us % BP_SECOND_US), list,
                           listed ? "lists" : "drops",
                           bp_network_host(bp_world_network(log->world), host)->name);
}

static const BpObserver observer = {.listing = log_listing};

/* agis, where the spammer is; relay r1; v and w, who get spam, a mailbox each. He
 * sends one letter of 1,000 bytes for two: by r1, 0.330 + 1.000 + 0.016 s (eight
 * round trips), and 1.290 s to v (2.636 s), 1.290 s more to w (3.926 s). */
static BpScenario *
scene(void)
{
    BpScenario *scenario = kit_scenario(60 * BP_DAY_US);

    kit_member(scenario, "agis", 0, "open", 10000);
    kit_member(scenario, "r1", 0, "open", 10000);
    kit_member(scenario, "v", 1, "open", 10000);
    kit_member(scenario, "w", 1, "open", 10000);
    bp_network_finish(scenario->network);
    return scenario;
}

static void
spammer(BpScenario *scenario, const char *title, const char *relays, const char *start)
{
    kit_group(scenario, title, "host", "agis", "line", "lan", "size", "1 KB", "relays",
              relays, "start", start, NULL);
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
    kit_run(log->world, 60 * BP_DAY_US);
    g_assert_cmpstr(log->text->str, ==, text);
    bp_world_free(log->world);
    g_string_free(log->text, TRUE);
}

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

static gboolean
refuses(const BpWorld *world, const char *host, const char *peer)
{
    BpAddress anybody = {kit_find(world, host), 0};

    return bp_post_judge(bp_world_post(world), kit_find(world, host),
                         &(BpQuestion){
                             .peer = kit_find(world, peer),
                             .on_net = TRUE,
                             .from = anybody,
                             .to = anybody,
                         })
               .reason == BP_REASON_BLACKLISTED;
}

/* The first whole second from @from_s on at which @host's answer is @listed. */
static gint64
when(BpWorld *world, const char *host, gboolean listed, gint64 from_s)
{
    bp_world_run_until(world, from_s * BP_SECOND_US);
    while (refuses(world, host, "agis") != listed) {
        from_s++;
        bp_world_run_until(world, from_s * BP_SECOND_US);
    }
    return from_s;
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
    g_assert_nonnull(strstr(many, "expected at most 16 groups in all of: blacklist, "));
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
    g_test_add_func("/blacklist/phases of refresh", test_phases_of_refresh);
    g_test_add_func("/blacklist/subscribers", test_subscribers);
    g_test_add_func("/blacklist/complaints", test_complaints);
    return g_test_run();
}
