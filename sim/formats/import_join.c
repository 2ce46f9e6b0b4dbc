/* import_join.c - several networks become one; who serves whom. */
#include "import_private.h"

#include <bangpath/line.h>
#include <bangpath/protocol.h>
#include <bangpath/routes.h>
#include <string.h>

/* A gateway that the user named: its two halves in the networks that were made. */
typedef struct {
    guint made[2];
    guint32 host[2];
    gboolean one; /* one machine, not two side by side */
} Gateway;

typedef struct {
    const BpImportMade *made; /* borrowed */
    guint n_made;
    GArray *gateways; /* owned, of Gateway */
    guint32 **host;   /* owned: by made and host, the host in the whole */
    BpNetwork *whole; /* owned until it is handed over */
    BpProblems *notes;
    BpProblems *problems;
} Join;

/* ---- gateways ---- */

/* Looks for the two names in two different networks, in the order they were given. */
static gboolean
find_halves(const Join *join, const char *a, const char *b, Gateway *gateway)
{
    for (guint i = 0; i < join->n_made; i++)
        for (guint k = 0; k < join->n_made; k++) {
            guint32 host_a = bp_network_find(join->made[i].network, a);
            guint32 host_b = bp_network_find(join->made[k].network, b);

            if (i == k || host_a == BP_NONE || host_b == BP_NONE)
                continue;
            gateway->made[0] = i;
            gateway->made[1] = k;
            gateway->host[0] = host_a;
            gateway->host[1] = host_b;
            return TRUE;
        }
    return FALSE;
}

static gboolean
is_known(const Join *join, const char *name)
{
    for (guint i = 0; i < join->n_made; i++)
        if (bp_network_find(join->made[i].network, name) != BP_NONE)
            return TRUE;
    return FALSE;
}

static void
complain_of_name(const Join *join, const char *gateway, const char *name)
{
    const char *nearest = NULL;

    for (guint i = 0; i < join->n_made && !nearest; i++)
        nearest = bp_network_nearest(join->made[i].network, name);
    bp_problems_add(join->problems, NULL, 0,
                    "--gateway %s: there is no host \"%s\"%s%s%s", gateway, name,
                    nearest ? "; did you mean \"" : "", nearest ? nearest : "",
                    nearest ? "\"?" : "");
}

/* A machine is one host of a network: else two hosts of one network would become one. */
static gboolean
is_taken(const Join *join, const Gateway *gateway)
{
    for (guint i = 0; i < join->gateways->len; i++) {
        const Gateway *other = &g_array_index(join->gateways, Gateway, i);

        for (guint k = 0; k < 4 && gateway->one && other->one; k++)
            if (gateway->made[k / 2] == other->made[k % 2] &&
                gateway->host[k / 2] == other->host[k % 2])
                return TRUE;
    }
    return FALSE;
}

static void
read_gateway(Join *join, const char *text)
{
    gsize at = strcspn(text, "=+");
    g_autofree char *a = g_strndup(text, at);
    const char *b = text[at] ? text + at + 1 : "";
    Gateway gateway = {.one = text[at] == '='};

    if (*a == '\0' || *b == '\0') {
        bp_problems_add(join->problems, NULL, 0,
                        "--gateway %s: expected A=B for one machine, or A+B for two "
                        "side by side, such as 1:105/42=tektronix",
                        text);
        return;
    }
    if (!is_known(join, a) || !is_known(join, b)) {
        complain_of_name(join, text, is_known(join, a) ? b : a);
        return;
    }
    if (!find_halves(join, a, b, &gateway)) {
        bp_problems_add(join->problems, NULL, 0,
                        "--gateway %s: both are hosts of one network: expected hosts "
                        "of two",
                        text);
        return;
    }
    if (is_taken(join, &gateway)) {
        bp_problems_add(join->problems, NULL, 0,
                        "--gateway %s: one of them is another machine already: "
                        "expected a host once, or A+B",
                        text);
        return;
    }
    g_array_append_val(join->gateways, gateway);
}

/* ---- hosts ---- */

/* The host of the whole that this one is the other half of, or BP_NONE. */
static guint32
find_other_half(const Join *join, guint made, guint32 host)
{
    for (guint i = 0; i < join->gateways->len; i++) {
        const Gateway *gateway = &g_array_index(join->gateways, Gateway, i);

        for (guint k = 0; k < 2; k++)
            if (gateway->one && gateway->made[k] == made && gateway->host[k] == host)
                return join->host[gateway->made[1 - k]][gateway->host[1 - k]];
    }
    return BP_NONE;
}

/* The name of a gateway is that which stood first. */
static const char *
find_name(const Join *join, guint made, guint32 host)
{
    for (guint i = 0; i < join->gateways->len; i++) {
        const Gateway *gateway = &g_array_index(join->gateways, Gateway, i);

        if (gateway->one && gateway->made[1] == made && gateway->host[1] == host)
            return bp_network_host(join->made[gateway->made[0]].network,
                                   gateway->host[0])
                .name;
    }
    return bp_network_host(join->made[made].network, host).name;
}

static guint32
make_host(Join *join, guint made, guint32 host)
{
    const char *name = find_name(join, made, host);
    g_autofree char *other = NULL;

    if (bp_network_find(join->whole, name) != BP_NONE) {
        other = g_strdup_printf("%s.%s", name, join->made[made].import->name);
        while (bp_network_find(join->whole, other) != BP_NONE) {
            char *longer = g_strconcat(other, "x", NULL);

            g_free(other);
            other = longer;
        }
        bp_problems_add(
            join->notes, NULL, 0,
            "host \"%s\" of %s is called \"%s\": another network has one of "
            "that name",
            name, join->made[made].import->name, other);
        name = other;
    }
    return bp_network_node(join->whole, name, NULL);
}

/* What both halves say of a machine: the first is right, the second adds to it. */
static void
merge_host(BpHost *into, const BpHost *other)
{
    into->networks |= other->networks;
    into->mailboxes = MAX(into->mailboxes, other->mailboxes);
    into->lines = (guint16)MIN(into->lines + other->lines, G_MAXUINT16);
    if (into->lat != into->lat) {
        into->lat = other->lat;
        into->lon = other->lon;
    }
    /* Mail hours are kept in UTC, whatever the machine's other network does. */
    if (into->tz_minutes == BP_TZ_UNKNOWN || (other->networks & BP_NET_FIDONET))
        into->tz_minutes = other->tz_minutes;
}

static void
add_host(Join *join, guint made, guint32 host)
{
    const BpNetwork *from = join->made[made].network;
    const char *org = bp_network_org(from, host);
    const char *machine = bp_network_machine(from, host);
    guint32 at = find_other_half(join, made, host);
    gboolean fresh = at == BP_NONE;
    BpHost copy = bp_network_host(from, host);

    if (fresh)
        at = make_host(join, made, host);
    join->host[made][host] = at;
    if (org && (fresh || !bp_network_org(join->whole, at)))
        bp_network_set_org(join->whole, at, org);
    if (machine && (fresh || !bp_network_machine(join->whole, at)))
        bp_network_set_machine(join->whole, at, machine);
    if (fresh) {
        copy.name = bp_network_host(join->whole, at).name;
        copy.smart_host = BP_NONE;
        *bp_network_edit(join->whole, at) = copy;
    } else {
        merge_host(bp_network_edit(join->whole, at), &copy);
    }
}

static void
add_hosts(Join *join)
{
    for (guint i = 0; i < join->n_made; i++) {
        guint32 n = bp_network_n_nodes(join->made[i].network);

        join->host[i] = g_new(guint32, n + 1);
        memset(join->host[i], 0xff, (n + 1) * sizeof(guint32));
    }
    for (guint i = 0; i < join->n_made; i++)
        for (guint32 k = 0; k < bp_network_n_nodes(join->made[i].network); k++)
            add_host(join, i, k);
    for (guint i = 0; i < join->n_made; i++)
        for (guint32 k = 0; k < bp_network_n_nodes(join->made[i].network); k++) {
            guint32 smart = bp_network_host(join->made[i].network, k).smart_host;

            if (smart != BP_NONE)
                bp_network_edit(join->whole, join->host[i][k])->smart_host =
                    join->host[i][smart];
        }
}

/* ---- links ---- */

static int
by_line(gconstpointer a, gconstpointer b)
{
    const BpLink *x = a, *y = b;

    return (x->line > y->line) - (x->line < y->line);
}

/* Links over the same line stand together, which a file is a tenth as long by. */
static void
add_links(Join *join, guint made)
{
    const BpNetwork *from = join->made[made].network;
    g_autoptr(GArray) links = g_array_new(FALSE, FALSE, sizeof(BpLink));

    for (guint32 i = 0; i < bp_network_n_links(from); i++) {
        BpLink link = bp_network_link(from, i);

        link.a = join->host[made][link.a];
        link.b = join->host[made][link.b];
        link.line = bp_network_add_line(join->whole, bp_network_line(from, link.line));
        if (link.a != link.b)
            g_array_append_val(links, link);
    }
    g_array_sort(links, by_line); /* stable, as GLib has it */
    for (guint i = 0; i < links->len; i++) {
        const BpLink *link = &g_array_index(links, BpLink, i);

        bp_network_add_link(join->whole, link->a, link->b, link->line, link->cost_ab,
                            link->cost_ba);
    }
}

/* Up from a gateway, whoever passes on what he does not know has to know now: what came
 * down to reach the other network would go up again. */
static void
clear_smart_hosts(BpNetwork *network, guint32 host)
{
    while (host != BP_NONE) {
        BpHost *at = bp_network_edit(network, host);

        host = at->smart_host;
        at->smart_host = BP_NONE;
    }
}

static void
open_gateways(Join *join)
{
    BpLine lan =
        bp_line_from_profile(bp_line_profile_find("lan"), bp_protocol_find("plain"));
    gint32 cost = 0;

    bp_parse_cost("LOCAL", &cost, NULL);
    for (guint i = 0; i < join->gateways->len; i++) {
        const Gateway *gateway = &g_array_index(join->gateways, Gateway, i);
        guint32 a = join->host[gateway->made[0]][gateway->host[0]];
        guint32 b = join->host[gateway->made[1]][gateway->host[1]];

        clear_smart_hosts(join->whole, a);
        clear_smart_hosts(join->whole, b);
        if (!gateway->one)
            bp_network_add_link(join->whole, a, b,
                                bp_network_add_line(join->whole, &lan), cost, cost);
    }
}

BpNetwork *
bp_import_join(const BpImportMade *made, guint n_made, const char *const *gateways,
               BpProblems *notes, BpProblems *problems)
{
    guint before = bp_problems_count(problems);
    Join join = {.made = made, .n_made = n_made, .notes = notes, .problems = problems};

    join.gateways = g_array_new(FALSE, FALSE, sizeof(Gateway));
    join.host = g_new0(guint32 *, n_made);
    for (guint i = 0; gateways && gateways[i]; i++)
        read_gateway(&join, gateways[i]);
    if (bp_problems_count(problems) == before) {
        join.whole = bp_network_new();
        add_hosts(&join);
        for (guint i = 0; i < n_made; i++)
            add_links(&join, i);
        open_gateways(&join);
    }
    for (guint i = 0; i < n_made; i++)
        g_free(join.host[i]);
    g_free(join.host);
    g_array_unref(join.gateways);
    return join.whole;
}

/* ---- who serves whom ---- */

void
bp_import_serve(BpNetwork *network)
{
    guint32 n = bp_network_n_nodes(network);
    g_autofree guint32 *degree = g_new0(guint32, n + 1);
    g_autofree guint32 *best = g_new(guint32, n + 1);

    for (guint32 i = 0; i < bp_network_n_links(network); i++) {
        degree[bp_network_link(network, i).a]++;
        degree[bp_network_link(network, i).b]++;
    }
    for (guint32 i = 0; i < n; i++)
        best[i] = i;
    for (guint32 i = 0; i < bp_network_n_links(network); i++) {
        BpLink link = bp_network_link(network, i);

        if (bp_network_host(network, link.b).is_net)
            continue;
        if (degree[link.b] > degree[best[link.a]])
            best[link.a] = link.b;
        if (degree[link.a] > degree[best[link.b]])
            best[link.b] = link.a;
    }
    for (guint32 i = 0; i < n; i++)
        if (best[i] != i)
            bp_network_serve(network, best[i], i);
}
