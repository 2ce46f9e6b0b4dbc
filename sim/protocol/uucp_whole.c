/* uucp_whole.c - what e and f share: files that go whole, between commands of text. */
#include "uucp_whole.h"

/* Taylor UUCP is silent for 2 s before the first command, as it measured. */
#define PAUSE_US (2 * BP_SECOND_US)

#define HANG_UP_BYTES 17
#define HANG_UP_OUT_BYTES 9
#define HANG_UP_IN_BYTES 8
#define TURN_BYTES 5 /* H, HN: our count */

BpCost
uucp_whole_start(const gint64 *p)
{
    BpCost cost = uucp_text_start();

    (void)p;
    cost.wait_us = PAUSE_US;
    return cost;
}

UucpFile
uucp_whole_file(guint command_chars, guint64 sent_bytes, guint64 confirm_bytes)
{
    guint64 asked = (guint64)command_chars + 1, reply = UUCP_WHOLE_REPLY_BYTES;

    return (UucpFile){
        .ask = {.bytes = asked + reply,
                .trips = 2,
                .out_bytes = asked,
                .in_bytes = reply},
        .data = {.bytes = sent_bytes,
                 .trips = 1,
                 .n_packets = 1,
                 .out_bytes = sent_bytes},
        .confirm = {.bytes = confirm_bytes, .trips = 1, .in_bytes = confirm_bytes},
    };
}

BpCost
uucp_whole_hang_up(const gint64 *p)
{
    (void)p;
    return (BpCost){.bytes = HANG_UP_BYTES,
                    .trips = 2,
                    .out_bytes = HANG_UP_OUT_BYTES,
                    .in_bytes = HANG_UP_IN_BYTES};
}

BpCost
uucp_whole_turn(const gint64 *p)
{
    (void)p;
    return (BpCost){
        .bytes = TURN_BYTES, .trips = 2, .out_bytes = 2, .in_bytes = TURN_BYTES - 2};
}
