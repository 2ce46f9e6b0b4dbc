/* recorder.c - writes down what it is told.
 *
 * It is told of the first spam to each target and of worms that run always, of all else
 * only where there is a database.
 */
#include "recorder_private.h"

#include <bangpath/relay_test.h>
#include <string.h>

/* ---- small things ---- */

/* Sets bit @i; returns whether it was set. */
static gboolean
set_bit(GByteArray *bits, guint64 i)
{
    guint at = (guint)(i / 8);
    guint8 mask = (guint8)(1U << (i % 8));
    gboolean was;

    if (at >= bits->len) {
        guint old = bits->len;

        g_byte_array_set_size(bits, MAX(at + 1, old * 2));
        memset(bits->data + old, 0, bits->len - old);
    }
    was = (bits->data[at] & mask) != 0;
    bits->data[at] |= mask;
    return was;
}

static gboolean
bit(const GByteArray *bits, guint64 i)
{
    return i / 8 < bits->len && (bits->data[i / 8] & (1U << (i % 8))) != 0;
}

static const char *
host_name(const BpRecorder *recorder, guint32 host)
{
    return bp_network_host(recorder->network, host).name;
}

/* (transfer full): `u17@ihnp4`, `kolstad@uiucdcs`, `<>`. */
static char *
address(const BpRecorder *recorder, BpAddress to)
{
    const BpTrace *trace = bp_world_scenario(recorder->world)->trace;
    const char *name = NULL;

    if (to.host == BP_NONE)
        return g_strdup("<>");
    if (to.user == BP_NOBODY)
        return g_strdup_printf("nobody@%s", host_name(recorder, to.host));
    if (trace)
        name = bp_trace_user_name(trace, to.user);
    if (name)
        return g_strdup_printf("%s@%s", name, host_name(recorder, to.host));
    return g_strdup_printf("u%u@%s", to.user, host_name(recorder, to.host));
}

static const char *
reason_or_null(BpReason reason)
{
    return reason == BP_REASON_NONE ? NULL : bp_reason_name(reason);
}

/* ---- what it is told ---- */

static void
on_reached(gpointer data, BpAddress mailbox)
{
    BpRecorder *recorder = data;
    gint64 now_us = bp_world_now_us(recorder->world);

    g_array_append_val(recorder->reached_us, now_us);
    if (!set_bit(recorder->reached, mailbox.host) && recorder->writer)
        bp_run_db_put(recorder->writer, BP_TABLE_HOST_EVENTS, "iisn", now_us,
                      (gint64)mailbox.host, "reached");
}

static void
on_infected(gpointer data, BpAddress mailbox)
{
    BpRecorder *recorder = data;
    gint64 now_us = bp_world_now_us(recorder->world);

    g_array_append_val(recorder->infected_us, now_us);
    if (!set_bit(recorder->infected, mailbox.host) && recorder->writer)
        bp_run_db_put(recorder->writer, BP_TABLE_HOST_EVENTS, "iisn", now_us,
                      (gint64)mailbox.host, "infected");
}

static void
on_relay_changed(gpointer data, guint32 host, guint relay)
{
    BpRecorder *recorder = data;

    bp_run_db_put(recorder->writer, BP_TABLE_HOST_EVENTS, "iiss",
                  bp_world_now_us(recorder->world), (gint64)host, "relay",
                  bp_policies[relay]->name);
}

/* `open:stranger,percent`, or `closed`. */
static void
on_tested(gpointer data, guint32 host, guint passed)
{
    BpRecorder *recorder = data;
    g_autofree char *tests = bp_relay_test_list(passed);
    g_autofree char *detail =
        passed == 0 ? g_strdup("closed") : g_strconcat("open:", tests, NULL);

    bp_run_db_put(recorder->writer, BP_TABLE_HOST_EVENTS, "iiss",
                  bp_world_now_us(recorder->world), (gint64)host, "tested", detail);
}

static void
on_listing(gpointer data, guint32 host, guint list, gboolean listed, gboolean deserved)
{
    BpRecorder *recorder = data;

    (void)deserved;
    if (listed)
        recorder->n_listed++;
    else
        recorder->n_listed--;
    bp_run_db_put(recorder->writer, BP_TABLE_HOST_EVENTS, "iiss",
                  bp_world_now_us(recorder->world), (gint64)host,
                  listed ? "listed" : "delisted",
                  bp_post_guard_name(recorder->post, list));
}

static void
on_written(gpointer data, const BpMessageInfo *message, guint32 host,
           const BpRecipient *recipients, guint n_recipients)
{
    BpRecorder *recorder = data;
    g_autofree char *from = address(recorder, message->from);
    char id[BP_MESSAGE_ID_SIZE];

    if (set_bit(recorder->traced, message->serial))
        return;
    bp_post_message_id(recorder->post, message->serial, id);
    bp_run_db_put(recorder->writer, BP_TABLE_MESSAGES, "issiisiii",
                  (gint64)message->serial, id, bp_kind_name(message->kind),
                  message->born_us, (gint64)host, from, (gint64)message->forged,
                  (gint64)message->size_bytes,
                  (gint64)bp_post_owner_text(recorder->post, message->owner));
    for (guint i = 0; i < n_recipients; i++) {
        g_autofree char *to = address(recorder, recipients[i].to);

        bp_run_db_put(recorder->writer, BP_TABLE_RECIPIENTS, "isiisnnn",
                      (gint64)message->serial, to, (gint64)i,
                      (gint64)recipients[i].to.host, bp_state_name(BP_QUEUED));
    }
}

static void
on_bounced_for(gpointer data, const BpMessageInfo *message, guint64 bounce,
               guint32 host, gboolean warning)
{
    BpRecorder *recorder = data;

    bp_run_db_put(recorder->writer, BP_TABLE_BOUNCES, "iiii", (gint64)bounce,
                  (gint64)message->serial, (gint64)host, (gint64)(warning != 0));
}

static void
on_hop(gpointer data, const BpMessageInfo *message, guint32 channel, guint32 from,
       guint32 to, guint n_recipients, guint64 bytes)
{
    BpRecorder *recorder = data;

    bp_run_db_put(recorder->writer, BP_TABLE_HOPS, "iiiiiii", (gint64)message->serial,
                  bp_world_now_us(recorder->world), (gint64)(channel / 2), (gint64)from,
                  (gint64)to, (gint64)n_recipients, (gint64)bytes);
}

static void
on_ended(gpointer data, const BpMessageInfo *message, BpAddress to, guint32 host,
         BpState state, BpReason reason)
{
    BpRecorder *recorder = data;
    g_autofree char *rcpt = address(recorder, to);

    bp_run_db_put_end(recorder->writer, message->serial, rcpt, bp_state_name(state),
                      reason_or_null(reason), bp_world_now_us(recorder->world), host);
}

static void
on_refused(gpointer data, const BpMessageInfo *message, guint32 peer, guint32 host,
           BpReason reason, guint n_recipients)
{
    BpRecorder *recorder = data;
    gint64 serial = (gint64)message->serial;
    gint64 now_us = bp_world_now_us(recorder->world);

    if (!bit(recorder->traced, message->serial))
        return;
    if (peer == BP_NONE)
        bp_run_db_put(recorder->writer, BP_TABLE_REFUSALS, "iinisi", serial, now_us,
                      (gint64)host, bp_reason_name(reason), (gint64)n_recipients);
    else
        bp_run_db_put(recorder->writer, BP_TABLE_REFUSALS, "iiiisi", serial, now_us,
                      (gint64)peer, (gint64)host, bp_reason_name(reason),
                      (gint64)n_recipients);
}

static const BpObserver observer = {
    .written = on_written,
    .bounced_for = on_bounced_for,
    .hop = on_hop,
    .ended = on_ended,
    .refused = on_refused,
    .relay_changed = on_relay_changed,
    .reached = on_reached,
    .listing = on_listing,
    .infected = on_infected,
    .tested = on_tested,
};

static const BpObserver observer_without_db = {
    .reached = on_reached,
    .infected = on_infected,
};

BpRecorder *
bp_recorder_new(BpWorld *world, BpRunDbWriter *writer)
{
    BpRecorder *recorder = g_new0(BpRecorder, 1);

    recorder->world = world;
    recorder->writer = writer;
    recorder->network = bp_world_network(world);
    recorder->post = bp_world_post(world);
    recorder->reached_us = g_array_new(FALSE, FALSE, sizeof(gint64));
    recorder->infected_us = g_array_new(FALSE, FALSE, sizeof(gint64));
    recorder->infected = g_byte_array_new();
    recorder->reached = g_byte_array_new();
    recorder->traced = g_byte_array_new();
    recorder->n_links = bp_network_n_channels(recorder->network) / 2;
    recorder->marks = g_new0(BpLinkMark, recorder->n_links);
    recorder->snapshot_every = bp_recorder_snapshot_every(recorder->n_links);
    recorder->last_us = -1;
    recorder->last_links_us = -1;
    bp_post_observe(bp_world_post(world), writer ? &observer : &observer_without_db,
                    recorder);
    return recorder;
}

void
bp_recorder_free(BpRecorder *recorder)
{
    if (recorder == NULL)
        return;
    g_array_free(recorder->reached_us, TRUE);
    g_array_free(recorder->infected_us, TRUE);
    g_byte_array_free(recorder->infected, TRUE);
    g_byte_array_free(recorder->reached, TRUE);
    g_byte_array_free(recorder->traced, TRUE);
    g_free(recorder->marks);
    g_free(recorder);
}

/* ---- as bytes ---- */

static void
archive_times(BpArchive *archive, GArray *times_us)
{
    bp_archive_length(archive, times_us, G_MAXUINT32, sizeof(gint64));
    bp_archive_i64s(archive, (gint64 *)(void *)times_us->data, times_us->len);
}

static void
archive_bits(BpArchive *archive, GByteArray *bits)
{
    guint64 n = bp_archive_count(archive, bits->len, G_MAXUINT32, 1);

    if (bp_archive_is_loading(archive))
        g_byte_array_set_size(bits, (guint)n);
    bp_archive_u8s(archive, bits->data, n);
}

void
bp_recorder_archive(BpRecorder *recorder, BpArchive *archive)
{
    bp_archive_section(archive, "recorder");
    archive_times(archive, recorder->reached_us);
    archive_times(archive, recorder->infected_us);
    archive_bits(archive, recorder->infected);
    archive_bits(archive, recorder->reached);
    archive_bits(archive, recorder->traced);
    for (guint32 i = 0; i < recorder->n_links; i++) {
        bp_archive_u64(archive, &recorder->marks[i].copies);
        bp_archive_u64(archive, &recorder->marks[i].bytes);
    }
    bp_archive_u64(archive, &recorder->n_listed);
    bp_archive_u32(archive, &recorder->samples);
    bp_archive_i64(archive, &recorder->last_us);
    bp_archive_i64(archive, &recorder->last_links_us);
}

/* Of times that were noted as they came. */
static gint64
middle_us(const GArray *times_us)
{
    guint n = times_us->len;

    return n == 0 ? -1 : g_array_index(times_us, gint64, (n - 1) / 2);
}

gint64
bp_recorder_half_reach_us(const BpRecorder *recorder)
{
    return middle_us(recorder->reached_us);
}

gint64
bp_recorder_half_infected_us(const BpRecorder *recorder)
{
    return middle_us(recorder->infected_us);
}
