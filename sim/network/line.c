/* line.c - a line put together, and what the hour makes of its price. */
#include <bangpath/line.h>

#include <bangpath/calendar.h>
#include <bangpath/grade.h>
#include <bangpath/units.h>
#include <string.h>

/* Taylor UUCP, policy.h and manual, "When to Call". */
#define TAYLOR_STEP_US (10 * BP_MINUTE_US)
#define TAYLOR_FAILURES 26

/* FTS-1: a pause of 60 to 180 s by chance, so that two do not dial each other for ever. */
#define FTS1_LEAST_US (60 * BP_SECOND_US)
#define FTS1_RANGE_US (120 * BP_SECOND_US)

/* HoneyDanBer's crontab: uusched at :11 and :41. */
#define UUSCHED_S (11 * 60)
#define UUSCHED_EVERY_S (30 * 60)

const char *const bp_retry_rule_names[] = {"doubling", "hdb",  "taylor",
                                           "fixed",    "fts1", NULL};
const char *const bp_pays_names[] = {"usual", "caller", "called", "a",
                                     "b",     "both",   NULL};
const char *const bp_grades_names[] = {"one", "size", NULL};

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
    line.view.turnaround_us = profile->turnaround_us;
    line.view.bit_errors = profile->bit_errors;
    line.view.spoofs = profile->spoofs;
    line.setup_us = profile->setup_us;
    line.retry_us = BP_RETRY_FIRST_US;
    line.schedule.kind = profile->dial_up ? BP_SCHEDULE_DEMAND : BP_SCHEDULE_PERMANENT;
    return line;
}

static gint64
doubled_us(gint64 wait_us, guint failures)
{
    for (guint i = 1; i < failures && wait_us < BP_RETRY_CAP_US; i++)
        wait_us *= 2;
    return MIN(wait_us, BP_RETRY_CAP_US);
}

gint64
bp_line_retry_us(const BpLine *line, guint failures, BpDraw draw)
{
    switch ((BpRetryRule)line->retry_rule) {
    case BP_RETRY_TAYLOR:
        return failures > TAYLOR_FAILURES ? BP_DAY_US : failures * TAYLOR_STEP_US;
    case BP_RETRY_FIXED:
        return line->retry_us;
    case BP_RETRY_FTS1:
        return FTS1_LEAST_US + (gint64)bp_below(draw, 0, FTS1_RANGE_US);
    default:
        return doubled_us(line->retry_us, failures);
    }
}

gint64
bp_next_uusched_us(gint64 begin_unix_s, gint64 at_us)
{
    gint64 past_s = (begin_unix_s - UUSCHED_S) % UUSCHED_EVERY_S;
    gint64 past_us = (past_s * BP_SECOND_US + at_us) % (UUSCHED_EVERY_S * BP_SECOND_US);

    if (past_us < 0)
        past_us += UUSCHED_EVERY_S * BP_SECOND_US;
    return past_us == 0 ? at_us
                        : bp_add_us(at_us, UUSCHED_EVERY_S * BP_SECOND_US - past_us);
}

guint8
bp_line_grade(const BpLine *line, guint64 size_bytes, guint8 flavour)
{
    if (flavour != BP_FLAVOUR_NORMAL && line->protocol->bundles)
        return flavour == BP_FLAVOUR_CRASH ? BP_GRADE_CRASH : BP_GRADE_HELD;
    return line->grades == BP_GRADES_SIZE ? bp_grade_of_mail(size_bytes)
                                          : BP_GRADE_MAIL;
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
