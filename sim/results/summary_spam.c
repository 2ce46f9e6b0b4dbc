/* summary_spam.c - what became of the spam, who paid for it, and what stopped it. */
#include "summary_page.h"

#include <bangpath/calendar.h>
#include <bangpath/units.h>

static void
tell_spread(SummaryPage *page, const BpBooks *books)
{
    guint64 delivered = books->kind[BP_SPAM].in[BP_DELIVERED];
    g_autofree char *reached = bp_format_count(books->hosts_reached);
    g_autofree char *hosts = page_counted(books->target_hosts, "host", "hosts");
    g_autofree char *each =
        page_decimals("%.2f", (double)books->spam_to_targets /
                                  (double)MAX(books->mailboxes_reached, 1));
    g_autofree char *share = page_percent(delivered, bp_books_delivered(books));

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

void
page_burden(SummaryPage *page, const BpRunResult *result)
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

void
page_spam(SummaryPage *page, const BpRunResult *result)
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

void
page_worm(SummaryPage *page, const BpRunResult *result)
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

void
page_tests(SummaryPage *page, const BpBooks *books)
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

void
page_relays(SummaryPage *page, const BpRunResult *result)
{
    g_autofree char *begin = bp_format_count(result->open_at_begin);
    g_autofree char *end = bp_format_count(result->open_at_end);
    g_autofree char *refusals = page_reasons(result->books.refusals);

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
