/* dmath.c - the same bits everywhere: + - * / and sqrt alone, in the order written. */
#include <bangpath/dmath.h>

#include <float.h>
#include <glib.h>
#include <math.h>
#include <string.h>

#define SIGNIFICAND_BITS 52
#define EXPONENT_BIAS 1023
#define EXP_MIN (-708.0)
#define EXP_MAX 709.78

/* ln 2 in two parts, as in fdlibm's e_log.c: a whole number up to 2^11 times the first,
 * which ends in 20 zero bits, is exact. */
static const double ln2_high = 0x1.62e42feep-1;
static const double ln2_low = 0x1.a39ef35793c76p-33;
static const double inverse_ln2 = 0x1.71547652b82fep+0;

static guint64
to_bits(double x)
{
    guint64 bits;

    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static double
from_bits(guint64 bits)
{
    double x;

    memcpy(&x, &bits, sizeof x);
    return x;
}

/* 2^@n, a normal number. */
static double
power_of_two(int n)
{
    return from_bits((guint64)(n + EXPONENT_BIAS) << SIGNIFICAND_BITS);
}

/* x = 2^exponent m with m from sqrt(1/2) to sqrt(2). */
static double
split(double x, int *exponent)
{
    guint64 bits;
    int extra = 0;
    double m;

    if (x < DBL_MIN) { /* a denormal */
        x *= 0x1p54;
        extra = 54;
    }
    bits = to_bits(x);
    *exponent = (int)(bits >> SIGNIFICAND_BITS) - EXPONENT_BIAS - extra;
    bits &= (G_GUINT64_CONSTANT(1) << SIGNIFICAND_BITS) - 1;
    m = from_bits(bits | (guint64)EXPONENT_BIAS << SIGNIFICAND_BITS);
    if (m > G_SQRT2) {
        m /= 2;
        ++*exponent;
    }
    return m;
}

/* With s = f / (2 + f), log(1 + f) = 2 atanh(s) = 2 s + s r, where
 * r = 2 s^2/3 + 2 s^4/5 + ...; and 2 s = f - s f. Here |s| < 0.1716, so that the first term
 * left out, s^24/25, is below 2^-65. */
double
bp_log(double x)
{
    double f, s, s2, r = 0;
    int exponent;

    g_return_val_if_fail(x > 0, 0);

    if (isinf(x))
        return x;

    f = split(x, &exponent) - 1;
    s = f / (2 + f);
    s2 = s * s;
    for (int odd = 23; odd >= 3; odd -= 2)
        r = s2 * (2.0 / odd + r);
    return exponent * ln2_high + (f - (s * (f - r) - exponent * ln2_low));
}

/* e^x = 2^n e^r with |r| < 0.347, and e^r by Taylor: the first term left out, r^15/15!, is
 * below 2^-62. */
#define EXP_TERMS 14

/* n, and r by way of @r. */
static int
reduce(double x, double *r)
{
    int n = (int)(x * inverse_ln2 + (x < 0 ? -0.5 : 0.5));

    *r = (x - n * ln2_high) - n * ln2_low;
    return n;
}

/* In two steps, as 2^1024 alone would not fit. */
static double
scale(double sum, int n)
{
    return sum * power_of_two(n / 2) * power_of_two(n - n / 2);
}

double
bp_exp(double x)
{
    double r, sum = 1;
    int n;

    g_return_val_if_fail(!isnan(x), x);

    if (x < EXP_MIN)
        return 0;
    if (x > EXP_MAX)
        return (double)INFINITY;

    n = reduce(x, &r);
    for (int k = EXP_TERMS; k >= 1; k--)
        sum = 1 + r * sum / k;
    return scale(sum, n);
}

/* The divisions of one number wait for each other; those of eight do not. */
#define TOGETHER 8

static void
exp_together(double *x)
{
    double r[TOGETHER], sum[TOGETHER];
    int n[TOGETHER];

    for (int i = 0; i < TOGETHER; i++) {
        n[i] = reduce(x[i], &r[i]);
        sum[i] = 1;
    }
    for (int k = EXP_TERMS; k >= 1; k--)
        for (int i = 0; i < TOGETHER; i++)
            sum[i] = 1 + r[i] * sum[i] / k;
    for (int i = 0; i < TOGETHER; i++)
        x[i] = scale(sum[i], n[i]);
}

void
bp_exp_each(double *x, unsigned n)
{
    for (; n >= TOGETHER; n -= TOGETHER, x += TOGETHER) {
        int n_usual = 0;

        for (int i = 0; i < TOGETHER; i++)
            n_usual += x[i] >= EXP_MIN && x[i] <= EXP_MAX;
        if (n_usual == TOGETHER)
            exp_together(x);
        else
            for (int i = 0; i < TOGETHER; i++)
                x[i] = bp_exp(x[i]);
    }
    for (; n > 0; n--, x++)
        *x = bp_exp(*x);
}

/* AS 241's coefficients, highest power first: a7 to a0 over b7 to b1 and 1, and so on. */
static const double centre_over[8] = {
    2.5090809287301226727e+3, 3.3430575583588128105e+4, 6.7265770927008700853e+4,
    4.5921953931549871457e+4, 1.3731693765509461125e+4, 1.9715909503065514427e+3,
    1.3314166789178437745e+2, 3.3871328727963666080e+0,
};

static const double centre_under[8] = {
    5.2264952788528545610e+3, 2.8729085735721942674e+4,
    3.9307895800092710610e+4, 2.1213794301586595867e+4,
    5.3941960214247511077e+3, 6.8718700749205790830e+2,
    4.2313330701600911252e+1, 1.0,
};

static const double middle_over[8] = {
    7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1,
    1.27045825245236838258e+0, 3.64784832476320460504e+0, 5.76949722146069140550e+0,
    4.63033784615654529590e+0, 1.42343711074968357734e+0,
};

static const double middle_under[8] = {
    1.05075007164441684324e-9, 5.47593808499534494600e-4,
    1.51986665636164571966e-2, 1.48103976427480074590e-1,
    6.89767334985100004550e-1, 1.67638483018380384940e+0,
    2.05319162663775882187e+0, 1.0,
};

static const double tail_over[8] = {
    2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3,
    2.65321895265761230930e-2, 2.96560571828504891230e-1, 1.78482653991729133580e+0,
    5.46378491116411436990e+0, 6.65790464350110377720e+0,
};

static const double tail_under[8] = {
    2.04426310338993978564e-15, 1.42151175831644588870e-7,
    1.84631831751005468180e-5,  7.86869131145613259100e-4,
    1.48753612908506148525e-2,  1.36929880922735805310e-1,
    5.99832206555887937690e-1,  1.0,
};

static double
polynomial(const double coefficients[8], double x)
{
    double sum = coefficients[0];

    for (int i = 1; i < 8; i++)
        sum = sum * x + coefficients[i];
    return sum;
}

double
bp_normal_quantile(double p)
{
    double q = p - 0.5, r, deviate;

    g_return_val_if_fail(p > 0 && p < 1, 0);

    if (q >= -0.425 && q <= 0.425) {
        r = 0.180625 - q * q;
        return q * polynomial(centre_over, r) / polynomial(centre_under, r);
    }

    r = sqrt(-bp_log(q < 0 ? p : 1 - p));
    if (r <= 5)
        deviate = polynomial(middle_over, r - 1.6) / polynomial(middle_under, r - 1.6);
    else
        deviate = polynomial(tail_over, r - 5) / polynomial(tail_under, r - 5);
    return q < 0 ? -deviate : deviate;
}
