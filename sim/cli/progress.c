/* progress.c - one line on a terminal that says how far a run is. */
#include "progress.h"

#include "terminal.h"

#include <bangpath/calendar.h>
#include <bangpath/units.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

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

/* (transfer full): `1.3 M events/s`, `820,000 events/s`. */
static char *
speed(const BpRunStatus *status)
{
    double rate = status->wall_s > 0 ? (double)status->events / status->wall_s : 0;
    g_autofree char *count = bp_format_count((guint64)rate);

    return rate < 1e6 ? g_strdup_printf("  %s events/s", count)
                      : g_strdup_printf("  %.1f M events/s", rate / 1e6);
}

/* A line that runs over the edge could not be taken away again: what does not fit is left
 * out. The last column stays free. */
static void
put_if_fits(GString *line, const char *part, guint columns)
{
    if (line->len + strlen(part) < columns)
        g_string_append(line, part);
}

void
progress_show(gpointer data, const BpRunStatus *status)
{
    g_autofree char *date = bp_format_moment(status->begin_unix_s, status->now_us);
    g_autofree char *share = g_strdup_printf("  %3.0f%%", 100 * status->share);
    g_autofree char *events = speed(status);
    g_autofree char *left = time_left(status);
    g_autoptr(GString) line = g_string_new(NULL);
    const guint columns = terminal_columns(STDERR_FILENO);

    (void)data;
    put_if_fits(line, date, columns);
    put_if_fits(line, share, columns);
    if (line->len + strlen(events) + strlen(left) < columns)
        g_string_append(line, events);
    put_if_fits(line, left, columns);
    fprintf(stderr, CLEAR_LINE "%s", line->str);
    fflush(stderr);
}

void
progress_clear(void)
{
    fputs(CLEAR_LINE, stderr);
    fflush(stderr);
}
