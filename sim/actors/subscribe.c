/* subscribe.c - hosts join a defence, all at once or one after the other. */
#include <bangpath/subscribe.h>

#include <bangpath/choose.h>
#include <bangpath/units.h>

void
bp_subscribe_check(const BpGroup *group, const BpScenario *scenario,
                   BpProblems *problems)
{
    bp_group_check_guards(group, scenario, problems);
    bp_group_check_hosts(group, BP_SUBSCRIBERS, scenario->network, problems);
    bp_group_check_hosts(group, BP_SUBSCRIBE_PASSES, scenario->network, problems);
}

static void
join(BpWorld *world, gpointer data, guint32 host)
{
    const BpSubscription *subscription = data;

    bp_post_set_guard(bp_world_post(world), host, subscription->guard, TRUE);
}

/* Evenly spread: the last at from + over, or all at from. */
static void
plan(BpSubscription *subscription, const BpGroup *group, BpWorld *world,
     const GArray *hosts)
{
    gint64 from_us = group->values[BP_SUBSCRIBE_FROM].number;
    gint64 over_us = group->values[BP_SUBSCRIBE_OVER].number;
    gint64 n = hosts->len;

    bp_world_add_timer(world, join, subscription,
                       bp_network_n_nodes(bp_world_network(world)));
    for (gint64 i = 1; i <= n; i++) {
        guint32 host = g_array_index(hosts, guint32, i - 1);
        gint64 at_us = bp_add_us(from_us, bp_spread_us(over_us, i, n));

        /* At 0 it is done before any letter can be there. */
        if (at_us <= bp_world_now_us(world))
            join(world, subscription, host);
        else
            bp_world_at(world, at_us, join, subscription, host);
    }
}

static void
note_spared(BpSubscription *subscription, const BpNetwork *network, char *const *names)
{
    if (names == NULL)
        return;
    subscription->passes = g_new0(guint8, bp_network_n_nodes(network));
    for (; *names != NULL; names++)
        subscription->passes[bp_network_find(network, *names)] = 1;
}

void
bp_subscribe(BpSubscription *subscription, const BpGroup *group, BpWorld *world,
             const BpGuard *guard)
{
    const BpNetwork *network = bp_world_network(world);
    guint64 seed = bp_world_scenario(world)->seed;
    g_autofree char *who = g_strdup_printf("subscribers of %s", group->title);
    g_autofree char *when = g_strdup_printf("joining of %s", group->title);
    g_autoptr(GArray) hosts =
        bp_choose_selection(network, seed, &group->values[BP_SUBSCRIBERS], who);

    subscription->guard = bp_post_add_guard(bp_world_post(world), guard);
    note_spared(subscription, network, group->values[BP_SUBSCRIBE_PASSES].names);
    bp_choose_shuffle(hosts, seed, when);
    plan(subscription, group, world, hosts);
}

void
bp_subscription_clear(BpSubscription *subscription)
{
    g_clear_pointer(&subscription->passes, g_free);
}
