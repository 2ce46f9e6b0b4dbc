/* dmath.h - elementary functions whose last bit is the same on every machine.
 *
 * Layer: base. Only IEEE 754 addition, subtraction, multiplication, division and square
 * root are used, all of which are exactly rounded, where libm's functions are not. Compile
 * with -ffp-contract=off, and not with -ffast-math.
 */
#ifndef BANGPATH_DMATH_H
#define BANGPATH_DMATH_H

/**
 * bp_log: the natural logarithm, to about 1e-15 relative.
 * @x: above 0; infinity gives infinity; 0, less or a NaN is a caller's bug
 */
double bp_log(double x);

/**
 * bp_exp: e to the power @x, to about 1e-15 relative.
 *
 * 0 below -708 and infinity above 709.78, so that no result is a denormal.
 */
double bp_exp(double x);

/** bp_exp_each: puts bp_exp() of each of the @n numbers of @x in its place: the same bits, and
 * for eight together little more time than for one. */
void bp_exp_each(double *x, unsigned n);

/**
 * bp_normal_quantile: the standard normal deviate below which a share @p lies, to about
 * 1e-15 relative: M. J. Wichura, "Algorithm AS 241: The Percentage Points of the Normal
 * Distribution", Applied Statistics 37 (1988), 477-484, routine PPND16.
 * @p: between 0 and 1, neither included
 */
double bp_normal_quantile(double p);

#endif
