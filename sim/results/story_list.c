/* story_list.c - the messages of a run, a line each. */
#include "story_page.h"

#include <bangpath/calendar.h>
#include <bangpath/plain.h>

/* (transfer full): `u3@ash and 4 more`. */
static char *
recipients_text(const BpStoryEntry *entry)
{
    g_autofree char *first = bp_plain(entry->first);

    if (entry->n_recipients <= 1)
        return g_steal_pointer(&first);
    return g_strdup_printf("%s and %" G_GINT64_FORMAT " more", first,
                           entry->n_recipients - 1);
}

static void
add_entry(GString *out, const BpRunDb *db, const BpStoryEntry *entry, guint from_width,
          guint to_width)
{
    const BpStoryMessage *message = &entry->message;
    g_autofree char *id = bp_plain(message->id);
    g_autofree char *kind = bp_plain(entry->warning ? "warning" : message->kind);
    g_autofree char *moment =
        bp_format_moment(bp_run_db_begin_unix_s(db), message->time_us);
    g_autofree char *from = bp_plain(message->from);
    g_autofree char *recipients = recipients_text(entry);

    g_string_append_printf(out, "%8" G_GINT64_FORMAT "  %-36s  %-7s  %s  ",
                           message->serial, id, kind, moment);
    story_add_padded(out, from, from_width);
    g_string_append(out, "  ");
    story_add_padded(out, recipients, to_width);
    g_string_append_printf(out, "  %s\n", entry->outcome);
}

char *
bp_story_list_text(const BpRunDb *db, const GArray *entries, gint64 total)
{
    GString *out = g_string_new(NULL);
    guint from_width = 4;
    guint to_width = 10;

    for (guint i = 0; i < entries->len; i++) {
        const BpStoryEntry *entry = &g_array_index(entries, BpStoryEntry, i);
        g_autofree char *from = bp_plain(entry->message.from);
        g_autofree char *recipients = recipients_text(entry);

        story_widen(&from_width, from);
        story_widen(&to_width, recipients);
    }
    g_string_append_printf(out, "%8s  %-36s  %-7s  %-19s  %-*s  %-*s  %s\n", "message",
                           "id", "kind", "written (UTC)", (int)from_width, "from",
                           (int)to_width, "recipients", "what became of them");
    for (guint i = 0; i < entries->len; i++)
        add_entry(out, db, &g_array_index(entries, BpStoryEntry, i), from_width,
                  to_width);
    if ((gint64)entries->len < total)
        g_string_append_printf(out, "%u of %" G_GINT64_FORMAT "; -n 0 lists all\n",
                               entries->len, total);
    return g_string_free(out, FALSE);
}
