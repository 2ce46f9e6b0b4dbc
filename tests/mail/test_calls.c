/* Tests of mail over calls: what comes meanwhile, and what is counted of a call that ends early. */
#include "post_world.h"

#define CENT_UDOLLARS 10000

/* a calls b whenever it has mail: after 30 s there is a carrier, and files go at 1,000 bytes a
 * second; 12 cents a minute begun. */
static PostWorld *
dialled(void)
{
    PostWorld *w = post_world_new();
    guint32 a = post_host(w, "a", "open"), b = post_host(w, "b", "open");
    BpLine line = post_line("plain", 10000);

    line.schedule.kind = BP_SCHEDULE_DEMAND;
    line.setup_us = 30 * BP_SECOND_US;
    line.retry_us = 300 * BP_SECOND_US;
    for (guint tariff = 0; tariff < BP_N_TARIFFS; tariff++)
        line.price_udollars[tariff] = 12 * CENT_UDOLLARS;
    bp_network_add_link(w->network, a, b, bp_network_add_line(w->network, &line), 100,
                        100);
    post_finish(w);
    return w;
}

static void
check(const PostWorld *w, guint64 made, guint64 dropped, guint64 failed, gint64 line_s,
      gint64 paid_cents)
{
    const BpCarriage *sums = bp_carrier_sums(bp_post_carrier(w->post));

    g_assert_cmpuint(sums->calls_made, ==, made);
    g_assert_cmpuint(sums->calls_dropped, ==, dropped);
    g_assert_cmpuint(sums->calls_failed, ==, failed);
    g_assert_cmpint(sums->line_us, ==, line_s * BP_SECOND_US);
    g_assert_cmpint(sums->paid_udollars, ==, paid_cents * CENT_UDOLLARS);
}

/* What comes while it is dialled goes after the first, though it is as urgent. */
static void
test_first_come(void)
{
    g_autoptr(PostWorld) w = dialled();

    post_write(w, "a", 2000, "0@b");
    post_run(w, 10 * BP_SECOND_US);
    post_write(w, "a", 1000, "1@b");
    post_run(w, BP_HOUR_US);
    post_expect(w, "32.000000 a>b ham 1\n"
                   "32.000000 b ham for 0@b delivered\n"
                   "33.000000 a>b ham 1\n"
                   "33.000000 b ham for 1@b delivered\n");
    check(w, 1, 0, 0, 33, 12);
}

/* A letter is written at 0 s, and the line is dead for a moment @after_s. */
static PostWorld *
failing(gint64 after_s)
{
    PostWorld *w = dialled();

    post_write(w, "a", 2000, "0@b");
    post_run(w, after_s * BP_SECOND_US);
    bp_post_fail_link(w->post, 0);
    bp_post_mend_link(w->post, 0);
    return w;
}

/* While it is dialled: no call was made, nothing is on the bill, and it is dialled again after
 * 300 s. */
static void
test_fails_while_dialling(void)
{
    g_autoptr(PostWorld) w = failing(10);

    check(w, 0, 0, 1, 10, 0);
    post_run(w, BP_HOUR_US);
    post_expect(w, "342.000000 a>b ham 1\n"
                   "342.000000 b ham for 0@b delivered\n");
    check(w, 1, 0, 1, 10 + 32, 12);
}

/* The file is under way, and so is the first minute. */
static void
test_fails_while_sending(void)
{
    g_autoptr(PostWorld) w = failing(31);

    check(w, 1, 1, 0, 31, 12);
    post_run(w, BP_HOUR_US);
    post_expect(w, "363.000000 a>b ham 1\n"
                   "363.000000 b ham for 0@b delivered\n");
    check(w, 2, 1, 0, 31 + 32, 24);
}

/* A run that ends while it is dialled has made no call. */
static void
test_ends_while_dialling(void)
{
    g_autoptr(PostWorld) w = dialled();

    post_write(w, "a", 2000, "0@b");
    post_run(w, 10 * BP_SECOND_US);
    bp_post_settle(w->post);
    check(w, 0, 0, 0, 10, 0);
    post_expect(w, "");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/calls/first come", test_first_come);
    g_test_add_func("/calls/fails while dialling", test_fails_while_dialling);
    g_test_add_func("/calls/fails while sending", test_fails_while_sending);
    g_test_add_func("/calls/ends while dialling", test_ends_while_dialling);
    return g_test_run();
}
