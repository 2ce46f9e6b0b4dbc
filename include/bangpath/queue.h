/* queue.h - the future, in the one order every run agrees on.
 *
 * Layer: engine. Knows time and callbacks, nothing of mail.
 * Time:  simulated microseconds since the scenario began; never goes back.
 * Order: at_us, then push order, so a run with the same seed replays exactly.
 */
#ifndef BANGPATH_QUEUE_H
#define BANGPATH_QUEUE_H

#include <bangpath/archive.h>
#include <glib.h>
#include <signal.h>

/** BpQueue: pending events, of 16 bytes each: most of those that come soon in a ring by time,
 * the others in a 4-ary heap. */
typedef struct _BpQueue BpQueue;

/** BpEventKind: a number that bp_queue_add_kind() gave. */
typedef guint BpEventKind;

/** BpTicket: tells one pushed event from every other of its queue; never 0. */
typedef guint64 BpTicket;

#define BP_QUEUE_KINDS 32 /* at most so many kinds of event */
#define BP_QUEUE_ENTITIES \
    (G_GUINT64_CONSTANT(1) << 27) /* and entities: 0 .. this - 1 */

/**
 * BpHandler: what happens at an event.
 * @data: as given to bp_queue_add_kind()
 * @entity: @ticket: as pushed. An owner that has withdrawn the event since sees that
 *   @ticket is not the one it waits for, and returns at once.
 */
typedef void (*BpHandler)(gpointer data, guint32 entity, BpTicket ticket);

/**
 * BpFeed: a sorted source of happenings that is merged beside the pending events, so that a
 * million known arrivals never stand among them.
 *
 * Makes its next happening happen (bp_queue_now_us() says when) and returns the time of
 * the one after it, not earlier; negative when there is none left.
 */
typedef gint64 (*BpFeed)(gpointer data);

BpQueue *bp_queue_new(void);
void bp_queue_free(BpQueue *queue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BpQueue, bp_queue_free)

/** bp_queue_add_kind: before the first run; at most BP_QUEUE_KINDS. */
BpEventKind bp_queue_add_kind(BpQueue *queue, BpHandler handler, gpointer data);

/**
 * bp_queue_set_records:
 * @records: (array length=n): by entity: what the handler of @kind reads first; outlives all runs
 * @bytes: of each, above 0
 *
 * The memory is asked for an entity's, two lines of the cache at most, while the event before is
 * handled; where there are so many that they are not in the cache anyway.
 */
void bp_queue_set_records(BpQueue *queue, BpEventKind kind, gconstpointer records,
                          gsize n, gsize bytes);

/**
 * bp_queue_set_feed:
 * @first_us: when it first happens; negative for never
 *
 * One feed a queue. At one instant pending events come before the feed's.
 */
void bp_queue_set_feed(BpQueue *queue, BpFeed feed, gpointer data, gint64 first_us);

/**
 * bp_queue_push:
 * @at_us: when to run, >= bp_queue_now_us(); earlier is a caller's bug. BP_TIME_MAX_US
 *   or later never comes, but is kept.
 *
 * Never allocates per event: an entry is 16 bytes (51 bits time, 45 bits push order, 5
 * bits kind, 27 bits entity). An entity that must withdraw an event forgets its ticket.
 */
BpTicket bp_queue_push(BpQueue *queue, gint64 at_us, BpEventKind kind, guint32 entity);

/**
 * bp_queue_ticket: a place in the push order, and a ticket, without an event: of something
 * whose events stand at that place whenever they are pushed.
 */
BpTicket bp_queue_ticket(BpQueue *queue);

/**
 * bp_queue_push_at_place: as bp_queue_push(), at the place of @ticket, which bp_queue_ticket()
 * gave. Who has pushed several of them knows those that he wants by their time.
 */
void bp_queue_push_at_place(BpQueue *queue, gint64 at_us, BpEventKind kind,
                            guint32 entity, BpTicket ticket);

/** bp_queue_place: where what is being done stands among the events of its instant: after those of
 * smaller tickets. G_MAXUINT64: after all, as the feed does; 0: before them, as nothing is done. */
BpTicket bp_queue_place(const BpQueue *queue);

/** bp_queue_has_given: whether @ticket is one of @queue's: for what was loaded. */
gboolean bp_queue_has_given(const BpQueue *queue, BpTicket ticket);

/** bp_queue_now_us: the time of the event being handled, or the last time run to. */
gint64 bp_queue_now_us(const BpQueue *queue);

/** bp_queue_clock: where that stands, for who reads it several times at every event; as long
 * as the queue is. */
const gint64 *bp_queue_clock(const BpQueue *queue);

/**
 * bp_queue_run_until:
 *
 * Handles every event before @end_us, those pushed on the way included; then it is
 * @end_us. Events at @end_us itself stay. Stops early after bp_queue_stop().
 *
 * Returns: how many were handled, the feed's included.
 */
guint64 bp_queue_run_until(BpQueue *queue, gint64 end_us);

/** bp_queue_watch: @stop: (nullable): the run also stops when this becomes other than 0, as
 * a signal handler may set it. It outlives the queue. */
void bp_queue_watch(BpQueue *queue, const volatile sig_atomic_t *stop);

/** bp_queue_stop: the run returns after the event in hand; time stays there. */
void bp_queue_stop(BpQueue *queue);

/** BpEach: one pending event: when it comes, and what it is about. */
typedef void (*BpEach)(gpointer data, gint64 at_us, guint32 entity);

/** bp_queue_each: calls @each for every pending event of @kind, in no order: what comes of it
 * must not depend on that. The one being handled is none of them. @each pushes nothing. */
void bp_queue_each(const BpQueue *queue, BpEventKind kind, BpEach each, gpointer data);

/**
 * bp_queue_archive:
 *
 * The clock, the pending events and when the feed happens next, between two runs. Loading
 * takes a queue with the same kinds and feed, and drops what was pending there. Whether
 * each entity is one is for its owner to see: bp_queue_each().
 */
void bp_queue_archive(BpQueue *queue, BpArchive *archive);

/** bp_queue_pending: how many events are pending, withdrawn ones included. */
gsize bp_queue_pending(const BpQueue *queue);

#endif
