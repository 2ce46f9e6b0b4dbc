/* Tests of how one message with many recipients goes through the network. */
#include "post_world.h"

/* One copy a next hop, by host number however the sender wrote them; the recipients
 * of a copy keep their order. Three lines of their own carry 1,000 bytes in 1 s
 * each. */
static void
test_splits_by_next_hop(void)
{
    g_autoptr(PostWorld) w = post_world_new();
    guint32 a = post_host(w, "a", "open");

    for (const char *name = "bcd"; *name != '\0'; name++)
        post_link(w, a, post_host(w, (char[2]){*name, '\0'}, "open"), "plain");
    post_finish(w);
    post_write(w, "a", 1000, "0@d 5@c 2@b 3@c 1@a");
    post_run(w, BP_HOUR_US);
    post_expect(w, "0.000000 a ham for 1@a delivered\n"
                   "1.000000 a>b ham 1\n"
                   "1.000000 b ham for 2@b delivered\n"
                   "1.000000 a>c ham 2\n"
                   "1.000000 c ham for 5@c delivered\n"
                   "1.000000 c ham for 3@c delivered\n"
                   "1.000000 a>d ham 1\n"
                   "1.000000 d ham for 0@d delivered\n");
}

/* On a net the recipients' hosts are the next hops, and one access line sends the
 * copies one after the other, by host number. */
static void
test_net_takes_one_after_the_other(void)
{
    g_autoptr(PostWorld) w = post_world_new();

    post_on_net(w, "abcd", "plain");
    post_finish(w);
    post_write(w, "a", 1000, "0@d 1@b 2@c 3@d");
    post_run(w, BP_HOUR_US);
    post_expect(w, "1.000000 a>b ham 1\n"
                   "1.000000 b ham for 1@b delivered\n"
                   "2.000000 a>c ham 1\n"
                   "2.000000 c ham for 2@c delivered\n"
                   "3.000000 a>d ham 2\n"
                   "3.000000 d ham for 0@d delivered\n"
                   "3.000000 d ham for 3@d delivered\n");
}

/* A copy stays whole up to where the ways part: a - b - c, d. */
static void
test_splits_as_late_as_possible(void)
{
    g_autoptr(PostWorld) w = post_world_new();
    guint32 a = post_host(w, "a", "open");
    guint32 b = post_host(w, "b", "open");

    post_link(w, a, b, "plain");
    post_link(w, b, post_host(w, "c", "open"), "plain");
    post_link(w, b, post_host(w, "d", "open"), "plain");
    post_finish(w);
    post_write(w, "a", 1000, "0@d 0@b 0@c");
    post_run(w, BP_HOUR_US);
    post_expect(w, "1.000000 a>b ham 3\n"
                   "1.000000 b ham for 0@b delivered\n"
                   "2.000000 b>c ham 1\n"
                   "2.000000 c ham for 0@c delivered\n"
                   "2.000000 b>d ham 1\n"
                   "2.000000 d ham for 0@d delivered\n");
    g_assert_cmpuint(bp_post_books(w->post)->hops, ==, 3);
    g_assert_cmpuint(bp_post_books(w->post)->bytes, ==, 3000);
    /* b passed two recipient-copies of a stranger on; a's own do not count. */
    g_assert_cmpuint(bp_post_relayed(w->post, b), ==, 2);
    g_assert_cmpuint(bp_post_relayed(w->post, a), ==, 0);
}

/* SMTP: b takes two recipients a transaction, so five take three, the body each time:
 * 330 + 1000, 330 + 1000, 290 + 1000 bytes at 1 ms each. */
static void
test_max_recipients(void)
{
    g_autoptr(PostWorld) w = post_world_new();

    post_on_net(w, "ab", "smtp");
    post_edit(w, "b")->max_recipients = 2;
    post_finish(w);
    post_write(w, "a", 1000, "0@b 1@b 2@b 3@b 4@b");
    post_run(w, BP_HOUR_US);
    post_expect(w, "1.330000 a>b ham 2\n"
                   "1.330000 b ham for 0@b delivered\n"
                   "1.330000 b ham for 1@b delivered\n"
                   "2.660000 a>b ham 2\n"
                   "2.660000 b ham for 2@b delivered\n"
                   "2.660000 b ham for 3@b delivered\n"
                   "3.950000 a>b ham 1\n"
                   "3.950000 b ham for 4@b delivered\n");
    g_assert_cmpuint(bp_post_books(w->post)->bytes, ==, 3950);
    g_assert_cmpuint(post_tally(w, BP_HAM)->messages, ==, 1);
}

/* The limit is the receiver's: a's own of two does not bind b's, whose default is
 * 100. */
static void
test_max_recipients_is_the_receivers(void)
{
    g_autoptr(PostWorld) w = post_world_new();

    post_on_net(w, "ab", "smtp");
    post_edit(w, "a")->max_recipients = 2;
    post_finish(w);
    post_write(w, "a", 1000, "0@b 1@b 2@b");
    post_run(w, BP_HOUR_US);
    /* 250 + 3 * 40 + 1000 */
    g_assert_cmpuint(bp_post_books(w->post)->bytes, ==, 1370);
}

/* Other protocols have no such limit: one file. */
static void
test_no_limit_but_smtp(void)
{
    g_autoptr(PostWorld) w = post_world_new();

    post_link(w, post_host(w, "a", "open"), post_host(w, "b", "open"), "plain");
    post_edit(w, "b")->max_recipients = 2;
    post_finish(w);
    post_write(w, "a", 1000, "0@b 1@b 2@b 3@b 4@b");
    post_run(w, BP_HOUR_US);
    g_assert_cmpuint(bp_post_books(w->post)->hops, ==, 1);
    g_assert_cmpuint(bp_post_books(w->post)->bytes, ==, 1000);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/split/by next hop", test_splits_by_next_hop);
    g_test_add_func("/split/one after the other on a net",
                    test_net_takes_one_after_the_other);
    g_test_add_func("/split/as late as possible", test_splits_as_late_as_possible);
    g_test_add_func("/split/max recipients", test_max_recipients);
    g_test_add_func("/split/max recipients is the receiver's",
                    test_max_recipients_is_the_receivers);
    g_test_add_func("/split/no limit but smtp", test_no_limit_but_smtp);
    return g_test_run();
}
