/* abuse_desk.c - administrators of hosts on which spammers have accounts: enough complaints,
 * and the account is closed.
 */
#include <bangpath/actor.h>

#include <bangpath/chance.h>
#include <bangpath/choose.h>
#include <bangpath/random.h>
#include <bangpath/units.h>

enum {
    HOSTS,
    CHANCE,
    COMPLAINT,
    COMPLAINTS,
    AFTER,
};

static const BpParam params[] = {
    [HOSTS] = {.name = "hosts",
               .kind = BP_PARAM_SELECTION,
               .fallback = "all",
               .help = "whose: largest 30% or random 30% (of mailboxes), all, none, or "
                       "names"},
    [CHANCE] = {.name = "chance",
                .kind = BP_PARAM_SHARE,
                .fallback = "100%",
                .help = "that a host's administrators act at all, drawn once a host; "
                        "our guess"},
    [COMPLAINT] = {.name = "complaint",
                   .kind = BP_PARAM_SHARE,
                   .fallback = "0.1%",
                   .help = "the chance that a spam delivered makes a complaint to the "
                           "host that the spammer's account is on; our guess"},
    [COMPLAINTS] = {.name = "complaints",
                    .kind = BP_PARAM_WHOLE,
                    .fallback = "5",
                    .min = 1,
                    .max = 1000000,
                    .help = "how many it takes; our guess"},
    [AFTER] = {.name = "after",
               .kind = BP_PARAM_DURATION,
               .fallback = "12 h",
               .max = 14610 * BP_DAY_US,
               .help = "from the last complaint needed to the closing of the account; "
                       "our guess"},
    {.name = NULL},
};

/* A spammer, as the administrators of his host know him. */
typedef struct {
    guint32 n_spams; /* that could be complained of */
    guint32 n_complaints;
    gboolean is_due; /* his account is about to be closed */
} Customer;

typedef struct {
    const BpGroup *group; /* borrowed */
    BpWorld *world;       /* borrowed */
    guint8 *acts;         /* owned, by host */
    guint32 stream;
    Customer customers[BP_OWNERS_MAX + 1]; /* by owner */
} AbuseDesk;

static void
check(const BpGroup *group, const BpScenario *scenario, BpProblems *problems)
{
    bp_group_check_hosts(group, HOSTS, scenario->network, problems);
}

static gpointer
open_abuse_desk(const BpGroup *group, const BpScenario *scenario)
{
    AbuseDesk *desk = g_new0(AbuseDesk, 1);
    g_autofree char *complaints = g_strdup_printf("complaints of %s", group->title);
    g_autofree char *purpose = g_strdup_printf("hosts of %s", group->title);
    g_autofree char *acts = g_strdup_printf("who acts of %s", group->title);
    g_autoptr(GArray) hosts = bp_choose_any(scenario->network, scenario->seed,
                                            &group->values[HOSTS], purpose);
    guint32 stream = bp_stream(acts);

    desk->group = group;
    desk->stream = bp_stream(complaints);
    desk->acts = g_new0(guint8, bp_network_n_nodes(scenario->network));
    for (guint i = 0; i < hosts->len; i++) {
        guint32 host = g_array_index(hosts, guint32, i);

        if (bp_chance(scenario->seed, stream, host, 0, group->values[CHANCE].number))
            desk->acts[host] = TRUE;
    }
    return desk;
}

/* What he sends after that is another account's. */
static void
close_account(BpWorld *world, gpointer data, guint32 owner)
{
    AbuseDesk *desk = data;

    desk->customers[owner].is_due = FALSE;
    desk->customers[owner].n_complaints = 0;
    bp_post_cut_off(bp_world_post(world), (guint8)owner);
}

/* Each spam takes a draw, heard or not, so that nothing else moves who complains of the
 * next. */
static void
on_delivered(gpointer data, const BpMessageInfo *message, BpAddress to, guint32 peer)
{
    AbuseDesk *desk = data;
    const BpValue *values = desk->group->values;
    guint8 owner = message->owner;
    Customer *customer = &desk->customers[owner];

    (void)to;
    (void)peer;
    if (message->kind != BP_SPAM || owner == 0 ||
        !bp_chance(bp_world_scenario(desk->world)->seed, desk->stream, owner,
                   customer->n_spams++, values[COMPLAINT].number))
        return;
    if (customer->is_due ||
        !desk->acts[bp_post_owner_host(bp_world_post(desk->world), owner)])
        return;
    if (++customer->n_complaints < values[COMPLAINTS].number)
        return;
    customer->is_due = TRUE;
    bp_world_at(desk->world,
                bp_add_us(bp_world_now_us(desk->world), values[AFTER].number),
                close_account, desk, owner);
}

static const BpObserver observer = {.delivered = on_delivered};

static void
start(gpointer state, BpWorld *world)
{
    AbuseDesk *desk = state;

    desk->world = world;
    bp_world_add_timer(world, close_account, desk, BP_OWNERS_MAX + 1);
    bp_post_observe(bp_world_post(world), &observer, desk);
}

static void
archive(gpointer state, BpArchive *archive)
{
    AbuseDesk *desk = state;

    for (guint i = 0; i < G_N_ELEMENTS(desk->customers); i++) {
        bp_archive_u32(archive, &desk->customers[i].n_spams);
        bp_archive_u32(archive, &desk->customers[i].n_complaints);
        bp_archive_bool(archive, &desk->customers[i].is_due);
    }
}

static void
close_abuse_desk(gpointer state)
{
    AbuseDesk *desk = state;

    g_free(desk->acts);
    g_free(desk);
}

const BpActor bp_actor_abuse_desk = {
    .group = "abuse-desk",
    .can_begin_late = TRUE,
    .help = "administrators who close spammers' accounts when people complain",
    .many = TRUE,
    .params = params,
    .check = check,
    .open = open_abuse_desk,
    .start = start,
    .archive = archive,
    .close = close_abuse_desk,
};
