/* units.h - quantities as people write them: number, blank, unit.
 *
 * Layer: base. A quantity without its unit is an error; so is a negative one, and one
 * that does not fit. On failure the output is untouched and the message reads on after
 * "expected": `a duration with its unit, such as 10 s`. Numbers are decimal and exact,
 * `1.5` but not `1e3`, `.5` or `1,000`; the blank before the unit may be left out. What
 * is finer than the result is an error but where rounding is named. No locale matters.
 */
#ifndef BANGPATH_UNITS_H
#define BANGPATH_UNITS_H

#include <glib.h>

#define BP_SECOND_US G_GINT64_CONSTANT(1000000)
#define BP_MINUTE_US (60 * BP_SECOND_US)
#define BP_HOUR_US (60 * BP_MINUTE_US)
#define BP_DAY_US (24 * BP_HOUR_US)

/** BP_YEAR_US: the Julian year of 365.25 d: what `y` is in a rate. */
#define BP_YEAR_US (8766 * BP_HOUR_US)

/** BP_TIME_MAX_US: the last instant that fits an event: 2^51 - 1 us, 71 years. */
#define BP_TIME_MAX_US ((G_GINT64_CONSTANT(1) << 51) - 1)

/** BP_PPM: a whole, in millionths: shares are kept as whole numbers of these. */
#define BP_PPM G_GINT64_CONSTANT(1000000)

/** BP_DOLLAR_U: a dollar in millionths (`_udollars`), the unit of all money. */
#define BP_DOLLAR_U G_GINT64_CONSTANT(1000000)

/** bp_parse_duration: `50 ms`, `30 s`, `15 min`, `2 h`, `1.5 d`, `1 w`; rounds up to 1
 * us. */
gboolean bp_parse_duration(const char *text, gint64 *us, GError **error);

/** bp_parse_bytes: `500 B`, `2 KB` (2000), `2 KiB` (2048), MB, MiB, GB, GiB; whole
 * bytes. */
gboolean bp_parse_bytes(const char *text, gint64 *bytes, GError **error);

/** bp_parse_speed: `2400 bps`, `28.8 kbps`, `1.544 Mbps`, Gbps; whole, from 1 bps to
 * 1000 Gbps. */
gboolean bp_parse_speed(const char *text, gint64 *bps, GError **error);

/** bp_parse_share: `40%`, `0.5%`, from 0% to 100%, into millionths. */
gboolean bp_parse_share(const char *text, gint64 *ppm, GError **error);

/** bp_parse_price: `0.25 $/min` or `15 $/h`, into millionths of a dollar a minute, to the
 * nearest. */
gboolean bp_parse_price(const char *text, gint64 *udollars_per_min, GError **error);

/** bp_parse_rent: `1000 $/month` or `12000 $/y`, into millionths of a dollar a month, to the
 * nearest. */
gboolean bp_parse_rent(const char *text, gint64 *udollars_per_month, GError **error);

/**
 * bp_parse_rate:
 * @interval_us: (out): the mean time between two events of one source; 0 for a rate of 0;
 *   to the nearest, from 1 to BP_TIME_MAX_US
 *
 * `5 / mailbox / d`, `0.2 / h`: a number, what it is counted by (@per, or nothing where
 * @per is NULL), and s, min, h, d, w or y.
 */
gboolean bp_parse_rate(const char *text, const char *per, gint64 *interval_us,
                       GError **error);

/** bp_parse_bit_errors: `1e-5`, `0.00003` or `0`: damaged bits of all, from 0 to 1e-2, into
 * bits of 10^12, to the nearest. The one quantity that has an exponent and no unit. */
gboolean bp_parse_bit_errors(const char *text, gint64 *per_tbit, GError **error);

/** bp_parse_whole: a whole number from @min, at least 0, to @max, digits only. */
gboolean bp_parse_whole(const char *text, gint64 min, gint64 max, gint64 *number,
                        GError **error);

/** bp_parse_decimal: `1.1`, up to six decimals, into millionths, 0 to 1000000. */
gboolean bp_parse_decimal(const char *text, gint64 *millionths, GError **error);

/**
 * bp_transfer_us:
 * @bits_per_byte: 10 on an asynchronous line (start and stop bits), 8 on a synchronous one
 *
 * Returns: how long @bytes take at @bps, rounded up to the microsecond; BP_TIME_MAX_US
 * where that is longer.
 */
gint64 bp_transfer_us(guint64 bytes, gint64 bps, guint bits_per_byte);

/** bp_add_us: @a + @b, both not negative, at most BP_TIME_MAX_US. */
static inline gint64
bp_add_us(gint64 a, gint64 b)
{
    return a > BP_TIME_MAX_US - b ? BP_TIME_MAX_US : a + b;
}

/** bp_spread_us: when the @i-th is due of @n that are evenly spread over @over_us, the last at its
 * end: @i from 0 to @n, above 0; rounded down. */
gint64 bp_spread_us(gint64 over_us, gint64 i, gint64 n);

/** bp_share_of: the nearest whole number to @ppm millionths of @n; halves go up. */
gint64 bp_share_of(gint64 ppm, gint64 n);

/**
 * bp_format_duration: (transfer full): `2 h`, `1.5 d`, `37 s`, `12.5 ms`: for people.
 */
char *bp_format_duration(gint64 us);

/** bp_format_bytes: (transfer full): `512 B`, `2.0 KB`, `1.4 GB`: for people. */
char *bp_format_bytes(guint64 bytes);

/** bp_format_count: (transfer full): whole number with commas by thousands. */
char *bp_format_count(guint64 n);

/** bp_format_money: (transfer full): `$1,234.56` from millionths of a dollar. */
char *bp_format_money(gint64 udollars);

#endif
