/* progress.c - one line on a terminal that says how far a run is. */
#include "progress.h"

#include <bangpath/calendar.h>
#include <stdio.h>

#define CLEAR_LINE "\r\033[K"

void
progress_show(gpointer data, const BpRunStatus *status)
{
    g_autofree char *date = bp_format_moment(status->begin_unix_s, status->now_us);
    double rate = status->wall_s > 0 ? (double)status->events / status->wall_s : 0;
    double left_s =
        status->share > 0 ? status->wall_s / status->share - status->wall_s : 0;

    (void)data;
    fprintf(stderr, CLEAR_LINE "%s  %3.0f%%  %.1f M events/s  %.0f s left", date,
            100 * status->share, rate / 1e6, left_s);
    fflush(stderr);
}

void
progress_clear(void)
{
    fputs(CLEAR_LINE, stderr);
    fflush(stderr);
}
