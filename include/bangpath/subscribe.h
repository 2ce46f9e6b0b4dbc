/* subscribe.h - a defence that some hosts have: who, from when on, and whom it spares.
 *
 * Layer: actors. The keys of all such groups, their check, and the guard at each host.
 */
#ifndef BANGPATH_SUBSCRIBE_H
#define BANGPATH_SUBSCRIBE_H

#include <bangpath/actor.h>
#include <bangpath/scenario.h>
#include <bangpath/world.h>
#include <glib.h>

/** Places of the common keys, the first in the group's values; its own follow them. */
enum {
    BP_SUBSCRIBERS,
    BP_SUBSCRIBE_PASSES,
    BP_SUBSCRIBE_FROM,
    BP_SUBSCRIBE_OVER,
    BP_N_SUBSCRIBE_KEYS,
};

/** BP_SUBSCRIBE_ROWS: the rows of the common keys, to begin a table of rows with. */
#define BP_SUBSCRIBE_ROWS                                                             \
    [BP_SUBSCRIBERS] = {.name = "subscribers",                                        \
                        .kind = BP_PARAM_SELECTION,                                   \
                        .fallback = NULL,                                             \
                        .help = "which hosts have it: largest 30% or random 30% (of " \
                                "mailboxes), all, none, or names"},                   \
    [BP_SUBSCRIBE_PASSES] = {.name = "passes",                                        \
                             .kind = BP_PARAM_NAMES,                                  \
                             .fallback = "",                                          \
                             .help = "hosts whose mail it lets pass, and does not "   \
                                     "count, when they hand it over themselves"},     \
    [BP_SUBSCRIBE_FROM] = {.name = "join-from",                                       \
                           .kind = BP_PARAM_MOMENT,                                   \
                           .fallback = "day 1",                                       \
                           .help = "when subscribers begin to join"},                 \
    [BP_SUBSCRIBE_OVER] = {.name = "join-over",                                       \
                           .kind = BP_PARAM_DURATION,                                 \
                           .fallback = "0 s",                                         \
                           .help = "until the last has joined: evenly spread, in "    \
                                   "random order"}

/** BpSubscription: what a group keeps of them. All 0 before bp_subscribe(). */
typedef struct {
    guint guard;
    guint8 *passes; /* owned, (nullable), by node: 1 where it is spared */
} BpSubscription;

/** bp_subscribe_check: complains of hosts that there are not, and of a group that is one
 * too many: all groups together have room for BP_GUARDS_MAX guards. */
void bp_subscribe_check(const BpGroup *group, const BpScenario *scenario,
                        BpProblems *problems);

/** bp_subscribe: at time 0: adds @guard, whose data outlive the post, and has the
 * subscribers of @group ask it when their time comes. @subscription stays where it is. */
void bp_subscribe(BpSubscription *subscription, const BpGroup *group, BpWorld *world,
                  const BpGuard *guard);

void bp_subscription_clear(BpSubscription *subscription);

/** bp_subscription_spares: whether what @peer hands over passes unlooked at. */
static inline gboolean
bp_subscription_spares(const BpSubscription *subscription, guint32 peer)
{
    return subscription->passes != NULL && subscription->passes[peer];
}

#endif
