/* uucp_sites.h - looking up what maps say of a site.
 *
 * Private to formats.
 */
#ifndef BANGPATH_FORMATS_UUCP_SITES_H
#define BANGPATH_FORMATS_UUCP_SITES_H

#include "import_private.h"

#include <bangpath/map_network.h>

/** BpMapSite: one site's. */
typedef struct {
    char *organisation; /* owned, nullable */
    char *machine;      /* owned, nullable */
    float lat;          /* NaN where unknown */
    float lon;
} BpMapSite;

/** bp_map_sites_find: (nullable): whatever @name's case. */
const BpMapSite *bp_map_sites_find(const BpMapSites *sites, const char *name);

/** bp_map_sites_region: about where the map is in which the links of @node are told first.
 * FALSE if no map's name tells. */
gboolean bp_map_sites_region(const BpMapSites *sites, guint32 node, BpPlace *place);

/** bp_uucp_region: about where the sites are whose map is called @file. FALSE if its name
 * does not tell. */
gboolean bp_uucp_region(const char *file, BpPlace *place);

#endif
