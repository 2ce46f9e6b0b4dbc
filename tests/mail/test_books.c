/* Tests of the books: reach, delays, warm-up, message ids. */
#include "post_world.h"

/* a and b, joined by a plain line. */
static PostWorld *
pair(void)
{
    PostWorld *w = post_world_new();
    guint32 a = post_host(w, "a", "open");

    post_link(w, a, post_host(w, "b", "open"), "plain");
    return w;
}

static void
spam(PostWorld *w, const char *to)
{
    post_write_kind(w, BP_SPAM, "a", "11@a", 1000, to);
}

/* Distinct target mailboxes: two named twice, one that is no mailbox (b has u0 to
 * u9), one that is no target, and ham, count for nothing. */
static void
test_reach(void)
{
    g_autoptr(PostWorld) w = pair();
    guint32 b;

    post_finish(w);
    b = bp_network_find(w->network, "b");
    for (guint32 user = 0; user < 4; user++)
        bp_post_add_target(w->post, (BpAddress){b, user});
    bp_post_add_target(w->post, (BpAddress){b, 3});
    bp_post_add_target(w->post, (BpAddress){b, 10});
    g_assert_cmpuint(bp_post_books(w->post)->targets, ==, 4);

    spam(w, "0@b 1@b 1@b");
    spam(w, "1@b 7@b 10@b");
    post_write(w, "a", 1000, "2@b");
    post_run(w, BP_HOUR_US);
    g_assert_cmpuint(bp_post_books(w->post)->mailboxes_reached, ==, 2);
    g_assert_cmpuint(bp_post_spam_delivered(w->post, b), ==, 6);
    g_assert_cmpuint(bp_post_delivered(w->post, b), ==, 7);
}

/* The first of a's mailboxes and eight of b's, one of which was a target before. */
static void
test_targets_together(void)
{
    g_autoptr(PostWorld) w = pair();
    guint64 bits[2] = {0, 0};
    guint32 b, first;

    post_finish(w);
    b = bp_network_find(w->network, "b");
    first = bp_network_host(w->network, b).first_mailbox;
    bp_post_add_target(w->post, (BpAddress){b, 9});
    g_assert_cmpuint(bp_post_books(w->post)->target_hosts, ==, 1);
    g_assert_cmpuint(bp_network_n_mailboxes(w->network) / 64, <, G_N_ELEMENTS(bits));
    for (guint64 user = 2; user < 10; user++)
        bits[(first + user) / 64] |= G_GUINT64_CONSTANT(1) << (first + user) % 64;
    bits[0] |= 1;
    bp_post_add_targets(w->post, bits);
    g_assert_cmpuint(bp_post_books(w->post)->targets, ==, 9);
    g_assert_cmpuint(bp_post_books(w->post)->target_hosts, ==, 2);

    spam(w, "0@b 2@b 9@b");
    post_run(w, BP_HOUR_US);
    g_assert_cmpuint(bp_post_books(w->post)->mailboxes_reached, ==, 2);
}

/* A mailbox that is made a target later was not reached by what came before. */
static void
test_reach_without_targets(void)
{
    g_autoptr(PostWorld) w = pair();

    post_finish(w);
    spam(w, "0@b");
    post_run(w, BP_HOUR_US);
    g_assert_cmpuint(bp_post_books(w->post)->targets, ==, 0);
    g_assert_cmpuint(bp_post_books(w->post)->mailboxes_reached, ==, 0);
}

/* Ham written at 5 s, with a warm-up of 10 s, does not count for delays, though it
 * comes at 15 s; ham written at 10 s does: it waits for the line until 15 s and
 * takes 1 s. Spam never does. */
static void
test_warm_up(void)
{
    g_autoptr(PostWorld) w = pair();

    w->setup.warm_up_us = 10 * BP_SECOND_US;
    post_finish(w);
    post_run(w, 5 * BP_SECOND_US);
    post_write(w, "a", 10000, "0@b");
    post_run(w, 10 * BP_SECOND_US);
    post_write(w, "a", 1000, "0@b");
    spam(w, "0@b");
    post_run(w, BP_HOUR_US);
    g_assert_cmpuint(post_tally(w, BP_HAM)->in[BP_DELIVERED], ==, 2);
    g_assert_cmpuint(bp_delays_count(bp_post_ham_delays(w->post)), ==, 1);
    g_assert_cmpfloat(bp_delays_mean_s(bp_post_ham_delays(w->post)), ==, 6.0);
}

/* From Python's uuid: ids = uuid5(uuid5(NAMESPACE_OID, "bangpath run 1 a test"),
 * "0") and so on; another seed or title gives others. */
static void
test_message_ids(void)
{
    g_autoptr(PostWorld) w = pair();
    g_autoptr(PostWorld) other = pair();
    char id[BP_MESSAGE_ID_SIZE], again[BP_MESSAGE_ID_SIZE];

    post_finish(w);
    other->setup.seed = 2;
    post_finish(other);
    bp_post_message_id(w->post, 0, id);
    g_assert_cmpstr(id, ==, "adea8ce1-0039-5ba7-b531-3fd3366943e1");
    bp_post_message_id(w->post, 4000000000, id);
    g_assert_cmpstr(id, ==, "e27272ba-01eb-5bad-9f30-fa7c3b1163ee");
    bp_post_message_id(w->post, 4000000000, again);
    g_assert_cmpstr(id, ==, again);
    g_assert_true(g_uuid_string_is_valid(id));
    g_assert_cmpint(id[14], ==, '5');
    bp_post_message_id(other->post, 4000000000, again);
    g_assert_cmpstr(id, !=, again);
}

static void
test_names(void)
{
    g_assert_cmpstr(bp_kind_name(BP_HAM), ==, "ham");
    g_assert_cmpstr(bp_kind_name(BP_BOUNCE), ==, "bounce");
    g_assert_cmpstr(bp_state_name(BP_QUEUED), ==, "queued");
    g_assert_cmpstr(bp_state_name(BP_LOST), ==, "lost");
}

static void
test_balance(void)
{
    BpTally tally = {.sent = 15};

    for (guint state = 0; state < BP_N_STATES; state++)
        tally.in[state] = state + 1;
    g_assert_true(bp_tally_balanced(&tally));
    tally.in[BP_LOST]++;
    g_assert_false(bp_tally_balanced(&tally));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/books/reach", test_reach);
    g_test_add_func("/books/targets together", test_targets_together);
    g_test_add_func("/books/reach without targets", test_reach_without_targets);
    g_test_add_func("/books/warm-up", test_warm_up);
    g_test_add_func("/books/message ids", test_message_ids);
    g_test_add_func("/books/names", test_names);
    g_test_add_func("/books/balance", test_balance);
    return g_test_run();
}
