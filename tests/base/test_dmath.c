/* test_dmath.c - against libm's long doubles, and values that are known. */
#include <bangpath/dmath.h>

#include <float.h>
#include <glib.h>
#include <math.h>
#include <string.h>

/* 3 units in the last place. */
#define CLOSE (3 * DBL_EPSILON)

static void
check_close(double value, long double truth)
{
    g_assert_cmpfloat((double)fabsl((long double)value - truth), <=,
                      (double)(CLOSE * fabsl(truth)));
}

static guint64
bits(double x)
{
    guint64 b;

    memcpy(&b, &x, sizeof b);
    return b;
}

/* Exact where the truth is, and close over all magnitudes, denormals too. */
static void
test_log(void)
{
    g_assert_cmpfloat(bp_log(1), ==, 0);
    g_assert_cmpfloat(bp_log(2), ==, 0x1.62e42fefa39efp-1);
    g_assert_cmpfloat(bp_log((double)INFINITY), ==, (double)INFINITY);
    check_close(bp_log(DBL_MAX), logl((long double)DBL_MAX));
    check_close(bp_log(DBL_MIN), logl((long double)DBL_MIN));
    check_close(bp_log(DBL_TRUE_MIN), logl((long double)DBL_TRUE_MIN));
    check_close(bp_log(1 + DBL_EPSILON), log1pl((long double)DBL_EPSILON));
    check_close(bp_log(1 - DBL_EPSILON / 2), log1pl((long double)-DBL_EPSILON / 2));
    for (int i = 0; i < 200000; i++) {
        double near = g_test_rand_double_range(0.5, 2.0);
        double far = ldexp(near, g_test_rand_int_range(-1000, 1000));

        check_close(bp_log(near), logl((long double)near));
        check_close(bp_log(far), logl((long double)far));
    }
}

/* Saturates at both ends, without denormals. */
static void
test_exp(void)
{
    g_assert_cmpfloat(bp_exp(0), ==, 1);
    check_close(bp_exp(1), 0x1.5bf0a8b145769p+1L);
    g_assert_cmpfloat(bp_exp(-709), ==, 0);
    g_assert_cmpfloat(bp_exp(-1e300), ==, 0);
    g_assert_cmpfloat(bp_exp((double)-INFINITY), ==, 0);
    g_assert_cmpfloat(bp_exp(709.79), ==, (double)INFINITY);
    g_assert_cmpfloat(bp_exp((double)INFINITY), ==, (double)INFINITY);
    g_assert_cmpfloat(bp_exp(-708), >, DBL_MIN);
    check_close(bp_exp(709.78), expl(709.78L + (709.78 - 709.78L)));
    for (int i = 0; i < 200000; i++) {
        double near = g_test_rand_double_range(-1, 1);
        double far = g_test_rand_double_range(-708, 709);

        check_close(bp_exp(near), expl((long double)near));
        check_close(bp_exp(far), expl((long double)far));
    }
}

/* Of many at once each has the bits that it has alone, next to any other. */
static void
test_exp_each(void)
{
    static const double odd[] = {0, -709, 709.79, -1e300, 709.78, -708};
    double x[37], many[37];

    for (int round = 0; round < 2000; round++) {
        for (guint i = 0; i < G_N_ELEMENTS(x); i++)
            x[i] = g_test_rand_double_range(-708, 709);
        if (round % 2)
            x[g_test_rand_int_range(0, G_N_ELEMENTS(x))] =
                odd[g_test_rand_int_range(0, G_N_ELEMENTS(odd))];
        memcpy(many, x, sizeof x);
        bp_exp_each(many, G_N_ELEMENTS(many));
        for (guint i = 0; i < G_N_ELEMENTS(x); i++)
            g_assert_cmphex(bits(many[i]), ==, bits(bp_exp(x[i])));
    }
}

/* The quantiles that every table has, and the way back through the error function. */
static void
test_normal_quantile(void)
{
    g_assert_cmpfloat(bp_normal_quantile(0.5), ==, 0);
    g_assert_cmpfloat_with_epsilon(bp_normal_quantile(0.975), 1.959963984540054, 1e-14);
    g_assert_cmpfloat_with_epsilon(bp_normal_quantile(0.995), 2.5758293035489004,
                                   1e-14);
    /* Wichura's own test values */
    g_assert_cmpfloat_with_epsilon(bp_normal_quantile(0.25), -0.6744897501960817,
                                   1e-15);
    g_assert_cmpfloat_with_epsilon(bp_normal_quantile(0.001), -3.090232306167814,
                                   1e-14);
    g_assert_cmpfloat_with_epsilon(bp_normal_quantile(1e-20), -9.262340089798408,
                                   1e-13);
    for (int i = 0; i < 20000; i++) {
        double p = ldexp(g_test_rand_int_range(1, 1 << 20), -21);
        double deviate = bp_normal_quantile(p);

        g_assert_cmpfloat(fabs(erfc(-deviate / G_SQRT2) / 2 / p - 1), <, 1e-13);
        g_assert_cmpfloat(bp_normal_quantile(1 - p), ==, -deviate);
    }
    g_assert_true(isfinite(bp_normal_quantile(DBL_TRUE_MIN)));
    g_assert_true(isfinite(bp_normal_quantile(1 - DBL_EPSILON / 2)));
}

/* The very bits, the same for each compiler and machine: a change here moves results. */
static void
test_bits(void)
{
    guint64 sum = 0;

    for (int i = 1; i < 10000; i++) {
        double x = i / 10000.0;

        sum = sum * 31 + bits(bp_log(x));
        sum = sum * 31 + bits(bp_exp(20 * x - 10));
        sum = sum * 31 + bits(bp_normal_quantile(x));
    }
    g_assert_cmphex(sum, ==, G_GUINT64_CONSTANT(0xfb65af9a4ad32821));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/dmath/log", test_log);
    g_test_add_func("/dmath/exp", test_exp);
    g_test_add_func("/dmath/exp-each", test_exp_each);
    g_test_add_func("/dmath/normal-quantile", test_normal_quantile);
    g_test_add_func("/dmath/bits", test_bits);
    return g_test_run();
}
