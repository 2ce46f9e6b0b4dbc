/* Tests of letters that someone hands over himself: what he is told, and may do
 * about it. */
#include "post_world.h"

/* Someone at host a with an SMTP line of his own to the net. After a refusal he goes
 * to the next of @next, and calls himself @from. */
typedef struct {
    PostWorld *w;
    guint32 channel;
    guint8 owner;
    const char *next[4];
    guint n_told;
    guint n_recipients;
    const char *from;
} Sender;

static guint32
on_refused(gpointer data, guint32 channel, guint32 host, BpReason reason,
           guint n_recipients, BpAddress *from)
{
    Sender *s = data;
    const char *next = s->next[s->n_told++];

    (void)channel, (void)host, (void)reason;
    s->n_recipients += n_recipients;
    /* He still has them, however often he is refused. */
    g_assert_cmpuint(post_tally(s->w, BP_SPAM)->in[BP_QUEUED], >=, n_recipients);
    if (s->from != NULL)
        *from = post_address(s->w, s->from).to;
    return next == NULL ? BP_NONE : bp_network_find(s->w->network, next);
}

static void
on_idle(gpointer data, guint32 channel)
{
    (void)data, (void)channel;
}

static const BpOwner owner = {.idle = on_idle, .refused = on_refused};

static void
begin(Sender *s, PostWorld *w, const char *net)
{
    BpLine line = post_line(net == NULL ? "plain" : "smtp", 10000);

    bp_network_finish(w->network);
    s->w = w;
    s->channel =
        bp_network_add_access(w->network, bp_network_find(w->network, "a"),
                              net == NULL ? BP_NONE : bp_network_find(w->network, net),
                              bp_network_add_line(w->network, &line));
    post_begin(w);
    s->owner = bp_post_add_owner(w->post, s->channel, &owner, s);
}

static void
hand_over(Sender *s, const char *to_host, const char *from, const char *to)
{
    BpLetter letter = post_letter(s->w, BP_SPAM, from, 1000, to);

    letter.owner = s->owner;
    bp_post_hand_over(s->w->post, s->channel, bp_network_find(s->w->network, to_host),
                      &letter);
    g_free((gpointer)(guintptr)letter.recipients);
}

/* He hears it himself: bounced, and nobody gets a bounce, least of all the forged. */
static void
test_refusal_makes_no_bounce(void)
{
    g_autoptr(PostWorld) w = post_world_new();
    Sender s = {0};

    post_on_net(w, "arb", "smtp");
    post_set_relay(w, "r", "closed");
    begin(&s, w, "net");
    hand_over(&s, "r", "!3@b", "0@b 1@b");
    post_run(w, BP_HOUR_US);
    post_expect(w, "0.330000 r tells a spam relaying-denied 2\n"
                   "0.330000 r spam for 0@b bounced relaying-denied\n"
                   "0.330000 r spam for 1@b bounced relaying-denied\n");
    g_assert_cmpuint(post_tally(w, BP_BOUNCE)->messages, ==, 0);
    g_assert_cmpuint(bp_post_books(w->post)->backscatter, ==, 0);
    g_assert_cmpuint(bp_post_books(w->post)->spam_bytes_by_spammers, ==, 330);
    g_assert_cmpuint(bp_post_books(w->post)->spam_bytes_by_others, ==, 0);
    g_assert_cmpuint(s.n_told, ==, 1);
}

/* Refused by r, he tries q, which is open: 0.29 s in vain, then 0.29 + 1 s, and q
 * sends on. The letter was never anything but queued until it was delivered. */
static void
test_next_relay(void)
{
    g_autoptr(PostWorld) w = post_world_new();
    Sender s = {.next = {"q"}};

    post_on_net(w, "arqb", "smtp");
    post_set_relay(w, "r", "closed");
    begin(&s, w, "net");
    hand_over(&s, "r", "!3@b", "0@b");
    post_run(w, 500000);
    g_assert_cmpuint(post_tally(w, BP_SPAM)->in[BP_QUEUED], ==, 1);
    post_run(w, BP_HOUR_US);
    post_expect(w, "0.290000 r tells a spam relaying-denied 1\n"
                   "1.580000 a>q spam 1\n"
                   "2.870000 q>b spam 1\n"
                   "2.870000 b spam for 0@b delivered\n");
    g_assert_cmpuint(bp_post_books(w->post)->refusals[BP_REASON_RELAYING_DENIED], ==,
                     1);
    g_assert_cmpuint(post_tally(w, BP_SPAM)->in[BP_BOUNCED], ==, 0);
    g_assert_cmpuint(bp_post_books(w->post)->spam_bytes_by_spammers, ==, 290 + 1290);
    g_assert_cmpuint(bp_post_books(w->post)->spam_bytes_by_others, ==, 1290);
}

/* Only what was refused is tried again: r delivers 5@r (its body goes first), then q
 * gets 0@b. */
static void
test_only_the_refused(void)
{
    g_autoptr(PostWorld) w = post_world_new();
    Sender s = {.next = {"q"}};

    post_on_net(w, "arqb", "smtp");
    post_set_relay(w, "r", "closed");
    begin(&s, w, "net");
    hand_over(&s, "r", "11@a", "0@b 5@r");
    post_run(w, BP_HOUR_US);
    post_expect(w, "0.330000 r tells a spam relaying-denied 1\n"
                   "1.330000 a>r spam 1\n"
                   "1.330000 r spam for 5@r delivered\n"
                   "2.620000 a>q spam 1\n"
                   "3.910000 q>b spam 1\n"
                   "3.910000 b spam for 0@b delivered\n");
    g_assert_cmpuint(s.n_recipients, ==, 1);
}

/* He poses as the second relay's user where the first did not believe him. */
static void
test_another_name(void)
{
    g_autoptr(PostWorld) w = post_world_new();
    Sender s = {.next = {"q"}, .from = "4@q"};

    post_on_net(w, "arqb", "smtp");
    post_set_relay(w, "r", "closed");
    post_set_relay(w, "q", "closed-by-sender");
    begin(&s, w, "net");
    hand_over(&s, "r", "!4@r", "0@b");
    post_run(w, BP_HOUR_US);
    g_assert_cmpuint(post_tally(w, BP_SPAM)->in[BP_DELIVERED], ==, 1);
    g_assert_cmpuint(bp_post_books(w->post)->refusals[BP_REASON_RELAYING_DENIED], ==,
                     1);
}

/* Three closed relays: three refusals, one bounced recipient-copy. */
static void
test_all_refuse(void)
{
    g_autoptr(PostWorld) w = post_world_new();
    Sender s = {.next = {"q", "r"}};

    post_on_net(w, "arqb", "smtp");
    post_set_relay(w, "r", "closed");
    post_set_relay(w, "q", "closed");
    begin(&s, w, "net");
    hand_over(&s, "r", "11@a", "0@b");
    post_run(w, BP_HOUR_US);
    g_assert_cmpuint(s.n_told, ==, 3);
    g_assert_cmpuint(bp_post_books(w->post)->refusals[BP_REASON_RELAYING_DENIED], ==,
                     3);
    g_assert_cmpuint(post_tally(w, BP_SPAM)->in[BP_BOUNCED], ==, 1);
    g_assert_cmpuint(bp_post_books(w->post)->spam_bytes_by_spammers, ==, 3 * 290);
}

/* A run of spam through r: he sends 250 + 160 + 1,000 bytes once; r sends each of four
 * hosts 290 + 1,000. */
static void
test_amplification_bytes(void)
{
    g_autoptr(PostWorld) w = post_world_new();
    Sender s = {0};

    post_on_net(w, "arwxyz", "smtp");
    begin(&s, w, "net");
    hand_over(&s, "r", "11@a", "0@w 0@x 0@y 0@z");
    post_run(w, BP_HOUR_US);
    g_assert_cmpuint(bp_post_books(w->post)->spam_bytes_by_spammers, ==, 1410);
    g_assert_cmpuint(bp_post_books(w->post)->spam_bytes_by_others, ==, 4 * 1290);
    g_assert_cmpuint(bp_post_relayed(w->post, bp_network_find(w->network, "r")), ==, 4);
    g_assert_cmpint(bp_post_spammers_paid_udollars(w->post), ==, 0);
}

/* By his own host's telephone line: the hand-over to a is no hop, and a asks nothing,
 * closed though it is; it sends on by UUCP, and a refusal there is bounced to him. */
static void
test_by_his_own_host(void)
{
    g_autoptr(PostWorld) w = post_world_new();
    guint32 a = post_host(w, "a", "closed");
    guint32 r = post_host(w, "r", "closed");
    Sender s = {0};

    post_link(w, a, r, "plain");
    post_link(w, r, post_host(w, "b", "open"), "plain");
    begin(&s, w, NULL);
    hand_over(&s, "a", "11@a", "0@b 0@r");
    post_run(w, BP_HOUR_US);
    post_expect(w, "2.000000 a>r spam 2\n"
                   "2.000000 r tells a spam relaying-denied 1\n"
                   "2.000000 r spam for 0@b bounced relaying-denied\n"
                   "2.000000 r spam for 0@r delivered\n"
                   "3.600000 r>a bounce 1\n"
                   "3.600000 a bounce for 11@a delivered\n");
    g_assert_cmpuint(s.n_told, ==, 0);
    g_assert_cmpuint(bp_post_books(w->post)->hops, ==, 2);
    g_assert_cmpuint(bp_post_books(w->post)->spam_bytes_by_spammers, ==, 1000);
    g_assert_cmpuint(bp_post_books(w->post)->spam_bytes_by_others, ==, 1000);
}

/* A full spool is a refusal like any other for one who stands at the door, and what he
 * tries at q goes on from there, not along the path that was meant from a. */
static void
test_full_spool_at_his_host(void)
{
    g_autoptr(PostWorld) w = post_world_new();
    Sender s = {.next = {"q"}};

    post_on_net(w, "aqb", "smtp");
    post_link(w, bp_network_find(w->network, "a"), post_host(w, "u", "open"), "plain");
    post_edit(w, "a")->spool_bytes = 500;
    begin(&s, w, "net");
    hand_over(&s, "a", "11@a", "a!u!0");
    post_run(w, BP_HOUR_US);
    /* q knows the way to u: back over the net to a, which has no room. */
    g_assert_cmpuint(s.n_told, ==, 1);
    g_assert_true(g_str_has_prefix(w->log->str,
                                   "0.290000 a tells a spam spool-full 1\n"
                                   "1.580000 a>q spam 1\n"
                                   "1.870000 a tells q spam spool-full 1\n"));
}

/* Of three owners the third has the first one's text, the second his own. */
static void
test_whose_text(void)
{
    g_autoptr(PostWorld) w = post_world_new();
    BpLine line = post_line("smtp", 10000);
    guint32 channels[3];

    post_on_net(w, "abc", "smtp");
    bp_network_finish(w->network);
    for (guint i = 0; i < 3; i++)
        channels[i] = bp_network_add_access(
            w->network, bp_network_find(w->network, "a"),
            bp_network_find(w->network, "net"), bp_network_add_line(w->network, &line));
    post_begin(w);
    for (guint i = 0; i < 3; i++)
        g_assert_cmpuint(bp_post_add_owner(w->post, channels[i], &owner, NULL), ==,
                         i + 1);
    bp_post_share_text(w->post, 3, 1);
    g_assert_cmpuint(bp_post_owner_text(w->post, 0), ==, 0);
    g_assert_cmpuint(bp_post_owner_text(w->post, 1), ==, 1);
    g_assert_cmpuint(bp_post_owner_text(w->post, 2), ==, 2);
    g_assert_cmpuint(bp_post_owner_text(w->post, 3), ==, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/owner/refusal makes no bounce", test_refusal_makes_no_bounce);
    g_test_add_func("/owner/next relay", test_next_relay);
    g_test_add_func("/owner/only the refused", test_only_the_refused);
    g_test_add_func("/owner/another name", test_another_name);
    g_test_add_func("/owner/all refuse", test_all_refuse);
    g_test_add_func("/owner/amplification bytes", test_amplification_bytes);
    g_test_add_func("/owner/by his own host", test_by_his_own_host);
    g_test_add_func("/owner/full spool at his host", test_full_spool_at_his_host);
    g_test_add_func("/owner/whose text", test_whose_text);
    return g_test_run();
}
