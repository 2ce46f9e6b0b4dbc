/* topology_hosts.c - what is told of hosts: attributes at once, defaults by number. */
#include "topology_private.h"

#include <bangpath/mailer.h>
#include <string.h>

static guint
hash_defaults(gconstpointer key)
{
    const BpHostDefaults *defaults = key;
    guint hash = 0;

    for (guint i = 0; i < BP_HOST_N_ATTRIBUTES; i++)
        hash = hash * 31 + g_direct_hash(defaults->value[i]);
    return hash;
}

static gboolean
equal_defaults(gconstpointer a, gconstpointer b)
{
    return memcmp(((const BpHostDefaults *)a)->value,
                  ((const BpHostDefaults *)b)->value,
                  sizeof((const BpHostDefaults *)a)->value) == 0;
}

static guint32
find_defaults(BpTopology *topology, const char *const *texts)
{
    BpHostDefaults wanted = {0};
    BpHostDefaults *found;
    const BpHostDefaults *last = NULL;

    if (topology->host_defaults->len > 0)
        last = topology->host_defaults->pdata[topology->host_defaults->len - 1];
    for (guint i = 0; i < BP_HOST_N_ATTRIBUTES; i++)
        wanted.value[i] = bp_topology_keep_default(
            topology, BP_TOPOLOGY_HOST, i, texts[i], last ? last->value[i] : NULL);
    found = g_hash_table_lookup(topology->find_defaults, &wanted);
    if (!found) {
        wanted.number = topology->host_defaults->len;
        found = g_memdup2(&wanted, sizeof wanted);
        g_ptr_array_add(topology->host_defaults, found);
        g_hash_table_add(topology->find_defaults, found);
    }
    return found->number;
}

static void
check_name(BpTopology *topology, guint32 host, const char *name)
{
    if (!bp_topology_is_name(name))
        bp_topology_problem(topology, host, topology->line,
                            "expected a name without ! @ , ; \" \\ and control "
                            "characters, and without blanks at its ends");
}

void
bp_topology_host_made(BpTopology *topology, const char *name,
                      const char *const *defaults)
{
    gboolean made;
    guint32 host = bp_network_node(topology->network, name, &made);
    BpHostState state = {.line = topology->line};

    if (!made)
        return;

    state.defaults = find_defaults(topology, defaults);
    g_assert(host == topology->hosts->len);
    g_array_append_val(topology->hosts, state);
    check_name(topology, host, name);
}

static void
withdraw_names(BpTopology *topology, guint32 host, guint attribute)
{
    for (guint i = 0; i < topology->name_lists->len; i++) {
        BpNameList *list = &g_array_index(topology->name_lists, BpNameList, i);

        if (list->host == host && list->attribute == attribute)
            list->names = NULL;
    }
}

static void
keep_names(BpTopology *topology, guint32 host, BpHostAttribute attribute,
           const char *text, int line)
{
    BpNameList list = {.host = host, .line = line, .attribute = attribute};

    list.names = g_string_chunk_insert(topology->lists, text);
    g_array_append_val(topology->name_lists, list);
}

void
bp_topology_apply(BpTopology *topology, guint32 host, BpHostAttribute attribute,
                  const BpValue *value, const char *text, int line)
{
    BpHost *to = bp_network_edit(topology->network, host);
    gint64 number = value->number;

    switch (attribute) {
    case BP_HOST_KIND:
        to->is_net = number == 1;
        break;
    case BP_HOST_NET:
        to->networks = (guint8)number;
        break;
    case BP_HOST_RELAY:
        to->relay = (guint8)bp_topology_relay(number);
        break;
    case BP_HOST_HOLES:
        to->holes = (guint8)number;
        break;
    case BP_HOST_AUTH:
        to->auth = number != 0;
        break;
    case BP_HOST_MAILER:
        to->mailer = (guint)(number + 1) & BP_MAILERS_MAX;
        break;
    case BP_HOST_LINES:
        to->lines = (guint16)number;
        break;
    case BP_HOST_MAILBOXES:
        to->mailboxes = (guint32)number;
        break;
    case BP_HOST_SPOOL:
        to->spool_bytes = number;
        break;
    case BP_HOST_SERVES:
        to->serves_leaves = number == 0;
        if (number != 0)
            keep_names(topology, host, attribute, text, line);
        break;
    case BP_HOST_RELAY_FOR:
    case BP_HOST_SMART_HOST:
    case BP_HOST_FALLBACK:
        keep_names(topology, host, attribute, text, line);
        break;
    case BP_HOST_MAX_RECIPIENTS:
        to->max_recipients = (guint32)number;
        break;
    case BP_HOST_CONNECTIONS_OUT:
        bp_network_set_connections(
            topology->network, host, (guint16)number,
            (guint16)bp_network_connections_in(topology->network, host));
        break;
    case BP_HOST_CONNECTIONS_IN:
        bp_network_set_connections(
            topology->network, host,
            (guint16)bp_network_connections_out(topology->network, host),
            (guint16)number);
        break;
    case BP_HOST_CROSSING:
        bp_network_set_crossing(topology->network, host, (gint32)number);
        break;
    case BP_HOST_LAT:
        to->lat = (float)((double)number / 1e6);
        break;
    case BP_HOST_LON:
        to->lon = (float)((double)number / 1e6);
        break;
    case BP_HOST_TZ:
        to->tz_minutes = (gint16)number;
        break;
    case BP_HOST_CLOCK:
        bp_network_set_clock(topology->network, host, (gint32)number);
        break;
    case BP_HOST_ORG:
        bp_network_set_org(topology->network, host, value->text);
        break;
    case BP_HOST_MACHINE:
        bp_network_set_machine(topology->network, host, value->text);
        break;
    case BP_HOST_N_ATTRIBUTES:
        g_assert_not_reached();
    }
}

/* Back to what it is where nobody says anything: the attribute was stated before. */
static void
reset_attribute(BpTopology *topology, guint32 host, BpHostAttribute attribute)
{
    BpHost *to = bp_network_edit(topology->network, host);
    BpHost fresh = bp_host_default();

    switch (attribute) {
    case BP_HOST_KIND:
        to->is_net = fresh.is_net;
        break;
    case BP_HOST_NET:
        to->networks = fresh.networks;
        break;
    case BP_HOST_RELAY:
        to->relay = fresh.relay;
        break;
    case BP_HOST_HOLES:
        to->holes = fresh.holes;
        break;
    case BP_HOST_AUTH:
        to->auth = fresh.auth;
        break;
    case BP_HOST_MAILER:
        to->mailer = fresh.mailer;
        break;
    case BP_HOST_LINES:
        to->lines = fresh.lines;
        break;
    case BP_HOST_MAILBOXES:
        to->mailboxes = fresh.mailboxes;
        break;
    case BP_HOST_SPOOL:
        to->spool_bytes = fresh.spool_bytes;
        break;
    case BP_HOST_MAX_RECIPIENTS:
        to->max_recipients = fresh.max_recipients;
        break;
    case BP_HOST_LAT:
        to->lat = fresh.lat;
        break;
    case BP_HOST_LON:
        to->lon = fresh.lon;
        break;
    case BP_HOST_TZ:
        to->tz_minutes = fresh.tz_minutes;
        break;
    case BP_HOST_SERVES:
        to->serves_leaves = fresh.serves_leaves;
        withdraw_names(topology, host, attribute);
        break;
    case BP_HOST_RELAY_FOR:
    case BP_HOST_SMART_HOST:
    case BP_HOST_FALLBACK:
        withdraw_names(topology, host, attribute);
        break;
    case BP_HOST_CONNECTIONS_OUT:
        bp_network_set_connections(
            topology->network, host, BP_CONNECTIONS_OUT,
            (guint16)bp_network_connections_in(topology->network, host));
        break;
    case BP_HOST_CONNECTIONS_IN:
        bp_network_set_connections(
            topology->network, host,
            (guint16)bp_network_connections_out(topology->network, host),
            BP_CONNECTIONS_IN);
        break;
    case BP_HOST_CROSSING:
        bp_network_set_crossing(topology->network, host, 0);
        break;
    case BP_HOST_CLOCK:
        bp_network_set_clock(topology->network, host, 0);
        break;
    case BP_HOST_ORG:
        bp_network_set_org(topology->network, host, "");
        break;
    case BP_HOST_MACHINE:
        bp_network_set_machine(topology->network, host, "");
        break;
    case BP_HOST_N_ATTRIBUTES:
        g_assert_not_reached();
    }
}

void
bp_topology_host_set(BpTopology *topology, const char *name, guint attribute,
                     const char *text)
{
    guint32 host = bp_network_find(topology->network, name);
    BpHostState *state = &g_array_index(topology->hosts, BpHostState, host);
    guint32 bit = 1u << attribute;
    g_autoptr(GError) error = NULL;
    BpValue value = {0};

    state->line = topology->line;
    if (state->given & bit)
        reset_attribute(topology, host, attribute);
    state->stated |= bit;
    state->given &= ~bit;
    if (!*text)
        return;

    state->given |= bit;
    if (bp_topology_value(BP_TOPOLOGY_HOST, attribute, text, &value, &error))
        bp_topology_apply(topology, host, attribute, &value, text, topology->line);
    else
        bp_topology_problem(topology, host, topology->line, "%s = \"%s\": expected %s",
                            bp_topology_params(BP_TOPOLOGY_HOST)[attribute].name, text,
                            error->message);
    bp_value_clear(&value);
}

void
bp_topology_hosts_init(BpTopology *topology)
{
    topology->hosts = g_array_new(FALSE, FALSE, sizeof(BpHostState));
    topology->host_defaults = g_ptr_array_new_with_free_func(g_free);
    topology->find_defaults = g_hash_table_new(hash_defaults, equal_defaults);
    topology->name_lists = g_array_new(FALSE, FALSE, sizeof(BpNameList));
}

void
bp_topology_hosts_clear(BpTopology *topology)
{
    g_hash_table_unref(topology->find_defaults);
    g_ptr_array_unref(topology->host_defaults);
    g_array_unref(topology->hosts);
    g_array_unref(topology->name_lists);
}
