/* mail_drafts.h - the next letters of users, worked out before.
 *
 * Private to actors. Who writes to whom, when and how much is in draws by counter and in
 * nothing that happens: so it can be known before, by whoever has time for it.
 */
#ifndef BANGPATH_ACTORS_MAIL_DRAFTS_H
#define BANGPATH_ACTORS_MAIL_DRAFTS_H

#include <bangpath/actor.h>
#include <bangpath/random.h>

/** BpDraft: a letter to be.
 * @gap_us: from the one before to it
 * @from_access: channel of its sender's host to the first net that it is on, or BP_NONE
 * @to_access: likewise, of its recipient's */
typedef struct {
    gint64 gap_us;
    BpAddress from;
    BpAddress to;
    guint32 size_bytes;
    guint32 from_access;
    guint32 to_access;
} BpDraft;

/** BpDrafting: what letters are drafted from; nothing of it changes in a run.
 * @size: what their sizes are drawn from
 * @gap_us: the mean time between two
 * @n_mailboxes: at least 2 */
typedef struct {
    const BpNetwork *network; /* borrowed */
    const BpValue *size;      /* borrowed */
    guint64 seed;
    gint64 gap_us;
    guint64 n_mailboxes;
    guint32 stream;
} BpDrafting;

/** BP_BATCH: so many letters are drafted together. */
#define BP_BATCH 64

/** bp_draft: letters @first to @first + BP_BATCH - 1 from the beginning on, the same whenever
 * they are asked for, from whichever thread. */
void bp_draft(const BpDrafting *drafting, guint64 first, BpDraft drafts[BP_BATCH]);

typedef struct _BpDrafts BpDrafts;

#define BP_DRAFTS_ALONE G_MAXUINT

/** bp_drafts_new: @post: hears of letters that will be written soon; borrowed. @ahead_after: when
 * so many batches have been asked for, a second thread begins to draft those to come;
 * BP_DRAFTS_ALONE: never. */
BpDrafts *bp_drafts_new(const BpDrafting *drafting, const BpPost *post,
                        guint ahead_after);
void bp_drafts_free(BpDrafts *drafts);

/** bp_drafts_get: (transfer none): letter @n from the beginning on, n < 2^32; valid until another
 * is asked for. Best asked for one after the other. */
const BpDraft *bp_drafts_get(BpDrafts *drafts, guint64 n);

/** bp_drafts_expect: the letter some time after @n, which is written now, will be written too:
 * the post hears of it. */
void bp_drafts_expect(BpDrafts *drafts, guint64 n);

#endif
