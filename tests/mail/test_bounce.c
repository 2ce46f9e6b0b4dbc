/* Tests of mail that comes back: by which way, to whom, and when it does not.
 *
 * A letter of 1,000 bytes takes 1 s a plain line, its bounce of 1,600 bytes 1.6 s.
 */
#include "post_world.h"

/* a - r - b in a row, by @protocol; r is closed and serves nobody. */
static PostWorld *
row(const char *protocol)
{
    PostWorld *w = post_world_new();
    guint32 a = post_host(w, "a", "open");
    guint32 r = post_host(w, "r", "closed");

    post_link(w, a, r, protocol);
    post_link(w, r, post_host(w, "b", "open"), protocol);
    return w;
}

/* SMTP: the envelope alone is sent, 250 + 40 bytes, and a bounces what it holds. */
static void
test_smtp_refusal_sends_no_body(void)
{
    g_autoptr(PostWorld) w = row("smtp");

    post_finish(w);
    post_write(w, "a", 1000, "0@b");
    post_run(w, BP_HOUR_US);
    post_expect(w, "0.290000 r tells a ham relaying-denied 1\n"
                   "0.290000 r ham for 0@b bounced relaying-denied\n"
                   "0.290000 a bounce for 0@a delivered\n");
    g_assert_cmpuint(bp_post_books(w->post)->bytes, ==, 290);
    g_assert_cmpuint(bp_post_books(w->post)->hops, ==, 0);
    g_assert_cmpuint(bp_post_books(w->post)->backscatter, ==, 0);
}

/* UUCP: r has got the file, which counts, and sends the bounce. */
static void
test_uucp_refusal_after_the_transfer(void)
{
    g_autoptr(PostWorld) w = row("plain");

    post_finish(w);
    post_write(w, "a", 1000, "0@b");
    post_run(w, BP_HOUR_US);
    post_expect(w, "1.000000 a>r ham 1\n"
                   "1.000000 r tells a ham relaying-denied 1\n"
                   "1.000000 r ham for 0@b bounced relaying-denied\n"
                   "2.600000 r>a bounce 1\n"
                   "2.600000 a bounce for 0@a delivered\n");
    g_assert_cmpuint(bp_post_books(w->post)->bytes, ==, 2600);
    g_assert_cmpuint(bp_post_books(w->post)->hops, ==, 2);
}

/* One bounce a refused copy, whatever the number of its recipients. */
static void
test_one_bounce_a_copy(void)
{
    g_autoptr(PostWorld) w = row("plain");

    post_finish(w);
    post_write(w, "a", 1000, "0@b 1@b 2@r 3@b");
    post_run(w, BP_HOUR_US);
    g_assert_cmpuint(post_tally(w, BP_HAM)->in[BP_BOUNCED], ==, 3);
    g_assert_cmpuint(post_tally(w, BP_HAM)->in[BP_DELIVERED], ==, 1);
    g_assert_cmpuint(post_tally(w, BP_BOUNCE)->messages, ==, 1);
    g_assert_cmpuint(bp_post_books(w->post)->refusals[BP_REASON_RELAYING_DENIED], ==,
                     3);
    g_assert_cmpuint(bp_post_books(w->post)->collateral, ==, 3);
}

/* A square a - m - r, a - n - r, and b behind r, which is closed. */
static PostWorld *
square(gint32 by_m, gint32 back_by_m, gint32 by_n, gint32 back_by_n)
{
    PostWorld *w = post_world_new();
    guint32 a = post_host(w, "a", "open");
    guint32 m = post_host(w, "m", "open");
    guint32 n = post_host(w, "n", "open");
    guint32 r = post_host(w, "r", "closed");

    post_link_costs(w, a, m, "plain", 10000, by_m, back_by_m);
    post_link_costs(w, m, r, "plain", 10000, by_m, back_by_m);
    post_link_costs(w, a, n, "plain", 10000, by_n, back_by_n);
    post_link_costs(w, n, r, "plain", 10000, by_n, back_by_n);
    post_link(w, r, post_host(w, "b", "open"), "plain");
    post_finish(w);
    return w;
}

/* The table leads from a to r by m and back by n; a bounce takes the reverse of the way
 * that the letter came. r's own letter shows what the table says. */
static void
test_reverse_of_a_table_route(void)
{
    g_autoptr(PostWorld) w = square(100, 5000, 5000, 100);

    post_write(w, "r", 1000, "9@a");
    post_run(w, 10 * BP_SECOND_US);
    post_expect(w, "1.000000 r>n ham 1\n"
                   "2.000000 n>a ham 1\n"
                   "2.000000 a ham for 9@a delivered\n");
    post_write(w, "a", 1000, "0@b");
    post_run(w, BP_HOUR_US);
    post_expect(w, "11.000000 a>m ham 1\n"
                   "12.000000 m>r ham 1\n"
                   "12.000000 r tells m ham relaying-denied 1\n"
                   "12.000000 r ham for 0@b bounced relaying-denied\n"
                   "13.600000 r>m bounce 1\n"
                   "15.200000 m>a bounce 1\n"
                   "15.200000 a bounce for 0@a delivered\n");
}

/* The same of a path that the sender wrote: by n, though both ways m is cheaper. */
static void
test_reverse_of_a_written_path(void)
{
    g_autoptr(PostWorld) w = square(100, 100, 5000, 5000);

    post_write(w, "a", 1000, "a!n!r!b!0");
    post_run(w, BP_HOUR_US);
    post_expect(w, "1.000000 a>n ham 1\n"
                   "2.000000 n>r ham 1\n"
                   "2.000000 r tells n ham relaying-denied 1\n"
                   "2.000000 r ham for 0@b bounced relaying-denied\n"
                   "3.600000 r>n bounce 1\n"
                   "5.200000 n>a bounce 1\n"
                   "5.200000 a bounce for 0@a delivered\n");
}

/* Half written, half by table: a!n, and n's table leads to r. */
static void
test_reverse_beyond_a_written_path(void)
{
    g_autoptr(PostWorld) w = square(100, 100, 5000, 5000);
    guint32 hosts[] = {bp_network_find(w->network, "a"),
                       bp_network_find(w->network, "n")};
    BpRecipient to = {{bp_network_find(w->network, "b"), 0},
                      bp_paths_add(w->paths, hosts, 2)};
    BpLetter letter = {
        .kind = BP_HAM,
        .from = {hosts[0], 0},
        .size_bytes = 1000,
        .recipients = &to,
        .n_recipients = 1,
    };

    bp_post_write(w->post, hosts[0], &letter);
    post_run(w, BP_HOUR_US);
    /* From n it is 5,000 to r straight and 5,200 round by a and m. */
    post_expect(w, "1.000000 a>n ham 1\n"
                   "2.000000 n>r ham 1\n"
                   "2.000000 r tells n ham relaying-denied 1\n"
                   "2.000000 r ham for 0@b bounced relaying-denied\n"
                   "3.600000 r>n bounce 1\n"
                   "5.200000 n>a bounce 1\n"
                   "5.200000 a bounce for 0@a delivered\n");
}

/* A bang path begins where mail comes off a net: x to g by SMTP (1.29 s), then by
 * UUCP to h, by m there as the table says. h's bounce goes back by m to g, 1.6 s a
 * hop, though the table leads back by n; and from g by table over the net, 1.89 s. */
static void
test_bang_path_begins_off_the_net(void)
{
    g_autoptr(PostWorld) w = post_world_new();
    guint32 g, h, m, n;

    post_on_net(w, "gx", "smtp");
    g = bp_network_find(w->network, "g");
    m = post_host(w, "m", "open");
    n = post_host(w, "n", "open");
    h = post_host(w, "h", "closed");
    post_link_costs(w, g, m, "plain", 10000, 100, 5000);
    post_link_costs(w, m, h, "plain", 10000, 100, 5000);
    post_link_costs(w, g, n, "plain", 10000, 5000, 100);
    post_link_costs(w, n, h, "plain", 10000, 5000, 100);
    post_link(w, h, post_host(w, "k", "open"), "plain");
    post_finish(w);
    post_write(w, "x", 1000, "0@k");
    post_run(w, BP_HOUR_US);
    post_expect(w, "1.290000 x>g ham 1\n"
                   "2.290000 g>m ham 1\n"
                   "3.290000 m>h ham 1\n"
                   "3.290000 h tells m ham relaying-denied 1\n"
                   "3.290000 h ham for 0@k bounced relaying-denied\n"
                   "4.890000 h>m bounce 1\n"
                   "6.490000 m>g bounce 1\n"
                   "8.380000 g>x bounce 1\n"
                   "8.380000 x bounce for 0@x delivered\n");
}

/* On a net recipients are refused before anything is sent, whatever moves it: plain
 * without overhead takes no time to ask. */
static void
test_refusal_on_a_plain_net(void)
{
    g_autoptr(PostWorld) w = post_world_new();

    post_on_net(w, "arb", "plain");
    post_set_relay(w, "r", "closed");
    post_finish(w);
    post_write(w, "a", 1000, "a!r!b!0");
    post_run(w, BP_HOUR_US);
    post_expect(w, "0.000000 r tells a ham relaying-denied 1\n"
                   "0.000000 r ham for 0@b bounced relaying-denied\n"
                   "0.000000 a bounce for 0@a delivered\n");
}

/* The bounce goes back to where the letter came from, and from there to him whose
 * name was on it: backscatter. */
static void
test_forged_sender_gets_backscatter(void)
{
    g_autoptr(PostWorld) w = row("plain");

    post_link(w, bp_network_find(w->network, "a"), post_host(w, "v", "open"), "plain");
    post_finish(w);
    post_write_kind(w, BP_SPAM, "a", "!3@v", 1000, "0@b");
    post_run(w, BP_HOUR_US);
    post_expect(w, "1.000000 a>r spam 1\n"
                   "1.000000 r tells a spam relaying-denied 1\n"
                   "1.000000 r spam for 0@b bounced relaying-denied\n"
                   "2.600000 r>a bounce 1\n"
                   "4.200000 a>v bounce 1\n"
                   "4.200000 v bounce for 3@v delivered\n");
    g_assert_cmpuint(bp_post_books(w->post)->backscatter, ==, 1);
    g_assert_cmpuint(bp_post_books(w->post)->collateral, ==, 0);
    /* Bounces are not in the bytes of spam. */
    g_assert_cmpuint(bp_post_books(w->post)->spam_bytes_by_others, ==, 1000);
}

/* Nobody to tell: discarded. */
static void
test_null_sender_is_discarded(void)
{
    g_autoptr(PostWorld) w = row("plain");

    post_finish(w);
    post_write_kind(w, BP_SPAM, "a", "!<>", 1000, "0@b");
    post_run(w, BP_HOUR_US);
    post_expect(w, "1.000000 a>r spam 1\n"
                   "1.000000 r tells a spam relaying-denied 1\n"
                   "1.000000 r spam for 0@b discarded relaying-denied\n");
    g_assert_cmpuint(bp_post_books(w->post)->backscatter, ==, 0);
    g_assert_cmpuint(post_tally(w, BP_BOUNCE)->messages, ==, 0);
}

/* a is closed too and refuses to carry r's bounce on to v: that is the end of it. */
static void
test_refused_bounce_is_discarded(void)
{
    g_autoptr(PostWorld) w = row("plain");

    post_set_relay(w, "a", "closed");
    post_link(w, bp_network_find(w->network, "a"), post_host(w, "v", "open"), "plain");
    post_finish(w);
    post_write_kind(w, BP_SPAM, "a", "!3@v", 1000, "0@b");
    post_run(w, BP_HOUR_US);
    post_expect(w, "1.000000 a>r spam 1\n"
                   "1.000000 r tells a spam relaying-denied 1\n"
                   "1.000000 r spam for 0@b bounced relaying-denied\n"
                   "2.600000 r>a bounce 1\n"
                   "2.600000 a tells r bounce relaying-denied 1\n"
                   "2.600000 a bounce for 3@v discarded relaying-denied\n");
    g_assert_cmpuint(post_tally(w, BP_BOUNCE)->in[BP_DISCARDED], ==, 1);
    g_assert_cmpuint(post_tally(w, BP_BOUNCE)->ended_by[BP_REASON_RELAYING_DENIED], ==,
                     1);
}

/* A bounce that cannot even leave where it is written is discarded as well. */
static void
test_bounce_without_a_route(void)
{
    g_autoptr(PostWorld) w = row("smtp");

    post_host(w, "island", "open");
    post_finish(w);
    post_write_kind(w, BP_SPAM, "a", "!3@island", 1000, "0@b");
    post_run(w, BP_HOUR_US);
    post_expect(w, "0.290000 r tells a spam relaying-denied 1\n"
                   "0.290000 r spam for 0@b bounced relaying-denied\n"
                   "0.290000 a bounce for 3@island discarded no-route\n");
}

/* Where it is written its author is told at once, and what has a route leaves. */
static void
test_no_route_where_it_is_written(void)
{
    g_autoptr(PostWorld) w = row("plain");

    post_host(w, "island", "open");
    post_finish(w);
    post_write(w, "a", 1000, "0@island 0@r");
    post_run(w, BP_HOUR_US);
    post_expect(w, "0.000000 a ham for 0@island bounced no-route\n"
                   "1.000000 a>r ham 1\n"
                   "1.000000 r ham for 0@r delivered\n");
    g_assert_cmpuint(post_tally(w, BP_BOUNCE)->messages, ==, 0);
    g_assert_cmpuint(bp_post_books(w->post)->collateral, ==, 0);
}

/* a leaves it to its smart host, which knows no way: it bounces. */
static void
test_no_route_further_on(void)
{
    g_autoptr(PostWorld) w = row("plain");

    post_set_relay(w, "r", "open");
    post_host(w, "island", "open");
    post_edit(w, "a")->smart_host = bp_network_find(w->network, "r");
    post_finish(w);
    post_write(w, "a", 1000, "0@island");
    post_run(w, BP_HOUR_US);
    post_expect(w, "1.000000 a>r ham 1\n"
                   "1.000000 r ham for 0@island bounced no-route\n"
                   "2.600000 r>a bounce 1\n"
                   "2.600000 a bounce for 0@a delivered\n");
}

/* Two smart hosts that pass what they do not know to each other: a letter goes to
 * and fro 25 times, 1 s each, and stops at b, which bounces it. */
static void
test_hop_limit(void)
{
    g_autoptr(PostWorld) w = post_world_new();
    guint32 a = post_host(w, "a", "open");
    guint32 b = post_host(w, "b", "open");

    post_host(w, "island", "open");
    post_link(w, a, b, "plain");
    post_edit(w, "a")->smart_host = b;
    post_edit(w, "b")->smart_host = a;
    post_finish(w);
    post_write(w, "a", 1000, "0@island");
    post_run(w, 24500000);
    g_string_truncate(w->log, 0);
    g_assert_cmpuint(bp_post_books(w->post)->hops, ==, 24);
    post_run(w, BP_HOUR_US);
    post_expect(w, "25.000000 a>b ham 1\n"
                   "25.000000 b ham for 0@island bounced too-many-hops\n"
                   "26.600000 b>a bounce 1\n"
                   "26.600000 a bounce for 0@a delivered\n");
}

/* The 25th hop may be the last: a row of 26 hosts, and one of 27. */
static void
test_as_far_as_the_limit(void)
{
    for (guint n = 26; n <= 27; n++) {
        g_autoptr(PostWorld) w = post_world_new();
        g_autofree char *last = g_strdup_printf("0@h%u", n - 1);

        for (guint i = 0; i < n; i++) {
            g_autofree char *name = g_strdup_printf("h%u", i);
            guint32 host = post_host(w, name, "open");

            if (i > 0)
                post_link(w, host - 1, host, "plain");
        }
        post_finish(w);
        post_write(w, "h0", 1000, last);
        post_run(w, BP_HOUR_US);
        g_assert_cmpuint(post_tally(w, BP_HAM)->in[BP_DELIVERED], ==, n == 26 ? 1 : 0);
        g_assert_cmpuint(post_tally(w, BP_HAM)->ended_by[BP_REASON_TOO_MANY_HOPS], ==,
                         n == 26 ? 0 : 1);
        /* The bounce has 25 hops to go as well, and gets there. */
        g_assert_cmpuint(post_tally(w, BP_BOUNCE)->in[BP_DELIVERED], ==,
                         n == 26 ? 0 : 1);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/bounce/smtp sends no body", test_smtp_refusal_sends_no_body);
    g_test_add_func("/bounce/uucp has the file", test_uucp_refusal_after_the_transfer);
    g_test_add_func("/bounce/one a copy", test_one_bounce_a_copy);
    g_test_add_func("/bounce/reverse of a table route", test_reverse_of_a_table_route);
    g_test_add_func("/bounce/reverse of a written path",
                    test_reverse_of_a_written_path);
    g_test_add_func("/bounce/reverse beyond a written path",
                    test_reverse_beyond_a_written_path);
    g_test_add_func("/bounce/bang path begins off the net",
                    test_bang_path_begins_off_the_net);
    g_test_add_func("/bounce/refusal on a plain net", test_refusal_on_a_plain_net);
    g_test_add_func("/bounce/backscatter", test_forged_sender_gets_backscatter);
    g_test_add_func("/bounce/null sender", test_null_sender_is_discarded);
    g_test_add_func("/bounce/refused bounce", test_refused_bounce_is_discarded);
    g_test_add_func("/bounce/without a route", test_bounce_without_a_route);
    g_test_add_func("/bounce/no route where written",
                    test_no_route_where_it_is_written);
    g_test_add_func("/bounce/no route further on", test_no_route_further_on);
    g_test_add_func("/bounce/hop limit", test_hop_limit);
    g_test_add_func("/bounce/as far as the limit", test_as_far_as_the_limit);
    return g_test_run();
}
