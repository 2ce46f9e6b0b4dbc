/* audit.c - the books against what really stands in the spools. */
#include "post_private.h"

#include <bangpath/error.h>

/* Recipient-copies found so far, by message. */
static void
count_copy(const BpPost *post, guint32 copy, guint32 *found)
{
    const Copy *c = copy_at(post, copy);

    found[c->message] += n_recipients_of(c);
}

/* Records in use are those that are not in the chain of free ones. */
static GArray *
free_records(const Slab *slab)
{
    GArray *is_free = g_array_sized_new(FALSE, TRUE, 1, slab->n + 1);

    g_array_set_size(is_free, slab->n + 1);
    for (guint32 i = slab->free; i != SLAB_NONE; memcpy(&i, slab_at(slab, i), sizeof i))
        g_array_index(is_free, guint8, i) = TRUE;
    return is_free;
}

static void
count_copies(const BpPost *post, guint32 *found)
{
    g_autoptr(GArray) is_free = free_records(&post->copies);

    for (guint32 i = 0; i < post->copies.n; i++)
        if (!g_array_index(is_free, guint8, i))
            count_copy(post, i, found);
}

/* Every copy waits in one spool, or to be tried again. */
static gboolean
check_spools(const BpPost *post, GError **error)
{
    guint32 n_channels = bp_network_n_channels(post->network);
    guint32 n = post->n_deferred;

    for (guint32 channel = 0; channel < n_channels; channel++)
        for (guint32 i = post->spools[channel].head; i != BP_NONE;
             i = copy_at(post, i)->next)
            n++;
    if (n == post->copies.n_used)
        return TRUE;
    g_set_error(error, BP_ERROR, BP_ERROR_BOOKS,
                "the books do not balance: %u copies stand in spools, but there are %u",
                n, post->copies.n_used);
    return FALSE;
}

static void
name_message(const BpPost *post, guint32 message, guint32 found, GError **error)
{
    const Message *m = message_at(post, message);
    guint32 serial = (guint32)bp_message_info(post, message).serial;
    char id[BP_MESSAGE_ID_SIZE];

    bp_post_message_id(post, serial, id);
    g_set_error(
        error, BP_ERROR, BP_ERROR_BOOKS,
        "the books do not balance: message %s (%s, number %u) should wait for %u "
        "recipients, but %u were found",
        id, bp_kind_name((BpKind)m->kind), serial, n_open_of(post, m), found);
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
check_messages(const BpPost *post, const guint32 *found, GError **error)
{
    g_autoptr(GArray) is_free = free_records(&post->messages);
    guint64 queued[BP_N_KINDS] = {0};

    for (guint32 i = 0; i < post->messages.n; i++) {
        const Message *message = message_at(post, i);

        if (g_array_index(is_free, guint8, i))
            continue;
        if (n_open_of(post, message) != found[i]) {
            name_message(post, i, found[i], error);
            return FALSE;
        }
        queued[message->kind] += found[i];
    }
    for (guint kind = 0; kind < BP_N_KINDS; kind++) {
        if (queued[kind] == post->books.kind[kind].in[BP_QUEUED])
            continue;
        g_set_error(error, BP_ERROR, BP_ERROR_BOOKS,
                    "the books of %s do not balance: %" G_GUINT64_FORMAT
                    " should be queued, but %" G_GUINT64_FORMAT " are",
                    bp_kind_name((BpKind)kind), post->books.kind[kind].in[BP_QUEUED],
                    queued[kind]);
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

    g_autofree guint32 *found = g_new0(guint32, (gsize)post->messages.n + 1);

    count_copies(post, found);
    return check_tallies(post, error) && check_spools(post, error) &&
           check_messages(post, found, error);
}
