/* cost.c - pathalias's arithmetic of costs, by recursive descent. */
#include <bangpath/routes.h>

#include <bangpath/units.h>
#include <string.h>

#define DEPTH_MAX 1000 /* brackets and signs within one another: our limit */

static const struct {
    const char *name;
    gint64 cost;
} words[] = {
    {"LOCAL", 25},   {"DEDICATED", 100}, {"ARPA", 100},     {"DIRECT", 200},
    {"DEMAND", 300}, {"DIALED", 300},    {"HOURLY", 500},   {"EVENING", 2000},
    {"DAILY", 5000}, {"POLLED", 5000},   {"WEEKLY", 30000}, {"DEAD", BP_COST_DEAD},
    {"HIGH", -5},    {"LOW", 5},         {"FAST", -80},
};

typedef struct {
    const char *at;
    int depth;
    gint64 max;     /* of a number as it is written */
    char **warning; /* (nullable): what can be gone on from is put here */
    GError **error;
} Parser;

static gboolean parse_sum(Parser *parser, gint64 *cost);

static gboolean
fail(Parser *parser, const char *expected)
{
    g_set_error_literal(parser->error, BP_ERROR, BP_ERROR_VALUE, expected);
    return FALSE;
}

/* It is a cost, but not one that there is room for. */
static gboolean
fail_size(Parser *parser)
{
    g_set_error(parser->error, BP_ERROR,
                parser->warning ? BP_ERROR_LIMIT : BP_ERROR_VALUE,
                "a cost from 0 to %" G_GINT64_FORMAT, parser->max);
    return FALSE;
}

static gboolean
fail_depth(Parser *parser)
{
    g_set_error_literal(parser->error, BP_ERROR,
                        parser->warning ? BP_ERROR_LIMIT : BP_ERROR_VALUE,
                        "a cost with fewer brackets");
    return FALSE;
}

static gboolean
fail_syntax(Parser *parser)
{
    return fail(parser, "a cost such as DEMAND, 300 or HOURLY*4+LOW");
}

static void
skip_blanks(Parser *parser)
{
    while (*parser->at == ' ' || *parser->at == '\t')
        parser->at++;
}

/* Moves behind @sign if it comes next. */
static gboolean
take(Parser *parser, char sign)
{
    skip_blanks(parser);
    if (*parser->at != sign)
        return FALSE;
    parser->at++;
    return TRUE;
}

static gboolean
parse_number(Parser *parser, gint64 *cost)
{
    gint64 number = 0;

    for (; g_ascii_isdigit(*parser->at); parser->at++) {
        if (number > parser->max)
            return fail_size(parser);
        number = number * 10 + g_ascii_digit_value(*parser->at);
    }
    *cost = number;
    return TRUE;
}

/* An unknown word is an error, or worth a warning and what an unstated cost is. */
static gboolean
fail_word(Parser *parser, const char *start, gsize length, gint64 *cost)
{
    const char *names[G_N_ELEMENTS(words) + 1] = {NULL};
    g_autofree char *word = g_strndup(start, length);
    const char *nearest;

    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        names[i] = words[i].name;
    nearest = bp_nearest(word, names);

    g_autofree char *expected =
        g_strdup_printf("a cost word such as DEMAND or DAILY, not \"%s\"%s%s%s", word,
                        nearest ? " (did you mean \"" : "", nearest ? nearest : "",
                        nearest ? "\"?)" : "");

    if (!parser->warning) {
        g_set_error_literal(parser->error, BP_ERROR, BP_ERROR_UNKNOWN, expected);
        return FALSE;
    }
    if (!*parser->warning)
        *parser->warning = g_steal_pointer(&expected);
    *cost = BP_COST_UNSTATED;
    return TRUE;
}

static gboolean
parse_word(Parser *parser, gint64 *cost)
{
    const char *start = parser->at;
    gsize length;

    while (g_ascii_isalnum(*parser->at) || *parser->at == '_' || *parser->at == '.')
        parser->at++;
    length = (gsize)(parser->at - start);
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        if (words[i].name[0] == *start && strncmp(words[i].name, start, length) == 0 &&
            words[i].name[length] == '\0') {
            *cost = words[i].cost;
            return TRUE;
        }
    }
    return fail_word(parser, start, length, cost);
}

/* @cost divided by @divisor; by 0 it stays, with a warning if there is room for one. */
static gboolean
divide(Parser *parser, gint64 *cost, gint64 divisor)
{
    const char *expected = "a cost that is not divided by 0";

    if (divisor == -1 && *cost == G_MININT64)
        return fail_size(parser);
    if (divisor != 0)
        *cost /= divisor;
    else if (!parser->warning)
        return fail(parser, expected);
    else if (!*parser->warning)
        *parser->warning = g_strdup(expected);
    return TRUE;
}

/* A number, a word, something in brackets, or minus any of these. */
static gboolean
parse_factor(Parser *parser, gint64 *cost)
{
    gboolean good;

    if (parser->depth == DEPTH_MAX)
        return fail_depth(parser);

    skip_blanks(parser);
    if (g_ascii_isdigit(*parser->at))
        return parse_number(parser, cost);
    if (g_ascii_isalpha(*parser->at))
        return parse_word(parser, cost);

    parser->depth++;
    if (take(parser, '-')) {
        good = parse_factor(parser, cost) &&
               (!__builtin_sub_overflow(0, *cost, cost) || fail_size(parser));
    } else if (take(parser, '(')) {
        good = parse_sum(parser, cost) && (take(parser, ')') || fail_syntax(parser));
    } else {
        good = fail_syntax(parser);
    }
    parser->depth--;
    return good;
}

static gboolean
parse_product(Parser *parser, gint64 *cost)
{
    gint64 other = 0;

    if (!parse_factor(parser, cost))
        return FALSE;
    for (;;) {
        if (take(parser, '*')) {
            if (!parse_factor(parser, &other))
                return FALSE;
            if (__builtin_mul_overflow(*cost, other, cost))
                return fail_size(parser);
        } else if (take(parser, '/')) {
            if (!parse_factor(parser, &other) || !divide(parser, cost, other))
                return FALSE;
        } else {
            return TRUE;
        }
    }
}

static gboolean
parse_sum(Parser *parser, gint64 *cost)
{
    gint64 other = 0;

    if (!parse_product(parser, cost))
        return FALSE;
    for (;;) {
        gboolean plus = take(parser, '+');

        if (!plus && !take(parser, '-'))
            return TRUE;
        if (!parse_product(parser, &other))
            return FALSE;
        if (plus ? __builtin_add_overflow(*cost, other, cost)
                 : __builtin_sub_overflow(*cost, other, cost))
            return fail_size(parser);
    }
}

/* All of the text, as a cost. */
static gboolean
parse_all(Parser *parser, gint64 *cost)
{
    if (!parse_sum(parser, cost))
        return FALSE;
    skip_blanks(parser);
    return *parser->at == '\0' || fail_syntax(parser);
}

gboolean
bp_parse_cost(const char *text, gint32 *cost, GError **error)
{
    Parser parser = {.at = text, .max = BP_COST_MAX, .error = error};
    gint64 value = 0;

    g_return_val_if_fail(text && cost, FALSE);

    if (!parse_all(&parser, &value))
        return FALSE;
    if (value < 0 || value > BP_COST_MAX)
        return fail_size(&parser);

    *cost = (gint32)value;
    return TRUE;
}

gboolean
bp_parse_map_cost(const char *text, gint64 max, gint64 *cost, char **warning,
                  GError **error)
{
    Parser parser = {.at = text, .max = max, .warning = warning, .error = error};
    gint64 value = 0;

    g_return_val_if_fail(text && cost && warning, FALSE);

    if (!parse_all(&parser, &value))
        return FALSE;
    if (value < -max || value > max)
        return fail_size(&parser);

    *cost = value;
    return TRUE;
}

/* Begun ones count whole. */
static gint64
count(gint64 us, gint64 unit_us)
{
    return us / unit_us + (us % unit_us != 0);
}

gint32
bp_cost_of_schedule(const BpSchedule *schedule)
{
    enum {
        DEDICATED = 100,
        DEMAND = 300,
        HOURLY = 500,
        EVENING = 2000,
        DAILY = 5000
    };
    gint64 cost;

    g_return_val_if_fail(schedule, DEMAND);

    switch (schedule->kind) {
    case BP_SCHEDULE_PERMANENT:
        return DEDICATED;
    case BP_SCHEDULE_POLL:
        cost = schedule->period_us < BP_DAY_US
                   ? MIN(count(schedule->period_us, BP_HOUR_US) * HOURLY, DAILY)
                   : count(schedule->period_us, BP_DAY_US) * DAILY;
        /* Rare, but not dead. */
        return (gint32)MIN(cost, BP_COST_DEAD - 1);
    default:
        return schedule->n_windows > 0 ? EVENING : DEMAND;
    }
}
