/* closure_state.h - what the files of the actor `closure` share: its keys, its state.
 *
 * closure.c has the rows; closure_order.c says who is next where relays close in an order,
 * closure_react.c who closes because of what came to him, closure_adopt.c who closes with a
 * chance in time; closure_close.c does the closing and reopening for these three.
 */
#ifndef BP_CLOSURE_STATE_H
#define BP_CLOSURE_STATE_H

#include <bangpath/actor.h>

/* The keys, as places in the group's values. */
enum {
    BP_CLOSURE_WHICH,
    BP_CLOSURE_SHARE,
    BP_CLOSURE_FROM,
    BP_CLOSURE_OVER,
    BP_CLOSURE_AFTER,
    BP_CLOSURE_COMPLAINT,
    BP_CLOSURE_COMPLAINTS,
    BP_CLOSURE_RATE,
    BP_CLOSURE_REOPEN,
    BP_CLOSURE_REOPEN_AFTER,
    BP_CLOSURE_TO,
};

/* The value of `which`. */
enum {
    BP_CLOSURE_RANDOM,
    BP_CLOSURE_BUSIEST_FIRST,
    BP_CLOSURE_SMALLEST_FIRST,
    BP_CLOSURE_BY_DEGREE,
    BP_CLOSURE_WHEN_LISTED,
    BP_CLOSURE_ON_COMPLAINT,
    BP_CLOSURE_ADOPTION,
    BP_CLOSURE_BY_NAME = -1,
};

typedef enum {
    BP_MOOD_NEVER, /* none of the share that closes */
    BP_MOOD_WILL,
    BP_MOOD_DECIDED, /* the closing is under way, or done */
} BpMood;

/* What is kept of a host; closure.c describes it to archives. */
typedef struct {
    guint32 n_spams;      /* on-complaint: a stranger's spam seen to come from it */
    guint32 n_complaints; /* since it was last open */
    guint32 n_closings;
    guint8 mood; /* a BpMood */
} BpClosureHost;

typedef struct BpClosure BpClosure;

/* Told of @host, which has just been opened again. */
typedef void (*BpClosureReopened)(BpClosure *closure, guint32 host);

struct BpClosure {
    const BpGroup *group; /* borrowed */
    BpWorld *world;       /* borrowed */
    GArray *order; /* owned: hosts, of which the first n_closing close; where they do
                             so in order, the next to close stands at n_closed */
    guint n_closing;
    guint n_closed;
    BpClosureHost *hosts;  /* owned, by host */
    guint32 stream_time;   /* adoption: when it closes */
    guint32 stream_spam;   /* on-complaint: whether a spam is complained of */
    guint32 stream_reopen; /* whether a closing stands */
    BpClosureReopened reopened;
};

/* ---- closure_close.c ---- */

/* What a relay can close to: the choices of `to`, and NULL. */
extern const char *const bp_closure_states[];

/* Before any closes: who is told of those that open again. */
void bp_closure_be_ready(BpClosure *closure, BpClosureReopened reopened);

gboolean bp_closure_is_open(const BpClosure *closure, guint32 host);

/* @host closes now, if it is open; who is named, whatever he is. */
void bp_closure_close(BpClosure *closure, guint32 host);

/* ---- closure_order.c ---- */

/* The open relays at begin, or the hosts named, in the order in which they close. */
void bp_closure_line_up(BpClosure *closure);

/* Sets the times of all closings in order. */
void bp_closure_plan(BpClosure *closure);

/* ---- closure_react.c ---- */

/* Those who close begin to watch what comes to them. */
void bp_closure_watch(BpClosure *closure);

/* @host is open again, and he who closed it once may do so again. */
void bp_closure_forget(BpClosure *closure, guint32 host);

/* ---- closure_adopt.c ---- */

void bp_closure_adopt_all(BpClosure *closure);

/* Sets the time at which @host, open since @since_us, closes. */
void bp_closure_adopt(BpClosure *closure, guint32 host, gint64 since_us);

#endif
