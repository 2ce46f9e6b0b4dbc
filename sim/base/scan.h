/* scan.h - what was written, digit by digit: nothing here rounds unless it is told to.
 *
 * Private to base.
 */
#ifndef BANGPATH_BASE_SCAN_H
#define BANGPATH_BASE_SCAN_H

#include <glib.h>

/** BpWide: wide enough that a number as written times its unit cannot overflow. */
__extension__ typedef unsigned __int128 BpWide;

/** bp_widen: @number, not negative. gcc warns of a plain cast in the midst of a sum. */
static inline BpWide
bp_widen(gint64 number)
{
    return (BpWide)(guint64)number;
}

/** BP_SCAN_DIGITS: no number has more, leading zeros and trailing zeros aside. */
#define BP_SCAN_DIGITS 24

/** BpDecimal: @digits / 10^@places. */
typedef struct {
    BpWide digits;
    guint places;
    gboolean too_long; /* more than BP_SCAN_DIGITS: @digits and @places say nothing */
} BpDecimal;

typedef enum {
    BP_ROUND_NEVER, /* what is not whole is an error */
    BP_ROUND_NEAREST,
    BP_ROUND_UP,
} BpRounding;

typedef enum {
    BP_SCALED,
    BP_SCALED_TOO_LARGE,
    BP_SCALED_NOT_WHOLE,
} BpScaled;

/** bp_scan_blanks: the first character of @text that is neither blank nor tab. */
const char *bp_scan_blanks(const char *text);

/** bp_scan_word: moves @at behind @word if it stands there. */
gboolean bp_scan_word(const char **at, const char *word);

/**
 * bp_scan_digits: moves @at behind a number of @n_min to @n_max digits.
 * @n_max: at most 18, so that it fits
 */
gboolean bp_scan_digits(const char **at, guint n_min, guint n_max, gint64 *number);

/** bp_scan_decimal: moves @at behind `12` or `1.5`; `.5`, `5.` and signs are none. */
gboolean bp_scan_decimal(const char **at, BpDecimal *decimal);

/** bp_decimal_scale: @decimal times @factor / @divisor, both above 0, as far as @max. */
BpScaled bp_decimal_scale(const BpDecimal *decimal, gint64 factor, gint64 divisor,
                          BpRounding rounding, gint64 max, gint64 *scaled);

/** bp_power_of_ten: 10^@n, @n at most BP_SCAN_DIGITS. */
BpWide bp_power_of_ten(guint n);

#endif
