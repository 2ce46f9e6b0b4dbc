/* carrier.c - which channel sends what, and until when.
 *
 * A permanent channel is a server: busy exactly while a file waits for it, one event a
 * file (two where recipients are asked for first). Calls are in call.c, nets in net.c.
 */
#include "net_private.h"

#include <bangpath/large.h>
#include <bangpath/random.h>
#include <bangpath/units.h>

#define PLAIN_LINES 255

static void done(gpointer data, guint32 channel, BpTicket ticket);
static void asked(gpointer data, guint32 channel, BpTicket ticket);

/* Both ways of an access line. */
static inline gboolean
is_net_channel(const BpCarrier *carrier, guint32 channel)
{
    return carrier->has_nets &&
           bp_hosts_traits(&carrier->network->hosts, carrier->ends[channel | 1])
               ->is_net;
}

/* Occupies a permanent line and sets the event at its end. */
static void
occupy(BpCarrier *carrier, guint32 channel, gint64 us, BpEventKind kind)
{
    us = MIN(us, BP_TIME_MAX_US - bp_queue_now_us(carrier->queue));
    carrier->sums.line_us += us;
    bp_count_line_us(carrier, channel, us);
    bp_use_begins(carrier, channel);
    bp_queue_push(carrier->queue, bp_add_us(bp_queue_now_us(carrier->queue), us), kind,
                  channel);
}

static inline void
send_next(BpCarrier *carrier, guint32 channel)
{
    BpFile file;

    if (G_UNLIKELY(carrier->n_faults > 0) && !bp_link_is_up(carrier, channel / 2))
        return;
    if (!carrier->freight.first(carrier->data, channel, &file))
        return;

    const Track *track = &carrier->tracks[bp_carrier_line(carrier, channel / 2)];
    const BpLine *line = track->line;

    if (!line->protocol->asks_first) {
        /* One that errors would end a call for is only as late as they made it. */
        gboolean lost;

        occupy(carrier, channel,
               bp_track_file_us(carrier, track, &file, channel, &lost), carrier->done);
        return;
    }

    const gint64 *p = line->protocol_params;

    occupy(carrier, channel,
           bp_add_us(line->protocol->session_us(p, &line->view),
                     line->protocol->ask_us(p, &line->view, file.n_recipients)),
           carrier->asked);
}

void
bp_carrier_send_next(BpCarrier *carrier, guint32 channel)
{
    if (is_net_channel(carrier, channel))
        bp_net_send(carrier, channel);
    else
        send_next(carrier, channel);
}

static void
asked(gpointer data, guint32 channel, BpTicket ticket)
{
    BpCarrier *carrier = data;
    BpFile file;

    (void)ticket;
    if (G_UNLIKELY(carrier->cuts != NULL) && bp_was_cut(carrier, channel))
        return;
    bp_use_ends(carrier, channel);
    if (!carrier->freight.asked(carrier->data, channel) ||
        !carrier->freight.first(carrier->data, channel, &file)) {
        send_next(carrier, channel);
        return;
    }

    const BpLine *line = carrier->lines[bp_carrier_line(carrier, channel / 2)];

    occupy(carrier, channel, bp_carrier_file_us(line, &line->view, &file),
           carrier->done);
}

/* Apart, so that what plain channels do saves no registers for it. */
G_NO_INLINE static void
pass_on(BpCarrier *carrier, guint32 channel)
{
    guint32 file = carrier->freight.take(carrier->data, channel);

    bp_use_ends(carrier, channel);
    send_next(carrier, channel);
    carrier->freight.arrive(carrier->data, channel, file);
}

static void
done(gpointer data, guint32 channel, BpTicket ticket)
{
    BpCarrier *carrier = data;

    (void)ticket;
    if (G_UNLIKELY(carrier->cuts != NULL) && bp_was_cut(carrier, channel))
        return;
    if (carrier->plain_of[channel / 2] != 0)
        carrier->freight.across(carrier->data, channel);
    else
        pass_on(carrier, channel);
}

/* How long a file takes: the fixed time and bp_transfer_us(), which rounds up. Of less than 2^32
 * bytes the product has less than 56 bits, and multiplied by the inverse gives the quotient or
 * one less: a division takes several times as long. */
static inline gint64
plain_us(const Plain *plain, guint64 bytes)
{
    __extension__ typedef unsigned __int128 Wide;
    guint64 n = bytes * (BP_ASYNC_BITS * (guint64)BP_SECOND_US) + plain->bps - 1;
    guint64 us = (guint64)((Wide)n * plain->inverse >> 64);

    us += n - us * plain->bps >= plain->bps;
    return plain->fixed_us + (gint64)us;
}

/* Of a line whose protocol has a pace. */
G_NO_INLINE static gint64
paced_us(const Track *track, guint64 bytes)
{
    const BpLine *line = track->line;

    if (G_LIKELY(bytes <= BP_PACE_BYTES))
        return bp_pace_us(&track->pace, bytes);
    return line->protocol->file_us(line->protocol_params, &line->view,
                                   bytes + track->envelope_bytes);
}

void
bp_carrier_send(BpCarrier *carrier, guint32 channel, guint64 body_bytes)
{
    if (G_UNLIKELY(carrier->n_faults > 0) && !bp_link_is_up(carrier, channel / 2))
        return;

    gint64 now_us = bp_queue_now_us(carrier->queue);
    const Plain *plain = &carrier->plains[carrier->plain_of[channel / 2] - 1];
    gint64 us = plain->track == NULL ? plain_us(plain, body_bytes)
                                     : paced_us(plain->track, body_bytes);

    us = MIN(us, BP_TIME_MAX_US - now_us);
    carrier->sums.line_us += us;
    bp_count_line_us(carrier, channel, us);
    bp_queue_push(carrier->queue, now_us + us, carrier->done, channel);
}

const guint8 *
bp_carrier_plain_links(const BpCarrier *carrier)
{
    return carrier->plain_of;
}

const guint32 *
bp_carrier_plain_envelopes(const BpCarrier *carrier)
{
    return carrier->plain_envelopes;
}

BpLane *
bp_carrier_lanes(BpCarrier *carrier)
{
    return carrier->lanes;
}

void
bp_carrier_kick(BpCarrier *carrier, guint32 channel)
{
    if (carrier->dial_of != NULL && carrier->dial_of[channel / 2] != BP_NONE)
        bp_call_wanted(carrier, carrier->dial_of[channel / 2], channel);
    else if (is_net_channel(carrier, channel))
        bp_net_send(carrier, channel);
    else
        send_next(carrier, channel);
}

gboolean
bp_carrier_begin(BpCarrier *carrier, guint32 channel, const BpFile *file,
                 guint32 number)
{
    return is_net_channel(carrier, channel) &&
           bp_net_begin(carrier, channel, file, number);
}

static void
find_lines(BpCarrier *carrier)
{
    const BpNetwork *network = carrier->network;
    guint32 n_links = bp_network_n_channels(network) / 2;

    guint32 n_lines = bp_network_n_lines(network);

    carrier->lines = g_new(const BpLine *, n_lines + 1);
    carrier->is_charged = g_new0(guint8, n_lines + 1);
    for (guint32 i = 0; i < n_lines; i++) {
        carrier->lines[i] = bp_network_line(network, i);
        for (guint tariff = 0; tariff < BP_N_TARIFFS; tariff++)
            carrier->is_charged[i] |= carrier->lines[i]->price_udollars[tariff] != 0;
        carrier->sums.noisy_lines += carrier->lines[i]->view.bit_errors > 0;
    }
    if (carrier->sums.noisy_lines > 0)
        carrier->link_repeats = g_new0(guint64, n_links);
}

static gboolean
is_plain(const Track *track)
{
    const BpLine *line = track->line;

    g_assert(line != NULL); /* each has one since find_tracks() */
    return ((line->protocol->fixed_us != NULL && line->view.bps > 0) ||
            track->has_pace) &&
           !line->protocol->asks_first && !line->protocol->bundles &&
           line->protocol->order == BP_ORDER_ARRIVAL && line->grades == BP_GRADES_ONE &&
           line->schedule.kind == BP_SCHEDULE_PERMANENT &&
           (line->view.bit_errors == 0 || line->protocol->damage == NULL);
}

static Plain
plain_line(const Track *track)
{
    const BpLine *line = track->line;
    guint64 bps = (guint64)line->view.bps;

    if (line->protocol->fixed_us == NULL)
        return (Plain){.track = track, .is_plain = TRUE};
    return (Plain){
        .fixed_us = line->protocol->fixed_us(line->protocol_params, &line->view),
        .bps = bps,
        .inverse = G_MAXUINT64 / bps,
        .is_plain = TRUE,
    };
}

/* Lines beyond the first so many are sent over as any other is. Where the freight has no way
 * to be told, none is plain. */
static void
find_plain_links(BpCarrier *carrier)
{
    guint32 n_links = bp_network_n_links(carrier->network);
    guint32 n_lines = MIN(bp_network_n_lines(carrier->network), PLAIN_LINES);

    carrier->plain_of = g_new0(guint8, bp_network_n_channels(carrier->network) / 2 + 1);
    carrier->plains = g_new0(Plain, n_lines + 1);
    carrier->plain_envelopes = g_new0(guint32, n_lines + 1);
    for (guint32 i = 0; i < n_lines; i++) {
        if (is_plain(&carrier->tracks[i]))
            carrier->plains[i] = plain_line(&carrier->tracks[i]);
        carrier->plain_envelopes[i + 1] = (guint32)carrier->tracks[i].envelope_bytes;
    }
    for (guint32 link = 0; link < n_links && carrier->freight.across != NULL; link++) {
        guint32 line = bp_carrier_line(carrier, link);

        if (line < n_lines && carrier->plains[line].is_plain &&
            !carrier->is_charged[line] &&
            !bp_hosts_traits(&carrier->network->hosts, carrier->ends[2 * link + 1])
                 ->is_net)
            carrier->plain_of[link] = (guint8)(line + 1);
    }
}

BpCarrier *
bp_carrier_new(const BpNetwork *network, BpQueue *queue, gint64 begin_unix_s,
               guint64 seed, const BpFreight *freight, gpointer data)
{
    BpCarrier *carrier = g_new0(BpCarrier, 1);
    guint32 n_nodes = bp_network_n_nodes(network);
    guint32 n_links = bp_network_n_channels(network) / 2;

    carrier->network = network;
    carrier->ends = bp_network_ends(network);
    carrier->queue = queue;
    carrier->begin_unix_s = begin_unix_s;
    carrier->seed = seed;
    carrier->freight = *freight;
    carrier->data = data;
    carrier->has_nets = bp_network_n_hosts(network) < n_nodes;
    carrier->paid_udollars = g_new0(gint64, n_nodes);
    carrier->line_us_high = g_new0(guint32, 2 * (gsize)n_links);
    carrier->lanes = bp_large_new0(2 * (gsize)n_links + 1, sizeof(BpLane));
    carrier->link_paid_udollars = g_new0(gint64, n_links);
    carrier->paid_at_b_udollars = g_new0(gint64, n_links);
    find_lines(carrier);
    bp_tracks_init(carrier);
    find_plain_links(carrier);
    carrier->done = bp_queue_add_kind(queue, done, carrier);
    bp_queue_set_records(queue, carrier->done, carrier->lanes, 2 * (gsize)n_links,
                         sizeof(BpLane));
    carrier->asked = bp_queue_add_kind(queue, asked, carrier);
    carrier->stream_errors = bp_stream("bit errors");
    bp_calls_init(carrier);
    bp_nets_init(carrier);
    bp_bills_init(carrier);
    return carrier;
}

void
bp_carrier_free(BpCarrier *carrier)
{
    if (carrier == NULL)
        return;
    bp_calls_clear(carrier);
    bp_nets_clear(carrier);
    bp_faults_clear(carrier);
    g_free(carrier->lines);
    g_free(carrier->tracks);
    g_free(carrier->link_repeats);
    g_free(carrier->is_charged);
    g_free(carrier->used_from_us);
    g_free(carrier->paid_udollars);
    g_free(carrier->line_us_high);
    bp_large_free(carrier->lanes);
    g_free(carrier->plain_of);
    g_free(carrier->plains);
    g_free(carrier->plain_envelopes);
    g_free(carrier->link_paid_udollars);
    g_free(carrier->paid_at_b_udollars);
    g_free(carrier);
}

void
bp_carrier_take_back(gpointer data, gint64 at_us, guint32 channel)
{
    BpCarrier *carrier = data;
    gint64 left_us = at_us - bp_queue_now_us(carrier->queue);

    carrier->sums.line_us -= left_us;
    bp_count_line_us(carrier, channel, -left_us);
}

void
bp_carrier_settle(BpCarrier *carrier)
{
    bp_queue_each(carrier->queue, carrier->done, bp_carrier_take_back, carrier);
    bp_queue_each(carrier->queue, carrier->asked, bp_carrier_take_back, carrier);
    bp_faults_settle(carrier);
    bp_calls_settle(carrier);
    bp_nets_settle(carrier);
    bp_uses_settle(carrier);
    bp_rents_settle(carrier);
}

const BpCarriage *
bp_carrier_sums(const BpCarrier *carrier)
{
    return &carrier->sums;
}

gint64
bp_carrier_link_line_us(const BpCarrier *carrier, guint32 link)
{
    gint64 us = 0;

    for (guint32 channel = 2 * link; channel < 2 * link + 2; channel++)
        us += (gint64)carrier->line_us_high[channel] << 32 |
              carrier->lanes[channel].line_us;
    return us;
}

guint64
bp_carrier_link_repeats(const BpCarrier *carrier, guint32 link)
{
    return carrier->link_repeats == NULL ? 0 : carrier->link_repeats[link];
}

/* ---- as bytes ---- */

void
bp_carrier_archive(BpCarrier *carrier, BpArchive *archive)
{
    guint32 n_nodes = bp_network_n_nodes(carrier->network);
    guint32 n_links = bp_network_n_channels(carrier->network) / 2;

    bp_archive_section(archive, "carrier");
    bp_archive_u64s(archive, (guint64 *)(void *)&carrier->sums,
                    sizeof carrier->sums / sizeof(guint64));
    bp_archive_i64s(archive, carrier->paid_udollars, n_nodes);
    for (guint32 channel = 0; channel < 2 * n_links; channel++)
        bp_archive_u32(archive, &carrier->lanes[channel].line_us);
    bp_archive_u32s(archive, carrier->line_us_high, 2 * (gsize)n_links);
    bp_archive_i64s(archive, carrier->link_paid_udollars, n_links);
    bp_archive_i64s(archive, carrier->paid_at_b_udollars, n_links);
    if (carrier->link_repeats != NULL)
        bp_archive_u64s(archive, carrier->link_repeats, n_links);
    bp_bills_archive(carrier, archive);
    bp_faults_archive(carrier, archive);
    bp_calls_archive(carrier, archive);
    bp_nets_archive(carrier, archive);
}

/* Counts the transfers of each channel. */
typedef struct {
    guint8 *n_under_way;
    guint32 n_channels;
    gboolean is_wrong;
} Census;

static void
count_transfer(gpointer data, gint64 at_us, guint32 channel)
{
    Census *census = data;

    (void)at_us;
    if (channel >= census->n_channels || census->n_under_way[channel] == G_MAXUINT8)
        census->is_wrong = TRUE;
    else
        census->n_under_way[channel]++;
}

static void
forget_cuts(const BpCarrier *carrier, Census *census)
{
    for (guint i = 0; carrier->cuts != NULL && i < carrier->cuts->len; i++) {
        guint32 channel = g_array_index(carrier->cuts, Cut, i).channel;

        census->is_wrong |= census->n_under_way[channel]-- == 0;
    }
}

void
bp_carrier_check(const BpCarrier *carrier, BpArchive *archive, const guint32 *waiting)
{
    guint32 n_channels = bp_network_n_channels(carrier->network);
    g_autofree guint8 *n_under_way = g_new0(guint8, n_channels + 1);
    Census census = {n_under_way, n_channels, FALSE};

    bp_queue_each(carrier->queue, carrier->done, count_transfer, &census);
    bp_queue_each(carrier->queue, carrier->asked, count_transfer, &census);
    forget_cuts(carrier, &census);
    for (guint32 i = 0; i < n_channels; i++) {
        gboolean is_dialled =
            carrier->dial_of != NULL && carrier->dial_of[i / 2] != BP_NONE;

        census.is_wrong |= n_under_way[i] > (is_dialled || waiting[i] == 0 ? 0 : 1);
        census.is_wrong |= is_dialled && bp_carrier_sending(carrier, i) > waiting[i];
    }
    bp_archive_expect(archive, !census.is_wrong,
                      "a channel sends what is not there, or two files at once");
}

void
bp_carrier_expect(const BpCarrier *carrier, const BpExpected *expected)
{
    if (carrier->nets != NULL)
        bp_nets_expect(carrier, expected);
}
