/* story_text.c - a message's story in words. Whatever comes from the database is made plain
 * before it is printed. */
#include <bangpath/story.h>

#include <bangpath/calendar.h>
#include <bangpath/plain.h>
#include <bangpath/policy.h>
#include <bangpath/units.h>
#include <string.h>

/* Columns are as wide as what is in them, up to so much. */
#define WIDEST 32

typedef struct {
    BpRunDb *db; /* borrowed */
    const BpStory *story;
    GString *out; /* owned */
    gboolean all;
    guint host_width; /* of the names in the story */
} Page;

/* ---- small things ---- */

/* (transfer full) */
static char *
host_name(const BpRunDb *db, guint32 host)
{
    return bp_plain(bp_run_db_node(db, host)->name);
}

static void add(Page *page, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void
add(Page *page, const char *format, ...)
{
    va_list values;

    va_start(values, format);
    g_string_append_vprintf(page->out, format, values);
    va_end(values);
}

static void
add_padded(GString *out, const char *text, guint width)
{
    guint length = (guint)g_utf8_strlen(text, -1);

    g_string_append(out, text);
    for (; length < width; length++)
        g_string_append_c(out, ' ');
}

static void
add_host(Page *page, guint32 host, guint width)
{
    g_autofree char *name = host_name(page->db, host);

    add_padded(page->out, name, width);
}

static void
add_moment(Page *page, gint64 time_us)
{
    g_autofree char *moment =
        bp_format_moment(bp_run_db_begin_unix_s(page->db), time_us);

    add(page, "%s", moment);
}

/* `after 40 s`, since it was written. */
static void
add_after(Page *page, gint64 time_us)
{
    g_autofree char *after = bp_format_duration(time_us - page->story->message.time_us);

    add(page, "after %s", after);
}

/* `1 recipient`, `1,000 bytes`. */
static void
add_count(Page *page, gint64 n, const char *one, const char *many)
{
    g_autofree char *number = bp_format_count((guint64)n);

    add(page, "%s %s", number, n == 1 ? one : many);
}

/* (transfer full): in the words of who refuses, if the reason is one of ours. */
static char *
words(const char *reason)
{
    for (guint i = BP_REASON_NONE + 1; i < BP_N_REASONS; i++)
        if (g_strcmp0(reason, bp_reason_name((BpReason)i)) == 0)
            return g_strdup_printf("\"%s\"", bp_reason_words((BpReason)i));
    return bp_plain(reason);
}

static const BpStoryHop *
hop_at(const BpStory *story, guint32 i)
{
    return &g_array_index(story->hops, BpStoryHop, i);
}

static const BpStoryRecipient *
recipient_at(const BpStory *story, guint i)
{
    return &g_array_index(story->recipients, BpStoryRecipient, i);
}

static gboolean
is_smtp(const BpStoryHop *hop)
{
    return g_str_equal(hop->protocol, "smtp");
}

static gboolean
is_fidonet(const BpStoryHop *hop)
{
    return g_str_equal(hop->protocol, "fts1") || g_str_equal(hop->protocol, "zmodem");
}

/* Only where each host takes its own name off is there a bang path. */
static gboolean
is_bang_way(const BpStory *story, const GArray *way)
{
    for (guint i = 0; i < way->len; i++) {
        const BpStoryHop *hop = hop_at(story, g_array_index(way, guint32, i));

        if (is_smtp(hop) || is_fidonet(hop) || g_str_equal(hop->protocol, "nje"))
            return FALSE;
    }
    return way->len > 0;
}

static void
widen(guint *width, const char *text)
{
    *width = MAX(*width, MIN((guint)g_utf8_strlen(text, -1), WIDEST));
}

/* How many of @n rows are shown. */
static guint
shown(const Page *page, guint n)
{
    return page->all ? n : MIN(n, BP_STORY_RECIPIENTS);
}

static void
add_rest(Page *page, guint n)
{
    if (shown(page, n) < n)
        add(page, "  and %u more: --all\n", n - shown(page, n));
}

/* ---- what it is ---- */

typedef struct {
    const char *state; /* borrowed */
    const char *reason;
    guint64 n;
} Outcome;

static gint
compare_outcomes(gconstpointer a, gconstpointer b)
{
    const Outcome *x = a;
    const Outcome *y = b;

    if (x->n != y->n)
        return x->n > y->n ? -1 : 1;
    if (!g_str_equal(x->state, y->state))
        return strcmp(x->state, y->state);
    return g_strcmp0(x->reason, y->reason);
}

/* (transfer full): what became of it, most first. */
static GArray *
outcomes_of(const BpStory *story)
{
    GArray *outcomes = g_array_new(FALSE, FALSE, sizeof(Outcome));

    for (guint i = 0; i < story->recipients->len; i++) {
        const BpStoryRecipient *recipient = recipient_at(story, i);
        guint k = 0;

        for (; k < outcomes->len; k++) {
            Outcome *outcome = &g_array_index(outcomes, Outcome, k);

            if (g_str_equal(outcome->state, recipient->state) &&
                g_strcmp0(outcome->reason, recipient->reason) == 0) {
                outcome->n++;
                break;
            }
        }
        /* States and reasons are few; a damaged file must not make this slow. */
        if (k == outcomes->len && k < 50) {
            Outcome outcome = {recipient->state, recipient->reason, 1};

            g_array_append_val(outcomes, outcome);
        }
    }
    g_array_sort(outcomes, compare_outcomes);
    return outcomes;
}

static void
add_outcomes(Page *page)
{
    g_autoptr(GArray) outcomes = outcomes_of(page->story);

    add(page, "Recipients  ");
    add_count(page, page->story->recipients->len, "recipient", "recipients");
    for (guint i = 0; i < outcomes->len; i++) {
        const Outcome *outcome = &g_array_index(outcomes, Outcome, i);
        g_autofree char *n = bp_format_count(outcome->n);
        g_autofree char *state = bp_plain(outcome->state);
        g_autofree char *reason = bp_plain(outcome->reason);

        add(page, "%s %s %s%s%s%s", i == 0 ? ":" : ",", n, state, *reason ? " (" : "",
            reason, *reason ? ")" : "");
    }
    add(page, "\n");
}

static void
add_sender(Page *page)
{
    const BpStoryMessage *message = &page->story->message;
    g_autofree char *from = bp_plain(message->from);
    g_autofree char *host = host_name(page->db, message->host);
    const char *at = strrchr(message->from, '@');

    add(page, "Sender      %s", from);
    if (g_str_equal(message->from, "<>"))
        add(page, ", the null sender: nobody is to be told");
    if (message->forged)
        add(page, ", forged");
    if (message->owner != 0 && g_str_equal(message->kind, "probe"))
        add(page, "\n            really from a relay tester, who sits on %s", host);
    else if (message->owner != 0)
        add(page,
            "\n            really from spammer %" G_GINT64_FORMAT
            ", whose account is on %s",
            message->owner, host);
    else if (at != NULL &&
             !g_str_equal(at + 1, bp_run_db_node(page->db, message->host)->name))
        add(page, ", who handed it in from %s", host);
    add(page, "\n");
}

static void
add_other_message(Page *page, const BpStoryBounce *bounce)
{
    g_autofree char *id = bp_plain(bounce->id);
    g_autofree char *host = host_name(page->db, bounce->host);

    add(page, "message %" G_GINT64_FORMAT "  %s  made at %s\n", bounce->serial,
        *id ? id : "(not kept)", host);
}

static void
add_bounces(Page *page)
{
    const BpStory *story = page->story;
    const GArray *bounces = story->bounces;

    for (guint i = 0; i < story->bounced->len; i++) {
        const BpStoryBounce *bounced = &g_array_index(story->bounced, BpStoryBounce, i);
        g_autofree char *id = bp_plain(bounced->id);

        add(page, "It bounces  message %" G_GINT64_FORMAT "  %s\n", bounced->serial,
            *id ? id : "(not kept)");
    }
    for (guint i = 0; i < shown(page, bounces->len); i++) {
        add(page, i == 0 ? "Bounced by  " : "            ");
        add_other_message(page, &g_array_index(bounces, BpStoryBounce, i));
    }
    if (bounces->len > 0) {
        add_rest(page, bounces->len);
        return;
    }
    for (guint i = 0; i < story->recipients->len; i++)
        if (g_str_equal(recipient_at(story, i)->state, "bounced")) {
            add(page, "Bounced by  no message: who handed it over was told at once\n");
            return;
        }
}

static void
add_what(Page *page)
{
    const BpStoryMessage *message = &page->story->message;
    g_autofree char *kind = bp_plain(message->kind);
    g_autofree char *id = bp_plain(message->id);
    g_autofree char *host = host_name(page->db, message->host);

    add(page, "Message %" G_GINT64_FORMAT ", %s\n\nId          %s\nWritten     ",
        message->serial, kind, id);
    add_moment(page, message->time_us);
    add(page, " UTC on %s, ", host);
    add_count(page, message->size_bytes, "byte", "bytes");
    add(page, "\n");
    add_sender(page);
    add_outcomes(page);
    add_bounces(page);
}

/* ---- as one recipient saw it ---- */

static GDateTime *
date_time(const Page *page, gint64 time_us)
{
    return g_date_time_new_from_unix_utc(bp_run_db_begin_unix_s(page->db) +
                                         time_us / BP_SECOND_US);
}

/* (transfer full): RFC 822's with four digits of the year (RFC 1123, 5.2.14). */
static char *
header_date(const Page *page, gint64 time_us)
{
    g_autoptr(GDateTime) date = date_time(page, time_us);

    return g_date_time_format(date, "%a, %d %b %Y %H:%M:%S GMT");
}

/* (transfer full): as ctime() has it, and with it every From line. */
static char *
line_date(const Page *page, gint64 time_us)
{
    g_autoptr(GDateTime) date = date_time(page, time_us);
    g_autofree char *before = g_date_time_format(date, "%a %b");
    g_autofree char *after = g_date_time_format(date, "%H:%M:%S %Y");

    return g_strdup_printf("%s %2d %s", before, g_date_time_get_day_of_month(date),
                           after);
}

/* (transfer full): what stands before the host. */
static char *
user_of(const char *address)
{
    const char *at = strrchr(address, '@');
    g_autofree char *user = g_strndup(address, at ? (gsize)(at - address) : 0);

    return at ? bp_plain(user) : g_strdup("uucp");
}

/* What one hop puts on top: SMTP and BITNET the receiver's Received (RFC 821, 4.1.1), UUCP
 * the sender's From line (RFC 976, 2.4); FidoNet's Via stands at the message's end
 * (FTS-4009). @had_us: when the sending host had it. */
static void
add_trace_of(Page *page, const BpStoryHop *hop, gint64 had_us, gboolean is_first,
             gboolean *has_from_line)
{
    g_autofree char *from = host_name(page->db, hop->from);
    g_autofree char *to = host_name(page->db, hop->to);
    g_autofree char *date = NULL;
    g_autofree char *user = NULL;

    if (is_smtp(hop) || g_str_equal(hop->protocol, "nje")) {
        date = header_date(page, hop->time_us);
        add(page, "  Received: from %s by %s with %s; %s\n", from, to,
            is_smtp(hop) ? "SMTP" : "NJE", date);
        return;
    }
    if (is_fidonet(hop))
        return;
    date = line_date(page, had_us);
    user = is_first ? user_of(page->story->message.from) : g_strdup("uucp");
    add(page, "  %sFrom %s %s remote from %s\n", *has_from_line ? ">" : "", user, date,
        from);
    *has_from_line = TRUE;
}

static void
add_trace(Page *page, const GArray *way)
{
    const BpStory *story = page->story;
    gboolean has_from_line = FALSE;

    for (guint i = way->len; i-- > 0;) {
        const BpStoryHop *hop = hop_at(story, g_array_index(way, guint32, i));
        gint64 had_us = i > 0
                            ? hop_at(story, g_array_index(way, guint32, i - 1))->time_us
                            : story->message.time_us;

        add_trace_of(page, hop, had_us, i == 0, &has_from_line);
    }
}

static void
add_vias(Page *page, const GArray *way)
{
    for (guint i = 0; i < way->len; i++) {
        const BpStoryHop *hop = hop_at(page->story, g_array_index(way, guint32, i));
        g_autoptr(GDateTime) date = date_time(page, hop->time_us);
        g_autofree char *text = g_date_time_format(date, "%Y%m%d.%H%M%S.UTC");
        g_autofree char *to = host_name(page->db, hop->to);

        if (is_fidonet(hop))
            add(page, "  ^AVia %s @%s\n", to, text);
    }
}

/* Blind copies name nobody. */
static void
add_to(Page *page)
{
    const BpStory *story = page->story;

    if (story->recipients->len > 1 && g_str_equal(story->message.kind, "spam")) {
        add(page, "  To: undisclosed-recipients:;\n");
        return;
    }
    for (guint i = 0; i < shown(page, story->recipients->len); i++) {
        g_autofree char *address = bp_plain(recipient_at(story, i)->address);

        add(page, "%s%s", i == 0 ? "  To: " : ",\n      ", address);
    }
    add(page, shown(page, story->recipients->len) < story->recipients->len ? ", ...\n"
                                                                           : "\n");
}

static void
add_headers(Page *page, const GArray *way)
{
    const BpStoryMessage *message = &page->story->message;
    g_autofree char *from = bp_plain(message->from);
    g_autofree char *id = bp_plain(message->id);
    g_autofree char *host = host_name(page->db, message->host);
    g_autofree char *date = header_date(page, message->time_us);
    gboolean is_null = g_str_equal(message->from, "<>");

    if (way->len > 0 &&
        is_smtp(hop_at(page->story, g_array_index(way, guint32, way->len - 1))))
        add(page, "  Return-Path: %s%s%s\n", is_null ? "" : "<", from,
            is_null ? "" : ">");
    add_trace(page, way);
    add(page, "  Date: %s\n", date);
    if (is_null && g_str_equal(message->kind, "bounce"))
        add(page, "  From: MAILER-DAEMON@%s\n", host);
    else
        add(page, "  From: %s\n", from);
    add_to(page);
    add(page, "  Message-Id: <%s@%s>\n", id, host);
    add_vias(page, way);
}

/* By UUCP alone, the way to answer: the hosts that it came by, the nearest first. */
static void
add_path_back(Page *page, const GArray *way)
{
    g_autofree char *user = user_of(page->story->message.from);

    if (!is_bang_way(page->story, way))
        return;
    add(page, "  (the bang path back: ");
    for (guint i = way->len; i-- > 0;) {
        add_host(page, hop_at(page->story, g_array_index(way, guint32, i))->from, 0);
        add(page, "!");
    }
    add(page, "%s)\n", user);
}

/* (nullable): whose headers are shown. */
static const BpStoryRecipient *
witness(const BpStory *story, const char *as)
{
    for (guint i = 0; i < story->recipients->len; i++) {
        const BpStoryRecipient *recipient = recipient_at(story, i);

        if (as != NULL ? g_str_equal(recipient->address, as)
                       : g_str_equal(recipient->state, "delivered"))
            return recipient;
    }
    return NULL;
}

static gboolean
add_view(Page *page, const char *as, GError **error)
{
    const BpStoryRecipient *recipient = witness(page->story, as);
    g_autofree char *address = bp_plain(recipient ? recipient->address : as);
    g_autoptr(GArray) way = NULL;

    if (recipient == NULL && as != NULL) {
        g_set_error(error, BP_ERROR, BP_ERROR_UNKNOWN,
                    "message %" G_GINT64_FORMAT " has no recipient \"%s\"",
                    page->story->message.serial, address);
        return FALSE;
    }
    if (recipient == NULL || !g_str_equal(recipient->state, "delivered")) {
        if (as)
            add(page, "\n%s never saw it\n", address);
        else
            add(page, "\nNo recipient saw it\n");
        return TRUE;
    }
    way = bp_story_way(page->story, recipient);
    add(page, "\nAs %s saw it\n", address);
    add_headers(page, way);
    add_path_back(page, way);
    return TRUE;
}

/* ---- hops and refusals ---- */

static void
add_hop(Page *page, const BpStoryHop *hop, guint count_width, guint bytes_width)
{
    g_autofree char *recipients = bp_format_count((guint64)hop->recipients);
    g_autofree char *bytes = bp_format_count((guint64)hop->bytes);
    g_autofree char *line = bp_plain(hop->line);
    g_autofree char *protocol = bp_plain(hop->protocol);
    g_autofree char *after =
        bp_format_duration(hop->time_us - page->story->message.time_us);

    add(page, "  ");
    add_moment(page, hop->time_us);
    add(page, "  %-8s  ", after);
    add_host(page, hop->from, page->host_width);
    add(page, " -> ");
    add_host(page, hop->to, page->host_width);
    add(page, "  for %*s, %*s bytes by ", (int)count_width, recipients,
        (int)bytes_width, bytes);
    if (*line)
        add(page, "%s over %s\n", protocol, line);
    else
        add(page, "%s at %" G_GINT64_FORMAT " bit/s\n", *protocol ? protocol : "?",
            hop->bps);
}

static void
add_hops(Page *page)
{
    const GArray *hops = page->story->hops;
    guint count_width = 1;
    guint bytes_width = 1;

    if (hops->len == 0) {
        add(page, "\nNo hop: it stayed where it was written\n");
        return;
    }
    for (guint i = 0; i < shown(page, hops->len); i++) {
        g_autofree char *n =
            bp_format_count((guint64)hop_at(page->story, i)->recipients);
        g_autofree char *bytes =
            bp_format_count((guint64)hop_at(page->story, i)->bytes);

        count_width = MAX(count_width, (guint)strlen(n));
        bytes_width = MAX(bytes_width, (guint)strlen(bytes));
    }
    add(page, "\nHops: %u\n", hops->len);
    for (guint i = 0; i < shown(page, hops->len); i++)
        add_hop(page, hop_at(page->story, i), count_width, bytes_width);
    add_rest(page, hops->len);
}

static void
add_refusals(Page *page)
{
    const GArray *refusals = page->story->refusals;

    if (refusals->len == 0)
        return;
    add(page, "\nRefusals: %u\n", refusals->len);
    for (guint i = 0; i < shown(page, refusals->len); i++) {
        const BpStoryRefusal *refusal = &g_array_index(refusals, BpStoryRefusal, i);
        g_autofree char *said = words(refusal->reason);

        add(page, "  ");
        add_moment(page, refusal->time_us);
        add(page, "  ");
        add_host(page, refusal->host, page->host_width);
        if (refusal->peer != BP_STORY_NONE) {
            add(page, " to ");
            add_host(page, refusal->peer, page->host_width);
        }
        add(page, "  for ");
        add_count(page, refusal->recipients, "recipient", "recipients");
        add(page, ": %s\n", said);
    }
    add_rest(page, refusals->len);
}

/* ---- what became of it ---- */

/* How far it came: `account > anyone`, or as a bang path, to the user's name if it was
 * delivered. */
static void
add_way(Page *page, const BpStoryRecipient *recipient)
{
    g_autoptr(GArray) way = bp_story_way(page->story, recipient);
    gboolean is_bang = is_bang_way(page->story, way);

    add_host(page, page->story->message.host, 0);
    for (guint i = 0; i < way->len; i++) {
        add(page, "%s", is_bang ? "!" : " > ");
        add_host(page, hop_at(page->story, g_array_index(way, guint32, i))->to, 0);
    }
    if (is_bang && g_str_equal(recipient->state, "delivered")) {
        g_autofree char *user = user_of(recipient->address);

        add(page, "!%s", user);
    }
}

static void
add_recipient(Page *page, const BpStoryRecipient *recipient, guint width)
{
    g_autofree char *address = bp_plain(recipient->address);
    g_autofree char *state = bp_plain(recipient->state);

    add(page, "  ");
    add_padded(page->out, address, width);
    add(page, "  %s", state);
    if (recipient->at == BP_STORY_NONE) {
        add(page, " when the run ended\n");
        return;
    }
    add(page, " ");
    add_moment(page, recipient->time_us);
    add(page, ", ");
    add_after(page, recipient->time_us);
    add(page, ", by ");
    add_way(page, recipient);
    if (recipient->reason) {
        g_autofree char *why = words(recipient->reason);

        add(page, "; ");
        add_host(page, recipient->at, 0);
        add(page, ": %s", why);
    }
    add(page, "\n");
}

static void
add_recipients(Page *page)
{
    const GArray *recipients = page->story->recipients;
    guint width = 0;

    for (guint i = 0; i < shown(page, recipients->len); i++) {
        g_autofree char *address = bp_plain(recipient_at(page->story, i)->address);

        widen(&width, address);
    }
    add(page, "\nWhat became of it\n");
    for (guint i = 0; i < shown(page, recipients->len); i++)
        add_recipient(page, recipient_at(page->story, i), width);
    add_rest(page, recipients->len);
}

/* ---- the cut ---- */

static void
add_cut_line(Page *page, const BpStoryCut *cut)
{
    g_autofree char *n = bp_format_count(cut->recipients);
    g_autofree char *relay = bp_plain(cut->relay);

    add(page, "  ");
    add_host(page, cut->host, page->host_width);
    if (g_str_equal(cut->relay, "closed-by-peer"))
        add(page, "  carried it for %s, closed though it was: for whom it serves\n", n);
    else
        add(page, "  was %s: closed, it would have stopped %s\n", relay, n);
}

static gboolean
add_cut(Page *page, GError **error)
{
    const BpStory *story = page->story;
    g_autoptr(GArray) cuts = NULL;
    guint64 delivered = 0;

    for (guint i = 0; i < story->recipients->len; i++)
        delivered += g_str_equal(recipient_at(story, i)->state, "delivered") ? 1 : 0;
    if (!g_str_equal(story->message.kind, "spam") || delivered == 0)
        return TRUE;
    cuts = bp_story_cut(page->db, story, error);
    if (cuts == NULL)
        return FALSE;

    g_autofree char *n = bp_format_count(delivered);

    if (cuts->len == 0) {
        add(page,
            "\nThe cut: of %s delivered no third party carried any: closing "
            "relays would not have stopped it\n",
            n);
        return TRUE;
    }
    add(page,
        "\nThe cut: which host, had it been closed to strangers, would have stopped "
        "how many of %s delivered\n",
        n);
    for (guint i = 0; i < shown(page, cuts->len); i++)
        add_cut_line(page, &g_array_index(cuts, BpStoryCut, i));
    add_rest(page, cuts->len);
    add(page, "  (on the way that it took, and unless it serves whoever is on either "
              "side)\n");
    return TRUE;
}

/* ---- the whole ---- */

static void
widen_by_host(Page *page, guint32 host)
{
    g_autofree char *name = NULL;

    if (host == BP_STORY_NONE)
        return;
    name = host_name(page->db, host);
    widen(&page->host_width, name);
}

static void
measure_hosts(Page *page)
{
    const BpStory *story = page->story;

    for (guint i = 0; i < shown(page, story->hops->len); i++) {
        widen_by_host(page, hop_at(story, i)->from);
        widen_by_host(page, hop_at(story, i)->to);
    }
    for (guint i = 0; i < shown(page, story->refusals->len); i++) {
        const BpStoryRefusal *refusal =
            &g_array_index(story->refusals, BpStoryRefusal, i);

        widen_by_host(page, refusal->host);
        widen_by_host(page, refusal->peer);
    }
}

char *
bp_story_text(BpRunDb *db, const BpStory *story, gboolean all, const char *as,
              GError **error)
{
    g_autoptr(GString) out = g_string_new(NULL);
    Page page = {.db = db, .story = story, .out = out, .all = all};

    measure_hosts(&page);
    add_what(&page);
    if (!add_view(&page, as, error))
        return NULL;
    add_hops(&page);
    add_refusals(&page);
    add_recipients(&page);
    if (!add_cut(&page, error))
        return NULL;
    return g_string_free(g_steal_pointer(&out), FALSE);
}

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
    g_autofree char *kind = bp_plain(message->kind);
    g_autofree char *moment =
        bp_format_moment(bp_run_db_begin_unix_s(db), message->time_us);
    g_autofree char *from = bp_plain(message->from);
    g_autofree char *recipients = recipients_text(entry);

    g_string_append_printf(out, "%8" G_GINT64_FORMAT "  %-36s  %-6s  %s  ",
                           message->serial, id, kind, moment);
    add_padded(out, from, from_width);
    g_string_append(out, "  ");
    add_padded(out, recipients, to_width);
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

        widen(&from_width, from);
        widen(&to_width, recipients);
    }
    g_string_append_printf(out, "%8s  %-36s  %-6s  %-19s  %-*s  %-*s  %s\n", "message",
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
