/* Tests of the spammer's accounts: their lives, being cut off, and the next one.
 *
 * Each letter takes 1.304 s: see scenario_kit.h.
 */
#include "spammer_kit.h"

#define MS 1000

static const char *
hops_from(Log *log, const char *first)
{
    g_autoptr(GString) from = g_string_new(NULL);
    g_auto(GStrv) hops = g_strsplit(log->hops->str, " ", -1);

    for (guint i = 0; hops[i] != NULL; i++)
        if (g_str_has_suffix(hops[i], first)) {
            g_string_append_len(from, hops[i], strchr(hops[i], '>') - hops[i]);
            g_string_append_c(from, ' ');
        }
    g_string_assign(log->senders, from->str);
    return log->senders->str;
}

/* Cut off at 2 s: the second letter, begun at 1.304 s, is the last, and is finished. */
static void
test_cut_off(void)
{
    g_autoptr(BpScenario) scenario = relays(all_open, 7);
    Log log;

    RUN(scenario, &log, 2000 * MS, "relays", "r1", "bcc", "1");
    bp_post_cut_off(bp_world_post(log.world), 1);
    kit_run(log.world, 2 * BP_DAY_US);
    g_assert_cmpstr(log.offers->str, ==, "r1:1 r1:1 ");
    g_assert_cmpuint(kit_books(log.world)->kind[BP_SPAM].in[BP_DELIVERED], ==, 2);
    clear(&log);
}

/* What is refused after that goes nowhere else. */
static void
test_no_hop_after_being_cut_off(void)
{
    g_autoptr(BpScenario) scenario = relays(first_closed, 7);
    Log log;

    RUN(scenario, &log, 100 * MS, "relays", "r1, r2", "bcc", "1", "use", "hop");
    bp_post_cut_off(bp_world_post(log.world), 1);
    kit_run(log.world, BP_DAY_US);
    g_assert_cmpstr(log.offers->str, ==, "r1!1 ");
    g_assert_cmpuint(kit_books(log.world)->kind[BP_SPAM].in[BP_BOUNCED], ==, 1);
    clear(&log);
}

/* Nobody is cut off who has not begun. */
static void
test_cut_off_too_early(void)
{
    g_autoptr(BpScenario) scenario = relays(all_open, 2);
    Log log;

    RUN(scenario, &log, BP_HOUR_US, "relays", "r1", "start", "day 2");
    bp_post_cut_off(bp_world_post(log.world), 1);
    kit_run(log.world, 2 * BP_DAY_US);
    g_assert_cmpstr(log.offers->str, ==, "r1:2 ");
    clear(&log);
}

/* The account at agis lives from 0 to 3 s: letters at 0, 1.304 and 2.608 s. That at r2 begins
 * at 13 s: three more. The third is at agis again, from 26 s on: letters at 26 and 27.304 s,
 * and of nine targets the last at 28.608 s. */
static void
test_one_account_after_the_other(void)
{
    g_autoptr(BpScenario) scenario = relays(all_open, 9);
    Log log;

    RUN(scenario, &log, 26000 * MS, "host", "agis, r2", "relays", "r1", "bcc", "1",
        "life", "3 s", "accounts", "3", "again-after", "10 s");
    g_assert_cmpuint(kit_books(log.world)->kind[BP_SPAM].messages, ==, 6);
    kit_run(log.world, 26000 * MS + 1);
    g_assert_cmpuint(kit_books(log.world)->kind[BP_SPAM].messages, ==, 7);
    kit_run(log.world, 27304 * MS);
    g_assert_cmpuint(kit_books(log.world)->kind[BP_SPAM].messages, ==, 7);
    kit_run(log.world, BP_HOUR_US);
    g_assert_cmpstr(hops_from(&log, ">r1"), ==,
                    "agis agis agis r2 r2 r2 agis agis agis ");
    g_assert_cmpuint(kit_books(log.world)->mailboxes_reached, ==, 9);
    clear(&log);
}

/* Two accounts are two, whoever is left. The second begins at 3 s, while the third letter of the
 * first still has 0.902 s of its own to go: both share r1's line until 4.810 s, the second's first
 * letter is there at 5.202 s, its second 1.304 s later, when the account is over. */
static void
test_accounts_are_used_up(void)
{
    g_autoptr(BpScenario) scenario = relays(all_open, 9);
    Log log;

    RUN(scenario, &log, BP_DAY_US, "host", "agis, r2, r3", "relays", "r1", "bcc", "1",
        "life", "3 s", "accounts", "2", "again-after", "0 s");
    g_assert_cmpstr(hops_from(&log, ">r1"), ==, "agis agis agis r2 r2 ");
    clear(&log);
}

/* Cut off at 2 s he comes back at r2 at 12 s, for 3 s of its own life. To cut off an account
 * that is closed, or the one before, does nothing more. */
static void
test_back_after_being_cut_off(void)
{
    g_autoptr(BpScenario) scenario = relays(all_open, 9);
    Log log;
    BpPost *post;

    RUN(scenario, &log, 2000 * MS, "host", "agis, r2", "relays", "r1", "bcc", "1",
        "life", "3 s", "accounts", "3", "again-after", "10 s");
    post = bp_world_post(log.world);
    bp_post_cut_off(post, 1);
    kit_run(log.world, 5000 * MS);
    bp_post_cut_off(post, 1);
    kit_run(log.world, 13000 * MS);
    bp_post_cut_off(post, 1);
    kit_run(log.world, 14000 * MS);
    g_assert_cmpstr(hops_from(&log, ">r1"), ==, "agis agis r2 ");
    bp_post_cut_off(post, 2);
    bp_post_cut_off(post, 2);
    kit_run(log.world, BP_DAY_US);
    /* The letter under way at 14 s, and at 24 s the last account, for three letters. */
    g_assert_cmpstr(hops_from(&log, ">r1"), ==, "agis agis r2 r2 agis agis agis ");
    clear(&log);
}

/* Cut off at 2 s, after two letters, he is back at 3 s, for 10 s: eight more. That his first
 * account would have ended at 10 s is nothing to the second. */
static void
test_lives_are_their_own(void)
{
    g_autoptr(BpScenario) scenario = relays(all_open, 20);
    Log log;

    RUN(scenario, &log, 2000 * MS, "host", "agis, r2", "relays", "r1", "bcc", "1",
        "life", "10 s", "accounts", "2", "again-after", "1 s");
    bp_post_cut_off(bp_world_post(log.world), 1);
    kit_run(log.world, BP_DAY_US);
    g_assert_cmpuint(kit_books(log.world)->kind[BP_SPAM].messages, ==, 10);
    clear(&log);
}

/* He signs with the account that he has, and his hosts' numbers say that the text is one;
 * another spammer's is not. */
static void
test_names_and_texts(void)
{
    g_autoptr(BpScenario) scenario = relays(all_open, 2);
    BpPost *post;
    Log log;

    kit_group(scenario, "spammer w", "host", "r3", "targets", "0", NULL);
    RUN(scenario, &log, BP_HOUR_US, "host", "agis, r2", "relays", "r1", "bcc", "1",
        "life", "1 s", "accounts", "4", "again-after", "1 min");
    post = bp_world_post(log.world);
    g_assert_cmpstr(log.senders->str, ==, "0@agis 0@r2 ");
    g_assert_cmpuint(bp_post_owner_host(post, 2), ==, kit_find(log.world, "agis"));
    g_assert_cmpuint(bp_post_owner_host(post, 3), ==, kit_find(log.world, "r2"));
    g_assert_cmpuint(bp_post_owner_text(post, 1), ==, 1);
    g_assert_cmpuint(bp_post_owner_text(post, 2), ==, 2);
    g_assert_cmpuint(bp_post_owner_text(post, 3), ==, 2);
    clear(&log);
}

/* A relay that stands for his first account may be where the second is: then he goes by the
 * others. */
static void
test_account_at_a_relay(void)
{
    g_autoptr(BpScenario) scenario = relays(all_open, 4);
    Log log;

    RUN(scenario, &log, BP_HOUR_US, "host", "agis, r1", "relays", "r1, r2", "bcc", "1",
        "life", "2 s", "accounts", "2", "again-after", "0 s");
    g_assert_cmpstr(log.offers->str, ==, "r1:1 r2:1 r2:1 r2:1 ");
    clear(&log);
}

/* What he pays for all his lines: three letters, 1.304 s each, at a cent a second. */
static void
test_price_of_all_lines(void)
{
    g_autoptr(BpScenario) scenario = relays(all_open, 3);
    Log log;

    RUN(scenario, &log, 2 * BP_HOUR_US, "host", "agis, r2", "relays", "r1", "bcc", "1",
        "life", "2 s", "accounts", "2", "price", "0.60 $/min");
    g_assert_cmpint(bp_post_spammers_paid_udollars(bp_world_post(log.world)), ==,
                    3 * 13040);
    clear(&log);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/accounts/cut off", test_cut_off);
    g_test_add_func("/accounts/no hop after being cut off",
                    test_no_hop_after_being_cut_off);
    g_test_add_func("/accounts/cut off too early", test_cut_off_too_early);
    g_test_add_func("/accounts/one after the other", test_one_account_after_the_other);
    g_test_add_func("/accounts/used up", test_accounts_are_used_up);
    g_test_add_func("/accounts/back after being cut off",
                    test_back_after_being_cut_off);
    g_test_add_func("/accounts/lives are their own", test_lives_are_their_own);
    g_test_add_func("/accounts/names and texts", test_names_and_texts);
    g_test_add_func("/accounts/at a relay", test_account_at_a_relay);
    g_test_add_func("/accounts/price of all lines", test_price_of_all_lines);
    return g_test_run();
}
