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
static void
count_bytes(BpPost *post, guint32 channel, guint32 copy, int sign)
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

/* The last copy that @copy goes behind where small files go first; one under way stays
 * first. */
static guint32
place_by_size(const BpPost *post, guint32 head, guint32 copy)
{
    guint32 size_bytes = size_of(post, copy);
    guint32 before = head;

    for (guint32 i = copy_at(post, head)->next;
         i != BP_NONE && size_of(post, i) <= size_bytes; i = copy_at(post, i)->next)
        before = i;
    return before;
}

static guint8
grade_of(const BpPost *post, guint32 channel, guint32 copy)
{
    return bp_line_grade(channel_line(post, channel), size_of(post, copy));
}

/* Puts @copy into a spool in which the urgent go first: behind all that are no less urgent, and
 * behind what is under way. */
static void
add_by_grade(BpPost *post, guint32 channel, guint32 copy)
{
    Spool *spool = &post->spools[channel];
    guint8 grade = grade_of(post, channel, copy);
    guint32 before = BP_NONE, next = spool->head;

    if (bp_carrier_sending(post->carrier, channel)) {
        before = next;
        next = copy_at(post, next)->next;
    }
    while (next != BP_NONE && grade_of(post, channel, next) <= grade) {
        before = next;
        next = copy_at(post, next)->next;
    }
    copy_at(post, copy)->next = next;
    if (next == BP_NONE)
        spool->tail = copy;
    if (before != BP_NONE) {
        copy_at(post, before)->next = copy;
        return;
    }
    spool->head = copy;
    if (channel != post->asking)
        bp_carrier_kick(post->carrier, channel);
}

void
bp_spool_add(BpPost *post, guint32 channel, guint32 copy)
{
    Spool *spool = &post->spools[channel];
    Copy *c = copy_at(post, copy);

    count_bytes(post, channel, copy, +1);
    if (spool->head == BP_NONE) {
        c->next = BP_NONE;
        spool->head = spool->tail = copy;
        if (channel != post->asking)
            bp_carrier_kick(post->carrier, channel);
        return;
    }

    if (channel_line(post, channel)->grades != BP_GRADES_ONE) {
        add_by_grade(post, channel, copy);
        return;
    }

    guint32 before = spool->tail;

    /* The last is the largest of those that wait: most often there is no need to look. */
    if (channel_line(post, channel)->protocol->order == BP_ORDER_SMALLEST &&
        size_of(post, copy) < size_of(post, before))
        before = place_by_size(post, spool->head, copy);
    c->next = copy_at(post, before)->next;
    copy_at(post, before)->next = copy;
    if (before == spool->tail)
        spool->tail = copy;
}

/* Puts all but the first @n recipients of the first copy of @channel into a copy behind
 * it. */
static void
part(BpPost *post, guint32 channel, guint32 copy, guint32 n)
{
    guint32 rest = bp_copy_new(post, copy_at(post, copy)->message, BP_NONE);
    Copy *c = copy_at(post, copy);
    Copy *r = copy_at(post, rest);
    *r = *c;
    bp_copy_narrow(post, rest, n, n_recipients_of(c) - n);
    bp_copy_narrow(post, copy, 0, n);
    c->next = rest;
    if (post->spools[channel].tail == copy)
        post->spools[channel].tail = rest;
    count_bytes(post, channel, rest, +1);
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

    if (post->spools[channel].head == BP_NONE && channel >= post->first_further)
        ask_owner(post, channel);

    guint32 head = post->spools[channel].head;

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
    };
    return TRUE;
}

guint32
bp_spool_take(BpPost *post, guint32 channel)
{
    Spool *spool = &post->spools[channel];
    guint32 copy = spool->head;

    count_bytes(post, channel, copy, -1);
    spool->head = copy_at(post, copy)->next;
    if (spool->head == BP_NONE)
        spool->tail = BP_NONE;
    return copy;
}

void
bp_spool_put_back(BpPost *post, guint32 channel, guint32 copy)
{
    Spool *spool = &post->spools[channel];

    count_bytes(post, channel, copy, +1);
    copy_at(post, copy)->next = spool->head;
    if (spool->head == BP_NONE)
        spool->tail = copy;
    spool->head = copy;
}

/* What was being sent and has to begin again is one of many now. */
void
bp_spool_interrupted(gpointer data, guint32 channel)
{
    BpPost *post = data;
    Spool *spool = &post->spools[channel];
    guint32 copy = spool->head;

    if (channel_line(post, channel)->grades == BP_GRADES_ONE || copy == spool->tail)
        return;
    spool->head = copy_at(post, copy)->next;
    count_bytes(post, channel, copy, -1);
    /* Whoever called knows of it. */
    post->asking = channel;
    bp_spool_add(post, channel, copy);
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
    count_bytes(post, channel, copy, +1);
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
    count_bytes(post, channel, copy, -1);
    if (is_warning_due(post, channel, copy_at(post, copy)))
        warn(post, channel, copy);
    if (has_expired(post, channel, copy_at(post, copy)))
        bp_bounce(post, copy, host, host, why_expired(copy_at(post, copy)));
    else
        bp_spool_add(post, channel, copy);
}

/* Puts @copy behind @before, or first. */
static void
chain(BpPost *post, guint32 *first, guint32 before, guint32 copy)
{
    if (before == BP_NONE)
        *first = copy;
    else
        copy_at(post, before)->next = copy;
}

/* Bounces what has waited too long for @channel, and warns of what has long; what is being sent
 * may end. Bounces may join the same spool, so they are made when all that has expired is out of
 * it. */
static void
clean(BpPost *post, guint32 channel)
{
    Spool *spool = &post->spools[channel];
    guint32 host = channel_from(post, channel);
    gboolean sending = bp_carrier_sending(post->carrier, channel);
    guint32 before = sending ? spool->head : BP_NONE;
    guint32 copy = sending ? copy_at(post, spool->head)->next : spool->head;
    guint32 expired = BP_NONE, last = BP_NONE;

    while (copy != BP_NONE) {
        guint32 next = copy_at(post, copy)->next;

        if (is_warning_due(post, channel, copy_at(post, copy)))
            g_array_append_val(post->to_warn, copy);
        if (has_expired(post, channel, copy_at(post, copy))) {
            count_bytes(post, channel, copy, -1);
            chain(post, &spool->head, before, next);
            if (spool->tail == copy)
                spool->tail = before;
            chain(post, &expired, last, copy);
            copy_at(post, copy)->next = BP_NONE;
            last = copy;
        } else {
            before = copy;
        }
        copy = next;
    }
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
        if (post->spools[channel].head != BP_NONE)
            clean(post, channel);
    bp_queue_push(post->queue, bp_add_us(bp_queue_now_us(post->queue), ROUND_US),
                  post->round, 0);
}
