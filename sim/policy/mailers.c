/* mailers.c - the mailers, one row each. A new one goes to the end of its family: rows have
 * no numbers in any file.
 *
 * Of sendmail 8.8 and later, dates and states out of the box are from its release notes; all
 * other dates are from memory. Nobody surveyed what got by an old mailer that had been closed
 * by hand: where the holes of a row are not documented it says that they are our guess.
 */
#include <bangpath/mailer.h>

#include <bangpath/rfc2505.h>

#define FORMS (BP_HOLE_PERCENT | BP_HOLE_BANG | BP_HOLE_ROUTE)
#define CLOSED (BP_TICK_RELAYING | BP_TICK_ROUTES)

const BpMailer bp_mailers[] = {
    {
        .name = "rmail",
        .from_year = 1979,
        .from_month = 1,
        .relay = "open",
        .holes = BP_HOLE_BANG,
        .able = BP_TICK_BOUNCES,
        .help =
            "UUCP's: passes on whatever bang path it is given; that this outlives a "
            "closing is our guess",
    },
    {
        .name = "smail 3",
        .from_year = 1988,
        .from_month = 1,
        .relay = "open",
        .holes = FORMS,
        .able = BP_TICK_BOUNCES,
        .help = "of UUCP sites that joined the Internet; holes are our guess",
    },
    {
        .name = "sendmail 5",
        .from_year = 1986,
        .from_month = 6,
        .relay = "open",
        .holes = FORMS | BP_HOLE_NULL | BP_HOLE_OWN_DOMAIN,
        .able = BP_TICK_BOUNCES,
        .help =
            "4.3BSD's: nothing to close it with but its rewriting rules; holes are our "
            "guess",
    },
    {
        .name = "sendmail 8.6",
        .from_year = 1993,
        .from_month = 10,
        .relay = "open",
        .holes = FORMS | BP_HOLE_NULL | BP_HOLE_OWN_DOMAIN,
        .able = BP_TICK_BOUNCES,
        .help = "closed like version 5, by rules that see addresses only; holes "
                "are our guess",
    },
    {
        .name = "sendmail 8.8",
        .from_year = 1996,
        .from_month = 9,
        .relay = "open",
        .holes = FORMS,
        .able = CLOSED | BP_TICK_HOSTS | BP_TICK_BOUNCES,
        .help =
            "first with rules that ask who is connected (check_relay, check_rcpt), "
            "open until somebody writes them; that they forget disguised recipients "
            "is our guess",
    },
    {
        .name = "sendmail 8.9",
        .from_year = 1998,
        .from_month = 5,
        .relay = "closed-by-peer",
        .able = CLOSED | BP_TICK_HOSTS | BP_TICK_BOUNCES,
        .help = "relaying denied by default; access database, RBL",
    },
    {
        .name = "sendmail 8.10",
        .from_year = 2000,
        .from_month = 3,
        .relay = "closed-by-peer",
        .auth = TRUE,
        .able = CLOSED | BP_TICK_HOSTS | BP_TICK_BOUNCES | BP_TICK_AUTH,
        .help = "as 8.9, and relays for users who authenticate (RFC 2554)",
    },
    {
        .name = "qmail 1.0",
        .from_year = 1997,
        .from_month = 2,
        .relay = "closed-by-peer",
        .able = CLOSED | BP_TICK_HOSTS | BP_TICK_BOUNCES,
        .help =
            "refuses what its list rcpthosts does not name, but from clients that are "
            "allowed to relay; from memory of its manual",
    },
    {
        .name = "exchange 5.0",
        .from_year = 1997,
        .from_month = 3,
        .relay = "open",
        .holes = FORMS | BP_HOLE_NULL | BP_HOLE_OWN_DOMAIN,
        .able = BP_TICK_BOUNCES,
        .help = "open, and hard to close; from memory, holes are our guess",
    },
    {
        .name = "exchange 5.5",
        .from_year = 1997,
        .from_month = 11,
        .relay = "open",
        .holes = BP_HOLE_PERCENT,
        .able = CLOSED | BP_TICK_BOUNCES | BP_TICK_AUTH,
        .help = "can be closed from Service Pack 1 on (Microsoft KB Q196626), but "
                "encapsulated addresses got by until MS99-027 of August 1999: percent "
                "stands for these",
    },
    {
        .name = "postfix",
        .from_year = 1998,
        .from_month = 12,
        .relay = "closed-by-peer",
        .able = CLOSED | BP_TICK_HOSTS | BP_TICK_BOUNCES,
        .help =
            "relays for its own networks and domains only; from memory of its manual",
    },
    {.name = NULL},
};

G_STATIC_ASSERT(G_N_ELEMENTS(bp_mailers) - 1 <= BP_MAILERS_MAX);

const char *const *
bp_mailer_names(void)
{
    static gsize made = 0;
    static const char *names[G_N_ELEMENTS(bp_mailers)];

    if (g_once_init_enter(&made)) {
        for (guint i = 0; i < G_N_ELEMENTS(bp_mailers); i++)
            names[i] = bp_mailers[i].name;
        g_once_init_leave(&made, 1);
    }
    return names;
}

const BpMailer *
bp_mailer_of(guint number)
{
    g_return_val_if_fail(number < G_N_ELEMENTS(bp_mailers), NULL);

    return number > 0 ? &bp_mailers[number - 1] : NULL;
}

guint
bp_mailer_relay(const BpMailer *mailer)
{
    return bp_policy_index(bp_policy_find(mailer->relay));
}
