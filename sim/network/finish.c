/* finish.c - what is worked out once the map is complete: neighbours, mailboxes, zones. */
#include "network_private.h"

#include <bangpath/calendar.h>
#include <bangpath/large.h>

void
bp_network_unfinish(BpNetwork *network)
{
    g_clear_pointer(&network->out_offsets, g_free);
    g_clear_pointer(&network->out_channels, g_free);
    g_clear_pointer(&network->net_offsets, g_free);
    g_clear_pointer(&network->net_channels, g_free);
    g_clear_pointer(&network->only_access, bp_large_free);
    bp_relation_clear(&network->serves);
    bp_relation_clear(&network->served_by);
    bp_relation_clear(&network->relay_for);
    bp_mailboxes_clear(network);
    g_clear_pointer(&network->marks, g_free);
    g_clear_pointer(&network->todo, g_array_unref);
}

/* By neighbour, then by link; channels of one link go to different neighbours. */
static int
compare_channels(gconstpointer a, gconstpointer b, gpointer data)
{
    const BpNetwork *network = data;
    guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
    guint32 to_x = bp_network_to(network, x), to_y = bp_network_to(network, y);

    if (to_x != to_y)
        return to_x > to_y ? 1 : -1;
    return (x > y) - (x < y);
}

static void
sort_row(BpNetwork *network, guint32 *row, guint32 n)
{
    for (guint32 i = 1; i < n; i++)
        if (compare_channels(&row[i - 1], &row[i], network) > 0) {
            g_qsort_with_data(row, (gint)n, sizeof *row, compare_channels, network);
            return;
        }
}

/* Links are dealt out to their two ends. As in relation.c, the offsets serve as cursors. */
static void
find_neighbours(BpNetwork *network)
{
    guint32 n = network->hosts.n, n_links = network->ends->len / 2;
    guint32 *offsets = g_new0(guint32, (gsize)n + 2);
    guint32 *channels = g_new(guint32, (gsize)n_links * 2);

    network->out_offsets = offsets;
    network->out_channels = channels;
    for (guint32 channel = 0; channel < 2 * n_links; channel++)
        offsets[bp_network_from(network, channel) + 2]++;
    for (guint32 host = 0; host < n; host++)
        offsets[host + 2] += offsets[host + 1];
    for (guint32 channel = 0; channel < 2 * n_links; channel++)
        channels[offsets[bp_network_from(network, channel) + 1]++] = channel;
    for (guint32 host = 0; host < n && n_links > 0; host++)
        sort_row(network, channels + offsets[host], offsets[host + 1] - offsets[host]);
}

/* Writes @host's cheapest access channel to each net that it is on, if @channels is not
 * NULL. Returns: how many. */
static guint32
list_nets(const BpNetwork *network, guint32 host, guint32 *channels)
{
    guint n;
    const guint32 *out = bp_network_out(network, host, &n);
    guint32 n_nets = 0, last = BP_NONE;

    for (guint i = 0; i < n; i++) {
        guint32 net = bp_network_to(network, out[i]);

        if (net == last || !bp_network_traits(network, net)->is_net)
            continue;
        last = net;
        if (channels)
            channels[n_nets] = bp_network_channel_between(network, host, net);
        n_nets++;
    }
    return n_nets;
}

/* Of one net a word a host says all: and what is not asked for in two places is not waited for
 * twice. */
static void
find_only_net(BpNetwork *network)
{
    guint32 n = network->hosts.n, only_net = 0;
    guint32 *only_access = bp_large_new0(n, sizeof(guint32));

    while (!bp_network_traits(network, only_net)->is_net)
        only_net++;
    for (guint32 host = 0; host < n; host++) {
        only_access[host] = BP_NONE;
        list_nets(network, host, &only_access[host]);
    }
    network->only_net = only_net;
    network->only_access = only_access;
}

static void
find_nets(BpNetwork *network)
{
    guint32 n = network->hosts.n, *offsets;
    guint32 n_nets = n - bp_network_n_hosts(network);

    network->only_net = BP_NONE;
    if (n_nets == 0)
        return;
    if (n_nets == 1) {
        find_only_net(network);
        return;
    }

    offsets = g_new0(guint32, (gsize)n + 1);
    for (guint32 host = 0; host < n; host++)
        offsets[host + 1] = offsets[host] + list_nets(network, host, NULL);
    network->net_channels = g_new(guint32, offsets[n]);
    for (guint32 host = 0; host < n && offsets[n] > 0; host++)
        list_nets(network, host, network->net_channels + offsets[host]);
    /* Last: until now every answer came from the channels out of a host. */
    network->net_offsets = offsets;
}

/* Whether @host, which has a neighbour that is no net, has no other and is on no net. */
static gboolean
is_leaf(const BpNetwork *network, guint32 host)
{
    guint n;
    const guint32 *out = bp_network_out(network, host, &n);

    return !bp_network_traits(network, host)->is_net &&
           bp_network_to(network, out[0]) == bp_network_to(network, out[n - 1]);
}

static void
serve_leaves(BpNetwork *network)
{
    for (guint32 server = 0; server < network->hosts.n; server++) {
        guint n;
        const guint32 *out = bp_network_out(network, server, &n);

        if (!bp_network_traits(network, server)->serves_leaves)
            continue;
        for (guint i = 0; i < n; i++) {
            BpPair pair = {server, bp_network_to(network, out[i])};

            if (is_leaf(network, pair.to))
                g_array_append_val(network->serve_pairs, pair);
        }
    }
}

static void
find_served(BpNetwork *network)
{
    guint32 n = network->hosts.n;

    bp_relation_build(&network->relay_for, n, network->relay_pairs, FALSE);
    g_clear_pointer(&network->relay_pairs, g_array_unref);
    serve_leaves(network);
    bp_relation_build(&network->serves, n, network->serve_pairs, FALSE);
    bp_relation_build(&network->served_by, n, network->serve_pairs, TRUE);
    g_clear_pointer(&network->serve_pairs, g_array_unref);
    if (network->serves.offsets) {
        network->marks = g_new0(guint32, n / 32 + 1);
        network->todo = g_array_new(FALSE, FALSE, sizeof(guint32));
    }
}

static void
settle_hosts(BpNetwork *network)
{
    guint64 n = 0;

    for (guint32 i = 0; i < network->hosts.n; i++) {
        BpHost *host = bp_network_edit(network, i);

        if (host->is_net) {
            host->mailboxes = 0;
            host->smart_host = BP_NONE;
            host->serves_leaves = FALSE;
        }
        if (host->tz_minutes == BP_TZ_UNKNOWN)
            host->tz_minutes = (gint16)bp_zone_at(host->lon);
        host->first_mailbox = (guint32)n;
        n += host->mailboxes;
    }
    g_return_if_fail(n <= G_MAXUINT32);
    network->n_mailboxes = n;
    bp_hosts_settle(&network->hosts);
}

void
bp_network_finish(BpNetwork *network)
{
    g_return_if_fail(network && !network->finished);

    network->n_map_links = network->ends->len / 2;
    network->n_map_lines = network->lines->len;
    settle_hosts(network);
    find_neighbours(network);
    find_nets(network);
    find_served(network);
    bp_mailboxes_init(network);
    bp_names_fit(&network->names, &network->hosts);
    bp_kinds_fit(&network->kinds);
    network->finished = TRUE;
}
