/* little_world.h - four hosts, a net and two days of mail: enough for every table to get
 * rows.
 *
 * alpha hangs on beta by telephone; beta, gamma and delta are on the internet. A user of
 * alpha writes to gamma and delta every hour; a spammer at delta sends 10 messages each day
 * to mailboxes of all hosts; beta closes at noon of the first day.
 */
#ifndef BP_TEST_LITTLE_WORLD_H
#define BP_TEST_LITTLE_WORLD_H

#include <bangpath/actor.h>
#include <bangpath/calendar.h>
#include <bangpath/network.h>
#include <bangpath/scenario.h>
#include <bangpath/units.h>
#include <bangpath/world.h>
#include <glib.h>

#define LITTLE_LENGTH_US (2 * BP_DAY_US)
#define LITTLE_SPAM 20

typedef struct {
    BpWorld *world;
    guint32 alpha, beta, gamma, delta;
    guint32 channel; /* the spammer's own line */
    guint8 owner;
    guint sent;
    guint to_send;
} LittleActor;

static void
little_write_ham(BpWorld *world, gpointer data, guint32 hour)
{
    LittleActor *actor = data;
    BpRecipient recipients[] = {
        {{actor->gamma, hour % 30}, BP_NONE},
        {{actor->delta, hour % 40}, BP_NONE},
    };
    BpLetter letter = {
        .kind = BP_HAM,
        .from = {actor->alpha, hour % 10},
        .size_bytes = 2000 + hour,
        .recipients = recipients,
        .n_recipients = 2,
    };

    bp_post_write(bp_world_post(world), actor->alpha, &letter);
    bp_world_at(world, bp_world_now_us(world) + BP_HOUR_US, little_write_ham, actor,
                hour + 1);
}

static void
little_close_beta(BpWorld *world, gpointer data, guint32 unused)
{
    LittleActor *actor = data;

    (void)unused;
    bp_post_set_relay(bp_world_post(world), actor->beta,
                      bp_policy_index(bp_policy_find("closed")));
}

static void
little_spam(BpWorld *world, gpointer data, guint32 unused)
{
    LittleActor *actor = data;

    (void)unused;
    actor->to_send += LITTLE_SPAM / 2;
    bp_post_wake(bp_world_post(world), actor->channel);
}

static void
little_idle(gpointer data, guint32 channel)
{
    LittleActor *actor = data;
    BpRecipient recipients[] = {
        {{actor->alpha, actor->sent % 10}, BP_NONE},
        {{actor->beta, actor->sent}, BP_NONE},
        {{actor->gamma, actor->sent}, BP_NONE},
    };
    BpLetter letter = {
        .kind = BP_SPAM,
        .from = {actor->delta, 0},
        .owner = actor->owner,
        .size_bytes = 5000,
        .recipients = recipients,
        .n_recipients = 3,
    };

    if (actor->sent == actor->to_send)
        return;
    actor->sent++;
    bp_post_hand_over(bp_world_post(actor->world), channel, actor->delta, &letter);
}

static guint32
little_refused(gpointer data, guint32 channel, guint32 host, BpReason reason, guint n,
               BpAddress *from)
{
    (void)data, (void)channel, (void)host, (void)reason, (void)n, (void)from;
    return BP_NONE;
}

static const BpOwner little_owner = {.idle = little_idle, .refused = little_refused};

static gpointer
little_open(const BpGroup *group, const BpScenario *scenario)
{
    LittleActor *actor = g_new0(LittleActor, 1);
    BpNetwork *network = scenario->network;
    BpLine line =
        bp_line_from_profile(bp_line_profile_find("v34"), bp_protocol_find("plain"));

    (void)group;
    line.schedule.kind = BP_SCHEDULE_PERMANENT;
    actor->alpha = bp_network_find(network, "alpha");
    actor->beta = bp_network_find(network, "beta");
    actor->gamma = bp_network_find(network, "gamma");
    actor->delta = bp_network_find(network, "delta");
    actor->channel = bp_network_add_access(network, actor->delta, BP_NONE,
                                           bp_network_add_line(network, &line));
    return actor;
}

static void
little_start(gpointer state, BpWorld *world)
{
    LittleActor *actor = state;
    BpPost *post = bp_world_post(world);

    actor->world = world;
    actor->owner = bp_post_add_owner(post, actor->channel, &little_owner, actor);
    for (guint32 i = 0; i < 10; i++)
        bp_post_add_target(post, (BpAddress){actor->alpha, i});
    for (guint32 i = 0; i < 20; i++)
        bp_post_add_target(post, (BpAddress){actor->beta, i});
    for (guint32 i = 0; i < 30; i++)
        bp_post_add_target(post, (BpAddress){actor->gamma, i});
    bp_world_add_timer(world, little_write_ham, actor, G_MAXUINT32);
    bp_world_add_timer(world, little_spam, actor, 1);
    bp_world_add_timer(world, little_close_beta, actor, 1);
    bp_world_at(world, BP_MINUTE_US, little_write_ham, actor, 0);
    bp_world_at(world, 2 * BP_HOUR_US, little_spam, actor, 0);
    bp_world_at(world, 26 * BP_HOUR_US, little_spam, actor, 0);
    bp_world_at(world, 12 * BP_HOUR_US, little_close_beta, actor, 0);
}

static void
little_archive(gpointer state, BpArchive *archive)
{
    LittleActor *actor = state;

    bp_archive_u32(archive, &actor->sent);
    bp_archive_u32(archive, &actor->to_send);
}

static const BpParam little_params[] = {{.name = NULL}};

static const BpActor little_actor = {
    .group = "little",
    .help = "what happens in the little world",
    .params = little_params,
    .open = little_open,
    .start = little_start,
    .archive = little_archive,
    .close = g_free,
};

static guint32
little_host(BpNetwork *network, const char *name, guint32 mailboxes, guint8 networks,
            const char *relay)
{
    guint32 number = bp_network_node(network, name, NULL);
    BpHost *host = bp_network_edit(network, number);

    host->mailboxes = mailboxes;
    host->networks = networks;
    host->relay = (guint8)bp_policy_index(bp_policy_find(relay));
    host->lines = 2;
    return number;
}

static BpNetwork *
little_network(void)
{
    BpNetwork *network = bp_network_new();
    BpLine phone =
        bp_line_from_profile(bp_line_profile_find("v22bis"), bp_protocol_find("plain"));
    BpLine access =
        bp_line_from_profile(bp_line_profile_find("t1"), bp_protocol_find("smtp"));
    guint32 alpha = little_host(network, "alpha", 10, BP_NET_UUCP, "open");
    guint32 beta =
        little_host(network, "beta", 20, BP_NET_UUCP | BP_NET_INTERNET, "open");
    guint32 gamma = little_host(network, "gamma", 30, BP_NET_INTERNET, "closed");
    guint32 delta = little_host(network, "delta", 40, BP_NET_INTERNET, "open");
    guint32 internet = little_host(network, "internet", 0, BP_NET_INTERNET, "open");
    guint32 t1;

    bp_network_edit(network, internet)->is_net = TRUE;
    bp_network_edit(network, alpha)->lat = 41.8F;
    bp_network_edit(network, alpha)->lon = -88.1F;
    bp_network_set_org(network, alpha, "Alpha \"A\" Laboratories");
    phone.price_udollars[BP_TARIFF_DAY] = 250000;
    phone.price_udollars[BP_TARIFF_NIGHT] = 130000;
    t1 = bp_network_add_line(network, &access);
    bp_network_add_link(network, alpha, beta, bp_network_add_line(network, &phone), 300,
                        300);
    bp_network_add_link(network, beta, internet, t1, 100, 100);
    bp_network_add_link(network, gamma, internet, t1, 100, 100);
    bp_network_add_link(network, delta, internet, t1, 100, 100);
    bp_network_set_title(network, "A little world", 1996);
    bp_network_finish(network);
    return network;
}

/* (transfer full): may be run once. */
static BpScenario *
little_scenario(void)
{
    BpScenario *scenario = bp_scenario_new();
    BpGroup *group = g_new0(BpGroup, 1);
    BpInput *input = g_new0(BpInput, 1);

    group->actor = &little_actor;
    group->title = g_strdup("little");
    group->name = g_strdup("");
    group->enabled = TRUE;
    g_ptr_array_add(scenario->groups, group);
    input->path = g_strdup("little.gv");
    input->sha256 = g_strdup("00");
    g_ptr_array_add(scenario->inputs, input);
    scenario->path = g_strdup("little.scenario");
    scenario->title = g_strdup("A little world, 1996");
    scenario->merged = g_strdup("[scenario]\n");
    scenario->length_us = LITTLE_LENGTH_US;
    scenario->seed = 7;
    scenario->trace_ppm = BP_PPM;
    scenario->network = little_network();
    g_assert_true(bp_parse_instant("1996-09-01", &scenario->begin_unix_s, NULL));
    return scenario;
}

/* (transfer full): a new directory under the system's own for such. */
static char *
little_directory(void)
{
    GError *error = NULL;
    char *directory = g_dir_make_tmp("bangpath-test-XXXXXX", &error);

    g_assert_no_error(error);
    return directory;
}

#endif
