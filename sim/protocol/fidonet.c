/* fidonet.c - packets of FidoNet mail, and waking the board that is called. */
#include "fidonet.h"

/* FTS-0001 D, S1 and S2: the caller waits 1 to 5 s (3 s: our guess), sends CR, blank, CR,
 * blank, hears the other's banner, and waits 1 s. */
#define WAKE_US (4 * BP_SECOND_US)
#define WHACK_BYTES 4
#define BANNER_BYTES 60 /* a line of text: our guess */

/* FTS-0001 C.1: 34 bytes; and names and subject, which may take 144 with their ends: half of
 * that is our guess. The text is counted once, as for the other protocols. */
#define MESSAGE_BYTES (34 + 72)

BpCost
fidonet_wake(void)
{
    return (BpCost){.bytes = WHACK_BYTES + BANNER_BYTES,
                    .trips = 2,
                    .wait_us = WAKE_US,
                    .out_bytes = WHACK_BYTES,
                    .in_bytes = BANNER_BYTES};
}

guint64
fidonet_envelope_bytes(const gint64 *p, guint n_recipients)
{
    (void)p;
    return (guint64)n_recipients * MESSAGE_BYTES;
}

guint64
fidonet_packet_bytes(guint64 bytes)
{
    return bp_add_bytes(bytes, FIDONET_PACKET_BYTES);
}
