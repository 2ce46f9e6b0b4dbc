/* protocol_i.c - UUCP's i: both ways at once, in packets of 1024 bytes.
 *
 * A packet has a header of 6 bytes and a check sum of 4, the receiver answers at half a
 * window and asks for single packets again (Taylor UUCP manual, "The UUCP `i'
 * Protocol"). Nobody waits for the reply to a command. */
#include "uucp.h"

enum {
    WINDOW,
    PACKET,
    COMMAND,
};

#define HEADER_BYTES 10 /* and the check sum */
#define ACK_BYTES 6

/* SYNC both ways, before the first command. */
#define SYNC_BYTES 18
#define SYNC_TRIPS 2
#define SYNC_IN_BYTES 12

/* The command's packet, its zero byte, the end of file's packet and a packet more. */
#define FILE_BYTES 31
#define FILE_IN_BYTES 26 /* SY and CY, each a packet */

/* The last reply, once a call: 13; H, HY and CLOSE: 53. */
#define HANG_UP_BYTES (13 + 53)
#define HANG_UP_TRIPS 4
#define HANG_UP_OUT_BYTES 49
#define HANG_UP_IN_BYTES 36

static const char *const packet_sizes[] = {"128",  "256",  "512", "1024",
                                           "2048", "4096", NULL};

static const BpParam params[] = {
    [WINDOW] = {.name = "window",
                .kind = BP_PARAM_WHOLE,
                .fallback = "16",
                .min = 1,
                .max = 16,
                .help = "packets sent ahead of their acknowledgement"},
    [PACKET] = {.name = "packet",
                .kind = BP_PARAM_CHOICE,
                .fallback = "1024",
                .choices = packet_sizes,
                .help = "data bytes a packet"},
    [COMMAND] = UUCP_COMMAND_ROW,
    {0},
};

static guint64
packet_bytes(const gint64 *p)
{
    return G_GUINT64_CONSTANT(128) << p[PACKET];
}

static BpCost
start(const gint64 *p)
{
    BpCost cost = uucp_text_start();

    (void)p;
    cost.bytes += SYNC_BYTES;
    cost.trips += SYNC_TRIPS;
    cost.in_bytes += SYNC_IN_BYTES;
    return cost;
}

/* What a full window holds up: the receiver answers when half of it has come. */
static gint64
stalls_us(const gint64 *p, const BpLineView *line, guint64 n_packets)
{
    guint64 size = packet_bytes(p) + HEADER_BYTES;
    guint64 window = (guint64)p[WINDOW], half = MAX(window / 2, 1);

    if (n_packets == 0)
        return 0;
    return bp_times_us((n_packets - 1) / half,
                       uucp_stall_us(line, size, ACK_BYTES, window - half + 1));
}

static UucpFile
file(const gint64 *p, const BpLineView *line, guint command_chars, guint64 bytes)
{
    guint64 n_packets = bp_pieces(bytes, packet_bytes(p));
    guint64 sent = bp_add_bytes(bytes, bp_times_bytes(n_packets, HEADER_BYTES));
    guint64 asked = (guint64)command_chars + FILE_BYTES;
    guint64 half = MAX((guint64)p[WINDOW] / 2, 1);

    return (UucpFile){
        .ask = {.bytes = asked, .out_bytes = asked},
        .data = {.bytes = sent,
                 .wait_us = stalls_us(p, line, n_packets),
                 .n_packets = n_packets,
                 .out_bytes = sent,
                 .in_bytes = bp_times_bytes(n_packets / half, ACK_BYTES)},
        .confirm = {.in_bytes = FILE_IN_BYTES},
    };
}

static BpCost
hang_up(const gint64 *p)
{
    (void)p;
    return (BpCost){.bytes = HANG_UP_BYTES,
                    .trips = HANG_UP_TRIPS,
                    .out_bytes = HANG_UP_OUT_BYTES,
                    .in_bytes = HANG_UP_IN_BYTES};
}

/* Nobody's turn it is. */
static BpCost
turn(const gint64 *p)
{
    (void)p;
    return (BpCost){0};
}

/* A bad packet is sent again, and again when that was bad too. */
static BpDamage
damage(const gint64 *p, const BpLineView *line, guint64 bytes, const double chances[2])
{
    guint64 size = packet_bytes(p) + HEADER_BYTES;
    guint64 n_packets = bp_pieces(bytes, packet_bytes(p));
    double q = bp_damaged(line, size);
    BpDamage done = {0};

    if (q > UUCP_I_MOST_DAMAGED) {
        done.lost = TRUE;
        return done;
    }
    done.repeats = bp_happens((double)n_packets * q / (1 - q), chances[0]);
    done.us =
        bp_transfer_us(bp_times_bytes(done.repeats, size), line->bps, BP_ASYNC_BITS);
    return done;
}

static const BpUucp uucp_i = {
    .start = start,
    .file = file,
    .hang_up = hang_up,
    .turn = turn,
    .command = COMMAND,
    .packet_bytes = packet_bytes,
};

UUCP_HOOKS(uucp_i);

const BpProtocol bp_protocol_i = {
    .name = "i",
    .help = "UUCP over modems, both ways at once: packets of 1024 bytes",
    .params = params,
    .both_ways = TRUE,
    .damage = damage,
    UUCP_ROW(uucp_i),
};
