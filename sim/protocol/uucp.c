/* uucp.c - what the dialects of UUCP have in common. */
#include "uucp.h"

const char *const uucp_commands[] = {"S", "E", NULL};

/* An address more on the execution file's command line, or the E command's: our guess,
 * a bang address. */
#define ADDRESS_BYTES 24

/* What two that know no options leave out of the greeting: 9 bytes of the caller's, 4 of
 * the other's. */
#define OPTIONS_OUT_BYTES 9
#define OPTIONS_IN_BYTES 4

/* Log-in 34 bytes and 5 trips; the greeting (Shere, S, ROK) and the choice of a protocol
 * (P, U), 30 bytes and 2 trips. */
#define TEXT_BYTES 64
#define TEXT_TRIPS 7
#define TEXT_OUT_BYTES 39
#define TEXT_IN_BYTES 58

BpCost
uucp_text_start(void)
{
    return (BpCost){.bytes = TEXT_BYTES,
                    .trips = TEXT_TRIPS,
                    .out_bytes = TEXT_OUT_BYTES,
                    .in_bytes = TEXT_IN_BYTES};
}

gint64
uucp_stall_us(const BpLineView *line, guint64 packet_bytes, guint64 ack_bytes,
              guint64 ahead)
{
    gint64 busy_us = bp_transfer_us(ahead * packet_bytes, line->bps, BP_ASYNC_BITS);
    gint64 turn_us =
        bp_add_us(bp_transfer_us(packet_bytes + ack_bytes, line->bps, BP_ASYNC_BITS),
                  bp_round_trip_us(line));

    return MAX(turn_us - busy_us, 0);
}

BpCost
uucp_old_start(BpCost start)
{
    start.bytes -= OPTIONS_OUT_BYTES + OPTIONS_IN_BYTES;
    start.out_bytes -= OPTIONS_OUT_BYTES;
    start.in_bytes -= OPTIONS_IN_BYTES;
    return start;
}

gint64
uucp_file_us(const UucpFile *file, const BpLineView *line)
{
    BpCost all = file->data;

    all.bytes = bp_add_bytes(all.bytes, file->ask.bytes + file->confirm.bytes);
    all.trips += file->ask.trips + file->confirm.trips;
    return uucp_cost_us(&all, line);
}

gint64
uucp_session_us(const BpUucp *uucp, const gint64 *p, const BpLineView *line)
{
    BpCost start = uucp->start(p);

    if (p[uucp->command] == UUCP_COMMAND_S)
        start = uucp_old_start(start);
    return uucp_cost_us(&start, line);
}

guint64
uucp_envelope_bytes(const BpUucp *uucp, const gint64 *p, guint n_recipients)
{
    guint64 more = (guint64)(n_recipients > 0 ? n_recipients - 1 : 0) * ADDRESS_BYTES;

    return more + (p[uucp->command] == UUCP_COMMAND_S ? UUCP_EXECUTION_BYTES : 0);
}

/* The execution file is counted at its least: what more recipients add goes with the
 * data, where it makes as many bytes. */
gint64
uucp_mail_us(const BpUucp *uucp, const gint64 *p, const BpLineView *line, guint64 bytes)
{
    if (p[uucp->command] == UUCP_COMMAND_E) {
        UucpFile file = uucp->file(p, line, UUCP_E_CHARS, bytes);

        return uucp_file_us(&file, line);
    }

    guint64 execution_bytes = MIN(bytes, UUCP_EXECUTION_BYTES);
    UucpFile data = uucp->file(p, line, UUCP_DATA_CHARS, bytes - execution_bytes);
    UucpFile execution = uucp->file(p, line, UUCP_EXECUTION_CHARS, execution_bytes);

    return bp_add_us(uucp_file_us(&data, line), uucp_file_us(&execution, line));
}

/* What does not depend on how long the file is stands in that of no bytes. */
gboolean
uucp_pace(const BpUucp *uucp, const gint64 *p, const BpLineView *line, BpPace *pace)
{
    gboolean is_e = p[uucp->command] == UUCP_COMMAND_E;
    guint64 least = uucp_envelope_bytes(uucp, p, 1);
    BpPace filled = {.bps = (guint64)line->bps, .byte_line_bytes = 1, .window = 1};
    UucpFile file;

    if (uucp->pieces == NULL || line->bps <= 0 || !uucp->pieces(p, line, &filled) ||
        uucp_mail_us(uucp, p, line, BP_PACE_BYTES + least) >= BP_TIME_MAX_US)
        return FALSE;

    file = uucp->file(p, line, is_e ? UUCP_E_CHARS : UUCP_DATA_CHARS, 0);
    filled.inverse = G_MAXUINT64 / filled.bps;
    filled.line_bytes = file.ask.bytes + file.data.bytes + file.confirm.bytes;
    filled.fixed_us = bp_times_us(file.ask.trips + file.data.trips + file.confirm.trips,
                                  bp_trip_us(line));
    if (!is_e) {
        file = uucp->file(p, line, UUCP_EXECUTION_CHARS, least);
        filled.fixed_us += uucp_file_us(&file, line);
    }
    *pace = filled;
    return TRUE;
}

gint64
uucp_turn_us(const BpUucp *uucp, const gint64 *p, const BpLineView *line)
{
    BpCost turn = uucp->turn(p);

    return uucp_cost_us(&turn, line);
}

gint64
uucp_hang_up_us(const BpUucp *uucp, const gint64 *p, const BpLineView *line)
{
    BpCost hang_up = uucp->hang_up(p);

    return uucp_cost_us(&hang_up, line);
}
