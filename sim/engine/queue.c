/* queue.c - a wheel for most of what comes soon, and for the rest a 4-ary heap whose popped
 * root is filled by the next push. */
#include <bangpath/queue.h>

#include "wheel_private.h"
#include <bangpath/ahead.h>
#include <bangpath/units.h>

#define ORDER_BITS 45
#define ORDER_SHIFT 32
#define KIND_SHIFT 27

/* The four children 4i+1 .. 4i+4 of a node fill one cache line of 64 bytes if entry 1 is
 * aligned to one, so entry 0 stands 48 bytes behind a line's start. Behind the last entry all is
 * NEVER: a node with one child has four to choose from, and no count of them is asked for. */
#define LINE_BYTES 64
#define LEAD 3
#define ARITY 4

/* Records that are fewer are found in the cache, and asking for them costs more than it gains. */
#define CACHED_BYTES ((gsize)256 << 10)

/* Where the handler has no records that it reads first, they are the queue itself, of no bytes; so
 * has the kind that NEVER is of. */
typedef struct {
    BpHandler handler;
    gpointer data;       /* borrowed from whoever added the kind */
    const char *records; /* borrowed likewise: see bp_queue_set_records() */
    gsize record_bytes;
    gsize
        second; /* where in a record its second line of the cache is; 0 if it has none */
} Kind;

static const volatile sig_atomic_t nobody = 0;

struct _BpQueue {
    Wheel wheel;
    Entry *heap;  /* inside block */
    Entry *block; /* owned, aligned */
    gsize n;
    gsize capacity;
    gboolean hole; /* heap[0] was taken and nothing has filled it yet */
    gboolean stopped;
    gboolean looks_ahead;                 /* some kind has records */
    const volatile sig_atomic_t *watched; /* borrowed */
    guint64 order;                        /* of the next push; never 0 */
    gint64 now_us;
    BpTicket place; /* of the event that is being handled */
    gint64 feed_us; /* BP_TIME_MAX_US + 1 while there is none */
    BpFeed feed;
    gpointer feed_data; /* borrowed */
    guint n_kinds;
    Kind kinds[BP_QUEUE_KINDS];
};

static void
reserve(BpQueue *queue, gsize capacity)
{
    gsize size = LEAD + capacity + ARITY;
    Entry *block = g_aligned_alloc(size, sizeof(Entry), LINE_BYTES);

    memset(block, 0xff, size * sizeof(Entry));
    if (queue->n > 0)
        memcpy(block + LEAD, queue->heap, queue->n * sizeof(Entry));
    g_aligned_free(queue->block);
    queue->block = block;
    queue->heap = block + LEAD;
    queue->capacity = capacity;
}

BpQueue *
bp_queue_new(void)
{
    BpQueue *queue = g_new0(BpQueue, 1);

    queue->order = 1;
    queue->watched = &nobody;
    queue->feed_us = BP_TIME_MAX_US + 1;
    for (guint i = 0; i < BP_QUEUE_KINDS; i++)
        queue->kinds[i].records = (const char *)queue;
    wheel_init(&queue->wheel, queue->order, 0);
    reserve(queue, 1020);
    return queue;
}

void
bp_queue_free(BpQueue *queue)
{
    if (queue == NULL)
        return;
    wheel_clear(&queue->wheel);
    g_aligned_free(queue->block);
    g_free(queue);
}

BpEventKind
bp_queue_add_kind(BpQueue *queue, BpHandler handler, gpointer data)
{
    g_return_val_if_fail(queue->n_kinds < BP_QUEUE_KINDS, 0);

    queue->kinds[queue->n_kinds].handler = handler;
    queue->kinds[queue->n_kinds].data = data;
    return queue->n_kinds++;
}

void
bp_queue_set_records(BpQueue *queue, BpEventKind kind, gconstpointer records, gsize n,
                     gsize bytes)
{
    if (n < CACHED_BYTES / bytes)
        return;
    queue->kinds[kind].records = records;
    queue->kinds[kind].record_bytes = bytes;
    queue->kinds[kind].second = bytes > LINE_BYTES ? LINE_BYTES : 0;
    queue->looks_ahead = TRUE;
}

void
bp_queue_set_feed(BpQueue *queue, BpFeed feed, gpointer data, gint64 first_us)
{
    queue->feed = feed;
    queue->feed_data = data;
    queue->feed_us = first_us < 0 ? BP_TIME_MAX_US + 1 : first_us;
}

/* The smallest of the children that begin at @child; there is at least one. Which it is cannot
 * be foretold, so comparisons are numbers here and no branches. */
static inline gsize
least_child(const Entry *heap, gsize child)
{
    gsize left = child + (heap[child + 1] < heap[child]);
    gsize right = child + 2 + (heap[child + 3] < heap[child + 2]);

    return left + (right - left) * (heap[right] < heap[left]);
}

/* Puts @entry where the root was. */
static inline void
sift_down(const BpQueue *queue, Entry entry)
{
    Entry *heap = queue->heap;
    gsize n = queue->n, at = 0;

    for (gsize child = 1; child < n; child = ARITY * at + 1) {
        child = least_child(heap, child);
        if (heap[child] >= entry)
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = entry;
}

static void
sift_up(BpQueue *queue, Entry entry)
{
    if (queue->n == queue->capacity)
        reserve(queue, 2 * queue->capacity);

    Entry *heap = queue->heap;
    gsize at = queue->n++;

    while (at > 0 && heap[(at - 1) / ARITY] > entry) {
        heap[at] = heap[(at - 1) / ARITY];
        at = (at - 1) / ARITY;
    }
    heap[at] = entry;
}

/* Fills the hole of a popped root that no push has filled. */
static inline void
settle(BpQueue *queue)
{
    if (!queue->hole)
        return;

    Entry last = queue->heap[--queue->n];

    queue->hole = FALSE;
    queue->heap[queue->n] = NEVER;
    if (queue->n > 0)
        sift_down(queue, last);
}

/* Calls @each for every event that stands in the wheel. */
static void
each_in_wheel(const Wheel *wheel, void (*each)(gpointer data, Entry entry),
              gpointer data)
{
    for (guint64 slot = 0; slot <= wheel->mask; slot++)
        if (wheel->words[slot >> WORD_SHIFT] >> (slot & 63) & 1)
            each(data, wheel->slots[slot]);
}

static void
put_in_heap(gpointer data, Entry entry)
{
    sift_up(data, entry);
}

/* Has all that is pending stand in the heap. */
static void
empty_wheel(BpQueue *queue)
{
    settle(queue);
    each_in_wheel(&queue->wheel, put_in_heap, queue);
    wheel_drop(&queue->wheel);
}

/* Notes how far ahead an event was pushed, and now and then makes the wheel fit that. */
G_NO_INLINE static void
sample(BpQueue *queue, gint64 at_us)
{
    Wheel *wheel = &queue->wheel;

    wheel->ahead[g_bit_storage((gulong)(at_us - queue->now_us))]++;
    if (queue->order < wheel->review)
        return;
    empty_wheel(queue);
    wheel_review(wheel, queue->order, queue->now_us);
}

G_NO_INLINE static void
push_on_heap(BpQueue *queue, Entry entry)
{
    if (queue->hole) {
        queue->hole = FALSE;
        sift_down(queue, entry);
    } else {
        sift_up(queue, entry);
    }
}

static inline void
push(BpQueue *queue, gint64 at_us, BpEventKind kind, guint32 entity, guint64 order)
{
    guint64 low = order << ORDER_SHIFT | (guint64)kind << KIND_SHIFT | entity;

    at_us = MIN(at_us, BP_TIME_MAX_US);

    guint64 high = (guint64)at_us << (TIME_SHIFT - 64) | order >> (64 - ORDER_SHIFT);
    Entry entry = (Entry)high << 64 | low;

    if (G_UNLIKELY(order % WHEEL_SAMPLE == 0))
        sample(queue, at_us);
    if (G_UNLIKELY(!wheel_put(&queue->wheel, queue->now_us, at_us, entry)))
        push_on_heap(queue, entry);
}

BpTicket
bp_queue_push(BpQueue *queue, gint64 at_us, BpEventKind kind, guint32 entity)
{
    g_return_val_if_fail(at_us >= queue->now_us, 0);
    g_return_val_if_fail(entity < BP_QUEUE_ENTITIES, 0);

    guint64 order = queue->order++;

    push(queue, at_us, kind, entity, order);
    return order;
}

BpTicket
bp_queue_ticket(BpQueue *queue)
{
    g_return_val_if_fail(queue->order >> ORDER_BITS == 0, 0);

    return queue->order++;
}

gboolean
bp_queue_has_given(const BpQueue *queue, BpTicket ticket)
{
    return ticket > 0 && ticket < queue->order;
}

void
bp_queue_push_at_place(BpQueue *queue, gint64 at_us, BpEventKind kind, guint32 entity,
                       BpTicket ticket)
{
    g_return_if_fail(at_us >= queue->now_us);
    g_return_if_fail(entity < BP_QUEUE_ENTITIES);
    g_return_if_fail(bp_queue_has_given(queue, ticket));

    push(queue, at_us, kind, entity, ticket);
}

gint64
bp_queue_now_us(const BpQueue *queue)
{
    return queue->now_us;
}

const gint64 *
bp_queue_clock(const BpQueue *queue)
{
    return &queue->now_us;
}

BpTicket
bp_queue_place(const BpQueue *queue)
{
    return queue->place;
}

static void
handle(BpQueue *queue, Entry entry)
{
    guint32 what = (guint32)entry;
    const Kind *kind = &queue->kinds[what >> KIND_SHIFT];
    BpTicket ticket =
        (guint64)(entry >> ORDER_SHIFT) & ((G_GUINT64_CONSTANT(1) << ORDER_BITS) - 1);

    queue->place = ticket;
    kind->handler(kind->data, what & (BP_QUEUE_ENTITIES - 1), ticket);
}

/* Has the memory bring what the event that comes next, unless the one before it pushes another or
 * the heap has one, will read first. */
static inline void
expect_next(BpQueue *queue)
{
    guint64 slot = wheel_first(&queue->wheel, queue->now_us);
    guint32 what = (guint32)queue->wheel.slots[slot];
    const Kind *kind = &queue->kinds[what >> KIND_SHIFT];
    const char *record =
        kind->records + kind->record_bytes * (what & (BP_QUEUE_ENTITIES - 1));

    bp_ahead(record);
    bp_ahead(record + kind->second);
}

static void
handle_feed(BpQueue *queue)
{
    queue->place = G_MAXUINT64;

    gint64 next_us = queue->feed(queue->feed_data);

    queue->feed_us = next_us < 0 ? BP_TIME_MAX_US + 1 : MAX(next_us, queue->now_us);
}

/* Not inlined, so that profiles find the whole run by this name. */
G_NO_INLINE guint64
bp_queue_run_until(BpQueue *queue, gint64 end_us)
{
    guint64 handled = 0;

    queue->stopped = FALSE;
    end_us = MIN(end_us, BP_TIME_MAX_US);
    for (; !queue->stopped; handled++) {
        if (*queue->watched != 0)
            queue->stopped = TRUE;

        guint64 slot = wheel_first(&queue->wheel, queue->now_us);
        Entry first = queue->wheel.slots[slot], top = queue->heap[0];
        gboolean is_near = first < top;
        gint64 first_us = entry_time(is_near ? first : top);

        if (MIN(first_us, queue->feed_us) >= end_us)
            break;
        if (queue->feed_us < first_us) {
            queue->now_us = queue->feed_us;
            handle_feed(queue);
            continue;
        }
        queue->now_us = first_us;
        if (G_LIKELY(is_near)) {
            wheel_take(&queue->wheel, slot);
            if (queue->looks_ahead)
                expect_next(queue);
            handle(queue, first);
        } else {
            queue->hole = TRUE;
            handle(queue, top);
            settle(queue);
        }
    }
    if (!queue->stopped) {
        queue->now_us = MAX(queue->now_us, end_us);
        queue->place = 0;
    }
    return handled;
}

void
bp_queue_watch(BpQueue *queue, const volatile sig_atomic_t *stop)
{
    queue->watched = stop != NULL ? stop : &nobody;
}

void
bp_queue_stop(BpQueue *queue)
{
    queue->stopped = TRUE;
}

static void
count(gpointer data, Entry entry)
{
    gsize *n = data;

    (void)entry;
    ++*n;
}

gsize
bp_queue_pending(const BpQueue *queue)
{
    gsize n = queue->n - (queue->hole ? 1 : 0);

    each_in_wheel(&queue->wheel, count, &n);
    return n;
}

/* Who asks for the events of @kind. */
typedef struct {
    BpEventKind kind;
    BpEach each;
    gpointer data;
} Listener;

static void
tell(gpointer data, Entry entry)
{
    const Listener *listener = data;
    guint32 what = (guint32)entry;

    if (what >> KIND_SHIFT == listener->kind)
        listener->each(listener->data, entry_time(entry),
                       (guint32)(what & (BP_QUEUE_ENTITIES - 1)));
}

void
bp_queue_each(const BpQueue *queue, BpEventKind kind, BpEach each, gpointer data)
{
    Listener listener = {.kind = kind, .each = each, .data = data};

    for (gsize i = queue->hole ? 1 : 0; i < queue->n; i++)
        tell(&listener, queue->heap[i]);
    each_in_wheel(&queue->wheel, tell, &listener);
}

/* ---- as bytes ---- */

#define ENTRY_BYTES 16

static void
archive_entry(BpArchive *archive, Entry *entry)
{
    guint64 high = (guint64)(*entry >> 64);
    guint64 low = (guint64)*entry;

    bp_archive_u64(archive, &high);
    bp_archive_u64(archive, &low);
    *entry = (Entry)high << 64 | low;
}

static int
compare(gconstpointer a, gconstpointer b)
{
    const Entry *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* Whether entry @i, which was loaded, could have been pushed, and stands where it should. */
static gboolean
is_possible(const BpQueue *queue, gsize i)
{
    Entry entry = queue->heap[i];
    guint64 order =
        (guint64)(entry >> ORDER_SHIFT) & ((G_GUINT64_CONSTANT(1) << ORDER_BITS) - 1);

    return entry_time(entry) >= queue->now_us && order > 0 && order < queue->order &&
           (guint32)entry >> KIND_SHIFT < queue->n_kinds &&
           (i == 0 || queue->heap[(i - 1) / ARITY] <= entry);
}

static void
archive_heap(BpQueue *queue, BpArchive *archive)
{
    gsize n = bp_archive_count(archive, queue->n, BP_QUEUE_ENTITIES, ENTRY_BYTES);

    if (bp_archive_is_loading(archive)) {
        queue->n = 0;
        reserve(queue, MAX(n, queue->capacity));
        wheel_clear(&queue->wheel);
        wheel_init(&queue->wheel, queue->order, queue->now_us);
    }
    queue->n = n;
    for (gsize i = 0; i < n; i++) {
        archive_entry(archive, &queue->heap[i]);
        if (bp_archive_is_loading(archive) &&
            !bp_archive_expect(archive, is_possible(queue, i), "an event cannot be")) {
            queue->n = 0;
            reserve(queue, queue->capacity);
            return;
        }
    }
}

void
bp_queue_archive(BpQueue *queue, BpArchive *archive)
{
    gint64 never_us = BP_TIME_MAX_US + 1;

    /* In order, which is a heap too, and tells nothing of where each stood. */
    empty_wheel(queue);
    qsort(queue->heap, queue->n, sizeof(Entry), compare);
    bp_archive_section(archive, "queue");
    bp_archive_i64(archive, &queue->now_us);
    bp_archive_u64(archive, &queue->order);
    bp_archive_i64(archive, &queue->feed_us);
    bp_archive_expect(archive,
                      queue->now_us >= 0 && queue->now_us <= BP_TIME_MAX_US &&
                          queue->order > 0 && queue->order >> ORDER_BITS == 0,
                      "its clock cannot be");
    bp_archive_expect(archive,
                      queue->feed_us == never_us ||
                          (queue->feed != NULL && queue->feed_us >= queue->now_us &&
                           queue->feed_us < never_us),
                      "its feed cannot be");
    archive_heap(queue, archive);
}
