/* protocol_g.c - UUCP's g: small packets in a sliding window, for lines that lose
 * bytes.
 *
 * A first approximation, without losses. With packets of P data bytes, Tp = 10 (P + 6)
 * / bps, acknowledgements Ta = 60 / bps and the round trip R, the window of W packets
 * either keeps the line busy (a packet each Tp) or is waited for (W packets each Tp +
 * Ta + R): share = P / (P + 6) * min(1, W Tp / (Tp + Ta + R)). At 1200 bps that is 91
 * %, what was measured in 1984 (109 of 120 bytes a second, net.dcom). */
#include "times.h"

enum {
    WINDOW,
    PACKET,
};

/* ^P, k, check sum (2), control, exclusive-or (Taylor UUCP manual, "The UUCP `g'
 * Protocol"). An acknowledgement is a header alone. */
#define HEADER_BYTES 6

/* Log-in and the Shere/S/ROK/P/U exchange. Our guess: with the dialling it makes 27 to
 * 45 s a call, where Nowitz and Lesk (1978) had 15 to 60. */
#define LOGIN_US (15 * BP_SECOND_US)

/* Mail is two files, the message and the execution file (`rmail address...`, RFC 976).
 * Each is asked for and granted (S, SY), and at its end confirmed (CY): three packets
 * and two round trips. */
#define FILES 2
#define FILE_PACKETS 3
#define FILE_ROUND_TRIPS 2

/* Execution file (U, F, I and C lines) and the From_ line; a bang address on the C
 * line. Our guess. */
#define EXECUTION_BYTES 120
#define ADDRESS_BYTES 24

/* The header has room for an exponent only: 2^(k + 4), k from 1 to 8. */
static const char *const packet_sizes[] = {"32",   "64",   "128",  "256", "512",
                                           "1024", "2048", "4096", NULL};

static const BpParam params[] = {
    [WINDOW] = {.name = "window",
                .kind = BP_PARAM_WHOLE,
                .fallback = "3",
                .min = 1,
                .max = 7,
                .help = "packets sent ahead of their acknowledgement (HoneyDanBer: 3)"},
    [PACKET] = {.name = "packet",
                .kind = BP_PARAM_CHOICE,
                .fallback = "64",
                .choices = packet_sizes,
                .help = "data bytes a packet (HoneyDanBer: 64)"},
    {0},
};

static guint64
packet_bytes(const gint64 *p)
{
    return G_GUINT64_CONSTANT(32) << p[PACKET];
}

static gint64
session_us(const gint64 *p, const BpLineView *line)
{
    (void)p;
    (void)line;
    return LOGIN_US;
}

static guint64
envelope_bytes(const gint64 *p, guint n_recipients)
{
    (void)p;
    return EXECUTION_BYTES + (guint64)n_recipients * ADDRESS_BYTES;
}

static gint64
packets_us(const gint64 *p, const BpLineView *line, guint64 n_packets)
{
    guint64 size = packet_bytes(p) + HEADER_BYTES;
    gint64 packet_us = bp_transfer_us(size, line->bps, BP_ASYNC_BITS);
    gint64 turn_us = bp_add_us(
        bp_add_us(packet_us, bp_transfer_us(HEADER_BYTES, line->bps, BP_ASYNC_BITS)),
        bp_round_trip_us(line));
    guint64 waited;

    if (bp_times_us((guint64)p[WINDOW], packet_us) >= turn_us)
        return bp_transfer_us(bp_times_bytes(n_packets, size), line->bps,
                              BP_ASYNC_BITS);
    waited = bp_pieces(bp_times_bytes(n_packets, (guint64)turn_us), (guint64)p[WINDOW]);
    return (gint64)MIN(waited, (guint64)BP_TIME_MAX_US);
}

static gint64
file_us(const gint64 *p, const BpLineView *line, guint64 bytes)
{
    guint64 size = packet_bytes(p);
    /* The execution file begins a packet of its own. */
    guint64 n_packets = bp_pieces(bytes, size) + 1;
    gint64 exchange_us =
        bp_add_us(bp_transfer_us(FILES * FILE_PACKETS * (size + HEADER_BYTES),
                                 line->bps, BP_ASYNC_BITS),
                  bp_times_us(FILES * FILE_ROUND_TRIPS, bp_round_trip_us(line)));

    return bp_add_us(exchange_us, packets_us(p, line, n_packets));
}

const BpProtocol bp_protocol_g = {
    .name = "g",
    .help = "UUCP over modems: packets in a sliding window",
    .params = params,
    .order = BP_ORDER_ARRIVAL,
    .session_us = session_us,
    .envelope_bytes = envelope_bytes,
    .file_us = file_us,
};
