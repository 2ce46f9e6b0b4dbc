/* table.c - columns of text. */
#include "table.h"

GPtrArray *
bp_column_new(const char *head)
{
    GPtrArray *column = g_ptr_array_new_with_free_func(g_free);

    g_ptr_array_add(column, g_strdup(head));
    return column;
}

void
bp_column_align(GPtrArray *cells, gboolean right)
{
    glong width = 0;

    for (guint i = 0; i < cells->len; i++)
        width = MAX(width, g_utf8_strlen(cells->pdata[i], -1));
    for (guint i = 0; i < cells->len; i++) {
        char *cell = cells->pdata[i];
        int room = (int)(width - g_utf8_strlen(cell, -1));

        cells->pdata[i] = right ? g_strdup_printf("%*s%s", room, "", cell)
                                : g_strdup_printf("%s%*s", cell, room, "");
        g_free(cell);
    }
}

void
bp_columns_print(const GPtrArray *columns, GString *text)
{
    const GPtrArray *first = columns->pdata[0];

    for (guint row = 0; row < first->len; row++) {
        for (guint i = 0; i < columns->len; i++) {
            const GPtrArray *column = columns->pdata[i];

            g_string_append_printf(text, "%s%s", i > 0 ? "  " : "",
                                   (const char *)column->pdata[row]);
        }
        while (text->len > 0 && text->str[text->len - 1] == ' ')
            g_string_truncate(text, text->len - 1);
        g_string_append_c(text, '\n');
    }
}
