/* calendar.c - dates through GDate, the rest by whole numbers. */
#include <bangpath/calendar.h>

#include "scan.h"

#include <bangpath/error.h>
#include <bangpath/units.h>
#include <math.h>

#define DAY_S (24 * 60 * 60)
#define JULIAN_1970 719163 /* GDate's day of 1970-01-01 */
#define DEGREES_PER_HOUR 15
#define YEAR_MIN 1970
#define YEAR_MAX 2099

#define INSTANT \
    "an instant such as 1996-09-01 or 1996-09-01 09:00, UTC, from 1970 to 2099"
#define MOMENT "a moment such as day 4, day 4 09:00 or 1996-09-01 09:00"

/* Division that rounds down, also before 1970. */
static gint64
floor_div(gint64 a, gint64 b)
{
    return a / b - (a % b < 0);
}

static gboolean
scan_date(const char **at, gint64 *unix_s, GError **error)
{
    gint64 year, month, day;
    GDate date;

    if (!bp_scan_digits(at, 4, 4, &year) || !bp_scan_word(at, "-") ||
        !bp_scan_digits(at, 2, 2, &month) || !bp_scan_word(at, "-") ||
        !bp_scan_digits(at, 2, 2, &day) || year < YEAR_MIN || year > YEAR_MAX) {
        g_set_error_literal(error, BP_ERROR, BP_ERROR_VALUE, INSTANT);
        return FALSE;
    }
    if (!g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year)) {
        g_set_error_literal(error, BP_ERROR, BP_ERROR_VALUE,
                            "a date that the calendar has, such as 1996-09-01");
        return FALSE;
    }

    g_date_clear(&date, 1);
    g_date_set_dmy(&date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
    *unix_s = ((gint64)g_date_get_julian(&date) - JULIAN_1970) * DAY_S;
    return TRUE;
}

/* 09:00 or 09:00:30, as seconds of the day. */
static gboolean
scan_clock(const char **at, gint64 *second)
{
    gint64 h, min, s = 0;

    if (!bp_scan_digits(at, 1, 2, &h) || !bp_scan_word(at, ":") ||
        !bp_scan_digits(at, 2, 2, &min) ||
        (bp_scan_word(at, ":") && !bp_scan_digits(at, 2, 2, &s)) || h > 23 ||
        min > 59 || s > 59)
        return FALSE;

    *second = (h * 60 + min) * 60 + s;
    return TRUE;
}

gboolean
bp_parse_instant(const char *text, gint64 *unix_s, GError **error)
{
    const char *at;
    gint64 midnight = 0, second = 0;
    gboolean good = TRUE;

    g_return_val_if_fail(text, FALSE);

    at = bp_scan_blanks(text);
    if (!scan_date(&at, &midnight, error))
        return FALSE;
    if (bp_scan_word(&at, "T") ||
        (at != bp_scan_blanks(at) && g_ascii_isdigit(*bp_scan_blanks(at)))) {
        at = bp_scan_blanks(at);
        good = scan_clock(&at, &second);
        bp_scan_word(&at, "Z");
    }
    if (!good || *bp_scan_blanks(at) != '\0') {
        g_set_error_literal(error, BP_ERROR, BP_ERROR_VALUE, INSTANT);
        return FALSE;
    }

    *unix_s = midnight + second;
    return TRUE;
}

/* `day 4 09:00`, behind the word. A day without a time begins when the run does. */
static gboolean
parse_day(const char *at, gint64 begin_unix_s, gint64 *unix_s, GError **error)
{
    gint64 day = 0, second = 0, day_1 = floor_div(begin_unix_s, DAY_S) * DAY_S;
    gboolean timed = FALSE, good;

    at = bp_scan_blanks(at);
    good = bp_scan_digits(&at, 1, 9, &day) && day >= 1;
    if (good && at != bp_scan_blanks(at) && *bp_scan_blanks(at) != '\0') {
        at = bp_scan_blanks(at);
        timed = TRUE;
        good = scan_clock(&at, &second);
    }
    if (!good || *bp_scan_blanks(at) != '\0') {
        g_set_error_literal(error, BP_ERROR, BP_ERROR_VALUE, MOMENT);
        return FALSE;
    }

    *unix_s = day_1 + (day - 1) * DAY_S + second;
    if (!timed && day == 1)
        *unix_s = begin_unix_s;
    return TRUE;
}

/* Whether a date is meant: else a day of the run may have been. */
static gboolean
begins_with_year(const char *at)
{
    gint64 year;

    return bp_scan_digits(&at, 4, 4, &year) && bp_scan_word(&at, "-");
}

gboolean
bp_parse_moment(const char *text, gint64 begin_unix_s, gint64 *at_us, GError **error)
{
    const char *at;
    gint64 unix_s = 0, since_s;

    g_return_val_if_fail(text, FALSE);

    at = bp_scan_blanks(text);
    if (bp_scan_word(&at, "day")) {
        if (!parse_day(at, begin_unix_s, &unix_s, error))
            return FALSE;
    } else if (!begins_with_year(at)) {
        g_set_error_literal(error, BP_ERROR, BP_ERROR_VALUE, MOMENT);
        return FALSE;
    } else if (!bp_parse_instant(at, &unix_s, error)) {
        return FALSE;
    }
    since_s = unix_s - begin_unix_s;
    if (since_s < 0 || since_s > BP_TIME_MAX_US / BP_SECOND_US) {
        g_autofree char *begin = bp_format_instant(begin_unix_s);

        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    since_s < 0 ? "a moment that is not before begin, %s"
                                : "a moment within 71 years of begin, %s",
                    begin);
        return FALSE;
    }

    *at_us = since_s * BP_SECOND_US;
    return TRUE;
}

gboolean
bp_parse_zone(const char *text, gint64 *minutes, GError **error)
{
    const char *at;
    gint64 h = 0, min = 0, east;
    gboolean west, is_signed, good;

    g_return_val_if_fail(text, FALSE);

    at = bp_scan_blanks(text);
    west = bp_scan_word(&at, "-");
    is_signed = west || bp_scan_word(&at, "+");
    good = bp_scan_digits(&at, 1, 2, &h) &&
           (!bp_scan_word(&at, ":") || bp_scan_digits(&at, 2, 2, &min));
    east = h * 60 + min;
    if (!good || *bp_scan_blanks(at) != '\0' || min > 59 || (!is_signed && east != 0) ||
        east > (west ? 720 : 840)) {
        g_set_error_literal(error, BP_ERROR, BP_ERROR_VALUE,
                            "an offset from UTC such as -5:00, +5:30 or 0, "
                            "from -12:00 to +14:00");
        return FALSE;
    }

    *minutes = west ? -east : east;
    return TRUE;
}

int
bp_zone_at(float lon)
{
    return isnan(lon) ? 0 : (int)lroundf(lon / DEGREES_PER_HOUR) * 60;
}

int
bp_minute_of_week(gint64 unix_s, int tz_minutes)
{
    /* 1970-01-01 was a Thursday. */
    gint64 minute = floor_div(unix_s, 60) + tz_minutes + 4 * 24 * 60;

    return (int)(minute - floor_div(minute, BP_WEEK_MINUTES) * BP_WEEK_MINUTES);
}

static char *
format(gint64 unix_s, const char *between, const char *end)
{
    gint64 day = floor_div(unix_s, DAY_S);
    int second = (int)(unix_s - day * DAY_S);
    GDate date;

    /* The years 1 to 9999. */
    g_return_val_if_fail(day > -JULIAN_1970 && day < 2932897, NULL);

    g_date_clear(&date, 1);
    g_date_set_julian(&date, (guint32)(day + JULIAN_1970));
    return g_strdup_printf("%04d-%02d-%02d%s%02d:%02d:%02d%s", g_date_get_year(&date),
                           (int)g_date_get_month(&date), g_date_get_day(&date), between,
                           second / 3600, second / 60 % 60, second % 60, end);
}

char *
bp_format_instant(gint64 unix_s)
{
    return format(unix_s, "T", "Z");
}

char *
bp_format_moment(gint64 begin_unix_s, gint64 at_us)
{
    return format(begin_unix_s + floor_div(at_us, BP_SECOND_US), " ", "");
}
