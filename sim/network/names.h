/* names.h - hosts by name.
 *
 * Private to network. An open-addressed table of host numbers, 5 to 11 bytes a host while there
 * come more, 5 once they are all there: the names are in the hosts themselves. What a slot has no
 * need of for the number says something of the name, so that hardly any other is looked at. A
 * GHashTable would take 20 bytes a slot and hold its old and new arrays at once as it grows.
 */
#ifndef BANGPATH_NETWORK_NAMES_H
#define BANGPATH_NETWORK_NAMES_H

#include "hosts.h"

/** BpNames: all zero is empty. */
typedef struct {
    guint32
        *slots; /* owned: host numbers and above them bits of their names' hashes, or
                       BP_NONE */
    guint32 n_slots;
    guint bits; /* of a host's number */
} BpNames;

void bp_names_clear(BpNames *names);

/** bp_names_find: the host called @name, or BP_NONE. */
guint32 bp_names_find(const BpNames *names, const BpHosts *hosts, const char *name);

/** bp_names_add: the last of @hosts, whose name is new. */
void bp_names_add(BpNames *names, const BpHosts *hosts);

/** bp_names_fit: makes the table as small as @hosts, who are all, allow. */
void bp_names_fit(BpNames *names, const BpHosts *hosts);

#endif
