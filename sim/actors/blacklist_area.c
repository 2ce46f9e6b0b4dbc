/* blacklist_area.c - who belongs to whom: the neighbourhood that an offender drags along.
 *
 * The lists of the time went by blocks of addresses, which a provider hands out to those
 * whose mail it takes. Here that is who serves whom, and whose smart host is whose.
 */
#include "blacklist_state.h"

gboolean
bp_blacklist_is_on_net(const BpNetwork *network, guint32 host)
{
    guint n;
    const guint32 *out = bp_network_out(network, host, &n);

    if (bp_network_host(network, host).is_net)
        return FALSE;
    for (guint i = 0; i < n; i++)
        if (bp_network_host(network, bp_network_to(network, out[i])).is_net)
            return TRUE;
    return FALSE;
}

static gboolean
is_customer(const BpNetwork *network, guint32 host, guint32 provider)
{
    return bp_network_host(network, host).smart_host == provider ||
           bp_network_serves(network, provider, host);
}

/* Of two customers of one provider. */
static gboolean
are_of_one(const BpNetwork *network, const GArray *providers, guint32 host)
{
    for (guint i = 0; i < providers->len; i++) {
        guint32 provider = g_array_index(providers, guint32, i);

        if (host == provider || is_customer(network, host, provider))
            return TRUE;
    }
    return FALSE;
}

GArray *
bp_blacklist_area(const BpNetwork *network, guint32 host)
{
    guint32 n = bp_network_n_nodes(network);
    GArray *area = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GArray) providers = g_array_new(FALSE, FALSE, sizeof(guint32));

    for (guint32 i = 0; i < n; i++)
        if (i != host && is_customer(network, host, i))
            g_array_append_val(providers, i);
    for (guint32 i = 0; i < n; i++)
        if (i != host && bp_blacklist_is_on_net(network, i) &&
            (is_customer(network, i, host) || are_of_one(network, providers, i)))
            g_array_append_val(area, i);
    return area;
}
