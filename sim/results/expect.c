/* expect.c - MEASURE OP VALUE, read and judged. */
#include <bangpath/expect.h>

#include <math.h>
#include <string.h>

#include "field.h"
#include "number.h"

/* Longer ones first: "<" begins "<=" as well. */
static const struct {
    const char *text;
    BpExpectOperator op;
} operators[] = {
    {"<=", BP_EXPECT_AT_MOST}, {">=", BP_EXPECT_AT_LEAST}, {"!=", BP_EXPECT_OTHER_THAN},
    {"<", BP_EXPECT_LESS},     {">", BP_EXPECT_MORE},      {"=", BP_EXPECT_EQUAL},
};

#define GRAMMAR \
    "MEASURE OP VALUE, such as spam.reach < 5%% or ham.collateral <= 1%% of ham.sent"

/* ---- names ---- */

/* Every measure that a run can have: the totals of one in which there was everything. */
static GArray *
all_measures(void)
{
    BpRunResult result = {
        .measures.lists = 1,
        .carriage = {.calls_made = 1,
                     .noisy_lines = 1,
                     .connections_made = 1,
                     .faults = 1,
                     .rents_udollars = 1},
        .books.warnings = 1,
    };

    for (guint kind = 0; kind < BP_N_KINDS; kind++)
        result.books.kind[kind].messages = 1;
    for (guint reason = BP_REASON_NONE + 1; reason < BP_N_REASONS; reason++) {
        result.books.refusals[reason] = 1;
        result.books.refusals_of_ham[reason] = 1;
        result.books.kind[BP_HAM].ended_by[reason] = 1;
    }
    return bp_run_totals(&result);
}

const char *
bp_expect_measure(const char *name, GError **error)
{
    g_autoptr(GArray) totals = all_measures();
    const BpTotal *total = bp_run_total(totals, name);
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    const char *nearest;

    if (total != NULL && total->kind != BP_TOTAL_OBJECT)
        return total->name;
    for (guint i = 0; i < totals->len; i++) {
        total = &g_array_index(totals, BpTotal, i);
        if (total->kind != BP_TOTAL_OBJECT)
            g_ptr_array_add(names, (gpointer)total->name);
    }
    g_ptr_array_add(names, NULL);
    nearest = bp_nearest(name, (const char *const *)names->pdata);
    if (nearest != NULL)
        g_set_error(error, BP_ERROR, BP_ERROR_UNKNOWN,
                    "a measure, not \"%s\"; did you mean \"%s\"?", name, nearest);
    else
        g_set_error(error, BP_ERROR, BP_ERROR_UNKNOWN,
                    "a measure such as spam.reach or ham.delay_s.p50, not \"%s\"",
                    name);
    return NULL;
}

/* ---- grammar ---- */

/* FALSE if @text does not begin with a number. */
static gboolean
take_number(const char **text, double *number)
{
    const char *at = *text;

    if (*at == '-')
        at++;
    if (!g_ascii_isdigit(*at))
        return FALSE;
    while (g_ascii_isdigit(*at))
        at++;
    if (*at == '.' && g_ascii_isdigit(at[1]))
        for (at++; g_ascii_isdigit(*at);)
            at++;

    g_autofree char *digits = g_strndup(*text, (gsize)(at - *text));

    *number = g_ascii_strtod(digits, NULL);
    *text = at;
    return isfinite(*number);
}

static const char *
skip_blanks(const char *at)
{
    while (*at == ' ' || *at == '\t')
        at++;
    return at;
}

/* A number, `5%`, or `5% of MEASURE`. */
static gboolean
parse_value(const char *text, BpExpect *expect, GError **error)
{
    const char *at = text;

    if (take_number(&at, &expect->factor)) {
        at = skip_blanks(at);
        if (*at == '\0')
            return TRUE;
        if (*at == '%') {
            expect->factor /= 100;
            at = skip_blanks(at + 1);
            if (*at == '\0')
                return TRUE;
            if (g_str_has_prefix(at, "of") && (at[2] == ' ' || at[2] == '\t')) {
                expect->base = bp_expect_measure(skip_blanks(at + 2), error);
                return expect->base != NULL;
            }
        }
    }
    g_set_error(
        error, BP_ERROR, BP_ERROR_VALUE,
        "a number, a share such as 5%%, or 5%% of a measure, after the sign, not "
        "\"%s\"",
        text);
    return FALSE;
}

gboolean
bp_expect_parse(const char *text, BpExpect *expect, GError **error)
{
    const char *sign = strpbrk(text, "<>=!");
    BpExpect parsed = {0};
    guint i = 0;

    while (sign != NULL && i < G_N_ELEMENTS(operators) &&
           !g_str_has_prefix(sign, operators[i].text))
        i++;
    if (sign == NULL || i == G_N_ELEMENTS(operators)) {
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE, GRAMMAR);
        return FALSE;
    }

    g_autofree char *name = g_strstrip(g_strndup(text, (gsize)(sign - text)));
    g_autofree char *value = g_strstrip(g_strdup(sign + strlen(operators[i].text)));

    if (*name == '\0' || *value == '\0') {
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE, GRAMMAR);
        return FALSE;
    }
    parsed.op = operators[i].op;
    parsed.measure = bp_expect_measure(name, error);
    if (parsed.measure == NULL || !parse_value(value, &parsed, error))
        return FALSE;
    *expect = parsed;
    return TRUE;
}

static void
check_lines(const GPtrArray *lines, BpProblems *problems)
{
    for (guint i = 0; i < lines->len; i++) {
        const BpExpectation *stated = lines->pdata[i];
        g_autoptr(GError) error = NULL;
        BpExpect expect;

        if (!bp_expect_parse(stated->text, &expect, &error))
            bp_problems_add(problems, stated->file, stated->line,
                            "[expect%s%s] %s = \"%s\": expected %s",
                            stated->branch ? " " : "",
                            stated->branch ? stated->branch : "", stated->name,
                            stated->text, error->message);
    }
}

void
bp_expect_check(const BpScenario *scenario, BpProblems *problems)
{
    check_lines(scenario->expectations, problems);
    check_lines(scenario->branch_expectations, problems);
}

/* ---- judgement ---- */

/* What the run has none of is 0, but for what is null where there is nothing: a median. */
static double
number_of(const GArray *totals, const char *name)
{
    const BpTotal *total = bp_run_total(totals, name);

    if (total == NULL) {
        g_autoptr(GArray) all = all_measures();

        total = bp_run_total(all, name);
        return total->kind == BP_TOTAL_NULL ? (double)NAN : 0;
    }
    return total->kind == BP_TOTAL_NULL ? (double)NAN : total->real;
}

static gboolean
stands_so(double a, BpExpectOperator op, double b)
{
    if (isnan(a) || isnan(b))
        return FALSE;
    switch (op) {
    case BP_EXPECT_LESS:
        return a < b;
    case BP_EXPECT_AT_MOST:
        return a <= b;
    case BP_EXPECT_MORE:
        return a > b;
    case BP_EXPECT_AT_LEAST:
        return a >= b;
    case BP_EXPECT_EQUAL:
        return !(a < b || a > b);
    case BP_EXPECT_OTHER_THAN:
        return a < b || a > b;
    }
    g_assert_not_reached();
}

BpExpectOutcome
bp_expect_judge(const BpExpect *expect, const GArray *totals)
{
    double base = expect->base ? number_of(totals, expect->base) : 1;
    BpExpectOutcome outcome = {.measured = number_of(totals, expect->measure),
                               .limit = base * expect->factor};

    if (!isnan(outcome.limit))
        outcome.limit = bp_number_rounded(outcome.limit);
    outcome.held = stands_so(outcome.measured, expect->op, outcome.limit);
    return outcome;
}

static const char *
sign_of(BpExpectOperator op)
{
    for (guint i = 0; i < G_N_ELEMENTS(operators); i++)
        if (operators[i].op == op)
            return operators[i].text;
    g_assert_not_reached();
}

static BpExpect
expect_of(const BpExpectation *stated)
{
    BpExpect expect = {0};

    if (!bp_expect_parse(stated->text, &expect, NULL))
        g_error("%s was not checked", stated->text);
    return expect;
}

/* (transfer full): `0.04 < 0.05`, or what is missing. */
static char *
both_numbers(const BpExpect *expect, const BpExpectOutcome *outcome)
{
    g_autofree char *measured = bp_number_text(outcome->measured);
    g_autofree char *limit = bp_number_text(outcome->limit);

    if (isnan(outcome->measured))
        return g_strdup_printf("there is no %s in this run", expect->measure);
    if (isnan(outcome->limit))
        return g_strdup_printf("there is no %s in this run", expect->base);
    if (outcome->held)
        return g_strdup_printf("%s %s %s", measured, sign_of(expect->op), limit);
    return g_strdup_printf("%s is not %s %s", measured, sign_of(expect->op), limit);
}

char *
bp_expect_report(const BpScenario *scenario, const BpRunResult *result, gboolean *held)
{
    g_autoptr(GArray) totals = bp_run_totals(result);
    GString *report = g_string_new(NULL);

    *held = TRUE;
    for (guint i = 0; i < scenario->expectations->len; i++) {
        const BpExpectation *stated = scenario->expectations->pdata[i];
        BpExpect expect = expect_of(stated);
        BpExpectOutcome outcome = bp_expect_judge(&expect, totals);
        g_autofree char *numbers = both_numbers(&expect, &outcome);

        g_string_append_printf(report, "Expected %s: %s: %s (%s)\n", stated->name,
                               stated->text, outcome.held ? "held" : "did not hold",
                               numbers);
        *held = *held && outcome.held;
    }
    return g_string_free(report, FALSE);
}

char *
bp_expect_json(const BpScenario *scenario, const BpRunResult *result, const char *json)
{
    /* A newline stands in no string of JSON, so this is the member and nothing else. */
    const char *place = strstr(json, "\n  \"load_s\": ");
    g_autoptr(GArray) totals = bp_run_totals(result);
    GString *text;

    if (scenario->expectations->len == 0 || place == NULL)
        return g_strdup(json);
    text = g_string_new_len(json, (gssize)(place - json));
    g_string_append(text, "\n  \"expect\": [");
    for (guint i = 0; i < scenario->expectations->len; i++) {
        const BpExpectation *stated = scenario->expectations->pdata[i];
        BpExpect expect = expect_of(stated);
        BpExpectOutcome outcome = bp_expect_judge(&expect, totals);
        g_autofree char *measured = bp_number_text(outcome.measured);
        g_autofree char *limit = bp_number_text(outcome.limit);

        g_string_append(text, i > 0 ? ",\n    {\"name\": " : "\n    {\"name\": ");
        bp_field_json(text, stated->name);
        g_string_append(text, ", \"expected\": ");
        bp_field_json(text, stated->text);
        g_string_append_printf(text, ", \"held\": %s, \"measured\": %s, \"limit\": %s}",
                               outcome.held ? "true" : "false", measured, limit);
    }
    g_string_append(text, "],");
    g_string_append(text, place);
    return g_string_free(text, FALSE);
}
