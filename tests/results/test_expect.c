/* test_expect.c - what is expected of a run: how it is read, and when it holds. */
#include <bangpath/expect.h>

#include <json-glib/json-glib.h>
#include <math.h>

/* A run of 1,000 letters of which 12 came back, that reached 4 % of 5,000 targets. */
static BpRunResult
some_result(void)
{
    BpRunResult result = {.title = g_strdup("A month"), .complete = TRUE};
    BpTally *ham = &result.books.kind[BP_HAM];

    ham->messages = ham->sent = 1000;
    ham->in[BP_DELIVERED] = 988;
    ham->in[BP_BOUNCED] = 12;
    result.books.collateral = 10;
    result.books.refusals[BP_REASON_RELAYING_DENIED] = 12;
    result.books.targets = 5000;
    result.books.mailboxes_reached = 200;
    result.ham_delay_s = 95.7142857142857;
    return result;
}

static BpScenario *
scenario_expecting(const char *name, const char *text)
{
    BpScenario *scenario = bp_scenario_new();
    BpExpectation *expectation = g_new0(BpExpectation, 1);

    expectation->name = g_strdup(name);
    expectation->text = g_strdup(text);
    expectation->file = "a.scenario";
    expectation->line = 14;
    g_ptr_array_add(scenario->expectations, expectation);
    return scenario;
}

/* Measure, operator and value, with blanks or without. */
static void
test_well_formed(void)
{
    static const struct {
        const char *text, *measure;
        BpExpectOperator op;
        double factor;
        const char *base;
    } cases[] = {
        {"spam.reach < 5%", "spam.reach", BP_EXPECT_LESS, 0.05, NULL},
        {"spam.reach<=0.5 %", "spam.reach", BP_EXPECT_AT_MOST, 0.005, NULL},
        {"ham.delay_s.p50>7200", "ham.delay_s.p50", BP_EXPECT_MORE, 7200, NULL},
        {" hops  >=\t15 ", "hops", BP_EXPECT_AT_LEAST, 15, NULL},
        {"cost.others = -0.25", "cost.others", BP_EXPECT_EQUAL, -0.25, NULL},
        {"spam.amplification != 1", "spam.amplification", BP_EXPECT_OTHER_THAN, 1,
         NULL},
        {"ham.collateral <= 1% of ham.sent", "ham.collateral", BP_EXPECT_AT_MOST, 0.01,
         "ham.sent"},
        {"bounces.sent = 100%  of  bounces.messages", "bounces.sent", BP_EXPECT_EQUAL,
         1, "bounces.messages"},
        {"refusals.expired = 0", "refusals.expired", BP_EXPECT_EQUAL, 0, NULL},
        {"blacklists.lag_abuse_to_listing_s < 86400",
         "blacklists.lag_abuse_to_listing_s", BP_EXPECT_LESS, 86400, NULL},
        {"cost_shift.paid.relays > 200% of cost_shift.paid.spammers",
         "cost_shift.paid.relays", BP_EXPECT_MORE, 2, "cost_shift.paid.spammers"},
        {"ham.collateral_by.blacklisted < 1", "ham.collateral_by.blacklisted",
         BP_EXPECT_LESS, 1, NULL},
        {"worm.delivered > 150% of probe.sent", "worm.delivered", BP_EXPECT_MORE, 1.5,
         "probe.sent"},
        {"calls.retransmissions >= 1", "calls.retransmissions", BP_EXPECT_AT_LEAST, 1,
         NULL},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        BpExpect expect = {0};

        bp_expect_parse(cases[i].text, &expect, &error);
        g_assert_no_error(error);
        g_assert_cmpstr(expect.measure, ==, cases[i].measure);
        g_assert_cmpint(expect.op, ==, cases[i].op);
        g_assert_cmpfloat_with_epsilon(expect.factor, cases[i].factor, 1e-12);
        g_assert_cmpstr(expect.base, ==, cases[i].base);
    }
}

/* Whatever else is said what would be right instead. */
static void
test_malformed(void)
{
    static const struct {
        const char *text, *says;
        BpErrorCode code;
    } cases[] = {
        {"", "MEASURE OP VALUE", BP_ERROR_VALUE},
        {"spam.reach", "MEASURE OP VALUE", BP_ERROR_VALUE},
        {"< 5%", "MEASURE OP VALUE", BP_ERROR_VALUE},
        {"spam.reach <", "MEASURE OP VALUE", BP_ERROR_VALUE},
        {"spam.reach ! 5%", "MEASURE OP VALUE", BP_ERROR_VALUE},
        {"spam.reech < 5%", "did you mean \"spam.reach\"?", BP_ERROR_UNKNOWN},
        {"ham.collateral < 1% of ham.snt", "did you mean \"ham.sent\"?",
         BP_ERROR_UNKNOWN},
        {"xyzzy = 1", "a measure such as", BP_ERROR_UNKNOWN},
        {"refusals = 1", "a measure", BP_ERROR_UNKNOWN},
        {"wall_s < 2", "a measure", BP_ERROR_UNKNOWN},
        {"spam.reach == 5%", "not \"= 5%\"", BP_ERROR_VALUE},
        {"spam.reach < few", "not \"few\"", BP_ERROR_VALUE},
        {"spam.reach < 5 percent", "a share such as 5%", BP_ERROR_VALUE},
        {"spam.reach < 5% ham.sent", "5% of a measure", BP_ERROR_VALUE},
        {"spam.reach < 5% of", "5% of a measure", BP_ERROR_VALUE},
        {"spam.reach < 5%of ham.sent", NULL, BP_ERROR_VALUE},
        {"spam.reach < 1e-3", "a number", BP_ERROR_VALUE},
        {"spam.reach < .5", "a number", BP_ERROR_VALUE},
        {"spam.reach < 5.", "a number", BP_ERROR_VALUE},
        {"ham.delay_s.p50 < 2 h", "not \"2 h\"", BP_ERROR_VALUE},
        {"hops < nan", "a number", BP_ERROR_VALUE},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        BpExpect expect = {.factor = 7};

        if (cases[i].says == NULL) {
            g_assert_true(bp_expect_parse(cases[i].text, &expect, &error));
            continue;
        }
        g_assert_false(bp_expect_parse(cases[i].text, &expect, &error));
        g_assert_error(error, BP_ERROR, (gint)cases[i].code);
        g_assert_nonnull(strstr(error->message, cases[i].says));
        g_assert_cmpfloat(expect.factor, ==, 7);
    }
}

/* A number so long that it is none is an error, and no crash. */
static void
test_endless_number(void)
{
    g_autofree char *nines = g_strnfill(400, '9');
    g_autofree char *text = g_strconcat("hops < ", nines, NULL);
    g_autoptr(GError) error = NULL;
    BpExpect expect;

    g_assert_false(bp_expect_parse(text, &expect, &error));
    g_assert_error(error, BP_ERROR, BP_ERROR_VALUE);
}

/* What is wrong is named with its file and line. */
static void
test_problem_names_the_place(void)
{
    g_autoptr(BpScenario) scenario = scenario_expecting("1", "spam.reech < 5%");
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(GError) error = NULL;

    bp_expect_check(scenario, problems);
    g_assert_cmpuint(bp_problems_count(problems), ==, 1);
    bp_problems_to_error(problems, &error);
    g_assert_cmpstr(
        error->message, ==,
        "a.scenario:14: [expect] 1 = \"spam.reech < 5%\": expected a measure, "
        "not \"spam.reech\"; did you mean \"spam.reach\"?");
}

/* Each operator at, below and above its limit. */
static void
test_judged(void)
{
    static const struct {
        const char *text;
        gboolean held;
        double limit;
    } cases[] = {
        {"spam.reach < 5%", TRUE, 0.05},
        {"spam.reach < 4%", FALSE, 0.04},
        {"spam.reach <= 4%", TRUE, 0.04},
        {"spam.reach > 4%", FALSE, 0.04},
        {"spam.reach >= 4%", TRUE, 0.04},
        {"spam.reach = 4%", TRUE, 0.04},
        {"spam.reach != 4%", FALSE, 0.04},
        {"spam.reach != 5%", TRUE, 0.05},
        {"ham.collateral <= 1% of ham.sent", TRUE, 10},
        {"ham.collateral < 1% of ham.sent", FALSE, 10},
        {"ham.delivered = 98.8% of ham.sent", TRUE, 988},
        {"ham.delay_s.mean = 95.714286", TRUE, 95.714286},
        {"refusals.relaying-denied = 12", TRUE, 12},
        {"refusals.blacklisted = 0", TRUE, 0},
        {"worm.sent = 0", TRUE, 0},
        {"blacklists.listings = 0", TRUE, 0},
        {"ham.collateral_by.blacklisted = 0", TRUE, 0},
        {"blacklists.lag_abuse_to_listing_s < 86400", FALSE, 86400},
        {"bounces.sent < 10% of bounces.messages", FALSE, 0},
    };
    g_auto(BpRunResult) result = some_result();
    g_autoptr(GArray) totals = bp_run_totals(&result);

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        BpExpect expect;
        BpExpectOutcome outcome;

        g_assert_true(bp_expect_parse(cases[i].text, &expect, NULL));
        outcome = bp_expect_judge(&expect, totals);
        g_assert_cmpint(outcome.held, ==, cases[i].held);
        g_assert_cmpfloat(outcome.limit, ==, cases[i].limit);
    }
}

/* What the run has no number for does not hold, not even that it is other than one. */
static void
test_null_never_holds(void)
{
    static const char *const texts[] = {
        "spam.amplification < 10",
        "spam.amplification > 10",
        "spam.amplification = 0",
        "spam.amplification != 0",
        "hops >= 100% of spam.amplification",
    };
    g_auto(BpRunResult) result = some_result();

    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(BpScenario) scenario = scenario_expecting("x", texts[i]);
        g_autofree char *wanted =
            g_strdup_printf("Expected x: %s: did not hold (there is no "
                            "spam.amplification in this run)\n",
                            texts[i]);
        gboolean held = TRUE;
        g_autofree char *report = bp_expect_report(scenario, &result, &held);

        g_assert_cmpstr(report, ==, wanted);
        g_assert_false(held);
    }
}

/* A line each, with both numbers; one that does not hold spoils the whole. */
static void
test_report(void)
{
    g_auto(BpRunResult) result = some_result();
    g_autoptr(BpScenario) scenario = scenario_expecting("1", "spam.reach < 5%");
    g_autoptr(BpScenario) other = scenario_expecting("cost", "ham.collateral = 0");
    gboolean held = FALSE;
    g_autofree char *one = bp_expect_report(scenario, &result, &held);

    g_assert_cmpstr(one, ==, "Expected 1: spam.reach < 5%: held (0.04 < 0.05)\n");
    g_assert_true(held);

    g_ptr_array_insert(scenario->expectations, 0,
                       g_ptr_array_steal_index(other->expectations, 0));

    g_autofree char *both = bp_expect_report(scenario, &result, &held);

    g_assert_cmpstr(both, ==,
                    "Expected cost: ham.collateral = 0: did not hold (10 is not = 0)\n"
                    "Expected 1: spam.reach < 5%: held (0.04 < 0.05)\n");
    g_assert_false(held);
}

/* In the JSON it stands before what is real time, numbers as numbers and null as null. */
static void
test_json(void)
{
    g_auto(BpRunResult) result = some_result();
    g_autoptr(BpScenario) scenario =
        scenario_expecting("a \"load_s\"", "spam.amplification < 10");
    const char *plain =
        "{\n  \"title\": \"\\n  \\\"load_s\\\": \",\n  \"load_s\": 0.5\n}\n";
    g_autofree char *text = bp_expect_json(scenario, &result, plain);
    g_autoptr(JsonParser) parser = json_parser_new();
    g_autoptr(GError) error = NULL;
    JsonObject *object;

    json_parser_load_from_data(parser, text, -1, &error);
    g_assert_no_error(error);
    object = json_node_get_object(json_parser_get_root(parser));
    g_assert_cmpfloat(json_object_get_double_member(object, "load_s"), ==, 0.5);
    object = json_array_get_object_element(
        json_object_get_array_member(object, "expect"), 0);
    g_assert_cmpstr(json_object_get_string_member(object, "name"), ==, "a \"load_s\"");
    g_assert_cmpstr(json_object_get_string_member(object, "expected"), ==,
                    "spam.amplification < 10");
    g_assert_false(json_object_get_boolean_member(object, "held"));
    g_assert_true(json_object_get_null_member(object, "measured"));
    g_assert_cmpint(json_object_get_int_member(object, "limit"), ==, 10);
    g_assert_cmpuint(json_object_get_size(object), ==, 5);
}

/* Who expects nothing gets nothing. */
static void
test_nothing_expected(void)
{
    g_auto(BpRunResult) result = some_result();
    g_autoptr(BpScenario) scenario = bp_scenario_new();
    g_autoptr(BpProblems) problems = bp_problems_new();
    gboolean held = FALSE;
    g_autofree char *report = bp_expect_report(scenario, &result, &held);
    g_autofree char *json =
        bp_expect_json(scenario, &result, "{\n  \"load_s\": 1\n}\n");

    bp_expect_check(scenario, problems);
    g_assert_cmpuint(bp_problems_count(problems), ==, 0);
    g_assert_cmpstr(report, ==, "");
    g_assert_true(held);
    g_assert_cmpstr(json, ==, "{\n  \"load_s\": 1\n}\n");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/expect/well-formed", test_well_formed);
    g_test_add_func("/expect/malformed", test_malformed);
    g_test_add_func("/expect/endless-number", test_endless_number);
    g_test_add_func("/expect/problem-names-the-place", test_problem_names_the_place);
    g_test_add_func("/expect/judged", test_judged);
    g_test_add_func("/expect/null-never-holds", test_null_never_holds);
    g_test_add_func("/expect/report", test_report);
    g_test_add_func("/expect/json", test_json);
    g_test_add_func("/expect/nothing-expected", test_nothing_expected);
    return g_test_run();
}
