/* kinds.h - what many have in common, once, and of each which of these it is: of links, and of
 * hosts.
 *
 * Private to network. Each takes 2 bytes here, and 4 where there are more kinds than 16 bits can
 * number.
 */
#ifndef BANGPATH_NETWORK_KINDS_H
#define BANGPATH_NETWORK_KINDS_H

#include <glib.h>

/** BpKinds: @record_bytes given, all else zero is empty. */
typedef struct {
    gsize record_bytes; /* of a kind: of whole words, which are all compared */
    char *records;      /* owned: the kinds */
    guint32 n_records;
    guint32 capacity;
    guint32
        *slots; /* owned: kinds by hash, place + 1; NULL once no more is looked up */
    guint32 n_slots;  /* a power of two, or 0 */
    guint16 *of;      /* owned: of each the lower half of its kind's place */
    guint16 *of_high; /* owned: and the upper one; NULL while all are 0 */
    guint32 n;
    guint32 n_room;
} BpKinds;

/** bp_kinds_add: the number of a further one, whose kind is like @record. */
guint32 bp_kinds_add(BpKinds *kinds, gconstpointer record);

/** bp_kinds_cut: forgets all from the @n-th on. */
void bp_kinds_cut(BpKinds *kinds, guint32 n);

/** bp_kinds_fit: gives back what was there for those to come, of whom there will be few. */
void bp_kinds_fit(BpKinds *kinds);

void bp_kinds_clear(BpKinds *kinds);

/** bp_kinds_place: of which kind the @i-th is. */
static inline guint32
bp_kinds_place(const BpKinds *kinds, guint32 i)
{
    guint32 place = kinds->of[i];

    if (G_UNLIKELY(kinds->of_high != NULL))
        place |= (guint32)kinds->of_high[i] << 16;
    return place;
}

#endif
