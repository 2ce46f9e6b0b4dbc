/* uucp_network.c - hosts out of names, links out of who says that he calls whom. */
#include <bangpath/map_network.h>

#include "uucp_lines.h"
#include "uucp_sites.h"

#include <bangpath/calendar.h>
#include <bangpath/routes.h>
#include <math.h>
#include <string.h>

#define NEIGHBOURS_PER_LINE 20 /* our guess: calls are short */
#define HUB_NEIGHBOURS 60      /* who could afford a TrailBlazer: our guess */
#define MAILBOXES_MIN 10
#define MAILBOXES_PER_NEIGHBOUR 2

/* One way between two; nobody told of it where the cost is BP_COST_DEAD. */
typedef struct {
    gint64 cost;
    BpCostSense sense;
} Way;

/* Two neighbours, from @a to @b and back. */
typedef struct {
    guint32 a; /* the lower */
    guint32 b;
    Way ab;
    Way ba;
    guint32 order; /* of telling */
} Pair;

typedef struct {
    const BpMap *map;
    const BpMapNode *nodes;
    const BpMapLink *links;
    guint32 n;
    guint32 *group;    /* owned: by node, one that stands for it and its aliases */
    guint32 *n_called; /* owned: by node, links that call it so */
    guint32 *hosts;    /* owned: by group, the host or net; or BP_NONE */
    guint32 *n_joined; /* owned: by group, pairs */
    guint32 *gateways; /* owned: by domain, the cheapest gateway; or BP_NONE */
    Way *gates;        /* owned: by domain, the gateway's way in */
    GArray *pairs;     /* owned, of Pair */
    BpMapTally tally;
} Filling;

static gboolean
is_domain(const Filling *filling, guint32 node)
{
    return (filling->nodes[node].flags & BP_MAP_DOMAIN) != 0;
}

/* Whether two that are aliases of each other are one host, or one net; a host that is called
 * as a net is on it at no cost. */
static gboolean
is_one(const Filling *filling, guint32 a, guint32 b)
{
    guint32 differ = filling->nodes[a].flags ^ filling->nodes[b].flags;

    return !is_domain(filling, a) && !is_domain(filling, b) && !(differ & BP_MAP_NET);
}

static gboolean
is_live(const BpMapLink *link)
{
    return !(link->flags & (BP_MAP_ALIAS | BP_MAP_LINK_DEAD)) &&
           link->cost < BP_COST_DEAD;
}

/* ---- names ---- */

static guint32
group_of(const Filling *filling, guint32 node)
{
    while (filling->group[node] != node) {
        filling->group[node] = filling->group[filling->group[node]];
        node = filling->group[node];
    }
    return node;
}

/* The first mentioned of its aliases stands for a host. */
static void
group_aliases(Filling *filling)
{
    for (guint32 i = 0; i < filling->n; i++)
        filling->group[i] = i;
    for (guint32 i = 0; i < filling->n; i++) {
        for (guint32 l = filling->nodes[i].first_link; l != BP_MAP_NONE;
             l = filling->links[l].next) {
            const BpMapLink *link = &filling->links[l];
            guint32 a = group_of(filling, i), b = group_of(filling, link->to);

            filling->n_called[link->to] += !(link->flags & BP_MAP_ALIAS);
            if ((link->flags & BP_MAP_ALIAS) && is_one(filling, i, link->to))
                filling->group[MAX(a, b)] = MIN(a, b);
        }
    }
}

/* ---- links ---- */

static void
note_pair(Filling *filling, guint32 from, guint32 to, Way way)
{
    const Way unknown = {.cost = BP_COST_DEAD};
    Pair pair = {MIN(from, to), MAX(from, to), unknown, unknown, filling->pairs->len};

    if (from == to)
        return;
    way.cost = MAX(way.cost, 0);
    *(from < to ? &pair.ab : &pair.ba) = way;
    g_array_append_val(filling->pairs, pair);
}

/* The cheapest gateway of each domain; one without any is reached by that of the domain
 * above it. */
static void
find_gateways(Filling *filling)
{
    gboolean changed = TRUE;

    for (guint32 i = 0; i < filling->n; i++)
        filling->gateways[i] = BP_NONE;
    for (guint32 i = 0; i < filling->n; i++)
        for (guint32 l = filling->nodes[i].first_link; l != BP_MAP_NONE;
             l = filling->links[l].next) {
            const BpMapLink *link = &filling->links[l];

            if (is_domain(filling, i) || !is_domain(filling, link->to) ||
                !is_live(link))
                continue;
            if (filling->gateways[link->to] == BP_NONE ||
                link->cost < filling->gates[link->to].cost) {
                filling->gateways[link->to] = group_of(filling, i);
                filling->gates[link->to] = (Way){link->cost, link->sense};
            }
        }
    while (changed) {
        changed = FALSE;
        for (guint32 i = 0; i < filling->n; i++)
            for (guint32 l = filling->nodes[i].first_link;
                 is_domain(filling, i) && l != BP_MAP_NONE;
                 l = filling->links[l].next) {
                guint32 below = filling->links[l].to;

                if (!is_domain(filling, below) || filling->gateways[below] != BP_NONE ||
                    filling->gateways[i] == BP_NONE)
                    continue;
                filling->gateways[below] = filling->gateways[i];
                filling->gates[below] = filling->gates[i];
                changed = TRUE;
            }
    }
}

/* Through a gate and on: the dearer part is what one waits for. */
static Way
add_ways(Way gate, const BpMapLink *link)
{
    Way whole = {gate.cost + link->cost,
                 gate.cost < link->cost ? link->sense : gate.sense};

    return whole;
}

static void
note_links(Filling *filling, guint32 node)
{
    guint32 from = group_of(filling, node);

    for (guint32 l = filling->nodes[node].first_link; l != BP_MAP_NONE;
         l = filling->links[l].next) {
        const BpMapLink *link = &filling->links[l];
        guint32 to = group_of(filling, link->to), gateway;

        if (is_domain(filling, link->to))
            continue;
        if ((link->flags & BP_MAP_ALIAS) && !is_domain(filling, node) &&
            !is_one(filling, node, link->to))
            note_pair(filling, from, to, (Way){0, {BP_COST_LOCAL, 1, 1}});
        filling->tally.n_dead += !(link->flags & BP_MAP_ALIAS) && !is_live(link);
        if (!is_live(link))
            continue;
        gateway = filling->gateways[node];
        if (!is_domain(filling, node)) {
            note_pair(filling, from, to, (Way){link->cost, link->sense});
        } else if (gateway != BP_NONE) {
            Way way = add_ways(filling->gates[node], link);

            note_pair(filling, gateway, to, way);
            note_pair(filling, to, gateway, way);
        }
    }
}

static int
compare_pairs(gconstpointer a, gconstpointer b)
{
    const Pair *left = a, *right = b;

    if (left->a != right->a)
        return left->a < right->a ? -1 : 1;
    if (left->b != right->b)
        return left->b < right->b ? -1 : 1;
    return (left->order > right->order) - (left->order < right->order);
}

/* One pair of each two, at the least costs. */
static void
merge_pairs(Filling *filling)
{
    guint n = 0;

    g_array_sort(filling->pairs, compare_pairs);
    for (guint i = 0; i < filling->pairs->len; i++) {
        Pair next = g_array_index(filling->pairs, Pair, i);
        Pair *last = n ? &g_array_index(filling->pairs, Pair, n - 1) : NULL;

        if (last && last->a == next.a && last->b == next.b) {
            last->ab = next.ab.cost < last->ab.cost ? next.ab : last->ab;
            last->ba = next.ba.cost < last->ba.cost ? next.ba : last->ba;
        } else {
            g_array_index(filling->pairs, Pair, n++) = next;
            filling->n_joined[next.a]++;
            filling->n_joined[next.b]++;
        }
    }
    g_array_set_size(filling->pairs, n);
}

/* ---- hosts ---- */

static guint32
make_host(BpNetwork *network, const char *name)
{
    g_autofree char *other = g_strdup(*name ? name : "net");
    gboolean made;
    guint32 host = bp_network_node(network, other, &made);

    /* Private hosts have the names of others, and some nets have none. */
    for (guint i = 2; !made; i++) {
        g_free(other);
        other = g_strdup_printf("%s-%u", *name ? name : "net", i);
        host = bp_network_node(network, other, &made);
    }
    return host;
}

/* The name by which most links call it, of equals the first. */
static guint32 *
find_names(const Filling *filling)
{
    guint32 *best = g_new0(guint32, MAX(filling->n, 1));

    for (guint32 i = 0; i < filling->n; i++) {
        guint32 group = group_of(filling, i);

        if (group == i || filling->n_called[i] > filling->n_called[best[group]])
            best[group] = i;
    }
    return best;
}

static void
describe(const Filling *filling, const BpMapSites *sites, guint32 node,
         BpNetwork *network, guint32 host)
{
    const BpMapSite *site =
        sites ? bp_map_sites_find(sites, bp_map_name(filling->map, node)) : NULL;
    BpHost *edit = bp_network_edit(network, host);

    if (!site)
        return;
    if (isnan(edit->lat) && !isnan(site->lat)) {
        edit->lat = site->lat;
        edit->lon = site->lon;
    }
    if (site->organisation)
        bp_network_set_org(network, host, site->organisation);
    if (site->machine && !edit->is_net)
        bp_network_set_machine(network, host, site->machine);
}

/* Who has no entry is where his links are told. */
static void
describe_others(const Filling *filling, const BpMapSites *sites, BpNetwork *network)
{
    for (guint32 i = 0; i < filling->n; i++) {
        guint32 host = filling->hosts[group_of(filling, i)];
        BpHost *edit;
        BpPlace place;

        if (host == BP_NONE || !bp_map_sites_region(sites, i, &place))
            continue;
        edit = bp_network_edit(network, host);
        if (edit->is_net || !isnan(edit->lat))
            continue;
        edit->lat = place.lat;
        edit->lon = place.lon;
    }
}

static void
make_hosts(Filling *filling, guint32 mailboxes, BpNetwork *network)
{
    g_autofree guint32 *names = find_names(filling);

    for (guint32 i = 0; i < filling->n; i++) {
        guint32 n = filling->n_joined[i];
        BpHost *host;

        filling->hosts[i] = BP_NONE;
        if (n == 0)
            continue;
        filling->hosts[i] = make_host(network, bp_map_name(filling->map, names[i]));
        host = bp_network_edit(network, filling->hosts[i]);
        host->networks = BP_NET_UUCP;
        host->lines = (guint16)MIN(n / NEIGHBOURS_PER_LINE + 1, G_MAXUINT16);
        host->mailboxes =
            mailboxes ? mailboxes : MAILBOXES_MIN + n * MAILBOXES_PER_NEIGHBOUR;
    }
    for (guint32 i = 0; i < filling->n; i++) {
        guint32 host = filling->hosts[group_of(filling, i)];

        if (host != BP_NONE && (filling->nodes[i].flags & BP_MAP_NET))
            bp_network_edit(network, host)->is_net = TRUE;
    }
}

/* ---- lines ---- */

/* The end from which it is cheaper comes first: it calls where links are polled. */
static void
make_link(const Filling *filling, const Pair *pair, int year, BpNetwork *network)
{
    guint32 a = filling->hosts[pair->a], b = filling->hosts[pair->b];
    gint32 cost_ab = (gint32)pair->ab.cost, cost_ba = (gint32)pair->ba.cost;
    gboolean net_a = bp_network_host(network, a).is_net;
    gboolean net_b = bp_network_host(network, b).is_net;
    gboolean hubs = filling->n_joined[pair->a] >= HUB_NEIGHBOURS &&
                    filling->n_joined[pair->b] >= HUB_NEIGHBOURS;
    gboolean back = net_a || (!net_b && cost_ba < cost_ab);
    const Way *way = back ? &pair->ba : &pair->ab;
    guint32 line;

    if (net_a && net_b)
        return;
    line = bp_uucp_line(network, way->cost, way->sense, hubs, year);
    if (back)
        bp_network_add_link(network, b, a, line, cost_ba, cost_ab);
    else
        bp_network_add_link(network, a, b, line, cost_ab, cost_ba);
}

/* ---- time ---- */

/* Who tells no place keeps the hours of the first neighbour, of those that are cheapest to
 * call, who does. */
static void
set_hours(const Filling *filling, BpNetwork *network)
{
    guint32 n = bp_network_n_nodes(network);
    g_autofree gint64 *costs = g_new(gint64, n + 1);

    for (guint32 i = 0; i < n; i++)
        costs[i] = G_MAXINT64;
    for (guint i = 0; i < filling->pairs->len; i++) {
        const Pair *pair = &g_array_index(filling->pairs, Pair, i);
        const guint32 ends[] = {filling->hosts[pair->a], filling->hosts[pair->b]};
        gint64 cost = MIN(pair->ab.cost, pair->ba.cost);

        for (guint e = 0; e < 2; e++) {
            BpHost *host = bp_network_edit(network, ends[e]);
            BpHost other = bp_network_host(network, ends[1 - e]);

            if (host->is_net || !isnan(host->lon) || isnan(other.lon) ||
                cost >= costs[ends[e]])
                continue;
            costs[ends[e]] = cost;
            host->tz_minutes = (gint16)bp_zone_at(other.lon);
        }
    }
}

static void
start(Filling *filling, const BpMap *map)
{
    guint32 n = bp_map_n_nodes(map);

    filling->map = map;
    filling->nodes = bp_map_nodes(map);
    filling->links = bp_map_links(map);
    filling->n = n;
    filling->group = g_new0(guint32, n + 1);
    filling->n_called = g_new0(guint32, n + 1);
    filling->hosts = g_new0(guint32, n + 1);
    filling->n_joined = g_new0(guint32, n + 1);
    filling->gateways = g_new0(guint32, n + 1);
    filling->gates = g_new0(Way, n + 1);
    filling->pairs = g_array_new(FALSE, FALSE, sizeof(Pair));
}

static void
stop(Filling *filling)
{
    g_array_unref(filling->pairs);
    g_free(filling->group);
    g_free(filling->n_called);
    g_free(filling->hosts);
    g_free(filling->n_joined);
    g_free(filling->gateways);
    g_free(filling->gates);
}

void
bp_map_fill_network(const BpMap *map, const BpMapSites *sites,
                    const BpImportOptions *options, BpNetwork *network,
                    BpMapTally *tally)
{
    Filling filling = {0};

    g_return_if_fail(map && options && network);

    start(&filling, map);
    group_aliases(&filling);
    find_gateways(&filling);
    for (guint32 i = 0; i < filling.n; i++)
        note_links(&filling, i);
    merge_pairs(&filling);
    make_hosts(&filling, options->mailboxes, network);
    for (guint32 i = 0; i < filling.n; i++)
        if (filling.hosts[group_of(&filling, i)] != BP_NONE)
            describe(&filling, sites, i, network, filling.hosts[group_of(&filling, i)]);
    if (sites)
        describe_others(&filling, sites, network);
    for (guint i = 0; i < filling.pairs->len; i++)
        make_link(&filling, &g_array_index(filling.pairs, Pair, i), options->year,
                  network);
    set_hours(&filling, network);
    if (tally)
        *tally = filling.tally;
    stop(&filling);
}
