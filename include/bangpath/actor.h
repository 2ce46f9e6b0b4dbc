/* actor.h - who makes things happen: the row that each of them fills.
 *
 * Layer: actors. An actor is one group of a scenario: its keys, its check, what it does.
 */
#ifndef BANGPATH_ACTOR_H
#define BANGPATH_ACTOR_H

#include <bangpath/archive.h>
#include <bangpath/scenario.h>
#include <bangpath/world.h>
#include <glib.h>

/** BpIdleWhen: what makes a key mean nothing: that another is a number, or any other, or was
 * given, or was not. */
typedef enum {
    BP_IDLE_IF_IS,
    BP_IDLE_UNLESS_IS,
    BP_IDLE_IF_SET,
    BP_IDLE_UNLESS_SET,
} BpIdleWhen;

/**
 * BpIdle: a key that has no effect beside another, of which the user is warned where he
 * gives it. Only what is certain, whatever else the scenario says.
 * @key: @beside: places among the parameters
 * @number: of @beside
 * @why: reads on after "has no effect: "; NULL ends a table
 */
typedef struct {
    guint key;
    guint beside;
    BpIdleWhen when;
    gint64 number;
    const char *why;
} BpIdle;

/**
 * BpActor:
 * @group: the first word between the brackets: `spammer` of `[spammer cyber]`
 * @many: several may stand in a scenario, each with a name of its own
 * @can_begin_late: it may start later than at time 0, and be put to an end: it adds neither
 *   lines nor owners, feeds or faults. Times of its that have passed are then
 * @n_guards: how many of the post's guards each of its groups makes
 * @params: its keys; `enabled` is every group's and not among them
 * @check: (nullable): what no row can say: names that must exist, keys that exclude one
 *   another. Adds to @problems with bp_group_complain(). A value that its row refused, or
 *   that is missing, was complained of before: it is not set.
 * @idle: (nullable): which of its keys mean nothing beside others
 * @n_owners: (nullable): how many owners it adds to the post: see
 *   bp_group_check_owners()
 * @open: makes its state; may add access lines to @scenario's network. Only after a check
 *   without problems.
 * @start: at time 0, the post stands: sets timers, observes, subscribes
 * @archive: (nullable): saves or loads what changes in the state after the start, see
 *   archive.h; numbers that are used as places must be checked. What @open and @start have
 *   worked out stays as it is. Its timers it tells bp_world_add_timer() of
 * @close: (nullable): frees the state
 */
struct _BpActor {
    const char *group;
    const char *help;
    gboolean many;
    gboolean can_begin_late;
    guint n_guards;
    const BpParam *params;
    const BpIdle *idle;
    void (*check)(const BpGroup *group, const BpScenario *scenario,
                  BpProblems *problems);
    guint (*n_owners)(const BpGroup *group);
    gpointer (*open)(const BpGroup *group, const BpScenario *scenario);
    void (*start)(gpointer state, BpWorld *world);
    void (*archive)(gpointer state, BpArchive *archive);
    void (*close)(gpointer state);
};

/** bp_actors: (array zero-terminated=1): made from the list in sim/actors/meson.build. */
extern const BpActor *const bp_actors[];

/** bp_actor_find: (nullable): by the first word of a group. */
const BpActor *bp_actor_find(const char *group);

/** bp_actor_names: (transfer container): NULL-terminated. */
const char **bp_actor_names(void);

#endif
