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
    BpMessageInfo info = {
        .serial = message->serial,
        .kind = (BpKind)message->kind,
        .several = message->several,
        .forged = message->forged,
        .is_its_user = message->is_its_user,
        .from = {message->from_host, message->from_user},
        .size_bytes = message->size_bytes,
        .born_us = (gint64)message->born_us,
    };

    if (message->has_more) {
        const More *more = more_of(post, message);

        info.serial = more->serial;
        info.owner = more->owner;
        info.strain = more->strain;
        info.body = more->body;
    }
    return info;
}

static gboolean
needs_more(const BpLetter *letter)
{
    return letter->n_recipients > 1 || letter->owner != 0 || letter->strain != 0 ||
           letter->body != 0;
}

/* The place of what is remembered of @letter besides. */
static guint32
more_new(BpPost *post, const BpLetter *letter)
{
    guint32 i = slab_take(&post->mores);
    More *more = slab_at(&post->mores, i);

    *more = (More){
        .serial = (guint32)post->n_serials,
        .n_open = letter->n_recipients,
        .body = letter->body,
        .first = BP_NONE,
        .owner = letter->owner,
        .strain = letter->strain,
    };
    return i;
}

/* Host and user of each recipient, and where one has a path, that. */
static guint32
words_of_each(const BpLetter *letter)
{
    for (guint i = 0; i < letter->n_recipients; i++)
        if (letter->recipients[i].path != BP_NONE)
            return 3;
    return 2;
}

static gboolean
has_room_for(const BpPost *post, const BpLetter *letter)
{
    return !slab_is_full(&post->messages, BP_MESSAGES_MAX) &&
           post->n_serials <= G_MAXUINT32 &&
           !blocks_are_full(&post->words, 3 * (gsize)letter->n_recipients);
}

guint32
bp_message_new(BpPost *post, guint32 host, const BpLetter *letter, gboolean traced)
{
    if (!has_room_for(post, letter)) {
        post->is_full = TRUE;
        bp_queue_stop(post->queue);
        return BP_NONE;
    }

    guint32 i = slab_take(&post->messages);
    Message *message = message_at(post, i);
    BpTally *tally = &post->books.kind[letter->kind];

    *message = (Message){
        .born_us = (guint64)bp_queue_now_us(post->queue) & (guint64)BP_TIME_MAX_US,
        .kind = letter->kind & 7U,
        .form = letter->form & 3U,
        .flavour = letter->flavour & 3U,
        .forged = letter->forged ? 1 : 0,
        .traced = traced || is_traced(post, post->n_serials) ? 1 : 0,
        .several = letter->n_recipients > 1 ? 1 : 0,
        .is_its_user = letter->is_its_user ? 1 : 0,
        .has_more = needs_more(letter) ? 1 : 0,
        .size_bytes = letter->size_bytes,
        .from_host = letter->from.host,
        .from_user = letter->from.user,
        .serial =
            needs_more(letter) ? more_new(post, letter) : (guint32)post->n_serials,
    };
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
        .message = message & BP_MESSAGES_MAX,
        .next = BP_NONE,
        .to = BP_NONE,
        .entry = at_host,
        .edition = edition_now(post) & 0x7f,
    };
    return i;
}

void
bp_copy_narrow(BpPost *post, guint32 copy, guint32 begin, guint32 n)
{
    Copy *c = copy_at(post, copy);

    if (!c->many)
        return;
    if (n == 1) {
        BpRecipient one = recipient_of(post, c, begin);

        c->many = FALSE;
        c->one = one;
        return;
    }
    c->row.first += begin * c->row.stride;
    c->row.n = n;
}

/* Gives @copy the recipients of @letter, which are several. */
static void
set_row(BpPost *post, guint32 copy, const BpLetter *letter)
{
    Copy *c = copy_at(post, copy);
    More *more = more_of(post, message_at(post, c->message));

    c->many = TRUE;
    c->row.n = letter->n_recipients;
    c->row.stride = words_of_each(letter);
    more->n_words = letter->n_recipients * c->row.stride;
    more->first = c->row.first = blocks_take(&post->words, more->n_words);
    for (guint i = 0; i < letter->n_recipients; i++)
        set_recipient(post, c, i, letter->recipients[i]);
}

guint32
bp_letter_copy(BpPost *post, guint32 host, const BpLetter *letter, gboolean traced)
{
    guint32 message = bp_message_new(post, host, letter, traced);

    if (message == BP_NONE)
        return BP_NONE;

    guint32 copy = bp_copy_new(post, message, host);

    for (guint i = 0; i < letter->n_recipients; i++)
        post->has_nobody |= letter->recipients[i].to.user == BP_NOBODY;
    if (letter->n_recipients == 1)
        copy_at(post, copy)->one = letter->recipients[0];
    else
        set_row(post, copy, letter);
    return copy;
}

void
bp_copy_free(BpPost *post, guint32 copy)
{
    slab_give(&post->copies, copy);
}

/* The bit of a mailbox in targets and reached; FALSE if the address is no mailbox. */
static gboolean
mailbox_bit(const BpPost *post, BpAddress address, guint32 *mailbox)
{
    return bp_network_mailbox(post->network, address.host, address.user, mailbox);
}

static guint64
n_target_words(const BpPost *post)
{
    return bp_network_n_mailboxes(post->network) / 64 + 1;
}

static void
need_targets(BpPost *post)
{
    if (post->targets != NULL)
        return;
    post->targets = g_new0(guint64, n_target_words(post));
    post->reached = g_new0(guint64, n_target_words(post));
}

static void
note_target_host(BpPost *post, guint32 host)
{
    if (!post->states[host].has_target)
        post->books.target_hosts++;
    post->states[host].has_target = 1;
}

void
bp_post_add_target(BpPost *post, BpAddress mailbox)
{
    guint32 i;

    if (!mailbox_bit(post, mailbox, &i))
        return;
    need_targets(post);
    if ((post->targets[i / 64] >> (i % 64) & 1) == 0) {
        post->targets[i / 64] |= G_GUINT64_CONSTANT(1) << (i % 64);
        post->books.targets++;
        note_target_host(post, mailbox.host);
    }
}

/* Whether one of @n bits from @first is set. */
static gboolean
has_bit(const guint64 *bits, guint64 first, guint32 n)
{
    guint64 end = first + n;

    while (first < end) {
        guint64 here = MIN(end - first, 64 - first % 64);

        if (bits[first / 64] >> (first % 64) & ~G_GUINT64_CONSTANT(0) >> (64 - here))
            return TRUE;
        first += here;
    }
    return FALSE;
}

void
bp_post_add_targets(BpPost *post, const guint64 *mailboxes)
{
    guint32 n_nodes = bp_network_n_nodes(post->network);
    guint64 n_words = n_target_words(post);
    guint64 n = 0;

    need_targets(post);
    for (guint64 i = 0; i < n_words; i++) {
        post->targets[i] |= mailboxes[i];
        n += (guint64)__builtin_popcountll(post->targets[i]);
    }
    post->books.targets = n;
    for (guint32 i = 0; i < n_nodes; i++) {
        BpHost host = bp_network_host(post->network, i);

        if (has_bit(mailboxes, host.first_mailbox, host.mailboxes))
            note_target_host(post, i);
    }
}

static void
note_reach(BpPost *post, BpAddress address)
{
    guint32 i;

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
    if (message->kind == BP_HAM && (gint64)message->born_us >= post->warm_up_us)
        bp_delays_add(post->ham_delays,
                      bp_queue_now_us(post->queue) - (gint64)message->born_us);
    if (message->kind == BP_SPAM) {
        post->spam_delivered[to.host]++;
        note_reach(post, to);
    }
}

/* One recipient-copy of @message has ended. */
static void
close_one(BpPost *post, guint32 message)
{
    const Message *m = message_at(post, message);

    if (m->has_more) {
        More *more = more_of(post, m);

        if (--more->n_open > 0)
            return;
        if (more->first != BP_NONE)
            blocks_give(&post->words, more->first, more->n_words);
        slab_give(&post->mores, m->serial);
    }
    slab_give(&post->messages, message);
}

void
bp_recipient_end(BpPost *post, guint32 message, const BpRecipient *recipient,
                 guint32 host, BpState state, BpReason reason)
{
    Message *m = message_at(post, message);
    BpTally *tally = &post->books.kind[m->kind];
    BpAddress to = recipient->to;
    BpPath path = recipient->path;

    tally->in[BP_QUEUED]--;
    tally->in[state]++;
    note_trajectory(post, (guint64)bp_queue_now_us(post->queue) ^
                              (guint64)to.host << 37 ^ (guint64)to.user << 10 ^
                              (guint64)state << 6 ^ (guint64)reason);
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
    bp_paths_give_back(post->paths, path);
    close_one(post, message);
}

void
bp_copy_end(BpPost *post, guint32 copy, guint32 host, BpState state, BpReason reason)
{
    guint32 message = copy_at(post, copy)->message;

    guint32 n = n_recipients_of(copy_at(post, copy));

    for (guint32 i = 0; i < n; i++) {
        BpRecipient recipient = recipient_of(post, copy_at(post, copy), i);

        bp_recipient_end(post, message, &recipient, host, state, reason);
    }
    bp_copy_free(post, copy);
}
