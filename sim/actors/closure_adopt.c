/* closure_adopt.c - closing by upgrade: each open relay with the same chance in time.
 *
 * With a hazard of r a year the share of open relays falls as exp(-r t). Two series of
 * surveys have about 0.9 a year from mid-1997 to 2002: of mail servers sampled at large
 * 55% in January 1998, 36% in July 1998, 17% in July 1999, below 1% in August 2002
 * (Internet Mail Consortium); of corporate ones in the United Kingdom 91% in 1997 and 1%
 * in 2002 (NTA Monitor).
 */
#include "closure_state.h"

#include <bangpath/random.h>
#include <bangpath/units.h>

static void
upgrade(BpWorld *world, gpointer data, guint32 host)
{
    (void)world;
    bp_closure_close(data, host);
}

/* The draw is of the host and of how often it closed before, so that another rate only
 * stretches all times. What comes after the end needs no timer. */
void
bp_closure_adopt(BpClosure *closure, guint32 host, gint64 since_us)
{
    const BpScenario *scenario = bp_world_scenario(closure->world);
    gint64 mean_us = closure->group->values[BP_CLOSURE_RATE].number;

    if (mean_us == 0)
        return;

    BpDraw draw = bp_draw(scenario->seed, closure->stream_time, host,
                          closure->hosts[host].n_closings);
    gint64 at_us = bp_add_us(since_us, bp_exponential_us(draw, 0, mean_us));

    if (at_us <= scenario->length_us)
        bp_world_at(closure->world, at_us, upgrade, closure, host);
}

void
bp_closure_adopt_all(BpClosure *closure)
{
    gint64 from_us = closure->group->values[BP_CLOSURE_FROM].number;

    bp_world_add_timer(closure->world, upgrade, closure,
                       bp_network_n_nodes(bp_world_network(closure->world)));
    for (guint i = 0; i < closure->n_closing; i++)
        bp_closure_adopt(closure, g_array_index(closure->order, guint32, i), from_us);
}
