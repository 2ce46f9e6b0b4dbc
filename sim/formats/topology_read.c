/* topology_read.c - a topology from its first byte to the network that it comes to. */
#include "topology_private.h"

#include <string.h>

/* ---- the graph and defaults ---- */

void
bp_topology_graph_set(BpTopology *topology, guint attribute, const char *text)
{
    const BpParam *row = &bp_topology_params(BP_TOPOLOGY_GRAPH)[attribute];
    g_autoptr(GError) error = NULL;
    BpValue value = {0};

    if (!bp_topology_value(BP_TOPOLOGY_GRAPH, attribute, text, &value, &error)) {
        g_autofree char *key = g_strdup_printf("%s=%s", row->name, text);

        if (g_hash_table_add(topology->bad, g_steal_pointer(&key)))
            bp_topology_problem(topology, BP_NONE, topology->line,
                                "graph: %s = \"%s\": expected %s", row->name, text,
                                error->message);
        return;
    }
    switch (attribute) {
    case BP_GRAPH_LABEL:
        g_free(topology->title);
        topology->title = g_steal_pointer(&value.text);
        break;
    case BP_GRAPH_NET:
        topology->networks = (guint8)value.number;
        break;
    case BP_GRAPH_TARIFF:
        g_free(topology->tariff);
        topology->tariff = g_strdup(row->choices[value.number]);
        break;
    default:
        topology->epoch = (int)value.number;
        break;
    }
    bp_value_clear(&value);
}

static char *
default_key(BpTopologyPart part, guint attribute, const char *text)
{
    return g_strdup_printf("%d %u %s", (int)part, attribute, text);
}

void
bp_topology_default_set(BpTopology *topology, BpTopologyPart part, guint attribute,
                        const char *text)
{
    g_autoptr(GError) error = NULL;
    BpValue value = {0};

    if (bp_topology_value(part, attribute, text, &value, &error)) {
        bp_value_clear(&value);
        return;
    }
    if (g_hash_table_add(topology->bad, default_key(part, attribute, text)))
        bp_topology_problem(
            topology, BP_NONE, topology->line,
            "default of %s: %s = \"%s\": expected %s", bp_topology_part_names[part],
            bp_topology_params(part)[attribute].name, text, error->message);
}

const char *
bp_topology_keep_text(BpTopology *topology, const char *text)
{
    g_autofree char *bare = g_strstrip(g_strdup(text));

    return g_string_chunk_insert_const(topology->strings, bare);
}

const char *
bp_topology_keep_default(BpTopology *topology, BpTopologyPart part, guint attribute,
                         const char *text, const char *last)
{
    if (!text || !*text)
        return NULL;
    if (last && strcmp(last, text) == 0)
        return last;
    if (g_hash_table_size(topology->bad) > 0) {
        g_autofree char *key = default_key(part, attribute, text);

        if (g_hash_table_contains(topology->bad, key)) {
            topology->line_refused |=
                part == BP_TOPOLOGY_LINK &&
                (attribute == BP_LINK_LINE || attribute == BP_LINK_SPEED);
            return NULL;
        }
    }
    return bp_topology_keep_text(topology, text);
}

/* ---- the whole ---- */

static void
topology_init(BpTopology *topology, const char *name, BpProblems *problems)
{
    *topology = (BpTopology){.name = name, .problems = problems};
    topology->problems_before = bp_problems_count(problems);
    topology->network = bp_network_new();
    topology->strings = g_string_chunk_new(4096);
    topology->lists = g_string_chunk_new(4096);
    topology->bad = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    topology->unknown = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    bp_topology_hosts_init(topology);
    bp_topology_links_init(topology);
    for (BpTopologyPart part = 0; part < BP_TOPOLOGY_N_PARTS; part++) {
        const BpParam *rows = bp_topology_params(part);

        topology->attributes[part] = g_hash_table_new(g_str_hash, g_str_equal);
        for (guint i = 0; rows[i].name; i++)
            g_hash_table_insert(topology->attributes[part], (gpointer)rows[i].name,
                                GUINT_TO_POINTER(i + 1));
    }
}

static void
topology_clear(BpTopology *topology)
{
    for (BpTopologyPart part = 0; part < BP_TOPOLOGY_N_PARTS; part++)
        g_hash_table_unref(topology->attributes[part]);
    for (guint i = 0; i < BP_HOST_N_ATTRIBUTES; i++)
        g_free(topology->host_default[i]);
    for (guint i = 0; i < BP_LINK_ATTRIBUTES_MAX; i++)
        g_free(topology->link_default[i]);
    g_hash_table_unref(topology->bad);
    g_hash_table_unref(topology->unknown);
    bp_topology_hosts_clear(topology);
    bp_topology_links_clear(topology);
    g_string_chunk_free(topology->strings);
    g_string_chunk_free(topology->lists);
    g_free(topology->title);
    g_free(topology->tariff);
    bp_network_free(topology->network);
}

BpNetwork *
bp_topology_read_source(BpSource *source, const char *name, gsize piece_bytes,
                        BpProblems *problems)
{
    BpTopology topology;
    BpNetwork *network = NULL;
    BpSplit split;

    topology_init(&topology, name, problems);
    bp_split_init(&split, source, name, piece_bytes, problems);
    if (bp_topology_parse(&topology, &split)) {
        bp_split_clear(&split);
        bp_topology_settle(&topology);
    } else {
        bp_split_clear(&split);
    }
    if (bp_problems_count(problems) == topology.problems_before)
        network = g_steal_pointer(&topology.network);
    topology_clear(&topology);
    return network;
}

BpNetwork *
bp_topology_read_text(const char *text, gsize n_bytes, const char *name,
                      BpProblems *problems)
{
    BpSource source;

    g_return_val_if_fail(text && name && problems, NULL);

    bp_source_open_text(&source, text, n_bytes);
    return bp_topology_read_source(&source, name, BP_PIECE_BYTES, problems);
}

BpNetwork *
bp_topology_read(const char *path, BpProblems *problems)
{
    g_autoptr(GError) error = NULL;
    BpNetwork *network;
    BpSource source;

    g_return_val_if_fail(path && problems, NULL);

    if (!bp_source_open(&source, path, FALSE, &error)) {
        bp_problems_add(problems, path, 0, "%s", error->message);
        return NULL;
    }
    network = bp_topology_read_source(&source, path, BP_PIECE_BYTES, problems);
    bp_source_close(&source);
    return network;
}
