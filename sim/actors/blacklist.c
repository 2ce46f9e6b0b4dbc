/* blacklist.c - an operator who lists hosts that spam came from, and subscribers who ask
 * their own copy of the list.
 */
#include <bangpath/actor.h>

#include <bangpath/choose.h>
#include <bangpath/random.h>
#include <bangpath/units.h>

enum {
    LISTS,
    AFTER,
    REFRESH,
    DELISTS,
    SUBSCRIBERS,
};

enum {
    OPEN_RELAYS,
    SOURCES,
};

static const char *const listings[] = {"open relays", "sources", NULL};

static const BpParam params[] = {
    [LISTS] = {.name = "lists",
               .kind = BP_PARAM_CHOICE,
               .fallback = "open relays",
               .choices = listings,
               .help =
                   "open relays that handed over a stranger's spam and are still open "
                   "when tested, as MAPS RSS did; or sources: hosts of spammers that "
                   "handed it over themselves"},
    [AFTER] = {.name = "after",
               .kind = BP_PARAM_DURATION,
               .fallback = "2 h",
               .help =
                   "from the first spam seen to the listing; our guess: no figure is "
                   "known"},
    [REFRESH] = {.name = "refresh",
                 .kind = BP_PARAM_DURATION,
                 .fallback = "1 h",
                 .help =
                     "how often subscribers fetch the list, each with a phase of its "
                     "own; 0 s: they ask the list itself"},
    [DELISTS] = {.name = "delists",
                 .kind = BP_PARAM_DURATION,
                 .fallback = "7 d",
                 .min = 1,
                 .max = 14610 * BP_DAY_US,
                 .help = "how long an entry stands before it is tested: it goes if the "
                         "relay has closed, or no more spam came from the source"},
    [SUBSCRIBERS] = {.name = "subscribers",
                     .kind = BP_PARAM_SELECTION,
                     .fallback = NULL,
                     .help =
                         "who asks the list: largest 30% or random 30% (of mailboxes), "
                         "all, none, or names"},
    {.name = NULL},
};

typedef struct {
    gint64 from_us;
    gint64 to_us;
} Span;

typedef enum {
    CLEAR,
    SUSPECT, /* spam was seen; the listing is under way */
    LISTED,
} Standing;

typedef struct {
    gint64 seen_us; /* spam, last */
    GArray *spans;  /* owned, of Span: when it stood on the list; NULL for never */
    Standing standing;
} Entry;

typedef struct {
    const BpGroup *group; /* borrowed */
    BpWorld *world;       /* borrowed */
    Entry *entries;       /* owned, by host */
    guint32 n_entries;
    guint32 stream;
    guint list;
} Blacklist;

static void
check(const BpGroup *group, const BpScenario *scenario, BpProblems *problems)
{
    const BpValue *subscribers = &group->values[SUBSCRIBERS];

    bp_group_check_guards(group, LISTS, scenario, problems);
    if (subscribers->number != BP_SELECT_NAMES)
        return;
    for (guint i = 0; subscribers->names[i] != NULL; i++)
        bp_group_host(group, SUBSCRIBERS, scenario->network, subscribers->names[i],
                      problems);
}

static gpointer
open_blacklist(const BpGroup *group, const BpScenario *scenario)
{
    Blacklist *blacklist = g_new0(Blacklist, 1);
    g_autofree char *purpose = g_strdup_printf("refresh of %s", group->title);

    blacklist->group = group;
    blacklist->n_entries = bp_network_n_nodes(scenario->network);
    blacklist->entries = g_new0(Entry, blacklist->n_entries);
    blacklist->stream = bp_stream(purpose);
    return blacklist;
}

/* When @subscriber last fetched the list; negative if it never has. */
static gint64
fetched_us(const Blacklist *blacklist, guint32 subscriber)
{
    gint64 now_us = bp_world_now_us(blacklist->world);
    gint64 refresh_us = blacklist->group->values[REFRESH].number;

    if (refresh_us == 0)
        return now_us;

    guint64 seed = bp_world_scenario(blacklist->world)->seed;
    BpDraw draw = bp_draw(seed, blacklist->stream, subscriber, 0);
    gint64 phase_us = (gint64)bp_below(draw, 0, (guint64)refresh_us);

    return now_us < phase_us ? -1 : now_us - (now_us - phase_us) % refresh_us;
}

/* Whether @peer is listed as @subscriber's copy of the list has it now. */
static gboolean
is_listed(const Blacklist *blacklist, guint32 subscriber, guint32 peer)
{
    const GArray *spans = blacklist->entries[peer].spans;

    if (spans == NULL)
        return FALSE;

    gint64 at_us = fetched_us(blacklist, subscriber);

    for (guint i = spans->len; i-- > 0;) {
        const Span *span = &g_array_index(spans, Span, i);

        if (span->from_us <= at_us)
            return at_us < span->to_us;
    }
    return FALSE;
}

static void
look(gpointer data, const BpOffer *offer, BpEnvelope *envelope)
{
    envelope->peer_is_listed = is_listed(data, offer->host, offer->peer);
}

static gboolean
still_deserves(const Blacklist *blacklist, guint32 host)
{
    const BpValue *values = blacklist->group->values;
    BpPost *post = bp_world_post(blacklist->world);

    if (values[LISTS].number == OPEN_RELAYS)
        return bp_policies[bp_post_relay(post, host)]->accepts_all;
    return bp_world_now_us(blacklist->world) <
           bp_add_us(blacklist->entries[host].seen_us, values[DELISTS].number);
}

static void
test_again(BpWorld *world, gpointer data, guint32 host)
{
    Blacklist *blacklist = data;
    Entry *entry = &blacklist->entries[host];
    gint64 now_us = bp_world_now_us(world);

    if (still_deserves(blacklist, host)) {
        bp_world_at(world, bp_add_us(now_us, blacklist->group->values[DELISTS].number),
                    test_again, blacklist, host);
        return;
    }
    entry->standing = CLEAR;
    g_array_index(entry->spans, Span, entry->spans->len - 1).to_us = now_us;
    bp_post_announce(bp_world_post(world), blacklist->list, host, FALSE);
}

static void
put_on(BpWorld *world, gpointer data, guint32 host)
{
    Blacklist *blacklist = data;
    Entry *entry = &blacklist->entries[host];
    gint64 now_us = bp_world_now_us(world);
    Span span = {now_us, G_MAXINT64};

    if (blacklist->group->values[LISTS].number == OPEN_RELAYS &&
        !still_deserves(blacklist, host)) {
        entry->standing = CLEAR;
        return;
    }
    entry->standing = LISTED;
    if (entry->spans == NULL)
        entry->spans = g_array_new(FALSE, FALSE, sizeof(Span));
    g_array_append_val(entry->spans, span);
    bp_post_announce(bp_world_post(world), blacklist->list, host, TRUE);
    bp_world_at(world, bp_add_us(now_us, blacklist->group->values[DELISTS].number),
                test_again, blacklist, host);
}

/* Spam in a mailbox shows who handed it over. */
static void
on_delivered(gpointer data, const BpMessageInfo *message, BpAddress to, guint32 peer)
{
    Blacklist *blacklist = data;
    BpPost *post = bp_world_post(blacklist->world);
    gint64 now_us = bp_world_now_us(blacklist->world);

    (void)to;
    if (message->kind != BP_SPAM || peer == BP_NONE || message->owner == 0)
        return;

    gboolean is_source = peer == bp_post_owner_host(post, message->owner);
    Entry *entry = &blacklist->entries[peer];

    if (is_source != (blacklist->group->values[LISTS].number == SOURCES))
        return;
    entry->seen_us = now_us;
    if (entry->standing != CLEAR)
        return;
    entry->standing = SUSPECT;
    bp_world_at(blacklist->world,
                bp_add_us(now_us, blacklist->group->values[AFTER].number), put_on,
                blacklist, peer);
}

static const BpObserver observer = {.delivered = on_delivered};

static void
start(gpointer state, BpWorld *world)
{
    Blacklist *blacklist = state;
    BpPost *post = bp_world_post(world);
    g_autofree char *purpose =
        g_strdup_printf("subscribers of %s", blacklist->group->title);
    g_autoptr(GArray) hosts =
        bp_choose_selection(bp_world_network(world), bp_world_scenario(world)->seed,
                            &blacklist->group->values[SUBSCRIBERS], purpose);

    blacklist->world = world;
    blacklist->list = bp_post_add_guard(post, &(BpGuard){
                                                  .policy = bp_policy_find("blacklist"),
                                                  .stage = BP_STAGE_CONNECTION,
                                                  .look = look,
                                                  .data = blacklist,
                                              });
    for (guint i = 0; i < hosts->len; i++)
        bp_post_set_guard(post, g_array_index(hosts, guint32, i), blacklist->list,
                          TRUE);
    bp_post_observe(post, &observer, blacklist);
}

static void
close_blacklist(gpointer state)
{
    Blacklist *blacklist = state;

    for (guint32 i = 0; i < blacklist->n_entries; i++)
        if (blacklist->entries[i].spans != NULL)
            g_array_unref(blacklist->entries[i].spans);
    g_free(blacklist->entries);
    g_free(blacklist);
}

const BpActor bp_actor_blacklist = {
    .group = "blacklist",
    .help = "an operator who lists hosts, and the hosts that ask the list",
    .many = TRUE,
    .n_guards = 1,
    .params = params,
    .check = check,
    .open = open_blacklist,
    .start = start,
    .close = close_blacklist,
};
