/* protocol_e.c - UUCP's e: over TCP, a file's size and then its bytes.
 *
 * Commands and replies end with a zero byte, the size has 20 bytes (Taylor UUCP manual,
 * "The UUCP `e' Protocol"). Bit errors are TCP's business. */
#include "uucp.h"

enum {
    COMMAND,
};

/* Taylor UUCP is silent for 2 s before the first command, as it measured. */
#define PAUSE_US (2 * BP_SECOND_US)

#define SIZE_BYTES 20
#define REPLY_BYTES 3 /* SY or CY, and its end */
#define HANG_UP_BYTES 17
#define HANG_UP_OUT_BYTES 9
#define HANG_UP_IN_BYTES 8
#define TURN_BYTES 5 /* H, HN: our count */

static const BpParam params[] = {[COMMAND] = UUCP_COMMAND_ROW, {0}};

static BpCost
start(const gint64 *p)
{
    BpCost cost = uucp_text_start();

    (void)p;
    cost.wait_us = PAUSE_US;
    return cost;
}

static UucpFile
file(const gint64 *p, const BpLineView *line, guint command_chars, guint64 bytes)
{
    guint64 asked = (guint64)command_chars + 1, sent = bp_add_bytes(bytes, SIZE_BYTES);

    (void)p;
    (void)line;
    return (UucpFile){
        .ask = {.bytes = asked + REPLY_BYTES,
                .trips = 2,
                .out_bytes = asked,
                .in_bytes = REPLY_BYTES},
        .data = {.bytes = sent, .trips = 1, .n_packets = 1, .out_bytes = sent},
        .confirm = {.bytes = REPLY_BYTES, .trips = 1, .in_bytes = REPLY_BYTES},
    };
}

static BpCost
hang_up(const gint64 *p)
{
    (void)p;
    return (BpCost){.bytes = HANG_UP_BYTES,
                    .trips = 2,
                    .out_bytes = HANG_UP_OUT_BYTES,
                    .in_bytes = HANG_UP_IN_BYTES};
}

static BpCost
turn(const gint64 *p)
{
    (void)p;
    return (BpCost){
        .bytes = TURN_BYTES, .trips = 2, .out_bytes = 2, .in_bytes = TURN_BYTES - 2};
}

static const BpUucp uucp_e = {
    .start = start,
    .file = file,
    .hang_up = hang_up,
    .turn = turn,
    .command = COMMAND,
};

UUCP_HOOKS(uucp_e);

const BpProtocol bp_protocol_e = {
    .name = "e",
    .help = "UUCP over TCP: a file's size, then its bytes",
    .params = params,
    UUCP_ROW(uucp_e),
};
