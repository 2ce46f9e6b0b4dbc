/* test_measure_units.c - what the numbers of a database are numbers of. */
#include <bangpath/measure_units.h>

typedef struct {
    const char *name;
    const char *unit;
} Case;

/* As docs/database.md has them, and --json. */
static const Case measures[] = {
    {"spam.reach", "share"},
    {"reach", "share"},
    {"spam.host_reach", "share"},
    {"spam.hosts_reached", "count"},
    {"spam.mailboxes_reached", "count"},
    {"hosts_reached", "count"},
    {"spam.half_reach_s", "s"},
    {"spam.share_of_delivered", "share"},
    {"spam.amplification", "ratio"},
    {"spam.copies_per_mailbox", "ratio"},
    {"spam.bytes_by_others", "bytes"},
    {"spam_bytes_to_recipients", "bytes"},
    {"spam_bounce_bytes", "bytes"},
    {"spool_bytes", "bytes"},
    {"bytes", "bytes"},
    {"ham.delay_s.p50", "s"},
    {"ham.within_7d", "share"},
    {"ham.sent", "count"},
    {"ham_collateral", "count"},
    {"bounces.sent", "count"},
    {"length_s", "s"},
    {"line_s", "s"},
    {"cost_shift.line_s.relays", "s"},
    {"cost_shift.bytes.relays", "bytes"},
    {"cost_shift.paid.relays", "dollars"},
    {"cost.rents", "dollars"},
    {"cost_others", "dollars"},
    {"relays.lag_abuse_to_closing_s", "s"},
    {"relays.lag_abuse_to_closing_hosts", "count"},
    {"blacklists.subscribed", "share"},
    {"blacklists.listed_at_end", "count"},
    {"refusals.relaying-denied", "count"},
    {"seed", "number"},
};

static const Case columns[] = {
    {"time_us", "microseconds"},
    {"line_us", "microseconds"},
    {"paid_udollars", "millionths of a dollar"},
    {"spool_bytes_at_end", "bytes"},
    {"size_bytes", "bytes"},
    {"bytes_ab", "bytes"},
    {"bps", "payload bits a second"},
    {"lat", "degrees north"},
    {"cost_ba", "pathalias cost"},
    {"name", NULL},
    {"host", NULL},
    {"calls", NULL},
};

static void
test_measures(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(measures); i++) {
        g_test_message("%s", measures[i].name);
        g_assert_cmpstr(bp_measure_unit(measures[i].name), ==, measures[i].unit);
    }
}

static void
test_columns(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(columns); i++) {
        g_test_message("%s", columns[i].name);
        g_assert_cmpstr(bp_column_unit(columns[i].name), ==, columns[i].unit);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/results/units/measures", test_measures);
    g_test_add_func("/results/units/columns", test_columns);
    return g_test_run();
}
