/* protocol_g.c - UUCP's g: small packets in a sliding window, for lines that lose
 * bytes.
 *
 * Every packet is answered by an acknowledgement. With packets of F bytes, header and
 * all, the window of W packets either keeps the line busy or is waited for: W packets
 * each F bytes, an acknowledgement and a round trip (docs/calls.md). */
#include "uucp.h"

enum {
    WINDOW,
    PACKET,
    COMMAND,
};

/* ^P, k, check sum (2), control, exclusive-or (Taylor UUCP manual, "The UUCP `g'
 * Protocol"). An acknowledgement is a header alone. */
#define HEADER_BYTES UUCP_G_HEADER_BYTES
#define ACK_BYTES HEADER_BYTES

/* Up to here every packet is full; beyond, Taylor UUCP takes for what is short the
 * smallest packet that it fits in. */
#define ALL_FULL_BYTES 64
#define SMALLEST_BYTES 32

/* INITA, INITB and INITC, to and fro: 30 bytes on top of log-in and greeting, and 6
 * trips, the one of the protocol's choice included. */
#define INIT_BYTES 30
#define CHOICE_BYTES 10
#define INIT_TRIPS 6
#define INIT_OUT_BYTES 13
#define INIT_IN_BYTES 11

/* H, HY and HY, two acknowledgements between them, CLOSE and six O. */
#define HANG_UP_BYTES 27
#define HANG_UP_TRIPS 2
/* A window of one packet: CLOSE waits for the last acknowledgement. */
#define WINDOW_1_BYTES 26
#define WINDOW_1_TRIPS 2

/* H and HN, and three acknowledgements. */
#define TURN_BYTES 18
#define TURN_TRIPS 2

/* Repeats after a bad packet: the packets behind it that the receiver threw away; at
 * least these, as measured. */
#define LEAST_REPEATS 1.3

/* Taylor UUCP gives up after 100 errors; every 10 good packets make up for one. */
#define MOST_ERRORS 100
#define GOOD_PER_ERROR 10

/* The header has room for an exponent only: 2^(k + 4), k from 1 to 8. */
static const char *const packet_sizes[] = {"32",   "64",   "128",  "256", "512",
                                           "1024", "2048", "4096", NULL};

guint64
uucp_g_packet_bytes(const gint64 *p)
{
    return G_GUINT64_CONSTANT(32) << p[PACKET];
}

gint64
uucp_g_window(const gint64 *p)
{
    return p[WINDOW];
}

guint64
uucp_g_short_bytes(const gint64 *p, guint64 bytes)
{
    guint64 full = uucp_g_packet_bytes(p), size = SMALLEST_BYTES;

    if (full <= ALL_FULL_BYTES)
        return full + HEADER_BYTES;
    while (size < bytes && size < full)
        size *= 2;
    return size + HEADER_BYTES;
}

/* What a reply, an end of file or H takes. */
static guint64
reply_bytes(const gint64 *p)
{
    return uucp_g_short_bytes(p, 1);
}

/* A command ends with a zero byte. */
static guint64
command_bytes(const gint64 *p, guint chars)
{
    guint64 full = uucp_g_packet_bytes(p), bytes = (guint64)chars + 1;

    return bytes / full * (full + HEADER_BYTES) +
           (bytes % full > 0 ? uucp_g_short_bytes(p, bytes % full) : 0);
}

static BpCost
start(const gint64 *p)
{
    BpCost cost = uucp_text_start();

    (void)p;
    cost.bytes += INIT_BYTES + CHOICE_BYTES;
    cost.trips += INIT_TRIPS;
    cost.out_bytes += INIT_OUT_BYTES;
    cost.in_bytes += INIT_IN_BYTES;
    return cost;
}

/* How long full windows hold up @n_packets. */
static gint64
stalls_us(const gint64 *p, const BpLineView *line, guint64 n_packets)
{
    guint64 size = uucp_g_packet_bytes(p) + HEADER_BYTES;
    guint64 window = (guint64)p[WINDOW];

    if (line->spoofs)
        return 0;
    return bp_times_us((n_packets - 1) / window,
                       uucp_stall_us(line, size, ACK_BYTES, window));
}

/* Short packets are filled up where they are as small as that. */
static gboolean
pieces(const gint64 *p, const BpLineView *line, BpPace *pace)
{
    guint64 full = uucp_g_packet_bytes(p);

    if (full > ALL_FULL_BYTES)
        return FALSE;
    pace->byte_line_bytes = 0;
    pace->piece_bits = (guint32)__builtin_ctzll(full);
    pace->piece_line_bytes = (guint32)full + HEADER_BYTES;
    pace->window = (guint32)p[WINDOW];
    pace->stall_us = stalls_us(p, line, (guint64)p[WINDOW] + 1);
    return TRUE;
}

static UucpFile
file(const gint64 *p, const BpLineView *line, guint command_chars, guint64 bytes)
{
    guint64 size = uucp_g_packet_bytes(p), rest = bytes % size;
    guint64 n_packets = bp_pieces(bytes, size) + 1; /* and the end of file */
    guint64 sent =
        bp_add_bytes(bp_times_bytes(bytes / size, size + HEADER_BYTES), reply_bytes(p));
    guint64 asked = command_bytes(p, command_chars), reply = reply_bytes(p);

    if (rest > 0)
        sent = bp_add_bytes(sent, uucp_g_short_bytes(p, rest));
    return (UucpFile){
        .ask = {.bytes = asked + ACK_BYTES + reply + ACK_BYTES,
                .trips = 2,
                .out_bytes = asked + ACK_BYTES,
                .in_bytes = ACK_BYTES + reply},
        .data = {.bytes = sent,
                 .trips = 1,
                 .wait_us = stalls_us(p, line, n_packets),
                 .n_packets = n_packets,
                 .out_bytes = sent,
                 .in_bytes = bp_times_bytes(n_packets, ACK_BYTES)},
        .confirm = {.bytes = ACK_BYTES + reply + ACK_BYTES,
                    .trips = 1,
                    .out_bytes = ACK_BYTES,
                    .in_bytes = reply},
    };
}

static BpCost
hang_up(const gint64 *p)
{
    BpCost cost = {.bytes = 3 * reply_bytes(p) + HANG_UP_BYTES,
                   .trips = HANG_UP_TRIPS,
                   .out_bytes = 2 * reply_bytes(p) + HANG_UP_BYTES,
                   .in_bytes = 2 * reply_bytes(p) + HANG_UP_BYTES};

    if (p[WINDOW] == 1) {
        cost.bytes += WINDOW_1_BYTES;
        cost.trips += WINDOW_1_TRIPS;
    }
    return cost;
}

static BpCost
turn(const gint64 *p)
{
    guint64 reply = reply_bytes(p);

    return (BpCost){.bytes = 2 * reply + TURN_BYTES,
                    .trips = TURN_TRIPS,
                    .out_bytes = reply + ACK_BYTES,
                    .in_bytes = reply + 2 * ACK_BYTES};
}

/* Besides the data: S, SY, the end of file and CY. */
static guint64
short_bytes_per_file(const gint64 *p)
{
    return command_bytes(p, UUCP_DATA_CHARS) + 3 * reply_bytes(p);
}

static double
power(double base, gint64 n)
{
    double result = 1;

    for (; n > 0; n--)
        result *= base;
    return result;
}

static double
header_share(const gint64 *p)
{
    return HEADER_BYTES / (double)(uucp_g_packet_bytes(p) + HEADER_BYTES);
}

/* What comes by itself beside a file's data: short packets count by their length. */
static double
short_packets(const gint64 *p)
{
    guint64 size = uucp_g_packet_bytes(p) + HEADER_BYTES;
    guint64 n_files = p[COMMAND] == UUCP_COMMAND_S ? 2 : 1;

    return (double)(n_files * short_bytes_per_file(p)) / (double)size;
}

/* Most often chances are such that nothing happens, whatever it would be exactly: then no
 * exponential is needed. A bad packet brings no more repeats than the window has packets. */
static void
find_mild(const gint64 *p, const BpLineView *line, BpNoise *noise)
{
    guint64 size = uucp_g_packet_bytes(p) + HEADER_BYTES;
    double q = bp_damaged_most(line, size), share = header_share(p);
    double again = MAX((double)p[WINDOW], LEAST_REPEATS) * q, least, slope;

    if (again > 0.5) {
        noise->below[0] = noise->below[1] = -1;
        return;
    }
    q /= 1 - again;
    least = short_packets(p) * q;
    slope = q / (double)uucp_g_packet_bytes(p);
    noise->below[0] = 1 - least - 3 * SURELY;
    noise->below[1] = 1 - least * share - 3 * SURELY;
    noise->slope[0] = slope;
    noise->slope[1] = slope * share;
}

static void
find_noise(const gint64 *p, const BpLineView *line, BpNoise *noise)
{
    double q;

    *noise = (BpNoise){.below = {2, 2}};
    if (line->spoofs || line->bit_errors == 0)
        return;
    q = bp_damaged(line, uucp_g_packet_bytes(p) + HEADER_BYTES);
    noise->bad = q;
    noise->again = MAX((1 - power(1 - 2 * q, p[WINDOW])) / (2 * q), LEAST_REPEATS);
    find_mild(p, line, noise);
}

/* A bad packet brings repeats, which may be bad in their turn, and a round trip. Where it
 * was the header, nobody knows of it until the line has been silent for a while. Both kinds
 * are drawn by themselves. */
static BpDamage
noisy(const gint64 *p, const BpLineView *line, const BpNoise *noise, guint64 bytes,
      const double chances[2])
{
    guint64 size = uucp_g_packet_bytes(p) + HEADER_BYTES;
    double n_packets = (double)bytes / (double)(size - HEADER_BYTES) + short_packets(p);
    double share = header_share(p), repeats = noise->again, each, mean, us;
    guint64 n_bodies, n_headers, most;
    BpDamage done = {0};

    if (noise->bad <= 0)
        return done;
    most = MOST_ERRORS + (guint64)(n_packets / GOOD_PER_ERROR);
    each = repeats * noise->bad;
    mean = each < 1 ? n_packets * noise->bad / (1 - each) : G_MAXUINT32;
    n_bodies = bp_happens(mean * (1 - share), chances[0]);
    n_headers = bp_happens(mean * share, chances[1]);
    done.lost = n_bodies + n_headers > most;
    n_headers = MIN(n_headers, most);
    n_bodies = MIN(n_bodies, most - n_headers);
    repeats *= (double)(n_bodies + n_headers);
    done.repeats = (guint64)(repeats + 0.5);
    us = repeats * (double)bp_transfer_us(size, line->bps, BP_ASYNC_BITS);
    done.us = (gint64)MIN(us, (double)BP_TIME_MAX_US);
    done.us =
        bp_add_us(done.us, bp_times_us(n_bodies + n_headers, bp_round_trip_us(line)));
    done.us = bp_add_us(done.us, bp_times_us(n_headers, UUCP_G_TIMEOUT_US));
    return done;
}

static BpDamage
damage(const gint64 *p, const BpLineView *line, guint64 bytes, const double chances[2])
{
    BpNoise noise;

    find_noise(p, line, &noise);
    return noisy(p, line, &noise, bytes, chances);
}

const BpUucp uucp_g = {
    .start = start,
    .file = file,
    .hang_up = hang_up,
    .turn = turn,
    .pieces = pieces,
    .command = COMMAND,
    .is_g = TRUE,
};

UUCP_HOOKS(uucp_g);

static const BpParam g_params[] = {
    [WINDOW] = {.name = "window",
                .kind = BP_PARAM_WHOLE,
                .fallback = "3",
                .min = 1,
                .max = 7,
                .help = "packets sent ahead of their acknowledgement (HoneyDanBer: 3)"},
    [PACKET] = {.name = "packet",
                .kind = BP_PARAM_CHOICE,
                .fallback = "64",
                .choices = packet_sizes,
                .help = "data bytes a packet (HoneyDanBer: 64)"},
    [COMMAND] = UUCP_COMMAND_ROW,
    {0},
};

static const BpParam v_params[] = {
    [WINDOW] = {.name = "window",
                .kind = BP_PARAM_WHOLE,
                .fallback = "7",
                .min = 1,
                .max = 7,
                .help = "packets sent ahead of their acknowledgement"},
    [PACKET] = {.name = "packet",
                .kind = BP_PARAM_CHOICE,
                .fallback = "1024",
                .choices = packet_sizes,
                .help = "data bytes a packet"},
    [COMMAND] = UUCP_COMMAND_ROW,
    {0},
};

const BpProtocol bp_protocol_g = {
    .name = "g",
    .help = "UUCP over modems: packets in a sliding window",
    .params = g_params,
    .damage = damage,
    .noise = find_noise,
    .noisy = noisy,
    UUCP_ROW(uucp_g),
};

const BpProtocol bp_protocol_G = {
    .name = "G",
    .help = "UUCP's g of System V release 4, which made larger packets safe",
    .params = g_params,
    .damage = damage,
    .noise = find_noise,
    .noisy = noisy,
    UUCP_ROW(uucp_g),
};

const BpProtocol bp_protocol_v = {
    .name = "v",
    .help = "UUCP's g of UUPC/Extended, with larger packets",
    .params = v_params,
    .damage = damage,
    .noise = find_noise,
    .noisy = noisy,
    UUCP_ROW(uucp_g),
};
