/* uucp_owner.h - what may be kept of whose a site is.
 *
 * Private to formats.
 */
#ifndef BANGPATH_FORMATS_UUCP_OWNER_H
#define BANGPATH_FORMATS_UUCP_OWNER_H

#include <glib.h>

/**
 * bp_uucp_organisation:
 * @contact: (nullable): whose name must not be in it
 *
 * Returns: (transfer full) (nullable): @text without the street, postal code or telephone behind it,
 * in a form that a topology can hold; NULL where a person lives there, or it is one, as far
 * as words tell, or where there is nothing to be told.
 */
char *bp_uucp_organisation(const char *text, const char *contact);

/** bp_uucp_machine: (transfer full) (nullable): of `machine; system` the former. */
char *bp_uucp_machine(const char *text, const char *contact);

#endif
