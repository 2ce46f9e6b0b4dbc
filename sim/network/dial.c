/* dial.c - what waits for a dial-up link, and when who may call. */
#include "dial.h"

#include <bangpath/grade.h>
#include <bangpath/units.h>

/* The grade of the most urgent mail that waits at @end; 0: there is none. */
static guint8
best_grade(const BpCarrier *carrier, const Dial *dial, guint8 end)
{
    BpFile file;

    if (dial->is_simple)
        return bp_dial_waits(carrier, dial, end) ? BP_GRADE_MAIL : 0;
    if (!carrier->freight.first(carrier->data, channel_from(dial, end), &file))
        return 0;
    return bp_line_grade(line_of(dial), file.body_bytes, file.flavour);
}

gboolean
bp_dial_has_graded_work(const BpCarrier *carrier, const Dial *dial, guint8 end)
{
    guint8 grade = best_grade(carrier, dial, end);

    return grade != 0 && grade <= BP_GRADE_LAST;
}

guint8
bp_dial_limit(const Dial *dial, guint8 end)
{
    if (end != dial->caller && line_of(dial)->protocol->bundles)
        return BP_GRADE_HELD;
    return dial->grade;
}

gboolean
bp_dial_has_graded_work_now(const BpCarrier *carrier, const Dial *dial, guint8 end)
{
    guint8 grade = best_grade(carrier, dial, end);

    return grade != 0 && grade <= bp_dial_limit(dial, end);
}

/* The clock on @end's wall at time 0: not always right. */
static gint64
begin_at(const BpCarrier *carrier, const Dial *dial, guint8 end)
{
    return carrier->begin_unix_s +
           bp_network_clock_s(carrier->network, host_at(dial, end));
}

static int
zone_at(const BpCarrier *carrier, const Dial *dial, guint8 end)
{
    return bp_hosts_traits(&carrier->network->hosts, host_at(dial, end))->tz_minutes;
}

gint64
bp_dial_window_us(const BpCarrier *carrier, const Dial *dial, guint8 caller,
                  gint64 at_us)
{
    const BpSchedule *schedule = bp_dial_schedule(dial, caller);
    guint8 grade =
        schedule->kind == BP_SCHEDULE_POLL ? 0 : best_grade(carrier, dial, caller);

    return bp_schedule_opens_for_us(schedule, begin_at(carrier, dial, caller),
                                    zone_at(carrier, dial, caller), at_us, grade);
}

void
bp_dial_limits(const BpCarrier *carrier, Dial *dial)
{
    const BpLine *line = line_of(dial);
    guint8 caller = dial->caller;
    const BpSchedule *schedule = bp_dial_schedule(dial, caller);

    if (bp_dial_is_always_open(schedule)) {
        dial->grade = BP_GRADE_LAST;
        dial->closes_us = BP_TIME_MAX_US;
    } else {
        gint64 begin_s = begin_at(carrier, dial, caller);
        int zone = zone_at(carrier, dial, caller);

        dial->grade = bp_schedule_grade(schedule, begin_s, zone, dial->dialled_us);
        dial->closes_us =
            bp_schedule_closes_us(schedule, begin_s, zone, dial->dialled_us);
    }
    if (line->max_call_us > 0)
        dial->closes_us =
            MIN(dial->closes_us, bp_add_us(dial->connected_us, line->max_call_us));
}
