/* fuzz_words.c - quantities, times and selections: every kind of value that a file may
 * have, and what is read is within its bounds and reads back as it is written.
 */
#include "fuzz.h"

#include <bangpath/calendar.h>
#include <bangpath/expect.h>
#include <bangpath/param.h>
#include <bangpath/routes.h>
#include <bangpath/schedule.h>
#include <bangpath/sweep.h>
#include <bangpath/units.h>

#define BEGIN_S 841536000

static void
check_schedule(const char *text)
{
    g_autoptr(GError) error = NULL;
    BpSchedule schedule, again;

    if (!bp_schedule_parse(text, &schedule, &error)) {
        g_assert_nonnull(error);
        return;
    }

    g_autofree char *written = bp_schedule_format(&schedule);

    g_assert_true(bp_schedule_parse(written, &again, NULL));
    g_assert_true(memcmp(&schedule, &again, sizeof schedule) == 0);
    for (gint64 at_us = 0; at_us < 8 * BP_DAY_US; at_us += 7 * BP_HOUR_US) {
        gint64 opens_us = bp_schedule_opens_us(&schedule, BEGIN_S, -300, at_us);

        g_assert_cmpint(opens_us, >=, at_us);
        if (opens_us < BP_TIME_MAX_US)
            g_assert_cmpint(bp_schedule_closes_us(&schedule, BEGIN_S, -300, opens_us),
                            >=, opens_us);
    }
}

static void
check_param(BpParamKind kind, const char *text)
{
    static const char *const choices[] = {"open", "closed", "none", NULL};
    static const char *const per[] = {"mailbox", NULL};
    const BpParam row = {.name = "x",
                         .kind = kind,
                         .max = G_MAXINT32,
                         .choices = kind == BP_PARAM_RATE ? per : choices,
                         .help = "any"};
    g_autoptr(GError) error = NULL;
    BpValue value = {0};

    g_assert_true(bp_param_parse(&row, text, BEGIN_S, &value, &error) ==
                  (error == NULL));
    bp_value_clear(&value);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = fuzz_text(data, size);
    BpCostSense sense;
    BpExpect expect;
    char *warning = NULL;
    gint64 number;
    gint32 cost;

    for (BpParamKind kind = BP_PARAM_TEXT; kind <= BP_PARAM_SIZE; kind++)
        check_param(kind, text);
    check_schedule(text);
    if (bp_parse_instant(text, &number, NULL)) {
        g_autofree char *written = bp_format_instant(number);
        gint64 again = -1;

        g_assert_true(bp_parse_instant(written, &again, NULL) && again == number);
    }
    bp_parse_rent(text, &number, NULL);
    bp_parse_bit_errors(text, &number, NULL);
    if (bp_parse_cost(text, &cost, NULL))
        g_assert_true(cost >= 0 && cost <= BP_COST_MAX);
    if (bp_parse_map_cost(text, 1000000, &number, &sense, &warning, NULL))
        g_assert_true(number >= -1000000 && number <= 1000000);
    g_free(warning);
    bp_expect_parse(text, &expect, NULL);

    GPtrArray *values = bp_sweep_values(text, NULL);

    if (values != NULL)
        g_ptr_array_unref(values);
    return 0;
}
