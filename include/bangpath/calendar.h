/* calendar.h - between simulated time and the calendar of 1978-2005.
 *
 * Layer: base. Unix time is in seconds, UTC, without leap seconds; simulated time is in
 * microseconds from the scenario's begin. Local time is UTC plus a fixed offset.
 */
#ifndef BANGPATH_CALENDAR_H
#define BANGPATH_CALENDAR_H

#include <glib.h>

#define BP_WEEK_MINUTES (7 * 24 * 60)

/**
 * bp_parse_instant: `1996-09-01`, `1996-09-01 09:00`, `1996-09-01T09:00:00Z`, UTC, from
 * 1970 to 2099. Seconds and the Z may be left out.
 */
gboolean bp_parse_instant(const char *text, gint64 *unix_s, GError **error);

/**
 * bp_parse_moment:
 * @begin_unix_s: the scenario's begin
 *
 * A moment of a scenario: `day 4`, `day 4 09:00` (day 1 is the date of begin, UTC) or an
 * instant as above. `day 1` without a time is begin itself. Before begin is an error, as is
 * more than BP_TIME_MAX_US after it.
 */
gboolean bp_parse_moment(const char *text, gint64 begin_unix_s, gint64 *at_us,
                         GError **error);

/** bp_parse_zone: `-5:00`, `+5:30`, `-8`, `0`: minutes east of UTC, -720 to 840;
 * without a sign only 0. */
gboolean bp_parse_zone(const char *text, gint64 *minutes, GError **error);

/** bp_zone_at: minutes east of UTC of who says no zone: of @lon, degrees east, one hour every 15,
 * the half of one counting away from Greenwich; 0 where that is not a number. */
int bp_zone_at(float lon);

/** bp_minute_of_week: minutes since the last Sunday 00:00 at @unix_s + @tz_minutes. */
int bp_minute_of_week(gint64 unix_s, int tz_minutes);

/** bp_format_instant: (transfer full): `1996-09-01T00:00:00Z`. */
char *bp_format_instant(gint64 unix_s);

/** bp_format_moment: (transfer full): `1996-09-04 09:00:00`, UTC, for people. */
char *bp_format_moment(gint64 begin_unix_s, gint64 at_us);

#endif
