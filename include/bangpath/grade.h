/* grade.h - how urgent a file is to UUCP: 0-9, A-Z, a-z, earlier being more urgent.
 *
 * Layer: network. In ASCII these stand in that order, so grades compare as numbers.
 */
#ifndef BANGPATH_GRADE_H
#define BANGPATH_GRADE_H

#include <glib.h>

/** BP_GRADE_MAIL: of mail, as on uunet; BP_GRADE_LAST: the least urgent there is. */
#define BP_GRADE_MAIL 'C'
#define BP_GRADE_LAST 'z'

/** BP_GRADE_CRASH: of FidoNet's crash mail; BP_GRADE_HELD: of what is held for pickup, which
 * nobody calls for. */
#define BP_GRADE_CRASH 'A'
#define BP_GRADE_HELD ('z' + 1)

/**
 * BpFlavour: what its sender asks of FidoNet for a message (FTS-0001's attributes).
 * @BP_FLAVOUR_CRASH: goes at once, straight to the other end where there is a link
 * @BP_FLAVOUR_HOLD: waits until the neighbour calls
 */
typedef enum {
    BP_FLAVOUR_NORMAL,
    BP_FLAVOUR_CRASH,
    BP_FLAVOUR_HOLD,
} BpFlavour;

/** bp_flavour_names: `normal`, `crash`, `hold`, NULL. */
extern const char *const bp_flavour_names[];

/** bp_grade_of_mail: by its size, as uunet had it: C, and the larger the less urgent. Where
 * the steps were is our guess: D from 10,001 bytes on, then a letter at each doubling, Z
 * at last. */
guint8 bp_grade_of_mail(guint64 size_bytes);

#endif
