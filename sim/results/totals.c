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

static void
add_scenario(GArray *totals, const BpRunResult *result)
{
    add_whole(totals, "seed", result->seed);
    if (result->length_us % BP_SECOND_US == 0)
        add_whole(totals, "length_s", (guint64)(result->length_us / BP_SECOND_US));
    else
        add_real(totals, "length_s", (double)result->length_us / (double)BP_SECOND_US);
    add_whole(totals, "hosts", result->n_hosts);
    add_whole(totals, "links", result->n_links);
    add_whole(totals, "mailboxes", result->n_mailboxes);
    add_whole(totals, "relays.open_at_begin", result->open_at_begin);
    add_whole(totals, "relays.open_at_end", result->open_at_end);
}

static void
add_ham(GArray *totals, const BpRunResult *result)
{
    add_tally(totals, "ham", &result->books.kind[BP_HAM]);
    add_real(totals, "ham.delay_s.mean", result->ham_delay_s);
    add_real(totals, "ham.delay_s.p50", result->ham_delay_p50_s);
    add_real(totals, "ham.delay_s.p90", result->ham_delay_p90_s);
    add_real(totals, "ham.delay_s.p99", result->ham_delay_p99_s);
    add_whole(totals, "ham.collateral", result->books.collateral);
}

static void
add_spam(GArray *totals, const BpBooks *books)
{
    add_tally(totals, "spam", &books->kind[BP_SPAM]);
    add_whole(totals, "spam.targets", books->targets);
    add_whole(totals, "spam.mailboxes_reached", books->mailboxes_reached);
    add_ratio(totals, "spam.reach", books->mailboxes_reached, books->targets,
              BP_TOTAL_WHOLE);
    add_whole(totals, "spam.bytes_by_spammers", books->spam_bytes_by_spammers);
    add_whole(totals, "spam.bytes_by_others", books->spam_bytes_by_others);
    add_ratio(totals, "spam.amplification", books->spam_bytes_by_others,
              books->spam_bytes_by_spammers, BP_TOTAL_NULL);
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
add_refusals(GArray *totals, const BpBooks *books)
{
    add(totals, BP_TOTAL_OBJECT, 0, 0, "refusals");
    for (guint reason = BP_REASON_NONE + 1; reason < BP_N_REASONS; reason++) {
        g_autofree char *name = NULL;

        if (books->refusals[reason] == 0)
            continue;
        name = g_strconcat("refusals.", bp_reason_name(reason), NULL);
        add_whole(totals, name, books->refusals[reason]);
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
    add_real(totals, "line_s", (double)carriage->line_us / (double)BP_SECOND_US);
    add_whole(totals, "calls.made", carriage->calls_made);
    add_whole(totals, "calls.busy", carriage->calls_busy);
    add_whole(totals, "calls.dropped", carriage->calls_dropped);
    add_real(totals, "cost.spammers",
             (double)result->spammers_paid_udollars / (double)BP_DOLLAR_U);
    add_real(totals, "cost.others", (double)by_others_udollars / (double)BP_DOLLAR_U);
    add_whole(totals, "events", result->events);
}

GArray *
bp_run_totals(const BpRunResult *result)
{
    GArray *totals = g_array_new(FALSE, FALSE, sizeof(BpTotal));
    const BpBooks *books = &result->books;

    add_scenario(totals, result);
    add_ham(totals, result);
    add_spam(totals, books);
    add_tally(totals, "bounces", &books->kind[BP_BOUNCE]);
    add_whole(totals, "bounces.backscatter", books->backscatter);
    add_rare_kinds(totals, books);
    add_refusals(totals, books);
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
