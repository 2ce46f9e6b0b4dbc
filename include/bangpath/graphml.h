/* graphml.h - a network as GraphML, for Gephi, igraph, NetworkX and others.
 *
 * Layer: view. The format is that of http://graphml.graphdrawing.org/. Every host, net and
 * link of the map is in it, under its own number, with its attributes; their names end in
 * their units. What was simulated, with seed and version, is data of the graph. The same
 * input gives the same bytes.
 */
#ifndef BANGPATH_GRAPHML_H
#define BANGPATH_GRAPHML_H

#include <bangpath/network.h>
#include <bangpath/run_db.h>
#include <glib.h>

/** bp_graphml_from_run: (transfer full): a run as it ended: what crossed each link and came
 * of each host. */
GBytes *bp_graphml_from_run(const BpRunDb *run);

/**
 * bp_graphml_from_network: (transfer full):
 * @source: where it was read from
 * @relay_names: (array zero-terminated=1): of relay states, by number
 */
GBytes *bp_graphml_from_network(const BpNetwork *network, const char *source,
                                const char *const *relay_names);

/** bp_graphml_write: @path (nullable): NULL is standard output. Whole or not at all:
 * BP_ERROR_EXISTS, BP_ERROR_OUTPUT. */
gboolean bp_graphml_write(GBytes *graphml, const char *path, gboolean force,
                          GError **error);

#endif
