/* topology_values.c - what the text of an attribute means, where topologies have kinds of
 * their own. */
#include "topology_attributes.h"

#include <bangpath/policy.h>
#include <bangpath/routes.h>
#include <bangpath/units.h>
#include <string.h>

static gboolean
fail(GError **error, const char *expected)
{
    g_set_error_literal(error, BP_ERROR, BP_ERROR_VALUE, expected);
    return FALSE;
}

gboolean
bp_topology_is_name(const char *name)
{
    gsize n = strlen(name);

    if (n == 0 || name[0] == ' ' || name[n - 1] == ' ')
        return FALSE;
    for (const char *at = name; *at; at++)
        if (g_ascii_iscntrl(*at) || strchr("!@,;\"\\", *at))
            return FALSE;
    return TRUE;
}

/* Degrees with a sign, up to six decimals, into millionths. */
static gboolean
parse_degrees(const char *text, gint64 limit, gint64 *degrees, GError **error)
{
    gboolean west = *text == '-';
    gint64 size;

    if (*text == '-' || *text == '+')
        text++;
    if (!g_ascii_isdigit(*text) || !bp_parse_decimal(text, &size, NULL) ||
        size > limit * BP_PPM) {
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "degrees from -%d to %d, with up to six decimals", (int)limit,
                    (int)limit);
        return FALSE;
    }

    *degrees = west ? -size : size;
    return TRUE;
}

/* `5 min fast`, into seconds ahead. */
static gboolean
parse_clock(const char *text, gint64 *ahead_s, GError **error)
{
    static const char expected[] =
        "how wrong the clock is, by at most 12 h, such as 5 min fast or 90 s slow";
    const char *word = strrchr(text, ' ');
    g_autofree char *size = NULL;
    gint64 us;

    if (!word || (strcmp(word, " fast") != 0 && strcmp(word, " slow") != 0))
        return fail(error, expected);
    size = g_strndup(text, (gsize)(word - text));
    if (!bp_parse_duration(size, &us, NULL) || us % BP_SECOND_US != 0 ||
        us > 12 * BP_HOUR_US)
        return fail(error, expected);

    *ahead_s = us / BP_SECOND_US;
    if (strcmp(word, " slow") == 0)
        *ahead_s = -*ahead_s;
    return TRUE;
}

gboolean
bp_topology_price(const char *text, gint64 price_udollars[BP_N_TARIFFS], GError **error)
{
    static const char expected[] =
        "a price such as 0.25 $/min, or three such as 0.25/0.17/0.13 $/min for day, "
        "evening and night";
    const char *unit = strchr(text, '$');
    g_autofree char *numbers = NULL;
    g_auto(GStrv) parts = NULL;
    gint64 prices[BP_N_TARIFFS];
    guint n;

    if (!unit)
        return fail(error, expected);
    numbers = g_strndup(text, (gsize)(unit - text));
    parts = g_strsplit(numbers, "/", -1);
    n = g_strv_length(parts);
    if (n != 1 && n != BP_N_TARIFFS)
        return fail(error, expected);

    for (guint i = 0; i < n; i++) {
        g_autofree char *one = g_strconcat(g_strstrip(parts[i]), " ", unit, NULL);

        if (!bp_parse_price(one, &prices[i], NULL))
            return fail(error, expected);
    }
    for (guint i = 0; i < BP_N_TARIFFS; i++)
        price_udollars[i] = prices[n == 1 ? 0 : i];
    return TRUE;
}

/* Of calls by the end named last: the other one may poll, it may not. */
static gboolean
parse_schedule_back(const char *text, GError **error)
{
    BpSchedule schedule;

    if (!bp_schedule_parse(text, &schedule, error))
        return FALSE;
    if (schedule.kind != BP_SCHEDULE_DEMAND && schedule.kind != BP_SCHEDULE_NEVER)
        return fail(error, "demand, windows such as Wk2300-0800,Sa,Su, or Never");
    if (schedule.retry_us > 0)
        return fail(error, "a schedule without retry minutes: they stand in schedule");
    return TRUE;
}

static gboolean
parse_link(guint attribute, const char *text, BpValue *value, GError **error)
{
    gint64 prices[BP_N_TARIFFS];
    BpSchedule schedule;
    gint32 cost;

    switch (attribute) {
    case BP_LINK_COST:
    case BP_LINK_COST_BACK:
        if (!bp_parse_cost(text, &cost, error))
            return FALSE;
        value->number = cost;
        break;
    case BP_LINK_SCHEDULE:
        if (!bp_schedule_parse(text, &schedule, error))
            return FALSE;
        break;
    case BP_LINK_SCHEDULE_BACK:
        if (!parse_schedule_back(text, error))
            return FALSE;
        break;
    case BP_LINK_RENT:
        if (!bp_parse_rent(text, &value->number, error))
            return FALSE;
        break;
    case BP_LINK_PRICE:
    case BP_LINK_PRICE_FIRST:
        if (!bp_topology_price(text, prices, error))
            return FALSE;
        break;
    case BP_LINK_ERRORS:
        if (!bp_parse_bit_errors(text, &value->number, error))
            return FALSE;
        break;
    default:
        if (attribute < BP_LINK_PARAMS)
            return bp_param_parse(&bp_topology_params(BP_TOPOLOGY_LINK)[attribute],
                                  text, 0, value, error);
        break;
    }
    value->set = TRUE;
    return TRUE;
}

static gboolean
parse_holes(const char *text, BpValue *value, GError **error)
{
    gint64 none = G_GINT64_CONSTANT(1)
                  << g_strv_length((char **)(gpointer)bp_hole_names);
    BpValue parsed = {0};

    if (!bp_param_parse(&bp_topology_params(BP_TOPOLOGY_HOST)[BP_HOST_HOLES], text, 0,
                        &parsed, error))
        return FALSE;
    if ((parsed.number & none) && parsed.number != none) {
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "\"none\" alone, or names parted by commas");
        return FALSE;
    }
    *value = parsed;
    value->number &= ~none;
    return TRUE;
}

gboolean
bp_topology_value(BpTopologyPart part, guint attribute, const char *text,
                  BpValue *value, GError **error)
{
    if (part == BP_TOPOLOGY_LINK)
        return parse_link(attribute, text, value, error);
    if (part == BP_TOPOLOGY_HOST &&
        (attribute == BP_HOST_LAT || attribute == BP_HOST_LON)) {
        value->set = parse_degrees(text, attribute == BP_HOST_LAT ? 90 : 180,
                                   &value->number, error);
        return value->set;
    }
    if (part == BP_TOPOLOGY_HOST && attribute == BP_HOST_CLOCK) {
        value->set = parse_clock(text, &value->number, error);
        return value->set;
    }
    if (part == BP_TOPOLOGY_HOST && attribute == BP_HOST_HOLES)
        return parse_holes(text, value, error);
    return bp_param_parse(&bp_topology_params(part)[attribute], text, 0, value, error);
}
