/* bitnet_links.c - nodes become hosts, and what tables say of a line one link.
 *
 * RSCS routes by resistance: a path costs the sum of its links' and of the nodes that send
 * on it. A tenth of an ohm, so to speak, is a cost of 1: 9600 bit/s are 1042. */
#include "bitnet.h"

#include <bangpath/line.h>
#include <bangpath/protocol.h>
#include <bangpath/routes.h>
#include <math.h>
#include <string.h>

#define MILLI_PER_COST 100

/* All that is known of the line between two nodes, by its way from the lower number up and
 * down again. */
typedef struct {
    guint32 low;
    guint32 high;
    const BpBitnetLine *way[2]; /* nullable */
} Pair;

typedef struct {
    BpBitnet *bitnet;
    GArray *pairs;       /* owned, of Pair */
    GHashTable *pair_of; /* owned: both numbers to place + 1 */
    guint32 *degree;     /* owned: of each node */
    guint n_unused;
    guint n_guessed;
} Join;

/* ---- lines ---- */

static guint
hash_pair(gconstpointer key)
{
    const Pair *pair = key;

    return pair->low * 2654435761u ^ pair->high;
}

static gboolean
same_pair(gconstpointer a, gconstpointer b)
{
    const Pair *x = a, *y = b;

    return x->low == y->low && x->high == y->high;
}

static Pair *
find_pair(Join *join, guint32 a, guint32 b)
{
    Pair wanted = {.low = MIN(a, b), .high = MAX(a, b)};
    guint place = GPOINTER_TO_UINT(g_hash_table_lookup(join->pair_of, &wanted));

    if (place == 0) {
        g_array_append_val(join->pairs, wanted);
        place = join->pairs->len;
        g_hash_table_insert(join->pair_of, g_memdup2(&wanted, sizeof wanted),
                            GUINT_TO_POINTER(place));
    }
    return &g_array_index(join->pairs, Pair, place - 1);
}

/* A later year's speed is right; of one year, that which stands first. */
static void
take_line(Join *join, const BpBitnetLine *line)
{
    Pair *pair = find_pair(join, line->from, line->to);
    guint up = line->from == pair->low ? 0 : 1;

    for (guint i = 0; i < 2; i++)
        if ((i == up || line->both_ways) &&
            (!pair->way[i] || line->year > pair->way[i]->year))
            pair->way[i] = line;
}

/* Both ends should say the same, unless one of them says that it need not. */
static void
check_pair(Join *join, const Pair *pair)
{
    const BpBitnetLine *up = pair->way[0], *down = pair->way[1];

    if (!up || !down || up->may_differ || down->may_differ ||
        (up->bps == down->bps && up->resist_milli == down->resist_milli &&
         up->dial == down->dial))
        return;
    bp_problems_add(join->bitnet->importing->notes, down->file->path, down->line,
                    "%s and %s say different things of their line: the slower speed is "
                    "taken, and each one's resistance for its own way",
                    bp_bitnet_about(join->bitnet, pair->low)->name,
                    bp_bitnet_about(join->bitnet, pair->high)->name);
}

static gint32
cost_of(Join *join, const BpBitnetLine *line, guint32 from)
{
    gint64 milli =
        line->resist_milli + bp_bitnet_about(join->bitnet, from)->resist_milli;
    gint64 cost = MAX((milli + MILLI_PER_COST / 2) / MILLI_PER_COST, 1);

    return (gint32)MIN(cost + (line->dial ? BP_COST_DEAD : 0), BP_COST_MAX);
}

static guint32
make_line(Join *join, gint64 bps, gboolean dial)
{
    BpLine line = bp_line_from_profile(bp_line_profile_find(dial ? "v32" : "bsc9600"),
                                       bp_protocol_find("nje"));

    line.view.bps = bps;
    return bp_network_add_line(join->bitnet->importing->network, &line);
}

static void
link_pair(Join *join, const Pair *pair)
{
    BpNetwork *network = join->bitnet->importing->network;
    const BpBitnetLine *up = pair->way[0] ? pair->way[0] : pair->way[1];
    const BpBitnetLine *down = pair->way[1] ? pair->way[1] : up;
    guint32 a = bp_bitnet_about(join->bitnet, pair->low)->host;
    guint32 b = bp_bitnet_about(join->bitnet, pair->high)->host;
    gboolean dial;

    g_assert(up != NULL); /* one of them made the pair */
    dial = up->dial || down->dial;
    if (a == BP_NONE || b == BP_NONE)
        return;
    if (up->bps == 0 || down->bps == 0) {
        join->n_unused++;
        return;
    }
    join->degree[pair->low]++;
    join->degree[pair->high]++;
    if (dial)
        bp_network_edit(network, a)->lines = bp_network_edit(network, b)->lines = 1;
    bp_network_add_link(network, a, b, make_line(join, MIN(up->bps, down->bps), dial),
                        cost_of(join, up, pair->low), cost_of(join, down, pair->high));
}

/* ---- routes ---- */

/* The next hops of a node are its neighbours. A destination of whose lines nothing is known
 * hangs on the first next hop that anyone has to it: it is somewhere behind. */
static void
link_routes(Join *join)
{
    const GArray *routes = join->bitnet->routes;
    BpBitnetLine *lines = g_new0(BpBitnetLine, routes->len * 2 + 1);
    guint n_pairs = 0;

    for (guint pass = 0; pass < 2; pass++)
        for (guint i = 0; i < routes->len; i++) {
            const BpBitnetRoute *route = &g_array_index(routes, BpBitnetRoute, i);
            BpBitnetLine *line = &lines[i * 2 + pass];

            *line = (BpBitnetLine){.from = pass == 0 ? route->at : route->destination,
                                   .to = route->next,
                                   .bps = BP_BITNET_BPS,
                                   .resist_milli = bp_bitnet_resistance(BP_BITNET_BPS),
                                   .both_ways = TRUE};
            n_pairs = join->pairs->len;
            if (line->from == line->to ||
                (pass == 1 && join->degree[route->destination] > 0))
                continue;
            take_line(join, line);
            if (join->pairs->len == n_pairs)
                continue; /* a table of lines knows better */
            link_pair(join, &g_array_index(join->pairs, Pair, n_pairs));
            join->n_guessed += pass;
        }
    g_free(lines);
}

/* ---- nodes ---- */

static void
place_node(Join *join, const BpBitnetNode *node, BpHost *host)
{
    const BpPlace *known = g_hash_table_lookup(join->bitnet->places, node->name);
    BpPlace place;

    if (known)
        place = *known;
    else if (!node->country || !bp_place_by_region(node->country, &place))
        return;
    host->lat = place.lat;
    host->lon = place.lon;
}

static void
make_host(Join *join, BpBitnetNode *node)
{
    BpBitnet *bitnet = join->bitnet;
    guint32 mailboxes = bitnet->importing->options.mailboxes;
    const char *org = g_hash_table_lookup(bitnet->orgs, node->name);
    BpHost *host;

    if (!org && node->reference)
        org = g_hash_table_lookup(bitnet->orgs, node->reference);
    node->host = bp_network_node(bitnet->importing->network, node->name, NULL);
    host = bp_network_edit(bitnet->importing->network, node->host);
    host->mailboxes = mailboxes > 0 ? mailboxes : BP_BITNET_MAILBOXES;
    host->lines = 0; /* none to be called on */
    place_node(join, node, host);
    if (org)
        bp_network_set_org(bitnet->importing->network, node->host, org);
}

/* Nodes that a table of lines only names because of a later year have no line by now. */
static void
make_hosts(Join *join)
{
    for (guint32 i = 0; i < join->bitnet->nodes->len; i++) {
        BpBitnetNode *node = bp_bitnet_about(join->bitnet, i);

        if (!node->later)
            make_host(join, node);
    }
}

static void
sum_up(const Join *join)
{
    GString *summary = join->bitnet->importing->summary;
    guint n_listed = 0, n_later = 0;

    for (guint32 i = 0; i < join->bitnet->nodes->len; i++) {
        n_listed += bp_bitnet_about(join->bitnet, i)->listed ? 1 : 0;
        n_later += bp_bitnet_about(join->bitnet, i)->later ? 1 : 0;
    }
    g_string_append_printf(summary,
                           "bitnet: %u nodes, %u of them with an entry; %u lines",
                           join->bitnet->nodes->len - n_later, n_listed - n_later,
                           bp_network_n_links(join->bitnet->importing->network));
    if (join->n_guessed > 0)
        g_string_append_printf(
            summary, ", %u of them guessed: a route's end behind its next hop",
            join->n_guessed);
    if (join->n_unused > 0)
        g_string_append_printf(summary, "; %u not in use", join->n_unused);
    if (n_later > 0)
        g_string_append_printf(summary, "; %u nodes joined later", n_later);
    g_string_append_c(summary, '\n');
}

void
bp_bitnet_join(BpBitnet *bitnet)
{
    Join join = {.bitnet = bitnet};

    join.pairs = g_array_new(FALSE, TRUE, sizeof(Pair));
    join.pair_of = g_hash_table_new_full(hash_pair, same_pair, g_free, NULL);
    join.degree = g_new0(guint32, bitnet->nodes->len + 1);
    make_hosts(&join);
    for (guint i = 0; i < bitnet->lines->len; i++)
        take_line(&join, &g_array_index(bitnet->lines, BpBitnetLine, i));
    for (guint i = 0; i < join.pairs->len; i++) {
        check_pair(&join, &g_array_index(join.pairs, Pair, i));
        link_pair(&join, &g_array_index(join.pairs, Pair, i));
    }
    link_routes(&join);
    sum_up(&join);
    g_array_unref(join.pairs);
    g_hash_table_unref(join.pair_of);
    g_free(join.degree);
}
