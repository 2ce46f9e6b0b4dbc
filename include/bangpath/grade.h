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

/** bp_grade_of_mail: by its size, as uunet had it: C, and the larger the less urgent. Where
 * the steps were is our guess: D from 10,001 bytes on, then a letter at each doubling, Z
 * at last. */
guint8 bp_grade_of_mail(guint64 size_bytes);

#endif
