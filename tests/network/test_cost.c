/* test_cost.c - pathalias's cost words and arithmetic. */
#include <bangpath/routes.h>

#include <string.h>

static void
test_values(void)
{
    static const struct {
        const char *text;
        gint32 cost;
    } cases[] = {
        {"0", 0},
        {"300", 300},
        {" 300 ", 300},
        {"LOCAL", 25},
        {"DEDICATED", 100},
        {"ARPA", 100},
        {"DIRECT", 200},
        {"DEMAND", 300},
        {"DIALED", 300},
        {"HOURLY", 500},
        {"EVENING", 2000},
        {"DAILY", 5000},
        {"POLLED", 5000},
        {"WEEKLY", 30000},
        {"DEAD", 1000000},
        {"LOW", 5},
        {"HOURLY*4", 2000},
        {"HOURLY * 4", 2000},
        {"DEMAND+HIGH", 295},
        {"DEMAND+LOW", 305},
        {"DIALED+FAST", 220},
        {"DAILY/2", 2500},
        {"DEAD/2", 500000},
        {"1+2*3", 7},
        {"(1+2)*3", 9},
        {"10-4-3", 3},
        {"100/10/5", 2},
        {"7/2", 3},
        {"0-7/2+10", 7}, /* truncates: -3, not -4 */
        {"-7/2+10", 7},
        {"10+-3", 7},
        {"10--3", 13},
        {"-(3-10)", 7},
        {"--5", 5},
        {"((((5))))", 5},
        {"50000000", 50000000},
        {"50000000*1000/1000", 50000000},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        gint32 cost = -1;

        g_test_message("%s", cases[i].text);
        g_assert_true(bp_parse_cost(cases[i].text, &cost, &error));
        g_assert_no_error(error);
        g_assert_cmpint(cost, ==, cases[i].cost);
    }
}

static void
test_errors(void)
{
    static const struct {
        const char *text;
        BpErrorCode code;
        const char *part;
    } cases[] = {
        {"", BP_ERROR_VALUE, "such as DEMAND"},
        {"+", BP_ERROR_VALUE, "such as DEMAND"},
        {"5+", BP_ERROR_VALUE, "such as DEMAND"},
        {"(5", BP_ERROR_VALUE, "such as DEMAND"},
        {"5)", BP_ERROR_VALUE, "such as DEMAND"},
        {"5 5", BP_ERROR_VALUE, "such as DEMAND"},
        {"5 HOURLY", BP_ERROR_VALUE, "such as DEMAND"},
        {"1.5", BP_ERROR_VALUE, "such as DEMAND"},
        {"HIGH", BP_ERROR_VALUE, "from 0 to 50000000"},
        {"-1", BP_ERROR_VALUE, "from 0 to 50000000"},
        {"50000001", BP_ERROR_VALUE, "from 0 to 50000000"},
        {"99999999999999999999999999", BP_ERROR_VALUE, "from 0 to 50000000"},
        {"9999999*9999999*9999999", BP_ERROR_VALUE, "from 0 to 50000000"},
        {"0-9999999*9999999*9999999", BP_ERROR_VALUE, "from 0 to 50000000"},
        {"-(8388608*8388608*65536*2)", BP_ERROR_VALUE, "from 0 to 50000000"},
        {"-(-8388608*8388608*65536*2)", BP_ERROR_VALUE, "from 0 to 50000000"},
        {"(-8388608*8388608*65536*2)/-1", BP_ERROR_VALUE, "from 0 to 50000000"},
        {"5/0", BP_ERROR_VALUE, "divided by 0"},
        {"5/(3-3)", BP_ERROR_VALUE, "divided by 0"},
        {"DAYLY", BP_ERROR_UNKNOWN, "did you mean \"DAILY\"?"},
        {"demand", BP_ERROR_UNKNOWN, "did you mean \"DEMAND\"?"},
        {"HOURLY*SOMETIMESORNEVER", BP_ERROR_UNKNOWN, "not \"SOMETIMESORNEVER\""},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        gint32 cost = -1;

        g_test_message("%s", cases[i].text);
        g_assert_false(bp_parse_cost(cases[i].text, &cost, &error));
        g_assert_error(error, BP_ERROR, (int)cases[i].code);
        g_assert_nonnull(strstr(error->message, cases[i].part));
        g_assert_cmpint(cost, ==, -1);
    }
}

/* However deep, no stack overflows. */
static void
test_depth(void)
{
    g_autofree char *brackets = g_strnfill(100000, '(');
    g_autofree char *signs = g_strnfill(100000, '-');
    g_autoptr(GError) error = NULL;
    gint32 cost = -1;

    g_assert_false(bp_parse_cost(brackets, &cost, &error));
    g_assert_error(error, BP_ERROR, BP_ERROR_VALUE);
    g_assert_false(bp_parse_cost(signs, &cost, NULL));
}

/* What a link costs by its schedule. */
static void
test_schedule(void)
{
    static const struct {
        const char *schedule;
        gint32 cost;
    } cases[] = {
        {"permanent", 100},
        {"demand", 300},
        {"Any", 300},
        {"demand Wk2300-0800", 2000},
        {"Sa,Su", 2000},
        {"poll 1 min", 500},
        {"poll 1 h", 500},
        {"poll 4 h", 2000},
        {"poll 90 min", 1000},
        {"poll 12 h", 5000},
        {"poll 1 d", 5000},
        {"poll 7 d", 35000},
        {"poll 4 h Wk2300-0800", 2000},
        {"poll 2000 w", BP_COST_DEAD - 1},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        BpSchedule schedule;

        g_test_message("%s", cases[i].schedule);
        g_assert_true(bp_schedule_parse(cases[i].schedule, &schedule, NULL));
        g_assert_cmpint(bp_cost_of_schedule(&schedule), ==, cases[i].cost);
    }
}

/* The word that counts most, and what it is multiplied and divided by. */
static void
test_senses(void)
{
    static const struct {
        const char *text;
        gint64 cost;
        BpCostSense sense;
    } cases[] = {
        {"300", 300, {BP_COST_PLAIN, 1, 1}},
        {"LOW*2+7", 17, {BP_COST_PLAIN, 1, 1}},
        {"HOURLY", 500, {BP_COST_HOURLY, 1, 1}},
        {"HOURLY*4", 2000, {BP_COST_HOURLY, 1, 4}},
        {"4*HOURLY", 2000, {BP_COST_HOURLY, 1, 4}},
        {"EVENING", 2000, {BP_COST_EVENING, 1, 1}},
        {"HOURLY*3/2", 750, {BP_COST_HOURLY, 2, 3}},
        {"DAILY/2/3+HIGH", 828, {BP_COST_DAILY, 6, 1}},
        {"(POLLED*2)*3-LOW", 29995, {BP_COST_POLLED, 1, 6}},
        {"DEMAND+DAILY", 5300, {BP_COST_DAILY, 1, 1}},
        {"DAILY+DEMAND", 5300, {BP_COST_DAILY, 1, 1}},
        {"DAILY/24+DEMAND", 508, {BP_COST_DEMAND, 1, 1}},
        {"10+ARPA", 110, {BP_COST_ARPA, 1, 1}},
        {"DEAD/2", 500000, {BP_COST_DEAD_WORD, 2, 1}},
        {"WEEKLY*0", 0, {BP_COST_WEEKLY, 1, 1}},
        {"LOCAL/1000", 0, {BP_COST_LOCAL, 255, 1}},
        {"LOCAL*70000", 1750000, {BP_COST_LOCAL, 1, 65535}},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *warning = NULL;
        BpCostSense sense = {0};
        gint64 cost = 0;

        g_test_message("%s", cases[i].text);
        g_assert_true(bp_parse_map_cost(cases[i].text, BP_COST_MAX, &cost, &sense,
                                        &warning, NULL));
        g_assert_null(warning);
        g_assert_cmpint(cost, ==, cases[i].cost);
        g_assert_cmpuint(sense.word, ==, cases[i].sense.word);
        g_assert_cmpuint(sense.over, ==, cases[i].sense.over);
        g_assert_cmpuint(sense.times, ==, cases[i].sense.times);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cost/values", test_values);
    g_test_add_func("/cost/errors", test_errors);
    g_test_add_func("/cost/depth", test_depth);
    g_test_add_func("/cost/schedule", test_schedule);
    g_test_add_func("/cost/senses", test_senses);
    return g_test_run();
}
