/* post_archive.c - the post as bytes: books, hosts, channels, and all mail that is under way.
 *
 * Mail is passed message by message, copy by copy with its recipients, and channel by channel
 * what waits there: so no list can be loaded that bites its own tail. What is loaded is then
 * checked against the events and the books.
 */
#include "post_private.h"

#include <bangpath/units.h>

#define MESSAGE_BYTES 30
#define COPY_BYTES 30
#define RECIPIENT_BYTES 12
#define SPOOL_BYTES 12

/* ---- hosts and channels ---- */

static void
archive_host(BpPost *post, BpArchive *archive, guint32 host)
{
    HostState *state = &post->states[host];
    guint64 spool_bytes = spool_bytes_of(post, host);
    guint n_policies = 0;

    while (bp_policies[n_policies] != NULL)
        n_policies++;
    bp_archive_u64(archive, &spool_bytes);
    state->spool_bytes = (guint32)spool_bytes;
    if (bp_archive_is_loading(archive))
        post->spool_high[host] = (guint32)(spool_bytes >> 32);
    bp_archive_u32(archive, &state->delivered);
    bp_archive_u32(archive, &post->spam_delivered[host]);
    bp_archive_u32(archive, &state->relayed);
    bp_archive_u16(archive, &state->guards);
    bp_archive_small(archive, &state->relay, n_policies);
    BP_ARCHIVE_FLAG(archive, state->auth);
    BP_ARCHIVE_FLAG(archive, state->has_target);
    BP_ARCHIVE_FLAG(archive, state->is_reached);
    BP_ARCHIVE_FLAG(archive, state->relayed_spam);
    bp_archive_expect(archive,
                      bp_policies[state->relay]->is_relay_state &&
                          state->guards >> post->guards->len == 0,
                      "a host goes by a policy that there is not");
}

static void
archive_hosts(BpPost *post, BpArchive *archive)
{
    guint32 n_nodes = bp_network_n_nodes(post->network);
    guint64 n_words = bp_network_n_mailboxes(post->network) / 64 + 1;
    gboolean is_infected = post->infected != NULL;

    for (guint32 i = 0; i < n_nodes; i++)
        archive_host(post, archive, i);
    if (post->reached != NULL)
        bp_archive_u64s(archive, post->reached, n_words);
    bp_archive_bool(archive, &is_infected);
    if (is_infected && post->infected == NULL)
        post->infected = g_new0(guint8, n_nodes);
    if (is_infected)
        bp_archive_u8s(archive, post->infected, n_nodes);
}

static void
archive_channels(BpPost *post, BpArchive *archive)
{
    guint32 n = bp_network_n_channels(post->network);
    gboolean has_spam = post->spam_bytes != NULL;

    for (guint32 i = 0; i < n; i++) {
        bp_archive_u32(archive, &post->lanes[i].bytes);
        bp_archive_u32(archive, &post->lanes[i].copies);
    }
    bp_archive_u32s(archive, post->bytes_high, n);
    bp_archive_u32s(archive, post->channel_spam, n);
    bp_archive_bool(archive, &has_spam);
    if (!has_spam)
        return;
    if (post->spam_bytes == NULL)
        post->spam_bytes = g_new0(SpamBytes, n);
    for (guint32 i = 0; i < n; i++) {
        bp_archive_u64(archive, &post->spam_bytes[i].sent);
        bp_archive_u64(archive, &post->spam_bytes[i].relayed);
        bp_archive_u64(archive, &post->spam_bytes[i].received);
    }
}

static void
archive_sums(BpPost *post, BpArchive *archive)
{
    bp_archive_u64(archive, &post->n_serials);
    bp_archive_u64(archive, &post->trajectory);
    bp_archive_u64(archive, &post->total_spool_bytes);
    bp_archive_u32(archive, &post->n_open_relays);
    bp_archive_u32(archive, &post->n_deferred);
    bp_archive_bool(archive, &post->has_nobody);
    bp_archive_bool(archive, &post->is_full);
    bp_archive_u64s(archive, (guint64 *)(void *)&post->books,
                    sizeof post->books / sizeof(guint64));
    bp_delays_archive(post->ham_delays, archive);
}

/* ---- mail ---- */

/* The words of the recipients of a message, of those that still stand in a copy: the row is
 * packed anew when it is loaded. */
typedef struct {
    guint32
        *n_words; /* owned, by place in mores: all of them; loading, those given out */
    guint8 *is_message_free; /* owned, by message */
    guint8 *is_copy_free;    /* owned, by copy */
} Rows;

static void
count_words(const BpPost *post, const guint8 *is_free, guint32 *n_words)
{
    for (guint32 i = 0; i < post->copies.n; i++) {
        const Copy *copy = copy_at(post, i);

        if (!is_free[i] && copy->many)
            n_words[message_at(post, copy->message)->serial] +=
                copy->row.n * copy->row.stride;
    }
}

/* What a message has besides, and where its row begins, of @n_words. */
static void
archive_more(BpPost *post, BpArchive *archive, More *more, guint32 n_words)
{
    bp_archive_below(archive, &more->serial, MAX(1, post->n_serials));
    bp_archive_u32(archive, &more->n_open);
    bp_archive_u32(archive, &more->body);
    bp_archive_small(archive, &more->owner, post->owners->len + 1);
    bp_archive_small(archive, &more->strain, post->n_strains + 1U);
    n_words = (guint32)bp_archive_count(archive, n_words, G_MAXINT32, sizeof(guint32));
    if (!bp_archive_is_loading(archive))
        return;
    more->n_words = n_words;
    more->first = n_words > 0 ? blocks_take(&post->words, n_words) : BP_NONE;
}

static void
archive_flags(BpArchive *archive, Message *message)
{
    guint8 kind = message->kind;
    guint8 form = message->form, flavour = message->flavour;

    bp_archive_small(archive, &kind, BP_N_KINDS);
    bp_archive_small(archive, &form, BP_N_FORMS);
    message->kind = kind & 7U;
    message->form = form & 3U;
    bp_archive_small(archive, &flavour, BP_FLAVOUR_HOLD + 1);
    message->flavour = flavour & 3U;
    BP_ARCHIVE_FLAG(archive, message->forged);
    BP_ARCHIVE_FLAG(archive, message->traced);
    BP_ARCHIVE_FLAG(archive, message->several);
    BP_ARCHIVE_FLAG(archive, message->is_its_user);
    BP_ARCHIVE_FLAG(archive, message->of_spam);
    BP_ARCHIVE_FLAG(archive, message->has_more);
}

static void
archive_message(BpPost *post, BpArchive *archive, Message *message,
                const guint32 *n_words)
{
    gint64 born_us = (gint64)message->born_us;

    bp_archive_i64(archive, &born_us);
    bp_archive_expect(archive, born_us >= 0 && born_us <= bp_queue_now_us(post->queue),
                      "a message was written before the begin, or later than now");
    message->born_us = (guint64)born_us & (guint64)BP_TIME_MAX_US;
    archive_flags(archive, message);
    bp_archive_u32(archive, &message->size_bytes);
    bp_archive_place(archive, &message->from_host, bp_network_n_nodes(post->network));
    bp_archive_u32(archive, &message->from_user);
    bp_archive_expect(archive,
                      message->kind != BP_WORM || message->from_host != BP_NONE,
                      "a worm comes from nobody");
    if (!message->has_more) {
        bp_archive_below(archive, &message->serial, MAX(1, post->n_serials));
        return;
    }
    if (bp_archive_is_loading(archive)) {
        message->serial = slab_take(&post->mores);
        *more_of(post, message) = (More){.first = BP_NONE};
    }
    archive_more(post, archive, more_of(post, message),
                 n_words != NULL ? n_words[message->serial] : 0);
}

static void
archive_messages(BpPost *post, BpArchive *archive, Rows *rows)
{
    rows->is_message_free = slab_archive(&post->messages, archive, MESSAGE_BYTES);
    if (bp_archive_is_loading(archive)) {
        slab_clear(&post->mores);
        slab_init(&post->mores, sizeof(More));
        blocks_clear(&post->words);
        blocks_init(&post->words);
    }
    for (guint32 i = 0; i < post->messages.n && bp_archive_ok(archive); i++)
        if (!rows->is_message_free[i])
            archive_message(post, archive, message_at(post, i), rows->n_words);
    bp_archive_expect(archive, post->messages.n <= BP_MESSAGES_MAX,
                      "there are too many messages");
}

/* A way back is a bounce's alone. */
static gboolean
may_go(const BpPost *post, const Message *message, BpPath path)
{
    gboolean back;

    return path == BP_NONE || (bp_paths_has(post->paths, path, &back) &&
                               (!back || message->kind == BP_BOUNCE));
}

static void
archive_recipient(BpPost *post, BpArchive *archive, const Message *message,
                  BpRecipient *recipient)
{
    bp_archive_below(archive, &recipient->to.host, bp_network_n_nodes(post->network));
    bp_archive_u32(archive, &recipient->to.user);
    bp_archive_u32(archive, &recipient->path);
    bp_archive_expect(archive, may_go(post, message, recipient->path),
                      "a path leads nowhere");
}

/* Gives @copy, which is being loaded, the next piece of its message's row. */
static void
take_row(BpPost *post, BpArchive *archive, Copy *copy, guint32 n, Rows *rows)
{
    const Message *message = message_at(post, copy->message);
    const More *more = more_of(post, message);
    guint32 *given = &rows->n_words[message->serial];

    copy->row.n = n;
    if (!bp_archive_expect(archive,
                           n > 0 && more->first != BP_NONE &&
                               n <= (more->n_words - *given) / copy->row.stride,
                           "a copy is for nobody, or for too many"))
        return;
    copy->row.first = more->first + *given;
    *given += n * copy->row.stride;
}

static void
archive_row(BpPost *post, BpArchive *archive, Copy *copy, Rows *rows)
{
    const Message *message = message_at(post, copy->message);
    guint8 stride = copy->many ? (guint8)copy->row.stride : 0;
    guint32 n;

    bp_archive_small(archive, &stride, 4);
    n = (guint32)bp_archive_count(archive, copy->row.n, G_MAXINT32, RECIPIENT_BYTES);
    if (bp_archive_is_loading(archive)) {
        if (!bp_archive_expect(archive, stride >= 2 && message->has_more,
                               "a row cannot be"))
            return;
        copy->row.stride = stride;
        take_row(post, archive, copy, n, rows);
    }
    for (guint32 i = 0; i < n && bp_archive_ok(archive); i++) {
        BpRecipient recipient = recipient_of(post, copy, i);

        archive_recipient(post, archive, message, &recipient);
        set_recipient(post, copy, i, recipient);
    }
}

static void
archive_copy(BpPost *post, BpArchive *archive, Copy *copy, const Rows *rows)
{
    guint32 n_nodes = bp_network_n_nodes(post->network);
    guint32 message = copy->message;
    guint8 hops = copy->hops;
    guint8 later = copy->later;
    guint8 edition = copy->edition;

    bp_archive_below(archive, &message, post->messages.n);
    copy->message = message & BP_MESSAGES_MAX;
    bp_archive_u32(archive, &copy->next);
    bp_archive_below(archive, &copy->to, n_nodes);
    bp_archive_below(archive, &copy->entry, n_nodes);
    bp_archive_u16(archive, &copy->arrived_min);
    bp_archive_small(archive, &hops, BP_HOP_LIMIT + 1);
    bp_archive_small(archive, &later, BP_N_LATERS);
    bp_archive_small(archive, &edition, edition_now(post) + 1);
    BP_ARCHIVE_FLAG(archive, copy->direct);
    BP_ARCHIVE_FLAG(archive, copy->many);
    copy->hops = hops & 0x1fU;
    copy->later = later & 0x7U;
    copy->edition = edition & 0x7fU;
    bp_archive_expect(archive,
                      bp_archive_ok(archive) && !rows->is_message_free[message],
                      "a copy is of no message");
}

static void
archive_copies(BpPost *post, BpArchive *archive, Rows *rows)
{
    for (guint32 i = 0; i < post->copies.n && bp_archive_ok(archive); i++) {
        Copy *copy = copy_at(post, i);

        if (rows->is_copy_free[i])
            continue;
        archive_copy(post, archive, copy, rows);
        if (!bp_archive_ok(archive))
            return;
        if (copy->many)
            archive_row(post, archive, copy, rows);
        else
            archive_recipient(post, archive, message_at(post, copy->message),
                              &copy->one);
    }
}

/* Which copies there are comes first: their rows are counted before messages are saved. */
static void
archive_mail(BpPost *post, BpArchive *archive, Rows *rows)
{
    gboolean loads = bp_archive_is_loading(archive);

    rows->is_copy_free = slab_archive(&post->copies, archive, COPY_BYTES);
    if (!loads) {
        rows->n_words = g_new0(guint32, (gsize)post->mores.n + 1);
        count_words(post, rows->is_copy_free, rows->n_words);
    }
    archive_messages(post, archive, rows);
    if (loads)
        rows->n_words = g_new0(guint32, (gsize)post->mores.n + 1);
    archive_copies(post, archive, rows);
}

/* ---- spools ---- */

/* The copies that wait for @channel, first to last. @is_taken: by copy: there is none, or it
 * waits elsewhere. */
static void
load_spool(BpPost *post, BpArchive *archive, guint32 channel, guint64 n,
           guint8 *is_taken)
{
    BpLane *lane = &post->lanes[channel];

    for (guint64 k = 0; k < n; k++) {
        guint32 copy = 0;

        bp_archive_below(archive, &copy, post->copies.n);
        if (!bp_archive_ok(archive) ||
            !bp_archive_expect(archive, !is_taken[copy], "a copy is in two spools"))
            return;
        is_taken[copy] = TRUE;
        copy_at(post, copy)->next = k == 0 ? copy : copy_at(post, lane->last)->next;
        if (k > 0)
            copy_at(post, lane->last)->next = copy;
        lane->last = copy;
    }
}

static void
load_spools(BpPost *post, BpArchive *archive, guint8 *is_taken)
{
    guint32 n_channels = bp_network_n_channels(post->network);
    guint64 n = bp_archive_count(archive, 0, n_channels, SPOOL_BYTES);

    for (guint32 i = 0; i < n_channels; i++)
        post->lanes[i].last = BP_NONE;
    for (guint64 k = 0; k < n && bp_archive_ok(archive); k++) {
        guint32 channel = 0;

        bp_archive_below(archive, &channel, n_channels);
        if (bp_archive_expect(archive, post->lanes[channel].last == BP_NONE,
                              "a spool comes twice"))
            load_spool(post, archive, channel,
                       bp_archive_count(archive, 0, post->copies.n, sizeof(guint32)),
                       is_taken);
    }
}

static void
save_spools(BpPost *post, BpArchive *archive)
{
    guint32 n_channels = bp_network_n_channels(post->network);
    guint32 n_used = 0;

    for (guint32 i = 0; i < n_channels; i++)
        n_used += post->lanes[i].last != BP_NONE;
    bp_archive_count(archive, n_used, n_channels, 0);
    for (guint32 i = 0; i < n_channels; i++) {
        guint32 copy = post->lanes[i].last;
        guint64 n = 0;

        if (copy == BP_NONE)
            continue;
        do {
            copy = copy_at(post, copy)->next;
            n++;
        } while (copy != post->lanes[i].last);
        bp_archive_u32(archive, &i);
        bp_archive_count(archive, n, n, 0);
        do {
            copy = copy_at(post, copy)->next;
            bp_archive_u32(archive, &copy);
        } while (copy != post->lanes[i].last);
    }
}

/* ---- whether it can be ---- */

typedef struct {
    const BpPost *post;
    guint8 *is_taken; /* by copy */
    guint32 n;
    gboolean is_wrong;
} Deferred;

/* Each copy that is to be tried again stands in no spool, and has one event. */
static void
check_retry(gpointer data, gint64 at_us, guint32 copy)
{
    Deferred *deferred = data;
    const BpPost *post = deferred->post;

    (void)at_us;
    if (copy >= post->copies.n || deferred->is_taken[copy] ||
        copy_at(post, copy)->next >= bp_network_n_channels(post->network)) {
        deferred->is_wrong = TRUE;
        return;
    }
    deferred->is_taken[copy] = TRUE;
    deferred->n++;
}

static guint32
n_waiting(const BpPost *post, guint32 channel)
{
    guint32 last = post->lanes[channel].last, n = 0;

    if (last == BP_NONE)
        return 0;
    for (guint32 copy = spool_first(post, channel); copy != last;
         copy = copy_at(post, copy)->next)
        n++;
    return n + 1;
}

/* Nor does one that is under way over a net. */
static void
check_moving(gpointer data, gint64 at_us, guint32 copy)
{
    Deferred *deferred = data;

    (void)at_us;
    if (copy >= deferred->post->copies.n || deferred->is_taken[copy])
        deferred->is_wrong = TRUE;
    else
        deferred->is_taken[copy] = TRUE;
}

/* Those below write to @is_taken. */
static void
/* NOLINTNEXTLINE(readability-non-const-parameter) */
check(BpPost *post, BpArchive *archive, guint8 *is_taken)
{
    guint32 n_channels = bp_network_n_channels(post->network);
    g_autofree guint32 *waiting = g_new0(guint32, (gsize)n_channels + 1);
    Deferred deferred = {.post = post, .is_taken = is_taken};

    if (!bp_archive_ok(archive))
        return;
    bp_queue_each(post->queue, post->retry, check_retry, &deferred);
    bp_carrier_each_moving(post->carrier, check_moving, &deferred);
    for (guint32 i = 0; i < post->copies.n; i++)
        deferred.is_wrong |= !is_taken[i];
    /* The books are counted over what was found to be there. */
    if (!bp_archive_expect(archive,
                           !deferred.is_wrong && deferred.n == post->n_deferred,
                           "a copy waits nowhere, or is to be tried twice"))
        return;
    for (guint32 i = 0; i < n_channels; i++)
        waiting[i] = n_waiting(post, i);
    bp_carrier_check(post->carrier, archive, waiting);
    if (bp_archive_ok(archive))
        bp_archive_expect(archive, bp_post_check(post, NULL),
                          "the books do not balance");
}

void
bp_post_archive(BpPost *post, BpArchive *archive)
{
    Rows rows = {0};

    bp_archive_section(archive, "post");
    archive_sums(post, archive);
    archive_hosts(post, archive);
    archive_channels(post, archive);
    bp_archive_section(archive, "mail");
    archive_mail(post, archive, &rows);
    bp_archive_section(archive, "spools");
    if (bp_archive_is_loading(archive))
        load_spools(post, archive, rows.is_copy_free);
    else
        save_spools(post, archive);
    bp_carrier_archive(post->carrier, archive);
    if (bp_archive_is_loading(archive))
        check(post, archive, rows.is_copy_free);
    g_free(rows.n_words);
    g_free(rows.is_message_free);
    g_free(rows.is_copy_free);
}
