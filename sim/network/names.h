/* names.h - hosts by name.
 *
 * Private to network. An open-addressed table of host numbers, 5 to 11 bytes a host: the
 * names are in the hosts themselves. A GHashTable would take 20 bytes a slot and hold its
 * old and new arrays at once as it grows.
 */
#ifndef BANGPATH_NETWORK_NAMES_H
#define BANGPATH_NETWORK_NAMES_H

#include <bangpath/network.h>

/** BpNames: all zero is empty. */
typedef struct {
    guint32 *slots; /* owned: host numbers, or BP_NONE */
    guint bits;     /* 1 << bits slots */
} BpNames;

void bp_names_clear(BpNames *names);

/** bp_names_find: the host called @name, or BP_NONE. */
guint32 bp_names_find(const BpNames *names, const BpHost *hosts, const char *name);

/** bp_names_add: the last of @n_hosts, whose name is new. */
void bp_names_add(BpNames *names, const BpHost *hosts, guint32 n_hosts);

#endif
