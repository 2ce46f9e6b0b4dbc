/* pace.h - what a file takes on a line where that is a sum of a few terms: for who sends
 * millions of files and would not ask the protocol each time.
 *
 * Layer: protocol.
 */
#ifndef BANGPATH_PACE_H
#define BANGPATH_PACE_H

#include <bangpath/units.h>
#include <glib.h>

/** BP_PACE_BYTES: up to here a BpPace holds. */
#define BP_PACE_BYTES (G_GUINT64_CONSTANT(1) << 24)

/**
 * BpPace: a file's bytes go in pieces, the last of which may be short; envelope and commands
 * of a mail for one are in @fixed_us and @line_bytes.
 * @fixed_us: trips, and what goes by itself
 * @stall_us: how long a full window is waited for
 * @line_bytes: sent besides the file
 * @bps: @inverse: of the line; (2^64 - 1) / @bps
 * @byte_line_bytes: 1; or 0 where short pieces are filled up, so that only pieces count
 * @piece_line_bytes: what a piece adds to its bytes, or has with them
 * @piece_bits: a piece has 2^this bytes
 * @window: pieces to a window
 */
typedef struct {
    gint64 fixed_us;
    gint64 stall_us;
    guint64 line_bytes;
    guint64 bps;
    guint64 inverse;
    guint32 byte_line_bytes;
    guint32 piece_line_bytes;
    guint32 piece_bits;
    guint32 window;
} BpPace;

/** bp_pace_us: how long a file of @bytes, BP_PACE_BYTES at most, takes: to the microsecond
 * what the protocol's file_us() says of it and the envelope of one recipient. */
static inline gint64
bp_pace_us(const BpPace *pace, guint64 bytes)
{
    __extension__ typedef unsigned __int128 Wide;
    guint64 pieces =
        (bytes + (G_GUINT64_CONSTANT(1) << pace->piece_bits) - 1) >> pace->piece_bits;
    guint64 sent = pace->line_bytes + bytes * pace->byte_line_bytes +
                   pieces * pace->piece_line_bytes;
    /* As bp_transfer_us(), which rounds up. Of so few bytes the product has less than 57 bits,
     * and multiplied by the inverse gives the quotient or one less. */
    guint64 n = sent * (10 * (guint64)BP_SECOND_US) + pace->bps - 1;
    guint64 us = (guint64)((Wide)n * pace->inverse >> 64);

    us += n - us * pace->bps >= pace->bps;
    if (pace->stall_us > 0)
        us += (guint32)pieces / pace->window * (guint64)pace->stall_us;
    return pace->fixed_us + (gint64)us;
}

/** BP_STEPS_LATENCY_US: up to here a BpSteps holds. */
#define BP_STEPS_LATENCY_US (G_GINT64_CONSTANT(1) << 32)

/**
 * BpSteps: what the steps of a mail for one take where recipients are asked first, on a line of
 * one speed and any latency: each so many round trips, and the time of its bytes. A body of
 * BP_PACE_BYTES at most has its bytes besides.
 * @session_us: of what the receiver says
 * @ask_us: of the envelope
 * @ask_wait_us: @file_us, @hangup_us: of the replies
 * @bps: @inverse: as in BpPace
 */
typedef struct {
    gint64 session_us;
    gint64 ask_us;
    gint64 ask_wait_us;
    gint64 file_us;
    gint64 hangup_us;
    guint64 bps;
    guint64 inverse;
    guint8 session_trips;
    guint8 ask_trips;
    guint8 file_trips;
    guint8 hangup_trips;
} BpSteps;

/** bp_steps_body_us: of the bytes of a body, without what is waited for: as bp_transfer_us(),
 * which rounds up, by the inverse as in bp_pace_us(). */
static inline gint64
bp_steps_body_us(const BpSteps *steps, guint64 bytes)
{
    __extension__ typedef unsigned __int128 Wide;
    guint64 n = bytes * (10 * (guint64)BP_SECOND_US) + steps->bps - 1;
    guint64 us = (guint64)((Wide)n * steps->inverse >> 64);

    return (gint64)(us + (n - us * steps->bps >= steps->bps));
}

/**
 * BpNoise: what a line's bit errors do to any file, worked out once.
 * @below: @slope: chances by which surely nothing happens to a file of @bytes: those below
 *   @below[i] - @bytes * @slope[i]
 * @bad: the chance that a full packet does not come across whole
 * @again: packets that are sent again for one that did not
 */
typedef struct {
    double below[2];
    double slope[2];
    double bad;
    double again;
} BpNoise;

#endif
