/* uucp_network.c - hosts out of names, lines and schedules out of costs. */
#include <bangpath/map_network.h>

#include "uucp_sites.h"

#include <bangpath/routes.h>
#include <bangpath/units.h>
#include <math.h>
#include <string.h>

#define NEIGHBOURS_PER_LINE 20 /* our guess: calls are short */
#define HUB_NEIGHBOURS 60      /* who could afford a TrailBlazer: our guess */
#define MAILBOXES_MIN 10
#define MAILBOXES_PER_NEIGHBOUR 2

/* What a cost tells of a link, up to @most: the words' groups, so that HOURLY*4 and 2000
 * stand together. Whoever told the cost knew the line; we guess: windows are those in which
 * calls were cheap, and a call out of town costs 0.20 $ a minute at all hours, as who
 * waited for the night has that in his schedule. */
static const struct {
    gint64 most;
    const char *line; /* NULL: a modem */
    const char *schedule;
    gint64 price_udollars;
} classes[] = {
    {50, "lan", "permanent", 0},
    {150, "leased9600", "permanent", 0},
    {250, NULL, "demand", 0},
    {450, NULL, "demand", 200000},
    {1000, NULL, "poll 1 h", 200000},
    {1750, NULL, "poll 3 h", 200000},
    {2250, NULL, "Wk2300-0800,Sa,Su", 200000},
    {4000, NULL, "poll 6 h", 200000},
    {15000, NULL, "poll 1 d Any2300-0700", 200000},
    {BP_COST_MAX, NULL, "poll 7 d Any2300-0700", 200000},
};

/* Two neighbours; the cost from @a to @b and back, BP_COST_DEAD where nobody told. */
typedef struct {
    guint32 a; /* the lower */
    guint32 b;
    gint64 cost_ab;
    gint64 cost_ba;
    guint32 order; /* of telling */
} Pair;

typedef struct {
    const BpMap *map;
    const BpMapNode *nodes;
    const BpMapLink *links;
    guint32 n;
    guint32 *group;     /* owned: by node, one that stands for it and its aliases */
    guint32 *n_called;  /* owned: by node, links that call it so */
    guint32 *hosts;     /* owned: by group, the host or net; or BP_NONE */
    guint32 *n_joined;  /* owned: by group, pairs */
    guint32 *gateways;  /* owned: by domain, the cheapest gateway; or BP_NONE */
    gint64 *gate_costs; /* owned: by domain */
    GArray *pairs;      /* owned, of Pair */
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
note_pair(Filling *filling, guint32 from, guint32 to, gint64 cost)
{
    Pair pair = {MIN(from, to), MAX(from, to), BP_COST_DEAD, BP_COST_DEAD,
                 filling->pairs->len};

    if (from == to)
        return;
    *(from < to ? &pair.cost_ab : &pair.cost_ba) = MAX(cost, 0);
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
                link->cost < filling->gate_costs[link->to]) {
                filling->gateways[link->to] = group_of(filling, i);
                filling->gate_costs[link->to] = link->cost;
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
                filling->gate_costs[below] = filling->gate_costs[i];
                changed = TRUE;
            }
    }
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
            note_pair(filling, from, to, 0);
        if (!is_live(link))
            continue;
        gateway = filling->gateways[node];
        if (!is_domain(filling, node)) {
            note_pair(filling, from, to, link->cost);
        } else if (gateway != BP_NONE) {
            note_pair(filling, gateway, to, filling->gate_costs[node] + link->cost);
            note_pair(filling, to, gateway, filling->gate_costs[node] + link->cost);
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
            last->cost_ab = MIN(last->cost_ab, next.cost_ab);
            last->cost_ba = MIN(last->cost_ba, next.cost_ba);
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
    guint32 *best = g_new(guint32, MAX(filling->n, 1));

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

static guint32
line_for(BpNetwork *network, gint64 cost, gboolean hubs)
{
    guint i = 0;
    const char *name;

    while (cost > classes[i].most && i + 1 < G_N_ELEMENTS(classes))
        i++;
    name = classes[i].line ? classes[i].line : hubs ? "trailblazer" : "v22bis";

    BpLine line = bp_line_from_profile(bp_line_profile_find(name),
                                       bp_protocol_find(classes[i].line ? "t" : "g"));

    bp_schedule_parse(classes[i].schedule, &line.schedule, NULL);
    for (guint t = 0; t < BP_N_TARIFFS; t++)
        line.price_udollars[t] = classes[i].price_udollars;
    return bp_network_add_line(network, &line);
}

/* The end from which it is cheaper comes first: it calls where links are polled. */
static void
make_link(const Filling *filling, const Pair *pair, BpNetwork *network)
{
    guint32 a = filling->hosts[pair->a], b = filling->hosts[pair->b];
    gint32 cost_ab = (gint32)pair->cost_ab, cost_ba = (gint32)pair->cost_ba;
    gboolean net_a = bp_network_host(network, a)->is_net;
    gboolean net_b = bp_network_host(network, b)->is_net;
    gboolean hubs = filling->n_joined[pair->a] >= HUB_NEIGHBOURS &&
                    filling->n_joined[pair->b] >= HUB_NEIGHBOURS;
    gint32 cost = net_b ? cost_ab : net_a ? cost_ba : MIN(cost_ab, cost_ba);
    guint32 line;

    if (net_a && net_b)
        return;
    line = line_for(network, MIN(cost, BP_COST_MAX), hubs);
    if (net_a || (!net_b && cost_ba < cost_ab))
        bp_network_add_link(network, b, a, line, cost_ba, cost_ab);
    else
        bp_network_add_link(network, a, b, line, cost_ab, cost_ba);
}

void
bp_map_fill_network(const BpMap *map, const BpMapSites *sites, guint32 mailboxes,
                    BpNetwork *network)
{
    guint32 n;
    Filling filling = {.map = map};

    g_return_if_fail(map && network);

    n = bp_map_n_nodes(map);
    filling.nodes = bp_map_nodes(map);
    filling.links = bp_map_links(map);
    filling.n = n;
    filling.group = g_new0(guint32, n + 1);
    filling.n_called = g_new0(guint32, n + 1);
    filling.hosts = g_new0(guint32, n + 1);
    filling.n_joined = g_new0(guint32, n + 1);
    filling.gateways = g_new0(guint32, n + 1);
    filling.gate_costs = g_new0(gint64, n + 1);
    filling.pairs = g_array_new(FALSE, FALSE, sizeof(Pair));

    group_aliases(&filling);
    find_gateways(&filling);
    for (guint32 i = 0; i < n; i++)
        note_links(&filling, i);
    merge_pairs(&filling);
    make_hosts(&filling, mailboxes, network);
    for (guint32 i = 0; i < n; i++)
        if (filling.hosts[group_of(&filling, i)] != BP_NONE)
            describe(&filling, sites, i, network, filling.hosts[group_of(&filling, i)]);
    for (guint i = 0; i < filling.pairs->len; i++)
        make_link(&filling, &g_array_index(filling.pairs, Pair, i), network);

    g_array_unref(filling.pairs);
    g_free(filling.group);
    g_free(filling.n_called);
    g_free(filling.hosts);
    g_free(filling.n_joined);
    g_free(filling.gateways);
    g_free(filling.gate_costs);
}
