/* delays.c - all delays while they are few; then counts by size, 1,024 steps an octave. */
#include <bangpath/books.h>
#include <bangpath/units.h>

#define EXACT 65536
#define STEP_BITS 10
#define STEPS (1U << STEP_BITS)
#define OCTAVES 54 /* delays are under 2^51 us */

/* No sum of delays overflows it. */
__extension__ typedef unsigned __int128 Wide;

struct _BpDelays {
    guint64 n;
    Wide sum_us;
    GArray *exact;   /* owned, of gint64, sorted when asked; NULL once they are many */
    guint64 *counts; /* owned, OCTAVES * STEPS; NULL while they are few */
};

BpDelays *
bp_delays_new(void)
{
    BpDelays *delays = g_new0(BpDelays, 1);

    delays->exact = g_array_new(FALSE, FALSE, sizeof(gint64));
    return delays;
}

void
bp_delays_free(BpDelays *delays)
{
    if (delays == NULL)
        return;
    if (delays->exact != NULL)
        g_array_unref(delays->exact);
    g_free(delays->counts);
    g_free(delays);
}

/* Values below STEPS have a place each; above, each octave has STEPS. */
static guint
place_of(gint64 us)
{
    guint64 value = (guint64)us;
    guint bits = 64 - (guint)__builtin_clzll(value | 1);
    guint shift = bits > STEP_BITS + 1 ? bits - STEP_BITS - 1 : 0;

    return shift * STEPS + (guint)(value >> shift);
}

/* The middle of what place_of() brings to @place. */
static gint64
value_at(guint place)
{
    guint shift = place < 2 * STEPS ? 0 : place / STEPS - 1;
    guint64 low = (guint64)(place - shift * STEPS) << shift;

    return (gint64)(low + ((G_GUINT64_CONSTANT(1) << shift) - 1) / 2);
}

static void
count(BpDelays *delays, gint64 us)
{
    delays->counts[place_of(us)]++;
}

static void
become_many(BpDelays *delays)
{
    delays->counts = g_new0(guint64, OCTAVES * STEPS);
    for (guint i = 0; i < delays->exact->len; i++)
        count(delays, g_array_index(delays->exact, gint64, i));
    g_clear_pointer(&delays->exact, g_array_unref);
}

void
bp_delays_add(BpDelays *delays, gint64 delay_us)
{
    delays->n++;
    delays->sum_us += (guint64)delay_us;
    if (delays->exact != NULL && delays->exact->len == EXACT)
        become_many(delays);
    if (delays->exact != NULL)
        g_array_append_val(delays->exact, delay_us);
    else
        count(delays, delay_us);
}

guint64
bp_delays_count(const BpDelays *delays)
{
    return delays->n;
}

guint64
bp_delays_within(const BpDelays *delays, gint64 delay_us)
{
    guint64 n = 0;

    if (delays->exact == NULL) {
        for (guint place = 0; place <= place_of(delay_us); place++)
            n += delays->counts[place];
        return n;
    }
    for (guint i = 0; i < delays->exact->len; i++)
        n += g_array_index(delays->exact, gint64, i) <= delay_us;
    return n;
}

double
bp_delays_mean_s(const BpDelays *delays)
{
    if (delays->n == 0)
        return 0;

    guint64 sum_s = (guint64)(delays->sum_us / BP_SECOND_US);
    guint64 over_us = (guint64)(delays->sum_us % BP_SECOND_US);

    return ((double)sum_s + (double)over_us / 1e6) / (double)delays->n;
}

static gint
compare(gconstpointer a, gconstpointer b)
{
    gint64 x = *(const gint64 *)a;
    gint64 y = *(const gint64 *)b;

    return (x > y) - (x < y);
}

double
bp_delays_percentile_s(const BpDelays *delays, double percent)
{
    if (delays->n == 0)
        return 0;

    double exact_rank = percent / 100 * (double)delays->n;
    guint64 rank = (guint64)exact_rank;

    if ((double)rank < exact_rank)
        rank++;
    rank = CLAMP(rank, 1, delays->n);
    if (delays->exact != NULL) {
        g_array_sort(delays->exact, compare);
        return (double)g_array_index(delays->exact, gint64, rank - 1) / 1e6;
    }

    guint place = 0;

    for (guint64 seen = delays->counts[0]; seen < rank; seen += delays->counts[place])
        place++;
    return (double)value_at(place) / 1e6;
}

/* ---- as bytes ---- */

static void
archive_exact(BpDelays *delays, BpArchive *archive)
{
    bp_archive_length(archive, delays->exact, EXACT, sizeof(gint64));
    bp_archive_i64s(archive, (gint64 *)(void *)delays->exact->data, delays->exact->len);
    bp_archive_expect(archive, delays->exact->len == delays->n, "delays are missing");
    for (guint i = 0; i < delays->exact->len; i++) {
        gint64 us = g_array_index(delays->exact, gint64, i);

        bp_archive_expect(archive, us >= 0 && us <= BP_TIME_MAX_US,
                          "a delay cannot be");
    }
}

static void
archive_counts(BpDelays *delays, BpArchive *archive)
{
    guint64 sum = 0;

    bp_archive_u64s(archive, delays->counts, OCTAVES * STEPS);
    for (guint i = 0; i < OCTAVES * STEPS && sum <= delays->n; i++)
        sum += MIN(delays->counts[i], delays->n + 1);
    bp_archive_expect(archive, sum == delays->n, "delays are missing");
}

void
bp_delays_archive(BpDelays *delays, BpArchive *archive)
{
    gboolean is_exact = delays->exact != NULL;
    guint64 high = (guint64)(delays->sum_us >> 64), low = (guint64)delays->sum_us;

    bp_archive_u64(archive, &delays->n);
    bp_archive_u64(archive, &high);
    bp_archive_u64(archive, &low);
    delays->sum_us = (Wide)high << 64 | low;
    bp_archive_bool(archive, &is_exact);
    if (!is_exact && delays->exact != NULL)
        become_many(delays);
    if (is_exact)
        archive_exact(delays, archive);
    else
        archive_counts(delays, archive);
}
