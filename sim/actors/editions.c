/* editions.c - the map that everybody routes by, published now and then: routes lag behind
 * the truth by up to an interval, as they did when maps were posted monthly.
 */
#include "editions.h"

static void
publish(BpWorld *world)
{
    const BpNetwork *network = bp_world_network(world);
    guint32 n = bp_network_n_nodes(network);
    g_autofree guint64 *closed = g_new0(guint64, n / 64 + 1);

    for (guint32 i = 0; i < n; i++) {
        guint relay = bp_post_relay(bp_world_post(world), i);

        if (!bp_network_host(network, i)->is_net && !bp_policies[relay]->accepts_all)
            closed[i / 64] |= G_GUINT64_CONSTANT(1) << i % 64;
    }
    bp_routes_publish(bp_world_routes(world), closed);
}

/* As often as the scenario says and editions have numbers for. */
static gint64
interval_us(const BpScenario *scenario)
{
    gint64 least_us = scenario->length_us / (BP_EDITIONS_MAX - 2) + 1;

    return MAX(scenario->map_interval_us, least_us);
}

static void
next_edition(BpWorld *world, gpointer data, guint32 arg)
{
    const BpScenario *scenario = bp_world_scenario(world);
    gint64 at_us = bp_world_now_us(world) + interval_us(scenario);

    (void)data, (void)arg;
    publish(world);
    if (at_us < scenario->length_us)
        bp_world_at(world, at_us, next_edition, NULL, 0);
}

void
bp_editions_start(BpWorld *world)
{
    if (bp_world_scenario(world)->map_interval_us == 0)
        publish(world);
    else
        next_edition(world, NULL, 0);
}
