/* bounce.c - mail that goes no further, and what its sender hears of it. */
#include "post_private.h"

/* Our guess: the mail comes back whole, as sendmail's did, under so much of explanation. */
#define EXPLANATION_BYTES 600

/* The channels that @copy has come over by its bang path @path since it last came off a net or
 * was written, up to @at, where it first was then. FALSE if it was not: up to @host, where the
 * path ends. */
static gboolean
trail_by_path(BpPost *post, const Copy *copy, BpPath path, guint32 at,
              guint32 *channels, guint *n, guint32 *host)
{
    BpPath step = bp_paths_rewind(post->paths, path);
    gboolean begun = FALSE, there = FALSE;

    while (step != path && *n < BP_WAY_BACK_MAX) {
        BpHop hop = bp_paths_step(post->paths, &step);

        if (post->states[channel_to(post, hop.channel)].is_net) {
            /* It may have been refused there, or still wait for it. */
            if (step == path && hop.to != at)
                break;
            begun = there = FALSE;
            *n = 0;
            *host = copy->entry;
            continue;
        }
        if (there)
            continue;
        if (channel_from(post, hop.channel) == copy->entry) {
            *n = 0;
            begun = TRUE;
        }
        if (!begun)
            continue;
        channels[(*n)++] = hop.channel;
        *host = hop.to;
        there = hop.to == at;
    }
    return there;
}

/* The channels that @copy has come over, from where its bang path began to @at. FALSE if
 * that cannot be told. */
static gboolean
trail_of(BpPost *post, const Copy *copy, guint32 at, guint32 *channels, guint *n)
{
    BpRecipient recipient = recipient_of(post, copy, 0);
    guint32 host = copy->entry;

    *n = 0;
    if (recipient.path != BP_NONE &&
        trail_by_path(post, copy, recipient.path, at, channels, n, &host))
        return TRUE;
    /* What was loaded may have come by a host that no route leads to. */
    while (host != at && host != recipient.to.host && *n < BP_WAY_BACK_MAX) {
        BpHop hop =
            bp_routes_next(post->routes, copy->edition, host, recipient.to.host);

        if (hop.channel == BP_NONE)
            return FALSE;
        channels[(*n)++] = hop.channel;
        host = hop.to;
    }
    return host == at;
}

/* The reverse bang path from @at; BP_NONE where mail came straight off a net, or no way
 * back can be told. */
static BpPath
way_back(BpPost *post, const Copy *copy, guint32 at)
{
    guint32 channels[BP_WAY_BACK_MAX];
    guint n;

    if (copy->entry == at || !trail_of(post, copy, at, channels, &n) || n == 0)
        return BP_NONE;
    for (guint i = 0; i < n; i++)
        if (post->states[channel_to(post, channels[i])].is_net)
            return BP_NONE;
    return bp_paths_add_back(post->paths, channels, n);
}

void
bp_bounce(BpPost *post, guint32 copy, guint32 host, guint32 writer, BpReason reason)
{
    const Copy *c = copy_at(post, copy);
    const Message *message = message_at(post, c->message);
    BpMessageInfo info = bp_message_info(post, c->message);
    gboolean traced = message->traced;

    if (info.kind == BP_BOUNCE || info.from.host == BP_NONE) {
        bp_copy_end(post, copy, host, BP_DISCARDED, reason);
        return;
    }

    BpRecipient sender = {.to = info.from, .path = way_back(post, c, writer)};
    guint32 size_bytes = MIN(info.size_bytes, G_MAXUINT32 - EXPLANATION_BYTES);
    BpLetter letter = {
        .kind = BP_BOUNCE,
        .from = {BP_NONE, 0},
        .size_bytes = size_bytes + EXPLANATION_BYTES,
        .recipients = &sender,
        .n_recipients = 1,
    };
    guint64 bounce = post->n_serials;

    bp_copy_end(post, copy, host, BP_BOUNCED, reason);

    guint32 back = bp_letter_copy(post, writer, &letter, traced);

    if (back == BP_NONE)
        return;
    message_at(post, copy_at(post, back)->message)->of_spam = info.kind == BP_SPAM;
    if (info.forged)
        post->books.backscatter++;
    if (traced)
        TELL(post, bounced_for, &info, bounce, writer, FALSE);
    bp_forward(post, back, writer, BP_NONE);
}

void
bp_warn(BpPost *post, guint32 copy, guint32 host)
{
    const Copy *c = copy_at(post, copy);
    BpMessageInfo info = bp_message_info(post, c->message);
    gboolean traced = message_at(post, c->message)->traced;

    /* Who sits at his modem sees it for himself. */
    if (info.kind == BP_BOUNCE || info.from.host == BP_NONE || c->direct)
        return;

    BpRecipient sender = {.to = info.from, .path = way_back(post, c, host)};
    BpLetter letter = {
        .kind = BP_BOUNCE,
        .from = {BP_NONE, 0},
        .size_bytes = EXPLANATION_BYTES,
        .recipients = &sender,
        .n_recipients = 1,
    };
    guint64 warning = post->n_serials;
    guint32 back = bp_letter_copy(post, host, &letter, traced);

    if (back == BP_NONE)
        return;
    message_at(post, copy_at(post, back)->message)->of_spam = info.kind == BP_SPAM;
    post->books.warnings++;
    if (info.forged)
        post->books.backscatter++;
    if (traced)
        TELL(post, bounced_for, &info, warning, host, TRUE);
    bp_forward(post, back, host, BP_NONE);
}

void
bp_tell_sender(BpPost *post, guint32 copy, guint32 channel, guint32 host,
               BpReason reason)
{
    guint8 owner = channel < post->first_further
                       ? 0
                       : post->owner_of[channel - post->first_further];
    Message *message = message_at(post, copy_at(post, copy)->message);
    BpAddress from = {message->from_host, message->from_user};
    guint32 n = n_recipients_of(copy_at(post, copy));
    guint32 next = BP_NONE;

    if (owner != 0) {
        const Owned *owned = &g_array_index(post->owners, Owned, owner - 1);

        next = owned->owner->refused(owned->data, channel, host, reason, n, &from);
    }
    if (next == BP_NONE) {
        bp_copy_end(post, copy, host, BP_BOUNCED, reason);
        return;
    }
    /* What others have taken of it keeps the sender that they saw. */
    if (n_open_of(post, message) == n) {
        message->from_host = from.host;
        message->from_user = from.user;
    }
    /* A path was meant from the host that refused; the next one has tables of its own. */
    for (guint32 i = 0; i < n; i++) {
        BpRecipient recipient = recipient_of(post, copy_at(post, copy), i);

        recipient.path = BP_NONE;
        set_recipient(post, copy_at(post, copy), i, recipient);
    }
    copy_at(post, copy)->to = next;
    bp_spool_doubt(post, channel);
    bp_spool_add(post, channel, copy);
}
