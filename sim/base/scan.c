/* scan.c - plain ASCII, so that no locale can change what a file means. */
#include "scan.h"

#include <string.h>

const char *
bp_scan_blanks(const char *text)
{
    return text + strspn(text, " \t");
}

gboolean
bp_scan_word(const char **at, const char *word)
{
    if (!g_str_has_prefix(*at, word))
        return FALSE;

    *at += strlen(word);
    return TRUE;
}

gboolean
bp_scan_digits(const char **at, guint n_min, guint n_max, gint64 *number)
{
    const char *end = *at;
    gint64 value = 0;

    g_return_val_if_fail(n_max <= 18, FALSE);

    while (g_ascii_isdigit(*end) && end < *at + n_max)
        value = value * 10 + g_ascii_digit_value(*end++);
    if (end < *at + n_min || g_ascii_isdigit(*end))
        return FALSE;

    *at = end;
    *number = value;
    return TRUE;
}

/* One more digit behind what stands; leading zeros take no room. */
static void
append_digit(BpDecimal *decimal, char digit, guint *n_digits)
{
    if (decimal->digits > 0 || digit != '0')
        ++*n_digits;
    if (*n_digits > BP_SCAN_DIGITS)
        decimal->too_long = TRUE;
    else
        decimal->digits = decimal->digits * 10 + bp_widen(g_ascii_digit_value(digit));
}

gboolean
bp_scan_decimal(const char **at, BpDecimal *decimal)
{
    BpDecimal found = {0};
    const char *end = *at;
    const char *last;
    guint n_digits = 0;

    if (!g_ascii_isdigit(*end))
        return FALSE;
    while (g_ascii_isdigit(*end))
        append_digit(&found, *end++, &n_digits);
    if (*end == '.') {
        const char *first = ++end;

        end += strspn(end, "0123456789");
        if (end == first)
            return FALSE;
        for (last = end; last > first && last[-1] == '0'; last--)
            ;
        for (const char *digit = first; digit < last; digit++)
            append_digit(&found, *digit, &n_digits);
        if (last - first > BP_SCAN_DIGITS)
            found.too_long = TRUE;
        else
            found.places = (guint)(last - first);
    }

    *at = end;
    *decimal = found;
    return TRUE;
}

BpWide
bp_power_of_ten(guint n)
{
    BpWide power = 1;

    g_return_val_if_fail(n <= BP_SCAN_DIGITS, 1);

    while (n-- > 0)
        power *= 10;
    return power;
}

BpScaled
bp_decimal_scale(const BpDecimal *decimal, gint64 factor, gint64 divisor,
                 BpRounding rounding, gint64 max, gint64 *scaled)
{
    BpWide under, over, quotient, rest;

    g_return_val_if_fail(factor > 0 && divisor > 0 && max >= 0, BP_SCALED_TOO_LARGE);

    if (decimal->too_long || decimal->digits > ~(BpWide)0 / bp_widen(factor))
        return BP_SCALED_TOO_LARGE;

    under = bp_power_of_ten(decimal->places) * bp_widen(divisor);
    over = decimal->digits * bp_widen(factor);
    quotient = over / under;
    rest = over % under;
    if (rest > 0 && rounding == BP_ROUND_NEVER)
        return BP_SCALED_NOT_WHOLE;
    if (rest > 0 && (rounding == BP_ROUND_UP || rest >= under - rest))
        quotient++;
    if (quotient > bp_widen(max))
        return BP_SCALED_TOO_LARGE;

    *scaled = (gint64)quotient;
    return BP_SCALED;
}
