/* summary.c - the story of a run, line by line; what did not happen is not told. */
#include <bangpath/summary.h>

#include "summary_page.h"

#include <bangpath/calendar.h>
#include <bangpath/fold.h>
#include <bangpath/plain.h>
#include <bangpath/units.h>

#define MESSAGE_COLUMNS 10
#define COUNT_COLUMNS 11

/* ---- what was simulated ---- */

static void
tell_what(SummaryPage *page, const BpRunResult *result)
{
    g_autofree char *hosts = page_counted(result->n_hosts, "host", "hosts");
    g_autofree char *links = page_counted(result->n_links, "link", "links");
    g_autofree char *boxes = page_counted(result->n_mailboxes, "mailbox", "mailboxes");
    g_autofree char *begin = bp_format_moment(result->begin_unix_s, 0);
    g_autofree char *end = bp_format_moment(result->begin_unix_s, result->end_us);
    g_autofree char *length = bp_format_duration(result->length_us);
    g_autofree char *done = bp_format_duration(result->end_us);
    g_autofree char *title = bp_plain(result->title);
    g_autofree char *folded = bp_fold(title, page->look->columns, 0);

    page_styled(page, "1", *folded ? folded : "A run");
    g_string_append(page->text, "\n\n");
    page_line(page, "Network", "%s, %s, %s", hosts, links, boxes);
    page_line(page, "Time", "%s to %s", begin, end);
    if (!result->complete) {
        page_label(page, "");
        page_styled(page, "1;31", "stopped before its end");
        g_string_append_printf(page->text, ": %s of %s\n", done, length);
    }
    page_line(page, "Seed", "%" G_GUINT64_FORMAT, result->seed);
}

/* ---- what became of the mail ---- */

typedef struct {
    const char *title;
    int state; /* a BpState, or one of the two below */
} Column;

enum {
    MESSAGES = -2,
    SENT = -1,
};

static const Column columns[] = {
    {"messages", MESSAGES},      {"sent", SENT},
    {"delivered", BP_DELIVERED}, {"bounced", BP_BOUNCED},
    {"discarded", BP_DISCARDED}, {"lost", BP_LOST},
    {"queued", BP_QUEUED},
};

static guint64
cell(const BpTally *tally, int state)
{
    switch (state) {
    case MESSAGES:
        return tally->messages;
    case SENT:
        return tally->sent;
    default:
        return tally->in[state];
    }
}

/* A column in which every kind has 0 is left out. */
static gboolean
is_worth_a_column(const BpBooks *books, guint column)
{
    for (guint kind = 0; kind < BP_N_KINDS; kind++)
        if (cell(&books->kind[kind], columns[column].state) > 0)
            return TRUE;
    return FALSE;
}

static void
put_cell(SummaryPage *page, guint column, const char *text)
{
    g_string_append_printf(page->text, "%*s", column ? COUNT_COLUMNS : MESSAGE_COLUMNS,
                           text);
}

static void
tell_kind(SummaryPage *page, const BpBooks *books, BpKind kind)
{
    page_label(page, bp_kind_name(kind));
    for (guint i = 0; i < G_N_ELEMENTS(columns); i++) {
        g_autofree char *count =
            bp_format_count(cell(&books->kind[kind], columns[i].state));

        if (is_worth_a_column(books, i))
            put_cell(page, i, count);
    }
    g_string_append_c(page->text, '\n');
}

static void
tell_warnings(SummaryPage *page, const BpBooks *books)
{
    g_autofree char *warnings = bp_format_count(books->warnings);

    if (books->warnings > 0)
        page_line(page, "", "of the bounces %s only warn of mail that still waits",
                  warnings);
}

/* A line a kind of mail, a column a state that it can come to. */
static void
tell_kinds(SummaryPage *page, const BpBooks *books)
{
    page_label(page, "Mail");
    for (guint i = 0; i < G_N_ELEMENTS(columns); i++)
        if (is_worth_a_column(books, i))
            put_cell(page, i, columns[i].title);
    g_string_append_c(page->text, '\n');
    for (guint kind = 0; kind < BP_N_KINDS; kind++)
        if (books->kind[kind].messages > 0)
            tell_kind(page, books, kind);
}

/* The same turned round, for terminals too narrow for it: there are fewer kinds. */
static void
tell_states(SummaryPage *page, const BpBooks *books)
{
    page_label(page, "Mail");
    for (guint kind = 0; kind < BP_N_KINDS; kind++)
        if (books->kind[kind].messages > 0)
            put_cell(page, kind, bp_kind_name(kind));
    g_string_append_c(page->text, '\n');
    for (guint i = 0; i < G_N_ELEMENTS(columns); i++) {
        if (!is_worth_a_column(books, i))
            continue;
        page_label(page, columns[i].title);
        for (guint kind = 0; kind < BP_N_KINDS; kind++) {
            g_autofree char *count =
                bp_format_count(cell(&books->kind[kind], columns[i].state));

            if (books->kind[kind].messages > 0)
                put_cell(page, kind, count);
        }
        g_string_append_c(page->text, '\n');
    }
}

static gboolean
kinds_fit(const SummaryPage *page, const BpBooks *books)
{
    guint width = LABEL_COLUMNS + MESSAGE_COLUMNS;

    for (guint i = 1; i < G_N_ELEMENTS(columns); i++)
        width += is_worth_a_column(books, i) ? COUNT_COLUMNS : 0;
    return page->look->columns == 0 || width <= page->look->columns;
}

static void
tell_mail(SummaryPage *page, const BpBooks *books)
{
    g_string_append_c(page->text, '\n');
    if (!is_worth_a_column(books, 0)) {
        page_line(page, "Mail", "none");
        return;
    }
    if (kinds_fit(page, books))
        tell_kinds(page, books);
    else
        tell_states(page, books);
    tell_warnings(page, books);
    page_line(page, "", "(messages apart, each recipient counts for one)");
}

/* (transfer full) (nullable): `relaying-denied 12, expired 3`, the most frequent first;
 * NULL if there is none. */
static char *
by_reason(const guint64 *counts)
{
    GString *text = g_string_new(NULL);
    gboolean told[BP_N_REASONS] = {FALSE};

    for (;;) {
        guint most = BP_REASON_NONE;
        g_autofree char *count = NULL;

        for (guint i = BP_REASON_NONE + 1; i < BP_N_REASONS; i++)
            if (!told[i] && counts[i] > (most ? counts[most] : 0))
                most = i;
        if (most == BP_REASON_NONE)
            break;
        told[most] = TRUE;
        count = bp_format_count(counts[most]);
        g_string_append_printf(text, "%s%s %s", text->len ? ", " : "",
                               bp_reason_name(most), count);
    }
    return g_string_free(text, text->len == 0);
}

/* What a defence put off, it asked to be tried again: SMTP's replies for that begin with
 * a 4. */
static void
tell_delayed(SummaryPage *page, const BpBooks *books)
{
    guint64 later[BP_N_REASONS] = {0};
    g_autofree char *reasons = NULL;

    for (guint i = BP_REASON_NONE + 1; i < BP_N_REASONS; i++)
        if (bp_reason_is_defence(i) && *bp_reason_words(i) == '4')
            later[i] = books->refusals_of_ham[i];
    reasons = by_reason(later);
    if (reasons)
        page_line(page, "", "told to try later: %s", reasons);
}

/* As delays of news were told in their day. */
static void
tell_days(SummaryPage *page, const BpRunResult *result)
{
    g_autofree char *one = page_decimals("%.1f", 100 * result->ham_within_1d);
    g_autofree char *two = page_decimals("%.1f", 100 * result->ham_within_2d);
    g_autofree char *seven = page_decimals("%.1f", 100 * result->ham_within_7d);

    if (bp_run_has_calls(result) && result->ham_delay_p99_s > BP_DAY_US / BP_SECOND_US)
        page_line(page, "", "within a day %s%%, two days %s%%, seven %s%%", one, two,
                  seven);
}

static void
tell_ham(SummaryPage *page, const BpRunResult *result)
{
    const BpTally *ham = &result->books.kind[BP_HAM];
    g_autofree char *p50 = page_seconds(result->ham_delay_p50_s);
    g_autofree char *p90 = page_seconds(result->ham_delay_p90_s);
    g_autofree char *p99 = page_seconds(result->ham_delay_p99_s);
    g_autofree char *bounced = by_reason(ham->ended_by);
    g_autofree char *collateral = bp_format_count(result->books.collateral);
    g_autofree char *share = page_percent(result->books.collateral, ham->sent);

    if (ham->messages == 0)
        return;
    g_string_append_c(page->text, '\n');
    if (ham->in[BP_DELIVERED] > 0)
        page_line(page, "Ham", "half took up to %s, 90%% up to %s, 99%% up to %s", p50,
                  p90, p99);
    else
        page_line(page, "Ham", "none was delivered");
    tell_days(page, result);
    if (bounced)
        page_line(page, "", "not delivered: %s", bounced);
    tell_delayed(page, &result->books);
    if (result->books.collateral > 0)
        page_line(page, "", "collateral damage: %s, %s of what was sent", collateral,
                  share);
}

/* ---- what became of the spam ---- */

static guint64
delivered_of_all(const BpBooks *books)
{
    guint64 sum = 0;

    for (guint kind = 0; kind < BP_N_KINDS; kind++)
        sum += books->kind[kind].in[BP_DELIVERED];
    return sum;
}

static void
tell_spread(SummaryPage *page, const BpBooks *books)
{
    guint64 delivered = books->kind[BP_SPAM].in[BP_DELIVERED];
    g_autofree char *reached = bp_format_count(books->hosts_reached);
    g_autofree char *hosts = page_counted(books->target_hosts, "host", "hosts");
    g_autofree char *each =
        page_decimals("%.2f", (double)books->spam_to_targets /
                                  (double)MAX(books->mailboxes_reached, 1));
    g_autofree char *share = page_percent(delivered, delivered_of_all(books));

    if (books->hosts_reached > 0)
        page_line(page, "", "at %s of %s; each target reached got %s copies", reached,
                  hosts, each);
    if (delivered > 0)
        page_line(page, "", "of all mail delivered %s was spam", share);
}

static void
tell_reach(SummaryPage *page, const BpRunResult *result)
{
    const BpBooks *books = &result->books;
    g_autofree char *reached = bp_format_count(books->mailboxes_reached);
    g_autofree char *targets = page_counted(books->targets, "target", "targets");
    g_autofree char *share = page_percent(books->mailboxes_reached, books->targets);
    g_autofree char *half = NULL;

    if (books->targets == 0)
        return;
    page_line(page, "", "reached %s of %s: %s", reached, targets, share);
    if (result->half_reach_us < 0)
        return;
    half = bp_format_moment(result->begin_unix_s, result->half_reach_us);
    page_line(page, "", "half of these by %s", half);
    tell_spread(page, books);
}

/* Their bytes and lines are those of the others, seen from the far end. */
static const char *
remark(BpPayer payer)
{
    return payer == BP_PAYER_RECIPIENTS ? "  (the above, received)" : "";
}

static void
tell_payer(SummaryPage *page, BpPayer payer, const BpBurden *burden, gboolean has_bills)
{
    g_autofree char *bytes = bp_format_bytes(burden->bytes);
    g_autofree char *used = bp_format_duration(burden->line_us);
    g_autofree char *paid = bp_format_money(burden->paid_udollars);

    if (burden->bytes == 0 && burden->paid_udollars == 0)
        return;
    page_label(page, bp_payer_name(payer));
    g_string_append_printf(page->text, "%*s%*s", MESSAGE_COLUMNS, bytes, COUNT_COLUMNS,
                           used);
    if (has_bills)
        g_string_append_printf(page->text, "%*s", COUNT_COLUMNS, paid);
    g_string_append_printf(page->text, "%s\n", remark(payer));
}

static void
tell_burden(SummaryPage *page, const BpRunResult *result)
{
    const BpBurden *burden = result->measures.burden;
    gboolean has_bills = FALSE;

    if (result->books.spam_bytes_by_others == 0)
        return;
    for (guint payer = 0; payer < BP_N_PAYERS; payer++)
        has_bills |= burden[payer].paid_udollars != 0;
    g_string_append_c(page->text, '\n');
    page_label(page, "Cost shift");
    g_string_append_printf(page->text, "%*s%*s", MESSAGE_COLUMNS, "bytes",
                           COUNT_COLUMNS, "lines for");
    if (has_bills)
        g_string_append_printf(page->text, "%*s", COUNT_COLUMNS, "paid");
    g_string_append_c(page->text, '\n');
    for (guint payer = 0; payer < BP_N_PAYERS; payer++)
        tell_payer(page, payer, &burden[payer], has_bills);
}

static void
tell_spam(SummaryPage *page, const BpRunResult *result)
{
    const BpBooks *books = &result->books;
    g_autofree char *own = bp_format_bytes(books->spam_bytes_by_spammers);
    g_autofree char *others = bp_format_bytes(books->spam_bytes_by_others);
    g_autofree char *factor = NULL;

    if (books->kind[BP_SPAM].messages == 0 && books->targets == 0)
        return;
    g_string_append_c(page->text, '\n');
    page_line(page, "Spam", "spammers sent %s, others %s for them", own, others);
    if (books->spam_bytes_by_spammers > 0) {
        factor = page_decimals("%.1f", (double)books->spam_bytes_by_others /
                                           (double)books->spam_bytes_by_spammers);
        page_line(page, "", "amplification: %s", factor);
    }
    tell_reach(page, result);
    if (books->backscatter > 0) {
        g_autofree char *backscatter =
            page_counted(books->backscatter, "bounce", "bounces");

        page_line(page, "", "backscatter: %s to who never wrote", backscatter);
    }
}

static void
tell_worm(SummaryPage *page, const BpRunResult *result)
{
    const BpBooks *books = &result->books;
    g_autofree char *boxes = page_counted(books->infected, "mailbox", "mailboxes");
    g_autofree char *hosts = page_counted(books->infected_hosts, "host", "hosts");
    g_autofree char *half = NULL;

    if (books->infected == 0)
        return;
    half = bp_format_moment(result->begin_unix_s, result->half_infected_us);
    g_string_append_c(page->text, '\n');
    page_line(page, "Worm", "ran at %s of %s, half of these by %s", boxes, hosts, half);
}

static void
tell_tests(SummaryPage *page, const BpBooks *books)
{
    g_autofree char *tests = page_counted(books->tests, "host", "hosts");
    g_autofree char *found = bp_format_count(books->relays_found);

    if (books->tests == 0)
        return;
    g_string_append_c(page->text, '\n');
    page_line(page, "Tests", "%s tested, %s found to relay", tests, found);
}

static void
tell_closing(SummaryPage *page, const BpRunResult *result)
{
    const BpMeasures *measures = &result->measures;
    g_autofree char *closed = bp_format_count(measures->closed);
    g_autofree char *reopened = bp_format_count(measures->reopened);
    g_autofree char *half = NULL;

    if (measures->closed == 0)
        return;
    if (measures->half_life_us >= 0) {
        half = bp_format_moment(result->begin_unix_s, measures->half_life_us);
        page_line(page, "", "half had closed by %s", half);
    }
    if (measures->reopened > 0)
        page_line(page, "", "%s closed, of which %s opened again", closed, reopened);
}

/* Of hosts that were listed, and of those that closed after it. */
static void
tell_lags(SummaryPage *page, const BpMeasures *measures)
{
    const BpLag *to_listing = &measures->abuse_to_listing;
    const BpLag *to_closing = &measures->listing_to_closing;
    g_autofree char *listed = bp_format_duration(to_listing->median_us);
    g_autofree char *closed = bp_format_duration(to_closing->median_us);

    if (to_listing->n > 0 && to_closing->n > 0)
        page_line(page, "", "in the median %s after the first spam, closed %s later",
                  listed, closed);
    else if (to_listing->n > 0)
        page_line(page, "", "in the median %s after the first spam", listed);
}

static void
tell_lists(SummaryPage *page, const BpRunResult *result)
{
    const BpMeasures *measures = &result->measures;
    g_autofree char *listings = page_counted(measures->listings, "listing", "listings");
    g_autofree char *false_ones = bp_format_count(measures->false_listings);
    g_autofree char *gone = bp_format_count(measures->delistings);
    g_autofree char *asked =
        page_percent(measures->subscribed_mailboxes, result->n_mailboxes);

    if (measures->lists == 0)
        return;
    page_line(page, "Blacklists", "%s, %s false, %s taken off; %s of mailboxes ask",
              listings, false_ones, gone, asked);
    tell_lags(page, measures);
}

static void
tell_relays(SummaryPage *page, const BpRunResult *result)
{
    g_autofree char *begin = bp_format_count(result->open_at_begin);
    g_autofree char *end = bp_format_count(result->open_at_end);
    g_autofree char *refusals = by_reason(result->books.refusals);

    g_string_append_c(page->text, '\n');
    if (result->open_at_begin == result->open_at_end)
        page_line(page, "Relays", "%s open throughout", begin);
    else
        page_line(page, "Relays", "%s open at begin, %s at end", begin, end);
    tell_closing(page, result);
    tell_lists(page, result);
    if (refusals)
        page_line(page, "Refusals", "%s", refusals);
}

/* ---- what it took ---- */

/* Who paid most, and for which part of it all. */
static void
tell_bills(SummaryPage *page, const BpRunResult *result)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < result->n_bills; i++) {
        const BpBill *bill = &result->bills[i];
        g_autofree char *money = bp_format_money(bill->paid_udollars);
        g_autofree char *part = page_percent((guint64)bill->paid_udollars,
                                             (guint64)result->carriage.paid_udollars);

        g_string_append_printf(text, "%s%s %s (%s)", i > 0 ? ", " : "", bill->host,
                               money, part);
    }
    if (result->n_bills > 0)
        page_line(page, "", "most by %s", text->str);
    g_string_free(text, TRUE);
}

static void
tell_money(SummaryPage *page, const BpRunResult *result)
{
    gint64 by_others = result->carriage.paid_udollars - result->spammers_paid_udollars;
    g_autofree char *spammers = bp_format_money(result->spammers_paid_udollars);
    g_autofree char *others = bp_format_money(by_others);

    if (result->carriage.paid_udollars == 0)
        return;
    if (result->books.kind[BP_SPAM].messages > 0)
        page_line(page, "Paid", "by spammers %s, by others %s", spammers, others);
    else
        page_line(page, "Paid", "%s", others);
    if (result->carriage.rents_udollars > 0) {
        g_autofree char *rents = bp_format_money(result->carriage.rents_udollars);

        page_line(page, "", "of this %s for lines by the month", rents);
    }
    tell_bills(page, result);
}

static void
tell_faults(SummaryPage *page, const BpCarriage *carriage)
{
    g_autofree char *faults = page_counted(carriage->faults, "fault", "faults");
    g_autofree char *calls = page_counted(carriage->calls_failed, "call", "calls");

    if (carriage->faults > 0 && carriage->calls_failed > 0)
        page_line(page, "Outages", "%s of links and hosts; %s not answered", faults,
                  calls);
    else if (carriage->faults > 0)
        page_line(page, "Outages", "%s of links and hosts", faults);
}

static void
tell_connections(SummaryPage *page, const BpCarriage *carriage)
{
    g_autofree char *made = bp_format_count(carriage->connections_made);
    g_autofree char *refused = bp_format_count(carriage->connections_refused);
    g_autofree char *vain = bp_format_count(carriage->connections_unanswered);

    if (carriage->connections_made + carriage->connections_unanswered > 0)
        page_line(page, "Sessions", "%s over nets, %s refused, %s not answered", made,
                  refused, vain);
}

/* Of all lines together: hours, unless there is not one. */
static char *
busy_text(gint64 line_us)
{
    g_autofree char *hours = NULL;

    if (line_us < BP_HOUR_US)
        return bp_format_duration(line_us);
    hours = page_decimals("%.1f", (double)line_us / (double)BP_HOUR_US);
    return g_strconcat(hours, " h", NULL);
}

static void
tell_traffic(SummaryPage *page, const BpRunResult *result)
{
    const BpCarriage *carriage = &result->carriage;
    g_autofree char *bytes = bp_format_bytes(result->books.bytes);
    g_autofree char *hops = page_counted(result->books.hops, "hop", "hops");
    g_autofree char *line_time = busy_text(carriage->line_us);
    g_autofree char *made = bp_format_count(carriage->calls_made);
    g_autofree char *busy = bp_format_count(carriage->calls_busy);
    g_autofree char *dropped = bp_format_count(carriage->calls_dropped);

    g_string_append_c(page->text, '\n');
    page_line(page, "Traffic", "%s in %s; lines busy for %s", bytes, hops, line_time);
    if (carriage->calls_made + carriage->calls_busy > 0)
        page_line(page, "Calls", "%s made, %s busy, %s dropped", made, busy, dropped);
    tell_connections(page, carriage);
    tell_faults(page, carriage);
    tell_money(page, result);
}

static void
tell_speed(SummaryPage *page, const BpRunResult *result)
{
    g_autofree char *events = page_counted(result->events, "event", "events");
    g_autofree char *wall = page_decimals("%.2f", result->run_s);
    g_autofree char *rate = NULL;

    if (result->run_s > 0)
        rate = bp_format_count((guint64)((double)result->events / result->run_s));
    page_line(page, "Simulated", "%s in %s s%s%s%s", events, wall, rate ? ", " : "",
              rate ? rate : "", rate ? " a second" : "");
}

char *
bp_run_summary(const BpRunResult *result, const BpSummaryLook *look)
{
    SummaryPage page = {.text = g_string_new(NULL), .look = look};
    char *folded;

    tell_what(&page, result);
    if (look->curves)
        page_curves(&page, result);
    tell_mail(&page, &result->books);
    tell_ham(&page, result);
    tell_spam(&page, result);
    tell_burden(&page, result);
    tell_worm(&page, result);
    tell_tests(&page, &result->books);
    tell_relays(&page, result);
    tell_traffic(&page, result);
    tell_speed(&page, result);
    folded = bp_fold(page.text->str, look->columns, LABEL_COLUMNS);
    g_string_free(page.text, TRUE);
    return folded;
}
