/* units.c - quantities from text, by whole numbers alone. */
#include <bangpath/units.h>

#include "scan.h"

#include <bangpath/error.h>
#include <string.h>

typedef struct {
    const char *name;
    gint64 factor;
    gint64 divisor;
} Unit;

/* The four messages read on after "expected". */
typedef struct {
    const Unit *units; /* ends with a NULL name */
    BpRounding rounding;
    gint64 min;
    gint64 max;
    const char *expected;
    const char *without_unit;
    const char *out_of_bounds;
    const char *not_whole;
} Quantity;

static const Unit duration_units[] = {
    {"us", 1, 1},
    {"ms", 1000, 1},
    {"s", BP_SECOND_US, 1},
    {"min", BP_MINUTE_US, 1},
    {"h", BP_HOUR_US, 1},
    {"d", BP_DAY_US, 1},
    {"w", 7 * BP_DAY_US, 1},
    {NULL, 0, 0},
};

/* Below s: a source that does something each millisecond is no mail user. No duration is
 * in years, as calendar years differ; a rate may be. */
static const Unit rate_units[] = {
    {"s", BP_SECOND_US, 1}, {"min", BP_MINUTE_US, 1}, {"h", BP_HOUR_US, 1},
    {"d", BP_DAY_US, 1},    {"w", 7 * BP_DAY_US, 1},  {"y", BP_YEAR_US, 1},
    {NULL, 0, 0},
};

static const Quantity duration = {
    .units = duration_units,
    .rounding = BP_ROUND_UP,
    .max = BP_TIME_MAX_US,
    .expected = "a duration such as 15 min (units us, ms, s, min, h, d, w)",
    .without_unit = "a duration with its unit, such as 10 s",
    .out_of_bounds = "a duration of at most 26062 d",
};

static const Unit byte_units[] = {
    {"B", 1, 1},
    {"KB", 1000, 1},
    {"KiB", 1024, 1},
    {"MB", 1000 * 1000, 1},
    {"MiB", 1024 * 1024, 1},
    {"GB", 1000 * 1000 * 1000, 1},
    {"GiB", 1024 * 1024 * 1024, 1},
    {NULL, 0, 0},
};

static const Quantity size = {
    .units = byte_units,
    .max = G_MAXINT64,
    .expected = "a size such as 2 KB (units B, KB, KiB, MB, MiB, GB, GiB)",
    .without_unit = "a size with its unit, such as 500 B",
    .out_of_bounds = "a size of at most 8589934591 GiB",
    .not_whole = "a size that comes to whole bytes",
};

static const Unit speed_units[] = {
    {"bps", 1, 1},
    {"kbps", 1000, 1},
    {"Mbps", 1000 * 1000, 1},
    {"Gbps", 1000 * 1000 * 1000, 1},
    {NULL, 0, 0},
};

static const Quantity speed = {
    .units = speed_units,
    .min = 1,
    .max = G_GINT64_CONSTANT(1000000000000),
    .expected = "a speed such as 2400 bps (units bps, kbps, Mbps, Gbps)",
    .without_unit = "a speed with its unit, such as 2400 bps",
    .out_of_bounds = "a speed from 1 bps to 1000 Gbps",
    .not_whole = "a speed in whole bits a second, such as 2400 bps",
};

static const Unit share_units[] = {{"%", BP_PPM / 100, 1}, {NULL, 0, 0}};

static const Quantity share = {
    .units = share_units,
    .max = BP_PPM,
    .expected = "a share such as 40%",
    .without_unit = "a share with its unit, such as 40%",
    .out_of_bounds = "a share from 0% to 100%",
    .not_whole = "a share with at most four decimals, such as 0.5%",
};

static const Unit price_units[] = {
    {"$/min", BP_DOLLAR_U, 1},
    {"$/h", BP_DOLLAR_U, 60},
    {NULL, 0, 0},
};

static const Quantity price = {
    .units = price_units,
    .rounding = BP_ROUND_NEAREST,
    .max = BP_DOLLAR_U * 1000000,
    .expected = "a price such as 0.25 $/min (or $/h)",
    .without_unit = "a price with its unit, such as 0.25 $/min",
    .out_of_bounds = "a price of at most 1000000 $/min",
};

static const Unit rent_units[] = {
    {"$/month", BP_DOLLAR_U, 1},
    {"$/y", BP_DOLLAR_U, 12},
    {NULL, 0, 0},
};

static const Quantity rent = {
    .units = rent_units,
    .rounding = BP_ROUND_NEAREST,
    .max = BP_DOLLAR_U * 1000000,
    .expected = "a rent such as 1000 $/month (or $/y)",
    .without_unit = "a rent with its unit, such as 1000 $/month",
    .out_of_bounds = "a rent of at most 1000000 $/month",
};

static const Unit no_units[] = {{"", BP_PPM, 1}, {NULL, 0, 0}};

static const Quantity decimal = {
    .units = no_units,
    .max = BP_PPM * 1000000,
    .expected = "a number such as 1.1",
    .out_of_bounds = "a number from 0 to 1000000",
    .not_whole = "a number with at most six decimals, such as 1.1",
};

static gboolean
fail(GError **error, const char *expected)
{
    g_set_error_literal(error, BP_ERROR, BP_ERROR_VALUE, expected);
    return FALSE;
}

/* Whether @text is @name, blanks at the end and around a stroke aside. */
static gboolean
is_unit(const char *text, const char *name)
{
    for (; *name; name++, text++) {
        if (*name == '/')
            text = bp_scan_blanks(text);
        if (*text != *name)
            return FALSE;
        if (*name == '/')
            text = bp_scan_blanks(text + 1) - 1;
    }
    return *bp_scan_blanks(text) == '\0';
}

static const Unit *
find_unit(const Unit *units, const char *text)
{
    while (units->name && !is_unit(text, units->name))
        units++;
    return units->name ? units : NULL;
}

static gboolean
parse(const Quantity *quantity, const char *text, gint64 *number, GError **error)
{
    const char *at;
    const Unit *unit;
    BpDecimal written;
    BpScaled scaled;
    gint64 value = 0;

    g_return_val_if_fail(text, FALSE);

    at = bp_scan_blanks(text);
    if (!bp_scan_decimal(&at, &written))
        return fail(error, quantity->expected);
    at = bp_scan_blanks(at);
    unit = find_unit(quantity->units, at);
    if (!unit)
        return fail(error, *at ? quantity->expected : quantity->without_unit);
    scaled = bp_decimal_scale(&written, unit->factor, unit->divisor, quantity->rounding,
                              quantity->max, &value);
    if (scaled == BP_SCALED_NOT_WHOLE)
        return fail(error, quantity->not_whole);
    if (scaled == BP_SCALED_TOO_LARGE || value < quantity->min)
        return fail(error, quantity->out_of_bounds);

    *number = value;
    return TRUE;
}

gboolean
bp_parse_duration(const char *text, gint64 *us, GError **error)
{
    return parse(&duration, text, us, error);
}

gboolean
bp_parse_bytes(const char *text, gint64 *bytes, GError **error)
{
    return parse(&size, text, bytes, error);
}

gboolean
bp_parse_speed(const char *text, gint64 *bps, GError **error)
{
    return parse(&speed, text, bps, error);
}

gboolean
bp_parse_share(const char *text, gint64 *ppm, GError **error)
{
    return parse(&share, text, ppm, error);
}

gboolean
bp_parse_price(const char *text, gint64 *udollars_per_min, GError **error)
{
    return parse(&price, text, udollars_per_min, error);
}

gboolean
bp_parse_rent(const char *text, gint64 *udollars_per_month, GError **error)
{
    return parse(&rent, text, udollars_per_month, error);
}

gboolean
bp_parse_decimal(const char *text, gint64 *millionths, GError **error)
{
    return parse(&decimal, text, millionths, error);
}

/* Behind the number an exponent, as `e-5`: a negative one, of one or two digits. */
gboolean
bp_parse_bit_errors(const char *text, gint64 *per_tbit, GError **error)
{
    const gint64 whole = G_GINT64_CONSTANT(1000000000000), most = whole / 100;
    const char *at = bp_scan_blanks(text);
    BpDecimal written = {0};
    gint64 exponent = 0, divisor = 1, value;
    gboolean good = bp_scan_decimal(&at, &written) && !written.too_long;

    if (good && (*at == 'e' || *at == 'E')) {
        at++;
        good = *at++ == '-' && bp_scan_digits(&at, 1, 2, &exponent);
    }
    for (gint64 i = 0; i < MIN(exponent, 18); i++)
        divisor *= 10;
    if (!good || *bp_scan_blanks(at) != '\0' ||
        bp_decimal_scale(&written, whole, divisor, BP_ROUND_NEAREST, most, &value) !=
            BP_SCALED) {
        g_set_error_literal(error, BP_ERROR, BP_ERROR_VALUE,
                            "the share of bits that are damaged, such as 1e-5 or "
                            "0.00003, from 0 to 0.01");
        return FALSE;
    }
    *per_tbit = value;
    return TRUE;
}

gboolean
bp_parse_whole(const char *text, gint64 min, gint64 max, gint64 *number, GError **error)
{
    const char *at;
    BpDecimal written = {0};
    gint64 value = 0;

    g_return_val_if_fail(text && min >= 0 && min <= max, FALSE);

    at = bp_scan_blanks(text);
    /* 1.0 is no whole number as people write them: the digits must reach to the end. */
    if (*bp_scan_blanks(at + strspn(at, "0123456789")) != '\0' ||
        !bp_scan_decimal(&at, &written) ||
        bp_decimal_scale(&written, 1, 1, BP_ROUND_NEVER, max, &value) != BP_SCALED ||
        value < min) {
        if (max == G_MAXINT64)
            g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                        min > 0 ? "a whole number of at least %" G_GINT64_FORMAT
                                : "a whole number",
                        min);
        else
            g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                        "a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
                        min, max);
        return FALSE;
    }

    *number = value;
    return TRUE;
}

/* Moves @at behind a stroke and @word, blanks around both aside. */
static gboolean
scan_stroke(const char **at, const char *word)
{
    const char *end = bp_scan_blanks(*at);

    if (*end != '/')
        return FALSE;
    end = bp_scan_blanks(end + 1);
    if (!bp_scan_word(&end, word))
        return FALSE;

    *at = bp_scan_blanks(end);
    return TRUE;
}

static const Unit *
scan_rate(const char *text, const char *per, BpDecimal *written)
{
    const char *at = bp_scan_blanks(text);

    if (!bp_scan_decimal(&at, written) || (per && !scan_stroke(&at, per)) ||
        !scan_stroke(&at, ""))
        return NULL;
    return find_unit(rate_units, at);
}

gboolean
bp_parse_rate(const char *text, const char *per, gint64 *interval_us, GError **error)
{
    BpDecimal written;
    const Unit *unit;
    BpWide us = 0;

    g_return_val_if_fail(text, FALSE);

    unit = scan_rate(text, per, &written);
    if (!unit) {
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "a rate such as 5 / %s%sd (units s, min, h, d, w, y)",
                    per ? per : "", per ? " / " : "");
        return FALSE;
    }
    if (written.too_long || written.places > 12)
        return fail(error, "a rate with fewer digits");
    if (written.digits > 0) {
        us = bp_widen(unit->factor) * bp_power_of_ten(written.places);
        us = (us + written.digits / 2) / written.digits;
        if (us < 1 || us > bp_widen(BP_TIME_MAX_US))
            return fail(error,
                        "a rate of 0, or from once in 26062 d to 1000000 a second");
    }

    *interval_us = (gint64)us;
    return TRUE;
}
