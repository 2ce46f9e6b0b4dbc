/* test_statistics.c - Student's t against published tables, intervals against theory. */
#include <bangpath/statistics.h>

#include <bangpath/random.h>
#include <math.h>

/* Abramowitz and Stegun, table 26.10, and the same values in NIST's handbook, 1.3.6.7.2: to
 * the digits that they print. */
static void
test_student_table(void)
{
    static const struct {
        double df, p, t;
    } cases[] = {
        {1, 0.95, 6.314},   {1, 0.975, 12.706},  {1, 0.995, 63.657},
        {2, 0.975, 4.303},  {3, 0.975, 3.182},   {4, 0.975, 2.776},
        {4, 0.995, 4.604},  {5, 0.9, 1.476},     {5, 0.975, 2.571},
        {9, 0.975, 2.262},  {10, 0.95, 1.812},   {10, 0.995, 3.169},
        {19, 0.975, 2.093}, {29, 0.975, 2.045},  {30, 0.99, 2.457},
        {60, 0.975, 2.000}, {120, 0.975, 1.980}, {1e7, 0.975, 1.960},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        double t = bp_student_quantile(cases[i].p, cases[i].df);
        /* The gamma function of millions takes its toll. */
        double digits = cases[i].df < 1000 ? 1e-12 : 1e-7;

        g_assert_cmpfloat_with_epsilon(t, cases[i].t, 0.0005);
        g_assert_cmpfloat_with_epsilon(bp_student_cdf(t, cases[i].df), cases[i].p,
                                       digits);
        g_assert_cmpfloat_with_epsilon(bp_student_quantile(1 - cases[i].p, cases[i].df),
                                       -t, 1e-9);
    }
}

/* With one degree of freedom it is Cauchy's, with two it has a closed form too. */
static void
test_student_closed_forms(void)
{
    for (double t = -20; t <= 20; t += 0.37) {
        g_assert_cmpfloat_with_epsilon(bp_student_cdf(t, 1), 0.5 + atan(t) / G_PI,
                                       1e-13);
        g_assert_cmpfloat_with_epsilon(bp_student_cdf(t, 2),
                                       0.5 + t / (2 * sqrt(2 + t * t)), 1e-13);
    }
}

/* I_x(a, 1) = x^a, I_x(1, b) = 1 - (1 - x)^b; and what it is symmetric about. */
static void
test_incomplete_beta(void)
{
    for (double x = 0; x <= 1.0001; x += 0.05) {
        double in = MIN(x, 1);

        g_assert_cmpfloat_with_epsilon(bp_incomplete_beta(in, 3.5, 1), pow(in, 3.5),
                                       1e-13);
        g_assert_cmpfloat_with_epsilon(bp_incomplete_beta(in, 1, 0.7),
                                       1 - pow(1 - in, 0.7), 1e-13);
        g_assert_cmpfloat_with_epsilon(
            bp_incomplete_beta(in, 2, 5) + bp_incomplete_beta(1 - in, 5, 2), 1, 1e-13);
    }
}

/* 2, 4, 4, 4, 5, 5, 7, 9: mean 5, squares 32, so s = sqrt(32 / 7); t of 7 at 97.5% is 2.3646. */
static void
test_sample(void)
{
    const double values[] = {2, 4, 4, 4, 5, (double)NAN, 5, 7, 9};
    BpSample sample = bp_sample(values, G_N_ELEMENTS(values));

    g_assert_cmpuint(sample.n, ==, 8);
    g_assert_cmpfloat_with_epsilon(sample.mean, 5, 1e-15);
    g_assert_cmpfloat_with_epsilon(sample.sd, sqrt(32.0 / 7), 1e-15);
    g_assert_cmpfloat_with_epsilon(sample.half, 2.3646 * sqrt(32.0 / 7 / 8), 1e-4);
}

/* One run says nothing of chance, none says nothing. */
static void
test_small_samples(void)
{
    const double one[] = {7};
    BpSample sample = bp_sample(one, 1);

    g_assert_cmpfloat(sample.mean, ==, 7);
    g_assert_true(isnan(sample.sd) && isnan(sample.half));
    sample = bp_sample(one, 0);
    g_assert_cmpuint(sample.n, ==, 0);
    g_assert_true(isnan(sample.mean));
    sample = bp_sample((const double[]){3, 3, 3}, 3);
    g_assert_cmpfloat(sample.half, ==, 0);
}

/* That all is moved by 1e9 moves the mean, and no digit of the deviation. */
static void
test_large_mean(void)
{
    const double values[] = {1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16};

    g_assert_cmpfloat_with_epsilon(bp_sample(values, 4).sd, sqrt(30), 1e-9);
}

/* What chance does to both alike is not in the difference. */
static void
test_paired(void)
{
    const double a[] = {10, 20, 30, 40, (double)NAN};
    const double b[] = {11, 22, 31, 42, 9};
    BpSample difference = bp_sample_difference(a, b, 5);
    BpSample of_a = bp_sample(a, 4);
    BpSample of_b = bp_sample(b, 4);
    BpSample apart = bp_sample_apart(&of_a, &of_b);

    g_assert_cmpuint(difference.n, ==, 4);
    g_assert_cmpfloat_with_epsilon(difference.mean, 1.5, 1e-15);
    g_assert_cmpfloat_with_epsilon(difference.sd, sqrt(1.0 / 3), 1e-15);
    g_assert_cmpfloat_with_epsilon(apart.mean, 1.5, 1e-12);
    g_assert_cmpfloat(apart.half, >, 20 * difference.half);
}

/* NIST's handbook, 7.3.1.1: cars of the United States and of Japan: means 20.14458 and
 * 30.48101, deviations 6.41470 and 6.10771, 249 and 79 of them: t of unequal variances is
 * 12.94627 with 136.8750 degrees of freedom. */
static void
test_welch(void)
{
    BpSample a = {.n = 249, .mean = 20.14458, .sd = 6.41470};
    BpSample b = {.n = 79, .mean = 30.48101, .sd = 6.10771};
    BpSample apart = bp_sample_apart(&a, &b);
    double t = bp_student_quantile(0.975, 136.8750);

    g_assert_cmpfloat_with_epsilon(apart.mean / (apart.half / t), 12.94627, 1e-4);
}

/* Hyndman and Fan's definition 7, by hand. */
static void
test_quantiles(void)
{
    const double values[] = {40, 10, (double)NAN, 20, 30};

    g_assert_cmpfloat(bp_quantile(values, 5, 0), ==, 10);
    g_assert_cmpfloat(bp_quantile(values, 5, 1), ==, 40);
    g_assert_cmpfloat(bp_quantile(values, 5, 0.5), ==, 25);
    g_assert_cmpfloat_with_epsilon(bp_quantile(values, 5, 0.9), 37, 1e-12);
    g_assert_true(isnan(bp_quantile(values, 0, 0.5)));
}

/* The sum of twelve uniform draws less 6: near enough to a normal one. */
static double
normal_draw(guint experiment, guint i)
{
    double sum = -6;

    for (guint j = 0; j < 12; j++)
        sum += bp_uniform(
            bp_draw(1, bp_stream("test of statistics"), experiment, i * 12 + j), 0);
    return sum;
}

/* Of 1,000 experiments of @n runs each, in how many the interval holds the truth. */
static guint
coverage(guint n)
{
    g_autofree double *values = g_new(double, n);
    guint held = 0;

    for (guint experiment = 0; experiment < 1000; experiment++) {
        BpSample sample;

        for (guint i = 0; i < n; i++)
            values[i] = 3 + 2 * normal_draw(experiment + n * 1000, i);
        sample = bp_sample(values, n);
        held += fabs(sample.mean - 3) <= sample.half;
    }
    return held;
}

/* 95% of intervals hold it; of 1,000 the standard error is sqrt(0.95 0.05 1000) = 6.9. */
static void
test_coverage(void)
{
    static const guint sizes[] = {3, 5, 20};

    for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
        guint held = coverage(sizes[i]);

        g_test_message("%u runs: %u of 1000", sizes[i], held);
        g_assert_cmpuint(held, >=, 935);
        g_assert_cmpuint(held, <=, 965);
    }
}

/* By hand: with d = 0 the sum is 20, the squares 120 - 400 / 10 = 80, over 100 0.8; with
 * d = 1 10 and 20 - 100 / 9 = 80 / 9, over 81 0.1097; with d = 2 8 and 16 - 64 / 8 = 8,
 * over 64 0.125; with d = 3 8 and 16 - 64 / 7 = 48 / 7, over 49 0.1399; and so on up. */
static const double settling[] = {10, 2, 0, 2, 0, 2, 0, 2, 0, 2};

static void
test_mser(void)
{
    static const double constant[] = {3, 3, 3, 3, 3, 3, 3, 3, 3, 3};
    static const double ramp[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

    g_assert_cmpuint(bp_mser(settling, 10), ==, 1);
    g_assert_cmpuint(bp_mser(constant, 10), ==, 0);
    /* Of a ramp the least is always at the end: it has not settled. */
    g_assert_cmpuint(bp_mser(ramp, 12), ==, G_MAXUINT);
    g_assert_cmpuint(bp_mser(settling, 9), ==, G_MAXUINT);
    g_assert_cmpuint(bp_mser(NULL, 0), ==, G_MAXUINT);
}

/* Five of each, spread about it, with four more that are no batch. */
static void
test_mser5(void)
{
    double values[10 * 5 + 4];

    for (guint i = 0; i < G_N_ELEMENTS(values); i++)
        values[i] = i < 50 ? settling[i / 5] + (double)(i % 5) - 2 : 1000;
    g_assert_cmpuint(bp_mser5(values, G_N_ELEMENTS(values)), ==, 5);
    g_assert_cmpuint(bp_mser5(values, 49), ==, G_MAXUINT);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/statistics/student/table", test_student_table);
    g_test_add_func("/statistics/student/closed_forms", test_student_closed_forms);
    g_test_add_func("/statistics/incomplete_beta", test_incomplete_beta);
    g_test_add_func("/statistics/sample", test_sample);
    g_test_add_func("/statistics/small_samples", test_small_samples);
    g_test_add_func("/statistics/large_mean", test_large_mean);
    g_test_add_func("/statistics/paired", test_paired);
    g_test_add_func("/statistics/welch", test_welch);
    g_test_add_func("/statistics/quantiles", test_quantiles);
    g_test_add_func("/statistics/mser", test_mser);
    g_test_add_func("/statistics/mser5", test_mser5);
    g_test_add_func("/statistics/coverage", test_coverage);
    return g_test_run();
}
