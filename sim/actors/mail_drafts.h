/* mail_drafts.h - the next letters of users, worked out together.
 *
 * Private to actors. Who writes to whom, when and how much is in draws by counter and in
 * nothing that happens: so it can be known before. A dozen letters at a time keep a dozen
 * reads of memory under way at once, where one after the other each would wait for its own:
 * among a million hosts these reads are a fifth of the time.
 */
#ifndef BANGPATH_ACTORS_MAIL_DRAFTS_H
#define BANGPATH_ACTORS_MAIL_DRAFTS_H

#include <bangpath/actor.h>
#include <bangpath/random.h>

/** BP_DRAFTS: at a time. */
#define BP_DRAFTS BP_LOGNORMALS

/** BpDraft: a letter to be.
 * @gap_us: from the one before to it */
typedef struct {
    gint64 gap_us;
    BpAddress from;
    BpAddress to;
    guint32 size_bytes;
} BpDraft;

/** BpDrafts:
 * @gap_us: the mean time between two
 * @size: what letters' sizes are drawn from
 * @first: which letter stands first in @drafts, or G_MAXUINT64 */
typedef struct {
    const BpWorld *world; /* borrowed */
    const BpValue *size;  /* borrowed */
    gint64 gap_us;
    guint64 n_mailboxes; /* at least 2 */
    guint32 stream;
    guint64 first;
    BpDraft drafts[BP_DRAFTS];
} BpDrafts;

/** bp_drafts_get: (transfer none): letter @n from the beginning on, the same whenever it is
 * asked for; valid until the next is. */
const BpDraft *bp_drafts_get(BpDrafts *drafts, guint64 n);

#endif
