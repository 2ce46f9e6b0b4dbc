/* protocol_fts1.c - FidoNet's first protocol: XMODEM blocks, each waited for
 * (FTS-0001).
 *
 * A first approximation, without losses: blocks of 128 bytes take 133 (CRC) and an ACK
 * byte back, then the round trip: 128 / (134 + bps R / 10) of the line. TeLink sends a
 * block about each file first; its end is an EOT and its ACK. */
#include "times.h"

#define DATA_BYTES 128
#define BLOCK_BYTES 134 /* header 3, data 128, CRC 2, and the ACK 1 */
#define END_BYTES 2     /* EOT and its ACK */
#define INFO_BLOCKS 1   /* TeLink */

/* FTS-0001 D: settle 1 to 5 s, wake with carriage returns up to 30, synchronise up to
 * 30, end delay 5. Middle or lower values, our guess: 3 + 2 + 2 + 5. */
#define SESSION_US (12 * BP_SECOND_US)

/* FTS-0001 C and F: packet header 58 and end 2; a packed message 34, and names and
 * subject that may take 144: half of that is our guess. Each recipient is a packed
 * message, but the text is counted once, as for the other protocols. */
#define PACKET_BYTES 60
#define MESSAGE_BYTES (34 + 72)

static const BpParam params[] = {{0}};

static gint64
session_us(const gint64 *p, const BpLineView *line)
{
    (void)p;
    (void)line;
    return SESSION_US;
}

static guint64
envelope_bytes(const gint64 *p, guint n_recipients)
{
    (void)p;
    return PACKET_BYTES + (guint64)n_recipients * MESSAGE_BYTES;
}

static gint64
file_us(const gint64 *p, const BpLineView *line, guint64 bytes)
{
    guint64 n_blocks = bp_pieces(bytes, DATA_BYTES) + INFO_BLOCKS;
    guint64 all = bp_add_bytes(bp_times_bytes(n_blocks, BLOCK_BYTES), END_BYTES);

    (void)p;
    return bp_add_us(bp_transfer_us(all, line->bps, BP_ASYNC_BITS),
                     bp_times_us(n_blocks + 1, bp_round_trip_us(line)));
}

const BpProtocol bp_protocol_fts1 = {
    .name = "fts1",
    .help = "FidoNet's FTS-1: XMODEM blocks of 128 bytes, each waited for",
    .params = params,
    .order = BP_ORDER_ARRIVAL,
    .session_us = session_us,
    .envelope_bytes = envelope_bytes,
    .file_us = file_us,
};
