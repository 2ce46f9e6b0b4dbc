/* topology_read.c - a topology from its first byte to the network that it comes to. */
#include "topology_private.h"

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
