/* mail_drafts.c - letters drafted before they are asked for: by a second thread, where there is
 * one, into a ring of batches; by whoever asks, where it has not come so far.
 *
 * Nobody waits for the thread. A batch that is not there when it is asked for is drafted on the
 * spot, into a place of its own, the same letter by letter; the thread's is passed over then. So
 * it does not matter how far the thread has come, nor whether there is one. What both see of
 * each other are the numbers of batches: how far the run has come, and which batch, whole,
 * stands in a place of the ring.
 */
#include "mail_drafts.h"

#include <bangpath/ahead.h>

/* Batches of the ring: a power of two. */
#define RING 1024

/* Places free for which the thread is woken: so there need be few signals. */
#define WORTH_WAKING (RING / 2)

/* Letters before its turn that a letter's reads of memory are asked for: some microseconds, in
 * which they come, and few enough to stay in the cache. */
#define EXPECTED 12

/* And before that the draft itself: it may be in the other processor's cache. */
#define SEEN_AHEAD 8

typedef struct {
    guint
        whole; /* atomic: the number of the batch that stands here, from 1 on; 0: none */
    BpDraft drafts[BP_BATCH];
} Place;

struct _BpDrafts {
    BpDrafting drafting;
    const BpPost *post; /* borrowed */
    guint ahead_after;  /* batches drafted on the spot, a thread begins */
    guint n_drafted;

    /* The batch that is being written from and the one after it, by number modulo 2. */
    const BpDraft *held[2]; /* borrowed from below or from the ring; NULL: none yet */
    guint number[2];
    BpDraft own[2][BP_BATCH];

    /* The thread's. */
    GThread *thread; /* NULL: there is none */
    Place *ring;     /* owned */
    guint begun; /* atomic: the batch that the run writes from: only later ones are put
                         into the ring, and fewer than RING of them */
    guint wake_at; /* atomic: the thread sleeps until that is begun; 0: it does not */
    gint stop;     /* atomic */
    GMutex lock;
    GCond free;
};

BpDrafts *
bp_drafts_new(const BpDrafting *drafting, const BpPost *post, guint ahead_after)
{
    BpDrafts *drafts = g_new0(BpDrafts, 1);

    drafts->drafting = *drafting;
    drafts->post = post;
    drafts->ahead_after = ahead_after;
    return drafts;
}

void
bp_drafts_free(BpDrafts *drafts)
{
    if (drafts == NULL)
        return;
    if (drafts->thread != NULL) {
        g_atomic_int_set(&drafts->stop, 1);
        g_mutex_lock(&drafts->lock);
        g_cond_signal(&drafts->free);
        g_mutex_unlock(&drafts->lock);
        g_thread_join(drafts->thread);
        g_mutex_clear(&drafts->lock);
        g_cond_clear(&drafts->free);
    }
    g_free(drafts->ring);
    g_free(drafts);
}

/* ---- the thread ---- */

static guint
n_free(BpDrafts *drafts, guint next)
{
    guint end = (guint)g_atomic_int_get(&drafts->begun) + RING;

    return end > next ? end - next : 0;
}

static void
wait_for_room(BpDrafts *drafts, guint next)
{
    g_mutex_lock(&drafts->lock);
    g_atomic_int_set(&drafts->wake_at, next - RING + WORTH_WAKING);
    while (n_free(drafts, next) < WORTH_WAKING && !g_atomic_int_get(&drafts->stop))
        g_cond_wait(&drafts->free, &drafts->lock);
    g_atomic_int_set(&drafts->wake_at, 0);
    g_mutex_unlock(&drafts->lock);
}

static gpointer
work(gpointer data)
{
    BpDrafts *drafts = data;
    guint next = 0;

    while (!g_atomic_int_get(&drafts->stop)) {
        Place *place;

        /* What the run has begun meanwhile it has drafted itself. */
        next = MAX(next, (guint)g_atomic_int_get(&drafts->begun) + 1);
        if (n_free(drafts, next) == 0) {
            wait_for_room(drafts, next);
            continue;
        }
        place = &drafts->ring[next % RING];
        bp_draft(&drafts->drafting, (guint64)next * BP_BATCH, place->drafts);
        g_atomic_int_set(&place->whole, next + 1);
        next++;
    }
    return NULL;
}

/* The run has come to batch @number, or will soon. */
static void
start_thread(BpDrafts *drafts, guint number)
{
    drafts->ahead_after = BP_DRAFTS_ALONE;
    drafts->begun = number;
    drafts->ring = g_new0(Place, RING);
    g_mutex_init(&drafts->lock);
    g_cond_init(&drafts->free);
    drafts->thread = g_thread_try_new("drafts", work, drafts, NULL);
}

/* ---- the run ---- */

/* Batch @number is begun: those before it are nobody's any more. */
static void
begin(BpDrafts *drafts, guint number)
{
    guint wake_at;

    if (drafts->thread == NULL || number <= drafts->begun)
        return;
    for (guint i = 0; i < 2; i++)
        if (drafts->number[i] < number)
            drafts->held[i] = NULL;
    g_atomic_int_set(&drafts->begun, number);
    wake_at = (guint)g_atomic_int_get(&drafts->wake_at);
    if (wake_at == 0 || number < wake_at)
        return;
    g_mutex_lock(&drafts->lock);
    g_cond_signal(&drafts->free);
    g_mutex_unlock(&drafts->lock);
}

static const BpDraft *
find(BpDrafts *drafts, guint number)
{
    BpDraft *own = drafts->own[number % 2];

    /* Where the thread may write there is nothing to be found. */
    if (drafts->thread != NULL && number >= drafts->begun) {
        Place *place = &drafts->ring[number % RING];

        if ((guint)g_atomic_int_get(&place->whole) == number + 1)
            return place->drafts;
    }
    if (drafts->n_drafted == drafts->ahead_after)
        start_thread(drafts, number);
    drafts->n_drafted++;
    bp_draft(&drafts->drafting, (guint64)number * BP_BATCH, own);
    return own;
}

static const BpDraft *
draft_at(BpDrafts *drafts, guint64 n)
{
    guint number = (guint)(n / BP_BATCH);

    if (drafts->held[number % 2] == NULL || drafts->number[number % 2] != number) {
        drafts->held[number % 2] = find(drafts, number);
        drafts->number[number % 2] = number;
    }
    return &drafts->held[number % 2][n % BP_BATCH];
}

const BpDraft *
bp_drafts_get(BpDrafts *drafts, guint64 n)
{
    if (n % BP_BATCH == 0)
        begin(drafts, (guint)(n / BP_BATCH));
    return draft_at(drafts, n);
}

void
bp_drafts_expect(BpDrafts *drafts, guint64 n)
{
    const BpDraft *later = draft_at(drafts, n + EXPECTED);

    bp_ahead(later + SEEN_AHEAD);
    bp_post_expect(drafts->post, &(BpExpected){later->from.host, later->to.host,
                                               later->from_access, later->to_access});
}
