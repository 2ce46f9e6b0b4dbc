/* talk.c - what is noted of a call, and what a file costs in it, however it is followed. */
#include "talk.h"

/* Names grow by a digit with files above this: what the measured commands had. */
#define LONGER_NAME_BYTES 4096

G_STATIC_ASSERT(BP_EXECUTION_BYTES == UUCP_EXECUTION_BYTES);

void
talk_mark(Recorder *recorder, BpStep step, guint file, guint64 packets, guint64 repeats)
{
    BpMark mark = {.step = step,
                   .file = file,
                   .at_us = recorder->now_us,
                   .packets = packets,
                   .repeats = repeats};

    recorder->talked.repeats += repeats;
    if (recorder->marks)
        g_array_append_val(recorder->marks, mark);
}

static guint
command_chars(BpJob job, guint64 bytes)
{
    switch (job) {
    case BP_JOB_FILE:
        return UUCP_FILE_CHARS + (bytes >= LONGER_NAME_BYTES);
    case BP_JOB_MAIL:
        return bytes == BP_EXECUTION_BYTES ? UUCP_EXECUTION_CHARS : UUCP_DATA_CHARS;
    case BP_JOB_E:
        break;
    }
    return UUCP_E_CHARS;
}

UucpFile
talk_file(const BpTalk *talk, guint i)
{
    guint64 bytes = talk->file_bytes[i];

    return talk->protocol->uucp->file(talk->p, &talk->line,
                                      command_chars(talk->job, bytes), bytes);
}
