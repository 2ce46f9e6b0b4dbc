/* closure.c - administrators who close their relays. */
#include <bangpath/actor.h>

#include <bangpath/choose.h>
#include <bangpath/units.h>

enum {
    WHICH,
    SHARE,
    FROM,
    OVER,
    AFTER,
    TO,
};

enum {
    RANDOM,
    BUSIEST_FIRST,
    BY_DEGREE,
    WHEN_LISTED,
    BY_NAME = -1,
};

static const char *const strategies[] = {"random", "busiest-first", "by-degree",
                                         "when-listed", NULL};
static const char *const closed_states[] = {"closed-by-peer", "closed-by-sender", NULL};

static const BpParam params[] = {
    [WHICH] = {.name = "which",
               .kind = BP_PARAM_CHOICE_OR_NAMES,
               .fallback = "random",
               .choices = strategies,
               .help = "in which order open relays close; busiest-first goes by "
                       "recipient-copies relayed so far, when-listed waits until mail of "
                       "the relay's own users is refused because of a blacklist"},
    [SHARE] = {.name = "share",
               .kind = BP_PARAM_SHARE,
               .fallback = "100%",
               .help = "of the relays open at begin, or of those named, rounded to nearest; "
                       "a larger share contains a smaller one"},
    [FROM] = {.name = "from",
              .kind = BP_PARAM_MOMENT,
              .fallback = "day 1",
              .help = "when closing begins"},
    [OVER] = {.name = "over",
              .kind = BP_PARAM_DURATION,
              .fallback = "0 s",
              .help = "the time over which closings are evenly spread, the last at its "
                      "end; when-listed does not ask"},
    [AFTER] = {.name = "after",
               .kind = BP_PARAM_DURATION,
               .fallback = "6 h",
               .help = "from the first refusal to closing, where which = when-listed; "
                       "our guess: no figure is known"},
    [TO] = {.name = "to",
            .kind = BP_PARAM_CHOICE,
            .fallback = "closed-by-peer",
            .choices = closed_states,
            .help = "what they close to"},
    {.name = NULL},
};

typedef struct {
    const BpGroup *group; /* borrowed */
    BpWorld *world;       /* borrowed */
    GArray *order;        /* owned: hosts, the next to close first; of which the first
                             n_closing close */
    guint n_closing;
    guint n_closed;
    guint8 *may_close; /* owned, by host: when-listed: 1 it will, 2 it has decided to */
} Closure;

static void
check(const BpGroup *group, const BpScenario *scenario, BpProblems *problems)
{
    const BpValue *which = &group->values[WHICH];

    if (which->number != BY_NAME)
        return;
    for (guint i = 0; which->names[i] != NULL; i++)
        bp_group_host(group, WHICH, scenario->network, which->names[i], problems);
}

static gpointer
open_closure(const BpGroup *group, const BpScenario *scenario)
{
    Closure *closure = g_new0(Closure, 1);

    closure->group = group;
    closure->order = g_array_new(FALSE, FALSE, sizeof(guint32));
    closure->may_close = g_new0(guint8, bp_network_n_nodes(scenario->network));
    return closure;
}

static gboolean
is_open(const Closure *closure, guint32 host)
{
    guint relay = bp_post_relay(bp_world_post(closure->world), host);

    return bp_policies[relay]->accepts_all;
}

static void
close_relay(const Closure *closure, guint32 host)
{
    const char *to = closed_states[closure->group->values[TO].number];

    /* Others may have closed it since. Who is named is closed to what is said. */
    if (closure->group->values[WHICH].number != BY_NAME && !is_open(closure, host))
        return;
    bp_post_set_relay(bp_world_post(closure->world), host,
                      bp_policy_index(bp_policy_find(to)));
}

/* The place in order, of those not closed yet, of the open relay that has relayed most;
 * the lowest number where that is even. Hosts closed by others are passed over. */
static guint
busiest(const Closure *closure)
{
    const BpPost *post = bp_world_post(closure->world);
    guint best = closure->n_closed;
    guint64 most = 0;
    gboolean found = FALSE;

    for (guint i = closure->n_closed; i < closure->order->len; i++) {
        guint32 host = g_array_index(closure->order, guint32, i);
        guint64 relayed = bp_post_relayed(post, host);

        if (is_open(closure, host) && (!found || relayed > most)) {
            found = TRUE;
            most = relayed;
            best = i;
        }
    }
    return best;
}

static void
close_next(BpWorld *world, gpointer data, guint32 arg)
{
    Closure *closure = data;
    guint32 *order = (guint32 *)(void *)closure->order->data;

    (void)world;
    (void)arg;
    if (closure->group->values[WHICH].number == BUSIEST_FIRST) {
        guint next = busiest(closure);
        guint32 host = order[next];

        for (guint i = next; i > closure->n_closed; i--)
            order[i] = order[i - 1];
        order[closure->n_closed] = host;
    }
    close_relay(closure, order[closure->n_closed++]);
}

/* Evenly spread: the last at from + over, or all at from. */
static void
plan(Closure *closure)
{
    const BpValue *values = closure->group->values;
    gint64 n = closure->n_closing;

    for (gint64 i = 1; i <= n; i++) {
        gint64 over_us = values[OVER].number / n * i + values[OVER].number % n * i / n;

        bp_world_at(closure->world, bp_add_us(values[FROM].number, over_us), close_next,
                    closure, 0);
    }
}

static void
give_up(BpWorld *world, gpointer data, guint32 host)
{
    (void)world;
    close_relay(data, host);
}

/* Mail of @peer's own users came back because of a blacklist. */
static void
on_refused(gpointer data, const BpMessageInfo *message, guint32 peer, guint32 host,
           BpReason reason, guint n_recipients)
{
    Closure *closure = data;
    const BpValue *values = closure->group->values;
    gint64 now_us = bp_world_now_us(closure->world);

    (void)host;
    (void)n_recipients;
    if (reason != BP_REASON_BLACKLISTED || message->kind != BP_HAM ||
        message->from.host != peer || closure->may_close[peer] != 1 ||
        now_us < values[FROM].number)
        return;
    closure->may_close[peer] = 2;
    bp_world_at(closure->world, bp_add_us(now_us, values[AFTER].number), give_up, closure,
                peer);
}

static const BpObserver observer = {.refused = on_refused};

static gint
by_degree(gconstpointer a, gconstpointer b, gpointer network)
{
    guint32 x = *(const guint32 *)a;
    guint32 y = *(const guint32 *)b;
    guint degree_x, degree_y;

    bp_network_out(network, x, &degree_x);
    bp_network_out(network, y, &degree_y);
    if (degree_x != degree_y)
        return degree_x > degree_y ? -1 : 1;
    return (x > y) - (x < y);
}

/* Open relays at begin, in the order in which they are to close. */
static void
line_up(Closure *closure)
{
    const BpValue *which = &closure->group->values[WHICH];
    const BpNetwork *network = bp_world_network(closure->world);

    if (which->number == BY_NAME) {
        for (guint i = 0; which->names[i] != NULL; i++) {
            guint32 host = bp_network_find(network, which->names[i]);

            g_array_append_val(closure->order, host);
        }
        return;
    }

    g_autoptr(GArray) hosts = bp_choose_hosts(network, FALSE);

    for (guint i = 0; i < hosts->len; i++) {
        guint32 host = g_array_index(hosts, guint32, i);

        if (is_open(closure, host))
            g_array_append_val(closure->order, host);
    }
    if (which->number == BY_DEGREE)
        g_array_sort_with_data(closure->order, by_degree, (gpointer)(guintptr)network);
    else if (which->number != BUSIEST_FIRST)
        bp_choose_shuffle(closure->order, bp_world_scenario(closure->world)->seed,
                          "closing of relays");
}

static void
start(gpointer state, BpWorld *world)
{
    Closure *closure = state;
    const BpValue *values = closure->group->values;

    closure->world = world;
    line_up(closure);
    closure->n_closing = (guint)bp_share_of(values[SHARE].number, closure->order->len);
    if (values[WHICH].number != WHEN_LISTED) {
        plan(closure);
        return;
    }
    for (guint i = 0; i < closure->n_closing; i++)
        closure->may_close[g_array_index(closure->order, guint32, i)] = 1;
    bp_post_observe(bp_world_post(world), &observer, closure);
}

static void
close_closure(gpointer state)
{
    Closure *closure = state;

    g_array_unref(closure->order);
    g_free(closure->may_close);
    g_free(closure);
}

const BpActor bp_actor_closure = {
    .group = "closure",
    .help = "administrators who close their relays",
    .many = TRUE,
    .params = params,
    .check = check,
    .open = open_closure,
    .start = start,
    .close = close_closure,
};
