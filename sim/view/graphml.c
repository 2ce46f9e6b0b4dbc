/* graphml.c - writes nodes, edges, and what is said of them. */
#include <bangpath/graphml.h>

#include "output.h"

#include <bangpath/calendar.h>
#include <bangpath/plain.h>
#include <bangpath/units.h>
#include <math.h>

/* One attribute: of graph, node or edge; its type in GraphML's words. */
typedef struct {
    const char *of;
    const char *name;
    const char *type;
} Attribute;

enum {
    TITLE,
    VERSION,
    SOURCE,
    SEED,
    BEGIN,
    LENGTH,
    COMPLETE,
    LABEL,
    KIND,
    ORG,
    NETWORKS,
    MAILBOXES,
    LINES,
    RELAY,
    RELAY_AT_END,
    LAT,
    LON,
    SPOOL_LIMIT,
    MAX_RECIPIENTS,
    SMART_HOST,
    DELIVERED,
    SPAM_DELIVERED,
    RELAYED,
    SPOOL,
    NODE_PAID,
    SENT,
    LINE,
    PROTOCOL,
    SCHEDULE,
    SPEED,
    LATENCY,
    SETUP,
    COST_AB,
    COST_BA,
    CALLS,
    BUSY,
    EDGE_PAID,
    BYTES_AB,
    BYTES_BA,
    COPIES_AB,
    COPIES_BA,
    SPAM_AB,
    SPAM_BA,
    N_ATTRIBUTES,
};

static const Attribute attributes[N_ATTRIBUTES] = {
    [TITLE] = {"graph", "title", "string"},
    [VERSION] = {"graph", "bangpath_version", "string"},
    [SOURCE] = {"graph", "source", "string"},
    [SEED] = {"graph", "seed", "long"},
    [BEGIN] = {"graph", "begin_utc", "string"},
    [LENGTH] = {"graph", "length_s", "double"},
    [COMPLETE] = {"graph", "complete", "boolean"},
    [LABEL] = {"node", "label", "string"},
    [KIND] = {"node", "kind", "string"},
    [ORG] = {"node", "org", "string"},
    [NETWORKS] = {"node", "networks", "string"},
    [MAILBOXES] = {"node", "mailboxes", "long"},
    [LINES] = {"node", "lines", "int"},
    [RELAY] = {"node", "relay_at_begin", "string"},
    [RELAY_AT_END] = {"node", "relay_at_end", "string"},
    [LAT] = {"node", "lat_degrees", "double"},
    [LON] = {"node", "lon_degrees", "double"},
    [SPOOL_LIMIT] = {"node", "spool_limit_bytes", "long"},
    [MAX_RECIPIENTS] = {"node", "max_recipients", "long"},
    [SMART_HOST] = {"node", "smart_host", "string"},
    [DELIVERED] = {"node", "delivered_recipient_copies", "long"},
    [SPAM_DELIVERED] = {"node", "spam_delivered_recipient_copies", "long"},
    [RELAYED] = {"node", "relayed_recipient_copies", "long"},
    [SPOOL] = {"node", "spool_at_end_bytes", "long"},
    [NODE_PAID] = {"node", "paid_dollars", "double"},
    [SENT] = {"node", "sent_bytes", "long"},
    [LINE] = {"edge", "line", "string"},
    [PROTOCOL] = {"edge", "protocol", "string"},
    [SCHEDULE] = {"edge", "schedule", "string"},
    [SPEED] = {"edge", "speed_bps", "long"},
    [LATENCY] = {"edge", "latency_s", "double"},
    [SETUP] = {"edge", "setup_s", "double"},
    [COST_AB] = {"edge", "cost_to_target", "long"},
    [COST_BA] = {"edge", "cost_to_source", "long"},
    [CALLS] = {"edge", "calls", "long"},
    [BUSY] = {"edge", "in_use_s", "double"},
    [EDGE_PAID] = {"edge", "paid_dollars", "double"},
    [BYTES_AB] = {"edge", "to_target_bytes", "long"},
    [BYTES_BA] = {"edge", "to_source_bytes", "long"},
    [COPIES_AB] = {"edge", "to_target_copies", "long"},
    [COPIES_BA] = {"edge", "to_source_copies", "long"},
    [SPAM_AB] = {"edge", "to_target_spam_copies", "long"},
    [SPAM_BA] = {"edge", "to_source_spam_copies", "long"},
};

/* ---- values ---- */

/* What XML cannot hold, a terminal could not show either. */
static void
put_text(GString *xml, guint attribute, const char *text)
{
    g_autofree char *plain = bp_plain(text);
    g_autofree char *markup = g_markup_escape_text(plain, -1);

    if (text != NULL && *text != '\0')
        g_string_append_printf(xml, "<data key=\"d%u\">%s</data>", attribute, markup);
}

static void
put_whole(GString *xml, guint attribute, gint64 number)
{
    g_string_append_printf(xml, "<data key=\"d%u\">%" G_GINT64_FORMAT "</data>",
                           attribute, number);
}

/* Nothing for what is not known. */
static void
put_decimals(GString *xml, guint attribute, const char *format, double number)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];

    if (!isfinite(number))
        return;
    g_ascii_formatd(text, sizeof text, format, number);
    g_string_append_printf(xml, "<data key=\"d%u\">%s</data>", attribute, text);
}

static void
put_real(GString *xml, guint attribute, double number)
{
    put_decimals(xml, attribute, "%.6f", number);
}

/* To ten metres; places are kept as floats. */
static void
put_degrees(GString *xml, guint attribute, double degrees)
{
    put_decimals(xml, attribute, "%.4f", degrees);
}

static void
put_seconds(GString *xml, guint attribute, gint64 us)
{
    put_real(xml, attribute, (double)us / (double)BP_SECOND_US);
}

static void
put_dollars(GString *xml, guint attribute, gint64 udollars)
{
    put_real(xml, attribute, (double)udollars / (double)BP_DOLLAR_U);
}

/* ---- the frame ---- */

/* Attributes that a file cannot have are not declared in it. */
static void
begin_graph(GString *xml, const gboolean *used)
{
    g_string_append(xml, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                         "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\"\n"
                         "  xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"\n"
                         "  xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns "
                         "http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n");
    for (guint i = 0; i < N_ATTRIBUTES; i++)
        if (used[i])
            g_string_append_printf(xml,
                                   "  <key id=\"d%u\" for=\"%s\" attr.name=\"%s\" "
                                   "attr.type=\"%s\"/>\n",
                                   i, attributes[i].of, attributes[i].name,
                                   attributes[i].type);
    g_string_append(xml, "  <graph id=\"G\" edgedefault=\"undirected\">\n    ");
}

static GBytes *
end_graph(GString *xml)
{
    g_string_append(xml, "  </graph>\n</graphml>\n");
    return g_string_free_to_bytes(xml);
}

static void
begin_node(GString *xml, guint32 node)
{
    g_string_append_printf(xml, "    <node id=\"n%u\">", node);
}

static void
begin_edge(GString *xml, guint32 link, guint32 a, guint32 b)
{
    g_string_append_printf(xml, "    <edge id=\"e%u\" source=\"n%u\" target=\"n%u\">",
                           link, a, b);
}

/* ---- a run ---- */

static void
put_run(GString *xml, const BpRunDb *run)
{
    const char *seed = bp_run_db_text(run, "seed");
    g_autofree char *begin = bp_format_moment(bp_run_db_begin_unix_s(run), 0);

    put_text(xml, TITLE, bp_run_db_title(run));
    put_text(xml, VERSION, bp_run_db_text(run, "version"));
    put_text(xml, SOURCE, bp_run_db_text(run, "scenario"));
    put_whole(xml, SEED, seed != NULL ? g_ascii_strtoll(seed, NULL, 10) : 0);
    put_text(xml, BEGIN, begin);
    put_seconds(xml, LENGTH, bp_run_db_end_us(run));
    put_text(xml, COMPLETE, bp_run_db_complete(run) ? "true" : "false");
    g_string_append_c(xml, '\n');
}

static void
put_run_node(GString *xml, guint32 number, const BpRunNode *node)
{
    begin_node(xml, number);
    put_text(xml, LABEL, node->name);
    put_text(xml, KIND, node->is_net ? "net" : "host");
    put_text(xml, ORG, node->org);
    put_text(xml, NETWORKS, node->networks);
    put_degrees(xml, LAT, node->lat);
    put_degrees(xml, LON, node->lon);
    if (!node->is_net) {
        put_whole(xml, MAILBOXES, node->mailboxes);
        put_whole(xml, LINES, node->lines);
        put_text(xml, RELAY, node->relay_at_begin);
        put_text(xml, RELAY_AT_END, node->relay_at_end);
        put_whole(xml, DELIVERED, node->delivered);
        put_whole(xml, SPAM_DELIVERED, node->spam_delivered);
        put_whole(xml, RELAYED, node->relayed);
        put_whole(xml, SPOOL, node->spool_bytes_at_end);
        put_dollars(xml, NODE_PAID, node->paid_udollars);
        put_whole(xml, SENT, node->bytes);
    }
    g_string_append(xml, "</node>\n");
}

static void
put_run_link(GString *xml, guint32 number, const BpRunLink *link)
{
    begin_edge(xml, number, link->a, link->b);
    put_text(xml, LINE, link->line);
    put_text(xml, PROTOCOL, link->protocol);
    put_text(xml, SCHEDULE, link->schedule);
    put_whole(xml, SPEED, link->bps);
    put_whole(xml, COST_AB, link->cost_ab);
    put_whole(xml, COST_BA, link->cost_ba);
    put_whole(xml, CALLS, link->calls);
    put_seconds(xml, BUSY, link->line_us);
    put_dollars(xml, EDGE_PAID, link->paid_udollars);
    put_whole(xml, BYTES_AB, link->bytes_ab);
    put_whole(xml, BYTES_BA, link->bytes_ba);
    put_whole(xml, COPIES_AB, link->copies_ab);
    put_whole(xml, COPIES_BA, link->copies_ba);
    put_whole(xml, SPAM_AB, link->spam_ab);
    put_whole(xml, SPAM_BA, link->spam_ba);
    g_string_append(xml, "</edge>\n");
}

GBytes *
bp_graphml_from_run(const BpRunDb *run)
{
    GString *xml = g_string_new(NULL);
    gboolean used[N_ATTRIBUTES];

    for (guint i = 0; i < N_ATTRIBUTES; i++)
        used[i] = i != SPOOL_LIMIT && i != MAX_RECIPIENTS && i != SMART_HOST &&
                  i != LATENCY && i != SETUP;
    begin_graph(xml, used);
    put_run(xml, run);
    for (guint32 i = 0; i < bp_run_db_n_nodes(run); i++)
        put_run_node(xml, i, bp_run_db_node(run, i));
    for (guint32 i = 0; i < bp_run_db_n_links(run); i++)
        put_run_link(xml, i, bp_run_db_link(run, i));
    return end_graph(xml);
}

/* ---- a topology ---- */

static void
put_networks(GString *xml, guint networks)
{
    g_autoptr(GString) names = g_string_new(NULL);

    for (guint i = 0; bp_net_kind_names[i] != NULL; i++)
        if (networks & 1U << i)
            g_string_append_printf(names, "%s%s", names->len > 0 ? "," : "",
                                   bp_net_kind_names[i]);
    put_text(xml, NETWORKS, names->str);
}

static void
put_host(GString *xml, const BpNetwork *network, guint32 number,
         const char *const *relay_names)
{
    BpHost host = bp_network_host(network, number);

    begin_node(xml, number);
    put_text(xml, LABEL, host.name);
    put_text(xml, KIND, host.is_net ? "net" : "host");
    put_text(xml, ORG, bp_network_org(network, number));
    put_networks(xml, host.networks);
    put_degrees(xml, LAT, (double)host.lat);
    put_degrees(xml, LON, (double)host.lon);
    if (!host.is_net) {
        put_whole(xml, MAILBOXES, host.mailboxes);
        put_whole(xml, LINES, host.lines);
        put_text(xml, RELAY, relay_names[host.relay]);
        if (host.spool_bytes > 0)
            put_whole(xml, SPOOL_LIMIT, host.spool_bytes);
        put_whole(xml, MAX_RECIPIENTS, host.max_recipients);
        if (host.smart_host != BP_NONE)
            put_text(xml, SMART_HOST, bp_network_host(network, host.smart_host).name);
    }
    g_string_append(xml, "</node>\n");
}

static void
put_link(GString *xml, const BpNetwork *network, guint32 number)
{
    BpLink link = bp_network_link(network, number);
    const BpLine *line = bp_network_line(network, link.line);
    g_autofree char *schedule = bp_schedule_format(&line->schedule);

    begin_edge(xml, number, link.a, link.b);
    put_text(xml, PROTOCOL, line->protocol->name);
    put_text(xml, SCHEDULE, schedule);
    put_whole(xml, SPEED, line->view.bps);
    put_seconds(xml, LATENCY, line->view.latency_us);
    put_seconds(xml, SETUP, line->setup_us);
    put_whole(xml, COST_AB, link.cost_ab);
    put_whole(xml, COST_BA, link.cost_ba);
    g_string_append(xml, "</edge>\n");
}

GBytes *
bp_graphml_from_network(const BpNetwork *network, const char *source,
                        const char *const *relay_names)
{
    static const guint8 of_run[] = {
        SEED,  BEGIN,    LENGTH,    COMPLETE,  RELAY_AT_END,   DELIVERED, RELAYED,
        SPOOL, SENT,     NODE_PAID, LINE,      SPAM_DELIVERED, EDGE_PAID, CALLS,
        BUSY,  BYTES_AB, BYTES_BA,  COPIES_AB, COPIES_BA,      SPAM_AB,   SPAM_BA,
    };
    GString *xml = g_string_new(NULL);
    gboolean used[N_ATTRIBUTES];

    for (guint i = 0; i < N_ATTRIBUTES; i++)
        used[i] = TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(of_run); i++)
        used[of_run[i]] = FALSE;
    begin_graph(xml, used);
    put_text(xml, TITLE, bp_network_title(network));
    put_text(xml, VERSION, BANGPATH_VERSION);
    put_text(xml, SOURCE, source);
    g_string_append_c(xml, '\n');
    for (guint32 i = 0; i < bp_network_n_nodes(network); i++)
        put_host(xml, network, i, relay_names);
    for (guint32 i = 0; i < bp_network_n_links(network); i++)
        put_link(xml, network, i);
    return end_graph(xml);
}

gboolean
bp_graphml_write(GBytes *graphml, const char *path, gboolean force, GError **error)
{
    return output_write(path, force, graphml, error);
}
