/* protocol_e.c - UUCP's e: over TCP, a file's size and then its bytes.
 *
 * Commands and replies end with a zero byte, the size has 20 bytes (Taylor UUCP manual,
 * "The UUCP `e' Protocol"). Bit errors are TCP's business. */
#include "uucp_whole.h"

enum {
    COMMAND,
};

#define SIZE_BYTES 20

static const BpParam params[] = {[COMMAND] = UUCP_COMMAND_ROW, {0}};

static UucpFile
file(const gint64 *p, const BpLineView *line, guint command_chars, guint64 bytes)
{
    (void)p;
    (void)line;
    return uucp_whole_file(command_chars, bp_add_bytes(bytes, SIZE_BYTES),
                           UUCP_WHOLE_REPLY_BYTES);
}

/* There are none: all that counts is bytes. */
static gboolean
pieces(const gint64 *p, const BpLineView *line, BpPace *pace)
{
    (void)p;
    (void)line;
    (void)pace;
    return TRUE;
}

static const BpUucp uucp_e = {
    .start = uucp_whole_start,
    .file = file,
    .hang_up = uucp_whole_hang_up,
    .turn = uucp_whole_turn,
    .pieces = pieces,
    .command = COMMAND,
};

UUCP_HOOKS(uucp_e);

const BpProtocol bp_protocol_e = {
    .name = "e",
    .help = "UUCP over TCP: a file's size, then its bytes",
    .params = params,
    UUCP_ROW(uucp_e),
};
