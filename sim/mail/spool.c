/* spool.c - where copies wait for a channel, and for how long. */
#include "post_private.h"

#include <bangpath/units.h>

/* A host that was told "try later" does so every half hour (sendmail -q30m). */
#define RETRY_US (30 * BP_MINUTE_US)

/* The round for what has waited too long comes every hour from the first day on which
 * anything can have. */
#define ROUND_US BP_HOUR_US
#define SMTP_EXPIRY_MIN \
    (5 * 24 * 60) /* sendmail's default; RFC 1123 5.3.1.1: 4-5 days */
#define UUCP_EXPIRY_MIN (7 * 24 * 60) /* HoneyDanBer uucleanup: mail returned */

/* When its sender is told that a message still waits. */
#define SMTP_WARNING_MIN (4 * 60)  /* sendmail's Timeout.queuewarn */
#define UUCP_WARNING_MIN (24 * 60) /* HoneyDanBer uucleanup: warning mail */

/* When a copy came, and whether its sender has been warned, share 16 bits. Minutes wrap after
 * 22 days; nothing waits that long without being looked at. */
#define ARRIVED_MASK 0x7fff
#define WARNED 0x8000

static guint16
now_min(const BpPost *post)
{
    return (guint16)(bp_queue_now_us(post->queue) / BP_MINUTE_US) & ARRIVED_MASK;
}

void
bp_copy_stamp(const BpPost *post, Copy *copy)
{
    copy->arrived_min = now_min(post);
}

static guint16
age_min(const BpPost *post, const Copy *copy)
{
    return (guint16)(now_min(post) - copy->arrived_min) & ARRIVED_MASK;
}

static gboolean
has_expired(const BpPost *post, guint32 channel, const Copy *copy)
{
    return age_min(post, copy) >=
           (is_asked_first(post, channel) ? SMTP_EXPIRY_MIN : UUCP_EXPIRY_MIN);
}

/* Whether the sender of @copy is to hear that it still waits; once at each host. */
static gboolean
is_warning_due(const BpPost *post, guint32 channel, const Copy *copy)
{
    return post->warns && !(copy->arrived_min & WARNED) &&
           age_min(post, copy) >=
               (is_asked_first(post, channel) ? SMTP_WARNING_MIN : UUCP_WARNING_MIN);
}

static void
warn(BpPost *post, guint32 channel, guint32 copy)
{
    copy_at(post, copy)->arrived_min |= WARNED;
    bp_warn(post, copy, channel_from(post, channel));
}

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

    guint64 bytes = size_of(post, copy);
    HostState *state = &post->states[channel_from(post, channel)];

    state->spool_bytes =
        sign > 0 ? state->spool_bytes + bytes : state->spool_bytes - bytes;
    post->total_spool_bytes =
        sign > 0 ? post->total_spool_bytes + bytes : post->total_spool_bytes - bytes;
}

/* Puts @copy behind @before, which waits for @channel; or where none waits, alone. As the last
 * copy comes before the first, behind the last is where either end is: @is_last says which. */
static void
insert(BpPost *post, guint32 channel, guint32 before, guint32 copy, gboolean is_last)
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

/* The last copy that @copy goes behind where small files go first; one under way stays
 * first. */
static guint32
place_by_size(const BpPost *post, guint32 channel, guint32 copy)
{
    guint32 size_bytes = size_of(post, copy);
    guint32 last = post->lanes[channel].last;
    guint32 before = spool_first(post, channel);

    while (before != last && size_of(post, copy_at(post, before)->next) <= size_bytes)
        before = copy_at(post, before)->next;
    return before;
}

static guint8
grade_of(const BpPost *post, guint32 channel, guint32 copy)
{
    const Copy *c = copy_at(post, copy);
    const Message *message = message_at(post, c->message);

    return bp_line_grade(channel_line(post, channel), message->size_bytes,
                         flavour_of(message, c));
}

/* Puts @copy into a spool in which the urgent go first: behind all that are no less urgent, and
 * behind what is under way. Most often that is at the end. */
static void
add_by_grade(BpPost *post, guint32 channel, guint32 copy)
{
    guint8 grade = grade_of(post, channel, copy);
    guint32 last = post->lanes[channel].last;
    guint32 before = last; /* and so first, until something goes before it */
    gboolean is_first = TRUE;

    if (grade_of(post, channel, last) <= grade) {
        insert(post, channel, last, copy, TRUE);
        return;
    }
    for (guint32 n = bp_carrier_sending(post->carrier, channel);
         n > 0 && (is_first || before != last); n--) {
        before = copy_at(post, before)->next;
        is_first = FALSE;
    }
    while ((is_first || before != last) &&
           grade_of(post, channel, copy_at(post, before)->next) <= grade) {
        before = copy_at(post, before)->next;
        is_first = FALSE;
    }
    insert(post, channel, before, copy, before == last && !is_first);
    if (is_first && channel != post->asking)
        bp_carrier_kick(post->carrier, channel);
}

/* Where order is more than who came first. */
static void
add_in_order(BpPost *post, guint32 channel, guint32 copy)
{
    const BpLine *line = channel_line(post, channel);
    guint32 last = post->lanes[channel].last, before = last;

    if (is_graded(post, channel)) {
        add_by_grade(post, channel, copy);
        return;
    }
    /* The last is the largest of those that wait: most often there is no need to look. */
    if (line->protocol->order == BP_ORDER_SMALLEST &&
        size_of(post, copy) < size_of(post, last))
        before = place_by_size(post, channel, copy);
    insert(post, channel, before, copy, before == last);
}

void
bp_spool_add(BpPost *post, guint32 channel, guint32 copy)
{
    BpLane *lane = &post->lanes[channel];
    gboolean is_plain = bp_carrier_is_plain(post->carrier, channel);

    bp_spool_count_bytes(post, channel, copy, +1);
    if (lane->last != BP_NONE) {
        if (is_plain)
            insert(post, channel, lane->last, copy, TRUE);
        else
            add_in_order(post, channel, copy);
        return;
    }

    copy_at(post, copy)->next = copy;
    lane->last = copy;
    if (is_plain)
        bp_carrier_send(post->carrier, channel, size_of(post, copy));
    else if (channel != post->asking)
        bp_carrier_kick(post->carrier, channel);
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
    insert(post, channel, copy, rest, post->lanes[channel].last == copy);
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

    if (copy->many && copy->row.n > post->hosts[copy->to].max_recipients &&
        is_asked_first(post, channel)) {
        part(post, channel, head, post->hosts[copy->to].max_recipients);
        copy = copy_at(post, head);
    }
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
    insert(post, channel, post->lanes[channel].last, copy, FALSE);
}

/* What was being sent and has to begin again is one of many now. */
void
bp_spool_interrupted(gpointer data, guint32 channel, guint32 n)
{
    BpPost *post = data;

    if (!is_graded(post, channel))
        return;
    /* Whoever called knows of it. */
    post->asking = channel;
    for (; n > 0 && spool_first(post, channel) != post->lanes[channel].last; n--) {
        guint32 copy = spool_first(post, channel);

        bp_spool_take(post, channel);
        bp_spool_add(post, channel, copy);
    }
    post->asking = BP_NONE;
}

/* Why a copy may have been told to come later: what its few bits count. */
static const BpReason laters[BP_N_LATERS] = {
    BP_REASON_EXPIRED,
    BP_REASON_GREYLISTED,
    BP_REASON_RATE_LIMITED,
};

/* What is said of a copy whose time is over: whatever kept it waiting, where that is known. */
static BpReason
why_expired(const Copy *copy)
{
    return laters[copy->later];
}

static guint
later_of(BpReason reason)
{
    for (guint i = 0; i < G_N_ELEMENTS(laters); i++)
        if (laters[i] == reason)
            return i;
    return 0;
}

void
bp_spool_defer(BpPost *post, guint32 channel, guint32 copy, BpReason reason)
{
    copy_at(post, copy)->later = later_of(reason) & 7U;
    bp_spool_count_bytes(post, channel, copy, +1);
    copy_at(post, copy)->next = channel;
    post->n_deferred++;
    bp_queue_push(post->queue, bp_add_us(bp_queue_now_us(post->queue), RETRY_US),
                  post->retry, copy);
}

void
bp_spool_retry(gpointer data, guint32 copy, BpTicket ticket)
{
    BpPost *post = data;
    guint32 channel = copy_at(post, copy)->next;
    guint32 host = channel_from(post, channel);

    (void)ticket;
    post->n_deferred--;
    bp_spool_count_bytes(post, channel, copy, -1);
    if (is_warning_due(post, channel, copy_at(post, copy)))
        warn(post, channel, copy);
    if (has_expired(post, channel, copy_at(post, copy)))
        bp_bounce(post, copy, host, host, why_expired(copy_at(post, copy)));
    else
        bp_spool_add(post, channel, copy);
}

/* Notes whom of those who wait for @channel a warning is due. Returns: whether the time of any
 * is over. What is being sent may end. */
static gboolean
look_through(BpPost *post, guint32 channel, guint32 n_sending)
{
    guint32 last = post->lanes[channel].last;
    guint32 copy = spool_first(post, channel);
    gboolean any = FALSE;

    for (guint32 n = 0;; n++) {
        if (n >= n_sending) {
            if (is_warning_due(post, channel, copy_at(post, copy)))
                g_array_append_val(post->to_warn, copy);
            any |= has_expired(post, channel, copy_at(post, copy));
        }
        if (copy == last)
            return any;
        copy = copy_at(post, copy)->next;
    }
}

/* Takes those out of the spool of @channel whose time is over. Returns: the first of them;
 * the last has no next. */
static guint32
take_expired(BpPost *post, guint32 channel, guint32 n_sending)
{
    BpLane *lane = &post->lanes[channel];
    guint32 last = lane->last, copy = spool_first(post, channel);
    guint32 expired = BP_NONE, *end = &expired;
    guint32 n = 0;
    gboolean is_last;

    lane->last = BP_NONE;
    do {
        guint32 next = copy_at(post, copy)->next;

        is_last = copy == last;
        if (n < n_sending || !has_expired(post, channel, copy_at(post, copy))) {
            insert(post, channel, lane->last, copy, TRUE);
        } else {
            bp_spool_count_bytes(post, channel, copy, -1);
            copy_at(post, copy)->next = BP_NONE;
            *end = copy;
            end = &copy_at(post, copy)->next;
        }
        n++;
        copy = next;
    } while (!is_last);
    return expired;
}

/* Bounces what has waited too long for @channel, and warns of what has long. Bounces may join
 * the same spool, so they are made when all that has expired is out of it. */
static void
clean(BpPost *post, guint32 channel)
{
    guint32 host = channel_from(post, channel);
    guint32 n_sending = bp_carrier_sending(post->carrier, channel);
    guint32 expired = BP_NONE;

    if (look_through(post, channel, n_sending))
        expired = take_expired(post, channel, n_sending);
    for (guint i = 0; i < post->to_warn->len; i++)
        warn(post, channel, g_array_index(post->to_warn, guint32, i));
    g_array_set_size(post->to_warn, 0);
    while (expired != BP_NONE) {
        guint32 next = copy_at(post, expired)->next;

        bp_bounce(post, expired, host, host, why_expired(copy_at(post, expired)));
        expired = next;
    }
}

void
bp_spool_round(gpointer data, guint32 entity, BpTicket ticket)
{
    BpPost *post = data;
    guint32 n_channels = bp_network_n_channels(post->network);

    (void)entity;
    (void)ticket;
    for (guint32 channel = 0; post->copies.n_used > 0 && channel < n_channels;
         channel++)
        if (post->lanes[channel].last != BP_NONE)
            clean(post, channel);
    bp_queue_push(post->queue, bp_add_us(bp_queue_now_us(post->queue), ROUND_US),
                  post->round, 0);
}
