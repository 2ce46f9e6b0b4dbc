/* random.c - draws from Philox4x32-10. */
#include <bangpath/random.h>

#include <Random123/philox.h>
#include <bangpath/dmath.h>
#include <bangpath/units.h>

/* Of a permutation. */
#define ROUNDS 4

BpDraw
bp_draw(guint64 seed, guint32 stream, guint32 entity, guint64 counter)
{
    philox4x32_key_t key = {{(guint32)seed, (guint32)(seed >> 32)}};
    philox4x32_ctr_t place = {
        {(guint32)counter, (guint32)(counter >> 32), entity, stream}};
    philox4x32_ctr_t out = philox4x32(place, key);

    return (BpDraw){{out.v[0], out.v[1], out.v[2], out.v[3]}};
}

guint32
bp_stream(const char *purpose)
{
    guint32 hash = 2166136261U;

    for (const char *c = purpose; *c != '\0'; c++)
        hash = (hash ^ (guint8)*c) * 16777619U;
    return hash;
}

static guint64
words(BpDraw draw, int i)
{
    return (guint64)draw.word[i] << 32 | draw.word[i + 1];
}

double
bp_uniform(BpDraw draw, int i)
{
    return (double)(words(draw, i) >> 11) * 0x1p-53;
}

guint64
bp_below(BpDraw draw, int i, guint64 n)
{
    __extension__ typedef unsigned __int128 Wide;

    return (guint64)((Wide)words(draw, i) * n >> 64);
}

gint64
bp_exponential_us(BpDraw draw, int i, gint64 mean_us)
{
    double us = -bp_log(1.0 - bp_uniform(draw, i)) * (double)mean_us;

    if (us >= (double)BP_TIME_MAX_US)
        return BP_TIME_MAX_US;
    return (gint64)us + 1;
}

/* 0 is no place on the curve; the smallest step above it is. */
static double
normal(BpDraw draw, int i)
{
    return bp_normal_quantile(MAX(bp_uniform(draw, i), 0x1p-54));
}

static guint64
round_size(double x)
{
    return x < 1.0 ? 1 : (guint64)(MIN(x, 4e9) + 0.5);
}

guint64
bp_lognormal(BpDraw draw, int i, gint64 median, gint64 sigma_millionths)
{
    double z = normal(draw, i);

    return round_size((double)median * bp_exp((double)sigma_millionths / 1e6 * z));
}

void
bp_lognormals(const BpDraw *draws, guint n, int i, gint64 median,
              gint64 sigma_millionths, guint64 *lognormals)
{
    double x[BP_LOGNORMALS];

    g_return_if_fail(n <= BP_LOGNORMALS);

    for (guint k = 0; k < n; k++)
        x[k] = (double)sigma_millionths / 1e6 * normal(draws[k], i);
    bp_exp_each(x, n);
    for (guint k = 0; k < n; k++)
        lognormals[k] = round_size((double)median * x[k]);
}

void
bp_permutation_init(BpPermutation *permutation, guint64 seed, guint32 stream, guint64 n)
{
    guint32 half_bits = 1;

    g_return_if_fail(n >= 1 && n <= G_GUINT64_CONSTANT(1) << 32);

    while (G_GUINT64_CONSTANT(1) << (2 * half_bits) < n)
        half_bits++;
    *permutation =
        (BpPermutation){.seed = seed, .n = n, .stream = stream, .half_bits = half_bits};
}

static guint32
mixed_in(const BpPermutation *permutation, guint32 round, guint64 half)
{
    return bp_draw(permutation->seed, permutation->stream, round, half).word[0];
}

void
bp_permutation_tabulate(BpPermutation *permutation)
{
    guint64 n = G_GUINT64_CONSTANT(1) << permutation->half_bits;

    bp_permutation_clear(permutation);
    permutation->mixed = g_new(guint32, ROUNDS * n);
    for (guint32 round = 0; round < ROUNDS; round++)
        for (guint64 half = 0; half < n; half++)
            permutation->mixed[round * n + half] = mixed_in(permutation, round, half);
}

void
bp_permutation_clear(BpPermutation *permutation)
{
    g_clear_pointer(&permutation->mixed, g_free);
}

static guint64
feistel(const BpPermutation *permutation, guint64 x)
{
    guint32 bits = permutation->half_bits;
    guint64 mask = (G_GUINT64_CONSTANT(1) << bits) - 1;
    guint64 left = x >> bits;
    guint64 right = x & mask;

    for (guint32 round = 0; round < ROUNDS; round++) {
        guint32 drawn = permutation->mixed != NULL
                            ? permutation->mixed[(guint64)round << bits | right]
                            : mixed_in(permutation, round, right);
        guint64 mixed = left ^ (drawn & mask);

        left = right;
        right = mixed;
    }
    return left << bits | right;
}

guint64
bp_permutation_at(const BpPermutation *permutation, guint64 i)
{
    guint64 x = feistel(permutation, i);

    while (x >= permutation->n)
        x = feistel(permutation, x);
    return x;
}
