/* protocol_f.c - UUCP's f: over X.25 pads, which lose nothing but pass 7 bits only.
 *
 * Bytes outside 32 to 121 go as two; one check sum a file, and the whole file once more
 * when it is wrong (Taylor UUCP manual, "The UUCP `f' Protocol"). */
#include "uucp_whole.h"

enum {
    COMMAND,
};

/* Mail is text: a line end for every 60 characters is what takes two bytes. */
#define LINE_BYTES 61

#define CHECKSUM_BYTES 7 /* and the end of file */
#define CONFIRM_BYTES 5  /* CY, with what else stands there, and its end */

/* A file is sent three times at most, as measured; then the call ends. */
#define MOST_TIMES UUCP_F_MOST_TIMES

static const BpParam params[] = {[COMMAND] = UUCP_COMMAND_ROW, {0}};

static guint64
encoded_bytes(guint64 bytes)
{
    return bp_add_bytes(bytes, bp_pieces(bytes, LINE_BYTES) + CHECKSUM_BYTES);
}

static UucpFile
file(const gint64 *p, const BpLineView *line, guint command_chars, guint64 bytes)
{
    (void)p;
    (void)line;
    return uucp_whole_file(command_chars, encoded_bytes(bytes), CONFIRM_BYTES);
}

static BpDamage
damage(const gint64 *p, const BpLineView *line, guint64 bytes, const double chances[2])
{
    guint64 sent = encoded_bytes(bytes);
    double bad = bp_damaged(line, sent), all = bad;
    gint64 again_us = bp_add_us(
        bp_transfer_us(bp_add_bytes(sent, CONFIRM_BYTES), line->bps, BP_ASYNC_BITS),
        bp_round_trip_us(line));
    BpDamage done = {0};

    (void)p;
    while (done.repeats < MOST_TIMES && chances[0] < all) {
        done.repeats++;
        all *= bad;
    }
    done.lost = done.repeats == MOST_TIMES;
    if (done.lost)
        done.repeats--;
    done.us = bp_times_us(done.repeats, again_us);
    return done;
}

static const BpUucp uucp_f = {
    .start = uucp_whole_start,
    .file = file,
    .hang_up = uucp_whole_hang_up,
    .turn = uucp_whole_turn,
    .command = COMMAND,
    .sends_again = TRUE,
};

UUCP_HOOKS(uucp_f);

const BpProtocol bp_protocol_f = {
    .name = "f",
    .help = "UUCP over X.25: no packets, a check sum for the whole file",
    .params = params,
    .damage = damage,
    UUCP_ROW(uucp_f),
};
