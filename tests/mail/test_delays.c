/* Tests of percentiles: nearest rank, exact while few, close when many. */
#include <bangpath/books.h>
#include <bangpath/units.h>
#include <math.h>

static void
test_none(void)
{
    g_autoptr(BpDelays) delays = bp_delays_new();

    g_assert_cmpuint(bp_delays_count(delays), ==, 0);
    g_assert_cmpfloat(bp_delays_mean_s(delays), ==, 0.0);
    g_assert_cmpfloat(bp_delays_percentile_s(delays, 50), ==, 0.0);
}

/* Nearest rank of 15, 20, 35, 40, 50 (Wikipedia's example): p5 = 15, p30 = 20, p40 =
 * 20, p50 = 35, p100 = 50. */
static void
test_nearest_rank(void)
{
    g_autoptr(BpDelays) delays = bp_delays_new();
    const gint64 values[] = {40, 15, 50, 20, 35};

    for (guint i = 0; i < G_N_ELEMENTS(values); i++)
        bp_delays_add(delays, values[i] * BP_SECOND_US);
    g_assert_cmpfloat(bp_delays_percentile_s(delays, 5), ==, 15);
    g_assert_cmpfloat(bp_delays_percentile_s(delays, 30), ==, 20);
    g_assert_cmpfloat(bp_delays_percentile_s(delays, 40), ==, 20);
    g_assert_cmpfloat(bp_delays_percentile_s(delays, 50), ==, 35);
    g_assert_cmpfloat(bp_delays_percentile_s(delays, 100), ==, 50);
    g_assert_cmpfloat(bp_delays_percentile_s(delays, 0), ==, 15);
    g_assert_cmpfloat(bp_delays_mean_s(delays), ==, 32);
    g_assert_cmpuint(bp_delays_within(delays, 15 * BP_SECOND_US - 1), ==, 0);
    g_assert_cmpuint(bp_delays_within(delays, 35 * BP_SECOND_US), ==, 3);
    g_assert_cmpuint(bp_delays_within(delays, BP_DAY_US), ==, 5);
}

/* Adding goes on after a percentile was asked for. */
static void
test_asked_in_between(void)
{
    g_autoptr(BpDelays) delays = bp_delays_new();

    bp_delays_add(delays, 3);
    bp_delays_add(delays, 1);
    g_assert_cmpfloat(bp_delays_percentile_s(delays, 50), ==, 1e-6);
    bp_delays_add(delays, 0);
    g_assert_cmpfloat(bp_delays_percentile_s(delays, 50), ==, 1e-6);
    g_assert_cmpfloat(bp_delays_percentile_s(delays, 1), ==, 0);
}

/* i * @step for i = 1 .. n, in a stirred order (7919 is prime to n). */
static BpDelays *
ladder(guint64 n, gint64 step_us)
{
    BpDelays *delays = bp_delays_new();

    for (guint64 i = 0; i < n; i++)
        bp_delays_add(delays, (gint64)(i * 7919 % n + 1) * step_us);
    return delays;
}

/* The 65,536th is still kept exactly: p99 is the value of rank 0.99 * 65,536 =
 * 64,880.64, so the 64,881st. */
static void
test_exact_up_to_65536(void)
{
    g_autoptr(BpDelays) delays = ladder(65536, 1000003);

    g_assert_cmpfloat(bp_delays_percentile_s(delays, 50), ==, 32768 * 1.000003);
    g_assert_cmpfloat_with_epsilon(bp_delays_percentile_s(delays, 99), 64881 * 1.000003,
                                   1e-9);
    g_assert_cmpfloat_with_epsilon(bp_delays_percentile_s(delays, 90), 58983 * 1.000003,
                                   1e-9);
}

/* Beyond: within 1/1024, for delays of microseconds and of years; the mean is exact. */
static void
test_close_beyond(void)
{
    const gint64 steps[] = {1, 1000, 1000003, 30000000};
    const double percents[] = {0.1, 1, 10, 50, 90, 99, 99.9, 100};
    const guint64 n = 70001;

    for (guint s = 0; s < G_N_ELEMENTS(steps); s++) {
        g_autoptr(BpDelays) delays = ladder(n, steps[s]);
        double step_s = (double)steps[s] / 1e6;

        g_assert_cmpuint(bp_delays_count(delays), ==, n);
        g_assert_cmpfloat_with_epsilon(bp_delays_mean_s(delays) / (35001 * step_s), 1,
                                       1e-12);
        for (guint p = 0; p < G_N_ELEMENTS(percents); p++) {
            double exact_s = ceil(percents[p] / 100 * (double)n) * step_s;
            double got_s = bp_delays_percentile_s(delays, percents[p]);

            g_assert_cmpfloat(fabs(got_s - exact_s), <=, exact_s / 1024);
        }
    }
}

/* The longest delay that time allows, and none at all. */
static void
test_extremes(void)
{
    g_autoptr(BpDelays) delays = bp_delays_new();

    for (guint i = 0; i < 70000; i++)
        bp_delays_add(delays, i % 2 == 0 ? 0 : BP_TIME_MAX_US);
    g_assert_cmpfloat(bp_delays_percentile_s(delays, 50), ==, 0);
    g_assert_cmpfloat_with_epsilon(bp_delays_percentile_s(delays, 51) /
                                       ((double)BP_TIME_MAX_US / 1e6),
                                   1, 1.0 / 1024);
    g_assert_cmpfloat_with_epsilon(
        bp_delays_mean_s(delays) / ((double)BP_TIME_MAX_US / 2e6), 1, 1e-12);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/delays/none", test_none);
    g_test_add_func("/delays/nearest rank", test_nearest_rank);
    g_test_add_func("/delays/asked in between", test_asked_in_between);
    g_test_add_func("/delays/exact up to 65536", test_exact_up_to_65536);
    g_test_add_func("/delays/close beyond", test_close_beyond);
    g_test_add_func("/delays/extremes", test_extremes);
    return g_test_run();
}
