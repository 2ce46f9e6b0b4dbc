/* protocol_smtp.c - SMTP over TCP: recipients are accepted or refused before the body
 * goes.
 *
 * Commands are RFC 821's, replies those of sendmail 8.8.8, which most hosts of 1998 ran;
 * docs/smtp.md counts each letter by letter. Losses, slow start and name look-ups are left
 * out. 10 bits a byte: start and stop bit on a dial-up line, about what TCP/IP headers take
 * on others. */
#include "cost.h"

enum {
    PIPELINING,
};

/* What the sender says, with host names of 17 and addresses of 28 characters: our guess of
 * what is usual. */
#define EHLO_BYTES 24
#define MAIL_BYTES 42
#define RCPT_BYTES 40
#define DATA_BYTES 6
#define DOT_BYTES 3
#define QUIT_BYTES 6

/* "Received:", which a letter has once more than it was written with. */
#define TRACE_BYTES 169

/* 250 bytes a transaction, and 40 a recipient. */
#define TRANSACTION_BYTES \
    (EHLO_BYTES + MAIL_BYTES + DATA_BYTES + TRACE_BYTES + DOT_BYTES + QUIT_BYTES)

/* What the receiver says: 220, the lines of EHLO's 250, and a line for each other command. */
#define GREETING_BYTES 88
#define EHLO_REPLY_BYTES 176
#define MAIL_REPLY_BYTES 49
#define RCPT_REPLY_BYTES 52
#define DATA_REPLY_BYTES 50
#define DOT_REPLY_BYTES 44
#define QUIT_REPLY_BYTES 42

/* SYN and its answer, the greeting, EHLO. */
#define SESSION_ROUND_TRIPS 3

static const BpParam params[] = {
    [PIPELINING] = {.name = "pipelining",
                    .kind = BP_PARAM_BOOL,
                    .fallback = "no",
                    .help =
                        "MAIL, RCPT and DATA go together (RFC 1854, 1995), not each "
                        "after the last one's reply"},
    {0},
};

static gint64
carry_us(const BpLineView *line, guint64 bytes)
{
    return bp_transfer_us(bytes, line->bps, BP_ASYNC_BITS);
}

/* So many round trips, and @bytes of replies. */
static gint64
replies_us(const BpLineView *line, guint64 n_round_trips, guint64 bytes)
{
    return bp_add_us(bp_times_us(n_round_trips, bp_round_trip_us(line)),
                     carry_us(line, bytes));
}

static gint64
session_us(const gint64 *p, const BpLineView *line)
{
    (void)p;
    return replies_us(line, SESSION_ROUND_TRIPS, GREETING_BYTES + EHLO_REPLY_BYTES);
}

static guint64
envelope_bytes(const gint64 *p, guint n_recipients)
{
    (void)p;
    return TRANSACTION_BYTES + (guint64)n_recipients * RCPT_BYTES;
}

/* MAIL, and each RCPT; or all, and DATA, in one go. */
static gint64
ask_wait_us(const gint64 *p, const BpLineView *line, guint n_recipients)
{
    return replies_us(line, p[PIPELINING] ? 1 : 1 + (guint64)n_recipients,
                      MAIL_REPLY_BYTES + (guint64)n_recipients * RCPT_REPLY_BYTES);
}

static gint64
ask_us(const gint64 *p, const BpLineView *line, guint n_recipients)
{
    return bp_add_us(carry_us(line, envelope_bytes(p, n_recipients)),
                     ask_wait_us(p, line, n_recipients));
}

/* DATA, unless it went with the recipients, and the dot. */
static gint64
file_us(const gint64 *p, const BpLineView *line, guint64 bytes)
{
    return bp_add_us(
        carry_us(line, bytes),
        replies_us(line, p[PIPELINING] ? 1 : 2, DATA_REPLY_BYTES + DOT_REPLY_BYTES));
}

/* QUIT: sendmail waits for its 221, though the letter is there already. */
static gint64
hangup_us(const gint64 *p, const BpLineView *line)
{
    (void)p;
    return replies_us(line, 1, QUIT_REPLY_BYTES);
}

static void
steps(const gint64 *p, gint64 bps, BpSteps *steps)
{
    /* Without latency, only bytes take time. */
    const BpLineView line = {.bps = bps};

    *steps = (BpSteps){
        .session_us = session_us(p, &line),
        .ask_us = carry_us(&line, envelope_bytes(p, 1)),
        .ask_wait_us = ask_wait_us(p, &line, 1),
        .file_us = file_us(p, &line, 0),
        .hangup_us = hangup_us(p, &line),
        .bps = (guint64)bps,
        .inverse = G_MAXUINT64 / (guint64)bps,
        .session_trips = SESSION_ROUND_TRIPS,
        .ask_trips = p[PIPELINING] ? 1 : 2,
        .file_trips = p[PIPELINING] ? 1 : 2,
        .hangup_trips = 1,
    };
}

/* What is said, and answered: one round trip. */
static BpCost
exchange(guint64 out_bytes, guint64 in_bytes)
{
    return (BpCost){.bytes = bp_add_bytes(out_bytes, in_bytes),
                    .trips = 2,
                    .out_bytes = out_bytes,
                    .in_bytes = in_bytes};
}

static guint
ask_legs(const gint64 *p, guint64 n, BpLeg legs[BP_LEGS])
{
    BpCost rcpt =
        exchange(bp_times_bytes(n, RCPT_BYTES), bp_times_bytes(n, RCPT_REPLY_BYTES));

    if (p[PIPELINING]) {
        BpCost all =
            exchange(MAIL_BYTES + DATA_BYTES, MAIL_REPLY_BYTES + DATA_REPLY_BYTES);

        rcpt.trips = 0;
        bp_cost_add(&all, &rcpt);
        legs[0] = (BpLeg){"MAIL, all RCPT and DATA in one go", all};
        return 1;
    }
    rcpt.trips = bp_times_bytes(n, 2);
    rcpt.times = n;
    legs[0] = (BpLeg){"MAIL", exchange(MAIL_BYTES, MAIL_REPLY_BYTES)};
    legs[1] = (BpLeg){"RCPT", rcpt};
    return 2;
}

static guint
file_legs(const gint64 *p, guint64 bytes, BpLeg legs[BP_LEGS])
{
    guint n = 0;

    if (!p[PIPELINING])
        legs[n++] = (BpLeg){"DATA", exchange(DATA_BYTES, DATA_REPLY_BYTES)};
    legs[n++] =
        (BpLeg){"text and dot", exchange(bp_add_bytes(bytes, TRACE_BYTES + DOT_BYTES),
                                         DOT_REPLY_BYTES)};
    return n;
}

static guint
legs(const gint64 *p, const BpLineView *line, BpPhase phase, guint64 bytes,
     BpLeg legs[BP_LEGS])
{
    (void)line;
    switch (phase) {
    case BP_PHASE_SESSION:
        legs[0] = (BpLeg){"TCP connects", {.trips = 2}};
        legs[1] = (BpLeg){"greeting", exchange(0, GREETING_BYTES)};
        legs[2] = (BpLeg){"EHLO", exchange(EHLO_BYTES, EHLO_REPLY_BYTES)};
        return 3;
    case BP_PHASE_ASK:
        return ask_legs(p, bytes, legs);
    case BP_PHASE_FILE:
        return file_legs(p, bytes, legs);
    case BP_PHASE_HANG_UP:
        legs[0] = (BpLeg){"QUIT", exchange(QUIT_BYTES, QUIT_REPLY_BYTES)};
        return 1;
    case BP_PHASE_TURN:
        break;
    }
    return 0;
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
    .hangup_us = hangup_us,
    .steps = steps,
    .legs = legs,
    .byte_bits = BP_ASYNC_BITS,
};
