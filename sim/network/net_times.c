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
    return carrier->lines[bp_access_line(carrier, connection->channel / 2)];
}

double
bp_net_us_per_radian(void)
{
    return EARTH_KM * DETOUR / FIBRE_KM_PER_S * BP_SECOND_US;
}

/* Apart, as it seldom comes to that. */
G_NO_INLINE static gint64
exact_us(const BpPoint *from, const BpPoint *to)
{
    return (gint64)(bp_arc(from, to) * EARTH_KM * DETOUR / FIBRE_KM_PER_S *
                    BP_SECOND_US);
}

/* How much longer the way between two known places is than what their lines hold of it. */
static gint64
beyond_us(const BpCarrier *carrier, const BpConnection *connection, const BpLine *far)
{
    const BpMember *members = carrier->nets->members;
    const BpPoint *from = &members[carrier->ends[connection->channel & ~1U]].place;
    const BpPoint *to = &members[connection->to].place;
    gint64 us;

    if (!bp_arcs_whole(carrier->nets->arcs, from, to, &us)) {
        if (!bp_point_is_known(from) || !bp_point_is_known(to))
            return 0;
        us = exact_us(from, to);
    }
    return us - line_of(carrier, connection)->way_us - far->way_us;
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
            carrier->lines[bp_access_line(carrier, connection->far / 2)];

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

/* The steps between two kinds of lines, worked out anew only if others have taken their place. */
static const BpSteps *
steps_between(const BpCarrier *carrier, const BpConnection *connection,
              const BpLine *line)
{
    gint64 bps = connection->times.bps;
    guint32 near = bp_access_line(carrier, connection->channel / 2);
    guint32 far =
        connection->far == BP_NONE ? 0 : bp_access_line(carrier, connection->far / 2);
    BpNetPace *pace = &carrier->nets->paces[(8 * near + far) % BP_NET_PACES];

    if (G_UNLIKELY(pace->line != line || pace->steps.bps != (guint64)bps)) {
        pace->line = line;
        line->protocol->steps(line->protocol_params, bps, &pace->steps);
    }
    return &pace->steps;
}

/* The times of the commonest transaction, which is for one, from what its lines share. FALSE: it
 * is none such. */
static gboolean
plan_simply(const BpCarrier *carrier, BpConnection *connection, const BpLine *line,
            gboolean stands)
{
    BpNetTimes *times = &connection->times;

    if (line->protocol->steps == NULL || connection->n_recipients != 1 ||
        connection->body_bytes > BP_PACE_BYTES ||
        (guint64)times->latency_us > BP_STEPS_LATENCY_US ||
        line->view.turnaround_us > BP_STEPS_LATENCY_US)
        return FALSE;

    const BpSteps *steps = steps_between(carrier, connection, line);
    gint64 round_us = 2 * (times->latency_us + line->view.turnaround_us);

    times->meet_us = steps->ask_trips * round_us + steps->ask_wait_us;
    if (!stands)
        times->meet_us += steps->session_trips * round_us + steps->session_us;
    times->ask_us = steps->ask_us;
    times->grant_us = steps->file_trips * round_us + steps->file_us;
    times->body_us = bp_steps_body_us(steps, connection->body_bytes);
    times->leave_us = steps->hangup_trips * round_us + steps->hangup_us;
    return TRUE;
}

void
bp_net_plan(const BpCarrier *carrier, BpConnection *connection, gboolean stands)
{
    const BpLine *line = line_of(carrier, connection);
    BpNetTimes *times = &connection->times;
    BpLineView view = line->view;

    if (G_LIKELY(plan_simply(carrier, connection, line, stands)))
        return;
    view.bps = times->bps;
    view.latency_us = times->latency_us;
    times->meet_us = meet_us(line, &view, connection->n_recipients, stands);
    times->ask_us = ask_carry_us(line, &view, connection->n_recipients);
    times->grant_us = grant_us(line, &view);
    times->body_us = body_carry_us(line, &view, connection);
    times->leave_us = leave_us(line, &view);
}
