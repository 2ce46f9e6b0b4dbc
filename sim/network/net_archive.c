/* net_archive.c - connections as bytes.
 *
 * What follows from the others is not passed: who shares which line, how fast, and how many
 * connections a host has. Those that share stand in the order in which they joined.
 */
#include "net_private.h"

#include <bangpath/units.h>

static gboolean
is_sharing(const BpConnection *connection)
{
    return connection->step == BP_NET_ASKING || connection->step == BP_NET_SENDING;
}

/* ---- one connection ---- */

/* What a step that carries nothing has no use for is left over from another file. */
static void
archive_sharing(const BpCarrier *carrier, BpArchive *archive, BpConnection *connection)
{
    bp_archive_i64(archive, &connection->left_ubits);
    bp_archive_i64(archive, &connection->since_us);
    bp_archive_u64(archive, &connection->joined);
    bp_archive_expect(archive,
                      connection->left_ubits >= 0 && connection->since_us >= 0 &&
                          connection->since_us <= bp_queue_now_us(carrier->queue),
                      "a connection carries what is not there");
}

static void
archive_times(const BpCarrier *carrier, BpArchive *archive, BpConnection *connection)
{
    if (is_sharing(connection))
        archive_sharing(carrier, archive, connection);
    bp_archive_i64(archive, &connection->ends_us);
    bp_archive_i64(archive, &connection->event_us);
    bp_archive_u64(archive, &connection->ticket);
    bp_archive_expect(archive,
                      bp_queue_has_given(carrier->queue, connection->ticket) &&
                          connection->event_us >= bp_queue_now_us(carrier->queue) &&
                          connection->ends_us >= connection->event_us,
                      "a connection is late");
}

/* What is express is so up to its event. */
static gboolean
is_express_possible(const BpConnection *connection)
{
    const BpSpan *asking = &connection->spans[BP_SPAN_ASKING];
    const BpSpan *sending = &connection->spans[BP_SPAN_SENDING];
    gboolean is_meeting = connection->step == BP_NET_MEETING;
    const BpSpan *last =
        is_meeting && connection->express == BP_EXPRESS_STEP ? asking : sending;

    return (is_meeting || (connection->step == BP_NET_GRANTED &&
                           connection->express == BP_EXPRESS_STEP)) &&
           asking->from_us >= 0 && asking->from_us <= asking->to_us &&
           sending->from_us >= 0 && sending->from_us <= sending->to_us &&
           (connection->express == BP_EXPRESS_STEP ||
            asking->to_us <= sending->from_us) &&
           connection->ends_us == last->to_us &&
           connection->event_us == connection->ends_us;
}

static void
archive_express(BpArchive *archive, BpConnection *connection)
{
    bp_archive_small(archive, &connection->express, BP_N_EXPRESS);
    if (connection->express == BP_EXPRESS_NOT)
        return;
    bp_archive_u64(archive, &connection->joined);
    for (guint i = 0; i < BP_N_SPANS; i++) {
        bp_archive_i64(archive, &connection->spans[i].from_us);
        bp_archive_i64(archive, &connection->spans[i].to_us);
    }
    bp_archive_expect(archive, is_express_possible(connection),
                      "a connection cannot be so far");
}

static void
archive_connection(const BpCarrier *carrier, BpArchive *archive,
                   BpConnection *connection)
{
    guint32 n_nodes = bp_network_n_nodes(carrier->network);

    archive_times(carrier, archive, connection);
    bp_archive_below(archive, &connection->channel,
                     bp_network_n_channels(carrier->network));
    bp_archive_u32(archive, &connection->file);
    bp_archive_below(archive, &connection->to, n_nodes);
    bp_archive_below(archive, &connection->primary, n_nodes);
    bp_archive_u32(archive, &connection->n_recipients);
    bp_archive_u8(archive, &connection->tries);
    bp_archive_u64(archive, &connection->body_bytes);
    archive_express(archive, connection);
    if (bp_archive_ok(archive))
        bp_archive_expect(
            archive,
            connection->channel % 2 == 0 &&
                bp_hosts_traits(&carrier->network->hosts,
                                bp_network_to(carrier->network, connection->channel))
                    ->is_net,
            "a connection is over no net");
}

/* ---- all of them ---- */

static gint
compare_joined(gconstpointer a, gconstpointer b, gpointer data)
{
    const BpConnection *connections = data;
    const BpConnection *x = &connections[*(const guint32 *)a];
    const BpConnection *y = &connections[*(const guint32 *)b];

    return (x->joined > y->joined) - (x->joined < y->joined);
}

/* What follows from the connections that were loaded. */
static void
settle(BpCarrier *carrier)
{
    BpNets *nets = carrier->nets;
    g_autoptr(GArray) sharing = g_array_new(FALSE, FALSE, sizeof(guint32));

    for (guint32 i = 0; i < nets->n; i++) {
        BpConnection *connection = &nets->connections[i];

        if (connection->step == BP_NET_FREE)
            continue;
        connection->far = bp_network_access(carrier->network, connection->to,
                                            carrier->ends[connection->channel | 1]);
        nets->accesses[connection->channel / 2].n_open++;
        if (connection->step >= BP_NET_MEETING)
            nets->members[connection->to].n_in++;
        bp_net_look(carrier, connection);
        bp_net_plan(carrier, connection, FALSE);
        if (is_sharing(connection) || connection->express != BP_EXPRESS_NOT)
            g_array_append_val(sharing, i);
    }
    g_array_sort_with_data(sharing, compare_joined, nets->connections);
    for (guint k = 0; k < sharing->len; k++) {
        guint32 i = g_array_index(sharing, guint32, k);

        if (nets->connections[i].express != BP_EXPRESS_NOT)
            bp_express_place(carrier, i);
        else
            bp_share_place(carrier, i);
    }
    for (guint k = 0; k < sharing->len; k++) {
        guint32 i = g_array_index(sharing, guint32, k);

        if (nets->connections[i].express == BP_EXPRESS_NOT)
            bp_share_restore(carrier, i);
    }
}

/* Free records in their order: the next connection takes the first. */
static void
archive_free(BpNets *nets, BpArchive *archive)
{
    guint32 *place = &nets->free;
    guint32 n = 0;

    for (guint32 i = nets->free; i != BP_NONE; i = nets->connections[i].next[0])
        n++;
    n = (guint32)bp_archive_count(archive, n, nets->n, sizeof(guint32));
    for (; n > 0 && bp_archive_ok(archive); n--) {
        bp_archive_below(archive, place, nets->n);

        BpConnection *connection = &nets->connections[*place];

        if (bp_archive_is_loading(archive) &&
            !bp_archive_expect(
                archive, connection->step == BP_NET_FREE && connection->joined == 0,
                "a record is free twice"))
            break;
        connection->joined = bp_archive_is_loading(archive) ? 1 : 0;
        place = &connection->next[0];
    }
    *place = BP_NONE;
}

static void
archive_counted(const BpCarrier *carrier, BpArchive *archive)
{
    guint32 n_links = bp_network_n_channels(carrier->network) / 2;

    for (guint32 link = 0; link < n_links; link++) {
        gint64 *counted_us = &carrier->nets->accesses[link].counted_us;

        bp_archive_i64(archive, counted_us);
        bp_archive_expect(
            archive, *counted_us >= 0 && *counted_us <= bp_queue_now_us(carrier->queue),
            "a line was counted later than now");
    }
}

typedef struct {
    const BpNets *nets;
    BpArchive *archive;
} Check;

static void
check_event(gpointer data, gint64 at_us, guint32 i)
{
    Check *check = data;

    (void)at_us;
    bp_archive_expect(check->archive, i < check->nets->n,
                      "an event is of no connection");
}

void
bp_nets_archive(BpCarrier *carrier, BpArchive *archive)
{
    BpNets *nets = carrier->nets;
    Check check = {nets, archive};

    if (nets == NULL)
        return;
    bp_archive_u64(archive, &nets->n_joined);
    nets->n = (guint32)bp_archive_count(archive, nets->n, G_MAXINT32, 1);
    if (bp_archive_is_loading(archive)) {
        g_free(nets->connections);
        nets->connections = g_new0(BpConnection, nets->n + 1);
        nets->capacity = nets->n + 1;
        nets->free = BP_NONE;
    }
    for (guint32 i = 0; i < nets->n && bp_archive_ok(archive); i++) {
        bp_archive_small(archive, &nets->connections[i].step, BP_N_NET_STEPS);
        if (nets->connections[i].step != BP_NET_FREE)
            archive_connection(carrier, archive, &nets->connections[i]);
    }
    archive_free(nets, archive);
    archive_counted(carrier, archive);
    bp_farewells_archive(carrier, archive);
    if (!bp_archive_is_loading(archive))
        return;
    bp_queue_each(carrier->queue, nets->event, check_event, &check);
    if (bp_archive_ok(archive))
        settle(carrier);
    else
        nets->n = 0;
}
