/* audit.c - the books against what really stands in the spools. */
#include "post_private.h"

#include <bangpath/error.h>

/* What has been found in spools. A bit for a message to one; for the others a count. */
typedef struct {
    const BpPost *post;
    guint8 *seen;   /* borrowed, a bit a message */
    guint32 *found; /* borrowed, by place in mores */
    guint64 queued[BP_N_KINDS];
    guint32 n_copies;
    guint32 n_messages;
    gboolean is_wrong; /* a message was found too often */
} Audit;

static void
count_message(Audit *audit, guint32 message, guint32 n)
{
    const Message *m = message_at(audit->post, message);
    guint8 bit = (guint8)(1U << message % 8);

    audit->queued[m->kind] += n;
    if ((audit->seen[message / 8] & bit) == 0)
        audit->n_messages++;
    else if (!m->has_more)
        audit->is_wrong = TRUE;
    audit->seen[message / 8] |= bit;
    if (m->has_more)
        audit->found[m->serial] += n;
}

static void
count_copy(gpointer data, gint64 at_us, guint32 copy)
{
    Audit *audit = data;
    const Copy *c = copy_at(audit->post, copy);

    (void)at_us;
    audit->n_copies++;
    count_message(audit, c->message, n_recipients_of(c));
}

/* Every copy waits in one spool, or to be tried again, or is under way over a net. */
static void
count_copies(Audit *audit)
{
    const BpPost *post = audit->post;
    guint32 n_channels = bp_network_n_channels(post->network);

    for (guint32 channel = 0; channel < n_channels; channel++) {
        guint32 last = post->lanes[channel].last;

        for (guint32 i = last; i != BP_NONE;) {
            i = copy_at(post, i)->next;
            count_copy(audit, 0, i);
            if (i == last)
                break;
        }
    }
    bp_queue_each(post->queue, post->retry, count_copy, audit);
    bp_carrier_each_moving(post->carrier, count_copy, audit);
}

static gboolean
check_copies(const Audit *audit, GError **error)
{
    guint32 n_used = audit->post->copies.n_used;

    if (audit->n_copies == n_used)
        return TRUE;
    g_set_error(error, BP_ERROR, BP_ERROR_BOOKS,
                "the books do not balance: %u copies stand in spools, but there are %u",
                audit->n_copies, n_used);
    return FALSE;
}

static gboolean
name_message(const BpPost *post, guint32 message, guint32 found, GError **error)
{
    const Message *m = message_at(post, message);
    guint64 serial = bp_message_info(post, message).serial;
    char id[BP_MESSAGE_ID_SIZE];

    bp_post_message_id(post, serial, id);
    g_set_error(error, BP_ERROR, BP_ERROR_BOOKS,
                "the books do not balance: message %s (%s, number %" G_GUINT64_FORMAT
                ") should wait for %u recipients, but %u were found",
                id, bp_kind_name((BpKind)m->kind), serial, n_open_of(post, m), found);
    return FALSE;
}

/* Records in use are those that are not in the chain of free ones. */
static gboolean
name_lost_message(const Audit *audit, GError **error)
{
    const BpPost *post = audit->post;

    for (guint32 i = post->messages.free; i != SLAB_NONE;
         memcpy(&i, slab_at(&post->messages, i), sizeof i))
        audit->seen[i / 8] |= (guint8)(1U << i % 8);
    for (guint32 i = 0; i < post->messages.n; i++)
        if ((audit->seen[i / 8] >> i % 8 & 1) == 0)
            return name_message(post, i, 0, error);
    g_set_error(error, BP_ERROR, BP_ERROR_BOOKS,
                "the books do not balance: a message stands in two copies, though it "
                "was to one");
    return FALSE;
}

/* Whether as many recipients of @copy's message were found as should wait. */
static gboolean
check_message(const Audit *audit, guint32 message, GError **error)
{
    const Message *m = message_at(audit->post, message);
    guint32 found = m->has_more ? audit->found[m->serial] : 1;

    return found == n_open_of(audit->post, m) ||
           name_message(audit->post, message, found, error);
}

static gboolean
check_tallies(const BpPost *post, GError **error)
{
    for (guint kind = 0; kind < BP_N_KINDS; kind++) {
        if (bp_tally_balanced(&post->books.kind[kind]))
            continue;
        g_set_error(error, BP_ERROR, BP_ERROR_BOOKS,
                    "the books of %s do not balance: its states do not add up to what "
                    "was sent",
                    bp_kind_name((BpKind)kind));
        return FALSE;
    }
    return TRUE;
}

static gboolean
check_messages(const Audit *audit, GError **error)
{
    const BpPost *post = audit->post;

    if (audit->is_wrong || audit->n_messages != post->messages.n_used)
        return name_lost_message(audit, error);
    for (guint32 i = 0; i < post->messages.n && post->mores.n_used > 0; i++)
        if ((audit->seen[i / 8] >> i % 8 & 1) && !check_message(audit, i, error))
            return FALSE;
    for (guint kind = 0; kind < BP_N_KINDS; kind++) {
        if (audit->queued[kind] == post->books.kind[kind].in[BP_QUEUED])
            continue;
        g_set_error(error, BP_ERROR, BP_ERROR_BOOKS,
                    "the books of %s do not balance: %" G_GUINT64_FORMAT
                    " should be queued, but %" G_GUINT64_FORMAT " are",
                    bp_kind_name((BpKind)kind), post->books.kind[kind].in[BP_QUEUED],
                    audit->queued[kind]);
        return FALSE;
    }
    return TRUE;
}

gboolean
bp_post_check(const BpPost *post, GError **error)
{
    if (post->is_full) {
        g_set_error(error, BP_ERROR, BP_ERROR_LIMIT,
                    "more than %u messages: no number is left for another",
                    G_MAXUINT32);
        return FALSE;
    }

    g_autofree guint8 *seen = g_new0(guint8, (gsize)post->messages.n / 8 + 1);
    g_autofree guint32 *found = g_new0(guint32, (gsize)post->mores.n + 1);
    Audit audit = {.post = post, .seen = seen, .found = found};

    count_copies(&audit);
    return check_tallies(post, error) && check_copies(&audit, error) &&
           check_messages(&audit, error);
}
