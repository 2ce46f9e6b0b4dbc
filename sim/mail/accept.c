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
        .holes = post->hosts[host].holes,
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
    guint64 limit_bytes = (guint64)post->hosts[host].spool_bytes;

    return limit_bytes == 0 ||
           post->states[host].spool_bytes + size_bytes <= limit_bytes;
}

void
bp_note_refusal(BpPost *post, guint32 copy, guint32 peer, guint32 host, BpReason reason)
{
    const Copy *c = copy_at(post, copy);
    BpMessageInfo info = bp_message_info(post, c->message);

    post->books.refusals[reason] += c->n_recipients;
    if (info.kind == BP_HAM)
        post->books.refusals_of_ham[reason] += c->n_recipients;
    TELL(post, refused, &info, peer, host, reason, c->n_recipients);
}

/* The part of @sorted that is answered @verdict; @copy is what it is taken out of. */
static Part *
part_for(BpPost *post, Sorted *sorted, guint32 copy, BpVerdict verdict)
{
    for (guint i = 0; i < sorted->n_parts; i++)
        if (sorted->parts[i].verdict.reason == verdict.reason)
            return &sorted->parts[i];

    Part *part = &sorted->parts[sorted->n_parts++];

    part->verdict = verdict;
    part->copy = bp_copy_new(post, copy_at(post, copy)->message, BP_NONE);

    Copy *c = copy_at(post, part->copy);

    *c = *copy_at(post, copy);
    c->recipients = BP_NONE;
    c->n_recipients = 0;
    return part;
}

/* Recipients were put into the parts first to last, each before the one before. */
static void
turn_round(BpPost *post, guint32 copy)
{
    guint32 turned = BP_NONE;

    for (guint32 i = copy_at(post, copy)->recipients; i != BP_NONE;) {
        guint32 next = recipient_at(post, i)->next;

        recipient_at(post, i)->next = turned;
        turned = i;
        i = next;
    }
    copy_at(post, copy)->recipients = turned;
}

/* Takes those recipients out of @copy that the host does not take, or not now. */
static void
sort_recipients(BpPost *post, guint32 copy, BpOffer *offer, Sorted *sorted)
{
    const Message *message = message_at(post, copy_at(post, copy)->message);
    BpForm form = copy_at(post, copy)->direct ? (BpForm)message->form : BP_FORM_PLAIN;
    guint32 last = BP_NONE;

    for (guint32 i = copy_at(post, copy)->recipients; i != BP_NONE;) {
        const Recipient *recipient = recipient_at(post, i);
        guint32 next = recipient->next;

        offer->to = (BpAddress){recipient->host, recipient->user};

        BpVerdict verdict = ask_envelope(post, offer, recipient->user, form);

        if (verdict.answer == BP_ANSWER_ACCEPT) {
            last = i;
            i = next;
            continue;
        }

        Part *part = part_for(post, sorted, copy, verdict);

        if (last == BP_NONE)
            copy_at(post, copy)->recipients = next;
        else
            recipient_at(post, last)->next = next;
        copy_at(post, copy)->n_recipients--;
        bp_copy_add(post, part->copy, i);
        i = next;
    }
    for (guint i = 0; i < sorted->n_parts; i++)
        turn_round(post, sorted->parts[i].copy);
    if (copy_at(post, copy)->n_recipients == 0) {
        bp_copy_free(post, copy);
        sorted->accepted = BP_NONE;
    }
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
        .n_recipients = copy_at(post, copy)->n_recipients,
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
