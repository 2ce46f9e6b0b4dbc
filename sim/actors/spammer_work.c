/* spammer_work.c - a spammer at work, and what he sets the clock for. */
#include "spammer_state.h"

gboolean
bp_spammer_is_at_work(const BpSpammer *spammer)
{
    return spammer->is_open && bp_world_now_us(spammer->world) < spammer->end_us;
}

void
bp_spammer_at(BpSpammer *spammer, gint64 at_us, BpTimer timer, guint32 arg)
{
    if (at_us <= bp_world_scenario(spammer->world)->length_us)
        bp_world_at(spammer->world, at_us, timer, spammer, arg);
}
