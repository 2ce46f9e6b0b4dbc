/* talk.h - a call under way: what conversation.c, dialogue.c and packets.c share. */
#ifndef BANGPATH_PROTOCOL_TALK_H
#define BANGPATH_PROTOCOL_TALK_H

#include "uucp.h"

#include <bangpath/conversation.h>

/** Recorder: a call that goes on. */
typedef struct {
    const BpTalk *talk;
    BpChance chance;
    gpointer data;
    GArray *marks; /* (nullable) */
    gint64 now_us;
    BpTalked talked;
} Recorder;

/** talk_mark: a step that has ended at recorder->now_us. */
void talk_mark(Recorder *recorder, BpStep step, guint file, guint64 packets,
               guint64 repeats);

/** talk_file: what file @i costs without errors. */
UucpFile talk_file(const BpTalk *talk, guint i);

/** talk_by_legs: the whole call, where the protocol has legs: dialogue.c. */
void talk_by_legs(Recorder *recorder);

/** talk_by_packets: files and hang-up in g, packet by packet: packets.c. */
void talk_by_packets(Recorder *recorder);

#endif
