/* dial.h - the record of one dial-up link: what call.c, dial.c and talk.c share.
 *
 *   call.c   when a call is tried, and what comes after it
 *   dial.c   what waits for it, and when who may call
 *   talk.c   what is said while it lasts
 */
#ifndef BANGPATH_NETWORK_DIAL_H
#define BANGPATH_NETWORK_DIAL_H

#include "carrier_private.h"

#include <bangpath/grade.h>

typedef enum {
    IDLE,
    WAITING,
    DIALLING,
    ASKING,
    SENDING,
    LEAVING,
} State;

/* What changes is described to archives at the end of call.c. */
struct Dial {
    const Track *track; /* borrowed; this and host never change */
    guint32 host[2];    /* at its ends */
    BpTicket ticket;    /* of the one event that still counts */
    gint64 event_us;    /* when it comes */
    gint64 poll_us;     /* when the next poll is due, whatever else happens */
    gint64 dialled_us;
    gint64 connected_us;
    gint64 drop_us;    /* when the line will drop */
    gint64 closes_us;  /* when the caller's window does */
    gint64 ends_us[2]; /* both ways: when the file from that end is across; 0: none is
                          under way */
    gint64 parting_us; /* what is still said after the last file, before the hang-up */
    guint32 link;
    guint32 n_calls;  /* that got through: the counter of draws */
    guint32 n_failed; /* that did not, or were cut short: likewise */
    guint32 n_files;  /* that the sender's file bundles */
    guint8 state;
    guint8 caller;   /* 0: the link's end a, 1: its end b */
    guint8 sender;   /* whose turn it is, or whose file is across first; likewise */
    guint8 failures; /* since the last call that ended well */
    guint8 grade;    /* the lowest that the call may carry */
    guint8 n_turns;  /* where there are two: that have begun */
    guint8
        is_simple; /* never changes: its lanes say whether there is work, all of one grade */
};

/* So long that none lies in more lines of the cache than it must. */
#define DIAL_BYTES 128
G_STATIC_ASSERT(sizeof(Dial) <= DIAL_BYTES);

static inline Dial *
dial_at(const BpCarrier *carrier, guint32 i)
{
    return (Dial *)(void *)(carrier->dials + (gsize)i * DIAL_BYTES);
}

static inline const BpLine *
line_of(const Dial *dial)
{
    return dial->track->line;
}

/* The channel away from end @end of the link. */
static inline guint32
channel_from(const Dial *dial, guint8 end)
{
    return 2 * dial->link + end;
}

static inline guint32
host_at(const Dial *dial, guint8 end)
{
    return dial->host[end];
}

/* Whether anything waits at @end of one that is_simple. */
static inline gboolean
bp_dial_waits(const BpCarrier *carrier, const Dial *dial, guint8 end)
{
    return carrier->lanes[channel_from(dial, end)].last != BP_NONE;
}

/* When @end may call. */
static inline const BpSchedule *
bp_dial_schedule(const Dial *dial, guint8 end)
{
    const BpLine *line = line_of(dial);

    if (end == 1 && line->schedule_back.kind != BP_SCHEDULE_PERMANENT)
        return &line->schedule_back;
    return &line->schedule;
}

/* Most are: who would ask for the hour there? */
static inline gboolean
bp_dial_is_always_open(const BpSchedule *schedule)
{
    return schedule->n_windows == 0 && schedule->kind != BP_SCHEDULE_NEVER;
}

/* dial.c */
gboolean bp_dial_has_graded_work(const BpCarrier *carrier, const Dial *dial,
                                 guint8 end);
gboolean bp_dial_has_graded_work_now(const BpCarrier *carrier, const Dial *dial,
                                     guint8 end);
gint64 bp_dial_window_us(const BpCarrier *carrier, const Dial *dial, guint8 caller,
                         gint64 at_us);
/* The lowest grade of mail from @end that this call carries; of FidoNet's the called hands
 * over all it has, what it held included (FTS-0001 D: pickup). */
guint8 bp_dial_limit(const Dial *dial, guint8 end);
/* Sets what a call by @dial's caller, who dialled just now, may carry, and until when. */
void bp_dial_limits(const BpCarrier *carrier, Dial *dial);

/* Whether @end has mail that it would call for. */
static inline gboolean
bp_dial_has_work(const BpCarrier *carrier, const Dial *dial, guint8 end)
{
    return dial->is_simple ? bp_dial_waits(carrier, dial, end)
                           : bp_dial_has_graded_work(carrier, dial, end);
}

/* Whether @end has mail that this call may carry. */
static inline gboolean
bp_dial_has_work_now(const BpCarrier *carrier, const Dial *dial, guint8 end)
{
    return dial->is_simple
               ? bp_dial_waits(carrier, dial, end) && BP_GRADE_MAIL <= dial->grade
               : bp_dial_has_graded_work_now(carrier, dial, end);
}

/* When @caller's window opens for the mail that it has; a poll needs none. */
static inline gint64
bp_dial_opens_us(const BpCarrier *carrier, const Dial *dial, guint8 caller,
                 gint64 at_us)
{
    return bp_dial_is_always_open(bp_dial_schedule(dial, caller))
               ? at_us
               : bp_dial_window_us(carrier, dial, caller, at_us);
}

/* call.c */
void bp_dial_set_event(BpCarrier *carrier, Dial *dial, State state, gint64 at_us);
void bp_dial_fail(BpCarrier *carrier, Dial *dial);
/* Settles the bill as well. */
void bp_dial_hang_up(BpCarrier *carrier, Dial *dial);
/* What comes after a call that ended well. */
void bp_dial_rest(BpCarrier *carrier, Dial *dial);

/* talk.c */
/* DIALLING -> whatever comes first. */
void bp_dial_connected(BpCarrier *carrier, Dial *dial);
/* The end of ASKING or SENDING. */
void bp_dial_proceed(BpCarrier *carrier, guint32 i);
/* Whatever was being sent has to begin again. */
void bp_dial_drop(BpCarrier *carrier, Dial *dial);

#endif
