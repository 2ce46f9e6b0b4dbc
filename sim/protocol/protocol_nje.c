/* protocol_nje.c - BITNET's NJE over BSC: whole files, synchronous, smallest first.
 *
 * From IBM's Network Job Entry Formats and Protocols (SA32-0988), and the records of the
 * Hebrew University's NJE emulator, which was a node of BITNET (headers.h). A block is
 * answered before the next is sent, as BSC is half duplex; that with traffic both ways a
 * block may answer another is left out. */
#include "cost.h"

extern const BpProtocol bp_protocol_nje;

enum {
    BUFFER,
};

/* Five SYN, DLE STX, BCB, FCS 2, ... and closing RCB, DLE ETB, CRC 2, pad; and DLE ACK0 with
 * SYN and pad. */
#define FRAME_BYTES 16
#define ACK_BYTES 8

/* Leave to send, and its grant: RCB, SRCB, SCB. */
#define LEAVE_BYTES 3

/* Job header 204 and data set header 160 each go in a block of their own, with RCB, SRCB
 * and an SCB for each 63 bytes and the end; the trailer 48 with the end of the file. */
#define JOB_HEADER_BYTES (204 + 2 + 4 + 1)
#define DATA_SET_HEADER_BYTES (160 + 2 + 3 + 1)
#define TRAILER_BYTES (48 + 2 + 1 + 1 + 3)

/* Text goes by lines, of 60 characters as with UUCP's f, each with RCB, SRCB and three SCB:
 * the text, the blanks to its right, the end. */
#define LINE_BYTES 60
#define RECORD_BYTES 5

/* The sender, and a line a recipient, as in a BSMTP envelope: our guess, SMTP's figure. */
#define SENDER_BYTES 100
#define ADDRESS_BYTES 40

#define TRIES 11

static const BpParam params[] = {
    [BUFFER] = {.name = "buffer",
                .kind = BP_PARAM_BYTES,
                .fallback = "1000 B",
                .min = 300,
                .max = 32768,
                .help = "bytes between two acknowledgements (300 B to 32 KiB: IBM "
                        "SA32-0988; 1000 B: our guess)"},
    {0},
};

/* A block of @bytes, and what answers it: @reply_bytes. */
static BpCost
exchange(guint64 bytes, guint64 reply_bytes)
{
    return (BpCost){.bytes = FRAME_BYTES + bytes + reply_bytes,
                    .trips = 2,
                    .out_bytes = FRAME_BYTES + bytes,
                    .in_bytes = reply_bytes};
}

static BpCost
headers(void)
{
    BpCost all = exchange(JOB_HEADER_BYTES, ACK_BYTES);
    const BpCost data_set = exchange(DATA_SET_HEADER_BYTES, ACK_BYTES);

    bp_cost_add(&all, &data_set);
    return all;
}

static guint64
n_buffers(const gint64 *p, guint64 record_bytes)
{
    return bp_pieces(record_bytes, (guint64)p[BUFFER]);
}

static guint64
in_records(guint64 bytes)
{
    return bp_add_bytes(bytes,
                        bp_times_bytes(bp_pieces(bytes, LINE_BYTES), RECORD_BYTES));
}

static BpCost
data(const gint64 *p, guint64 bytes)
{
    guint64 text = in_records(bytes);
    guint64 n = n_buffers(p, text);
    guint64 out = bp_add_bytes(text, bp_times_bytes(n, FRAME_BYTES));

    return (BpCost){.bytes = bp_add_bytes(out, bp_times_bytes(n, ACK_BYTES)),
                    .trips = 2 * n,
                    .n_packets = n,
                    .out_bytes = out,
                    .in_bytes = bp_times_bytes(n, ACK_BYTES)};
}

static guint
legs(const gint64 *p, const BpLineView *line, BpPhase phase, guint64 bytes,
     BpLeg legs[BP_LEGS])
{
    const BpCost leave = exchange(LEAVE_BYTES, FRAME_BYTES + LEAVE_BYTES);
    const BpCost head = headers(), text = data(p, bytes);
    const BpCost end = exchange(TRAILER_BYTES, FRAME_BYTES + LEAVE_BYTES);

    (void)line;
    if (phase != BP_PHASE_FILE)
        return 0;
    legs[0] = (BpLeg){"leave to send, granted", leave};
    legs[1] = (BpLeg){"job header, data set header", head};
    legs[2] = (BpLeg){"file", text};
    legs[3] = (BpLeg){"trailer, end of file, completion", end};
    return 4;
}

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
    return bp_legs_us(&bp_protocol_nje, p, line, BP_PHASE_FILE, bytes);
}

/* A damaged block is answered by a NAK, and sent again. */
static BpDamage
damage(const gint64 *p, const BpLineView *line, guint64 bytes, const double chances[2])
{
    guint64 text = in_records(bytes);
    guint64 block_bytes = MIN(text, (guint64)p[BUFFER]) + FRAME_BYTES + ACK_BYTES;
    const BpCost again = {.bytes = block_bytes, .trips = 2};

    return bp_damaged_blocks(line, n_buffers(p, text), block_bytes,
                             bp_cost_us(&again, line, BP_SYNC_BITS), 1, TRIES, chances);
}

const BpProtocol bp_protocol_nje = {
    .name = "nje",
    .help = "BITNET's NJE on synchronous lines: smallest file first",
    .params = params,
    .order = BP_ORDER_SMALLEST,
    .session_us = session_us,
    .envelope_bytes = envelope_bytes,
    .file_us = file_us,
    .legs = legs,
    .byte_bits = BP_SYNC_BITS,
    .damage = damage,
};
