/* closure.c - administrators who close their relays: what can be said of them, and who is asked what. */
#include "closure_state.h"

#include <bangpath/random.h>
#include <bangpath/units.h>

static const char *const strategies[] = {
    [BP_CLOSURE_RANDOM] = "random",
    [BP_CLOSURE_BUSIEST_FIRST] = "busiest-first",
    [BP_CLOSURE_SMALLEST_FIRST] = "smallest-first",
    [BP_CLOSURE_BY_DEGREE] = "by-degree",
    [BP_CLOSURE_WHEN_LISTED] = "when-listed",
    [BP_CLOSURE_ON_COMPLAINT] = "on-complaint",
    [BP_CLOSURE_ADOPTION] = "adoption",
    NULL,
};

static const BpParam params[] = {
    [BP_CLOSURE_WHICH] = {.name = "which",
                          .kind = BP_PARAM_CHOICE_OR_NAMES,
                          .fallback = "random",
                          .choices = strategies,
                          .help =
                              "which open relays close first, or what makes them; "
                              "busiest-first goes by recipient-copies relayed so far, "
                              "smallest-first by mailboxes, when-listed waits until "
                              "mail of the relay's own users is refused because of a "
                              "blacklist, on-complaint until who got spam by way of "
                              "the relay complains, adoption goes by chance at a rate"},
    [BP_CLOSURE_SHARE] = {.name = "share",
                          .kind = BP_PARAM_SHARE,
                          .fallback = "100%",
                          .help =
                              "of the relays open at begin, or of those named, rounded "
                              "to nearest; a larger share contains a smaller one"},
    [BP_CLOSURE_FROM] = {.name = "from",
                         .kind = BP_PARAM_MOMENT,
                         .fallback = "day 1",
                         .help = "when closing begins; what comes to an administrator "
                                 "before does not move him"},
    [BP_CLOSURE_OVER] = {.name = "over",
                         .kind = BP_PARAM_DURATION,
                         .fallback = "0 s",
                         .help =
                             "the time over which closings are evenly spread, the last "
                             "at its end; when-listed, on-complaint and adoption do "
                             "not ask"},
    [BP_CLOSURE_AFTER] =
        {.name = "after",
         .kind = BP_PARAM_DURATION,
         .fallback = "6 h",
         .help = "with when-listed from the first refusal to closing, with "
                 "on-complaint from the last complaint needed; our guess: "
                 "no figure is known"},
    [BP_CLOSURE_COMPLAINT] = {.name = "complaint",
                              .kind = BP_PARAM_SHARE,
                              .fallback = "1%",
                              .help =
                                  "with on-complaint: the chance that a spam delivered "
                                  "makes a complaint to the administrator of the relay "
                                  "that handed it over; our guess"},
    [BP_CLOSURE_COMPLAINTS] = {.name = "complaints",
                               .kind = BP_PARAM_WHOLE,
                               .fallback = "1",
                               .min = 1,
                               .max = 1000000,
                               .help =
                                   "with on-complaint: how many he must have received "
                                   "before he acts; our guess"},
    [BP_CLOSURE_RATE] =
        {.name = "rate",
         .kind = BP_PARAM_RATE,
         .fallback = "0.9 / y",
         .help = "with adoption: the hazard of an open relay's closing; the "
                 "default fits what the Internet Mail Consortium and NTA "
                 "Monitor found from 1997 to 2002"},
    [BP_CLOSURE_REOPEN] =
        {.name = "reopen",
         .kind = BP_PARAM_SHARE,
         .fallback = "0%",
         .help = "the chance that a closing does not last, as the relay's "
                 "own users complain of it"},
    [BP_CLOSURE_REOPEN_AFTER] =
        {.name = "reopen-after",
         .kind = BP_PARAM_DURATION,
         .fallback = "3 d",
         .help = "then, from closing to opening again; later it may "
                 "close again with when-listed, on-complaint and "
                 "adoption; our guess"},
    [BP_CLOSURE_TO] = {.name = "to",
                       .kind = BP_PARAM_CHOICE,
                       .fallback = "closed-by-peer",
                       .choices = bp_closure_states,
                       .help = "what they close to"},
    {.name = NULL},
};

static const BpIdle idle[] = {
    {BP_CLOSURE_REOPEN_AFTER, BP_CLOSURE_REOPEN, BP_IDLE_IF_IS, 0,
     "reopen = 0%: no closing is undone"},
    {.why = NULL},
};

static void
check(const BpGroup *group, const BpScenario *scenario, BpProblems *problems)
{
    bp_group_check_hosts(group, BP_CLOSURE_WHICH, scenario->network, problems);
}

static guint32
stream_of(const BpGroup *group, const char *what)
{
    g_autofree char *purpose = g_strdup_printf("%s of %s", what, group->title);

    return bp_stream(purpose);
}

static gpointer
open_closure(const BpGroup *group, const BpScenario *scenario)
{
    BpClosure *closure = g_new0(BpClosure, 1);

    closure->group = group;
    closure->order = g_array_new(FALSE, FALSE, sizeof(guint32));
    closure->hosts = g_new0(BpClosureHost, bp_network_n_nodes(scenario->network));
    closure->stream_time = stream_of(group, "adoption");
    closure->stream_spam = stream_of(group, "complaints");
    closure->stream_reopen = stream_of(group, "reopening");
    return closure;
}

/* What was to come of an open relay begins anew. */
static void
begin_anew(BpClosure *closure, guint32 host)
{
    gint64 which = closure->group->values[BP_CLOSURE_WHICH].number;

    bp_closure_forget(closure, host);
    if (which == BP_CLOSURE_ADOPTION)
        bp_closure_adopt(closure, host, bp_world_now_us(closure->world));
}

static void
start(gpointer state, BpWorld *world)
{
    BpClosure *closure = state;
    const BpValue *values = closure->group->values;

    closure->world = world;
    bp_closure_be_ready(closure, begin_anew);
    bp_closure_line_up(closure);
    closure->n_closing =
        (guint)bp_share_of(values[BP_CLOSURE_SHARE].number, closure->order->len);
    switch (values[BP_CLOSURE_WHICH].number) {
    case BP_CLOSURE_WHEN_LISTED:
    case BP_CLOSURE_ON_COMPLAINT:
        bp_closure_watch(closure);
        break;
    case BP_CLOSURE_ADOPTION:
        bp_closure_adopt_all(closure);
        break;
    default:
        bp_closure_plan(closure);
    }
}

static void
archive(gpointer state, BpArchive *archive)
{
    BpClosure *closure = state;
    guint32 n_nodes = bp_network_n_nodes(bp_world_network(closure->world));

    for (guint i = 0; i < closure->order->len; i++)
        bp_archive_below(archive, &g_array_index(closure->order, guint32, i), n_nodes);
    bp_archive_below(archive, &closure->n_closed, closure->order->len + 1);
    for (guint32 i = 0; i < n_nodes; i++) {
        bp_archive_u32(archive, &closure->hosts[i].n_spams);
        bp_archive_u32(archive, &closure->hosts[i].n_complaints);
        bp_archive_u32(archive, &closure->hosts[i].n_closings);
        bp_archive_small(archive, &closure->hosts[i].mood, BP_MOOD_DECIDED + 1);
    }
}

static void
close_closure(gpointer state)
{
    BpClosure *closure = state;

    g_array_unref(closure->order);
    g_free(closure->hosts);
    g_free(closure);
}

const BpActor bp_actor_closure = {
    .group = "closure",
    .can_begin_late = TRUE,
    .help = "administrators who close their relays",
    .many = TRUE,
    .params = params,
    .idle = idle,
    .check = check,
    .open = open_closure,
    .start = start,
    .archive = archive,
    .close = close_closure,
};
