/* rare.c - what is said of few hosts and nets, and so is kept in tables. */
#include "network_private.h"

/* Many hosts are of one organisation, and many machines are alike. */
static void
set_text(BpNetwork *network, GHashTable *texts, guint32 host, const char *text)
{
    g_hash_table_insert(texts, GUINT_TO_POINTER(host),
                        g_string_chunk_insert_const(network->text, text));
}

void
bp_network_set_org(BpNetwork *network, guint32 host, const char *org)
{
    g_return_if_fail(network && host < network->hosts.n && org);

    set_text(network, network->orgs, host, org);
}

void
bp_network_set_machine(BpNetwork *network, guint32 host, const char *machine)
{
    g_return_if_fail(network && host < network->hosts.n && machine);

    set_text(network, network->machines, host, machine);
}

void
bp_network_set_clock(BpNetwork *network, guint32 host, gint32 ahead_s)
{
    g_return_if_fail(network && host < network->hosts.n);

    g_hash_table_insert(network->clocks, GUINT_TO_POINTER(host),
                        GINT_TO_POINTER(ahead_s));
}

gint32
bp_network_clock_s(const BpNetwork *network, guint32 host)
{
    return GPOINTER_TO_INT(
        g_hash_table_lookup(network->clocks, GUINT_TO_POINTER(host)));
}

/* Both limits stand in one number. */
#define OUT_SHIFT 16

void
bp_network_set_connections(BpNetwork *network, guint32 host, guint16 out, guint16 in)
{
    g_return_if_fail(network && host < network->hosts.n && out > 0 && in > 0);

    g_hash_table_insert(network->connections, GUINT_TO_POINTER(host),
                        GUINT_TO_POINTER((guint)out << OUT_SHIFT | in));
}

static guint
connections_of(const BpNetwork *network, guint32 host)
{
    guint both = GPOINTER_TO_UINT(
        g_hash_table_lookup(network->connections, GUINT_TO_POINTER(host)));

    return both != 0 ? both : BP_CONNECTIONS_OUT << OUT_SHIFT | BP_CONNECTIONS_IN;
}

guint
bp_network_connections_out(const BpNetwork *network, guint32 host)
{
    return connections_of(network, host) >> OUT_SHIFT;
}

guint
bp_network_connections_in(const BpNetwork *network, guint32 host)
{
    return connections_of(network, host) & G_MAXUINT16;
}

void
bp_network_set_crossing(BpNetwork *network, guint32 net, gint32 us)
{
    g_return_if_fail(network && net < network->hosts.n && us >= 0);

    g_hash_table_insert(network->crossings, GUINT_TO_POINTER(net), GINT_TO_POINTER(us));
}

gint32
bp_network_crossing_us(const BpNetwork *network, guint32 net)
{
    return GPOINTER_TO_INT(
        g_hash_table_lookup(network->crossings, GUINT_TO_POINTER(net)));
}

void
bp_network_set_fallback(BpNetwork *network, guint32 host, guint32 relay)
{
    g_return_if_fail(network && host < network->hosts.n && host != relay);

    if (relay == BP_NONE)
        g_hash_table_remove(network->fallbacks, GUINT_TO_POINTER(host));
    else
        g_hash_table_insert(network->fallbacks, GUINT_TO_POINTER(host),
                            GUINT_TO_POINTER(relay));
}

guint32
bp_network_fallback(const BpNetwork *network, guint32 host)
{
    gpointer relay;

    if (!g_hash_table_lookup_extended(network->fallbacks, GUINT_TO_POINTER(host), NULL,
                                      &relay))
        return BP_NONE;
    return GPOINTER_TO_UINT(relay);
}

const char *
bp_network_org(const BpNetwork *network, guint32 host)
{
    g_return_val_if_fail(network, NULL);

    return g_hash_table_lookup(network->orgs, GUINT_TO_POINTER(host));
}

const char *
bp_network_machine(const BpNetwork *network, guint32 host)
{
    g_return_val_if_fail(network, NULL);

    return g_hash_table_lookup(network->machines, GUINT_TO_POINTER(host));
}
