/* protocol_t.c - UUCP's t: over TCP, which needs no help from it.
 *
 * Blocks of 1024 bytes, each behind its length in 4 bytes, and an empty one at the end;
 * commands and replies padded to 512 (Taylor UUCP manual, "The UUCP `t' Protocol"). Bit
 * errors are TCP's business. */
#include "uucp.h"

enum {
    COMMAND,
};

#define BLOCK_BITS 10
#define BLOCK_BYTES (1 << BLOCK_BITS)
#define LENGTH_BYTES 4
#define PADDED_BYTES 512
#define CHOICE_BYTES 4
#define LAST_BYTES 9 /* of the hang-up, beside H, HY and HY */
#define LAST_IN_BYTES 2

static const BpParam params[] = {[COMMAND] = UUCP_COMMAND_ROW, {0}};

static BpCost
start(const gint64 *p)
{
    BpCost cost = uucp_text_start();

    (void)p;
    cost.bytes += CHOICE_BYTES;
    return cost;
}

static UucpFile
file(const gint64 *p, const BpLineView *line, guint command_chars, guint64 bytes)
{
    guint64 n_blocks = bp_pieces(bytes, BLOCK_BYTES) + 1;
    guint64 sent = bp_add_bytes(bytes, bp_times_bytes(n_blocks, LENGTH_BYTES));

    (void)p;
    (void)line;
    (void)command_chars;
    return (UucpFile){
        .ask = {.bytes = 2 * PADDED_BYTES,
                .trips = 2,
                .out_bytes = PADDED_BYTES,
                .in_bytes = PADDED_BYTES},
        .data = {.bytes = sent, .trips = 1, .n_packets = n_blocks, .out_bytes = sent},
        .confirm = {.bytes = PADDED_BYTES, .trips = 1, .in_bytes = PADDED_BYTES},
    };
}

static BpCost
hang_up(const gint64 *p)
{
    (void)p;
    return (BpCost){.bytes = 3 * PADDED_BYTES + LAST_BYTES,
                    .trips = 2,
                    .out_bytes = 2 * PADDED_BYTES + LENGTH_BYTES,
                    .in_bytes = 2 * PADDED_BYTES + LAST_IN_BYTES};
}

/* H and HN: our count. */
static BpCost
turn(const gint64 *p)
{
    (void)p;
    return (BpCost){.bytes = 2 * PADDED_BYTES,
                    .trips = 2,
                    .out_bytes = PADDED_BYTES,
                    .in_bytes = PADDED_BYTES};
}

static gboolean
pieces(const gint64 *p, const BpLineView *line, BpPace *pace)
{
    (void)p;
    (void)line;
    pace->piece_bits = BLOCK_BITS;
    pace->piece_line_bytes = LENGTH_BYTES;
    return TRUE;
}

static const BpUucp uucp_t = {
    .start = start,
    .file = file,
    .hang_up = hang_up,
    .turn = turn,
    .pieces = pieces,
    .command = COMMAND,
};

UUCP_HOOKS(uucp_t);

const BpProtocol bp_protocol_t = {
    .name = "t",
    .help = "UUCP over TCP: blocks of 1024 bytes",
    .params = params,
    UUCP_ROW(uucp_t),
};
