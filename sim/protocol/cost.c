/* cost.c - bytes, trips and waiting made into time; and what damaged bits add. */
#include "cost.h"

#include <bangpath/dmath.h>

#define BITS_PER_BYTE 8
#define PER_BIT 1e-12

gint64
bp_cost_us(const BpCost *cost, const BpLineView *line, guint bits)
{
    gint64 us = bp_transfer_us(cost->bytes, line->bps, bits);

    return bp_add_us(bp_add_us(us, cost->wait_us),
                     bp_times_us(cost->trips, bp_trip_us(line)));
}

void
bp_cost_add(BpCost *cost, const BpCost *more)
{
    cost->bytes = bp_add_bytes(cost->bytes, more->bytes);
    cost->trips = bp_add_bytes(cost->trips, more->trips);
    cost->wait_us = bp_add_us(cost->wait_us, more->wait_us);
    cost->n_packets = bp_add_bytes(cost->n_packets, more->n_packets);
    cost->out_bytes = bp_add_bytes(cost->out_bytes, more->out_bytes);
    cost->in_bytes = bp_add_bytes(cost->in_bytes, more->in_bytes);
}

gint64
bp_legs_us(const BpProtocol *protocol, const gint64 *p, const BpLineView *line,
           BpPhase phase, guint64 bytes)
{
    BpLeg legs[BP_LEGS];
    guint n = protocol->legs(p, line, phase, bytes, legs);
    BpCost all = {0};

    for (guint i = 0; i < n; i++)
        bp_cost_add(&all, &legs[i].cost);
    return bp_cost_us(&all, line, protocol->byte_bits);
}

double
bp_damaged(const BpLineView *line, guint64 bytes)
{
    double whole = bp_log(1.0 - (double)line->bit_errors * PER_BIT);

    return 1.0 - bp_exp((double)bytes * BITS_PER_BYTE * whole);
}

double
bp_damaged_most(const BpLineView *line, guint64 bytes)
{
    return (double)bytes * BITS_PER_BYTE * (double)line->bit_errors * PER_BIT + SURELY;
}

/* Where that is surely never or once, @n; FALSE: it is not sure. e^-x lies between the sums of
 * the first four and the first five terms of its series, by far more than what rounding can do,
 * but for SURELY. */
static gboolean
happens_seldom(double mean, double p, guint64 *n)
{
    double square = mean * mean;
    double least = 1 - mean + square * (0.5 - mean / 6),
           most = least + square * square / 24;

    if (mean > 0.5)
        return FALSE;
    *n = p < least - SURELY ? 0 : 1;
    return *n == 0 || (p > most + SURELY && p < least * (1 + mean) - SURELY);
}

/* By Poisson's law up to a mean for which its first term is no denormal, by the normal
 * one beyond. */
guint64
bp_happens(double mean, double p)
{
    const double most = 500.0;
    guint64 n;

    if (happens_seldom(mean, p, &n))
        return n;

    double term = bp_exp(-mean), sum = term;

    if (mean > most) {
        double z = bp_normal_quantile(CLAMP(p, 1e-15, 1 - 1e-15));
        double at =
            mean + z * mean / 22.0; /* about its root, and safe where it is not */

        return at > 0 ? (guint64)MIN(at, 1e15) : 0;
    }
    for (n = 0; p >= sum && n < 2 * (guint64)most;) {
        n++;
        term *= mean / (double)n;
        sum += term;
    }
    return n;
}

BpDamage
bp_damaged_blocks(const BpLineView *line, guint64 n, guint64 block_bytes,
                  gint64 again_us, guint64 each, guint tries, const double chances[2])
{
    double q = bp_damaged(line, block_bytes), in_vain = 1;
    BpDamage done = {0};

    for (guint i = 0; i < tries; i++)
        in_vain *= q;
    done.lost =
        q > BP_MOST_DAMAGED || chances[1] < 1 - bp_exp((double)n * bp_log(1 - in_vain));
    done.repeats =
        q > BP_MOST_DAMAGED ? tries : bp_happens((double)n * q / (1 - q), chances[0]);
    done.us = bp_times_us(done.repeats, again_us);
    done.repeats = bp_times_bytes(done.repeats, each);
    return done;
}
