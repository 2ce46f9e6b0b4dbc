/* protocol_fts1.c - FidoNet's first protocol: a packet of mail in XMODEM blocks, each
 * waited for, or with SEAlink in a window (FTS-0001, FTS-0007).
 *
 * The caller sends one packet, and none of the files that could be attached; then the
 * called, if it has one. XMODEM gets 128 / (134 + bps R / 10) of the line, R being a round
 * trip. */
#include "fidonet.h"

extern const BpProtocol bp_protocol_fts1;

enum {
    SEALINK,
};

#define DATA_BYTES 128
#define BLOCK_BYTES 133 /* header 3, data 128, CRC 2 (FTS-0001 G.1) */
#define ACK_BYTES 1
#define END_BYTES 2 /* EOT and its ACK */

/* FTS-0007: six blocks ahead; ACKs name their block; the first block describes the file.
 * A mail packet in XMODEM has no such block (FTS-0001 G.1). */
#define WINDOW 6
#define SEALINK_ACK_BYTES 3

/* S3 and S4: half a second of silence, TSYNCH and the C that asks for the first block. */
#define SYNCH_US (BP_SECOND_US / 2)

/* R4 and R6: 1 s after the packet, the receiver's NAK and the sender's EOT for "no files",
 * and 2 s. */
#define NO_FILES_US (3 * BP_SECOND_US)

/* XS3: ten tries. */
#define TRIES 11

static const BpParam params[] = {
    [SEALINK] = {.name = "sealink",
                 .kind = BP_PARAM_BOOL,
                 .fallback = "no",
                 .help =
                     "six blocks are sent ahead of their acknowledgement (FTS-0007), "
                     "not one"},
    {0},
};

static guint64
blocks(const gint64 *p, guint64 bytes)
{
    return bp_pieces(fidonet_packet_bytes(bytes), DATA_BYTES) + (p[SEALINK] ? 1 : 0);
}

/* What a full window waits for. */
static gint64
window_us(const BpLineView *line)
{
    const BpCost one = {.bytes = BLOCK_BYTES + SEALINK_ACK_BYTES, .trips = 2};
    gint64 us = bp_cost_us(&one, line, BP_ASYNC_BITS) -
                bp_transfer_us(WINDOW * BLOCK_BYTES, line->bps, BP_ASYNC_BITS);

    return MAX(us, 0);
}

static BpCost
packet(const gint64 *p, const BpLineView *line, guint64 bytes)
{
    guint64 n = blocks(p, bytes);
    guint64 ack = p[SEALINK] ? SEALINK_ACK_BYTES : ACK_BYTES;
    BpCost cost = {.bytes = bp_times_bytes(n, BLOCK_BYTES + ack),
                   .trips = 2 * (n + 1),
                   .n_packets = n};

    if (p[SEALINK]) {
        /* The first is waited for, and of the others the last. */
        cost.bytes = bp_add_bytes(bp_times_bytes(n, BLOCK_BYTES), 2 * ack);
        cost.trips = 6;
        cost.wait_us = bp_times_us((n - 2) / WINDOW, window_us(line));
    }
    cost.bytes = bp_add_bytes(cost.bytes, END_BYTES);
    cost.out_bytes = bp_add_bytes(bp_times_bytes(n, BLOCK_BYTES), 1);
    cost.in_bytes = bp_add_bytes(bp_times_bytes(n, ack), 1);
    return cost;
}

static guint
legs(const gint64 *p, const BpLineView *line, BpPhase phase, guint64 bytes,
     BpLeg legs[BP_LEGS])
{
    const BpCost wake = fidonet_wake(), mail = packet(p, line, bytes);
    const BpCost synch = {
        .bytes = 2, .trips = 2, .wait_us = SYNCH_US, .out_bytes = 1, .in_bytes = 1};
    const BpCost no_files = {
        .bytes = 2, .trips = 2, .wait_us = NO_FILES_US, .out_bytes = 1, .in_bytes = 1};
    guint n = 0;

    switch (phase) {
    case BP_PHASE_SESSION:
        legs[n++] = (BpLeg){"settling, waking the board, its banner", wake};
        legs[n++] = (BpLeg){"TSYNCH, the first block asked for", synch};
        break;
    case BP_PHASE_FILE:
        legs[n++] = (BpLeg){"packet", mail};
        legs[n++] = (BpLeg){"no files with it", no_files};
        break;
    case BP_PHASE_TURN:
        legs[n++] = (BpLeg){"roles turn: TSYNCH the other way", synch};
        break;
    case BP_PHASE_ASK:
    case BP_PHASE_HANG_UP:
        break;
    }
    return n;
}

static gint64
session_us(const gint64 *p, const BpLineView *line)
{
    return bp_legs_us(&bp_protocol_fts1, p, line, BP_PHASE_SESSION, 0);
}

static gint64
file_us(const gint64 *p, const BpLineView *line, guint64 bytes)
{
    return bp_legs_us(&bp_protocol_fts1, p, line, BP_PHASE_FILE, bytes);
}

static gint64
turn_us(const gint64 *p, const BpLineView *line)
{
    return bp_legs_us(&bp_protocol_fts1, p, line, BP_PHASE_TURN, 0);
}

/* A damaged block is asked for again; with SEAlink also those behind it that are on their
 * way. */
static BpDamage
damage(const gint64 *p, const BpLineView *line, guint64 bytes, const double chances[2])
{
    const BpCost again = {.bytes = BLOCK_BYTES + ACK_BYTES, .trips = 2};
    gint64 again_us = bp_cost_us(&again, line, BP_ASYNC_BITS);
    gint64 block_us = bp_transfer_us(BLOCK_BYTES, line->bps, BP_ASYNC_BITS);
    guint64 each = 1;

    if (p[SEALINK])
        each = CLAMP((guint64)(again_us / MAX(block_us, 1)), 1, WINDOW);
    return bp_damaged_blocks(line, blocks(p, bytes), BLOCK_BYTES + ACK_BYTES,
                             MAX(again_us, bp_times_us(each, block_us)), each, TRIES,
                             chances);
}

const BpProtocol bp_protocol_fts1 = {
    .name = "fts1",
    .help = "FidoNet's FTS-1: a packet of mail in XMODEM blocks, each waited for",
    .params = params,
    .order = BP_ORDER_ARRIVAL,
    .session_us = session_us,
    .envelope_bytes = fidonet_envelope_bytes,
    .file_us = file_us,
    .turn_us = turn_us,
    .legs = legs,
    .byte_bits = BP_ASYNC_BITS,
    .bundles = TRUE,
    .empty_packet = TRUE,
    .damage = damage,
};
