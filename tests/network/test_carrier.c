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

/* SMTP over a net: 3 round trips to meet, the envelope of 290 bytes and 2 round trips, the
 * body and 2 round trips; a trip is as long as both access lines, 100 + 20 ms. So
 * 7 * 240 + 290 + 1000 ms. */
static void
test_smtp_over_a_net(void)
{
    g_autoptr(World) w = world_new();
    guint32 net = bp_network_node(w->network, "net", NULL);
    BpLine near = line_of("smtp", "permanent");
    BpLine far = near;
    guint32 a = host(w, "a", 1), b = host(w, "b", 1), an;

    near.view.latency_us = 20000;
    far.view = (BpLineView){.bps = 20000, .latency_us = 100000};
    bp_network_edit(w->network, net)->is_net = TRUE;
    an = link_by(w, a, net, &near);
    link_by(w, b, net, &far);
    begin(w);
    put_to(w, an, 1000, b);
    expect(w, BP_HOUR_US, "2.970000 b 1000\n");

    /* Refused: 5 round trips and the envelope, which shares the line with another. */
    w->refuses = TRUE;
    put_to(w, an, 1000, b);
    put_to(w, an, 2000, b);
    expect(w, 2 * BP_HOUR_US, "3601.780000 no b 2000\n3601.780000 no b 1000\n");
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

/* ---- busy lines, windows and polls ---- */

/* b has one line. a calls at 0 and talks for 1,400 s. c gets busy at 0, 300 and 900
 * s (5 and 10 min later), and comes through at 2,100 s, 20 min after that. */
static void
test_busy(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "demand");
    guint32 b = host(w, "b", 1), ab, cb;

    ab = link_by(w, host(w, "a", 1), b, &line);
    cb = link_by(w, host(w, "c", 1), b, &line);
    begin(w);
    put(w, ab, 1400000);
    put(w, cb, 1000);
    expect(w, BP_DAY_US, "1400.000000 b 1400000\n2101.000000 b 1000\n");
    g_assert_cmpuint(bp_carrier_sums(w->carrier)->calls_busy, ==, 3);
    g_assert_cmpuint(bp_carrier_sums(w->carrier)->calls_made, ==, 2);

    /* A call that went well makes up for it: the next wait is 5 min again. */
    put(w, ab, 200000);
    put(w, cb, 1000);
    expect(w, 2 * BP_DAY_US, "86600.000000 b 200000\n86701.000000 b 1000\n");
}

/* With a second line in b's pool nobody waits; the caller's own one line binds as
 * well. */
static void
test_pool(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "demand");
    guint32 a = host(w, "a", 1), b = host(w, "b", 2), ab, cb, ac;
    guint32 c = host(w, "c", 2);

    ab = link_by(w, a, b, &line);
    cb = link_by(w, c, b, &line);
    ac = link_by(w, a, c, &line);
    begin(w);
    put(w, ab, 1000);
    put(w, cb, 1000);
    put(w, ac, 2000);
    expect(w, BP_DAY_US, "1.000000 b 1000\n1.000000 b 1000\n302.000000 c 2000\n");
    g_assert_cmpuint(bp_carrier_sums(w->carrier)->calls_busy, ==, 1);
}

/* The wait doubles up to 23 h: tries that fail come 5, 10, 20, ... 1,280 and then
 * 1,380 min after one another: the ninth wait, of 1,280 min, ends at 2,555 min, then
 * 3,935, 5,315. */
static void
test_back_off_has_a_cap(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "demand");
    const gint64 minutes[] = {0, 5, 15, 35, 75, 155, 315, 635, 1275, 2555, 3935, 5315};
    guint32 ab;

    ab = link_by(w, host(w, "a", 1), host(w, "b", 0), &line);
    begin(w);
    put(w, ab, 1000);
    for (guint i = 0; i < G_N_ELEMENTS(minutes); i++) {
        bp_queue_run_until(w->queue, minutes[i] * BP_MINUTE_US);
        g_assert_cmpuint(bp_carrier_sums(w->carrier)->calls_busy, ==, i);
        bp_queue_run_until(w->queue, minutes[i] * BP_MINUTE_US + 1);
        g_assert_cmpuint(bp_carrier_sums(w->carrier)->calls_busy, ==, i + 1);
    }
}

/* Windows of the caller's local time, over midnight: work of Thursday 00:00 UTC is
 * 19:00 of Wednesday at -5:00; the window opens at 23:00, 14,400 s later, and is
 * still open at 00:30. b, at UTC, may call at once. */
static void
test_window_is_the_callers(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "Any2300-0800");
    guint32 a = host(w, "a", 1), b = host(w, "b", 1), ab;

    bp_network_edit(w->network, a)->tz_minutes = -300;
    bp_network_edit(w->network, b)->tz_minutes = 0;
    ab = link_by(w, a, b, &line);
    begin(w);
    put(w, ab, 1000);
    expect(w, 19800 * BP_SECOND_US, "14401.000000 b 1000\n");
    put(w, ab, 1000);
    expect(w, BP_DAY_US, "19801.000000 b 1000\n");
    /* Friday, 00:00 UTC: b's work, for which b calls itself. */
    put(w, ab + 1, 1000);
    expect(w, 2 * BP_DAY_US, "86401.000000 a 1000\n");
}

/* Work that a cannot call for is fetched when b, whose window is open, calls. */
static void
test_other_end_fetches(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "Any2300-0800");
    guint32 a = host(w, "a", 1), b = host(w, "b", 1), ab;

    bp_network_edit(w->network, a)->tz_minutes = -300;
    bp_network_edit(w->network, b)->tz_minutes = 0;
    ab = link_by(w, a, b, &line);
    begin(w);
    put(w, ab, 1000);
    put(w, ab + 1, 2000);
    expect(w, BP_DAY_US, "2.000000 a 2000\n3.000000 b 1000\n");
}

/* Over the week's end: from Saturday 23:00 to Sunday 01:00 the window does not close. A
 * file of 3,600 s goes on the air at 23:00 and 00:00; the one that would start at 01:00
 * waits for 167 h until Saturday. Day 1 is Thursday, so Saturday 23:00 is 71 h. */
static void
test_window_over_the_weeks_end(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "Sa2300-2400,Su0000-0100");
    guint32 ab;

    ab = link_by(w, host(w, "a", 1), host(w, "b", 1), &line);
    begin(w);
    for (guint i = 0; i < 3; i++)
        put(w, ab, 3600000);
    /* 71 h = 255,600 s; (71 + 168) h = 860,400 s */
    expect(w, 12 * BP_DAY_US,
           "259200.000000 b 3600000\n262800.000000 b 3600000\n"
           "864000.000000 b 3600000\n");
    g_assert_cmpuint(bp_carrier_sums(w->carrier)->calls_made, ==, 2);
}

/* A file that is under way when the window closes is finished; the next waits. */
static void
test_window_closes_between_files(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "Any0000-0100");
    guint32 ab;

    ab = link_by(w, host(w, "a", 1), host(w, "b", 1), &line);
    begin(w);
    put(w, ab, 3599000);
    put(w, ab, 10000);
    put(w, ab, 1000);
    expect(w, 2 * BP_DAY_US,
           "3599.000000 b 3599000\n3609.000000 b 10000\n"
           "86401.000000 b 1000\n");
}

/* Polls: a, named first, calls every 4 h from a phase of its own on, work or not; b
 * never does, and a does not call for work between. */
static void
test_polls(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "poll 4 h");
    gint64 phase_us = -1;
    guint32 ab;

    ab = link_by(w, host(w, "a", 1), host(w, "b", 1), &line);
    begin(w);
    for (gint64 minute = 0; minute <= 240 && phase_us < 0; minute++) {
        bp_queue_run_until(w->queue, minute * BP_MINUTE_US);
        if (bp_carrier_sums(w->carrier)->calls_made == 1)
            phase_us = minute * BP_MINUTE_US;
    }
    g_assert_cmpint(phase_us, >=, 0);
    put(w, ab, 1000);
    put(w, ab + 1, 1000);
    bp_queue_run_until(w->queue, phase_us + 4 * BP_HOUR_US - 2 * BP_MINUTE_US);
    g_assert_cmpuint(w->log->len, ==, 0);
    bp_queue_run_until(w->queue, phase_us + 4 * BP_HOUR_US + 2 * BP_SECOND_US);
    g_assert_cmpuint(w->n_taken[ab], ==, 1);
    g_assert_cmpuint(w->n_taken[ab + 1], ==, 1);
    /* Six a day. */
    bp_queue_run_until(w->queue, 10 * BP_DAY_US);
    g_assert_cmpuint(bp_carrier_sums(w->carrier)->calls_made, ==, 60);
    g_assert_cmpint(bp_carrier_sums(w->carrier)->line_us, ==, 2 * BP_SECOND_US);
}

/* Phases differ between links, and with the seed. */
static void
test_phases_of_polls(void)
{
    gint64 first_us[4] = {0};

    for (guint i = 0; i < 4; i++) {
        g_autoptr(World) w = world_new();
        BpLine line = line_of("plain", "poll 4 h");
        guint32 a = host(w, "a", 4), ab;

        w->seed = 1 + i / 2;
        ab = link_by(w, a, host(w, "b", 1), &line);
        link_by(w, a, host(w, "c", 1), &line);
        begin(w);
        put(w, ab + 2 * (i % 2), 1000);
        while (w->log->len == 0)
            bp_queue_run_until(w->queue, bp_queue_now_us(w->queue) + 1000);
        first_us[i] = bp_queue_now_us(w->queue);
        g_assert_cmpint(first_us[i], <, 4 * BP_HOUR_US + 2 * BP_SECOND_US);
        for (guint k = 0; k < i; k++)
            g_assert_cmpint(first_us[i], !=, first_us[k]);
    }
}

/* A line that drops every 40 s on average, files of 10 s: some are cut off and sent
 * again whole, nothing is lost and nothing comes twice. A drop keeps what had come,
 * is followed by the usual wait, and its time is on the line's bill: more than the
 * 2,000 s of files. */
static void
test_drops(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "demand");
    const BpCarriage *sums;
    guint32 ab;

    line.drop_interval_us = 40 * BP_SECOND_US;
    line.price_udollars[BP_TARIFF_NIGHT] = 60000;
    line.price_udollars[BP_TARIFF_DAY] = 60000;
    line.price_udollars[BP_TARIFF_EVENING] = 60000;
    ab = link_by(w, host(w, "a", 1), host(w, "b", 1), &line);
    begin(w);
    for (guint64 i = 0; i < 200; i++)
        put(w, ab, 10000 + i);
    bp_queue_run_until(w->queue, 1000 * BP_DAY_US);
    sums = bp_carrier_sums(w->carrier);
    g_assert_cmpuint(w->n_taken[ab], ==, 200);
    g_assert_cmpuint(sums->calls_dropped, >, 20);
    g_assert_cmpuint(sums->calls_made, ==, sums->calls_dropped + 1);
    g_assert_cmpint(sums->line_us, >, 2000 * BP_SECOND_US);
    /* A call is at least a minute begun. */
    g_assert_cmpint(sums->paid_udollars, >=, (gint64)sums->calls_made * 60000);

    /* In order: each file once. */
    g_auto(GStrv) lines = g_strsplit(w->log->str, "\n", -1);

    g_assert_cmpuint(g_strv_length(lines), ==, 201);
    for (guint i = 0; i < 200; i++) {
        g_autofree char *tail = g_strdup_printf(" b %u", 10000 + i);

        g_assert_true(g_str_has_suffix(lines[i], tail));
    }
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

/* FTS-1: what waits when a call comes goes as one packet, what comes meanwhile in the next call. At 10,000 bps a byte takes 1 ms: session 66 and 4.5 s;
 * 3000 + 212 + 60 bytes are 26 blocks, 3,486 ms, and 3,002 for no files; two blocks 270. */
static void
test_packets(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("fts1", "demand");
    guint32 ab;

    line.setup_us = 10 * BP_SECOND_US;
    ab = link_by(w, host(w, "a", 1), host(w, "b", 1), &line);
    begin(w);
    put(w, ab, 1000);
    put(w, ab, 2000);
    bp_queue_run_until(w->queue, 16 * BP_SECOND_US);
    g_assert_cmpuint(bp_carrier_sending(w->carrier, ab), ==, 2);
    put(w, ab, 10);
    expect(w, 30 * BP_SECOND_US, "21.054000 b 1000\n21.054000 b 2000\n");
    /* The next call at once: 10 + 4.566 s, two blocks, and 3.002 s. */
    g_assert_cmpuint(bp_carrier_sums(w->carrier)->calls_made, ==, 1);
    expect(w, BP_HOUR_US, "38.892000 b 10\n");
    g_assert_cmpuint(bp_carrier_sums(w->carrier)->calls_made, ==, 2);
}

/* Packets that are cut off go again: each message arrives once, in order. */
static void
test_packets_dropped(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("fts1", "demand");
    guint32 ab;

    line.drop_interval_us = 10 * BP_SECOND_US;
    ab = link_by(w, host(w, "a", 1), host(w, "b", 1), &line);
    begin(w);
    for (guint64 i = 0; i < 30; i++)
        put(w, ab, 1000 + i);
    bp_queue_run_until(w->queue, 1000 * BP_DAY_US);
    g_assert_cmpuint(w->n_taken[ab], ==, 30);
    g_assert_cmpuint(w->n_arrived[ab], ==, 30);
    g_assert_cmpuint(bp_carrier_sums(w->carrier)->calls_dropped, >=, 1);

    g_auto(GStrv) lines = g_strsplit(w->log->str, "\n", -1);

    for (guint i = 0; i < 30; i++) {
        g_autofree char *tail = g_strdup_printf(" b %u", 1000 + i);

        g_assert_true(g_str_has_suffix(lines[i], tail));
    }
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
    g_test_add_func("/carrier/refused", test_refused);
    g_test_add_func("/carrier/smtp over a net", test_smtp_over_a_net);
    g_test_add_func("/carrier/call", test_call);
    g_test_add_func("/carrier/uucp calls", test_uucp_calls);
    g_test_add_func("/carrier/both ways at once", test_both_ways_at_once);
    g_test_add_func("/carrier/empty uucp call", test_empty_uucp_call);
    g_test_add_func("/carrier/bit errors", test_bit_errors);
    g_test_add_func("/carrier/too many errors", test_too_many_errors);
    g_test_add_func("/carrier/busy", test_busy);
    g_test_add_func("/carrier/pool", test_pool);
    g_test_add_func("/carrier/back-off has a cap", test_back_off_has_a_cap);
    g_test_add_func("/carrier/window is the caller's", test_window_is_the_callers);
    g_test_add_func("/carrier/other end fetches", test_other_end_fetches);
    g_test_add_func("/carrier/window over the week's end",
                    test_window_over_the_weeks_end);
    g_test_add_func("/carrier/window closes between files",
                    test_window_closes_between_files);
    g_test_add_func("/carrier/polls", test_polls);
    g_test_add_func("/carrier/phases of polls", test_phases_of_polls);
    g_test_add_func("/carrier/drops", test_drops);
    g_test_add_func("/carrier/packets", test_packets);
    g_test_add_func("/carrier/packets dropped", test_packets_dropped);
    g_test_add_func("/carrier/price of a call", test_price_of_a_call);
    return g_test_run();
}
