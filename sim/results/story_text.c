/* story_text.c - a message's story in words. */
#include "story_page.h"

#include <bangpath/plain.h>
#include <bangpath/units.h>
#include <string.h>

/* `after 40 s`, since it was written. */
static void
add_after(StoryPage *page, gint64 time_us)
{
    g_autofree char *after = bp_format_duration(time_us - page->story->message.time_us);

    story_put(page, "after %s", after);
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
        const BpStoryRecipient *recipient = story_recipient(story, i);
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
add_outcomes(StoryPage *page)
{
    g_autoptr(GArray) outcomes = outcomes_of(page->story);

    story_put(page, "Recipients  ");
    story_put_count(page, page->story->recipients->len, "recipient", "recipients");
    for (guint i = 0; i < outcomes->len; i++) {
        const Outcome *outcome = &g_array_index(outcomes, Outcome, i);
        g_autofree char *n = bp_format_count(outcome->n);
        g_autofree char *state = bp_plain(outcome->state);
        g_autofree char *reason = bp_plain(outcome->reason);

        story_put(page, "%s %s %s%s%s%s", i == 0 ? ":" : ",", n, state,
                  *reason ? " (" : "", reason, *reason ? ")" : "");
    }
    story_put(page, "\n");
}

static void
add_sender(StoryPage *page)
{
    const BpStoryMessage *message = &page->story->message;
    g_autofree char *from = bp_plain(message->from);
    g_autofree char *host = story_host(page->db, message->host);
    const char *at = strrchr(message->from, '@');

    story_put(page, "Sender      %s", from);
    if (g_str_equal(message->from, "<>"))
        story_put(page, ", the null sender: nobody is to be told");
    if (message->forged)
        story_put(page, ", forged");
    if (message->owner != 0 && g_str_equal(message->kind, "probe"))
        story_put(page, "\n            really from a relay tester, who sits on %s",
                  host);
    else if (message->owner != 0)
        story_put(page,
                  "\n            really from spammer %" G_GINT64_FORMAT
                  ", whose account is on %s",
                  message->owner, host);
    else if (at != NULL &&
             !g_str_equal(at + 1, bp_run_db_node(page->db, message->host)->name))
        story_put(page, ", who handed it in from %s", host);
    story_put(page, "\n");
}

static void
add_other_message(StoryPage *page, const BpStoryBounce *bounce)
{
    g_autofree char *id = bp_plain(bounce->id);
    g_autofree char *host = story_host(page->db, bounce->host);

    story_put(page, "message %" G_GINT64_FORMAT "  %s  made at %s\n", bounce->serial,
              *id ? id : "(not kept)", host);
}

/* Those of @bounces that return the message, or those that only warn. */
static guint
add_made_of_it(StoryPage *page, gboolean warnings)
{
    const GArray *bounces = page->story->bounces;
    guint n = 0;

    for (guint i = 0; i < bounces->len; i++) {
        const BpStoryBounce *bounce = &g_array_index(bounces, BpStoryBounce, i);

        if (bounce->warning != warnings || n++ >= story_shown(page, G_MAXUINT))
            continue;
        story_put(page, "%s",
                  n > 1      ? "            "
                  : warnings ? "Warned by   "
                             : "Bounced by  ");
        add_other_message(page, bounce);
    }
    story_put_rest(page, n);
    return n;
}

static void
add_bounces(StoryPage *page)
{
    const BpStory *story = page->story;

    for (guint i = 0; i < story->bounced->len; i++) {
        const BpStoryBounce *bounced = &g_array_index(story->bounced, BpStoryBounce, i);
        g_autofree char *id = bp_plain(bounced->id);

        story_put(page, "%s message %" G_GINT64_FORMAT "  %s%s\n",
                  bounced->warning ? "It warns of" : "It bounces ", bounced->serial,
                  *id ? id : "(not kept)",
                  bounced->warning ? ", which still waited" : "");
    }
    add_made_of_it(page, TRUE);
    if (add_made_of_it(page, FALSE) > 0)
        return;
    for (guint i = 0; i < story->recipients->len; i++)
        if (g_str_equal(story_recipient(story, i)->state, "bounced")) {
            story_put(page,
                      "Bounced by  no message: who handed it over was told at once\n");
            return;
        }
}

static gboolean
is_warning(const BpStory *story)
{
    return story->bounced->len > 0 &&
           g_array_index(story->bounced, BpStoryBounce, 0).warning;
}

static void
add_what(StoryPage *page)
{
    const BpStoryMessage *message = &page->story->message;
    g_autofree char *kind = bp_plain(message->kind);
    g_autofree char *id = bp_plain(message->id);
    g_autofree char *host = story_host(page->db, message->host);

    story_put(page,
              "Message %" G_GINT64_FORMAT ", %s%s\n\nId          %s\nWritten     ",
              message->serial, kind,
              is_warning(page->story) ? ": a warning, nothing is returned" : "", id);
    story_put_moment(page, message->time_us);
    story_put(page, " UTC on %s, ", host);
    story_put_count(page, message->size_bytes, "byte", "bytes");
    story_put(page, "\n");
    add_sender(page);
    add_outcomes(page);
    add_bounces(page);
}

/* ---- as one recipient saw it ---- */

/* (nullable): whose headers are shown. */
static const BpStoryRecipient *
witness(const BpStory *story, const char *as)
{
    for (guint i = 0; i < story->recipients->len; i++) {
        const BpStoryRecipient *recipient = story_recipient(story, i);

        if (as != NULL ? g_str_equal(recipient->address, as)
                       : g_str_equal(recipient->state, "delivered"))
            return recipient;
    }
    return NULL;
}

static gboolean
add_view(StoryPage *page, const char *as, GError **error)
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
            story_put(page, "\n%s never saw it\n", address);
        else
            story_put(page, "\nNo recipient saw it\n");
        return TRUE;
    }
    way = bp_story_way(page->story, recipient);
    story_put(page, "\nAs %s saw it\n", address);
    story_put_headers(page, recipient, way);
    if (story_is_bang_way(page->story, way)) {
        g_autofree char *back = story_way_back(page->db, page->story, way);

        story_put_line(page, "(the bang path back: %s)", back);
    }
    return TRUE;
}

/* ---- hops and refusals ---- */

static void
add_hop(StoryPage *page, const BpStoryHop *hop, guint count_width, guint bytes_width)
{
    g_autofree char *recipients = bp_format_count((guint64)hop->recipients);
    g_autofree char *bytes = bp_format_count((guint64)hop->bytes);
    g_autofree char *line = bp_plain(hop->line);
    g_autofree char *protocol = bp_plain(hop->protocol);
    g_autofree char *after =
        bp_format_duration(hop->time_us - page->story->message.time_us);

    story_put(page, "  ");
    story_put_moment(page, hop->time_us);
    story_put(page, "  %-8s  ", after);
    story_put_host(page, hop->from, page->host_width);
    story_put(page, " -> ");
    story_put_host(page, hop->to, page->host_width);
    story_put(page, "  for %*s, %*s bytes by ", (int)count_width, recipients,
              (int)bytes_width, bytes);
    if (*line)
        story_put(page, "%s over %s\n", protocol, line);
    else
        story_put(page, "%s at %" G_GINT64_FORMAT " bit/s\n",
                  *protocol ? protocol : "?", hop->bps);
}

static void
add_hops(StoryPage *page)
{
    const GArray *hops = page->story->hops;
    guint count_width = 1;
    guint bytes_width = 1;

    if (hops->len == 0) {
        story_put(page, "\nNo hop: it stayed where it was written\n");
        return;
    }
    for (guint i = 0; i < story_shown(page, hops->len); i++) {
        g_autofree char *n =
            bp_format_count((guint64)story_hop(page->story, i)->recipients);
        g_autofree char *bytes =
            bp_format_count((guint64)story_hop(page->story, i)->bytes);

        count_width = MAX(count_width, (guint)strlen(n));
        bytes_width = MAX(bytes_width, (guint)strlen(bytes));
    }
    story_put(page, "\nHops: %u\n", hops->len);
    for (guint i = 0; i < story_shown(page, hops->len); i++)
        add_hop(page, story_hop(page->story, i), count_width, bytes_width);
    story_put_rest(page, hops->len);
}

static void
add_refusals(StoryPage *page)
{
    const GArray *refusals = page->story->refusals;

    if (refusals->len == 0)
        return;
    story_put(page, "\nRefusals: %u\n", refusals->len);
    for (guint i = 0; i < story_shown(page, refusals->len); i++) {
        const BpStoryRefusal *refusal = &g_array_index(refusals, BpStoryRefusal, i);
        g_autofree char *said = story_words(refusal->reason);

        story_put(page, "  ");
        story_put_moment(page, refusal->time_us);
        story_put(page, "  ");
        story_put_host(page, refusal->host, page->host_width);
        if (refusal->peer != BP_STORY_NONE) {
            story_put(page, " to ");
            story_put_host(page, refusal->peer, page->host_width);
        }
        story_put(page, "  for ");
        story_put_count(page, refusal->recipients, "recipient", "recipients");
        story_put(page, ": \"%s\"\n", said);
    }
    story_put_rest(page, refusals->len);
}

/* ---- what became of it ---- */

/* How far it came: `account > anyone`, or as a bang path, to the user's name if it was
 * delivered. */
static void
add_way(StoryPage *page, const BpStoryRecipient *recipient)
{
    g_autoptr(GArray) way = bp_story_way(page->story, recipient);
    gboolean is_bang = story_is_bang_way(page->story, way);

    story_put_host(page, page->story->message.host, 0);
    for (guint i = 0; i < way->len; i++) {
        story_put(page, "%s", is_bang ? "!" : " > ");
        story_put_host(page, story_hop(page->story, g_array_index(way, guint32, i))->to,
                       0);
    }
    if (is_bang && g_str_equal(recipient->state, "delivered")) {
        g_autofree char *user = story_user(recipient->address);

        story_put(page, "!%s", user);
    }
}

static void
add_recipient(StoryPage *page, const BpStoryRecipient *recipient, guint width)
{
    g_autofree char *address = bp_plain(recipient->address);
    g_autofree char *state = bp_plain(recipient->state);

    story_put(page, "  ");
    story_add_padded(page->out, address, width);
    story_put(page, "  %s", state);
    if (recipient->at == BP_STORY_NONE) {
        story_put(page, " when the run ended\n");
        return;
    }
    story_put(page, " ");
    story_put_moment(page, recipient->time_us);
    story_put(page, ", ");
    add_after(page, recipient->time_us);
    story_put(page, ", by ");
    add_way(page, recipient);
    if (recipient->reason) {
        g_autofree char *why = story_words(recipient->reason);

        story_put(page, "; ");
        story_put_host(page, recipient->at, 0);
        story_put(page, ": \"%s\"", why);
    }
    story_put(page, "\n");
}

static void
add_recipients(StoryPage *page)
{
    const GArray *recipients = page->story->recipients;
    guint width = 0;

    for (guint i = 0; i < story_shown(page, recipients->len); i++) {
        g_autofree char *address = bp_plain(story_recipient(page->story, i)->address);

        story_widen(&width, address);
    }
    story_put(page, "\nWhat became of it\n");
    for (guint i = 0; i < story_shown(page, recipients->len); i++)
        add_recipient(page, story_recipient(page->story, i), width);
    story_put_rest(page, recipients->len);
}

/* ---- the cut ---- */

static void
add_cut_line(StoryPage *page, const BpStoryCut *cut)
{
    g_autofree char *n = bp_format_count(cut->recipients);
    g_autofree char *relay = bp_plain(cut->relay);

    story_put(page, "  ");
    story_put_host(page, cut->host, page->host_width);
    if (g_str_equal(cut->relay, "closed-by-peer"))
        story_put(page,
                  "  carried it for %s, closed though it was: for whom it serves\n", n);
    else
        story_put(page, "  was %s: closed, it would have stopped %s\n", relay, n);
}

static gboolean
add_cut(StoryPage *page, GError **error)
{
    const BpStory *story = page->story;
    g_autoptr(GArray) cuts = NULL;
    guint64 delivered = 0;

    for (guint i = 0; i < story->recipients->len; i++)
        delivered += g_str_equal(story_recipient(story, i)->state, "delivered") ? 1 : 0;
    if (!g_str_equal(story->message.kind, "spam") || delivered == 0)
        return TRUE;
    cuts = bp_story_cut(page->db, story, error);
    if (cuts == NULL)
        return FALSE;

    g_autofree char *n = bp_format_count(delivered);

    if (cuts->len == 0) {
        story_put(page,
                  "\nThe cut: of %s delivered no third party carried any: closing "
                  "relays would not have stopped it\n",
                  n);
        return TRUE;
    }
    story_put(
        page,
        "\nThe cut: which host, had it been closed to strangers, would have stopped "
        "how many of %s delivered\n",
        n);
    for (guint i = 0; i < story_shown(page, cuts->len); i++)
        add_cut_line(page, &g_array_index(cuts, BpStoryCut, i));
    story_put_rest(page, cuts->len);
    story_put(page,
              "  (on the way that it took, and unless it serves whoever is on either "
              "side)\n");
    return TRUE;
}

/* ---- the whole ---- */

static void
widen_by_host(StoryPage *page, guint32 host)
{
    g_autofree char *name = NULL;

    if (host == BP_STORY_NONE)
        return;
    name = story_host(page->db, host);
    story_widen(&page->host_width, name);
}

static void
measure_hosts(StoryPage *page)
{
    const BpStory *story = page->story;

    for (guint i = 0; i < story_shown(page, story->hops->len); i++) {
        widen_by_host(page, story_hop(story, i)->from);
        widen_by_host(page, story_hop(story, i)->to);
    }
    for (guint i = 0; i < story_shown(page, story->refusals->len); i++) {
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
    StoryPage page = {.db = db, .story = story, .out = out, .margin = "  ", .all = all};

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
