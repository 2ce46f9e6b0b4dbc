/* fold.c - counts columns, and breaks lines where they end. */
#include <bangpath/fold.h>

#include <string.h>

/* Past an escape sequence of colour at @at, or @at itself. */
static const char *
past_escape(const char *at)
{
    gsize n;

    if (at[0] != '\033' || at[1] != '[')
        return at;
    n = 2 + strspn(at + 2, "0123456789;");
    return at[n] == 'm' ? at + n + 1 : at;
}

static guint
columns_of(gunichar c)
{
    if (g_unichar_iszerowidth(c))
        return 0;
    return g_unichar_iswide(c) ? 2 : 1;
}

guint
bp_text_columns(const char *text)
{
    guint columns = 0;

    while (*text != '\0') {
        const char *next = past_escape(text);

        if (next == text) {
            columns += columns_of(g_utf8_get_char(text));
            next = g_utf8_next_char(text);
        }
        text = next;
    }
    return columns;
}

/* A number stays with its unit, as any word of three letters after it may be. */
static gboolean
is_before_unit(const char *blank, const char *text)
{
    gsize n = strcspn(blank + 1, " \n,;:.)");

    return blank > text && g_ascii_isdigit(blank[-1]) && n > 0 && n <= 3 &&
           g_ascii_isalpha(blank[1]);
}

/* The blank at which [@from, @end) is to be broken, or @end if it fits or cannot be. Blanks
 * within the first @indent columns do not count. */
static const char *
break_of(const char *from, const char *end, guint columns, guint indent)
{
    const char *at = from;
    const char *blank = end;
    guint column = 0;

    while (at < end) {
        const char *next = past_escape(at);

        if (next == at) {
            if (*at == ' ' && column >= indent && !is_before_unit(at, from))
                blank = at;
            if (column + columns_of(g_utf8_get_char(at)) > columns && blank < end)
                return blank;
            column += columns_of(g_utf8_get_char(at));
            next = g_utf8_next_char(at);
        }
        at = next;
    }
    return end;
}

static void
trim_end(GString *text)
{
    while (text->len > 0 && text->str[text->len - 1] == ' ')
        g_string_truncate(text, text->len - 1);
}

static void
fold_line(GString *folded, const char *from, const char *end, guint columns,
          guint indent)
{
    const char *stop = break_of(from, end, columns, indent);

    g_string_append_len(folded, from, stop - from);
    while (stop < end) {
        trim_end(folded);
        from = stop + strspn(stop, " ");
        if (from >= end)
            break;
        g_string_append_printf(folded, "\n%*s", (int)indent, "");
        stop = break_of(from, end, columns - indent, 0);
        g_string_append_len(folded, from, stop - from);
    }
}

char *
bp_fold(const char *text, guint columns, guint indent)
{
    GString *folded = g_string_new(NULL);

    if (columns == 0)
        return g_string_free(g_string_append(folded, text), FALSE);
    while (*text != '\0') {
        const char *end = text + strcspn(text, "\n");

        fold_line(folded, text, end, columns, indent);
        if (*end == '\n')
            g_string_append_c(folded, *end++);
        text = end;
    }
    return g_string_free(folded, FALSE);
}
