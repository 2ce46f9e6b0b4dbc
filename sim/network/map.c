/* map.c - nodes and links of a map, in arrays; links hang together by their numbers. */
#include <bangpath/map.h>

#include "map_names.h"

#include <string.h>

#define DEDICATED 100

struct _BpMap {
    BpMapNames names;
    GArray *nodes; /* owned, of BpMapNode */
    GArray *links; /* owned, of BpMapLink */
    BpMapStyle style;
    guint32 n_deleted;     /* links that nothing leads to any more */
    guint32 scope;         /* of private names: from 1 */
    guint32 mark;          /* of the last net */
    guint32 internet_home; /* or BP_MAP_NONE */
};

BpMap *
bp_map_new(BpMapStyle style)
{
    BpMap *map = g_new0(BpMap, 1);

    bp_map_names_init(&map->names, (style & BP_MAP_FOLD) != 0);
    map->nodes = g_array_new(FALSE, FALSE, sizeof(BpMapNode));
    map->links = g_array_new(FALSE, FALSE, sizeof(BpMapLink));
    map->style = style;
    map->scope = 1;
    map->internet_home = BP_MAP_NONE;
    return map;
}

void
bp_map_free(BpMap *map)
{
    if (!map)
        return;

    bp_map_names_clear(&map->names);
    g_array_unref(map->nodes);
    g_array_unref(map->links);
    g_free(map);
}

static BpMapNode *
node_at(const BpMap *map, guint32 node)
{
    return &g_array_index(map->nodes, BpMapNode, node);
}

static BpMapLink *
link_at(const BpMap *map, guint32 link)
{
    return &g_array_index(map->links, BpMapLink, link);
}

static BpMapName *
name_at(const BpMap *map, guint32 name)
{
    return &g_array_index(map->names.names, BpMapName, name);
}

/* ---- nodes ---- */

static gboolean
is_qualified(const BpMapName *name)
{
    return name->text[0] != '.' && strchr(name->text, '.') != NULL;
}

static void
join_internet(BpMap *map, guint32 node)
{
    const BpMapLink link = {.cost = DEDICATED, .to = node, .op = '!'};

    if (node != map->internet_home && node_at(map, node)->name != BP_MAP_NONE &&
        is_qualified(name_at(map, node_at(map, node)->name)))
        bp_map_link(map, map->internet_home, &link);
}

static guint32
make_node(BpMap *map, guint32 name, guint32 flags)
{
    BpMapNode node = {.name = name, .first_link = BP_MAP_NONE, .flags = flags};

    if (name != BP_MAP_NONE && name_at(map, name)->text[0] == '.')
        node.flags |= BP_MAP_DOMAIN;
    g_array_append_val(map->nodes, node);
    if (map->internet_home != BP_MAP_NONE)
        join_internet(map, map->nodes->len - 1);
    return map->nodes->len - 1;
}

/* What @name means at this place. */
static guint32 *
meaning(BpMap *map, BpMapName *name)
{
    return name->scope == map->scope && name->private_node != BP_MAP_NONE
               ? &name->private_node
               : &name->node;
}

guint32
bp_map_node(BpMap *map, const char *name, gsize n_bytes)
{
    guint32 place, *node;

    g_return_val_if_fail(map && name, BP_MAP_NONE);

    place = bp_map_names_intern(&map->names, name, n_bytes);
    node = meaning(map, name_at(map, place));
    if (*node == BP_MAP_NONE)
        *node = make_node(map, place, 0);
    return *node;
}

guint32
bp_map_nameless(BpMap *map)
{
    g_return_val_if_fail(map, BP_MAP_NONE);

    return make_node(map, BP_MAP_NONE, BP_MAP_NAMELESS);
}

void
bp_map_private(BpMap *map, const char *name, gsize n_bytes)
{
    guint32 place;
    BpMapName *known;

    g_return_if_fail(map && name);

    place = bp_map_names_intern(&map->names, name, n_bytes);
    known = name_at(map, place);
    if (known->scope == map->scope && known->private_node != BP_MAP_NONE)
        return;
    known->scope = map->scope;
    known->private_node = make_node(map, place, BP_MAP_HIDDEN);
}

void
bp_map_end_private(BpMap *map)
{
    g_return_if_fail(map);

    map->scope++;
}

void
bp_map_join_internet(BpMap *map, guint32 home)
{
    g_return_if_fail(map && home < map->nodes->len);

    map->internet_home = home;
    for (guint32 i = 0; i < map->nodes->len; i++)
        join_internet(map, i);
}

/* ---- links ---- */

/* Where a link of @node is pointed to that comes after its leading dead ones; or at one of
 * these that leads to @to. */
static guint32 *
behind_dead(BpMap *map, guint32 node, guint32 to)
{
    guint32 *place = &node_at(map, node)->first_link;

    while (*place != BP_MAP_NONE) {
        BpMapLink *link = link_at(map, *place);

        if (!(link->flags & BP_MAP_LINK_DEAD) || link->to == to)
            break;
        place = &link->next;
    }
    return place;
}

static void
insert(BpMap *map, guint32 *place, BpMapLink link)
{
    guint32 number = map->links->len;

    /* The array may move, and what @place points into with it. */
    link.next = *place;
    *place = number;
    g_array_append_val(map->links, link);
}

static gboolean
add(BpMap *map, guint32 from, BpMapLink link)
{
    guint32 *place = behind_dead(map, from, link.to);
    gboolean alias = (link.flags & BP_MAP_ALIAS) != 0, negative;

    if (!alias)
        link.cost += node_at(map, from)->adjust_cost;
    negative = link.cost < 0 && !alias;
    if (negative) {
        link.cost = BP_MAP_INFINITE_COST;
        link.flags |= BP_MAP_LINK_DEAD;
    }
    link.cost = MIN(link.cost, BP_MAP_COST_MAX);

    if (*place == BP_MAP_NONE || !(link_at(map, *place)->flags & BP_MAP_LINK_DEAD)) {
        insert(map, place, link);
    } else {
        BpMapLink *dead = link_at(map, *place);
        guint32 right = dead->flags & (guint32)BP_MAP_RIGHT;

        /* It stays dead. */
        if (link.cost < dead->cost) {
            dead->cost = link.cost;
            dead->sense = link.sense;
            dead->op = link.op;
            right = link.flags & (guint32)BP_MAP_RIGHT;
        }
        dead->flags =
            (guint8)(((dead->flags | link.flags) & ~(guint32)BP_MAP_RIGHT) | right);
    }
    return !negative;
}

gboolean
bp_map_link(BpMap *map, guint32 from, const BpMapLink *link)
{
    BpMapLink fresh;

    g_return_val_if_fail(map && link && from < map->nodes->len, FALSE);
    g_return_val_if_fail(link->to < map->nodes->len, FALSE);

    fresh = *link;
    fresh.flags &= BP_MAP_RIGHT | BP_MAP_TERMINAL;
    if (bp_map_needs_gateway(node_at(map, link->to)->flags))
        fresh.flags |= BP_MAP_GATEWAY;
    return add(map, from, fresh);
}

gboolean
bp_map_alias(BpMap *map, guint32 a, guint32 b)
{
    BpMapLink link = {.op = '!', .flags = BP_MAP_ALIAS};

    g_return_val_if_fail(map && a < map->nodes->len && b < map->nodes->len, FALSE);

    if (node_at(map, a)->flags & node_at(map, b)->flags & BP_MAP_DOMAIN)
        return FALSE;
    link.to = b;
    add(map, a, link);
    link.to = a;
    add(map, b, link);
    return TRUE;
}

/* One member's two links. */
static gboolean
join(BpMap *map, guint32 net, guint32 member, const BpMapLink *link)
{
    guint32 net_flags = node_at(map, net)->flags;
    guint32 member_flags = node_at(map, member)->flags;
    BpMapLink down = {.to = member, .op = link->op}, up = *link;

    down.flags = link->flags & BP_MAP_RIGHT;
    if (bp_map_needs_gateway(net_flags) && bp_map_needs_gateway(member_flags))
        down.flags |= BP_MAP_GATEWAY;
    if ((map->style & BP_MAP_TERMINAL_DOMAINS) && (net_flags & BP_MAP_DOMAIN) &&
        !(member_flags & BP_MAP_DOMAIN))
        down.flags |= BP_MAP_TERMINAL;
    add(map, net, down);

    if (net_flags & BP_MAP_DOMAIN)
        return TRUE;
    up.to = net;
    up.flags &= BP_MAP_RIGHT;
    return add(map, member, up);
}

gboolean
bp_map_net(BpMap *map, guint32 net, const guint32 *members, gsize n_members,
           const BpMapLink *link)
{
    g_autofree guint32 *once = NULL;
    gsize n_once = 0;
    gboolean good = TRUE;

    g_return_val_if_fail(map && link && net < map->nodes->len, FALSE);
    g_return_val_if_fail(members || n_members == 0, FALSE);

    node_at(map, net)->flags |= BP_MAP_NET;
    map->mark++;
    once = g_new(guint32, MAX(n_members, 1));
    for (gsize i = 0; i < n_members; i++) {
        BpMapNode *node = node_at(map, members[i]);

        if (node->mark != map->mark)
            once[n_once++] = members[i];
        node->mark = map->mark;
    }
    while (n_once > 0)
        good = join(map, net, once[--n_once], link) && good;
    return good;
}

/* ---- what is said of them later ---- */

void
bp_map_dead(BpMap *map, guint32 node)
{
    g_return_if_fail(map && node < map->nodes->len);

    node_at(map, node)->flags |= BP_MAP_DEAD;
}

void
bp_map_gatewayed(BpMap *map, guint32 node)
{
    g_return_if_fail(map && node < map->nodes->len);

    node_at(map, node)->flags |= BP_MAP_GATEWAYED;
}

/* Takes all links from @a to @b away. Returns: the first that costs least, or
 * BP_MAP_NONE; it has the flags of all. */
static guint32
take_away(BpMap *map, guint32 a, guint32 b)
{
    guint32 *place = &node_at(map, a)->first_link, least = BP_MAP_NONE;
    guint32 merits = 0;

    while (*place != BP_MAP_NONE) {
        guint32 number = *place;
        BpMapLink *link = link_at(map, number);

        if (link->to != b) {
            place = &link->next;
            continue;
        }
        *place = link->next;
        map->n_deleted++;
        merits |= link->flags & ~(guint32)BP_MAP_RIGHT;
        if (least == BP_MAP_NONE || link->cost < link_at(map, least)->cost)
            least = number;
    }
    if (least != BP_MAP_NONE)
        link_at(map, least)->flags |= (guint8)merits;
    return least;
}

void
bp_map_dead_link(BpMap *map, guint32 a, guint32 b)
{
    BpMapLink dead = {.to = b, .cost = BP_MAP_INFINITE_COST / 2, .op = '!'};
    guint32 least;

    g_return_if_fail(map && a < map->nodes->len && b < map->nodes->len);

    least = take_away(map, a, b);
    if (least != BP_MAP_NONE)
        dead = *link_at(map, least);
    dead.flags |= BP_MAP_LINK_DEAD;
    insert(map, &node_at(map, a)->first_link, dead);
}

void
bp_map_delete(BpMap *map, guint32 node)
{
    BpMapNode *old;
    BpMapName *name;

    g_return_if_fail(map && node < map->nodes->len);

    old = node_at(map, node);
    for (guint32 i = old->first_link; i != BP_MAP_NONE; i = link_at(map, i)->next)
        map->n_deleted++;
    old->first_link = BP_MAP_NONE;
    old->flags |= BP_MAP_HIDDEN;
    if (old->name == BP_MAP_NONE)
        return;
    name = name_at(map, old->name);
    if (name->node == node)
        name->node = BP_MAP_NONE;
    if (name->private_node == node)
        name->private_node = BP_MAP_NONE;
}

void
bp_map_delete_link(BpMap *map, guint32 a, guint32 b)
{
    g_return_if_fail(map && a < map->nodes->len && b < map->nodes->len);

    take_away(map, a, b);
}

gboolean
bp_map_adjust(BpMap *map, guint32 node, gint64 cost)
{
    gboolean good = TRUE;
    BpMapNode *adjusted;

    g_return_val_if_fail(map && node < map->nodes->len, FALSE);

    adjusted = node_at(map, node);
    adjusted->adjust_cost =
        CLAMP(adjusted->adjust_cost + cost, -BP_MAP_COST_MAX, BP_MAP_COST_MAX);
    for (guint32 i = adjusted->first_link; i != BP_MAP_NONE;) {
        BpMapLink *link = link_at(map, i);

        i = link->next;
        if (link->flags & BP_MAP_ALIAS)
            continue;
        link->cost = MIN(link->cost + cost, BP_MAP_COST_MAX);
        if (link->cost < 0) {
            link->cost = BP_MAP_INFINITE_COST;
            link->flags |= BP_MAP_LINK_DEAD;
            good = FALSE;
        }
    }
    return good;
}

/* ---- looking at it ---- */

guint32
bp_map_find(const BpMap *map, const char *name)
{
    guint32 place;

    g_return_val_if_fail(map && name, BP_MAP_NONE);

    place = bp_map_names_find(&map->names, name, strlen(name));
    return place == BP_MAP_NONE ? BP_MAP_NONE : name_at(map, place)->node;
}

guint32
bp_map_n_nodes(const BpMap *map)
{
    g_return_val_if_fail(map, 0);

    return map->nodes->len;
}

guint32
bp_map_n_links(const BpMap *map)
{
    g_return_val_if_fail(map, 0);

    return map->links->len - map->n_deleted;
}

const BpMapNode *
bp_map_nodes(const BpMap *map)
{
    g_return_val_if_fail(map, NULL);

    return (const BpMapNode *)(void *)map->nodes->data;
}

const BpMapLink *
bp_map_links(const BpMap *map)
{
    g_return_val_if_fail(map, NULL);

    return (const BpMapLink *)(void *)map->links->data;
}

const char *
bp_map_name(const BpMap *map, guint32 node)
{
    guint32 name;

    g_return_val_if_fail(map && node < map->nodes->len, "");

    name = node_at(map, node)->name;
    return name == BP_MAP_NONE ? "" : name_at(map, name)->text;
}
