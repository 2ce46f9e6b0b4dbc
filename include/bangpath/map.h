/* map.h - a UUCP map as data: names, links and what is said of them.
 *
 * Layer: network. A map is what pathalias reads: hosts, nets, domains, one-way links with a
 * cost. It knows nothing of lines, calls or mail; bp_map_routes_new() finds the ways in it.
 * Order matters and is kept: of nodes, that of first mention; of a node's links, the newest
 * first, but for dead ones at the front.
 */
#ifndef BANGPATH_MAP_H
#define BANGPATH_MAP_H

#include <bangpath/routes.h>
#include <glib.h>

/** BP_MAP_INFINITE_COST: what a step that should not be taken costs besides; a way that costs
 * as much is beyond comparison. */
#define BP_MAP_INFINITE_COST 100000000

/** BP_MAP_COST_MAX: no link costs more: our limit, so that sums of costs fit. */
#define BP_MAP_COST_MAX G_GINT64_CONSTANT(1000000000000000)

/** BP_MAP_NONE: no node, no link. */
#define BP_MAP_NONE G_MAXUINT32

/**
 * BpMapNodeFlags:
 * @BP_MAP_DOMAIN: its name begins with a dot
 * @BP_MAP_NET: it was declared with members
 * @BP_MAP_DEAD: a host that should not relay; a net that needs a gateway
 * @BP_MAP_GATEWAYED: a net that needs a gateway
 * @BP_MAP_HIDDEN: private or deleted: no route to it is shown
 * @BP_MAP_NAMELESS: a net without a name
 */
typedef enum {
    BP_MAP_DOMAIN = 1 << 0,
    BP_MAP_NET = 1 << 1,
    BP_MAP_DEAD = 1 << 2,
    BP_MAP_GATEWAYED = 1 << 3,
    BP_MAP_HIDDEN = 1 << 4,
    BP_MAP_NAMELESS = 1 << 5,
} BpMapNodeFlags;

/**
 * BpMapLinkFlags:
 * @BP_MAP_RIGHT: the name goes to the right of the user's, as in `user@name`
 * @BP_MAP_LINK_DEAD: of last resort
 * @BP_MAP_TERMINAL: written `<name>`: the end of the line on that way
 * @BP_MAP_ALIAS: both ends are one host: costs nothing
 * @BP_MAP_GATEWAY: a proper way into a node that needs one
 */
typedef enum {
    BP_MAP_RIGHT = 1 << 0,
    BP_MAP_LINK_DEAD = 1 << 1,
    BP_MAP_TERMINAL = 1 << 2,
    BP_MAP_ALIAS = 1 << 3,
    BP_MAP_GATEWAY = 1 << 4,
} BpMapLinkFlags;

/** BpMapNode: a host, a net or a domain. */
typedef struct {
    gint64 adjust_cost; /* already in its links */
    guint32 name;       /* equal for equal names */
    guint32 first_link; /* or BP_MAP_NONE */
    guint32 mark;       /* of the last net that has counted it */
    guint32 flags;      /* BpMapNodeFlags */
} BpMapNode;

/** BpMapLink: one way. */
typedef struct {
    gint64 cost;
    guint32 to;
    guint32 next; /* of the same node, or BP_MAP_NONE */
    char op;      /* ! : @ % */
    guint8 flags; /* BpMapLinkFlags */
    BpCostSense sense;
} BpMapLink;

/**
 * BpMapStyle:
 * @BP_MAP_FOLD: names are one whatever their case, and kept in lower case
 * @BP_MAP_TERMINAL_DOMAINS: members of domains are terminal
 */
typedef enum {
    BP_MAP_FOLD = 1 << 0,
    BP_MAP_TERMINAL_DOMAINS = 1 << 1,
} BpMapStyle;

typedef struct _BpMap BpMap;

BpMap *bp_map_new(BpMapStyle style);
void bp_map_free(BpMap *map);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BpMap, bp_map_free)

/* ---- making it ---- */

/** bp_map_node: the node that @name, of @n_bytes, means here: a private one where that was
 * declared; made if there is none. */
guint32 bp_map_node(BpMap *map, const char *name, gsize n_bytes);

/** bp_map_nameless: a new node that nothing can name: for a net. */
guint32 bp_map_nameless(BpMap *map);

/**
 * bp_map_link:
 *
 * A new link from @from, at the front; @link's `next` and the flags for alias, dead and
 * gateway are not looked at. It is a gateway if its target needs one now. What the
 * adjustment of @from adds is added. Where a dead link leads there already, it takes the
 * cost, its sense and the side if that is less.
 *
 * Returns: FALSE if the cost is negative: the link is dead then.
 */
gboolean bp_map_link(BpMap *map, guint32 from, const BpMapLink *link);

/** bp_map_alias: @a and @b are one host, or a name of a net. FALSE if both are domains: not
 * done. */
gboolean bp_map_alias(BpMap *map, guint32 a, guint32 b);

/**
 * bp_map_net:
 * @link: its cost is that to enter, its op and side are all members'
 *
 * Joins @members, counted once each, to @net. Nothing leads from a member into a domain.
 *
 * Returns: FALSE if the cost is negative: the links into the net are dead then.
 */
gboolean bp_map_net(BpMap *map, guint32 net, const guint32 *members, gsize n_members,
                    const BpMapLink *link);

/** bp_map_private: from now on @name means a new node of its own, that is not shown. */
void bp_map_private(BpMap *map, const char *name, gsize n_bytes);

/** bp_map_end_private: names mean again what all mean by them; as at every file's end. */
void bp_map_end_private(BpMap *map);

/** bp_map_dead: @node is a relay of last resort, or, if it is a net, needs a gateway. */
void bp_map_dead(BpMap *map, guint32 node);

/** bp_map_dead_link: all links from @a to @b, later ones too, are one dead one. */
void bp_map_dead_link(BpMap *map, guint32 a, guint32 b);

/** bp_map_gatewayed: if @node is a net, or becomes one, it needs a gateway. */
void bp_map_gatewayed(BpMap *map, guint32 node);

/** bp_map_delete: @node loses its own links and its name; a later one means another. */
void bp_map_delete(BpMap *map, guint32 node);

/** bp_map_delete_link: all links from @a to @b go. */
void bp_map_delete_link(BpMap *map, guint32 a, guint32 b);

/** bp_map_adjust: all links from @node, later ones too, cost @cost more.
 * Returns: FALSE if some cost less than nothing now: they are dead. */
gboolean bp_map_adjust(BpMap *map, guint32 node, gint64 cost);

/** bp_map_join_internet: @home has a DEDICATED link to every host, later ones too, whose
 * name has a dot within. */
void bp_map_join_internet(BpMap *map, guint32 home);

/* ---- looking at it ---- */

/** bp_map_find: the node that @name means for all, or BP_MAP_NONE. */
guint32 bp_map_find(const BpMap *map, const char *name);

guint32 bp_map_n_nodes(const BpMap *map);

/** bp_map_n_links: how many there are. */
guint32 bp_map_n_links(const BpMap *map);

/** bp_map_nodes: (transfer none): until the next is made. */
const BpMapNode *bp_map_nodes(const BpMap *map);

/** bp_map_links: (transfer none): where a node's first_link and a link's next point; until
 * the next is made. */
const BpMapLink *bp_map_links(const BpMap *map);

/** bp_map_name: (transfer none): of @node; "" if it has none. */
const char *bp_map_name(const BpMap *map, guint32 node);

/** bp_map_is_collective: a net or a domain, not a host. */
static inline gboolean
bp_map_is_collective(guint32 flags)
{
    return (flags & (BP_MAP_NET | BP_MAP_DOMAIN)) != 0;
}

/** bp_map_needs_gateway: whether only gateway links lead into such a node properly. */
static inline gboolean
bp_map_needs_gateway(guint32 flags)
{
    return (flags & BP_MAP_DOMAIN) ||
           ((flags & BP_MAP_NET) && (flags & (BP_MAP_DEAD | BP_MAP_GATEWAYED)));
}

#endif
