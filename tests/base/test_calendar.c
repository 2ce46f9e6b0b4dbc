/* test_calendar.c - instants, moments, zones and the week. */
#include <bangpath/calendar.h>

#include "garbage.h"

#include <bangpath/error.h>
#include <bangpath/units.h>
#include <math.h>

/* 1996-09-01, a Sunday: 26 years, 7 leap days, 244 days: 9740 days. */
#define SEPTEMBER_1 (G_GINT64_CONSTANT(9740) * 86400)

static void
check_fails(gboolean result, GError *error, const char *text, const char *message)
{
    g_test_message("\"%s\"", text);
    g_assert_false(result);
    g_assert_error(error, BP_ERROR, BP_ERROR_VALUE);
    g_assert_true(g_str_has_prefix(error->message, message));
}

/* Dates, with a time or without. */
static void
test_instant(void)
{
    static const struct {
        const char *text;
        gint64 unix_s;
    } cases[] = {
        {"1970-01-01", 0},
        {"1996-09-01", SEPTEMBER_1},
        {" 1996-09-01 ", SEPTEMBER_1},
        {"1996-09-01 09:00", SEPTEMBER_1 + 9 * 3600},
        {"1996-09-01 9:00", SEPTEMBER_1 + 9 * 3600},
        {"1996-09-01T09:00:00Z", SEPTEMBER_1 + 9 * 3600},
        {"1996-09-01 23:59:59", SEPTEMBER_1 + 86399},
        {"1996-02-29", SEPTEMBER_1 - 185 * 86400},
        {"2000-02-29", 951782400},
        {"2000-01-01T00:00:00Z", 946684800},
        {"2099-12-31 23:59:59", 4102444799},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        gint64 unix_s = -1;
        GError *error = NULL;

        g_test_message("\"%s\"", cases[i].text);
        bp_parse_instant(cases[i].text, &unix_s, &error);
        g_assert_no_error(error);
        g_assert_cmpint(unix_s, ==, cases[i].unix_s);
    }
}

/* What is no date, or none of these years, is an error. */
static void
test_instant_errors(void)
{
    static const struct {
        const char *text;
        const char *message;
    } cases[] = {
        {"", "an instant such as"},
        {"1996", "an instant such as"},
        {"1996-9-1", "an instant such as"},
        {"96-09-01", "an instant such as"},
        {"1969-12-31", "an instant such as"},
        {"2100-01-01", "an instant such as"},
        {"1996-09-01T", "an instant such as"},
        {"1996-09-01T9", "an instant such as"},
        {"1996-09-01 24:00", "an instant such as"},
        {"1996-09-01 23:60", "an instant such as"},
        {"1996-09-01 23:59:60", "an instant such as"},
        {"1996-09-0109:00", "an instant such as"},
        {"1996-09-01 09:00 PM", "an instant such as"},
        {"1996-09-01Z", "an instant such as"},
        {"1996-09-01 09:00+02:00", "an instant such as"},
        {"-1996-09-01", "an instant such as"},
        {"1996-02-30", "a date that the calendar has"},
        {"1995-02-29", "a date that the calendar has"},
        {"1996-13-01", "a date that the calendar has"},
        {"1996-00-10", "a date that the calendar has"},
        {"1996-10-00", "a date that the calendar has"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        gint64 unix_s = 4711;
        g_autoptr(GError) error = NULL;
        gboolean result = bp_parse_instant(cases[i].text, &unix_s, &error);

        check_fails(result, error, cases[i].text, cases[i].message);
        g_assert_cmpint(unix_s, ==, 4711);
    }
}

/* Days count from begin's date, whatever begin's hour. */
static void
test_moment(void)
{
    static const struct {
        const char *text;
        gint64 begin_unix_s;
        gint64 at_us;
    } cases[] = {
        {"day 1", SEPTEMBER_1, 0},
        {"day 4", SEPTEMBER_1, 3 * BP_DAY_US},
        {"day 4 09:00", SEPTEMBER_1, 3 * BP_DAY_US + 9 * BP_HOUR_US},
        {"day4  9:00:01", SEPTEMBER_1, 3 * BP_DAY_US + 9 * BP_HOUR_US + BP_SECOND_US},
        {"1996-09-02 00:00", SEPTEMBER_1, BP_DAY_US},
        {"1996-09-01", SEPTEMBER_1, 0},
        /* begin at 06:00 */
        {"day 1", SEPTEMBER_1 + 21600, 0},
        {"day 1 06:00", SEPTEMBER_1 + 21600, 0},
        {"day 2", SEPTEMBER_1 + 21600, 18 * BP_HOUR_US},
        {"day 26063", SEPTEMBER_1, 26062 * BP_DAY_US},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        gint64 at_us = -1;
        GError *error = NULL;

        g_test_message("\"%s\"", cases[i].text);
        bp_parse_moment(cases[i].text, cases[i].begin_unix_s, &at_us, &error);
        g_assert_no_error(error);
        g_assert_cmpint(at_us, ==, cases[i].at_us);
    }
}

/* A moment before begin, or later than simulated time reaches, is an error. */
static void
test_moment_errors(void)
{
    static const struct {
        const char *text;
        const char *message;
    } cases[] = {
        {"", "a moment such as"},
        {"day", "a moment such as"},
        {"day 0", "a moment such as"},
        {"day -1", "a moment such as"},
        {"day 1.5", "a moment such as"},
        {"day 4 noon", "a moment such as"},
        {"day 4 09:00 UTC", "a moment such as"},
        {"day 4T09:00", "a moment such as"},
        {"day 4109:00", "a moment such as"},
        {"day 9999999999", "a moment such as"},
        {"monday", "a moment such as"},
        {"1996-09-31", "a date that the calendar has"},
        {"1996-09", "an instant such as"},
        {"day 1 05:59:59", "a moment that is not before begin, 1996-09-01T06:00:00Z"},
        {"1996-08-31", "a moment that is not before begin, 1996-09-01T06:00:00Z"},
        {"day 26064", "a moment within 71 years of begin, 1996-09-01T06:00:00Z"},
        {"day 999999999", "a moment within 71 years of begin, 1996-09-01T06:00:00Z"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        gint64 at_us = 4711;
        g_autoptr(GError) error = NULL;
        gboolean result =
            bp_parse_moment(cases[i].text, SEPTEMBER_1 + 21600, &at_us, &error);

        check_fails(result, error, cases[i].text, cases[i].message);
        g_assert_cmpint(at_us, ==, 4711);
    }
}

/* Offsets from UTC, west with a minus. */
static void
test_zone(void)
{
    static const struct {
        const char *text;
        gint64 minutes;
    } good[] = {
        {"0", 0},        {"0:00", 0},      {"-0:00", 0},    {"-5:00", -300},
        {"-5", -300},    {"+5:30", 330},   {"-3:30", -210}, {"-12:00", -720},
        {"+14:00", 840}, {" +01:00 ", 60},
    };
    static const char *const bad[] = {
        "",    "5",   "5:00", "-12:01", "+14:01", "-5:60", "-5:0",    "-5:000", "+-5",
        "- 5", "UTC", "EST",  "+",      "-",      ":00",   "+1:00 h", "+100",
    };

    for (gsize i = 0; i < G_N_ELEMENTS(good); i++) {
        gint64 minutes = 4711;
        GError *error = NULL;

        g_test_message("\"%s\"", good[i].text);
        bp_parse_zone(good[i].text, &minutes, &error);
        g_assert_no_error(error);
        g_assert_cmpint(minutes, ==, good[i].minutes);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        gint64 minutes = 4711;
        g_autoptr(GError) error = NULL;
        gboolean result = bp_parse_zone(bad[i], &minutes, &error);

        check_fails(result, error, bad[i], "an offset from UTC such as -5:00");
        g_assert_cmpint(minutes, ==, 4711);
    }
}

/* An hour every 15 degrees; halves go away from Greenwich, and from nowhere it is UTC. */
static void
test_zone_at(void)
{
    g_assert_cmpint(bp_zone_at(0), ==, 0);
    g_assert_cmpint(bp_zone_at(-74), ==, -300);
    g_assert_cmpint(bp_zone_at(139.75F), ==, 540);
    g_assert_cmpint(bp_zone_at(-97.5F), ==, -420);
    g_assert_cmpint(bp_zone_at(37.5F), ==, 180);
    g_assert_cmpint(bp_zone_at((float)NAN), ==, 0);
}

/* The week begins on Sunday at local midnight, and zones move its border. */
static void
test_minute_of_week(void)
{
    g_assert_cmpint(bp_minute_of_week(SEPTEMBER_1, 0), ==, 0);
    g_assert_cmpint(bp_minute_of_week(SEPTEMBER_1 + 59, 0), ==, 0);
    g_assert_cmpint(bp_minute_of_week(SEPTEMBER_1 + 60, 0), ==, 1);
    g_assert_cmpint(bp_minute_of_week(SEPTEMBER_1 - 1, 0), ==, BP_WEEK_MINUTES - 1);
    g_assert_cmpint(bp_minute_of_week(SEPTEMBER_1, -300), ==, BP_WEEK_MINUTES - 300);
    g_assert_cmpint(bp_minute_of_week(SEPTEMBER_1 + 18000, -300), ==, 0);
    g_assert_cmpint(bp_minute_of_week(SEPTEMBER_1 - 19800, 330), ==, 0);
    g_assert_cmpint(bp_minute_of_week(SEPTEMBER_1 - 19801, 330), ==,
                    BP_WEEK_MINUTES - 1);
    g_assert_cmpint(bp_minute_of_week(0, 0), ==, 4 * 1440); /* a Thursday */
    g_assert_cmpint(bp_minute_of_week(-1, 0), ==, 4 * 1440 - 1);
    g_assert_cmpint(bp_minute_of_week(-4 * 86400, 0), ==, 0);
    g_assert_cmpint(bp_minute_of_week(-4 * 86400 - 1, 0), ==, BP_WEEK_MINUTES - 1);
}

static void
check_text(char *text, const char *expected)
{
    g_assert_cmpstr(text, ==, expected);
    g_free(text);
}

/* Times for people and for files. */
static void
test_format(void)
{
    check_text(bp_format_instant(0), "1970-01-01T00:00:00Z");
    check_text(bp_format_instant(-1), "1969-12-31T23:59:59Z");
    check_text(bp_format_instant(SEPTEMBER_1), "1996-09-01T00:00:00Z");
    check_text(bp_format_instant(G_GINT64_CONSTANT(253402300799)),
               "9999-12-31T23:59:59Z");
    check_text(bp_format_moment(SEPTEMBER_1, 3 * BP_DAY_US + 9 * BP_HOUR_US + 999999),
               "1996-09-04 09:00:00");
    check_text(bp_format_moment(4102444799, BP_TIME_MAX_US), "2171-05-11 11:56:52");
}

/* What is written is read back. */
static void
test_round_trip(void)
{
    for (int i = 0; i < 10000; i++) {
        gint64 unix_s = g_test_rand_int_range(0, G_MAXINT32), back = -1;
        g_autofree char *text = bp_format_instant(unix_s);

        g_assert_true(bp_parse_instant(text, &back, NULL));
        g_assert_cmpint(back, ==, unix_s);
    }
}

/* Garbage is TRUE, or FALSE and an error. */
static void
test_garbage(void)
{
    for (int i = 0; i < 20000; i++) {
        g_autofree char *text = garbage();
        g_autoptr(GError) instant = NULL, moment = NULL, zone = NULL;
        gint64 number = 0;

        if (!bp_parse_instant(text, &number, &instant))
            g_assert_error(instant, BP_ERROR, BP_ERROR_VALUE);
        if (!bp_parse_moment(text, SEPTEMBER_1, &number, &moment))
            g_assert_error(moment, BP_ERROR, BP_ERROR_VALUE);
        if (!bp_parse_zone(text, &number, &zone))
            g_assert_error(zone, BP_ERROR, BP_ERROR_VALUE);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/calendar/instant", test_instant);
    g_test_add_func("/calendar/instant-errors", test_instant_errors);
    g_test_add_func("/calendar/moment", test_moment);
    g_test_add_func("/calendar/moment-errors", test_moment_errors);
    g_test_add_func("/calendar/zone", test_zone);
    g_test_add_func("/calendar/zone-at", test_zone_at);
    g_test_add_func("/calendar/minute-of-week", test_minute_of_week);
    g_test_add_func("/calendar/format", test_format);
    g_test_add_func("/calendar/round-trip", test_round_trip);
    g_test_add_func("/calendar/garbage", test_garbage);
    return g_test_run();
}
