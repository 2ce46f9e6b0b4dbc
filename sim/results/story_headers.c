/* story_headers.c - what a recipient found on top of a message.
 *
 * How mail looked where it was delivered:
 *   UUCP     each host that sends it on puts a From_ line on top; the one that was there
 *            becomes >From (RFC 976, 2.4).
 *   SMTP     each host that takes it puts a Received line on top (RFC 821, 4.1.1).
 *   BITNET   RSCS passes files on without looking into them: only the mailers at both ends
 *            leave a Received line, in the words of the Mailer of Columbia University.
 *   FidoNet  a message has a header of fields (FTS-0001, C.1), control lines that begin
 *            with a ^A on top (INTL: FTS-4001, MSGID: FTS-0009), and at the end a Via line
 *            of each board that packed it (FTS-4009). SEEN-BY and PATH are of echomail
 *            (FTS-0004), which is not mail to somebody: netmail has none. Boards numbered
 *            before there were zones have no control lines: those came later.
 */
#include "story_page.h"

#include <bangpath/plain.h>
#include <string.h>

#define FIDO_NAME_CHARS 35 /* of the 36 bytes of a name, the last is NUL (FTS-0001) */

static const BpStoryHop *
hop_of(const StoryPage *page, const GArray *way, guint i)
{
    return story_hop(page->story, g_array_index(way, guint32, i));
}

static gboolean
is_of(const StoryPage *page, guint32 host, const char *network)
{
    return strcmp(bp_run_db_node(page->db, host)->networks, network) == 0;
}

/* When the host that begins @hop had the message. */
static gint64
had_us(const StoryPage *page, const BpStoryHop *hop)
{
    return hop->before != BP_STORY_NONE ? story_hop(page->story, hop->before)->time_us
                                        : page->story->message.time_us;
}

/* ---- UUCP ---- */

static void
add_from_line(StoryPage *page, const BpStoryHop *hop, gboolean is_top)
{
    g_autofree char *from = story_host(page->db, hop->from);
    g_autofree char *date = story_line_date(page->db, had_us(page, hop));
    g_autofree char *user = hop->before == BP_STORY_NONE
                                ? story_user(page->story->message.from)
                                : g_strdup("uucp");

    story_put_line(page, "%sFrom %s %s remote from %s", is_top ? "" : ">", user, date,
                   from);
}

void
story_put_from_lines(StoryPage *page, guint32 hop)
{
    gboolean is_top = TRUE;

    for (guint32 i = hop; i != BP_STORY_NONE; i = story_hop(page->story, i)->before) {
        if (story_tongue(story_hop(page->story, i)) > STORY_PLAIN)
            break;
        add_from_line(page, story_hop(page->story, i), is_top);
        is_top = FALSE;
    }
}

char *
story_way_back(const BpRunDb *db, const BpStory *story, const GArray *way)
{
    GString *back = g_string_new(NULL);
    g_autofree char *user = story_user(story->message.from);

    for (guint i = way->len; i-- > 0;) {
        const BpStoryHop *hop = story_hop(story, g_array_index(way, guint32, i));
        g_autofree char *name = story_host(db, hop->from);

        g_string_append_printf(back, "%s!", name);
    }
    g_string_append(back, user);
    return g_string_free(back, FALSE);
}

/* ---- Received ---- */

static void
add_received(StoryPage *page, const BpStoryHop *hop)
{
    g_autofree char *from = story_host(page->db, hop->from);
    g_autofree char *to = story_host(page->db, hop->to);
    g_autofree char *date = story_header_date(page->db, hop->time_us);

    story_put_line(page, "Received: from %s by %s with SMTP; %s", from, to, date);
}

/* Of the stretch of NJE from hop @first to hop @last of the way. */
static void
add_mailers(StoryPage *page, const GArray *way, guint first, guint last)
{
    const BpStoryHop *begin = hop_of(page, way, first);
    const BpStoryHop *end = hop_of(page, way, last);
    g_autofree char *from = story_host(page->db, begin->from);
    g_autofree char *to = story_host(page->db, end->to);
    g_autofree char *sent = story_header_date(page->db, had_us(page, begin));
    g_autofree char *came = story_header_date(page->db, end->time_us);
    const guint id = story_letter(page->story);

    story_put_line(page, "Received: from %s by %s (Mailer) with BSMTP id %04u; %s",
                   from, to, id, came);
    story_put_line(page, "Received: by %s (Mailer) id %04u; %s", from, id, sent);
}

/* The last hop's line is on top. */
static void
add_trace(StoryPage *page, const GArray *way, gboolean from_lines)
{
    gboolean is_top = TRUE;

    for (guint i = way->len; i-- > 0;) {
        const BpStoryHop *hop = hop_of(page, way, i);
        const StoryTongue tongue = story_tongue(hop);
        const guint last = i;

        if (tongue == STORY_SMTP)
            add_received(page, hop);
        else if (tongue <= STORY_PLAIN && from_lines)
            add_from_line(page, hop, is_top);
        is_top = is_top && tongue > STORY_PLAIN;
        if (tongue != STORY_BITNET)
            continue;
        while (i > 0 && story_tongue(hop_of(page, way, i - 1)) == STORY_BITNET)
            i--;
        add_mailers(page, way, i, last);
    }
}

/* ---- RFC 822 ---- */

/* Blind copies name nobody. */
static void
add_to(StoryPage *page)
{
    const BpStory *story = page->story;
    const guint n = story_shown(page, story->recipients->len);

    if (story->recipients->len > 1 && g_str_equal(story->message.kind, "spam")) {
        story_put_line(page, "To: undisclosed-recipients:;");
        return;
    }
    for (guint i = 0; i < n; i++) {
        g_autofree char *address = bp_plain(story_recipient(story, i)->address);

        story_put_line(page, "%s%s%s", i == 0 ? "To: " : "    ", address,
                       i + 1 < n                    ? ","
                       : n < story->recipients->len ? ", ..."
                                                    : "");
    }
}

static void
add_fields(StoryPage *page)
{
    const BpStoryMessage *message = &page->story->message;
    g_autofree char *from = bp_plain(message->from);
    g_autofree char *id = bp_plain(message->id);
    g_autofree char *host = story_host(page->db, message->host);
    g_autofree char *date = story_header_date(page->db, message->time_us);

    story_put_line(page, "Date: %s", date);
    if (g_str_equal(message->from, "<>") && g_str_equal(message->kind, "bounce"))
        story_put_line(page, "From: MAILER-DAEMON@%s", host);
    else
        story_put_line(page, "From: %s", from);
    add_to(page);
    story_put_line(page, "Message-Id: <%s@%s>", id, host);
}

static void
add_return_path(StoryPage *page, const GArray *way)
{
    const char *from = page->story->message.from;
    g_autofree char *plain = bp_plain(from);
    const gboolean is_null = g_str_equal(from, "<>");

    if (way->len > 0 && story_tongue(hop_of(page, way, way->len - 1)) == STORY_SMTP)
        story_put_line(page, "Return-Path: %s%s%s", is_null ? "" : "<", plain,
                       is_null ? "" : ">");
}

/* ---- FidoNet ---- */

static gboolean
skip_number(const char **at)
{
    const char *begin = *at;

    while (g_ascii_isdigit(**at))
        ++*at;
    return *at > begin && *at - begin <= 5;
}

/* `1:330/735`: with its zone; what follows, such as a point, does not matter. */
static gboolean
has_zone(const char *name)
{
    return skip_number(&name) && *name++ == ':' && skip_number(&name) &&
           *name++ == '/' && skip_number(&name);
}

static void
add_fido_name(StoryPage *page, const char *field, const char *address)
{
    g_autofree char *user = story_user(address);
    g_autofree char *cut =
        g_utf8_substring(user, 0, MIN(g_utf8_strlen(user, -1), FIDO_NAME_CHARS));

    story_put_line(page, "%s%s", field, cut);
}

static void
add_controls(StoryPage *page, const char *from, const char *to)
{
    if (!has_zone(from) || !has_zone(to))
        return;
    story_put_line(page, "^AINTL %s %s", to, from);
    story_put_line(page, "^AMSGID: %s %08x", from,
                   (guint32)page->story->message.serial);
}

/* @first: where FidoNet begins on the way; what came before is in the text, as gateways put
 * it there. */
static void
add_fido_header(StoryPage *page, const BpStoryRecipient *recipient, const GArray *way,
                guint first)
{
    const BpStoryMessage *message = &page->story->message;
    const guint32 origin =
        first < way->len ? hop_of(page, way, first)->from : message->host;
    g_autofree char *from = story_host(page->db, origin);
    g_autofree char *to = story_host(page->db, recipient->host);
    g_autofree char *date =
        story_date(page->db, message->time_us, "%d %b %y  %H:%M:%S");

    story_put_line(page, "packed message, type 2: from %s to %s, private", from, to);
    story_put_line(page, "Date: %s", date);
    add_fido_name(page, "From: ", message->from);
    add_fido_name(page, "To:   ", recipient->address);
    add_controls(page, from, to);
    if (first == 0 && is_of(page, message->host, "fidonet"))
        return;

    g_autoptr(GArray) before = g_array_new(FALSE, FALSE, sizeof(guint32));

    g_array_append_vals(before, way->data, first);
    story_put_line(page, "(the text begins with what the gateway was given:)");
    add_trace(page, before, TRUE);
    add_fields(page);
}

static void
add_vias(StoryPage *page, const GArray *way, guint first)
{
    for (guint i = first; i < way->len; i++) {
        const BpStoryHop *hop = hop_of(page, way, i);
        g_autofree char *date =
            story_date(page->db, had_us(page, hop), "%Y%m%d.%H%M%S.UTC");
        g_autofree char *from = story_host(page->db, hop->from);

        if (has_zone(bp_run_db_node(page->db, hop->from)->name))
            story_put_line(page, "^AVia %s @%s", from, date);
    }
}

/* ---- the whole ---- */

/* The hop from which on it is all FidoNet; the way's length if its end is not. A board beside a
 * gateway's host, on the same desk, is handed mail without a call. */
static guint
fido_begin(const StoryPage *page, const BpStoryRecipient *recipient, const GArray *way)
{
    guint first = way->len;

    while (first > 0 && story_tongue(hop_of(page, way, first - 1)) == STORY_FIDONET)
        first--;
    if (first == way->len && !is_of(page, recipient->host, "fidonet"))
        return G_MAXUINT;
    return first;
}

void
story_put_headers(StoryPage *page, const BpStoryRecipient *recipient, const GArray *way)
{
    const guint first = fido_begin(page, recipient, way);

    if (first != G_MAXUINT) {
        add_fido_header(page, recipient, way, first);
        add_vias(page, way, first);
        return;
    }
    add_return_path(page, way);
    add_trace(page, way, TRUE);
    add_fields(page);
}

gboolean
story_is_fidonet(const StoryPage *page, const BpStoryRecipient *recipient,
                 const GArray *way)
{
    return fido_begin(page, recipient, way) != G_MAXUINT;
}

void
story_put_mail_headers(StoryPage *page, const GArray *way)
{
    add_return_path(page, way);
    add_trace(page, way, FALSE);
    add_fields(page);
}
