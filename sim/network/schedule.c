/* schedule.c - when calls may go: windows as minutes of a local week, 10080 of them. */
#include <bangpath/schedule.h>

#include <bangpath/calendar.h>
#include <bangpath/grade.h>
#include <bangpath/units.h>

#define WEEK_US (BP_WEEK_MINUTES * BP_MINUTE_US)

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
