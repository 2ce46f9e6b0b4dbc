/* Tests of mail known beforehand: what is packed comes out again, and is written. */
#include "scenario_kit.h"

static BpNetwork *
pair(void)
{
    BpNetwork *network = bp_network_new();
    BpLine line =
        bp_line_from_profile(bp_line_profile_find("lan"), bp_protocol_find("plain"));
    guint32 a = bp_network_node(network, "a", NULL);
    guint32 b = bp_network_node(network, "b", NULL);

    line.view = (BpLineView){.bps = 10000};
    bp_network_add_link(network, a, b, bp_network_add_line(network, &line), 100, 100);
    bp_network_finish(network);
    return network;
}

/* Numbers of every length, up to the largest; paths or none; one recipient or many. */
static void
test_there_and_back(void)
{
    g_autoptr(BpNetwork) network = pair();
    g_autoptr(BpTrace) trace = bp_trace_new(network);
    const guint32 sizes[] = {0, 1, 127, 128, 16383, 16384, G_MAXUINT32};
    BpRecipient to[300];
    BpTraceReader reader;
    BpTraceMail mail;
    gint64 at_us = 0;

    for (guint i = 0; i < G_N_ELEMENTS(to); i++)
        to[i] = (BpRecipient){{i % 2, i * 14316557}, i % 3 == 0 ? BP_NONE : i};
    for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
        BpTraceMail out = {at_us, {1, sizes[i]}, sizes[i], to, i * 49 + 1, (guint8)(i % 3)};

        bp_trace_add(trace, &out);
        at_us += i % 2 == 0 ? 0 : (gint64)1 << (7 * i);
    }
    g_assert_cmpuint(bp_trace_count(trace), ==, G_N_ELEMENTS(sizes));

    bp_trace_reader_init(&reader, trace);
    at_us = 0;
    for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
        g_assert_true(bp_trace_read(&reader, &mail));
        g_assert_cmpint(mail.at_us, ==, at_us);
        g_assert_cmpuint(mail.from.host, ==, 1);
        g_assert_cmpuint(mail.from.user, ==, sizes[i]);
        g_assert_cmpuint(mail.size_bytes, ==, sizes[i]);
        g_assert_cmpuint(mail.flavour, ==, i % 3);
        g_assert_cmpuint(mail.n_recipients, ==, i * 49 + 1);
        for (guint k = 0; k < mail.n_recipients; k++) {
            g_assert_cmpuint(mail.recipients[k].to.host, ==, to[k].to.host);
            g_assert_cmpuint(mail.recipients[k].to.user, ==, to[k].to.user);
            g_assert_cmpuint(mail.recipients[k].path, ==, to[k].path);
        }
        at_us += i % 2 == 0 ? 0 : (gint64)1 << (7 * i);
    }
    g_assert_false(bp_trace_read(&reader, &mail));
    bp_trace_reader_clear(&reader);
}

static void
test_users(void)
{
    g_autoptr(BpNetwork) network = pair();
    g_autoptr(BpTrace) trace = bp_trace_new(network);
    guint32 honey = bp_trace_user(trace, "honey");
    guint32 lesk = bp_trace_user(trace, "lesk");

    g_assert_cmphex(honey, >=, 1U << 31);
    g_assert_cmphex(honey, !=, lesk);
    g_assert_cmphex(bp_trace_user(trace, "honey"), ==, honey);
    g_assert_cmpstr(bp_trace_user_name(trace, lesk), ==, "lesk");
    g_assert_null(bp_trace_user_name(trace, 17));
    g_assert_null(bp_trace_user_name(trace, lesk + 1));
}

/* Two letters, at 5 s and twice at 10 s, over a line that takes 1 s each. */
static void
test_is_written(void)
{
    g_autoptr(BpScenario) scenario = kit_scenario(BP_DAY_US);
    g_autoptr(BpWorld) world = NULL;
    BpRecipient to = {{1, 5}, BP_NONE};
    const gint64 at_s[] = {5, 10, 10};

    bp_network_free(scenario->network);
    scenario->network = pair();
    scenario->trace = bp_trace_new(scenario->network);
    for (guint i = 0; i < 3; i++) {
        BpTraceMail mail = {at_s[i] * BP_SECOND_US, {0, 0}, 1000, &to, 1, 0};

        bp_trace_add(scenario->trace, &mail);
    }
    kit_group(scenario, "mail", "from-file", "m.csv", NULL);
    world = kit_world(scenario);
    bp_world_start(world);
    kit_run(world, 6 * BP_SECOND_US);
    g_assert_cmpuint(kit_books(world)->kind[BP_HAM].in[BP_DELIVERED], ==, 0);
    kit_run(world, 6 * BP_SECOND_US + 1);
    g_assert_cmpuint(kit_books(world)->kind[BP_HAM].in[BP_DELIVERED], ==, 1);
    kit_run(world, 10 * BP_SECOND_US + 1);
    g_assert_cmpuint(kit_books(world)->kind[BP_HAM].sent, ==, 3);
    kit_run(world, 12 * BP_SECOND_US + 1);
    g_assert_cmpuint(kit_books(world)->kind[BP_HAM].in[BP_DELIVERED], ==, 3);
    /* 1, 1 and 2 s */
    g_assert_cmpfloat_with_epsilon(
        bp_delays_mean_s(bp_post_ham_delays(bp_world_post(world))), 4.0 / 3, 1e-9);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/trace/there and back", test_there_and_back);
    g_test_add_func("/trace/users", test_users);
    g_test_add_func("/trace/is written", test_is_written);
    return g_test_run();
}
