/* world.c - a scenario come alive. */
#include <bangpath/world.h>

#include "editions.h"

#include <bangpath/actor.h>
#include <bangpath/error.h>
#include <bangpath/random.h>
#include <bangpath/units.h>

/* Route trees are kept up to so much; then those used longest ago make room. */
#define ROUTE_MEMORY_BYTES (256U * 1024 * 1024)

/* A timer, and what it is called with. */
typedef struct {
    BpTimer timer;
    gpointer data;  /* borrowed from whoever added it */
    guint64 n_args; /* 0: it was not added, but only set */
    guint member;   /* whose: place in members, or NOBODY */
} Timer;

#define NOBODY G_MAXUINT

typedef struct {
    guint32 timer; /* place in timers */
    guint32 arg;
} Alarm;

typedef struct {
    const BpActor *actor;
    const BpGroup *group; /* borrowed */
    gpointer state;       /* owned through actor->close */
    gboolean is_over;
} Member;

struct _BpWorld {
    const BpScenario *scenario; /* borrowed */
    BpQueue *queue;             /* owned */
    BpRoutes *routes;           /* owned */
    BpPaths *paths;             /* owned where the scenario has no trace */
    BpPost *post;               /* owned */
    GArray *timers;             /* owned, of Timer */
    GArray *alarms;             /* owned, of Alarm */
    GArray *free_alarms;        /* owned, of guint32 */
    GArray *members;            /* owned, of Member */
    gboolean goes_ahead;
    guint starting; /* place in members of who starts just now, or NOBODY */
    BpEventKind alarm;
};

void
bp_world_check(const BpScenario *scenario, BpProblems *problems)
{
    for (guint i = 0; i < scenario->groups->len; i++) {
        const BpGroup *group = g_ptr_array_index(scenario->groups, i);

        if (group->enabled && group->actor->check != NULL)
            group->actor->check(group, scenario, problems);
    }
}

static void
ring(gpointer data, guint32 i, BpTicket ticket)
{
    BpWorld *world = data;
    Alarm alarm = g_array_index(world->alarms, Alarm, i);
    Timer timer = g_array_index(world->timers, Timer, alarm.timer);

    (void)ticket;
    g_array_append_val(world->free_alarms, i);
    timer.timer(world, timer.data, alarm.arg);
}

static void
open_actors(BpWorld *world)
{
    for (guint i = 0; i < world->scenario->groups->len; i++) {
        const BpGroup *group = g_ptr_array_index(world->scenario->groups, i);

        if (!group->enabled)
            continue;

        Member member = {group->actor, group,
                         group->actor->open(group, world->scenario), FALSE};

        g_array_append_val(world->members, member);
    }
}

BpWorld *
bp_world_new(const BpScenario *scenario)
{
    BpWorld *world = g_new0(BpWorld, 1);

    world->scenario = scenario;
    world->members = g_array_new(FALSE, FALSE, sizeof(Member));
    world->timers = g_array_new(FALSE, FALSE, sizeof(Timer));
    world->alarms = g_array_new(FALSE, FALSE, sizeof(Alarm));
    world->free_alarms = g_array_new(FALSE, FALSE, sizeof(guint32));
    world->queue = bp_queue_new();
    world->alarm = bp_queue_add_kind(world->queue, ring, world);
    world->routes = bp_routes_new(scenario->network, ROUTE_MEMORY_BYTES);
    if (scenario->trace == NULL)
        world->paths = bp_paths_new(scenario->network);
    open_actors(world);
    world->post = bp_post_new(&(BpPostSetup){
        .network = scenario->network,
        .queue = world->queue,
        .routes = world->routes,
        .paths = bp_world_paths(world),
        .begin_unix_s = scenario->begin_unix_s,
        .warm_up_us = scenario->warm_up_us,
        .seed = scenario->seed,
        .trace_ppm = scenario->trace_ppm,
        .warns = scenario->warns,
        .title = scenario->title,
    });
    return world;
}

void
bp_world_free(BpWorld *world)
{
    if (world == NULL)
        return;
    for (guint i = 0; i < world->members->len; i++) {
        const Member *member = &g_array_index(world->members, Member, i);

        if (member->actor->close != NULL)
            member->actor->close(member->state);
    }
    bp_post_free(world->post);
    bp_routes_free(world->routes);
    bp_paths_free(world->paths);
    bp_queue_free(world->queue);
    g_array_unref(world->members);
    g_array_unref(world->timers);
    g_array_unref(world->alarms);
    g_array_unref(world->free_alarms);
    g_free(world);
}

static void
publish(BpWorld *world, gpointer data, guint32 arg)
{
    gint64 interval_us = bp_editions_interval_us(world->scenario);
    gint64 next_us = bp_add_us(bp_world_now_us(world), interval_us);

    (void)data, (void)arg;
    bp_editions_publish(world->scenario->network, world->post, world->routes);
    if (interval_us > 0 && next_us < world->scenario->length_us)
        bp_world_at(world, next_us, publish, NULL, 0);
}

static void
start_member(BpWorld *world, guint i)
{
    const Member *member = &g_array_index(world->members, Member, i);
    BpActor const *actor = member->actor;

    world->starting = i;
    actor->start(member->state, world);
    world->starting = NOBODY;
}

void
bp_world_start(BpWorld *world)
{
    bp_post_start(world->post);
    world->starting = NOBODY;
    bp_world_add_timer(world, publish, NULL, 1);
    publish(world, NULL, 0);
    for (guint i = 0; i < world->members->len; i++)
        start_member(world, i);
}

guint64
bp_world_run_until(BpWorld *world, gint64 end_us)
{
    guint64 n_events =
        bp_queue_run_until(world->queue, MIN(end_us, world->scenario->length_us));

    bp_post_catch_up(world->post);
    return n_events;
}

const BpScenario *
bp_world_scenario(const BpWorld *world)
{
    return world->scenario;
}

BpNetwork *
bp_world_network(const BpWorld *world)
{
    return world->scenario->network;
}

BpQueue *
bp_world_queue(const BpWorld *world)
{
    return world->queue;
}

BpPaths *
bp_world_paths(const BpWorld *world)
{
    return world->paths != NULL ? world->paths : bp_trace_paths(world->scenario->trace);
}

BpPost *
bp_world_post(const BpWorld *world)
{
    return world->post;
}

BpRoutes *
bp_world_routes(const BpWorld *world)
{
    return world->routes;
}

void
bp_world_go_ahead(BpWorld *world)
{
    world->goes_ahead = TRUE;
    bp_routes_go_ahead(world->routes);
}

gboolean
bp_world_goes_ahead(const BpWorld *world)
{
    return world->goes_ahead;
}

gint64
bp_world_now_us(const BpWorld *world)
{
    return bp_queue_now_us(world->queue);
}

BpAddress
bp_world_mailbox(const BpWorld *world, guint64 mailbox)
{
    BpAddress address;

    address.host =
        bp_network_mailbox_host(world->scenario->network, mailbox, &address.user);
    return address;
}

static guint32
add_timer(BpWorld *world, BpTimer timer, gpointer data, guint64 n_args)
{
    Timer added = {timer, data, n_args, world->starting};

    g_array_append_val(world->timers, added);
    return world->timers->len - 1;
}

void
bp_world_add_timer(BpWorld *world, BpTimer timer, gpointer data, guint64 n_args)
{
    add_timer(world, timer, data, n_args);
}

/* There are a few dozen at most. */
static guint32
timer_of(BpWorld *world, BpTimer timer, gpointer data)
{
    for (guint i = 0; i < world->timers->len; i++) {
        const Timer *known = &g_array_index(world->timers, Timer, i);

        if (known->timer == timer && known->data == data)
            return i;
    }
    return add_timer(world, timer, data, 0);
}

void
bp_world_at(BpWorld *world, gint64 at_us, BpTimer timer, gpointer data, guint32 arg)
{
    Alarm alarm = {timer_of(world, timer, data), arg};
    guint32 i = world->alarms->len;

    if (world->free_alarms->len > 0) {
        i = g_array_index(world->free_alarms, guint32, world->free_alarms->len - 1);
        g_array_set_size(world->free_alarms, world->free_alarms->len - 1);
        g_array_index(world->alarms, Alarm, i) = alarm;
    } else {
        g_array_append_val(world->alarms, alarm);
    }
    bp_queue_push(world->queue, MAX(at_us, bp_world_now_us(world)), world->alarm, i);
}

/* ---- as bytes ---- */

#define ALARM_BYTES 8

/* How many events each alarm that was loaded has. */
typedef struct {
    GArray *n_events; /* owned, of guint8 by alarm */
    gboolean is_wrong;
} Rings;

static void
count_ring(gpointer data, gint64 at_us, guint32 i)
{
    Rings *rings = data;

    (void)at_us;
    if (i >= rings->n_events->len || g_array_index(rings->n_events, guint8, i)++ > 0)
        rings->is_wrong = TRUE;
}

/* An alarm that is set has one event; one that is free has none. */
static void
check_rings(BpWorld *world, BpArchive *archive)
{
    Rings rings = {.n_events = g_array_new(FALSE, TRUE, sizeof(guint8))};
    guint n_set = 0;

    g_array_set_size(rings.n_events, world->alarms->len);
    for (guint i = 0; i < world->free_alarms->len; i++)
        g_array_index(rings.n_events, guint8,
                      g_array_index(world->free_alarms, guint32, i))++;
    bp_queue_each(world->queue, world->alarm, count_ring, &rings);
    for (guint i = 0; i < rings.n_events->len; i++)
        n_set += g_array_index(rings.n_events, guint8, i) == 1;
    bp_archive_expect(archive, !rings.is_wrong && n_set == world->alarms->len,
                      "an alarm is set twice, or not at all");
    g_array_unref(rings.n_events);
}

/* What an alarm that is free last was set for is nothing to anybody. */
static void
forget_free_alarms(BpWorld *world)
{
    for (guint i = 0; i < world->free_alarms->len; i++)
        g_array_index(world->alarms, Alarm,
                      g_array_index(world->free_alarms, guint32, i)) = (Alarm){0, 0};
}

static void
archive_alarms(BpWorld *world, BpArchive *archive)
{
    bp_archive_section(archive, "alarms");
    forget_free_alarms(world);
    bp_archive_length(archive, world->alarms, BP_QUEUE_ENTITIES, ALARM_BYTES);
    for (guint i = 0; i < world->alarms->len; i++) {
        Alarm *alarm = &g_array_index(world->alarms, Alarm, i);

        bp_archive_below(archive, &alarm->timer, world->timers->len);

        const Timer *timer = &g_array_index(world->timers, Timer, alarm->timer);

        bp_archive_below(archive, &alarm->arg, timer->n_args);
    }
    bp_archive_length(archive, world->free_alarms, world->alarms->len, sizeof(guint32));
    for (guint i = 0; i < world->free_alarms->len; i++)
        bp_archive_below(archive, &g_array_index(world->free_alarms, guint32, i),
                         world->alarms->len);
    if (bp_archive_is_loading(archive))
        check_rings(world, archive);
}

void
bp_world_archive(BpWorld *world, BpArchive *archive)
{
    bp_queue_archive(world->queue, archive);
    archive_alarms(world, archive);
    bp_routes_archive(world->routes, archive);
    bp_paths_archive(bp_world_paths(world), archive);
    bp_post_archive(world->post, archive);
    for (guint i = 0; i < world->members->len; i++) {
        const Member *member = &g_array_index(world->members, Member, i);

        bp_archive_section(archive, member->actor->group);
        if (member->actor->archive != NULL && !member->is_over)
            member->actor->archive(member->state, archive);
    }
}

/* ---- another scenario from now on ---- */

static const BpGroup *
group_of(const BpScenario *scenario, const char *title)
{
    for (guint i = 0; i < scenario->groups->len; i++) {
        const BpGroup *group = g_ptr_array_index(scenario->groups, i);

        if (g_str_equal(group->title, title))
            return group->enabled ? group : NULL;
    }
    return NULL;
}

/* Whether two groups of one title, each nullable, say the same. */
static gboolean
says_the_same(const BpGroup *a, const BpGroup *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    for (guint i = 0; a->actor->params[i].name != NULL; i++)
        if (a->values[i].given != b->values[i].given ||
            g_strcmp0(a->values[i].raw, b->values[i].raw) != 0)
            return FALSE;
    return TRUE;
}

static gboolean
may_change(const BpScenario *from, const BpScenario *to, GError **error)
{
    for (guint i = 0; i < to->groups->len; i++) {
        const BpGroup *group = g_ptr_array_index(to->groups, i);

        if (group->actor->can_begin_late ||
            says_the_same(group_of(from, group->title), group_of(to, group->title)))
            continue;
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "[%s] cannot change on the way: expected a group that can begin "
                    "late, such as closure, blacklist or greylist",
                    group->title);
        return FALSE;
    }
    return TRUE;
}

static void
never(BpWorld *world, gpointer data, guint32 arg)
{
    (void)world, (void)data, (void)arg;
}

/* Its timers ring for nobody; what it has done stays. */
static void
end_member(BpWorld *world, guint i, guint32 nothing)
{
    Member *member = &g_array_index(world->members, Member, i);

    member->is_over = TRUE;
    bp_post_forget(world->post, member->state);
    for (guint k = 0; k < world->alarms->len; k++) {
        Alarm *alarm = &g_array_index(world->alarms, Alarm, k);

        if (g_array_index(world->timers, Timer, alarm->timer).member == i)
            *alarm = (Alarm){nothing, 0};
    }
}

static void
begin_member(BpWorld *world, const BpGroup *group, const BpScenario *changed)
{
    Member member = {group->actor, group, group->actor->open(group, changed), FALSE};

    g_array_append_val(world->members, member);
    start_member(world, world->members->len - 1);
}

gboolean
bp_world_change(BpWorld *world, const BpScenario *changed, GError **error)
{
    guint n_before = world->members->len;
    guint32 nothing;

    g_return_val_if_fail(changed->network == world->scenario->network, FALSE);

    if (!may_change(world->scenario, changed, error))
        return FALSE;
    nothing = add_timer(world, never, world, 1);
    for (guint i = 0; i < n_before; i++) {
        const Member *member = &g_array_index(world->members, Member, i);

        if (!member->is_over &&
            !says_the_same(member->group, group_of(changed, member->group->title)))
            end_member(world, i, nothing);
    }
    for (guint i = 0; i < changed->groups->len; i++) {
        const BpGroup *group = g_ptr_array_index(changed->groups, i);

        if (group->enabled &&
            !says_the_same(group_of(world->scenario, group->title), group))
            begin_member(world, group, changed);
    }
    return TRUE;
}
