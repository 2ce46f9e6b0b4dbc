/* network.c - answers about what the network was built from. */
#include "network_private.h"

#include <string.h>

const char *const bp_net_kind_names[] = {"uucp", "fidonet", "bitnet", "internet", NULL};

BpHost *
bp_network_edit(BpNetwork *network, guint32 host)
{
    g_return_val_if_fail(network && host < network->hosts.n, NULL);
    g_return_val_if_fail(!network->finished, NULL);

    return &g_array_index(network->hosts.drafts, BpHost, host);
}

guint32
bp_network_n_nodes(const BpNetwork *network)
{
    g_return_val_if_fail(network, 0);

    return network->hosts.n;
}

guint32
bp_network_n_hosts(const BpNetwork *network)
{
    guint32 n = 0;

    g_return_val_if_fail(network, 0);

    for (guint i = 0; i < network->hosts.n; i++)
        n += !bp_network_host(network, i).is_net;
    return n;
}

guint32
bp_network_n_links(const BpNetwork *network)
{
    g_return_val_if_fail(network, 0);

    return network->finished ? network->n_map_links : network->ends->len / 2;
}

guint32
bp_network_n_channels(const BpNetwork *network)
{
    g_return_val_if_fail(network, 0);

    return network->ends->len;
}

guint64
bp_network_n_mailboxes(const BpNetwork *network)
{
    guint64 n = 0;

    g_return_val_if_fail(network, 0);

    if (network->finished)
        return network->n_mailboxes;
    for (guint i = 0; i < network->hosts.n; i++) {
        BpHost host = bp_network_host(network, i);

        n += host.is_net ? 0 : host.mailboxes;
    }
    return n;
}

const char *
bp_network_title(const BpNetwork *network)
{
    g_return_val_if_fail(network, NULL);

    return network->title;
}

int
bp_network_epoch(const BpNetwork *network)
{
    g_return_val_if_fail(network, 0);

    return network->epoch;
}

BpHost
bp_network_host(const BpNetwork *network, guint32 host)
{
    g_return_val_if_fail(network && host < network->hosts.n, bp_host_default());

    return bp_hosts_get(&network->hosts, host);
}

const BpTraits *
bp_network_traits(const BpNetwork *network, guint32 host)
{
    return bp_hosts_traits(&network->hosts, host);
}

gboolean
bp_network_mailbox(const BpNetwork *network, guint32 host, guint32 user,
                   guint32 *mailbox)
{
    const guint32 *first = network->hosts.first_mailbox;

    *mailbox = first[host] + user;
    return user < first[host + 1] - first[host];
}

BpLink
bp_network_link(const BpNetwork *network, guint32 link)
{
    const BpLink none = {BP_NONE, BP_NONE, BP_NONE, 0, 0};
    const guint32 *ends;
    const BpKind *kind;

    g_return_val_if_fail(network && link < network->ends->len / 2, none);

    ends = bp_network_ends(network) + 2 * (gsize)link;
    kind = bp_kind_of(&network->kinds, link);
    return (BpLink){ends[0], ends[1], kind->line, kind->cost_ab, kind->cost_ba};
}

guint32
bp_network_link_line(const BpNetwork *network, guint32 link)
{
    return bp_kind_of(&network->kinds, link)->line;
}

const guint32 *
bp_network_ends(const BpNetwork *network)
{
    g_return_val_if_fail(network, NULL);

    return (const guint32 *)(gconstpointer)network->ends->data;
}

guint32
bp_network_n_lines(const BpNetwork *network)
{
    return network->lines->len;
}

const BpLine *
bp_network_line(const BpNetwork *network, guint32 line)
{
    g_return_val_if_fail(network && line < network->lines->len, NULL);

    return network->lines->pdata[line];
}

const BpLine *
bp_network_channel_line(const BpNetwork *network, guint32 channel)
{
    g_return_val_if_fail(network && channel < network->ends->len, NULL);

    return bp_network_line(network, bp_network_link_line(network, channel / 2));
}

guint32
bp_network_from(const BpNetwork *network, guint32 channel)
{
    g_return_val_if_fail(network && channel < network->ends->len, BP_NONE);

    return g_array_index(network->ends, guint32, channel);
}

guint32
bp_network_to(const BpNetwork *network, guint32 channel)
{
    return bp_network_from(network, channel ^ 1);
}

guint32
bp_network_find(const BpNetwork *network, const char *name)
{
    g_return_val_if_fail(network && name, BP_NONE);

    return bp_names_find(&network->names, &network->hosts, name);
}

const char *
bp_network_nearest(const BpNetwork *network, const char *name)
{
    g_autofree const char **names = NULL;

    g_return_val_if_fail(network && name, NULL);

    names = g_new(const char *, (gsize)network->hosts.n + 1);
    for (guint i = 0; i < network->hosts.n; i++)
        names[i] = bp_hosts_name(&network->hosts, i);
    names[network->hosts.n] = NULL;
    return bp_nearest(name, names);
}
