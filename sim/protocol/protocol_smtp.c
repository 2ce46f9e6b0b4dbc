/* protocol_smtp.c - SMTP over TCP: recipients are accepted or refused before the body
 * goes.
 *
 * A first approximation, without losses, slow start or name look-ups. 10 bits a byte:
 * start and stop bits on a dial-up line, about what TCP/IP headers take on others. */
#include "times.h"

enum {
    PIPELINING,
};

/* SYN, banner, HELO (RFC 821); QUIT is not waited for. */
#define SESSION_ROUND_TRIPS 3

/* MAIL; each RCPT has one of its own. */
#define MAIL_ROUND_TRIPS 1

/* DATA and its 354, the final dot and its 250. */
#define BODY_ROUND_TRIPS 2

/* Commands, replies and trace headers: 250 bytes a transaction and 40 a RCPT with its
 * reply: our figures, as in "one message with N recipients = S + 250 + 40 N bytes". */
#define TRANSACTION_BYTES 250
#define RECIPIENT_BYTES 40

static const BpParam params[] = {
    [PIPELINING] = {.name = "pipelining",
                    .kind = BP_PARAM_BOOL,
                    .fallback = "no",
                    .help = "recipients are named in one go (RFC 1854, 1995), not each "
                            "after the last one's reply"},
    {0},
};

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
    return TRANSACTION_BYTES + (guint64)n_recipients * RECIPIENT_BYTES;
}

static gint64
ask_wait_us(const gint64 *p, const BpLineView *line, guint n_recipients)
{
    guint64 n_round_trips = p[PIPELINING] ? MIN(n_recipients, 1) : n_recipients;

    return bp_times_us(MAIL_ROUND_TRIPS + n_round_trips, bp_round_trip_us(line));
}

static gint64
ask_us(const gint64 *p, const BpLineView *line, guint n_recipients)
{
    return bp_add_us(
        bp_transfer_us(envelope_bytes(p, n_recipients), line->bps, BP_ASYNC_BITS),
        ask_wait_us(p, line, n_recipients));
}

static gint64
file_us(const gint64 *p, const BpLineView *line, guint64 bytes)
{
    (void)p;
    return bp_add_us(bp_transfer_us(bytes, line->bps, BP_ASYNC_BITS),
                     bp_times_us(BODY_ROUND_TRIPS, bp_round_trip_us(line)));
}

const BpProtocol bp_protocol_smtp = {
    .name = "smtp",
    .help = "SMTP over TCP: recipients are answered before the body is sent",
    .params = params,
    .asks_first = TRUE,
    .order = BP_ORDER_ARRIVAL,
    .session_us = session_us,
    .envelope_bytes = envelope_bytes,
    .ask_us = ask_us,
    .ask_wait_us = ask_wait_us,
    .file_us = file_us,
};
