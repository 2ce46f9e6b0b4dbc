/* call.c - dial-up links: when a call is tried, and what comes after it.
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
#include "dial.h"

#include <bangpath/grade.h>
#include <bangpath/large.h>
#include <bangpath/random.h>
#include <bangpath/units.h>

static guint32
dial_number(const BpCarrier *carrier, const Dial *dial)
{
    return (guint32)((gsize)((const char *)dial - carrier->dials) / DIAL_BYTES);
}

void
bp_dial_set_event(BpCarrier *carrier, Dial *dial, State state, gint64 at_us)
{
    dial->state = (guint8)state;
    dial->event_us = at_us;
    dial->ticket =
        bp_queue_push(carrier->queue, at_us, carrier->call, dial_number(carrier, dial));
}

/* The next try, by @caller, not before @at_us. */
static void
wait_until(BpCarrier *carrier, Dial *dial, guint8 caller, gint64 at_us)
{
    dial->caller = caller;
    bp_dial_set_event(carrier, dial, WAITING,
                      bp_dial_opens_us(carrier, dial, caller, at_us));
}

void
bp_dial_fail(BpCarrier *carrier, Dial *dial)
{
    const BpLine *line = line_of(dial);
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
    return carrier->lines_taken[host] <
           bp_hosts_traits(&carrier->network->hosts, host)->lines;
}

/* What a call was wanted for has gone meanwhile. A poll needs no reason. */
static gboolean
is_needless(const BpCarrier *carrier, const Dial *dial)
{
    return line_of(dial)->schedule.kind == BP_SCHEDULE_DEMAND &&
           !bp_dial_has_work(carrier, dial, 0) && !bp_dial_has_work(carrier, dial, 1);
}

/* Nobody answers; or there is nobody who could call until he is up again. */
static void
dial_in_vain(BpCarrier *carrier, Dial *dial)
{
    if (bp_carrier_host_is_down(carrier, host_at(dial, dial->caller))) {
        dial->state = IDLE;
        return;
    }
    carrier->sums.calls_failed++;
    bp_dial_fail(carrier, dial);
}

/* WAITING -> DIALLING, or busy. */
static void
dial_out(BpCarrier *carrier, Dial *dial)
{
    const BpLine *line = line_of(dial);
    guint32 a = host_at(dial, 0);
    guint32 b = host_at(dial, 1);
    gint64 now_us = bp_queue_now_us(carrier->queue);

    if (G_UNLIKELY(carrier->n_faults > 0) && !bp_link_is_up(carrier, dial->link)) {
        dial_in_vain(carrier, dial);
        return;
    }
    if (!has_free_line(carrier, a) || !has_free_line(carrier, b)) {
        carrier->sums.calls_busy++;
        bp_dial_fail(carrier, dial);
        return;
    }

    carrier->lines_taken[a]++;
    carrier->lines_taken[b]++;
    dial->dialled_us = now_us;
    dial->connected_us = bp_add_us(now_us, line->setup_us);
    bp_dial_set_event(carrier, dial, DIALLING,
                      bp_add_us(dial->connected_us, dial->track->session_us));
}

/* Gives the lines back. */
static void
free_lines(BpCarrier *carrier, Dial *dial)
{
    gint64 now_us = bp_queue_now_us(carrier->queue);

    carrier->lines_taken[host_at(dial, 0)]--;
    carrier->lines_taken[host_at(dial, 1)]--;
    carrier->sums.line_us += now_us - dial->dialled_us;
    bp_count_line_us(carrier, channel_from(dial, 0), now_us - dial->dialled_us);
    dial->state = IDLE;
}

/* Settles the bill as well: it is by the minute begun, one at least, from the carrier on, at
 * the caller's tariff of the hour in which the call ends. */
void
bp_dial_hang_up(BpCarrier *carrier, Dial *dial)
{
    const BpLine *line = line_of(dial);
    gint64 now_us = bp_queue_now_us(carrier->queue);
    gint64 minutes;
    BpTariff tariff;

    free_lines(carrier, dial);
    if (dial->track->is_free)
        return;
    minutes = MAX(1, (now_us - dial->connected_us + BP_MINUTE_US - 1) / BP_MINUTE_US);
    tariff = bp_carrier_tariff(carrier, host_at(dial, dial->caller));
    bp_carrier_bill(carrier, dial->link, dial->caller,
                    line->first_udollars[tariff] +
                        bp_carrier_price_udollars(line->price_udollars[tariff],
                                                  minutes * BP_MINUTE_US));
}

/* Whether @end has mail and a schedule to call by. */
static gboolean
wants_to_call(const BpCarrier *carrier, const Dial *dial, guint8 end)
{
    return bp_dial_schedule(dial, end)->kind != BP_SCHEDULE_NEVER &&
           bp_dial_has_work(carrier, dial, end);
}

/* Has the end call that may do so first, not before @at_us; @dial's last caller where both
 * may. */
static void
wait_for_work(BpCarrier *carrier, Dial *dial, gint64 at_us)
{
    guint8 caller = dial->caller, other = !caller;
    gboolean caller_wants = wants_to_call(carrier, dial, caller);

    if (wants_to_call(carrier, dial, other) &&
        (!caller_wants || bp_dial_opens_us(carrier, dial, other, at_us) <
                              bp_dial_opens_us(carrier, dial, caller, at_us)))
        wait_until(carrier, dial, other, at_us);
    else if (caller_wants)
        wait_until(carrier, dial, caller, at_us);
}

/* The first poll after @now_us. */
static gint64
next_poll_us(const Dial *dial, gint64 now_us)
{
    gint64 period_us = line_of(dial)->schedule.period_us;

    if (dial->poll_us > now_us)
        return dial->poll_us;
    return bp_add_us(dial->poll_us,
                     (now_us - dial->poll_us) / period_us * period_us + period_us);
}

/* What comes after a call that ended well: the work that the window left over, the next
 * poll, or nothing. Who has talked for as long as he may lets others call first. */
void
bp_dial_rest(BpCarrier *carrier, Dial *dial)
{
    const BpLine *line = line_of(dial);
    const BpSchedule *schedule = &line->schedule;
    gint64 now_us = bp_queue_now_us(carrier->queue);
    gboolean was_cut_short =
        line->max_call_us > 0 && now_us - dial->connected_us >= line->max_call_us;

    dial->failures = 0;
    if (schedule->kind == BP_SCHEDULE_POLL) {
        dial->poll_us = next_poll_us(dial, now_us);
        wait_until(carrier, dial, 0, dial->poll_us);
        return;
    }
    wait_for_work(carrier, dial, bp_add_us(now_us, was_cut_short ? line->retry_us : 0));
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
        else if (bp_dial_opens_us(carrier, dial, dial->caller, now_us) > now_us)
            /* What the window was open for has gone. */
            wait_until(carrier, dial, dial->caller, now_us);
        else
            dial_out(carrier, dial);
        break;
    case DIALLING:
        bp_dial_connected(carrier, dial);
        break;
    case ASKING:
    case SENDING:
        bp_dial_proceed(carrier, i);
        break;
    case LEAVING:
        bp_dial_hang_up(carrier, dial);
        bp_dial_rest(carrier, dial);
        break;
    }
}

void
bp_call_wanted(BpCarrier *carrier, guint32 i, guint32 channel)
{
    Dial *dial = dial_at(carrier, i);
    guint8 caller = channel & 1;
    gint64 now_us = bp_queue_now_us(carrier->queue);

    if (line_of(dial)->schedule.kind == BP_SCHEDULE_POLL ||
        bp_dial_schedule(dial, caller)->kind == BP_SCHEDULE_NEVER ||
        !bp_dial_has_work(carrier, dial, caller))
        return;
    if (dial->state == IDLE ||
        (dial->state == WAITING && dial->failures == 0 &&
         bp_dial_opens_us(carrier, dial, caller, now_us) < dial->event_us))
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
            bp_dial_hang_up(carrier, dial);
        carrier->sums.calls_failed++;
        bp_dial_fail(carrier, dial);
        return;
    case ASKING:
    case SENDING:
        bp_dial_drop(carrier, dial);
        return;
    case LEAVING:
        bp_dial_hang_up(carrier, dial);
        bp_dial_rest(carrier, dial);
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
    if (line_of(dial)->schedule.kind == BP_SCHEDULE_POLL)
        wait_until(carrier, dial, 0, MAX(dial->poll_us, now_us));
    else
        wait_for_work(carrier, dial, now_us);
}

guint32
bp_carrier_sending(const BpCarrier *carrier, guint32 channel)
{
    guint32 i = carrier->dial_of == NULL ? BP_NONE : carrier->dial_of[channel / 2];

    if (i == BP_NONE && carrier->has_nets &&
        bp_hosts_traits(&carrier->network->hosts, carrier->ends[channel | 1])->is_net)
        return FALSE;
    if (i == BP_NONE)
        return carrier->n_faults == 0 || bp_link_is_up(carrier, channel / 2);

    const Dial *dial = dial_at(carrier, i);

    if (dial->state != ASKING && dial->state != SENDING)
        return 0;
    if (channel_from(dial, dial->sender) == channel)
        return dial->n_files;
    return dial->ends_us[channel & 1] != 0;
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
    for (guint32 i = 0; i < carrier->n_dials; i++) {
        Dial *dial = dial_at(carrier, i);
        const BpSchedule *schedule = &line_of(dial)->schedule;

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
    for (guint32 i = 0; i < carrier->n_dials; i++) {
        Dial *dial = dial_at(carrier, i);
        gint64 now_us = bp_queue_now_us(carrier->queue);

        if (dial->state == ASKING || dial->state == SENDING || dial->state == LEAVING ||
            (dial->state == DIALLING && now_us >= dial->connected_us)) {
            bp_dial_hang_up(carrier, dial);
        } else if (dial->state == DIALLING) {
            free_lines(carrier, dial);
        }
    }
}

static gboolean
is_dialled(const BpCarrier *carrier, guint32 link)
{
    return carrier->lines[bp_carrier_line(carrier, link)]->schedule.kind !=
           BP_SCHEDULE_PERMANENT;
}

/* Where a file that waits is the freight's only secret, its lane tells. */
static gboolean
is_simple(const BpCarrier *carrier, guint32 link, const BpLine *line)
{
    return carrier->freight.across != NULL &&
           link < bp_network_n_links(carrier->network) &&
           line->grades == BP_GRADES_ONE && !line->protocol->bundles &&
           !line->protocol->asks_first;
}

static void
make_dials(BpCarrier *carrier)
{
    guint32 n_links = bp_network_n_channels(carrier->network) / 2;

    carrier->dials = bp_large_new0((gsize)carrier->n_dials + 1, DIAL_BYTES);
    for (guint32 link = 0; link < n_links && carrier->n_dials > 0; link++) {
        Dial *dial;

        if (carrier->dial_of[link] == BP_NONE)
            continue;
        dial = dial_at(carrier, carrier->dial_of[link]);
        dial->link = link;
        dial->track = &carrier->tracks[bp_carrier_line(carrier, link)];
        dial->host[0] = carrier->ends[2 * link];
        dial->host[1] = carrier->ends[2 * link + 1];
        dial->is_simple = is_simple(carrier, link, line_of(dial)) ? 1 : 0;
    }
}

void
bp_calls_init(BpCarrier *carrier)
{
    guint32 n_links = bp_network_n_channels(carrier->network) / 2;

    carrier->across = g_array_new(FALSE, FALSE, sizeof(guint32));
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

        carrier->dial_of[link] = carrier->n_dials++;
    }
    make_dials(carrier);
    bp_queue_set_records(carrier->queue, carrier->call, carrier->dials,
                         carrier->n_dials, DIAL_BYTES);
}

void
bp_calls_clear(BpCarrier *carrier)
{
    bp_large_free(carrier->dials);
    g_array_unref(carrier->across);
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
    bp_archive_i64(archive, &dial->parting_us);
    bp_archive_i64s(archive, dial->ends_us, G_N_ELEMENTS(dial->ends_us));
    bp_archive_u32(archive, &dial->n_calls);
    bp_archive_u32(archive, &dial->n_failed);
    bp_archive_u32(archive, &dial->n_files);
    bp_archive_small(archive, &dial->state, LEAVING + 1);
    bp_archive_small(archive, &dial->caller, 2);
    bp_archive_small(archive, &dial->sender, 2);
    bp_archive_u8(archive, &dial->failures);
    bp_archive_u8(archive, &dial->grade);
    bp_archive_small(archive, &dial->n_turns, 3);
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
    CallCheck check = {archive, carrier->n_dials};

    for (guint32 i = 0; i < carrier->n_dials; i++)
        archive_dial(archive, dial_at(carrier, i));
    if (carrier->lines_taken != NULL)
        bp_archive_u16s(archive, carrier->lines_taken,
                        bp_network_n_nodes(carrier->network));
    if (bp_archive_is_loading(archive))
        bp_queue_each(carrier->queue, carrier->call, check_call, &check);
}
