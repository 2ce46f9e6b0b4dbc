/* report_traffic.c - what crossed each line from one look at the links to the next. */
#include "report_private.h"

#include <bangpath/report.h>
#include <bangpath/run_history.h>
#include <stdlib.h>

#define ROOM_BYTES 3500000 /* of all runs together */

/* Frames: the crossings of a run by time. Frame i is what crossed after time i-1 up to
 * time i; what had crossed at the first time itself, the begin, is in frame 0. */
typedef struct {
    GArray *times; /* owned: gint64, ascending */
    guint n_lines;
    guint64 *copies; /* owned: by frame and line */
    guint64 *spam;   /* owned: the same */
} Frames;

static int
by_time(gconstpointer a, gconstpointer b)
{
    const gint64 p = *(const gint64 *)a;
    const gint64 q = *(const gint64 *)b;

    return p < q ? -1 : p > q;
}

/* When something is known to have crossed. */
static GArray *
busy_times(const GArray *crossings)
{
    GArray *times = g_array_new(FALSE, FALSE, sizeof(gint64));
    guint n = 0;

    for (guint i = 0; i < crossings->len; i++)
        g_array_append_val(times, g_array_index(crossings, BpRunCrossing, i).time_us);
    g_array_sort(times, by_time);
    for (guint i = 0; i < times->len; i++) {
        const gint64 time_us = g_array_index(times, gint64, i);

        if (n == 0 || g_array_index(times, gint64, n - 1) != time_us)
            g_array_index(times, gint64, n++) = time_us;
    }
    g_array_set_size(times, n);
    return times;
}

static guint frame_of(const GArray *times, gint64 time_us);

static guint
divisor(guint a, guint b)
{
    while (b != 0) {
        const guint rest = a % b;

        a = b;
        b = rest;
    }
    return a;
}

/* A look at which nothing had crossed any link has left no row. Looks are taken at every
 * few points of the series, and at the end; so those without a row are put in
 * between, or the traffic before a pause would seem to go on through it. */
static GArray *
times_of(const GArray *crossings, const GArray *points)
{
    g_autoptr(GArray) busy = busy_times(crossings);
    GArray *times = g_array_new(FALSE, FALSE, sizeof(gint64));
    g_autoptr(GArray) series = g_array_new(FALSE, FALSE, sizeof(gint64));
    guint every = 0;

    for (guint i = 0; i < points->len; i++)
        g_array_append_val(series, g_array_index(points, BpRunPoint, i).time_us);
    for (guint i = 0; i < busy->len; i++) {
        const gint64 time_us = g_array_index(busy, gint64, i);
        const guint at = frame_of(series, time_us);

        if (at == series->len || g_array_index(series, gint64, at) != time_us) {
            g_array_unref(times);
            return g_steal_pointer(&busy);
        }
        if (at + 1 < series->len)
            every = divisor(at, every);
    }
    every = MAX(every, 1);
    for (guint i = 1; i < series->len; i++)
        if (i % every == 0 || i + 1 == series->len)
            g_array_append_val(times, g_array_index(series, gint64, i));
    return times;
}

/* Every @nth time, and the last. */
static GArray *
thin_times(const GArray *times, guint nth)
{
    GArray *thin = g_array_new(FALSE, FALSE, sizeof(gint64));

    for (guint i = 0; i < times->len; i++)
        if ((i + 1) % nth == 0 || i + 1 == times->len)
            g_array_append_val(thin, g_array_index(times, gint64, i));
    return thin;
}

static guint
frame_of(const GArray *times, gint64 time_us)
{
    guint low = 0;
    guint high = times->len;

    while (low < high) {
        const guint middle = low + (high - low) / 2;

        if (g_array_index(times, gint64, middle) < time_us)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void
sum_up(Frames *frames, const ReportRun *run, const GArray *crossings)
{
    for (guint i = 0; i < crossings->len; i++) {
        const BpRunCrossing *now = &g_array_index(crossings, BpRunCrossing, i);
        const BpRunCrossing *last = i > 0 ? now - 1 : NULL;
        const gboolean follows = last != NULL && last->link == now->link;
        const gsize at =
            (gsize)frame_of(frames->times, now->time_us) * frames->n_lines +
            report_line_of(run, now->link);

        frames->copies[at] += now->copies - (follows ? last->copies : 0);
        frames->spam[at] += now->spam_copies - (follows ? last->spam_copies : 0);
    }
}

/* Of each frame, how many lines have had traffic, then of each: how many lines it is
 * after the last one named, copies, and spam among them. */
static GByteArray *
pack(const Frames *frames)
{
    GByteArray *bytes = g_byte_array_new();

    for (guint frame = 0; frame < frames->times->len; frame++) {
        const guint64 *copies = frames->copies + (gsize)frame * frames->n_lines;
        const guint64 *spam = frames->spam + (gsize)frame * frames->n_lines;
        guint n = 0;
        guint next = 0;

        for (guint i = 0; i < frames->n_lines; i++)
            n += copies[i] > 0;
        report_pack(bytes, n);
        for (guint i = 0; i < frames->n_lines; i++) {
            if (copies[i] == 0)
                continue;
            report_pack(bytes, i - next);
            report_pack(bytes, copies[i]);
            report_pack(bytes, spam[i]);
            next = i + 1;
        }
    }
    return bytes;
}

static GByteArray *
make_frames(const ReportRun *run, const GArray *crossings, GArray *times)
{
    const guint n_lines = run->lines->lines->len;
    Frames frames = {
        .times = times,
        .n_lines = n_lines,
        .copies = g_new0(guint64, (gsize)times->len * n_lines + 1),
        .spam = g_new0(guint64, (gsize)times->len * n_lines + 1),
    };
    GByteArray *bytes;

    sum_up(&frames, run, crossings);
    bytes = pack(&frames);
    g_free(frames.copies);
    g_free(frames.spam);
    return bytes;
}

static void
put_times(JsonBuilder *json, const GArray *times)
{
    json_builder_set_member_name(json, "times");
    json_builder_begin_array(json);
    for (guint i = 0; i < times->len; i++)
        json_builder_add_int_value(json, g_array_index(times, gint64, i));
    json_builder_end_array(json);
}

gboolean
report_traffic(JsonBuilder *json, const ReportRun *run, GError **error)
{
    g_autoptr(GArray) crossings = bp_run_db_crossings(run->db, error);
    g_autoptr(GArray) points = NULL;
    g_autoptr(GArray) all = NULL;
    g_autoptr(GArray) times = NULL;
    g_autoptr(GByteArray) bytes = NULL;
    guint nth;

    if (crossings == NULL)
        return FALSE;
    points = bp_run_db_series(run->db, "hops", error);
    if (points == NULL)
        return FALSE;
    all = times_of(crossings, points);
    nth = MAX((all->len + BP_REPORT_MAX_FRAMES - 1) / BP_REPORT_MAX_FRAMES, 1);
    times = thin_times(all, nth);
    bytes = make_frames(run, crossings, times);
    while (bytes->len > ROOM_BYTES / run->n_runs && times->len > 1) {
        nth *= 2;
        g_array_unref(times);
        g_byte_array_unref(bytes);
        times = thin_times(all, nth);
        bytes = make_frames(run, crossings, times);
    }
    if (nth > 1)
        g_ptr_array_add(
            run->notes,
            g_strdup_printf("Traffic of links is shown in %u steps, where the database "
                            "has %u: more would not fit into a page.",
                            times->len, all->len));
    json_builder_set_member_name(json, "frames");
    json_builder_begin_object(json);
    put_times(json, times);
    report_put_bytes(json, "data", bytes->data, bytes->len);
    json_builder_end_object(json);
    return TRUE;
}
