/* wheel.c - how many slots, of what span, and the way to the next one taken. */
#include "wheel_private.h"

#include <string.h>

#define LINE_BYTES 64
#define SLOTS_MIN_SHIFT 9
#define SLOTS_MAX_SHIFT 15 /* 512 KiB: a greater ring is not in the nearer cache */

/* At first, before anything is known: nine minutes, which holds the files of most lines. */
#define SHIFT_AT_FIRST 20
#define REVIEW_AT_FIRST 4096
#define REVIEW_EVERY 65536

/* A share of pushes that find no place does little harm. As long as there are more, a greater
 * ring must spare the heap a share. */
#define FEW 0.0625
#define WORTH_DOUBLING 0.03

static void
size(Wheel *wheel, guint slots_shift, guint shift)
{
    gsize n = (gsize)1 << slots_shift;
    gsize n_words = n >> WORD_SHIFT, n_full = (n_words + 63) >> WORD_SHIFT;

    g_aligned_free(wheel->slots);
    g_free(wheel->words);
    wheel->slots = g_aligned_alloc(n + 1, sizeof(Entry), LINE_BYTES);
    wheel->slots[n] = NEVER;
    wheel->words = g_new0(guint64, n_words + n_full);
    wheel->full = wheel->words + n_words;
    wheel->mask = n - 1;
    wheel->shift = shift;
}

void
wheel_init(Wheel *wheel, guint64 order, gint64 now_us)
{
    *wheel = (Wheel){
        .reviewed = order, .review = order + REVIEW_AT_FIRST, .reviewed_us = now_us};
    size(wheel, SLOTS_MIN_SHIFT, SHIFT_AT_FIRST);
}

void
wheel_clear(Wheel *wheel)
{
    g_aligned_free(wheel->slots);
    g_free(wheel->words);
}

void
wheel_drop(Wheel *wheel)
{
    gsize n_words = (wheel->mask + 1) >> WORD_SHIFT;

    memset(wheel->words, 0, n_words * sizeof *wheel->words);
}

/* The first slot taken of @word and those after it, or that of NEVER. */
static guint64
first_from(Wheel *wheel, guint64 word)
{
    guint64 n_words = (wheel->mask + 1) >> WORD_SHIFT;

    for (; word < n_words; word = (word | 63) + 1) {
        guint64 *full = &wheel->full[word >> WORD_SHIFT];

        for (guint64 bits = *full >> (word & 63) << (word & 63); bits != 0;
             bits &= bits - 1) {
            guint64 at =
                (word & ~G_GUINT64_CONSTANT(63)) + (guint64)__builtin_ctzll(bits);

            if (wheel->words[at] != 0)
                return (at << WORD_SHIFT) + (guint64)__builtin_ctzll(wheel->words[at]);
            *full &= ~(bits & -bits);
        }
    }
    return wheel->mask + 1;
}

guint64
wheel_search(Wheel *wheel, guint64 from)
{
    guint64 slot = first_from(wheel, (from >> WORD_SHIFT) + 1);

    /* Then from the ring's begin: what stands in @from's own word before it comes last. */
    return slot <= wheel->mask ? slot : first_from(wheel, 0);
}

/* ---- its size ---- */

/* What share of pushes @wheel's samples say would not find a place in 2^slots_shift slots of
 * 2^shift us each, where an event is pushed every @gap_us. */
static double
share_missed(const Wheel *wheel, guint slots_shift, guint shift, double gap_us)
{
    double width_us = (double)(G_GUINT64_CONSTANT(1) << shift), total = 0, beyond = 0,
           missed = 0;

    for (guint bits = AHEAD_BITS; bits-- > 0;)
        total += wheel->ahead[bits];
    for (guint bits = AHEAD_BITS; bits-- > 0;) {
        double share = wheel->ahead[bits] / total;

        /* Pushes reach it as long as they were made for what lies farther ahead than it. */
        if (bits > slots_shift + shift)
            missed += share;
        else
            missed += share * MIN(1, (beyond + share / 2) * width_us / gap_us);
        beyond += share;
    }
    return missed;
}

static guint
best_shift(const Wheel *wheel, guint slots_shift, double gap_us, double *missed)
{
    guint best = 0;

    *missed = 2;
    for (guint shift = 0; shift + slots_shift < AHEAD_BITS; shift++) {
        double here = share_missed(wheel, slots_shift, shift, gap_us);

        if (here < *missed) {
            *missed = here;
            best = shift;
        }
    }
    return best;
}

/* The least ring of which few pushes miss, or from where on doubling does not help. */
static void
fit(Wheel *wheel, double gap_us)
{
    double missed;
    guint slots_shift = SLOTS_MIN_SHIFT;
    guint shift = best_shift(wheel, slots_shift, gap_us, &missed);

    for (guint more = slots_shift + 1; missed > FEW && more <= SLOTS_MAX_SHIFT;
         more++) {
        double then;
        guint its_shift = best_shift(wheel, more, gap_us, &then);

        if (missed - then > WORTH_DOUBLING) {
            missed = then;
            slots_shift = more;
            shift = its_shift;
        }
    }
    size(wheel, slots_shift, shift);
}

void
wheel_review(Wheel *wheel, guint64 order, gint64 now_us)
{
    double gap_us =
        (double)(now_us - wheel->reviewed_us) / (double)(order - wheel->reviewed);

    /* What was pushed before time began to pass tells nothing. */
    if (gap_us > 0)
        fit(wheel, gap_us);
    memset(wheel->ahead, 0, sizeof wheel->ahead);
    wheel->reviewed = order;
    wheel->reviewed_us = now_us;
    wheel->review = order + CLAMP(order, REVIEW_AT_FIRST, REVIEW_EVERY);
}
