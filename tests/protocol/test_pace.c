/* test_pace.c - what is worked out once for many files, against what each is said to take. */
#include <bangpath/protocol.h>

#include "cost.h"
#include <bangpath/units.h>
#include <math.h>

#define N_CHANCES 40

static const BpLineView views[] = {
    {.bps = 1},
    {.bps = 300, .latency_us = 10 * 1000},
    {.bps = 1200, .latency_us = 250 * 1000, .bit_errors = 10000000},
    {.bps = 9600, .latency_us = 300 * 1000, .bit_errors = 1000000},
    {.bps = 9999, .latency_us = 20 * 1000, .turnaround_us = 500 * 1000, .spoofs = 1},
    {.bps = 33600, .bit_errors = 1000000000},
    {.bps = 44736000, .latency_us = 1},
    {.bps = G_GINT64_CONSTANT(1000000000000), .latency_us = BP_TIME_MAX_US},
};

/* Steps through all values of the first parameters, as an odometer does; FALSE: all were. */
static gboolean
next_values(const BpProtocol *protocol, gint64 *p)
{
    for (guint i = 0; protocol->params[i].name; i++) {
        const BpParam *row = &protocol->params[i];
        gint64 last = row->choices
                          ? (gint64)g_strv_length((char **)(gpointer)row->choices) - 1
                      : row->kind == BP_PARAM_BOOL ? 1
                                                   : MIN(row->max, row->min + 20);

        if (++p[i] <= last)
            return TRUE;
        p[i] = row->choices ? 0 : row->min;
    }
    return FALSE;
}

static void
first_values(const BpProtocol *protocol, gint64 *p)
{
    for (guint i = 0; protocol->params[i].name; i++)
        p[i] = protocol->params[i].choices ? 0 : protocol->params[i].min;
}

/* Every size up to some, then ever fewer up to the last that a pace holds for. */
static guint64
size_after(guint64 bytes)
{
    return bytes < 3000 ? bytes + 1 : bytes + bytes / 7 + 1;
}

static guint
check_pace(const BpProtocol *protocol, const BpLineView *line, const gint64 *p)
{
    guint64 least = protocol->envelope_bytes(p, 1);
    BpPace pace;

    if (!protocol->pace || !protocol->pace(p, line, &pace))
        return 0;
    for (guint64 bytes = 0; bytes < BP_PACE_BYTES; bytes = size_after(bytes))
        g_assert_cmpint(bp_pace_us(&pace, bytes), ==,
                        protocol->file_us(p, line, bytes + least));
    g_assert_cmpint(bp_pace_us(&pace, BP_PACE_BYTES), ==,
                    protocol->file_us(p, line, BP_PACE_BYTES + least));
    return 1;
}

typedef guint (*Check)(const BpProtocol *protocol, const BpLineView *line,
                       const gint64 *p);

/* The sum of what @check returns for every protocol, all its parameters, every line. */
static guint
each_way(Check check)
{
    guint n = 0;

    for (guint i = 0; bp_protocols[i]; i++) {
        gint64 p[BP_PROTOCOL_PARAMS] = {0};

        first_values(bp_protocols[i], p);
        do {
            for (gsize view = 0; view < G_N_ELEMENTS(views); view++)
                n += check(bp_protocols[i], &views[view], p);
        } while (next_values(bp_protocols[i], p));
    }
    return n;
}

/* Of every protocol that has one, with any parameters, on any line, a pace says what
 * file_us() says. */
static void
test_pace(void)
{
    guint n = each_way(check_pace);

    /* g and G: 7 windows, 2 sizes of packet, 2 commands; v as well; t and e: 2 commands; on
     * each line but the last, which is too slow. */
    g_assert_cmpuint(n, ==, (3 * 7 * 2 * 2 + 2 + 2) * (G_N_ELEMENTS(views) - 1));
}

static guint
check_mild(const BpProtocol *protocol, const BpLineView *line, const gint64 *p)
{
    guint n_spared = 0;
    BpNoise noise;

    if (!protocol->noise || line->bit_errors == 0)
        return 0;
    protocol->noise(p, line, &noise);
    for (guint64 bytes = 60; bytes < 100000; bytes += bytes / 3)
        for (guint i = 0; i < N_CHANCES * N_CHANCES; i++) {
            /* Nearer and nearer to 1, where damage begins. */
            const double chances[2] = {1 - 1.0 / (1U << (i % N_CHANCES / 2)),
                                       1 - 1.0 / (1U << (i / N_CHANCES / 2))};
            BpDamage damage;

            if (chances[0] >= noise.below[0] - (double)bytes * noise.slope[0] ||
                chances[1] >= noise.below[1] - (double)bytes * noise.slope[1])
                continue;
            damage = protocol->noisy(p, line, &noise, bytes, chances);
            g_assert_cmpint(damage.us, ==, 0);
            g_assert_cmpuint(damage.repeats, ==, 0);
            g_assert_false(damage.lost);
            n_spared++;
        }
    return n_spared;
}

/* Where chances are said to be mild, nothing is damaged; and often they are. */
static void
test_mild(void)
{
    guint n = each_way(check_mild);

    g_assert_cmpuint(n, >, 1000);
}

/* By summing Poisson's terms until they exceed the chance, whatever short cut there is; -1 where
 * the chance is too near to a sum for that to be sure. */
static gint64
count_poisson(double mean, double p)
{
    double term = exp(-mean), sum = term;
    gint64 n = 0;

    for (; p >= sum; n++) {
        if (p - sum < 1e-12)
            return -1;
        term *= mean / (double)(n + 1);
        sum += term;
    }
    return sum - p < 1e-12 ? -1 : n;
}

static guint
check_happens(double mean, double p)
{
    gint64 n = p < 0 || p >= 1 ? -1 : count_poisson(mean, p);

    if (n >= 0)
        g_assert_cmpuint(bp_happens(mean, p), ==, (guint64)n);
    return n >= 0;
}

/* How often what is seldom happens: everywhere, and most of all where it begins to happen once,
 * and twice. */
static void
test_happens(void)
{
    guint n = 0;

    for (guint k = 0; k < 66; k++)
        for (guint i = 0; i < 100; i++) {
            double mean = 1e-7 * pow(1.3, k);
            double off = i < 50 ? -pow(2, -(double)i) : pow(2, -(double)(i - 50));

            n += check_happens(mean, i / 100.0);
            n += check_happens(mean, exp(-mean) + off);
            n += check_happens(mean, exp(-mean) * (1 + mean) + off);
        }
    g_assert_cmpuint(n, >, 10000);
}

/* What SMTP's functions say of a transaction for one, from its steps. */
static guint
check_steps(const BpProtocol *protocol, const BpLineView *line, const gint64 *p)
{
    gint64 round_us = 2 * (line->latency_us + line->turnaround_us);
    gint64 ask_wait_us, ask_us;
    BpSteps steps;

    if (!protocol->steps || line->latency_us > BP_STEPS_LATENCY_US)
        return 0;
    protocol->steps(p, line->bps, &steps);
    ask_wait_us = steps.ask_trips * round_us + steps.ask_wait_us;
    ask_us = ask_wait_us + steps.ask_us;
    g_assert_cmpint(steps.session_trips * round_us + steps.session_us, ==,
                    protocol->session_us(p, line));
    g_assert_cmpint(ask_wait_us, ==, protocol->ask_wait_us(p, line, 1));
    g_assert_cmpint(ask_us, ==, protocol->ask_us(p, line, 1));
    g_assert_cmpint(steps.hangup_trips * round_us + steps.hangup_us, ==,
                    protocol->hangup_us(p, line));
    for (guint64 bytes = 0; bytes < BP_PACE_BYTES; bytes = size_after(bytes))
        g_assert_cmpint(steps.file_trips * round_us + steps.file_us +
                            bp_steps_body_us(&steps, bytes),
                        ==, protocol->file_us(p, line, bytes));
    return 1;
}

static void
test_steps(void)
{
    guint n = each_way(check_steps);

    /* With and without pipelining, on each line but the last, which is too slow. */
    g_assert_cmpuint(n, ==, 2 * (G_N_ELEMENTS(views) - 1));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pace/time", test_pace);
    g_test_add_func("/pace/damage", test_mild);
    g_test_add_func("/pace/happens", test_happens);
    g_test_add_func("/pace/steps", test_steps);
    return g_test_run();
}
