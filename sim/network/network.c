/* network.c - builds the network and answers about what it was built from.
 *
 * A host of mean degree 4 takes 10 bytes, its two links 20, the channels out of it 20, its
 * name's place in the table 5. What is worked out at the end is in finish.c. */
#include "network_private.h"

#include <string.h>

#define TEXT_CHUNK_BYTES (64 * 1024)

const char *const bp_net_kind_names[] = {"uucp", "fidonet", "bitnet", "internet", NULL};

BpHost
bp_host_default(void)
{
    return (BpHost){
        .mailboxes = 1,
        .smart_host = BP_NONE,
        .max_recipients = 100,
        .lat = (float)__builtin_nanf(""),
        .lon = (float)__builtin_nanf(""),
        .tz_minutes = BP_TZ_UNKNOWN,
        .lines = 1,
        .relay = BP_RELAY_OPEN,
    };
}

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

BpHost *
bp_network_edit(BpNetwork *network, guint32 host)
{
    g_return_val_if_fail(network && host < network->hosts.n, NULL);
    g_return_val_if_fail(!network->finished, NULL);

    return &g_array_index(network->hosts.drafts, BpHost, host);
}

/* Many hosts are of one organisation, and many machines are alike. */
static void
set_text(BpNetwork *network, GHashTable *texts, guint32 host, const char *text)
{
    g_hash_table_insert(texts, GUINT_TO_POINTER(host),
                        g_string_chunk_insert_const(network->text, text));
}

void
bp_network_set_org(BpNetwork *network, guint32 host, const char *org)
{
    g_return_if_fail(network && host < network->hosts.n && org);

    set_text(network, network->orgs, host, org);
}

void
bp_network_set_machine(BpNetwork *network, guint32 host, const char *machine)
{
    g_return_if_fail(network && host < network->hosts.n && machine);

    set_text(network, network->machines, host, machine);
}

void
bp_network_set_clock(BpNetwork *network, guint32 host, gint32 ahead_s)
{
    g_return_if_fail(network && host < network->hosts.n);

    g_hash_table_insert(network->clocks, GUINT_TO_POINTER(host),
                        GINT_TO_POINTER(ahead_s));
}

gint32
bp_network_clock_s(const BpNetwork *network, guint32 host)
{
    return GPOINTER_TO_INT(
        g_hash_table_lookup(network->clocks, GUINT_TO_POINTER(host)));
}

/* Both limits stand in one number. */
#define OUT_SHIFT 16

void
bp_network_set_connections(BpNetwork *network, guint32 host, guint16 out, guint16 in)
{
    g_return_if_fail(network && host < network->hosts.n && out > 0 && in > 0);

    g_hash_table_insert(network->connections, GUINT_TO_POINTER(host),
                        GUINT_TO_POINTER((guint)out << OUT_SHIFT | in));
}

static guint
connections_of(const BpNetwork *network, guint32 host)
{
    guint both = GPOINTER_TO_UINT(
        g_hash_table_lookup(network->connections, GUINT_TO_POINTER(host)));

    return both != 0 ? both : BP_CONNECTIONS_OUT << OUT_SHIFT | BP_CONNECTIONS_IN;
}

guint
bp_network_connections_out(const BpNetwork *network, guint32 host)
{
    return connections_of(network, host) >> OUT_SHIFT;
}

guint
bp_network_connections_in(const BpNetwork *network, guint32 host)
{
    return connections_of(network, host) & G_MAXUINT16;
}

void
bp_network_set_crossing(BpNetwork *network, guint32 net, gint32 us)
{
    g_return_if_fail(network && net < network->hosts.n && us >= 0);

    g_hash_table_insert(network->crossings, GUINT_TO_POINTER(net), GINT_TO_POINTER(us));
}

gint32
bp_network_crossing_us(const BpNetwork *network, guint32 net)
{
    return GPOINTER_TO_INT(
        g_hash_table_lookup(network->crossings, GUINT_TO_POINTER(net)));
}

void
bp_network_set_fallback(BpNetwork *network, guint32 host, guint32 relay)
{
    g_return_if_fail(network && host < network->hosts.n && host != relay);

    if (relay == BP_NONE)
        g_hash_table_remove(network->fallbacks, GUINT_TO_POINTER(host));
    else
        g_hash_table_insert(network->fallbacks, GUINT_TO_POINTER(host),
                            GUINT_TO_POINTER(relay));
}

guint32
bp_network_fallback(const BpNetwork *network, guint32 host)
{
    gpointer relay;

    if (!g_hash_table_lookup_extended(network->fallbacks, GUINT_TO_POINTER(host), NULL,
                                      &relay))
        return BP_NONE;
    return GPOINTER_TO_UINT(relay);
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

const char *
bp_network_org(const BpNetwork *network, guint32 host)
{
    g_return_val_if_fail(network, NULL);

    return g_hash_table_lookup(network->orgs, GUINT_TO_POINTER(host));
}

const char *
bp_network_machine(const BpNetwork *network, guint32 host)
{
    g_return_val_if_fail(network, NULL);

    return g_hash_table_lookup(network->machines, GUINT_TO_POINTER(host));
}
