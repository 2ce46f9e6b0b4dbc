/* terse_smtp.h - SMTP whose replies have no letters, and whose end nobody waits for.
 *
 * Commands take 250 bytes a transaction and 40 a recipient, and each is followed by its round
 * trip, as in protocol_smtp.c. So tables of tests about mail and actors are worked out from
 * what is sent alone; what replies take is tested with the protocol itself.
 */
#ifndef BP_TEST_TERSE_SMTP_HEADER
#define BP_TEST_TERSE_SMTP_HEADER

#include <bangpath/protocol.h>
#include <bangpath/units.h>
#include <string.h>

static inline gint64
terse_round_trips_us(const BpLineView *line, gint64 n)
{
    return n * 2 * (line->latency_us + line->turnaround_us);
}

/* SYN and its answer, the greeting, EHLO. */
static inline gint64
terse_session_us(const gint64 *p, const BpLineView *line)
{
    (void)p;
    return terse_round_trips_us(line, 3);
}

/* MAIL, and each RCPT. */
static inline gint64
terse_ask_wait_us(const gint64 *p, const BpLineView *line, guint n_recipients)
{
    (void)p;
    return terse_round_trips_us(line, 1 + (gint64)n_recipients);
}

static inline gint64
terse_ask_us(const gint64 *p, const BpLineView *line, guint n_recipients)
{
    return bp_transfer_us(250 + 40 * (guint64)n_recipients, line->bps, BP_ASYNC_BITS) +
           terse_ask_wait_us(p, line, n_recipients);
}

/* DATA, and the dot. */
static inline gint64
terse_file_us(const gint64 *p, const BpLineView *line, guint64 bytes)
{
    (void)p;
    return bp_transfer_us(bytes, line->bps, BP_ASYNC_BITS) +
           terse_round_trips_us(line, 2);
}

/* The protocol @name, or of SMTP this. */
static inline const BpProtocol *
terse_protocol_find(const char *name)
{
    static BpProtocol terse;
    guint i = 0;

    while (bp_protocols[i] && strcmp(bp_protocols[i]->name, name) != 0)
        i++;
    if (!bp_protocols[i] || strcmp(name, "smtp") != 0)
        return bp_protocols[i];
    terse = *bp_protocols[i];
    terse.session_us = terse_session_us;
    terse.ask_us = terse_ask_us;
    terse.ask_wait_us = terse_ask_wait_us;
    terse.file_us = terse_file_us;
    terse.hangup_us = NULL;
    terse.steps = NULL;
    return &terse;
}

#endif
