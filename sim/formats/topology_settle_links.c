/* topology_settle_links.c - the end of the file: what line each link comes to. */
#include "topology_private.h"

#include <bangpath/conversation.h>
#include <bangpath/protocol.h>
#include <bangpath/routes.h>
#include <bangpath/tariff.h>
#include <bangpath/units.h>
#include <math.h>
#include <string.h>

/* A link in hand, with what complaints need. */
typedef struct {
    BpTopology *topology;
    const BpLinkRecord *link;
    const BpLinkSettings *settings;
    gboolean access;
    guint8 networks;
    const BpTariffTable *tariff; /* nullable */
    const char *tariff_name;     /* nullable: calls are charged by none */
    guint8 band;
    gboolean good;
} Settling;

static void complain(Settling *settling, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void
complain(Settling *settling, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list args;

    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);
    bp_topology_link_problem(settling->topology, settling->link->a, settling->link->b,
                             settling->link->line, "%s", text);
    settling->good = FALSE;
}

static gboolean
is_explicit(const Settling *settling, guint attribute)
{
    return (settling->settings->explicit >> attribute) & 1;
}

/* The number that attribute @attribute was given, or @fallback. */
static gint64
number_of(const Settling *settling, guint attribute, gint64 fallback)
{
    const char *text = settling->settings->value[attribute];
    BpValue value = {0};
    gint64 number = fallback;

    if (text && bp_topology_value(BP_TOPOLOGY_LINK, attribute, text, &value, NULL))
        number = value.number;
    bp_value_clear(&value);
    return number;
}

static const BpProtocol *
choose_protocol(Settling *settling)
{
    static const char *const by_network[] = {"g", "fts1", "nje", "smtp"};
    const char *name = settling->settings->value[BP_LINK_PROTOCOL];

    if (name)
        return bp_protocol_find(name);
    for (guint i = 0; i < G_N_ELEMENTS(by_network); i++)
        if (settling->networks & (1u << i))
            return bp_protocol_find(by_network[i]);
    complain(settling, "its ends have no network in common: give protocol=...");
    return NULL;
}

static void
settle_schedule(Settling *settling, BpLine *line)
{
    const char *text = settling->settings->value[BP_LINK_SCHEDULE];
    BpSchedule schedule;

    if (!settling->access) {
        if (text)
            bp_schedule_parse(text, &line->schedule, NULL);
        return;
    }
    if (text && is_explicit(settling, BP_LINK_SCHEDULE) &&
        bp_schedule_parse(text, &schedule, NULL) &&
        schedule.kind != BP_SCHEDULE_PERMANENT)
        complain(settling,
                 "schedule = \"%s\": expected permanent, as every access line "
                 "of a net is",
                 text);
    bp_schedule_parse("permanent", &line->schedule, NULL);
}

/* Of calls by the other end, where these go by windows of their own. */
static void
settle_schedule_back(Settling *settling, BpLine *line)
{
    const char *text = settling->settings->value[BP_LINK_SCHEDULE_BACK];
    gboolean has_own = line->schedule.kind == BP_SCHEDULE_DEMAND ||
                       line->schedule.kind == BP_SCHEDULE_NEVER;

    if (text && has_own)
        bp_schedule_parse(text, &line->schedule_back, NULL);
    else if (text && is_explicit(settling, BP_LINK_SCHEDULE_BACK))
        complain(
            settling,
            "schedule_back = \"%s\": expected none: nobody calls back on a line that "
            "is permanent, or polled by the end named first",
            text);
    if (line->schedule.kind == BP_SCHEDULE_NEVER &&
        line->schedule_back.kind != BP_SCHEDULE_DEMAND)
        complain(settling, "neither end ever calls: expected schedule or schedule_back "
                           "other than Never");
}

/* Retry minutes in the schedule are the fixed wait of HoneyDanBer and Taylor. */
static void
settle_retry(Settling *settling, BpLine *line)
{
    const char *const *value = settling->settings->value;

    line->retry_us = number_of(settling, BP_LINK_RETRY, line->retry_us);
    line->retry_rule =
        (gint32)number_of(settling, BP_LINK_RETRY_RULE, line->retry_rule);
    if (line->schedule.retry_us == 0)
        return;
    if (is_explicit(settling, BP_LINK_SCHEDULE) &&
        ((value[BP_LINK_RETRY] && is_explicit(settling, BP_LINK_RETRY)) ||
         (value[BP_LINK_RETRY_RULE] && is_explicit(settling, BP_LINK_RETRY_RULE))))
        complain(settling, "retry is given twice: expected the minutes behind the ; of "
                           "schedule, or retry and retry_rule");
    line->retry_us = line->schedule.retry_us;
    line->retry_rule = BP_RETRY_FIXED;
    line->schedule.retry_us = 0;
}

/* Where a price and a tariff are in force the one on the link itself holds. */
static void
choose_tariff(Settling *settling)
{
    const BpTopology *topology = settling->topology;
    const char *const *value = settling->settings->value;
    gboolean own_price = value[BP_LINK_PRICE] && is_explicit(settling, BP_LINK_PRICE);
    gboolean own_tariff =
        value[BP_LINK_TARIFF] && is_explicit(settling, BP_LINK_TARIFF);
    const char *name = value[BP_LINK_TARIFF];
    const BpHost *a = bp_network_edit(topology->network, settling->link->a);
    const BpHost *b = bp_network_edit(topology->network, settling->link->b);
    double distance_mi = BP_DISTANCE_UNKNOWN;

    if (!name && !value[BP_LINK_PRICE])
        name = topology->tariff;
    if (!name || settling->access || (own_price && !own_tariff))
        return;

    settling->tariff_name = name;
    settling->tariff = bp_tariff_find(name, topology->epoch);
    if (!isnan(a->lat) && !isnan(a->lon) && !isnan(b->lat) && !isnan(b->lon))
        distance_mi = bp_distance_mi((double)a->lat, (double)a->lon, (double)b->lat,
                                     (double)b->lon);
    if (settling->tariff)
        settling->band = (guint8)bp_tariff_band(settling->tariff, distance_mi);
}

static void
settle_price(Settling *settling, BpLine *line)
{
    const char *const *value = settling->settings->value;
    gint64 first_udollars[BP_N_TARIFFS];

    if (value[BP_LINK_PRICE])
        bp_topology_price(value[BP_LINK_PRICE], line->price_udollars, NULL);
    if (value[BP_LINK_PRICE_FIRST] &&
        bp_topology_price(value[BP_LINK_PRICE_FIRST], first_udollars, NULL))
        for (guint i = 0; i < BP_N_TARIFFS; i++)
            line->first_udollars[i] = first_udollars[i] - line->price_udollars[i];
}

static void
settle_tariff(Settling *settling, BpLine *line)
{
    const char *const *value = settling->settings->value;
    gboolean explicit = is_explicit(settling, BP_LINK_TARIFF);

    if (line->schedule.kind == BP_SCHEDULE_PERMANENT) {
        if (value[BP_LINK_TARIFF] && explicit)
            complain(settling,
                     "tariff = \"%s\": expected none: it is for calls, and the "
                     "line is permanent; rent is what that costs",
                     value[BP_LINK_TARIFF]);
        memset(line->first_udollars, 0, sizeof line->first_udollars);
        return;
    }
    if (value[BP_LINK_TARIFF] && explicit && value[BP_LINK_PRICE] &&
        is_explicit(settling, BP_LINK_PRICE))
        complain(settling, "price is given twice: expected price or tariff");
    if (settling->tariff_name)
        bp_tariff_apply(settling->tariff, settling->band, line);
}

/* On a line that is always there nobody calls; on an access line the member pays. */
static void
settle_payer(Settling *settling, BpLine *line)
{
    gint64 pays = number_of(settling, BP_LINK_PAYER, BP_PAYS_USUAL);
    gboolean of_call = pays == BP_PAYS_CALLER || pays == BP_PAYS_CALLED;
    gboolean permanent = line->schedule.kind == BP_SCHEDULE_PERMANENT;

    if (pays == BP_PAYS_USUAL)
        return;
    if (!settling->access && !(of_call && permanent)) {
        line->pays = (gint32)pays;
        return;
    }
    if (is_explicit(settling, BP_LINK_PAYER))
        complain(settling, "payer = \"%s\": expected %s", bp_pays_names[pays],
                 settling->access ? "none: a member of a net pays for its line itself"
                                  : "a, b or both: nobody calls on a permanent line");
}

static void
complain_of_param(Settling *settling, const BpProtocol *protocol, const char *name)
{
    g_autofree const char **names =
        protocol->params ? bp_param_names(protocol->params) : NULL;
    g_autofree char *known =
        names && names[0] ? g_strjoinv(", ", (char **)(gpointer)names) : NULL;

    complain(settling, "%s: protocol %s has no such parameter%s%s", name,
             protocol->name, known ? "; it has: " : "", known ? known : "");
}

static void
settle_params(Settling *settling, const BpProtocol *protocol, BpLine *line)
{
    const BpParam *rows = bp_topology_params(BP_TOPOLOGY_LINK);

    for (guint i = BP_LINK_PARAMS; rows[i].name; i++) {
        const char *text = settling->settings->value[i];
        int place =
            protocol->params ? bp_param_find(protocol->params, rows[i].name) : -1;
        g_autoptr(GError) error = NULL;
        BpValue value = {0};

        if (!text)
            continue;
        if (place < 0) {
            if (is_explicit(settling, i))
                complain_of_param(settling, protocol, rows[i].name);
            continue;
        }
        if (bp_param_parse(&protocol->params[place], text, 0, &value, &error))
            line->protocol_params[place] = value.number;
        else
            complain(settling, "%s = \"%s\": expected %s", rows[i].name, text,
                     error->message);
        bp_value_clear(&value);
    }
}

/* A link with a speed of its own and no profile: wires that are always there have
 * protocols of their own, and the rest is dialled. */
static BpLine
line_of_speed(const Settling *settling, const BpProtocol *protocol)
{
    gboolean wire = settling->access || strcmp(protocol->name, "plain") == 0 ||
                    strcmp(protocol->name, "nje") == 0;
    BpLineProfile profile = {.name = "", .bps = 1, .dial_up = !wire};

    return bp_line_from_profile(&profile, protocol);
}

/* UUCP gives up a packet that takes too long. */
static void
check_packets(Settling *settling, const BpLine *line)
{
    BpTalk talk = {.protocol = line->protocol, .p = line->protocol_params};
    g_autofree char *time = NULL;

    talk.line = line->view;
    if (!line->protocol->uucp || bp_talk_is_possible(&talk))
        return;
    time = bp_format_duration(bp_talk_packet_us(&talk));
    complain(settling,
             "a packet takes %s at %" G_GINT64_FORMAT
             " bps: expected a smaller packet=..., as %s waits 10 s for one",
             time, line->view.bps, line->protocol->name);
}

/* Who says how long it is has said all, unless he says how much of it is distance. Only
 * on nets does that count. */
static void
settle_latency(Settling *settling, BpLine *line)
{
    const char *const *value = settling->settings->value;
    const char *name = value[BP_LINK_LINE];
    gint64 way_us = 0;

    if (settling->access && name && !value[BP_LINK_LATENCY])
        way_us = bp_line_profile_find(name)->way_us;

    line->view.latency_us = number_of(settling, BP_LINK_LATENCY, line->view.latency_us);
    line->way_us = number_of(settling, BP_LINK_WAY, way_us);
    if (line->way_us > line->view.latency_us)
        complain(settling,
                 "its way is longer than its latency: expected way up to "
                 "%" G_GINT64_FORMAT " us",
                 line->view.latency_us);
    if (!settling->access && line->way_us > 0)
        complain(settling, "way is for the access lines of nets");
}

/* Fills in @line. FALSE after a complaint. */
static gboolean
make_line(Settling *settling, BpLine *line)
{
    const char *const *value = settling->settings->value;
    const BpProtocol *protocol = choose_protocol(settling);

    if (!value[BP_LINK_LINE] && !value[BP_LINK_SPEED]) {
        if (settling->topology->line_refused)
            return FALSE;
        complain(settling, "it has no line: expected line=v22bis or another, or "
                           "speed=\"2400 bps\"");
    }
    if (!protocol || !settling->good)
        return FALSE;

    *line =
        value[BP_LINK_LINE]
            ? bp_line_from_profile(bp_line_profile_find(value[BP_LINK_LINE]), protocol)
            : line_of_speed(settling, protocol);
    settle_schedule(settling, line);
    settle_schedule_back(settling, line);
    settle_params(settling, protocol, line);
    line->view.bps = number_of(settling, BP_LINK_SPEED, line->view.bps);
    settle_latency(settling, line);
    line->view.turnaround_us =
        number_of(settling, BP_LINK_TURNAROUND, line->view.turnaround_us);
    line->view.bit_errors = number_of(settling, BP_LINK_ERRORS, line->view.bit_errors);
    line->view.spoofs = number_of(settling, BP_LINK_SPOOF, line->view.spoofs);
    line->setup_us = number_of(settling, BP_LINK_SETUP, line->setup_us);
    line->drop_interval_us = number_of(settling, BP_LINK_DROPS, line->drop_interval_us);
    line->max_call_us = number_of(settling, BP_LINK_MAX_CALL, line->max_call_us);
    line->grades = (gint32)number_of(settling, BP_LINK_GRADES, line->grades);
    line->rent_udollars = number_of(settling, BP_LINK_RENT, line->rent_udollars);
    settle_retry(settling, line);
    settle_price(settling, line);
    settle_tariff(settling, line);
    settle_payer(settling, line);
    check_packets(settling, line);
    return settling->good;
}

/* Links with the same settings and the same kind of ends are worked out once, unless
 * there is something to complain of each. */
static const BpLinkWay *
find_way(BpTopology *topology, const BpLinkRecord *link, gboolean access,
         guint8 networks)
{
    BpLinkSettings *settings = topology->link_settings->pdata[link->settings];
    Settling settling = {.topology = topology,
                         .link = link,
                         .settings = settings,
                         .access = access,
                         .networks = networks,
                         .good = TRUE};
    BpLinkWay *way = settings->ways;
    BpLine line;

    choose_tariff(&settling);
    while (way && (way->access != access || way->networks != networks ||
                   way->band != settling.band))
        way = way->next;
    if (way && way->good)
        return way;
    if (!way) {
        way = g_new0(BpLinkWay, 1);
        way->next = settings->ways;
        way->access = access;
        way->networks = networks;
        way->band = settling.band;
        settings->ways = way;
    }
    way->good = make_line(&settling, &line);
    if (way->good) {
        way->line = bp_network_add_line(topology->network, &line);
        way->cost = way->cost_back = bp_cost_of_schedule(&line.schedule);
        if (line.schedule_back.kind != BP_SCHEDULE_PERMANENT)
            way->cost_back = bp_cost_of_schedule(&line.schedule_back);
    }
    return way;
}

/* Whether a link's end needs a line of the host's own to call or be called. */
static void
check_lines(BpTopology *topology, const BpLinkRecord *link, guint32 host)
{
    if (bp_network_edit(topology->network, host)->lines == 0)
        bp_topology_link_problem(topology, link->a, link->b, link->line,
                                 "it is dialled, but \"%s\" has lines=0",
                                 bp_network_edit(topology->network, host)->name);
}

static void
settle_link(BpTopology *topology, const BpLinkRecord *link, guint8 *has_members)
{
    BpNetwork *network = topology->network;
    const BpHost *a = bp_network_edit(network, link->a);
    const BpHost *b = bp_network_edit(network, link->b);
    gboolean access = a->is_net || b->is_net;
    guint8 networks = a->is_net   ? a->networks
                      : b->is_net ? b->networks
                                  : (guint8)(a->networks & b->networks);
    const BpLinkWay *way;
    gint32 there, back;

    if (a->is_net && b->is_net) {
        bp_topology_link_problem(topology, link->a, link->b, link->line,
                                 "both are nets: expected a host that joins them");
        return;
    }
    has_members[link->a] = has_members[link->b] = 1;
    way = find_way(topology, link, access, networks);
    if (!way->good)
        return;
    if (!access &&
        bp_network_line(network, way->line)->schedule.kind != BP_SCHEDULE_PERMANENT) {
        check_lines(topology, link, link->a);
        check_lines(topology, link, link->b);
    }

    there = link->cost >= 0 ? link->cost : way->cost;
    back = link->cost_back >= 0 ? link->cost_back
           : link->cost >= 0    ? there
                                : way->cost_back;
    if (a->is_net)
        bp_network_add_link(network, link->b, link->a, way->line, back, there);
    else
        bp_network_add_link(network, link->a, link->b, way->line, there, back);
}

/* Each block of links goes when its links are in the network. */
void
bp_topology_settle_links(BpTopology *topology)
{
    g_autofree guint8 *has_members = g_new0(guint8, topology->hosts->len + 1);

    for (guint32 i = 0; i < topology->n_links; i++) {
        settle_link(topology, bp_topology_link_at(topology, i), has_members);
        if ((i + 1) % BP_LINK_BLOCK == 0)
            g_clear_pointer(&topology->links->pdata[i / BP_LINK_BLOCK], g_free);
    }
    for (guint32 host = 0; host < topology->hosts->len; host++)
        if (!has_members[host] && bp_network_edit(topology->network, host)->is_net)
            bp_topology_problem(topology, host,
                                g_array_index(topology->hosts, BpHostState, host).line,
                                "a net without members: expected edges to hosts");
}
