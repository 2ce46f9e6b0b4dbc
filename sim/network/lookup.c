/* lookup.c - who is joined to whom, who serves whom. */
#include "network_private.h"

const guint32 *
bp_network_out(const BpNetwork *network, guint32 host, guint *n)
{
    g_return_val_if_fail(network && network->out_offsets, NULL);
    g_return_val_if_fail(host < network->hosts.n && n, NULL);

    *n = network->out_offsets[host + 1] - network->out_offsets[host];
    return *n > 0 ? network->out_channels + network->out_offsets[host] : NULL;
}

/* The cheapest channel straight from @from to @to, or BP_NONE: a search among the channels
 * out of @from, which are sorted by their other end. */
static guint32
straight(const BpNetwork *network, guint32 from, guint32 to)
{
    guint n, low = 0, high;
    const guint32 *out = bp_network_out(network, from, &n);
    const guint32 *ends = bp_network_ends(network);
    guint32 best = BP_NONE;
    gint32 best_cost = G_MAXINT32;

    high = n;
    while (low < high) {
        guint middle = low + (high - low) / 2;

        if (ends[out[middle] ^ 1] < to)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < n && ends[out[low] ^ 1] == to; low++) {
        const BpKind *kind = bp_kind_of(&network->kinds, out[low] / 2);
        gint32 cost = out[low] & 1 ? kind->cost_ba : kind->cost_ab;

        if (best == BP_NONE || cost < best_cost) {
            best = out[low];
            best_cost = cost;
        }
    }
    return best;
}

guint32
bp_network_channel_between(const BpNetwork *network, guint32 from, guint32 to)
{
    guint32 channel, net;

    g_return_val_if_fail(network && network->out_offsets, BP_NONE);
    g_return_val_if_fail(from < network->hosts.n && to < network->hosts.n, BP_NONE);

    channel = straight(network, from, to);
    if (channel != BP_NONE)
        return channel;
    net = bp_network_common_net(network, from, to);
    return net == BP_NONE ? BP_NONE : bp_network_access(network, from, net);
}

guint32
bp_network_common_net(const BpNetwork *network, guint32 a, guint32 b)
{
    guint32 i, j, end_i, end_j;

    g_return_val_if_fail(network && a < network->hosts.n && b < network->hosts.n,
                         BP_NONE);

    if (network->only_access)
        return network->only_access[a] != BP_NONE && network->only_access[b] != BP_NONE
                   ? network->only_net
                   : BP_NONE;
    if (!network->net_offsets)
        return BP_NONE;
    i = network->net_offsets[a];
    j = network->net_offsets[b];
    end_i = network->net_offsets[a + 1];
    end_j = network->net_offsets[b + 1];
    while (i < end_i && j < end_j) {
        guint32 net_a = bp_network_to(network, network->net_channels[i]);
        guint32 net_b = bp_network_to(network, network->net_channels[j]);

        if (net_a == net_b)
            return net_a;
        if (net_a < net_b)
            i++;
        else
            j++;
    }
    return BP_NONE;
}

guint32
bp_network_access(const BpNetwork *network, guint32 host, guint32 net)
{
    g_return_val_if_fail(network && host < network->hosts.n, BP_NONE);

    if (network->only_access)
        return net == network->only_net ? network->only_access[host] : BP_NONE;
    if (!network->net_offsets)
        return BP_NONE;
    for (guint32 i = network->net_offsets[host]; i < network->net_offsets[host + 1];
         i++)
        if (bp_network_to(network, network->net_channels[i]) == net)
            return network->net_channels[i];
    return BP_NONE;
}

guint32
bp_network_first_access(const BpNetwork *network, guint32 host)
{
    g_return_val_if_fail(network && host < network->hosts.n, BP_NONE);

    if (network->only_access)
        return network->only_access[host];
    if (!network->net_offsets ||
        network->net_offsets[host] == network->net_offsets[host + 1])
        return BP_NONE;
    return network->net_channels[network->net_offsets[host]];
}

gboolean
bp_network_serves(const BpNetwork *network, guint32 server, guint32 served)
{
    g_return_val_if_fail(network && server < network->hosts.n, FALSE);

    return bp_relation_has(&network->serves, server, served);
}

gboolean
bp_network_vouches(const BpNetwork *network, guint32 host, guint32 peer)
{
    g_return_val_if_fail(network && host < network->hosts.n, FALSE);

    return bp_relation_has(&network->serves, host, peer) ||
           bp_relation_has(&network->relay_for, host, peer);
}

const guint32 *
bp_network_served_by(const BpNetwork *network, guint32 server, guint *n)
{
    g_return_val_if_fail(network && server < network->hosts.n && n, NULL);

    return bp_relation_row(&network->serves, server, n);
}

const guint32 *
bp_network_relayed_for(const BpNetwork *network, guint32 relay, guint *n)
{
    g_return_val_if_fail(network && relay < network->hosts.n && n, NULL);

    return bp_relation_row(&network->relay_for, relay, n);
}

/* Puts those who serve @served on the list, but for those who were there before. Returns:
 * whether @server is among them. */
static gboolean
climb(const BpNetwork *network, guint32 served, guint32 server)
{
    guint n;
    const guint32 *servers = bp_relation_row(&network->served_by, served, &n);

    for (guint i = 0; i < n; i++) {
        guint32 *word = &network->marks[servers[i] / 32];
        guint32 bit = 1U << servers[i] % 32;

        if (servers[i] == server)
            return TRUE;
        if (!(*word & bit)) {
            *word |= bit;
            g_array_append_val(network->todo, servers[i]);
        }
    }
    return FALSE;
}

/* Upwards, from the served to its servers: a host has few of these, and so have they, where
 * the other way leads to everything below a hub. Nothing has to be kept between calls. */
gboolean
bp_network_reaches_down(const BpNetwork *network, guint32 server, guint32 served)
{
    gboolean found;

    g_return_val_if_fail(network && server < network->hosts.n, FALSE);
    g_return_val_if_fail(served < network->hosts.n, FALSE);

    if (!network->served_by.offsets ||
        network->serves.offsets[server] == network->serves.offsets[server + 1])
        return FALSE;

    found = climb(network, served, server);
    for (guint i = 0; i < network->todo->len && !found; i++)
        found = climb(network, g_array_index(network->todo, guint32, i), server);

    for (guint i = 0; i < network->todo->len; i++)
        network->marks[g_array_index(network->todo, guint32, i) / 32] = 0;
    g_array_set_size(network->todo, 0);
    return found;
}
