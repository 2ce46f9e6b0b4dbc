/* schedule_write.c - a schedule as text that reads back as it was. */
#include <bangpath/schedule.h>

#include "schedule_words.h"

#include <bangpath/calendar.h>
#include <bangpath/grade.h>
#include <bangpath/units.h>

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

        if (late->to != BP_DAY_MINUTES || late->from == 0)
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
    if (days == BP_ALL_DAYS) {
        g_string_append(text, "Any");
        return;
    }
    if ((days & BP_WEEKDAYS) == BP_WEEKDAYS) {
        g_string_append(text, "Wk");
        days &= ~(guint)BP_WEEKDAYS;
    }
    for (int day = 0; day < 7; day++)
        if (days & (1U << day))
            g_string_append(text, bp_day_words[day].name);
}

static void
write_windows(GString *text, const BpSchedule *schedule)
{
    g_autoptr(GArray) spans = g_array_new(FALSE, FALSE, sizeof(Span));

    for (int i = 0; i < schedule->n_windows; i++) {
        int minute = schedule->windows[i].from;

        while (minute < schedule->windows[i].to) {
            int day = minute / BP_DAY_MINUTES;
            int end = MIN(schedule->windows[i].to, (day + 1) * BP_DAY_MINUTES);

            add_span(spans, minute - day * BP_DAY_MINUTES, end - day * BP_DAY_MINUTES,
                     day, schedule->windows[i].grade);
            minute = end;
        }
    }
    join_nights(spans);
    for (guint i = 0; i < spans->len; i++) {
        const Span *span = &g_array_index(spans, Span, i);

        if (i > 0)
            g_string_append_c(text, ',');
        write_days(text, span->days);
        if (span->from > 0 || span->to < BP_DAY_MINUTES)
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
