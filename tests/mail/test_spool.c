/* Tests of mail that waits: its order, its limit, its end. */
#include "post_world.h"

/* a - r - b, plain; r's line on to b carries one byte a second. */
static PostWorld *
narrow(gint64 limit_bytes, const char *protocol)
{
    PostWorld *w = post_world_new();
    guint32 a = post_host(w, "a", "open");
    guint32 r = post_host(w, "r", "open");

    post_link(w, a, r, protocol);
    post_link_costs(w, r, post_host(w, "b", "open"), "plain", 10, 100, 100);
    bp_network_edit(w->network, r)->spool_bytes = limit_bytes;
    post_finish(w);
    return w;
}

/* r has room for two letters. The third comes at 3 s and is told to wait: after half
 * an hour it is sent again, 1 s, and now the first has left (1001 s). A file under
 * way still stands in the spool. */
static void
test_full_spool_is_tried_later(void)
{
    g_autoptr(PostWorld) w = narrow(2500, "plain");
    guint32 r = bp_network_find(w->network, "r");

    for (guint i = 0; i < 3; i++)
        post_write(w, "a", 1000, "0@b");
    g_assert_cmpuint(bp_post_total_spool_bytes(w->post), ==, 3000);
    post_run(w, 100 * BP_SECOND_US);
    post_expect(w, "1.000000 a>r ham 1\n"
                   "2.000000 a>r ham 1\n"
                   "3.000000 a>r ham 1\n"
                   "3.000000 r tells a ham spool-full 1\n");
    g_assert_cmpuint(bp_post_spool_bytes(w->post, r), ==, 2000);
    g_assert_cmpuint(bp_post_total_spool_bytes(w->post), ==, 3000);
    g_assert_cmpuint(post_tally(w, BP_HAM)->in[BP_QUEUED], ==, 3);
    post_run(w, BP_DAY_US);
    post_expect(w, "1001.000000 r>b ham 1\n"
                   "1001.000000 b ham for 0@b delivered\n"
                   "1804.000000 a>r ham 1\n"
                   "2001.000000 r>b ham 1\n"
                   "2001.000000 b ham for 0@b delivered\n"
                   "3001.000000 r>b ham 1\n"
                   "3001.000000 b ham for 0@b delivered\n");
    g_assert_cmpuint(bp_post_books(w->post)->refusals[BP_REASON_SPOOL_FULL], ==, 1);
    g_assert_cmpuint(bp_post_spool_bytes(w->post, r), ==, 0);
    g_assert_cmpuint(bp_post_total_spool_bytes(w->post), ==, 0);
}

/* Exactly full is not too full. */
static void
test_a_spool_may_be_full(void)
{
    g_autoptr(PostWorld) w = narrow(2000, "plain");

    post_write(w, "a", 1000, "0@b");
    post_write(w, "a", 1000, "0@b");
    post_run(w, BP_DAY_US);
    g_assert_cmpuint(bp_post_books(w->post)->refusals[BP_REASON_SPOOL_FULL], ==, 0);
    g_assert_cmpuint(post_tally(w, BP_HAM)->in[BP_DELIVERED], ==, 2);
}

/* Half a day of tries is no loop of hops. The first letter, of 50,000 bytes, is at r
 * at 50 s and gone at 50,050 s. The second is offered at 51 s and then every 1,801
 * s; the 28th try after that, at 50,479 s, finds room. */
static void
test_tries_are_no_hops(void)
{
    g_autoptr(PostWorld) w = narrow(50500, "plain");

    post_write(w, "a", 50000, "0@b");
    post_write(w, "a", 1000, "1@b");
    post_run(w, 50470 * BP_SECOND_US);
    g_string_truncate(w->log, 0);
    g_assert_cmpuint(bp_post_books(w->post)->refusals[BP_REASON_SPOOL_FULL], ==, 28);
    post_run(w, BP_DAY_US);
    post_expect(w, "50479.000000 a>r ham 1\n"
                   "51479.000000 r>b ham 1\n"
                   "51479.000000 b ham for 1@b delivered\n");
}

/* SMTP hears of it before the body: 290 bytes a try. */
static void
test_smtp_asks_for_room(void)
{
    g_autoptr(PostWorld) w = narrow(1500, "smtp");

    post_write(w, "a", 1000, "0@b");
    post_write(w, "a", 1000, "1@b");
    post_run(w, 100 * BP_SECOND_US);
    post_expect(w, "1.290000 a>r ham 1\n"
                   "1.580000 r tells a ham spool-full 1\n");
    g_assert_cmpuint(bp_post_books(w->post)->bytes, ==, 1290 + 290);
    post_run(w, BP_DAY_US);
    g_assert_cmpuint(post_tally(w, BP_HAM)->in[BP_DELIVERED], ==, 2);
}

/* What never finds room is bounced in the end: UUCP after 7 days, at the first try after
 * them. The first letter, of 700,000 bytes, is at r at 700 s and stands there for eight
 * days; the second is offered at 701 s, and tried again 1,800 s later and then every
 * 1,801 s. After 335 tries the next is at 2,501 + 335 * 1,801 = 605,836 s, over
 * 604,800. */
static void
test_full_for_ever(void)
{
    g_autoptr(PostWorld) w = narrow(700500, "plain");

    post_write(w, "a", 700000, "0@b");
    post_write(w, "a", 1000, "0@b");
    post_run(w, 605835 * BP_SECOND_US);
    g_string_truncate(w->log, 0);
    g_assert_cmpuint(bp_post_books(w->post)->refusals[BP_REASON_SPOOL_FULL], ==, 336);
    post_run(w, 605837 * BP_SECOND_US);
    post_expect(w, "605836.000000 a ham for 0@b bounced expired\n"
                   "605836.000000 a bounce for 0@a delivered\n");
}

/* What is larger than the whole spool will never find room, and is bounced at once. */
static void
test_too_large_for_the_spool(void)
{
    g_autoptr(PostWorld) w = narrow(500, "plain");

    post_write(w, "a", 1000, "0@b");
    post_run(w, BP_DAY_US);
    post_expect(w, "1.000000 a>r ham 1\n"
                   "1.000000 r tells a ham spool-full 1\n"
                   "1.000000 r ham for 0@b bounced spool-full\n"
                   "2.600000 r>a bounce 1\n"
                   "2.600000 a bounce for 0@a delivered\n");
}

/* What is for mailboxes here waits in no spool. */
static void
test_local_mail_needs_no_room(void)
{
    g_autoptr(PostWorld) w = narrow(500, "plain");

    post_write(w, "a", 1000, "0@r");
    post_run(w, BP_DAY_US);
    post_expect(w, "1.000000 a>r ham 1\n"
                   "1.000000 r ham for 0@r delivered\n");
}

/* BITNET: smallest first, but for what is under way. Body and envelope, 140 bytes, are text of
 * 60 characters a line, 5 more each; a buffer of 1,000 bytes has 24 more, the file 553. At
 * 8,000 bps 1 ms each: 3140 + 265 + 96 + 553 = 4,054 ms for 3,000 bytes, 2140 + 180 + 72 +
 * 553 = 2,945 for 2,000, 240 + 20 + 24 + 553 = 837 for 100. Equal sizes keep their order. */
static void
test_smallest_first(void)
{
    g_autoptr(PostWorld) w = post_world_new();
    guint32 a = post_host(w, "a", "open");

    post_link_costs(w, a, post_host(w, "b", "open"), "nje", 8000, 100, 100);
    post_finish(w);
    post_write(w, "a", 3000, "0@b");
    post_write(w, "a", 2000, "1@b");
    post_write(w, "a", 2000, "2@b");
    post_write(w, "a", 100, "3@b");
    post_run(w, BP_HOUR_US);
    post_expect(w, "4.054000 a>b ham 1\n"
                   "4.054000 b ham for 0@b delivered\n"
                   "4.891000 a>b ham 1\n"
                   "4.891000 b ham for 3@b delivered\n"
                   "7.836000 a>b ham 1\n"
                   "7.836000 b ham for 1@b delivered\n"
                   "10.781000 a>b ham 1\n"
                   "10.781000 b ham for 2@b delivered\n");
}

/* While the line is dead nothing is under way: what it cut off after a second is one of those that
 * wait, and so is what comes meanwhile. The smallest goes first when the line is mended, at
 * 10 s. */
static void
test_smallest_first_when_mended(void)
{
    g_autoptr(PostWorld) w = post_world_new();
    guint32 a = post_host(w, "a", "open");

    post_link_costs(w, a, post_host(w, "b", "open"), "nje", 8000, 100, 100);
    post_finish(w);
    post_write(w, "a", 3000, "0@b");
    post_run(w, BP_SECOND_US);
    post_write(w, "a", 2000, "1@b");
    bp_post_fail_link(w->post, 0);
    post_run(w, 5 * BP_SECOND_US);
    post_write(w, "a", 100, "2@b");
    post_run(w, 10 * BP_SECOND_US);
    bp_post_mend_link(w->post, 0);
    post_run(w, BP_HOUR_US);
    post_expect(w, "10.837000 a>b ham 1\n"
                   "10.837000 b ham for 2@b delivered\n"
                   "13.782000 a>b ham 1\n"
                   "13.782000 b ham for 1@b delivered\n"
                   "17.836000 a>b ham 1\n"
                   "17.836000 b ham for 0@b delivered\n");
}

/* Others: in the order in which it came. */
static void
test_first_come_first_served(void)
{
    g_autoptr(PostWorld) w = post_world_new();
    guint32 a = post_host(w, "a", "open");

    post_link(w, a, post_host(w, "b", "open"), "plain");
    post_finish(w);
    post_write(w, "a", 3000, "0@b");
    post_write(w, "a", 2000, "1@b");
    post_write(w, "a", 100, "2@b");
    post_run(w, BP_HOUR_US);
    post_expect(w, "3.000000 a>b ham 1\n"
                   "3.000000 b ham for 0@b delivered\n"
                   "5.000000 a>b ham 1\n"
                   "5.000000 b ham for 1@b delivered\n"
                   "5.100000 a>b ham 1\n"
                   "5.100000 b ham for 2@b delivered\n");
}

/* a dials b, who never has a line free. */
static void
engage(PostWorld *w, const char *protocol)
{
    guint32 a = post_host(w, "a", "open");
    guint32 b = post_host(w, "b", "open");
    BpLine line = post_line(protocol, 10000);

    line.schedule.kind = BP_SCHEDULE_DEMAND;
    bp_network_add_link(w->network, a, b, bp_network_add_line(w->network, &line), 100,
                        100);
    bp_network_edit(w->network, b)->lines = 0;
    post_finish(w);
}

static PostWorld *
engaged(const char *protocol)
{
    PostWorld *w = post_world_new();

    engage(w, protocol);
    return w;
}

/* Looked for every hour. What was written at 0 is returned after 7 days; what was
 * written a minute later is then a minute too young, and waits for the next round. */
static void
test_uucp_expires_after_seven_days(void)
{
    g_autoptr(PostWorld) w = engaged("plain");

    post_write(w, "a", 1000, "0@b");
    post_run(w, BP_MINUTE_US);
    post_write(w, "a", 1000, "1@b 2@b");
    post_run(w, 8 * BP_DAY_US);
    /* 7 d = 604,800 s */
    post_expect(w, "604800.000000 a ham for 0@b bounced expired\n"
                   "604800.000000 a bounce for 0@a delivered\n"
                   "608400.000000 a ham for 1@b bounced expired\n"
                   "608400.000000 a ham for 2@b bounced expired\n"
                   "608400.000000 a bounce for 0@a delivered\n");
    g_assert_cmpuint(bp_post_total_spool_bytes(w->post), ==, 0);
    g_assert_cmpuint(bp_post_books(w->post)->collateral, ==, 0);
}

static void
test_smtp_expires_after_five_days(void)
{
    g_autoptr(PostWorld) w = engaged("smtp");

    post_write(w, "a", 1000, "0@b");
    post_write_kind(w, BP_SPAM, "a", "!<>", 1000, "1@b");
    post_run(w, 8 * BP_DAY_US);
    /* 5 d = 432,000 s */
    post_expect(w, "432000.000000 a ham for 0@b bounced expired\n"
                   "432000.000000 a bounce for 0@a delivered\n"
                   "432000.000000 a spam for 1@b discarded expired\n");
}

/* What is under way may end: 700,000 bytes take 700,000 s, over 8 days. */
static void
test_what_is_sent_does_not_expire(void)
{
    g_autoptr(PostWorld) w = narrow(0, "plain");

    post_write(w, "r", 700000, "0@b");
    post_write(w, "r", 1000, "1@b");
    post_run(w, 9 * BP_DAY_US);
    post_expect(w, "604800.000000 r ham for 1@b bounced expired\n"
                   "604800.000000 r bounce for 0@r delivered\n"
                   "700000.000000 r>b ham 1\n"
                   "700000.000000 b ham for 0@b delivered\n");
}

/* Bounces of what expires may go into the very spool that is being cleaned, among
 * what expires as well, where small files go first. The first file takes over nine
 * days; the next two expire after seven and bounce to b, whose name is forged on
 * them. Then b gets the large one, and the bounces of 700 and 2,600 bytes. */
static void
test_bounces_into_a_spool_being_cleaned(void)
{
    g_autoptr(PostWorld) w = post_world_new();
    guint32 a = post_host(w, "a", "open");

    post_link_costs(w, a, post_host(w, "b", "open"), "nje", 300, 100, 100);
    post_finish(w);
    post_write(w, "a", 30000000, "0@b");
    post_write_kind(w, BP_SPAM, "a", "!1@b", 100, "3@b");
    post_write_kind(w, BP_SPAM, "a", "!2@b", 2000, "3@b");
    post_run(w, 8 * BP_DAY_US);
    post_expect(w, "604800.000000 a spam for 3@b bounced expired\n"
                   "604800.000000 a spam for 3@b bounced expired\n");
    post_run(w, 12 * BP_DAY_US);
    g_assert_cmpuint(post_tally(w, BP_HAM)->in[BP_DELIVERED], ==, 1);
    g_assert_cmpuint(post_tally(w, BP_BOUNCE)->in[BP_DELIVERED], ==, 2);
    g_assert_cmpuint(bp_post_books(w->post)->backscatter, ==, 2);
    g_assert_cmpuint(bp_post_total_spool_bytes(w->post), ==, 0);
}

/* Warned once after a day, at the first round that finds it so old, and returned after seven.
 * Rounds come on the hour; what was written at 00:01 is a day old at the one of 01:00. */
static void
test_uucp_warns_after_a_day(void)
{
    g_autoptr(PostWorld) w = post_world_new();

    w->setup.warns = TRUE;
    engage(w, "plain");
    post_write(w, "a", 1000, "0@b");
    post_run(w, BP_MINUTE_US);
    post_write(w, "a", 1000, "1@b 2@b");
    post_write_kind(w, BP_SPAM, "a", "!3@a", 1000, "1@b");
    post_write_kind(w, BP_SPAM, "a", "<>", 1000, "1@b");
    post_run(w, 7 * BP_DAY_US);
    post_expect(w, "86400.000000 a bounce for 0@a delivered\n"
                   "90000.000000 a bounce for 0@a delivered\n"
                   "90000.000000 a bounce for 3@a delivered\n");
    g_assert_cmpuint(bp_post_books(w->post)->warnings, ==, 3);
    g_assert_cmpuint(bp_post_books(w->post)->backscatter, ==, 1);
    g_assert_cmpuint(post_tally(w, BP_HAM)->in[BP_QUEUED], ==, 3);
    post_run(w, 8 * BP_DAY_US);
    g_assert_cmpuint(post_tally(w, BP_HAM)->ended_by[BP_REASON_EXPIRED], ==, 3);
    g_assert_cmpuint(bp_post_books(w->post)->warnings, ==, 3);
}

/* SMTP's day has four hours. A warning that itself waits is not warned of. */
static void
test_smtp_warns_after_four_hours(void)
{
    g_autoptr(PostWorld) w = post_world_new();

    w->setup.warns = TRUE;
    engage(w, "smtp");
    post_write(w, "a", 1000, "0@b");
    post_write_kind(w, BP_HAM, "a", "1@b", 1000, "2@b");
    post_run(w, 4 * BP_DAY_US);
    post_expect(w, "14400.000000 a bounce for 0@a delivered\n");
    g_assert_cmpuint(bp_post_books(w->post)->warnings, ==, 2);
    g_assert_cmpuint(post_tally(w, BP_BOUNCE)->in[BP_QUEUED], ==, 1);
}

/* c takes no calls, so that b's spool stays full of its letter for c; a has another one, which b has
 * no room for. */
static PostWorld *
full_for_ever(void)
{
    PostWorld *w = post_world_new();
    guint32 a = post_host(w, "a", "open"), b = post_host(w, "b", "open");
    guint32 c = post_host(w, "c", "open");
    BpLine line = post_line("plain", 10000);

    w->setup.warns = TRUE;
    bp_network_edit(w->network, b)->spool_bytes = 1500;
    bp_network_edit(w->network, c)->lines = 0;
    post_link(w, a, b, "plain");
    line.schedule.kind = BP_SCHEDULE_DEMAND;
    bp_network_add_link(w->network, b, c, bp_network_add_line(w->network, &line), 100,
                        100);
    post_finish(w);
    post_write(w, "b", 1000, "1@c");
    post_write(w, "a", 1000, "0@c");
    return w;
}

/* What is told to try later all the time waits in no spool that is looked through, but is
 * warned of as well: b's spool is full. */
static void
test_warns_of_what_is_tried_again(void)
{
    g_autoptr(PostWorld) w = full_for_ever();

    post_run(w, 2 * BP_DAY_US);
    g_assert_cmpuint(bp_post_books(w->post)->warnings, ==, 2);
    g_assert_cmpuint(post_tally(w, BP_BOUNCE)->in[BP_DELIVERED], ==, 2);
}

/* What comes back to be tried again is older than what the look before found in the spool: b is
 * full for ever, so what a has for c is told to wait, at 1 s and then every 1,801 s. The line
 * fails at 19:50, and a letter for b waits for it, which is looked at at 20:00 and due the next
 * day; the other one joins it at 20:00:41, and is a day old at 24:00, as is b's own. */
static void
test_warns_of_what_comes_back(void)
{
    g_autoptr(PostWorld) w = full_for_ever();

    post_run(w, 20 * BP_HOUR_US - 10 * BP_MINUTE_US);
    bp_post_fail_link(w->post, 0);
    post_write(w, "a", 1000, "0@b");
    post_run(w, BP_DAY_US - 1);
    g_assert_cmpuint(bp_post_books(w->post)->warnings, ==, 0);
    post_run(w, BP_DAY_US + 1);
    g_assert_cmpuint(bp_post_books(w->post)->warnings, ==, 2);
    post_run(w, 2 * BP_DAY_US);
    g_assert_cmpuint(bp_post_books(w->post)->warnings, ==, 3);
}

/* By size, the smaller the more urgent: 30,000 bytes are E, 15,000 D, 9,000 and 10 C. The first
 * is under way when the others come. */
static void
test_most_urgent_first(void)
{
    g_autoptr(PostWorld) w = post_world_new();
    guint32 a = post_host(w, "a", "open"), b = post_host(w, "b", "open");
    BpLine line = post_line("plain", 10000);

    line.grades = BP_GRADES_SIZE;
    bp_network_add_link(w->network, a, b, bp_network_add_line(w->network, &line), 100,
                        100);
    post_finish(w);
    post_write(w, "a", 30000, "0@b");
    post_write(w, "a", 30000, "1@b");
    post_write(w, "a", 15000, "2@b");
    post_write(w, "a", 9000, "3@b");
    post_write(w, "a", 10, "4@b");
    post_run(w, BP_HOUR_US);
    post_expect(w, "30.000000 a>b ham 1\n"
                   "30.000000 b ham for 0@b delivered\n"
                   "39.000000 a>b ham 1\n"
                   "39.000000 b ham for 3@b delivered\n"
                   "39.010000 a>b ham 1\n"
                   "39.010000 b ham for 4@b delivered\n"
                   "54.010000 a>b ham 1\n"
                   "54.010000 b ham for 2@b delivered\n"
                   "84.010000 a>b ham 1\n"
                   "84.010000 b ham for 1@b delivered\n");
}

/* By night all may go, by day grade C: a call that is cut off while it carries a large letter
 * leaves that behind the small one that has come meanwhile, and so does one that only waits:
 * day 1 is Thursday, and the
 * next night on which all may go that before Tuesday. */
static void
test_urgent_goes_before_what_waits(void)
{
    g_autoptr(PostWorld) w = post_world_new();
    guint32 a = post_host(w, "a", "open"), b = post_host(w, "b", "open");
    BpLine line = post_line("plain", 10000);

    line.grades = BP_GRADES_SIZE;
    line.retry_us = BP_HOUR_US;
    bp_schedule_parse("Any/C,Th0000-0030,Tu0000-0030", &line.schedule, NULL);
    bp_network_add_link(w->network, a, b, bp_network_add_line(w->network, &line), 100,
                        100);
    post_finish(w);
    post_write(w, "a", 100000, "0@b");
    post_run(w, 10 * BP_SECOND_US);
    post_write(w, "a", 1000, "1@b");
    post_run(w, 20 * BP_SECOND_US);
    bp_post_fail_link(w->post, 0);
    bp_post_mend_link(w->post, 0);
    post_run(w, BP_DAY_US);
    post_expect(w, "3621.000000 a>b ham 1\n"
                   "3621.000000 b ham for 1@b delivered\n");
    post_write(w, "a", 2000, "2@b");
    post_run(w, 8 * BP_DAY_US - 1);
    /* The large one goes on Tuesday: 432,000 s. */
    post_expect(w, "86402.000000 a>b ham 1\n"
                   "86402.000000 b ham for 2@b delivered\n"
                   "432100.000000 a>b ham 1\n"
                   "432100.000000 b ham for 0@b delivered\n");
}

/* b does not answer: a waits 75 s, and tries again half an hour later, at 1,875 s and, when b is
 * mended, at 3,750 s. Mail for c does not wait. */
static void
test_unreachable_over_a_net(void)
{
    g_autoptr(PostWorld) w = post_world_new();

    post_on_net(w, "abc", "smtp");
    bp_network_set_connections(w->network, bp_network_find(w->network, "a"), 2, 40);
    post_finish(w);
    bp_post_fail_host(w->post, bp_network_find(w->network, "b"));
    post_write(w, "a", 1000, "0@b");
    post_write(w, "a", 1000, "0@c");
    post_run(w, 1900 * BP_SECOND_US);
    post_expect(w, "1.290000 a>c ham 1\n1.290000 c ham for 0@c delivered\n");
    bp_post_mend_host(w->post, bp_network_find(w->network, "b"));
    post_run(w, BP_DAY_US);
    post_expect(w, "3751.290000 a>b ham 1\n3751.290000 b ham for 0@b delivered\n");
    g_assert_cmpuint(bp_post_books(w->post)->refusals[BP_REASON_UNREACHABLE], ==, 0);
}

/* b does not answer, and c stands in: after 75 s a has tried in vain, and hands its letter to c
 * instead, for which c need not be open. c tries for half an hour later, as anybody would. Mail for
 * c itself, when that is down, has nobody to go to: b stands in for nobody. */
static void
test_second_mx_host(void)
{
    g_autoptr(PostWorld) w = post_world_new();
    guint32 b, c;

    post_on_net(w, "abc", "smtp");
    b = bp_network_find(w->network, "b");
    c = bp_network_find(w->network, "c");
    bp_network_serve(w->network, c, b);
    bp_network_set_fallback(w->network, b, c);
    post_set_relay(w, "c", "closed-by-peer");
    post_finish(w);
    bp_post_fail_host(w->post, b);
    post_write(w, "a", 1000, "0@b");
    post_run(w, 1900 * BP_SECOND_US);
    post_expect(w, "76.290000 a>c ham 1\n");
    g_assert_cmpuint(bp_post_spool_bytes(w->post, c), ==, 1000);
    bp_post_mend_host(w->post, b);
    /* c had tried until 151.29 s, and waits for 1,800 s. */
    post_run(w, BP_HOUR_US);
    post_expect(w, "1952.580000 c>b ham 1\n1952.580000 b ham for 0@b delivered\n");
    bp_post_fail_host(w->post, c);
    post_write(w, "a", 1000, "0@c");
    post_run(w, BP_HOUR_US + 1000 * BP_SECOND_US);
    post_expect(w, "");
    g_assert_cmpuint(bp_post_books(w->post)->refusals[BP_REASON_RELAYING_DENIED], ==,
                     0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/spool/uucp warns", test_uucp_warns_after_a_day);
    g_test_add_func("/spool/smtp warns", test_smtp_warns_after_four_hours);
    g_test_add_func("/spool/warns of what is tried again",
                    test_warns_of_what_is_tried_again);
    g_test_add_func("/spool/warns of what comes back", test_warns_of_what_comes_back);
    g_test_add_func("/spool/most urgent first", test_most_urgent_first);
    g_test_add_func("/spool/urgent before what waits",
                    test_urgent_goes_before_what_waits);
    g_test_add_func("/spool/unreachable", test_unreachable_over_a_net);
    g_test_add_func("/spool/second mx host", test_second_mx_host);
    g_test_add_func("/spool/full is tried later", test_full_spool_is_tried_later);
    g_test_add_func("/spool/may be full", test_a_spool_may_be_full);
    g_test_add_func("/spool/tries are no hops", test_tries_are_no_hops);
    g_test_add_func("/spool/smtp asks for room", test_smtp_asks_for_room);
    g_test_add_func("/spool/full for ever", test_full_for_ever);
    g_test_add_func("/spool/too large for it", test_too_large_for_the_spool);
    g_test_add_func("/spool/local mail needs no room", test_local_mail_needs_no_room);
    g_test_add_func("/spool/smallest first", test_smallest_first);
    g_test_add_func("/spool/smallest first when mended",
                    test_smallest_first_when_mended);
    g_test_add_func("/spool/first come", test_first_come_first_served);
    g_test_add_func("/spool/uucp expires", test_uucp_expires_after_seven_days);
    g_test_add_func("/spool/smtp expires", test_smtp_expires_after_five_days);
    g_test_add_func("/spool/under way does not", test_what_is_sent_does_not_expire);
    g_test_add_func("/spool/bounces into a spool being cleaned",
                    test_bounces_into_a_spool_being_cleaned);
    return g_test_run();
}
