/* uucp.h - what the dialects of UUCP have in common: what a call puts on the line.
 *
 * Private to protocol. The constants are those of docs/calls.md.
 */
#ifndef BANGPATH_PROTOCOL_UUCP_H
#define BANGPATH_PROTOCOL_UUCP_H

#include "cost.h"

/** UucpFile: a file is asked for and granted, sent, and confirmed. */
typedef struct {
    BpCost ask;
    BpCost data;
    BpCost confirm;
} UucpFile;

/**
 * BpUucp: a dialect; @p are the protocol's parameters.
 * @start: from the carrier to the first command, between two that know each other's
 *   options
 * @file: @command_chars: of the S or E command
 * @hang_up: @turn: after the last file of a call; of one end
 * @pieces: (nullable): fills in what of a pace is of pieces and windows; FALSE: a file does not
 *   go by pieces that are all alike
 */
typedef struct BpUucp {
    BpCost (*start)(const gint64 *p);
    UucpFile (*file)(const gint64 *p, const BpLineView *line, guint command_chars,
                     guint64 bytes);
    BpCost (*hang_up)(const gint64 *p);
    BpCost (*turn)(const gint64 *p);
    gboolean (*pieces)(const gint64 *p, const BpLineView *line, BpPace *pace);
    guint command;                            /* which parameter is `command` */
    gboolean is_g;                            /* its errors are packets.c's */
    gboolean sends_again;                     /* a damaged file, whole */
    guint64 (*packet_bytes)(const gint64 *p); /* (nullable): single packets again */
} BpUucp;

/** UUCP_F_MOST_TIMES: f sends a file three times at most, as measured. */
#define UUCP_F_MOST_TIMES 3

/** UUCP_I_MOST_DAMAGED: beyond this share of bad packets i gets nowhere: our guess. */
#define UUCP_I_MOST_DAMAGED 0.95

/** The values of `command`. */
enum {
    UUCP_COMMAND_S,
    UUCP_COMMAND_E,
};

#define UUCP_COMMAND_ROW                                                          \
    {                                                                             \
        .name = "command", .kind = BP_PARAM_CHOICE, .fallback = "S",              \
        .choices = uucp_commands,                                                 \
        .help = "how mail goes: S, a data and an execution file, each asked for " \
                "(HoneyDanBer); E, one file (Taylor UUCP among its like)",        \
    }

extern const char *const uucp_commands[];

/** What the execution file of a mail for one takes, as uux writes it. */
#define UUCP_EXECUTION_BYTES 58

/** Characters of a command: S for a data or an execution file, with names as short as
 * spool files'; E; and S of `uucp`, with the path that it goes to. */
#define UUCP_DATA_CHARS 42
#define UUCP_EXECUTION_CHARS 44
#define UUCP_E_CHARS 63
#define UUCP_FILE_CHARS 60

/** uucp_cost_us: how long @cost takes. */
static inline gint64
uucp_cost_us(const BpCost *cost, const BpLineView *line)
{
    return bp_cost_us(cost, line, BP_ASYNC_BITS);
}

/** uucp_file_us: as above, its three steps. */
gint64 uucp_file_us(const UucpFile *file, const BpLineView *line);

/** uucp_old_start: @start between two of which one knows no options: HoneyDanBer. */
BpCost uucp_old_start(BpCost start);

/** uucp_stall_us: how long a sender stands still once a window, when @ahead packets of
 * @packet_bytes, header and all, take less time than the answer to the first of them: that
 * packet, an acknowledgement and a round trip. */
gint64 uucp_stall_us(const BpLineView *line, guint64 packet_bytes, guint64 ack_bytes,
                     guint64 ahead);

/** uucp_text_start: what every dialect begins with: log-in and greeting. */
BpCost uucp_text_start(void);

/* The functions of BpProtocol, for mail. */
gint64 uucp_session_us(const BpUucp *uucp, const gint64 *p, const BpLineView *line);
guint64 uucp_envelope_bytes(const BpUucp *uucp, const gint64 *p, guint n_recipients);
gint64 uucp_mail_us(const BpUucp *uucp, const gint64 *p, const BpLineView *line,
                    guint64 bytes);
gboolean uucp_pace(const BpUucp *uucp, const gint64 *p, const BpLineView *line,
                   BpPace *pace);
gint64 uucp_turn_us(const BpUucp *uucp, const gint64 *p, const BpLineView *line);
gint64 uucp_hang_up_us(const BpUucp *uucp, const gint64 *p, const BpLineView *line);

/** UUCP_HOOKS: the functions of a BpProtocol, by the dialect @uucp_. */
#define UUCP_HOOKS(uucp_)                                                         \
    static gint64 session_us(const gint64 *p, const BpLineView *line)             \
    {                                                                             \
        return uucp_session_us(&(uucp_), p, line);                                \
    }                                                                             \
    static guint64 envelope_bytes(const gint64 *p, guint n_recipients)            \
    {                                                                             \
        return uucp_envelope_bytes(&(uucp_), p, n_recipients);                    \
    }                                                                             \
    static gint64 file_us(const gint64 *p, const BpLineView *line, guint64 bytes) \
    {                                                                             \
        return uucp_mail_us(&(uucp_), p, line, bytes);                            \
    }                                                                             \
    static gboolean pace(const gint64 *p, const BpLineView *line, BpPace *pace_)  \
    {                                                                             \
        return uucp_pace(&(uucp_), p, line, pace_);                               \
    }                                                                             \
    static gint64 turn_us(const gint64 *p, const BpLineView *line)                \
    {                                                                             \
        return uucp_turn_us(&(uucp_), p, line);                                   \
    }                                                                             \
    static gint64 hangup_us(const gint64 *p, const BpLineView *line)              \
    {                                                                             \
        return uucp_hang_up_us(&(uucp_), p, line);                                \
    }                                                                             \
    G_STATIC_ASSERT(TRUE)

/** UUCP_ROW: of a BpProtocol, those functions. */
#define UUCP_ROW(uucp_)                                                 \
    .order = BP_ORDER_ARRIVAL, .session_us = session_us,                \
    .envelope_bytes = envelope_bytes, .file_us = file_us, .pace = pace, \
    .turn_us = turn_us, .hangup_us = hangup_us, .uucp = &(uucp_)

/* The dialect g, for its kin G and v. */
extern const BpUucp uucp_g;

/** uucp_g_packet_bytes: the data bytes of a full packet. */
guint64 uucp_g_packet_bytes(const gint64 *p);
gint64 uucp_g_window(const gint64 *p);

/** uucp_g_short_bytes: the packet, header and all, that @bytes go in where no full one is
 * needed. */
guint64 uucp_g_short_bytes(const gint64 *p, guint64 bytes);

#define UUCP_G_HEADER_BYTES 6
#define UUCP_G_TIMEOUT_US (10 * BP_SECOND_US)

#endif
