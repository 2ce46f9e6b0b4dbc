/* across.c - the commonest hop, in one piece: a user's mail to one, which nobody follows, over a
 * plain line to a host that takes all as it comes, and on along the path that its sender wrote.
 *
 * Whatever is not so goes the general way, through spool.c and forward.c: this does what they
 * would do, in their order, and asks for nothing that is known.
 */
#include "paths_private.h"
#include "post_private.h"

/* Whether @copy, which has come to where it goes, is such mail. */
static inline gboolean
is_common(const BpPost *post, const Copy *copy, const Message *message)
{
    return !copy->many && !copy->direct && message->kind == BP_HAM &&
           !message->traced && !message->forged && !post->has_limits &&
           takes_all(post, copy->to);
}

/* Has the channel send the next copy, if one waits. */
static inline void
send_next(BpPost *post, guint32 channel, guint32 last)
{
    if (last == BP_NONE)
        return;

    guint32 copy = copy_at(post, last)->next;
    const Copy *next = copy_at(post, copy);

    expect_way(post, next);
    if (G_UNLIKELY(next->many))
        bp_carrier_send(post->carrier, channel, bp_spool_load(post, channel, copy));
    else
        bp_carrier_send(post->carrier, channel,
                        message_at(post, next->message)->size_bytes);
}

/* Takes the first copy out of its spool: @next comes first then. */
static inline void
take(BpPost *post, BpLane *lane, guint32 copy, guint32 next)
{
    if (copy == lane->last)
        lane->last = BP_NONE;
    else
        copy_at(post, lane->last)->next = next;
}

/* Puts @copy, of @bytes, into the spool of @channel, which may be any. */
static inline void
enqueue(BpPost *post, guint32 channel, guint32 copy, guint32 bytes)
{
    BpLane *lane = &post->lanes[channel];
    Copy *c = copy_at(post, copy);

    if (!is_plain(post, channel)) {
        bp_spool_add(post, channel, copy);
        return;
    }
    spool_more(post, channel_from(post, channel), bytes);
    if (lane->last == BP_NONE) {
        c->next = copy;
        lane->last = copy;
        bp_carrier_send(post->carrier, channel, bytes);
        return;
    }

    Copy *last = copy_at(post, lane->last);

    c->next = last->next;
    last->next = copy;
    lane->last = copy;
}

/* A copy goes over @channel to @to: half a minute and many hops from now it will go on over the
 * channel in @words, if there is one. */
static inline void
expect_arrival(const BpPost *post, guint32 to, guint32 channel, const guint32 *words)
{
    /* With a branch, wrong as its guess often is: without one the channel has to wait for the word,
     * which may not be in the cache. */
    bp_ahead(&post->states[to]);
    expect_channel(post, words[0] < END ? words[0] : channel);
}

static inline gboolean
goes_on(BpPost *post, guint32 copy, guint32 host)
{
    Copy *c = copy_at(post, copy);
    const Message *message = message_at(post, c->message);

    if (c->one.path == BP_NONE || c->hops >= BP_HOP_LIMIT || c->direct)
        return FALSE;

    const guint32 *words = paths_words(post->paths, c->one.path);
    guint32 channel = words[0];

    if (channel == END)
        return FALSE;
    if (c->hops > 0)
        post->states[host].relayed += message->from_host != host || message->forged;
    c->one.path++;
    c->to = channel_to(post, channel);
    if (words[1] < END && (words[1] & HOST_MARK)) {
        c->to = words[1] & ~HOST_MARK;
        c->one.path++;
    }
    c->later = 0;
    c->arrived_min = now_min(post);
    expect_arrival(post, c->to, channel, paths_words(post->paths, c->one.path));
    enqueue(post, channel, copy, message->size_bytes);
    return TRUE;
}

gboolean
bp_goes_on(BpPost *post, guint32 copy, guint32 host)
{
    return goes_on(post, copy, host);
}

/* @copy, which is common, has come over @channel, as @sent bytes. */
static inline void
pass(BpPost *post, guint32 channel, guint32 copy, guint64 sent)
{
    BpLane *lane = &post->lanes[channel];
    Copy *c = copy_at(post, copy);

    post->books.bytes += sent;
    post->books.hops++;
    note_passage(post, channel, c->to, sent);
    bp_lane_add(&lane->bytes, &post->bytes_high[channel], (gint64)sent);
    lane->copies++;
    c->hops++;
    if (!goes_on(post, copy, c->to))
        bp_forward_one(post, copy, c->to, BP_NONE);
}

void
bp_across(gpointer data, guint32 channel)
{
    BpPost *post = data;
    BpLane *lane = &post->lanes[channel];
    guint32 copy = copy_at(post, lane->last)->next;
    Copy *c = copy_at(post, copy);
    const Message *message = message_at(post, c->message);
    guint32 bytes = message->size_bytes;
    guint64 sent = bytes + post->plain_envelopes[post->plain_of[channel / 2]];

    if (G_UNLIKELY(!is_common(post, c, message))) {
        bp_spool_take(post, channel);
        send_next(post, channel, lane->last);
        bp_forward_arrive(data, channel, copy);
        return;
    }
    take(post, lane, copy, c->next);
    spool_less(post, channel_from(post, channel), bytes);
    send_next(post, channel, lane->last);
    pass(post, channel, copy, sent);
}

gboolean
bp_passes(BpPost *post, guint32 channel, guint32 copy)
{
    const Copy *c = copy_at(post, copy);
    const Message *message = message_at(post, c->message);
    const BpLine *line = channel_line(post, channel);

    if (channel >= post->first_further || is_asked_first(post, channel) ||
        !is_common(post, c, message))
        return FALSE;
    pass(post, channel, copy,
         message->size_bytes +
             line->protocol->envelope_bytes(line->protocol_params, 1));
    return TRUE;
}
