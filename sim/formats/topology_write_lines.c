/* topology_write_lines.c - a line as a topology says it: all that it is, in full. */
#include "topology_write.h"

#include <bangpath/units.h>

static void
append_money(GString *out, gint64 udollars)
{
    g_string_append_printf(out, "%" G_GINT64_FORMAT ".%06d", udollars / BP_DOLLAR_U,
                           (int)(udollars % BP_DOLLAR_U));
}

static void
append_price(GString *out, const char *key, const gint64 *price_udollars)
{
    gboolean one = price_udollars[0] == price_udollars[1] &&
                   price_udollars[1] == price_udollars[2];

    g_string_append_printf(out, " %s=\"", key);
    for (guint i = 0; i < (one ? 1 : BP_N_TARIFFS); i++) {
        if (i > 0)
            g_string_append_c(out, '/');
        append_money(out, price_udollars[i]);
    }
    g_string_append(out, " $/min\"");
}

/* A rate that comes to @interval_us: for long intervals per week, as a rate has twelve
 * decimals at most. */
static void
append_drops(GString *out, gint64 interval_us)
{
    static const struct {
        const char *name;
        double us;
    } units[] = {{"h", 3600e6}, {"s", 1e6}, {"d", 86400e6}, {"w", 604800e6}};
    char text[64] = "0 / h";

    for (guint i = 0; interval_us > 0 && i < G_N_ELEMENTS(units) * 12; i++) {
        guint unit = i / 12;
        char format[16], number[40];
        gint64 read;

        g_snprintf(format, sizeof format, "%%.%uf", i % 12 + 1);
        g_ascii_formatd(number, sizeof number, format,
                        units[unit].us / (double)interval_us);
        g_snprintf(text, sizeof text, "%s / %s", number, units[unit].name);
        if (bp_parse_rate(text, NULL, &read, NULL) && read == interval_us)
            break;
    }
    g_string_append_printf(out, " drops=\"%s\"", text);
}

/* `1e-5`: in as few digits as say it exactly. */
static void
append_errors(GString *out, gint64 per_tbit)
{
    int exponent = -12;

    for (; per_tbit > 0 && per_tbit % 10 == 0; per_tbit /= 10)
        exponent++;
    if (per_tbit == 0)
        g_string_append(out, " errors=\"0\"");
    else
        g_string_append_printf(out, " errors=\"%" G_GINT64_FORMAT "e%d\"", per_tbit,
                               exponent);
}

/* A number of a protocol's parameter in the unit of its row. */
static void
append_param(GString *out, const BpParam *row, gint64 number)
{
    static const struct {
        BpParamKind kind;
        const char *unit;
    } units[] = {
        {BP_PARAM_DURATION, " us"}, {BP_PARAM_BYTES, " B"}, {BP_PARAM_SPEED, " bps"}};
    const char *unit = "";

    g_string_append_printf(out, " %s=\"", row->name);
    for (guint i = 0; i < G_N_ELEMENTS(units); i++)
        if (row->kind == units[i].kind)
            unit = units[i].unit;
    if (row->kind == BP_PARAM_BOOL)
        g_string_append(out, number ? "yes" : "no");
    else if (row->kind == BP_PARAM_CHOICE)
        g_string_append(out, row->choices[number]);
    else if (row->kind == BP_PARAM_DECIMAL)
        append_money(out, number);
    else if (row->kind == BP_PARAM_SHARE)
        g_string_append_printf(out, "%d.%04d%%", (int)(number / 10000),
                               (int)(number % 10000));
    else
        g_string_append_printf(out, "%" G_GINT64_FORMAT "%s", number, unit);
    g_string_append_c(out, '"');
}

/* What few lines have: told of each line of a network in which one has it, so that nothing is
 * left to what an earlier statement said, and of none in others. */
typedef enum {
    FIRST = 1 << 0,
    RENT = 1 << 1,
    PAYS = 1 << 2,
    BACK = 1 << 3,
    RULE = 1 << 4,
    MAX_CALL = 1 << 5,
    GRADES = 1 << 6,
    ERRORS = 1 << 7,
    HALF_DUPLEX = 1 << 8,
    WAY = 1 << 9,
} Rarity;

static guint
rarities_of(const BpLine *line)
{
    guint found = 0;

    for (guint i = 0; i < BP_N_TARIFFS; i++)
        found |= line->first_udollars[i] != 0 ? FIRST : 0;
    found |= line->rent_udollars > 0 ? RENT : 0;
    found |= line->pays != BP_PAYS_USUAL ? PAYS : 0;
    found |= line->schedule_back.kind != BP_SCHEDULE_PERMANENT ? BACK : 0;
    found |= line->retry_rule != BP_RETRY_DOUBLING ? RULE : 0;
    found |= line->max_call_us > 0 ? MAX_CALL : 0;
    found |= line->grades != BP_GRADES_ONE ? GRADES : 0;
    found |= line->view.bit_errors > 0 ? ERRORS : 0;
    found |= line->view.turnaround_us > 0 || line->view.spoofs ? HALF_DUPLEX : 0;
    found |= line->way_us > 0 ? WAY : 0;
    return found;
}

guint
bp_topology_rarities(const BpNetwork *network)
{
    guint found = 0;

    for (guint32 i = 0; i < bp_network_n_lines(network); i++)
        found |= rarities_of(bp_network_line(network, i));
    return found;
}

/* A line that has it not says so: empty means not given. */
static void
append_bills(GString *out, const BpLine *line, guint told)
{
    gint64 first_udollars[BP_N_TARIFFS];

    for (guint i = 0; i < BP_N_TARIFFS; i++)
        first_udollars[i] = line->price_udollars[i] + line->first_udollars[i];
    append_price(out, "price", line->price_udollars);
    if (told & FIRST)
        append_price(out, "price_first", first_udollars);
    if (told & RENT) {
        g_string_append(out, " rent=\"");
        append_money(out, line->rent_udollars);
        g_string_append(out, " $/month\"");
    }
    if (told & PAYS)
        g_string_append_printf(out, " payer=%s", bp_pays_names[line->pays]);
}

static void
append_calls(GString *out, const BpLine *line, guint told)
{
    guint own = rarities_of(line);

    if (told & BACK) {
        g_autofree char *back =
            own & BACK ? bp_schedule_format(&line->schedule_back) : g_strdup("");

        g_string_append_printf(out, " schedule_back=\"%s\"", back);
    }
    if (told & RULE)
        g_string_append_printf(out, " retry_rule=%s",
                               bp_retry_rule_names[line->retry_rule]);
    if (told & GRADES)
        g_string_append_printf(out, " grades=%s", bp_grades_names[line->grades]);
    if (own & MAX_CALL)
        g_string_append_printf(out, " max_call=\"%" G_GINT64_FORMAT " us\"",
                               line->max_call_us);
    else if (told & MAX_CALL)
        g_string_append(out, " max_call=\"\"");
}

void
bp_topology_append_line(GString *out, const BpLine *line, guint told)
{
    g_autofree char *schedule = bp_schedule_format(&line->schedule);
    const BpParam *row = line->protocol->params;

    g_string_append_printf(out,
                           "  edge [speed=\"%" G_GINT64_FORMAT " bps\" protocol=\"%s\"",
                           line->view.bps, line->protocol->name);
    for (guint i = 0; row && row[i].name; i++)
        append_param(out, &row[i], line->protocol_params[i]);
    g_string_append_printf(
        out,
        " latency=\"%" G_GINT64_FORMAT " us\" setup=\"%" G_GINT64_FORMAT
        " us\" retry=\"%" G_GINT64_FORMAT " us\" schedule=\"%s\"",
        line->view.latency_us, line->setup_us, line->retry_us, schedule);
    if (told & WAY)
        g_string_append_printf(out, " way=\"%" G_GINT64_FORMAT " us\"", line->way_us);
    if (told & HALF_DUPLEX)
        g_string_append_printf(out, " turnaround=\"%" G_GINT64_FORMAT " us\" spoof=%s",
                               line->view.turnaround_us,
                               line->view.spoofs ? "yes" : "no");
    if (told & ERRORS)
        append_errors(out, line->view.bit_errors);
    append_bills(out, line, told);
    append_drops(out, line->drop_interval_us);
    append_calls(out, line, told);
    g_string_append(out, "];\n");
}
