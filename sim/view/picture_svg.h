/* picture_svg.h - an SVG of Graphviz's, made fit for the mouse.
 *
 * Private to view.
 */
#ifndef PICTURE_SVG_H
#define PICTURE_SVG_H

#include <glib.h>

/**
 * svg_with_titles: (transfer full):
 * @svg: (transfer full): as Graphviz writes it
 * @title: (nullable): of the whole
 *
 * Browsers show the element `title` of what is under the mouse. Graphviz puts names of nodes
 * there; this puts there what it calls tooltip, and takes titles away from what has none,
 * such as the legend.
 */
GBytes *svg_with_titles(GBytes *svg, const char *title);

#endif
