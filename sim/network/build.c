/* build.c - builds the network: hosts, lines, links, in any order; then finish.c.
 *
 * A host of mean degree 4 takes 10 bytes, its two links 20, the channels out of it 20, its
 * name's place in the table 5. */
#include "network_private.h"

#include <string.h>

#define TEXT_CHUNK_BYTES (64 * 1024)

static guint
hash_line(gconstpointer data)
{
    const guint8 *bytes = data;
    guint32 hash = 2166136261U; /* FNV-1a */

    for (gsize i = 0; i < sizeof(BpLine); i++)
        hash = (hash ^ bytes[i]) * 16777619U;
    return hash;
}

static gboolean
same_line(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, sizeof(BpLine)) == 0;
}

BpNetwork *
bp_network_new(void)
{
    BpNetwork *network = g_new0(BpNetwork, 1);

    bp_hosts_init(&network->hosts);
    network->kinds.record_bytes = sizeof(BpKind);
    network->ends = g_array_new(FALSE, FALSE, sizeof(guint32));
    network->lines = g_ptr_array_new_with_free_func(g_free);
    network->line_index = g_hash_table_new(hash_line, same_line);
    network->text = g_string_chunk_new(TEXT_CHUNK_BYTES);
    network->orgs = g_hash_table_new(NULL, NULL);
    network->machines = g_hash_table_new(NULL, NULL);
    network->clocks = g_hash_table_new(NULL, NULL);
    network->connections = g_hash_table_new(NULL, NULL);
    network->crossings = g_hash_table_new(NULL, NULL);
    network->fallbacks = g_hash_table_new(NULL, NULL);
    network->serve_pairs = g_array_new(FALSE, FALSE, sizeof(BpPair));
    network->relay_pairs = g_array_new(FALSE, FALSE, sizeof(BpPair));
    return network;
}

void
bp_network_free(BpNetwork *network)
{
    if (!network)
        return;

    bp_network_unfinish(network);
    g_clear_pointer(&network->serve_pairs, g_array_unref);
    g_clear_pointer(&network->relay_pairs, g_array_unref);
    bp_names_clear(&network->names);
    g_hash_table_unref(network->line_index);
    g_ptr_array_unref(network->lines);
    g_hash_table_unref(network->orgs);
    g_hash_table_unref(network->machines);
    g_hash_table_unref(network->clocks);
    g_hash_table_unref(network->connections);
    g_hash_table_unref(network->crossings);
    g_hash_table_unref(network->fallbacks);
    g_string_chunk_free(network->text);
    bp_hosts_clear(&network->hosts);
    g_array_unref(network->ends);
    bp_kinds_clear(&network->kinds);
    g_free(network->title);
    g_free(network);
}

guint32
bp_network_node(BpNetwork *network, const char *name, gboolean *made)
{
    guint32 host;

    g_return_val_if_fail(network && name && !network->finished, BP_NONE);
    g_return_val_if_fail(network->hosts.n < G_MAXINT32, BP_NONE);

    host = bp_network_find(network, name);
    if (made)
        *made = host == BP_NONE;
    if (host != BP_NONE)
        return host;

    host = bp_hosts_add(&network->hosts, name);
    bp_names_add(&network->names, &network->hosts);
    return host;
}

/* No line is added afterwards that could be taken for another. */
void
bp_network_reschedule(BpNetwork *network, const BpSchedule *schedule)
{
    g_return_if_fail(network && schedule);

    for (guint i = 0; i < network->lines->len; i++) {
        BpLine *line = network->lines->pdata[i];

        if (line->schedule.kind == BP_SCHEDULE_PERMANENT)
            continue;
        line->schedule = *schedule;
        if (schedule->retry_us > 0) {
            line->retry_us = schedule->retry_us;
            line->retry_rule = BP_RETRY_FIXED;
        }
        memset(&line->schedule_back, 0, sizeof line->schedule_back);
    }
    g_hash_table_remove_all(network->line_index);
}

void
bp_network_set_title(BpNetwork *network, const char *title, int epoch)
{
    char *copy;

    g_return_if_fail(network);

    copy = g_strdup(title);
    g_free(network->title);
    network->title = copy;
    network->epoch = epoch;
}

guint32
bp_network_add_line(BpNetwork *network, const BpLine *line)
{
    gpointer place;
    BpLine *copy;

    g_return_val_if_fail(network && line && line->protocol, BP_NONE);

    if (g_hash_table_lookup_extended(network->line_index, line, NULL, &place))
        return GPOINTER_TO_UINT(place);

    copy = g_memdup2(line, sizeof *line);
    g_ptr_array_add(network->lines, copy);
    g_hash_table_insert(network->line_index, copy,
                        GUINT_TO_POINTER(network->lines->len - 1));
    return network->lines->len - 1;
}

guint32
bp_network_add_link(BpNetwork *network, guint32 a, guint32 b, guint32 line,
                    gint32 cost_ab, gint32 cost_ba)
{
    BpKind kind = {line, cost_ab, cost_ba};

    g_return_val_if_fail(network && !network->finished, BP_NONE);
    g_return_val_if_fail(a < network->hosts.n && b < network->hosts.n && a != b,
                         BP_NONE);
    g_return_val_if_fail(!bp_network_host(network, a).is_net, BP_NONE);
    g_return_val_if_fail(line < network->lines->len, BP_NONE);
    g_return_val_if_fail(cost_ab >= 0 && cost_ba >= 0, BP_NONE);
    g_return_val_if_fail(network->ends->len < G_MAXUINT32 - 2, BP_NONE);

    g_array_append_val(network->ends, a);
    g_array_append_val(network->ends, b);
    return bp_kinds_add(&network->kinds, &kind);
}

static void
add_pair(BpNetwork *network, GArray *pairs, guint32 from, guint32 to)
{
    BpPair pair = {from, to};

    g_return_if_fail(!network->finished);
    g_return_if_fail(from < network->hosts.n && to < network->hosts.n);

    g_array_append_val(pairs, pair);
}

void
bp_network_serve(BpNetwork *network, guint32 server, guint32 served)
{
    g_return_if_fail(network);

    add_pair(network, network->serve_pairs, server, served);
}

void
bp_network_relay_for(BpNetwork *network, guint32 relay, guint32 peer)
{
    g_return_if_fail(network);

    add_pair(network, network->relay_pairs, relay, peer);
}

guint32
bp_network_add_access(BpNetwork *network, guint32 host, guint32 net, guint32 line)
{
    BpKind kind = {line, 0, 0};
    guint32 other = net == BP_NONE ? host : net;

    g_return_val_if_fail(network && network->finished, BP_NONE);
    g_return_val_if_fail(host < network->hosts.n && line < network->lines->len,
                         BP_NONE);
    g_return_val_if_fail(
        net == BP_NONE || bp_network_access(network, host, net) != BP_NONE, BP_NONE);

    g_array_append_val(network->ends, host);
    g_array_append_val(network->ends, other);
    return bp_kinds_add(&network->kinds, &kind) * 2;
}

void
bp_network_reset(BpNetwork *network)
{
    g_return_if_fail(network && network->finished);

    g_array_set_size(network->ends, 2 * network->n_map_links);
    bp_kinds_cut(&network->kinds, network->n_map_links);
    for (guint32 i = network->n_map_lines; i < network->lines->len; i++)
        g_hash_table_remove(network->line_index, network->lines->pdata[i]);
    g_ptr_array_set_size(network->lines, (gint)network->n_map_lines);
}
