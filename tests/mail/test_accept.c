/* Tests of whose mail a host takes: every relay state by every way in. */
#include "post_world.h"

/* r serves s, which serves t, which serves v; r relays for f. x and y are strangers. */
static PostWorld *
hub(const char *relay)
{
    PostWorld *w = post_world_new();

    post_on_net(w, "rstvfxy", "smtp");
    post_set_relay(w, "r", relay);
    bp_network_serve(w->network, bp_network_find(w->network, "r"),
                     bp_network_find(w->network, "s"));
    bp_network_serve(w->network, bp_network_find(w->network, "s"),
                     bp_network_find(w->network, "t"));
    bp_network_serve(w->network, bp_network_find(w->network, "t"),
                     bp_network_find(w->network, "v"));
    bp_network_relay_for(w->network, bp_network_find(w->network, "r"),
                         bp_network_find(w->network, "f"));
    post_finish(w);
    return w;
}

typedef struct {
    const char *peer;
    const char *from; /* envelope: host, or NULL for <> */
    const char *to;
    gboolean by_peer; /* what a closed host says */
    gboolean by_sender;
} Case;

static const Case cases[] = {
    /* for a mailbox of its own: from anyone */
    {"x", "x", "r", TRUE, TRUE},
    {"x", NULL, "r", TRUE, TRUE},
    /* a stranger for a stranger */
    {"x", "x", "y", FALSE, FALSE},
    {"x", NULL, "y", FALSE, FALSE},
    /* (a) who hands it over is served, or relayed for: truly, or says the envelope */
    {"s", "s", "y", TRUE, TRUE},
    {"f", "f", "y", TRUE, TRUE},
    {"s", "x", "y", TRUE, FALSE},
    {"f", NULL, "y", TRUE, FALSE},
    {"x", "s", "y", FALSE, TRUE},
    {"x", "f", "y", FALSE, TRUE},
    {"x", "r", "y", FALSE, TRUE},
    /* but only what r itself serves: t is s's */
    {"t", "t", "y", FALSE, FALSE},
    /* (b) for who is served, at any depth */
    {"x", "x", "s", TRUE, TRUE},
    {"x", "x", "t", TRUE, TRUE},
    {"x", NULL, "v", TRUE, TRUE},
    /* relay_for is not for what comes in */
    {"x", "x", "f", FALSE, FALSE},
};

static void
check_cases(const char *relay, gboolean open, gboolean by_sender)
{
    g_autoptr(PostWorld) w = hub(relay);
    guint32 r = bp_network_find(w->network, "r");

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const Case *c = &cases[i];
        BpAddress from = {
            c->from == NULL ? BP_NONE : bp_network_find(w->network, c->from), 0};
        BpAddress to = {bp_network_find(w->network, c->to), 0};
        BpVerdict verdict = bp_post_judge(
            w->post, r, bp_network_find(w->network, c->peer), TRUE, from, to);
        gboolean expected = open || (by_sender ? c->by_sender : c->by_peer);

        g_test_message("%s: from %s by %s to %s", relay, c->from, c->peer, c->to);
        g_assert_cmpint(verdict.answer, ==,
                        expected ? BP_ANSWER_ACCEPT : BP_ANSWER_REFUSE);
        g_assert_cmpint(verdict.reason, ==,
                        expected ? BP_REASON_NONE : BP_REASON_RELAYING_DENIED);
    }
}

static void
test_open(void)
{
    check_cases("open", TRUE, FALSE);
}

static void
test_closed_by_peer(void)
{
    check_cases("closed", FALSE, FALSE);
    check_cases("closed-by-peer", FALSE, FALSE);
}

static void
test_closed_by_sender(void)
{
    check_cases("closed-by-sender", FALSE, TRUE);
}

/* a - r - b by UUCP: a neighbour that r does not serve is a stranger; the same path
 * with r serving a, or b, is open. What is refused is held at r, which bounces it. */
static void
check_neighbours(const char *served, gboolean passes)
{
    g_autoptr(PostWorld) w = post_world_new();
    guint32 a = post_host(w, "a", "open");
    guint32 r = post_host(w, "r", "closed");
    guint32 b = post_host(w, "b", "open");

    post_link(w, a, r, "plain");
    post_link(w, r, b, "plain");
    if (served != NULL)
        bp_network_serve(w->network, r, bp_network_find(w->network, served));
    post_finish(w);
    post_write(w, "a", 1000, "0@b");
    post_run(w, BP_HOUR_US);
    g_assert_cmpuint(post_tally(w, BP_HAM)->in[BP_DELIVERED], ==, passes ? 1 : 0);
    g_assert_cmpuint(post_tally(w, BP_HAM)->in[BP_BOUNCED], ==, passes ? 0 : 1);
    g_assert_cmpuint(bp_post_books(w->post)->collateral, ==, passes ? 0 : 1);
}

static void
test_neighbour_grants_nothing(void)
{
    check_neighbours(NULL, FALSE);
    check_neighbours("a", TRUE);
    check_neighbours("b", TRUE);
}

/* Mail for y and v by way of r: y's copy alone is refused, and once. SMTP asks
 * first, 250 + 80 bytes; then 1,000 bytes come, and go on to v with 290 more. x's
 * own bounce is delivered where it is written. */
static void
test_one_recipient_is_refused(void)
{
    g_autoptr(PostWorld) w = hub("closed");

    post_write(w, "x", 1000, "x!r!y!1 x!r!v!2");
    post_run(w, BP_HOUR_US);
    post_expect(w, "0.330000 r tells x ham relaying-denied 1\n"
                   "0.330000 r ham for 1@y bounced relaying-denied\n"
                   "0.330000 x bounce for 0@x delivered\n"
                   "1.330000 x>r ham 1\n"
                   "2.620000 r>v ham 1\n"
                   "2.620000 v ham for 2@v delivered\n");
    g_assert_cmpuint(bp_post_books(w->post)->refusals[BP_REASON_RELAYING_DENIED], ==,
                     1);
    g_assert_cmpuint(bp_post_books(w->post)->bytes, ==, 330 + 1000 + 1290);
}

static gboolean
list_x(gpointer data, guint32 subscriber, guint32 peer)
{
    (void)subscriber;
    return peer == *(guint32 *)data;
}

/* The list is asked about who is connected and nobody else, at the connection, so
 * before the relay policy, and on nets only. */
static void
test_blacklist_is_about_the_peer(void)
{
    g_autoptr(PostWorld) w = post_world_new();
    guint32 x, y, s;

    post_on_net(w, "sxy", "smtp");
    s = bp_network_find(w->network, "s");
    x = bp_network_find(w->network, "x");
    y = bp_network_find(w->network, "y");
    post_link_costs(w, y, post_host(w, "z", "open"), "plain", 10000, 100, 100);
    post_set_relay(w, "s", "closed");
    post_finish(w);
    bp_post_subscribe(w->post, s, bp_post_add_list(w->post, list_x, &x));

    BpAddress from_x = {x, 0}, from_y = {y, 0}, to = {s, 0}, stranger = {y, 0};

    g_assert_cmpint(bp_post_judge(w->post, s, x, TRUE, from_y, to).reason, ==,
                    BP_REASON_BLACKLISTED);
    g_assert_cmpint(bp_post_judge(w->post, s, x, TRUE, from_y, stranger).reason, ==,
                    BP_REASON_BLACKLISTED);
    g_assert_cmpint(bp_post_judge(w->post, s, y, TRUE, from_x, to).answer, ==,
                    BP_ANSWER_ACCEPT);
    g_assert_cmpint(bp_post_judge(w->post, s, x, FALSE, from_x, to).answer, ==,
                    BP_ANSWER_ACCEPT);

    /* x's own letter is refused at its envelope, 290 bytes; what x wrote reaches s
     * by y. */
    post_write(w, "x", 1000, "0@s");
    post_write(w, "x", 1000, "x!y!s!1");
    post_run(w, BP_HOUR_US);
    post_expect(w, "0.290000 s tells x ham blacklisted 1\n"
                   "0.290000 s ham for 0@s bounced blacklisted\n"
                   "0.290000 x bounce for 0@x delivered\n"
                   "1.580000 x>y ham 1\n"
                   "2.870000 y>s ham 1\n"
                   "2.870000 s ham for 1@s delivered\n");
    g_assert_cmpuint(bp_post_books(w->post)->collateral, ==, 1);
}

/* What was accepted before a relay closes still leaves; a decision falls when the
 * envelope is answered. Three letters x to y by r, at 0, 1.29 and 2.58 s: r closes
 * at 1.5 s, when the second (answered at 1.58 s) has not been answered yet. */
static void
test_closing_spares_what_was_accepted(void)
{
    g_autoptr(PostWorld) w = hub("open");

    post_write(w, "x", 1000, "x!r!y!0");
    post_write(w, "x", 1000, "x!r!y!1");
    post_run(w, 1500000);
    bp_post_set_relay(w->post, bp_network_find(w->network, "r"),
                      bp_policy_index(bp_policy_find("closed")));
    post_run(w, BP_HOUR_US);
    post_expect(w, "1.290000 x>r ham 1\n"
                   "1.580000 r tells x ham relaying-denied 1\n"
                   "1.580000 r ham for 1@y bounced relaying-denied\n"
                   "1.580000 x bounce for 0@x delivered\n"
                   "2.580000 r>y ham 1\n"
                   "2.580000 y ham for 0@y delivered\n");
}

static void
test_open_relays_are_counted(void)
{
    g_autoptr(PostWorld) w = hub("closed");
    guint open = bp_policy_index(bp_policy_find("open"));
    guint closed = bp_policy_index(bp_policy_find("closed-by-sender"));
    guint32 s = bp_network_find(w->network, "s");

    /* Seven hosts, r closed; the net is none. */
    g_assert_cmpuint(bp_post_open_relays(w->post), ==, 6);
    bp_post_set_relay(w->post, s, closed);
    bp_post_set_relay(w->post, s, closed);
    g_assert_cmpuint(bp_post_open_relays(w->post), ==, 5);
    g_assert_cmpuint(bp_post_relay(w->post, s), ==, closed);
    bp_post_set_relay(w->post, s, open);
    g_assert_cmpuint(bp_post_open_relays(w->post), ==, 6);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/accept/open", test_open);
    g_test_add_func("/accept/closed by peer", test_closed_by_peer);
    g_test_add_func("/accept/closed by sender", test_closed_by_sender);
    g_test_add_func("/accept/a neighbour is a stranger", test_neighbour_grants_nothing);
    g_test_add_func("/accept/one recipient is refused", test_one_recipient_is_refused);
    g_test_add_func("/accept/blacklist is about the peer",
                    test_blacklist_is_about_the_peer);
    g_test_add_func("/accept/closing spares what was accepted",
                    test_closing_spares_what_was_accepted);
    g_test_add_func("/accept/open relays are counted", test_open_relays_are_counted);
    return g_test_run();
}
