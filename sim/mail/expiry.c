/* expiry.c - how long copies wait: told to come later, warned of, sent back.
 *
 * A round comes every hour. It knows when the first of what waits is due, and until then looks
 * at nothing; of each channel it knows the same, and until then walks by: a walk through all that
 * waits in a large network takes longer than all its hops of that hour.
 */
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
    bp_spool_doubt(post, channel);
    bp_spool_count_bytes(post, channel, copy, -1);
    if (is_warning_due(post, channel, copy_at(post, copy)))
        warn(post, channel, copy);
    if (has_expired(post, channel, copy_at(post, copy)))
        bp_bounce(post, copy, host, host, why_expired(copy_at(post, copy)));
    else
        bp_spool_add(post, channel, copy);
}

/* The age at which what waits for @channel is warned of, or expires if it @is_warned. */
static guint
due_min(const BpPost *post, guint32 channel, gboolean is_warned)
{
    gboolean asked = is_asked_first(post, channel);

    if (post->warns && !is_warned)
        return asked ? SMTP_WARNING_MIN : UUCP_WARNING_MIN;
    return asked ? SMTP_EXPIRY_MIN : UUCP_EXPIRY_MIN;
}

/* The minutes left until @copy, which waits for @channel, is warned of or expires; 0 if it is
 * due. */
static guint
left_min(const BpPost *post, guint32 channel, const Copy *copy)
{
    guint age = age_min(post, copy);
    guint due = due_min(post, channel, (copy->arrived_min & WARNED) != 0);

    return due > age ? due - age : 0;
}

/* When something that waits is due, which is in @minutes. */
static gint64
due_us(const BpPost *post, guint minutes)
{
    return (bp_queue_now_us(post->queue) / BP_MINUTE_US + minutes) * BP_MINUTE_US;
}

static void
expect_due(BpPost *post, guint minutes)
{
    post->due_us = MIN(post->due_us, due_us(post, minutes));
}

/* Notes whom of those who wait for @channel a warning is due; and when the next will be, which
 * may be of one who comes yet, in *@minutes. Returns: whether the time of any is over. What is
 * being sent may end. */
static gboolean
look_through(BpPost *post, guint32 channel, guint32 n_sending, guint *minutes)
{
    guint32 last = post->lanes[channel].last;
    guint32 copy = spool_first(post, channel);
    gboolean any = FALSE;

    *minutes = due_min(post, channel, FALSE);
    for (guint32 n = 0;; n++) {
        *minutes = MIN(*minutes, left_min(post, channel, copy_at(post, copy)));
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
            bp_spool_insert(post, channel, lane->last, copy, TRUE);
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
 * the same spool, so they are made when all that has expired is out of it. Returns: when it is
 * to be looked at again. */
static gint64
clean(BpPost *post, guint32 channel)
{
    guint32 host = channel_from(post, channel);
    guint32 n_sending = bp_carrier_sending(post->carrier, channel);
    guint32 expired = BP_NONE;
    guint minutes;

    if (look_through(post, channel, n_sending, &minutes))
        expired = take_expired(post, channel, n_sending);
    for (guint i = 0; i < post->to_warn->len; i++)
        warn(post, channel, g_array_index(post->to_warn, guint32, i));
    g_array_set_size(post->to_warn, 0);
    while (expired != BP_NONE) {
        guint32 next = copy_at(post, expired)->next;

        bp_bounce(post, expired, host, host, why_expired(copy_at(post, expired)));
        expired = next;
    }
    return due_us(post, minutes);
}

/* A copy that was told to come later waits for a channel again when it does. */
static void
expect_deferred(gpointer data, gint64 at_us, guint32 copy)
{
    BpPost *post = data;
    const Copy *c = copy_at(post, copy);

    (void)at_us;
    expect_due(post, left_min(post, c->next, c));
}

/* One under way over a net may have to wait again: it is due when it would be, over SMTP. */
static void
expect_moving(gpointer data, gint64 at_us, guint32 copy)
{
    BpPost *post = data;
    guint age = age_min(post, copy_at(post, copy));

    (void)at_us;
    expect_due(post, age < SMTP_WARNING_MIN ? SMTP_WARNING_MIN - age : 0);
}

static gint
compare_dues(gconstpointer a, gconstpointer b)
{
    const Due *x = a, *y = b;

    return (x->channel > y->channel) - (x->channel < y->channel);
}

void
bp_spool_doubt(BpPost *post, guint32 channel)
{
    Due due = {.channel = channel};
    guint place;

    if (g_array_binary_search(post->dues, &due, compare_dues, &place))
        g_array_index(post->dues, Due, place).at_us = 0;
}

/* What waits for the channels, which are looked at in order, but for those of which the last look
 * has said that nothing is due yet. */
static void
look_at_channels(BpPost *post)
{
    gint64 now_us = bp_queue_now_us(post->queue);
    guint32 n_channels = bp_network_n_channels(post->network);
    GArray *dues = post->next_dues;

    g_array_set_size(dues, 0);
    for (guint32 channel = 0, i = 0; channel < n_channels; channel++) {
        Due due = {.channel = channel};

        if (post->lanes[channel].last == BP_NONE)
            continue;
        while (i < post->dues->len &&
               g_array_index(post->dues, Due, i).channel < channel)
            i++;
        if (i < post->dues->len && g_array_index(post->dues, Due, i).channel == channel)
            due = g_array_index(post->dues, Due, i);
        if (due.at_us <= now_us)
            due.at_us = clean(post, channel);
        post->due_us = MIN(post->due_us, due.at_us);
        g_array_append_val(dues, due);
    }
    post->next_dues = post->dues;
    post->dues = dues;
}

/* What comes to wait from now on is due no earlier than SMTP warns. */
static void
look_at_all(BpPost *post)
{
    post->due_us = BP_TIME_MAX_US;
    expect_due(post, post->warns ? SMTP_WARNING_MIN : SMTP_EXPIRY_MIN);
    bp_queue_each(post->queue, post->retry, expect_deferred, post);
    bp_carrier_each_moving(post->carrier, expect_moving, post);
    if (post->copies.n_used > 0)
        look_at_channels(post);
}

void
bp_spool_round(gpointer data, guint32 entity, BpTicket ticket)
{
    BpPost *post = data;
    gint64 now_us = bp_queue_now_us(post->queue);

    (void)entity;
    (void)ticket;
    if (now_us >= post->due_us)
        look_at_all(post);
    bp_queue_push(post->queue, bp_add_us(now_us, ROUND_US), post->round, 0);
}
