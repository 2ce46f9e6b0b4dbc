/* clearing_house.c - counts identical bodies for all who subscribe, and tells them the sum.
 *
 * A body is known by its sum alone, so who sends one text to many is found out, whatever
 * hosts he goes by and whomever he says he is; but so is a mailing list. A spammer's way
 * out is to vary the text, and then a relay copies less for him.
 */
#include <bangpath/actor.h>

#include "forget.h"

#include <bangpath/policy.h>
#include <bangpath/subscribe.h>
#include <bangpath/units.h>

enum {
    THRESHOLD = BP_N_SUBSCRIBE_KEYS,
    DELAY,
    FORGETS,
    ANSWER,
};

enum {
    BOUNCE,
    SILENT,
};

/* Texts numbered higher than that are looked for in a table: nobody has so many, but numbers
 * may have gaps. */
#define NUMBERED (1 << 20)

static const char *const answers[] = {"bounce", "silent", NULL};

static const BpParam params[] = {
    BP_SUBSCRIBE_ROWS,
    [THRESHOLD] = {.name = "threshold",
                   .kind = BP_PARAM_WHOLE,
                   .fallback = "50",
                   .min = 2,
                   .max = G_MAXUINT32,
                   .help = "recipients of one body, those asked about included, from "
                           "which it is bulk; our guess: DCC left it to each site"},
    [DELAY] = {.name = "delay",
               .kind = BP_PARAM_DURATION,
               .fallback = "5 min",
               .help = "from a report until all are told of it: servers pass reports "
                       "on to one another; our guess"},
    [FORGETS] = {.name = "forgets",
                 .kind = BP_PARAM_DURATION,
                 .fallback = "7 d",
                 .min = 1,
                 .max = 14610 * BP_DAY_US,
                 .help = "a body that nobody has reported for so long begins anew; our "
                         "guess"},
    [ANSWER] = {.name = "answer",
                .kind = BP_PARAM_CHOICE,
                .fallback = "bounce",
                .choices = answers,
                .help = "to bulk: bounce, refused after the body; or silent: taken, "
                        "and thrown away"},
    {.name = NULL},
};

typedef struct {
    guint64 key;   /* in the table; else 0 */
    guint64 count; /* recipients reported, and told of */
    gint64
        last_us;   /* when the last of them were told of, or it was first asked about */
    guint32 n_due; /* reports that are not told of yet */
} Body;

typedef struct {
    gint64 at_us; /* when all are told of it */
    Body *body;   /* borrowed */
    guint32 n_recipients;
} Report;

typedef struct {
    const BpGroup *group; /* borrowed */
    BpWorld *world;       /* borrowed */
    BpSubscription subscription;
    gint64 p[1];
    GPtrArray *texts[BP_OWNERS_MAX + 1]; /* owned, (nullable): of Body, by number */
    Body worms[BP_STRAINS_MAX + 1];
    GHashTable *letters; /* owned: set of Body, by key: a letter's serial, or a text */
    guint limit;         /* of bp_forget() */
    GArray *reports;     /* owned, of Report, in order of time; the delay is the same */
    guint n_told;        /* of them, the first */
} House;

static gpointer
open_house(const BpGroup *group, const BpScenario *scenario)
{
    House *house = g_new0(House, 1);

    (void)scenario;
    house->group = group;
    house->p[BP_CHECKSUM_THRESHOLD] = group->values[THRESHOLD].number;
    house->letters = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    house->reports = g_array_new(FALSE, FALSE, sizeof(Report));
    return house;
}

static gboolean
is_forgotten(const House *house, const Body *body, gint64 now_us)
{
    return now_us - body->last_us >= house->group->values[FORGETS].number;
}

static gboolean
is_over(gpointer key, gpointer value, gpointer data)
{
    const House *house = data;
    const Body *body = key;

    (void)value;
    return body->n_due == 0 && is_forgotten(house, body, bp_world_now_us(house->world));
}

/* The body numbered @number of a spammer, who numbers them 0, 1, ... */
static Body *
body_of_text(House *house, guint8 owner, guint32 number)
{
    if (house->texts[owner] == NULL)
        house->texts[owner] = g_ptr_array_new_with_free_func(g_free);

    GPtrArray *bodies = house->texts[owner];

    if (bodies->len <= number)
        g_ptr_array_set_size(bodies, (gint)number + 1);
    if (bodies->pdata[number] == NULL)
        bodies->pdata[number] = g_new0(Body, 1);
    return bodies->pdata[number];
}

static Body *
body_of_key(House *house, guint64 key)
{
    Body *body = g_hash_table_lookup(house->letters, &key);

    if (body != NULL)
        return body;
    bp_forget(house->letters, &house->limit, is_over, house);
    body = g_new0(Body, 1);
    body->key = key;
    body->last_us = bp_world_now_us(house->world);
    g_hash_table_add(house->letters, body);
    return body;
}

/* What is kept of the body of @message; NULL: nobody else has that body, so there is
 * nothing to keep. */
static Body *
body_of(House *house, const BpMessageInfo *message)
{
    if (message->kind == BP_WORM)
        return &house->worms[message->strain];
    if (message->kind != BP_SPAM || message->owner == 0)
        return message->several ? body_of_key(house, message->serial) : NULL;

    /* Accounts of one spammer send the same texts. */
    guint8 writer = bp_post_owner_text(bp_world_post(house->world), message->owner);

    if (message->body < NUMBERED)
        return body_of_text(house, writer, message->body);
    return body_of_key(house, (guint64)writer << 56 | message->body);
}

static void
tell(const House *house, const Report *report)
{
    Body *body = report->body;

    if (is_forgotten(house, body, report->at_us))
        body->count = 0;
    body->count += report->n_recipients;
    body->last_us = report->at_us;
    body->n_due--;
}

/* Tells of the reports whose time has come. */
static void
settle(House *house, gint64 now_us)
{
    const Report *reports = (const Report *)(void *)house->reports->data;
    guint n = house->reports->len;

    while (house->n_told < n && reports[house->n_told].at_us <= now_us)
        tell(house, &reports[house->n_told++]);
    if (house->n_told * 2 < n || n == 0)
        return;
    g_array_remove_range(house->reports, 0, house->n_told);
    house->n_told = 0;
}

static void
look(gpointer data, const BpOffer *offer, BpEnvelope *envelope)
{
    House *house = data;
    gint64 now_us = bp_world_now_us(house->world);

    if (bp_subscription_spares(&house->subscription, offer->peer))
        return;
    envelope->body_count = offer->n_recipients;

    Body *body = body_of(house, offer->message);
    Report report = {bp_add_us(now_us, house->group->values[DELAY].number), body,
                     offer->n_recipients};

    if (body == NULL)
        return;
    settle(house, now_us);
    if (!is_forgotten(house, body, now_us))
        envelope->body_count += body->count;
    if (offer->is_test)
        return;
    g_array_append_val(house->reports, report);
    body->n_due++;
}

static void
start(gpointer state, BpWorld *world)
{
    House *house = state;

    house->world = world;
    bp_subscribe(&house->subscription, house->group, world,
                 &(BpGuard){
                     .policy = bp_policy_find("checksum"),
                     .p = house->p,
                     .stage = BP_STAGE_CONTENT,
                     .silent = house->group->values[ANSWER].number == SILENT,
                     .look = look,
                     .data = house,
                 });
}

static void
close_house(gpointer state)
{
    House *house = state;

    for (guint i = 0; i < G_N_ELEMENTS(house->texts); i++)
        if (house->texts[i] != NULL)
            g_ptr_array_unref(house->texts[i]);
    g_hash_table_unref(house->letters);
    g_array_unref(house->reports);
    bp_subscription_clear(&house->subscription);
    g_free(house);
}

const BpActor bp_actor_clearing_house = {
    .group = "clearing-house",
    .help = "counts identical bodies, and the hosts that report to it and refuse bulk",
    .many = TRUE,
    .n_guards = 1,
    .params = params,
    .check = bp_subscribe_check,
    .open = open_house,
    .start = start,
    .close = close_house,
};
