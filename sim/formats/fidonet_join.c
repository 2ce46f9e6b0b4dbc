/* fidonet_join.c - the links of a nodelist, which has none: they follow from the rules of
 * routing.
 *
 * A node calls its hub or host, a hub its host, a host its region's coordinator, he his
 * zone's. Hosts of one region call one another, as a host's mail goes straight to the
 * other net's host; so do the coordinators of one zone, who stand in for a host's calls to
 * other regions; and the gates of zones. */
#include "fidonet.h"

#include <bangpath/line.h>
#include <bangpath/protocol.h>
#include <bangpath/routes.h>
#include <bangpath/units.h>
#include <math.h>
#include <string.h>

/* So many hosts at most are joined each with each: the largest region of 1996 had 97. */
#define MESH_MAX 128

/* And so many links in all are made that way: the list of 1996 has 18,000. */
#define MESH_LINKS_MAX 1000000

/* A day between polls, as in topologies/fidonet-region.gv: our guess. */
#define POLL "poll 1 d "

/* FTS-0001: a random pause of 60 to 180 s between two calls. */
#define RETRY_US (2 * BP_MINUTE_US)

/* A list has one number, so one line, an entry. But mailers dialled again after a minute
 * or two, the whole hour long, where our callers wait twice as long each time: a host's line
 * would be busy whenever they try. So there is one more for every 16 neighbours, up to 8:
 * our guess. */
#define NEIGHBOURS_PER_LINE 16
#define LINES_MAX 8

/* An ISDN call is there at once; our guess. */
#define ISDN_SETUP_US (3 * BP_SECOND_US)

/* A minute to another area: AT&T's night price of 1990; to another country: our guess. */
#define PRICE_FAR_UDOLLARS (130 * 1000)
#define PRICE_ABROAD_UDOLLARS (600 * 1000)

/* What links can have in common; all bytes defined. */
typedef struct {
    guint64 hours;
    gint64 price_udollars;
    guint32 modem;
    guint32 wazoo;
    guint64 poll;
} Kind;

/* A line with its cost. */
typedef struct {
    Kind kind;
    guint32 line;
    gint32 cost;
} Made;

typedef struct {
    BpFidonetList *list;
    GHashTable *made; /* owned, a set of Made */
    guint n_mesh;
} Join;

static guint
hash_kind(gconstpointer data)
{
    const guint8 *bytes = data;
    guint32 hash = 2166136261U; /* FNV-1a */

    for (gsize i = 0; i < sizeof(Kind); i++)
        hash = (hash ^ bytes[i]) * 16777619U;
    return hash;
}

static gboolean
same_kind(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, sizeof(Kind)) == 0;
}

/* `demand Any0900-1000,Any1400-1500`; FALSE if there are more spans than a schedule has
 * room for. */
static gboolean
make_schedule(const Kind *kind, BpSchedule *schedule)
{
    g_autoptr(GString) text = g_string_new(kind->poll ? POLL : "demand ");
    const char *comma = "";

    for (guint i = 0; i < 48 && kind->hours != BP_ALL_HOURS;) {
        guint from = i;

        if (!(kind->hours >> i & 1)) {
            i++;
            continue;
        }
        while (i < 48 && kind->hours >> i & 1)
            i++;
        g_string_append_printf(text, "%sAny%02u%02u-%02u%02u", comma, from / 2,
                               from % 2 * 30, i / 2, i % 2 * 30);
        comma = ",";
    }
    return bp_schedule_parse(text->str, schedule, NULL);
}

/* The fastest that both ends have; where they have nothing in common, 2400 bit/s. */
static guint32
common_modem(const BpFidonetEntry *a, const BpFidonetEntry *b)
{
    guint32 common = a->modems & b->modems, best = 2;

    for (guint32 i = 0; bp_fidonet_modems[i].profile; i++)
        if (common >> i & 1)
            best = i;
    return best;
}

static gint64
price_between(const BpFidonetEntry *a, const BpFidonetEntry *b)
{
    guint32 cents = MAX(a->cents, b->cents);

    if (a->phone == b->phone || a->phone == 0 || b->phone == 0)
        return a->phone != 0 && a->phone == b->phone ? 0 : cents * (gint64)10000;
    if (cents > 0)
        return cents * (gint64)10000;
    return a->phone / 10000 == b->phone / 10000 ? PRICE_FAR_UDOLLARS
                                                : PRICE_ABROAD_UDOLLARS;
}

static BpLine
line_of(const Kind *kind)
{
    const BpFidonetModem *modem = &bp_fidonet_modems[kind->modem];
    const BpLineProfile *profile = bp_line_profile_find(modem->profile);
    gboolean streams = kind->wazoo || profile->bps > 2400;
    BpLine line =
        bp_line_from_profile(profile, bp_protocol_find(streams ? "zmodem" : "fts1"));

    if (modem->bps > 0)
        line.view.bps = modem->bps;
    if (!profile->dial_up)
        line.setup_us = ISDN_SETUP_US;
    line.retry_us = RETRY_US;
    for (guint i = 0; i < BP_N_TARIFFS; i++)
        line.price_udollars[i] = kind->price_udollars;
    return line;
}

static const Made *
find_line(Join *join, const Kind *wanted, guint zone)
{
    Made *made = g_hash_table_lookup(join->made, wanted);
    Kind hour = *wanted;
    BpLine line;

    if (made)
        return made;
    line = line_of(wanted);
    hour.hours = bp_fidonet_zone_hours(zone);
    if (!make_schedule(wanted, &line.schedule))
        make_schedule(&hour, &line.schedule);
    made = g_new0(Made, 1);
    made->kind = *wanted;
    made->line = bp_network_add_line(join->list->importing->network, &line);
    made->cost = bp_cost_of_schedule(&line.schedule);
    g_hash_table_add(join->made, made);
    return made;
}

/* When both take calls, as either may be the caller; where they never do, when one does. */
static guint64
common_hours(const BpFidonetEntry *a, const BpFidonetEntry *b)
{
    if (a->calls_only)
        return b->hours;
    return a->hours & b->hours ? a->hours & b->hours : a->hours | b->hours;
}

static const BpFidonetEntry *
entry_at(const Join *join, guint32 number)
{
    return &g_array_index(join->list->entries, BpFidonetEntry, number);
}

/* @a is the one that polls, if one does. */
static void
link_entries(Join *join, guint32 number_a, guint32 number_b)
{
    const BpFidonetEntry *a = entry_at(join, number_a);
    const BpFidonetEntry *b = entry_at(join, number_b);
    const Made *made;
    Kind kind;

    memset(&kind, 0, sizeof kind);
    kind.hours = common_hours(a, b);
    kind.price_udollars = price_between(a, b);
    kind.modem = common_modem(a, b);
    kind.wazoo = a->wazoo && b->wazoo;
    kind.poll = a->calls_only;
    made = find_line(join, &kind, a->zone);
    bp_network_add_link(join->list->importing->network, number_a, number_b, made->line,
                        made->cost, made->cost);
}

static void
link_up(Join *join)
{
    BpNetwork *network = join->list->importing->network;

    for (guint32 i = 0; i < join->list->entries->len; i++) {
        const BpFidonetEntry *entry = entry_at(join, i);

        if (entry->parent == BP_NONE)
            continue;
        if (entry->rank >= BP_FIDONET_HUB)
            bp_network_edit(network, i)->smart_host = entry->parent;
        link_entries(join, i, entry->parent);
    }
}

/* Those of one rank with the same parent, each with each; so many that it would be too much
 * have their parent, or else the first of them. */
static void
link_group(Join *join, const GArray *members)
{
    guint32 first = g_array_index(members, guint32, 0);
    gboolean mesh = members->len <= MESH_MAX && join->n_mesh < MESH_LINKS_MAX;

    if (mesh)
        join->n_mesh += members->len * (members->len - 1) / 2;
    if (!mesh && entry_at(join, first)->parent != BP_NONE)
        return;
    for (guint i = 0; i < members->len; i++)
        for (guint k = i + 1; k < members->len && (mesh || i == 0); k++)
            link_entries(join, g_array_index(members, guint32, i),
                         g_array_index(members, guint32, k));
}

static void
link_rank(Join *join, BpFidonetRank rank)
{
    g_autoptr(GPtrArray) groups =
        g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    g_autoptr(GHashTable) by_parent = g_hash_table_new(NULL, NULL);

    for (guint32 i = 0; i < join->list->entries->len; i++) {
        const BpFidonetEntry *entry = entry_at(join, i);
        GArray *group = g_hash_table_lookup(by_parent, GUINT_TO_POINTER(entry->parent));

        if (entry->rank != rank)
            continue;
        if (!group) {
            group = g_array_new(FALSE, FALSE, sizeof(guint32));
            g_ptr_array_add(groups, group);
            g_hash_table_insert(by_parent, GUINT_TO_POINTER(entry->parent), group);
        }
        g_array_append_val(group, i);
    }
    for (guint i = 0; i < groups->len; i++)
        link_group(join, g_ptr_array_index(groups, i));
}

/* ---- zones ---- */

/* In zone @from mail for zone @to is collected by node from:from/to (FTS-5000), or by the
 * coordinator where there is no such node. */
static guint32
find_gate(const Join *join, guint from, guint to, guint32 coordinator)
{
    g_autofree char *name = g_strdup_printf("%u:%u/%u", from, from, to);
    guint32 gate = bp_network_find(join->list->importing->network, name);

    return gate == BP_NONE ? coordinator : gate;
}

/* A gate knows what is in its zone and beyond: what it has for others does not go back to
 * who sent it there. */
static void
link_gates(Join *join, guint32 a, guint32 b)
{
    BpNetwork *network = join->list->importing->network;

    bp_network_edit(network, a)->smart_host = BP_NONE;
    bp_network_edit(network, b)->smart_host = BP_NONE;
    link_entries(join, a, b);
}

/* Zones are few: nobody checks all pairs of thousands of zones in a list made to hurt. */
static void
link_zones(Join *join)
{
    g_autoptr(GArray) zones = g_array_new(FALSE, FALSE, sizeof(guint32));

    for (guint32 i = 0; i < join->list->entries->len; i++)
        if (entry_at(join, i)->rank == BP_FIDONET_ZONE && zones->len < MESH_MAX)
            g_array_append_val(zones, i);
    for (guint i = 0; i < zones->len; i++)
        for (guint k = i + 1; k < zones->len; k++) {
            guint32 a = g_array_index(zones, guint32, i);
            guint32 b = g_array_index(zones, guint32, k);
            guint zone_a = entry_at(join, a)->zone, zone_b = entry_at(join, b)->zone;

            link_gates(join, find_gate(join, zone_a, zone_b, a),
                       find_gate(join, zone_b, zone_a, b));
        }
}

static void
give_lines(BpNetwork *network)
{
    guint32 n = bp_network_n_nodes(network);
    g_autofree guint32 *degree = g_new0(guint32, n + 1);

    for (guint32 i = 0; i < bp_network_n_links(network); i++) {
        degree[bp_network_link(network, i).a]++;
        degree[bp_network_link(network, i).b]++;
    }
    for (guint32 i = 0; i < n; i++)
        bp_network_edit(network, i)->lines =
            (guint16)MIN(1 + degree[i] / NEIGHBOURS_PER_LINE, LINES_MAX);
}

void
bp_fidonet_join(BpFidonetList *list)
{
    Join join = {.list = list};

    join.made = g_hash_table_new_full(hash_kind, same_kind, g_free, NULL);
    link_up(&join);
    link_rank(&join, BP_FIDONET_HOST);
    link_rank(&join, BP_FIDONET_REGION);
    link_zones(&join);
    give_lines(list->importing->network);
    g_hash_table_unref(join.made);
}
