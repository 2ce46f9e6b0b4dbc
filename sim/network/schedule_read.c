/* schedule_read.c - a schedule from its text: `Wk2300-0800,Sa,Su`. */
#include <bangpath/schedule.h>

#include "schedule_words.h"

#include <bangpath/calendar.h>
#include <bangpath/error.h>
#include <bangpath/grade.h>
#include <bangpath/units.h>
#include <string.h>

#define EXPECTED                                                            \
    "permanent, demand, poll 4 h, Never, or windows of local time such as " \
    "Wk2300-0800,Sa,Su, or FidoNet's ZMH1"

const BpDayWord bp_day_words[BP_N_DAY_WORDS] = {
    {"Su", 1 << 0},       {"Mo", 1 << 1}, {"Tu", 1 << 2}, {"We", 1 << 3},
    {"Th", 1 << 4},       {"Fr", 1 << 5}, {"Sa", 1 << 6}, {"Wk", BP_WEEKDAYS},
    {"Any", BP_ALL_DAYS}, {"Never", 0},
};

/* The lowest grade let through at each minute, 0 where none is: easier to get right than
 * joining windows. @told: that of the last window there which is no mail hour. */
typedef struct {
    guint8 grade[BP_WEEK_MINUTES];
    guint8 told[BP_WEEK_MINUTES];
} Week;

/* FidoNet's zone mail hours, in UTC, by zone from 1 on (FTS-5001). */
static const struct {
    int from;
    int to;
} mail_hours[] = {
    {9 * 60, 10 * 60}, {2 * 60 + 30, 3 * 60 + 30}, {18 * 60, 19 * 60},
    {8 * 60, 9 * 60},  {1 * 60, 2 * 60},           {20 * 60, 21 * 60},
};

#define MAIL_HOUR "ZMH"

/* The text in hand, and where in it we are. */
typedef struct {
    const char *text;
    const char *at;
    const char *local;   /* the first window that was no mail hour, or NULL */
    gboolean mail_hours; /* there was one */
    GError **error;
} Scan;

static gboolean
fail(GError **error, const char *expected)
{
    g_set_error_literal(error, BP_ERROR, BP_ERROR_VALUE, expected);
    return FALSE;
}

/* Says at which character @expected should have stood. */
static gboolean
fail_at(const Scan *scan, const char *at, const char *expected)
{
    int n = (int)(at - scan->text) + 1;

    if (*at == '\0')
        g_set_error(scan->error, BP_ERROR, BP_ERROR_VALUE, "%s, at its end", expected);
    else
        g_set_error(scan->error, BP_ERROR, BP_ERROR_VALUE,
                    "%s, at character %d: \"%s\"", expected, n, at);
    return FALSE;
}

static const char *
skip_blanks(const char *at)
{
    return at + strspn(at, " \t");
}

static gboolean
scan_days(const char **at, guint *mask)
{
    gboolean found = FALSE;
    gsize i = 0;

    *mask = 0;
    while (i < BP_N_DAY_WORDS) {
        if (g_str_has_prefix(*at, bp_day_words[i].name)) {
            *at += strlen(bp_day_words[i].name);
            *mask |= bp_day_words[i].mask;
            found = TRUE;
            i = 0;
        } else {
            i++;
        }
    }
    return found;
}

/* 2305, or 905: minutes of the day. */
static gboolean
scan_clock(const char **at, int *minute)
{
    int digits = (int)strspn(*at, "0123456789"), number = 0;

    if (digits < 3 || digits > 4)
        return FALSE;
    for (int i = 0; i < digits; i++)
        number = number * 10 + g_ascii_digit_value((*at)[i]);
    if (number > 2400 || number % 100 > 59)
        return FALSE;

    *at += digits;
    *minute = number / 100 * 60 + number % 100;
    return TRUE;
}

static void
open_minutes(Week *week, guint days, int from, int to, guint8 grade)
{
    for (int day = 0; day < 7; day++) {
        if (!(days & (1U << day)))
            continue;
        for (int minute = from; minute < to; minute++) {
            guint8 *lowest = &week->grade[day * BP_DAY_MINUTES + minute];

            *lowest = MAX(*lowest, grade);
        }
    }
}

/* FALSE if another window told so already: nobody says a thing twice on purpose. Windows of
 * other grades may overlap, as in Taylor's own example. */
static gboolean
tell_minutes(Week *week, guint days, int from, int to, guint8 grade)
{
    for (int day = 0; day < 7; day++) {
        if (!(days & (1U << day)))
            continue;
        for (int minute = from; minute < to; minute++) {
            guint8 *told = &week->told[day * BP_DAY_MINUTES + minute];

            if (*told == grade)
                return FALSE;
            *told = grade;
        }
    }
    return TRUE;
}

/* `2300-0800`, if it comes next. */
static gboolean
scan_hours(Scan *scan, int *from, int *to)
{
    const char *begin = scan->at;

    if (!g_ascii_isdigit(*scan->at))
        return TRUE;
    if (!scan_clock(&scan->at, from) || *scan->at != '-')
        return fail_at(scan, begin, "hours such as 2300-0800, from 0000 to 2400");
    begin = ++scan->at;
    if (!scan_clock(&scan->at, to))
        return fail_at(scan, begin, "hours such as 2300-0800, from 0000 to 2400");
    if (*from == *to || (*from == BP_DAY_MINUTES && *to == 0))
        return fail_at(scan, begin,
                       "windows that open at some time, such as Wk2300-0800");
    return TRUE;
}

/* `/Z`, if it comes next and did not come before. */
static gboolean
scan_grade(Scan *scan, guint8 *grade)
{
    if (*scan->at != '/' || *grade != 0)
        return TRUE;
    scan->at++;
    if (!g_ascii_isalnum(*scan->at))
        return fail_at(scan, scan->at, "a grade, 0-9, A-Z or a-z, such as Any/Z");
    *grade = (guint8)*scan->at++;
    return TRUE;
}

/* `ZMH1` to `ZMH6`, if one comes next. */
static gboolean
scan_mail_hour(Scan *scan, int *from, int *to)
{
    const char *begin = scan->at;
    int zone;

    scan->at += strlen(MAIL_HOUR);
    zone = g_ascii_digit_value(*scan->at);
    if (zone < 1 || zone > (int)G_N_ELEMENTS(mail_hours) ||
        g_ascii_isalnum(scan->at[1]))
        return fail_at(scan, begin, "a zone mail hour, ZMH1 to ZMH6");
    scan->at++;
    *from = mail_hours[zone - 1].from;
    *to = mail_hours[zone - 1].to;
    scan->mail_hours = TRUE;
    return TRUE;
}

/* Days, and maybe hours and a grade. */
static gboolean
scan_days_and_hours(Scan *scan, guint *days, int *from, int *to, guint8 *grade)
{
    const char *begin = scan->at;

    if (!scan->local)
        scan->local = begin;
    if (!scan_days(&scan->at, days))
        return fail_at(scan, begin,
                       "windows of local time such as Wk2300-0800,Sa,Su "
                       "(days Su Mo Tu We Th Fr Sa, Wk, Any)");
    if (*days == 0)
        return fail_at(scan, begin, "windows that open at some time, or Never alone");
    return scan_grade(scan, grade) && scan_hours(scan, from, to);
}

/* Maybe past midnight. */
static gboolean
open_window(Week *week, guint days, int from, int to, guint8 grade, gboolean mail_hour)
{
    int end = from < to ? to : BP_DAY_MINUTES, rest = from < to ? 0 : to;

    open_minutes(week, days, from, end, grade);
    open_minutes(week, days, 0, rest, grade);
    return mail_hour || (tell_minutes(week, days, from, end, grade) &&
                         tell_minutes(week, days, 0, rest, grade));
}

/* One of the windows joined by commas. */
static gboolean
scan_window(Scan *scan, Week *week)
{
    int from = 0, to = BP_DAY_MINUTES;
    guint8 grade = 0;
    guint days = BP_ALL_DAYS;
    const char *begin = skip_blanks(scan->at);
    gboolean mail_hour = g_str_has_prefix(begin, MAIL_HOUR);

    scan->at = begin;
    if (mail_hour ? !scan_mail_hour(scan, &from, &to)
                  : !scan_days_and_hours(scan, &days, &from, &to, &grade))
        return FALSE;
    if (!scan_grade(scan, &grade))
        return FALSE;
    if (grade == 0)
        grade = BP_GRADE_LAST;
    if (!open_window(week, days, from, to, grade, mail_hour))
        return fail_at(scan, begin,
                       "windows that do not overlap, but for those of different grades "
                       "such as Any/Z,Any2305-0855");
    scan->at = skip_blanks(scan->at);
    return TRUE;
}

static gboolean
pack_week(const Week *week, BpSchedule *schedule, GError **error)
{
    int minute = 0, n = 0;

    while (minute < BP_WEEK_MINUTES) {
        int from = minute;

        while (minute < BP_WEEK_MINUTES && week->grade[minute] == week->grade[from])
            minute++;
        if (week->grade[from] == 0)
            continue;
        if (n == BP_SCHEDULE_WINDOWS) {
            g_set_error(error, BP_ERROR, BP_ERROR_LIMIT, "at most %d windows a week",
                        BP_SCHEDULE_WINDOWS);
            return FALSE;
        }
        schedule->windows[n++] =
            (BpWindow){(gint16)from, (gint16)minute, week->grade[from]};
    }
    if (n == 1 && week->grade[0] == BP_GRADE_LAST &&
        schedule->windows[0].to - schedule->windows[0].from == BP_WEEK_MINUTES) {
        schedule->windows[0] = (BpWindow){0, 0, 0};
        schedule->utc = 0;
        n = 0;
    }
    schedule->n_windows = n;
    return TRUE;
}

/* `;10`: minutes from a failed call to the next. */
static gboolean
scan_retry(Scan *scan, BpSchedule *schedule)
{
    const char *begin = ++scan->at;
    int digits = (int)strspn(begin, "0123456789");
    g_autofree char *text = g_strndup(begin, (gsize)digits);
    gint64 minutes;

    scan->at = skip_blanks(begin + digits);
    if (!bp_parse_whole(text, 1, 23 * 60, &minutes, NULL) || *scan->at != '\0')
        return fail_at(
            scan, begin,
            "the minutes from a failed call to the next, 1 to 1380, and no more");
    schedule->retry_us = minutes * BP_MINUTE_US;
    return TRUE;
}

static gboolean
parse_windows(Scan *scan, BpSchedule *schedule)
{
    g_autofree Week *week = g_new0(Week, 1);

    if (!scan_window(scan, week))
        return FALSE;
    while (*scan->at == ',' || *scan->at == '|') {
        scan->at++;
        if (!scan_window(scan, week))
            return FALSE;
    }
    if (*scan->at == ';' && !scan_retry(scan, schedule))
        return FALSE;
    if (*scan->at != '\0')
        return fail_at(scan, scan->at,
                       "windows joined by commas, such as Wk2300-0800,Sa,Su");
    if (scan->mail_hours && scan->local && !schedule->utc)
        return fail_at(scan, scan->local,
                       "UTC before the first window, as zone mail hours are of UTC: "
                       "UTC ZMH1,Sa,Su");
    schedule->utc |= scan->mail_hours;
    return pack_week(week, schedule, scan->error);
}

/* `4 h`: digits, blanks, letters; what they mean is for bp_parse_duration(). */
static gboolean
scan_period(const char **at, gint64 *period_us, GError **error)
{
    const char *number = *at;
    const char *unit = skip_blanks(number + strspn(number, "0123456789."));
    const char *end = unit + strspn(unit, "abcdefghijklmnopqrstuvwxyz");
    g_autofree char *text = g_strndup(number, (gsize)(end - number));

    if (!bp_parse_duration(text, period_us, NULL) || *period_us == 0 ||
        (*end && end == skip_blanks(end)))
        return fail(error, "poll and the time from one to the next, such as poll 4 h");

    *at = end;
    return TRUE;
}

/* Moves @at behind @word if it stands there alone. */
static gboolean
scan_word(const char **at, const char *word)
{
    const char *end = *at + strlen(word);

    if (!g_str_has_prefix(*at, word) || (*end && end == skip_blanks(end)))
        return FALSE;

    *at = skip_blanks(end);
    return TRUE;
}

gboolean
bp_schedule_parse(const char *text, BpSchedule *schedule, GError **error)
{
    g_autofree char *trimmed = NULL;
    BpSchedule parsed;
    Scan scan = {.error = error};
    const char *at;

    g_return_val_if_fail(text && schedule, FALSE);

    memset(&parsed, 0, sizeof parsed);
    parsed.kind = BP_SCHEDULE_DEMAND;
    trimmed = g_strstrip(g_strdup(text));
    at = scan.text = trimmed;
    if (scan_word(&at, "permanent")) {
        parsed.kind = BP_SCHEDULE_PERMANENT;
        if (*at)
            return fail(error, "permanent alone: it has no windows");
    } else if (strcmp(at, "Never") == 0) {
        parsed.kind = BP_SCHEDULE_NEVER;
        at += strlen(at);
    } else if (scan_word(&at, "poll")) {
        parsed.kind = BP_SCHEDULE_POLL;
        if (!scan_period(&at, &parsed.period_us, error))
            return FALSE;
        at = skip_blanks(at);
    } else if (!scan_word(&at, "demand") && !g_ascii_isupper(*at)) {
        return fail(error, EXPECTED);
    }
    if (*at && scan_word(&at, "UTC")) {
        parsed.utc = 1;
        if (!*at)
            return fail(error, "windows behind UTC, such as UTC Any0900-1000");
    }
    scan.at = at;
    if (*at && !parse_windows(&scan, &parsed))
        return FALSE;

    *schedule = parsed;
    return TRUE;
}
