/* abuse_run.c - runs a case with its groups, and writes down what is heard. */
#include "abuse.h"

#include "subject.h"

#include "../actors/scenario_kit.h"

/* The books are balanced so often. */
#define LOOKS 5

typedef struct {
    const Abuse *a;
    const BpWorld *world;
    GArray *heard;
} Listener;

static void
note(const Listener *listener, const BpMessageInfo *message, Heard heard)
{
    heard.at_us = bp_world_now_us(listener->world);
    if (message != NULL) {
        heard.serial = message->serial;
        heard.kind = message->kind;
    }
    g_array_append_val(listener->heard, heard);
}

static void
note_written(gpointer data, const BpMessageInfo *message, guint32 host,
             const BpRecipient *recipients, guint n_recipients)
{
    for (guint i = 0; i < n_recipients; i++)
        note(data, message,
             (Heard){.what = HEARD_WRITTEN,
                     .from = host,
                     .to = recipients[i].to.host,
                     .user = recipients[i].to.user,
                     .bytes = message->size_bytes});
}

static void
note_hop(gpointer data, const BpMessageInfo *message, guint32 channel, guint32 from,
         guint32 to, guint n_recipients, guint64 bytes)
{
    note(data, message,
         (Heard){.what = HEARD_HOP,
                 .channel = channel,
                 .from = from,
                 .to = to,
                 .n = n_recipients,
                 .bytes = bytes});
}

static void
note_refused(gpointer data, const BpMessageInfo *message, guint32 peer, guint32 host,
             BpReason reason, guint n_recipients)
{
    note(data, message,
         (Heard){.what = HEARD_REFUSED,
                 .from = peer,
                 .to = host,
                 .n = n_recipients,
                 .reason = reason});
}

static void
note_ended(gpointer data, const BpMessageInfo *message, BpAddress to, guint32 host,
           BpState state, BpReason reason)
{
    note(data, message,
         (Heard){.what = HEARD_ENDED,
                 .from = host,
                 .to = to.host,
                 .user = to.user,
                 .state = state,
                 .reason = reason});
}

static void
note_delivered(gpointer data, const BpMessageInfo *message, BpAddress to, guint32 peer)
{
    note(
        data, message,
        (Heard){.what = HEARD_DELIVERED, .from = peer, .to = to.host, .user = to.user});
}

static void
note_reached(gpointer data, BpAddress mailbox)
{
    note(data, NULL,
         (Heard){.what = HEARD_REACHED, .to = mailbox.host, .user = mailbox.user});
}

static void
note_relay(gpointer data, guint32 host, guint relay)
{
    note(data, NULL, (Heard){.what = HEARD_RELAY, .to = host, .state = relay});
}

static void
note_listing(gpointer data, guint32 host, guint list, gboolean listed,
             gboolean deserved)
{
    const Listener *listener = data;
    const char *name = bp_post_guard_name(bp_world_post(listener->world), list);

    (void)deserved;
    for (guint i = 0; (int)i < listener->a->n_groups; i++)
        if (g_str_equal(listener->a->groups[i].title, name))
            note(data, NULL,
                 (Heard){.what = listed ? HEARD_LISTED : HEARD_DELISTED,
                         .to = host,
                         .n = i});
}

static const BpObserver observer = {
    .written = note_written,
    .hop = note_hop,
    .refused = note_refused,
    .ended = note_ended,
    .delivered = note_delivered,
    .reached = note_reached,
    .relay_changed = note_relay,
    .listing = note_listing,
};

static void
add_group(BpScenario *scenario, const AbuseGroup *from)
{
    BpGroup *group = kit_group(scenario, from->title, NULL);

    for (int k = 0; k < from->n_keys; k++)
        kit_set(group, scenario->begin_unix_s, from->keys[k].key, from->keys[k].value);
}

static void
note_channels(const BpWorld *world, AbuseRun *run)
{
    const BpNetwork *network = bp_world_network(world);

    for (guint32 i = 0; i < bp_network_n_channels(network); i++) {
        AbuseChannel channel = {
            .bps = bp_network_channel_line(network, i)->view.bps,
            .from = bp_network_from(network, i),
            .to = bp_network_to(network, i),
            .owned = bp_post_is_owned(bp_world_post(world), i),
        };

        g_array_append_val(run->channels, channel);
    }
}

void
abuse_run(const Abuse *a, AbuseRun *run)
{
    g_autoptr(BpScenario) scenario = subject_scenario(&a->c);

    scenario->map_interval_us = a->c.seed % 3 == 0 ? BP_HOUR_US : 30 * BP_DAY_US;
    scenario->seed = a->c.seed;
    for (int i = 0; i < a->n_groups; i++)
        add_group(scenario, &a->groups[i]);

    g_autoptr(BpWorld) world = kit_world(scenario);
    Listener listener = {a, world, run->heard};

    g_array_set_size(run->heard, 0);
    g_array_set_size(run->channels, 0);
    bp_post_observe(bp_world_post(world), &observer, &listener);
    bp_world_start(world);
    for (int i = 1; i <= LOOKS; i++)
        kit_run(world, scenario->length_us / LOOKS * i);
    kit_run(world, scenario->length_us);
    note_channels(world, run);
    run->books = *kit_books(world);
    run->trajectory = bp_post_trajectory(bp_world_post(world));
}
