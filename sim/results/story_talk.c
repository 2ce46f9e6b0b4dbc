/* story_talk.c - what was said in one session, in the words of its protocol.
 *
 * The commands, replies and file names are those of the standards; what the simulation does
 * not know (who of two hosts called, options, versions) is left out, not made up: the one
 * that sends is shown as the one that called.
 *   SMTP     RFC 821, 3 and 4.2.
 *   UUCP     "UUCP Protocol Internals" of Taylor UUCP; rmail and its arguments: RFC 976, 2.
 *            Mail is a data file and an execution file, an S command each.
 *   FTS-1    FTS-0001, C.3 and D: TSYNC, then one packet by XMODEM in blocks of 128 bytes.
 *   NJE      records of 80 columns behind a header, under a file number of the origin; what a
 *            mailer has punched is Batch SMTP, the commands of SMTP in a file.
 */
#include "story_page.h"

#include <bangpath/conversation.h>
#include <bangpath/plain.h>
#include <bangpath/policy.h>
#include <bangpath/units.h>
#include <string.h>

#define XMODEM_BYTES 128
#define CARD_COLUMNS 80
#define UUCP_NAME_CHARS 7 /* of a host in the name of a file: System V's limit */

/* Talk: one session. @hop: (nullable). @from: @to: owned, plain. */
typedef struct {
    StoryPage *page;
    const StorySession *session;
    const BpStoryHop *hop;
    const GArray *taken;
    const GPtrArray *refused;
    char *from;
    char *to;
} Talk;

static const BpStoryRefusal *
refusal_at(const Talk *talk, guint i)
{
    return &g_array_index(talk->page->story->refusals, BpStoryRefusal,
                          g_array_index(talk->session->refusals, guint, i));
}

static void
says_from(const Talk *talk, const char *text)
{
    story_put_line(talk->page, "%s> %s", talk->from, text);
}

static void
says_to(const Talk *talk, const char *text)
{
    story_put_line(talk->page, "%s< %s", talk->to, text);
}

static void G_GNUC_PRINTF(2, 3) says_fromf(const Talk *talk, const char *format, ...)
{
    va_list values;
    g_autofree char *text = NULL;

    va_start(values, format);
    text = g_strdup_vprintf(format, values);
    va_end(values);
    says_from(talk, text);
}

/* (transfer full): `<u1@oak>`, `<>`. */
static char *
in_angles(const char *address)
{
    g_autofree char *plain = bp_plain(address);

    return plain[0] == '<' ? g_steal_pointer(&plain) : g_strdup_printf("<%s>", plain);
}

static gint64
mail_bytes(const Talk *talk)
{
    return talk->page->story->message.size_bytes;
}

/* ---- SMTP ---- */

/* Told when the body is there, not at the recipient. */
static gboolean
is_of_content(const char *reason)
{
    return g_str_equal(reason, bp_reason_name(BP_REASON_BULK)) ||
           g_str_equal(reason, bp_reason_name(BP_REASON_TOO_MANY_HOPS));
}

/* RCPT for each of @recipients, @n in all, answered @reply. */
static void
add_rcpts(const Talk *talk, const GArray *recipients, guint n, const char *reply)
{
    const guint known = story_shown(talk->page, recipients->len);

    for (guint i = 0; i < known; i++) {
        const BpStoryRecipient *recipient =
            story_recipient(talk->page->story, g_array_index(recipients, guint, i));
        g_autofree char *address = in_angles(recipient->address);

        says_fromf(talk, "RCPT TO:%s", address);
        says_to(talk, reply);
    }
    if (known < n) {
        g_autofree char *rest = bp_format_count(n - known);

        says_fromf(talk, "RCPT TO: for %s%s", rest, known > 0 ? " more" : "");
        says_to(talk, reply);
    }
}

/* The refusals at the envelope, or those of the content. @n: counts recipients. */
static void
add_refused(const Talk *talk, gboolean of_content, guint *n)
{
    for (guint i = 0; i < talk->session->refusals->len; i++) {
        const BpStoryRefusal *refusal = refusal_at(talk, i);
        g_autofree char *reply = story_words(refusal->reason);

        if (is_of_content(refusal->reason) != of_content)
            continue;
        add_rcpts(talk, g_ptr_array_index(talk->refused, i),
                  (guint)MIN(refusal->recipients, G_MAXINT32),
                  of_content ? "250 recipient ok" : reply);
        *n += 1;
    }
}

/* (transfer full) (nullable): what the body is answered, if it is refused. */
static char *
refusal_of_body(const Talk *talk)
{
    for (guint i = 0; i < talk->session->refusals->len; i++)
        if (is_of_content(refusal_at(talk, i)->reason))
            return story_words(refusal_at(talk, i)->reason);
    return NULL;
}

static void
add_body(const Talk *talk, const char *reply)
{
    g_autofree char *bytes = bp_format_count((guint64)mail_bytes(talk));

    says_from(talk, "DATA");
    says_to(talk, "354 go on, end with \".\"");
    says_fromf(talk, "(%s bytes, and a line with a \".\")", bytes);
    says_to(talk, reply);
}

static void
talk_smtp(const Talk *talk)
{
    g_autofree char *sender = in_angles(talk->page->story->message.from);
    g_autofree char *no = refusal_of_body(talk);
    g_autofree char *greeting = g_strdup_printf("220 %s SMTP", talk->to);
    g_autofree char *hello = g_strdup_printf("250 %s", talk->to);
    g_autofree char *farewell = g_strdup_printf("221 %s closing", talk->to);
    guint at_body = 0;
    guint n = 0;

    says_to(talk, greeting);
    says_fromf(talk, "HELO %s", talk->from);
    says_to(talk, hello);
    says_fromf(talk, "MAIL FROM:%s", sender);
    says_to(talk, "250 sender ok");
    if (talk->hop != NULL && no == NULL)
        add_rcpts(talk, talk->taken, (guint)MIN(talk->hop->recipients, G_MAXINT32),
                  "250 recipient ok");
    add_refused(talk, FALSE, &n);
    add_refused(talk, TRUE, &at_body);
    if (talk->hop != NULL || at_body > 0)
        add_body(talk, no != NULL ? no : "250 accepted");
    else
        says_from(talk, "RSET");
    if (talk->hop == NULL && at_body == 0)
        says_to(talk, "250 reset");
    says_from(talk, "QUIT");
    says_to(talk, farewell);
}

/* ---- UUCP ---- */

/* (transfer full): what of the bang path is left behind the hop, the user's name last. */
static char *
rest_of_path(const Talk *talk, const BpStoryRecipient *recipient)
{
    const BpStory *story = talk->page->story;
    g_autoptr(GArray) way = bp_story_way(story, recipient);
    g_autofree char *user = story_user(recipient->address);
    GString *path = g_string_new(NULL);
    guint32 at = talk->hop->to;
    gboolean behind = FALSE;

    for (guint i = 0; i < way->len; i++) {
        const guint32 number = g_array_index(way, guint32, i);
        const BpStoryHop *hop = story_hop(story, number);

        if (behind && story_tongue(hop) > STORY_PLAIN)
            break;
        if (behind) {
            g_autofree char *name = story_host(talk->page->db, hop->to);

            g_string_append_printf(path, "%s!", name);
            at = hop->to;
        }
        behind = behind || number == talk->session->hop;
    }
    /* It did not get there, or not by UUCP. */
    if (at != recipient->host) {
        g_autofree char *name = story_host(talk->page->db, recipient->host);

        g_string_append_printf(path, "%s!", name);
    }
    g_string_append(path, user);
    return g_string_free(path, FALSE);
}

static void
add_rmail(const Talk *talk)
{
    const guint n = story_shown(talk->page, talk->taken->len);
    const gint64 all = talk->hop->recipients;
    GString *command = g_string_new("C rmail");

    for (guint i = 0; i < n; i++) {
        g_autofree char *path =
            rest_of_path(talk, story_recipient(talk->page->story,
                                               g_array_index(talk->taken, guint, i)));

        g_string_append_printf(command, " %s", path);
    }
    if ((gint64)n < all)
        g_string_append_printf(command, "%s (%" G_GINT64_FORMAT " more)",
                               n > 0 ? " ..." : "", all - n);
    story_put_line(talk->page, "    %s", command->str);
    g_string_free(command, TRUE);
}

static void
add_from_lines(const Talk *talk)
{
    StoryPage inner = *talk->page;
    g_autofree char *margin = g_strconcat(talk->page->margin, "    ", NULL);

    inner.margin = margin;
    story_put_from_lines(&inner, talk->session->hop);
}

/* One file: asked for, granted, sent, confirmed. @add_inside: what is in it. */
static void
add_file(const Talk *talk, const char *here, const char *there, gint64 n_bytes,
         void (*add_inside)(const Talk *talk))
{
    g_autofree char *user = story_user(talk->page->story->message.from);
    g_autofree char *bytes = bp_format_count((guint64)n_bytes);

    says_fromf(talk, "S %s %s %s - %s 0666 %s", here, there, user, here, user);
    says_to(talk, "SY");
    story_put_line(talk->page, "    (%s bytes, with:)", bytes);
    add_inside(talk);
    says_to(talk, "CY");
}

static void
add_files(const Talk *talk)
{
    const guint letter = story_letter(talk->page->story);
    const gint64 order_bytes = MIN(talk->hop->bytes, (gint64)BP_EXECUTION_BYTES);
    g_autofree char *host = g_utf8_substring(
        talk->from, 0, MIN(g_utf8_strlen(talk->from, -1), UUCP_NAME_CHARS));
    g_autofree char *data = g_strdup_printf("D.%sB%04u", host, letter);
    g_autofree char *order = g_strdup_printf("D.%sX%04u", host, letter);
    g_autofree char *executed = g_strdup_printf("X.%sC%04u", host, letter);

    add_file(talk, data, data, talk->hop->bytes - order_bytes, add_from_lines);
    add_file(talk, order, executed, order_bytes, add_rmail);
}

static void
talk_uucp(const Talk *talk)
{
    g_autofree char *protocol = bp_plain(talk->hop->protocol);
    g_autofree char *greeting = g_strdup_printf("Shere=%s", talk->to);
    g_autofree char *choice = g_strdup_printf("P%s", protocol);

    says_to(talk, greeting);
    says_fromf(talk, "S%s", talk->from);
    says_to(talk, "ROK");
    says_to(talk, choice);
    says_fromf(talk, "U%s", protocol);
    add_files(talk);
    says_from(talk, "H");
    says_to(talk, "HY");
    says_from(talk, "HY");
    says_from(talk, "OOOOOO");
    says_to(talk, "OOOOOOO");
}

static void
talk_plain(const Talk *talk)
{
    story_put_line(talk->page,
                   "(no conversation: plain has none; what is handed over:)");
    add_from_lines(talk);
    add_rmail(talk);
}

/* ---- FidoNet ---- */

static void
talk_zmodem(const Talk *talk, const char *packet, const char *bytes)
{
    says_from(talk, "TSYNC");
    says_to(talk, "ZRINIT");
    says_fromf(talk, "ZFILE %s", packet);
    says_to(talk, "ZRPOS 0");
    says_fromf(talk, "ZDATA (%s bytes)", bytes);
    says_from(talk, "ZEOF");
    says_to(talk, "ZRINIT");
    says_from(talk, "ZFIN");
    says_to(talk, "ZFIN");
    says_from(talk, "OO");
}

static void
talk_fidonet(const Talk *talk)
{
    const gint64 n = (talk->hop->bytes + XMODEM_BYTES - 1) / XMODEM_BYTES;
    g_autofree char *bytes = bp_format_count((guint64)talk->hop->bytes);
    g_autofree char *blocks = bp_format_count((guint64)n);
    g_autofree char *packet = g_strdup_printf(
        "%08X.PKT", (guint32)(talk->page->story->message.serial & G_MAXUINT32));

    if (g_str_equal(talk->hop->protocol, "zmodem")) {
        talk_zmodem(talk, packet, bytes);
        return;
    }
    says_from(talk, "TSYNC");
    says_to(talk, "NAK: ready");
    says_fromf(talk, "%s: %s bytes in %s block%s of %d", packet, bytes, blocks,
               n == 1 ? "" : "s", XMODEM_BYTES);
    says_to(talk, "ACK, after each");
    says_from(talk, "EOT");
    says_to(talk, "ACK");
    says_to(talk, "TSYNC: and what have you for me?");
    says_from(talk, "EOT: nothing");
}

/* ---- BITNET ---- */

/* The first hop of this stretch of NJE, where the file was punched. */
static const BpStoryHop *
punched(const Talk *talk)
{
    const BpStoryHop *hop = talk->hop;

    while (hop->before != BP_STORY_NONE &&
           story_tongue(story_hop(talk->page->story, hop->before)) == STORY_BITNET)
        hop = story_hop(talk->page->story, hop->before);
    return hop;
}

/* Where the file of @recipient leaves NJE, as far as it came; where it is for, if it has not
 * come further than the hop. */
static guint32
file_is_for(const Talk *talk, const BpStoryRecipient *recipient)
{
    const BpStory *story = talk->page->story;
    g_autoptr(GArray) way = bp_story_way(story, recipient);
    guint32 at = talk->hop->to;
    gboolean behind = FALSE;

    for (guint i = 0; i < way->len; i++) {
        const guint32 number = g_array_index(way, guint32, i);

        if (behind && story_tongue(story_hop(story, number)) != STORY_BITNET)
            return at;
        behind = behind || number == talk->session->hop;
        if (behind)
            at = story_hop(story, number)->to;
    }
    return recipient->at == BP_STORY_NONE ? recipient->host : at;
}

static void
add_batch(const Talk *talk)
{
    g_autofree char *sender = in_angles(talk->page->story->message.from);
    g_autofree char *bytes = bp_format_count((guint64)mail_bytes(talk));
    const guint n = story_shown(talk->page, talk->taken->len);
    const gint64 all = talk->hop->recipients;

    story_put_line(talk->page, "(the file, Batch SMTP:)");
    story_put_line(talk->page, "    HELO %s", talk->from);
    story_put_line(talk->page, "    TICK %04u", story_letter(talk->page->story));
    story_put_line(talk->page, "    MAIL FROM:%s", sender);
    for (guint i = 0; i < n; i++) {
        g_autofree char *address = in_angles(
            story_recipient(talk->page->story, g_array_index(talk->taken, guint, i))
                ->address);

        story_put_line(talk->page, "    RCPT TO:%s", address);
    }
    if ((gint64)n < all)
        story_put_line(talk->page, "    (RCPT TO: for %" G_GINT64_FORMAT " more)",
                       all - n);
    story_put_line(talk->page, "    DATA");
    story_put_line(talk->page, "    (%s bytes, and a line with a \".\")", bytes);
    story_put_line(talk->page, "    QUIT");
}

static void
talk_nje(const Talk *talk)
{
    const guint id = story_letter(talk->page->story);
    const BpStoryHop *first = punched(talk);
    g_autofree char *origin = story_host(talk->page->db, first->from);
    g_autofree char *records = bp_format_count(
        (guint64)((talk->hop->bytes + CARD_COLUMNS - 1) / CARD_COLUMNS));
    g_autofree char *to = story_host(
        talk->page->db,
        talk->taken->len > 0
            ? file_is_for(talk, story_recipient(talk->page->story,
                                                g_array_index(talk->taken, guint, 0)))
            : talk->hop->to);

    says_fromf(talk,
               "job header: file %04u, origin MAILER at %s, destination MAILER at %s",
               id, origin, to);
    says_fromf(talk, "%s records of %d columns, job trailer", records, CARD_COLUMNS);
    story_put_line(talk->page,
                   "%s tells MAILER at %s: SENT FILE %04u ON LINK %s TO %s MAILER",
                   talk->from, origin, id, talk->to, to);
    if (first == talk->hop)
        add_batch(talk);
}

/* ---- all ---- */

/* Who refuses a file that has come holds it, and sends a bounce. */
static void
add_afterwards(const Talk *talk)
{
    for (guint i = 0; i < talk->session->refusals->len; i++) {
        const BpStoryRefusal *refusal = refusal_at(talk, i);
        g_autofree char *said = story_words(refusal->reason);

        story_put_line(talk->page,
                       "%s, with the file there, refuses it for %" G_GINT64_FORMAT
                       " of its recipients: \"%s\"",
                       talk->to, refusal->recipients, said);
    }
}

void
story_put_talk(StoryPage *page, const StorySession *session, const GArray *taken,
               const GPtrArray *refused)
{
    static void (*const talks[])(const Talk *talk) = {
        [STORY_UUCP] = talk_uucp,       [STORY_PLAIN] = talk_plain,
        [STORY_FIDONET] = talk_fidonet, [STORY_BITNET] = talk_nje,
        [STORY_SMTP] = talk_smtp,
    };
    const BpStoryHop *hop =
        session->hop != BP_STORY_NONE ? story_hop(page->story, session->hop) : NULL;
    /* Only over SMTP is anything refused that has not come. */
    const StoryTongue tongue = hop != NULL ? story_tongue(hop) : STORY_SMTP;
    g_autofree char *from = story_host(page->db, session->from);
    g_autofree char *to = story_host(page->db, session->to);
    const Talk talk = {
        .page = page,
        .session = session,
        .hop = hop,
        .taken = taken,
        .refused = refused,
        .from = from,
        .to = to,
    };

    talks[tongue](&talk);
    if (tongue != STORY_SMTP)
        add_afterwards(&talk);
}
