/* call.c - dial-up links: when a call is tried, what it carries, how it ends.
 *
 * A link that is dialled has one record and at most one event pending:
 *
 *   IDLE      nothing wants a call (a polled link waits for its next poll all the same)
 *   WAITING   for a window, a poll's hour or the next try
 *   DIALLING  both ends hold a line; set-up, log-in and hand-shake go on
 *   ASKING    the envelope of the first file is being answered
 *   SENDING   a file is under way
 */
#include "carrier_private.h"

#include <bangpath/random.h>
#include <bangpath/units.h>

typedef enum {
    IDLE,
    WAITING,
    DIALLING,
    ASKING,
    SENDING,
} State;

struct Dial {
    BpTicket ticket; /* of the one event that still counts */
    gint64 event_us; /* when it comes */
    gint64 poll_us;  /* when the next poll is due, whatever else happens */
    gint64 dialled_us;
    gint64 connected_us;
    gint64 drop_us;   /* when the line will drop */
    gint64 closes_us; /* when the caller's window does */
    guint32 link;
    guint32 n_calls; /* that got through: the counter of draws */
    guint8 state;
    guint8 caller;   /* 0: the link's end a, 1: its end b */
    guint8 sender;   /* whose turn it is; likewise */
    guint8 failures; /* since the last call that ended well */
};

static Dial *
dial_at(const BpCarrier *carrier, guint32 i)
{
    return &g_array_index(carrier->dials, Dial, i);
}

static const BpLine *
line_of(const BpCarrier *carrier, const Dial *dial)
{
    return carrier->lines[carrier->line_of[dial->link]];
}

/* The channel away from end @end of the link. */
static guint32
channel_from(const Dial *dial, guint8 end)
{
    return 2 * dial->link + end;
}

static guint32
host_at(const BpCarrier *carrier, const Dial *dial, guint8 end)
{
    return bp_network_from(carrier->network, channel_from(dial, end));
}

static gboolean
has_work(const BpCarrier *carrier, const Dial *dial, guint8 end)
{
    BpFile file;

    return carrier->freight.first(carrier->data, channel_from(dial, end), &file);
}

static gint64
opens_us(const BpCarrier *carrier, const Dial *dial, guint8 caller, gint64 at_us)
{
    guint32 host = host_at(carrier, dial, caller);

    return bp_schedule_opens_us(&line_of(carrier, dial)->schedule,
                                carrier->begin_unix_s, carrier->hosts[host].tz_minutes,
                                at_us);
}

static void
set_event(BpCarrier *carrier, Dial *dial, State state, gint64 at_us)
{
    dial->state = (guint8)state;
    dial->event_us = at_us;
    dial->ticket =
        bp_queue_push(carrier->queue, at_us, carrier->call,
                      (guint32)(dial - (Dial *)(void *)carrier->dials->data));
}

/* The next try, by @caller, not before @at_us. */
static void
wait_until(BpCarrier *carrier, Dial *dial, guint8 caller, gint64 at_us)
{
    dial->caller = caller;
    set_event(carrier, dial, WAITING, opens_us(carrier, dial, caller, at_us));
}

static gint64
back_off_us(const BpCarrier *carrier, const Dial *dial)
{
    gint64 wait_us = line_of(carrier, dial)->retry_us;

    for (guint8 i = 1; i < dial->failures && wait_us < BP_RETRY_CAP_US; i++)
        wait_us *= 2;
    return MIN(wait_us, BP_RETRY_CAP_US);
}

static void
fail(BpCarrier *carrier, Dial *dial)
{
    if (dial->failures < G_MAXUINT8)
        dial->failures++;
    wait_until(carrier, dial, dial->caller,
               bp_add_us(bp_queue_now_us(carrier->queue), back_off_us(carrier, dial)));
}

static gboolean
has_free_line(const BpCarrier *carrier, guint32 host)
{
    return carrier->lines_taken[host] < carrier->hosts[host].lines;
}

/* What a call was wanted for has gone meanwhile. A poll needs no reason. */
static gboolean
is_needless(const BpCarrier *carrier, const Dial *dial)
{
    return line_of(carrier, dial)->schedule.kind == BP_SCHEDULE_DEMAND &&
           !has_work(carrier, dial, 0) && !has_work(carrier, dial, 1);
}

/* WAITING -> DIALLING, or busy. */
static void
dial_out(BpCarrier *carrier, Dial *dial)
{
    const BpLine *line = line_of(carrier, dial);
    guint32 a = host_at(carrier, dial, 0);
    guint32 b = host_at(carrier, dial, 1);
    gint64 now_us = bp_queue_now_us(carrier->queue);

    if (!has_free_line(carrier, a) || !has_free_line(carrier, b)) {
        carrier->sums.calls_busy++;
        fail(carrier, dial);
        return;
    }

    carrier->lines_taken[a]++;
    carrier->lines_taken[b]++;
    dial->dialled_us = now_us;
    dial->connected_us = bp_add_us(now_us, line->setup_us);
    set_event(carrier, dial, DIALLING,
              bp_add_us(dial->connected_us, line->protocol->session_us(
                                                line->protocol_params, &line->view)));
}

/* Gives the lines back and settles the bill: the caller pays by the minute begun, one at
 * least, from the carrier on, at the tariff of the hour in which the call ends. */
static void
hang_up(BpCarrier *carrier, Dial *dial)
{
    const BpLine *line = line_of(carrier, dial);
    guint32 payer = host_at(carrier, dial, dial->caller);
    gint64 now_us = bp_queue_now_us(carrier->queue);
    gint64 minutes =
        MAX(1, (now_us - dial->connected_us + BP_MINUTE_US - 1) / BP_MINUTE_US);
    BpTariff tariff = bp_carrier_tariff(carrier, payer);

    carrier->lines_taken[host_at(carrier, dial, 0)]--;
    carrier->lines_taken[host_at(carrier, dial, 1)]--;
    carrier->sums.line_us += now_us - dial->dialled_us;
    carrier->link_line_us[dial->link] += now_us - dial->dialled_us;
    bp_carrier_charge(carrier, payer, dial->link,
                      bp_carrier_price_udollars(line->price_udollars[tariff],
                                                minutes * BP_MINUTE_US));
    dial->state = IDLE;
}

/* What comes after a call that ended well: the work that the window left over, the next
 * poll, or nothing. */
static void
rest(BpCarrier *carrier, Dial *dial)
{
    const BpSchedule *schedule = &line_of(carrier, dial)->schedule;
    gint64 now_us = bp_queue_now_us(carrier->queue);
    guint8 other = !dial->caller;

    dial->failures = 0;
    if (schedule->kind == BP_SCHEDULE_POLL) {
        while (dial->poll_us <= now_us)
            dial->poll_us = bp_add_us(dial->poll_us, schedule->period_us);
        wait_until(carrier, dial, 0, dial->poll_us);
        return;
    }
    if (has_work(carrier, dial, dial->caller))
        wait_until(carrier, dial, dial->caller, now_us);
    else if (has_work(carrier, dial, other))
        wait_until(carrier, dial, other, now_us);
}

static void
drop(BpCarrier *carrier, Dial *dial)
{
    carrier->sums.calls_dropped++;
    hang_up(carrier, dial);
    fail(carrier, dial);
}

/* Ends the state @next after @us, or drops the line where that comes first. The event is
 * the same; line_dropped() tells them apart by the clock. */
static void
proceed(BpCarrier *carrier, Dial *dial, State next, gint64 us)
{
    gint64 end_us = bp_add_us(bp_queue_now_us(carrier->queue), us);

    set_event(carrier, dial, next, MIN(end_us, dial->drop_us));
}

static gboolean
line_dropped(const BpCarrier *carrier, const Dial *dial)
{
    return bp_queue_now_us(carrier->queue) >= dial->drop_us;
}

/* Sends the next file: the sender's, or once it has none the other's; hangs up when
 * neither has one or the window has closed. */
static void
send_or_hang_up(BpCarrier *carrier, Dial *dial)
{
    const BpLine *line = line_of(carrier, dial);
    BpFile file;

    if (bp_queue_now_us(carrier->queue) < dial->closes_us) {
        if (!has_work(carrier, dial, dial->sender))
            dial->sender = !dial->sender;
        if (carrier->freight.first(carrier->data, channel_from(dial, dial->sender),
                                   &file)) {
            if (line->protocol->asks_first)
                proceed(carrier, dial, ASKING,
                        line->protocol->ask_us(line->protocol_params, &line->view,
                                               file.n_recipients));
            else
                proceed(carrier, dial, SENDING,
                        bp_carrier_file_us(line, &line->view, &file));
            return;
        }
    }
    hang_up(carrier, dial);
    rest(carrier, dial);
}

static void
connected(BpCarrier *carrier, Dial *dial)
{
    const BpLine *line = line_of(carrier, dial);
    gint64 now_us = bp_queue_now_us(carrier->queue);
    guint32 caller = host_at(carrier, dial, dial->caller);

    carrier->sums.calls_made++;
    dial->sender = dial->caller;
    dial->closes_us =
        bp_schedule_closes_us(&line->schedule, carrier->begin_unix_s,
                              carrier->hosts[caller].tz_minutes, dial->dialled_us);
    dial->drop_us = G_MAXINT64;
    if (line->drop_interval_us > 0) {
        BpDraw draw =
            bp_draw(carrier->seed, carrier->stream_drop, dial->link, dial->n_calls);

        dial->drop_us =
            bp_add_us(now_us, bp_exponential_us(draw, 0, line->drop_interval_us));
    }
    dial->n_calls++;
    send_or_hang_up(carrier, dial);
}

static void
answered(BpCarrier *carrier, Dial *dial)
{
    const BpLine *line = line_of(carrier, dial);
    guint32 channel = channel_from(dial, dial->sender);
    BpFile file;

    if (carrier->freight.asked(carrier->data, channel) &&
        carrier->freight.first(carrier->data, channel, &file))
        proceed(carrier, dial, SENDING, bp_carrier_file_us(line, &line->view, &file));
    else
        send_or_hang_up(carrier, dial);
}

static void
sent(BpCarrier *carrier, guint32 i)
{
    Dial *dial = dial_at(carrier, i);
    guint32 channel = channel_from(dial, dial->sender);
    guint32 file = carrier->freight.take(carrier->data, channel);

    send_or_hang_up(carrier, dial);
    carrier->freight.arrive(carrier->data, channel, file);
}

static void
call_event(gpointer data, guint32 i, BpTicket ticket)
{
    BpCarrier *carrier = data;
    Dial *dial = dial_at(carrier, i);

    if (ticket != dial->ticket)
        return;

    switch ((State)dial->state) {
    case IDLE:
        break;
    case WAITING:
        if (is_needless(carrier, dial))
            dial->state = IDLE;
        else
            dial_out(carrier, dial);
        break;
    case DIALLING:
        connected(carrier, dial);
        break;
    case ASKING:
    case SENDING:
        if (line_dropped(carrier, dial))
            drop(carrier, dial);
        else if (dial->state == ASKING)
            answered(carrier, dial);
        else
            sent(carrier, i);
        break;
    }
}

void
bp_call_wanted(BpCarrier *carrier, guint32 i, guint32 channel)
{
    Dial *dial = dial_at(carrier, i);
    guint8 caller = channel & 1;
    gint64 now_us = bp_queue_now_us(carrier->queue);

    if (line_of(carrier, dial)->schedule.kind == BP_SCHEDULE_POLL)
        return;
    if (dial->state == IDLE ||
        (dial->state == WAITING && dial->failures == 0 &&
         opens_us(carrier, dial, caller, now_us) < dial->event_us))
        wait_until(carrier, dial, caller, now_us);
}

gboolean
bp_carrier_sending(const BpCarrier *carrier, guint32 channel)
{
    guint32 i = carrier->dial_of == NULL ? BP_NONE : carrier->dial_of[channel / 2];

    if (i == BP_NONE)
        return TRUE;

    const Dial *dial = dial_at(carrier, i);

    return (dial->state == ASKING || dial->state == SENDING) &&
           channel_from(dial, dial->sender) == channel;
}

guint32
bp_carrier_link_calls(const BpCarrier *carrier, guint32 link)
{
    if (carrier->dial_of == NULL || carrier->dial_of[link] == BP_NONE)
        return 0;
    return dial_at(carrier, carrier->dial_of[link])->n_calls;
}

void
bp_carrier_start(BpCarrier *carrier)
{
    for (guint32 i = 0; i < carrier->dials->len; i++) {
        Dial *dial = dial_at(carrier, i);
        const BpSchedule *schedule = &line_of(carrier, dial)->schedule;

        if (schedule->kind != BP_SCHEDULE_POLL)
            continue;

        BpDraw draw = bp_draw(carrier->seed, carrier->stream_poll, dial->link, 0);

        dial->poll_us = (gint64)bp_below(draw, 0, (guint64)schedule->period_us);
        wait_until(carrier, dial, 0, dial->poll_us);
    }
}

void
bp_calls_settle(BpCarrier *carrier)
{
    for (guint32 i = 0; i < carrier->dials->len; i++) {
        Dial *dial = dial_at(carrier, i);
        gint64 now_us = bp_queue_now_us(carrier->queue);

        if (dial->state == ASKING || dial->state == SENDING ||
            (dial->state == DIALLING && now_us >= dial->connected_us)) {
            hang_up(carrier, dial);
        } else if (dial->state == DIALLING) {
            carrier->sums.line_us += now_us - dial->dialled_us;
            carrier->link_line_us[dial->link] += now_us - dial->dialled_us;
        }
    }
}

static gboolean
is_dialled(const BpCarrier *carrier, guint32 link)
{
    return carrier->lines[carrier->line_of[link]]->schedule.kind !=
           BP_SCHEDULE_PERMANENT;
}

void
bp_calls_init(BpCarrier *carrier)
{
    guint32 n_links = bp_network_n_channels(carrier->network) / 2;

    carrier->dials = g_array_new(FALSE, TRUE, sizeof(Dial));
    carrier->call = bp_queue_add_kind(carrier->queue, call_event, carrier);
    carrier->stream_drop = bp_stream("line drops");
    carrier->stream_poll = bp_stream("phase of polls");
    for (guint32 link = 0; link < n_links; link++) {
        if (!is_dialled(carrier, link))
            continue;
        if (carrier->dial_of == NULL) {
            carrier->dial_of = g_new(guint32, n_links);
            memset(carrier->dial_of, 0xff, n_links * sizeof(guint32));
            carrier->lines_taken =
                g_new0(guint16, bp_network_n_nodes(carrier->network));
        }

        Dial dial = {.link = link};

        carrier->dial_of[link] = carrier->dials->len;
        g_array_append_val(carrier->dials, dial);
    }
}

void
bp_calls_clear(BpCarrier *carrier)
{
    g_array_unref(carrier->dials);
    g_free(carrier->dial_of);
    g_free(carrier->lines_taken);
}
