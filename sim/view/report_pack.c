/* report_pack.c - numbers and texts of a report's data. */
#include "report_private.h"

#include <bangpath/plain.h>
#include <math.h>
#include <string.h>

G_STATIC_ASSERT(sizeof(float) == 4 && sizeof(double) == 8);

void
report_put_bytes(JsonBuilder *json, const char *name, gconstpointer data, gsize n)
{
    g_autofree char *text = g_base64_encode(n > 0 ? data : (gconstpointer) "", n);

    json_builder_set_member_name(json, name);
    json_builder_add_string_value(json, text);
}

/* In the order of bytes that JavaScript's arrays have wherever a browser runs. */
static void
put_numbers(JsonBuilder *json, const char *name, const GArray *numbers, gsize size)
{
    g_autofree guint8 *bytes = g_memdup2(numbers->data, numbers->len * size);

    if (G_BYTE_ORDER == G_BIG_ENDIAN)
        for (gsize i = 0; i < numbers->len; i++)
            for (gsize k = 0; k < size / 2; k++) {
                const guint8 kept = bytes[i * size + k];

                bytes[i * size + k] = bytes[(i + 1) * size - 1 - k];
                bytes[(i + 1) * size - 1 - k] = kept;
            }
    report_put_bytes(json, name, bytes, numbers->len * size);
}

void
report_put_floats(JsonBuilder *json, const char *name, const GArray *floats)
{
    put_numbers(json, name, floats, sizeof(float));
}

void
report_put_doubles(JsonBuilder *json, const char *name, const GArray *doubles)
{
    put_numbers(json, name, doubles, sizeof(double));
}

void
report_put_words(JsonBuilder *json, const char *name, const GArray *words)
{
    put_numbers(json, name, words, sizeof(guint32));
}

void
report_pack(GByteArray *bytes, guint64 number)
{
    while (number >= 0x80) {
        const guint8 byte = (guint8)(number & 0x7f) | 0x80;

        g_byte_array_append(bytes, &byte, 1);
        number >>= 7;
    }
    g_byte_array_append(bytes, &(guint8){(guint8)number}, 1);
}

void
report_put_text(JsonBuilder *json, const char *name, const char *text)
{
    g_autofree char *plain = text != NULL ? bp_plain(text) : NULL;

    json_builder_set_member_name(json, name);
    if (plain != NULL)
        json_builder_add_string_value(json, plain);
    else
        json_builder_add_null_value(json);
}

void
report_add_text(JsonBuilder *json, const char *text, gsize max_chars)
{
    g_autofree char *plain = bp_plain(text);

    if ((gsize)g_utf8_strlen(plain, -1) > max_chars) {
        g_autofree char *start = g_utf8_substring(plain, 0, (glong)max_chars);
        g_autofree char *cut = g_strconcat(start, "\xe2\x80\xa6", NULL);

        json_builder_add_string_value(json, cut);
    } else {
        json_builder_add_string_value(json, plain);
    }
}

/* Whole numbers without a point: JSON-GLib would give them one. */
void
report_add_number(JsonBuilder *json, double number)
{
    if (!isfinite(number))
        json_builder_add_null_value(json);
    else if (fabs(number) < 9e15 && floor(number) >= number)
        json_builder_add_int_value(json, (gint64)number);
    else
        json_builder_add_double_value(json, number);
}

/* So that nothing in it is markup, wherever in a page it stands. In JSON these three are
 * found in strings only. */
static char *
escape_markup(const char *json)
{
    GString *safe = g_string_sized_new(strlen(json) + 64);

    for (const char *p = json; *p != '\0'; p++)
        if (*p == '<' || *p == '>' || *p == '&')
            g_string_append_printf(safe, "\\u%04x", (guint)*p);
        else
            g_string_append_c(safe, *p);
    return g_string_free(safe, FALSE);
}

char *
report_print(JsonBuilder *json)
{
    JsonNode *root = json_builder_get_root(json);
    g_autofree char *text = json_to_string(root, FALSE);

    json_node_unref(root);
    return escape_markup(text);
}
