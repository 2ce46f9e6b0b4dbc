/* theory_kit.h - what theory says of a mean, held against runs with different seeds.
 *
 * A mean of N_SEEDS runs may be as far from theory as Student's t allows once in a
 * thousand times; so of all these tests together one in some hundred sets of seeds would
 * fail. The seeds are fixed, and these pass.
 */
#ifndef BP_TEST_THEORY_KIT_H
#define BP_TEST_THEORY_KIT_H

#include "../actors/scenario_kit.h"

#include <bangpath/statistics.h>
#include <math.h>

#define N_SEEDS 20
#define FALSE_ALARM 0.001

static inline void
theory_check(const char *what, const double *got, double theory)
{
    BpSample sample = bp_sample(got, N_SEEDS);
    double half = bp_student_quantile(1 - FALSE_ALARM / 2, N_SEEDS - 1) * sample.sd /
                  sqrt(N_SEEDS);

    g_test_message("%s: theory %.5f, got %.5f +- %.5f", what, theory, sample.mean,
                   half);
    g_assert_cmpfloat(fabs(sample.mean - theory), <=, half);
    /* An interval that holds anything says nothing. */
    g_assert_cmpfloat(half, <, 0.1 * theory);
}

/* From 0 to below 1; not the program's generator. */
static inline double
theory_uniform(guint64 *state)
{
    guint64 z = (*state += G_GUINT64_CONSTANT(0x9e3779b97f4a7c15));

    z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT(0x94d049bb133111eb);
    z ^= z >> 31;
    return (double)(z >> 11) / 9007199254740992.0;
}

static inline double
theory_exponential(guint64 *state, double mean)
{
    return -mean * log1p(-theory_uniform(state));
}

#endif
