/* random.h - chance without a shared sequence: Philox4x32-10 (Salmon et al., "Parallel
 * random numbers: as easy as 1, 2, 3", SC11), as Random123 has it.
 *
 * Layer: engine. A draw is a function of (seed, stream, entity, counter) alone, so a new
 * draw here moves nothing there, and two runs that differ in one policy share all other
 * chances.
 */
#ifndef BANGPATH_RANDOM_H
#define BANGPATH_RANDOM_H

#include <glib.h>

#define BP_SEED_MAX ((G_GUINT64_CONSTANT(1) << 53) - 1)

/** BpDraw: the four 32-bit words of one counter. */
typedef struct {
    guint32 word[4];
} BpDraw;

/**
 * bp_draw:
 * @seed: 0 to BP_SEED_MAX
 * @stream: what it is drawn for: see bp_stream()
 * @entity: whom it is drawn for: a host, link or message
 * @counter: how many were drawn for it before
 */
BpDraw bp_draw(guint64 seed, guint32 stream, guint32 entity, guint64 counter);

/**
 * bp_stream:
 * @purpose: such as "users" or "spammer cyber targets"
 *
 * Returns: the stream of that purpose: a hash of its text (FNV-1a, 32 bits), so that no
 * list of streams has to be kept and no order of groups matters.
 */
guint32 bp_stream(const char *purpose);

/** bp_uniform: [0, 1) in steps of 2^-53, from words @i and @i + 1 of @draw; @i is 0 or 2. */
double bp_uniform(BpDraw draw, int i);

/** bp_below: 0 .. @n - 1 from words @i and @i + 1; its bias is under n / 2^64. @n > 0. */
guint64 bp_below(BpDraw draw, int i, guint64 n);

/** bp_exponential_us: from words @i and @i + 1: exponential with mean @mean_us, rounded up,
 * at least 1 and at most BP_TIME_MAX_US. */
gint64 bp_exponential_us(BpDraw draw, int i, gint64 mean_us);

/** bp_lognormal: from words @i and @i + 1: median * exp(sigma * z), rounded, at least 1. */
guint64 bp_lognormal(BpDraw draw, int i, gint64 median, gint64 sigma_millionths);

/** BP_LOGNORMALS: as many as bp_lognormals() takes at most. */
#define BP_LOGNORMALS 16

/** bp_lognormals: bp_lognormal() of each of @n draws, in less time. */
void bp_lognormals(const BpDraw *draws, guint n, int i, gint64 median,
                   gint64 sigma_millionths, guint64 *lognormals);

/**
 * BpPermutation: a random order of 0 .. n-1 that takes no memory: a four-round Feistel
 * network over Philox, walked until it falls below n (Black and Rogaway, CT-RSA 2002).
 * @mixed: NULL, or what bp_permutation_tabulate() has put down
 */
typedef struct {
    guint64 seed;
    guint64 n;
    guint32 stream;
    guint32 half_bits;
    guint32 *mixed; /* owned: by round, and by the half that it is drawn for */
} BpPermutation;

/** bp_permutation_init: @n from 1 to 2^32. */
void bp_permutation_init(BpPermutation *permutation, guint64 seed, guint32 stream,
                         guint64 n);

/** bp_permutation_tabulate: for who will ask for many: puts down all draws that there are, about
 * four times the root of n, until bp_permutation_clear(). The order is the same. */
void bp_permutation_tabulate(BpPermutation *permutation);

/** bp_permutation_clear: forgets those; for who has asked for none there is nothing to do. */
void bp_permutation_clear(BpPermutation *permutation);

/** bp_permutation_at: which of 0 .. n-1 stands at place @i, below n. */
guint64 bp_permutation_at(const BpPermutation *permutation, guint64 i);

#endif
