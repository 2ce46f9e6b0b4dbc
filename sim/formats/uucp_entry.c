/* uucp_entry.c - comments with a letter: #N begins an entry, and more of them name it too. */
#include "uucp_entry.h"

#include <string.h>

/* Letters, and words where they were spelled out; case is ignored. A comment that begins
 * with one of them by chance is read as well: nobody can tell. */
static const struct {
    const char *word;
    BpUucpField field;
} words[] = {
    {"N", BP_UUCP_NAMES},
    {"Name", BP_UUCP_NAMES},
    {"S", BP_UUCP_SYSTEM},
    {"System", BP_UUCP_SYSTEM},
    {"Machine", BP_UUCP_SYSTEM},
    {"O", BP_UUCP_ORGANISATION},
    {"Organisation", BP_UUCP_ORGANISATION},
    {"Organization", BP_UUCP_ORGANISATION},
    {"L", BP_UUCP_POSITION},
    {"Location", BP_UUCP_POSITION},
    {"Position", BP_UUCP_POSITION},
    {"C", BP_UUCP_CONTACT},
    {"Contact", BP_UUCP_CONTACT},
    /* Of the others only that they end a run of names. */
    {"E", BP_UUCP_N_FIELDS},
    {"T", BP_UUCP_N_FIELDS},
    {"P", BP_UUCP_N_FIELDS},
    {"R", BP_UUCP_N_FIELDS},
    {"U", BP_UUCP_N_FIELDS},
    {"W", BP_UUCP_N_FIELDS},
    {"F", BP_UUCP_N_FIELDS},
};

void
bp_uucp_entry_init(BpUucpEntry *entry, const BpMapListener *listener)
{
    *entry = (BpUucpEntry){.listener = listener};
    for (guint i = 0; i < BP_UUCP_N_FIELDS; i++)
        entry->fields[i] = g_string_new(NULL);
}

void
bp_uucp_entry_clear(BpUucpEntry *entry)
{
    for (guint i = 0; i < BP_UUCP_N_FIELDS; i++)
        g_string_free(entry->fields[i], TRUE);
}

static const char *
skip_blanks(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    return at;
}

/* Which field a comment is, and where its text begins. FALSE if it is a free one. */
static gboolean
find_field(const char **at, const char *end, BpUucpField *field)
{
    const char *start = skip_blanks(*at, end), *stop = start;

    while (stop < end && g_ascii_isalpha(*stop))
        stop++;
    if (stop < end && *stop != ' ' && *stop != '\t' && *stop != ':' && *stop != '\r')
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strlen(words[i].word) != (gsize)(stop - start) ||
            g_ascii_strncasecmp(words[i].word, start, (gsize)(stop - start)) != 0)
            continue;
        *at = skip_blanks(stop < end && *stop == ':' ? stop + 1 : stop, end);
        *field = words[i].field;
        return TRUE;
    }
    return FALSE;
}

static void
note(BpUucpEntry *entry, BpUucpField field, const char *text, const char *end)
{
    GString *said = entry->fields[field];

    while (end > text && g_ascii_isspace(end[-1]))
        end--;
    if (end == text ||
        (said->len > 0 && field != BP_UUCP_NAMES && field != BP_UUCP_CONTACT))
        return;
    if (said->len > 0)
        g_string_append(said, ", ");
    g_string_append_len(said, text, end - text);
}

void
bp_uucp_entry_comment(BpUucpEntry *entry, const char *comment, gsize n_bytes,
                      const char *file, int line)
{
    const char *at = comment + 1, *end = comment + n_bytes;
    BpUucpField field;

    if (!entry->listener || !entry->listener->entry || !find_field(&at, end, &field))
        return;
    if (field == BP_UUCP_NAMES && !entry->names_last) {
        bp_uucp_entry_finish(entry, file);
        entry->line = line;
    }
    entry->names_last = field == BP_UUCP_NAMES;
    if (field < BP_UUCP_N_FIELDS && entry->line > 0)
        note(entry, field, at, end);
}

static const char *
said(const BpUucpEntry *entry, BpUucpField field)
{
    return entry->fields[field]->len > 0 ? entry->fields[field]->str : NULL;
}

void
bp_uucp_entry_finish(BpUucpEntry *entry, const char *file)
{
    if (entry->line > 0) {
        const BpMapEntry whole = {
            .names = said(entry, BP_UUCP_NAMES),
            .system = said(entry, BP_UUCP_SYSTEM),
            .organisation = said(entry, BP_UUCP_ORGANISATION),
            .position = said(entry, BP_UUCP_POSITION),
            .contact = said(entry, BP_UUCP_CONTACT),
            .file = file,
            .line = entry->line,
        };

        entry->listener->entry(&whole, entry->listener->data);
    }
    for (guint i = 0; i < BP_UUCP_N_FIELDS; i++)
        g_string_truncate(entry->fields[i], 0);
    entry->line = 0;
    entry->names_last = FALSE;
}
