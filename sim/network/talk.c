/* talk.c - what is said in a call once it stands: whose file goes next, and for how long. */
#include "dial.h"

#include <bangpath/random.h>
#include <bangpath/units.h>

void
bp_dial_drop(BpCarrier *carrier, Dial *dial)
{
    guint32 channel = channel_from(dial, 0);
    guint32 n_sending[2];

    for (guint end = 0; end < 2; end++)
        n_sending[end] = bp_carrier_sending(carrier, channel + end);
    carrier->sums.calls_dropped++;
    bp_dial_hang_up(carrier, dial);
    for (guint end = 0; end < 2; end++)
        if (n_sending[end] > 0 && carrier->freight.interrupted != NULL)
            carrier->freight.interrupted(carrier->data, channel + end, n_sending[end]);
    bp_dial_fail(carrier, dial);
}

/* Ends the state @next after @us, or drops the line where that comes first. The event is
 * the same; line_dropped() tells them apart by the clock. */
static void
proceed(BpCarrier *carrier, Dial *dial, State next, gint64 us)
{
    gint64 end_us = bp_add_us(bp_queue_now_us(carrier->queue), us);

    bp_dial_set_event(carrier, dial, next, MIN(end_us, dial->drop_us));
}

static gboolean
line_dropped(const BpCarrier *carrier, const Dial *dial)
{
    return bp_queue_now_us(carrier->queue) >= dial->drop_us;
}

/* How long the first file from @end takes, bit errors and all: too many of them drop the
 * line. */
static gint64
file_us(BpCarrier *carrier, Dial *dial, guint8 end, const BpFile *file)
{
    gboolean lost = FALSE;
    gint64 us =
        bp_track_file_us(carrier, dial->track, file, channel_from(dial, end), &lost);

    if (lost)
        dial->drop_us =
            MIN(dial->drop_us, bp_add_us(bp_queue_now_us(carrier->queue), us));
    return us;
}

/* Begins the sender's next file, or once it has none the other's, whose turn it is after
 * the roles were turned. FALSE if neither has one. */
static gboolean
send_in_turn(BpCarrier *carrier, Dial *dial)
{
    const BpLine *line = line_of(dial);
    const BpProtocol *protocol = line->protocol;
    const gint64 *p = line->protocol_params;
    gint64 us = 0;
    BpFile file;

    if (!bp_dial_has_work_now(carrier, dial, dial->sender)) {
        dial->sender = !dial->sender;
        us = dial->track->turn_us;
    }
    if (!bp_dial_has_work_now(carrier, dial, dial->sender) ||
        !carrier->freight.first(carrier->data, channel_from(dial, dial->sender), &file))
        return FALSE;
    if (protocol->asks_first)
        proceed(carrier, dial, ASKING,
                bp_add_us(us, protocol->ask_us(p, &line->view, file.n_recipients)));
    else
        proceed(carrier, dial, SENDING,
                bp_add_us(us, file_us(carrier, dial, dial->sender, &file)));
    return TRUE;
}

/* Begins the next file of each end that has one and sends none; the event is at the end of
 * the one that is across first. */
static gboolean
send_both_ways(BpCarrier *carrier, Dial *dial)
{
    gint64 now_us = bp_queue_now_us(carrier->queue);
    BpFile file;

    for (guint8 end = 0; end < 2; end++)
        if (dial->ends_us[end] == 0 && bp_dial_has_work_now(carrier, dial, end) &&
            carrier->freight.first(carrier->data, channel_from(dial, end), &file))
            dial->ends_us[end] = bp_add_us(now_us, file_us(carrier, dial, end, &file));
    if (dial->ends_us[0] == 0 && dial->ends_us[1] == 0)
        return FALSE;
    dial->sender = dial->ends_us[0] == 0 ||
                   (dial->ends_us[1] != 0 && dial->ends_us[1] < dial->ends_us[0]);
    proceed(carrier, dial, SENDING, dial->ends_us[dial->sender] - now_us);
    return TRUE;
}

/* Packets of FidoNet: all that the caller has, then all that the called has, and no more. */
static gboolean
send_bundle(BpCarrier *carrier, Dial *dial, guint8 end, gint64 us)
{
    guint32 channel = channel_from(dial, end);
    BpFile file;

    if (!bp_dial_has_work_now(carrier, dial, end))
        return FALSE;
    dial->sender = end;
    dial->n_files = carrier->freight.bundle(carrier->data, channel,
                                            bp_dial_limit(dial, end), &file);
    proceed(carrier, dial, SENDING, bp_add_us(us, file_us(carrier, dial, end, &file)));
    return TRUE;
}

static gboolean
send_bundles(BpCarrier *carrier, Dial *dial)
{
    const BpLine *line = line_of(dial);
    const BpProtocol *protocol = line->protocol;
    const gint64 *p = line->protocol_params;
    guint8 called = !dial->caller;
    gint64 us = 0;

    if (dial->n_turns == 0) {
        dial->n_turns = 1;
        if (send_bundle(carrier, dial, dial->caller, 0))
            return TRUE;
        if (protocol->empty_packet)
            us = protocol->file_us(p, &line->view, 0);
    }
    if (dial->n_turns == 2)
        return FALSE;
    dial->n_turns = 2;
    if (protocol->always_turns || bp_dial_has_work_now(carrier, dial, called))
        us = bp_add_us(us, protocol->turn_us(p, &line->view));
    if (send_bundle(carrier, dial, called, us))
        return TRUE;
    dial->parting_us = us;
    return FALSE;
}

static void
leave(BpCarrier *carrier, Dial *dial)
{
    gint64 us = bp_add_us(dial->parting_us, dial->track->hangup_us);

    if (us > 0) {
        bp_dial_set_event(carrier, dial, LEAVING,
                          bp_add_us(bp_queue_now_us(carrier->queue), us));
        return;
    }
    bp_dial_hang_up(carrier, dial);
    bp_dial_rest(carrier, dial);
}

static gboolean
send_next(BpCarrier *carrier, Dial *dial)
{
    const BpProtocol *protocol = line_of(dial)->protocol;

    if (protocol->bundles)
        return send_bundles(carrier, dial);
    return protocol->both_ways ? send_both_ways(carrier, dial)
                               : send_in_turn(carrier, dial);
}

/* Hangs up when neither end has a file or the window has closed; what is still on its way
 * then is waited for. */
static void
send_or_leave(BpCarrier *carrier, Dial *dial)
{
    gboolean open = bp_queue_now_us(carrier->queue) < dial->closes_us;
    guint8 other = !dial->sender;

    if (open && send_next(carrier, dial))
        return;
    if (dial->ends_us[other] == 0) {
        leave(carrier, dial);
        return;
    }
    dial->sender = other;
    proceed(carrier, dial, SENDING,
            dial->ends_us[other] - bp_queue_now_us(carrier->queue));
}

void
bp_dial_connected(BpCarrier *carrier, Dial *dial)
{
    const BpLine *line = line_of(dial);
    gint64 now_us = bp_queue_now_us(carrier->queue);

    carrier->sums.calls_made++;
    dial->sender = dial->caller;
    bp_dial_limits(carrier, dial);
    dial->drop_us = G_MAXINT64;
    if (line->drop_interval_us > 0) {
        BpDraw draw =
            bp_draw(carrier->seed, carrier->stream_drop, dial->link, dial->n_calls);

        dial->drop_us =
            bp_add_us(now_us, bp_exponential_us(draw, 0, line->drop_interval_us));
    }
    dial->n_calls++;
    dial->ends_us[0] = dial->ends_us[1] = 0;
    dial->parting_us = 0;
    dial->n_files = 1;
    dial->n_turns = 0;
    send_or_leave(carrier, dial);
}

static void
answered(BpCarrier *carrier, Dial *dial)
{
    const BpLine *line = line_of(dial);
    guint32 channel = channel_from(dial, dial->sender);
    BpFile file;

    if (carrier->freight.asked(carrier->data, channel) &&
        carrier->freight.first(carrier->data, channel, &file))
        proceed(carrier, dial, SENDING, bp_carrier_file_us(line, &line->view, &file));
    else
        send_or_leave(carrier, dial);
}

static void
sent(BpCarrier *carrier, Dial *dial)
{
    guint32 channel = channel_from(dial, dial->sender);
    GArray *across = carrier->across;

    if (dial->n_files == 1) {
        guint32 file = carrier->freight.take(carrier->data, channel);

        dial->ends_us[dial->sender] = 0;
        send_or_leave(carrier, dial);
        carrier->freight.arrive(carrier->data, channel, file);
        return;
    }
    g_array_set_size(across, 0);
    for (guint32 k = 0; k < dial->n_files; k++) {
        guint32 file = carrier->freight.take(carrier->data, channel);

        g_array_append_val(across, file);
    }
    dial->n_files = 1;
    dial->ends_us[dial->sender] = 0;
    send_or_leave(carrier, dial);
    for (guint k = 0; k < across->len; k++)
        carrier->freight.arrive(carrier->data, channel,
                                g_array_index(across, guint32, k));
}

void
bp_dial_proceed(BpCarrier *carrier, guint32 i)
{
    Dial *dial = dial_at(carrier, i);

    if (line_dropped(carrier, dial))
        bp_dial_drop(carrier, dial);
    else if (dial->state == ASKING)
        answered(carrier, dial);
    else
        sent(carrier, dial);
}
