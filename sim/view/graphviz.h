/* graphviz.h - Graphviz on a lead: one user at a time, its messages caught. */
#ifndef GRAPHVIZ_H
#define GRAPHVIZ_H

#include <glib.h>
#include <graphviz/gvc.h>

/** graphviz_begin: (transfer none): waits for its turn; from here on messages of Graphviz
 * are kept. */
GVC_t *graphviz_begin(void);

/** graphviz_end: messages go again where they went before. */
void graphviz_end(void);

/**
 * graphviz_check: what a call of Graphviz's has come to.
 * @done: whether it says that all went well
 * @what: of the message: what has failed
 *
 * Returns: FALSE: BP_ERROR_OUTPUT with what Graphviz said last; BP_ERROR_LIMIT where its
 * libraries did not fit into memory, whatever @done says.
 */
gboolean graphviz_check(gboolean done, const char *what, GError **error);

/** graphviz_set: an attribute of a graph, node or edge: @object. */
void graphviz_set(void *object, const char *name, const char *value);

/** graphviz_setf: the same, in printf's manner. */
void graphviz_setf(void *object, const char *name, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/** graphviz_default: an attribute for all @kind (AGRAPH, AGNODE, AGEDGE) of @graph. */
void graphviz_default(Agraph_t *graph, int kind, const char *name, const char *value);

/** graphviz_node: a new node. */
Agnode_t *graphviz_node(Agraph_t *graph, const char *name);

/** graphviz_edge: a new edge, however many there are between the two. */
Agedge_t *graphviz_edge(Agraph_t *graph, Agnode_t *tail, Agnode_t *head);

#endif
