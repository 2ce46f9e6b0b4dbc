/* net.c - connections over nets: whom they lead to, step by step, and what ends them.
 *
 * A member of a net has several connections at once. Each carries one transaction after
 * the other, and has one event that counts:
 *
 *   VAIN       nobody answers: waits until that is plain
 *   REFUSED    the other end has too many already, and says so
 *   MEETING    greetings and commands, each waiting for its reply
 *   ASKING     the envelope's bytes share both access lines with whatever else is there
 *   GRANTED    the command for the body, and its reply
 *   SENDING    the body's bytes share the lines
 *   LEAVING    nothing more to send: farewells
 *
 * Waiting comes before the bytes of which it is a part: the lines are free meanwhile.
 */
#include "net_private.h"

#include <bangpath/large.h>
#include <bangpath/units.h>

/* 4.3BSD's TCP gives up a connection that nobody answers after 75 s (Stevens, TCP/IP
 * Illustrated 1, 18.3); sendmail does not wait for longer than the kernel. */
#define VAIN_US (75 * BP_SECOND_US)

/* A price by the minute is charged about as often, that parts of micro-dollars that are
 * dropped do not add up. */
#define COUNT_US BP_MINUTE_US

static guint32
host_of(const BpCarrier *carrier, guint32 channel)
{
    return carrier->ends[channel & ~1U];
}

/* ---- records ---- */

guint32
bp_net_take_record(BpNets *nets)
{
    guint32 i = nets->free;

    if (i != BP_NONE) {
        nets->free = nets->connections[i].next[0];
        return i;
    }
    if (nets->n == nets->capacity) {
        nets->capacity = MAX(64, 2 * nets->capacity);
        nets->connections = g_renew(BpConnection, nets->connections, nets->capacity);
    }
    return nets->n++;
}

void
bp_net_free_record(BpNets *nets, guint32 i)
{
    nets->connections[i].step = BP_NET_FREE;
    nets->connections[i].ticket = 0;
    nets->connections[i].next[0] = nets->free;
    nets->free = i;
}

/* ---- the line's time ---- */

static void
count_time(BpCarrier *carrier, guint32 link, gint64 at_us)
{
    BpAccess *access = &carrier->nets->accesses[link];
    gint64 us = at_us - access->counted_us;
    const BpLine *line = carrier->lines[bp_access_line(carrier, link)];

    access->counted_us += us;
    carrier->sums.line_us += us;
    bp_count_line_us(carrier, 2 * link, us);
    if (carrier->is_charged[bp_access_line(carrier, link)]) {
        BpTariff tariff = bp_carrier_tariff(carrier, carrier->ends[2 * link]);

        bp_carrier_bill(carrier, link, 0,
                        bp_carrier_price_udollars(line->price_udollars[tariff], us));
    }
}

static void
count_opened(BpCarrier *carrier, guint32 link)
{
    BpAccess *access = &carrier->nets->accesses[link];
    gint64 now_us = bp_queue_now_us(carrier->queue);

    if (access->n_open++ == 0)
        access->counted_us = now_us;
    else if (now_us - access->counted_us >= COUNT_US)
        count_time(carrier, link, now_us);
}

void
bp_net_count_closed(BpCarrier *carrier, guint32 link, gint64 at_us)
{
    BpAccess *access = &carrier->nets->accesses[link];

    if (--access->n_open == 0 || at_us - access->counted_us >= COUNT_US)
        count_time(carrier, link, at_us);
}

/* ---- steps ---- */

static const BpLine *
line_of(const BpCarrier *carrier, const BpConnection *connection)
{
    return carrier->lines[bp_access_line(carrier, connection->channel / 2)];
}

void
bp_net_set_event(BpCarrier *carrier, guint32 i)
{
    BpConnection *connection = bp_connection_at(carrier, i);

    connection->event_us = connection->ends_us;
    bp_queue_push_at_place(carrier->queue, connection->ends_us, carrier->nets->event, i,
                           connection->ticket);
}

void
bp_net_wait(BpCarrier *carrier, guint32 i, BpNetStep step, gint64 us)
{
    BpConnection *connection = bp_connection_at(carrier, i);

    connection->step = (guint8)step;
    connection->ends_us = bp_add_us(bp_queue_now_us(carrier->queue), us);
    bp_net_set_event(carrier, i);
}

void
bp_net_carry(BpCarrier *carrier, guint32 i, BpNetStep step, gint64 us)
{
    gint64 ubits;

    if (__builtin_mul_overflow(us, bp_connection_at(carrier, i)->times.bps, &ubits))
        ubits = G_MAXINT64;
    bp_connection_at(carrier, i)->step = (guint8)step;
    bp_share_join(carrier, i, ubits);
}

/* From now on its lines say when the event of connection @i comes. */
static void
carry(BpCarrier *carrier, guint32 i, BpNetStep step)
{
    BpConnection *connection = bp_connection_at(carrier, i);
    gint64 us =
        step == BP_NET_ASKING ? connection->times.ask_us : connection->times.body_us;

    connection->event_us = G_MAXINT64;
    bp_net_carry(carrier, i, step, us);
    bp_express_yield(carrier);
}

static void
leave_lines(BpCarrier *carrier, guint32 i)
{
    bp_share_leave(carrier, i);
    bp_express_yield(carrier);
}

/* Leads connection @i to its @to, after @us. @stands: it does so already. */
static void
meet(BpCarrier *carrier, guint32 i, gint64 us, gboolean stands)
{
    BpConnection *connection = bp_connection_at(carrier, i);
    guint32 to = connection->to;
    guint32 net = carrier->ends[connection->channel | 1];

    connection->far = bp_network_access(carrier->network, to, net);
    if (G_UNLIKELY(carrier->n_faults > 0) &&
        !bp_is_reachable(carrier, connection->channel, to)) {
        carrier->sums.connections_unanswered++;
        bp_net_wait(carrier, i, BP_NET_VAIN, bp_add_us(us, VAIN_US));
        return;
    }

    bp_net_look(carrier, connection);
    if (carrier->nets->members[to].n_in >= carrier->nets->members[to].most_in) {
        carrier->sums.connections_refused++;
        bp_net_wait(carrier, i, BP_NET_REFUSED,
                    bp_add_us(us, bp_add_us(connection->times.latency_us,
                                            connection->times.latency_us)));
        return;
    }
    carrier->nets->members[to].n_in++;
    if (!stands)
        carrier->sums.connections_made++;

    bp_net_plan(carrier, connection, stands);
    us = bp_add_us(us, connection->times.meet_us);
    if (bp_express_meet(carrier, i, us))
        return;
    if (us > 0)
        bp_net_wait(carrier, i, BP_NET_MEETING, us);
    else
        carry(carrier, i, BP_NET_ASKING);
}

/* Connection @i has @file to send, from now on. */
static void
take_on(BpCarrier *carrier, guint32 i, guint32 channel, const BpFile *file,
        guint32 number)
{
    BpConnection *connection = bp_connection_at(carrier, i);

    connection->channel = channel;
    connection->file = number;
    connection->to = connection->primary = file->to;
    connection->n_recipients = file->n_recipients;
    connection->body_bytes = file->body_bytes;
    connection->tries = 0;
    connection->express = BP_EXPRESS_NOT;
    connection->ticket = bp_queue_ticket(carrier->queue);
}

static gboolean
is_down(const BpCarrier *carrier, guint32 channel)
{
    return G_UNLIKELY(carrier->n_faults > 0) && !bp_link_is_up(carrier, channel / 2);
}

/* Gives connection @i the next file that waits for @channel. FALSE: there is none. */
static gboolean
begin_file(BpCarrier *carrier, guint32 i, guint32 channel)
{
    BpFile file;
    guint32 number;

    if (is_down(carrier, channel) ||
        !carrier->freight.begin(carrier->data, channel, &file, &number))
        return FALSE;
    take_on(carrier, i, channel, &file, number);
    return TRUE;
}

static guint32
limit_of(const BpCarrier *carrier, guint32 channel)
{
    const BpLine *line = carrier->lines[bp_access_line(carrier, channel / 2)];

    return line->connections > 0
               ? (guint32)line->connections
               : carrier->nets->members[host_of(carrier, channel)].most_out;
}

void
bp_net_send(BpCarrier *carrier, guint32 channel)
{
    BpNets *nets = carrier->nets;
    guint32 limit = limit_of(carrier, channel);

    /* What leads away from the net is nobody's to send on. */
    if (channel & 1)
        return;
    bp_farewell_note(carrier, channel / 2);
    while (nets->accesses[channel / 2].n_open < limit) {
        guint32 i = bp_net_take_record(nets);

        if (!begin_file(carrier, i, channel)) {
            bp_net_free_record(nets, i);
            return;
        }
        count_opened(carrier, channel / 2);
        meet(carrier, i, 0, FALSE);
    }
    bp_farewell_await(carrier, channel);
}

gboolean
bp_net_begin(BpCarrier *carrier, guint32 channel, const BpFile *file, guint32 number)
{
    BpNets *nets = carrier->nets;
    guint32 limit = limit_of(carrier, channel), i;

    if (channel & 1 || is_down(carrier, channel))
        return FALSE;
    bp_farewell_note(carrier, channel / 2);
    if (nets->accesses[channel / 2].n_open >= limit)
        return FALSE;
    i = bp_net_take_record(nets);
    take_on(carrier, i, channel, file, number);
    count_opened(carrier, channel / 2);
    meet(carrier, i, 0, FALSE);
    if (nets->accesses[channel / 2].n_open >= limit)
        bp_farewell_await(carrier, channel);
    return TRUE;
}

void
bp_net_close(BpCarrier *carrier, guint32 i)
{
    guint32 link = bp_connection_at(carrier, i)->channel / 2;

    bp_net_free_record(carrier->nets, i);
    bp_farewell_note(carrier, link);
    bp_net_count_closed(carrier, link, bp_queue_now_us(carrier->queue));
}

/* A transaction is over: the next, over the same connection where it is for the same host,
 * as sendmail does that keeps connections in a cache. A bulk mailer, on a line with a limit of
 * its own, calls anew for each message: our guess. Whoever calls another host says farewell
 * first, while the host that was left is free for others already. */
static void
go_on(BpCarrier *carrier, guint32 i)
{
    BpConnection *connection = bp_connection_at(carrier, i);
    guint32 channel = connection->channel;
    guint32 to = connection->to;
    gboolean keeps = line_of(carrier, connection)->connections == 0;
    gint64 farewell_us = connection->times.leave_us;

    if (begin_file(carrier, i, channel)) {
        if (keeps && bp_connection_at(carrier, i)->to == to)
            meet(carrier, i, 0, TRUE);
        else
            meet(carrier, i, farewell_us, FALSE);
        bp_net_send(carrier, channel);
    } else if (farewell_us > 0) {
        if (!bp_farewell_begin(carrier, i, farewell_us))
            bp_net_wait(carrier, i, BP_NET_LEAVING, farewell_us);
    } else {
        bp_net_close(carrier, i);
    }
}

/* A connection that led nowhere: another, or none. */
static void
begin_anew(BpCarrier *carrier, guint32 i)
{
    guint32 channel = bp_connection_at(carrier, i)->channel;

    if (begin_file(carrier, i, channel)) {
        meet(carrier, i, 0, FALSE);
        bp_net_send(carrier, channel);
    } else {
        bp_net_close(carrier, i);
    }
}

/* ---- the ends of steps ---- */

static void
answered(BpCarrier *carrier, guint32 i)
{
    guint32 channel = bp_connection_at(carrier, i)->channel;
    guint32 number = bp_connection_at(carrier, i)->file;
    BpFile file;

    if (bp_connection_at(carrier, i)->step == BP_NET_ASKING)
        leave_lines(carrier, i);
    if (!carrier->freight.offered(carrier->data, channel, &number, &file)) {
        carrier->nets->members[bp_connection_at(carrier, i)->to].n_in--;
        go_on(carrier, i);
        return;
    }

    BpConnection *connection = bp_connection_at(carrier, i);

    connection->file = number;
    if (connection->n_recipients != file.n_recipients) {
        connection->n_recipients = file.n_recipients;
        bp_net_plan(carrier, connection, FALSE);
    }
    if (!bp_express_grant(carrier, i)) {
        if (connection->times.grant_us > 0)
            bp_net_wait(carrier, i, BP_NET_GRANTED, connection->times.grant_us);
        else
            carry(carrier, i, BP_NET_SENDING);
    }
    /* What was refused may have made a bounce that goes the same way. */
    bp_net_send(carrier, channel);
}

static void
sent(BpCarrier *carrier, guint32 i)
{
    guint32 channel = bp_connection_at(carrier, i)->channel;
    guint32 file = bp_connection_at(carrier, i)->file;

    if (bp_connection_at(carrier, i)->step == BP_NET_SENDING)
        leave_lines(carrier, i);
    carrier->nets->members[bp_connection_at(carrier, i)->to].n_in--;
    go_on(carrier, i);
    carrier->freight.arrive(carrier->data, channel, file);
}

/* Nobody took it: on to who stands in for the host, or later. */
static void
fall_back(BpCarrier *carrier, guint32 i)
{
    BpConnection *connection = bp_connection_at(carrier, i);
    guint32 next = carrier->freight.unreachable(carrier->data, connection->channel,
                                                connection->file, connection->primary,
                                                connection->tries);

    connection = bp_connection_at(carrier, i);
    if (next == BP_NONE) {
        begin_anew(carrier, i);
        return;
    }
    connection->to = next;
    connection->tries++;
    meet(carrier, i, 0, FALSE);
}

static void
net_event(gpointer data, guint32 i, BpTicket ticket)
{
    BpCarrier *carrier = data;
    BpConnection *connection = bp_connection_at(carrier, i);

    if (ticket != connection->ticket ||
        connection->event_us != bp_queue_now_us(carrier->queue))
        return;
    if (connection->ends_us > connection->event_us) {
        bp_net_set_event(carrier, i);
        return;
    }
    if (connection->express != BP_EXPRESS_NOT) {
        if (bp_express_end(carrier, i) == BP_NET_ASKING)
            answered(carrier, i);
        else
            sent(carrier, i);
        return;
    }
    switch ((BpNetStep)connection->step) {
    case BP_NET_FREE:
    case BP_N_NET_STEPS:
        break;
    case BP_NET_VAIN:
    case BP_NET_REFUSED:
        fall_back(carrier, i);
        break;
    case BP_NET_LEAVING:
        begin_anew(carrier, i);
        break;
    case BP_NET_MEETING:
        carry(carrier, i, BP_NET_ASKING);
        break;
    case BP_NET_ASKING:
        answered(carrier, i);
        break;
    case BP_NET_GRANTED:
        carry(carrier, i, BP_NET_SENDING);
        break;
    case BP_NET_SENDING:
        sent(carrier, i);
        break;
    }
}

/* ---- begin and end ---- */

void
bp_carrier_each_moving(const BpCarrier *carrier, BpEach each, gpointer data)
{
    for (guint32 i = 0; carrier->nets != NULL && i < carrier->nets->n; i++)
        if (bp_connection_at(carrier, i)->step != BP_NET_FREE &&
            bp_connection_at(carrier, i)->step != BP_NET_LEAVING)
            each(data, 0, bp_connection_at(carrier, i)->file);
}

void
bp_carrier_doubt(BpCarrier *carrier, guint32 host)
{
    if (carrier->nets != NULL && carrier->nets->n > 0)
        bp_express_doubt(carrier, host, BP_WAY_IN);
}

void
bp_carrier_doubt_sender(BpCarrier *carrier, guint32 host)
{
    if (carrier->nets != NULL && carrier->nets->n > 0)
        bp_express_doubt(carrier, host, BP_WAY_OUT);
}

void
bp_carrier_catch_up(BpCarrier *carrier)
{
    if (carrier->nets == NULL)
        return;
    bp_express_catch_up(carrier);
    bp_farewells_note(carrier);
}

void
bp_nets_init(BpCarrier *carrier)
{
    guint32 n_links = bp_network_n_channels(carrier->network) / 2;
    guint32 n_nodes = bp_network_n_nodes(carrier->network);

    if (!carrier->has_nets)
        return;
    carrier->nets = g_new0(BpNets, 1);
    carrier->nets->free = BP_NONE;
    carrier->nets->arcs = bp_arcs_new(bp_net_us_per_radian());
    carrier->nets->first_further = bp_network_n_links(carrier->network);
    carrier->nets->later = g_array_new(FALSE, FALSE, sizeof(guint32));
    carrier->nets->accesses = bp_large_new0(n_links, sizeof(BpAccess));
    for (guint32 link = 0; link < n_links; link++) {
        BpAccess *access = &carrier->nets->accesses[link];

        access->line = bp_carrier_line(carrier, link);
        for (guint way = 0; way < BP_N_WAYS; way++)
            access->way[way] = (BpShared){BP_NONE, BP_NONE, 0, BP_NONE};
    }
    carrier->nets->members = bp_large_new0(n_nodes, sizeof(BpMember));
    for (guint32 host = 0; host < n_nodes; host++) {
        BpMember *member = &carrier->nets->members[host];

        BpHost at = bp_network_host(carrier->network, host);

        if (at.is_net)
            member->crossing_us = bp_network_crossing_us(carrier->network, host);
        else
            member->place = bp_point((double)at.lat, (double)at.lon);
        member->most_in = (guint16)bp_network_connections_in(carrier->network, host);
        member->most_out = (guint16)bp_network_connections_out(carrier->network, host);
    }
    carrier->nets->event = bp_queue_add_kind(carrier->queue, net_event, carrier);
}

void
bp_nets_clear(BpCarrier *carrier)
{
    if (carrier->nets == NULL)
        return;
    g_free(carrier->nets->connections);
    bp_large_free(carrier->nets->accesses);
    g_array_unref(carrier->nets->later);
    bp_large_free(carrier->nets->members);
    g_free(carrier->nets->farewells);
    bp_arcs_free(carrier->nets->arcs);
    g_free(carrier->nets);
}

void
bp_nets_settle(BpCarrier *carrier)
{
    guint32 n_links = bp_network_n_channels(carrier->network) / 2;

    bp_carrier_catch_up(carrier);
    for (guint32 link = 0; carrier->nets != NULL && link < n_links; link++)
        if (carrier->nets->accesses[link].n_open > 0)
            count_time(carrier, link, bp_queue_now_us(carrier->queue));
}
