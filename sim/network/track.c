/* track.c - how long a file takes on a kind of line, bit errors and all: what is asked of the
 * protocol once, and what for every file.
 */
#include "carrier_private.h"

#include <bangpath/random.h>
#include <bangpath/units.h>

gint64
bp_carrier_file_us(const BpLine *line, const BpLineView *view, const BpFile *file)
{
    const BpProtocol *protocol = line->protocol;
    const gint64 *p = line->protocol_params;

    if (protocol->asks_first)
        return protocol->file_us(p, view, file->body_bytes);
    return protocol->file_us(
        p, view, file->body_bytes + protocol->envelope_bytes(p, file->n_recipients));
}

/* The draw is counted by the clock: no channel begins two files in one microsecond, unless
 * they take no time. */
static void
draw_chances(const BpCarrier *carrier, guint32 channel, double chances[2])
{
    BpDraw draw = bp_draw(carrier->seed, carrier->stream_errors, channel,
                          (guint64)bp_queue_now_us(carrier->queue));

    chances[0] = bp_uniform(draw, 0);
    chances[1] = bp_uniform(draw, 2);
}

static gint64
count_damage(BpCarrier *carrier, guint32 channel, BpDamage damage, gboolean *lost)
{
    carrier->sums.repeats += damage.repeats;
    carrier->link_repeats[channel / 2] += damage.repeats;
    *lost = damage.lost;
    return damage.us;
}

static gint64
damage_us(BpCarrier *carrier, const BpLine *line, const BpFile *file, guint32 channel,
          gboolean *lost)
{
    const BpProtocol *protocol = line->protocol;
    const gint64 *p = line->protocol_params;
    double chances[2];
    guint64 bytes;

    if (line->view.bit_errors == 0 || protocol->damage == NULL)
        return 0;
    draw_chances(carrier, channel, chances);
    bytes = file->body_bytes + protocol->envelope_bytes(p, file->n_recipients);
    return count_damage(carrier, channel,
                        protocol->damage(p, &line->view, bytes, chances), lost);
}

/* Whether nothing happens to a file of @bytes, envelope and all. */
static inline gboolean
is_spared(const BpNoise *noise, guint64 bytes, const double chances[2])
{
    return chances[0] < noise->below[0] - (double)bytes * noise->slope[0] &&
           chances[1] < noise->below[1] - (double)bytes * noise->slope[1];
}

/* What bit errors add to the time of a file of @bytes, envelope and all, where they are known of
 * the line. */
static gint64
noise_us(BpCarrier *carrier, const Track *track, guint64 bytes, guint32 channel,
         gboolean *lost)
{
    const BpLine *line = track->line;
    double chances[2];

    draw_chances(carrier, channel, chances);
    if (is_spared(&track->noise, bytes, chances))
        return 0;
    return count_damage(carrier, channel,
                        line->protocol->noisy(line->protocol_params, &line->view,
                                              &track->noise, bytes, chances),
                        lost);
}

/* Apart, as it seldom comes to that. */
G_NO_INLINE static gint64
odd_file_us(BpCarrier *carrier, const BpLine *line, const BpFile *file, guint32 channel,
            gboolean *lost)
{
    gint64 us = bp_carrier_file_us(line, &line->view, file);

    return bp_add_us(us, damage_us(carrier, line, file, channel, lost));
}

gint64
bp_track_file_us(BpCarrier *carrier, const Track *track, const BpFile *file,
                 guint32 channel, gboolean *lost)
{
    const BpLine *line = track->line;
    gint64 us;

    if (!track->has_pace || file->n_recipients != 1 || file->body_bytes > BP_PACE_BYTES)
        return odd_file_us(carrier, line, file, channel, lost);
    us = bp_pace_us(&track->pace, file->body_bytes);
    if (line->view.bit_errors == 0 || line->protocol->damage == NULL)
        return us;
    if (line->protocol->noise == NULL)
        return bp_add_us(us, damage_us(carrier, line, file, channel, lost));
    return bp_add_us(us,
                     noise_us(carrier, track, file->body_bytes + track->envelope_bytes,
                              channel, lost));
}

static Track
track_of(const BpLine *line)
{
    const BpProtocol *protocol = line->protocol;
    const gint64 *p = line->protocol_params;
    Track track = {.line = line, .envelope_bytes = protocol->envelope_bytes(p, 1)};

    track.is_free = TRUE;
    for (guint tariff = 0; tariff < BP_N_TARIFFS; tariff++)
        track.is_free &=
            line->first_udollars[tariff] == 0 && line->price_udollars[tariff] == 0;
    track.session_us = protocol->session_us(p, &line->view);
    if (protocol->turn_us != NULL)
        track.turn_us = protocol->turn_us(p, &line->view);
    if (protocol->hangup_us != NULL)
        track.hangup_us = protocol->hangup_us(p, &line->view);
    if (protocol->pace != NULL)
        track.has_pace = protocol->pace(p, &line->view, &track.pace);
    if (protocol->noise != NULL)
        protocol->noise(p, &line->view, &track.noise);
    return track;
}

void
bp_tracks_init(BpCarrier *carrier)
{
    guint32 n_lines = bp_network_n_lines(carrier->network);

    carrier->tracks = g_new0(Track, n_lines + 1);
    for (guint32 i = 0; i < n_lines; i++)
        carrier->tracks[i] = track_of(bp_network_line(carrier->network, i));
}
