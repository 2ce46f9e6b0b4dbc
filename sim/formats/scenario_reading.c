/* scenario_reading.c - what goes wrong while a scenario is read. */
#include "scenario_reading.h"

gboolean
bp_reading_is_failed(const BpReading *reading)
{
    return bp_problems_count(reading->problems) > reading->problems_before;
}

void
bp_reading_complain(BpReading *reading, const BpValue *value, const char *key,
                    const char *expected)
{
    bp_problems_add(reading->problems, value->file, value->line,
                    "[scenario] %s = \"%s\": expected %s", key, value->raw, expected);
}
