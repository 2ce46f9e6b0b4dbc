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

static BpVerdict
judge(const PostWorld *w, guint32 host, guint32 peer, BpAddress from, BpAddress to)
{
    return bp_post_judge(
        w->post, host,
        &(BpQuestion){.peer = peer, .on_net = TRUE, .from = from, .to = to});
}

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
        BpVerdict verdict = judge(w, r, bp_network_find(w->network, c->peer), from, to);
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

static void
list_x(gpointer data, const BpOffer *offer, BpEnvelope *envelope)
{
    envelope->peer_is_listed = offer->peer == *(guint32 *)data;
}

/* Has @host ask the policy called @name. */
static void
guard(const PostWorld *w, guint32 host, const char *name, BpStage stage,
      void (*look)(gpointer data, const BpOffer *offer, BpEnvelope *envelope),
      gpointer data)
{
    static const gint64 an_hour[] = {BP_HOUR_US};
    BpGuard guard = {
        .policy = bp_policy_find(name),
        .p = an_hour,
        .stage = stage,
        .silent = stage > bp_policy_find(name)->stage,
        .look = look,
        .data = data,
    };

    bp_post_set_guard(w->post, host, bp_post_add_guard(w->post, &guard), TRUE);
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
    guard(w, s, "blacklist", BP_STAGE_CONNECTION, list_x, &x);

    BpAddress from_x = {x, 0}, from_y = {y, 0}, to = {s, 0}, stranger = {y, 0};

    g_assert_cmpint(judge(w, s, x, from_y, to).reason, ==, BP_REASON_BLACKLISTED);
    g_assert_cmpint(judge(w, s, x, from_y, stranger).reason, ==, BP_REASON_BLACKLISTED);
    g_assert_cmpint(judge(w, s, y, from_x, to).answer, ==, BP_ANSWER_ACCEPT);
    g_assert_cmpint(
        bp_post_judge(w->post, s, &(BpQuestion){.peer = x, .from = from_x, .to = to})
            .answer,
        ==, BP_ANSWER_ACCEPT);

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

/* A list that refuses in silence lets the body come, and throws it away: nobody is told,
 * nothing bounces, and the letter is lost for its reader all the same. */
static void
test_silent_refusal(void)
{
    g_autoptr(PostWorld) w = post_world_new();
    guint32 x;

    post_on_net(w, "sx", "smtp");
    x = bp_network_find(w->network, "x");
    post_finish(w);
    guard(w, bp_network_find(w->network, "s"), "blacklist", BP_STAGE_CONTENT, list_x,
          &x);
    post_write(w, "x", 1000, "0@s");
    post_run(w, BP_HOUR_US);
    post_expect(w, "1.290000 x>s ham 1\n"
                   "1.290000 s ham for 0@s discarded blacklisted\n");
    g_assert_cmpuint(bp_post_books(w->post)->refusals[BP_REASON_BLACKLISTED], ==, 0);
    g_assert_cmpuint(bp_post_books(w->post)->collateral, ==, 1);
}

/* Unknown until half an hour after the first try. */
static void
look_at_triplet(gpointer data, const BpOffer *offer, BpEnvelope *envelope)
{
    PostWorld *w = data;

    envelope->triplet_age_us =
        offer->to.user == 0 ? 2 * bp_queue_now_us(w->queue) : BP_HOUR_US;
}

/* Of two recipients one is known: he gets the letter at once; the other is to be tried
 * again after half an hour, as MTAs do. Envelopes have 330 and 290 bytes. */
static void
test_later_waits_at_the_sender(void)
{
    g_autoptr(PostWorld) w = post_world_new();

    post_on_net(w, "sx", "smtp");
    post_finish(w);
    guard(w, bp_network_find(w->network, "s"), "greylist", BP_STAGE_ENVELOPE,
          look_at_triplet, w);
    post_write(w, "x", 1000, "x!s!0 x!s!1");
    post_run(w, BP_HOUR_US);
    post_expect(w, "0.330000 s tells x ham greylisted 1\n"
                   "1.330000 x>s ham 1\n"
                   "1.330000 s ham for 1@s delivered\n"
                   "1801.620000 x>s ham 1\n"
                   "1801.620000 s ham for 0@s delivered\n");
    g_assert_cmpuint(bp_post_books(w->post)->collateral, ==, 0);
}

/* Never known. */
static void
look_at_stranger(gpointer data, const BpOffer *offer, BpEnvelope *envelope)
{
    (void)data, (void)offer;
    envelope->triplet_age_us = -1;
}

/* What comes later until its time is over was lost to whoever had it wait: the books say so,
 * and count it as collateral. SMTP gives up after five days. */
static void
test_later_for_ever(void)
{
    g_autoptr(PostWorld) w = post_world_new();

    post_on_net(w, "sx", "smtp");
    post_finish(w);
    guard(w, bp_network_find(w->network, "s"), "greylist", BP_STAGE_ENVELOPE,
          look_at_stranger, NULL);
    post_write(w, "x", 1000, "0@s");
    post_run(w, 6 * BP_DAY_US);
    g_assert_cmpuint(post_tally(w, BP_HAM)->ended_by[BP_REASON_GREYLISTED], ==, 1);
    g_assert_cmpuint(post_tally(w, BP_HAM)->in[BP_BOUNCED], ==, 1);
    g_assert_cmpuint(bp_post_books(w->post)->collateral, ==, 1);
}

/* A letter for which the map of a world without closed relays would have a way is lost to
 * closing, though no relay has refused it; for an island there never was one. */
static void
test_no_open_route(void)
{
    g_autoptr(PostWorld) w = post_world_new();
    guint32 a = post_host(w, "a", "open"), r = post_host(w, "r", "closed");
    guint32 c = post_host(w, "c", "open");
    guint64 closed = G_GUINT64_CONSTANT(1) << r;

    post_host(w, "island", "open");
    post_link(w, a, r, "plain");
    post_link(w, r, c, "plain");
    post_finish(w);
    bp_routes_publish(w->routes, &closed);
    post_write(w, "a", 1000, "0@c");
    post_write(w, "a", 1000, "0@island");
    post_write(w, "a", 1000, "1@island 1@c");
    post_run(w, BP_HOUR_US);
    post_expect(w, "0.000000 a ham for 0@c bounced no-open-route\n"
                   "0.000000 a ham for 0@island bounced no-route\n"
                   "0.000000 a ham for 1@c bounced no-open-route\n"
                   "0.000000 a ham for 1@island bounced no-route\n");
    g_assert_cmpuint(bp_post_books(w->post)->collateral, ==, 2);
}

/* A body is judged when it is there: SMTP says no after it, and the sending host bounces;
 * over UUCP the host that has the file does. */
static void
look_at_body(gpointer data, const BpOffer *offer, BpEnvelope *envelope)
{
    (void)data;
    envelope->body_count = offer->message->kind == BP_HAM ? (guint64)BP_HOUR_US : 0;
}

static void
test_content_is_judged_last(void)
{
    g_autoptr(PostWorld) w = post_world_new();
    guint32 u;

    post_on_net(w, "sx", "smtp");
    u = post_host(w, "u", "open");
    post_link(w, u, bp_network_find(w->network, "s"), "plain");
    post_finish(w);
    guard(w, bp_network_find(w->network, "s"), "checksum", BP_STAGE_CONTENT,
          look_at_body, NULL);
    post_write(w, "x", 1000, "0@s");
    post_write(w, "u", 1000, "0@s");
    post_run(w, BP_HOUR_US);
    post_expect(w, "1.000000 u>s ham 1\n"
                   "1.000000 s tells u ham bulk 1\n"
                   "1.000000 s ham for 0@s bounced bulk\n"
                   "1.290000 x>s ham 1\n"
                   "1.290000 s tells x ham bulk 1\n"
                   "1.290000 s ham for 0@s bounced bulk\n"
                   "1.290000 x bounce for 0@x delivered\n"
                   "2.600000 s>u bounce 1\n"
                   "2.600000 u bounce for 0@u delivered\n");
}

static void
look_at_mailbox(gpointer data, const BpOffer *offer, BpEnvelope *envelope)
{
    (void)data;
    g_assert_cmpuint(offer->n_recipients, ==, 1);
    envelope->looks_like_spam = offer->to.user == 3;
}

/* A mailbox's filter throws away what is for it alone, wherever it came from. */
static void
test_mailbox_filters(void)
{
    g_autoptr(PostWorld) w = post_world_new();

    post_on_net(w, "sx", "smtp");
    post_finish(w);
    guard(w, bp_network_find(w->network, "s"), "filter", BP_STAGE_MAILBOX,
          look_at_mailbox, NULL);
    post_write(w, "x", 1000, "x!s!3 x!s!4");
    post_run(w, BP_HOUR_US);
    post_expect(w, "1.330000 x>s ham 2\n"
                   "1.330000 s ham for 3@s discarded filtered\n"
                   "1.330000 s ham for 4@s delivered\n");
}

/* A user that nobody has is refused by his host: at the envelope over SMTP, from the file
 * over UUCP, and at once where the letter was written. */
static void
test_nobody(void)
{
    g_autoptr(PostWorld) w = post_world_new();
    BpRecipient nobody = {{0, BP_NOBODY}, BP_NONE};
    BpLetter letter = {
        .kind = BP_HAM, .size_bytes = 1000, .recipients = &nobody, .n_recipients = 1};
    guint32 s, x, u;

    post_on_net(w, "sx", "smtp");
    s = bp_network_find(w->network, "s");
    x = bp_network_find(w->network, "x");
    u = post_host(w, "u", "open");
    post_link(w, u, s, "plain");
    post_finish(w);
    nobody.to.host = s;
    letter.from = (BpAddress){x, 0};
    bp_post_write(w->post, x, &letter);
    letter.from = (BpAddress){u, 0};
    bp_post_write(w->post, u, &letter);
    letter.from = (BpAddress){s, 0};
    bp_post_write(w->post, s, &letter);
    post_run(w, BP_HOUR_US);
    post_expect(w, "0.000000 s ham for 4294967295@s bounced no-such-user\n"
                   "0.290000 s tells x ham no-such-user 1\n"
                   "0.290000 s ham for 4294967295@s bounced no-such-user\n"
                   "0.290000 x bounce for 0@x delivered\n"
                   "1.000000 u>s ham 1\n"
                   "1.000000 s tells u ham no-such-user 1\n"
                   "1.000000 s ham for 4294967295@s bounced no-such-user\n"
                   "2.600000 s>u bounce 1\n"
                   "2.600000 u bounce for 0@u delivered\n");
}

/* A closed host with one hole, asked in each of the classic ways by x for y. */
static void
test_holes(void)
{
    static const struct {
        BpForm form;
        guint8 hole;
        const char *from;
    } ways[] = {
        {BP_FORM_PERCENT, BP_HOLE_PERCENT, "x"},  {BP_FORM_BANG, BP_HOLE_BANG, "x"},
        {BP_FORM_ROUTE, BP_HOLE_ROUTE, "x"},      {BP_FORM_PLAIN, BP_HOLE_NULL, NULL},
        {BP_FORM_PLAIN, BP_HOLE_OWN_DOMAIN, "r"}, {BP_FORM_PLAIN, 0, "x"},
    };

    for (guint hole = 0; hole < G_N_ELEMENTS(ways); hole++) {
        g_autoptr(PostWorld) w = post_world_new();
        guint32 r, x, y;

        post_on_net(w, "rxy", "smtp");
        r = bp_network_find(w->network, "r");
        x = bp_network_find(w->network, "x");
        y = bp_network_find(w->network, "y");
        post_set_relay(w, "r", "closed");
        bp_network_edit(w->network, r)->holes = ways[hole].hole;
        post_finish(w);
        for (guint i = 0; i < G_N_ELEMENTS(ways); i++) {
            guint32 from =
                ways[i].from ? bp_network_find(w->network, ways[i].from) : BP_NONE;
            BpQuestion question = {
                .peer = x,
                .on_net = TRUE,
                .from = {from, 0},
                .to = {y, 0},
                .form = ways[i].form,
            };
            gboolean passes = i == hole && ways[i].hole != 0;

            g_assert_cmpint(bp_post_judge(w->post, r, &question).answer, ==,
                            passes ? BP_ANSWER_ACCEPT : BP_ANSWER_REFUSE);
        }
    }
}

/* A user of s on the road, whose host is closed and asks a list that has x: neither
 * matters once he has proved who he is. */
static void
test_authenticated_user(void)
{
    for (guint auth = 0; auth < 2; auth++) {
        g_autoptr(PostWorld) w = post_world_new();
        BpRecipient to = {{0, 0}, BP_NONE};
        BpLetter letter = {
            .kind = BP_HAM, .size_bytes = 1000, .recipients = &to, .n_recipients = 1};
        guint32 s, x;

        post_on_net(w, "sxy", "smtp");
        s = bp_network_find(w->network, "s");
        x = bp_network_find(w->network, "x");
        to.to.host = bp_network_find(w->network, "y");
        post_set_relay(w, "s", "closed");
        post_finish(w);
        guard(w, s, "blacklist", BP_STAGE_CONNECTION, list_x, &x);
        bp_post_set_auth(w->post, s, auth != 0);
        letter.from = (BpAddress){s, 0};
        letter.is_its_user = TRUE;
        bp_post_hand_over(w->post, bp_network_access(w->network, x, 0), s, &letter);
        post_run(w, BP_HOUR_US);
        g_assert_cmpuint(post_tally(w, BP_HAM)->in[BP_DELIVERED], ==, auth);
        g_assert_cmpuint(post_tally(w, BP_HAM)->in[BP_BOUNCED], ==, 1 - auth);
    }
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

/* Which guards a host asks can be read, and what each goes by. */
static void
test_guards_are_told(void)
{
    g_autoptr(PostWorld) w = post_world_new();
    guint32 s, x;

    post_on_net(w, "sx", "smtp");
    post_finish(w);
    s = bp_network_find(w->network, "s");
    x = bp_network_find(w->network, "x");
    g_assert_cmpuint(bp_post_guards(w->post, s), ==, 0);
    guard(w, x, "blacklist", BP_STAGE_CONNECTION, look_at_mailbox, NULL);
    guard(w, s, "filter", BP_STAGE_MAILBOX, look_at_mailbox, NULL);
    g_assert_cmpuint(bp_post_guards(w->post, x), ==, 1 << 0);
    g_assert_cmpuint(bp_post_guards(w->post, s), ==, 1 << 1);
    g_assert_true(bp_post_guard_policy(w->post, 0) == bp_policy_find("blacklist"));
    g_assert_true(bp_post_guard_policy(w->post, 1) == bp_policy_find("filter"));
    bp_post_set_guard(w->post, s, 1, FALSE);
    g_assert_cmpuint(bp_post_guards(w->post, s), ==, 0);
    g_assert_false(bp_post_auth(w->post, s));
    bp_post_set_auth(w->post, s, TRUE);
    g_assert_true(bp_post_auth(w->post, s));
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
    g_test_add_func("/accept/silent refusal", test_silent_refusal);
    g_test_add_func("/accept/later waits at the sender",
                    test_later_waits_at_the_sender);
    g_test_add_func("/accept/content is judged last", test_content_is_judged_last);
    g_test_add_func("/accept/mailbox filters", test_mailbox_filters);
    g_test_add_func("/accept/nobody", test_nobody);
    g_test_add_func("/accept/holes", test_holes);
    g_test_add_func("/accept/authenticated user", test_authenticated_user);
    g_test_add_func("/accept/later for ever", test_later_for_ever);
    g_test_add_func("/accept/no open route", test_no_open_route);
    g_test_add_func("/accept/closing spares what was accepted",
                    test_closing_spares_what_was_accepted);
    g_test_add_func("/accept/guards are told", test_guards_are_told);
    g_test_add_func("/accept/open relays are counted", test_open_relays_are_counted);
    return g_test_run();
}
