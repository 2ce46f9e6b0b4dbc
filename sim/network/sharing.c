/* sharing.c - access lines shared by what is under way on them (processor sharing).
 *
 * A connection gets the smaller of two equal shares: of the sender's line among all that
 * it sends, of the receiver's among all that comes to it. What a connection cannot use for
 * the other end's sake nobody else gets: less than max-min fairness would give, but then a
 * change at one host would move connections between any two others.
 *
 * Whoever gets slower keeps his event, and sets another when it comes too early; only who
 * gets faster needs a new one at once.
 */
#include "net_private.h"

#include <bangpath/units.h>

/* a * b / c, rounded down; up if @up; at most what 64 bits hold: bits in millionths, or a time that
 * bp_add_us() makes a possible one. */
static gint64
mul_div(gint64 a, gint64 b, gint64 c, gboolean up)
{
    __extension__ typedef __int128 Wide;
    gint64 product;

    if (G_LIKELY(!__builtin_mul_overflow(a, b, &product)))
        return product / c + (up && product % c != 0);

    Wide wide = (Wide)a * b;

    return (gint64)MIN(wide / c + (up && wide % c != 0), (Wide)G_MAXINT64);
}

static gint64
line_bps(const BpCarrier *carrier, guint32 channel)
{
    return carrier->lines[bp_access_line(carrier, channel / 2)]->view.bps;
}

/* Which line is the narrower for it, and how narrow. FALSE if nothing has changed. */
static gboolean
find_rate(const BpCarrier *carrier, BpConnection *connection)
{
    const BpShared *in = bp_shared_by(carrier, connection, BP_WAY_IN);
    gint64 bps = line_bps(carrier, connection->channel);
    guint32 sharers = bp_shared_by(carrier, connection, BP_WAY_OUT)->n;

    connection->narrow = BP_WAY_OUT;
    if (in != NULL) {
        gint64 in_bps = line_bps(carrier, connection->far);

        if (in_bps * sharers < bps * in->n) {
            bps = in_bps;
            sharers = in->n;
            connection->narrow = BP_WAY_IN;
        }
    }
    if (bps == connection->bps && sharers == connection->sharers)
        return FALSE;
    connection->bps = bps;
    connection->sharers = sharers;
    return TRUE;
}

static void
set_end(BpCarrier *carrier, guint32 i)
{
    BpConnection *connection = bp_connection_at(carrier, i);
    gint64 ended_us = connection->ends_us;
    gint64 left_us;

    g_assert(connection->bps > 0); /* as every line's */
    left_us =
        mul_div(connection->left_ubits, connection->sharers, connection->bps, TRUE);

    connection->ends_us = bp_add_us(bp_queue_now_us(carrier->queue), left_us);
    if (connection->ends_us > ended_us)
        g_array_append_val(carrier->nets->later, i);
    if (connection->ends_us >= connection->event_us)
        return;
    bp_net_set_event(carrier, i);
}

static void
share_anew(BpCarrier *carrier, guint32 i)
{
    BpConnection *connection = bp_connection_at(carrier, i);
    gint64 now_us = bp_queue_now_us(carrier->queue);
    gint64 bps = connection->bps, sharers = connection->sharers;

    if (!find_rate(carrier, connection))
        return;
    connection->left_ubits -=
        mul_div(now_us - connection->since_us, bps, sharers, FALSE);
    connection->left_ubits = MAX(connection->left_ubits, 0);
    connection->since_us = now_us;
    set_end(carrier, i);
}

/* Whether @connection's other line is the narrower for it, and stays so though @n share this one,
 * of @bps: find_rate() would find nothing new. Most are so that are on a wide line. */
static inline gboolean
is_left_alone(const BpConnection *connection, guint way, gint64 bps, guint32 n)
{
    if (connection->narrow == way)
        return FALSE;
    if (way == BP_WAY_OUT)
        return connection->bps * n < bps * connection->sharers;
    return connection->bps * n <= bps * connection->sharers;
}

/* All that share a line with @connection; itself, too, if it still does. */
static void
share_all_anew(BpCarrier *carrier, const BpConnection *connection)
{
    for (guint way = 0; way < BP_N_WAYS; way++) {
        const BpShared *shared = bp_shared_by(carrier, connection, way);
        gint64 bps;

        if (shared == NULL || shared->first == BP_NONE)
            continue;
        bps = line_bps(carrier,
                       way == BP_WAY_OUT ? connection->channel : connection->far);
        for (guint32 i = shared->first; i != BP_NONE;
             i = bp_connection_at(carrier, i)->next[way])
            if (!is_left_alone(bp_connection_at(carrier, i), way, bps, shared->n))
                share_anew(carrier, i);
    }
}

void
bp_share_place(BpCarrier *carrier, guint32 i)
{
    BpConnection *connection = bp_connection_at(carrier, i);

    for (guint way = 0; way < BP_N_WAYS; way++) {
        BpShared *shared = bp_shared_by(carrier, connection, way);

        if (shared == NULL)
            continue;
        connection->next[way] = BP_NONE;
        connection->prev[way] = shared->last;
        if (shared->n++ == 0)
            shared->first = i;
        else
            bp_connection_at(carrier, shared->last)->next[way] = i;
        shared->last = i;
    }
}

void
bp_share_restore(BpCarrier *carrier, guint32 i)
{
    find_rate(carrier, bp_connection_at(carrier, i));
}

void
bp_share_join(BpCarrier *carrier, guint32 i, gint64 ubits)
{
    BpConnection *connection = bp_connection_at(carrier, i);

    connection->left_ubits = ubits;
    connection->since_us = bp_queue_now_us(carrier->queue);
    connection->ends_us = 0;
    connection->joined = carrier->nets->n_joined++;
    connection->bps = 0;
    bp_share_place(carrier, i);
    find_rate(carrier, connection);
    set_end(carrier, i);
    share_all_anew(carrier, connection);
}

void
bp_share_leave(BpCarrier *carrier, guint32 i)
{
    const BpConnection *connection = bp_connection_at(carrier, i);

    for (guint way = 0; way < BP_N_WAYS; way++) {
        BpShared *shared = bp_shared_by(carrier, connection, way);
        guint32 prev = connection->prev[way], next = connection->next[way];

        if (shared == NULL)
            continue;
        shared->n--;
        if (prev == BP_NONE)
            shared->first = next;
        else
            bp_connection_at(carrier, prev)->next[way] = next;
        if (next == BP_NONE)
            shared->last = prev;
        else
            bp_connection_at(carrier, next)->prev[way] = prev;
    }
    share_all_anew(carrier, connection);
}
