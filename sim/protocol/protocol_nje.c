/* protocol_nje.c - BITNET's NJE over BSC: whole files, synchronous, smallest first.
 *
 * A first approximation, without losses: a buffer is answered before the next is sent,
 * as BSC is half duplex. */
#include "times.h"

enum {
    BUFFER,
};

/* SYN SYN DLE STX ... DLE ETX CRC and pads around a buffer, and the ACK0 that answers
 * it: our count. */
#define FRAME_BYTES 16

/* Job header, data set header, trailer and end of file, as NJE has them before and
 * after a file: about 500 bytes together; and asking leave to send. Our guess. */
#define FILE_BYTES 500
#define FILE_ROUND_TRIPS 1

/* The sender, and a line a recipient, as in a BSMTP envelope: our guess, SMTP's figure. */
#define SENDER_BYTES 100
#define ADDRESS_BYTES 40

static const BpParam params[] = {
    [BUFFER] = {.name = "buffer",
                .kind = BP_PARAM_BYTES,
                .fallback = "1000 B",
                .min = 100,
                .max = 32768,
                .help = "bytes between two acknowledgements (our guess)"},
    {0},
};

/* The line is signed on once for days. */
static gint64
session_us(const gint64 *p, const BpLineView *line)
{
    (void)p;
    (void)line;
    return 0;
}

static guint64
envelope_bytes(const gint64 *p, guint n_recipients)
{
    (void)p;
    return SENDER_BYTES + (guint64)n_recipients * ADDRESS_BYTES;
}

static gint64
file_us(const gint64 *p, const BpLineView *line, guint64 bytes)
{
    guint64 sent = bp_add_bytes(bytes, FILE_BYTES);
    guint64 n_buffers = bp_pieces(sent, (guint64)p[BUFFER]);
    guint64 all = bp_add_bytes(sent, bp_times_bytes(n_buffers, FRAME_BYTES));

    return bp_add_us(bp_transfer_us(all, line->bps, BP_SYNC_BITS),
                     bp_times_us(n_buffers + FILE_ROUND_TRIPS, bp_round_trip_us(line)));
}

const BpProtocol bp_protocol_nje = {
    .name = "nje",
    .help = "BITNET's NJE on synchronous lines: smallest file first",
    .params = params,
    .order = BP_ORDER_SMALLEST,
    .session_us = session_us,
    .envelope_bytes = envelope_bytes,
    .file_us = file_us,
};
