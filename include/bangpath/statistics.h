/* statistics.h - what a handful of runs tells about all that chance could have made.
 *
 * Layer: results. Student's t by the regularised incomplete beta function, that by its
 * continued fraction (Abramowitz and Stegun, Handbook of Mathematical Functions, 26.5.8
 * and 26.7.1; evaluated by Lentz's method, Applied Optics 15 (1976), 668-671). Quantiles
 * interpolate, definition 7 of Hyndman and Fan, The American Statistician 50 (1996), 361-365.
 */
#ifndef BANGPATH_STATISTICS_H
#define BANGPATH_STATISTICS_H

#include <glib.h>

/** BP_CONFIDENCE: of every interval that is printed. */
#define BP_CONFIDENCE 0.95

/** BpSample: what is known of a mean. */
typedef struct {
    guint n;
    double mean; /* NaN if n is 0 */
    double sd;   /* NaN if n is below 2: of the population, by n - 1 */
    double half; /* of the interval at BP_CONFIDENCE; NaN if n is below 2 */
} BpSample;

/** bp_sample: of @values, of which those that are NaN do not count. */
BpSample bp_sample(const double *values, guint n);

/**
 * bp_sample_difference: of b - a, run by run.
 *
 * For runs under common random numbers: the same seed stands at the same place of both.
 * Where either is NaN neither counts.
 */
BpSample bp_sample_difference(const double *a, const double *b, guint n);

/** bp_sample_apart: the difference of two means of independent runs, with Welch's interval
 * (Biometrika 34 (1947), 28-35). @n is the smaller of both, @sd that of the difference. */
BpSample bp_sample_apart(const BpSample *a, const BpSample *b);

/** bp_quantile: @p from 0 to 1; NaN if @n is 0. Values that are NaN do not count. */
double bp_quantile(const double *values, guint n, double p);

/** bp_student_cdf: the chance that Student's t with @df degrees of freedom is at most @t. */
double bp_student_cdf(double t, double df);

/** bp_student_quantile: the t with bp_student_cdf() of @p, which is between 0 and 1. */
double bp_student_quantile(double p, double df);

/**
 * bp_mser: how many of @values to leave out at the begin, so that what is left tells its
 * mean best: the d that makes the sum of squares of the n - d that are left, about their
 * mean, over (n - d)^2 least; of equals the smallest.
 *
 * White, "An effective truncation heuristic for bias reduction in simulation output",
 * Simulation 69 (1997), 323-334. The last five values are always left in, as few values
 * are alike by chance, and where d is in the second half the series has not settled: both
 * as Hoad, Robinson and Davies do, Journal of the Operational Research Society 61 (2010),
 * 1389-1403.
 *
 * Returns: G_MAXUINT if it has not settled, or there are fewer than ten values.
 */
guint bp_mser(const double *values, guint n);

/** bp_mser5: bp_mser() of the means of each five values, a last part of less than five left
 * out; a multiple of five (White, Cobb and Spratt, "A comparison of five steady-state
 * truncation heuristics for simulation", Proceedings of the 2000 Winter Simulation
 * Conference, 755-760; Franklin and White, "Stationarity tests and MSER-5", Proceedings of
 * the 2008 Winter Simulation Conference, 541-546). */
guint bp_mser5(const double *values, guint n);

/** bp_incomplete_beta: the regularised I_x(a, b), @x from 0 to 1, @a and @b above 0. */
double bp_incomplete_beta(double x, double a, double b);

#endif
