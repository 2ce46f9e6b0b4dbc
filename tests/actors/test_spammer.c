/* Tests of the spammer: how much he sends, by whom, in whose name. */
#include "spammer_kit.h"

/* 230 targets, 100 a letter: 100, 100, 30. */
static void
test_number_of_messages(void)
{
    g_autoptr(BpScenario) scenario = relays(all_open, 230);
    Log log;

    RUN(scenario, &log, BP_HOUR_US, "relays", "r1", "bcc", "100");
    g_assert_cmpstr(log.offers->str, ==, "r1:100 r1:100 r1:30 ");
    g_assert_cmpuint(kit_books(log.world)->kind[BP_SPAM].messages, ==, 3);
    g_assert_cmpuint(kit_books(log.world)->kind[BP_SPAM].sent, ==, 230);
    g_assert_cmpuint(kit_books(log.world)->targets, ==, 230);
    g_assert_cmpuint(kit_books(log.world)->mailboxes_reached, ==, 230);
    clear(&log);
}

/* 60 % of 230 are 138. */
static void
test_share_of_targets(void)
{
    g_autoptr(BpScenario) scenario = relays(all_open, 230);
    Log log;

    RUN(scenario, &log, BP_HOUR_US, "relays", "r1", "targets", "60%");
    g_assert_cmpstr(log.offers->str, ==, "r1:100 r1:38 ");
    g_assert_cmpuint(kit_books(log.world)->mailboxes_reached, ==, 138);
    clear(&log);
}

/* Four bodies for 230 targets: 58, 58, 57 and 57 get each. */
static void
test_variants(void)
{
    g_autoptr(BpScenario) scenario = relays(all_open, 230);
    Log log;

    RUN(scenario, &log, BP_HOUR_US, "relays", "r1", "variants", "4");
    g_assert_cmpstr(log.offers->str, ==, "r1:58 r1:58 r1:57 r1:57 ");
    g_assert_cmpstr(log.bodies->str, ==, "0 1 2 3 ");
    clear(&log);
}

/* A letter has one body: of two for 7 targets the first goes to 4, as 3 and 1, the second
 * to 3. */
static void
test_variants_and_bcc(void)
{
    g_autoptr(BpScenario) scenario = relays(all_open, 7);
    Log log;

    RUN(scenario, &log, BP_HOUR_US, "relays", "r1", "variants", "2", "bcc", "3");
    g_assert_cmpstr(log.offers->str, ==, "r1:3 r1:1 r1:3 ");
    g_assert_cmpstr(log.bodies->str, ==, "0 0 1 ");
    clear(&log);
}

/* More bodies than targets: each gets one of his own. */
static void
test_more_variants_than_targets(void)
{
    g_autoptr(BpScenario) scenario = relays(all_open, 3);
    Log log;

    RUN(scenario, &log, BP_HOUR_US, "relays", "none", "variants", "4294967295");
    g_assert_cmpstr(log.bodies->str, ==, "0 1 2 ");
    clear(&log);
}

/* Of his addresses 3 in 4 exist: one dead one with 3 targets, and every fourth is it. The
 * relay takes it like any other, and tells whoever it thinks has sent it. */
static void
test_list_quality(void)
{
    g_autoptr(BpScenario) scenario = relays(all_open, 6);
    const BpTally *spam;
    Log log;

    RUN(scenario, &log, BP_HOUR_US, "relays", "r1", "bcc", "4", "list-quality", "75%",
        "forge", "u5@v");
    spam = &kit_books(log.world)->kind[BP_SPAM];
    g_assert_cmpstr(log.recipients->str, ==, "x... x... ");
    g_assert_cmpuint(kit_books(log.world)->targets, ==, 6);
    g_assert_cmpuint(kit_books(log.world)->mailboxes_reached, ==, 6);
    g_assert_cmpuint(spam->sent, ==, 8);
    g_assert_cmpuint(spam->in[BP_DELIVERED], ==, 6);
    g_assert_cmpuint(spam->ended_by[BP_REASON_NO_SUCH_USER], ==, 2);
    g_assert_cmpuint(kit_books(log.world)->backscatter, ==, 2);
    clear(&log);
}

/* The worst list that there is: 99 dead ones to a target, which is the last. */
static void
test_worst_list(void)
{
    g_autoptr(BpScenario) scenario = relays(all_open, 1);
    g_autofree char *dead = g_strnfill(99, 'x');
    g_autofree char *all = g_strconcat(dead, ". ", NULL);
    Log log;

    RUN(scenario, &log, BP_HOUR_US, "relays", "r1", "list-quality", "1%");
    g_assert_cmpstr(log.recipients->str, ==, all);
    g_assert_cmpuint(kit_books(log.world)->mailboxes_reached, ==, 1);
    clear(&log);
}

/* A dead address is dead everywhere: he does not hop away from who says so, nor counts it
 * against him. Nobody but him is told. */
static void
test_dead_at_the_relay(void)
{
    g_autoptr(BpScenario) scenario = relays(all_open, 2);
    Log log;

    RUN(scenario, &log, BP_HOUR_US, "relays", "v, r1", "bcc", "1", "list-quality",
        "50%", "use", "hop", "drop-after", "1");
    g_assert_cmpstr(log.offers->str, ==, "v!1 v:1 v!1 v:1 ");
    g_assert_cmpuint(kit_books(log.world)->kind[BP_BOUNCE].messages, ==, 0);
    clear(&log);
}

/* Each disguise gets by a closed relay that has the hole for it, and by no other. */
static void
test_disguises(void)
{
    static const char *const disguises[] = {"none", "percent", "bang", "source-route"};
    static const guint8 holes[] = {0, BP_HOLE_PERCENT, BP_HOLE_BANG, BP_HOLE_ROUTE};

    for (guint disguise = 0; disguise < 4; disguise++)
        for (guint hole = 0; hole < 4; hole++) {
            g_autoptr(BpScenario) scenario =
                relays_with_hole(first_closed, 1, holes[hole]);
            Log log;

            RUN(scenario, &log, BP_HOUR_US, "relays", "r1", "disguise",
                disguises[disguise]);
            g_assert_cmpstr(log.offers->str, ==,
                            disguise != 0 && disguise == hole ? "r1:1 " : "r1!1 ");
            clear(&log);
        }
}

/* What one relay saw through he hands to the next as it is written. */
static void
test_disguise_and_hop(void)
{
    g_autoptr(BpScenario) scenario = relays_with_hole(all_closed, 1, BP_HOLE_BANG);
    Log log;

    RUN(scenario, &log, BP_HOUR_US, "relays", "r2, r1", "use", "hop", "disguise",
        "bang");
    g_assert_cmpstr(log.offers->str, ==, "r2!1 r1:1 ");
    clear(&log);
}

/* A receiver that takes 100 a transaction gets 250 in three, of one message. */
static void
test_bcc_over_the_receivers_limit(void)
{
    g_autoptr(BpScenario) scenario = relays(all_open, 250);
    Log log;

    RUN(scenario, &log, BP_HOUR_US, "relays", "r1", "bcc", "1000");
    g_assert_cmpstr(log.offers->str, ==, "r1:100 r1:100 r1:50 ");
    g_assert_cmpuint(kit_books(log.world)->kind[BP_SPAM].messages, ==, 1);
    clear(&log);
}

static void
test_rotate(void)
{
    OFFERS(all_open, 4, "r2:1 r1:1 r3:1 r2:1 ", "relays", "r2, r1, r3", "bcc", "1",
           "use", "rotate");
}

/* Rotating on, whatever a relay refuses is lost. */
static void
test_rotate_loses_what_is_refused(void)
{
    g_autoptr(BpScenario) scenario = relays(first_closed, 5);
    Log log;

    RUN(scenario, &log, BP_HOUR_US, "relays", "r1, r2, r3", "bcc", "1");
    g_assert_cmpstr(log.offers->str, ==, "r1!1 r2:1 r3:1 r1!1 r2:1 ");
    g_assert_cmpuint(kit_books(log.world)->kind[BP_SPAM].in[BP_DELIVERED], ==, 3);
    g_assert_cmpuint(kit_books(log.world)->kind[BP_SPAM].in[BP_BOUNCED], ==, 2);
    g_assert_cmpuint(kit_books(log.world)->kind[BP_BOUNCE].messages, ==, 0);
    clear(&log);
}

/* Unless he tries again: the letter goes to the next relay, and the next letter to
 * the one after that. */
static void
test_rotate_and_retry(void)
{
    g_autoptr(BpScenario) scenario = relays(first_closed, 4);
    Log log;

    RUN(scenario, &log, BP_HOUR_US, "relays", "r1, r2, r3", "bcc", "1", "retry", "yes");
    g_assert_cmpstr(log.offers->str, ==, "r1!1 r2:1 r3:1 r1!1 r2:1 r3:1 ");
    g_assert_cmpuint(kit_books(log.world)->kind[BP_SPAM].in[BP_DELIVERED], ==, 4);
    clear(&log);
}

/* He tries each relay once, then gives the letter up. */
static void
test_retry_ends(void)
{
    g_autoptr(BpScenario) scenario = relays(all_closed, 2);
    Log log;

    RUN(scenario, &log, BP_HOUR_US, "relays", "r1, r2, r3", "bcc", "1", "use", "stick",
        "retry", "yes");
    g_assert_cmpstr(log.offers->str, ==, "r1!1 r2!1 r3!1 r3!1 r1!1 r2!1 ");
    g_assert_cmpuint(kit_books(log.world)->kind[BP_SPAM].in[BP_BOUNCED], ==, 2);
    g_assert_cmpuint(kit_books(log.world)->refusals[BP_REASON_RELAYING_DENIED], ==, 6);
    clear(&log);
}

static void
test_stick(void)
{
    OFFERS(first_closed, 3, "r1!1 r1!1 r1!1 ", "relays", "r1, r2", "bcc", "1", "use",
           "stick");
}

/* The same letter to the next relay, and there he stays. */
static void
test_hop(void)
{
    g_autoptr(BpScenario) scenario = relays(first_closed, 3);
    Log log;

    RUN(scenario, &log, BP_HOUR_US, "relays", "r1, r2, r3", "bcc", "1", "use", "hop");
    g_assert_cmpstr(log.offers->str, ==, "r1!1 r2:1 r2:1 r2:1 ");
    g_assert_cmpuint(kit_books(log.world)->kind[BP_SPAM].in[BP_DELIVERED], ==, 3);
    clear(&log);
}

/* Letters begin at 0, 1.304, 2.608 and 3.912 s: by then 3 s with r1 are over. r2 has it
 * from 3.912 s on: at 6.520 s for 2.608 s, at 7.824 s for 3.912 s. */
static void
test_switch_after(void)
{
    OFFERS(all_open, 7, "r1:1 r1:1 r1:1 r2:1 r2:1 r2:1 r3:1 ", "relays", "r1, r2, r3",
           "bcc", "1", "use", "stick", "switch-after", "3 s");
}

/* The account ends 2.608 s after it began: a letter that would begin then does not. */
static void
test_life(void)
{
    const char *const lives[] = {"2608 ms", "2609 ms"};

    for (guint i = 0; i < 2; i++) {
        g_autoptr(BpScenario) scenario = relays(all_open, 7);
        Log log;

        RUN(scenario, &log, 3 * BP_DAY_US, "relays", "r1", "bcc", "1", "start", "day 2",
            "life", lives[i]);
        g_assert_cmpstr(log.offers->str, ==, i == 0 ? "r1:1 r1:1 " : "r1:1 r1:1 r1:1 ");
        clear(&log);
    }
}

/* Nothing before his day: the first letter is across at 1.304 s of it. */
static void
test_start(void)
{
    g_autoptr(BpScenario) scenario = relays(all_open, 1);
    Log log;

    RUN(scenario, &log, BP_DAY_US + 1304000, "relays", "r1", "start", "day 2");
    g_assert_cmpstr(log.offers->str, ==, "");
    kit_run(log.world, BP_DAY_US + 1304001);
    g_assert_cmpstr(log.offers->str, ==, "r1:1 ");
    clear(&log);
}

/* Straight to each recipient's host, one a transaction. */
static void
test_no_relays(void)
{
    g_autoptr(BpScenario) scenario = relays(all_closed, 3);
    Log log;

    RUN(scenario, &log, BP_HOUR_US, "relays", "none");
    g_assert_cmpstr(log.offers->str, ==, "v:1 v:1 v:1 ");
    g_assert_cmpuint(kit_books(log.world)->spam_bytes_by_others, ==, 0);
    g_assert_cmpuint(kit_books(log.world)->spam_bytes_by_spammers, ==, 3 * 1290);
    clear(&log);
}

typedef struct {
    const char *forge;
    const char *sender; /* "" where it is drawn */
    gboolean by_peer;   /* whether a relay in that state carries it */
    gboolean by_sender;
} Forgery;

/* r1 serves v's neighbour s; only naming its own user, or one of s, opens a relay that
 * believes the envelope, and nothing opens the other kind. */
static void
check_forgery(const Forgery *f, gboolean by_sender)
{
    g_autoptr(BpScenario) scenario = kit_scenario(BP_DAY_US);
    gboolean passes = by_sender ? f->by_sender : f->by_peer;
    guint32 r1, s;
    Log log;

    kit_member(scenario, "agis", 0, "open", 10000);
    r1 = kit_member(scenario, "r1", 0,
                    by_sender ? "closed-by-sender" : "closed-by-peer", 10000);
    kit_member(scenario, "v", 1, "open", 10000);
    s = kit_member(scenario, "s", 1, "open", 10000);
    bp_network_serve(scenario->network, r1, s);
    bp_network_finish(scenario->network);
    /* Of the two mailboxes v's is drawn, or else the seed would be another. */
    for (guint64 first = 1; first != 0;) {
        BpPermutation order;

        bp_permutation_init(&order, scenario->seed, bp_stream("targets of spammer x"),
                            2);
        first = bp_permutation_at(&order, 0);
        scenario->seed += first;
    }
    RUN(scenario, &log, BP_HOUR_US, "relays", "r1", "targets", "1", "forge", f->forge);
    g_test_message("forge = %s, by sender: %d", f->forge, by_sender);
    g_assert_cmpstr(log.offers->str, ==, passes ? "r1:1 " : "r1!1 ");
    if (f->sender[0] != '\0')
        g_assert_cmpstr(log.senders->str, ==, f->sender);
    clear(&log);
}

static void
test_forgeries(void)
{
    static const Forgery forgeries[] = {
        {"none", "0@agis ", FALSE, FALSE},         {"null", "<> ", FALSE, FALSE},
        {"relay", "4294967295@r1? ", FALSE, TRUE}, {"u0@s", "0@s? ", FALSE, TRUE},
        {"u0@v", "0@v? ", FALSE, FALSE},
    };

    for (guint i = 0; i < G_N_ELEMENTS(forgeries); i++) {
        check_forgery(&forgeries[i], FALSE);
        check_forgery(&forgeries[i], TRUE);
    }
}

/* Drawn names are all of mailboxes, and not one and the same. */
static void
test_random_names(void)
{
    g_autoptr(BpScenario) scenario = relays(all_open, 1000);
    Log log;

    RUN(scenario, &log, BP_HOUR_US, "relays", "r1", "bcc", "100", "forge", "random");

    g_auto(GStrv) names = g_strsplit(log.senders->str, " ", -1);
    guint same = 0;

    g_assert_cmpuint(g_strv_length(names), ==, 11);
    for (guint i = 0; i < 10; i++) {
        g_assert_true(g_str_has_suffix(names[i], "@v?"));
        same += i > 0 && g_str_equal(names[i], names[0]);
    }
    g_assert_cmpuint(same, <, 2);
    clear(&log);
}

/* Posing as the user of each relay in turn, with a new name at each: 0@r1, then
 * 0@r2. */
static void
test_poses_as_each_relays_user(void)
{
    const char *const states[3] = {"closed", "closed-by-sender", "closed"};
    g_autoptr(BpScenario) scenario = relays(states, 2);
    Log log;

    RUN(scenario, &log, BP_HOUR_US, "relays", "r1, r2", "forge", "relay", "use", "hop");
    g_assert_cmpstr(log.offers->str, ==, "r1!2 r2:2 ");
    g_assert_cmpuint(kit_books(log.world)->kind[BP_SPAM].in[BP_DELIVERED], ==, 2);
    clear(&log);
}

/* He starts on day 3; r1 closes at noon of day 2. A list of 18 h (06:00 of day 2)
 * has r1, one of 6 h (18:00) has not, and one of 30 d, before the scenario, has
 * everybody: r3, which never was open, and v as well. His own host is on none. */
static void
test_published_list(void)
{
    static const struct {
        const char *age;
        const char *on;
    } cases[] = {
        {"18 h", "r1! r2: v: "}, {"6 h", "r2: v: "}, {"30 d", "r1! r2: r3! v: "}};
    const char *const states[3] = {"open", "open", "closed"};

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(BpScenario) scenario = relays(states, 8);
        g_autoptr(GString) on = g_string_new(NULL);
        Log log;

        kit_group(scenario, "closure", "which", "r1", "from", "day 2 12:00", NULL);
        RUN(scenario, &log, 4 * BP_DAY_US, "relays", "published list", "list-age",
            cases[i].age, "start", "day 3", "bcc", "1");
        for (guint k = 0; k < 4; k++) {
            static const char *const names[] = {"r1", "r2", "r3", "v"};

            for (const char *sign = ":!"; *sign != '\0'; sign++) {
                g_autofree char *offer = g_strdup_printf("%s%c", names[k], *sign);

                if (strstr(log.offers->str, offer) != NULL)
                    g_string_append_printf(on, "%s ", offer);
            }
        }
        g_assert_cmpstr(on->str, ==, cases[i].on);
        clear(&log);
    }
}

/* By telephone to his own host, which is on no net: agis!m!r1 is the bang path to the
 * relay, and r1 sends on. 1,000 bytes take a millisecond of his line of 10 Mbps, at a cent a
 * second. */
static void
test_relay_off_his_net(void)
{
    g_autoptr(BpScenario) scenario = kit_scenario(BP_DAY_US);
    guint32 agis = kit_host(scenario, "agis", 0, "open");
    guint32 m = kit_host(scenario, "m", 0, "open");
    guint32 r1 = kit_host(scenario, "r1", 0, "open");
    guint32 v = kit_host(scenario, "v", 2, "open");
    Log log;

    /* The net needs a member. */
    kit_link(scenario, v, bp_network_find(scenario->network, "net"), "smtp", 10000);
    kit_link(scenario, agis, m, "plain", 10000);
    kit_link(scenario, m, r1, "plain", 10000);
    kit_link(scenario, m, v, "plain", 10000);
    bp_network_finish(scenario->network);
    RUN(scenario, &log, BP_HOUR_US, "relays", "r1", "price", "0.60 $/min");
    g_assert_cmpstr(log.hops->str, ==, "agis>m m>r1 r1>m m>v ");
    g_assert_cmpint(bp_post_spammers_paid_udollars(bp_world_post(log.world)), ==, 10);
    g_assert_cmpuint(kit_books(log.world)->kind[BP_SPAM].in[BP_DELIVERED], ==, 2);
    g_assert_cmpuint(kit_books(log.world)->spam_bytes_by_spammers, ==, 1000);
    g_assert_cmpuint(kit_books(log.world)->spam_bytes_by_others, ==, 4000);
    clear(&log);
}

/* What he pays while his line sends: 1.304 s at 0.60 $/min, a cent a second. */
static void
test_price(void)
{
    g_autoptr(BpScenario) scenario = relays(all_open, 1);
    Log log;

    RUN(scenario, &log, BP_HOUR_US, "relays", "r1", "price", "0.60 $/min");
    g_assert_cmpint(bp_post_spammers_paid_udollars(bp_world_post(log.world)), ==,
                    13040);
    clear(&log);
}

/* What check() says of each mistake. */
static void
test_complaints(void)
{
    static const struct {
        const char *keys[4];
        const char *says; /* "" if nothing is wrong */
    } cases[] = {
        {{"host", "agis"}, ""},
        {{"host", "agsi"},
         "t.scenario:7: [spammer x] host = \"agsi\": expected a host of "
         "the topology; did you mean \"agis\"?"},
        {{"host", "net"},
         "t.scenario:7: [spammer x] host = \"net\": expected a host; net "
         "is a net"},
        {{"host", "agis", "line", "v35"},
         "t.scenario:7: [spammer x] line = \"v35\": expected a line profile; did you "
         "mean "
         "\"v32\"?"},
        {{"host", "agis", "forge", "nul"},
         "t.scenario:7: [spammer x] forge = \"nul\": expected none, null, random, "
         "relay, or "
         "a mailbox such as u0@somehost"},
        {{"host", "agis", "forge", "u1@v"}, ""},
        {{"host", "agis", "forge", "u2@v"},
         "t.scenario:7: [spammer x] forge = \"u2@v\": expected none, null, random, "
         "relay, "
         "or a mailbox such as u0@somehost"},
        {{"host", "agis", "targets", "2"}, ""},
        {{"host", "agis", "targets", "3"},
         "t.scenario:7: [spammer x] targets = \"3\": expected at most 2, the mailboxes "
         "of "
         "the network"},
        {{"host", "agis", "prefer", "favourite"},
         "t.scenario:7: [spammer x] prefer = \"favourite\": expected random or "
         "capacity "
         "with use = rotate, which takes each relay in turn"},
        {{"host", "agis, r1, v", "relays", "scan"}, ""},
        {{"host", "agis, r9"},
         "t.scenario:7: [spammer x] host = \"agis, r9\": expected a host of the "
         "topology; did you mean \"r1\"?"},
        {{"host", "agis", "relays", "r1, r9"},
         "t.scenario:7: [spammer x] relays = \"r1, r9\": expected hosts of the "
         "topology, or one of: published list, scan, none; there is no \"r9\"; did you "
         "mean "
         "\"r1\"?"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(BpScenario) scenario = relays(all_open, 2);
        g_autofree char *says = NULL;

        kit_group(scenario, "spammer x", cases[i].keys[0], cases[i].keys[1],
                  cases[i].keys[2], cases[i].keys[3], NULL);
        says = kit_problems(scenario);
        g_assert_cmpstr(says, ==, cases[i].says);
    }
}

/* Keys that exclude one another. Where nobody relays, nobody is preferred. */
static void
test_contradictions(void)
{
    g_autoptr(BpScenario) scenario = relays(all_open, 2);
    g_autofree char *says = NULL;

    kit_group(scenario, "spammer x", "host", "agis", "relays", "none", "disguise",
              "bang", "prefer", "favourite", NULL);
    says = kit_problems(scenario);
    g_assert_cmpstr(says, ==,
                    "t.scenario:7: [spammer x] disguise = \"bang\": expected none with "
                    "relays = none: there is no relay to read it");
}

/* A list without a single good address is none. */
static void
test_quality_of_nothing(void)
{
    const BpParam *params = bp_actor_find("spammer")->params;
    int row = bp_param_find(params, "list-quality");
    BpValue value = {0};
    g_autoptr(GError) error = NULL;

    g_assert_false(bp_param_parse(&params[row], "0%", 0, &value, &error));
    g_assert_cmpstr(error->message, ==, "a share such as 40%, from 1% to 100%");
}

/* Hosts of all spammers' accounts together have 250 numbers: two of 125 are right, one host
 * more is not, unless it is on no account. */
static void
test_too_many_hosts(void)
{
    static const struct {
        guint n_hosts;
        const char *accounts;
        const char *says;
    } cases[] = {
        {125, "1000000", ""},
        {126, "125", ""},
        {126, "126",
         "expected at most 250 hosts of spammers' accounts and relay testers in all"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(BpScenario) scenario = kit_scenario(BP_DAY_US);
        g_autoptr(GString) first = g_string_new("h0");
        g_autoptr(GString) second = g_string_new("h0");
        g_autofree char *says = NULL;

        for (guint k = 0; k < 126; k++) {
            g_autofree char *name = g_strdup_printf("h%u", k);

            kit_member(scenario, name, 1, "open", 10000);
            if (k > 0 && k < 125)
                g_string_append_printf(first, ", %s", name);
            if (k > 0 && k < cases[i].n_hosts)
                g_string_append_printf(second, ", %s", name);
        }
        bp_network_finish(scenario->network);
        kit_group(scenario, "spammer x", "host", first->str, "accounts", "200", NULL);
        kit_group(scenario, "spammer y", "host", second->str, "accounts",
                  cases[i].accounts, NULL);
        says = kit_problems(scenario);
        if (cases[i].says[0] == '\0')
            g_assert_cmpstr(says, ==, "");
        else
            g_assert_nonnull(strstr(says, cases[i].says));
    }
}

/* Nothing can be probed by telephone. */
static void
test_scan_off_the_net(void)
{
    g_autoptr(BpScenario) scenario = kit_scenario(BP_DAY_US);
    g_autofree char *says = NULL;
    guint32 agis = kit_host(scenario, "agis", 0, "open");
    guint32 r1 = kit_member(scenario, "r1", 1, "open", 10000);

    kit_link(scenario, agis, r1, "plain", 10000);
    bp_network_finish(scenario->network);
    kit_group(scenario, "spammer x", "host", "agis", "relays", "scan", NULL);
    says = kit_problems(scenario);
    g_assert_cmpstr(says, ==,
                    "t.scenario:7: [spammer x] relays = \"scan\": expected an account "
                    "on a net, whose hosts can be probed; agis is on none");
}

/* Keys that ask about something else do no harm: straight to each host, it is one
 * letter a recipient whatever bcc says, and no list has an age. */
static void
test_keys_that_do_not_matter(void)
{
    OFFERS(all_open, 2, "v:1 v:1 ", "relays", "none", "bcc", "2", "list-age", "1 d",
           "retry", "yes");
}

/* One who is not enabled does nothing, and nothing is wrong with him. */
static void
test_not_enabled(void)
{
    g_autoptr(BpScenario) scenario = relays(all_open, 2);
    Log log;

    kit_group(scenario, "spammer x", "host", "nowhere", NULL)->enabled = FALSE;
    run(scenario, &log, BP_HOUR_US);
    g_assert_cmpuint(kit_books(log.world)->kind[BP_SPAM].sent, ==, 0);
    clear(&log);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/spammer/number of messages", test_number_of_messages);
    g_test_add_func("/spammer/share of targets", test_share_of_targets);
    g_test_add_func("/spammer/variants", test_variants);
    g_test_add_func("/spammer/variants and bcc", test_variants_and_bcc);
    g_test_add_func("/spammer/more variants than targets",
                    test_more_variants_than_targets);
    g_test_add_func("/spammer/list quality", test_list_quality);
    g_test_add_func("/spammer/worst list", test_worst_list);
    g_test_add_func("/spammer/dead at the relay", test_dead_at_the_relay);
    g_test_add_func("/spammer/disguises", test_disguises);
    g_test_add_func("/spammer/disguise and hop", test_disguise_and_hop);
    g_test_add_func("/spammer/bcc over the limit", test_bcc_over_the_receivers_limit);
    g_test_add_func("/spammer/rotate", test_rotate);
    g_test_add_func("/spammer/rotate loses", test_rotate_loses_what_is_refused);
    g_test_add_func("/spammer/rotate and retry", test_rotate_and_retry);
    g_test_add_func("/spammer/retry ends", test_retry_ends);
    g_test_add_func("/spammer/stick", test_stick);
    g_test_add_func("/spammer/hop", test_hop);
    g_test_add_func("/spammer/switch after", test_switch_after);
    g_test_add_func("/spammer/life", test_life);
    g_test_add_func("/spammer/start", test_start);
    g_test_add_func("/spammer/no relays", test_no_relays);
    g_test_add_func("/spammer/forgeries", test_forgeries);
    g_test_add_func("/spammer/random names", test_random_names);
    g_test_add_func("/spammer/poses as each relay's user",
                    test_poses_as_each_relays_user);
    g_test_add_func("/spammer/published list", test_published_list);
    g_test_add_func("/spammer/relay off his net", test_relay_off_his_net);
    g_test_add_func("/spammer/price", test_price);
    g_test_add_func("/spammer/complaints", test_complaints);
    g_test_add_func("/spammer/contradictions", test_contradictions);
    g_test_add_func("/spammer/quality of nothing", test_quality_of_nothing);
    g_test_add_func("/spammer/too many hosts", test_too_many_hosts);
    g_test_add_func("/spammer/scan off the net", test_scan_off_the_net);
    g_test_add_func("/spammer/keys that do not matter", test_keys_that_do_not_matter);
    g_test_add_func("/spammer/not enabled", test_not_enabled);
    return g_test_run();
}
