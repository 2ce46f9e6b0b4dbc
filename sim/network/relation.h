/* relation.h - who stands in some relation to whom: a sorted row a host, packed.
 *
 * Private to network. 4 bytes a host and 4 a pair; nothing at all where there is no pair.
 */
#ifndef BANGPATH_NETWORK_RELATION_H
#define BANGPATH_NETWORK_RELATION_H

#include <glib.h>

/** BpPair: an element of the arrays that relations are made from. */
typedef struct {
    guint32 from;
    guint32 to;
} BpPair;

/** BpRelation: all zero is empty. */
typedef struct {
    guint32 *offsets; /* owned, (nullable): n_rows + 2, the last unused */
    guint32 *members; /* owned, (nullable) */
} BpRelation;

/** bp_relation_build: @pairs: in any order, some more than once. @reversed: rows are those
 * of the pairs' ends. */
void bp_relation_build(BpRelation *relation, guint32 n_rows, const GArray *pairs,
                       gboolean reversed);

void bp_relation_clear(BpRelation *relation);

/** bp_relation_row: (array length=n): in ascending order. */
const guint32 *bp_relation_row(const BpRelation *relation, guint32 row, guint *n);

gboolean bp_relation_has(const BpRelation *relation, guint32 row, guint32 member);

#endif
