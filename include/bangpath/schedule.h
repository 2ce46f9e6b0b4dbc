/* schedule.h - when a link may be used: permanent, on demand, polled; by windows.
 *
 * Layer: network.
 */
#ifndef BANGPATH_SCHEDULE_H
#define BANGPATH_SCHEDULE_H

#include <glib.h>

/** BP_SCHEDULE_WINDOWS: at most so many a week, joined where they meet: four a day. */
#define BP_SCHEDULE_WINDOWS 28

typedef enum {
    BP_SCHEDULE_PERMANENT, /* never hangs up */
    BP_SCHEDULE_DEMAND,    /* a call when there is work, from either end */
    BP_SCHEDULE_POLL,      /* the first-named end calls every so often, work or not */
} BpScheduleKind;

/** BpWindow: minutes since Sunday 00:00 local time, @from to before @to. */
typedef struct {
    gint16 from;
    gint16 to;
} BpWindow;

/** BpSchedule: plain data; all bytes defined, so two can be compared by memcmp(). */
typedef struct {
    gint64 period_us; /* of polls */
    gint32 kind;
    gint32 n_windows; /* 0 = always open; else sorted and apart */
    BpWindow windows[BP_SCHEDULE_WINDOWS];
} BpSchedule;

/**
 * bp_schedule_parse:
 *
 * `permanent`, `demand`, `poll 4 h`; the last two maybe followed by windows, or windows
 * alone, which is demand within them. Windows are in Systems-file form (Taylor UUCP manual,
 * "Time Strings"): days (Su Mo Tu We Th Fr Sa, Wk, Any, run together), then maybe
 * HHMM-HHMM, several joined by `,` or `|`: `Wk2300-0800,Sa,Su`. A span past midnight is
 * cut there, and both parts belong to the days named, as HoneyDanBer had it. A window that
 * never opens (`Never`, `Any0800-0800`) is an error. Windows that cover the week are none.
 */
gboolean bp_schedule_parse(const char *text, BpSchedule *schedule, GError **error);

/** bp_schedule_format: (transfer full): as bp_schedule_parse() reads it. */
char *bp_schedule_format(const BpSchedule *schedule);

/**
 * bp_schedule_opens_us:
 * @tz_minutes: the caller's
 *
 * Returns: @at_us if a window is open then, else when the next one opens.
 */
gint64 bp_schedule_opens_us(const BpSchedule *schedule, gint64 begin_unix_s,
                            int tz_minutes, gint64 at_us);

/** bp_schedule_closes_us: when the window open at @at_us closes; BP_TIME_MAX_US if it never
 * does; @at_us if none is open then. */
gint64 bp_schedule_closes_us(const BpSchedule *schedule, gint64 begin_unix_s,
                             int tz_minutes, gint64 at_us);

#endif
