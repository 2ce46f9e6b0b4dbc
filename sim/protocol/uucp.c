/* uucp.c - what the dialects of UUCP have in common. */
#include "uucp.h"

#include <bangpath/dmath.h>

const char *const uucp_commands[] = {"S", "E", NULL};

/* An address more on the execution file's command line, or the E command's: our guess,
 * a bang address. */
#define ADDRESS_BYTES 24

/* What two that know no options leave out of the greeting: 9 bytes of the caller's, 4 of
 * the other's. */
#define OPTIONS_OUT_BYTES 9
#define OPTIONS_IN_BYTES 4

/* Log-in 34 bytes and 5 trips; the greeting (Shere, S, ROK) and the choice of a protocol
 * (P, U), 30 bytes and 2 trips. */
#define TEXT_BYTES 64
#define TEXT_TRIPS 7
#define TEXT_OUT_BYTES 39
#define TEXT_IN_BYTES 58

#define BITS_PER_BYTE 8
#define PER_BIT 1e-12

UucpCost
uucp_text_start(void)
{
    return (UucpCost){.bytes = TEXT_BYTES,
                      .trips = TEXT_TRIPS,
                      .out_bytes = TEXT_OUT_BYTES,
                      .in_bytes = TEXT_IN_BYTES};
}

UucpCost
uucp_old_start(UucpCost start)
{
    start.bytes -= OPTIONS_OUT_BYTES + OPTIONS_IN_BYTES;
    start.out_bytes -= OPTIONS_OUT_BYTES;
    start.in_bytes -= OPTIONS_IN_BYTES;
    return start;
}

static gint64
sum_us(guint64 bytes, guint64 trips, gint64 wait_us, const BpLineView *line)
{
    gint64 us = bp_transfer_us(bytes, line->bps, BP_ASYNC_BITS);

    return bp_add_us(bp_add_us(us, wait_us), bp_times_us(trips, bp_trip_us(line)));
}

gint64
uucp_cost_us(const UucpCost *cost, const BpLineView *line)
{
    return sum_us(cost->bytes, cost->trips, cost->wait_us, line);
}

gint64
uucp_file_us(const UucpFile *file, const BpLineView *line)
{
    guint64 bytes =
        bp_add_bytes(file->data.bytes, file->ask.bytes + file->confirm.bytes);

    return sum_us(bytes, file->ask.trips + file->data.trips + file->confirm.trips,
                  file->data.wait_us, line);
}

gint64
uucp_session_us(const BpUucp *uucp, const gint64 *p, const BpLineView *line)
{
    UucpCost start = uucp->start(p);

    if (p[uucp->command] == UUCP_COMMAND_S)
        start = uucp_old_start(start);
    return uucp_cost_us(&start, line);
}

guint64
uucp_envelope_bytes(const BpUucp *uucp, const gint64 *p, guint n_recipients)
{
    guint64 more = (guint64)(n_recipients > 0 ? n_recipients - 1 : 0) * ADDRESS_BYTES;

    return more + (p[uucp->command] == UUCP_COMMAND_S ? UUCP_EXECUTION_BYTES : 0);
}

/* The execution file is counted at its least: what more recipients add goes with the
 * data, where it makes as many bytes. */
gint64
uucp_mail_us(const BpUucp *uucp, const gint64 *p, const BpLineView *line, guint64 bytes)
{
    if (p[uucp->command] == UUCP_COMMAND_E) {
        UucpFile file = uucp->file(p, line, UUCP_E_CHARS, bytes);

        return uucp_file_us(&file, line);
    }

    guint64 execution_bytes = MIN(bytes, UUCP_EXECUTION_BYTES);
    UucpFile data = uucp->file(p, line, UUCP_DATA_CHARS, bytes - execution_bytes);
    UucpFile execution = uucp->file(p, line, UUCP_EXECUTION_CHARS, execution_bytes);

    return bp_add_us(uucp_file_us(&data, line), uucp_file_us(&execution, line));
}

gint64
uucp_turn_us(const BpUucp *uucp, const gint64 *p, const BpLineView *line)
{
    UucpCost turn = uucp->turn(p);

    return uucp_cost_us(&turn, line);
}

gint64
uucp_hang_up_us(const BpUucp *uucp, const gint64 *p, const BpLineView *line)
{
    UucpCost hang_up = uucp->hang_up(p);

    return uucp_cost_us(&hang_up, line);
}

double
uucp_damaged(const BpLineView *line, guint64 bytes)
{
    double whole = bp_log(1.0 - (double)line->bit_errors * PER_BIT);

    return 1.0 - bp_exp((double)bytes * BITS_PER_BYTE * whole);
}

/* By Poisson's law up to a mean for which its first term is no denormal, by the normal
 * one beyond. */
guint64
uucp_happens(double mean, double p)
{
    const double most = 500.0;
    double term = bp_exp(-mean), sum = term;
    guint64 n = 0;

    if (mean > most) {
        double z = bp_normal_quantile(CLAMP(p, 1e-15, 1 - 1e-15));
        double at =
            mean + z * mean / 22.0; /* about its root, and safe where it is not */

        return at > 0 ? (guint64)MIN(at, 1e15) : 0;
    }
    while (p >= sum && n < 2 * (guint64)most) {
        n++;
        term *= mean / (double)n;
        sum += term;
    }
    return n;
}
