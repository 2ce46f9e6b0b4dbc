/* generate_service.c - who serves whom in a network that has just been made. */
#include "generator.h"

guint32 *
bp_generate_ends(const BpNetwork *network, gsize *n)
{
    guint32 n_links = bp_network_n_channels(network) / 2;
    guint32 *ends = g_new0(guint32, (gsize)n_links * 2);

    for (guint32 i = 0; i < n_links; i++) {
        BpLink link = bp_network_link(network, i);

        ends[2 * (gsize)i] = link.a;
        ends[2 * (gsize)i + 1] = link.b;
    }
    *n = (gsize)n_links * 2;
    return ends;
}

void
bp_generate_service(BpNetwork *network, guint32 links_per_line)
{
    gsize n_ends;
    guint32 n = bp_network_n_nodes(network);
    g_autofree guint32 *ends = bp_generate_ends(network, &n_ends);
    g_autofree guint32 *degree = g_new0(guint32, n);
    g_autofree guint32 *best = g_new(guint32, n);

    for (gsize i = 0; i < n_ends; i++)
        degree[ends[i]]++;
    for (guint32 host = 0; host < n; host++) {
        guint32 lines = (degree[host] + links_per_line - 1) / links_per_line;

        bp_network_edit(network, host)->lines = (guint16)CLAMP(lines, 1, G_MAXUINT16);
        best[host] = host;
    }
    for (gsize i = 0; i < n_ends; i++)
        if (degree[ends[i ^ 1]] > degree[best[ends[i]]])
            best[ends[i]] = ends[i ^ 1];
    for (guint32 host = 0; host < n; host++)
        if (best[host] != host)
            bp_network_serve(network, best[host], host);
}
