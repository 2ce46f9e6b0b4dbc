/* Tests of calls that fail, of grades and of bills: when the next try comes, what goes first,
 * and who pays. */
#include "carrier_kit.h"

#include <bangpath/grade.h>

/* a calls b, who never has a line free: how many tries there were when each of @minutes has
 * come, one more each time. */
static void
expect_tries(const BpLine *line, gint64 begin_unix_s, const gint64 *minutes, guint n)
{
    g_autoptr(World) w = world_new();
    guint32 ab;

    w->begin_unix_s = begin_unix_s;
    ab = link_by(w, host(w, "a", 1), host(w, "b", 0), line);
    begin(w);
    put(w, ab, 1000);
    for (guint i = 0; i < n; i++) {
        bp_queue_run_until(w->queue, minutes[i] * BP_MINUTE_US);
        g_assert_cmpuint(bp_carrier_sums(w->carrier)->calls_busy, ==, i);
        bp_queue_run_until(w->queue, minutes[i] * BP_MINUTE_US + 1);
        g_assert_cmpuint(bp_carrier_sums(w->carrier)->calls_busy, ==, i + 1);
    }
}

/* The waits are HoneyDanBer's 5, 10, 20, ... min, but tries come at :11 and :41 only. From
 * 0: 5 -> 11; 21 -> 41; 61 -> 71; 111 -> 131; 211 -> 221; 381 -> 401; 721 -> 731. */
static void
test_hdb(void)
{
    BpLine line = line_of("plain", "demand");
    const gint64 minutes[] = {0, 11, 41, 71, 131, 221, 401, 731};

    line.retry_rule = BP_RETRY_HDB;
    expect_tries(&line, 0, minutes, G_N_ELEMENTS(minutes));
}

/* Begun at 00:20, :41 comes after 21 min, and :11 after 51. */
static void
test_hdb_goes_by_the_clock(void)
{
    BpLine line = line_of("plain", "demand");
    const gint64 minutes[] = {0, 21, 51, 81, 141};

    line.retry_rule = BP_RETRY_HDB;
    expect_tries(&line, 20 * 60, minutes, G_N_ELEMENTS(minutes));
    g_assert_cmpint(bp_next_uusched_us(0, 11 * BP_MINUTE_US), ==, 11 * BP_MINUTE_US);
    g_assert_cmpint(bp_next_uusched_us(0, 11 * BP_MINUTE_US + 1), ==,
                    41 * BP_MINUTE_US);
    g_assert_cmpint(bp_next_uusched_us(-1, 0), ==, 11 * BP_MINUTE_US + BP_SECOND_US);
}

/* 10 min times the failures: after n of them n (n + 1) / 2 times 10 min have passed. The
 * 27th, at 3,510 min, is the first that rests for a day. */
static void
test_taylor(void)
{
    BpLine line = line_of("plain", "demand");
    gint64 minutes[30];

    for (gint64 n = 0; n < 27; n++)
        minutes[n] = 10 * n * (n + 1) / 2;
    minutes[27] = minutes[26] + 24 * 60;
    minutes[28] = minutes[27] + 24 * 60;
    minutes[29] = minutes[28] + 24 * 60;
    line.retry_rule = BP_RETRY_TAYLOR;
    expect_tries(&line, 0, minutes, G_N_ELEMENTS(minutes));
}

static void
test_fixed(void)
{
    BpLine line = line_of("plain", "demand");
    const gint64 minutes[] = {0, 7, 14, 21, 28};

    line.retry_rule = BP_RETRY_FIXED;
    line.retry_us = 7 * BP_MINUTE_US;
    expect_tries(&line, 0, minutes, G_N_ELEMENTS(minutes));
}

/* 60 to 180 s, 120 s in the mean: of 1,000 draws, within 3 s (their deviation is 34.6 s, that
 * of the mean 1.1 s). */
static void
test_fts1(void)
{
    BpLine line = line_of("plain", "demand");
    gint64 sum_us = 0;

    line.retry_rule = BP_RETRY_FTS1;
    for (guint i = 0; i < 1000; i++) {
        gint64 wait_us = bp_line_retry_us(&line, 1 + i % 9, bp_draw(1, 2, 3, i));

        g_assert_cmpint(wait_us, >=, 60 * BP_SECOND_US);
        g_assert_cmpint(wait_us, <, 180 * BP_SECOND_US);
        sum_us += wait_us;
    }
    g_assert_cmpint(sum_us / 1000, >, 117 * BP_SECOND_US);
    g_assert_cmpint(sum_us / 1000, <, 123 * BP_SECOND_US);
}

/* A call of at most 15 s: the file that is on its way then is finished at 20 s, and the rest
 * goes 5 min later, in a call of its own: begun at 320 s. */
static void
test_max_call(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "demand");
    guint32 ab;

    line.max_call_us = 15 * BP_SECOND_US;
    ab = link_by(w, host(w, "a", 1), host(w, "b", 1), &line);
    begin(w);
    for (guint i = 0; i < 3; i++)
        put(w, ab, 10000);
    expect(w, BP_DAY_US, "10.000000 b 10000\n20.000000 b 10000\n330.000000 b 10000\n");
    g_assert_cmpuint(bp_carrier_sums(w->carrier)->calls_made, ==, 2);
}

/* ---- grades ---- */

static void
test_grade_of_mail(void)
{
    g_assert_cmpint(bp_grade_of_mail(0), ==, 'C');
    g_assert_cmpint(bp_grade_of_mail(10000), ==, 'C');
    g_assert_cmpint(bp_grade_of_mail(10001), ==, 'D');
    g_assert_cmpint(bp_grade_of_mail(20000), ==, 'D');
    g_assert_cmpint(bp_grade_of_mail(20001), ==, 'E');
    g_assert_cmpint(bp_grade_of_mail(1280001), ==, 'K');
    g_assert_cmpint(bp_grade_of_mail(G_MAXUINT32), ==, 'V');
    g_assert_cmpint(bp_grade_of_mail(G_MAXUINT64), ==, 'Z');
}

/* By day grade C may go, the rest from 01:00 to 02:00. a has a file of grade D, and waits; b
 * has one of C and calls at once, and brings back nothing. */
static void
test_grade_is_held_back(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "Any/C,Any0100-0200");
    guint32 ab;

    line.grades = BP_GRADES_SIZE;
    ab = link_by(w, host(w, "a", 1), host(w, "b", 1), &line);
    begin(w);
    put(w, ab, 11000);
    put(w, ab + 1, 9000);
    /* 01:00 is 3,600 s */
    expect(w, BP_DAY_US, "9.000000 a 9000\n3611.000000 b 11000\n");
    g_assert_cmpuint(bp_carrier_sums(w->carrier)->calls_made, ==, 2);
}

/* All mail is of grade C, whatever its size, unless the link says otherwise: here none may
 * ever go. */
static void
test_grade_never_comes(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "Any/B");
    guint32 ab;

    ab = link_by(w, host(w, "a", 1), host(w, "b", 1), &line);
    begin(w);
    put(w, ab, 10);
    expect(w, 100 * BP_DAY_US, "");
    g_assert_cmpuint(bp_carrier_sums(w->carrier)->calls_made, ==, 0);
}

/* a may call at any time, b never: what b has waits until a calls. */
static void
test_schedule_back(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "demand");
    guint32 ab;

    bp_schedule_parse("Never", &line.schedule_back, NULL);
    ab = link_by(w, host(w, "a", 1), host(w, "b", 1), &line);
    begin(w);
    put(w, ab + 1, 1000);
    expect(w, BP_HOUR_US, "");
    put(w, ab, 2000);
    expect(w, BP_DAY_US, "3602.000000 b 2000\n3603.000000 a 1000\n");
}

/* A clock that is 10 min fast opens the window of 01:00 at 00:50, and closes it as early. */
static void
test_clock(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "Any0100-0200");
    guint32 a = host(w, "a", 1), ab;

    bp_network_set_clock(w->network, a, 600);
    ab = link_by(w, a, host(w, "b", 1), &line);
    begin(w);
    put(w, ab, 3600000);
    put(w, ab, 1000);
    /* 00:50 is 3,000 s; the next day's 89,400 s */
    expect(w, 2 * BP_DAY_US, "6600.000000 b 3600000\n89401.000000 b 1000\n");
}

/* ---- money ---- */

/* Two minutes begun, the first at 0.50 $, the second at 0.30 $: at night. */
static void
expect_bill(BpPays pays, gint64 by_a, gint64 by_b)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "demand");
    guint32 a = host(w, "a", 1), b = host(w, "b", 1), ab;

    line.price_udollars[BP_TARIFF_NIGHT] = 300000;
    line.first_udollars[BP_TARIFF_NIGHT] = 200001;
    line.pays = (gint32)pays;
    ab = link_by(w, a, b, &line);
    begin(w);
    put(w, ab + 1, 61000); /* b calls */
    bp_queue_run_until(w->queue, BP_HOUR_US);
    g_assert_cmpint(bp_carrier_paid_udollars(w->carrier, a), ==, by_a);
    g_assert_cmpint(bp_carrier_paid_udollars(w->carrier, b), ==, by_b);
    g_assert_cmpint(bp_carrier_end_paid_udollars(w->carrier, ab), ==, by_a);
    g_assert_cmpint(bp_carrier_link_paid_udollars(w->carrier, 0), ==, 800001);
    g_assert_cmpint(bp_carrier_sums(w->carrier)->paid_udollars, ==, 800001);
}

static void
test_payers(void)
{
    expect_bill(BP_PAYS_USUAL, 0, 800001);
    expect_bill(BP_PAYS_CALLER, 0, 800001);
    expect_bill(BP_PAYS_CALLED, 800001, 0);
    expect_bill(BP_PAYS_A, 800001, 0);
    expect_bill(BP_PAYS_B, 0, 800001);
    expect_bill(BP_PAYS_BOTH, 400000, 400001);
}

/* 1000 $ a month of 30.4375 d, for 15.21875 d: 500 $, shared, or paid by b alone; a member of
 * a net pays for its access line itself. Half a day more is settled at the end. */
static void
test_rent(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "permanent");
    guint32 a = host(w, "a", 1), b = host(w, "b", 1), net = host(w, "net", 0);

    bp_network_edit(w->network, net)->is_net = TRUE;
    line.rent_udollars = 1000 * BP_DOLLAR_U;
    link_by(w, a, b, &line);
    link_by(w, a, net, &line);
    line.pays = BP_PAYS_B;
    link_by(w, a, b, &line);
    begin(w);
    bp_queue_run_until(w->queue, BP_MONTH_US / 2);
    bp_carrier_settle(w->carrier);
    g_assert_cmpint(bp_carrier_paid_udollars(w->carrier, a), ==, 750 * BP_DOLLAR_U);
    g_assert_cmpint(bp_carrier_paid_udollars(w->carrier, b), ==, 750 * BP_DOLLAR_U);
    g_assert_cmpint(bp_carrier_sums(w->carrier)->rents_udollars, ==,
                    1500 * BP_DOLLAR_U);
    g_assert_cmpint(bp_carrier_link_paid_udollars(w->carrier, 1), ==,
                    500 * BP_DOLLAR_U);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/retry/hdb", test_hdb);
    g_test_add_func("/retry/hdb goes by the clock", test_hdb_goes_by_the_clock);
    g_test_add_func("/retry/taylor", test_taylor);
    g_test_add_func("/retry/fixed", test_fixed);
    g_test_add_func("/retry/fts1", test_fts1);
    g_test_add_func("/retry/max call", test_max_call);
    g_test_add_func("/grades/of mail", test_grade_of_mail);
    g_test_add_func("/grades/held back", test_grade_is_held_back);
    g_test_add_func("/grades/never", test_grade_never_comes);
    g_test_add_func("/schedule/back", test_schedule_back);
    g_test_add_func("/schedule/clock", test_clock);
    g_test_add_func("/money/payers", test_payers);
    g_test_add_func("/money/rent", test_rent);
    return g_test_run();
}
