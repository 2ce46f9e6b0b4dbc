/* fidonet.h - what FTS-1 and WaZOO sessions have in common: packets of mail.
 *
 * Private to protocol.
 */
#ifndef BANGPATH_PROTOCOL_FIDONET_H
#define BANGPATH_PROTOCOL_FIDONET_H

#include "cost.h"

/** FIDONET_PACKET_BYTES: a packet's header 58 and its end 2 (FTS-0001 F.1). */
#define FIDONET_PACKET_BYTES 60

/** fidonet_wake: from the carrier until the board called is awake (FTS-0001 D). */
BpCost fidonet_wake(void);

/** fidonet_envelope_bytes: of packed messages, one a recipient (FTS-0001 C.1); the
 * packet's own bytes are left out. */
guint64 fidonet_envelope_bytes(const gint64 *p, guint n_recipients);

/** fidonet_packet_bytes: a packet that holds @bytes of packed messages. */
guint64 fidonet_packet_bytes(guint64 bytes);

#endif
