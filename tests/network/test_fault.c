/* Tests of links and hosts that go down: what is lost, what waits, and when it goes on. */
#include "carrier_kit.h"

/* A file of 10 s is cut off after 4 s, and begins again when the line is mended, at 20 s; what
 * waits behind it goes on behind it. The line was busy for 4 + 10 + 1 s. */
static void
test_line_fails(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "permanent");
    guint32 ab;

    ab = link_by(w, host(w, "a", 1), host(w, "b", 1), &line);
    begin(w);
    put(w, ab, 10000);
    put(w, ab, 1000);
    bp_queue_run_until(w->queue, 4 * BP_SECOND_US);
    g_assert_true(bp_carrier_sending(w->carrier, ab));
    bp_carrier_fail_link(w->carrier, 0);
    g_assert_false(bp_carrier_sending(w->carrier, ab));
    put(w, ab + 1, 500);
    expect(w, 20 * BP_SECOND_US, "");
    bp_carrier_mend_link(w->carrier, 0);
    expect(w, BP_HOUR_US, "20.500000 a 500\n30.000000 b 10000\n31.000000 b 1000\n");
    g_assert_cmpint(bp_carrier_sums(w->carrier)->line_us, ==, 15500000);
    g_assert_cmpint(bp_carrier_link_line_us(w->carrier, 0), ==, 15500000);
    g_assert_cmpuint(bp_carrier_sums(w->carrier)->faults, ==, 1);
}

/* What was cut off has an end that comes while the file is sent again: it ends nothing. Line
 * time is right though the run is over before that. */
static void
test_old_end_means_nothing(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "permanent");
    guint32 ab;

    ab = link_by(w, host(w, "a", 1), host(w, "b", 1), &line);
    begin(w);
    put(w, ab, 10000);
    bp_queue_run_until(w->queue, 4 * BP_SECOND_US);
    bp_carrier_fail_link(w->carrier, 0);
    bp_carrier_mend_link(w->carrier, 0);
    bp_queue_run_until(w->queue, 6 * BP_SECOND_US);
    bp_carrier_fail_link(w->carrier, 0);
    bp_queue_run_until(w->queue, 7 * BP_SECOND_US);
    bp_carrier_mend_link(w->carrier, 0);
    bp_queue_run_until(w->queue, 8 * BP_SECOND_US);
    bp_carrier_settle(w->carrier);
    /* 4 s, 2 s and 1 s */
    g_assert_cmpint(bp_carrier_sums(w->carrier)->line_us, ==, 7 * BP_SECOND_US);
    g_assert_cmpint(bp_carrier_link_line_us(w->carrier, 0), ==, 7 * BP_SECOND_US);
    expect(w, BP_HOUR_US, "17.000000 b 10000\n");
}

/* 60 cents a minute: what is cut off after 4 s of 10 costs 4 cents, and 10 when it is sent again,
 * from 20 s on; of the next, half is sent when the run ends, and 5 cents are owed. An end that
 * was cut off costs nothing when it comes. */
static void
test_price_of_what_is_cut(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "permanent");
    guint32 a = host(w, "a", 1), ab;

    for (guint i = 0; i < BP_N_TARIFFS; i++)
        line.price_udollars[i] = 600000;
    ab = link_by(w, a, host(w, "b", 1), &line);
    begin(w);
    put(w, ab, 10000);
    put(w, ab, 10000);
    bp_queue_run_until(w->queue, 4 * BP_SECOND_US);
    bp_carrier_fail_link(w->carrier, 0);
    g_assert_cmpint(bp_carrier_link_paid_udollars(w->carrier, 0), ==, 40000);
    bp_queue_run_until(w->queue, 20 * BP_SECOND_US);
    g_assert_cmpint(bp_carrier_link_paid_udollars(w->carrier, 0), ==, 40000);
    bp_carrier_mend_link(w->carrier, 0);
    expect(w, 35 * BP_SECOND_US, "30.000000 b 10000\n");
    g_assert_cmpint(bp_carrier_link_paid_udollars(w->carrier, 0), ==, 140000);
    bp_carrier_settle(w->carrier);
    g_assert_cmpint(bp_carrier_link_paid_udollars(w->carrier, 0), ==, 190000);
    g_assert_cmpint(bp_carrier_paid_udollars(w->carrier, a), ==, 190000);
    g_assert_cmpint(bp_carrier_link_line_us(w->carrier, 0), ==, 19 * BP_SECOND_US);
}

/* As calls are, what crosses a permanent line is billed at the price of the hour in which it
 * ends: 16:59:55 on a Thursday to 17:00:05. */
static void
test_price_of_the_hour(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "permanent");
    guint32 ab;

    line.price_udollars[BP_TARIFF_DAY] = 600000;
    line.price_udollars[BP_TARIFF_EVENING] = 300000;
    ab = link_by(w, host(w, "a", 1), host(w, "b", 1), &line);
    begin(w);
    bp_queue_run_until(w->queue, 17 * BP_HOUR_US - 5 * BP_SECOND_US);
    put(w, ab, 10000);
    expect(w, 18 * BP_HOUR_US, "61205.000000 b 10000\n");
    g_assert_cmpint(bp_carrier_link_paid_udollars(w->carrier, 0), ==, 50000);
}

/* A link that is down for two reasons is up when both are gone. */
static void
test_down_twice(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "permanent");
    guint32 a = host(w, "a", 1), ab;

    ab = link_by(w, a, host(w, "b", 1), &line);
    begin(w);
    bp_carrier_fail_link(w->carrier, 0);
    bp_carrier_fail_link(w->carrier, 0);
    bp_carrier_fail_host(w->carrier, a);
    put(w, ab, 1000);
    bp_carrier_mend_link(w->carrier, 0);
    expect(w, 10 * BP_SECOND_US, "");
    bp_carrier_mend_host(w->carrier, a);
    expect(w, 20 * BP_SECOND_US, "");
    bp_carrier_mend_link(w->carrier, 0);
    expect(w, BP_HOUR_US, "21.000000 b 1000\n");
}

/* A call is dropped after 4 s, and tried again 5 min later: nobody answers; and 10 min later,
 * when the line has been mended: 4 + 300 + 600 s. */
static void
test_call_is_dropped(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "demand");
    guint32 ab;

    ab = link_by(w, host(w, "a", 1), host(w, "b", 1), &line);
    begin(w);
    put(w, ab, 10000);
    bp_queue_run_until(w->queue, 4 * BP_SECOND_US);
    bp_carrier_fail_link(w->carrier, 0);
    bp_queue_run_until(w->queue, 400 * BP_SECOND_US);
    bp_carrier_mend_link(w->carrier, 0);
    expect(w, BP_HOUR_US, "914.000000 b 10000\n");
    g_assert_cmpuint(bp_carrier_sums(w->carrier)->calls_dropped, ==, 1);
    g_assert_cmpuint(bp_carrier_sums(w->carrier)->calls_failed, ==, 1);
    g_assert_cmpuint(bp_carrier_sums(w->carrier)->calls_made, ==, 2);
    g_assert_cmpint(bp_carrier_sums(w->carrier)->line_us, ==, 14 * BP_SECOND_US);
}

/* A host that is down calls nobody, and has no failures to rest from: it calls as soon as it
 * is up. What others try meanwhile fails. */
static void
test_host_down(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "demand");
    guint32 a = host(w, "a", 2), ab, ca;

    ab = link_by(w, a, host(w, "b", 1), &line);
    ca = link_by(w, host(w, "c", 1), a, &line);
    begin(w);
    bp_carrier_fail_host(w->carrier, a);
    g_assert_true(bp_carrier_host_is_down(w->carrier, a));
    put(w, ab, 1000);
    put(w, ca, 1000);
    bp_queue_run_until(w->queue, 100 * BP_SECOND_US);
    bp_carrier_mend_host(w->carrier, a);
    expect(w, BP_HOUR_US, "101.000000 b 1000\n301.000000 a 1000\n");
    g_assert_cmpuint(bp_carrier_sums(w->carrier)->calls_failed, ==, 1);
}

/* While it is dialled nothing is on the bill. */
static void
test_fails_while_dialling(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "demand");
    guint32 ab;

    line.setup_us = 30 * BP_SECOND_US;
    line.price_udollars[BP_TARIFF_NIGHT] = 100000;
    ab = link_by(w, host(w, "a", 1), host(w, "b", 1), &line);
    begin(w);
    put(w, ab, 1000);
    bp_queue_run_until(w->queue, 10 * BP_SECOND_US);
    bp_carrier_fail_link(w->carrier, 0);
    bp_carrier_mend_link(w->carrier, 0);
    g_assert_cmpint(bp_carrier_sums(w->carrier)->paid_udollars, ==, 0);
    g_assert_cmpint(bp_carrier_sums(w->carrier)->line_us, ==, 10 * BP_SECOND_US);
    /* 10 + 300 + 30 + 1 s */
    expect(w, BP_HOUR_US, "341.000000 b 1000\n");
}

/* A poll that was due meanwhile is made when the caller is up. */
static void
test_missed_poll(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "poll 4 h");
    guint32 a = host(w, "a", 1), ab;

    ab = link_by(w, a, host(w, "b", 1), &line);
    begin(w);
    bp_carrier_fail_host(w->carrier, a);
    put(w, ab + 1, 1000);
    bp_queue_run_until(w->queue, 5 * BP_HOUR_US);
    bp_carrier_mend_host(w->carrier, a);
    expect(w, 6 * BP_HOUR_US, "18001.000000 a 1000\n");
}

/* a, b and c are on a net. While b is down a's file for it goes out of the way: the body that
 * was under way is cut at 4 s. Whoever calls b later waits 75 s in vain; what is for c goes on.
 */
static void
test_net(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "permanent");
    guint32 a = host(w, "a", 1), b = host(w, "b", 1), c = host(w, "c", 1);
    guint32 net = host(w, "net", 0), a_net;

    bp_network_edit(w->network, net)->is_net = TRUE;
    a_net = link_by(w, a, net, &line);
    link_by(w, b, net, &line);
    link_by(w, c, net, &line);
    begin(w);
    put_to(w, a_net, 10000, b);
    put_to(w, a_net, 1000, c);
    bp_queue_run_until(w->queue, 4 * BP_SECOND_US);
    bp_carrier_fail_host(w->carrier, b);
    expect(w, 10 * BP_SECOND_US, "2.000000 c 1000\n4.000000 lost b 10000\n");
    put_to(w, a_net, 2000, b);
    put_to(w, a_net, 1000, c);
    expect(w, 20 * BP_SECOND_US, "11.000000 c 1000\n");
    bp_carrier_mend_host(w->carrier, b);
    put_to(w, a_net, 2000, b);
    expect(w, BP_HOUR_US, "22.000000 b 2000\n85.000000 lost b 2000\n");
}

/* With its access line dead a member neither sends nor gets. */
static void
test_access_line(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "permanent");
    guint32 a = host(w, "a", 1), b = host(w, "b", 1), net = host(w, "net", 0);
    guint32 a_net, b_net;

    bp_network_edit(w->network, net)->is_net = TRUE;
    a_net = link_by(w, a, net, &line);
    b_net = link_by(w, b, net, &line);
    begin(w);
    bp_carrier_fail_link(w->carrier, b_net / 2);
    put_to(w, a_net, 1000, b);
    put_to(w, b_net, 1000, a);
    expect(w, 10 * BP_SECOND_US, "");
    bp_carrier_mend_link(w->carrier, b_net / 2);
    expect(w, BP_HOUR_US, "11.000000 a 1000\n75.000000 lost b 1000\n");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/fault/line fails", test_line_fails);
    g_test_add_func("/fault/old end means nothing", test_old_end_means_nothing);
    g_test_add_func("/fault/price of what is cut", test_price_of_what_is_cut);
    g_test_add_func("/fault/price of the hour", test_price_of_the_hour);
    g_test_add_func("/fault/down twice", test_down_twice);
    g_test_add_func("/fault/call is dropped", test_call_is_dropped);
    g_test_add_func("/fault/host down", test_host_down);
    g_test_add_func("/fault/fails while dialling", test_fails_while_dialling);
    g_test_add_func("/fault/missed poll", test_missed_poll);
    g_test_add_func("/fault/net", test_net);
    g_test_add_func("/fault/access line", test_access_line);
    return g_test_run();
}
