/* graphviz_attributes.h - the names that Graphviz gives to attributes of its own: those
 * may stand in any topology, and mean nothing here.
 *
 * Private to formats.
 */
#ifndef BANGPATH_FORMATS_GRAPHVIZ_ATTRIBUTES_H
#define BANGPATH_FORMATS_GRAPHVIZ_ATTRIBUTES_H

/** bp_graphviz_attributes: (array zero-terminated=1): sorted. */
extern const char *const bp_graphviz_attributes[];

#endif
