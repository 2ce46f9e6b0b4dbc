/* summary_mail.c - what became of the mail, and how long it took. */
#include "summary_page.h"

#include <bangpath/units.h>

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

void
page_mail(SummaryPage *page, const BpBooks *books)
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
    reasons = page_reasons(later);
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

    if (bp_run_has_calls(result) && result->ham_delay_p99_s * BP_SECOND_US > BP_DAY_US)
        page_line(page, "", "within a day %s%%, two days %s%%, seven %s%%", one, two,
                  seven);
}

void
page_ham(SummaryPage *page, const BpRunResult *result)
{
    const BpTally *ham = &result->books.kind[BP_HAM];
    g_autofree char *p50 = page_seconds(result->ham_delay_p50_s);
    g_autofree char *p90 = page_seconds(result->ham_delay_p90_s);
    g_autofree char *p99 = page_seconds(result->ham_delay_p99_s);
    g_autofree char *bounced = page_reasons(ham->ended_by);
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
