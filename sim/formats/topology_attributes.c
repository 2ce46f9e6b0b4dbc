/* topology_attributes.c - what a topology may say of a graph, a host, a link. */
#include "topology_attributes.h"

#include "graphviz_attributes.h"

#include <bangpath/mailer.h>
#include <bangpath/policy.h>
#include <bangpath/protocol.h>
#include <bangpath/routes.h>
#include <bangpath/tariff.h>
#include <bangpath/units.h>
#include <string.h>

static const char *const kinds[] = {"host", "net", NULL};
static const char *const leaves[] = {"leaves", NULL};

/* Choices that are NULL here are filled in from other tables. */
static const BpParam graph_rows[] = {
    [BP_GRAPH_LABEL] = {"label", BP_PARAM_TEXT, "", 0, 0, NULL, "the topology's title"},
    [BP_GRAPH_NET] = {"net", BP_PARAM_CHOICES, "", 0, 0, bp_net_kind_names,
                      "network of hosts that name none (uucp)"},
    [BP_GRAPH_EPOCH] = {"epoch", BP_PARAM_WHOLE, "", 1970, 2010, NULL,
                        "the year that it shows"},
    [BP_GRAPH_TARIFF] = {"tariff", BP_PARAM_CHOICE, "", 0, 0, NULL,
                         "of dialled links that name neither tariff nor price"},
    [BP_GRAPH_N_ATTRIBUTES] = {.name = NULL},
};

static const BpParam host_rows[] = {
    [BP_HOST_KIND] = {"kind", BP_PARAM_CHOICE, "host", 0, 0, kinds,
                      "a host, or a net that joins all its members"},
    [BP_HOST_NET] = {"net", BP_PARAM_CHOICES, "", 0, 0, bp_net_kind_names,
                     "its networks; a gateway has several"},
    [BP_HOST_RELAY] = {"relay", BP_PARAM_CHOICE, "open", 0, 0, NULL,
                       "what it does with third-party mail"},
    [BP_HOST_HOLES] =
        {"holes", BP_PARAM_CHOICES, "", 0, 0, NULL,
         "what gets by it though it is closed: disguised recipients, or senders who "
         "say "
         "that they are nobody or of its own; unless given, as its mailer has it"},
    [BP_HOST_AUTH] =
        {"auth", BP_PARAM_BOOL, "", 0, 0, NULL,
         "takes its users' mail from anywhere, if they prove who they are; "
         "unless given, as its mailer has it"},
    [BP_HOST_MAILER] = {"mailer", BP_PARAM_CHOICE, "", 0, 0, NULL,
                        "what it takes mail with: gives relay, holes and auth where "
                        "neither the host nor a default in force does"},
    [BP_HOST_LINES] = {"lines", BP_PARAM_WHOLE, "1", 0, 65535, NULL,
                       "calls at once; 0 where it has no dial-up link"},
    [BP_HOST_MAILBOXES] = {"mailboxes", BP_PARAM_WHOLE, "1", 0, 16777216, NULL,
                           "users u0, u1, ..."},
    [BP_HOST_SPOOL] = {"spool", BP_PARAM_BYTES, "", 0, 0, NULL,
                       "room for mail that waits; no limit unless given"},
    [BP_HOST_SERVES] = {"serves", BP_PARAM_CHOICE_OR_NAMES, "", 0, 0, leaves,
                        "hosts that it relays for and to when closed; leaves: the "
                        "neighbours that hang on it alone"},
    [BP_HOST_RELAY_FOR] = {"relay_for", BP_PARAM_NAMES, "", 0, 0, NULL,
                           "hosts that it relays for when closed"},
    [BP_HOST_SMART_HOST] = {"smart_host", BP_PARAM_TEXT, "", 0, 0, NULL,
                            "gets all mail for hosts that are no neighbours"},
    [BP_HOST_MAX_RECIPIENTS] = {"max_recipients", BP_PARAM_WHOLE, "100", 1, 1000000,
                                NULL,
                                "in one SMTP transaction that it receives (RFC 821, "
                                "4.5.3)"},
    [BP_HOST_CONNECTIONS_OUT] =
        {"connections_out", BP_PARAM_WHOLE, "20", 1, 65535, NULL,
         "that it opens over each net at once (qmail's concurrencyremote)"},
    [BP_HOST_CONNECTIONS_IN] =
        {"connections_in", BP_PARAM_WHOLE, "40", 1, 65535, NULL,
         "that it takes over nets at once; more are refused (tcpserver's limit)"},
    [BP_HOST_FALLBACK] = {"fallback", BP_PARAM_TEXT, "", 0, 0, NULL,
                          "its second MX: takes mail for it over a net while it does "
                          "not answer, and serves it"},
    [BP_HOST_CROSSING] =
        {"crossing", BP_PARAM_DURATION, "0 s", 0, 10 * BP_SECOND_US, NULL,
         "of a net: one way across it, besides the access lines at both ends"},
    [BP_HOST_LAT] = {"lat", BP_PARAM_TEXT, "", 0, 0, NULL, "degrees north, -90 to 90"},
    [BP_HOST_LON] = {"lon", BP_PARAM_TEXT, "", 0, 0, NULL, "degrees east, -180 to 180"},
    [BP_HOST_TZ] = {"tz", BP_PARAM_ZONE, "", 0, 0, NULL,
                    "offset from UTC; else from longitude, else UTC"},
    [BP_HOST_CLOCK] = {"clock", BP_PARAM_TEXT, "", 0, 0, NULL,
                       "how wrong it is, such as 5 min fast or 90 s slow: its calls "
                       "come early or late"},
    [BP_HOST_ORG] = {"org", BP_PARAM_TEXT, "", 0, 0, NULL, "whose it is"},
    [BP_HOST_MACHINE] = {"machine", BP_PARAM_TEXT, "", 0, 0, NULL, "what it runs on"},
    [BP_HOST_N_ATTRIBUTES] = {.name = NULL},
};

static const BpParam link_rows[] = {
    [BP_LINK_LINE] = {"line", BP_PARAM_CHOICE, "", 0, 0, NULL, "a line by name"},
    [BP_LINK_COST] =
        {"cost", BP_PARAM_TEXT, "", 0, 0, NULL,
         "pathalias's cost of the way as written; follows from the schedule "
         "unless given"},
    [BP_LINK_COST_BACK] = {"cost_back", BP_PARAM_TEXT, "", 0, 0, NULL,
                           "of the way back; the same unless given"},
    [BP_LINK_SCHEDULE] = {"schedule", BP_PARAM_TEXT, "", 0, 0, NULL,
                          "permanent, demand, poll 4 h, Never, or windows such as "
                          "Wk2300-0800,Sa,Su, Any/Z,Any2305-0855 or Any;10"},
    [BP_LINK_SCHEDULE_BACK] = {"schedule_back", BP_PARAM_TEXT, "", 0, 0, NULL,
                               "of calls by the end named last: demand, windows or "
                               "Never; the same unless given"},
    [BP_LINK_PROTOCOL] = {"protocol", BP_PARAM_CHOICE, "", 0, 0, NULL,
                          "how files cross it; follows from the network unless given"},
    [BP_LINK_SPEED] = {"speed", BP_PARAM_SPEED, "", 0, 0, NULL, "bits a second"},
    [BP_LINK_LATENCY] = {"latency", BP_PARAM_DURATION, "", 0, 0, NULL, "one way"},
    [BP_LINK_WAY] =
        {"way", BP_PARAM_DURATION, "", 0, 0, NULL,
         "of an access line: how much of its latency is distance, which the "
         "great circle between two places on the net takes the place of"},
    [BP_LINK_TURNAROUND] =
        {"turnaround", BP_PARAM_DURATION, "", 0, 0, NULL,
         "what a half-duplex modem adds at each change of direction"},
    [BP_LINK_ERRORS] = {"errors", BP_PARAM_TEXT, "", 0, 0, NULL,
                        "damaged bits of all, such as 1e-5, from 0 to 0.01"},
    [BP_LINK_SPOOF] =
        {"spoof", BP_PARAM_BOOL, "", 0, 0, NULL,
         "the modem answers the packets of UUCP's g itself, and mends them"},
    [BP_LINK_SETUP] = {"setup", BP_PARAM_DURATION, "", 0, 0, NULL,
                       "from dialling to carrier"},
    [BP_LINK_PRICE] = {"price", BP_PARAM_TEXT, "", 0, 0, NULL,
                       "0.25 $/min, or 0.25/0.17/0.13 $/min by day, evening, night"},
    [BP_LINK_PRICE_FIRST] = {"price_first", BP_PARAM_TEXT, "", 0, 0, NULL,
                             "of a call's first minute, where it is not the price of "
                             "the others; written like price"},
    [BP_LINK_TARIFF] = {"tariff", BP_PARAM_CHOICE, "", 0, 0, NULL,
                        "list prices by distance and time of day: usa is of the year "
                        "that epoch names, local is free"},
    [BP_LINK_RENT] = {"rent", BP_PARAM_TEXT, "", 0, 0, NULL,
                      "of the line, such as 1000 $/month"},
    [BP_LINK_PAYER] =
        {"payer", BP_PARAM_CHOICE, "usual", 0, 0, bp_pays_names,
         "usual: the caller, else the sender, and half of a rent each; called: a "
         "toll-free number; a, b: the end named first, last"},
    [BP_LINK_DROPS] = {"drops", BP_PARAM_RATE, "", 0, 0, NULL,
                       "line drops while connected, such as 0.2 / h"},
    [BP_LINK_RETRY] =
        {"retry", BP_PARAM_DURATION, "5 min", BP_SECOND_US, BP_RETRY_CAP_US, NULL,
         "wait after the first failed call; doubles (HoneyDanBer, parms.h)"},
    [BP_LINK_RETRY_RULE] =
        {"retry_rule", BP_PARAM_CHOICE, "doubling", 0, 0, bp_retry_rule_names,
         "doubling: at once when the wait is over; hdb: the same, at the next run of "
         "uusched; taylor: 10 min, 20 min, ..., once a day after 26; fixed: always "
         "retry; fts1: 60 to 180 s by chance"},
    [BP_LINK_MAX_CALL] = {"max_call", BP_PARAM_DURATION, "", BP_SECOND_US,
                          7 * BP_DAY_US, NULL,
                          "a call begins no more files then; the rest goes in another, "
                          "after retry; no limit unless given"},
    [BP_LINK_GRADES] =
        {"grades", BP_PARAM_CHOICE, "one", 0, 0, bp_grades_names,
         "one: all mail is of grade C, first come, first served; size: "
         "the larger the less urgent, as on uunet (D over 10 KB, then at "
         "each doubling: our guess)"},
};

typedef struct {
    BpParam graph[G_N_ELEMENTS(graph_rows)];
    BpParam host[G_N_ELEMENTS(host_rows)];
    BpParam link[BP_LINK_ATTRIBUTES_MAX + 1];
    const char **relays;                     /* owned: names and aliases */
    const char **holes;                      /* owned: names, and none */
    guint8 relay_policy[64];                 /* index into bp_policies of each */
    const char **known[BP_TOPOLOGY_N_PARTS]; /* owned: ours, then Graphviz's */
} Tables;

static void
fill_relays(Tables *tables)
{
    GPtrArray *names = g_ptr_array_new();

    for (guint i = 0; bp_policies[i]; i++) {
        const BpPolicy *policy = bp_policies[i];

        if (!policy->is_relay_state)
            continue;
        g_assert(names->len + 2 <= G_N_ELEMENTS(tables->relay_policy));
        tables->relay_policy[names->len] = (guint8)i;
        g_ptr_array_add(names, (gpointer)policy->name);
        if (!policy->alias)
            continue;
        tables->relay_policy[names->len] = (guint8)i;
        g_ptr_array_add(names, (gpointer)policy->alias);
    }
    g_ptr_array_add(names, NULL);
    tables->relays = (const char **)g_ptr_array_free(names, FALSE);
}

static void
fill_holes(Tables *tables)
{
    GPtrArray *names = g_ptr_array_new();

    for (guint i = 0; bp_hole_names[i]; i++)
        g_ptr_array_add(names, (gpointer)bp_hole_names[i]);
    g_ptr_array_add(names, (gpointer) "none");
    g_ptr_array_add(names, NULL);
    tables->holes = (const char **)g_ptr_array_free(names, FALSE);
}

/* A parameter that several protocols have stands once. */
static void
fill_protocol_params(Tables *tables)
{
    guint n = BP_LINK_PARAMS;

    for (guint i = 0; bp_protocols[i]; i++)
        for (const BpParam *row = bp_protocols[i]->params; row && row->name; row++) {
            if (bp_param_find(tables->link, row->name) >= 0)
                continue;
            g_assert(n < BP_LINK_ATTRIBUTES_MAX);
            tables->link[n++] = (BpParam){.name = row->name,
                                          .kind = row->kind,
                                          .fallback = "",
                                          .min = row->min,
                                          .max = row->max,
                                          .choices = row->choices,
                                          .help = row->help};
        }
}

static void
fill_known(Tables *tables)
{
    for (BpTopologyPart part = 0; part < BP_TOPOLOGY_N_PARTS; part++) {
        const BpParam *const rows[] = {tables->graph, tables->host, tables->link};
        GPtrArray *names = g_ptr_array_new();

        for (const BpParam *row = rows[part]; row->name; row++)
            g_ptr_array_add(names, (gpointer)row->name);
        for (guint i = 0; bp_graphviz_attributes[i]; i++)
            g_ptr_array_add(names, (gpointer)bp_graphviz_attributes[i]);
        g_ptr_array_add(names, NULL);
        tables->known[part] = (const char **)g_ptr_array_free(names, FALSE);
    }
}

/* Made once and kept: constant tables that only cannot be written down as such. */
static const Tables *
get_tables(void)
{
    static gsize made = 0;
    static Tables tables;

    if (g_once_init_enter(&made)) {
        memcpy(tables.graph, graph_rows, sizeof graph_rows);
        memcpy(tables.host, host_rows, sizeof host_rows);
        memcpy(tables.link, link_rows, sizeof link_rows);
        fill_relays(&tables);
        tables.host[BP_HOST_RELAY].choices = tables.relays;
        fill_holes(&tables);
        tables.host[BP_HOST_HOLES].choices = tables.holes;
        tables.host[BP_HOST_MAILER].choices = bp_mailer_names();
        tables.graph[BP_GRAPH_TARIFF].choices = bp_tariff_names();
        tables.link[BP_LINK_TARIFF].choices = tables.graph[BP_GRAPH_TARIFF].choices;
        tables.link[BP_LINK_LINE].choices = bp_line_profile_names();
        tables.link[BP_LINK_PROTOCOL].choices = bp_protocol_names();
        fill_protocol_params(&tables);
        fill_known(&tables);
        g_once_init_leave(&made, 1);
    }
    return &tables;
}

const BpParam *
bp_topology_params(BpTopologyPart part)
{
    const Tables *tables = get_tables();

    switch (part) {
    case BP_TOPOLOGY_GRAPH:
        return tables->graph;
    case BP_TOPOLOGY_HOST:
        return tables->host;
    default:
        return tables->link;
    }
}

const char *
bp_topology_nearest(BpTopologyPart part, const char *name)
{
    return bp_nearest(name, get_tables()->known[part]);
}

guint
bp_topology_relay(gint64 choice)
{
    return get_tables()->relay_policy[choice];
}
