/* accept.c - the policies of a host, asked in the order in which real MTAs ask. */
#include "post_private.h"

static gboolean
is_own(const BpPost *post, guint32 host, guint32 sender_host)
{
    return sender_host == host ||
           (sender_host != BP_NONE &&
            bp_network_vouches(post->network, host, sender_host));
}

/* A user of the host, wherever he is, who gives his password there. */
static gboolean
has_proved(const BpPost *post, const BpOffer *offer)
{
    return offer->message->is_its_user && offer->message->from.host == offer->host &&
           post->states[offer->host].auth;
}

static BpVerdict
ask_relay(const BpPost *post, const BpOffer *offer, BpForm form)
{
    guint32 host = offer->host;
    BpAddress from = offer->message->from;
    BpEnvelope envelope = {
        .peer_is_served = bp_network_vouches(post->network, host, offer->peer),
        .peer_is_its_user = has_proved(post, offer),
        .sender_is_served = is_own(post, host, from.host),
        .sender_is_null = from.host == BP_NONE,
        .recipient_is_local = offer->to.host == host,
        .recipient_is_served =
            bp_network_reaches_down(post->network, host, offer->to.host),
        .form = form,
        .holes = bp_network_traits(post->network, host)->holes,
    };

    return bp_policies[post->states[host].relay]->judge(NULL, &envelope);
}

static BpVerdict
ask_guard(const BpGuard *guard, const BpOffer *offer)
{
    BpEnvelope envelope = {0};
    BpVerdict verdict;

    guard->look(guard->data, offer, &envelope);
    verdict = guard->policy->judge(guard->p, &envelope);
    if (guard->silent && verdict.answer == BP_ANSWER_REFUSE)
        verdict.answer = BP_ANSWER_DISCARD;
    return verdict;
}

/* The first no of the guards that @offer's host has at @stage. */
static BpVerdict
ask_guards(const BpPost *post, const BpOffer *offer, BpStage stage)
{
    guint bits = post->states[offer->host].guards & post->at_stage[stage];
    gboolean is_stranger = offer->on_net && !has_proved(post, offer);

    for (guint i = 0; bits >> i != 0; i++) {
        const BpGuard *guard = &g_array_index(post->guards, BpGuard, i);

        if ((bits >> i & 1) == 0 || (guard->policy->on_nets && !is_stranger))
            continue;

        BpVerdict verdict = ask_guard(guard, offer);

        if (verdict.answer != BP_ANSWER_ACCEPT)
            return verdict;
    }
    return bp_accept();
}

static BpVerdict
ask_envelope(const BpPost *post, const BpOffer *offer, guint32 user, BpForm form)
{
    BpVerdict verdict = bp_accept();

    if (!bp_policies[post->states[offer->host].relay]->accepts_all)
        verdict = ask_relay(post, offer, form);
    if (verdict.answer == BP_ANSWER_ACCEPT && offer->to.host == offer->host &&
        user == BP_NOBODY)
        verdict = bp_refuse(BP_REASON_NO_SUCH_USER);
    if (verdict.answer == BP_ANSWER_ACCEPT)
        verdict = ask_guards(post, offer, BP_STAGE_ENVELOPE);
    return verdict;
}

BpVerdict
bp_post_judge(const BpPost *post, guint32 host, const BpQuestion *question)
{
    BpMessageInfo message = {.kind = BP_PROBE, .from = question->from};
    BpOffer offer = {
        .host = host,
        .peer = question->peer,
        .channel = BP_NONE,
        .on_net = question->on_net,
        .message = &message,
        .n_recipients = 1,
        .to = {BP_NONE, 0},
        .is_test = TRUE,
    };
    BpVerdict verdict = ask_guards(post, &offer, BP_STAGE_CONNECTION);

    if (verdict.answer != BP_ANSWER_ACCEPT)
        return verdict;
    offer.to = question->to;
    return ask_envelope(post, &offer, question->to.user, question->form);
}

gboolean
bp_has_room(const BpPost *post, guint32 host, guint32 size_bytes)
{
    guint64 limit_bytes = (guint64)bp_network_traits(post->network, host)->spool_bytes;

    return limit_bytes == 0 || spool_bytes_of(post, host) + size_bytes <= limit_bytes;
}

void
bp_note_refusal(BpPost *post, guint32 copy, guint32 peer, guint32 host, BpReason reason)
{
    const Copy *c = copy_at(post, copy);
    BpMessageInfo info = bp_message_info(post, c->message);

    guint32 n = n_recipients_of(c);

    post->books.refusals[reason] += n;
    if (info.kind == BP_HAM)
        post->books.refusals_of_ham[reason] += n;
    TELL(post, refused, &info, peer, host, reason, n);
}

/* Which part of @sorted is answered @verdict. */
static guint
part_for(Sorted *sorted, BpVerdict verdict)
{
    guint i = 0;

    while (i < sorted->n_parts && sorted->parts[i].verdict.reason != verdict.reason)
        i++;
    if (i == sorted->n_parts)
        sorted->parts[sorted->n_parts++].verdict = verdict;
    return i;
}

/* Asks for each recipient of @copy. Those that the host takes move up to the front, in their
 * order; the others are put down as outcasts. Returns: how many it takes. */
static guint32
ask_for_each(BpPost *post, guint32 copy, BpOffer *offer, Sorted *sorted)
{
    const Copy *c = copy_at(post, copy);
    const Message *message = message_at(post, c->message);
    BpForm form = c->direct ? (BpForm)message->form : BP_FORM_PLAIN;
    guint32 n = n_recipients_of(c), n_taken = 0;

    g_array_set_size(post->outcasts, 0);
    for (guint32 i = 0; i < n; i++) {
        BpRecipient recipient = recipient_of(post, copy_at(post, copy), i);

        offer->to = recipient.to;

        BpVerdict verdict = ask_envelope(post, offer, recipient.to.user, form);

        if (verdict.answer == BP_ANSWER_ACCEPT) {
            set_recipient(post, copy_at(post, copy), n_taken++, recipient);
            continue;
        }

        Outcast outcast = {part_for(sorted, verdict), recipient};

        g_array_append_val(post->outcasts, outcast);
    }
    return n_taken;
}

/* Writes the outcasts of part @part into @copy from @at on. Returns: how many. */
static guint32
write_outcasts(BpPost *post, guint32 copy, guint part, guint32 at)
{
    guint32 n = 0;

    for (guint i = 0; i < post->outcasts->len; i++) {
        const Outcast *outcast = &g_array_index(post->outcasts, Outcast, i);

        if (outcast->part == part)
            set_recipient(post, copy_at(post, copy), at + n++, outcast->recipient);
    }
    return n;
}

/* Takes those recipients out of @copy that the host does not take, or not now. */
static void
sort_recipients(BpPost *post, guint32 copy, BpOffer *offer, Sorted *sorted)
{
    guint32 n = ask_for_each(post, copy, offer, sorted);
    guint32 at = n;
    Copy whole = *copy_at(post, copy);

    for (guint i = 0; i < sorted->n_parts; i++) {
        guint32 n_here = write_outcasts(post, copy, i, at);
        gboolean is_last_of_none = n == 0 && i + 1 == sorted->n_parts;

        sorted->parts[i].copy =
            is_last_of_none ? copy : bp_copy_new(post, whole.message, BP_NONE);
        *copy_at(post, sorted->parts[i].copy) = whole;
        if (!whole.many)
            continue;
        bp_copy_narrow(post, sorted->parts[i].copy, at, n_here);
        at += n_here;
    }
    if (n == 0)
        sorted->accepted = BP_NONE;
    else
        bp_copy_narrow(post, copy, 0, n);
}

static BpOffer
offer_of(const BpPost *post, guint32 copy, guint32 channel, guint32 host,
         const BpMessageInfo *message)
{
    return (BpOffer){
        .host = host,
        .peer = channel_from(post, channel),
        .channel = channel,
        .on_net = post->states[channel_to(post, channel)].is_net,
        .message = message,
        .n_recipients = n_recipients_of(copy_at(post, copy)),
        .to = {BP_NONE, 0},
    };
}

void
bp_sort_offer(BpPost *post, guint32 copy, guint32 channel, Sorted *sorted)
{
    guint32 host = copy_at(post, copy)->to;
    BpMessageInfo message = bp_message_info(post, copy_at(post, copy)->message);
    BpOffer offer = offer_of(post, copy, channel, host, &message);
    BpVerdict verdict = ask_guards(post, &offer, BP_STAGE_CONNECTION);

    sorted->n_parts = 0;
    sorted->accepted = copy;
    if (verdict.answer != BP_ANSWER_ACCEPT) {
        sorted->accepted = BP_NONE;
        sorted->n_parts = 1;
        sorted->parts[0] = (Part){copy, verdict};
    } else {
        offer.n_recipients = 1;
        sort_recipients(post, copy, &offer, sorted);
    }
    for (guint i = 0; i < sorted->n_parts; i++)
        bp_note_refusal(post, sorted->parts[i].copy, offer.peer, host,
                        sorted->parts[i].verdict.reason);
}

BpVerdict
bp_judge_content(BpPost *post, guint32 copy, guint32 channel, guint32 host)
{
    if ((post->states[host].guards & post->at_stage[BP_STAGE_CONTENT]) == 0)
        return bp_accept();

    BpMessageInfo message = bp_message_info(post, copy_at(post, copy)->message);
    BpOffer offer = offer_of(post, copy, channel, host, &message);
    BpVerdict verdict = ask_guards(post, &offer, BP_STAGE_CONTENT);

    /* Who is not told has not been refused. */
    if (verdict.answer == BP_ANSWER_REFUSE || verdict.answer == BP_ANSWER_LATER)
        bp_note_refusal(post, copy, offer.peer, host, verdict.reason);
    return verdict;
}

BpVerdict
bp_judge_mailbox(const BpPost *post, guint32 copy, guint32 peer, BpAddress to)
{
    BpMessageInfo message = bp_message_info(post, copy_at(post, copy)->message);
    BpOffer offer = {
        .host = to.host,
        .peer = peer,
        .channel = BP_NONE,
        .on_net = peer != BP_NONE,
        .message = &message,
        .n_recipients = 1,
        .to = to,
    };

    return ask_guards(post, &offer, BP_STAGE_MAILBOX);
}
