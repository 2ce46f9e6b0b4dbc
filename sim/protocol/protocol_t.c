/* protocol_t.c - UUCP's t: over TCP, which needs no help from it.
 *
 * A first approximation: blocks of 1024 bytes, each behind its length in 4 bytes;
 * commands padded to 512 (Taylor UUCP manual, "The UUCP `t' Protocol"). Mail is two
 * files, each asked for, granted and confirmed, as with g. */
#include "times.h"

#define BLOCK_BYTES 1024
#define LENGTH_BYTES 4
#define COMMAND_BYTES 512
#define FILES 2
#define FILE_COMMANDS 3
#define FILE_ROUND_TRIPS 2

/* Connection, log-in and password, Shere/S/ROK/P/U: our count. No modem waits for it. */
#define SESSION_ROUND_TRIPS 6

/* As with g. */
#define EXECUTION_BYTES 120
#define ADDRESS_BYTES 24

static const BpParam params[] = {{0}};

static gint64
session_us(const gint64 *p, const BpLineView *line)
{
    (void)p;
    return bp_times_us(SESSION_ROUND_TRIPS, bp_round_trip_us(line));
}

static guint64
envelope_bytes(const gint64 *p, guint n_recipients)
{
    (void)p;
    return EXECUTION_BYTES + (guint64)n_recipients * ADDRESS_BYTES;
}

static gint64
file_us(const gint64 *p, const BpLineView *line, guint64 bytes)
{
    guint64 lengths = bp_times_bytes(bp_pieces(bytes, BLOCK_BYTES), LENGTH_BYTES);
    guint64 all = bp_add_bytes(
        bytes, bp_add_bytes(lengths, FILES * FILE_COMMANDS * COMMAND_BYTES));

    (void)p;
    return bp_add_us(bp_transfer_us(all, line->bps, BP_ASYNC_BITS),
                     bp_times_us(FILES * FILE_ROUND_TRIPS, bp_round_trip_us(line)));
}

const BpProtocol bp_protocol_t = {
    .name = "t",
    .help = "UUCP over TCP: blocks of 1024 bytes",
    .params = params,
    .order = BP_ORDER_ARRIVAL,
    .session_us = session_us,
    .envelope_bytes = envelope_bytes,
    .file_us = file_us,
};
