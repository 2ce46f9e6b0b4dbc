/* topology_problems.c - how the mistakes of a topology are told, and what was meant. */
#include "topology_private.h"

static void add_problem(BpTopology *topology, int line, const char *about,
                        const char *format, va_list args) G_GNUC_PRINTF(4, 0);

static void
add_problem(BpTopology *topology, int line, const char *about, const char *format,
            va_list args)
{
    g_autofree char *text = g_strdup_vprintf(format, args);

    bp_problems_add(topology->problems, topology->name, line, "%s%s", about, text);
}

void
bp_topology_problem(BpTopology *topology, guint32 host, int line, const char *format,
                    ...)
{
    g_autofree char *about = NULL;
    va_list args;

    if (host != BP_NONE) {
        const BpHost *of = bp_network_edit(topology->network, host);

        about = g_strdup_printf("%s \"%s\": ", of->is_net ? "net" : "host", of->name);
    }
    va_start(args, format);
    add_problem(topology, line, about ? about : "", format, args);
    va_end(args);
}

void
bp_topology_link_problem(BpTopology *topology, guint32 a, guint32 b, int line,
                         const char *format, ...)
{
    g_autofree char *about = g_strdup_printf(
        "link \"%s\" -- \"%s\": ", bp_network_edit(topology->network, a)->name,
        bp_network_edit(topology->network, b)->name);
    va_list args;

    va_start(args, format);
    add_problem(topology, line, about, format, args);
    va_end(args);
}

int
bp_topology_attribute(BpTopology *topology, BpTopologyPart part, const char *name)
{
    guint number =
        GPOINTER_TO_UINT(g_hash_table_lookup(topology->attributes[part], name));

    if (number > 0)
        return (int)number - 1;
    return bp_topology_is_graphviz(name) ? -1 : -2;
}

const char *const bp_topology_part_names[] = {
    [BP_TOPOLOGY_GRAPH] = "the graph",
    [BP_TOPOLOGY_HOST] = "hosts",
    [BP_TOPOLOGY_LINK] = "links",
};

/* `; it is one of hosts`, `; did you mean "relay"?` or nothing. */
static char *
suggest(BpTopology *topology, BpTopologyPart part, const char *attribute)
{
    const char *nearest;

    for (BpTopologyPart other = 0; other < BP_TOPOLOGY_N_PARTS; other++)
        if (other != part && bp_topology_attribute(topology, other, attribute) >= 0)
            return g_strdup_printf("; it is one of %s", bp_topology_part_names[other]);

    nearest = bp_topology_nearest(part, attribute);
    return nearest ? g_strdup_printf("; did you mean \"%s\"?", nearest) : g_strdup("");
}

void
bp_topology_unknown(BpTopology *topology, BpTopologyPart part, const char *attribute,
                    const char *host)
{
    g_autofree char *key = g_strdup_printf("%d %s", (int)part, attribute);
    g_autofree char *hint = NULL;

    if (!g_hash_table_add(topology->unknown, g_steal_pointer(&key)))
        return;

    hint = suggest(topology, part, attribute);
    if (host)
        bp_topology_problem(topology, bp_network_find(topology->network, host),
                            topology->line, "unknown attribute \"%s\"%s", attribute,
                            hint);
    else if (part == BP_TOPOLOGY_LINK && topology->link_open)
        bp_topology_link_problem(topology, topology->link_a, topology->link_b,
                                 topology->line, "unknown attribute \"%s\"%s",
                                 attribute, hint);
    else
        bp_topology_problem(topology, BP_NONE, topology->line,
                            "unknown attribute \"%s\" of %s%s", attribute,
                            bp_topology_part_names[part], hint);
}
