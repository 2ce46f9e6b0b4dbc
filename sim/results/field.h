/* field.h - texts as CSV and JSON have them.
 *
 * Private to results.
 */
#ifndef BP_RESULTS_FIELD_H
#define BP_RESULTS_FIELD_H

#include <glib.h>

/* bp_field_csv: appends @text, in quotes where it needs them (RFC 4180). */
void bp_field_csv(GString *out, const char *text);

/* bp_field_json: appends @text in quotes, what of it is not UTF-8 made so; null for NULL. */
void bp_field_json(GString *out, const char *text);

#endif
