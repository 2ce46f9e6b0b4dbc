/* protocol.h - how a link moves a file: what each protocol costs in time and bytes.
 *
 * Layer: protocol. A protocol knows only what it is handed: its parameters and the line.
 */
#ifndef BANGPATH_PROTOCOL_H
#define BANGPATH_PROTOCOL_H

#include <bangpath/pace.h>
#include <bangpath/param.h>
#include <glib.h>

#define BP_PROTOCOL_PARAMS 4 /* rows of one protocol, at most */

/** BpLineView: what a protocol sees of the line it runs on. Plain data without gaps. */
typedef struct {
    gint64 bps;
    gint64 latency_us; /* one way, modems included */
    gint64
        turnaround_us; /* what a half-duplex modem adds at each change of direction */
    gint64 bit_errors; /* damaged bits of 10^12 */
    gint64 spoofs;     /* 1: the modem answers UUCP's g itself, else 0 */
} BpLineView;

/** BP_BIT_ERRORS_MAX: one bit in a hundred. */
#define BP_BIT_ERRORS_MAX G_GINT64_CONSTANT(10000000000)

/**
 * BpDamage: what bit errors did to one file.
 * @us: how much longer it takes
 * @repeats: packets that were sent again
 * @lost: the call ends for it, after @us more
 */
typedef struct {
    gint64 us;
    guint64 repeats;
    gboolean lost;
} BpDamage;

/** BpPhase: of a call, for its time line. */
typedef enum {
    BP_PHASE_SESSION,
    BP_PHASE_ASK, /* only where recipients are asked for first */
    BP_PHASE_FILE,
    BP_PHASE_TURN,
    BP_PHASE_HANG_UP,
} BpPhase;

/** BP_LEGS: of one phase, at most. */
#define BP_LEGS 4

/**
 * BpCost: one step of a call.
 * @bytes: how many are waited for, one after the other
 * @trips: one way each
 * @wait_us: pauses, and windows that are full
 * @n_packets: of data, from the sender
 * @out_bytes: @in_bytes: all that the sender and the receiver put on the line, those
 *   included that nobody waits for
 * @times: of a leg that is the same thing said so often, else 0
 */
typedef struct {
    guint64 bytes;
    guint64 trips;
    gint64 wait_us;
    guint64 n_packets;
    guint64 out_bytes;
    guint64 in_bytes;
    guint64 times;
} BpCost;

/** BpLeg: a step of a phase; @what is static, for people. */
typedef struct {
    const char *what;
    BpCost cost;
} BpLeg;

/** BpOrder: which waiting file goes first. */
typedef enum {
    BP_ORDER_ARRIVAL,
    BP_ORDER_SMALLEST,
} BpOrder;

/** BP_ASYNC_BITS: a byte between start and stop bit. */
#define BP_ASYNC_BITS 10

/**
 * BpProtocol: one row of the table of protocols; @p are the values of @params, in order.
 * @name: as in `protocol=NAME`
 * @params: ends with a NULL name; kinds whose value is one number
 * @asks_first: recipients are accepted or refused before the body is sent, as in SMTP;
 *   else the receiver has the whole file before it can say no
 * @order: how files wait for a permanent line or a call
 * @session_us: from carrier to the first file: log-in and hand-shake, once a call; on a
 *   net, once a transaction
 * @envelope_bytes: what is sent besides the body, for so many recipients
 * @ask_us: (nullable): the time in which the envelope is sent and answered, where
 *   @asks_first
 * @ask_wait_us: (nullable): how much of @ask_us is waiting for replies: the line is free
 *   then; where @asks_first
 * @file_us: the time that the file's bytes take, rounded up: envelope and body, or the body
 *   alone where @asks_first
 * @fixed_us: (nullable): where a file takes no more than this and then its body at line speed,
 *   BP_ASYNC_BITS a byte, with no envelope: so that who sends millions need not ask each time
 * @pace: (nullable): fills @pace in; FALSE if with these parameters a file's time is no such
 *   sum, or may go beyond BP_TIME_MAX_US
 * @steps: (nullable): where @asks_first: fills @steps in: what all these functions say, for one
 *   recipient and a line of @bps
 * @turn_us: (nullable): in a call: the time in which the sender becomes the receiver
 * @hangup_us: (nullable): in a call: from the last file until the line is free; over a net,
 *   where @asks_first: from the last transaction until the connection is closed
 * @legs: (nullable): the steps that @phase is made of, at most BP_LEGS, and how many;
 *   together they take what the function of that phase says; @bytes as in @file_us, and
 *   recipients in BP_PHASE_ASK. Where @asks_first what @envelope_bytes counts stands where it
 *   is said, so that only all phases together take what their functions say
 * @byte_bits: where there are @legs: bits that a byte takes on the line
 * @bundles: in a call: all that waits for the other end goes as one file (FidoNet's
 *   packet), and each end has one turn, the caller first
 * @empty_packet: where @bundles: a caller who has nothing sends a file of no bytes
 * @always_turns: where @bundles: roles turn even if the called has nothing
 * @both_ways: in a call: both ends send at the same time, and no roles turn
 * @damage: (nullable): what the line's bit errors, above 0, do to a file of @bytes, as in
 *   @file_us; each of @chances is from 0 up to 1
 * @noise: (nullable): fills @noise in; @bytes are those of @damage
 * @noisy: where there is @noise: what @damage says, for who asks of millions of files: @noise is
 *   the line's
 * @uucp: (nullable): a dialect of UUCP, for bp_converse(); private to the layer
 */
typedef struct {
    const char *name;
    const char *help;
    const BpParam *params;
    gboolean asks_first;
    BpOrder order;
    gint64 (*session_us)(const gint64 *p, const BpLineView *line);
    guint64 (*envelope_bytes)(const gint64 *p, guint n_recipients);
    gint64 (*ask_us)(const gint64 *p, const BpLineView *line, guint n_recipients);
    gint64 (*ask_wait_us)(const gint64 *p, const BpLineView *line, guint n_recipients);
    gint64 (*file_us)(const gint64 *p, const BpLineView *line, guint64 bytes);
    gint64 (*fixed_us)(const gint64 *p, const BpLineView *line);
    gboolean (*pace)(const gint64 *p, const BpLineView *line, BpPace *pace);
    void (*steps)(const gint64 *p, gint64 bps, BpSteps *steps);
    gint64 (*turn_us)(const gint64 *p, const BpLineView *line);
    gint64 (*hangup_us)(const gint64 *p, const BpLineView *line);
    guint (*legs)(const gint64 *p, const BpLineView *line, BpPhase phase, guint64 bytes,
                  BpLeg legs[BP_LEGS]);
    guint byte_bits;
    gboolean bundles;
    gboolean empty_packet;
    gboolean always_turns;
    gboolean both_ways;
    BpDamage (*damage)(const gint64 *p, const BpLineView *line, guint64 bytes,
                       const double chances[2]);
    void (*noise)(const gint64 *p, const BpLineView *line, BpNoise *noise);
    BpDamage (*noisy)(const gint64 *p, const BpLineView *line, const BpNoise *noise,
                      guint64 bytes, const double chances[2]);
    const struct BpUucp *uucp;
} BpProtocol;

/** bp_protocols: (array zero-terminated=1): every protocol, made from the list in
 * sim/protocol/meson.build. */
extern const BpProtocol *const bp_protocols[];

/** bp_protocol_find: (nullable): by name. */
const BpProtocol *bp_protocol_find(const char *name);

/** bp_protocol_names: (transfer container): NULL-terminated. */
const char **bp_protocol_names(void);

#endif
