/* summary_traffic.c - what it took: lines, calls, connections, money. */
#include "summary_page.h"

#include <bangpath/units.h>

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

void
page_traffic(SummaryPage *page, const BpRunResult *result)
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
