/* cost.c - pathalias's arithmetic of costs, by recursive descent. */
#include <bangpath/routes.h>

#include <bangpath/units.h>
#include <string.h>

#define DEPTH_MAX 1000 /* brackets and signs within one another: our limit */

static const struct {
    const char *name;
    gint64 cost;
    BpCostWord word;
} words[] = {
    {"LOCAL", 25, BP_COST_LOCAL},      {"DEDICATED", 100, BP_COST_DEDICATED},
    {"ARPA", 100, BP_COST_ARPA},       {"DIRECT", 200, BP_COST_DIRECT},
    {"DEMAND", 300, BP_COST_DEMAND},   {"DIALED", 300, BP_COST_DIALED},
    {"HOURLY", 500, BP_COST_HOURLY},   {"EVENING", 2000, BP_COST_EVENING},
    {"DAILY", 5000, BP_COST_DAILY},    {"POLLED", 5000, BP_COST_POLLED},
    {"WEEKLY", 30000, BP_COST_WEEKLY}, {"DEAD", BP_COST_DEAD, BP_COST_DEAD_WORD},
    {"HIGH", -5, BP_COST_PLAIN},       {"LOW", 5, BP_COST_PLAIN},
    {"FAST", -80, BP_COST_PLAIN},
};

/* What part of an expression comes to. */
typedef struct {
    gint64 cost;
    BpCostSense sense;
} Term;

static const BpCostSense no_sense = {BP_COST_PLAIN, 1, 1};

typedef struct {
    const char *at;
    int depth;
    gint64 max;     /* of a number as it is written */
    char **warning; /* (nullable): what can be gone on from is put here */
    GError **error;
} Parser;

static gboolean parse_sum(Parser *parser, Term *term);

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
parse_number(Parser *parser, Term *term)
{
    gint64 number = 0;

    for (; g_ascii_isdigit(*parser->at); parser->at++) {
        if (number > parser->max)
            return fail_size(parser);
        number = number * 10 + g_ascii_digit_value(*parser->at);
    }
    *term = (Term){number, no_sense};
    return TRUE;
}

/* An unknown word is an error, or worth a warning and what an unstated cost is. */
static gboolean
fail_word(Parser *parser, const char *start, gsize length, Term *term)
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
    *term = (Term){BP_COST_UNSTATED, no_sense};
    return TRUE;
}

static gboolean
parse_word(Parser *parser, Term *term)
{
    const char *start = parser->at;
    gsize length;

    while (g_ascii_isalnum(*parser->at) || *parser->at == '_' || *parser->at == '.')
        parser->at++;
    length = (gsize)(parser->at - start);
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        if (words[i].name[0] == *start && strncmp(words[i].name, start, length) == 0 &&
            words[i].name[length] == '\0') {
            *term = (Term){words[i].cost, {(guint8)words[i].word, 1, 1}};
            return TRUE;
        }
    }
    return fail_word(parser, start, length, term);
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
parse_factor(Parser *parser, Term *term)
{
    gboolean good;

    if (parser->depth == DEPTH_MAX)
        return fail_depth(parser);

    skip_blanks(parser);
    if (g_ascii_isdigit(*parser->at))
        return parse_number(parser, term);
    if (g_ascii_isalpha(*parser->at))
        return parse_word(parser, term);

    parser->depth++;
    if (take(parser, '-')) {
        good =
            parse_factor(parser, term) &&
            (!__builtin_sub_overflow(0, term->cost, &term->cost) || fail_size(parser));
    } else if (take(parser, '(')) {
        good = parse_sum(parser, term) && (take(parser, ')') || fail_syntax(parser));
    } else {
        good = fail_syntax(parser);
    }
    parser->depth--;
    return good;
}

/* What @a and @b have is @a's, or @b's where that is a number. */
static void
multiply_sense(Term *a, const Term *b)
{
    Term number = *b;

    if (a->sense.word == BP_COST_PLAIN) {
        number.cost = a->cost;
        a->sense = b->sense;
    }
    if (a->sense.word != BP_COST_PLAIN && number.cost > 0)
        a->sense.times =
            (guint16)MIN((gint64)a->sense.times * MIN(number.cost, G_MAXUINT16),
                         (gint64)G_MAXUINT16);
}

static void
divide_sense(Term *a, gint64 divisor)
{
    if (a->sense.word != BP_COST_PLAIN && divisor > 0)
        a->sense.over = (guint8)MIN((gint64)a->sense.over * MIN(divisor, G_MAXUINT8),
                                    (gint64)G_MAXUINT8);
}

static gboolean
parse_product(Parser *parser, Term *term)
{
    Term other = {0};

    if (!parse_factor(parser, term))
        return FALSE;
    for (;;) {
        if (take(parser, '*')) {
            if (!parse_factor(parser, &other))
                return FALSE;
            multiply_sense(term, &other);
            if (__builtin_mul_overflow(term->cost, other.cost, &term->cost))
                return fail_size(parser);
        } else if (take(parser, '/')) {
            if (!parse_factor(parser, &other) ||
                !divide(parser, &term->cost, other.cost))
                return FALSE;
            divide_sense(term, other.cost);
        } else {
            return TRUE;
        }
    }
}

/* Of two words the one that costs more is what the link has to wait for. */
static gboolean
is_main(const Term *term, const Term *other)
{
    return term->sense.word != BP_COST_PLAIN &&
           (other->sense.word == BP_COST_PLAIN || term->cost > other->cost);
}

static gboolean
parse_sum(Parser *parser, Term *term)
{
    Term other = {0};

    if (!parse_product(parser, term))
        return FALSE;
    for (;;) {
        gboolean plus = take(parser, '+');

        if (!plus && !take(parser, '-'))
            return TRUE;
        if (!parse_product(parser, &other))
            return FALSE;
        if (is_main(&other, term))
            term->sense = other.sense;
        if (plus ? __builtin_add_overflow(term->cost, other.cost, &term->cost)
                 : __builtin_sub_overflow(term->cost, other.cost, &term->cost))
            return fail_size(parser);
    }
}

/* All of the text, as a cost. */
static gboolean
parse_all(Parser *parser, Term *term)
{
    if (!parse_sum(parser, term))
        return FALSE;
    skip_blanks(parser);
    return *parser->at == '\0' || fail_syntax(parser);
}

gboolean
bp_parse_cost(const char *text, gint32 *cost, GError **error)
{
    Parser parser = {.at = text, .max = BP_COST_MAX, .error = error};
    Term value = {0};

    g_return_val_if_fail(text && cost, FALSE);

    if (!parse_all(&parser, &value))
        return FALSE;
    if (value.cost < 0 || value.cost > BP_COST_MAX)
        return fail_size(&parser);

    *cost = (gint32)value.cost;
    return TRUE;
}

gboolean
bp_parse_map_cost(const char *text, gint64 max, gint64 *cost, BpCostSense *sense,
                  char **warning, GError **error)
{
    Parser parser = {.at = text, .max = max, .warning = warning, .error = error};
    Term value = {0};

    g_return_val_if_fail(text && cost && sense && warning, FALSE);

    if (!parse_all(&parser, &value))
        return FALSE;
    if (value.cost < -max || value.cost > max)
        return fail_size(&parser);

    *cost = value.cost;
    *sense = value.sense;
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
    case BP_SCHEDULE_NEVER:
        /* Whoever waits to be called is polled. */
        return DAILY;
    default:
        return schedule->n_windows > 0 ? EVENING : DEMAND;
    }
}
