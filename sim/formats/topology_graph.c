/* topology_graph.c - what is said of the graph itself, and the defaults of hosts and links. */
#include "topology_private.h"

#include <string.h>

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
