/* Tests of when calls go and how they end: busy lines, windows, polls and lines that drop. */
#include "carrier_kit.h"

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

/* Polls that nobody could make are passed over at once, however many: a microsecond apart there
 * are 86,340,000,000 from one minute's window to the next. With 30 s of set-up two calls begin in
 * each. */
static void
test_polls_passed_over(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "poll 1 us Any0100-0101");

    line.setup_us = 30 * BP_SECOND_US;
    link_by(w, host(w, "a", 1), host(w, "b", 1), &line);
    begin(w);
    bp_queue_run_until(w->queue, 1000 * BP_DAY_US);
    g_assert_cmpuint(bp_carrier_sums(w->carrier)->calls_made, ==, 2000);
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
    g_test_add_func("/carrier/polls passed over", test_polls_passed_over);
    g_test_add_func("/carrier/phases of polls", test_phases_of_polls);
    g_test_add_func("/carrier/drops", test_drops);
    g_test_add_func("/carrier/packets", test_packets);
    g_test_add_func("/carrier/packets dropped", test_packets_dropped);
    return g_test_run();
}
