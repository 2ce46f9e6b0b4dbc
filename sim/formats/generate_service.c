/* generate_service.c - who serves whom in a network that has just been made. */
#include "generator.h"
#include "import_private.h"

void
bp_generate_service(BpNetwork *network, guint32 links_per_line)
{
    guint32 n = bp_network_n_nodes(network);
    g_autofree guint32 *degree = g_new0(guint32, n);

    for (guint32 i = 0; i < bp_network_n_links(network); i++) {
        degree[bp_network_link(network, i).a]++;
        degree[bp_network_link(network, i).b]++;
    }
    for (guint32 host = 0; host < n; host++) {
        guint32 lines = (degree[host] + links_per_line - 1) / links_per_line;

        bp_network_edit(network, host)->lines = (guint16)CLAMP(lines, 1, G_MAXUINT16);
    }
    bp_import_serve(network);
}
