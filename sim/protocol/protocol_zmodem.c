/* protocol_zmodem.c - FidoNet later: WaZOO or EMSI hand-shake, then Zmodem's stream.
 *
 * A first approximation, without losses: subpackets of 1024 bytes follow one another
 * unasked, so that the round trip counts only where a file begins and ends. Bundles
 * were packed (about 2:1 on text): give the size as packed. */
#include "times.h"

/* End mark 2 and CRC-32 4; and about one data byte in 32 is escaped (7 or 8 of 256,
 * Forsberg's description): together 96 % of the line. */
#define DATA_BYTES 1024
#define END_BYTES 6
#define ESCAPED 32
#define SUBPACKET_BYTES (DATA_BYTES + DATA_BYTES / ESCAPED + END_BYTES)

/* ZFILE with name and size, ZRPOS, ZDATA, ZEOF, ZRINIT: headers of about 20 bytes each
 * in hexadecimal, and 100 of name and size. Our guess. */
#define FILE_BYTES 200
#define FILE_ROUND_TRIPS 2

/* Settling, EMSI packets both ways (a few hundred bytes) and the end: our guess. */
#define SESSION_US (8 * BP_SECOND_US)

/* As with fts1. */
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
    /* A last, shorter subpacket is sent as long as it is. */
    guint64 whole = bp_times_bytes(bytes / DATA_BYTES, SUBPACKET_BYTES);
    guint64 rest = bytes % DATA_BYTES;
    guint64 last = rest > 0 ? rest + bp_pieces(rest, ESCAPED) + END_BYTES : 0;
    guint64 all = bp_add_bytes(whole, FILE_BYTES + last);

    (void)p;
    return bp_add_us(bp_transfer_us(all, line->bps, BP_ASYNC_BITS),
                     bp_times_us(FILE_ROUND_TRIPS, bp_round_trip_us(line)));
}

const BpProtocol bp_protocol_zmodem = {
    .name = "zmodem",
    .help = "FidoNet's Zmodem: a stream of subpackets of 1024 bytes",
    .params = params,
    .order = BP_ORDER_ARRIVAL,
    .session_us = session_us,
    .envelope_bytes = envelope_bytes,
    .file_us = file_us,
};
