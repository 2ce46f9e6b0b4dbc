/* times.h - times and sizes that stop at their limit and never wrap.
 *
 * Private to protocol.
 */
#ifndef BANGPATH_PROTOCOL_TIMES_H
#define BANGPATH_PROTOCOL_TIMES_H

#include <bangpath/protocol.h>
#include <bangpath/units.h>


/** BP_SYNC_BITS: a byte on a synchronous line. */
#define BP_SYNC_BITS 8

/** bp_times_us: @n times @us, not negative; at most BP_TIME_MAX_US. */
static inline gint64
bp_times_us(guint64 n, gint64 us)
{
    if (us > 0 && n > (guint64)(BP_TIME_MAX_US / us))
        return BP_TIME_MAX_US;
    return (gint64)n * us;
}

/** bp_trip_us: one way, for what turns the direction of a half-duplex line. */
static inline gint64
bp_trip_us(const BpLineView *line)
{
    return bp_add_us(line->latency_us, line->turnaround_us);
}

/** bp_round_trip_us: there and back. */
static inline gint64
bp_round_trip_us(const BpLineView *line)
{
    return bp_times_us(2, bp_trip_us(line));
}

/** bp_pieces: how many of @size, above 0, it takes for @bytes. */
static inline guint64
bp_pieces(guint64 bytes, guint64 size)
{
    return bytes / size + (bytes % size != 0);
}

/** bp_times_bytes: @n times @size; at most G_MAXUINT64. */
static inline guint64
bp_times_bytes(guint64 n, guint64 size)
{
    guint64 bytes;

    return g_uint64_checked_mul(&bytes, n, size) ? bytes : G_MAXUINT64;
}

/** bp_add_bytes: @a + @b; at most G_MAXUINT64. */
static inline guint64
bp_add_bytes(guint64 a, guint64 b)
{
    guint64 bytes;

    return g_uint64_checked_add(&bytes, a, b) ? bytes : G_MAXUINT64;
}

#endif
