/* sanction.c - neighbours who take no more mail from a host, whatever it is: the death penalty
 * of UUCP and Usenet, a provider who disconnects a customer.
 */
#include <bangpath/actor.h>

#include <bangpath/chance.h>
#include <bangpath/choose.h>
#include <bangpath/random.h>
#include <bangpath/units.h>

enum {
    HOSTS,
    ON,
    COMPLAINT,
    COMPLAINTS,
    FROM,
    AFTER,
    FOR,
    NEIGHBOURS,
};

enum {
    DATE,
    ON_COMPLAINTS,
};

static const char *const causes[] = {"date", "complaints", NULL};

static const BpParam params[] = {
    [HOSTS] = {.name = "hosts",
               .kind = BP_PARAM_NAMES,
               .fallback = "",
               .help = "who is cut off; with on = complaints who can be, if not any"},
    [ON] = {.name = "on",
            .kind = BP_PARAM_CHOICE,
            .fallback = "date",
            .choices = causes,
            .help = "date: at from; complaints: each host when enough have come about "
                    "it, as it handed spam over on a net or its user wrote it"},
    [COMPLAINT] = {.name = "complaint",
                   .kind = BP_PARAM_SHARE,
                   .fallback = "1%",
                   .help =
                       "with complaints: the chance that a spam delivered makes one; "
                       "our guess"},
    [COMPLAINTS] = {.name = "complaints",
                    .kind = BP_PARAM_WHOLE,
                    .fallback = "100",
                    .min = 1,
                    .max = 1000000,
                    .help = "with complaints: how many it takes; our guess"},
    [FROM] = {.name = "from",
              .kind = BP_PARAM_MOMENT,
              .fallback = "day 1",
              .help = "when; complaints before do not count"},
    [AFTER] = {.name = "after",
               .kind = BP_PARAM_DURATION,
               .fallback = "0 s",
               .max = 14610 * BP_DAY_US,
               .help =
                   "later by so much than from, or than the last complaint needed; "
                   "the Usenet death penalty was announced five days ahead (recalled, "
                   "not read again)"},
    [FOR] = {.name = "for",
             .kind = BP_PARAM_DURATION,
             .fallback = "",
             .min = 1,
             .max = 14610 * BP_DAY_US,
             .help = "how long; else for good; AGIS was made to take Cyber Promotions "
                     "back after 15 days (1997)"},
    [NEIGHBOURS] = {.name = "neighbours",
                    .kind = BP_PARAM_SELECTION,
                    .fallback = "all",
                    .help = "who takes part, on links of every kind: largest 30% or "
                            "random 30% (of mailboxes), all, none, or names"},
    {.name = NULL},
};

typedef struct {
    gint64 until_us; /* cut off; 0 if it is not */
    guint32 n_spams; /* that could be complained of */
    guint32 n_complaints;
    gboolean can_be; /* cut off */
    gboolean is_due; /* soon */
} Host;

typedef struct {
    const BpGroup *group; /* borrowed */
    BpWorld *world;       /* borrowed */
    Host *hosts;          /* owned, by host */
    GArray *neighbours;   /* owned, of guint32 */
    guint32 stream;
    guint guard;
    gboolean is_asked; /* the neighbours ask the guard */
} Sanction;

static void
check(const BpGroup *group, const BpScenario *scenario, BpProblems *problems)
{
    const BpValue *values = group->values;

    bp_group_check_hosts(group, HOSTS, scenario->network, problems);
    bp_group_check_hosts(group, NEIGHBOURS, scenario->network, problems);
    if (!values[HOSTS].set && !values[HOSTS].given && values[ON].set &&
        values[ON].number == DATE)
        bp_group_complain(group, HOSTS, problems,
                          "expected names of hosts, or on = complaints");
    bp_group_check_guards(group, scenario, problems);
}

static gpointer
open_sanction(const BpGroup *group, const BpScenario *scenario)
{
    Sanction *sanction = g_new0(Sanction, 1);
    guint32 n_nodes = bp_network_n_nodes(scenario->network);
    char **names = group->values[HOSTS].names;
    g_autofree char *complaints = g_strdup_printf("complaints of %s", group->title);
    g_autofree char *purpose = g_strdup_printf("neighbours of %s", group->title);

    sanction->group = group;
    sanction->stream = bp_stream(complaints);
    sanction->hosts = g_new0(Host, n_nodes);
    sanction->neighbours = bp_choose_any(scenario->network, scenario->seed,
                                         &group->values[NEIGHBOURS], purpose);
    for (guint32 i = 0; i < n_nodes; i++)
        sanction->hosts[i].can_be = names == NULL;
    for (; names != NULL && *names != NULL; names++)
        sanction->hosts[bp_network_find(scenario->network, *names)].can_be = TRUE;
    return sanction;
}

static void
look(gpointer data, const BpOffer *offer, BpEnvelope *envelope)
{
    const Sanction *sanction = data;

    envelope->peer_is_cut_off =
        bp_world_now_us(sanction->world) < sanction->hosts[offer->peer].until_us;
}

/* Nobody is asked before somebody is cut off. */
static void
ask_neighbours(Sanction *sanction)
{
    if (sanction->is_asked)
        return;
    sanction->is_asked = TRUE;
    for (guint i = 0; i < sanction->neighbours->len; i++)
        bp_post_set_guard(bp_world_post(sanction->world),
                          g_array_index(sanction->neighbours, guint32, i),
                          sanction->guard, TRUE);
}

static void
cut_off(BpWorld *world, gpointer data, guint32 host)
{
    Sanction *sanction = data;
    const BpValue *lasts = &sanction->group->values[FOR];

    sanction->hosts[host].until_us =
        lasts->set ? bp_add_us(bp_world_now_us(world), lasts->number) : G_MAXINT64;
    sanction->hosts[host].is_due = FALSE;
    sanction->hosts[host].n_complaints = 0;
    ask_neighbours(sanction);
}

/* Each spam takes a draw, heard or not, so that nothing else moves who complains of the
 * next. */
static void
complain_of(Sanction *sanction, guint32 host)
{
    const BpValue *values = sanction->group->values;
    guint64 seed = bp_world_scenario(sanction->world)->seed;
    gint64 now_us = bp_world_now_us(sanction->world);
    Host *h = &sanction->hosts[host];

    if (!bp_chance(seed, sanction->stream, host, h->n_spams++,
                   values[COMPLAINT].number))
        return;
    if (!h->can_be || h->is_due || now_us < h->until_us || now_us < values[FROM].number)
        return;
    if (++h->n_complaints < values[COMPLAINTS].number)
        return;
    h->is_due = TRUE;
    bp_world_at(sanction->world, bp_add_us(now_us, values[AFTER].number), cut_off,
                sanction, host);
}

/* Who reads a spam sees who handed it over, and where it was written. */
static void
on_delivered(gpointer data, const BpMessageInfo *message, BpAddress to, guint32 peer)
{
    Sanction *sanction = data;

    (void)to;
    if (message->kind != BP_SPAM || message->owner == 0)
        return;

    guint32 source = bp_post_owner_host(bp_world_post(sanction->world), message->owner);

    complain_of(sanction, source);
    if (peer != BP_NONE && peer != source)
        complain_of(sanction, peer);
}

static const BpObserver observer = {.delivered = on_delivered};

static void
start(gpointer state, BpWorld *world)
{
    Sanction *sanction = state;
    const BpValue *values = sanction->group->values;
    BpGuard guard = {
        .policy = bp_policy_find("cut-off"),
        .stage = BP_STAGE_CONNECTION,
        .look = look,
        .data = sanction,
    };
    gint64 at_us = bp_add_us(values[FROM].number, values[AFTER].number);

    sanction->world = world;
    bp_world_add_timer(world, cut_off, sanction,
                       bp_network_n_nodes(bp_world_network(world)));
    sanction->guard = bp_post_add_guard(bp_world_post(world), &guard);
    if (values[ON].number == ON_COMPLAINTS) {
        bp_post_observe(bp_world_post(world), &observer, sanction);
        return;
    }
    for (guint32 i = 0; i < bp_network_n_nodes(bp_world_network(world)); i++)
        if (sanction->hosts[i].can_be)
            bp_world_at(world, at_us, cut_off, sanction, i);
}

static void
archive(gpointer state, BpArchive *archive)
{
    Sanction *sanction = state;
    guint32 n_nodes = bp_network_n_nodes(bp_world_network(sanction->world));

    for (guint32 i = 0; i < n_nodes; i++) {
        bp_archive_i64(archive, &sanction->hosts[i].until_us);
        bp_archive_u32(archive, &sanction->hosts[i].n_spams);
        bp_archive_u32(archive, &sanction->hosts[i].n_complaints);
        bp_archive_bool(archive, &sanction->hosts[i].is_due);
    }
    bp_archive_bool(archive, &sanction->is_asked);
}

static void
close_sanction(gpointer state)
{
    Sanction *sanction = state;

    g_array_unref(sanction->neighbours);
    g_free(sanction->hosts);
    g_free(sanction);
}

const BpActor bp_actor_sanction = {
    .group = "sanction",
    .can_begin_late = TRUE,
    .help = "neighbours who take no more mail from a host",
    .many = TRUE,
    .n_guards = 1,
    .params = params,
    .check = check,
    .open = open_sanction,
    .start = start,
    .archive = archive,
    .close = close_sanction,
};
