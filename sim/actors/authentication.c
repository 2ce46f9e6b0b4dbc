/* authentication.c - hosts that take their own users' mail from anywhere, once these prove
 * who they are: submission (RFC 2476) with SMTP AUTH (RFC 2554).
 */
#include <bangpath/actor.h>

#include <bangpath/choose.h>
#include <bangpath/units.h>

enum {
    HOSTS,
    FROM,
    OVER,
};

static const BpParam params[] = {
    [HOSTS] = {.name = "hosts",
               .kind = BP_PARAM_SELECTION,
               .fallback = "all",
               .help =
                   "which hosts learn it: largest 30% or random 30% (of mailboxes), "
                   "all, none, or names; a larger share contains a smaller one"},
    [FROM] = {.name = "from",
              .kind = BP_PARAM_MOMENT,
              .fallback = "day 1",
              .help = "when the first do; RFC 2476 is of December 1998, RFC 2554 of "
                      "March 1999, sendmail has it since 8.10 of March 2000"},
    [OVER] = {.name = "over",
              .kind = BP_PARAM_DURATION,
              .fallback = "0 s",
              .max = 14610 * BP_DAY_US,
              .help =
                  "the time over which they are evenly spread, in random order, the "
                  "last at its end"},
    {.name = NULL},
};

typedef struct {
    const BpGroup *group; /* borrowed */
} Authentication;

static void
check(const BpGroup *group, const BpScenario *scenario, BpProblems *problems)
{
    bp_group_check_hosts(group, HOSTS, scenario->network, problems);
}

static gpointer
open_authentication(const BpGroup *group, const BpScenario *scenario)
{
    Authentication *authentication = g_new0(Authentication, 1);

    (void)scenario;
    authentication->group = group;
    return authentication;
}

static void
learn(BpWorld *world, gpointer data, guint32 host)
{
    (void)data;
    bp_post_set_auth(bp_world_post(world), host, TRUE);
}

static void
start(gpointer state, BpWorld *world)
{
    Authentication *authentication = state;
    const BpGroup *group = authentication->group;
    guint64 seed = bp_world_scenario(world)->seed;
    gint64 over_us = group->values[OVER].number;
    g_autofree char *purpose = g_strdup_printf("order of %s", group->title);
    g_autoptr(GArray) hosts = bp_choose_selection(bp_world_network(world), seed,
                                                  &group->values[HOSTS], group->title);

    bp_world_add_timer(world, learn, authentication,
                       bp_network_n_nodes(bp_world_network(world)));
    bp_choose_shuffle(hosts, seed, purpose);
    for (gint64 i = 1, n = hosts->len; i <= n; i++) {
        gint64 later_us = bp_spread_us(over_us, i, n);

        bp_world_at(world, bp_add_us(group->values[FROM].number, later_us), learn,
                    authentication, g_array_index(hosts, guint32, i - 1));
    }
}

const BpActor bp_actor_authentication = {
    .group = "authentication",
    .can_begin_late = TRUE,
    .help = "hosts that take their own users' mail from anywhere",
    .params = params,
    .check = check,
    .open = open_authentication,
    .start = start,
    .close = g_free,
};
