/* summary_curves.c - how a run went, a sparkline a measure. */
#include "summary_page.h"

#include <bangpath/curves.h>
#include <bangpath/units.h>
#include <math.h>

#define MOST_COLUMNS 60

/* Every column is the same number of looks: 240 has many divisors. */
static const guint widths[] = {MOST_COLUMNS, 48, 40, 30, 24, 20, 16, 12};

/* Blanks between a sparkline and its words, and the longest of these. */
#define GAP 2
#define WORDS_COLUMNS 22

/* How the looks that share a column become one number. */
typedef enum {
    LAST,     /* how it stood */
    HIGHEST,  /* the most that was seen */
    INCREASE, /* what was added */
} Join;

static guint
fitting_width(guint columns)
{
    guint room = columns > 0 ? columns : 80;
    guint taken = LABEL_COLUMNS + GAP + WORDS_COLUMNS;

    for (guint i = 0; i < G_N_ELEMENTS(widths); i++)
        if (taken + widths[i] <= room)
            return widths[i];
    return widths[G_N_ELEMENTS(widths) - 1];
}

/* The column that a look at @at_us is in; the one at the very begin is in the first. */
static guint
column_of(gint64 at_us, gint64 length_us, guint width)
{
    double part = length_us > 0 ? (double)at_us / (double)length_us : 1;

    return (guint)CLAMP(ceil(part * width - 1e-9) - 1, 0, width - 1);
}

/* Fills @levels, NaN where nothing was seen; returns the highest. */
static double
join(const BpRunResult *result, BpCurve curve, Join how, double *levels, guint width)
{
    const BpCurves *curves = result->curves;
    const double *value = curves->value[curve];
    double most = 0;

    for (guint i = 0; i < width; i++)
        levels[i] = NAN;
    for (guint i = 0; i < curves->n; i++) {
        double *level = &levels[column_of(curves->at_us[i], result->length_us, width)];

        if (how == LAST || isnan(*level))
            *level = how == INCREASE ? 0 : value[i];
        if (how == HIGHEST)
            *level = MAX(*level, value[i]);
        if (how == INCREASE && i > 0)
            *level += value[i] - value[i - 1];
    }
    for (guint i = 0; i < width; i++)
        if (!isnan(levels[i]))
            most = MAX(most, levels[i]);
    return most;
}

static double
last_of(const BpCurves *curves, BpCurve curve)
{
    return curves->value[curve][curves->n - 1];
}

static void
put_row(SummaryPage *page, const char *name, const double *levels, guint width,
        double most, const char *words)
{
    g_autofree char *spark = bp_spark(levels, width, most);

    page_label(page, name);
    page_styled(page, "33", spark);
    g_string_append_printf(page->text, "%*s%s\n", GAP, "", words);
}

static void
tell_reach(SummaryPage *page, const BpRunResult *result, guint width)
{
    double levels[MOST_COLUMNS];
    double most = join(result, BP_CURVE_REACH, LAST, levels, width);
    g_autofree char *share =
        page_decimals("%.1f", 100 * last_of(result->curves, BP_CURVE_REACH));
    g_autofree char *words = g_strdup_printf("0%% to %s%%", share);

    if (most > 0)
        put_row(page, "reach", levels, width, most, words);
}

static void
tell_relays(SummaryPage *page, const BpRunResult *result, guint width)
{
    double levels[MOST_COLUMNS];
    double most = join(result, BP_CURVE_OPEN_RELAYS, LAST, levels, width);
    g_autofree char *begin = bp_format_count(result->open_at_begin);
    g_autofree char *end = bp_format_count(result->open_at_end);
    g_autofree char *words = g_strdup_printf("%s to %s open", begin, end);

    if (most > 0 && result->open_at_begin != result->open_at_end)
        put_row(page, "relays", levels, width, most, words);
}

static void
tell_ham(SummaryPage *page, const BpRunResult *result, guint width)
{
    double levels[MOST_COLUMNS];
    double most = join(result, BP_CURVE_HAM_DELIVERED, INCREASE, levels, width);
    g_autofree char *count = bp_format_count((guint64)most);
    g_autofree char *words = g_strdup_printf("ham: at most %s", count);

    if (most > 0)
        put_row(page, "delivered", levels, width, most, words);
}

static void
tell_spool(SummaryPage *page, const BpRunResult *result, guint width)
{
    double levels[MOST_COLUMNS];
    double most = join(result, BP_CURVE_SPOOL_BYTES, HIGHEST, levels, width);
    g_autofree char *peak = bp_format_bytes((guint64)most);
    g_autofree char *words = g_strdup_printf("at most %s", peak);

    if (most > 0)
        put_row(page, "spool", levels, width, most, words);
}

void
page_curves(SummaryPage *page, const BpRunResult *result)
{
    const guint width = fitting_width(page->look->columns);
    g_autofree char *step = bp_format_duration(result->length_us / width);

    if (result->curves == NULL || result->curves->n < 2)
        return;
    g_string_append_c(page->text, '\n');
    page_line(page, "Over time", "a column is %s", step);
    tell_reach(page, result, width);
    tell_relays(page, result, width);
    tell_ham(page, result, width);
    tell_spool(page, result, width);
}
