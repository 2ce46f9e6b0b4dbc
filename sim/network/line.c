/* line.c - a line put together, and what the hour makes of its price. */
#include <bangpath/line.h>

#include <bangpath/calendar.h>
#include <bangpath/units.h>
#include <string.h>

BpLine
bp_line_from_profile(const BpLineProfile *profile, const BpProtocol *protocol)
{
    BpLine line;
    BpValue *values;
    guint n;

    memset(&line, 0, sizeof line);
    g_return_val_if_fail(profile && protocol, line);
    n = bp_param_count(protocol->params);
    g_return_val_if_fail(n <= BP_PROTOCOL_PARAMS, line);

    values = bp_param_defaults(protocol->params, 0);
    for (guint i = 0; i < n; i++)
        line.protocol_params[i] = values[i].number;
    bp_values_free(protocol->params, values);
    line.protocol = protocol;
    line.view.bps = profile->bps;
    line.view.latency_us = profile->latency_us;
    line.setup_us = profile->setup_us;
    line.retry_us = BP_RETRY_FIRST_US;
    line.schedule.kind = profile->dial_up ? BP_SCHEDULE_DEMAND : BP_SCHEDULE_PERMANENT;
    return line;
}

BpTariff
bp_tariff_at(int minute_of_week)
{
    enum {
        SUNDAY,
        SATURDAY = 6
    };
    int day = minute_of_week / (24 * 60), hour = minute_of_week / 60 % 24;

    g_return_val_if_fail(minute_of_week >= 0 && minute_of_week < BP_WEEK_MINUTES,
                         BP_TARIFF_DAY);

    if (day == SATURDAY || hour < 8 || hour >= 23)
        return BP_TARIFF_NIGHT;
    if (hour >= 17)
        return BP_TARIFF_EVENING;
    return day == SUNDAY ? BP_TARIFF_NIGHT : BP_TARIFF_DAY;
}
