/* summary.c - the story of a run, line by line; what did not happen is not told. */
#include <bangpath/summary.h>

#include "summary_page.h"

#include <bangpath/calendar.h>
#include <bangpath/fold.h>
#include <bangpath/plain.h>
#include <bangpath/units.h>

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
    page_mail(&page, &result->books);
    page_ham(&page, result);
    page_spam(&page, result);
    page_burden(&page, result);
    page_worm(&page, result);
    page_tests(&page, &result->books);
    page_relays(&page, result);
    page_traffic(&page, result);
    tell_speed(&page, result);
    folded = bp_fold(page.text->str, look->columns, LABEL_COLUMNS);
    g_string_free(page.text, TRUE);
    return folded;
}
