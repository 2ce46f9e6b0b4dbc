/* carrier_kit.h - lines and calls by hand: files are numbers on shelves, one a channel, and all
 * that crosses is a text.
 *
 * Plain lines of 10,000 bps carry 1,000 bytes in 1 s. Time 0 is Thursday, 1 January 1970,
 * 00:00 UTC unless a test says otherwise.
 */
#ifndef BP_TEST_CARRIER_KIT_H
#define BP_TEST_CARRIER_KIT_H

#include <bangpath/carrier.h>

#include <bangpath/calendar.h>
#include <bangpath/grade.h>
#include <bangpath/units.h>
#include <string.h>

#define CHANNELS 16

typedef struct {
    BpNetwork *network;
    BpQueue *queue;
    BpCarrier *carrier;
    GArray *shelves[CHANNELS]; /* of BpFile */
    guint n_taken[CHANNELS];
    guint n_arrived[CHANNELS];
    GArray *moving; /* of BpFile: under way over nets, by number */
    gint64 begin_unix_s;
    guint64 seed;
    gboolean refuses;   /* what is asked first */
    gboolean foretells; /* that it does not */
    guint n_foretold;
    guint32
        stands_in; /* where a net's files go that cannot be handed over, or BP_NONE */
    GString *log;
} World;

static inline gboolean
first(gpointer data, guint32 channel, BpFile *file)
{
    World *w = data;

    if (w->shelves[channel]->len == 0)
        return FALSE;
    *file = g_array_index(w->shelves[channel], BpFile, 0);
    return TRUE;
}

static inline void
note_file(World *w, const BpFile *file, const char *what)
{
    gint64 us = bp_queue_now_us(w->queue);

    g_string_append_printf(
        w->log, "%" G_GINT64_FORMAT ".%06d %s%s %" G_GUINT64_FORMAT "\n",
        us / BP_SECOND_US, (int)(us % BP_SECOND_US), what,
        bp_network_host(w->network, file->to).name, file->body_bytes);
}

static inline void
note(World *w, guint32 channel, const char *what)
{
    note_file(w, &g_array_index(w->shelves[channel], BpFile, 0), what);
}

static inline guint32
take(gpointer data, guint32 channel)
{
    World *w = data;

    note(w, channel, "");
    g_array_remove_index(w->shelves[channel], 0);
    return w->n_taken[channel]++;
}

static inline gboolean
asked(gpointer data, guint32 channel)
{
    World *w = data;

    if (!w->refuses)
        return TRUE;
    note(w, channel, "no ");
    g_array_remove_index(w->shelves[channel], 0);
    return FALSE;
}

static inline void
arrive(gpointer data, guint32 channel, guint32 file)
{
    World *w = data;

    if (bp_network_host(w->network, bp_network_to(w->network, channel)).is_net)
        note_file(w, &g_array_index(w->moving, BpFile, file), "");
    else
        g_assert_cmpuint(file, ==, w->n_arrived[channel]++);
}

static inline gboolean
begin_file(gpointer data, guint32 channel, BpFile *file, guint32 *number)
{
    World *w = data;

    if (!first(data, channel, file))
        return FALSE;
    g_array_remove_index(w->shelves[channel], 0);
    *number = w->moving->len;
    g_array_append_val(w->moving, *file);
    return TRUE;
}

/* All that waits. */
static inline guint32
bundle(gpointer data, guint32 channel, guint8 grade, BpFile *file)
{
    const World *w = data;
    const GArray *shelf = w->shelves[channel];

    (void)grade;
    *file = g_array_index(shelf, BpFile, 0);
    for (guint i = 1; i < shelf->len; i++) {
        file->body_bytes += g_array_index(shelf, BpFile, i).body_bytes;
        file->n_recipients += g_array_index(shelf, BpFile, i).n_recipients;
    }
    return shelf->len;
}

static inline gboolean
offered(gpointer data, guint32 channel, guint32 *number, BpFile *file)
{
    World *w = data;

    (void)channel;
    *file = g_array_index(w->moving, BpFile, *number);
    if (w->refuses)
        note_file(w, file, "no ");
    return !w->refuses;
}

static inline gboolean
foretell(gpointer data, guint32 channel, guint32 number)
{
    World *w = data;

    (void)channel;
    g_assert_cmpuint(number, <, w->moving->len);
    return w->foretells;
}

static inline void
foretold(gpointer data, guint32 channel, guint32 number)
{
    World *w = data;

    (void)channel;
    g_assert_true(w->foretells);
    g_assert_cmpuint(number, <, w->moving->len);
    w->n_foretold++;
}

static inline void
put_back(gpointer data, guint32 channel, guint32 number, guint32 primary)
{
    World *w = data;
    BpFile file = g_array_index(w->moving, BpFile, number);

    g_assert_cmpuint(primary, ==, file.to);
    note_file(w, &file, "back ");
    g_array_prepend_val(w->shelves[channel], file);
}

/* Over a net the file goes out of the way for good, unless somebody stands in. */
static inline guint32
unreachable(gpointer data, guint32 channel, guint32 number, guint32 primary,
            guint32 tries)
{
    World *w = data;
    const BpFile *file = &g_array_index(w->moving, BpFile, number);

    (void)channel;
    g_assert_cmpuint(primary, ==, file->to);
    if (tries == 0 && w->stands_in != BP_NONE)
        return w->stands_in;
    note_file(w, file, "lost ");
    return BP_NONE;
}

static const BpFreight freight = {
    .first = first,
    .asked = asked,
    .take = take,
    .arrive = arrive,
    .bundle = bundle,
    .begin = begin_file,
    .offered = offered,
    .put_back = put_back,
    .unreachable = unreachable,
    .foretell = foretell,
    .foretold = foretold,
};

static inline World *
world_new(void)
{
    World *w = g_new0(World, 1);

    w->network = bp_network_new();
    w->queue = bp_queue_new();
    w->seed = 1;
    w->log = g_string_new(NULL);
    w->stands_in = BP_NONE;
    w->moving = g_array_new(FALSE, FALSE, sizeof(BpFile));
    for (guint i = 0; i < CHANNELS; i++)
        w->shelves[i] = g_array_new(FALSE, FALSE, sizeof(BpFile));
    return w;
}

static inline void
world_free(World *w)
{
    bp_carrier_free(w->carrier);
    bp_queue_free(w->queue);
    bp_network_free(w->network);
    for (guint i = 0; i < CHANNELS; i++)
        g_array_unref(w->shelves[i]);
    g_array_unref(w->moving);
    g_string_free(w->log, TRUE);
    g_free(w);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(World, world_free)

static inline guint32
host(World *w, const char *name, guint16 lines)
{
    guint32 number = bp_network_node(w->network, name, NULL);

    bp_network_edit(w->network, number)->lines = lines;
    return number;
}

static inline BpLine
line_of(const char *protocol, const char *schedule)
{
    BpLine line =
        bp_line_from_profile(bp_line_profile_find("lan"), bp_protocol_find(protocol));
    GError *error = NULL;

    line.view = (BpLineView){.bps = 10000};
    bp_schedule_parse(schedule, &line.schedule, &error);
    g_assert_no_error(error);
    return line;
}

/* Returns: the channel from @a. */
static inline guint32
link_by(World *w, guint32 a, guint32 b, const BpLine *line)
{
    return 2 * bp_network_add_link(w->network, a, b,
                                   bp_network_add_line(w->network, line), 100, 100);
}

static inline void
begin(World *w)
{
    bp_network_finish(w->network);
    w->carrier =
        bp_carrier_new(w->network, w->queue, w->begin_unix_s, w->seed, &freight, w);
    bp_carrier_start(w->carrier);
}

static inline void
put_to(World *w, guint32 channel, guint64 bytes, guint32 to)
{
    BpFile file = {bytes, 1, to, BP_FLAVOUR_NORMAL};

    g_array_append_val(w->shelves[channel], file);
    if (w->shelves[channel]->len == 1)
        bp_carrier_kick(w->carrier, channel);
}

static inline void
put(World *w, guint32 channel, guint64 bytes)
{
    put_to(w, channel, bytes, bp_network_to(w->network, channel));
}

static inline void
expect(World *w, gint64 until_us, const char *text)
{
    bp_queue_run_until(w->queue, until_us);
    g_assert_cmpstr(w->log->str, ==, text);
    g_string_truncate(w->log, 0);
}

#endif
