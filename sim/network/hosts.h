/* hosts.h - what a network knows of each host: a BpHost while it is built, columns of what
 * differs afterwards, as most hosts are like many others.
 *
 * Private to network. A host takes 10 bytes then besides its name, and where one has a smart host
 * 4 more, where one is somewhere on the globe 8.
 */
#ifndef BANGPATH_NETWORK_HOSTS_H
#define BANGPATH_NETWORK_HOSTS_H

#include "kinds.h"

#include <bangpath/network.h>

/** BpHosts: see bp_hosts_init(). */
typedef struct {
    guint32 n;
    GPtrArray *texts; /* owned: names, in blocks */
    gsize text_used;  /* of the last block */
    GArray *name_at;  /* owned, of guint32: where in the blocks a host's name stands */
    GArray *drafts;   /* owned, of BpHost; NULL once settled */

    /* Once settled. */
    BpKinds traits;         /* of BpTraits */
    guint32 *first_mailbox; /* owned: n + 1 */
    guint32 *smart_host;    /* owned; NULL: nobody has one */
    float *place;           /* owned: latitude and longitude; NULL: nobody's is known */
} BpHosts;

void bp_hosts_init(BpHosts *hosts);
void bp_hosts_clear(BpHosts *hosts);

/** bp_hosts_add: one more, called @name; its number. */
guint32 bp_hosts_add(BpHosts *hosts, const char *name);

/** bp_hosts_settle: no more are added or edited. Their first_mailbox is right. */
void bp_hosts_settle(BpHosts *hosts);

/** bp_hosts_get: all that is known of @host. */
BpHost bp_hosts_get(const BpHosts *hosts, guint32 host);

/** bp_hosts_name: stays where it is. */
static inline const char *
bp_hosts_name(const BpHosts *hosts, guint32 host)
{
    guint32 at = g_array_index(hosts->name_at, guint32, host);

    return (const char *)hosts->texts->pdata[at >> 16] + (at & G_MAXUINT16);
}

/** bp_hosts_traits: once settled. */
static inline const BpTraits *
bp_hosts_traits(const BpHosts *hosts, guint32 host)
{
    return (const BpTraits *)(gconstpointer)hosts->traits.records +
           bp_kinds_place(&hosts->traits, host);
}

static inline guint32
bp_hosts_smart_host(const BpHosts *hosts, guint32 host)
{
    return hosts->smart_host == NULL ? BP_NONE : hosts->smart_host[host];
}

#endif
