/* uucp_sites.h - looking up what maps say of a site.
 *
 * Private to formats.
 */
#ifndef BANGPATH_FORMATS_UUCP_SITES_H
#define BANGPATH_FORMATS_UUCP_SITES_H

#include <bangpath/map_network.h>

/** BpMapSite: one site's. */
typedef struct {
    char *organisation; /* owned, nullable */
    float lat;          /* NaN where unknown */
    float lon;
} BpMapSite;

/** bp_map_sites_find: (nullable): whatever @name's case. */
const BpMapSite *bp_map_sites_find(const BpMapSites *sites, const char *name);

#endif
