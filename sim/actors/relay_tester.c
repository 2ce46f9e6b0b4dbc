/* relay_tester.c - one who goes from host to host and sees whether they relay for him.
 *
 * From a line of his own he hands over letters to his own mailbox, one at a time, in the
 * classic ways. What comes home shows the relay open; what is refused is closed that way;
 * what does neither in time counts as closed too, as it does for who reads the log.
 */
#include <bangpath/actor.h>

#include <bangpath/choose.h>
#include <bangpath/relay_test.h>
#include <bangpath/units.h>

enum {
    HOST,
    LINE,
    START,
    TESTS,
    RATE,
    HOSTS,
    WAIT,
};

enum {
    PLAIN,
    ALL_TESTS,
};

/* Our guess: a subject, a token to know it by, and a line that says whose test it is. */
#define PROBE_BYTES 500

static const char *const test_words[] = {"plain", "all", NULL};

static const BpParam params[] = {
    [HOST] = {.name = "host",
              .kind = BP_PARAM_TEXT,
              .fallback = NULL,
              .help = "where he sits, on a net and with a mailbox, u0, for what comes "
                      "home"},
    [LINE] = {.name = "line",
              .kind = BP_PARAM_TEXT,
              .fallback = "t1",
              .help = "his own line, a profile"},
    [START] = {.name = "start",
               .kind = BP_PARAM_MOMENT,
               .fallback = "day 1",
               .help = "when he begins"},
    [TESTS] = {.name = "tests",
               .kind = BP_PARAM_CHOICE,
               .fallback = "plain",
               .choices = test_words,
               .help = "plain: under his own name; all: also posing as a user of the "
                       "relay, with the null sender, and with disguised recipients"},
    [RATE] = {.name = "rate",
              .kind = BP_PARAM_RATE,
              .fallback = "60 / h",
              .help =
                  "letters that he hands over, one host after the other; our guess"},
    [HOSTS] = {.name = "hosts",
               .kind = BP_PARAM_SELECTION,
               .fallback = "all",
               .help =
                   "whom he tests of those on his net, in the topology's order: all, "
                   "those without mailboxes too, or as elsewhere by mailboxes"},
    [WAIT] = {.name = "wait",
              .kind = BP_PARAM_DURATION,
              .fallback = "1 d",
              .min = 1,
              .max = 14610 * BP_DAY_US,
              .help =
                  "after the last letter by way of a host: what has not come home by "
                  "then is not waited for; our guess"},
    {.name = NULL},
};

/* A host that he tests: bits are 1 << BpRelayTest. */
typedef struct {
    guint32 host;
    guint8 passed;
    guint8 failed;
    gboolean is_over;
} Subject;

typedef struct {
    const BpGroup *group; /* borrowed */
    BpWorld *world;       /* borrowed */
    guint32 host;
    guint32 net;
    guint32 channel;
    guint8 owner;
    guint n_tests;    /* a host: the first so many of BpRelayTest */
    GArray *subjects; /* owned, of Subject */
} Tester;

/* ---- what is wrong with the group ---- */

static guint32
net_of(const BpNetwork *network, guint32 host)
{
    return bp_network_common_net(network, host, host);
}

static void
check_host(const BpGroup *group, const BpNetwork *network, BpProblems *problems)
{
    guint32 host;

    if (!group->values[HOST].set)
        return;
    host = bp_group_host(group, HOST, network, group->values[HOST].text, problems);
    if (host == BP_NONE)
        return;
    if (net_of(network, host) == BP_NONE)
        bp_group_complain(group, HOST, problems,
                          "expected a host on a net, where any other can be reached");
    if (bp_network_host(network, host).mailboxes == 0)
        bp_group_complain(group, HOST, problems, "expected a host with a mailbox");
}

static void
check_line(const BpGroup *group, BpProblems *problems)
{
    const BpValue *line = &group->values[LINE];
    g_autofree const char **names = bp_line_profile_names();
    const char *nearest;

    if (!line->set || bp_line_profile_find(line->text) != NULL)
        return;
    nearest = bp_nearest(line->text, names);
    bp_group_complain(group, LINE, problems, "expected a line profile%s%s%s",
                      nearest != NULL ? "; did you mean \"" : " such as t1",
                      nearest != NULL ? nearest : "", nearest != NULL ? "\"?" : "");
}

static void
check_named(const BpGroup *group, const BpNetwork *network, BpProblems *problems)
{
    const BpValue *hosts = &group->values[HOSTS];
    guint32 own = group->values[HOST].set
                      ? bp_network_find(network, group->values[HOST].text)
                      : BP_NONE;
    guint32 net = own != BP_NONE ? net_of(network, own) : BP_NONE;

    if (hosts->number != BP_SELECT_NAMES)
        return;
    for (guint i = 0; hosts->names[i] != NULL; i++) {
        guint32 host = bp_group_host(group, HOSTS, network, hosts->names[i], problems);

        if (host != BP_NONE && net != BP_NONE &&
            (host == own || bp_network_access(network, host, net) == BP_NONE))
            bp_group_complain(group, HOSTS, problems,
                              "expected other hosts on his net; \"%s\" is not",
                              hosts->names[i]);
    }
}

static guint
n_owners(const BpGroup *group)
{
    (void)group;
    return 1;
}

static void
check(const BpGroup *group, const BpScenario *scenario, BpProblems *problems)
{
    check_host(group, scenario->network, problems);
    check_line(group, problems);
    check_named(group, scenario->network, problems);
    bp_group_check_owners(group, scenario, problems);
}

/* ---- before the begin ---- */

static gpointer
open_tester(const BpGroup *group, const BpScenario *scenario)
{
    Tester *tester = g_new0(Tester, 1);
    const BpLineProfile *profile = bp_line_profile_find(group->values[LINE].text);
    BpLine line = bp_line_from_profile(profile, bp_protocol_find("smtp"));

    line.way_us = profile->way_us;
    line.schedule = (BpSchedule){.kind = BP_SCHEDULE_PERMANENT};
    for (guint i = 0; i < BP_N_TARIFFS; i++)
        line.price_udollars[i] = 0;
    tester->group = group;
    tester->host = bp_network_find(scenario->network, group->values[HOST].text);
    tester->net = net_of(scenario->network, tester->host);
    tester->channel =
        bp_network_add_access(scenario->network, tester->host, tester->net,
                              bp_network_add_line(scenario->network, &line));
    tester->n_tests = group->values[TESTS].number == PLAIN ? 1 : BP_N_RELAY_TESTS;
    tester->subjects = g_array_new(FALSE, FALSE, sizeof(Subject));
    return tester;
}

static void
find_subjects(Tester *tester)
{
    const BpNetwork *network = bp_world_network(tester->world);
    const BpValue *value = &tester->group->values[HOSTS];
    g_autofree char *purpose =
        g_strdup_printf("hosts tested by %s", tester->group->title);
    g_autoptr(GArray) hosts =
        bp_choose_any(network, bp_world_scenario(tester->world)->seed, value, purpose);

    for (guint i = 0; i < hosts->len; i++) {
        Subject subject = {.host = g_array_index(hosts, guint32, i)};

        if (subject.host != tester->host &&
            bp_network_access(network, subject.host, tester->net) != BP_NONE)
            g_array_append_val(tester->subjects, subject);
    }
}

/* ---- the tests ---- */

static void
finish(Tester *tester, Subject *subject)
{
    if (subject->is_over)
        return;
    subject->is_over = TRUE;
    bp_post_announce_test(bp_world_post(tester->world), subject->host, subject->passed);
}

static void
give_up(BpWorld *world, gpointer data, guint32 place)
{
    Tester *tester = data;

    (void)world;
    finish(tester, &g_array_index(tester->subjects, Subject, place));
}

/* A letter is known again by its body: place of the host and test. */
static void
hand_over(Tester *tester, guint32 number)
{
    const Subject *subject =
        &g_array_index(tester->subjects, Subject, number / tester->n_tests);
    BpRelayTest test = (BpRelayTest)(number % tester->n_tests);
    BpRecipient home = {.to = {tester->host, 0}, .path = BP_NONE};
    BpLetter letter = {
        .kind = BP_PROBE,
        .from = bp_relay_test_from(test, subject->host, tester->host),
        .forged = test == BP_TEST_OWN_DOMAIN || test == BP_TEST_NULL,
        .owner = tester->owner,
        .body = number,
        .form = bp_relay_test_form(test),
        .size_bytes = PROBE_BYTES,
        .recipients = &home,
        .n_recipients = 1,
    };

    bp_post_hand_over(bp_world_post(tester->world), tester->channel, subject->host,
                      &letter);
}

static void
next(BpWorld *world, gpointer data, guint32 number)
{
    Tester *tester = data;
    const BpValue *values = tester->group->values;
    gint64 now_us = bp_world_now_us(world);
    guint32 place = number / tester->n_tests;

    hand_over(tester, number);
    if (number % tester->n_tests == tester->n_tests - 1)
        bp_world_at(world, bp_add_us(now_us, values[WAIT].number), give_up, tester,
                    place);
    if (++number / tester->n_tests < tester->subjects->len)
        bp_world_at(world, bp_add_us(now_us, values[RATE].number), next, tester,
                    number);
}

/* The answer to a letter of his; @passed: it came home. */
static void
note(Tester *tester, const BpMessageInfo *message, gboolean passed)
{
    guint place = message->body / tester->n_tests;
    Subject *subject = &g_array_index(tester->subjects, Subject, place);
    guint8 bit = (guint8)(1U << message->body % tester->n_tests);
    guint8 all = (guint8)((1U << tester->n_tests) - 1);

    if (passed)
        subject->passed |= bit;
    else
        subject->failed |= bit;
    if ((subject->passed | subject->failed) == all)
        finish(tester, subject);
}

static gboolean
is_his(const Tester *tester, const BpMessageInfo *message)
{
    return message->kind == BP_PROBE && message->owner == tester->owner &&
           message->body / tester->n_tests < tester->subjects->len;
}

static void
on_delivered(gpointer data, const BpMessageInfo *message, BpAddress to, guint32 peer)
{
    Tester *tester = data;

    (void)to;
    (void)peer;
    if (is_his(tester, message))
        note(tester, message, TRUE);
}

/* He hears what the host itself says, and of what happens further on nothing. */
static void
on_refused(gpointer data, const BpMessageInfo *message, guint32 peer, guint32 host,
           BpReason reason, guint n_recipients)
{
    Tester *tester = data;

    (void)reason;
    (void)n_recipients;
    if (is_his(tester, message) && peer == tester->host && host != tester->host)
        note(tester, message, FALSE);
}

static const BpObserver observer = {
    .delivered = on_delivered,
    .refused = on_refused,
};

static void
on_idle(gpointer data, guint32 channel)
{
    /* His next letter has a time of its own. */
    (void)data;
    (void)channel;
}

static guint32
on_told(gpointer data, guint32 channel, guint32 host, BpReason reason,
        guint n_recipients, BpAddress *from)
{
    (void)data;
    (void)channel;
    (void)host;
    (void)reason;
    (void)n_recipients;
    (void)from;
    return BP_NONE;
}

static const BpOwner owner = {.idle = on_idle, .refused = on_told};

static void
start(gpointer state, BpWorld *world)
{
    Tester *tester = state;
    const BpValue *values = tester->group->values;
    BpPost *post = bp_world_post(world);

    tester->world = world;
    tester->owner = bp_post_add_owner(post, tester->channel, &owner, tester);
    find_subjects(tester);
    bp_world_add_timer(world, give_up, tester, tester->subjects->len);
    bp_world_add_timer(world, next, tester,
                       (guint64)tester->subjects->len * tester->n_tests);
    bp_post_observe(post, &observer, tester);
    /* A rate of 0 is for never. */
    if (tester->subjects->len > 0 && values[RATE].number > 0)
        bp_world_at(world, values[START].number, next, tester, 0);
}

static void
archive(gpointer state, BpArchive *archive)
{
    Tester *tester = state;

    for (guint i = 0; i < tester->subjects->len; i++) {
        Subject *subject = &g_array_index(tester->subjects, Subject, i);

        bp_archive_u8(archive, &subject->passed);
        bp_archive_u8(archive, &subject->failed);
        bp_archive_bool(archive, &subject->is_over);
    }
}

static void
close_tester(gpointer state)
{
    Tester *tester = state;

    g_array_unref(tester->subjects);
    g_free(tester);
}

const BpActor bp_actor_relay_tester = {
    .group = "relay-tester",
    .help = "one who sees which hosts relay for him",
    .many = TRUE,
    .params = params,
    .check = check,
    .n_owners = n_owners,
    .open = open_tester,
    .start = start,
    .archive = archive,
    .close = close_tester,
};
