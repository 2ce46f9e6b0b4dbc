/* bitnet_nodes.c - NODES files (NEWTAGS DESCRIPT, EARN Office, 1993): entries of tags.
 *
 * `:node.` in column 1 begins an entry. A tag is a colon at the start of a record or after
 * a blank, a name, a period, and data up to the next tag, over several records if need be.
 * Tags about persons are read over. */
#include "bitnet.h"

#include <string.h>

#define NODE_TAG ":node."
#define MAX_LINKS_TAGS 99

/* An entry while it is read. */
typedef struct {
    BpBitnet *bitnet;
    const BpImportFile *file;
    char *name; /* owned, nullable: none, or one to be passed over */
    int line;   /* of its :node. */

    char *tag;     /* owned, nullable: in small letters */
    GString *data; /* owned: the tag's */
    int tag_line;

    gboolean is_host;
    int connect_year; /* 0: not given */
    int last_year;
    gint64 resist_milli;
    char *country;                  /* owned, nullable */
    char *reference;                /* owned, nullable */
    char *links[MAX_LINKS_TAGS];    /* owned, nullable: by number */
    int links_line[MAX_LINKS_TAGS]; /* where each stood */
} Entry;

/* ---- numbers ---- */

/* `19860124`, `86/01/24`, alone or among other words: the year, or 0. */
static int
scan_year(const char *text)
{
    for (const char *at = text; *at; at++) {
        gsize n = strspn(at, "0123456789");

        if (n == 8)
            return (int)(g_ascii_strtoll(at, NULL, 10) / 10000);
        if (n == 2 && at[2] == '/' && g_ascii_isdigit(at[3]))
            return 1900 + (int)g_ascii_strtoll(at, NULL, 10);
        if (n > 0)
            at += n - 1;
    }
    return 0;
}

/* A decimal number times @scale, with digits enough: `22.5`. FALSE if it is none. */
static gboolean
scan_decimal(const char *text, char **end, gint64 scale, gint64 max, gint64 *number)
{
    gint64 whole = 0, unit = scale;

    *end = (char *)(gpointer)text;
    if (!g_ascii_isdigit(**end) && **end != '.')
        return FALSE;
    for (; g_ascii_isdigit(**end); ++*end)
        whole = MIN(whole * 10 + g_ascii_digit_value(**end), max);
    whole = MIN(whole * scale, max);
    if (**end == '.')
        for (++*end; g_ascii_isdigit(**end); ++*end) {
            unit /= 10;
            whole += g_ascii_digit_value(**end) * unit;
        }
    *number = whole;
    return TRUE;
}

/* `14400`, `64k`, `1.5M`; nothing is the default. */
static gboolean
scan_speed(const char *text, gint64 *bps)
{
    const gint64 max_bps = G_GINT64_CONSTANT(100000000000);
    gint64 number, scale = 1;
    char *end;

    if (*text == '\0')
        return TRUE;
    if (!scan_decimal(text, &end, 1000, 1000 * (max_bps + 1), &number))
        return FALSE;
    if (*end == 'k' || *end == 'K')
        scale = 1000;
    else if (*end == 'm' || *end == 'M')
        scale = 1000000;
    end += scale > 1;
    if (*end != '\0' || number / 1000 > max_bps / scale)
        return FALSE;
    *bps = number * scale / 1000;
    return *bps <= max_bps;
}

/* ---- links ---- */

/* `PSUVM(P,14400,22.5,A)`, cut into pieces at the commas: type, speed, resistance. */
static gboolean
read_parts(char *const *parts, BpBitnetLine *line)
{
    gint64 milli = 0;
    char *end;

    if (!parts[0])
        return TRUE;
    line->dial = g_ascii_toupper(parts[0][0]) == 'D';
    if (!parts[1])
        return TRUE;
    if (!scan_speed(parts[1], &line->bps))
        return FALSE;
    line->resist_milli = bp_bitnet_resistance(line->bps);
    if (!parts[2])
        return TRUE;
    if (parts[2][0] != '\0') {
        if (!scan_decimal(parts[2], &end, 1000, 99999999, &milli) || *end)
            return FALSE;
        line->resist_milli = MAX(milli, 1);
    }
    for (guint i = 3; parts[i]; i++)
        line->may_differ |= strchr(parts[i], 'A') || strchr(parts[i], 'a');
    return TRUE;
}

static void
read_link(Entry *entry, guint32 from, const char *word, int at)
{
    BpBitnet *bitnet = entry->bitnet;
    gsize n = strcspn(word, "(");
    BpBitnetLine line = {.from = from,
                         .bps = BP_BITNET_BPS,
                         .resist_milli = bp_bitnet_resistance(BP_BITNET_BPS),
                         .file = entry->file,
                         .line = at};
    g_autofree char *name =
        bp_bitnet_name(bitnet, entry->file, at, word, n, BP_BITNET_NAME);

    if (!name)
        return;
    if (word[n] == '(') {
        g_autofree char *inside = g_strndup(word + n + 1, strcspn(word + n + 1, ")"));
        g_auto(GStrv) parts = g_strsplit(inside, ",", -1);

        if (!read_parts(parts, &line)) {
            bp_import_skip(
                bitnet->importing, entry->file, at,
                "link %.40s: expected %s(type,speed,resistance,options), such "
                "as %s(P,64k,20)",
                word, name, name);
            return;
        }
    }
    line.to = bp_bitnet_node(bitnet, name);
    bp_bitnet_add_line(bitnet, &line);
}

static void
read_links(Entry *entry, guint32 from)
{
    for (guint i = 0; i < MAX_LINKS_TAGS; i++) {
        g_auto(GStrv) words = NULL;

        if (!entry->links[i])
            continue;
        words = g_strsplit_set(entry->links[i], " \t", -1);
        for (char **word = words; *word; word++)
            if (**word)
                read_link(entry, from, *word, entry->links_line[i]);
    }
}

/* ---- tags ---- */

static void
take_text(char **into, const char *data)
{
    g_free(*into);
    *into = bp_import_text(data, strlen(data));
    g_strstrip(*into);
}

static void
take_links(Entry *entry, const char *number)
{
    guint64 place = g_ascii_strtoull(number, NULL, 10);

    if (place < 1 || place > MAX_LINKS_TAGS) {
        bp_import_skip(entry->bitnet->importing, entry->file, entry->tag_line,
                       ":links%.10s: expected a number from 1 to %d", number,
                       MAX_LINKS_TAGS);
        return;
    }
    g_free(entry->links[place - 1]);
    entry->links[place - 1] = g_strdup(entry->data->str);
    entry->links_line[place - 1] = entry->tag_line;
}

static void
take_org(Entry *entry)
{
    char *org = NULL;

    take_text(&org, entry->data->str);
    if (*org && entry->name)
        g_hash_table_replace(entry->bitnet->orgs, g_strdup(entry->name), org);
    else
        g_free(org);
}

static void
end_tag(Entry *entry)
{
    const char *data = g_strstrip(entry->data->str);
    char *end;

    if (!entry->tag || !entry->name) {
        g_clear_pointer(&entry->tag, g_free);
        return;
    }
    if (strcmp(entry->tag, "type") == 0)
        entry->is_host = g_ascii_strncasecmp(data, "NJE", 3) == 0;
    else if (strcmp(entry->tag, "connect") == 0)
        entry->connect_year = scan_year(data);
    else if (strcmp(entry->tag, "lastup") == 0)
        entry->last_year = scan_year(data);
    else if (strcmp(entry->tag, "country") == 0)
        take_text(&entry->country, data);
    else if (strcmp(entry->tag, "ref") == 0)
        take_text(&entry->reference, data);
    else if (strcmp(entry->tag, "member") == 0)
        take_org(entry);
    else if (strcmp(entry->tag, "noderesist") == 0)
        scan_decimal(data, &end, 1000, 99999999, &entry->resist_milli);
    else if (g_str_has_prefix(entry->tag, "links"))
        take_links(entry, entry->tag + strlen("links"));
    g_clear_pointer(&entry->tag, g_free);
}

/* ---- entries ---- */

/* `VERS9303`: says which edition this is. */
static gboolean
is_version(const char *name)
{
    return g_str_has_prefix(name, "VERS") && strlen(name) == 8 &&
           strspn(name + 4, "0123456789") == 4;
}

static void
settle_entry(Entry *entry)
{
    BpBitnet *bitnet = entry->bitnet;
    guint32 number = bp_bitnet_node(bitnet, entry->name);
    BpBitnetNode *node = bp_bitnet_about(bitnet, number);

    if (node->listed) {
        bp_import_skip(bitnet->importing, entry->file, entry->line,
                       "%s has an entry already", entry->name);
        return;
    }
    node->listed = TRUE;
    node->later = bp_bitnet_is_later(bitnet, entry->connect_year);
    node->resist_milli = MAX(entry->resist_milli, 1);
    node->country = g_steal_pointer(&entry->country);
    node->reference = g_steal_pointer(&entry->reference);
    bitnet->newest = MAX(bitnet->newest, MAX(entry->connect_year, entry->last_year));
    read_links(entry, number);
}

static void
end_entry(Entry *entry)
{
    end_tag(entry);
    if (entry->name && entry->is_host && !is_version(entry->name))
        settle_entry(entry);
    g_clear_pointer(&entry->name, g_free);
    g_clear_pointer(&entry->country, g_free);
    g_clear_pointer(&entry->reference, g_free);
    for (guint i = 0; i < MAX_LINKS_TAGS; i++)
        g_clear_pointer(&entry->links[i], g_free);
    g_clear_pointer(&entry->tag, g_free);
}

static void
begin_entry(Entry *entry, const char *name, gsize n, int line)
{
    end_entry(entry);
    entry->name =
        bp_bitnet_name(entry->bitnet, entry->file, line, name, n, BP_BITNET_NAME);
    entry->line = line;
    entry->is_host = TRUE; /* unless its type says something else */
    entry->connect_year = 0;
    entry->last_year = 0;
    entry->resist_milli = 1;
}

/* How long the tag's name at @text is, from behind its colon; 0 if it is no tag. */
static gsize
tag_length(const char *text, const char *end)
{
    gsize n = 0;

    while (text + n < end && (g_ascii_isalnum(text[n]) || text[n] == '_'))
        n++;
    return text + n < end && text[n] == '.' ? n : 0;
}

static void
read_record(Entry *entry, const char *text, gsize n, int line)
{
    const char *at = text, *end = text + n;

    g_string_append_c(entry->data, ' ');
    while (at < end) {
        gboolean may_begin = at == text || at[-1] == ' ' || at[-1] == '\t';
        gsize length = *at == ':' && may_begin ? tag_length(at + 1, end) : 0;

        if (length == 0) {
            g_string_append_c(entry->data, *at ? *at : '?');
            at++;
            continue;
        }
        end_tag(entry);
        entry->tag = g_ascii_strdown(at + 1, (gssize)length);
        entry->tag_line = line;
        g_string_truncate(entry->data, 0);
        at += 1 + length + 1;
    }
}

static gboolean
is_node_record(const char *text, gsize n)
{
    return n >= strlen(NODE_TAG) &&
           g_ascii_strncasecmp(text, NODE_TAG, strlen(NODE_TAG)) == 0;
}

gboolean
bp_bitnet_is_nodes(const BpImportFile *file)
{
    const char *at = file->text, *end = file->text + file->n_bytes, *text;
    gsize n;

    while (bp_bitnet_next_line(&at, end, &text, &n))
        if (n > 0)
            return is_node_record(text, n);
    return FALSE;
}

void
bp_bitnet_read_nodes(BpBitnet *bitnet, const BpImportFile *file)
{
    const char *at = file->text, *end = file->text + file->n_bytes, *text;
    Entry entry = {.bitnet = bitnet, .file = file, .data = g_string_new(NULL)};
    int line = 0;
    gsize n;

    while (bp_bitnet_next_line(&at, end, &text, &n)) {
        line++;
        if (is_node_record(text, n)) {
            const char *name = text + strlen(NODE_TAG);
            gsize length = 0;

            while (name + length < text + n && !strchr(" \t", name[length]))
                length++;
            begin_entry(&entry, name, length, line);
            g_string_truncate(entry.data, 0);
            read_record(&entry, name + length, (gsize)(text + n - name) - length, line);
        } else {
            read_record(&entry, text, n, line);
        }
    }
    end_entry(&entry);
    g_string_free(entry.data, TRUE);
}
