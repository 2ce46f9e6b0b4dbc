/* schedule.h - when a link may be used: permanent, on demand, polled; by windows.
 *
 * Layer: network.
 */
#ifndef BANGPATH_SCHEDULE_H
#define BANGPATH_SCHEDULE_H

#include <glib.h>

/** BP_SCHEDULE_WINDOWS: at most so many a week, joined where they meet and let the same
 * through: eight a day. */
#define BP_SCHEDULE_WINDOWS 56

typedef enum {
    BP_SCHEDULE_PERMANENT, /* never hangs up */
    BP_SCHEDULE_DEMAND,    /* a call when there is work, from either end */
    BP_SCHEDULE_POLL,      /* the first-named end calls every so often, work or not */
    BP_SCHEDULE_NEVER,     /* waits to be called */
} BpScheduleKind;

/** BpWindow: minutes since Sunday 00:00 local time, @from to before @to; @grade: the least
 * urgent grade of mail that it lets through (grade.h). */
typedef struct {
    gint16 from;
    gint16 to;
    gint16 grade;
} BpWindow;

/** BpSchedule: plain data; all bytes defined, so two can be compared by memcmp(). */
typedef struct {
    gint64 period_us; /* of polls */
    gint64 retry_us;  /* what stood behind the `;`; 0: nothing did */
    gint32 kind;
    gint32 n_windows; /* 0 = always open; else sorted and apart */
    gint32 utc;       /* 1: the windows are of UTC, not of the caller's local time */
    gint32 reserved;  /* 0 */
    BpWindow windows[BP_SCHEDULE_WINDOWS];
} BpSchedule;

/**
 * bp_schedule_parse:
 *
 * `permanent`, `demand`, `poll 4 h`, `Never`; the second and third maybe followed by
 * windows, or windows alone, which is demand within them. Windows are in Systems-file form
 * (Taylor UUCP manual, "Time Strings" and "When to Call"; HoneyDanBer, conn.c): days
 * (Su Mo Tu We Th Fr Sa, Wk, Any, run together), then maybe HHMM-HHMM, several joined by `,`
 * or `|`: `Wk2300-0800,Sa,Su`. A span past midnight is cut there, and both parts belong to the
 * days named, as HoneyDanBer had it. Behind the days or the hours may stand `/` and the
 * lowest grade of mail that the window lets through (`Any/Z,Any2305-0855`); where windows
 * of different grades overlap, the lowest holds; others must not, zone mail
 * hours apart. At the end of all may stand `;` and the minutes
 * from a failed call to the next: `Any;10`. A window that never opens (`Any0800-0800`) is
 * an error, and so is `Never` in a list. Windows that cover the week and hold nothing back
 * are none. `UTC` before them makes them windows of UTC, and FidoNet's zone mail hours, `ZMH1` to
 * `ZMH6` (FTS-5001), which may stand for days and hours, are of UTC anyhow. Of a bad text the error says at which character.
 */
gboolean bp_schedule_parse(const char *text, BpSchedule *schedule, GError **error);

/** bp_schedule_format: (transfer full): as bp_schedule_parse() reads it. */
char *bp_schedule_format(const BpSchedule *schedule);

/** bp_schedule_times: (transfer full): when a call may be made, as a line of a Systems file
 * has it: `Any`, `Never`, `Wk2300-0800,Sa,Su;10`. */
char *bp_schedule_times(const BpSchedule *schedule);

/**
 * bp_schedule_opens_us:
 * @tz_minutes: the caller's
 *
 * Returns: @at_us if a window is open then, else when the next one opens.
 */
gint64 bp_schedule_opens_us(const BpSchedule *schedule, gint64 begin_unix_s,
                            int tz_minutes, gint64 at_us);

/** bp_schedule_opens_for_us: the same for mail of @grade, 0: for a call without any. If no
 * window lets that through ever, BP_TIME_MAX_US, as for a schedule that is never. */
gint64 bp_schedule_opens_for_us(const BpSchedule *schedule, gint64 begin_unix_s,
                                int tz_minutes, gint64 at_us, guint8 grade);

/** bp_schedule_grade: the lowest grade that is let through at @at_us, BP_GRADE_LAST where
 * there are no windows; 0: none is open. */
guint8 bp_schedule_grade(const BpSchedule *schedule, gint64 begin_unix_s,
                         int tz_minutes, gint64 at_us);

/** bp_schedule_closes_us: when the window open at @at_us closes, or lets less through;
 * BP_TIME_MAX_US if it never does; @at_us if none is open then. */
gint64 bp_schedule_closes_us(const BpSchedule *schedule, gint64 begin_unix_s,
                             int tz_minutes, gint64 at_us);

#endif
