/* test_units.c - quantities as people write them, and what is none. */
#include <bangpath/units.h>

#include "garbage.h"

#include <bangpath/error.h>

typedef gboolean (*Parser)(const char *text, gint64 *number, GError **error);

typedef struct {
    Parser parse;
    const char *text;
    gint64 number;
} Good;

typedef struct {
    Parser parse;
    const char *text;
    const char *expected;
} Bad;

static gboolean
whole(const char *text, gint64 *number, GError **error)
{
    return bp_parse_whole(text, 1, 1000000, number, error);
}

static gboolean
whole_any(const char *text, gint64 *number, GError **error)
{
    return bp_parse_whole(text, 0, G_MAXINT64, number, error);
}

static gboolean
rate(const char *text, gint64 *number, GError **error)
{
    return bp_parse_rate(text, NULL, number, error);
}

static gboolean
rate_per_mailbox(const char *text, gint64 *number, GError **error)
{
    return bp_parse_rate(text, "mailbox", number, error);
}

#define ALL_PARSERS                                                                    \
    bp_parse_duration, bp_parse_bytes, bp_parse_speed, bp_parse_share, bp_parse_price, \
        bp_parse_decimal, bp_parse_bit_errors, whole, whole_any, rate,                 \
        rate_per_mailbox

/* Each text gives the number worked by hand. */
static void
test_good(void)
{
    static const Good cases[] = {
        {bp_parse_duration, "0 s", 0},
        {bp_parse_duration, "50 ms", 50000},
        {bp_parse_duration, "30 s", 30000000},
        {bp_parse_duration, "15min", 900000000},
        {bp_parse_duration, " 2 \th ", G_GINT64_CONSTANT(7200000000)},
        {bp_parse_duration, "1.5 d", G_GINT64_CONSTANT(129600000000)},
        {bp_parse_duration, "1 w", G_GINT64_CONSTANT(604800000000)},
        {bp_parse_duration, "007 us", 7},
        {bp_parse_duration, "1.000000000000000000000000000000000000000 us", 1},
        /* A third of a minute is 20 s; these three nines fall short of it. */
        {bp_parse_duration, "0.333 min", 19980000},
        /* Anything above 0 rounds up: to 1 us, and not to 2. */
        {bp_parse_duration, "0.0000001 s", 1},
        {bp_parse_duration, "0.000000000000000000000001 w", 1},
        {bp_parse_duration, "1.0000001 ms", 1001},
        {bp_parse_duration, "2251799813685247 us", BP_TIME_MAX_US},
        {bp_parse_bytes, "0 B", 0},
        {bp_parse_bytes, "500 B", 500},
        {bp_parse_bytes, "2KB", 2000},
        {bp_parse_bytes, "2 KiB", 2048},
        {bp_parse_bytes, "1.5 KiB", 1536},
        {bp_parse_bytes, "1 MB", 1000000},
        {bp_parse_bytes, "1 MiB", 1048576},
        {bp_parse_bytes, "1 GB", 1000000000},
        {bp_parse_bytes, "1 GiB", 1073741824},
        {bp_parse_bytes, "9223372036854775807 B", G_MAXINT64},
        {bp_parse_bytes, "8589934591 GiB", G_GINT64_CONSTANT(9223372035781033984)},
        {bp_parse_speed, "1 bps", 1},
        {bp_parse_speed, "2400 bps", 2400},
        {bp_parse_speed, "28.8 kbps", 28800},
        {bp_parse_speed, "1.544 Mbps", 1544000},
        {bp_parse_speed, "1000 Gbps", G_GINT64_CONSTANT(1000000000000)},
        {bp_parse_share, "0%", 0},
        {bp_parse_share, "40%", 400000},
        {bp_parse_share, "0.5 %", 5000},
        {bp_parse_share, "33.3333%", 333333},
        {bp_parse_share, "100.0%", 1000000},
        {bp_parse_price, "0.25 $/min", 250000},
        {bp_parse_rent, "1000 $/month", G_GINT64_CONSTANT(1000000000)},
        {bp_parse_rent, "12 $ / y", 1000000},
        {bp_parse_price, "15 $/h", 250000},
        {bp_parse_price, "15 $ / h", 250000},
        /* A sixth of a dollar, 0.1666665 and 0.1666666...: to the nearest millionth. */
        {bp_parse_price, "10 $/h", 166667},
        {bp_parse_price, "0.00003 $/h", 1},
        {bp_parse_price, "0.000029 $/h", 0},
        {bp_parse_price, "1000000 $/min", G_GINT64_CONSTANT(1000000000000)},
        {bp_parse_decimal, "1.1", 1100000},
        {bp_parse_decimal, " 0.000001 ", 1},
        {bp_parse_decimal, "1000000", G_GINT64_CONSTANT(1000000000000)},
        {bp_parse_bit_errors, "0", 0},
        {bp_parse_bit_errors, "1e-5", 10000000},
        {bp_parse_bit_errors, "3.2e-05", 32000000},
        {bp_parse_bit_errors, "0.00003", 30000000},
        {bp_parse_bit_errors, " 1E-12 ", 1},
        {bp_parse_bit_errors, "4e-13", 0},
        {bp_parse_bit_errors, "1e-99", 0},
        {bp_parse_bit_errors, "10000000000e-12", G_GINT64_CONSTANT(10000000000)},
        {bp_parse_bit_errors, "0.01", G_GINT64_CONSTANT(10000000000)},
        {whole, "1", 1},
        {whole, "0001000000", 1000000},
        {whole_any, "0", 0},
        {whole_any, "9223372036854775807", G_MAXINT64},
        /* 86400 s / 5 */
        {rate_per_mailbox, "5 / mailbox / d", G_GINT64_CONSTANT(17280000000)},
        {rate_per_mailbox, "5/mailbox/d", G_GINT64_CONSTANT(17280000000)},
        {rate_per_mailbox, "0/mailbox/d", 0},
        {rate, "0.2 / h", G_GINT64_CONSTANT(18000000000)},
        {rate, "7 / w", BP_DAY_US},
        {rate, "365.25 / y", BP_DAY_US},
        /* 31,557,600 s / 0.9 */
        {rate, "0.9 / y", G_GINT64_CONSTANT(35064000000000)},
        /* 1/3 s down, 2/3 s up */
        {rate, "3 / s", 333333},
        {rate, "1.5 / s", 666667},
        {rate, "1000000 / s", 1},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        gint64 number = -1;
        GError *error = NULL;

        g_test_message("\"%s\"", cases[i].text);
        cases[i].parse(cases[i].text, &number, &error);
        g_assert_no_error(error);
        g_assert_cmpint(number, ==, cases[i].number);
    }
}

/* A bad text leaves the number alone, and the message says what would be right. */
static void
test_bad(void)
{
    static const Bad cases[] = {
        {bp_parse_duration, "10", "a duration with its unit, such as 10 s"},
        {bp_parse_duration, "10 ", "a duration with its unit, such as 10 s"},
        {bp_parse_duration, "10 bananas",
         "a duration such as 15 min (units us, ms, s, min, h, d, w)"},
        {bp_parse_duration, "10 S",
         "a duration such as 15 min (units us, ms, s, min, h, d, w)"},
        {bp_parse_duration, "5 y",
         "a duration such as 15 min (units us, ms, s, min, h, d, w)"},
        {bp_parse_duration, "15 min, or so",
         "a duration such as 15 min (units us, ms, s, min, h, d, w)"},
        {bp_parse_duration, "2251799813685248 us", "a duration of at most 26062 d"},
        {bp_parse_duration, "2251799813685247.1 us", "a duration of at most 26062 d"},
        {bp_parse_duration, "99999999999999999999999999999 w",
         "a duration of at most 26062 d"},
        {bp_parse_bytes, "2000", "a size with its unit, such as 500 B"},
        {bp_parse_bytes, "0.5 B", "a size that comes to whole bytes"},
        {bp_parse_bytes, "9223372036854775808 B", "a size of at most 8589934591 GiB"},
        {bp_parse_bytes, "8589934592 GiB", "a size of at most 8589934591 GiB"},
        {bp_parse_bytes, "18446744073709551617 B", "a size of at most 8589934591 GiB"},
        {bp_parse_bytes, "340282366920938463463374607431768211457 GiB",
         "a size of at most 8589934591 GiB"},
        {bp_parse_speed, "0 bps", "a speed from 1 bps to 1000 Gbps"},
        {bp_parse_speed, "1000.1 Gbps", "a speed from 1 bps to 1000 Gbps"},
        {bp_parse_speed, "134.5 bps",
         "a speed in whole bits a second, such as 2400 bps"},
        {bp_parse_speed, "2400 baud",
         "a speed such as 2400 bps (units bps, kbps, Mbps, Gbps)"},
        {bp_parse_share, "40", "a share with its unit, such as 40%"},
        {bp_parse_share, "100.0001%", "a share from 0% to 100%"},
        {bp_parse_share, "0.00001%",
         "a share with at most four decimals, such as 0.5%"},
        {bp_parse_share, "40%%", "a share such as 40%"},
        {bp_parse_rent, "1000", "a rent with its unit, such as 1000 $/month"},
        {bp_parse_rent, "1 $/min", "a rent such as 1000 $/month (or $/y)"},
        {bp_parse_rent, "1000001 $/month", "a rent of at most 1000000 $/month"},
        {bp_parse_price, "0.25", "a price with its unit, such as 0.25 $/min"},
        {bp_parse_price, "$0.25/min", "a price such as 0.25 $/min (or $/h)"},
        {bp_parse_price, "1 $", "a price such as 0.25 $/min (or $/h)"},
        {bp_parse_price, "1 $/", "a price such as 0.25 $/min (or $/h)"},
        {bp_parse_price, "1000000.1 $/min", "a price of at most 1000000 $/min"},
        {bp_parse_decimal, "1,1", "a number such as 1.1"},
        {bp_parse_decimal, "1e3", "a number such as 1.1"},
        {bp_parse_decimal, "1.1234567",
         "a number with at most six decimals, such as 1.1"},
        {bp_parse_decimal, "1000000.1", "a number from 0 to 1000000"},
        {bp_parse_bit_errors, "0.011",
         "the share of bits that are damaged, such as 1e-5 or 0.00003, from 0 to 0.01"},
        {bp_parse_bit_errors, "1",
         "the share of bits that are damaged, such as 1e-5 or 0.00003, from 0 to 0.01"},
        {bp_parse_bit_errors, "1e5",
         "the share of bits that are damaged, such as 1e-5 or 0.00003, from 0 to 0.01"},
        {bp_parse_bit_errors, "1e",
         "the share of bits that are damaged, such as 1e-5 or 0.00003, from 0 to 0.01"},
        {bp_parse_bit_errors, "1e-",
         "the share of bits that are damaged, such as 1e-5 or 0.00003, from 0 to 0.01"},
        {bp_parse_bit_errors, "1e-5 bits",
         "the share of bits that are damaged, such as 1e-5 or 0.00003, from 0 to 0.01"},
        {bp_parse_bit_errors, "e-5",
         "the share of bits that are damaged, such as 1e-5 or 0.00003, from 0 to 0.01"},
        {bp_parse_bit_errors, "1%",
         "the share of bits that are damaged, such as 1e-5 or 0.00003, from 0 to 0.01"},
        {whole, "0", "a whole number from 1 to 1000000"},
        {whole, "1000001", "a whole number from 1 to 1000000"},
        {whole, "1.0", "a whole number from 1 to 1000000"},
        {whole, "many", "a whole number from 1 to 1000000"},
        {whole, "1 2", "a whole number from 1 to 1000000"},
        {whole, "0x10", "a whole number from 1 to 1000000"},
        {whole_any, "9223372036854775808", "a whole number"},
        {rate, "5", "a rate such as 5 / d (units s, min, h, d, w, y)"},
        {rate, "5 / ms", "a rate such as 5 / d (units s, min, h, d, w, y)"},
        {rate, "5 / mailbox / d", "a rate such as 5 / d (units s, min, h, d, w, y)"},
        {rate_per_mailbox, "5 / d",
         "a rate such as 5 / mailbox / d (units s, min, h, d, w, y)"},
        {rate_per_mailbox, "5 / mailbox / d / d",
         "a rate such as 5 / mailbox / d (units s, min, h, d, w, y)"},
        {rate, "3000000 / s",
         "a rate of 0, or from once in 26062 d to 1000000 a second"},
        {rate, "0.0001 / w",
         "a rate of 0, or from once in 26062 d to 1000000 a second"},
        {rate, "0.0000000000001 / w", "a rate with fewer digits"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        gint64 number = 4711;
        g_autoptr(GError) error = NULL;

        g_test_message("\"%s\"", cases[i].text);
        g_assert_false(cases[i].parse(cases[i].text, &number, &error));
        g_assert_error(error, BP_ERROR, BP_ERROR_VALUE);
        g_assert_cmpstr(error->message, ==, cases[i].expected);
        g_assert_cmpint(number, ==, 4711);
    }
}

/* What is no number is none for any kind. */
static void
test_never_good(void)
{
    static const Parser parsers[] = {ALL_PARSERS};
    static const char *const texts[] = {
        "",      " ",     "-1 s", "+1 s",  ".5 s",   "5. s",       "1..5 s",
        "s",     "inf",   "nan",  "0x1p3", "1e9",    "1_0",        "1'0",
        "1 0 s", "%",     "-5%",  "/ d",   "1.-5",   "\xd9\xa3 s", "1\xc2\xa0s",
        "1\ns",  "\n1 s", "--",   "\x7f",  "1 \xff",
    };

    for (gsize p = 0; p < G_N_ELEMENTS(parsers); p++)
        for (gsize t = 0; t < G_N_ELEMENTS(texts); t++) {
            gint64 number = 4711;
            g_autoptr(GError) error = NULL;

            g_test_message("parser %u, text %u", (guint)p, (guint)t);
            g_assert_false(parsers[p](texts[t], &number, &error));
            g_assert_error(error, BP_ERROR, BP_ERROR_VALUE);
            g_assert_cmpint(number, ==, 4711);
        }
}

/* Garbage is TRUE and a number that is not negative, or FALSE and an error. */
static void
test_garbage(void)
{
    static const Parser parsers[] = {ALL_PARSERS};

    for (int i = 0; i < 20000; i++) {
        g_autofree char *text = garbage();

        for (gsize p = 0; p < G_N_ELEMENTS(parsers); p++) {
            gint64 number = -1;
            g_autoptr(GError) error = NULL;

            if (parsers[p](text, &number, &error)) {
                g_assert_no_error(error);
                g_assert_cmpint(number, >=, 0);
            } else {
                g_assert_error(error, BP_ERROR, BP_ERROR_VALUE);
                g_assert_cmpint(number, ==, -1);
            }
        }
    }
}

/* Rounds up, and stops at the last instant that there is. */
static void
test_transfer(void)
{
    static const struct {
        guint64 bytes;
        gint64 bps;
        guint bits_per_byte;
        gint64 us;
    } cases[] = {
        {0, 2400, 10, 0},
        {240, 2400, 10, 1000000},
        {1, 2400, 10, 4167},        /* 4166.67 */
        {5000, 28800, 10, 1736112}, /* 1736111.1 */
        {193, 1544000, 8, 1000},
        {1, G_MAXINT64, 8, 1},
        {1, 1, 8, 8000000},
        {G_MAXUINT64, 1, 10, BP_TIME_MAX_US},
        {G_MAXUINT64, G_MAXINT64, 8, 16000001}, /* 8 (2^64-1) 10^6 / (2^63-1) */
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpint(
            bp_transfer_us(cases[i].bytes, cases[i].bps, cases[i].bits_per_byte), ==,
            cases[i].us);
    g_assert_cmpint(bp_add_us(1, 2), ==, 3);
    g_assert_cmpint(bp_add_us(BP_TIME_MAX_US, 0), ==, BP_TIME_MAX_US);
    g_assert_cmpint(bp_add_us(BP_TIME_MAX_US, BP_TIME_MAX_US), ==, BP_TIME_MAX_US);
}

/* Halves go up, and a larger share is never less. */
static void
test_share_of(void)
{
    g_assert_cmpint(bp_share_of(0, 100), ==, 0);
    g_assert_cmpint(bp_share_of(BP_PPM, G_MAXINT64), ==, G_MAXINT64);
    g_assert_cmpint(bp_share_of(600000, 110), ==, 66);
    g_assert_cmpint(bp_share_of(500000, 3), ==, 2);
    g_assert_cmpint(bp_share_of(499999, 3), ==, 1);
    g_assert_cmpint(bp_share_of(1, 499999), ==, 0);
    g_assert_cmpint(bp_share_of(1, 500000), ==, 1);
    for (gint64 ppm = 0; ppm < BP_PPM - 997; ppm += 997)
        g_assert_cmpint(bp_share_of(ppm, 120), <=, bp_share_of(ppm + 997 / 2, 120));
}

/* Even, whole and never past the end, however long the time and however many there are. */
static void
test_spread(void)
{
    g_assert_cmpint(bp_spread_us(0, 1, 3), ==, 0);
    g_assert_cmpint(bp_spread_us(10, 0, 3), ==, 0);
    g_assert_cmpint(bp_spread_us(10, 1, 3), ==, 3);
    g_assert_cmpint(bp_spread_us(10, 2, 3), ==, 6);
    g_assert_cmpint(bp_spread_us(10, 3, 3), ==, 10);
    g_assert_cmpint(bp_spread_us(1, G_MAXINT32 - 1, G_MAXINT32), ==, 0);
    g_assert_cmpint(bp_spread_us(BP_TIME_MAX_US, G_MAXUINT32, G_MAXUINT32), ==,
                    BP_TIME_MAX_US);
    g_assert_cmpint(bp_spread_us(BP_TIME_MAX_US, 3000000000, 4000000000), ==,
                    BP_TIME_MAX_US / 4 * 3 + 2);
}

static void
check_text(char *text, const char *expected)
{
    g_assert_cmpstr(text, ==, expected);
    g_free(text);
}

/* Quantities for people: one decimal at most, and never 60 s for a minute. */
static void
test_format(void)
{
    check_text(bp_format_duration(0), "0 s");
    check_text(bp_format_duration(1), "1 us");
    check_text(bp_format_duration(12500), "12.5 ms");
    check_text(bp_format_duration(37 * BP_SECOND_US), "37 s");
    check_text(bp_format_duration(59949999), "59.9 s");
    check_text(bp_format_duration(59950000), "1 min");
    check_text(bp_format_duration(2 * BP_HOUR_US), "2 h");
    check_text(bp_format_duration(36 * BP_HOUR_US), "1.5 d");
    check_text(bp_format_duration(-BP_MINUTE_US), "-1 min");
    check_text(bp_format_duration(G_MININT64), "-106751991.2 d");
    check_text(bp_format_bytes(0), "0 B");
    check_text(bp_format_bytes(512), "512 B");
    check_text(bp_format_bytes(999), "999 B");
    check_text(bp_format_bytes(1000), "1.0 KB");
    check_text(bp_format_bytes(2000), "2.0 KB");
    check_text(bp_format_bytes(999949), "999.9 KB");
    check_text(bp_format_bytes(999950), "1.0 MB");
    check_text(bp_format_bytes(1400000000), "1.4 GB");
    check_text(bp_format_bytes(G_MAXUINT64), "18.4 EB");
    check_text(bp_format_count(0), "0");
    check_text(bp_format_count(999), "999");
    check_text(bp_format_count(1000), "1,000");
    check_text(bp_format_count(1234567), "1,234,567");
    check_text(bp_format_count(G_MAXUINT64), "18,446,744,073,709,551,615");
    check_text(bp_format_money(0), "$0.00");
    check_text(bp_format_money(4999), "$0.00");
    check_text(bp_format_money(-4999), "$0.00");
    check_text(bp_format_money(5000), "$0.01");
    check_text(bp_format_money(-5000), "-$0.01");
    check_text(bp_format_money(1234560000), "$1,234.56");
    check_text(bp_format_money(G_MININT64), "-$9,223,372,036,854.78");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/units/good", test_good);
    g_test_add_func("/units/bad", test_bad);
    g_test_add_func("/units/never-good", test_never_good);
    g_test_add_func("/units/garbage", test_garbage);
    g_test_add_func("/units/transfer", test_transfer);
    g_test_add_func("/units/share-of", test_share_of);
    g_test_add_func("/units/spread", test_spread);
    g_test_add_func("/units/format", test_format);
    return g_test_run();
}
