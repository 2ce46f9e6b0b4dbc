/* Tests of choosing hosts. */
#include "scenario_kit.h"

#include <bangpath/choose.h>

/* a 50, b 30, c 20 and d 0 mailboxes. */
static BpScenario *
four(void)
{
    BpScenario *scenario = kit_scenario(BP_DAY_US);

    kit_member(scenario, "a", 50, "open", 10000);
    kit_member(scenario, "b", 30, "open", 10000);
    kit_member(scenario, "c", 20, "open", 10000);
    kit_member(scenario, "d", 0, "open", 10000);
    bp_network_finish(scenario->network);
    return scenario;
}

static void
expect(const char *text, const char *names)
{
    static const BpParam row = {.name = "subscribers", .kind = BP_PARAM_SELECTION};
    g_autoptr(BpScenario) scenario = four();
    g_autoptr(GString) got = g_string_new(NULL);
    g_autoptr(GArray) hosts = NULL;
    BpValue value = {0};
    GError *error = NULL;

    bp_param_parse(&row, text, 0, &value, &error);
    g_assert_no_error(error);
    hosts = bp_choose_selection(scenario->network, 1, &value, "a test");
    for (guint i = 0; i < hosts->len; i++)
        g_string_append(
            got,
            bp_network_host(scenario->network, g_array_index(hosts, guint32, i)).name);
    g_assert_cmpstr(got->str, ==, names);
    bp_value_clear(&value);
}

/* As near to the share as whole hosts come, the larger first: 60 of 100 is nearer to 50
 * than to 80, 65 is as near to both and takes both. */
static void
test_selections(void)
{
    expect("all", "abc");
    expect("none", "");
    expect("d, b", "bd");
    expect("largest 0%", "");
    expect("largest 20%", "a"); /* one at least */
    expect("largest 25%", "a");
    expect("largest 50%", "a");
    expect("largest 60%", "a");
    expect("largest 65%", "ab");
    expect("largest 80%", "ab");
    expect("largest 100%", "abc");
    expect("random 100%", "abc");
    expect("random 0%", "");
}

static void
test_hosts(void)
{
    g_autoptr(BpScenario) scenario = four();
    g_autoptr(GArray) all = bp_choose_hosts(scenario->network, FALSE);
    g_autoptr(GArray) some = bp_choose_hosts(scenario->network, TRUE);

    /* 0 is the net */
    g_assert_cmpuint(all->len, ==, 4);
    g_assert_cmpuint(g_array_index(all, guint32, 0), ==, 1);
    g_assert_cmpuint(some->len, ==, 3);
}

static GArray *
numbers(guint32 from, guint32 to)
{
    GArray *hosts = g_array_new(FALSE, FALSE, sizeof(guint32));

    for (guint32 i = from; i < to; i++)
        g_array_append_val(hosts, i);
    return hosts;
}

/* The order of what two sets share is the same in both; seed and purpose change it. */
static void
test_shuffle(void)
{
    g_autoptr(GArray) large = numbers(0, 100);
    g_autoptr(GArray) small = numbers(20, 60);
    g_autoptr(GArray) seed = numbers(0, 100);
    g_autoptr(GArray) purpose = numbers(0, 100);
    guint k = 0, same_seed = 0, same_purpose = 0;

    bp_choose_shuffle(large, 1, "a test");
    bp_choose_shuffle(small, 1, "a test");
    bp_choose_shuffle(seed, 2, "a test");
    bp_choose_shuffle(purpose, 1, "another");
    for (guint i = 0; i < 100; i++) {
        guint32 host = g_array_index(large, guint32, i);

        if (host >= 20 && host < 60)
            g_assert_cmpuint(host, ==, g_array_index(small, guint32, k++));
        same_seed += host == g_array_index(seed, guint32, i);
        same_purpose += host == g_array_index(purpose, guint32, i);
    }
    g_assert_cmpuint(k, ==, 40);
    g_assert_cmpuint(same_seed, <, 10);
    g_assert_cmpuint(same_purpose, <, 10);
}

/* So does that of many, who are sorted otherwise; and each of them is there once. */
static void
test_shuffle_many(void)
{
    g_autoptr(GArray) many = numbers(0, 200000);
    g_autoptr(GArray) some = numbers(50000, 90000);
    g_autofree guint8 *seen = g_new0(guint8, 200000);
    guint k = 0;

    bp_choose_shuffle(many, 1, "a test");
    bp_choose_shuffle(some, 1, "a test");
    g_assert_cmpuint(many->len, ==, 200000);
    for (guint i = 0; i < many->len; i++) {
        guint32 host = g_array_index(many, guint32, i);

        g_assert_cmpuint(host, <, 200000);
        g_assert_cmpuint(seen[host % 200000]++, ==, 0);
        if (host >= 50000 && host < 90000)
            g_assert_cmpuint(host, ==, g_array_index(some, guint32, k++));
    }
    g_assert_cmpuint(k, ==, 40000);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/choose/selections", test_selections);
    g_test_add_func("/choose/hosts", test_hosts);
    g_test_add_func("/choose/shuffle", test_shuffle);
    g_test_add_func("/choose/shuffle many", test_shuffle_many);
    return g_test_run();
}
