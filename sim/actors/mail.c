/* mail.c - users and the mail they write: by chance, or from a trace. */
#include <bangpath/actor.h>

#include "mail_drafts.h"

#include <bangpath/grade.h>
#include <bangpath/random.h>
#include <bangpath/units.h>

/* Who is not elsewhere after so many draws is alone on his net. */
#define ROAMING_DRAWS 64

/* Batches: some tenths of a second. Who has written so many is likely to write many more. */
#define AHEAD_AFTER 4096

enum {
    RATE,
    SIZE,
    ROAMING,
    CRASH,
    HOLD,
    FROM_FILE,
};

static const char *const by_mailbox[] = {"mailbox", NULL};

static const BpParam params[] = {
    [RATE] = {.name = "rate",
              .kind = BP_PARAM_RATE,
              .fallback = "",
              .choices = by_mailbox,
              .help = "how much each user writes, to any other with equal chance: "
                      "5 / mailbox / d"},
    [SIZE] = {.name = "size",
              .kind = BP_PARAM_SIZE,
              .fallback = "lognormal(2 KB, 1.1)",
              .min = 1,
              .max = 1000000000,
              .help = "of a message; the median is the mean news article of 1987, the "
                      "spread our guess"},
    [ROAMING] = {.name = "roaming",
                 .kind = BP_PARAM_SHARE,
                 .fallback = "0%",
                 .help = "of the mail of users whose host is on a net: handed in from "
                         "another host there"},
    [CRASH] = {.name = "crash",
               .kind = BP_PARAM_SHARE,
               .fallback = "0%",
               .help = "of the mail: FidoNet is asked to send it at once, and straight "
                       "to the other end where there is a link"},
    [HOLD] = {.name = "hold",
              .kind = BP_PARAM_SHARE,
              .fallback = "0%",
              .help = "of the mail: FidoNet is asked to hold it until the neighbour "
                      "calls"},
    [FROM_FILE] = {.name = "from-file",
                   .kind = BP_PARAM_TEXT,
                   .fallback = "",
                   .help =
                       "a mail trace: its mail and no other is written, whatever rate, "
                       "size and roaming say"},
    {.name = NULL},
};

typedef struct {
    const BpGroup *group; /* borrowed */
    BpWorld *world;       /* borrowed */
    guint64 n_mailboxes;
    guint64 n_written;
    BpDrafts *drafts; /* owned; NULL: nothing is written by chance */
    guint32 stream_roaming;
    guint32 stream_flavour;
    BpTraceReader reader;
    BpTraceMail next; /* of the trace */
} Users;

static void
check(const BpGroup *group, const BpScenario *scenario, BpProblems *problems)
{
    const BpValue *values = group->values;

    if (!values[FROM_FILE].set && !values[RATE].set && !values[RATE].given)
        bp_group_complain(group, RATE, problems,
                          "expected a rate such as 5 / mailbox / d, or from-file");
    if (!values[FROM_FILE].set && values[RATE].set && values[RATE].number > 0 &&
        bp_network_n_mailboxes(scenario->network) < 2)
        bp_group_complain(group, RATE, problems,
                          "expected a network with at least two mailboxes");
    if (values[CRASH].number + values[HOLD].number > BP_PPM)
        bp_group_complain(group, HOLD, problems,
                          "expected no more than what crash leaves of 100%%");
}

static gpointer
open_users(const BpGroup *group, const BpScenario *scenario)
{
    Users *users = g_new0(Users, 1);

    users->group = group;
    users->n_mailboxes = bp_network_n_mailboxes(scenario->network);
    users->stream_roaming = bp_stream("roaming users");
    users->stream_flavour = bp_stream("crash and hold");
    if (scenario->trace != NULL)
        bp_trace_reader_init(&users->reader, scenario->trace);
    return users;
}

/* Where a roaming user of @host happens to be: another host on its first net. BP_NONE if
 * the user stays at home. */
static guint32
roaming_channel(const Users *users, guint32 host)
{
    const BpNetwork *network = bp_world_network(users->world);
    gint64 ppm = users->group->values[ROAMING].number;
    guint32 net = ppm == 0 ? BP_NONE : bp_network_common_net(network, host, host);
    guint n;

    if (net == BP_NONE)
        return BP_NONE;

    BpDraw draw = bp_draw(bp_world_scenario(users->world)->seed, users->stream_roaming,
                          0, users->n_written);

    if ((gint64)bp_below(draw, 0, (guint64)BP_PPM) >= ppm)
        return BP_NONE;

    const guint32 *members = bp_network_out(network, net, &n);
    guint32 place = bp_network_to(network, members[bp_below(draw, 2, n)]);

    /* Drawn again until it is not home. */
    for (guint32 again = 1; place == host && again <= ROAMING_DRAWS; again++) {
        draw = bp_draw(bp_world_scenario(users->world)->seed, users->stream_roaming,
                       again, users->n_written);
        place = bp_network_to(network, members[bp_below(draw, 2, n)]);
    }
    return place == host ? BP_NONE : bp_network_access(network, place, net);
}

/* A larger share of either contains a smaller one. */
static guint8
flavour(const Users *users)
{
    gint64 crash_ppm = users->group->values[CRASH].number;
    gint64 hold_ppm = users->group->values[HOLD].number;

    if (crash_ppm == 0 && hold_ppm == 0)
        return BP_FLAVOUR_NORMAL;

    BpDraw draw = bp_draw(bp_world_scenario(users->world)->seed, users->stream_flavour,
                          0, users->n_written);
    gint64 place = (gint64)bp_below(draw, 0, (guint64)BP_PPM);

    if (place < crash_ppm)
        return BP_FLAVOUR_CRASH;
    return place >= BP_PPM - hold_ppm ? BP_FLAVOUR_HOLD : BP_FLAVOUR_NORMAL;
}

static void
write_one(const Users *users, const BpDraft *draft)
{
    BpPost *post = bp_world_post(users->world);
    BpRecipient recipient = {draft->to, BP_NONE};
    BpLetter letter = {
        .kind = BP_HAM,
        .from = draft->from,
        .is_its_user = TRUE,
        .flavour = flavour(users),
        .size_bytes = draft->size_bytes,
        .recipients = &recipient,
        .n_recipients = 1,
    };
    guint32 channel = roaming_channel(users, letter.from.host);

    if (channel == BP_NONE)
        bp_post_write(post, letter.from.host, &letter);
    else
        bp_post_hand_over(post, channel, letter.from.host, &letter);
}

static gint64
next_us(Users *users)
{
    return bp_add_us(bp_world_now_us(users->world),
                     bp_drafts_get(users->drafts, users->n_written)->gap_us);
}

static gint64
write_by_chance(gpointer data)
{
    Users *users = data;

    bp_drafts_expect(users->drafts, users->n_written);
    write_one(users, bp_drafts_get(users->drafts, users->n_written));
    users->n_written++;
    return next_us(users);
}

static gint64
write_from_trace(gpointer data)
{
    Users *users = data;
    BpPost *post = bp_world_post(users->world);
    BpLetter letter = {
        .kind = BP_HAM,
        .from = users->next.from,
        .size_bytes = users->next.size_bytes,
        .flavour = users->next.flavour,
        .recipients = users->next.recipients,
        .n_recipients = users->next.n_recipients,
    };

    bp_post_write(post, letter.from.host, &letter);
    users->n_written++;
    if (!bp_trace_read(&users->reader, &users->next))
        return -1;
    bp_post_expect_path(post, users->next.from.host, users->next.recipients[0].path);
    return users->next.at_us;
}

static void
start(gpointer state, BpWorld *world)
{
    Users *users = state;
    gint64 interval_us = users->group->values[RATE].number;
    BpQueue *queue = bp_world_queue(world);

    users->world = world;
    if (users->reader.trace != NULL) {
        if (bp_trace_read(&users->reader, &users->next))
            bp_queue_set_feed(queue, write_from_trace, users, users->next.at_us);
        return;
    }
    if (interval_us == 0)
        return;
    users->drafts = bp_drafts_new(
        &(BpDrafting){
            .network = bp_world_network(world),
            .size = &users->group->values[SIZE],
            .seed = bp_world_scenario(world)->seed,
            .gap_us = MAX(1, interval_us / (gint64)users->n_mailboxes),
            .n_mailboxes = users->n_mailboxes,
            .stream = bp_stream("mail of users"),
        },
        bp_world_post(world),
        bp_world_goes_ahead(world) ? AHEAD_AFTER : BP_DRAFTS_ALONE);
    bp_queue_set_feed(queue, write_by_chance, users, next_us(users));
}

/* Of a trace it is enough to know how much of it has been written. */
static void
archive(gpointer state, BpArchive *archive)
{
    Users *users = state;
    guint64 n_before = users->n_written;

    bp_archive_u64(archive, &users->n_written);
    if (users->reader.trace == NULL || !bp_archive_is_loading(archive))
        return;
    if (bp_archive_expect(archive,
                          users->n_written >= n_before &&
                              users->n_written <= bp_trace_count(users->reader.trace),
                          "more of the trace is written than there is"))
        for (guint64 i = n_before; i < users->n_written; i++)
            bp_trace_read(&users->reader, &users->next);
}

static void
close_users(gpointer state)
{
    Users *users = state;

    bp_trace_reader_clear(&users->reader);
    bp_drafts_free(users->drafts);
    g_free(users);
}

const BpActor bp_actor_mail = {
    .group = "mail",
    .help = "users and the mail they write",
    .params = params,
    .check = check,
    .open = open_users,
    .start = start,
    .archive = archive,
    .close = close_users,
};
