/* story_page.c - names, dates and counts, made plain. */
#include "story_page.h"

#include <bangpath/calendar.h>
#include <bangpath/plain.h>
#include <bangpath/policy.h>
#include <bangpath/units.h>
#include <string.h>

void
story_put(StoryPage *page, const char *format, ...)
{
    va_list values;

    va_start(values, format);
    g_string_append_vprintf(page->out, format, values);
    va_end(values);
}

void
story_put_line(StoryPage *page, const char *format, ...)
{
    va_list values;

    g_string_append(page->out, page->margin);
    va_start(values, format);
    g_string_append_vprintf(page->out, format, values);
    va_end(values);
    g_string_append_c(page->out, '\n');
}

void
story_add_padded(GString *out, const char *text, guint width)
{
    guint length = (guint)g_utf8_strlen(text, -1);

    g_string_append(out, text);
    for (; length < width; length++)
        g_string_append_c(out, ' ');
}

void
story_widen(guint *width, const char *text)
{
    *width = MAX(*width, MIN((guint)g_utf8_strlen(text, -1), STORY_WIDEST));
}

char *
story_host(const BpRunDb *db, guint32 host)
{
    return bp_plain(bp_run_db_node(db, host)->name);
}

void
story_put_host(StoryPage *page, guint32 host, guint width)
{
    g_autofree char *name = story_host(page->db, host);

    story_add_padded(page->out, name, width);
}

void
story_put_moment(StoryPage *page, gint64 time_us)
{
    g_autofree char *moment =
        bp_format_moment(bp_run_db_begin_unix_s(page->db), time_us);

    story_put(page, "%s", moment);
}

void
story_put_count(StoryPage *page, gint64 n, const char *one, const char *many)
{
    g_autofree char *number = bp_format_count((guint64)n);

    story_put(page, "%s %s", number, n == 1 ? one : many);
}

guint
story_shown(const StoryPage *page, guint n)
{
    return page->all ? n : MIN(n, BP_STORY_RECIPIENTS);
}

void
story_put_rest(StoryPage *page, guint n)
{
    if (story_shown(page, n) < n)
        story_put(page, "  and %u more: --all\n", n - story_shown(page, n));
}

char *
story_user(const char *address)
{
    const char *at = strrchr(address, '@');
    g_autofree char *user = g_strndup(address, at ? (gsize)(at - address) : 0);

    return at ? bp_plain(user) : g_strdup("uucp");
}

char *
story_words(const char *reason)
{
    for (guint i = BP_REASON_NONE + 1; i < BP_N_REASONS; i++)
        if (g_strcmp0(reason, bp_reason_name((BpReason)i)) == 0)
            return g_strdup(bp_reason_words((BpReason)i));
    return bp_plain(reason);
}

char *
story_date(const BpRunDb *db, gint64 time_us, const char *format)
{
    g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(
        bp_run_db_begin_unix_s(db) + time_us / BP_SECOND_US);

    return g_date_time_format(date, format);
}

char *
story_header_date(const BpRunDb *db, gint64 time_us)
{
    return story_date(db, time_us, "%a, %d %b %Y %H:%M:%S GMT");
}

char *
story_line_date(const BpRunDb *db, gint64 time_us)
{
    g_autofree char *before = story_date(db, time_us, "%a %b");
    g_autofree char *after = story_date(db, time_us, "%H:%M:%S %Y");
    g_autofree char *day = story_date(db, time_us, "%d");

    /* g_date_time_format()'s own padding is no plain blank. */
    return g_strdup_printf("%s %c%c %s", before, day[0] == '0' ? ' ' : day[0], day[1],
                           after);
}

const BpStoryHop *
story_hop(const BpStory *story, guint32 i)
{
    return &g_array_index(story->hops, BpStoryHop, i);
}

const BpStoryRecipient *
story_recipient(const BpStory *story, guint i)
{
    return &g_array_index(story->recipients, BpStoryRecipient, i);
}

StoryTongue
story_tongue(const BpStoryHop *hop)
{
    static const struct {
        const char *protocol;
        StoryTongue tongue;
    } tongues[] = {
        {"smtp", STORY_SMTP},      {"nje", STORY_BITNET},  {"fts1", STORY_FIDONET},
        {"zmodem", STORY_FIDONET}, {"plain", STORY_PLAIN}, {"", STORY_PLAIN},
    };

    for (guint i = 0; i < G_N_ELEMENTS(tongues); i++)
        if (g_str_equal(hop->protocol, tongues[i].protocol))
            return tongues[i].tongue;
    return STORY_UUCP;
}

gboolean
story_is_bang_way(const BpStory *story, const GArray *way)
{
    for (guint i = 0; i < way->len; i++)
        if (story_tongue(story_hop(story, g_array_index(way, guint32, i))) >
            STORY_PLAIN)
            return FALSE;
    return way->len > 0;
}

guint
story_letter(const BpStory *story)
{
    return (guint)(story->message.serial % 10000);
}
