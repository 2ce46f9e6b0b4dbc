/* summary_page.c - the words and numbers that a summary is made of. */
#include "summary_page.h"

#include <bangpath/units.h>
#include <stdarg.h>
#include <string.h>

void
page_styled(SummaryPage *page, const char *escape, const char *text)
{
    if (page->look->colour)
        g_string_append_printf(page->text, "\033[%sm%s\033[0m", escape, text);
    else
        g_string_append(page->text, text);
}

void
page_label(SummaryPage *page, const char *name)
{
    if (*name != '\0')
        page_styled(page, "36", name);
    g_string_append_printf(page->text, "%*s", LABEL_COLUMNS - (int)strlen(name), "");
}

void
page_line(SummaryPage *page, const char *name, const char *format, ...)
{
    va_list values;

    page_label(page, name);
    va_start(values, format);
    g_string_append_vprintf(page->text, format, values);
    va_end(values);
    g_string_append_c(page->text, '\n');
}

char *
page_counted(guint64 n, const char *one, const char *many)
{
    g_autofree char *count = bp_format_count(n);

    return g_strdup_printf("%s %s", count, n == 1 ? one : many);
}

char *
page_percent(guint64 part, guint64 whole)
{
    double share = whole ? 100 * ((double)part / (double)whole) : 0;
    char text[G_ASCII_DTOSTR_BUF_SIZE];

    g_ascii_formatd(text, sizeof text, share > 0 && share < 1 ? "%.2f" : "%.1f", share);
    return g_strconcat(text, "%", NULL);
}

char *
page_decimals(const char *format, double number)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];

    return g_strdup(g_ascii_formatd(text, sizeof text, format, number));
}

char *
page_seconds(double s)
{
    return bp_format_duration((gint64)(s * (double)BP_SECOND_US + 0.5));
}

char *
page_reasons(const guint64 *counts)
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
