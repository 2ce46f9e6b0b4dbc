/* test_mailers.c - mailers as they came, and RFC 2505's ticks. */
#include <bangpath/mailer.h>

#include <bangpath/rfc2505.h>

#define FORMS (BP_HOLE_PERCENT | BP_HOLE_BANG | BP_HOLE_ROUTE)
#define ALL_HOLES (FORMS | BP_HOLE_NULL | BP_HOLE_OWN_DOMAIN)

static const BpMailer *
find(const char *name)
{
    for (const BpMailer *mailer = bp_mailers; mailer->name != NULL; mailer++)
        if (g_str_equal(mailer->name, name))
            return mailer;
    g_assert_not_reached();
}

/* What every row must have. */
static void
test_rows(void)
{
    guint n = 0;

    for (; bp_mailers[n].name != NULL; n++) {
        const BpMailer *mailer = &bp_mailers[n];
        const BpPolicy *relay = bp_policy_find(mailer->relay);

        g_assert_true(find(mailer->name) == mailer);
        g_assert_true(bp_mailer_of(n + 1) == mailer);
        g_assert_cmpstr(bp_mailer_names()[n], ==, mailer->name);
        g_assert_nonnull(relay);
        g_assert_true(relay->is_relay_state);
        g_assert_cmpuint(bp_mailer_relay(mailer), ==, bp_policy_index(relay));
        g_assert_cmpuint(mailer->holes | ALL_HOLES, ==, ALL_HOLES);
        g_assert_cmpint(mailer->from_month, >=, 1);
        g_assert_cmpint(mailer->from_month, <=, 12);
        g_assert_nonnull(mailer->help);
        /* What it does out of the box it is able to do. */
        g_assert_cmpuint(bp_rfc2505_ticks(relay, mailer->holes, mailer->auth, NULL, 0) &
                             ~mailer->able,
                         ==, 0);
    }
    g_assert_cmpuint(n, <=, BP_MAILERS_MAX);
    g_assert_null(bp_mailer_names()[n]);
    g_assert_null(bp_mailer_of(0));
}

/* sendmail's release notes: 8.9.0 of 19 May 1998 denies relaying by default, 8.10.0 of 1
 * March 2000 relays for users who authenticate. */
static void
test_sendmail(void)
{
    static const struct {
        const char *name;
        const char *relay;
        int year, month;
        gboolean auth, has_holes;
    } cases[] = {
        {"sendmail 8.8", "open", 1996, 9, FALSE, TRUE},
        {"sendmail 8.9", "closed-by-peer", 1998, 5, FALSE, FALSE},
        {"sendmail 8.10", "closed-by-peer", 2000, 3, TRUE, FALSE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const BpMailer *mailer = find(cases[i].name);

        g_assert_cmpstr(mailer->relay, ==, cases[i].relay);
        g_assert_cmpint(mailer->from_year, ==, cases[i].year);
        g_assert_cmpint(mailer->from_month, ==, cases[i].month);
        g_assert_cmpint(mailer->auth, ==, cases[i].auth);
        g_assert_cmpint(mailer->holes != 0, ==, cases[i].has_holes);
    }
}

/* Each hole costs the item that it is about, and no other. */
static void
test_ticks(void)
{
    static const struct {
        const char *relay;
        guint8 holes;
        gboolean auth;
        guint ticks;
    } cases[] = {
        {"open", 0, FALSE, BP_TICK_BOUNCES},
        {"open", 0, TRUE, BP_TICK_BOUNCES | BP_TICK_AUTH},
        {"closed", 0, FALSE, BP_TICK_RELAYING | BP_TICK_ROUTES | BP_TICK_BOUNCES},
        {"closed", BP_HOLE_PERCENT, FALSE, BP_TICK_RELAYING | BP_TICK_BOUNCES},
        {"closed", BP_HOLE_BANG, FALSE, BP_TICK_RELAYING | BP_TICK_BOUNCES},
        {"closed", BP_HOLE_ROUTE, FALSE, BP_TICK_RELAYING | BP_TICK_BOUNCES},
        {"closed", BP_HOLE_NULL, FALSE, BP_TICK_ROUTES | BP_TICK_BOUNCES},
        {"closed", BP_HOLE_OWN_DOMAIN, FALSE, BP_TICK_ROUTES | BP_TICK_BOUNCES},
        {"closed", ALL_HOLES, FALSE, BP_TICK_BOUNCES},
        /* MAIL FROM is never proof. */
        {"closed-by-sender", 0, FALSE, BP_TICK_ROUTES | BP_TICK_BOUNCES},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpuint(bp_rfc2505_ticks(bp_policy_find(cases[i].relay),
                                          cases[i].holes, cases[i].auth, NULL, 0),
                         ==, cases[i].ticks);
}

/* A blacklist is item 5, a rate limit item 8; a greylist is in none. */
static void
test_ticks_of_guards(void)
{
    const BpPolicy *guards[] = {
        bp_policy_find("greylist"),
        bp_policy_find("blacklist"),
        bp_policy_find("rate-limit"),
    };
    static const guint ticks[] = {0, 0, BP_TICK_HOSTS, BP_TICK_HOSTS | BP_TICK_RATE};

    for (guint n = 0; n < G_N_ELEMENTS(ticks); n++)
        g_assert_cmpuint(bp_rfc2505_ticks(bp_policy_find("open"), 0, FALSE, guards, n),
                         ==, ticks[n] | BP_TICK_BOUNCES);
}

/* Each tick has a name and words. */
static void
test_names(void)
{
    static const char *const names[] = {"1", "1a", "5", "6a", "8", "AUTH"};

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_assert_cmpstr(bp_tick_names[i], ==, names[i]);
        g_assert_nonnull(bp_tick_help[i]);
    }
    g_assert_null(bp_tick_names[G_N_ELEMENTS(names)]);
    g_assert_cmpint(BP_TICK_AUTH, ==, 1 << (G_N_ELEMENTS(names) - 1));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/mailers/rows", test_rows);
    g_test_add_func("/mailers/sendmail", test_sendmail);
    g_test_add_func("/mailers/ticks", test_ticks);
    g_test_add_func("/mailers/ticks of guards", test_ticks_of_guards);
    g_test_add_func("/mailers/names", test_names);
    return g_test_run();
}
