/* protocol_plain.c - a fixed time a file, then its bytes: for benchmarks and sums by hand.
 *
 * Exact, and therefore blind to the line's latency. */
#include "cost.h"

enum {
    OVERHEAD,
};

static const BpParam params[] = {
    [OVERHEAD] = {.name = "overhead",
                  .kind = BP_PARAM_DURATION,
                  .fallback = "0 s",
                  .help = "time that each file takes before its first byte"},
    {0},
};

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
    (void)n_recipients;
    return 0;
}

static gint64
file_us(const gint64 *p, const BpLineView *line, guint64 bytes)
{
    return bp_add_us(p[OVERHEAD], bp_transfer_us(bytes, line->bps, BP_ASYNC_BITS));
}

static gint64
fixed_us(const gint64 *p, const BpLineView *line)
{
    (void)line;
    return p[OVERHEAD];
}

static guint
legs(const gint64 *p, const BpLineView *line, BpPhase phase, guint64 bytes,
     BpLeg legs[BP_LEGS])
{
    (void)line;
    if (phase != BP_PHASE_FILE)
        return 0;
    legs[0] =
        (BpLeg){"file", {.bytes = bytes, .wait_us = p[OVERHEAD], .out_bytes = bytes}};
    return 1;
}

const BpProtocol bp_protocol_plain = {
    .name = "plain",
    .help = "a fixed time a file, then its bytes at line speed, 10 bits each",
    .params = params,
    .order = BP_ORDER_ARRIVAL,
    .session_us = session_us,
    .envelope_bytes = envelope_bytes,
    .file_us = file_us,
    .fixed_us = fixed_us,
    .legs = legs,
    .byte_bits = BP_ASYNC_BITS,
};
