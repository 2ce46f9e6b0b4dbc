/* call.c - dial-up links: when a call is tried, what it carries, how it ends.
 *
 * A link that is dialled has one record and at most one event pending:
 *
 *   IDLE      nothing wants a call (a polled link waits for its next poll all the same)
 *   WAITING   for a window, a poll's hour or the next try
 *   DIALLING  both ends hold a line; set-up, log-in and hand-shake go on
 *   ASKING    the envelope of the first file is being answered
 *   SENDING   a file is under way; both ways at once where the protocol can
 *   LEAVING   both ends have said all: the hang-up goes on
 */
#include "carrier_private.h"

#include <bangpath/grade.h>
#include <bangpath/random.h>
#include <bangpath/units.h>

typedef enum {
    IDLE,
    WAITING,
    DIALLING,
    ASKING,
    SENDING,
    LEAVING,
} State;

/* What changes is described to archives at the end of this file. */
struct Dial {
    BpTicket ticket; /* of the one event that still counts */
    gint64 event_us; /* when it comes */
    gint64 poll_us;  /* when the next poll is due, whatever else happens */
    gint64 dialled_us;
    gint64 connected_us;
    gint64 drop_us;    /* when the line will drop */
    gint64 closes_us;  /* when the caller's window does */
    gint64 ends_us[2]; /* both ways: when the file from that end is across; 0: none is
                          under way */
    guint32 link;
    guint32 n_calls;  /* that got through: the counter of draws */
    guint32 n_failed; /* that did not, or were cut short: likewise */
    guint8 state;
    guint8 caller;   /* 0: the link's end a, 1: its end b */
    guint8 sender;   /* whose turn it is, or whose file is across first; likewise */
    guint8 failures; /* since the last call that ended well */
    guint8 grade;    /* the lowest that the call may carry */
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

/* The grade of the most urgent mail that waits at @end; 0: there is none. */
static guint8
best_grade(const BpCarrier *carrier, const Dial *dial, guint8 end)
{
    BpFile file;

    if (!carrier->freight.first(carrier->data, channel_from(dial, end), &file))
        return 0;
    return bp_line_grade(line_of(carrier, dial), file.body_bytes);
}

static gboolean
has_work(const BpCarrier *carrier, const Dial *dial, guint8 end)
{
    return best_grade(carrier, dial, end) != 0;
}

/* Whether @end has mail that this call may carry. */
static gboolean
has_work_now(const BpCarrier *carrier, const Dial *dial, guint8 end)
{
    guint8 grade = best_grade(carrier, dial, end);

    return grade != 0 && grade <= dial->grade;
}

/* When @end may call. */
static const BpSchedule *
schedule_of(const BpCarrier *carrier, const Dial *dial, guint8 end)
{
    const BpLine *line = line_of(carrier, dial);

    if (end == 1 && line->schedule_back.kind != BP_SCHEDULE_PERMANENT)
        return &line->schedule_back;
    return &line->schedule;
}

/* The clock on @end's wall at time 0: not always right. */
static gint64
begin_at(const BpCarrier *carrier, const Dial *dial, guint8 end)
{
    return carrier->begin_unix_s +
           bp_network_clock_s(carrier->network, host_at(carrier, dial, end));
}

static int
zone_at(const BpCarrier *carrier, const Dial *dial, guint8 end)
{
    return carrier->hosts[host_at(carrier, dial, end)].tz_minutes;
}

/* When @caller's window opens for the mail that it has; a poll needs none. */
static gint64
opens_us(const BpCarrier *carrier, const Dial *dial, guint8 caller, gint64 at_us)
{
    const BpSchedule *schedule = schedule_of(carrier, dial, caller);
    guint8 grade =
        schedule->kind == BP_SCHEDULE_POLL ? 0 : best_grade(carrier, dial, caller);

    return bp_schedule_opens_for_us(schedule, begin_at(carrier, dial, caller),
                                    zone_at(carrier, dial, caller), at_us, grade);
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

static void
fail(BpCarrier *carrier, Dial *dial)
{
    const BpLine *line = line_of(carrier, dial);
    BpDraw draw =
        bp_draw(carrier->seed, carrier->stream_redial, dial->link, dial->n_failed);
    gint64 at_us;

    if (dial->failures < G_MAXUINT8)
        dial->failures++;
    dial->n_failed++;
    at_us = bp_add_us(bp_queue_now_us(carrier->queue),
                      bp_line_retry_us(line, dial->failures, draw));
    if (line->retry_rule == BP_RETRY_HDB)
        at_us = bp_next_uusched_us(carrier->begin_unix_s, at_us);
    wait_until(carrier, dial, dial->caller, at_us);
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

/* Nobody answers; or there is nobody who could call until he is up again. */
static void
dial_in_vain(BpCarrier *carrier, Dial *dial)
{
    if (bp_carrier_host_is_down(carrier, host_at(carrier, dial, dial->caller))) {
        dial->state = IDLE;
        return;
    }
    carrier->sums.calls_failed++;
    fail(carrier, dial);
}

/* WAITING -> DIALLING, or busy. */
static void
dial_out(BpCarrier *carrier, Dial *dial)
{
    const BpLine *line = line_of(carrier, dial);
    guint32 a = host_at(carrier, dial, 0);
    guint32 b = host_at(carrier, dial, 1);
    gint64 now_us = bp_queue_now_us(carrier->queue);

    if (G_UNLIKELY(carrier->n_faults > 0) && !bp_link_is_up(carrier, dial->link)) {
        dial_in_vain(carrier, dial);
        return;
    }
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

/* Gives the lines back. */
static void
free_lines(BpCarrier *carrier, Dial *dial)
{
    gint64 now_us = bp_queue_now_us(carrier->queue);

    carrier->lines_taken[host_at(carrier, dial, 0)]--;
    carrier->lines_taken[host_at(carrier, dial, 1)]--;
    carrier->sums.line_us += now_us - dial->dialled_us;
    bp_count_line_us(carrier, channel_from(dial, 0), now_us - dial->dialled_us);
    dial->state = IDLE;
}

/* Settles the bill as well: it is by the minute begun, one at least, from the carrier on, at
 * the caller's tariff of the hour in which the call ends. */
static void
hang_up(BpCarrier *carrier, Dial *dial)
{
    const BpLine *line = line_of(carrier, dial);
    gint64 now_us = bp_queue_now_us(carrier->queue);
    gint64 minutes =
        MAX(1, (now_us - dial->connected_us + BP_MINUTE_US - 1) / BP_MINUTE_US);
    BpTariff tariff = bp_carrier_tariff(carrier, host_at(carrier, dial, dial->caller));

    free_lines(carrier, dial);
    bp_carrier_bill(carrier, dial->link, dial->caller,
                    line->first_udollars[tariff] +
                        bp_carrier_price_udollars(line->price_udollars[tariff],
                                                  minutes * BP_MINUTE_US));
}

/* Whether @end has mail and a schedule to call by. */
static gboolean
wants_to_call(const BpCarrier *carrier, const Dial *dial, guint8 end)
{
    return schedule_of(carrier, dial, end)->kind != BP_SCHEDULE_NEVER &&
           has_work(carrier, dial, end);
}

/* Has the end call that may do so first, not before @at_us; @dial's last caller where both
 * may. */
static void
wait_for_work(BpCarrier *carrier, Dial *dial, gint64 at_us)
{
    guint8 caller = dial->caller, other = !caller;
    gboolean caller_wants = wants_to_call(carrier, dial, caller);

    if (wants_to_call(carrier, dial, other) &&
        (!caller_wants || opens_us(carrier, dial, other, at_us) <
                              opens_us(carrier, dial, caller, at_us)))
        wait_until(carrier, dial, other, at_us);
    else if (caller_wants)
        wait_until(carrier, dial, caller, at_us);
}

/* What comes after a call that ended well: the work that the window left over, the next
 * poll, or nothing. Who has talked for as long as he may lets others call first. */
static void
rest(BpCarrier *carrier, Dial *dial)
{
    const BpLine *line = line_of(carrier, dial);
    const BpSchedule *schedule = &line->schedule;
    gint64 now_us = bp_queue_now_us(carrier->queue);
    gboolean was_cut_short =
        line->max_call_us > 0 && now_us - dial->connected_us >= line->max_call_us;

    dial->failures = 0;
    if (schedule->kind == BP_SCHEDULE_POLL) {
        while (dial->poll_us <= now_us)
            dial->poll_us = bp_add_us(dial->poll_us, schedule->period_us);
        wait_until(carrier, dial, 0, dial->poll_us);
        return;
    }
    wait_for_work(carrier, dial, bp_add_us(now_us, was_cut_short ? line->retry_us : 0));
}

/* Whatever was being sent has to begin again. */
static void
drop(BpCarrier *carrier, Dial *dial)
{
    guint32 channel = channel_from(dial, 0);
    gboolean was_sending[2];

    for (guint end = 0; end < 2; end++)
        was_sending[end] = bp_carrier_sending(carrier, channel + end);
    carrier->sums.calls_dropped++;
    hang_up(carrier, dial);
    for (guint end = 0; end < 2; end++)
        if (was_sending[end] && carrier->freight.interrupted != NULL)
            carrier->freight.interrupted(carrier->data, channel + end);
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

/* How long the first file from @end takes, bit errors and all: too many of them drop the
 * line. */
static gint64
file_us(BpCarrier *carrier, Dial *dial, guint8 end, const BpFile *file)
{
    const BpLine *line = line_of(carrier, dial);
    gboolean lost = FALSE;
    gint64 us = bp_carrier_file_us(line, &line->view, file);

    us = bp_add_us(us, bp_carrier_damage_us(carrier, line, &line->view, file,
                                            channel_from(dial, end), &lost));
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
    const BpLine *line = line_of(carrier, dial);
    const BpProtocol *protocol = line->protocol;
    const gint64 *p = line->protocol_params;
    gint64 us = 0;
    BpFile file;

    if (!has_work_now(carrier, dial, dial->sender)) {
        dial->sender = !dial->sender;
        us = protocol->turn_us ? protocol->turn_us(p, &line->view) : 0;
    }
    if (!has_work_now(carrier, dial, dial->sender) ||
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
        if (dial->ends_us[end] == 0 && has_work_now(carrier, dial, end) &&
            carrier->freight.first(carrier->data, channel_from(dial, end), &file))
            dial->ends_us[end] = bp_add_us(now_us, file_us(carrier, dial, end, &file));
    if (dial->ends_us[0] == 0 && dial->ends_us[1] == 0)
        return FALSE;
    dial->sender = dial->ends_us[0] == 0 ||
                   (dial->ends_us[1] != 0 && dial->ends_us[1] < dial->ends_us[0]);
    proceed(carrier, dial, SENDING, dial->ends_us[dial->sender] - now_us);
    return TRUE;
}

static void
leave(BpCarrier *carrier, Dial *dial)
{
    const BpLine *line = line_of(carrier, dial);

    if (line->protocol->hangup_us) {
        gint64 us = line->protocol->hangup_us(line->protocol_params, &line->view);

        set_event(carrier, dial, LEAVING,
                  bp_add_us(bp_queue_now_us(carrier->queue), us));
        return;
    }
    hang_up(carrier, dial);
    rest(carrier, dial);
}

/* Hangs up when neither end has a file or the window has closed; what is still on its way
 * then is waited for. */
static void
send_or_leave(BpCarrier *carrier, Dial *dial)
{
    gboolean open = bp_queue_now_us(carrier->queue) < dial->closes_us;
    guint8 other = !dial->sender;

    if (open &&
        (line_of(carrier, dial)->protocol->both_ways ? send_both_ways(carrier, dial)
                                                     : send_in_turn(carrier, dial)))
        return;
    if (dial->ends_us[other] == 0) {
        leave(carrier, dial);
        return;
    }
    dial->sender = other;
    proceed(carrier, dial, SENDING,
            dial->ends_us[other] - bp_queue_now_us(carrier->queue));
}

static void
connected(BpCarrier *carrier, Dial *dial)
{
    const BpLine *line = line_of(carrier, dial);
    gint64 now_us = bp_queue_now_us(carrier->queue);
    guint8 caller = dial->caller;
    const BpSchedule *schedule = schedule_of(carrier, dial, caller);

    carrier->sums.calls_made++;
    dial->sender = caller;
    dial->grade = bp_schedule_grade(schedule, begin_at(carrier, dial, caller),
                                    zone_at(carrier, dial, caller), dial->dialled_us);
    dial->closes_us =
        bp_schedule_closes_us(schedule, begin_at(carrier, dial, caller),
                              zone_at(carrier, dial, caller), dial->dialled_us);
    if (line->max_call_us > 0)
        dial->closes_us =
            MIN(dial->closes_us, bp_add_us(dial->connected_us, line->max_call_us));
    dial->drop_us = G_MAXINT64;
    if (line->drop_interval_us > 0) {
        BpDraw draw =
            bp_draw(carrier->seed, carrier->stream_drop, dial->link, dial->n_calls);

        dial->drop_us =
            bp_add_us(now_us, bp_exponential_us(draw, 0, line->drop_interval_us));
    }
    dial->n_calls++;
    dial->ends_us[0] = dial->ends_us[1] = 0;
    send_or_leave(carrier, dial);
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
        send_or_leave(carrier, dial);
}

static void
sent(BpCarrier *carrier, guint32 i)
{
    Dial *dial = dial_at(carrier, i);
    guint32 channel = channel_from(dial, dial->sender);
    guint32 file = carrier->freight.take(carrier->data, channel);

    dial->ends_us[dial->sender] = 0;
    send_or_leave(carrier, dial);
    carrier->freight.arrive(carrier->data, channel, file);
}

static void
call_event(gpointer data, guint32 i, BpTicket ticket)
{
    BpCarrier *carrier = data;
    Dial *dial = dial_at(carrier, i);
    gint64 now_us = bp_queue_now_us(carrier->queue);

    if (ticket != dial->ticket)
        return;

    switch ((State)dial->state) {
    case IDLE:
        break;
    case WAITING:
        if (is_needless(carrier, dial))
            dial->state = IDLE;
        else if (opens_us(carrier, dial, dial->caller, now_us) > now_us)
            /* What the window was open for has gone. */
            wait_until(carrier, dial, dial->caller, now_us);
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
    case LEAVING:
        hang_up(carrier, dial);
        rest(carrier, dial);
        break;
    }
}

void
bp_call_wanted(BpCarrier *carrier, guint32 i, guint32 channel)
{
    Dial *dial = dial_at(carrier, i);
    guint8 caller = channel & 1;
    gint64 now_us = bp_queue_now_us(carrier->queue);

    if (line_of(carrier, dial)->schedule.kind == BP_SCHEDULE_POLL ||
        schedule_of(carrier, dial, caller)->kind == BP_SCHEDULE_NEVER)
        return;
    if (dial->state == IDLE ||
        (dial->state == WAITING && dial->failures == 0 &&
         opens_us(carrier, dial, caller, now_us) < dial->event_us))
        wait_until(carrier, dial, caller, now_us);
}

void
bp_call_cut(BpCarrier *carrier, guint32 i)
{
    Dial *dial = dial_at(carrier, i);

    switch ((State)dial->state) {
    case IDLE:
    case WAITING:
        return;
    case DIALLING:
        if (bp_queue_now_us(carrier->queue) < dial->connected_us)
            free_lines(carrier, dial);
        else
            hang_up(carrier, dial);
        carrier->sums.calls_failed++;
        fail(carrier, dial);
        return;
    case ASKING:
    case SENDING:
        drop(carrier, dial);
        return;
    case LEAVING:
        hang_up(carrier, dial);
        rest(carrier, dial);
        return;
    }
}

void
bp_call_mended(BpCarrier *carrier, guint32 i)
{
    Dial *dial = dial_at(carrier, i);
    gint64 now_us = bp_queue_now_us(carrier->queue);

    if (dial->state != IDLE)
        return;
    if (line_of(carrier, dial)->schedule.kind == BP_SCHEDULE_POLL)
        wait_until(carrier, dial, 0, MAX(dial->poll_us, now_us));
    else
        wait_for_work(carrier, dial, now_us);
}

gboolean
bp_carrier_sending(const BpCarrier *carrier, guint32 channel)
{
    guint32 i = carrier->dial_of == NULL ? BP_NONE : carrier->dial_of[channel / 2];

    if (i == BP_NONE)
        return carrier->n_faults == 0 || bp_link_is_up(carrier, channel / 2);

    const Dial *dial = dial_at(carrier, i);

    if (dial->state != ASKING && dial->state != SENDING)
        return FALSE;
    return channel_from(dial, dial->sender) == channel ||
           dial->ends_us[channel & 1] != 0;
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
    bp_rents_start(carrier);
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

        if (dial->state == ASKING || dial->state == SENDING || dial->state == LEAVING ||
            (dial->state == DIALLING && now_us >= dial->connected_us)) {
            hang_up(carrier, dial);
        } else if (dial->state == DIALLING) {
            free_lines(carrier, dial);
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
    carrier->stream_redial = bp_stream("redials");
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

/* ---- as bytes ---- */

static void
archive_dial(BpArchive *archive, Dial *dial)
{
    bp_archive_u64(archive, &dial->ticket);
    bp_archive_i64(archive, &dial->event_us);
    bp_archive_i64(archive, &dial->poll_us);
    bp_archive_i64(archive, &dial->dialled_us);
    bp_archive_i64(archive, &dial->connected_us);
    bp_archive_i64(archive, &dial->drop_us);
    bp_archive_i64(archive, &dial->closes_us);
    bp_archive_i64s(archive, dial->ends_us, G_N_ELEMENTS(dial->ends_us));
    bp_archive_u32(archive, &dial->n_calls);
    bp_archive_u32(archive, &dial->n_failed);
    bp_archive_small(archive, &dial->state, LEAVING + 1);
    bp_archive_small(archive, &dial->caller, 2);
    bp_archive_small(archive, &dial->sender, 2);
    bp_archive_u8(archive, &dial->failures);
    bp_archive_u8(archive, &dial->grade);
    bp_archive_expect(archive, dial->poll_us >= 0, "a poll is before the begin");
}

typedef struct {
    BpArchive *archive;
    guint32 n_dials;
} CallCheck;

static void
check_call(gpointer data, gint64 at_us, guint32 i)
{
    CallCheck *check = data;

    (void)at_us;
    bp_archive_expect(check->archive, i < check->n_dials, "a call has no link");
}

void
bp_calls_archive(BpCarrier *carrier, BpArchive *archive)
{
    CallCheck check = {archive, carrier->dials->len};

    for (guint32 i = 0; i < carrier->dials->len; i++)
        archive_dial(archive, dial_at(carrier, i));
    if (carrier->lines_taken != NULL)
        bp_archive_u16s(archive, carrier->lines_taken,
                        bp_network_n_nodes(carrier->network));
    if (bp_archive_is_loading(archive))
        bp_queue_each(carrier->queue, carrier->call, check_call, &check);
}
