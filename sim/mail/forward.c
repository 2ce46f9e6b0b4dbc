/* forward.c - a copy arrives: it is judged, delivered, split by next hop, sent on. */
#include "post_private.h"

static gboolean
is_net_channel(const BpPost *post, guint32 channel)
{
    return post->states[channel_to(post, channel)].is_net;
}

/* Third-party mail: its sender is no user of @host, whatever he says. */
static gboolean
is_third_party(const Copy *copy, const Message *message, guint32 host)
{
    return copy->hops > 0 && (message->from_host != host || message->forged);
}

static SpamBytes *
spam_bytes_at(BpPost *post, guint32 channel)
{
    if (post->spam_bytes == NULL)
        post->spam_bytes = g_new0(SpamBytes, bp_network_n_channels(post->network));
    return &post->spam_bytes[channel];
}

/* Inlined, these three cost ham 2% more instructions a hop. */
G_NO_INLINE static void
count_spam(BpPost *post, guint32 channel, const Copy *copy, const Message *message,
           guint64 bytes)
{
    SpamBytes *crossed = spam_bytes_at(post, channel);

    crossed->sent += bytes;
    if (bp_post_is_owned(post, channel)) {
        post->books.spam_bytes_by_spammers += bytes;
        return;
    }
    post->books.spam_bytes_by_others += bytes;
    if (!is_third_party(copy, message, channel_from(post, channel)))
        return;
    post->books.spam_bytes_by_relays += bytes;
    crossed->relayed += bytes;
}

static void
count_sent(BpPost *post, guint32 channel, const Copy *copy, guint64 bytes)
{
    const Message *message = message_at(post, copy->message);

    post->books.bytes += bytes;
    bp_lane_add(&post->lanes[channel].bytes, &post->bytes_high[channel], (gint64)bytes);
    if (message->kind == BP_SPAM)
        count_spam(post, channel, copy, message, bytes);
    else if (message->of_spam)
        post->books.spam_bounce_bytes += bytes;
}

static guint64
envelope_bytes(const BpPost *post, guint32 channel, guint32 n_recipients)
{
    const BpLine *line = channel_line(post, channel);

    return line->protocol->envelope_bytes(line->protocol_params, n_recipients);
}

/* What the receiver does not take of what came over @channel, or not now. A spammer hears
 * of either; a user at a distance tries again where he is told to. */
static void
refuse(BpPost *post, guint32 copy, guint32 channel, guint32 host, guint32 writer,
       BpVerdict verdict)
{
    gboolean is_direct = copy_at(post, copy)->direct;

    if (verdict.answer == BP_ANSWER_DISCARD)
        bp_copy_end(post, copy, host, BP_DISCARDED, verdict.reason);
    else if (verdict.answer == BP_ANSWER_LATER &&
             !(is_direct && bp_post_is_owned(post, channel)))
        bp_spool_defer(post, channel, copy, verdict.reason);
    else if (is_direct)
        bp_tell_sender(post, copy, channel, host, verdict.reason);
    else
        bp_bounce(post, copy, host, writer, verdict.reason);
}

/* What the policies of its host take of @copy, or BP_NONE; the rest is refused, and whoever
 * writes a bounce for that is @writer. */
static guint32
take_of(BpPost *post, guint32 copy, guint32 channel, guint32 writer)
{
    guint32 host = copy_at(post, copy)->to;
    Sorted sorted;

    /* A user of the host itself is no stranger. */
    if (channel_from(post, channel) == host || takes_all(post, host))
        return copy;
    bp_sort_offer(post, copy, channel, &sorted);
    for (guint i = 0; i < sorted.n_parts; i++)
        refuse(post, sorted.parts[i].copy, channel, host, writer,
               sorted.parts[i].verdict);
    return sorted.accepted;
}

/* Mail for mailboxes here waits in no spool. */
static gboolean
is_all_for(const BpPost *post, guint32 copy, guint32 host)
{
    const Copy *c = copy_at(post, copy);
    guint32 n = n_recipients_of(c), i = 0;

    while (i < n && recipient_of(post, c, i).to.host == host)
        i++;
    return i == n;
}

/* Whether @host has no room for @copy, which then is refused. */
static gboolean
is_turned_away(BpPost *post, guint32 copy, guint32 channel, guint32 host)
{
    guint32 writer = channel_from(post, channel);
    const Message *message = message_at(post, copy_at(post, copy)->message);

    if (!post->has_limits || bp_has_room(post, host, message->size_bytes) ||
        is_all_for(post, copy, host))
        return FALSE;
    bp_note_refusal(post, copy, writer, host, BP_REASON_SPOOL_FULL);
    if (message->size_bytes >
            (guint64)bp_network_traits(post->network, host)->spool_bytes &&
        !copy_at(post, copy)->direct) {
        /* It never will have. */
        bp_bounce(post, copy, host, is_asked_first(post, channel) ? writer : host,
                  BP_REASON_SPOOL_FULL);
        return TRUE;
    }
    refuse(post, copy, channel, host, writer, bp_later(BP_REASON_SPOOL_FULL));
    return TRUE;
}

void
bp_forward_foretold(gpointer data, guint32 channel, guint32 copy)
{
    BpPost *post = data;

    count_sent(post, channel, copy_at(post, copy),
               envelope_bytes(post, channel, n_recipients_of(copy_at(post, copy))));
}

guint32
bp_forward_offer(BpPost *post, guint32 channel, guint32 copy)
{
    guint32 from = channel_from(post, channel);
    guint32 host = copy_at(post, copy)->to;

    post->asking = channel;
    count_sent(post, channel, copy_at(post, copy),
               envelope_bytes(post, channel, n_recipients_of(copy_at(post, copy))));

    guint32 accepted = take_of(post, copy, channel, from);

    if (accepted != BP_NONE && is_turned_away(post, accepted, channel, host))
        accepted = BP_NONE;
    post->asking = BP_NONE;
    return accepted;
}

gboolean
bp_forward_asked(gpointer data, guint32 channel)
{
    BpPost *post = data;
    guint32 accepted = bp_forward_offer(post, channel, bp_spool_take(post, channel));

    if (accepted == BP_NONE)
        return FALSE;
    post->asking = channel;
    bp_spool_put_back(post, channel, accepted);
    post->asking = BP_NONE;
    return TRUE;
}

guint32
bp_forward_take(gpointer data, guint32 channel)
{
    BpPost *post = data;
    guint32 copy = bp_spool_take(post, channel);

    return copy;
}

G_NO_INLINE static void
note_relaying(BpPost *post, const Copy *copy, const Message *message, guint32 from)
{
    if (post->states[from].relayed_spam || !is_third_party(copy, message, from))
        return;
    post->states[from].relayed_spam = 1;
    TELL(post, relayed_spam, from);
}

/* Counts a transfer at its last byte. Returns: its bytes, if it is of spam. */
static guint64
note_hop(BpPost *post, guint32 channel, guint32 copy, guint32 from, gboolean asked)
{
    Copy *c = copy_at(post, copy);
    const Message *message = message_at(post, c->message);
    gboolean is_spam = message->kind == BP_SPAM;
    guint64 bytes = message->size_bytes;

    if (!asked)
        bytes += envelope_bytes(post, channel, n_recipients_of(c));
    count_sent(post, channel, c, bytes);
    post->lanes[channel].copies++;
    if (is_spam)
        post->channel_spam[channel]++;
    if (from == c->to)
        return is_spam ? bytes : 0;
    post->books.hops++;
    note_passage(post, channel, c->to, bytes);
    if (is_spam)
        note_relaying(post, c, message, from);
    if (message->traced) {
        BpMessageInfo info = bp_message_info(post, c->message);

        TELL(post, hop, &info, channel, from, c->to, n_recipients_of(c), bytes);
    }
    return is_spam ? bytes : 0;
}

/* The receiver of a whole file judges its envelope only now. What is left of it, or
 * BP_NONE. */
static guint32
judge_file(BpPost *post, guint32 copy, guint32 channel)
{
    guint32 host = copy_at(post, copy)->to;
    guint32 accepted = take_of(post, copy, channel, host);

    if (accepted != BP_NONE && is_turned_away(post, accepted, channel, host))
        return BP_NONE;
    return accepted;
}

/* Whether the host takes the body; else the copy is gone. */
static gboolean
passes_content(BpPost *post, guint32 copy, guint32 channel, guint32 host,
               guint32 writer)
{
    BpVerdict verdict = bp_judge_content(post, copy, channel, host);

    if (verdict.answer == BP_ANSWER_ACCEPT)
        return TRUE;
    refuse(post, copy, channel, host, writer, verdict);
    return FALSE;
}

static gboolean
is_for(const BpPost *post, const BpRecipient *recipient, guint32 host)
{
    return recipient->to.host == host &&
           (recipient->path == BP_NONE ||
            bp_paths_is_at_end(post->paths, recipient->path));
}

/* Counts spam that brings some to mailboxes where it has come. */
G_NO_INLINE static void
note_receipt(BpPost *post, guint32 channel, guint32 copy, guint64 bytes)
{
    const Copy *c = copy_at(post, copy);
    guint32 n = n_recipients_of(c), i = 0;

    for (; i < n; i++) {
        BpRecipient recipient = recipient_of(post, c, i);

        if (is_for(post, &recipient, c->to))
            break;
    }
    if (i == n)
        return;
    post->books.spam_bytes_to_recipients += bytes;
    spam_bytes_at(post, channel)->received += bytes;
}

static void
deliver_one(BpPost *post, guint32 copy, const BpRecipient *recipient, guint32 host,
            guint32 peer)
{
    guint32 message = copy_at(post, copy)->message;
    BpMessageInfo info;
    BpAddress to = {host, recipient->to.user};

    /* From elsewhere it was refused at the envelope; its author here is told at once. */
    if (to.user == BP_NOBODY) {
        bp_recipient_end(post, message, recipient, host, BP_BOUNCED,
                         BP_REASON_NO_SUCH_USER);
        return;
    }
    if (post->states[host].guards & post->at_stage[BP_STAGE_MAILBOX]) {
        BpVerdict verdict = bp_judge_mailbox(post, copy, peer, to);

        if (verdict.answer != BP_ANSWER_ACCEPT) {
            bp_recipient_end(post, message, recipient, host, BP_DISCARDED,
                             verdict.reason);
            return;
        }
    }
    if (!post->tells_deliveries) {
        bp_recipient_end(post, message, recipient, host, BP_DELIVERED, BP_REASON_NONE);
        return;
    }
    info = bp_message_info(post, message);
    bp_recipient_end(post, message, recipient, host, BP_DELIVERED, BP_REASON_NONE);
    TELL(post, delivered, &info, to, peer);
}

/* Takes those recipients out of @copy whose mailboxes are here; the others move up. FALSE:
 * none is left, and the copy is gone. */
static gboolean
deliver(BpPost *post, guint32 copy, guint32 host, guint32 peer)
{
    guint32 n = n_recipients_of(copy_at(post, copy)), n_left = 0;

    for (guint32 i = 0; i < n; i++) {
        BpRecipient recipient = recipient_of(post, copy_at(post, copy), i);

        if (is_for(post, &recipient, host))
            deliver_one(post, copy, &recipient, host, peer);
        else if (n_left++ < i)
            set_recipient(post, copy_at(post, copy), n_left - 1, recipient);
    }
    if (n_left > 0) {
        bp_copy_narrow(post, copy, 0, n_left);
        return TRUE;
    }
    bp_copy_free(post, copy);
    return FALSE;
}

/* The commonest arrival over a net, in one piece: users' mail for one, who is here, which nobody
 * follows and no guard looks at any more. FALSE: it is not that. */
static inline gboolean
ends_simply(BpPost *post, guint32 channel, guint32 copy)
{
    const Copy *c = copy_at(post, copy);
    const Message *message = message_at(post, c->message);
    guint32 from = channel_from(post, channel), host = c->to;
    guint32 bytes = message->size_bytes;
    BpLane *lane = &post->lanes[channel];
    BpRecipient recipient = c->one;
    guint16 late = post->at_stage[BP_STAGE_CONTENT] | post->at_stage[BP_STAGE_MAILBOX];

    if (c->many || message->kind != BP_HAM || message->traced ||
        recipient.to.host != host || recipient.path != BP_NONE || from == host ||
        (post->states[host].guards & late) != 0)
        return FALSE;
    if (!c->direct)
        spool_less(post, from, bytes);
    post->books.bytes += bytes;
    post->books.hops++;
    bp_lane_add(&lane->bytes, &post->bytes_high[channel], (gint64)bytes);
    lane->copies++;
    note_passage(post, channel, host, bytes);
    deliver_one(post, copy, &recipient, host, from);
    bp_copy_free(post, copy);
    return TRUE;
}

void
bp_forward_arrive(gpointer data, guint32 channel, guint32 copy)
{
    BpPost *post = data;
    gboolean on_net = is_net_channel(post, channel);

    if (on_net ? ends_simply(post, channel, copy) : bp_passes(post, channel, copy))
        return;
    if (on_net)
        bp_transit_end(post, channel, copy);

    gboolean asked = is_asked_first(post, channel);
    guint32 from = channel_from(post, channel);
    guint32 host = copy_at(post, copy)->to;

    guint64 spam_bytes = note_hop(post, channel, copy, from, asked);

    if (spam_bytes > 0 && asked)
        spam_bytes +=
            envelope_bytes(post, channel, n_recipients_of(copy_at(post, copy)));

    if (!asked) {
        copy = judge_file(post, copy, channel);
        if (copy == BP_NONE)
            return;
    }
    if (from != host && post->states[host].guards != 0 &&
        !passes_content(post, copy, channel, host, asked ? from : host))
        return;
    if (on_net) {
        copy_at(post, copy)->entry = host;
        copy_at(post, copy)->edition = edition_now(post) & 0x7f;
    }
    /* Only now: a copy that is to be tried again has come no further. */
    if (from != host)
        copy_at(post, copy)->hops++;
    copy_at(post, copy)->direct = FALSE;
    if (spam_bytes > 0)
        note_receipt(post, channel, copy, spam_bytes);
    bp_forward(post, copy, host, on_net && from != host ? from : BP_NONE);
}

/* FidoNet's crash mail goes straight to where it is for, if there is a link; BP_NONE: there is
 * none. */
G_NO_INLINE static BpHop
crash_hop(const BpPost *post, guint32 host, guint32 to)
{
    guint32 channel = bp_network_channel_between(post->network, host, to);

    if (channel != BP_NONE && !channel_line(post, channel)->protocol->bundles)
        channel = BP_NONE;
    return (BpHop){.channel = channel, .to = to};
}

static BpHop
next_hop(BpPost *post, const Copy *copy, BpRecipient *r, guint32 host)
{
    if (r->path != BP_NONE && !bp_paths_is_at_end(post->paths, r->path))
        return bp_paths_step(post->paths, &r->path);
    if (G_UNLIKELY(message_at(post, copy->message)->flavour == BP_FLAVOUR_CRASH)) {
        BpHop straight = crash_hop(post, host, r->to.host);

        if (straight.channel != BP_NONE)
            return straight;
    }

    guint edition = copy->edition;

    return bp_routes_next(post->routes, edition, host, r->to.host);
}

/* Why there is no way from @host for @recipient: a closed relay that the map of @edition
 * knows of, if the map of a world without any has a way. */
static BpReason
why_no_route(BpPost *post, guint edition, guint32 host, guint32 to)
{
    if (edition == 0 || bp_routes_next(post->routes, 0, host, to).channel == BP_NONE)
        return BP_REASON_NO_ROUTE;
    return BP_REASON_NO_OPEN_ROUTE;
}

/* There is no way for any of @copy, for the same reason: see find_ways(). */
static void
give_up(BpPost *post, guint32 copy, guint32 host)
{
    const Copy *c = copy_at(post, copy);
    BpReason reason =
        why_no_route(post, c->edition, host, recipient_of(post, c, 0).to.host);

    /* Where it was written its author is told at once; a bounce has none. */
    if (c->hops == 0 && message_at(post, c->message)->kind != BP_BOUNCE)
        bp_copy_end(post, copy, host, BP_BOUNCED, reason);
    else
        bp_bounce(post, copy, host, host, reason);
}

static void
send_over(BpPost *post, guint32 copy, guint32 host, BpHop hop)
{
    Copy *c = copy_at(post, copy);

    if (hop.channel == BP_NONE) {
        give_up(post, copy, host);
        return;
    }
    c->later = 0;
    c->to = hop.to;
    c->arrived_min = now_min(post);
    bp_spool_add(post, hop.channel, copy);
}

static gint
compare_ways(gconstpointer a, gconstpointer b)
{
    const Way *x = a;
    const Way *y = b;

    if (x->hop.to != y->hop.to)
        return x->hop.to < y->hop.to ? -1 : 1;
    if (x->hop.channel != y->hop.channel)
        return x->hop.channel < y->hop.channel ? -1 : 1;
    return x->order < y->order ? -1 : 1;
}

static gboolean
same_hop(const Way *a, const Way *b)
{
    return a->hop.to == b->hop.to && a->hop.channel == b->hop.channel;
}

static void
find_ways(BpPost *post, guint32 copy, guint32 host, GArray *ways)
{
    guint edition = copy_at(post, copy)->edition;
    guint32 n = n_recipients_of(copy_at(post, copy));

    g_array_set_size(ways, 0);
    for (guint32 i = 0; i < n; i++) {
        Way way = {.order = i, .recipient = recipient_of(post, copy_at(post, copy), i)};

        way.hop = next_hop(post, copy_at(post, copy), &way.recipient, host);
        /* Those without a way are parted by the reason. */
        if (way.hop.channel == BP_NONE)
            way.hop.to = why_no_route(post, edition, host, way.recipient.to.host) ==
                                 BP_REASON_NO_ROUTE
                             ? BP_NONE
                             : BP_NONE - 1;
        g_array_append_val(ways, way);
    }
    g_array_sort(ways, compare_ways);
    for (guint32 i = 0; i < n; i++)
        set_recipient(post, copy_at(post, copy), i,
                      g_array_index(ways, Way, i).recipient);
}

/* One copy a next hop, each with its recipients in their old order. */
static void
split(BpPost *post, guint32 copy, guint32 host)
{
    GArray *ways = post->ways;

    find_ways(post, copy, host, ways);

    Copy whole = *copy_at(post, copy);

    for (guint begin = 0, end; begin < ways->len; begin = end) {
        const Way *first = &g_array_index(ways, Way, begin);
        guint32 part = copy;

        for (end = begin + 1; end < ways->len; end++)
            if (!same_hop(first, &g_array_index(ways, Way, end)))
                break;
        if (begin > 0)
            part = bp_copy_new(post, whole.message, whole.entry);
        *copy_at(post, part) = whole;
        bp_copy_narrow(post, part, begin, end - begin);
        send_over(post, part, host, first->hop);
    }
}

void
bp_forward_one(BpPost *post, guint32 copy, guint32 host, guint32 peer)
{
    Copy *c = copy_at(post, copy);
    BpRecipient recipient = c->one;

    if (is_for(post, &recipient, host)) {
        deliver_one(post, copy, &recipient, host, peer);
        bp_copy_free(post, copy);
        return;
    }
    if (c->hops >= BP_HOP_LIMIT) {
        bp_bounce(post, copy, host, host, BP_REASON_TOO_MANY_HOPS);
        return;
    }
    if (is_third_party(c, message_at(post, c->message), host))
        post->states[host].relayed++;
    send_over(post, copy, host, next_hop(post, c, &c->one, host));
}

void
bp_forward(BpPost *post, guint32 copy, guint32 host, guint32 peer)
{
    if (!copy_at(post, copy)->many) {
        if (!bp_goes_on(post, copy, host))
            bp_forward_one(post, copy, host, peer);
        return;
    }
    if (!deliver(post, copy, host, peer))
        return;

    Copy *c = copy_at(post, copy);

    if (c->hops >= BP_HOP_LIMIT) {
        bp_bounce(post, copy, host, host, BP_REASON_TOO_MANY_HOPS);
        return;
    }
    if (is_third_party(c, message_at(post, c->message), host))
        post->states[host].relayed += n_recipients_of(c);
    if (!c->many)
        send_over(post, copy, host, next_hop(post, c, &c->one, host));
    else
        split(post, copy, host);
}
