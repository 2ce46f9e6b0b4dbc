/* store.c - messages, copies and recipients, and what becomes of them. */
#include "post_private.h"

#include <bangpath/random.h>
#include <bangpath/units.h>

static gboolean
is_traced(const BpPost *post, guint64 serial)
{
    if (post->trace_ppm == 0)
        return FALSE;

    BpDraw draw = bp_draw(post->seed, post->stream_trace, 0, serial);

    return (gint64)bp_below(draw, 0, (guint64)BP_PPM) < post->trace_ppm;
}

BpMessageInfo
bp_message_info(const BpPost *post, guint32 i)
{
    const Message *message = message_at(post, i);
    guint32 body = 0;

    if (post->bodies != NULL && i < post->bodies->len)
        body = g_array_index(post->bodies, guint32, i);
    return (BpMessageInfo){
        .serial = message->serial,
        .kind = (BpKind)message->kind,
        .owner = message->owner,
        .strain = message->strain,
        .body = body,
        .several = message->several,
        .forged = message->forged,
        .is_its_user = message->is_its_user,
        .from = {message->from_host, message->from_user},
        .size_bytes = message->size_bytes,
        .born_us = message->born_us,
    };
}

/* Most letters have the first body of their owner, and most runs no other. */
static void
note_body(BpPost *post, guint32 message, guint32 body)
{
    if (post->bodies == NULL && body == 0)
        return;
    if (post->bodies == NULL)
        post->bodies = g_array_new(FALSE, TRUE, sizeof(guint32));
    if (message >= post->bodies->len)
        g_array_set_size(post->bodies, message + 1);
    g_array_index(post->bodies, guint32, message) = body;
}

guint32
bp_message_new(BpPost *post, guint32 host, const BpLetter *letter, gboolean traced)
{
    if (slab_is_full(&post->messages) || post->n_serials > G_MAXUINT32) {
        post->is_full = TRUE;
        bp_queue_stop(post->queue);
        return BP_NONE;
    }

    guint32 i = slab_take(&post->messages);
    Message *message = message_at(post, i);
    BpTally *tally = &post->books.kind[letter->kind];

    *message = (Message){
        .born_us = bp_queue_now_us(post->queue),
        .size_bytes = letter->size_bytes,
        .from_host = letter->from.host,
        .from_user = letter->from.user,
        .serial = (guint32)post->n_serials,
        .n_open = letter->n_recipients,
        .kind = (guint8)letter->kind,
        .owner = letter->owner,
        .strain = letter->strain,
        .forged = letter->forged ? 1 : 0,
        .several = letter->n_recipients > 1 ? 1 : 0,
        .is_its_user = letter->is_its_user ? 1 : 0,
        .form = (guint8)(letter->form & 3U),
        .traced = traced || is_traced(post, post->n_serials) ? 1 : 0,
    };
    note_body(post, i, letter->body);
    post->n_serials++;
    tally->messages++;
    tally->sent += letter->n_recipients;
    tally->in[BP_QUEUED] += letter->n_recipients;
    if (message->traced) {
        BpMessageInfo info = bp_message_info(post, i);

        TELL(post, written, &info, host, letter->recipients, letter->n_recipients);
    }
    return i;
}

guint32
bp_copy_new(BpPost *post, guint32 message, guint32 at_host)
{
    guint32 i = slab_take(&post->copies);
    Copy *copy = copy_at(post, i);

    *copy = (Copy){
        .message = message,
        .next = BP_NONE,
        .recipients = BP_NONE,
        .to = BP_NONE,
        .entry = at_host,
        .edition = edition_now(post) & 0x7f,
    };
    return i;
}

void
bp_copy_add(BpPost *post, guint32 copy, guint32 recipient)
{
    Copy *c = copy_at(post, copy);

    recipient_at(post, recipient)->next = c->recipients;
    c->recipients = recipient;
    c->n_recipients++;
}

guint32
bp_letter_copy(BpPost *post, guint32 host, const BpLetter *letter, gboolean traced)
{
    guint32 message = bp_message_new(post, host, letter, traced);

    if (message == BP_NONE)
        return BP_NONE;

    guint32 copy = bp_copy_new(post, message, host);

    for (guint k = letter->n_recipients; k-- > 0;) {
        const BpRecipient *from = &letter->recipients[k];
        guint32 i = slab_take(&post->recipients);

        *recipient_at(post, i) = (Recipient){
            .host = from->to.host,
            .user = from->to.user,
            .path = from->path,
        };
        post->has_nobody |= from->to.user == BP_NOBODY;
        bp_copy_add(post, copy, i);
    }
    return copy;
}

void
bp_copy_free(BpPost *post, guint32 copy)
{
    slab_give(&post->copies, copy);
}

/* The bit of a mailbox in targets and reached; FALSE if the address is no mailbox. */
static gboolean
mailbox_bit(const BpPost *post, BpAddress address, guint64 *mailbox)
{
    const BpHost *host = &post->hosts[address.host];

    *mailbox = (guint64)host->first_mailbox + address.user;
    return address.user < host->mailboxes;
}

void
bp_post_add_target(BpPost *post, BpAddress mailbox)
{
    guint64 words = bp_network_n_mailboxes(post->network) / 64 + 1;
    guint64 i;

    if (!mailbox_bit(post, mailbox, &i))
        return;
    if (post->targets == NULL) {
        post->targets = g_new0(guint64, words);
        post->reached = g_new0(guint64, words);
    }
    if ((post->targets[i / 64] >> (i % 64) & 1) == 0) {
        post->targets[i / 64] |= G_GUINT64_CONSTANT(1) << (i % 64);
        post->books.targets++;
        if (!post->states[mailbox.host].has_target)
            post->books.target_hosts++;
        post->states[mailbox.host].has_target = 1;
    }
}

static void
note_reach(BpPost *post, BpAddress address)
{
    guint64 i;

    if (post->targets == NULL || !mailbox_bit(post, address, &i))
        return;

    guint64 bit = G_GUINT64_CONSTANT(1) << (i % 64);

    if ((post->targets[i / 64] & bit) == 0)
        return;
    post->books.spam_to_targets++;
    if ((post->reached[i / 64] & bit) != 0)
        return;
    post->reached[i / 64] |= bit;
    post->books.mailboxes_reached++;
    if (!post->states[address.host].is_reached)
        post->books.hosts_reached++;
    post->states[address.host].is_reached = 1;
    TELL(post, reached, address);
}

void
bp_post_announce_infection(BpPost *post, BpAddress mailbox)
{
    if (post->infected == NULL)
        post->infected = g_new0(guint8, bp_network_n_nodes(post->network));
    if (!post->infected[mailbox.host]) {
        post->infected[mailbox.host] = 1;
        post->books.infected_hosts++;
    }
    post->books.infected++;
    TELL(post, infected, mailbox);
}

static void
note_delivery(BpPost *post, const Message *message, BpAddress to)
{
    HostState *state = &post->states[to.host];

    state->delivered++;
    if (message->kind == BP_HAM && message->born_us >= post->warm_up_us)
        bp_delays_add(post->ham_delays,
                      bp_queue_now_us(post->queue) - message->born_us);
    if (message->kind == BP_SPAM) {
        state->spam_delivered++;
        note_reach(post, to);
    }
}

void
bp_recipient_end(BpPost *post, guint32 message, guint32 recipient, guint32 host,
                 BpState state, BpReason reason)
{
    Message *m = message_at(post, message);
    const Recipient *r = recipient_at(post, recipient);
    BpTally *tally = &post->books.kind[m->kind];
    BpAddress to = {r->host, r->user};

    tally->in[BP_QUEUED]--;
    tally->in[state]++;
    if (state == BP_DELIVERED)
        note_delivery(post, m, to);
    else
        tally->ended_by[reason]++;
    if (state != BP_DELIVERED && m->kind == BP_HAM && bp_reason_is_defence(reason))
        post->books.collateral++;
    if (m->traced) {
        BpMessageInfo info = bp_message_info(post, message);

        TELL(post, ended, &info, to, host, state, reason);
    }
    bp_paths_give_back(post->paths, r->path);
    slab_give(&post->recipients, recipient);
    if (--m->n_open == 0)
        slab_give(&post->messages, message);
}

void
bp_copy_end(BpPost *post, guint32 copy, guint32 host, BpState state, BpReason reason)
{
    guint32 message = copy_at(post, copy)->message;

    for (guint32 i = copy_at(post, copy)->recipients; i != BP_NONE;) {
        guint32 next = recipient_at(post, i)->next;

        bp_recipient_end(post, message, i, host, state, reason);
        i = next;
    }
    bp_copy_free(post, copy);
}
