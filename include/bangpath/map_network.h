/* map_network.h - a UUCP map as a network that mail can be sent through.
 *
 * Layer: formats. What a map says (sites, links, costs, positions) is taken over; how a link
 * was made, and when it was up, follows from its cost by rules of ours.
 */
#ifndef BANGPATH_MAP_NETWORK_H
#define BANGPATH_MAP_NETWORK_H

#include <bangpath/import.h>
#include <bangpath/map.h>
#include <bangpath/map_file.h>
#include <bangpath/network.h>
#include <glib.h>

/** BpMapSites: what the entries of maps say of the sites, by name. */
typedef struct _BpMapSites BpMapSites;

BpMapSites *bp_map_sites_new(void);
void bp_map_sites_free(BpMapSites *sites);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BpMapSites, bp_map_sites_free)

/** bp_map_sites_note: a BpMapEntryFunc whose data is a BpMapSites. Of two entries of one
 * name the first counts; one that begins with a domain's counts for nobody. Places are kept to
 * a hundredth of a degree. */
void bp_map_sites_note(const BpMapEntry *entry, gpointer data);

/** bp_map_sites_note_links: a BpMapTraceFunc whose data is a BpMapSites: a host without an
 * entry is about where the map is called after that tells of its links. */
void bp_map_sites_note_links(const char *file, int line, guint32 a, char op, guint32 b,
                             gint64 cost, gpointer data);

/**
 * bp_map_place_parse:
 *
 * The position that a #L line gives, in any of the forms that maps have: degrees, minutes and
 * seconds, or decimals, each before or behind its N, S, E or W; latitude or longitude
 * first. FALSE if there are not just these two, or if they are nowhere on Earth.
 */
gboolean bp_map_place_parse(const char *text, double *lat, double *lon);

/** BpMapTally: what was left out. */
typedef struct {
    guint n_dead; /* links that somebody declared DEAD, or so dear */
} BpMapTally;

/**
 * bp_map_fill_network:
 * @sites: (nullable)
 * @options: year 0: the modems of 1986 to 1988. Mailboxes of each host; 0: ten, and two more
 *   for each neighbour: our guess
 * @tally: (out) (optional)
 *
 * Adds to @network, which is not finished, the hosts and nets of @map that have a link: a
 * host and its aliases are one, called as most links call it. A link both ends declare has
 * each its cost; one way only, it is DEAD the other way. DEAD links are left out. Hosts in a
 * domain hang on its cheapest gateway, as domains are no hosts. Whose place is not known has
 * the time zone of the neighbour who is cheapest to call.
 *
 * By the word of the cost, that of the end from which it is cheaper: LOCAL is a LAN, DEDICATED
 * a leased line, DIRECT and DEMAND a call whenever there is mail, HOURLY a poll every so many
 * hours, EVENING calls at night and at weekends, DAILY and WEEKLY a poll at night; a number
 * alone is as the word next to it. A host has a line for every 20 neighbours. docs/import.md
 * has the table.
 */
void bp_map_fill_network(const BpMap *map, const BpMapSites *sites,
                         const BpImportOptions *options, BpNetwork *network,
                         BpMapTally *tally);

#endif
