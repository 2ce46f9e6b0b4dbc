/* spool.c - where copies wait for a channel, and in which order. */
#include "post_private.h"

static guint32
size_of(const BpPost *post, guint32 copy)
{
    return message_at(post, copy_at(post, copy)->message)->size_bytes;
}

/* What waits at its sender's own is in no host's spool. */
void
bp_spool_count_bytes(BpPost *post, guint32 channel, guint32 copy, int sign)
{
    if (copy_at(post, copy)->direct)
        return;

    guint32 host = channel_from(post, channel);
    guint32 bytes = size_of(post, copy);

    if (sign > 0)
        spool_more(post, host, bytes);
    else
        spool_less(post, host, bytes);
}

/* As the last copy comes before the first, behind the last is where either end is. */
void
bp_spool_insert(BpPost *post, guint32 channel, guint32 before, guint32 copy,
                gboolean is_last)
{
    BpLane *lane = &post->lanes[channel];

    if (before == BP_NONE) {
        copy_at(post, copy)->next = copy;
        lane->last = copy;
        return;
    }
    copy_at(post, copy)->next = copy_at(post, before)->next;
    copy_at(post, before)->next = copy;
    if (is_last)
        lane->last = copy;
}

static guint8
grade_of(const BpPost *post, guint32 channel, guint32 copy)
{
    const Copy *c = copy_at(post, copy);
    const Message *message = message_at(post, c->message);

    return bp_line_grade(channel_line(post, channel), message->size_bytes,
                         flavour_of(message, c));
}

/* Where order is more than who came first: what goes before what, the least first. */
static guint32
rank_of(const BpPost *post, guint32 channel, guint32 copy)
{
    return is_graded(post, channel) ? grade_of(post, channel, copy)
                                    : size_of(post, copy);
}

/* Puts @copy into a spool in which the urgent or the small go first: behind all that are no less
 * so, and behind what is under way. Most often that is at the end. */
static void
add_by_rank(BpPost *post, guint32 channel, guint32 copy)
{
    guint32 rank = rank_of(post, channel, copy);
    guint32 last = post->lanes[channel].last;
    guint32 before = last; /* and so first, until something goes before it */
    gboolean is_first = TRUE;

    if (rank_of(post, channel, last) <= rank) {
        bp_spool_insert(post, channel, last, copy, TRUE);
        return;
    }
    for (guint32 n = bp_carrier_sending(post->carrier, channel);
         n > 0 && (is_first || before != last); n--) {
        before = copy_at(post, before)->next;
        is_first = FALSE;
    }
    while ((is_first || before != last) &&
           rank_of(post, channel, copy_at(post, before)->next) <= rank) {
        before = copy_at(post, before)->next;
        is_first = FALSE;
    }
    bp_spool_insert(post, channel, before, copy, before == last && !is_first);
    if (is_first && channel != post->asking)
        bp_carrier_kick(post->carrier, channel);
}

static gboolean
has_order(const BpPost *post, guint32 channel)
{
    return is_graded(post, channel) ||
           channel_line(post, channel)->protocol->order == BP_ORDER_SMALLEST;
}

static void
add_in_order(BpPost *post, guint32 channel, guint32 copy)
{
    if (has_order(post, channel))
        add_by_rank(post, channel, copy);
    else
        bp_spool_insert(post, channel, post->lanes[channel].last, copy, TRUE);
}

guint64
bp_spool_load(const BpPost *post, guint32 channel, guint32 copy)
{
    const BpLine *line = channel_line(post, channel);
    const gint64 *p = line->protocol_params;

    if (!copy_at(post, copy)->many)
        return size_of(post, copy);
    return size_of(post, copy) +
           line->protocol->envelope_bytes(p, n_recipients_of(copy_at(post, copy))) -
           line->protocol->envelope_bytes(p, 1);
}

/* Has @copy, of which no other is in the way, set out over a net at once. FALSE: it waits. */
static gboolean
sets_out(BpPost *post, guint32 channel, guint32 copy)
{
    const Copy *c = copy_at(post, copy);

    if (c->many || channel == post->asking || channel >= post->first_further)
        return FALSE;
    return bp_carrier_begin(post->carrier, channel,
                            &(BpFile){
                                .body_bytes = size_of(post, copy),
                                .n_recipients = 1,
                                .to = c->to,
                            },
                            copy);
}

void
bp_spool_add(BpPost *post, guint32 channel, guint32 copy)
{
    BpLane *lane = &post->lanes[channel];
    gboolean plain = is_plain(post, channel);

    bp_spool_count_bytes(post, channel, copy, +1);
    if (lane->last != BP_NONE) {
        if (plain)
            bp_spool_insert(post, channel, lane->last, copy, TRUE);
        else
            add_in_order(post, channel, copy);
        return;
    }
    if (!plain && sets_out(post, channel, copy))
        return;

    copy_at(post, copy)->next = copy;
    lane->last = copy;
    if (plain) {
        expect_way(post, copy_at(post, copy));
        bp_carrier_send(post->carrier, channel, bp_spool_load(post, channel, copy));
    } else if (channel != post->asking) {
        bp_carrier_kick(post->carrier, channel);
    }
}

/* Puts all but the first @n recipients of the first copy of @channel into a copy behind
 * it. */
static void
part(BpPost *post, guint32 channel, guint32 copy, guint32 n)
{
    guint32 rest = bp_copy_new(post, copy_at(post, copy)->message, BP_NONE);
    const Copy *c = copy_at(post, copy);
    Copy *r = copy_at(post, rest);
    *r = *c;
    bp_copy_narrow(post, rest, n, n_recipients_of(c) - n);
    bp_copy_narrow(post, copy, 0, n);
    bp_spool_insert(post, channel, copy, rest, post->lanes[channel].last == copy);
    bp_spool_count_bytes(post, channel, rest, +1);
}

static void
ask_owner(BpPost *post, guint32 channel)
{
    guint8 owner = post->owner_of[channel - post->first_further];
    guint32 asking = post->asking;

    if (owner == 0)
        return;

    const Owned *owned = &g_array_index(post->owners, Owned, owner - 1);

    post->asking = channel;
    owned->owner->idle(owned->data, channel);
    post->asking = asking;
}

/* Behind @copy another one waits, which was asked of the memory when the one before was sent: its
 * message is asked for now, and the one behind it. */
static inline void
expect_behind(const BpPost *post, const Copy *copy)
{
    const Copy *next = copy_at(post, copy->next);

    bp_ahead(message_at(post, next->message));
    bp_ahead(copy_at(post, next->next));
}

gboolean
bp_spool_first(gpointer data, guint32 channel, BpFile *file)
{
    BpPost *post = data;

    if (post->lanes[channel].last == BP_NONE && channel >= post->first_further)
        ask_owner(post, channel);

    guint32 head = spool_first(post, channel);

    if (head == BP_NONE)
        return FALSE;

    const Copy *copy = copy_at(post, head);

    if (copy->many &&
        copy->row.n > bp_network_traits(post->network, copy->to)->max_recipients &&
        is_asked_first(post, channel)) {
        part(post, channel, head,
             bp_network_traits(post->network, copy->to)->max_recipients);
        copy = copy_at(post, head);
    }
    expect_way(post, copy);
    if (head != post->lanes[channel].last)
        expect_behind(post, copy);
    *file = (BpFile){
        .body_bytes = message_at(post, copy->message)->size_bytes,
        .n_recipients = n_recipients_of(copy),
        .to = copy->to,
        .flavour = flavour_of(message_at(post, copy->message), copy),
    };
    return TRUE;
}

guint32
bp_spool_bundle(gpointer data, guint32 channel, guint8 grade, BpFile *file)
{
    const BpPost *post = data;
    guint32 last = post->lanes[channel].last, copy = spool_first(post, channel);
    gboolean is_last = FALSE;
    guint32 n = 0;

    *file = (BpFile){.to = copy_at(post, copy)->to};
    while (!is_last && grade_of(post, channel, copy) <= grade) {
        file->body_bytes += size_of(post, copy);
        file->n_recipients += n_recipients_of(copy_at(post, copy));
        n++;
        is_last = copy == last;
        copy = copy_at(post, copy)->next;
    }
    return n;
}

guint32
bp_spool_take(BpPost *post, guint32 channel)
{
    BpLane *lane = &post->lanes[channel];
    guint32 copy = spool_first(post, channel);

    bp_spool_count_bytes(post, channel, copy, -1);
    if (copy == lane->last)
        lane->last = BP_NONE;
    else
        copy_at(post, lane->last)->next = copy_at(post, copy)->next;
    return copy;
}

void
bp_spool_put_back(BpPost *post, guint32 channel, guint32 copy)
{
    bp_spool_count_bytes(post, channel, copy, +1);
    bp_spool_insert(post, channel, post->lanes[channel].last, copy, FALSE);
}

/* What was being sent and has to begin again is one of many now. */
void
bp_spool_interrupted(gpointer data, guint32 channel, guint32 n)
{
    BpPost *post = data;

    if (!has_order(post, channel))
        return;
    /* Whoever sent it knows of it. */
    post->asking = channel;
    for (; n > 0 && spool_first(post, channel) != post->lanes[channel].last; n--) {
        guint32 copy = spool_first(post, channel);

        bp_spool_take(post, channel);
        bp_spool_add(post, channel, copy);
    }
    post->asking = BP_NONE;
}
