/* net_times.c - how far apart the two ends of a connection are, and what each step of a
 * transaction takes, were it alone on its lines.
 */
#include "net_private.h"

#include <bangpath/units.h>

/* Light in glass, whose refractive index is about 1.5, and lines that follow railways and go
 * by way of switches: our guess. */
#define FIBRE_KM_PER_S 200000.0
#define DETOUR 1.5
#define EARTH_KM 6371.0

static const BpLine *
line_of(const BpCarrier *carrier, const BpConnection *connection)
{
    return carrier->lines[bp_carrier_line(carrier, connection->channel / 2)];
}

/* How much longer the way between two known places is than what their lines hold of it. */
static gint64
beyond_us(const BpCarrier *carrier, const BpConnection *connection, const BpLine *far)
{
    const BpMember *members = carrier->nets->members;
    const BpPoint *from = &members[carrier->ends[connection->channel & ~1U]].place;
    const BpPoint *to = &members[connection->to].place;

    if (!bp_point_is_known(from) || !bp_point_is_known(to))
        return 0;
    return (gint64)(bp_arc(from, to) * EARTH_KM * DETOUR / FIBRE_KM_PER_S *
                    BP_SECOND_US) -
           line_of(carrier, connection)->way_us - far->way_us;
}

void
bp_net_look(const BpCarrier *carrier, BpConnection *connection)
{
    const BpLineView *view = &line_of(carrier, connection)->view;
    guint32 net = carrier->ends[connection->channel | 1];
    BpNetTimes *times = &connection->times;

    times->bps = view->bps;
    times->latency_us = view->latency_us + carrier->nets->members[net].crossing_us;
    if (connection->far != BP_NONE) {
        const BpLine *far =
            carrier->lines[bp_carrier_line(carrier, connection->far / 2)];

        times->bps = MIN(view->bps, far->view.bps);
        times->latency_us = bp_add_us(times->latency_us, far->view.latency_us);
        times->latency_us += beyond_us(carrier, connection, far);
    }
}

/* What protocols that do not ask first take for nothing at all is their asking: on a net
 * recipients are refused before the body is sent, whatever moves it. */
static gint64
meet_us(const BpLine *line, const BpLineView *view, guint32 n_recipients,
        gboolean stands)
{
    const BpProtocol *protocol = line->protocol;
    const gint64 *p = line->protocol_params;
    gint64 session_us = stands ? 0 : protocol->session_us(p, view);

    if (protocol->asks_first)
        return bp_add_us(session_us, protocol->ask_wait_us(p, view, n_recipients));
    return bp_add_us(session_us, protocol->file_us(p, view, 0));
}

static gint64
ask_carry_us(const BpLine *line, const BpLineView *view, guint32 n_recipients)
{
    const BpProtocol *protocol = line->protocol;
    const gint64 *p = line->protocol_params;

    if (!protocol->asks_first)
        return 0;
    return protocol->ask_us(p, view, n_recipients) -
           protocol->ask_wait_us(p, view, n_recipients);
}

static gint64
grant_us(const BpLine *line, const BpLineView *view)
{
    const BpProtocol *protocol = line->protocol;

    return protocol->asks_first ? protocol->file_us(line->protocol_params, view, 0) : 0;
}

static gint64
body_carry_us(const BpLine *line, const BpLineView *view,
              const BpConnection *connection)
{
    BpFile file = {
        .body_bytes = connection->body_bytes,
        .n_recipients = connection->n_recipients,
        .to = connection->to,
    };

    return bp_carrier_file_us(line, view, &file) -
           line->protocol->file_us(line->protocol_params, view, 0);
}

static gint64
leave_us(const BpLine *line, const BpLineView *view)
{
    const BpProtocol *protocol = line->protocol;

    return protocol->asks_first && protocol->hangup_us
               ? protocol->hangup_us(line->protocol_params, view)
               : 0;
}

void
bp_net_plan(const BpCarrier *carrier, BpConnection *connection, gboolean stands)
{
    const BpLine *line = line_of(carrier, connection);
    BpNetTimes *times = &connection->times;
    BpLineView view = line->view;

    view.bps = times->bps;
    view.latency_us = times->latency_us;
    times->meet_us = meet_us(line, &view, connection->n_recipients, stands);
    times->ask_us = ask_carry_us(line, &view, connection->n_recipients);
    times->grant_us = grant_us(line, &view);
    times->body_us = body_carry_us(line, &view, connection);
    times->leave_us = leave_us(line, &view);
}
