/* editions.c - the map that everybody routes by, published now and then: routes lag behind
 * the truth by up to an interval, as they did when maps were posted monthly.
 */
#include "editions.h"

void
bp_editions_publish(const BpNetwork *network, const BpPost *post, BpRoutes *routes)
{
    guint32 n = bp_network_n_nodes(network);
    g_autofree guint64 *closed = g_new0(guint64, n / 64 + 1);

    for (guint32 i = 0; i < n; i++) {
        guint relay = bp_post_relay(post, i);

        if (!bp_network_host(network, i).is_net && !bp_policies[relay]->accepts_all)
            closed[i / 64] |= G_GUINT64_CONSTANT(1) << i % 64;
    }
    bp_routes_publish(routes, closed);
}

gint64
bp_editions_interval_us(const BpScenario *scenario)
{
    gint64 least_us = scenario->length_us / (BP_EDITIONS_MAX - 2) + 1;

    if (scenario->map_interval_us == 0)
        return 0;
    return MAX(scenario->map_interval_us, least_us);
}
