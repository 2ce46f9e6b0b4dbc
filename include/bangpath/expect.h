/* expect.h - what theory says a run must give, and whether it did: [expect].
 *
 * Layer: results.
 */
#ifndef BANGPATH_EXPECT_H
#define BANGPATH_EXPECT_H

#include <bangpath/error.h>
#include <bangpath/run.h>
#include <bangpath/scenario.h>
#include <glib.h>

typedef enum {
    BP_EXPECT_LESS,
    BP_EXPECT_AT_MOST,
    BP_EXPECT_MORE,
    BP_EXPECT_AT_LEAST,
    BP_EXPECT_EQUAL,
    BP_EXPECT_OTHER_THAN,
} BpExpectOperator;

/** BpExpect: @measure must stand in that relation to @factor, or to @factor of @base. */
typedef struct {
    const char *measure; /* interned: a name of bp_run_totals() */
    BpExpectOperator op;
    double factor;    /* 0.05 for 5% */
    const char *base; /* interned, (nullable): likewise */
} BpExpect;

/**
 * bp_expect_parse:
 * @text: `MEASURE OP VALUE`: OP is one of < <= > >= = !=; VALUE is a number, `5%`, or
 *   `5% of MEASURE`. `spam.reach < 5%`, `ham.collateral <= 1% of ham.sent`.
 *
 * Numbers are plain, with a minus or decimals where need be; shares may exceed 100%. A
 * measure that only some runs have, such as `refusals.expired`, is known all the same.
 *
 * Returns: FALSE: BP_ERROR_VALUE or BP_ERROR_UNKNOWN; the message reads on after "expected".
 */
gboolean bp_expect_parse(const char *text, BpExpect *expect, GError **error);

/** bp_expect_measure: (nullable): @name interned, if a run can have a measure of that name.
 * NULL: BP_ERROR_UNKNOWN: the message reads on after "expected", and names the nearest. */
const char *bp_expect_measure(const char *name, GError **error);

/** bp_expect_check: adds `file:line: [expect] name = "text": expected ...` for every one
 * of @scenario's that cannot be understood. */
void bp_expect_check(const BpScenario *scenario, BpProblems *problems);

/** BpExpectOutcome: two numbers beside each other. NaN: the run has no such number, such
 * as an amplification without spam; then it does not hold, whatever the operator. */
typedef struct {
    double measured;
    double limit;
    gboolean held;
} BpExpectOutcome;

/** bp_expect_judge: both sides are compared as printed: rounded to six decimals. What may be
 * absent from the totals and is, such as the count of a reason that nobody gave, is 0; a
 * median or ratio is no number then. */
BpExpectOutcome bp_expect_judge(const BpExpect *expect, const GArray *totals);

/**
 * bp_expect_report: (transfer full): a line each, `Expected 1 = ...: held (0.04 < 0.05)`;
 * "" if @scenario expects nothing.
 * @result: of a run of @scenario, which bp_expect_check() found nothing wrong with
 * @held: (out): whether all held
 */
char *bp_expect_report(const BpScenario *scenario, const BpRunResult *result,
                       gboolean *held);

/** bp_expect_json: (transfer full): @json, as bp_run_json() gave it for @result, with a
 * member `expect` before those that are real time: an array of {"name", "expected",
 * "held", "measured", "limit"}. The same text again if @scenario expects nothing. */
char *bp_expect_json(const BpScenario *scenario, const BpRunResult *result,
                     const char *json);

#endif
