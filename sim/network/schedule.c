/* schedule.c - windows as minutes of a local week; a week has 10080 of them. */
#include <bangpath/schedule.h>

#include <bangpath/calendar.h>
#include <bangpath/error.h>
#include <bangpath/grade.h>
#include <bangpath/units.h>
#include <string.h>

#define DAY_MINUTES (24 * 60)
#define WEEK_US (BP_WEEK_MINUTES * BP_MINUTE_US)

#define ALL_DAYS 0x7f
#define WEEKDAYS 0x3e

#define EXPECTED                                                            \
    "permanent, demand, poll 4 h, Never, or windows of local time such as " \
    "Wk2300-0800,Sa,Su, or FidoNet's ZMH1"

static const struct {
    const char *name;
    guint mask; /* 1 << day, Sunday first */
} day_words[] = {
    {"Su", 1 << 0}, {"Mo", 1 << 1}, {"Tu", 1 << 2},   {"We", 1 << 3},    {"Th", 1 << 4},
    {"Fr", 1 << 5}, {"Sa", 1 << 6}, {"Wk", WEEKDAYS}, {"Any", ALL_DAYS}, {"Never", 0},
};

/* The lowest grade let through at each minute, 0 where none is: easier to get right than
 * joining windows. */
typedef struct {
    guint8 grade[BP_WEEK_MINUTES];
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
    while (i < G_N_ELEMENTS(day_words)) {
        if (g_str_has_prefix(*at, day_words[i].name)) {
            *at += strlen(day_words[i].name);
            *mask |= day_words[i].mask;
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
            guint8 *lowest = &week->grade[day * DAY_MINUTES + minute];

            *lowest = MAX(*lowest, grade);
        }
    }
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
    if (*from == *to || (*from == DAY_MINUTES && *to == 0))
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

/* One of the windows joined by commas. */
static gboolean
scan_window(Scan *scan, Week *week)
{
    int from = 0, to = DAY_MINUTES;
    guint8 grade = 0;
    guint days = ALL_DAYS;

    scan->at = skip_blanks(scan->at);
    if (g_str_has_prefix(scan->at, MAIL_HOUR)
            ? !scan_mail_hour(scan, &from, &to)
            : !scan_days_and_hours(scan, &days, &from, &to, &grade))
        return FALSE;
    if (!scan_grade(scan, &grade))
        return FALSE;
    if (grade == 0)
        grade = BP_GRADE_LAST;

    if (from < to) {
        open_minutes(week, days, from, to, grade);
    } else {
        open_minutes(week, days, from, DAY_MINUTES, grade);
        open_minutes(week, days, 0, to, grade);
    }
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

/* A span of the day, the days it is open on, and for what. */
typedef struct {
    int from;
    int to;
    guint days;
    int grade;
} Span;

static void
add_span(GArray *spans, int from, int to, int day, int grade)
{
    Span span = {from, to, 1U << day, grade};

    for (guint i = 0; i < spans->len; i++) {
        Span *other = &g_array_index(spans, Span, i);

        if (other->from == from && other->to == to && other->grade == grade) {
            other->days |= span.days;
            return;
        }
    }
    g_array_append_val(spans, span);
}

/* The two halves of a night that is open on the same days become one span again. */
static void
join_nights(GArray *spans)
{
    for (guint i = 0; i < spans->len; i++) {
        Span *late = &g_array_index(spans, Span, i);

        if (late->to != DAY_MINUTES || late->from == 0)
            continue;
        for (guint j = 0; j < spans->len; j++) {
            Span *early = &g_array_index(spans, Span, j);

            if (early->from == 0 && early->to < late->from &&
                early->days == late->days && early->grade == late->grade) {
                late->to = early->to;
                g_array_remove_index(spans, j);
                i -= j < i;
                break;
            }
        }
    }
}

static void
write_days(GString *text, guint days)
{
    if (days == ALL_DAYS) {
        g_string_append(text, "Any");
        return;
    }
    if ((days & WEEKDAYS) == WEEKDAYS) {
        g_string_append(text, "Wk");
        days &= ~(guint)WEEKDAYS;
    }
    for (int day = 0; day < 7; day++)
        if (days & (1U << day))
            g_string_append(text, day_words[day].name);
}

static void
write_windows(GString *text, const BpSchedule *schedule)
{
    g_autoptr(GArray) spans = g_array_new(FALSE, FALSE, sizeof(Span));

    for (int i = 0; i < schedule->n_windows; i++) {
        int minute = schedule->windows[i].from;

        while (minute < schedule->windows[i].to) {
            int day = minute / DAY_MINUTES;
            int end = MIN(schedule->windows[i].to, (day + 1) * DAY_MINUTES);

            add_span(spans, minute - day * DAY_MINUTES, end - day * DAY_MINUTES, day,
                     schedule->windows[i].grade);
            minute = end;
        }
    }
    join_nights(spans);
    for (guint i = 0; i < spans->len; i++) {
        const Span *span = &g_array_index(spans, Span, i);

        if (i > 0)
            g_string_append_c(text, ',');
        write_days(text, span->days);
        if (span->from > 0 || span->to < DAY_MINUTES)
            g_string_append_printf(text, "%02d%02d-%02d%02d", span->from / 60,
                                   span->from % 60, span->to / 60, span->to % 60);
        if (span->grade != BP_GRADE_LAST)
            g_string_append_printf(text, "/%c", span->grade);
    }
}

/* In the largest unit that leaves no fraction, so that it reads back as it was. */
static void
write_period(GString *text, gint64 us)
{
    static const struct {
        const char *name;
        gint64 us;
    } units[] = {
        {"d", BP_DAY_US},    {"h", BP_HOUR_US}, {"min", BP_MINUTE_US},
        {"s", BP_SECOND_US}, {"ms", 1000},      {"us", 1},
    };
    gsize i = 0;

    while (us % units[i].us != 0)
        i++;
    g_string_append_printf(text, "%" G_GINT64_FORMAT " %s", us / units[i].us,
                           units[i].name);
}

/* The windows, if there are any, and how long to wait after a failure. */
static void
write_times(GString *text, const BpSchedule *schedule)
{
    if (schedule->n_windows > 0)
        write_windows(text, schedule);
    else
        g_string_append(text, "Any");
    if (schedule->retry_us > 0)
        g_string_append_printf(text, ";%d", (int)(schedule->retry_us / BP_MINUTE_US));
}

char *
bp_schedule_times(const BpSchedule *schedule)
{
    GString *text;

    g_return_val_if_fail(schedule, NULL);

    if (schedule->kind == BP_SCHEDULE_NEVER)
        return g_strdup("Never");
    text = g_string_new(NULL);
    write_times(text, schedule);
    return g_string_free(text, FALSE);
}

char *
bp_schedule_format(const BpSchedule *schedule)
{
    GString *text;

    g_return_val_if_fail(schedule, NULL);

    if (schedule->kind == BP_SCHEDULE_PERMANENT)
        return g_strdup("permanent");
    if (schedule->kind == BP_SCHEDULE_NEVER)
        return g_strdup("Never");

    text = g_string_new(NULL);
    if (schedule->kind == BP_SCHEDULE_POLL) {
        g_string_append(text, "poll ");
        write_period(text, schedule->period_us);
    } else {
        g_string_append(text, "demand");
    }
    if (schedule->n_windows > 0 || schedule->retry_us > 0) {
        g_string_append(text, schedule->utc ? " UTC " : " ");
        write_times(text, schedule);
    }
    return g_string_free(text, FALSE);
}

/* Microseconds since Sunday 00:00, by the time that its windows are of. */
static gint64
place_in_week(const BpSchedule *schedule, gint64 begin_unix_s, int tz_minutes,
              gint64 at_us)
{
    gint64 minute = bp_minute_of_week(begin_unix_s, schedule->utc ? 0 : tz_minutes);
    gint64 second = begin_unix_s % 60;

    if (second < 0)
        second += 60;
    return (minute * BP_MINUTE_US + second * BP_SECOND_US + at_us) % WEEK_US;
}

gint64
bp_schedule_opens_for_us(const BpSchedule *schedule, gint64 begin_unix_s,
                         int tz_minutes, gint64 at_us, guint8 grade)
{
    gint64 place, first_us = -1;

    g_return_val_if_fail(schedule && at_us >= 0 && at_us <= BP_TIME_MAX_US, at_us);

    if (schedule->kind == BP_SCHEDULE_NEVER)
        return BP_TIME_MAX_US;
    if (schedule->n_windows == 0)
        return at_us;

    place = place_in_week(schedule, begin_unix_s, tz_minutes, at_us);
    for (int i = 0; i < schedule->n_windows; i++) {
        gint64 from_us = schedule->windows[i].from * BP_MINUTE_US;

        if (schedule->windows[i].grade < grade)
            continue;
        if (place < schedule->windows[i].to * BP_MINUTE_US)
            return bp_add_us(at_us, MAX(from_us - place, 0));
        if (first_us < 0)
            first_us = from_us;
    }
    return first_us < 0 ? BP_TIME_MAX_US : bp_add_us(at_us, WEEK_US - place + first_us);
}

gint64
bp_schedule_opens_us(const BpSchedule *schedule, gint64 begin_unix_s, int tz_minutes,
                     gint64 at_us)
{
    return bp_schedule_opens_for_us(schedule, begin_unix_s, tz_minutes, at_us, 0);
}

/* The window open at @place of the week, or -1. */
static int
window_at(const BpSchedule *schedule, gint64 place)
{
    for (int i = 0; i < schedule->n_windows; i++)
        if (place >= schedule->windows[i].from * BP_MINUTE_US &&
            place < schedule->windows[i].to * BP_MINUTE_US)
            return i;
    return -1;
}

guint8
bp_schedule_grade(const BpSchedule *schedule, gint64 begin_unix_s, int tz_minutes,
                  gint64 at_us)
{
    int i;

    g_return_val_if_fail(schedule && at_us >= 0 && at_us <= BP_TIME_MAX_US, 0);

    if (schedule->kind == BP_SCHEDULE_NEVER)
        return 0;
    if (schedule->n_windows == 0)
        return BP_GRADE_LAST;

    i = window_at(schedule, place_in_week(schedule, begin_unix_s, tz_minutes, at_us));
    return i < 0 ? 0 : (guint8)schedule->windows[i].grade;
}

gint64
bp_schedule_closes_us(const BpSchedule *schedule, gint64 begin_unix_s, int tz_minutes,
                      gint64 at_us)
{
    const BpWindow *windows;
    gint64 place, left_us;
    int i, n_more;

    g_return_val_if_fail(schedule && at_us >= 0 && at_us <= BP_TIME_MAX_US, at_us);

    if (schedule->kind == BP_SCHEDULE_NEVER)
        return at_us;
    if (schedule->n_windows == 0)
        return BP_TIME_MAX_US;

    windows = schedule->windows;
    place = place_in_week(schedule, begin_unix_s, tz_minutes, at_us);
    i = window_at(schedule, place);
    if (i < 0)
        return at_us;
    left_us = windows[i].to * BP_MINUTE_US - place;
    /* It goes on in windows that meet it and hold no more back, over the week's end too. */
    for (n_more = 0; n_more < schedule->n_windows; n_more++) {
        int end = windows[(i + n_more) % schedule->n_windows].to % BP_WEEK_MINUTES;
        const BpWindow *next = &windows[(i + n_more + 1) % schedule->n_windows];

        if (next->from != end || next->grade < windows[i].grade)
            return bp_add_us(at_us, left_us);
        left_us += (next->to - next->from) * BP_MINUTE_US;
    }
    return BP_TIME_MAX_US;
}
