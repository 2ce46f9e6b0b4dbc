/* story_mbox.c - mail as it lay in mailboxes: mbox, in the form that quotes every From_ line
 * of a text with one more `>` (mboxrd), so that it can be undone.
 *
 * A From_ line begins each message. Where it came by UUCP its address is the bang path back:
 * the last host makes one path of the lines that others put on top (RFC 976, 2.4).
 */
#include "story_private.h"

#include "story_page.h"

#include <bangpath/plain.h>
#include <bangpath/units.h>
#include <string.h>

#define FILE_BYTES \
    150 /* of a mailbox's name in that of its file; most systems take 255 */
#define DIGEST_CHARS 12

/* ---- which ---- */

#define DELIVERED                                                                 \
    "SELECT rcpt, time_us, serial FROM recipients WHERE state = 'delivered' AND " \
    "(?1 < 0 OR rcpt IN (SELECT rcpt FROM recipients WHERE serial = ?1 AND "      \
    "state = 'delivered')) ORDER BY rcpt, time_us, serial, number"

GArray *
bp_story_delivered(BpRunDb *db, gint64 serial, GError **error)
{
    g_autoptr(GArray) deliveries = g_array_new(FALSE, FALSE, sizeof(BpStoryDelivery));
    BpQuery query;
    gboolean good;

    if (!bp_query_open(&query, db, DELIVERED, error))
        return NULL;
    sqlite3_bind_int64(query.statement, 1, serial);
    while (bp_query_next(&query, &good, error)) {
        BpStoryDelivery delivery = {
            .address = bp_query_text(&query, 0),
            .time_us = bp_query_whole(&query, 1),
            .serial = bp_query_whole(&query, 2),
        };
        const BpStoryDelivery *last =
            deliveries->len > 0
                ? &g_array_index(deliveries, BpStoryDelivery, deliveries->len - 1)
                : NULL;

        /* One text a mailbox is enough. */
        if (last != NULL && g_str_equal(last->address, delivery.address))
            delivery.address = last->address;
        g_array_append_val(deliveries, delivery);
    }
    bp_query_close(&query);
    return good ? g_steal_pointer(&deliveries) : NULL;
}

/* ---- files ---- */

static gboolean
is_safe(char c, gboolean is_first)
{
    return g_ascii_isalnum(c) || c == '_' || c == '@' || c == '+' ||
           (!is_first && (c == '.' || c == '-'));
}

char *
bp_story_mailbox_file(const char *address)
{
    GString *name = g_string_new(NULL);

    for (const char *at = address; *at != '\0'; at++) {
        if (is_safe(*at, at == address))
            g_string_append_c(name, *at);
        else
            g_string_append_printf(name, "%%%02X", (guint8)*at);
    }
    /* No whole name has a `~`, so a cut one is no other's. */
    if (name->len > FILE_BYTES) {
        g_autofree char *digest =
            g_compute_checksum_for_string(G_CHECKSUM_SHA256, address, -1);

        g_string_truncate(name, FILE_BYTES - DIGEST_CHARS - 1);
        g_string_append_printf(name, "~%.*s", DIGEST_CHARS, digest);
    }
    g_string_append(name, ".mbox");
    return g_string_free(name, FALSE);
}

/* ---- one message ---- */

/* (transfer full): the plain @address without blanks, which end it in a From_ line, and in
 * ASCII, as readers want that line (Python's mailbox reads no other). */
static char *
for_from_line(const char *address)
{
    GString *ascii = g_string_new(NULL);

    for (const char *at = address; *at != '\0'; at = g_utf8_next_char(at)) {
        const gunichar c = g_utf8_get_char(at);

        if (c == ' ')
            g_string_append_c(ascii, '_');
        else if (c < 0x80)
            g_string_append_c(ascii, (char)c);
        else
            g_string_append_printf(ascii, "\\u%04x", c);
    }
    return g_string_free(ascii, FALSE);
}

/* (transfer full) */
static char *
envelope_sender(BpRunDb *db, const BpStory *story, const GArray *way)
{
    g_autofree char *from = NULL;

    if (g_str_equal(story->message.from, "<>"))
        return g_strdup("MAILER-DAEMON");
    from = story_is_bang_way(story, way) ? story_way_back(db, story, way)
                                         : bp_plain(story->message.from);
    return for_from_line(from);
}

static gboolean
is_from_line(const char *line)
{
    while (*line == '>')
        line++;
    return g_str_has_prefix(line, "From ");
}

/* A text of lines that each end. */
static void
add_quoted(GString *out, const char *text)
{
    while (*text != '\0') {
        const char *end = strchr(text, '\n') + 1;

        if (is_from_line(text))
            g_string_append_c(out, '>');
        g_string_append_len(out, text, end - text);
        text = end;
    }
}

/* What the reader of a mail program sees below the headers. */
static void
add_text(StoryPage *page, const BpStoryRecipient *recipient, const GArray *way)
{
    g_autoptr(GString) text = g_string_new(NULL);
    StoryPage inner = *page;
    g_autofree char *bytes = bp_format_count((guint64)page->story->message.size_bytes);

    inner.out = text;
    if (story_is_fidonet(page, recipient, way)) {
        story_put_headers(&inner, recipient, way);
        g_string_append_c(text, '\n');
    }
    g_string_append_printf(
        text,
        "(A simulated message of %s bytes: how long it was is known, not what "
        "it said.)\n",
        bytes);
    add_quoted(page->out, text->str);
}

static void
add_message(StoryPage *page, const BpStoryRecipient *recipient, gint64 time_us)
{
    const BpStoryMessage *message = &page->story->message;
    g_autoptr(GArray) way = bp_story_way(page->story, recipient);
    g_autofree char *sender = envelope_sender(page->db, page->story, way);
    g_autofree char *date = story_line_date(page->db, time_us);
    g_autofree char *kind = bp_plain(message->kind);

    story_put_line(page, "From %s %s", sender, date);
    story_put_mail_headers(page, way);
    story_put_line(page, "Subject: message %" G_GINT64_FORMAT ", %s", message->serial,
                   kind);
    story_put_line(page, "%s", "");
    add_text(page, recipient, way);
    story_put_line(page, "%s", "");
}

/* (nullable): whose copy @delivery is. */
static const BpStoryRecipient *
recipient_of(const BpStory *story, const BpStoryDelivery *delivery)
{
    for (guint i = 0; i < story->recipients->len; i++) {
        const BpStoryRecipient *recipient = story_recipient(story, i);

        if (recipient->time_us == delivery->time_us &&
            g_str_equal(recipient->state, "delivered") &&
            g_str_equal(recipient->address, delivery->address))
            return recipient;
    }
    return NULL;
}

char *
bp_story_mbox(BpRunDb *db, const BpStoryDelivery *delivery, GError **error)
{
    g_autoptr(BpStory) story = bp_story_read(db, delivery->serial, error);
    const BpStoryRecipient *recipient;
    StoryPage page = {.db = db, .margin = "", .all = TRUE};

    if (story == NULL)
        return NULL;
    recipient = recipient_of(story, delivery);
    if (recipient == NULL) {
        bp_run_db_damaged(db, "a recipient that cannot be", error);
        return NULL;
    }
    page.story = story;
    page.out = g_string_new(NULL);
    add_message(&page, recipient, delivery->time_us);
    return g_string_free(page.out, FALSE);
}
