/* greylisting.c - hosts that have unknown triplets come again (Harris 2003; RFC 6647). */
#include <bangpath/actor.h>

#include "forget.h"

#include <bangpath/policy.h>
#include <bangpath/subscribe.h>
#include <bangpath/units.h>
#include <string.h>

enum {
    DELAY = BP_N_SUBSCRIBE_KEYS,
    WINDOW,
    REMEMBERS,
};

static const BpParam params[] = {
    BP_SUBSCRIBE_ROWS,
    [DELAY] = {.name = "delay",
               .kind = BP_PARAM_DURATION,
               .fallback = "25 min",
               .min = 1,
               .max = 14610 * BP_DAY_US,
               .help = "how long an unknown triplet is told to come later; 25 min was "
                       "usual, RFC 6647 has 1 min to 24 h"},
    [WINDOW] = {.name = "window",
                .kind = BP_PARAM_DURATION,
                .fallback = "4 h",
                .min = 1,
                .max = 14610 * BP_DAY_US,
                .help = "who has not come again by then, from the first try, begins "
                        "anew; usual"},
    [REMEMBERS] = {.name = "remembers",
                   .kind = BP_PARAM_DURATION,
                   .fallback = "36 d",
                   .min = 1,
                   .max = 14610 * BP_DAY_US,
                   .help = "how long a triplet stays known after it was last let in; "
                           "usual: so that a monthly letter is not held up"},
    {.name = NULL},
};

/* Who wants to hand over whose mail for whom, at which host. */
typedef struct {
    guint32 host;
    guint32 peer;
    BpAddress from;
    BpAddress to;
} Key;

typedef struct {
    Key key;
    gboolean known;
    gint64 since_us; /* the first try; of a known one, when it was last let in */
} Triplet;

typedef struct {
    const BpGroup *group; /* borrowed */
    BpWorld *world;       /* borrowed */
    BpSubscription subscription;
    gint64 p[1];
    GHashTable *triplets; /* owned: set of Triplet */
    guint limit;          /* of bp_forget() */
} Greylist;

static guint
hash_of(gconstpointer triplet)
{
    const Key *key = &((const Triplet *)triplet)->key;
    const guint32 words[] = {key->host,      key->peer,    key->from.host,
                             key->from.user, key->to.host, key->to.user};

    return bp_hash_words(words, G_N_ELEMENTS(words));
}

static gboolean
is_same(gconstpointer a, gconstpointer b)
{
    return memcmp(&((const Triplet *)a)->key, &((const Triplet *)b)->key,
                  sizeof(Key)) == 0;
}

static void
check(const BpGroup *group, const BpScenario *scenario, BpProblems *problems)
{
    bp_subscribe_check(group, scenario, problems);
    if (group->values[WINDOW].set && group->values[DELAY].set &&
        group->values[WINDOW].number <= group->values[DELAY].number)
        bp_group_complain(group, WINDOW, problems,
                          "expected more than the delay: else nobody ever gets in");
}

static gpointer
open_greylist(const BpGroup *group, const BpScenario *scenario)
{
    Greylist *greylist = g_new0(Greylist, 1);

    (void)scenario;
    greylist->group = group;
    greylist->p[BP_GREYLIST_DELAY] = group->values[DELAY].number;
    greylist->triplets = g_hash_table_new_full(hash_of, is_same, g_free, NULL);
    return greylist;
}

/* Whether @triplet means nothing any more, as if it had never been there. */
static gboolean
is_old(const Greylist *greylist, const Triplet *triplet)
{
    guint key = triplet->known ? REMEMBERS : WINDOW;

    return bp_world_now_us(greylist->world) - triplet->since_us >=
           greylist->group->values[key].number;
}

static gboolean
is_over(gpointer key, gpointer value, gpointer data)
{
    (void)value;
    return is_old(data, key);
}

static void
add(Greylist *greylist, const Triplet *triplet)
{
    bp_forget(greylist->triplets, &greylist->limit, is_over, greylist);
    g_hash_table_add(greylist->triplets, g_memdup2(triplet, sizeof *triplet));
}

/* A try of @triplet, which is there: how old it is. One that is old enough is known from
 * now on. */
static gint64
try_again(const Greylist *greylist, Triplet *triplet)
{
    gint64 now_us = bp_world_now_us(greylist->world);
    gint64 delay_us = greylist->p[BP_GREYLIST_DELAY];
    gint64 age_us = triplet->known ? delay_us : now_us - triplet->since_us;

    if (age_us >= delay_us) {
        triplet->known = TRUE;
        triplet->since_us = now_us;
    }
    return age_us;
}

static void
look(gpointer data, const BpOffer *offer, BpEnvelope *envelope)
{
    Greylist *greylist = data;
    Triplet wanted = {
        .key = {offer->host, offer->peer, offer->message->from, offer->to},
        .since_us = bp_world_now_us(greylist->world),
    };
    Triplet copy;

    if (bp_subscription_spares(&greylist->subscription, offer->peer)) {
        envelope->triplet_age_us = G_MAXINT64;
        return;
    }

    Triplet *triplet = g_hash_table_lookup(greylist->triplets, &wanted);

    envelope->triplet_age_us = -1;
    if (triplet != NULL && offer->is_test) {
        copy = *triplet;
        triplet = &copy;
    }
    if (triplet != NULL && !is_old(greylist, triplet))
        envelope->triplet_age_us = try_again(greylist, triplet);
    else if (triplet != NULL)
        *triplet = wanted;
    else if (!offer->is_test)
        add(greylist, &wanted);
}

static void
start(gpointer state, BpWorld *world)
{
    Greylist *greylist = state;

    greylist->world = world;
    bp_subscribe(&greylist->subscription, greylist->group, world,
                 &(BpGuard){
                     .policy = bp_policy_find("greylist"),
                     .p = greylist->p,
                     .stage = BP_STAGE_ENVELOPE,
                     .look = look,
                     .data = greylist,
                 });
}

static void
archive_triplet(gpointer entry, BpArchive *archive)
{
    Triplet *triplet = entry;

    bp_archive_u32(archive, &triplet->key.host);
    bp_archive_u32(archive, &triplet->key.peer);
    bp_archive_u32(archive, &triplet->key.from.host);
    bp_archive_u32(archive, &triplet->key.from.user);
    bp_archive_u32(archive, &triplet->key.to.host);
    bp_archive_u32(archive, &triplet->key.to.user);
    bp_archive_bool(archive, &triplet->known);
    bp_archive_i64(archive, &triplet->since_us);
}

static void
archive(gpointer state, BpArchive *archive)
{
    Greylist *greylist = state;

    bp_archive_u32(archive, &greylist->limit);
    bp_forget_archive(greylist->triplets, sizeof(Triplet), sizeof(Key), archive_triplet,
                      archive);
}

static void
close_greylist(gpointer state)
{
    Greylist *greylist = state;

    g_hash_table_unref(greylist->triplets);
    bp_subscription_clear(&greylist->subscription);
    g_free(greylist);
}

const BpActor bp_actor_greylisting = {
    .group = "greylist",
    .can_begin_late = TRUE,
    .help = "hosts that have who is unknown come again later",
    .many = TRUE,
    .n_guards = 1,
    .params = params,
    .check = check,
    .open = open_greylist,
    .start = start,
    .archive = archive,
    .close = close_greylist,
};
