/* totals.c - every number of a run by name: the one list that the JSON, the database and
 * comparisons share.
 */
#include <bangpath/run.h>

#include <bangpath/units.h>

#include "number.h"

static void
add(GArray *totals, BpTotalKind kind, guint64 whole, double real, const char *name)
{
    BpTotal total = {
        .name = g_intern_string(name),
        .kind = kind,
        .whole = whole,
        .real = real,
    };

    g_array_append_val(totals, total);
}

static void
add_whole(GArray *totals, const char *name, guint64 number)
{
    add(totals, BP_TOTAL_WHOLE, number, (double)number, name);
}

static void
add_real(GArray *totals, const char *name, double number)
{
    add(totals, BP_TOTAL_REAL, 0, bp_number_rounded(number), name);
}

/* @part / @whole, and @otherwise where there is nothing to divide by. */
static void
add_ratio(GArray *totals, const char *name, guint64 part, guint64 whole,
          BpTotalKind otherwise)
{
    if (whole > 0)
        add_real(totals, name, (double)part / (double)whole);
    else
        add(totals, otherwise, 0, 0, name);
}

static void
add_tally(GArray *totals, const char *prefix, const BpTally *tally)
{
    const struct {
        const char *name;
        guint64 number;
    } numbers[] = {
        {"messages", tally->messages},          {"sent", tally->sent},
        {"delivered", tally->in[BP_DELIVERED]}, {"bounced", tally->in[BP_BOUNCED]},
        {"discarded", tally->in[BP_DISCARDED]}, {"lost", tally->in[BP_LOST]},
        {"queued", tally->in[BP_QUEUED]},
    };

    for (guint i = 0; i < G_N_ELEMENTS(numbers); i++) {
        g_autofree char *name = g_strconcat(prefix, ".", numbers[i].name, NULL);

        add_whole(totals, name, numbers[i].number);
    }
}

static double
in_s(gint64 us)
{
    return (double)us / (double)BP_SECOND_US;
}

static double
in_dollars(gint64 udollars)
{
    return (double)udollars / (double)BP_DOLLAR_U;
}

/* How far into the run it was, or null for a time that never came. */
static void
add_moment(GArray *totals, const char *name, gint64 us)
{
    if (us < 0)
        add(totals, BP_TOTAL_NULL, 0, 0, name);
    else
        add_real(totals, name, in_s(us));
}

/* `OBJECT.WHAT_s`, the median, and `OBJECT.WHAT_hosts`, of how many. */
static void
add_lag(GArray *totals, const char *name, const BpLag *lag)
{
    g_autofree char *median = g_strconcat(name, "_s", NULL);
    g_autofree char *hosts = g_strconcat(name, "_hosts", NULL);

    add_moment(totals, median, lag->n > 0 ? lag->median_us : -1);
    add_whole(totals, hosts, lag->n);
}

/* An object of those counts of @counts that are not 0, by the names of their reasons. */
static void
add_by_reason(GArray *totals, const char *object, const guint64 *counts,
              gboolean only_defences)
{
    add(totals, BP_TOTAL_OBJECT, 0, 0, object);
    for (guint reason = BP_REASON_NONE + 1; reason < BP_N_REASONS; reason++) {
        g_autofree char *name = NULL;

        if (counts[reason] == 0 || (only_defences && !bp_reason_is_defence(reason)))
            continue;
        name = g_strconcat(object, ".", bp_reason_name(reason), NULL);
        add_whole(totals, name, counts[reason]);
    }
}

static void
add_relays(GArray *totals, const BpRunResult *result)
{
    const BpMeasures *measures = &result->measures;

    add_whole(totals, "relays.open_at_begin", result->open_at_begin);
    add_whole(totals, "relays.open_at_end", result->open_at_end);
    add_moment(totals, "relays.half_life_s", measures->half_life_us);
    add_whole(totals, "relays.closed", measures->closed);
    add_whole(totals, "relays.reopened", measures->reopened);
    add_whole(totals, "relays.passed_on_spam", measures->passed_on);
    add_lag(totals, "relays.lag_abuse_to_closing", &measures->abuse_to_closing);
}

static void
add_scenario(GArray *totals, const BpRunResult *result)
{
    add_whole(totals, "seed", result->seed);
    if (result->length_us % BP_SECOND_US == 0)
        add_whole(totals, "length_s", (guint64)(result->length_us / BP_SECOND_US));
    else
        add_real(totals, "length_s", in_s(result->length_us));
    add_whole(totals, "hosts", result->n_hosts);
    add_whole(totals, "links", result->n_links);
    add_whole(totals, "mailboxes", result->n_mailboxes);
    add_relays(totals, result);
}

static void
add_ham(GArray *totals, const BpRunResult *result)
{
    const BpTally *ham = &result->books.kind[BP_HAM];

    add_tally(totals, "ham", ham);
    add_real(totals, "ham.delay_s.mean", result->ham_delay_s);
    add_real(totals, "ham.delay_s.p50", result->ham_delay_p50_s);
    add_real(totals, "ham.delay_s.p90", result->ham_delay_p90_s);
    add_real(totals, "ham.delay_s.p99", result->ham_delay_p99_s);
    if (bp_run_has_calls(result) && ham->messages > 0) {
        add_real(totals, "ham.within_1d", result->ham_within_1d);
        add_real(totals, "ham.within_2d", result->ham_within_2d);
        add_real(totals, "ham.within_7d", result->ham_within_7d);
    }
    add_whole(totals, "ham.collateral", result->books.collateral);
    add_by_reason(totals, "ham.collateral_by", ham->ended_by, TRUE);
    add_by_reason(totals, "ham.refusals", result->books.refusals_of_ham, FALSE);
}

static void
add_spread(GArray *totals, const BpRunResult *result)
{
    const BpBooks *books = &result->books;

    add_whole(totals, "spam.target_hosts", books->target_hosts);
    add_whole(totals, "spam.hosts_reached", books->hosts_reached);
    add_ratio(totals, "spam.host_reach", books->hosts_reached, books->target_hosts,
              BP_TOTAL_WHOLE);
    add_moment(totals, "spam.half_reach_s",
               books->mailboxes_reached > 0 ? result->half_reach_us : -1);
    add_ratio(totals, "spam.copies_per_mailbox", books->spam_to_targets,
              books->mailboxes_reached, BP_TOTAL_NULL);
    add_ratio(totals, "spam.share_of_delivered", books->kind[BP_SPAM].in[BP_DELIVERED],
              bp_books_delivered(books), BP_TOTAL_NULL);
}

static void
add_spam(GArray *totals, const BpRunResult *result)
{
    const BpBooks *books = &result->books;

    add_tally(totals, "spam", &books->kind[BP_SPAM]);
    add_whole(totals, "spam.targets", books->targets);
    add_whole(totals, "spam.mailboxes_reached", books->mailboxes_reached);
    add_ratio(totals, "spam.reach", books->mailboxes_reached, books->targets,
              BP_TOTAL_WHOLE);
    add_whole(totals, "spam.bytes_by_spammers", books->spam_bytes_by_spammers);
    add_whole(totals, "spam.bytes_by_others", books->spam_bytes_by_others);
    add_ratio(totals, "spam.amplification", books->spam_bytes_by_others,
              books->spam_bytes_by_spammers, BP_TOTAL_NULL);
    add_spread(totals, result);
}

/* What of a run without worms or probes need not be said. */
static void
add_rare_kinds(GArray *totals, const BpBooks *books)
{
    const BpTally *worm = &books->kind[BP_WORM];
    const BpTally *probe = &books->kind[BP_PROBE];

    if (worm->messages > 0) {
        add_tally(totals, "worm", worm);
        add_whole(totals, "worm.infected", books->infected);
        add_whole(totals, "worm.infected_hosts", books->infected_hosts);
    }
    if (probe->messages > 0) {
        add_tally(totals, "probe", probe);
        add_whole(totals, "probe.tests", books->tests);
        add_whole(totals, "probe.relays_found", books->relays_found);
    }
}

static void
add_lists(GArray *totals, const BpRunResult *result)
{
    const BpMeasures *measures = &result->measures;

    if (measures->lists == 0)
        return;
    add_whole(totals, "blacklists.listings", measures->listings);
    add_whole(totals, "blacklists.false", measures->false_listings);
    add_whole(totals, "blacklists.delistings", measures->delistings);
    add_whole(totals, "blacklists.listed_at_end", measures->listed_at_end);
    add_ratio(totals, "blacklists.subscribed", measures->subscribed_mailboxes,
              result->n_mailboxes, BP_TOTAL_WHOLE);
    add_lag(totals, "blacklists.lag_abuse_to_listing", &measures->abuse_to_listing);
    add_lag(totals, "blacklists.lag_listing_to_closing", &measures->listing_to_closing);
}

static void
add_burden(GArray *totals, const BpRunResult *result)
{
    const BpBurden *burden = result->measures.burden;

    if (result->books.kind[BP_SPAM].messages == 0)
        return;
    for (guint i = 0; i < BP_N_PAYERS; i++) {
        g_autofree char *name =
            g_strconcat("cost_shift.bytes.", bp_payer_name(i), NULL);

        add_whole(totals, name, burden[i].bytes);
    }
    add_whole(totals, "cost_shift.bytes.bounces", result->books.spam_bounce_bytes);
    for (guint i = 0; i < BP_N_PAYERS; i++) {
        g_autofree char *name =
            g_strconcat("cost_shift.line_s.", bp_payer_name(i), NULL);

        add_real(totals, name, in_s(burden[i].line_us));
    }
    for (guint i = 0; i < BP_N_PAYERS; i++) {
        g_autofree char *name = g_strconcat("cost_shift.paid.", bp_payer_name(i), NULL);

        add_real(totals, name, in_dollars(burden[i].paid_udollars));
    }
}

static void
add_carriage(GArray *totals, const BpRunResult *result)
{
    const BpCarriage *carriage = &result->carriage;
    gint64 by_others_udollars =
        carriage->paid_udollars - result->spammers_paid_udollars;

    add_whole(totals, "hops", result->books.hops);
    add_whole(totals, "bytes", result->books.bytes);
    add_real(totals, "line_s", in_s(carriage->line_us));
    add_whole(totals, "calls.made", carriage->calls_made);
    add_whole(totals, "calls.busy", carriage->calls_busy);
    add_whole(totals, "calls.dropped", carriage->calls_dropped);
    if (carriage->noisy_lines > 0)
        add_whole(totals, "calls.retransmissions", carriage->repeats);
    if (carriage->connections_made + carriage->connections_unanswered > 0) {
        add_whole(totals, "connections.made", carriage->connections_made);
        add_whole(totals, "connections.refused", carriage->connections_refused);
        add_whole(totals, "connections.unanswered", carriage->connections_unanswered);
    }
    if (carriage->faults > 0) {
        add_whole(totals, "calls.unanswered", carriage->calls_failed);
        add_whole(totals, "outages", carriage->faults);
    }
    add_real(totals, "cost.spammers", in_dollars(result->spammers_paid_udollars));
    add_real(totals, "cost.others", in_dollars(by_others_udollars));
    if (carriage->rents_udollars > 0)
        add_real(totals, "cost.rents", in_dollars(carriage->rents_udollars));
    add_burden(totals, result);
    add_whole(totals, "events", result->events);
}

gboolean
bp_run_has_calls(const BpRunResult *result)
{
    return result->carriage.calls_made + result->carriage.calls_busy +
               result->carriage.calls_failed >
           0;
}

GArray *
bp_run_totals(const BpRunResult *result)
{
    GArray *totals = g_array_new(FALSE, FALSE, sizeof(BpTotal));
    const BpBooks *books = &result->books;

    add_scenario(totals, result);
    add_ham(totals, result);
    add_spam(totals, result);
    add_tally(totals, "bounces", &books->kind[BP_BOUNCE]);
    add_whole(totals, "bounces.backscatter", books->backscatter);
    if (books->warnings > 0)
        add_whole(totals, "bounces.warnings", books->warnings);
    add_rare_kinds(totals, books);
    add_by_reason(totals, "refusals", books->refusals, FALSE);
    add_lists(totals, result);
    add_carriage(totals, result);
    return totals;
}

const BpTotal *
bp_run_total(const GArray *totals, const char *name)
{
    for (guint i = 0; i < totals->len; i++) {
        const BpTotal *total = &g_array_index(totals, BpTotal, i);

        if (g_str_equal(total->name, name))
            return total;
    }
    return NULL;
}
