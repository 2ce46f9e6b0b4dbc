/* closure_react.c - administrators who close because of what came to them: their users'
 * mail refused, or complaints of spam.
 */
#include "closure_state.h"

#include <bangpath/chance.h>
#include <bangpath/units.h>

static void
give_up(BpWorld *world, gpointer data, guint32 host)
{
    (void)world;
    bp_closure_close(data, host);
}

static gboolean
may_decide(const BpClosure *closure, guint32 host)
{
    return closure->hosts[host].mood == BP_MOOD_WILL &&
           bp_world_now_us(closure->world) >=
               closure->group->values[BP_CLOSURE_FROM].number;
}

static void
decide(BpClosure *closure, guint32 host)
{
    gint64 after_us = closure->group->values[BP_CLOSURE_AFTER].number;

    closure->hosts[host].mood = BP_MOOD_DECIDED;
    bp_world_at(closure->world, bp_add_us(bp_world_now_us(closure->world), after_us),
                give_up, closure, host);
}

/* Mail of @peer's own users came back because of a blacklist. */
static void
on_refused(gpointer data, const BpMessageInfo *message, guint32 peer, guint32 host,
           BpReason reason, guint n_recipients)
{
    BpClosure *closure = data;

    (void)host;
    (void)n_recipients;
    if (reason == BP_REASON_BLACKLISTED && message->kind == BP_HAM &&
        message->from.host == peer && may_decide(closure, peer))
        decide(closure, peer);
}

/* Whether who got spam by way of @relay complains there. Each spam takes a draw, heard or
 * not, so that nothing else moves who complains of the next. */
static gboolean
complains(BpClosure *closure, guint32 relay)
{
    return bp_chance(bp_world_scenario(closure->world)->seed, closure->stream_spam,
                     relay, closure->hosts[relay].n_spams++,
                     closure->group->values[BP_CLOSURE_COMPLAINT].number);
}

/* Spam in a mailbox shows who handed it over; that is a relay unless the spammer's own
 * host did. */
static void
on_delivered(gpointer data, const BpMessageInfo *message, BpAddress to, guint32 peer)
{
    BpClosure *closure = data;
    const BpPost *post = bp_world_post(closure->world);

    (void)to;
    if (message->kind != BP_SPAM || peer == BP_NONE || message->owner == 0 ||
        peer == bp_post_owner_host(post, message->owner))
        return;
    if (!complains(closure, peer) || !may_decide(closure, peer))
        return;
    if (++closure->hosts[peer].n_complaints >=
        closure->group->values[BP_CLOSURE_COMPLAINTS].number)
        decide(closure, peer);
}

static const BpObserver listed = {.refused = on_refused};
static const BpObserver complained_of = {.delivered = on_delivered};

void
bp_closure_watch(BpClosure *closure)
{
    gboolean is_listed =
        closure->group->values[BP_CLOSURE_WHICH].number == BP_CLOSURE_WHEN_LISTED;

    bp_world_add_timer(closure->world, give_up, closure,
                       bp_network_n_nodes(bp_world_network(closure->world)));
    for (guint i = 0; i < closure->n_closing; i++)
        closure->hosts[g_array_index(closure->order, guint32, i)].mood = BP_MOOD_WILL;
    bp_post_observe(bp_world_post(closure->world), is_listed ? &listed : &complained_of,
                    closure);
}

void
bp_closure_forget(BpClosure *closure, guint32 host)
{
    closure->hosts[host].mood = BP_MOOD_WILL;
    closure->hosts[host].n_complaints = 0;
}
