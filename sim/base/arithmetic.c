/* arithmetic.c - products too large for 64 bits on the way, never at the end. */
#include "scan.h"

#include <bangpath/units.h>

gint64
bp_transfer_us(guint64 bytes, gint64 bps, guint bits_per_byte)
{
    BpWide us;

    g_return_val_if_fail(bps > 0, BP_TIME_MAX_US);

    us = (BpWide)bytes * bits_per_byte * bp_widen(BP_SECOND_US);
    us = (us + bp_widen(bps) - 1) / bp_widen(bps);
    return us > bp_widen(BP_TIME_MAX_US) ? BP_TIME_MAX_US : (gint64)us;
}

gint64
bp_spread_us(gint64 over_us, gint64 i, gint64 n)
{
    g_return_val_if_fail(over_us >= 0 && i >= 0 && n > 0 && i <= n, 0);

    return (gint64)(bp_widen(over_us) * bp_widen(i) / bp_widen(n));
}

gint64
bp_share_of(gint64 ppm, gint64 n)
{
    g_return_val_if_fail(ppm >= 0 && ppm <= BP_PPM && n >= 0, 0);

    return (gint64)((bp_widen(ppm) * bp_widen(n) + bp_widen(BP_PPM / 2)) /
                    bp_widen(BP_PPM));
}
