/* number.h - numbers as text: real ones with at most six decimals. */
#ifndef BP_RESULTS_NUMBER_H
#define BP_RESULTS_NUMBER_H

#include <glib.h>

/* bp_number_text: (transfer full): `0.42`, `3`; no zeros at the end, never `-0`; `null`
 * for what is no number. */
char *bp_number_text(double number);

/* bp_number_rounded: the double nearest to bp_number_text(). */
double bp_number_rounded(double number);

/* bp_wholes_text: (transfer full): of guint64: `1, 2, 3`. */
char *bp_wholes_text(const GArray *numbers);

#endif
