/* wheel_private.h - a queue's near future: a ring of slots, each a short span of time with
 * room for one event.
 *
 * An event whose slot is taken, or that lies beyond the ring, is not for the wheel: the heap
 * beside it takes such, and the queue looks at both. So nothing is ever sorted, moved or
 * chained here: an event is put and taken by a store and a bit, at any number of events.
 */
#ifndef BANGPATH_WHEEL_PRIVATE_H
#define BANGPATH_WHEEL_PRIVATE_H

#include <glib.h>

/* One number orders an event: time, then push order. What it is about comes last and so
 * never decides. */
__extension__ typedef unsigned __int128 Entry;

#define TIME_SHIFT 77
#define NEVER (~(Entry)0)

static inline gint64
entry_time(Entry entry)
{
    return (gint64)(entry >> TIME_SHIFT);
}

#define WORD_SHIFT 6 /* 64 bits a word */
#define AHEAD_BITS 52

/* Of every WHEEL_SAMPLE-th push it is counted how far ahead it was, by the length of that
 * number in bits. */
#define WHEEL_SAMPLE 16

typedef struct {
    Entry *slots;   /* owned, aligned; one more, NEVER, for when there is none */
    guint64 *words; /* owned: a bit a slot, whether an event stands there */
    guint64 *full;  /* in words: a bit a word, unset if that is 0; set may be in vain */
    guint64 mask;   /* slots - 1 */
    guint shift;    /* a slot is 2^shift us */
    guint64 reviewed;          /* push order at the last review */
    guint64 review;            /* and at the next */
    gint64 reviewed_us;        /* simulated */
    guint32 ahead[AHEAD_BITS]; /* samples since then */
} Wheel;

/* An empty wheel, at @now_us, with @order the next push's. */
void wheel_init(Wheel *wheel, guint64 order, gint64 now_us);
void wheel_clear(Wheel *wheel);

/* Takes all events out. */
void wheel_drop(Wheel *wheel);

/* Sizes the wheel, which must be empty, for what was pushed since the last review. */
void wheel_review(Wheel *wheel, guint64 order, gint64 now_us);

/* The first slot taken where @from's word has none left; that of NEVER if there is none. */
guint64 wheel_search(Wheel *wheel, guint64 from);

/* The first event's slot, or that of NEVER. */
static inline guint64
wheel_first(Wheel *wheel, gint64 now_us)
{
    guint64 from = ((guint64)now_us >> wheel->shift) & wheel->mask, in_word = from & 63;
    guint64 here = wheel->words[from >> WORD_SHIFT] >> in_word;
    guint64 next_word = ((from | 63) + 1) & wheel->mask;
    guint64 next = wheel->words[next_word >> WORD_SHIFT];
    guint64 none_here = 0 - (guint64)(here == 0);

    /* Which of the two words has it cannot be foretold: chosen without a branch. */
    if (G_UNLIKELY((here | next) == 0))
        return wheel_search(wheel, from);
    return (((from & ~none_here) | (next_word & none_here)) +
            (guint64)__builtin_ctzll(here | (next & none_here)));
}

static inline void
wheel_take(Wheel *wheel, guint64 slot)
{
    wheel->words[slot >> WORD_SHIFT] &= ~(G_GUINT64_CONSTANT(1) << (slot & 63));
}

/* Puts @entry, of @at_us, if there is a place for it. */
static inline gboolean
wheel_put(Wheel *wheel, gint64 now_us, gint64 at_us, Entry entry)
{
    guint64 tick = (guint64)at_us >> wheel->shift;
    guint64 slot = tick & wheel->mask, word = slot >> WORD_SHIFT;
    guint64 bit = G_GUINT64_CONSTANT(1) << (slot & 63);

    if (tick - ((guint64)now_us >> wheel->shift) > wheel->mask ||
        (wheel->words[word] & bit) != 0)
        return FALSE;
    wheel->slots[slot] = entry;
    wheel->words[word] |= bit;
    wheel->full[word >> WORD_SHIFT] |= G_GUINT64_CONSTANT(1) << (word & 63);
    return TRUE;
}

#endif
