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

/* ---- as bytes ---- */

/* How a report says which body it is of. */
enum {
    OF_WORM,
    OF_TEXT,
    OF_LETTER,
    N_PLACES,
};

static void
archive_body(Body *body, BpArchive *archive)
{
    bp_archive_u64(archive, &body->count);
    bp_archive_i64(archive, &body->last_us);
    bp_archive_u32(archive, &body->n_due);
}

static void
archive_texts(House *house, BpArchive *archive, guint8 owner)
{
    guint n = house->texts[owner] != NULL ? house->texts[owner]->len : 0;

    n = (guint)bp_archive_count(archive, n, NUMBERED, 1);
    for (guint i = 0; i < n; i++) {
        gboolean is_there =
            !bp_archive_is_loading(archive) && house->texts[owner]->pdata[i] != NULL;

        bp_archive_bool(archive, &is_there);
        if (is_there)
            archive_body(body_of_text(house, owner, i), archive);
    }
}

static int
by_key(gconstpointer a, gconstpointer b)
{
    guint64 x = ((const Body *)a)->key;
    guint64 y = ((const Body *)b)->key;

    return (x > y) - (x < y);
}

static void
archive_letters(House *house, BpArchive *archive)
{
    g_autoptr(GList) bodies =
        g_list_sort(g_hash_table_get_keys(house->letters), by_key);
    guint64 n =
        bp_archive_count(archive, g_hash_table_size(house->letters), G_MAXUINT32, 28);
    GList *next = bodies;

    for (guint64 i = 0; i < n; i++) {
        Body *body = bp_archive_is_loading(archive) ? g_new0(Body, 1) : next->data;

        bp_archive_u64(archive, &body->key);
        archive_body(body, archive);
        if (bp_archive_is_loading(archive))
            g_hash_table_add(house->letters, body);
        else
            next = next->next;
    }
    bp_archive_expect(archive, g_hash_table_size(house->letters) == n,
                      "a letter comes twice");
}

/* The number of @body among its owner's; FALSE if it is none of his. */
static gboolean
find_text(const House *house, guint owner, const Body *body, guint64 *number)
{
    const GPtrArray *texts = house->texts[owner];

    for (guint i = 0; texts != NULL && i < texts->len; i++)
        if (texts->pdata[i] == body) {
            *number = (guint64)owner << 32 | i;
            return TRUE;
        }
    return FALSE;
}

/* Where @body stands, for one who looks for it again. */
static guint8
place_of(const House *house, const Body *body, guint64 *number)
{
    if (body >= house->worms && body < house->worms + G_N_ELEMENTS(house->worms)) {
        *number = (guint64)(body - house->worms);
        return OF_WORM;
    }
    for (guint i = 0; i < G_N_ELEMENTS(house->texts); i++)
        if (find_text(house, i, body, number))
            return OF_TEXT;
    *number = body->key;
    return OF_LETTER;
}

/* (nullable) */
static Body *
body_at(House *house, guint8 place, guint64 number)
{
    guint64 owner = number >> 32;
    guint32 i = (guint32)number;

    if (place == OF_WORM)
        return number < G_N_ELEMENTS(house->worms) ? &house->worms[number] : NULL;
    if (place == OF_LETTER)
        return g_hash_table_lookup(house->letters, &number);
    if (owner >= G_N_ELEMENTS(house->texts) || house->texts[owner] == NULL ||
        i >= house->texts[owner]->len)
        return NULL;
    return house->texts[owner]->pdata[i];
}

/* The two ways differ for once: a body is a place, which is looked up or looked for. */
static void
archive_report(House *house, BpArchive *archive, Report *report)
{
    guint64 number = 0;
    guint8 place = 0;

    if (!bp_archive_is_loading(archive))
        place = place_of(house, report->body, &number);
    bp_archive_i64(archive, &report->at_us);
    bp_archive_u32(archive, &report->n_recipients);
    bp_archive_small(archive, &place, N_PLACES);
    bp_archive_u64(archive, &number);
    if (bp_archive_is_loading(archive))
        report->body = body_at(house, place, number);
    bp_archive_expect(archive, report->body != NULL, "a report is of no body");
}

static void
archive(gpointer state, BpArchive *archive)
{
    House *house = state;

    for (guint i = 0; i < G_N_ELEMENTS(house->worms); i++)
        archive_body(&house->worms[i], archive);
    for (guint i = 0; i < G_N_ELEMENTS(house->texts); i++)
        archive_texts(house, archive, (guint8)i);
    archive_letters(house, archive);
    bp_archive_u32(archive, &house->limit);
    if (!bp_archive_is_loading(archive)) {
        g_array_remove_range(house->reports, 0, house->n_told);
        house->n_told = 0;
    }
    bp_archive_length(archive, house->reports, G_MAXINT32, 21);
    for (guint i = 0; i < house->reports->len; i++)
        archive_report(house, archive, &g_array_index(house->reports, Report, i));
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
    .can_begin_late = TRUE,
    .help = "counts identical bodies, and the hosts that report to it and refuse bulk",
    .many = TRUE,
    .n_guards = 1,
    .params = params,
    .check = bp_subscribe_check,
    .open = open_house,
    .start = start,
    .archive = archive,
    .close = close_house,
};
