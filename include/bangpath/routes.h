/* routes.h - the next hop on the least-cost route to a host.
 *
 * Layer: network. Costs are pathalias's; a net costs its member's access line to enter and
 * nothing to leave. Ties go to the route with fewer hops, then to the lower-numbered next
 * host, then link.
 */
#ifndef BANGPATH_ROUTES_H
#define BANGPATH_ROUTES_H

#include <bangpath/archive.h>
#include <bangpath/network.h>
#include <glib.h>

#define BP_COST_DEAD 1000000
#define BP_COST_MAX 50000000

/**
 * bp_parse_cost:
 *
 * pathalias's arithmetic: whole numbers, + - * /, parentheses, and its words LOCAL 25,
 * DEDICATED 100, ARPA 100, DIRECT 200, DEMAND 300, DIALED 300, HOURLY 500, EVENING 2000,
 * DAILY 5000, POLLED 5000, WEEKLY 30000, DEAD 1000000, HIGH -5, LOW 5, FAST -80 (the
 * program's values; the manual gives DEDICATED 95 and EVENING 1800). Division truncates.
 * The result is from 0 to BP_COST_MAX. An unknown word is an error that names the nearest
 * (pathalias warns and takes 4000).
 */
gboolean bp_parse_cost(const char *text, gint32 *cost, GError **error);

/** BP_COST_UNSTATED: what a link of a map costs that does not say. */
#define BP_COST_UNSTATED 4000

/** BpCostWord: what a cost tells of a link in words; HIGH, LOW and FAST tell nothing. */
typedef enum {
    BP_COST_PLAIN, /* a number alone, or nothing */
    BP_COST_LOCAL,
    BP_COST_DEDICATED,
    BP_COST_ARPA,
    BP_COST_DIRECT,
    BP_COST_DEMAND,
    BP_COST_DIALED,
    BP_COST_HOURLY,
    BP_COST_EVENING,
    BP_COST_DAILY,
    BP_COST_POLLED,
    BP_COST_WEEKLY,
    BP_COST_DEAD_WORD,
} BpCostWord;

/** BpCostSense: a word, times @times, over @over: HOURLY*4 is 4 over 1, DAILY/2 1 over 2.
 * What is more than fits is the most that does; neither is ever 0. */
typedef struct {
    guint8 word; /* BpCostWord */
    guint8 over;
    guint16 times;
} BpCostSense;

/**
 * bp_parse_map_cost:
 * @max: at most 10^17
 * @warning: (inout): if it is NULL, set to what was expected where something can be gone on
 *   from: an unknown word counts as BP_COST_UNSTATED, what is divided by 0 stays as it is
 *
 * @sense: (out): the word that counts most in it, with whole factors and divisors above 0
 *   that stand beside it; other arithmetic is in the number alone
 *
 * A cost as maps have it: as bp_parse_cost() reads it, but from -@max to @max.
 *
 * Returns: FALSE with BP_ERROR_LIMIT if it is a cost but does not fit, with BP_ERROR_VALUE if
 * it is none.
 */
gboolean bp_parse_map_cost(const char *text, gint64 max, gint64 *cost,
                           BpCostSense *sense, char **warning, GError **error);

/** bp_cost_of_schedule: the cost of a link whose file gives none: DEDICATED where it is
 * permanent, HOURLY times the hours between polls (at most DAILY) or DAILY times the days,
 * begun ones whole, EVENING in windows, POLLED where it never calls, else DEMAND. */
gint32 bp_cost_of_schedule(const BpSchedule *schedule);

typedef struct _BpRoutes BpRoutes;

/** BpHop: where a copy goes next: over @channel to the host @to. */
typedef struct {
    guint32 channel; /* BP_NONE: there is no route */
    guint32 to;
} BpHop;

/** bp_routes_new: @network outlives it. @memory_bytes: for trees kept, two bytes a node that
 * is no leaf (four where a node has 65,535 ways or more) and
 * one a destination and edition, at least one; when they fill it, one not used lately goes,
 * and comes again when asked for. There is one edition of the map, number 0, in which
 * nobody is closed. */
BpRoutes *bp_routes_new(const BpNetwork *network, gsize memory_bytes);
void bp_routes_free(BpRoutes *routes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BpRoutes, bp_routes_free)

/** bp_routes_go_ahead: from soon on a second thread finds trees that have not been asked for,
 * within @memory_bytes, as long as nobody is closed. What is found is the same. Not in a process
 * that forks afterwards: the thread would be missing there. */
void bp_routes_go_ahead(BpRoutes *routes);

#define BP_EDITIONS_MAX 128

/**
 * bp_routes_publish:
 * @closed: (array): a bit a node, 64 in each: who no longer relays for strangers
 *
 * A new edition of the map. Through a closed host it has routes only to what it serves, at
 * any depth, and from whom it vouches for; over a net, where it is not known who will come,
 * only the former.
 *
 * Returns: the number of the edition, that of the last if nothing has changed since; below
 * BP_EDITIONS_MAX, which the caller keeps to.
 */
guint bp_routes_publish(BpRoutes *routes, const guint64 *closed);

/** bp_routes_edition: the number of the latest edition. */
guint bp_routes_edition(const BpRoutes *routes);

/**
 * bp_routes_next:
 * @edition: of the map, as the sender had it: bp_routes_edition() or an older one
 *
 * Where @at sends what is for @destination, which is another host: to itself over a net
 * that both are on (MX); else to @at's smart host if it has one, unless @destination is its
 * neighbour over a link that is not DEAD, or is reached down through what @at serves
 * (bp_network_reaches_down()), so that mail for the tree below a host does not bounce back
 * up; else along the least-cost route, to a neighbour too. A host with a smart host computes
 * nothing, and goes straight to its neighbours, the smart host among them; a smart host that
 * cannot be reached is passed over.
 *
 * A DEAD link (BP_COST_DEAD or more) is dear, not cut: it is used when nothing else is. A
 * host that routes by smart host does not know whether there is a route beyond it.
 */
BpHop bp_routes_next(BpRoutes *routes, guint edition, guint32 at, guint32 destination);

/** bp_routes_expect: bp_routes_next() will be asked this soon: has the memory fetched meanwhile. */
void bp_routes_expect(const BpRoutes *routes, guint edition, guint32 at,
                      guint32 destination);

/** bp_routes_archive: the editions. Loading takes routes that have those of the start. */
void bp_routes_archive(BpRoutes *routes, BpArchive *archive);

/** bp_routes_cost: of the least-cost route in the latest edition, or -1 where there is none. Not kept but for the
 * last @destination: for tools. */
gint64 bp_routes_cost(BpRoutes *routes, guint32 from, guint32 destination);

#endif
