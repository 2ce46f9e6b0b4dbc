/* packets.c - a call in g, packet by packet, where bits are damaged.
 *
 * Both ends keep the same books: what they have sent, what of it was acknowledged, what
 * they have received. A body that is damaged is rejected (RJ), a header that is damaged
 * noticed by silence only. Who is told to go back sends everything again that was not
 * acknowledged. After 10 s of silence who has packets unacknowledged sends the first of
 * them again, who has none says RJ; the seventh silence in a row ends the call, and so
 * does an end that has seen too many errors (Taylor UUCP manual; docs/calls.md).
 *
 * Ends speak in turn: a message (a command, a reply, a file) is the speaker's until the
 * other has all of it. Lines are full duplex and keep the order. */
#include "talk.h"

#include <bangpath/dmath.h>

#define HEADER_BYTES UUCP_G_HEADER_BYTES
#define TIMEOUT_US UUCP_G_TIMEOUT_US
#define RETRIES 6
#define MOST_ERRORS 100
#define GOOD_PER_ERROR 10

#define INIT_PACKETS 6

/* What waits before the line, in the serial ports and the modem. */
#define BUFFER_BYTES 4200

/* Single-bit errors that g's check sum does not see, as measured. */
#define UNSEEN 0.015

/* After H, HY and HY: CLOSE, and six O. */
#define LAST_BYTES 15
#define WINDOW_1_BYTES 26
#define WINDOW_1_TRIPS 2

#define RING 1024 /* packets on the line and before it; what is more is lost */

typedef enum {
    DATA,
    RR,
    RJ,
} Kind;

typedef enum {
    WHOLE,
    UNSEEN_DAMAGE,
    BODY_DAMAGE,
    HEADER_DAMAGE,
} Damage;

typedef struct {
    gint64 begins_us;
    gint64 arrives_us;
    guint64 seq; /* of DATA, from 1 */
    guint64 ack; /* the last received */
    Kind kind;
    Damage damage;
} Packet;

typedef struct {
    Packet ring[RING]; /* on the way from this end */
    guint first, count;
    gint64 line_free_us; /* when the last byte has left */
    guint64 bytes;
    guint64 next;     /* to be made ready */
    guint64 handed;   /* the last that went on the line */
    guint64 last;     /* of the message, or of the last one */
    guint64 acked;    /* by the other end */
    guint64 again;    /* sent again, alone: what comes behind it waits; or 0 */
    guint64 received; /* in order */
    guint64 errors;
    guint64 repeats;
    gint64 quiet_us; /* since when it has waited */
    guint timeouts;
    gboolean took_damage;
} End;

/** Message: the speaker's packets: all of @full bytes but the last two. */
typedef struct {
    guint64 first; /* its number */
    guint64 n;
    guint64 full;
    guint64 last_but_one;
    guint64 last;
} Message;

typedef struct {
    Recorder *recorder;
    const BpLineView *line;
    End ends[2]; /* the caller, the called */
    Message message;
    guint speaker;
    guint64 window;
    gint64 now_us;
    const char *failure;
    guint failed; /* which end */
} Call;

/* How long @bytes take; not negative, so that times stay in order. */
static gint64
bytes_us(const Call *call, guint64 bytes)
{
    return bp_transfer_us(bytes, call->line->bps, BP_ASYNC_BITS);
}

static guint64
packet_bytes(const Call *call, guint64 seq)
{
    const Message *message = &call->message;
    guint64 i = seq - message->first;

    if (i + 1 >= message->n)
        return message->last;
    return i + 2 == message->n ? message->last_but_one : message->full;
}

static Damage
draw_damage(Call *call, guint64 bytes)
{
    double chance, header = bp_damaged(call->line, HEADER_BYTES);
    double all = bp_damaged(call->line, bytes);

    /* Full packets that are given up before they have come: all else goes with them. */
    if (bytes_us(call, call->message.full) > TIMEOUT_US)
        return HEADER_DAMAGE;
    if (call->line->bit_errors == 0)
        return WHOLE;
    chance = call->recorder->chance(call->recorder->data);
    if (chance < header)
        return HEADER_DAMAGE;
    if (chance >= all)
        return WHOLE;
    return chance < header + (all - header) * UNSEEN ? UNSEEN_DAMAGE : BODY_DAMAGE;
}

/* Puts a packet on the line from @from. */
static void
put(Call *call, guint from, Kind kind, guint64 seq)
{
    End *end = &call->ends[from];
    guint64 bytes = kind == DATA ? packet_bytes(call, seq) : HEADER_BYTES;
    Packet packet = {.kind = kind, .seq = seq, .ack = end->received};

    if (kind == DATA)
        end->handed = MAX(end->handed, seq);
    end->line_free_us = MAX(end->line_free_us, call->now_us);
    packet.begins_us = bp_add_us(end->line_free_us, bp_trip_us(call->line));
    end->line_free_us = bp_add_us(end->line_free_us, bytes_us(call, bytes));
    end->bytes += bytes;
    end->quiet_us = call->now_us;
    packet.arrives_us = bp_add_us(end->line_free_us, bp_trip_us(call->line));
    packet.damage = draw_damage(call, bytes);
    if (end->count == RING)
        return;
    end->ring[(end->first + end->count++) % RING] = packet;
}

static gboolean
may_send(const Call *call, const End *end)
{
    return end->again == 0 && end->next <= end->last &&
           end->next <= end->acked + call->window;
}

/* When the line's buffer has room for another packet. */
static gint64
room_us(const Call *call, const End *end)
{
    gint64 full_us = bytes_us(call, BUFFER_BYTES);

    return end->line_free_us > full_us ? end->line_free_us - full_us : 0;
}

/* Packets in order, as far as window and buffer go. */
static void
send_on(Call *call)
{
    End *end = &call->ends[call->speaker];

    while (may_send(call, end) && room_us(call, end) <= call->now_us) {
        guint64 seq = end->next++;

        if (seq <= end->handed)
            end->repeats++;
        put(call, call->speaker, DATA, seq);
    }
}

/* The first packet that is not acknowledged goes again, alone. */
static void
go_back(Call *call, guint at, guint64 acked)
{
    End *end = &call->ends[at];

    end->acked = MAX(end->acked, acked);
    end->again = 0;
    if (at != call->speaker || end->acked + 1 >= end->next)
        return;
    end->again = end->acked + 1;
    end->repeats++;
    put(call, at, DATA, end->again);
}

/* Once that is acknowledged, two more at a time follow, until all has gone again. */
static void
acknowledged(Call *call, guint at, guint64 acked)
{
    End *end = &call->ends[at];

    end->acked = MAX(end->acked, acked);
    if (end->again == 0 || end->acked < end->again)
        return;
    end->again = 0;
    for (guint i = 0; i < 2 && end->acked + 1 + i < end->next; i++) {
        end->again = end->acked + 1 + i;
        end->repeats++;
        put(call, at, DATA, end->again);
    }
}

static void
fail(Call *call, guint at, const char *why)
{
    call->failure = why;
    call->failed = at;
}

static void
count_error(Call *call, guint at)
{
    End *end = &call->ends[at];

    end->errors++;
    if (end->errors > MOST_ERRORS + end->received / GOOD_PER_ERROR)
        fail(call, at, "too many errors");
}

static void
receive_data(Call *call, guint at, const Packet *packet)
{
    End *end = &call->ends[at];
    gboolean expected = packet->seq == end->received + 1;

    if (packet->damage == BODY_DAMAGE) {
        count_error(call, at);
        put(call, at, expected ? RJ : RR, 0);
        return;
    }
    acknowledged(call, at, packet->ack);
    if (expected) {
        end->received++;
        end->took_damage |= packet->damage == UNSEEN_DAMAGE;
    }
    put(call, at, RR, 0);
}

static void
receive(Call *call, guint at, const Packet *packet)
{
    End *end = &call->ends[at];

    end->quiet_us = call->now_us;
    end->timeouts = 0;
    if (packet->damage == HEADER_DAMAGE || (packet->kind != DATA && packet->damage)) {
        if (call->line->bit_errors > 0)
            count_error(call, at);
        return;
    }
    if (packet->kind == DATA) {
        receive_data(call, at, packet);
    } else if (packet->kind == RR) {
        acknowledged(call, at, packet->ack);
    } else {
        count_error(call, at);
        go_back(call, at, packet->ack);
    }
}

static void
time_out(Call *call, guint at)
{
    End *end = &call->ends[at];

    if (++end->timeouts > RETRIES) {
        fail(call, at, "seven times 10 s of silence");
        return;
    }
    if (at == call->speaker && end->acked + 1 < end->next)
        go_back(call, at, end->acked);
    else
        put(call, at, RJ, 0);
    end->quiet_us = MAX(call->now_us, room_us(call, end));
}

/* What comes next: an arrival at an end, room for the speaker, or a silence. */
typedef enum {
    ARRIVAL,
    ROOM,
    SILENCE,
} What;

typedef struct {
    gint64 at_us;
    What what;
    guint end;
} Next;

static void
sooner(Next *next, gint64 at_us, What what, guint end)
{
    if (at_us < next->at_us)
        *next = (Next){.at_us = at_us, .what = what, .end = end};
}

/* Whether bytes come in at end @at before it has waited too long. */
static gboolean
hears(const Call *call, guint at, gint64 until_us)
{
    const End *from = &call->ends[!at];

    return from->count > 0 && from->ring[from->first].begins_us < until_us;
}

static Next
find_next(const Call *call)
{
    Next next = {.at_us = G_MAXINT64};
    const End *speaker = &call->ends[call->speaker];

    for (guint i = 0; i < 2; i++)
        if (call->ends[i].count > 0)
            sooner(&next, call->ends[i].ring[call->ends[i].first].arrives_us, ARRIVAL,
                   !i);
    if (may_send(call, speaker))
        sooner(&next, room_us(call, speaker), ROOM, call->speaker);
    for (guint i = 0; i < 2; i++) {
        gint64 until_us = bp_add_us(call->ends[i].quiet_us, TIMEOUT_US);

        if (!hears(call, i, until_us))
            sooner(&next, until_us, SILENCE, i);
    }
    return next;
}

static void
step(Call *call)
{
    Next next = find_next(call);

    call->now_us = MAX(call->now_us, next.at_us);
    if (call->now_us >= BP_TIME_MAX_US)
        fail(call, 0, "no end in sight");
    else if (next.what == SILENCE) {
        time_out(call, next.end);
    } else if (next.what == ARRIVAL) {
        End *from = &call->ends[!next.end];
        Packet packet = from->ring[from->first];

        from->first = (from->first + 1) % RING;
        from->count--;
        receive(call, next.end, &packet);
    }
    send_on(call);
}

/* @speaker sends @n packets; TRUE when the other has them, FALSE when the call fails. */
static gboolean
say(Call *call, guint speaker, const Message *message)
{
    End *end = &call->ends[speaker], *other = &call->ends[!speaker];

    call->speaker = speaker;
    call->message = *message;
    call->message.first = end->last + 1;
    /* Who speaks has had all that the other had to say. */
    other->acked = other->last;
    other->again = 0;
    end->last += message->n;
    end->next = call->message.first;
    other->took_damage = FALSE;
    send_on(call);
    while (!call->failure && other->received < end->last)
        step(call);
    return !call->failure;
}

static gboolean
say_short(Call *call, guint speaker, guint64 bytes, guint64 n)
{
    Message message = {.n = n, .full = bytes, .last_but_one = bytes, .last = bytes};

    return say(call, speaker, &message);
}

static void
mark(Call *call, BpStep what, guint file, guint64 packets, guint64 repeats_before)
{
    guint64 repeats = call->ends[0].repeats + call->ends[1].repeats - repeats_before;

    call->recorder->now_us = call->now_us;
    talk_mark(call->recorder, what, file, packets + repeats, repeats);
}

static guint64
repeats_so_far(const Call *call)
{
    return call->ends[0].repeats + call->ends[1].repeats;
}

/* The data packets of a file: full ones, the rest, and the empty one at the end. */
static Message
data_of(const BpTalk *talk, guint64 bytes)
{
    guint64 size = uucp_g_packet_bytes(talk->p), rest = bytes % size;
    guint64 full = size + HEADER_BYTES;

    return (Message){.n = bp_pieces(bytes, size) + 1,
                     .full = full,
                     .last_but_one =
                         rest > 0 ? uucp_g_short_bytes(talk->p, rest) : full,
                     .last = uucp_g_short_bytes(talk->p, 1)};
}

static gboolean
send_file(Call *call, guint i)
{
    const BpTalk *talk = call->recorder->talk;
    UucpFile file = talk_file(talk, i);
    guint64 reply = uucp_g_short_bytes(talk->p, 1);
    guint64 asked = file.ask.out_bytes - HEADER_BYTES;
    guint64 n_asked = bp_pieces(asked, uucp_g_packet_bytes(talk->p) + HEADER_BYTES);
    Message data = data_of(talk, talk->file_bytes[i]);
    guint64 before = repeats_so_far(call);
    gboolean good;

    good = say_short(call, 0, asked / n_asked, n_asked) && say_short(call, 1, reply, 1);
    mark(call, BP_STEP_ASK, i, n_asked + 1, before);
    if (!good)
        return FALSE;
    before = repeats_so_far(call);
    good = say(call, 0, &data);
    mark(call, BP_STEP_DATA, i, data.n, before);
    if (!good)
        return FALSE;
    if (call->ends[1].took_damage)
        call->recorder->talked.damaged++;
    before = repeats_so_far(call);
    if (!say_short(call, 1, reply, 1))
        return FALSE;
    mark(call, BP_STEP_CONFIRM, i, 1, before);
    call->recorder->talked.files++;
    return TRUE;
}

/* H, HY and HY; the caller waits for no answer to the last, though a last
 * acknowledgement still comes of both. */
static void
hang_up(Call *call)
{
    const BpTalk *talk = call->recorder->talk;
    guint64 reply = uucp_g_short_bytes(talk->p, 1), before = repeats_so_far(call);
    guint64 bytes = reply + LAST_BYTES;

    if (!say_short(call, 0, reply, 1) || !say_short(call, 1, reply, 1))
        return;
    call->now_us =
        bp_add_us(MAX(call->now_us, call->ends[0].line_free_us), bytes_us(call, bytes));
    if (call->window == 1)
        call->now_us =
            bp_add_us(call->now_us,
                      bp_add_us(bytes_us(call, WINDOW_1_BYTES),
                                bp_times_us(WINDOW_1_TRIPS, bp_trip_us(call->line))));
    call->ends[0].bytes += bytes + HEADER_BYTES;
    call->ends[1].bytes += bytes + HEADER_BYTES;
    mark(call, BP_STEP_HANG_UP, 0, 2, before);
}

static void
settle(const Call *call)
{
    Recorder *recorder = call->recorder;

    recorder->now_us = call->now_us;
    if (call->failure) {
        /* CLOSE goes out behind what waits before the line. */
        gint64 free_us = MAX(call->now_us, call->ends[call->failed].line_free_us);

        recorder->now_us = bp_add_us(free_us, bytes_us(call, HEADER_BYTES));
        if (call->failed == 1)
            recorder->now_us = bp_add_us(recorder->now_us, bp_trip_us(call->line));
    }
    recorder->talked.failure = call->failure;
    recorder->talked.out_bytes += call->ends[0].bytes;
    recorder->talked.in_bytes += call->ends[1].bytes;
}

/* INITA, INITB and INITC, to and fro: one that is damaged is waited for in vain. */
static void
start_up(Call *call)
{
    for (guint i = 0; i < INIT_PACKETS; i++)
        if (draw_damage(call, HEADER_BYTES) != WHOLE)
            call->now_us = bp_add_us(call->now_us, TIMEOUT_US);
}

void
talk_by_packets(Recorder *recorder)
{
    const BpTalk *talk = recorder->talk;
    g_autofree Call *call = g_new0(Call, 1);

    call->recorder = recorder;
    call->line = &talk->line;
    call->window = (guint64)uucp_g_window(talk->p);
    call->now_us = recorder->now_us;
    start_up(call);
    for (guint i = 0; i < 2; i++) {
        call->ends[i].next = 1;
        call->ends[i].quiet_us = call->now_us;
        call->ends[i].line_free_us = call->now_us;
    }
    for (guint i = 0; i < talk->n_files && !call->failure; i++)
        send_file(call, i);
    if (!call->failure)
        hang_up(call);
    settle(call);
}
