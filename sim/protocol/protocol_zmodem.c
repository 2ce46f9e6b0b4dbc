/* protocol_zmodem.c - FidoNet later: a WaZOO session, and Zmodem's stream (FTS-0006, ZedZip;
 * Forsberg, The ZMODEM Inter Application File Transfer Protocol).
 *
 * Subpackets of 1024 bytes follow one another unasked, so that trips count only where a
 * batch and a file begin and end. Bundles were packed (about 2:1 on text): give the size as
 * packed. */
#include "fidonet.h"

extern const BpProtocol bp_protocol_zmodem;

/* FTS-0006: YOOHOO and TSYNC, ENQ, 1F hex with 128 bytes and a CRC of 2, ACK; and YOOHOO,
 * ENQ, the other's hello and ACK. */
#define HELLO_BYTES 131
#define HELLO_OUT_BYTES (2 + HELLO_BYTES + 1 + 1)
#define HELLO_IN_BYTES (1 + 1 + 1 + HELLO_BYTES)

/* Headers: in hexadecimal 4 + 2 + 8 + 4 with CR LF and XON, which ZFIN goes without; in binary
 * with a CRC of 4. */
#define HEX_BYTES 21
#define ZFIN_BYTES 20
#define BINARY_BYTES 12
#define OO_BYTES 2

/* ZFILE's subpacket: a name such as 12345678.PKT, size and date: our count. */
#define ZFILE_BYTES (BINARY_BYTES + 46)

/* End mark 2 and CRC 4; and one data byte in 32 is escaped (8 of 256): together 96 % of the
 * line. */
#define DATA_BYTES 1024
#define END_BYTES 6
#define ESCAPED 32
#define SUBPACKET_BYTES (DATA_BYTES + DATA_BYTES / ESCAPED + END_BYTES)

/* As XMODEM's. */
#define TRIES 11

static const BpParam params[] = {{0}};

/* Subpackets as they are on the line; the last one is as long as it is. */
static guint64
encoded_bytes(guint64 bytes)
{
    guint64 whole = bp_times_bytes(bytes / DATA_BYTES, SUBPACKET_BYTES);
    guint64 rest = bytes % DATA_BYTES;

    return bp_add_bytes(whole,
                        rest > 0 ? rest + bp_pieces(rest, ESCAPED) + END_BYTES : 0);
}

static BpCost
data(guint64 bytes)
{
    guint64 packet_bytes = fidonet_packet_bytes(bytes);
    guint64 sent = bp_add_bytes(encoded_bytes(packet_bytes), 2 * BINARY_BYTES);

    return (BpCost){.bytes = sent,
                    .n_packets = bp_pieces(packet_bytes, DATA_BYTES),
                    .out_bytes = sent};
}

static guint
file_legs(guint64 bytes, BpLeg legs[BP_LEGS])
{
    const BpCost ask = {.bytes = ZFILE_BYTES + HEX_BYTES,
                        .trips = 2,
                        .out_bytes = ZFILE_BYTES,
                        .in_bytes = HEX_BYTES};
    const BpCost sent = data(bytes);
    const BpCost confirm = {.bytes = HEX_BYTES, .trips = 2, .in_bytes = HEX_BYTES};

    legs[0] = (BpLeg){"packet: named and granted (ZFILE, ZRPOS)", ask};
    legs[1] = (BpLeg){"packet", sent};
    legs[2] = (BpLeg){"packet: confirmed (ZEOF, ZRINIT)", confirm};
    return 3;
}

static guint
legs(const gint64 *p, const BpLineView *line, BpPhase phase, guint64 bytes,
     BpLeg legs[BP_LEGS])
{
    const BpCost wake = fidonet_wake();
    const BpCost hello = {.bytes = HELLO_OUT_BYTES + HELLO_IN_BYTES,
                          .trips = 8,
                          .out_bytes = HELLO_OUT_BYTES,
                          .in_bytes = HELLO_IN_BYTES};
    const BpCost begin = {.bytes = 2 * HEX_BYTES,
                          .trips = 2,
                          .out_bytes = HEX_BYTES,
                          .in_bytes = HEX_BYTES};
    const BpCost end = {.bytes = 2 * ZFIN_BYTES + OO_BYTES,
                        .trips = 3,
                        .out_bytes = ZFIN_BYTES + OO_BYTES,
                        .in_bytes = ZFIN_BYTES};

    (void)p;
    (void)line;
    switch (phase) {
    case BP_PHASE_SESSION:
        legs[0] = (BpLeg){"settling, waking the board, its banner", wake};
        legs[1] = (BpLeg){"YooHoo and 2U2: two hellos", hello};
        legs[2] = (BpLeg){"Zmodem begins", begin};
        return 3;
    case BP_PHASE_FILE:
        return file_legs(bytes, legs);
    case BP_PHASE_TURN:
        legs[0] = (BpLeg){"Zmodem ends (ZFIN)", end};
        legs[1] = (BpLeg){"roles turn: Zmodem begins", begin};
        return 2;
    case BP_PHASE_HANG_UP:
        legs[0] = (BpLeg){"Zmodem ends (ZFIN)", end};
        return 1;
    case BP_PHASE_ASK:
        break;
    }
    return 0;
}

static gint64
session_us(const gint64 *p, const BpLineView *line)
{
    return bp_legs_us(&bp_protocol_zmodem, p, line, BP_PHASE_SESSION, 0);
}

static gint64
file_us(const gint64 *p, const BpLineView *line, guint64 bytes)
{
    return bp_legs_us(&bp_protocol_zmodem, p, line, BP_PHASE_FILE, bytes);
}

static gint64
turn_us(const gint64 *p, const BpLineView *line)
{
    return bp_legs_us(&bp_protocol_zmodem, p, line, BP_PHASE_TURN, 0);
}

static gint64
hangup_us(const gint64 *p, const BpLineView *line)
{
    return bp_legs_us(&bp_protocol_zmodem, p, line, BP_PHASE_HANG_UP, 0);
}

/* The receiver says where it lost the thread (ZRPOS), and the sender goes on from there
 * (ZDATA); what was on its way is in vain. */
static BpDamage
damage(const gint64 *p, const BpLineView *line, guint64 bytes, const double chances[2])
{
    guint64 packet_bytes = fidonet_packet_bytes(bytes);
    guint64 block_bytes = MIN(encoded_bytes(packet_bytes), SUBPACKET_BYTES);
    const BpCost again = {.bytes = block_bytes + HEX_BYTES + BINARY_BYTES, .trips = 2};

    (void)p;
    return bp_damaged_blocks(line, bp_pieces(packet_bytes, DATA_BYTES), block_bytes,
                             bp_cost_us(&again, line, BP_ASYNC_BITS), 1, TRIES,
                             chances);
}

const BpProtocol bp_protocol_zmodem = {
    .name = "zmodem",
    .help =
        "FidoNet's WaZOO and Zmodem: a packet of mail as a stream of 1024 bytes each",
    .params = params,
    .order = BP_ORDER_ARRIVAL,
    .session_us = session_us,
    .envelope_bytes = fidonet_envelope_bytes,
    .file_us = file_us,
    .turn_us = turn_us,
    .hangup_us = hangup_us,
    .legs = legs,
    .byte_bits = BP_ASYNC_BITS,
    .bundles = TRUE,
    .always_turns = TRUE,
    .damage = damage,
};
