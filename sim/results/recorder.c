/* recorder.c - writes down what it is told and, at each step, what it sees.
 *
 * It is told of the first spam to each target and of worms that run always, of all else
 * only where there is a database.
 */
#include <bangpath/recorder.h>

#include <bangpath/calendar.h>
#include <bangpath/relay_test.h>
#include <bangpath/units.h>
#include <math.h>

/* Snapshots of the links: one in four samples, or fewer in a network so large that its
 * rows would outweigh all else. */
#define LINK_SNAPSHOTS 60
#define LINKS_FOR_ALL_SNAPSHOTS 20000

/* What a link had carried when it was last written down. */
typedef struct {
    guint64 copies;
    guint64 bytes;
} LinkMark;

struct _BpRecorder {
    BpWorld *world;        /* borrowed */
    BpRunDbWriter *writer; /* borrowed, nullable */
    const BpNetwork *network;
    const BpPost *post;
    GArray *reached_us;   /* owned, of gint64: when each mailbox reached was */
    GArray *infected_us;  /* owned, of gint64: when a worm first ran at each mailbox */
    GByteArray *infected; /* owned: a bit a host at which one has */
    GByteArray *reached;  /* owned: a bit a host that has a mailbox reached */
    GByteArray *traced;   /* owned: a bit a message that was seen being written */
    LinkMark *marks;      /* owned: one a link, further ones included */
    guint32 n_links;      /* further ones included */
    guint64 n_listed;     /* places on blacklists that are taken */
    guint samples;
    guint snapshot_every;
    gint64 last_us; /* of the last sample; -1 before */
    gint64 last_links_us;
};

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
    return bp_network_host(recorder->network, host)->name;
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
    recorder->marks = g_new0(LinkMark, recorder->n_links);
    recorder->snapshot_every =
        MIN(BP_SAMPLES, BP_SAMPLES / LINK_SNAPSHOTS *
                            (1 + recorder->n_links / LINKS_FOR_ALL_SNAPSHOTS));
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

/* ---- what it sees ---- */

gint64
bp_recorder_step_us(const BpRecorder *recorder, guint i)
{
    gint64 length_us = bp_world_scenario(recorder->world)->length_us;

    return length_us / BP_SAMPLES * i + length_us % BP_SAMPLES * i / BP_SAMPLES;
}

static void
put_whole(BpRecorder *recorder, const char *measure, guint64 value)
{
    bp_run_db_put(recorder->writer, BP_TABLE_SERIES, "isi", recorder->last_us, measure,
                  (gint64)value);
}

static void
put_real(BpRecorder *recorder, const char *measure, double value)
{
    bp_run_db_put(recorder->writer, BP_TABLE_SERIES, "isd", recorder->last_us, measure,
                  value);
}

static void
sample_worms(BpRecorder *recorder, const BpBooks *books)
{
    const BpTally *worm = &books->kind[BP_WORM];

    if (books->infected == 0)
        return;
    put_whole(recorder, "worm_infected", books->infected);
    put_whole(recorder, "worm_sent", worm->sent);
    put_whole(recorder, "worm_delivered", worm->in[BP_DELIVERED]);
}

static void
sample_lists(BpRecorder *recorder)
{
    if (bp_post_guards_of(recorder->post, bp_policy_find("blacklist")) != 0)
        put_whole(recorder, "listed", recorder->n_listed);
}

static void
sample_refusals(BpRecorder *recorder, const BpBooks *books)
{
    for (guint reason = BP_REASON_NONE + 1; reason < BP_N_REASONS; reason++) {
        g_autofree char *measure = NULL;

        if (books->refusals[reason] == 0)
            continue;
        measure = g_strconcat("refusals.", bp_reason_name(reason), NULL);
        put_whole(recorder, measure, books->refusals[reason]);
    }
}

static void
sample_series(BpRecorder *recorder)
{
    const BpPost *post = recorder->post;
    const BpBooks *books = bp_post_books(post);
    const BpTally *ham = &books->kind[BP_HAM];
    const BpTally *spam = &books->kind[BP_SPAM];
    gint64 spammers_udollars = bp_post_spammers_paid_udollars(post);
    gint64 all_udollars = bp_carrier_sums(bp_post_carrier(post))->paid_udollars;

    put_whole(recorder, "open_relays", bp_post_open_relays(post));
    put_real(recorder, "reach",
             books->targets ? (double)books->mailboxes_reached / (double)books->targets
                            : 0);
    put_whole(recorder, "ham_sent", ham->sent);
    put_whole(recorder, "ham_delivered", ham->in[BP_DELIVERED]);
    put_whole(recorder, "ham_bounced", ham->in[BP_BOUNCED]);
    put_whole(recorder, "ham_collateral", books->collateral);
    put_whole(recorder, "spam_sent", spam->sent);
    put_whole(recorder, "spam_delivered", spam->in[BP_DELIVERED]);
    put_whole(recorder, "spam_bytes_by_spammers", books->spam_bytes_by_spammers);
    put_whole(recorder, "spam_bytes_by_others", books->spam_bytes_by_others);
    put_whole(recorder, "spam_bytes_by_relays", books->spam_bytes_by_relays);
    put_whole(recorder, "spam_bytes_to_recipients", books->spam_bytes_to_recipients);
    put_whole(recorder, "spam_bounce_bytes", books->spam_bounce_bytes);
    put_whole(recorder, "hosts_reached", books->hosts_reached);
    put_whole(recorder, "bounces_sent", books->kind[BP_BOUNCE].sent);
    put_whole(recorder, "spool_bytes", bp_post_total_spool_bytes(post));
    put_whole(recorder, "hops", books->hops);
    put_real(recorder, "cost_spammers",
             (double)spammers_udollars / (double)BP_DOLLAR_U);
    put_real(recorder, "cost_others",
             (double)(all_udollars - spammers_udollars) / (double)BP_DOLLAR_U);
    sample_lists(recorder);
    sample_worms(recorder, books);
    sample_refusals(recorder, books);
}

static void
sample_link(BpRecorder *recorder, guint32 link)
{
    BpChannelBooks ab = bp_post_channel_books(recorder->post, 2 * link);
    BpChannelBooks ba = bp_post_channel_books(recorder->post, 2 * link + 1);
    LinkMark mark = {
        .copies = (guint64)ab.copies + ba.copies,
        .bytes = ab.bytes + ba.bytes,
    };

    if (mark.copies == recorder->marks[link].copies &&
        mark.bytes == recorder->marks[link].bytes)
        return;
    recorder->marks[link] = mark;
    bp_run_db_put(recorder->writer, BP_TABLE_LINK_SERIES, "iiiii", recorder->last_us,
                  (gint64)link, (gint64)mark.copies,
                  (gint64)ab.spam_copies + (gint64)ba.spam_copies, (gint64)mark.bytes);
}

static void
sample_links(BpRecorder *recorder)
{
    if (recorder->last_links_us == recorder->last_us)
        return;
    recorder->last_links_us = recorder->last_us;
    for (guint32 link = 0; link < recorder->n_links; link++)
        sample_link(recorder, link);
}

void
bp_recorder_sample(BpRecorder *recorder)
{
    gint64 now_us = bp_world_now_us(recorder->world);

    if (recorder->writer == NULL || now_us == recorder->last_us)
        return;

    recorder->last_us = now_us;
    sample_series(recorder);
    if (recorder->samples++ % recorder->snapshot_every == 0)
        sample_links(recorder);
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

/* ---- the end ---- */

static void
put_number(BpRecorder *recorder, const char *key, gint64 number)
{
    g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, number);

    bp_run_db_put(recorder->writer, BP_TABLE_RUN, "ss", key, text);
}

static void
put_text(BpRecorder *recorder, const char *key, const char *text)
{
    bp_run_db_put(recorder->writer, BP_TABLE_RUN, "ss", key, text);
}

static void
finish_run(BpRecorder *recorder, const BpRunResult *result)
{
    const BpScenario *scenario = bp_world_scenario(recorder->world);
    g_autofree char *begin = bp_format_instant(result->begin_unix_s);
    g_autofree char *trajectory =
        g_strdup_printf("%016" G_GINT64_MODIFIER "x", result->trajectory);

    put_text(recorder, "version", BANGPATH_VERSION);
    put_number(recorder, "schema", BP_RUN_DB_SCHEMA);
    put_text(recorder, "scenario", scenario->path);
    put_text(recorder, "merged", scenario->merged);
    put_text(recorder, "title", scenario->title);
    put_text(recorder, "topology", bp_network_title(recorder->network));
    put_number(recorder, "epoch", bp_network_epoch(recorder->network));
    put_text(recorder, "begin", begin);
    put_number(recorder, "length_us", result->length_us);
    put_number(recorder, "warm_up_us", scenario->warm_up_us);
    put_number(recorder, "end_us", result->end_us);
    put_number(recorder, "seed", (gint64)result->seed);
    put_number(recorder, "trace_ppm", scenario->trace_ppm);
    put_number(recorder, "complete", result->complete);
    put_text(recorder, "trajectory", trajectory);
    for (guint i = 0; i < scenario->inputs->len; i++) {
        const BpInput *input = scenario->inputs->pdata[i];

        bp_run_db_put(recorder->writer, BP_TABLE_INPUTS, "sss", input->path,
                      input->sha256, input->text);
    }
}

/* (transfer full): `uucp,internet`. */
static char *
networks_text(guint8 networks)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; bp_net_kind_names[i]; i++)
        if (networks & (1U << i))
            g_string_append_printf(text, "%s%s", text->len ? "," : "",
                                   bp_net_kind_names[i]);
    return g_string_free(text, FALSE);
}

/* A float as the decimal number that it was read from. */
static double
degrees(float value)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];

    if (!isfinite(value))
        return NAN;
    return g_ascii_strtod(g_ascii_formatd(text, sizeof text, "%.7g", (double)value),
                          NULL);
}

static void
finish_host(BpRecorder *recorder, guint32 number, const guint64 *sent_bytes)
{
    const BpHost *host = bp_network_host(recorder->network, number);
    const BpPost *post = recorder->post;
    g_autofree char *networks = networks_text(host->networks);
    guint relay = bp_post_relay(post, number);

    bp_run_db_put(recorder->writer, BP_TABLE_HOSTS, "isssissddsiiiiiii", (gint64)number,
                  host->name, host->is_net ? "net" : "host", networks,
                  (gint64)(host->is_net ? 0 : host->mailboxes),
                  host->is_net ? NULL : bp_policies[host->relay]->name,
                  host->is_net ? NULL : bp_policies[relay]->name, degrees(host->lat),
                  degrees(host->lon), bp_network_org(recorder->network, number),
                  (gint64)(host->is_net ? 0 : host->lines),
                  (gint64)bp_post_spam_delivered(post, number),
                  (gint64)bp_post_delivered(post, number),
                  (gint64)bp_post_relayed(post, number),
                  (gint64)bp_post_spool_bytes(post, number),
                  bp_carrier_paid_udollars(bp_post_carrier(post), number),
                  (gint64)sent_bytes[number]);
}

/* What left each host: a further line of its own counts for it too. */
static void
finish_hosts(BpRecorder *recorder)
{
    guint32 n = bp_network_n_nodes(recorder->network);
    g_autofree guint64 *sent_bytes = g_new0(guint64, n);

    for (guint32 channel = 0; channel < 2 * recorder->n_links; channel++)
        sent_bytes[bp_network_from(recorder->network, channel)] +=
            bp_post_channel_books(recorder->post, channel).bytes;
    for (guint32 host = 0; host < n; host++)
        finish_host(recorder, host, sent_bytes);
}

/* (nullable): the profile that @line is of, whatever its protocol and schedule. */
static const char *
profile_name(const BpLine *line)
{
    for (const BpLineProfile *profile = bp_line_profiles; profile->name; profile++)
        if (profile->bps == line->view.bps && profile->setup_us == line->setup_us &&
            profile->latency_us == line->view.latency_us)
            return profile->name;
    return NULL;
}

static void
finish_link(BpRecorder *recorder, guint32 number)
{
    const BpLink *link = bp_network_link(recorder->network, number);
    const BpLine *line = bp_network_line(recorder->network, link->line);
    BpChannelBooks ab = bp_post_channel_books(recorder->post, 2 * number);
    BpChannelBooks ba = bp_post_channel_books(recorder->post, 2 * number + 1);
    const BpCarrier *carrier = bp_post_carrier(recorder->post);
    g_autofree char *schedule = bp_schedule_format(&line->schedule);

    bp_run_db_put(
        recorder->writer, BP_TABLE_LINKS, "iiiissisiiiiiiiiiiii", (gint64)number,
        (gint64)link->a, (gint64)link->b,
        (gint64)(number < bp_network_n_links(recorder->network)), profile_name(line),
        line->protocol->name, line->view.bps, schedule, (gint64)link->cost_ab,
        (gint64)link->cost_ba, (gint64)bp_carrier_link_calls(carrier, number),
        bp_carrier_link_line_us(carrier, number),
        bp_carrier_link_paid_udollars(carrier, number), (gint64)ab.bytes,
        (gint64)ba.bytes, (gint64)ab.copies, (gint64)ba.copies, (gint64)ab.spam_copies,
        (gint64)ba.spam_copies, (gint64)bp_carrier_link_repeats(carrier, number));
}

static void
finish_totals(BpRecorder *recorder, const BpRunResult *result)
{
    g_autoptr(GArray) totals = bp_run_totals(result);

    for (guint i = 0; i < totals->len; i++) {
        const BpTotal *total = &g_array_index(totals, BpTotal, i);

        if (total->kind == BP_TOTAL_WHOLE)
            bp_run_db_put(recorder->writer, BP_TABLE_TOTALS, "si", total->name,
                          (gint64)total->whole);
        else if (total->kind == BP_TOTAL_REAL)
            bp_run_db_put(recorder->writer, BP_TABLE_TOTALS, "sd", total->name,
                          total->real);
        else if (total->kind == BP_TOTAL_NULL)
            bp_run_db_put(recorder->writer, BP_TABLE_TOTALS, "sn", total->name);
    }
}

void
bp_recorder_finish(BpRecorder *recorder, const BpRunResult *result)
{
    if (recorder->writer == NULL)
        return;
    bp_recorder_sample(recorder);
    sample_links(recorder);
    finish_run(recorder, result);
    finish_hosts(recorder);
    for (guint32 link = 0; link < recorder->n_links; link++)
        finish_link(recorder, link);
    finish_totals(recorder, result);
}
