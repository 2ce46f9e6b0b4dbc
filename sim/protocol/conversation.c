/* conversation.c - one call of UUCP, from the carrier to the hang-up.
 *
 * A whole line gives the sums of the protocol's row. With damaged bits g is followed
 * packet by packet (packets.c); i repeats single packets, f whole files, and t and e
 * notice nothing. */
#include "talk.h"

/* Goes through a step without errors. */
static void
pass(Recorder *recorder, const BpCost *cost)
{
    recorder->now_us =
        bp_add_us(recorder->now_us, uucp_cost_us(cost, &recorder->talk->line));
    recorder->talked.out_bytes =
        bp_add_bytes(recorder->talked.out_bytes, cost->out_bytes);
    recorder->talked.in_bytes = bp_add_bytes(recorder->talked.in_bytes, cost->in_bytes);
}

static void
log_in(Recorder *recorder)
{
    const BpTalk *talk = recorder->talk;
    BpCost start = talk->protocol->uucp->start(talk->p);

    if (talk->job == BP_JOB_MAIL)
        start = uucp_old_start(start);
    pass(recorder, &start);
    talk_mark(recorder, BP_STEP_LOG_IN, 0, 0, 0);
}

static gboolean
has_damage(const Recorder *recorder, guint64 bytes)
{
    const BpLineView *line = &recorder->talk->line;

    return line->bit_errors > 0 &&
           recorder->chance(recorder->data) < bp_damaged(line, bytes);
}

/* i: how many packets are sent again until each has come. */
static guint64
packets_again(Recorder *recorder, const UucpFile *file, guint64 bytes)
{
    guint64 again = 0;

    if (recorder->talk->line.bit_errors == 0)
        return 0;
    for (guint64 i = 0; i < file->data.n_packets; i++)
        while (has_damage(recorder, bytes))
            again++;
    return again;
}

/* f: how many times the whole file is sent again; all of them if none has come whole. */
static guint64
file_again(Recorder *recorder, const UucpFile *file)
{
    guint64 again = 0;

    while (again < UUCP_F_MOST_TIMES && has_damage(recorder, file->data.bytes))
        again++;
    return again;
}

/* Sends @n times @bytes more, after @trips. */
static void
repeat(Recorder *recorder, guint64 n, guint64 bytes, guint64 trips)
{
    BpCost more = {.bytes = n * bytes, .trips = n * trips, .out_bytes = n * bytes};

    pass(recorder, &more);
}

/* FALSE if the call ends here. */
static gboolean
send_data(Recorder *recorder, const UucpFile *file, guint i)
{
    const BpUucp *uucp = recorder->talk->protocol->uucp;
    guint64 repeats = 0;

    pass(recorder, &file->data);
    if (uucp->packet_bytes) {
        guint64 bytes = uucp->packet_bytes(recorder->talk->p) + 10;

        bytes = MIN(bytes, file->data.bytes);
        if (recorder->talk->line.bit_errors > 0 &&
            bp_damaged(&recorder->talk->line, bytes) > UUCP_I_MOST_DAMAGED) {
            recorder->talked.failure = "too many errors";
            return FALSE;
        }
        repeats = packets_again(recorder, file, bytes);
        repeat(recorder, repeats, bytes, 0);
    } else if (uucp->sends_again) {
        guint64 times = file_again(recorder, file);

        repeats = MIN(times, UUCP_F_MOST_TIMES - 1);
        repeat(recorder, repeats, file->data.bytes + file->confirm.bytes, 2);
        if (times == UUCP_F_MOST_TIMES)
            recorder->talked.failure = "the file came damaged three times";
    } else if (has_damage(recorder, file->data.bytes)) {
        recorder->talked.damaged++;
    }
    talk_mark(recorder, BP_STEP_DATA, i, file->data.n_packets + repeats, repeats);
    return recorder->talked.failure == NULL;
}

static gboolean
send_file(Recorder *recorder, guint i)
{
    UucpFile file = talk_file(recorder->talk, i);

    pass(recorder, &file.ask);
    talk_mark(recorder, BP_STEP_ASK, i, 1, 0);
    if (!send_data(recorder, &file, i))
        return FALSE;
    pass(recorder, &file.confirm);
    talk_mark(recorder, BP_STEP_CONFIRM, i, 0, 0);
    recorder->talked.files++;
    return TRUE;
}

static void
send_all(Recorder *recorder)
{
    const BpTalk *talk = recorder->talk;

    for (guint i = 0; i < talk->n_files; i++)
        if (!send_file(recorder, i))
            return;

    BpCost hang_up = talk->protocol->uucp->hang_up(talk->p);

    pass(recorder, &hang_up);
    talk_mark(recorder, BP_STEP_HANG_UP, 0, 0, 0);
}

gboolean
bp_talk_is_known(const BpProtocol *protocol)
{
    return protocol->uucp || protocol->legs;
}

gint64
bp_talk_packet_us(const BpTalk *talk)
{
    const BpUucp *uucp = talk->protocol->uucp;
    guint64 bytes = 0;

    if (!uucp)
        return 0;
    if (uucp->is_g)
        bytes = uucp_g_packet_bytes(talk->p) + UUCP_G_HEADER_BYTES;
    else if (uucp->packet_bytes)
        bytes = uucp->packet_bytes(talk->p);
    return bp_transfer_us(bytes, talk->line.bps, BP_ASYNC_BITS);
}

gboolean
bp_talk_is_possible(const BpTalk *talk)
{
    return !talk->protocol->uucp || !talk->protocol->uucp->is_g || talk->line.spoofs ||
           bp_talk_packet_us(talk) <= UUCP_G_TIMEOUT_US;
}

static gboolean
needs_packets(const BpTalk *talk)
{
    if (!talk->protocol->uucp->is_g || talk->line.spoofs)
        return FALSE;
    return talk->line.bit_errors > 0 || !bp_talk_is_possible(talk);
}

BpTalked
bp_converse(const BpTalk *talk, BpChance chance, gpointer data, GArray *marks)
{
    Recorder recorder = {.talk = talk, .chance = chance, .data = data, .marks = marks};
    g_return_val_if_fail(bp_talk_is_known(talk->protocol), recorder.talked);

    if (!talk->protocol->uucp) {
        talk_by_legs(&recorder);
    } else {
        log_in(&recorder);
        if (needs_packets(talk))
            talk_by_packets(&recorder);
        else
            send_all(&recorder);
    }
    recorder.talked.duration_us = recorder.now_us;
    return recorder.talked;
}
