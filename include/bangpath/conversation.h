/* conversation.h - one call, from the carrier to the hang-up, step by step.
 *
 * Layer: protocol. A function of what it is handed alone: the line, the files, and where
 * bits are damaged the draws. Files go from the caller to the called only.
 */
#ifndef BANGPATH_CONVERSATION_H
#define BANGPATH_CONVERSATION_H

#include <bangpath/protocol.h>
#include <glib.h>

/**
 * BpJob: what the files are.
 * @BP_JOB_FILE: as `uucp` sends them, between two that know each other's options
 * @BP_JOB_MAIL: data and execution files of mail, an S command each, as in HoneyDanBer
 * @BP_JOB_E: mail in one file each, by Taylor UUCP's command E
 */
typedef enum {
    BP_JOB_FILE,
    BP_JOB_MAIL,
    BP_JOB_E,
} BpJob;

/** BP_EXECUTION_BYTES: the execution file of a mail for one, as uux writes it. */
#define BP_EXECUTION_BYTES 58

/** BpStep: the steps of a call; the middle ones come for each file. */
typedef enum {
    BP_STEP_LOG_IN,
    BP_STEP_ASK,
    BP_STEP_DATA,
    BP_STEP_CONFIRM,
    BP_STEP_HANG_UP,
    BP_STEP_LEG, /* of a protocol other than UUCP's */
} BpStep;

/**
 * BpMark: the end of a step.
 * @file: which one, for the middle steps
 * @packets: sent in this step, repeats among them
 * @what: @bytes: of BP_STEP_LEG: static, for people; and of the file with its envelopes,
 *   or 0 where there is none
 * @times: as in BpCost
 */
typedef struct {
    BpStep step;
    guint file;
    gint64 at_us;
    guint64 packets;
    guint64 repeats;
    const char *what;
    guint64 bytes;
    guint64 times;
} BpMark;

/** BpTalk: what is said in a call; @p are values of the protocol's parameters. @n_recipients: of
 * each file, where they are asked for first. */
typedef struct {
    const BpProtocol *protocol; /* that bp_talk_is_known() */
    const gint64 *p;
    BpLineView line;
    BpJob job;
    const guint64 *file_bytes; /* borrowed */
    guint n_files;
    guint n_recipients;
} BpTalk;

/**
 * BpTalked:
 * @duration_us: from the carrier until the caller closes the line, or gives up
 * @out_bytes: @in_bytes: put on the line by the caller and by the called
 * @repeats: data packets that were sent again, of both ends; with f whole files
 * @files: that were confirmed; where one packet bundles all, its messages
 * @damaged: of those, files in which a damaged bit was not noticed
 * @failure: (nullable): why the call ended early
 */
typedef struct {
    gint64 duration_us;
    guint64 out_bytes;
    guint64 in_bytes;
    guint64 repeats;
    guint files;
    guint damaged;
    const char *failure;
} BpTalked;

/** BpChance: from 0 up to 1, the next of a sequence. */
typedef double (*BpChance)(gpointer data);

/**
 * bp_converse:
 * @chance: called only where the line damages bits
 * @marks: (nullable) (element-type BpMark): what happened when is added to it
 *
 * Without damaged bits the duration is what the protocol's own functions add up to.
 */
BpTalked bp_converse(const BpTalk *talk, BpChance chance, gpointer data, GArray *marks);

/** bp_talk_is_known: whether a call by it can be followed step by step. */
gboolean bp_talk_is_known(const BpProtocol *protocol);

/** bp_talk_is_possible: FALSE where a full packet of g takes longer than g waits: no file
 * comes through. */
gboolean bp_talk_is_possible(const BpTalk *talk);

/** bp_talk_packet_us: how long the longest packet of data takes; 0 where there are none. */
gint64 bp_talk_packet_us(const BpTalk *talk);

#endif
