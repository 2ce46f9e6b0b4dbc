/* progress.c - one line on a terminal that says how far a run is. */
#include "progress.h"

#include <bangpath/calendar.h>
#include <bangpath/units.h>
#include <stdio.h>

#define CLEAR_LINE "\r\033[K"

/* Nobody can tell from the first moments of a run; nor does the nearest second matter. */
static char *
time_left(const BpRunStatus *status)
{
    if (status->wall_s < 0.5 || status->share < 1e-6)
        return g_strdup("");

    double left_s = status->wall_s / status->share - status->wall_s;
    gint64 seconds = (gint64)MIN(left_s, 1e9);
    gint64 step_s = seconds < 120 ? 1 : seconds < 7200 ? 60 : 3600;
    g_autofree char *words =
        bp_format_duration(seconds / step_s * step_s * BP_SECOND_US);

    return g_strdup_printf("  %s left", words);
}

void
progress_show(gpointer data, const BpRunStatus *status)
{
    g_autofree char *date = bp_format_moment(status->begin_unix_s, status->now_us);
    double rate = status->wall_s > 0 ? (double)status->events / status->wall_s : 0;
    g_autofree char *left = time_left(status);

    (void)data;
    fprintf(stderr, CLEAR_LINE "%s  %3.0f%%  %.1f M events/s%s", date,
            100 * status->share, rate / 1e6, left);
    fflush(stderr);
}

void
progress_clear(void)
{
    fputs(CLEAR_LINE, stderr);
    fflush(stderr);
}
