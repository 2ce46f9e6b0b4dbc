/* test_run_json.c - the names and numbers that programs rely on. */
#include <bangpath/run_json.h>

#include <bangpath/units.h>
#include <json-glib/json-glib.h>

static const char top_names[] = "bangpath scenario title seed begin length_s complete "
                                "trajectory hosts links mailboxes relays "
                                "ham "
                                "spam bounces refusals hops bytes line_s calls cost "
                                "events load_s run_s run_cpu_s wall_s";
static const char tally_names[] =
    "messages sent delivered bounced discarded lost queued";

static BpRunResult
some_result(void)
{
    return (BpRunResult){
        .scenario = g_strdup("scenarios/a.scenario"),
        .title = g_strdup("A run of spam"),
        .seed = 1,
        .begin_unix_s = 841536000,
        .length_us = 30 * BP_DAY_US,
        .end_us = 30 * BP_DAY_US,
        .complete = TRUE,
        .n_hosts = 120,
        .books.targets = 50,
        .books.mailboxes_reached = 21,
        .books.spam_bytes_by_spammers = 10,
        .books.spam_bytes_by_others = 873,
        .load_s = 0.02,
        .run_s = 1.0 / 3,
        .wall_s = 0.31,
    };
}

static JsonObject *
parsed(JsonParser *parser, const BpRunResult *result)
{
    g_autofree char *text = bp_run_json(result);
    GError *error = NULL;

    json_parser_load_from_data(parser, text, -1, &error);
    g_assert_no_error(error);
    return json_node_get_object(json_parser_get_root(parser));
}

static void
assert_names(JsonObject *object, const char *name, const char *expected)
{
    JsonObject *inner = name ? json_object_get_object_member(object, name) : object;
    g_autoptr(GString) names = g_string_new(NULL);
    GList *members = json_object_get_members(inner);

    for (GList *m = members; m; m = m->next)
        g_string_append_printf(names, "%s%s", names->len ? " " : "", (char *)m->data);
    g_list_free(members);
    g_assert_cmpstr(names->str, ==, expected);
}

static void
assert_has(const BpRunResult *result, const char *text)
{
    g_autofree char *json = bp_run_json(result);

    if (strstr(json, text) == NULL)
        g_test_message("%s\nlacks %s", json, text);
    g_assert_nonnull(strstr(json, text));
}

/* The members of every object are those promised, in that order. */
static void
test_names_are_as_promised(void)
{
    g_autoptr(JsonParser) parser = json_parser_new();
    g_auto(BpRunResult) result = some_result();
    JsonObject *top = parsed(parser, &result);
    g_autofree char *ham =
        g_strconcat(tally_names, " delay_s collateral collateral_by refusals", NULL);
    g_autofree char *bounces = g_strconcat(tally_names, " backscatter", NULL);
    g_autofree char *spam =
        g_strconcat(tally_names,
                    " targets mailboxes_reached reach bytes_by_spammers "
                    "bytes_by_others amplification target_hosts hosts_reached "
                    "host_reach half_reach_s copies_per_mailbox share_of_delivered",
                    NULL);

    assert_names(top, NULL, top_names);
    assert_names(top, "relays",
                 "open_at_begin open_at_end half_life_s closed reopened passed_on_spam "
                 "lag_abuse_to_closing_s lag_abuse_to_closing_hosts");
    assert_names(top, "ham", ham);
    assert_names(json_object_get_object_member(top, "ham"), "delay_s",
                 "mean p50 p90 p99");
    assert_names(top, "spam", spam);
    assert_names(top, "bounces", bounces);
    assert_names(top, "refusals", "");
    assert_names(top, "calls", "made busy dropped");
    assert_names(top, "cost", "spammers others");
}

/* Worms, probes and reasons are named only where there were any. */
static void
test_rare_things_appear_when_they_happen(void)
{
    g_autoptr(JsonParser) parser = json_parser_new();
    g_auto(BpRunResult) result = some_result();
    g_autofree char *worm = g_strconcat(tally_names, " infected infected_hosts", NULL);
    g_autofree char *probe = g_strconcat(tally_names, " tests relays_found", NULL);
    g_autoptr(JsonParser) other = json_parser_new();
    JsonObject *top;

    result.books.kind[BP_WORM].messages = 2;
    result.books.refusals[BP_REASON_RELAYING_DENIED] = 12;
    result.books.refusals[BP_REASON_BLACKLISTED] = 3;
    result.books.refusals_of_ham[BP_REASON_GREYLISTED] = 4;
    result.books.kind[BP_HAM].ended_by[BP_REASON_BLACKLISTED] = 2;
    result.books.kind[BP_HAM].ended_by[BP_REASON_EXPIRED] = 1;
    result.books.kind[BP_SPAM].messages = 1;
    result.measures.lists = 1;
    top = parsed(parser, &result);

    assert_names(top, "worm", worm);
    result.books.kind[BP_PROBE].messages = 1;
    assert_names(parsed(other, &result), "probe", probe);
    result.books.kind[BP_PROBE].messages = 0;
    g_assert_false(json_object_has_member(top, "probe"));
    assert_names(top, "refusals", "relaying-denied blacklisted");
    assert_has(&result,
               "\"refusals\": {\"relaying-denied\": 12, \"blacklisted\": 3},\n");
    assert_has(&result, "\"collateral_by\": {\"blacklisted\": 2}, "
                        "\"refusals\": {\"greylisted\": 4}},\n");
    assert_names(top, "blacklists",
                 "listings false delistings listed_at_end subscribed "
                 "lag_abuse_to_listing_s lag_abuse_to_listing_hosts "
                 "lag_listing_to_closing_s lag_listing_to_closing_hosts");
    assert_names(top, "cost_shift", "bytes line_s paid");
    assert_names(json_object_get_object_member(top, "cost_shift"), "bytes",
                 "spammers providers relays recipients bounces");
    assert_names(json_object_get_object_member(top, "cost_shift"), "paid",
                 "spammers providers relays recipients");
}

/* Decimals are short and as one would write them; whole numbers are exact. */
static void
test_numbers_are_plain(void)
{
    g_auto(BpRunResult) result = some_result();

    result.seed = (G_GUINT64_CONSTANT(1) << 53) - 1;
    result.books.bytes = G_GUINT64_CONSTANT(9007199254740993);
    result.ham_delay_s = 1234.5;
    result.ham_delay_p99_s = -0.0000001;
    result.carriage.line_us = 1500000;
    result.carriage.paid_udollars = 3250000;
    result.spammers_paid_udollars = 1;

    assert_has(&result, "\"reach\": 0.42,");
    assert_has(&result, "\"amplification\": 87.3,");
    assert_has(&result, "\"run_s\": 0.333333,");
    assert_has(&result, "\"seed\": 9007199254740991,");
    assert_has(&result, "\"bytes\": 9007199254740993,");
    assert_has(&result,
               "\"delay_s\": {\"mean\": 1234.5, \"p50\": 0, \"p90\": 0, \"p99\": 0}");
    assert_has(&result, "\"length_s\": 2592000,");
    assert_has(&result, "\"line_s\": 1.5,");
    assert_has(&result, "\"cost\": {\"spammers\": 0.000001, \"others\": 3.249999}");
    assert_has(&result, "\"begin\": \"1996-09-01T00:00:00Z\",");
    assert_has(&result, "\"complete\": true,");
}

/* Nothing is divided by nothing. */
static void
test_no_spam(void)
{
    g_auto(BpRunResult) result = some_result();

    result.books.targets = 0;
    result.books.mailboxes_reached = 0;
    result.books.spam_bytes_by_spammers = 0;
    result.length_us++;

    assert_has(&result, "\"reach\": 0,");
    assert_has(&result, "\"amplification\": null,");
    assert_has(&result, "\"length_s\": 2592000.000001,");
}

/* Quotes, control characters and bytes of no character leave it JSON. */
static void
test_odd_texts(void)
{
    static const char title[] = "a \"quoted\"\n\ttitle \\ \x01";
    g_autoptr(JsonParser) parser = json_parser_new();
    g_auto(BpRunResult) result = some_result();
    JsonObject *top;

    g_free(result.title);
    g_free(result.scenario);
    result.title = g_strdup(title);
    result.scenario = g_strdup("caf\xe9.scenario");
    top = parsed(parser, &result);
    g_assert_cmpstr(json_object_get_string_member(top, "title"), ==, title);
    g_assert_cmpstr(json_object_get_string_member(top, "scenario"), ==,
                    "caf\xef\xbf\xbd.scenario");

    g_clear_pointer(&result.title, g_free);
    assert_has(&result, "\"title\": null,");
}

/* Totals can be asked for by the name that they have in the JSON. */
static void
test_totals_by_name(void)
{
    g_auto(BpRunResult) result = some_result();
    g_autoptr(GArray) totals = bp_run_totals(&result);

    g_assert_cmpfloat(bp_run_total(totals, "spam.reach")->real, ==, 0.42);
    g_assert_cmpfloat(bp_run_total(totals, "hosts")->real, ==, 120.0);
    g_assert_cmpuint(bp_run_total(totals, "hosts")->whole, ==, 120);
    g_assert_null(bp_run_total(totals, "wall_s"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/results/run_json/names", test_names_are_as_promised);
    g_test_add_func("/results/run_json/rare", test_rare_things_appear_when_they_happen);
    g_test_add_func("/results/run_json/numbers", test_numbers_are_plain);
    g_test_add_func("/results/run_json/no-spam", test_no_spam);
    g_test_add_func("/results/run_json/odd-texts", test_odd_texts);
    g_test_add_func("/results/run_json/totals", test_totals_by_name);
    return g_test_run();
}
