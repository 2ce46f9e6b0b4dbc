/* Tests of the relay tester: whom he finds, how many letters it takes, and when he knows.
 *
 * A letter of 500 bytes takes 0.290 + 0.500 + 0.014 = 0.804 s to the host tested, over the
 * tester's lan, and 0.790 s from there back: it is home 1.594 s after it was handed over.
 */
#include "scenario_kit.h"

#include <bangpath/relay_test.h>

#define HOME_US 1594000
/* What is refused is so before the body: at the envelope's end at the latest. */
#define REFUSED_US 304000

typedef struct {
    BpScenario *scenario;
    BpWorld *world;
    GString *found;    /* `open:stranger,percent` or so of each host in turn */
    GArray *found_us;  /* when */
    GString *refusals; /* reasons */
} Fixture;

static void
log_tested(gpointer data, guint32 host, guint passed)
{
    Fixture *f = data;
    g_autofree char *tests = bp_relay_test_list(passed);
    gint64 now_us = bp_world_now_us(f->world);

    g_string_append_printf(f->found, "%s:%s ",
                           bp_network_host(bp_world_network(f->world), host).name,
                           tests);
    g_array_append_val(f->found_us, now_us);
}

static void
log_refused(gpointer data, const BpMessageInfo *message, guint32 peer, guint32 host,
            BpReason reason, guint n_recipients)
{
    Fixture *f = data;

    (void)message, (void)peer, (void)host, (void)n_recipients;
    g_string_append_printf(f->refusals, "%s ", bp_reason_name(reason));
}

static const BpObserver observer = {.tested = log_tested, .refused = log_refused};

static void
set_up(Fixture *f, gconstpointer unused)
{
    (void)unused;
    f->scenario = kit_scenario(30 * BP_DAY_US);
    f->found = g_string_new(NULL);
    f->found_us = g_array_new(FALSE, FALSE, sizeof(gint64));
    f->refusals = g_string_new(NULL);
    kit_member(f->scenario, "t", 1, "closed", 10000);
}

static void
tear_down(Fixture *f, gconstpointer unused)
{
    (void)unused;
    bp_world_free(f->world);
    bp_scenario_free(f->scenario);
    g_string_free(f->found, TRUE);
    g_array_free(f->found_us, TRUE);
    g_string_free(f->refusals, TRUE);
}

static void
add_host(Fixture *f, const char *name, const char *relay, guint8 holes)
{
    guint32 host = kit_member(f->scenario, name, 0, relay, 10000);

    bp_network_edit(f->scenario->network, host)->holes = holes;
}

static void
begin(Fixture *f)
{
    f->world = kit_world(f->scenario);
    bp_post_observe(bp_world_post(f->world), &observer, f);
    bp_world_start(f->world);
}

/* A tester at t on lan; his further keys in pairs. */
#define RUN(f, until_us, ...)                                              \
    bp_network_finish((f)->scenario->network);                             \
    kit_group((f)->scenario, "relay-tester x", "host", "t", "line", "lan", \
              __VA_ARGS__, NULL);                                          \
    begin(f);                                                              \
    kit_run((f)->world, until_us)

static gint64
when_us(const Fixture *f, guint i)
{
    return g_array_index(f->found_us, gint64, i);
}

static const BpTally *
probes(const Fixture *f)
{
    return &kit_books(f->world)->kind[BP_PROBE];
}

/* One host for each hole, six letters a host, a minute between two. */
static void
test_holes(Fixture *f, gconstpointer unused)
{
    (void)unused;
    add_host(f, "o", "open", 0);
    add_host(f, "p", "closed", BP_HOLE_PERCENT);
    add_host(f, "b", "closed", BP_HOLE_BANG);
    add_host(f, "r", "closed", BP_HOLE_ROUTE);
    add_host(f, "n", "closed", BP_HOLE_NULL);
    add_host(f, "d", "closed", BP_HOLE_OWN_DOMAIN);
    add_host(f, "s", "closed-by-sender", 0);
    add_host(f, "c", "closed", 0);
    /* Days later nothing more is said. */
    RUN(f, 3 * BP_DAY_US, "tests", "all", "rate", "60 / h");
    g_assert_cmpstr(f->found->str, ==,
                    "o:stranger,own-domain,null,percent,bang,source-route p:percent "
                    "b:bang r:source-route n:null d:own-domain s:own-domain c: ");
    g_assert_cmpuint(probes(f)->sent, ==, 8 * 6);
    g_assert_cmpuint(probes(f)->in[BP_DELIVERED], ==, 6 + 6);
    g_assert_cmpuint(probes(f)->in[BP_BOUNCED], ==, 36);
    g_assert_cmpuint(kit_books(f->world)->kind[BP_BOUNCE].sent, ==, 0);
    g_assert_cmpuint(kit_books(f->world)->refusals[BP_REASON_RELAYING_DENIED], ==, 36);
    g_assert_cmpuint(kit_books(f->world)->tests, ==, 8);
    g_assert_cmpuint(kit_books(f->world)->relays_found, ==, 7);
    /* He knows when the last letter is home or refused: the sixth of each. */
    for (guint i = 0; i < 8; i++) {
        gint64 last_us = (6 * i + 5) * BP_MINUTE_US;

        if (i == 0 || i == 3) {
            g_assert_cmpint(when_us(f, i), ==, last_us + HOME_US);
        } else {
            g_assert_cmpint(when_us(f, i), >, last_us);
            g_assert_cmpint(when_us(f, i), <=, last_us + REFUSED_US);
        }
    }
}

/* Under his own name he finds the open one alone; half an hour between two from 01:00 on. */
static void
test_plain(Fixture *f, gconstpointer unused)
{
    (void)unused;
    add_host(f, "p", "closed", BP_HOLE_PERCENT);
    add_host(f, "o", "open", 0);
    RUN(f, BP_DAY_US, "tests", "plain", "rate", "2 / h", "start", "day 1 01:00");
    g_assert_cmpstr(f->found->str, ==, "p: o:stranger ");
    g_assert_cmpuint(probes(f)->sent, ==, 2);
    g_assert_cmpint(when_us(f, 0), >, BP_HOUR_US);
    g_assert_cmpint(when_us(f, 1), ==, BP_HOUR_US + 30 * BP_MINUTE_US + HOME_US);
}

/* Names, in the topology's order; and not who is on no net. */
static void
test_hosts(Fixture *f, gconstpointer unused)
{
    guint32 far = kit_host(f->scenario, "far", 1, "open");

    (void)unused;
    add_host(f, "a", "open", 0);
    add_host(f, "b", "open", 0);
    add_host(f, "c", "open", 0);
    kit_link(f->scenario, far, bp_network_find(f->scenario->network, "a"), "plain",
             10000);
    RUN(f, BP_DAY_US, "hosts", "c, a");
    g_assert_cmpstr(f->found->str, ==, "a:stranger c:stranger ");
}

static void
test_all_hosts(Fixture *f, gconstpointer unused)
{
    guint32 far = kit_host(f->scenario, "far", 1, "open");

    (void)unused;
    add_host(f, "a", "open", 0);
    kit_link(f->scenario, far, bp_network_find(f->scenario->network, "a"), "plain",
             10000);
    RUN(f, BP_DAY_US, "hosts", "all");
    g_assert_cmpstr(f->found->str, ==, "a:stranger ");
}

static void
test_rate_of_never(Fixture *f, gconstpointer unused)
{
    (void)unused;
    add_host(f, "o", "open", 0);
    RUN(f, BP_DAY_US, "rate", "0 / h");
    g_assert_cmpuint(probes(f)->sent, ==, 0);
    g_assert_cmpstr(f->found->str, ==, "");
}

static void
say_no(gpointer data, const BpOffer *offer, BpEnvelope *envelope)
{
    (void)data;
    (void)offer;
    envelope->peer_is_listed = TRUE;
    envelope->wait_us = 1;
    envelope->looks_like_spam = TRUE;
}

static void
guard(Fixture *f, const char *host, const char *policy, BpStage stage)
{
    BpPost *post = bp_world_post(f->world);
    BpGuard row = {.policy = bp_policy_find(policy), .stage = stage, .look = say_no};

    bp_post_set_guard(post, kit_find(f->world, host), bp_post_add_guard(post, &row),
                      TRUE);
}

/* An open host that has him on a list, and one that has him wait, look closed to him; a
 * letter that is thrown away on its way is waited for. */
static void
test_refused_and_lost(Fixture *f, gconstpointer unused)
{
    (void)unused;
    add_host(f, "l", "open", 0);
    add_host(f, "w", "open", 0);
    add_host(f, "o", "open", 0);
    bp_network_finish(f->scenario->network);
    kit_group(f->scenario, "relay-tester x", "host", "t", "line", "lan", "wait", "1 h",
              NULL);
    begin(f);
    guard(f, "l", "blacklist", BP_STAGE_CONNECTION);
    guard(f, "w", "rate-limit", BP_STAGE_ENVELOPE);
    guard(f, "t", "filter", BP_STAGE_MAILBOX);
    kit_run(f->world, BP_DAY_US);
    g_assert_cmpstr(f->found->str, ==, "l: w: o: ");
    g_assert_cmpstr(f->refusals->str, ==, "blacklisted rate-limited ");
    g_assert_cmpint(when_us(f, 2), ==, 2 * BP_MINUTE_US + BP_HOUR_US);
    g_assert_cmpuint(kit_books(f->world)->relays_found, ==, 0);
    g_assert_cmpuint(probes(f)->in[BP_BOUNCED], ==, 2);
    g_assert_cmpuint(probes(f)->in[BP_DISCARDED], ==, 1);
}

/* What his own host refuses of what comes home, the bounce after it too, is none of his
 * hearing: he waits. */
static void
test_refused_at_home(Fixture *f, gconstpointer unused)
{
    (void)unused;
    add_host(f, "o", "open", 0);
    bp_network_finish(f->scenario->network);
    kit_group(f->scenario, "relay-tester x", "host", "t", "line", "lan", "wait", "1 h",
              NULL);
    begin(f);
    guard(f, "t", "blacklist", BP_STAGE_CONNECTION);
    kit_run(f->world, BP_DAY_US);
    g_assert_cmpstr(f->refusals->str, ==, "blacklisted blacklisted ");
    g_assert_cmpstr(f->found->str, ==, "o: ");
    g_assert_cmpint(when_us(f, 0), ==, BP_HOUR_US);
}

/* A relay may close between two tests. */
static void
test_closing(Fixture *f, gconstpointer unused)
{
    (void)unused;
    add_host(f, "a", "open", 0);
    add_host(f, "b", "open", 0);
    kit_group(f->scenario, "closure", "which", "b", "share", "100%", "from",
              "day 1 00:00:30", "over", "0 s", NULL);
    RUN(f, BP_DAY_US, "tests", "plain");
    g_assert_cmpstr(f->found->str, ==, "a:stranger b: ");
}

static void
test_complaints(Fixture *f, gconstpointer unused)
{
    static const struct {
        const char *key, *value, *complaint;
    } cases[] = {
        {"host", "tt", "expected a host of the topology; did you mean \"t\"?"},
        {"host", "net", "expected a host; net is a net"},
        {"host", "o", "expected a host with a mailbox"},
        {"host", "far", "expected a host on a net, where any other can be reached"},
        {"line", "lann", "expected a line profile; did you mean \"lan\"?"},
        {"hosts", "o, far", "expected other hosts on his net; \"far\" is not"},
        {"hosts", "t", "expected other hosts on his net; \"t\" is not"},
    };
    guint32 far = kit_host(f->scenario, "far", 1, "open");

    (void)unused;
    add_host(f, "o", "open", 0);
    kit_link(f->scenario, far, bp_network_find(f->scenario->network, "o"), "plain",
             10000);
    bp_network_finish(f->scenario->network);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        gboolean of_host = g_str_equal(cases[i].key, "host");
        BpGroup *group = kit_group(f->scenario, "relay-tester x", cases[i].key,
                                   cases[i].value, of_host ? NULL : "host", "t", NULL);
        g_autofree char *problems = kit_problems(f->scenario);
        g_autofree char *expected =
            g_strdup_printf("t.scenario:7: [relay-tester x] %s = \"%s\": %s",
                            cases[i].key, cases[i].value, cases[i].complaint);

        g_assert_cmpstr(problems, ==, expected);
        g_ptr_array_remove(f->scenario->groups, group);
    }
}

/* Testers and spammers share the numbers of owners: 250. */
static void
test_too_many(Fixture *f, gconstpointer unused)
{
    g_autofree char *problems = NULL;

    (void)unused;
    bp_network_finish(f->scenario->network);
    for (guint i = 0; i < BP_OWNERS_MAX; i++) {
        g_autofree char *title = g_strdup_printf("spammer %u", i);

        kit_group(f->scenario, title, "host", "t", "relays", "none", NULL);
    }
    kit_group(f->scenario, "relay-tester x", "host", "t", NULL);
    problems = kit_problems(f->scenario);
    g_assert_cmpstr(problems, ==,
                    "[relay-tester x]: expected at most 250 "
                    "hosts of spammers' accounts and relay testers in all");
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *path;
        void (*test)(Fixture *f, gconstpointer unused);
    } tests[] = {
        {"/relay tester/holes", test_holes},
        {"/relay tester/plain", test_plain},
        {"/relay tester/hosts", test_hosts},
        {"/relay tester/all hosts", test_all_hosts},
        {"/relay tester/rate of never", test_rate_of_never},
        {"/relay tester/refused and lost", test_refused_and_lost},
        {"/relay tester/refused at home", test_refused_at_home},
        {"/relay tester/closing", test_closing},
        {"/relay tester/complaints", test_complaints},
        {"/relay tester/too many", test_too_many},
    };

    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(tests); i++)
        g_test_add(tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
    return g_test_run();
}
