/* net_cut.c - connections that a fault ends, and what becomes of what was under way. */
#include "net_private.h"

/* What was under way on a connection that is cut. */
typedef struct {
    BpTicket ticket;
    guint32 channel;
    guint32 file;
    guint32 primary;
    guint32 tries;
} Loose;

/* In the order in which they began: no two have one ticket. */
static gint
compare_loose(gconstpointer a, gconstpointer b)
{
    const Loose *x = a, *y = b;

    return (x->ticket > y->ticket) - (x->ticket < y->ticket);
}

/* Takes @i apart, whatever its step; who was leaving has nothing under way. */
static void
cut(BpCarrier *carrier, guint32 i, GArray *loose)
{
    BpConnection *connection = bp_connection_at(carrier, i);
    Loose one = {connection->ticket, connection->channel, connection->file,
                 connection->primary, connection->tries};
    gboolean is_leaving = connection->step == BP_NET_LEAVING;

    if (connection->step == BP_NET_ASKING || connection->step == BP_NET_SENDING)
        bp_share_leave(carrier, i);
    if (connection->step >= BP_NET_MEETING)
        carrier->nets->members[connection->to].n_in--;
    bp_net_close(carrier, i);
    if (!is_leaving)
        g_array_append_val(loose, one);
}

static gboolean
is_cut(const BpCarrier *carrier, const BpConnection *connection)
{
    if (connection->step == BP_NET_FREE)
        return FALSE;
    if (!bp_link_is_up(carrier, connection->channel / 2))
        return TRUE;
    return connection->step >= BP_NET_MEETING &&
           !bp_is_reachable(carrier, connection->channel, connection->to);
}

/* All are taken apart before any file is told of it, since that may open others. What
 * cannot be sent goes back in front; what cannot be received is put off, or goes another
 * way in a connection of its own. */
void
bp_nets_cut(BpCarrier *carrier)
{
    BpNets *nets = carrier->nets;

    if (nets == NULL)
        return;

    g_autoptr(GArray) loose = g_array_new(FALSE, FALSE, sizeof(Loose));

    bp_express_stop(carrier);
    bp_farewells_cut(carrier);
    for (guint32 i = 0; i < nets->n; i++)
        if (is_cut(carrier, bp_connection_at(carrier, i)))
            cut(carrier, i, loose);
    bp_express_yield(carrier);
    g_array_sort(loose, compare_loose);
    for (guint k = loose->len; k-- > 0;) {
        const Loose *one = &g_array_index(loose, Loose, k);

        if (!bp_link_is_up(carrier, one->channel / 2))
            carrier->freight.put_back(carrier->data, one->channel, one->file,
                                      one->primary);
        else
            carrier->freight.unreachable(carrier->data, one->channel, one->file,
                                         one->primary, BP_NONE);
    }
    for (guint k = 0; k < loose->len; k++)
        bp_net_send(carrier, g_array_index(loose, Loose, k).channel);
}
