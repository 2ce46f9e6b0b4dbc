/* rate_limiting.c - hosts that take only so many recipients an hour from each other host
 * (RFC 2505, 2.8).
 *
 * Of each (host, peer) one time is kept: when the peer's allowance will be whole again.
 * Each recipient moves it on by the mean interval; it may not be further away than a
 * burst of them. That is a bucket of tokens, with nothing to refill.
 */
#include <bangpath/actor.h>

#include "forget.h"

#include <bangpath/policy.h>
#include <bangpath/subscribe.h>
#include <bangpath/units.h>

enum {
    LIMIT = BP_N_SUBSCRIBE_KEYS,
    BURST,
};

/* The longest interval by the largest burst is far from the end of 64 bits. */
static const BpParam params[] = {
    BP_SUBSCRIBE_ROWS,
    [LIMIT] = {.name = "limit",
               .kind = BP_PARAM_RATE,
               .fallback = "100 / h",
               .min = 1,
               .max = 366 * BP_DAY_US,
               .help = "recipients from one host, on an average; our guess: RFC 2505 "
                       "gives no figure"},
    [BURST] = {.name = "burst",
               .kind = BP_PARAM_WHOLE,
               .fallback = "100",
               .min = 1,
               .max = 100000,
               .help = "recipients at once from a host that has been quiet; our guess"},
    {.name = NULL},
};

typedef struct {
    guint32 host;
    guint32 peer;
    gint64 whole_us; /* when the allowance is whole again */
} Allowance;

typedef struct {
    const BpGroup *group; /* borrowed */
    BpWorld *world;       /* borrowed */
    BpSubscription subscription;
    GHashTable
        *allowances; /* owned: set of Allowance; one that is not there is whole */
    guint limit;     /* of bp_forget() */
} Limiter;

static guint
hash_of(gconstpointer allowance)
{
    const Allowance *a = allowance;
    const guint32 words[] = {a->host, a->peer};

    return bp_hash_words(words, G_N_ELEMENTS(words));
}

static gboolean
is_same(gconstpointer a, gconstpointer b)
{
    const Allowance *x = a;
    const Allowance *y = b;

    return x->host == y->host && x->peer == y->peer;
}

static void
check(const BpGroup *group, const BpScenario *scenario, BpProblems *problems)
{
    bp_subscribe_check(group, scenario, problems);
    if (group->values[LIMIT].set && group->values[LIMIT].number == 0)
        bp_group_complain(group, LIMIT, problems,
                          "expected more than none, such as 100 / h");
}

static gpointer
open_limiter(const BpGroup *group, const BpScenario *scenario)
{
    Limiter *limiter = g_new0(Limiter, 1);

    (void)scenario;
    limiter->group = group;
    limiter->allowances = g_hash_table_new_full(hash_of, is_same, g_free, NULL);
    return limiter;
}

static gboolean
is_whole(gpointer key, gpointer value, gpointer data)
{
    const Limiter *limiter = data;

    (void)value;
    return ((const Allowance *)key)->whole_us <= bp_world_now_us(limiter->world);
}

/* One more recipient has been taken. */
static void
take_one(Limiter *limiter, Allowance *allowance, const Allowance *wanted)
{
    gint64 interval_us = limiter->group->values[LIMIT].number;

    if (allowance == NULL) {
        bp_forget(limiter->allowances, &limiter->limit, is_whole, limiter);
        allowance = g_memdup2(wanted, sizeof *wanted);
        g_hash_table_add(limiter->allowances, allowance);
    }
    allowance->whole_us =
        MAX(allowance->whole_us, bp_world_now_us(limiter->world)) + interval_us;
}

static void
look(gpointer data, const BpOffer *offer, BpEnvelope *envelope)
{
    Limiter *limiter = data;
    const BpValue *values = limiter->group->values;
    gint64 now_us = bp_world_now_us(limiter->world);
    Allowance wanted = {offer->host, offer->peer, now_us};

    if (bp_subscription_spares(&limiter->subscription, offer->peer))
        return;

    Allowance *allowance = g_hash_table_lookup(limiter->allowances, &wanted);
    gint64 whole_us = allowance != NULL ? allowance->whole_us : now_us;

    envelope->wait_us =
        whole_us - (values[BURST].number - 1) * values[LIMIT].number - now_us;
    if (envelope->wait_us <= 0 && !offer->is_test)
        take_one(limiter, allowance, &wanted);
}

static void
start(gpointer state, BpWorld *world)
{
    Limiter *limiter = state;

    limiter->world = world;
    bp_subscribe(&limiter->subscription, limiter->group, world,
                 &(BpGuard){
                     .policy = bp_policy_find("rate-limit"),
                     .stage = BP_STAGE_ENVELOPE,
                     .look = look,
                     .data = limiter,
                 });
}

static void
archive_allowance(gpointer entry, BpArchive *archive)
{
    Allowance *allowance = entry;

    bp_archive_u32(archive, &allowance->host);
    bp_archive_u32(archive, &allowance->peer);
    bp_archive_i64(archive, &allowance->whole_us);
}

static void
archive(gpointer state, BpArchive *archive)
{
    Limiter *limiter = state;

    bp_archive_u32(archive, &limiter->limit);
    bp_forget_archive(limiter->allowances, sizeof(Allowance), 2 * sizeof(guint32),
                      archive_allowance, archive);
}

static void
close_limiter(gpointer state)
{
    Limiter *limiter = state;

    g_hash_table_unref(limiter->allowances);
    bp_subscription_clear(&limiter->subscription);
    g_free(limiter);
}

const BpActor bp_actor_rate_limiting = {
    .group = "rate-limit",
    .can_begin_late = TRUE,
    .help = "hosts that take only so much from each other host",
    .many = TRUE,
    .n_guards = 1,
    .params = params,
    .check = check,
    .open = open_limiter,
    .start = start,
    .archive = archive,
    .close = close_limiter,
};
