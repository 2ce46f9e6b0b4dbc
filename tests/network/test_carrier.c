/* Tests of lines and calls: when a file is across, to the microsecond, and what it
 * cost. */
#include "carrier_kit.h"

/* ---- permanent lines ---- */

/* First come, first served, with 30 s overhead a file; both ways at once. */
static void
test_plain_line(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "permanent");
    guint32 ab;

    line.protocol_params[0] = 30 * BP_SECOND_US;
    ab = link_by(w, host(w, "a", 1), host(w, "b", 1), &line);
    begin(w);
    put(w, ab, 1000);
    put(w, ab, 1);
    put(w, ab + 1, 2000);
    expect(w, 40 * BP_SECOND_US, "31.000000 b 1000\n32.000000 a 2000\n");
    put(w, ab + 1, 5);
    /* b's second file begins at 40 s; a's 31 s + 30.001 s */
    expect(w, BP_HOUR_US, "61.001000 b 1\n70.005000 a 5\n");
    g_assert_cmpint(bp_carrier_sums(w->carrier)->line_us, ==,
                    31000000 + 30001000 + 32000000 + 30005000);
    g_assert_cmpint(bp_carrier_link_line_us(w->carrier, 0), ==, 123006000);
    g_assert_cmpuint(bp_carrier_sums(w->carrier)->calls_made, ==, 0);
}

/* Rounded up: 1 byte at 3 bps is 10 / 3 s. */
static void
test_rounds_up(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "permanent");
    guint32 ab;

    line.view.bps = 3;
    ab = link_by(w, host(w, "a", 1), host(w, "b", 1), &line);
    begin(w);
    put(w, ab, 1);
    put(w, ab, 1);
    expect(w, BP_HOUR_US, "3.333334 b 1\n6.666668 b 1\n");
}

/* A permanent line's price is by time: 0.60 $/min is a cent a second. Each end pays for
 * what it sends, at the tariff of its own hour: Thursday, 12:00 at a, 18:00 at b. */
static void
test_price_of_a_line(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "permanent");
    guint32 a = host(w, "a", 1), b = host(w, "b", 1), ab;

    w->begin_unix_s = 12 * 3600;
    bp_network_edit(w->network, a)->tz_minutes = 0;
    bp_network_edit(w->network, b)->tz_minutes = 360;
    line.price_udollars[BP_TARIFF_DAY] = 600000;
    line.price_udollars[BP_TARIFF_EVENING] = 60000;
    ab = link_by(w, a, b, &line);
    begin(w);
    put(w, ab, 10000);
    put(w, ab + 1, 10000);
    bp_queue_run_until(w->queue, BP_HOUR_US);
    g_assert_cmpint(bp_carrier_paid_udollars(w->carrier, a), ==, 100000);
    g_assert_cmpint(bp_carrier_paid_udollars(w->carrier, b), ==, 10000);
    g_assert_cmpint(bp_carrier_link_paid_udollars(w->carrier, 0), ==, 110000);
    g_assert_cmpint(bp_carrier_sums(w->carrier)->paid_udollars, ==, 110000);
}

/* Over a net the slower access line counts, both ways: a has 10,000 bps, b 1,000. What a
 * sends to c has half of a's line, and of c's, where b sends as well, however slowly. */
static void
test_net(void)
{
    g_autoptr(World) w = world_new();
    guint32 net = bp_network_node(w->network, "net", NULL);
    BpLine fast = line_of("plain", "permanent");
    BpLine slow = fast;
    guint32 a = host(w, "a", 1), b = host(w, "b", 1), c = host(w, "c", 1);
    guint32 an, bn, cn;

    slow.view.bps = 1000;
    bp_network_edit(w->network, net)->is_net = TRUE;
    an = link_by(w, a, net, &fast);
    bn = link_by(w, b, net, &slow);
    cn = link_by(w, c, net, &fast);
    begin(w);
    put_to(w, an, 100, b);
    put_to(w, an, 100, c);
    put_to(w, bn, 200, c);
    put_to(w, cn, 100, a);
    expect(w, BP_HOUR_US,
           "0.100000 a 100\n0.200000 c 100\n1.000000 b 100\n2.000000 c 200\n");
}

/* Two hosts of 10,000 and 20,000 bps on a net, 20 and 100 ms one way: a byte takes a
 * millisecond, a round trip 240. @c, where asked for, is another like @b. */
static World *
smtp_world(guint32 *an, guint32 *b, guint32 *c, guint out)
{
    World *w = world_new();
    guint32 net = bp_network_node(w->network, "net", NULL), a = host(w, "a", 1);
    BpLine near = line_of("smtp", "permanent");
    BpLine far = near;

    near.view.latency_us = 20000;
    far.view = (BpLineView){.bps = 20000, .latency_us = 100000};
    bp_network_edit(w->network, net)->is_net = TRUE;
    *b = host(w, "b", 1);
    *an = link_by(w, a, net, &near);
    link_by(w, *b, net, &far);
    if (c) {
        *c = host(w, "c", 1);
        link_by(w, *c, net, &far);
    }
    bp_network_set_connections(w->network, a, (guint16)out, 20);
    begin(w);
    return w;
}

/* SMTP over a net: 3 round trips and 264 bytes of replies to meet; the envelope of 290 bytes, 2
 * round trips, 101 bytes; the body, 2 round trips, 94 bytes: 7 * 240 + 459 + 1290 ms. One round
 * trip and 42 bytes to leave. */
static void
test_smtp_over_a_net(void)
{
    guint32 an, b;
    g_autoptr(World) w = smtp_world(&an, &b, NULL, 20);

    put_to(w, an, 1000, b);
    expect(w, BP_HOUR_US, "3.429000 b 1000\n");
    bp_carrier_settle(w->carrier);
    g_assert_cmpint(bp_carrier_link_line_us(w->carrier, an / 2), ==, 3711000);

    /* Refused: 5 round trips, 365 bytes of replies, and the envelope, which shares the line
     * with another. */
    w->refuses = TRUE;
    put_to(w, an, 1000, b);
    put_to(w, an, 2000, b);
    expect(w, 2 * BP_HOUR_US, "3602.145000 no b 1000\n3602.145000 no b 2000\n");
}

/* One connection at a time. The second letter is for the same host: it takes no meeting, 4 * 240
 * + 195 + 1290 ms. The third waits for the farewell of 282 ms; so does the fourth, which comes
 * when all others are there and the connection is being closed, from 9.585 s to 9.867 s. */
static void
test_smtp_farewell(void)
{
    guint32 an, b, c;
    g_autoptr(World) w = smtp_world(&an, &b, &c, 1);

    put_to(w, an, 1000, b);
    put_to(w, an, 1000, b);
    put_to(w, an, 1000, c);
    bp_queue_run_until(w->queue, 9700000);
    put_to(w, an, 1000, c);
    expect(w, BP_HOUR_US,
           "3.429000 b 1000\n5.874000 b 1000\n9.585000 c 1000\n13.296000 c 1000\n");
    bp_carrier_settle(w->carrier);
    g_assert_cmpint(bp_carrier_link_line_us(w->carrier, an / 2), ==, 13578000);
    g_assert_cmpuint(bp_carrier_sums(w->carrier)->connections_made, ==, 3);
}

/* A line that fails while a connection on it is closed: nothing is lost, and the next letter
 * meets anew when the line is back. */
static void
test_smtp_farewell_cut(void)
{
    guint32 an, b;
    g_autoptr(World) w = smtp_world(&an, &b, NULL, 1);

    put_to(w, an, 1000, b);
    bp_queue_run_until(w->queue, 3500000);
    bp_carrier_fail_link(w->carrier, an / 2);
    put_to(w, an, 1000, b);
    bp_queue_run_until(w->queue, 10 * BP_SECOND_US);
    bp_carrier_mend_link(w->carrier, an / 2);
    expect(w, BP_HOUR_US, "3.429000 b 1000\n13.429000 b 1000\n");
}

/* A quarter of the way round the globe is 10,007.543 km, 75.056573 ms in fibre with a detour of
 * a half. Of the 100 + 20 ms of both lines 15 + 5 are distance: a trip takes 175.056 ms, and
 * a letter 14 of them, and 290 + 1000 ms, and 459 of replies. */
static void
test_distance(void)
{
    g_autoptr(World) w = world_new();
    guint32 net = bp_network_node(w->network, "net", NULL);
    BpLine near = line_of("smtp", "permanent");
    BpLine far = near;
    guint32 a = host(w, "a", 1), b = host(w, "b", 1), an;

    near.view.latency_us = 20000;
    near.way_us = 5000;
    far.view = (BpLineView){.bps = 20000, .latency_us = 100000};
    far.way_us = 15000;
    bp_network_edit(w->network, net)->is_net = TRUE;
    bp_network_edit(w->network, a)->lat = 90;
    bp_network_edit(w->network, a)->lon = 0;
    bp_network_edit(w->network, b)->lat = 0;
    bp_network_edit(w->network, b)->lon = 8;
    an = link_by(w, a, net, &near);
    link_by(w, b, net, &far);
    begin(w);
    put_to(w, an, 1000, b);
    expect(w, BP_HOUR_US, "4.199784 b 1000\n");
}

/* Two equal letters of 1,000 bytes share a's line of 10,000 bps. The first is alone for 0.5 s,
 * has half of it for 1 s, and is there at 1.5 s; the second then has 500 bytes left, and the
 * line for itself: 2 s. */
static void
test_one_leaves(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "permanent");
    guint32 a = host(w, "a", 1), b = host(w, "b", 1), c = host(w, "c", 1);
    guint32 net = host(w, "net", 0), an;

    bp_network_edit(w->network, net)->is_net = TRUE;
    an = link_by(w, a, net, &line);
    link_by(w, b, net, &line);
    link_by(w, c, net, &line);
    begin(w);
    put_to(w, an, 1000, b);
    bp_queue_run_until(w->queue, BP_SECOND_US / 2);
    put_to(w, an, 1000, c);
    expect(w, BP_HOUR_US, "1.500000 b 1000\n2.000000 c 1000\n");
    bp_carrier_settle(w->carrier);
    g_assert_cmpint(bp_carrier_link_line_us(w->carrier, an / 2), ==, 2 * BP_SECOND_US);
}

/* 250 letters of 4 GB, at 10 bits a byte 10^19 millionths of a bit together, which 64 bits do not
 * hold: 40 s each alone on a's line of 1 Gbps, all of them at the end of 10,000 s. */
static void
test_many_and_large(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "permanent");
    guint32 a = host(w, "a", 1), b = host(w, "b", 1), net = host(w, "net", 0), an;
    const gint64 each_us = 40 * BP_SECOND_US;

    line.view.bps = G_GINT64_CONSTANT(1000000000);
    bp_network_edit(w->network, net)->is_net = TRUE;
    bp_network_set_connections(w->network, a, 300, 40);
    bp_network_set_connections(w->network, b, 20, 300);
    an = link_by(w, a, net, &line);
    link_by(w, b, net, &line);
    begin(w);
    for (guint i = 0; i < 250; i++)
        put_to(w, an, G_GUINT64_CONSTANT(4000000000), b);
    expect(w, 250 * each_us - 1, "");
    bp_queue_run_until(w->queue, 250 * each_us + 1);
    g_assert_cmpuint(w->moving->len, ==, 250);
    g_assert_true(g_str_has_prefix(w->log->str, "10000.000000 b 4000000000\n"));
    g_assert_cmpuint(w->log->len, ==, 250 * strlen("10000.000000 b 4000000000\n"));
    bp_carrier_settle(w->carrier);
    g_assert_cmpint(bp_carrier_link_line_us(w->carrier, an / 2), ==, 250 * each_us);
}

/* d takes one connection at a time. Whoever is refused goes to whom stands in, over a net that
 * is 3 s across; a plain letter of 1,000 bytes waits for no reply, but to be refused is to have
 * asked: 6 s. */
static void
test_refused(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "permanent");
    guint32 a = host(w, "a", 1), b = host(w, "b", 1), d = host(w, "d", 1);
    guint32 e = host(w, "e", 1), net = host(w, "net", 0), an, bn;

    bp_network_edit(w->network, net)->is_net = TRUE;
    bp_network_set_crossing(w->network, net, 3 * (gint32)BP_SECOND_US);
    bp_network_set_connections(w->network, d, 20, 1);
    an = link_by(w, a, net, &line);
    bn = link_by(w, b, net, &line);
    link_by(w, d, net, &line);
    link_by(w, e, net, &line);
    begin(w);
    put_to(w, an, 1000, d);
    put_to(w, bn, 2000, d);
    expect(w, BP_MINUTE_US, "1.000000 d 1000\n6.000000 lost d 2000\n");
    w->stands_in = e;
    put_to(w, an, 1000, d);
    put_to(w, bn, 2000, d);
    expect(w, BP_HOUR_US, "61.000000 d 1000\n68.000000 d 2000\n");
    g_assert_cmpuint(bp_carrier_sums(w->carrier)->connections_made, ==, 3);
    g_assert_cmpuint(bp_carrier_sums(w->carrier)->connections_refused, ==, 2);
}

/* b is down until 60 s, so the call at 0 is in vain for 75 s. The next file is for the same
 * host, but no connection stands: it takes 7 round trips of 240 ms, 290 + 1000 ms. */
static void
test_in_vain(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("smtp", "permanent");
    guint32 a = host(w, "a", 1), b = host(w, "b", 1), net = host(w, "net", 0), an;

    line.view.latency_us = 60000;
    bp_network_edit(w->network, net)->is_net = TRUE;
    bp_network_set_connections(w->network, a, 1, 40);
    an = link_by(w, a, net, &line);
    link_by(w, b, net, &line);
    begin(w);
    bp_carrier_fail_host(w->carrier, b);
    put_to(w, an, 2000, b);
    put_to(w, an, 1000, b);
    bp_queue_run_until(w->queue, BP_MINUTE_US);
    bp_carrier_mend_host(w->carrier, b);
    expect(w, BP_HOUR_US, "75.000000 lost b 2000\n78.429000 b 1000\n");
    g_assert_cmpuint(bp_carrier_sums(w->carrier)->connections_made, ==, 1);
    g_assert_cmpuint(bp_carrier_sums(w->carrier)->connections_unanswered, ==, 1);
}

/* ---- calls ---- */

/* A call: 12 s to set up; the caller sends all it has, then roles turn, then turn
 * back for what has come meanwhile; then it hangs up. */
static void
test_call(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "demand");
    guint32 ab;

    line.setup_us = 12 * BP_SECOND_US;
    ab = link_by(w, host(w, "a", 1), host(w, "b", 1), &line);
    begin(w);
    put(w, ab, 1000);
    put(w, ab + 1, 3000);
    put(w, ab, 2000);
    put(w, ab + 1, 1000);
    bp_queue_run_until(w->queue, 17 * BP_SECOND_US);
    put(w, ab, 500);
    expect(w, BP_HOUR_US,
           "13.000000 b 1000\n15.000000 b 2000\n18.000000 a 3000\n"
           "19.000000 a 1000\n19.500000 b 500\n");
    g_assert_cmpuint(bp_carrier_sums(w->carrier)->calls_made, ==, 1);
    g_assert_cmpuint(bp_carrier_link_calls(w->carrier, 0), ==, 1);
    g_assert_cmpint(bp_carrier_sums(w->carrier)->line_us, ==, 19500000);
    g_assert_cmpuint(bp_carrier_sums(w->carrier)->calls_busy, ==, 0);
}

/* ---- calls of UUCP ---- */

/* 2400 bps and 50 ms a trip; a letter of 2,048 bytes there, one of 512 back. */
static World *
uucp_world(const char *protocol, gboolean both)
{
    World *w = world_new();
    BpLine line = line_of(protocol, "demand");
    guint32 ab;

    line.view = (BpLineView){.bps = 2400, .latency_us = 50000};
    line.setup_us = 30 * BP_SECOND_US;
    ab = link_by(w, host(w, "a", 1), host(w, "b", 1), &line);
    begin(w);
    put(w, ab, 2048);
    if (both)
        put(w, ab + 1, 512);
    return w;
}

/* From dialling to the hang-up, by the sums of docs/calls.md: B is 1/240 s, L 0.05 s. Steps
 * are rounded up, each by itself. */
static void
test_uucp_calls(void)
{
    static const struct {
        const char *protocol;
        gboolean both;
        guint bytes, trips;
        gint64 pause_us;
    } cases[] = {
        /* 91 + 13 L; data 234 + 33 * 70, execution 234 + 2 * 70, 8 L; 237 + 2 L. */
        {"g", FALSE, 91 + 2544 + 374 + 237, 23, 0},
        /* And 158 + 2 L; 234 + 9 * 70 and 374, 8 L. */
        {"g", TRUE, 91 + 2544 + 374 + 158 + 864 + 374 + 237, 33, 0},
        {"v", TRUE, 91 + 340 + 2206 + 94 + 340 + 664 + 141, 33, 0},
        {"f", TRUE, 51 + 2140 + 119 + 5 + 579 + 119 + 17, 27, 2000000},
        {"e", TRUE, 51 + 2117 + 129 + 5 + 581 + 129 + 17, 27, 2000000},
        {"t", TRUE, 55 + 3596 + 1602 + 1024 + 2056 + 1602 + 1545, 27, 0},
        /* Both ways at once: what comes back costs nothing. */
        {"i", FALSE, 69 + 2141 + 143 + 66, 13, 0},
        {"i", TRUE, 69 + 2141 + 143 + 66, 13, 0},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(World) w = uucp_world(cases[i].protocol, cases[i].both);
        gint64 us = (gint64)cases[i].bytes * BP_SECOND_US / 240 +
                    (gint64)cases[i].trips * 50000 + cases[i].pause_us;
        gint64 line_us;

        g_test_message("%s", cases[i].protocol);
        bp_queue_run_until(w->queue, BP_HOUR_US);
        line_us = bp_carrier_sums(w->carrier)->line_us - 30 * BP_SECOND_US;
        g_assert_cmpint(line_us, >=, us);
        g_assert_cmpint(line_us, <=, us + 10);
        g_assert_cmpuint(w->n_taken[0], ==, 1);
        g_assert_cmpuint(w->n_taken[1], ==, cases[i].both ? 1 : 0);
        g_assert_cmpuint(bp_carrier_sums(w->carrier)->calls_made, ==, 1);
    }
}

/* In i the small letter back is across while the large one is still under way: 30 s, log-in
 * 69 B + 9 L, and 738 B against 2,284. */
static void
test_both_ways_at_once(void)
{
    g_autoptr(World) w = uucp_world("i", TRUE);

    bp_queue_run_until(w->queue, 33 * BP_SECOND_US + 812500);
    g_assert_cmpuint(w->n_taken[0], ==, 0);
    g_assert_cmpuint(w->n_taken[1], ==, 0);
    bp_queue_run_until(w->queue, 33 * BP_SECOND_US + 812510);
    g_assert_cmpuint(w->n_taken[1], ==, 1);
    g_assert_true(bp_carrier_sending(w->carrier, 0));
    g_assert_false(bp_carrier_sending(w->carrier, 1));
    /* A second one sets off at once, and is across before the large one: 36.8875 s. */
    put(w, 1, 512);
    bp_queue_run_until(w->queue, 40 * BP_SECOND_US + 254160);
    g_assert_cmpuint(w->n_taken[0], ==, 0);
    bp_queue_run_until(w->queue, 40 * BP_SECOND_US + 254180);
    g_assert_cmpuint(w->n_taken[0], ==, 1);
}

/* A poll that finds nothing logs in and hangs up: 91 + 237 B and 15 L a call. */
static void
test_empty_uucp_call(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("g", "poll 4 h");

    line.view = (BpLineView){.bps = 2400, .latency_us = 50000};
    link_by(w, host(w, "a", 1), host(w, "b", 1), &line);
    begin(w);
    bp_queue_run_until(w->queue, BP_DAY_US);
    g_assert_cmpuint(bp_carrier_sums(w->carrier)->calls_made, ==, 6);
    g_assert_cmpint(bp_carrier_sums(w->carrier)->line_us, >=, 6 * 2116666);
    g_assert_cmpint(bp_carrier_sums(w->carrier)->line_us, <=, 6 * 2116668);
}

/* 2,000 letters of 2,048 and 58 bytes at one damaged bit in 10,000: 32.9 packets of data and
 * 8 of commands, replies and ends of files. q = 1 - (1 - 1e-4)^560 = 0.05446, r = 5.09, n =
 * 40.9 q / (1 - r q) = 3.08 bad packets, each 5.09 * 70/240 s + 0.1 s + 10 s * 6/70: 7.52 s
 * more a letter. The same seed, the same. */
static void
test_bit_errors(void)
{
    gint64 line_us[3];

    for (guint i = 0; i < 3; i++) {
        g_autoptr(World) w = world_new();
        BpLine line = line_of("g", "demand");
        guint32 ab;

        line.view = (BpLineView){.bps = 2400, .latency_us = 50000};
        line.view.bit_errors = i == 0 ? 0 : 100000000;
        line.protocol_params[0] = 7;
        ab = link_by(w, host(w, "a", 1), host(w, "b", 1), &line);
        begin(w);
        for (guint n = 0; n < 2000; n++)
            put(w, ab, 2048);
        bp_queue_run_until(w->queue, BP_DAY_US);
        g_assert_cmpuint(w->n_taken[ab], ==, 2000);
        g_assert_cmpuint(bp_carrier_sums(w->carrier)->calls_dropped, ==, 0);
        line_us[i] = bp_carrier_sums(w->carrier)->line_us;
    }
    g_test_message("%f s more", (double)(line_us[1] - line_us[0]) / 2000e6);
    g_assert_cmpint(line_us[1], ==, line_us[2]);
    g_assert_cmpint(line_us[1] - line_us[0], >, 2000 * G_GINT64_CONSTANT(7100000));
    g_assert_cmpint(line_us[1] - line_us[0], <, 2000 * G_GINT64_CONSTANT(7800000));
}

/* At one bit in a thousand 20 KB never come through: each call is dropped, costs its time,
 * and is tried again; the letter stays. */
static void
test_too_many_errors(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("g", "demand");
    guint32 ab;

    line.view = (BpLineView){.bps = 2400, .bit_errors = 1000000000};
    ab = link_by(w, host(w, "a", 1), host(w, "b", 1), &line);
    begin(w);
    put(w, ab, 100);
    put(w, ab, 20000);
    bp_queue_run_until(w->queue, BP_HOUR_US);
    g_assert_cmpuint(w->n_taken[ab], ==, 1);
    /* One may be going on. */
    g_assert_cmpuint(bp_carrier_sums(w->carrier)->calls_dropped + 1, >=,
                     bp_carrier_sums(w->carrier)->calls_made);
    g_assert_cmpuint(bp_carrier_sums(w->carrier)->calls_dropped, >=, 3);
    g_assert_cmpint(bp_carrier_sums(w->carrier)->line_us, >, 300 * BP_SECOND_US);
}

/* Calls cost by the minute begun, from the carrier on, at the tariff of the hour in
 * which they end, and the caller pays: begun on Thursday at 16:58:30 (-5:00), 30 s
 * set-up, 61 s of talk: it ends at 17:00:01, in the evening: 2 min. */
static void
test_price_of_a_call(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "demand");
    guint32 a = host(w, "a", 1), b = host(w, "b", 1), ab;

    w->begin_unix_s = (21 * 60 + 58) * 60 + 30;
    bp_network_edit(w->network, a)->tz_minutes = -300;
    bp_network_edit(w->network, b)->tz_minutes = 0;
    line.setup_us = 30 * BP_SECOND_US;
    line.price_udollars[BP_TARIFF_DAY] = 250000;
    line.price_udollars[BP_TARIFF_EVENING] = 160000;
    line.price_udollars[BP_TARIFF_NIGHT] = 130000;
    ab = link_by(w, a, b, &line);
    begin(w);
    put(w, ab, 61000);
    bp_queue_run_until(w->queue, BP_HOUR_US);
    g_assert_cmpint(bp_carrier_paid_udollars(w->carrier, a), ==, 320000);
    g_assert_cmpint(bp_carrier_paid_udollars(w->carrier, b), ==, 0);
    g_assert_cmpint(bp_carrier_sums(w->carrier)->line_us, ==, 91 * BP_SECOND_US);

    /* b calls at 22:58:30 UTC (evening), 30 s + 60 s: ends at 23:00, at night: 1
     * min. */
    put(w, ab + 1, 60000);
    bp_queue_run_until(w->queue, 2 * BP_HOUR_US);
    g_assert_cmpint(bp_carrier_paid_udollars(w->carrier, b), ==, 130000);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/carrier/plain line", test_plain_line);
    g_test_add_func("/carrier/rounds up", test_rounds_up);
    g_test_add_func("/carrier/price of a line", test_price_of_a_line);
    g_test_add_func("/carrier/net", test_net);
    g_test_add_func("/carrier/one leaves", test_one_leaves);
    g_test_add_func("/carrier/many and large", test_many_and_large);
    g_test_add_func("/carrier/refused", test_refused);
    g_test_add_func("/carrier/in vain", test_in_vain);
    g_test_add_func("/carrier/smtp over a net", test_smtp_over_a_net);
    g_test_add_func("/carrier/smtp farewell", test_smtp_farewell);
    g_test_add_func("/carrier/smtp farewell cut", test_smtp_farewell_cut);
    g_test_add_func("/carrier/distance", test_distance);
    g_test_add_func("/carrier/call", test_call);
    g_test_add_func("/carrier/uucp calls", test_uucp_calls);
    g_test_add_func("/carrier/both ways at once", test_both_ways_at_once);
    g_test_add_func("/carrier/empty uucp call", test_empty_uucp_call);
    g_test_add_func("/carrier/bit errors", test_bit_errors);
    g_test_add_func("/carrier/too many errors", test_too_many_errors);
    g_test_add_func("/carrier/price of a call", test_price_of_a_call);
    return g_test_run();
}
