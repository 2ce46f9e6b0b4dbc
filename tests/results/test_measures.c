/* test_measures.c - who bears spam, how relays close, how lists work: in little worlds
 * worked by hand.
 *
 * Every line is of 10,000 bps and plain: 1,000 bytes take 1 s. What has a price costs 60
 * cents a minute: 1,000 bytes are 1 cent, or a minute a call.
 */
#include <bangpath/run.h>

#include <bangpath/actor.h>
#include <bangpath/run_db.h>
#include <bangpath/units.h>
#include <bangpath/world.h>
#include <glib/gstdio.h>
#include <math.h>
#include <sqlite3.h>

#define HOUR BP_HOUR_US
#define SECOND BP_SECOND_US
#define CENT (BP_DOLLAR_U / 100)

typedef struct {
    gint64 at_us;
    const char *what;
    const char *host;
    const char *to; /* a mailbox, `3@t`, or a relay state */
    guint32 bytes;  /* of a listing: 1 if it is a false one */
} Step;

/* A spammer at @spammer does @steps, up to one without a what; so do all others. */
typedef struct {
    const Step *steps;
    const char *targets; /* (nullable): `0@r 1@r` */
    const char *spammer; /* (nullable) */
    const char *net;     /* (nullable): that his own line leads to */
    gboolean has_list;   /* r asks a blacklist */
    guint32 channel;
    guint8 owner;
    guint list;
    guint n_told; /* hosts said to have passed spam on */
} Play;

static Play *play;

/* ---- what happens ---- */

static BpAddress
mailbox(const BpNetwork *network, const char *text)
{
    const char *at = strchr(text, '@');

    if (*text == '?')
        return (BpAddress){bp_network_find(network, at + 1), BP_NOBODY};
    return (BpAddress){bp_network_find(network, at + 1),
                       (guint32)g_ascii_strtoull(text, NULL, 10)};
}

static void
take_step(BpWorld *world, gpointer data, guint32 i)
{
    const Step *step = &play->steps[i];
    const BpNetwork *network = bp_world_network(world);
    BpPost *post = bp_world_post(world);
    guint32 host = bp_network_find(network, step->host);
    BpRecipient recipient = {.path = BP_NONE};
    BpLetter letter = {.from = {host, 0}, .recipients = &recipient, .n_recipients = 1};

    (void)data;
    if (g_str_equal(step->what, "relay")) {
        bp_post_set_relay(post, host, bp_policy_index(bp_policy_find(step->to)));
        return;
    }
    if (g_str_has_suffix(step->what, "list")) {
        bp_post_announce(post, play->list, host, g_str_equal(step->what, "list"),
                         step->bytes == 0);
        return;
    }
    recipient.to = mailbox(network, step->to);
    letter.size_bytes = step->bytes;
    if (g_str_equal(step->what, "ham")) {
        bp_post_write(post, host, &letter);
        return;
    }
    letter.kind = BP_SPAM;
    letter.owner = play->owner;
    letter.from = (BpAddress){bp_network_find(network, play->spammer), 0};
    bp_post_hand_over(post, play->channel, host, &letter);
}

static void
idle(gpointer data, guint32 channel)
{
    (void)data, (void)channel;
}

static guint32
refused(gpointer data, guint32 channel, guint32 host, BpReason reason, guint n,
        BpAddress *from)
{
    (void)data, (void)channel, (void)host, (void)reason, (void)n, (void)from;
    return BP_NONE;
}

static const BpOwner owner = {.idle = idle, .refused = refused};

static BpLine
plain_line(BpScheduleKind kind, gint64 udollars_per_min)
{
    BpLine line =
        bp_line_from_profile(bp_line_profile_find("lan"), bp_protocol_find("plain"));

    line.view = (BpLineView){.bps = 10000};
    line.schedule = (BpSchedule){.kind = (gint32)kind, .period_us = HOUR};
    line.price_udollars[BP_TARIFF_DAY] = udollars_per_min;
    line.price_udollars[BP_TARIFF_NIGHT] = udollars_per_min;
    return line;
}

static gpointer
open_play(const BpGroup *group, const BpScenario *scenario)
{
    BpNetwork *network = scenario->network;
    BpLine line = plain_line(BP_SCHEDULE_PERMANENT, 60 * CENT);

    (void)group;
    if (play->spammer != NULL)
        play->channel = bp_network_add_access(
            network, bp_network_find(network, play->spammer),
            play->net ? bp_network_find(network, play->net) : BP_NONE,
            bp_network_add_line(network, &line));
    return NULL;
}

static void
look(gpointer data, const BpOffer *offer, BpEnvelope *envelope)
{
    (void)data, (void)offer, (void)envelope;
}

static void
on_relayed_spam(gpointer data, guint32 host)
{
    (void)data, (void)host;
    play->n_told++;
}

static const BpObserver observer = {.relayed_spam = on_relayed_spam};

static void
start_play(gpointer state, BpWorld *world)
{
    static const BpGuard guard = {.name = "blacklist rbl", .look = look};
    BpPost *post = bp_world_post(world);
    g_auto(GStrv) targets = g_strsplit(play->targets ? play->targets : "", " ", -1);

    (void)state;
    bp_post_observe(post, &observer, NULL);
    if (play->spammer != NULL)
        play->owner = bp_post_add_owner(post, play->channel, &owner, NULL);
    for (guint i = 0; targets[i] != NULL; i++)
        bp_post_add_target(post, mailbox(bp_world_network(world), targets[i]));
    if (play->has_list) {
        BpGuard list = guard;

        list.policy = bp_policy_find("blacklist");
        play->list = bp_post_add_guard(post, &list);
        bp_post_set_guard(post, bp_network_find(bp_world_network(world), "r"),
                          play->list, TRUE);
    }
    for (guint32 i = 0; play->steps[i].what != NULL; i++)
        bp_world_at(world, play->steps[i].at_us, take_step, NULL, i);
}

static const BpParam params[] = {{.name = NULL}};

static const BpActor actor = {
    .group = "play",
    .params = params,
    .open = open_play,
    .start = start_play,
};

/* ---- where it happens ---- */

/* A host for each letter, with ten mailboxes. */
static BpNetwork *
hosts(const char *names)
{
    BpNetwork *network = bp_network_new();

    for (; *names != '\0'; names++) {
        const char name[2] = {*names, '\0'};
        BpHost *host = bp_network_edit(network, bp_network_node(network, name, NULL));

        host->mailboxes = 10;
        host->relay = (guint8)bp_policy_index(bp_policy_find("open"));
        host->lines = 1;
    }
    return network;
}

static void
join(BpNetwork *network, const char *a, const char *b, BpScheduleKind kind,
     gint64 udollars_per_min)
{
    BpLine line = plain_line(kind, udollars_per_min);

    bp_network_add_link(network, bp_network_find(network, a),
                        bp_network_find(network, b),
                        bp_network_add_line(network, &line), 100, 100);
}

/* s - r - t: only between r and t there is something to pay. */
static BpNetwork *
chain(void)
{
    BpNetwork *network = hosts("srt");

    join(network, "s", "r", BP_SCHEDULE_PERMANENT, 0);
    join(network, "r", "t", BP_SCHEDULE_PERMANENT, 60 * CENT);
    return network;
}

/* Hosts of @names on a net. */
static BpNetwork *
star(const char *names)
{
    BpNetwork *network = hosts(names);
    guint32 net = bp_network_node(network, "net", NULL);

    bp_network_edit(network, net)->is_net = TRUE;
    for (; *names != '\0'; names++) {
        const char name[2] = {*names, '\0'};

        join(network, name, "net", BP_SCHEDULE_PERMANENT, 0);
    }
    return network;
}

/* Runs @what in @network, which it frees, for ten hours. */
static void
perform(Play *what, BpNetwork *network, const char *output, BpRunResult *result)
{
    g_autoptr(BpScenario) scenario = bp_scenario_new();
    BpGroup *group = g_new0(BpGroup, 1);
    GError *error = NULL;

    play = what;
    group->actor = &actor;
    group->title = g_strdup("play");
    group->name = g_strdup("");
    group->enabled = TRUE;
    g_ptr_array_add(scenario->groups, group);
    scenario->path = g_strdup("play.scenario");
    scenario->title = g_strdup("A play");
    scenario->merged = g_strdup("");
    scenario->length_us = 10 * HOUR;
    scenario->network = network;
    bp_network_finish(network);
    bp_run(scenario, &(BpRunOptions){.output = output}, result, &error);
    g_assert_no_error(error);
}

static void
assert_burden(const BpRunResult *result, BpPayer payer, guint64 bytes, gint64 line_us,
              gint64 paid_udollars)
{
    const BpBurden *burden = &result->measures.burden[payer];

    g_assert_cmpuint(burden->bytes, ==, bytes);
    g_assert_cmpint(burden->line_us, ==, line_us);
    g_assert_cmpint(burden->paid_udollars, ==, paid_udollars);
}

static void
assert_lag(const BpLag *lag, guint32 n, gint64 median_us)
{
    g_assert_cmpuint(lag->n, ==, n);
    g_assert_cmpint(lag->median_us, ==, median_us);
}

/* NaN is null. */
static void
assert_total(const BpRunResult *result, const char *name, double value)
{
    g_autoptr(GArray) totals = bp_run_totals(result);
    const BpTotal *total = bp_run_total(totals, name);

    g_assert_nonnull(total);
    if (isnan(value))
        g_assert_cmpint(total->kind, ==, BP_TOTAL_NULL);
    else
        g_assert_cmpfloat(total->real, ==, value);
}

/* ---- who bears it ---- */

/* The spammer hands one spam to his provider s, s to the relay r, r to its recipient at t;
 * of what r pays for, it is a quarter, of the time of that line an eighth. */
static void
test_burden_along_a_chain(void)
{
    static const Step steps[] = {
        {1 * HOUR, "spam", "s", "3@t", 1000},
        {2 * HOUR, "ham", "r", "1@t", 3000},
        {3 * HOUR, "ham", "t", "1@r", 4000},
        {0},
    };
    g_auto(BpRunResult) result = {0};

    perform(&(Play){.steps = steps, .spammer = "s"}, chain(), NULL, &result);
    assert_burden(&result, BP_PAYER_SPAMMERS, 1000, SECOND, CENT);
    assert_burden(&result, BP_PAYER_PROVIDERS, 1000, SECOND, 0);
    assert_burden(&result, BP_PAYER_RELAYS, 1000, SECOND, CENT);
    assert_burden(&result, BP_PAYER_RECIPIENTS, 1000, SECOND, 0);
    g_assert_cmpuint(result.measures.passed_on, ==, 1);
    g_assert_cmpuint(result.books.spam_bounce_bytes, ==, 0);
    assert_total(&result, "cost_shift.bytes.relays", 1000);
    assert_total(&result, "cost_shift.line_s.relays", 1);
    assert_total(&result, "cost_shift.paid.relays", 0.01);
}

/* The bounce of a spam crosses two links with 600 bytes of explanation; that of a letter
 * is not because of spam, and nobody received anything. */
static void
test_bounces_because_of_spam(void)
{
    static const Step steps[] = {
        {1 * HOUR, "spam", "s", "?@t", 1000},
        {2 * HOUR, "ham", "r", "?@t", 3000},
        {0},
    };
    g_auto(BpRunResult) result = {0};

    perform(&(Play){.steps = steps, .spammer = "s"}, chain(), NULL, &result);
    g_assert_cmpuint(result.books.kind[BP_BOUNCE].in[BP_DELIVERED], ==, 2);
    g_assert_cmpuint(result.books.spam_bounce_bytes, ==, 2 * 1600);
    assert_burden(&result, BP_PAYER_RELAYS, 1000, SECOND, CENT);
    assert_burden(&result, BP_PAYER_RECIPIENTS, 0, 0, 0);
}

/* t calls r every hour and pays: of what it fetches a quarter is spam for its own mailbox,
 * a quarter spam that it passes on to u. */
static void
test_who_calls_pays(void)
{
    static const Step steps[] = {
        {1, "spam", "s", "3@t", 1000},
        {1, "spam", "s", "3@u", 1000},
        {1, "ham", "r", "1@t", 2000},
        {0},
    };
    BpNetwork *network = hosts("srtu");
    g_auto(BpRunResult) result = {0};
    gint64 bill, line_us;

    join(network, "s", "r", BP_SCHEDULE_PERMANENT, 0);
    join(network, "t", "r", BP_SCHEDULE_POLL, 60 * CENT);
    join(network, "t", "u", BP_SCHEDULE_PERMANENT, 0);
    perform(&(Play){.steps = steps, .spammer = "s"}, network, NULL, &result);

    bill = (gint64)result.carriage.calls_made * 60 * CENT;
    line_us =
        result.carriage.line_us - (2 + 2 + 1) * SECOND; /* his own, s - r, t - u */
    g_assert_cmpuint(result.carriage.calls_made, >=, 9);
    g_assert_cmpint(result.carriage.paid_udollars, ==, bill + 2 * CENT);
    assert_burden(&result, BP_PAYER_SPAMMERS, 2000, 2 * SECOND, 2 * CENT);
    assert_burden(&result, BP_PAYER_PROVIDERS, 2000, 2 * SECOND, 0);
    assert_burden(&result, BP_PAYER_RELAYS, 3000, line_us / 2 + SECOND, bill / 4);
    assert_burden(&result, BP_PAYER_RECIPIENTS, 2000, line_us / 4 + SECOND, bill / 4);
}

/* ---- whom it reached ---- */

/* Of three targets at two hosts one got spam, twice; a third spam went to no target. */
static void
test_spread(void)
{
    static const Step steps[] = {
        {1 * HOUR, "spam", "s", "0@r", 1000},
        {2 * HOUR, "spam", "s", "0@r", 1000},
        {3 * HOUR, "spam", "s", "5@t", 1000},
        {4 * HOUR, "ham", "r", "1@t", 1000},
        {0},
    };
    g_auto(BpRunResult) result = {0};

    perform(&(Play){.steps = steps, .spammer = "s", .targets = "0@r 1@r 0@t"}, chain(),
            NULL, &result);
    assert_total(&result, "spam.target_hosts", 2);
    assert_total(&result, "spam.hosts_reached", 1);
    assert_total(&result, "spam.host_reach", 0.5);
    assert_total(&result, "spam.half_reach_s", 3602); /* over two lines */
    assert_total(&result, "spam.copies_per_mailbox", 2);
    assert_total(&result, "spam.share_of_delivered", 0.75);
}

/* Without spam there is nothing to divide by, and nobody bears any. */
static void
test_no_spam(void)
{
    static const Step steps[] = {{0}};
    g_auto(BpRunResult) result = {0};
    g_autoptr(GArray) totals = NULL;

    perform(&(Play){.steps = steps}, chain(), NULL, &result);
    assert_total(&result, "spam.host_reach", 0);
    assert_total(&result, "spam.half_reach_s", (double)NAN);
    assert_total(&result, "spam.copies_per_mailbox", (double)NAN);
    assert_total(&result, "spam.share_of_delivered", (double)NAN);
    assert_total(&result, "relays.half_life_s", (double)NAN);
    assert_total(&result, "relays.passed_on_spam", 0);
    assert_total(&result, "relays.lag_abuse_to_closing_s", (double)NAN);
    totals = bp_run_totals(&result);
    g_assert_null(bp_run_total(totals, "cost_shift.bytes.relays"));
    g_assert_null(bp_run_total(totals, "blacklists.listings"));
    for (guint payer = 0; payer < BP_N_PAYERS; payer++)
        assert_burden(&result, payer, 0, 0, 0);
}

/* r closes at one o'clock: of two letters through it the second bounces. */
static void
test_collateral_by_cause(void)
{
    static const Step steps[] = {
        {30 * BP_MINUTE_US, "ham", "s", "1@t", 1000},
        {1 * HOUR, "relay", "r", "closed", 0},
        {2 * HOUR, "ham", "s", "1@t", 1000},
        {2 * HOUR, "ham", "s", "?@r", 1000},
        {0},
    };
    g_auto(BpRunResult) result = {0};
    g_autoptr(GArray) totals = NULL;

    perform(&(Play){.steps = steps}, chain(), NULL, &result);
    assert_total(&result, "ham.collateral", 1);
    assert_total(&result, "ham.collateral_by.relaying-denied", 1);
    assert_total(&result, "ham.refusals.relaying-denied", 1);
    assert_total(&result, "ham.refusals.no-such-user", 1);
    totals = bp_run_totals(&result);
    g_assert_null(bp_run_total(totals, "ham.collateral_by.no-such-user"));
}

/* ---- how relays close ---- */

/* Half of them have closed when the middle one has, each for the first time. */
static void
test_half_life(void)
{
    static const struct {
        const char *names;
        gint64 half_life_us;
        guint32 closed, reopened;
        Step steps[6];
    } cases[] = {
        {"a", 3 * HOUR, 1, 0, {{3 * HOUR, "relay", "a", "closed", 0}}},
        {"ab", 3 * HOUR, 1, 0, {{3 * HOUR, "relay", "a", "closed", 0}}},
        {"abc", -1, 1, 0, {{3 * HOUR, "relay", "a", "closed", 0}}},
        {"abc",
         2 * HOUR,
         3,
         0,
         {{1 * HOUR, "relay", "c", "closed", 0},
          {2 * HOUR, "relay", "a", "closed-by-sender", 0},
          {3 * HOUR, "relay", "b", "closed", 0}}},
        {"abcd",
         4 * HOUR,
         2,
         1,
         {{1 * HOUR, "relay", "a", "closed", 0},
          {2 * HOUR, "relay", "a", "open", 0},
          {3 * HOUR, "relay", "a", "closed", 0},
          {4 * HOUR, "relay", "b", "closed", 0},
          {5 * HOUR, "relay", "b", "closed-by-sender", 0}}},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_auto(BpRunResult) result = {0};

        perform(&(Play){.steps = cases[i].steps}, hosts(cases[i].names), NULL, &result);
        g_assert_cmpint(result.measures.half_life_us, ==, cases[i].half_life_us);
        g_assert_cmpuint(result.measures.closed, ==, cases[i].closed);
        g_assert_cmpuint(result.measures.reopened, ==, cases[i].reopened);
    }
}

/* A relay that was closed when it began is none of those that were open. */
static void
test_half_life_of_none(void)
{
    static const Step steps[] = {
        {1 * HOUR, "relay", "a", "open", 0},
        {2 * HOUR, "relay", "a", "closed", 0},
        {0},
    };
    BpNetwork *network = hosts("a");
    g_auto(BpRunResult) result = {0};

    bp_network_edit(network, 0)->relay =
        (guint8)bp_policy_index(bp_policy_find("closed"));
    perform(&(Play){.steps = steps}, network, NULL, &result);
    assert_total(&result, "relays.half_life_s", (double)NAN);
    assert_total(&result, "relays.closed", 0);
    assert_total(&result, "relays.reopened", 0);
}

/* ---- how lists work ---- */

/* a passes spam on 2 s after one o'clock, b an hour later; c is listed an hour
 * before. Each host is looked at from the first of each kind to the first after it. */
static const Step listings[] = {
    {1 * HOUR, "spam", "a", "1@r", 1000},
    {2 * HOUR, "spam", "b", "1@r", 1000},
    {3 * HOUR, "relay", "b", "closed", 0},
    {3 * HOUR, "spam", "a", "1@r", 1000},
    {3 * HOUR + 2 * SECOND, "list", "a", NULL, 0},
    {4 * HOUR + 2 * SECOND, "relay", "a", "closed", 0},
    {5 * HOUR, "relay", "b", "open", 0},
    {5 * HOUR + 30 * BP_MINUTE_US, "delist", "a", NULL, 0},
    {6 * HOUR + 2 * SECOND, "list", "b", NULL, 0},
    {7 * HOUR, "list", "a", NULL, 0},
    {7 * HOUR, "list", "c", NULL, 1},
    {8 * HOUR, "spam", "c", "1@r", 1000},
    {9 * HOUR, "relay", "b", "closed", 0},
    {0},
};

static void
test_lags(void)
{
    Play lists = {.steps = listings, .spammer = "s", .net = "net", .has_list = TRUE};
    g_auto(BpRunResult) result = {0};
    const BpMeasures *measures = &result.measures;

    perform(&lists, star("srabc"), NULL, &result);
    g_assert_cmpuint(measures->passed_on, ==, 3);
    g_assert_cmpuint(lists.n_told, ==, 3); /* of a only once */
    g_assert_cmpuint(measures->lists, ==, 1);
    g_assert_cmpuint(measures->listings, ==, 4);
    g_assert_cmpuint(measures->false_listings, ==, 1);
    g_assert_cmpuint(measures->delistings, ==, 1);
    g_assert_cmpuint(measures->listed_at_end, ==, 3);
    g_assert_cmpuint(measures->subscribed_mailboxes, ==, 10);
    assert_lag(&measures->abuse_to_listing, 2, 2 * HOUR);              /* 4 h */
    assert_lag(&measures->listing_to_closing, 2, 1 * HOUR);            /* 3 h */
    assert_lag(&measures->abuse_to_closing, 2, 1 * HOUR - 2 * SECOND); /* 3 h */
    assert_total(&result, "blacklists.subscribed", 0.2);
    assert_total(&result, "blacklists.lag_abuse_to_listing_s", 7200);
    assert_total(&result, "blacklists.lag_abuse_to_listing_hosts", 2);
    assert_total(&result, "relays.lag_abuse_to_closing_s", 3598);
    assert_total(&result, "spam.mailboxes_reached", 0); /* it was nobody's target */
}

static int
take_text(void *data, int n, char **values, char **names)
{
    GString *text = data;

    (void)names;
    for (int i = 0; i < n; i++)
        g_string_append_printf(text, "%s%s", i > 0 ? " " : "", values[i]);
    g_string_append_c(text, '\n');
    return 0;
}

static void
assert_rows(const char *path, const char *sql, const char *expected)
{
    g_autoptr(GString) text = g_string_new(NULL);
    sqlite3 *db = NULL;

    g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_exec(db, sql, take_text, text, NULL), ==, SQLITE_OK);
    sqlite3_close(db);
    g_assert_cmpstr(text->str, ==, expected);
}

/* The database has who was listed when, and the course of it all. */
static void
test_database(void)
{
    Play lists = {.steps = listings,
                  .spammer = "s",
                  .net = "net",
                  .targets = "1@r",
                  .has_list = TRUE};
    g_autofree char *directory = g_dir_make_tmp("bangpath-test-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(directory, "run.db", NULL);
    g_auto(BpRunResult) result = {0};

    perform(&lists, star("srabc"), path, &result);
    assert_rows(path,
                "SELECT e.time_us / 1000000, name, event, detail FROM host_events e "
                "JOIN hosts USING (host) WHERE event LIKE '%listed' ORDER BY e.rowid",
                "10802 a listed blacklist rbl\n19800 a delisted blacklist rbl\n"
                "21602 b listed blacklist rbl\n25200 a listed blacklist rbl\n"
                "25200 c listed blacklist rbl\n");
    assert_rows(path,
                "SELECT measure, group_concat(value, ' ') FROM (SELECT * FROM series "
                "WHERE time_us % 7200000000 = 0 ORDER BY time_us) WHERE measure IN "
                "('listed', 'hosts_reached', 'spam_bytes_by_relays', "
                "'spam_bytes_to_recipients', 'spam_bounce_bytes') GROUP BY measure",
                "hosts_reached 0 1 1 1 1 1\nlisted 0 0 1 0 3 3\n"
                "spam_bounce_bytes 0 0 0 0 0 0\n"
                "spam_bytes_by_relays 0 1000 3000 3000 3000 4000\n"
                "spam_bytes_to_recipients 0 1000 3000 3000 3000 4000\n");
    g_unlink(path);
    g_assert_cmpint(g_rmdir(directory), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/results/measures/chain", test_burden_along_a_chain);
    g_test_add_func("/results/measures/bounces", test_bounces_because_of_spam);
    g_test_add_func("/results/measures/calls", test_who_calls_pays);
    g_test_add_func("/results/measures/spread", test_spread);
    g_test_add_func("/results/measures/no-spam", test_no_spam);
    g_test_add_func("/results/measures/collateral", test_collateral_by_cause);
    g_test_add_func("/results/measures/half-life", test_half_life);
    g_test_add_func("/results/measures/half-life-of-none", test_half_life_of_none);
    g_test_add_func("/results/measures/lags", test_lags);
    g_test_add_func("/results/measures/database", test_database);
    return g_test_run();
}
