/* topology_settle.c - the end of the file: defaults, nets and names. */
#include "topology_private.h"

#include <bangpath/mailer.h>
#include <bangpath/units.h>
#include <math.h>
#include <string.h>

/* What a net may be given: it is a place and a network, but handles no mail. */
#define NET_ATTRIBUTES                                                  \
    ((1u << BP_HOST_KIND) | (1u << BP_HOST_NET) | (1u << BP_HOST_LAT) | \
     (1u << BP_HOST_LON) | (1u << BP_HOST_ORG) | (1u << BP_HOST_CROSSING))

/* ---- hosts ---- */

static void
settle_net(BpTopology *topology, guint32 host, const BpHostState *state)
{
    BpHost *net = bp_network_edit(topology->network, host);
    guint wrong = state->given & ~NET_ATTRIBUTES;

    net->is_net = TRUE;
    net->mailboxes = 0;
    net->lines = 0;
    if (!(state->given & (1u << BP_HOST_NET)))
        net->networks = BP_NET_INTERNET;
    for (guint i = 0; i < BP_HOST_N_ATTRIBUTES; i++)
        if (wrong & (1u << i))
            bp_topology_problem(topology, host, state->line,
                                "%s is for hosts: a net only joins its members",
                                bp_topology_params(BP_TOPOLOGY_HOST)[i].name);
}

static void
apply_defaults(BpTopology *topology, guint32 host, const BpHostState *state)
{
    const BpHostDefaults *defaults = topology->host_defaults->pdata[state->defaults];

    for (guint i = 0; i < BP_HOST_N_ATTRIBUTES; i++) {
        BpValue value = {0};

        if (!defaults->value[i] || (state->stated & (1u << i)))
            continue;
        /* Mistakes were told where the default was set. */
        if (bp_topology_value(BP_TOPOLOGY_HOST, i, defaults->value[i], &value, NULL))
            bp_topology_apply(topology, host, i, &value, defaults->value[i],
                              state->line);
        bp_value_clear(&value);
    }
}

/* Whether the host, or a default in force, says what @attribute is. */
static gboolean
is_said(const BpTopology *topology, const BpHostState *state, BpHostAttribute attribute)
{
    const BpHostDefaults *defaults = topology->host_defaults->pdata[state->defaults];

    if (state->stated & (1u << attribute))
        return (state->given & (1u << attribute)) != 0;
    return defaults->value[attribute] != NULL;
}

static void
settle_mailer(BpTopology *topology, BpHost *host, const BpHostState *state)
{
    const BpMailer *mailer = bp_mailer_of(host->mailer);

    if (mailer == NULL)
        return;
    if (!is_said(topology, state, BP_HOST_RELAY))
        host->relay = (guint8)bp_mailer_relay(mailer);
    if (!is_said(topology, state, BP_HOST_HOLES))
        host->holes = mailer->holes;
    if (!is_said(topology, state, BP_HOST_AUTH))
        host->auth = mailer->auth ? 1 : 0;
}

static void
settle_host(BpTopology *topology, guint32 host, const BpHostState *state)
{
    BpHost *to;

    apply_defaults(topology, host, state);
    to = bp_network_edit(topology->network, host);
    settle_mailer(topology, to, state);
    if (state->given & (1u << BP_HOST_CROSSING))
        bp_topology_problem(topology, host, state->line,
                            "crossing is for nets: expected kind=net");
    if (to->networks == 0)
        to->networks = topology->networks ? topology->networks : BP_NET_UUCP;
    if (isnan(to->lat) != isnan(to->lon))
        bp_topology_problem(topology, host, state->line,
                            "%s is given alone: expected both lat and lon",
                            isnan(to->lon) ? "lat" : "lon");
}

static gboolean
is_net(const BpTopology *topology, guint32 host)
{
    const BpHostState *state = &g_array_index(topology->hosts, BpHostState, host);
    const BpHostDefaults *defaults = topology->host_defaults->pdata[state->defaults];

    if (state->stated & (1u << BP_HOST_KIND))
        return bp_network_edit(topology->network, host)->is_net;
    return defaults->value[BP_HOST_KIND] &&
           strcmp(defaults->value[BP_HOST_KIND], "net") == 0;
}

static void
settle_hosts(BpTopology *topology)
{
    for (guint32 host = 0; host < topology->hosts->len; host++) {
        const BpHostState *state = &g_array_index(topology->hosts, BpHostState, host);

        bp_network_edit(topology->network, host)->networks &=
            state->given & (1u << BP_HOST_NET) ? 0xFF : 0;
        if (is_net(topology, host))
            settle_net(topology, host, state);
        else
            settle_host(topology, host, state);
    }
}

/* ---- names ---- */

static void
settle_name(BpTopology *topology, const BpNameList *list, const char *name)
{
    BpNetwork *network = topology->network;
    guint32 other = bp_network_find(network, name);
    const char *key = bp_topology_params(BP_TOPOLOGY_HOST)[list->attribute].name;

    if (other == BP_NONE) {
        const char *nearest = bp_network_nearest(network, name);

        bp_topology_problem(topology, list->host, list->line,
                            "%s = \"%s\": expected names of hosts; there is no such "
                            "host%s%s%s",
                            key, name, nearest ? "; did you mean \"" : "",
                            nearest ? nearest : "", nearest ? "\"?" : "");
        return;
    }
    if (other == list->host || bp_network_edit(network, other)->is_net) {
        bp_topology_problem(topology, list->host, list->line,
                            "%s = \"%s\": expected names of other hosts, not %s", key,
                            name, other == list->host ? "the host itself" : "a net");
        return;
    }
    if (list->attribute == BP_HOST_SERVES)
        bp_network_serve(network, list->host, other);
    else if (list->attribute == BP_HOST_RELAY_FOR)
        bp_network_relay_for(network, list->host, other);
    else if (list->attribute == BP_HOST_FALLBACK) {
        bp_network_set_fallback(network, list->host, other);
        bp_network_serve(network, other, list->host);
    } else
        bp_network_edit(network, list->host)->smart_host = other;
}

static void
settle_names(BpTopology *topology)
{
    for (guint i = 0; i < topology->name_lists->len; i++) {
        const BpNameList *list = &g_array_index(topology->name_lists, BpNameList, i);
        g_auto(GStrv) names = NULL;

        /* What a net was given is wrong as it is. */
        if (!list->names || bp_network_edit(topology->network, list->host)->is_net)
            continue;
        if (list->attribute == BP_HOST_SMART_HOST ||
            list->attribute == BP_HOST_FALLBACK) {
            g_autofree char *name = g_strstrip(g_strdup(list->names));

            settle_name(topology, list, name);
            continue;
        }
        names = g_strsplit(list->names, ",", -1);
        for (char **name = names; *name; name++)
            settle_name(topology, list, g_strstrip(*name));
    }
}

/* Mailboxes are numbered across the network. */
static void
check_mailboxes(BpTopology *topology)
{
    guint64 n = 0;

    for (guint32 host = 0; host < topology->hosts->len; host++)
        n += bp_network_edit(topology->network, host)->mailboxes;
    if (n > G_MAXUINT32)
        bp_topology_problem(topology, BP_NONE, 0,
                            "%" G_GUINT64_FORMAT
                            " mailboxes: expected at most %u in all",
                            n, G_MAXUINT32);
}

void
bp_topology_settle(BpTopology *topology)
{
    if (topology->hosts->len == 0)
        bp_topology_problem(topology, BP_NONE, 0, "no hosts: expected at least one");
    settle_hosts(topology);
    check_mailboxes(topology);
    bp_topology_settle_links(topology);
    settle_names(topology);
    bp_network_set_title(topology->network, topology->title, topology->epoch);
    if (bp_problems_count(topology->problems) == topology->problems_before)
        bp_network_finish(topology->network);
}
