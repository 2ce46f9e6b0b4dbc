/* query_field.c - one field of a row, as CSV and JSON have it. */
#include "query_state.h"

#include <json-glib/json-glib.h>
#include <string.h>

void
query_add_csv(GString *line, const char *field, gboolean first)
{
    if (!first)
        g_string_append_c(line, ',');
    if (strpbrk(field, ",\"\r\n") == NULL) {
        g_string_append(line, field);
        return;
    }
    g_string_append_c(line, '"');
    for (; *field != '\0'; field++)
        g_string_append_printf(line, "%s%c", *field == '"' ? "\"" : "", *field);
    g_string_append_c(line, '"');
}

void
query_add_json(GString *line, const char *text)
{
    g_autoptr(JsonNode) node = json_node_init_string(json_node_alloc(), text);
    g_autofree char *quoted = json_to_string(node, FALSE);

    g_string_append(line, quoted);
}
