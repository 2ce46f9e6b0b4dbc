/* accept.c - the policies of a host, asked in the order in which real MTAs ask. */
#include "post_private.h"

static gboolean
is_listed(const BpPost *post, guint32 host, guint32 peer)
{
    guint16 lists = post->states[host].lists;

    for (guint i = 0; lists >> i != 0; i++) {
        const List *list = &g_array_index(post->lists, List, i);

        if ((lists >> i & 1) && list->listed(list->data, host, peer))
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_own(const BpPost *post, guint32 host, guint32 sender_host)
{
    return sender_host == host ||
           (sender_host != BP_NONE &&
            bp_network_vouches(post->network, host, sender_host));
}

static BpVerdict
judge_connection(const BpPost *post, guint32 host, guint32 peer)
{
    BpEnvelope envelope = {.peer_is_listed = is_listed(post, host, peer)};

    return post->blacklist->judge(NULL, &envelope);
}

static BpVerdict
judge_envelope(const BpPost *post, guint32 host, guint32 peer, guint32 from_host,
               guint32 to_host)
{
    BpEnvelope envelope = {
        .peer_is_served = bp_network_vouches(post->network, host, peer),
        .sender_is_served = is_own(post, host, from_host),
        .recipient_is_local = to_host == host,
        .recipient_is_served = bp_network_reaches_down(post->network, host, to_host),
    };

    return bp_policies[post->states[host].relay]->judge(NULL, &envelope);
}

BpVerdict
bp_post_judge(const BpPost *post, guint32 host, guint32 peer, gboolean on_net,
              BpAddress from, BpAddress to)
{
    if (on_net && post->states[host].lists != 0) {
        BpVerdict verdict = judge_connection(post, host, peer);

        if (verdict.answer != BP_ANSWER_ACCEPT)
            return verdict;
    }
    if (bp_policies[post->states[host].relay]->accepts_all)
        return bp_accept();
    return judge_envelope(post, host, peer, from.host, to.host);
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
    BpMessageInfo info = bp_message_info(message_at(post, c->message));

    post->books.refusals[reason] += c->n_recipients;
    TELL(post, refused, &info, peer, host, reason, c->n_recipients);
}

/* Takes those recipients out of @copy that the relay policy of @host refuses. */
static Sorted
sort_recipients(BpPost *post, guint32 copy, guint32 peer, guint32 host)
{
    guint32 message = copy_at(post, copy)->message;
    guint32 from_host = message_at(post, message)->from_host;
    Sorted sorted = {copy, BP_NONE, BP_REASON_NONE};
    guint32 last = BP_NONE, last_refused = BP_NONE;

    for (guint32 i = copy_at(post, copy)->recipients; i != BP_NONE;) {
        guint32 next = recipient_at(post, i)->next;
        BpVerdict verdict =
            judge_envelope(post, host, peer, from_host, recipient_at(post, i)->host);

        if (verdict.answer == BP_ANSWER_ACCEPT) {
            last = i;
            i = next;
            continue;
        }
        if (sorted.refused == BP_NONE) {
            sorted.reason = verdict.reason;
            sorted.refused = bp_copy_new(post, message, BP_NONE);

            Copy *refused = copy_at(post, sorted.refused);

            *refused = *copy_at(post, copy);
            refused->recipients = BP_NONE;
            refused->n_recipients = 0;
        }
        if (last == BP_NONE)
            copy_at(post, copy)->recipients = next;
        else
            recipient_at(post, last)->next = next;
        copy_at(post, copy)->n_recipients--;
        recipient_at(post, i)->next = BP_NONE;
        if (last_refused == BP_NONE)
            copy_at(post, sorted.refused)->recipients = i;
        else
            recipient_at(post, last_refused)->next = i;
        copy_at(post, sorted.refused)->n_recipients++;
        last_refused = i;
        i = next;
    }
    if (copy_at(post, copy)->n_recipients == 0) {
        bp_copy_free(post, copy);
        sorted.accepted = BP_NONE;
    }
    return sorted;
}

Sorted
bp_sort_offer(BpPost *post, guint32 copy, guint32 peer, guint32 host, gboolean on_net)
{
    const HostState *state = &post->states[host];

    if (on_net && state->lists != 0) {
        BpVerdict verdict = judge_connection(post, host, peer);

        if (verdict.answer != BP_ANSWER_ACCEPT) {
            bp_note_refusal(post, copy, peer, host, verdict.reason);
            return (Sorted){BP_NONE, copy, verdict.reason};
        }
    }
    if (bp_policies[state->relay]->accepts_all)
        return (Sorted){copy, BP_NONE, BP_REASON_NONE};

    Sorted sorted = sort_recipients(post, copy, peer, host);

    if (sorted.refused != BP_NONE)
        bp_note_refusal(post, sorted.refused, peer, host, sorted.reason);
    return sorted;
}
