/* field.c - texts as CSV and JSON have them. */
#include "field.h"

#include <json-glib/json-glib.h>
#include <string.h>

void
bp_field_csv(GString *out, const char *text)
{
    if (strpbrk(text, ",\"\r\n") == NULL) {
        g_string_append(out, text);
        return;
    }
    g_string_append_c(out, '"');
    for (; *text != '\0'; text++)
        g_string_append_printf(out, "%s%c", *text == '"' ? "\"" : "", *text);
    g_string_append_c(out, '"');
}

void
bp_field_json(GString *out, const char *text)
{
    g_autofree char *valid = text != NULL ? g_utf8_make_valid(text, -1) : NULL;
    g_autoptr(JsonNode) node = json_node_init_string(json_node_alloc(), valid);
    g_autofree char *quoted = valid != NULL ? json_to_string(node, FALSE) : NULL;

    g_string_append(out, quoted != NULL ? quoted : "null");
}
