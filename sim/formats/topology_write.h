/* topology_write.h - how lines are written into a topology.
 *
 * Private to formats.
 */
#ifndef BANGPATH_FORMATS_TOPOLOGY_WRITE_H
#define BANGPATH_FORMATS_TOPOLOGY_WRITE_H

#include <bangpath/network.h>
#include <glib.h>

/** bp_topology_rarities: bits of what few lines have and some line of @network has: told
 * of each of its lines, so that nothing is left to what an earlier statement said. */
guint bp_topology_rarities(const BpNetwork *network);

/** bp_topology_append_line: `edge [...];`, the defaults of the links that follow. @told:
 * rarities of the network. */
void bp_topology_append_line(GString *out, const BpLine *line, guint told);

#endif
