/* uucp_entry.h - what the comments in a UUCP map say of the sites.
 *
 * Private to formats.
 */
#ifndef BANGPATH_FORMATS_UUCP_ENTRY_H
#define BANGPATH_FORMATS_UUCP_ENTRY_H

#include <bangpath/map_file.h>

typedef enum {
    BP_UUCP_NAMES,
    BP_UUCP_SYSTEM,
    BP_UUCP_ORGANISATION,
    BP_UUCP_POSITION,
    BP_UUCP_CONTACT,
    BP_UUCP_N_FIELDS,
} BpUucpField;

/** BpUucpEntry: the entry at hand. */
typedef struct {
    const BpMapListener *listener;     /* borrowed, nullable */
    GString *fields[BP_UUCP_N_FIELDS]; /* owned */
    gboolean names_last;               /* the last comment with a letter was a #N */
    int line;                          /* of the first #N; 0: there is no entry */
} BpUucpEntry;

void bp_uucp_entry_init(BpUucpEntry *entry, const BpMapListener *listener);
void bp_uucp_entry_clear(BpUucpEntry *entry);

/** bp_uucp_entry_comment: a line of @n_bytes that begins with #, in @file. */
void bp_uucp_entry_comment(BpUucpEntry *entry, const char *comment, gsize n_bytes,
                           const char *file, int line);

/** bp_uucp_entry_finish: hands on what there is. */
void bp_uucp_entry_finish(BpUucpEntry *entry, const char *file);

#endif
