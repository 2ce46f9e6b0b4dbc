/* picture_text.c - cleaning, escaping and measuring of texts. */
#include "picture_text.h"

#include <string.h>

/* Advance widths of DejaVu Sans 2.37, ' ' to '~', in hundredths of the font's size. */
static const guint8 advance[] = {
    32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36,  32, 34, 64, 64, 64,
    64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 53, 100, 68, 69, 70, 77, 63,
    58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63,  61, 73, 68, 99, 69,
    61, 69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35,  63, 63, 28, 28, 58,
    28, 97, 63, 61, 63, 63, 41, 52, 39, 63, 59, 82, 59, 59,  52, 64, 34, 64, 84,
};
G_STATIC_ASSERT(G_N_ELEMENTS(advance) == '~' - ' ' + 1);

#define ELLIPSIS "\xe2\x80\xa6"
#define ELLIPSIS_CHAR 0x2026
#define REPLACEMENT 0xfffd

static gboolean
turns_direction(gunichar c)
{
    return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069);
}

static gunichar
clean_char(gunichar c)
{
    if (c == '\t' || c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029)
        return ' ';
    if (c < 0x20 || (c >= 0x7f && c < 0xa0) || turns_direction(c) || c == 0xfeff ||
        (c & 0xfffe) == 0xfffe)
        return REPLACEMENT;
    return c;
}

char *
picture_clean(const char *text, guint max_chars)
{
    /* Cut first, so that a text of any size costs no more than one that fits. */
    const gsize max_bytes = (gsize)(max_chars + 1) * 6;
    const gsize n_bytes = strnlen(text, max_bytes);
    g_autofree char *valid = g_utf8_make_valid(text, (gssize)n_bytes);
    GString *clean = g_string_sized_new(n_bytes + 4);
    guint n = 0;

    for (const char *p = valid; *p != '\0' && n <= max_chars;
         p = g_utf8_next_char(p), n++)
        g_string_append_unichar(clean, clean_char(g_utf8_get_char(p)));
    if (n > max_chars) {
        const char *end = g_utf8_offset_to_pointer(clean->str, (glong)max_chars - 1);

        g_string_truncate(clean, (gsize)(end - clean->str));
        g_string_append(clean, ELLIPSIS);
    }
    return g_string_free(clean, FALSE);
}

static char *
escape(const char *text, const char *backslash)
{
    GString *escaped = g_string_sized_new(strlen(text) + 8);

    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '\\')
            g_string_append(escaped, backslash);
        else if (*p == '&') /* Graphviz turns HTML's entities into characters */
            g_string_append(escaped, "&amp;");
        else
            g_string_append_c(escaped, *p);
    }
    return g_string_free(escaped, FALSE);
}

char *
picture_escape_label(const char *text)
{
    return escape(text, "\\\\");
}

/* Graphviz 2.43 takes backslashes of tooltips away twice, so that 4 show as 1. */
char *
picture_escape_tooltip(const char *text)
{
    return escape(text, "\\\\\\\\");
}

static double
char_width(gunichar c)
{
    if (c >= ' ' && c <= '~')
        return advance[c - ' '] / 100.0;
    if (c == ELLIPSIS_CHAR)
        return 1.0;
    if (g_unichar_iszerowidth(c))
        return 0.0;
    return c < 0x2000 ? 0.75 : 1.05;
}

double
picture_text_width(const char *text, double font_size)
{
    double width = 0;

    for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p))
        width += char_width(g_utf8_get_char(p));
    return width * font_size;
}

char *
picture_cut_to_width(const char *text, double font_size, double width)
{
    double used = font_size; /* the ellipsis */
    const char *p = text;

    if (picture_text_width(text, font_size) <= width)
        return g_strdup(text);
    while (*p != '\0') {
        used += char_width(g_utf8_get_char(p)) * font_size;
        if (used > width)
            break;
        p = g_utf8_next_char(p);
    }
    return g_strdup_printf("%.*s" ELLIPSIS, (int)(p - text), text);
}
