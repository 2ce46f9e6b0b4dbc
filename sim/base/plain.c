/* plain.c - shows what a terminal would obey. */
#include <bangpath/plain.h>

#include <string.h>

static gboolean
is_plain(gunichar c)
{
    return g_unichar_isprint(c) && g_unichar_type(c) != G_UNICODE_FORMAT &&
           g_unichar_type(c) != G_UNICODE_LINE_SEPARATOR &&
           g_unichar_type(c) != G_UNICODE_PARAGRAPH_SEPARATOR;
}

char *
bp_plain(const char *text)
{
    GString *plain = g_string_new(NULL);
    const char *at = text ? text : "";

    while (*at) {
        gunichar c = g_utf8_get_char_validated(at, -1);
        const char *next = at + 1;

        if (c == (gunichar)-1 || c == (gunichar)-2) {
            g_string_append_printf(plain, "\\x%02x", (guint8)*at);
        } else {
            next = g_utf8_next_char(at);
            if (is_plain(c))
                g_string_append_len(plain, at, next - at);
            else
                g_string_append_printf(plain, c < 0x100 ? "\\x%02x" : "\\u%04x", c);
        }
        at = next;
    }
    return g_string_free(plain, FALSE);
}
