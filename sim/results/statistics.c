/* statistics.c - means, intervals, quantiles. */
#include <bangpath/statistics.h>

#include <float.h>
#include <math.h>
#include <stdlib.h>

/* Enough for any a and b that we ask about: the fraction takes about sqrt(max(a, b)). */
#define MAX_TERMS 10000

static double
not_zero(double number)
{
    return fabs(number) < DBL_MIN ? DBL_MIN : number;
}

/* Coefficient number @i of the fraction of 26.5.8. */
static double
coefficient(guint i, double x, double a, double b)
{
    guint half = i / 2;
    double m = half;

    if (i % 2 == 0)
        return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
}

static double
fraction(double x, double a, double b)
{
    double c = 1;
    double d = 1 / not_zero(1 + coefficient(1, x, a, b));
    double value = d;

    for (guint i = 2; i < MAX_TERMS; i++) {
        double term = coefficient(i, x, a, b);

        d = 1 / not_zero(1 + term * d);
        c = not_zero(1 + term / c);
        value *= c * d;
        if (fabs(c * d - 1) < DBL_EPSILON)
            break;
    }
    return value;
}

double
bp_incomplete_beta(double x, double a, double b)
{
    g_return_val_if_fail(a > 0 && b > 0, (double)NAN);

    if (x <= 0 || x >= 1)
        return x <= 0 ? 0 : 1;

    double front =
        exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x));

    /* On the other side of the mean the fraction converges slowly: go from there. */
    if (x > (a + 1) / (a + b + 2))
        return 1 - front * fraction(1 - x, b, a) / b;
    return front * fraction(x, a, b) / a;
}

double
bp_student_cdf(double t, double df)
{
    double tail = bp_incomplete_beta(df / (df + t * t), df / 2, 0.5) / 2;

    return t > 0 ? 1 - tail : tail;
}

double
bp_student_quantile(double p, double df)
{
    double low = 0;
    double high = 1;

    g_return_val_if_fail(p > 0 && p < 1 && df > 0, (double)NAN);

    if (p < 0.5)
        return -bp_student_quantile(1 - p, df);
    while (bp_student_cdf(high, df) < p && high < DBL_MAX / 2)
        high *= 2;
    /* Halving needs no derivative and cannot miss. */
    for (guint i = 0; i < 200 && high - low > high * DBL_EPSILON; i++) {
        double middle = low + (high - low) / 2;

        if (bp_student_cdf(middle, df) < p)
            low = middle;
        else
            high = middle;
    }
    return low + (high - low) / 2;
}

static double
half_width(double error, double df)
{
    return error > 0 ? error * bp_student_quantile((1 + BP_CONFIDENCE) / 2, df) : 0;
}

BpSample
bp_sample(const double *values, guint n)
{
    BpSample sample = {.mean = (double)NAN, .sd = (double)NAN, .half = (double)NAN};
    double sum = 0;
    double squares = 0;

    for (guint i = 0; i < n; i++) {
        if (isnan(values[i]))
            continue;
        sum += values[i];
        sample.n++;
    }
    if (sample.n == 0)
        return sample;
    sample.mean = sum / sample.n;
    if (sample.n == 1)
        return sample;
    /* In a second pass, as a sum of squares loses its digits where the mean is large. */
    for (guint i = 0; i < n; i++)
        if (!isnan(values[i]))
            squares += (values[i] - sample.mean) * (values[i] - sample.mean);
    sample.sd = sqrt(squares / (sample.n - 1));
    sample.half = half_width(sample.sd / sqrt(sample.n), sample.n - 1);
    return sample;
}

BpSample
bp_sample_difference(const double *a, const double *b, guint n)
{
    g_autofree double *differences = g_new(double, MAX(n, 1));

    for (guint i = 0; i < n; i++)
        differences[i] = b[i] - a[i];
    return bp_sample(differences, n);
}

BpSample
bp_sample_apart(const BpSample *a, const BpSample *b)
{
    BpSample sample = {
        .n = MIN(a->n, b->n),
        .mean = b->mean - a->mean,
        .sd = (double)NAN,
        .half = (double)NAN,
    };

    if (sample.n < 2)
        return sample;

    double of_a = a->sd * a->sd / a->n;
    double of_b = b->sd * b->sd / b->n;
    double both = of_a + of_b;

    sample.sd = sqrt(a->sd * a->sd + b->sd * b->sd);
    sample.half = both > 0 ? half_width(sqrt(both), both * both /
                                                        (of_a * of_a / (a->n - 1) +
                                                         of_b * of_b / (b->n - 1)))
                           : 0;
    return sample;
}

static int
by_size(const void *a, const void *b)
{
    double first = *(const double *)a;
    double second = *(const double *)b;

    return (first > second) - (first < second);
}

double
bp_quantile(const double *values, guint n, double p)
{
    g_autofree double *sorted = g_new(double, MAX(n, 1));
    guint kept = 0;

    for (guint i = 0; i < n; i++)
        if (!isnan(values[i]))
            sorted[kept++] = values[i];
    if (kept == 0)
        return (double)NAN;
    qsort(sorted, kept, sizeof *sorted, by_size);

    double place = (kept - 1) * CLAMP(p, 0, 1);
    guint below = (guint)place;
    guint above = MIN(below + 1, kept - 1);

    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

#define MSER_LEAST 10
#define MSER_KEPT 5
#define MSER_BATCH 5

/* The squares about the mean are taken anew for each @from: sums that are kept up lose
 * their digits, and n is in the hundreds. */
static double
mser_of(const double *values, guint from, guint n)
{
    const double left = n - from;
    double sum = 0;
    double squares = 0;

    for (guint i = from; i < n; i++)
        sum += values[i];
    for (guint i = from; i < n; i++)
        squares += (values[i] - sum / left) * (values[i] - sum / left);
    return squares / (left * left);
}

guint
bp_mser(const double *values, guint n)
{
    double least = (double)INFINITY;
    guint cut = G_MAXUINT;

    if (n < MSER_LEAST)
        return G_MAXUINT;
    for (guint from = 0; from <= n - MSER_KEPT; from++) {
        double mser = mser_of(values, from, n);

        if (mser < least) {
            least = mser;
            cut = from;
        }
    }
    return cut <= n / 2 ? cut : G_MAXUINT;
}

guint
bp_mser5(const double *values, guint n)
{
    const guint n_batches = n / MSER_BATCH;
    g_autofree double *means = g_new0(double, MAX(n_batches, 1));
    guint cut;

    for (guint i = 0; i < n_batches * MSER_BATCH; i++)
        means[i / MSER_BATCH] += values[i] / MSER_BATCH;
    cut = bp_mser(means, n_batches);
    return cut == G_MAXUINT ? G_MAXUINT : cut * MSER_BATCH;
}
