/* lots.h - how cases are drawn: SplitMix64 (Steele, Lea and Flood, 2014), which is not the
 * generator of the program.
 */
#ifndef BP_TEST_MODEL_LOTS_H
#define BP_TEST_MODEL_LOTS_H

#include <glib.h>

static inline guint64
next(guint64 *state)
{
    guint64 z = (*state += G_GUINT64_CONSTANT(0x9e3779b97f4a7c15));

    z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/** below: from 0 to @n - 1. */
static inline int
below(guint64 *state, int n)
{
    return (int)(next(state) % (guint64)n);
}

static inline gboolean
one_in(guint64 *state, int n)
{
    return below(state, n) == 0;
}

#endif
