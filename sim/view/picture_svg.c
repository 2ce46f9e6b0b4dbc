/* picture_svg.c - titles of hosts and links in an SVG. */
#include "picture_svg.h"

#include "picture_text.h"

#include <string.h>

#define OPEN "<title>"
#define CLOSE "</title>\n"
#define TOOLTIP "<a xlink:title=\""
#define TITLE_CHARS 200

/* What the group that begins before @at has for a tooltip; its length in @length. A group
 * that has one has it in the line after its title. (nullable) */
static const char *
tooltip_after(const char *at, gsize *length)
{
    const char *end = strchr(at, '\n');
    const char *tooltip = g_strstr_len(at, end != NULL ? end - at : -1, TOOLTIP);
    const char *quote;

    if (tooltip == NULL)
        return NULL;
    tooltip += strlen(TOOLTIP);
    quote = strchr(tooltip, '"');
    *length = quote != NULL ? (gsize)(quote - tooltip) : 0;
    return quote != NULL ? tooltip : NULL;
}

static void
append_title(GString *out, const char *text, gsize length)
{
    g_string_append(out, OPEN);
    g_string_append_len(out, text, (gssize)length);
    g_string_append(out, CLOSE);
}

GBytes *
svg_with_titles(GBytes *svg, const char *title)
{
    gsize size;
    const char *data = g_bytes_get_data(svg, &size);
    g_autofree char *text = g_strndup(data, size);
    g_autofree char *clean = picture_clean(title != NULL ? title : "", TITLE_CHARS);
    g_autofree char *whole = g_markup_escape_text(clean, -1);
    GString *out = g_string_sized_new(size);
    const char *at = text;
    gboolean is_first = TRUE;

    for (const char *found; (found = strstr(at, OPEN)) != NULL;) {
        const char *end = strstr(found, CLOSE);
        const char *tooltip;
        gsize length = 0;

        if (end == NULL)
            break;
        g_string_append_len(out, at, found - at);
        at = end + strlen(CLOSE);
        tooltip = tooltip_after(at, &length);
        if (is_first)
            append_title(out, whole, strlen(whole));
        else if (tooltip != NULL)
            append_title(out, tooltip, length);
        is_first = FALSE;
    }
    g_string_append(out, at);
    g_bytes_unref(svg);
    return g_string_free_to_bytes(out);
}
