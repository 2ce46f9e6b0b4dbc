/* express.c - transactions over nets that nobody disturbs: one event, or two.
 *
 * When a transaction begins it is known when its bytes will be under way, the envelope's
 * and the body's, if nobody shares its lines then. Where nobody does so now, and no other
 * that is known of will, it is *express*: its event comes when the body is across, and if
 * it cannot be foretold what the other end will say to the envelope, one comes then. Until
 * its event comes it stands in a list of each of its lines. As soon as somebody begins to
 * share a line, who stands there and has bytes to carry meanwhile goes on step by step, as far
 * as he would be by then: what happens is as if every step had had its event.
 */
#include "net_private.h"

#include <bangpath/units.h>

/* ---- the lists ---- */

void
bp_express_place(BpCarrier *carrier, guint32 i)
{
    BpConnection *connection = bp_connection_at(carrier, i);

    for (guint way = 0; way < BP_N_WAYS; way++) {
        BpShared *shared = bp_shared_by(carrier, connection, way);

        if (shared == NULL)
            continue;
        connection->prev[way] = BP_NONE;
        connection->next[way] = shared->express;
        if (shared->express != BP_NONE)
            bp_connection_at(carrier, shared->express)->prev[way] = i;
        shared->express = i;
    }
}

static void
unlist(BpCarrier *carrier, const BpConnection *connection)
{
    for (guint way = 0; way < BP_N_WAYS; way++) {
        BpShared *shared = bp_shared_by(carrier, connection, way);
        guint32 prev = connection->prev[way], next = connection->next[way];

        if (shared == NULL)
            continue;
        if (prev == BP_NONE)
            shared->express = next;
        else
            bp_connection_at(carrier, prev)->next[way] = next;
        if (next != BP_NONE)
            bp_connection_at(carrier, next)->prev[way] = prev;
    }
}

/* ---- whether anybody is in the way ---- */

static gboolean
meet_in_time(const BpSpan *a, const BpSpan *b)
{
    return a->from_us < b->to_us && b->from_us < a->to_us;
}

static gboolean
is_disturbed_by(const BpConnection *connection, const BpSpan *span)
{
    for (guint i = 0; i < BP_N_SPANS; i++)
        if (meet_in_time(&connection->spans[i], span))
            return TRUE;
    return FALSE;
}

static gboolean
disturb(const BpConnection *a, const BpConnection *b)
{
    for (guint i = 0; i < BP_N_SPANS; i++)
        if (is_disturbed_by(a, &b->spans[i]))
            return TRUE;
    return FALSE;
}

/* Neither who shares a line now nor who is to use it alone. Who shares has done so up to now:
 * bytes that take no time, now, part what he has done in two, and each is rounded. */
static gboolean
has_line_clear(const BpCarrier *carrier, const BpConnection *connection, guint way)
{
    const BpShared *shared = bp_shared_by(carrier, connection, way);
    gint64 now_us = bp_queue_now_us(carrier->queue);
    guint32 i;

    if (shared == NULL)
        return TRUE;
    for (i = shared->first; i != BP_NONE; i = bp_connection_at(carrier, i)->next[way]) {
        BpSpan span = {now_us - 1, bp_connection_at(carrier, i)->ends_us};

        if (is_disturbed_by(connection, &span))
            return FALSE;
    }
    for (i = shared->express; i != BP_NONE; i = bp_connection_at(carrier, i)->next[way])
        if (disturb(connection, bp_connection_at(carrier, i)))
            return FALSE;
    return TRUE;
}

static gboolean
has_way_clear(const BpCarrier *carrier, const BpConnection *connection)
{
    return has_line_clear(carrier, connection, BP_WAY_OUT) &&
           has_line_clear(carrier, connection, BP_WAY_IN);
}

/* ---- begin ---- */

/* Sets the event of @i, whose spans are known, if its way is clear. */
static gboolean
begin(BpCarrier *carrier, guint32 i, BpNetStep step, BpExpress express, gint64 ends_us)
{
    BpConnection *connection = bp_connection_at(carrier, i);

    if (!has_way_clear(carrier, connection))
        return FALSE;
    connection->step = (guint8)step;
    connection->express = (guint8)express;
    connection->joined = carrier->nets->n_joined++;
    connection->ends_us = ends_us;
    bp_net_set_event(carrier, i);
    bp_express_place(carrier, i);
    return TRUE;
}

static BpSpan
span_after(gint64 at_us, gint64 wait_us, gint64 carry_us)
{
    gint64 from_us = bp_add_us(at_us, wait_us);

    return (BpSpan){from_us, bp_add_us(from_us, carry_us)};
}

gboolean
bp_express_meet(BpCarrier *carrier, guint32 i, gint64 wait_us)
{
    BpConnection *connection = bp_connection_at(carrier, i);
    BpSpan *spans = connection->spans;
    const BpNetTimes *times = &connection->times;
    const BpFreight *freight = &carrier->freight;

    spans[BP_SPAN_ASKING] =
        span_after(bp_queue_now_us(carrier->queue), wait_us, times->ask_us);
    if (freight->foretell == NULL ||
        !freight->foretell(carrier->data, connection->channel, connection->file)) {
        spans[BP_SPAN_SENDING] = (BpSpan){0, 0};
        return begin(carrier, i, BP_NET_MEETING, BP_EXPRESS_STEP,
                     spans[BP_SPAN_ASKING].to_us);
    }
    spans[BP_SPAN_SENDING] =
        span_after(spans[BP_SPAN_ASKING].to_us, times->grant_us, times->body_us);
    return begin(carrier, i, BP_NET_MEETING, BP_EXPRESS_WHOLE,
                 spans[BP_SPAN_SENDING].to_us);
}

gboolean
bp_express_grant(BpCarrier *carrier, guint32 i)
{
    const BpNetTimes *times = &bp_connection_at(carrier, i)->times;
    BpSpan *spans = bp_connection_at(carrier, i)->spans;

    spans[BP_SPAN_ASKING] = (BpSpan){0, 0};
    spans[BP_SPAN_SENDING] =
        span_after(bp_queue_now_us(carrier->queue), times->grant_us, times->body_us);
    return begin(carrier, i, BP_NET_GRANTED, BP_EXPRESS_STEP,
                 spans[BP_SPAN_SENDING].to_us);
}

/* ---- end ---- */

/* The other end has seen the envelope, and said what was foretold. */
static void
tell(BpCarrier *carrier, BpConnection *connection)
{
    if (connection->express != BP_EXPRESS_WHOLE)
        return;
    connection->express = BP_EXPRESS_TOLD;
    carrier->freight.foretold(carrier->data, connection->channel, connection->file);
}

BpNetStep
bp_express_end(BpCarrier *carrier, guint32 i)
{
    BpConnection *connection = bp_connection_at(carrier, i);
    BpNetStep step = (BpNetStep)connection->step;

    tell(carrier, connection);
    if (connection->express == BP_EXPRESS_TOLD || step == BP_NET_GRANTED)
        step = BP_NET_SENDING;
    else
        step = BP_NET_ASKING;
    unlist(carrier, connection);
    connection->express = BP_EXPRESS_NOT;
    return step;
}

/* ---- step by step from now on ---- */

/* Whether the envelope of @connection has been answered: before now, or now, in an event that
 * comes before that which is being handled. */
static gboolean
is_answered(const BpCarrier *carrier, const BpConnection *connection)
{
    gint64 now_us = bp_queue_now_us(carrier->queue);
    gint64 answer_us = connection->spans[BP_SPAN_ASKING].to_us;

    return answer_us < now_us ||
           (answer_us == now_us && connection->ticket < bp_queue_place(carrier->queue));
}

/* Goes on with @i, which stands in no list any more, at the step at which it is by now. */
static void
go_by_steps(BpCarrier *carrier, guint32 i)
{
    BpConnection *connection = bp_connection_at(carrier, i);
    gint64 now_us = bp_queue_now_us(carrier->queue);
    BpNetStep step = (BpNetStep)connection->step;

    if (connection->express != BP_EXPRESS_STEP && is_answered(carrier, connection)) {
        tell(carrier, connection);
        step = BP_NET_GRANTED;
    }
    connection->express = BP_EXPRESS_NOT;

    const BpSpan *span =
        &connection->spans[step == BP_NET_MEETING ? BP_SPAN_ASKING : BP_SPAN_SENDING];

    if (now_us < span->from_us) {
        bp_net_wait(carrier, i, step, span->from_us - now_us);
        return;
    }
    bp_net_carry(carrier, i, step == BP_NET_MEETING ? BP_NET_ASKING : BP_NET_SENDING,
                 span->to_us - now_us);
}

/* Whoever shares a line of @i with bytes under way while it has some. */
static void
disturb_others(BpCarrier *carrier, guint32 i)
{
    BpSpan span = {bp_queue_now_us(carrier->queue),
                   bp_connection_at(carrier, i)->ends_us};

    for (guint way = 0; way < BP_N_WAYS; way++) {
        const BpShared *shared =
            bp_shared_by(carrier, bp_connection_at(carrier, i), way);
        guint32 next;

        if (shared == NULL)
            continue;
        for (guint32 other = shared->express; other != BP_NONE; other = next) {
            next = bp_connection_at(carrier, other)->next[way];
            if (!is_disturbed_by(bp_connection_at(carrier, other), &span))
                continue;
            unlist(carrier, bp_connection_at(carrier, other));
            go_by_steps(carrier, other);
        }
    }
}

/* Whoever joins takes longer than was thought, and may disturb others in his turn. */
void
bp_express_yield(BpCarrier *carrier)
{
    GArray *later = carrier->nets->later;

    for (guint k = 0; k < later->len; k++)
        disturb_others(carrier, g_array_index(later, guint32, k));
    g_array_set_size(later, 0);
}

void
bp_express_stop(BpCarrier *carrier)
{
    for (guint32 i = 0; i < carrier->nets->n; i++)
        if (bp_connection_at(carrier, i)->step != BP_NET_FREE &&
            bp_connection_at(carrier, i)->express != BP_EXPRESS_NOT) {
            unlist(carrier, bp_connection_at(carrier, i));
            go_by_steps(carrier, i);
        }
    g_array_set_size(carrier->nets->later, 0);
}

/* A transaction over one direction of a line that has not been answered, or BP_NONE. */
static guint32
unanswered(const BpCarrier *carrier, const BpShared *shared, guint way)
{
    guint32 i = shared->express;

    while (i != BP_NONE && bp_connection_at(carrier, i)->express != BP_EXPRESS_WHOLE)
        i = bp_connection_at(carrier, i)->next[way];
    return i;
}

void
bp_express_doubt(BpCarrier *carrier, guint32 host, guint way)
{
    guint n;
    const guint32 *out = bp_network_out(carrier->network, host, &n);

    for (guint k = 0; k < n; k++) {
        const BpShared *shared = &carrier->nets->accesses[out[k] / 2].way[way];
        guint32 i;

        while ((i = unanswered(carrier, shared, way)) != BP_NONE) {
            unlist(carrier, bp_connection_at(carrier, i));
            go_by_steps(carrier, i);
            bp_express_yield(carrier);
        }
    }
}

void
bp_express_catch_up(BpCarrier *carrier)
{
    gint64 now_us = bp_queue_now_us(carrier->queue);

    for (guint32 i = 0; i < carrier->nets->n; i++) {
        BpConnection *connection = bp_connection_at(carrier, i);

        if (connection->step != BP_NET_FREE &&
            connection->express == BP_EXPRESS_WHOLE &&
            connection->spans[BP_SPAN_ASKING].to_us < now_us)
            tell(carrier, connection);
    }
}
