/* summary_page.h - a page of plain text in the making: labels at the left, words beside.
 *
 *   summary.c          what is told, in which order
 *   summary_curves.c   how it went, as sparklines
 *   summary_mail.c     what became of the mail
 *   summary_spam.c     and of the spam
 *   summary_traffic.c  what it took
 *   summary_page.c     words and numbers
 *
 * Private to results.
 */
#ifndef BP_RESULTS_SUMMARY_PAGE_H
#define BP_RESULTS_SUMMARY_PAGE_H

#include <bangpath/summary.h>
#include <glib.h>

/* Of the labels, and what carried-over lines are indented by. */
#define LABEL_COLUMNS 11

/* Of tables: of the first column, and of the others. */
#define MESSAGE_COLUMNS 10
#define COUNT_COLUMNS 11

typedef struct {
    GString *text;             /* owned by who makes the page */
    const BpSummaryLook *look; /* borrowed */
} SummaryPage;

/* page_styled: @text in the colour @escape, where there is colour. */
void page_styled(SummaryPage *page, const char *escape, const char *text);

/* page_label: begins a line: @name, or blanks of its width where it is "". */
void page_label(SummaryPage *page, const char *name);

/* page_line: a line, its label @name. */
void page_line(SummaryPage *page, const char *name, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* page_counted: (transfer full): `12 hosts`, `1 host`. */
char *page_counted(guint64 n, const char *one, const char *many);

/* page_percent: (transfer full): `42.0%`; two decimals below 1%, where they say more. */
char *page_percent(guint64 part, guint64 whole);

/* page_decimals: (transfer full): @format as of g_ascii_formatd(). */
char *page_decimals(const char *format, double number);

/* page_seconds: (transfer full): a duration with its unit. */
char *page_seconds(double s);

/* page_reasons: (transfer full) (nullable): `relaying-denied 12, expired 3`, of @counts by
 * BpReason, the most frequent first; NULL if there is none. */
char *page_reasons(const guint64 *counts);

/* page_curves: how it went; nothing where the run has no curves. */
void page_curves(SummaryPage *page, const BpRunResult *result);

/* The parts of a page, each of them of lines of its own; none where it did not happen. */
void page_mail(SummaryPage *page, const BpBooks *books);
void page_ham(SummaryPage *page, const BpRunResult *result);
void page_spam(SummaryPage *page, const BpRunResult *result);
void page_burden(SummaryPage *page, const BpRunResult *result);
void page_worm(SummaryPage *page, const BpRunResult *result);
void page_tests(SummaryPage *page, const BpBooks *books);
void page_relays(SummaryPage *page, const BpRunResult *result);
void page_traffic(SummaryPage *page, const BpRunResult *result);

#endif
