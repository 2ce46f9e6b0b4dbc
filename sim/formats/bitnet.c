/* bitnet.c - the facts that BITNET's tables are read into: nodes by name, lines between them. */
#include "bitnet.h"

#include <string.h>

gboolean
bp_bitnet_next_line(const char **at, const char *end, const char **text, gsize *n)
{
    const char *stop;

    if (*at >= end)
        return FALSE;

    stop = memchr(*at, '\n', (gsize)(end - *at));
    *text = *at;
    *n = (gsize)((stop ? stop : end) - *at);
    *at = stop ? stop + 1 : end;
    while (*n > 0 && strchr("\r\t \x1a", (*text)[*n - 1]))
        --*n;
    return TRUE;
}

/* NJE's letters: capitals, digits and the national ones, of which @ stands in no address;
 * towns of our own tables have periods and hyphens too. */
static gboolean
is_name(const char *name, gsize n, gsize max)
{
    if (n == 0 || n > max)
        return FALSE;
    for (gsize i = 0; i < n; i++)
        if (!g_ascii_isalnum(name[i]) && (!name[i] || !strchr("#$_-.", name[i])))
            return FALSE;
    return TRUE;
}

char *
bp_bitnet_name(BpBitnet *bitnet, const BpImportFile *file, int line, const char *name,
               gsize n, gsize max)
{
    if (is_name(name, n, max))
        return g_ascii_strup(name, (gssize)n);
    bp_import_skip(bitnet->importing, file, line,
                   "\"%.*s\": expected the name of a node, 1 to %d letters, digits, #, "
                   "$, _ or -",
                   (int)MIN(n, 40), name, (int)max);
    return NULL;
}

guint32
bp_bitnet_node(BpBitnet *bitnet, const char *name)
{
    BpBitnetNode fresh = {.resist_milli = 1, .host = BP_NONE};
    guint number = GPOINTER_TO_UINT(g_hash_table_lookup(bitnet->names, name));

    if (number > 0)
        return number - 1;
    fresh.name = g_strdup(name);
    g_array_append_val(bitnet->nodes, fresh);
    g_hash_table_insert(bitnet->names, fresh.name,
                        GUINT_TO_POINTER(bitnet->nodes->len));
    return bitnet->nodes->len - 1;
}

BpBitnetNode *
bp_bitnet_about(BpBitnet *bitnet, guint32 node)
{
    return &g_array_index(bitnet->nodes, BpBitnetNode, node);
}

gint64
bp_bitnet_resistance(gint64 bps)
{
    return bps > 0 ? MAX((G_GINT64_CONSTANT(1000000000) + bps / 2) / bps, 1) : 1;
}

gboolean
bp_bitnet_is_later(const BpBitnet *bitnet, int year)
{
    int wanted = bitnet->importing->options.year;

    return wanted > 0 && year > wanted;
}

void
bp_bitnet_add_line(BpBitnet *bitnet, const BpBitnetLine *line)
{
    if (line->from == line->to) {
        bp_import_skip(bitnet->importing, line->file, line->line,
                       "a line from %s to itself",
                       bp_bitnet_about(bitnet, line->from)->name);
        return;
    }
    bitnet->newest = MAX(bitnet->newest, line->year);
    g_array_append_val(bitnet->lines, *line);
}
