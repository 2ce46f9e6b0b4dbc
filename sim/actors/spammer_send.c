/* spammer_send.c - a spammer's messages: to whom, with what body, by way of whom. */
#include "spammer_state.h"

#include <bangpath/choose.h>
#include <bangpath/units.h>

/* ---- to whom ---- */

/* Dead addresses that go with @n_targets where so many ppm of a list exist. */
static guint64
count_dead(guint64 n_targets, guint64 quality_ppm)
{
    guint64 dead_ppm = (guint64)BP_PPM - quality_ppm;

    return (n_targets * dead_ppm + quality_ppm / 2) / quality_ppm;
}

static void
begin_body(BpSpammer *spammer, guint32 body)
{
    spammer->body = body;
    spammer->left_in_body = spammer->per_body + (body < spammer->n_longer ? 1 : 0);
}

void
bp_spammer_plan(BpSpammer *spammer, const BpScenario *scenario)
{
    const BpValue *values = spammer->group->values;
    const char *title = spammer->group->title;
    guint64 n_mailboxes = bp_network_n_mailboxes(scenario->network);
    g_autofree char *targets = g_strdup_printf("targets of %s", title);
    g_autofree char *dead = g_strdup_printf("dead addresses of %s", title);
    guint64 n_bodies = (guint64)values[BP_SPAMMER_VARIANTS].number;

    spammer->stream_dead = bp_stream(dead);
    spammer->n_targets = (guint64)values[BP_SPAMMER_TARGETS].number;
    if (values[BP_SPAMMER_TARGETS].share)
        spammer->n_targets = (guint64)bp_share_of(values[BP_SPAMMER_TARGETS].number,
                                                  (gint64)n_mailboxes);
    if (n_mailboxes > 0) {
        bp_permutation_init(&spammer->targets, scenario->seed, bp_stream(targets),
                            n_mailboxes);
        bp_permutation_tabulate(&spammer->targets);
    }
    spammer->n_addresses =
        spammer->n_targets +
        count_dead(spammer->n_targets, (guint64)values[BP_SPAMMER_LIST_QUALITY].number);
    n_bodies = CLAMP(n_bodies, 1, MAX(1, spammer->n_addresses));
    spammer->per_body = spammer->n_addresses / n_bodies;
    spammer->n_longer = spammer->n_addresses % n_bodies;
    begin_body(spammer, 0);
    spammer->recipients = g_new(BpRecipient, MIN((guint64)values[BP_SPAMMER_BCC].number,
                                                 MAX(1, spammer->left_in_body)));
}

/* Some host's user that is no more: a host that has many has lost many. */
static BpAddress
dead_address(const BpSpammer *spammer)
{
    BpDraw draw = bp_draw(bp_world_scenario(spammer->world)->seed, spammer->stream_dead,
                          0, spammer->n_written);
    guint64 mailbox = bp_below(draw, 0, spammer->targets.n);

    return (BpAddress){bp_world_mailbox(spammer->world, mailbox).host, BP_NOBODY};
}

/* The next address of his list, where dead ones stand evenly among the others. */
static BpAddress
next_address(BpSpammer *spammer)
{
    BpAddress address;

    spammer->balance += spammer->n_targets;
    if (spammer->balance >= spammer->n_addresses) {
        spammer->balance -= spammer->n_addresses;
        address = bp_world_mailbox(
            spammer->world, bp_permutation_at(&spammer->targets, spammer->n_reached++));
    } else {
        address = dead_address(spammer);
    }
    spammer->n_written++;
    if (--spammer->left_in_body == 0)
        begin_body(spammer, spammer->body + 1);
    return address;
}

/* Whether he can have come so far: how many of his addresses are targets follows from how many
 * he has written to. */
static gboolean
is_possible(const BpSpammer *spammer)
{
    __extension__ typedef unsigned __int128 Wide;

    guint64 longest = spammer->per_body + (spammer->n_longer > 0 ? 1 : 0);
    Wide product = (Wide)spammer->n_written * spammer->n_targets;

    if (spammer->n_addresses == 0)
        return spammer->n_written == 0;
    return spammer->n_written <= spammer->n_addresses &&
           spammer->n_reached == (guint64)(product / spammer->n_addresses) &&
           spammer->balance == (guint64)(product % spammer->n_addresses) &&
           spammer->left_in_body >= 1 && spammer->left_in_body <= longest;
}

void
bp_spammer_archive_list(BpSpammer *spammer, BpArchive *archive)
{
    bp_archive_u64(archive, &spammer->n_written);
    bp_archive_u64(archive, &spammer->n_reached);
    bp_archive_u64(archive, &spammer->balance);
    bp_archive_u64(archive, &spammer->n_messages);
    bp_archive_u32(archive, &spammer->body);
    bp_archive_u64(archive, &spammer->left_in_body);
    bp_archive_expect(archive, is_possible(spammer),
                      "more addresses are written to than there are");
}

/* ---- over his line ---- */

/* Hands the message whose recipients are laid out to @to, or to his host, which is to see
 * to it. */
static void
hand_over(BpSpammer *spammer, guint32 body, guint n, guint32 to)
{
    const BpValue *values = spammer->group->values;
    const BpSpammerSeat *seat = spammer->seat;
    BpLetter letter = {
        .kind = BP_SPAM,
        .from = bp_spammer_sender(spammer, to),
        .forged = spammer->forge != BP_FORGE_NONE,
        .owner = seat->owner,
        .body = body,
        .form = (BpForm)values[BP_SPAMMER_DISGUISE].number,
        .size_bytes = (guint32)values[BP_SPAMMER_SIZE].number,
        .recipients = spammer->recipients,
        .n_recipients = n,
    };
    guint32 first = bp_spammer_line_reaches(spammer, to) ? to : seat->host;

    spammer->n_messages++;
    bp_post_hand_over(bp_world_post(spammer->world), seat->channel, first, &letter);
}

static void
send_straight(BpSpammer *spammer)
{
    guint32 body = spammer->body;
    BpAddress to = next_address(spammer);

    spammer->recipients[0] = (BpRecipient){to, BP_NONE};
    hand_over(spammer, body, 1, to.host);
}

static void
send_by(BpSpammer *spammer, BpSpammerRelay *relay)
{
    guint32 body = spammer->body;
    guint64 most = (guint64)spammer->group->values[BP_SPAMMER_BCC].number;
    guint n = (guint)MIN(most, spammer->left_in_body);

    for (guint i = 0; i < n; i++)
        spammer->recipients[i] = (BpRecipient){next_address(spammer), relay->path};
    hand_over(spammer, body, n, relay->host);
    bp_spammer_note_offer(spammer, relay, n);
}

static void
on_idle(gpointer data, guint32 channel)
{
    const BpSpammerSeat *seat = data;
    BpSpammer *spammer = seat->spammer;

    (void)channel;
    if (seat != spammer->seat || !bp_spammer_is_at_work(spammer) ||
        spammer->n_written == spammer->n_addresses)
        return;
    if (spammer->group->values[BP_SPAMMER_RELAYS].number == BP_SPAMMER_NO_RELAYS) {
        send_straight(spammer);
        return;
    }

    BpSpammerRelay *relay = bp_spammer_choose(spammer);

    if (relay != NULL)
        send_by(spammer, relay);
}

/* Whether he tries again elsewhere. That an address is dead is so everywhere. */
static gboolean
tries_again(const BpSpammerSeat *seat, BpReason reason)
{
    const BpSpammer *spammer = seat->spammer;
    const BpValue *values = spammer->group->values;

    return seat == spammer->seat && bp_spammer_is_at_work(spammer) &&
           reason != BP_REASON_NO_SUCH_USER &&
           values[BP_SPAMMER_RELAYS].number != BP_SPAMMER_NO_RELAYS &&
           (values[BP_SPAMMER_RETRY].number ||
            values[BP_SPAMMER_USE].number == BP_SPAMMER_HOP);
}

static guint32
on_refused(gpointer data, guint32 channel, guint32 host, BpReason reason,
           guint n_recipients, BpAddress *from)
{
    const BpSpammerSeat *seat = data;
    BpSpammer *spammer = seat->spammer;
    BpSpammerRelay *relay;

    (void)channel;
    bp_spammer_note_refusal(spammer, host, reason, n_recipients);
    if (!tries_again(seat, reason))
        return BP_NONE;
    relay = bp_spammer_choose_again(spammer, host);
    if (relay == NULL)
        return BP_NONE;
    bp_spammer_note_offer(spammer, relay, n_recipients);
    if (spammer->forge == BP_FORGE_RELAY)
        *from = bp_spammer_sender(spammer, relay->host);
    return relay->host;
}

static void
on_cut_off(gpointer data, guint32 channel)
{
    (void)channel;
    bp_spammer_cut_off(data);
}

const BpOwner bp_spammer_owner = {
    .idle = on_idle,
    .refused = on_refused,
    .cut_off = on_cut_off,
};
