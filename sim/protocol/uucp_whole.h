/* uucp_whole.h - what e and f share: no packets; commands and replies are text that ends
 * with a zero byte, and a file goes whole between them (Taylor UUCP manual, "The UUCP `e'
 * Protocol", "The UUCP `f' Protocol").
 *
 * Private to protocol. The functions are those of BpUucp.
 */
#ifndef BANGPATH_PROTOCOL_UUCP_WHOLE_H
#define BANGPATH_PROTOCOL_UUCP_WHOLE_H

#include "uucp.h"

/** UUCP_WHOLE_REPLY_BYTES: SY or CY, and its end. */
#define UUCP_WHOLE_REPLY_BYTES 3

BpCost uucp_whole_start(const gint64 *p);

/** uucp_whole_file: @sent_bytes: what the file takes on the line; @confirm_bytes: the
 * reply behind it. */
UucpFile uucp_whole_file(guint command_chars, guint64 sent_bytes,
                         guint64 confirm_bytes);
BpCost uucp_whole_hang_up(const gint64 *p);
BpCost uucp_whole_turn(const gint64 *p);

#endif
