/* filter.c - owners of mailboxes who have had enough, and let a filter throw away what it
 * takes for spam.
 */
#include <bangpath/actor.h>

#include <bangpath/chance.h>
#include <bangpath/choose.h>
#include <bangpath/random.h>
#include <bangpath/units.h>

enum {
    HOSTS,
    SHARE,
    LEAST,
    ADOPTS,
    HIT,
    WRONG,
};

/* What a mailbox counts to; then both its counts are halved. */
#define COUNT_MAX 65533

/* Who has decided need not count any more: these in n_all. */
#define FILTERS 65534
#define BEARS_IT 65535

static const BpParam params[] = {
    [HOSTS] = {.name = "hosts",
               .kind = BP_PARAM_SELECTION,
               .fallback = "all",
               .help = "whose users can have one: largest 30% or random 30% (of "
                       "mailboxes), all, none, or names"},
    [SHARE] = {.name = "share",
               .kind = BP_PARAM_SHARE,
               .fallback = "50%",
               .help = "an owner has had enough when more than so much of his mail so "
                       "far was spam; half of all mail was in July 2003 (Brightmail); "
                       "that it is the limit is our guess"},
    [LEAST] = {.name = "least",
               .kind = BP_PARAM_WHOLE,
               .fallback = "10",
               .min = 1,
               .max = COUNT_MAX / 2,
               .help = "and when so much mail of any kind has come; our guess"},
    [ADOPTS] = {.name = "adopts",
                .kind = BP_PARAM_SHARE,
                .fallback = "100%",
                .help = "the chance that he then begins to filter; else he never does; "
                        "our guess"},
    [HIT] = {.name = "hit",
             .kind = BP_PARAM_SHARE,
             .fallback = "90%",
             .help = "the chance that a spam is thrown away; our guess"},
    [WRONG] = {.name = "wrong",
               .kind = BP_PARAM_SHARE,
               .fallback = "0.5%",
               .help = "the chance that any other mail is; our guess"},
    {.name = NULL},
};

/* Mail so far. 4 bytes a mailbox. */
typedef struct {
    guint16 n_all;
    guint16 n_spam;
} Mailbox;

typedef struct {
    const BpGroup *group; /* borrowed */
    BpWorld *world;       /* borrowed */
    Mailbox *mailboxes;   /* owned, by number across the network */
    guint8 *is_where;     /* owned, by host */
    guint32 stream_adopts;
    guint32 stream_filter;
    guint guard;
} Filter;

static void
check(const BpGroup *group, const BpScenario *scenario, BpProblems *problems)
{
    bp_group_check_hosts(group, HOSTS, scenario->network, problems);
    bp_group_check_guards(group, scenario, problems);
}

static gpointer
open_filter(const BpGroup *group, const BpScenario *scenario)
{
    Filter *filter = g_new0(Filter, 1);
    g_autofree char *purpose = g_strdup_printf("hosts of %s", group->title);
    g_autofree char *adopts = g_strdup_printf("who adopts %s", group->title);
    g_autofree char *filters = g_strdup_printf("what %s takes for spam", group->title);
    g_autoptr(GArray) hosts = bp_choose_selection(scenario->network, scenario->seed,
                                                  &group->values[HOSTS], purpose);

    filter->group = group;
    filter->stream_adopts = bp_stream(adopts);
    filter->stream_filter = bp_stream(filters);
    filter->mailboxes = g_new0(Mailbox, bp_network_n_mailboxes(scenario->network));
    filter->is_where = g_new0(guint8, bp_network_n_nodes(scenario->network));
    for (guint i = 0; i < hosts->len; i++)
        filter->is_where[g_array_index(hosts, guint32, i)] = TRUE;
    return filter;
}

/* (nullable): what @address is; a user that only a mail trace names has no filter. */
static Mailbox *
mailbox_of(const Filter *filter, BpAddress address, guint32 *number)
{
    if (!bp_network_mailbox(bp_world_network(filter->world), address.host, address.user,
                            number) ||
        !filter->is_where[address.host])
        return NULL;
    return &filter->mailboxes[*number];
}

static void
look(gpointer data, const BpOffer *offer, BpEnvelope *envelope)
{
    const Filter *filter = data;
    const BpValue *values = filter->group->values;
    guint64 seed = bp_world_scenario(filter->world)->seed;
    gint64 ppm = values[offer->message->kind == BP_SPAM ? HIT : WRONG].number;
    guint32 number;
    const Mailbox *mailbox = mailbox_of(filter, offer->to, &number);

    if (mailbox != NULL && mailbox->n_all == FILTERS)
        envelope->looks_like_spam = bp_chance(seed, filter->stream_filter, number,
                                              bp_letter_key(seed, offer->message), ppm);
}

static void
count(Mailbox *mailbox, gboolean is_spam)
{
    if (mailbox->n_all == COUNT_MAX) {
        mailbox->n_all /= 2;
        mailbox->n_spam /= 2;
    }
    mailbox->n_all++;
    if (is_spam)
        mailbox->n_spam++;
}

static gboolean
has_had_enough(const Filter *filter, const Mailbox *mailbox)
{
    const BpValue *values = filter->group->values;

    return mailbox->n_all >= values[LEAST].number &&
           mailbox->n_spam * BP_PPM > mailbox->n_all * values[SHARE].number;
}

static void
on_delivered(gpointer data, const BpMessageInfo *message, BpAddress to, guint32 peer)
{
    Filter *filter = data;
    guint32 number;
    Mailbox *mailbox = mailbox_of(filter, to, &number);

    (void)peer;
    if (mailbox == NULL || mailbox->n_all > COUNT_MAX)
        return;
    count(mailbox, message->kind == BP_SPAM);
    if (!has_had_enough(filter, mailbox))
        return;
    if (!bp_chance(bp_world_scenario(filter->world)->seed, filter->stream_adopts,
                   number, 0, filter->group->values[ADOPTS].number)) {
        mailbox->n_all = BEARS_IT;
        return;
    }
    mailbox->n_all = FILTERS;
    bp_post_set_guard(bp_world_post(filter->world), to.host, filter->guard, TRUE);
}

static const BpObserver observer = {.delivered = on_delivered};

static void
start(gpointer state, BpWorld *world)
{
    Filter *filter = state;
    BpGuard guard = {
        .policy = bp_policy_find("filter"),
        .stage = BP_STAGE_MAILBOX,
        .look = look,
        .data = filter,
    };

    filter->world = world;
    filter->guard = bp_post_add_guard(bp_world_post(world), &guard);
    bp_post_observe(bp_world_post(world), &observer, filter);
}

static void
archive(gpointer state, BpArchive *archive)
{
    Filter *filter = state;
    guint64 n = bp_network_n_mailboxes(bp_world_network(filter->world));

    for (guint64 i = 0; i < n; i++) {
        bp_archive_u16(archive, &filter->mailboxes[i].n_all);
        bp_archive_u16(archive, &filter->mailboxes[i].n_spam);
    }
}

static void
close_filter(gpointer state)
{
    Filter *filter = state;

    g_free(filter->mailboxes);
    g_free(filter->is_where);
    g_free(filter);
}

const BpActor bp_actor_filter = {
    .group = "filter",
    .can_begin_late = TRUE,
    .help = "owners of mailboxes who throw spam away when they get too much of it",
    .many = TRUE,
    .n_guards = 1,
    .params = params,
    .check = check,
    .open = open_filter,
    .start = start,
    .archive = archive,
    .close = close_filter,
};
