/* closure_close.c - relays that close, and some that open again. */
#include "closure_state.h"

#include <bangpath/chance.h>
#include <bangpath/units.h>

const char *const bp_closure_states[] = {"closed-by-peer", "closed-by-sender", NULL};

gboolean
bp_closure_is_open(const BpClosure *closure, guint32 host)
{
    guint relay = bp_post_relay(bp_world_post(closure->world), host);

    return bp_policies[relay]->accepts_all;
}

/* Whatever became of it since, it is open now. */
static void
reopen(BpWorld *world, gpointer data, guint32 host)
{
    BpClosure *closure = data;

    bp_post_set_relay(bp_world_post(world), host, BP_RELAY_OPEN);
    closure->reopened(closure, host);
}

static void
maybe_reopen(BpClosure *closure, guint32 host)
{
    const BpValue *values = closure->group->values;
    guint64 seed = bp_world_scenario(closure->world)->seed;
    gint64 now_us = bp_world_now_us(closure->world);

    if (bp_chance(seed, closure->stream_reopen, host, closure->hosts[host].n_closings,
                  values[BP_CLOSURE_REOPEN].number))
        bp_world_at(closure->world,
                    bp_add_us(now_us, values[BP_CLOSURE_REOPEN_AFTER].number), reopen,
                    closure, host);
}

void
bp_closure_close(BpClosure *closure, guint32 host)
{
    const BpValue *values = closure->group->values;
    gboolean was_open = bp_closure_is_open(closure, host);
    const char *to = bp_closure_states[values[BP_CLOSURE_TO].number];

    /* Others may have closed it since. Who is named is closed to what is said. */
    if (!was_open && values[BP_CLOSURE_WHICH].number != BP_CLOSURE_BY_NAME)
        return;
    bp_post_set_relay(bp_world_post(closure->world), host,
                      bp_policy_index(bp_policy_find(to)));
    if (!was_open)
        return;
    maybe_reopen(closure, host);
    closure->hosts[host].n_closings++;
}

void
bp_closure_be_ready(BpClosure *closure, BpClosureReopened reopened)
{
    closure->reopened = reopened;
    bp_world_add_timer(closure->world, reopen, closure,
                       bp_network_n_nodes(bp_world_network(closure->world)));
}
