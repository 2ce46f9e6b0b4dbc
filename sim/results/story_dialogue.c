/* story_dialogue.c - which sessions there were about a message, and for whom each was.
 *
 * A session is a hop with the refusals of the same evening, or, over SMTP, where nothing is
 * sent of what is refused, refusals alone.
 */
#include "story_page.h"

#include <bangpath/units.h>
#include <string.h>

/* Over SMTP the envelope is answered before the body is sent: a refusal belongs to the hop
 * that ends so much later at most, beside what the body takes. Nobody tries again so soon. */
#define SAME_SESSION_US (60 * BP_SECOND_US)

typedef struct {
    StoryPage *page;  /* borrowed */
    GArray *sessions; /* owned, of StorySession */
    GHashTable
        *by_pair;     /* owned: guint64 of both hosts, to GArray of guint: sessions */
    GPtrArray *taken; /* owned: by hop: GArray of guint: recipients */
} Dialogue;

static void
clear_session(gpointer session)
{
    g_array_unref(((StorySession *)session)->refusals);
}

static void
free_array(gpointer array)
{
    g_array_unref(array);
}

static GArray *
indices(void)
{
    return g_array_new(FALSE, FALSE, sizeof(guint));
}

static void
dialogue_init(Dialogue *dialogue, StoryPage *page)
{
    dialogue->page = page;
    dialogue->sessions = g_array_new(FALSE, FALSE, sizeof(StorySession));
    g_array_set_clear_func(dialogue->sessions, clear_session);
    dialogue->by_pair =
        g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, free_array);
    dialogue->taken = g_ptr_array_new_with_free_func(free_array);
}

static void
dialogue_clear(Dialogue *dialogue)
{
    g_array_unref(dialogue->sessions);
    g_hash_table_unref(dialogue->by_pair);
    g_ptr_array_unref(dialogue->taken);
}

/* ---- sessions ---- */

/* Of guint: the sessions of @from with @to so far. */
static GArray *
sessions_of(Dialogue *dialogue, guint32 from, guint32 to)
{
    const gint64 pair = (gint64)((guint64)from << 32 | to);
    GArray *found = g_hash_table_lookup(dialogue->by_pair, &pair);

    if (found == NULL) {
        found = indices();
        g_hash_table_insert(dialogue->by_pair, g_memdup2(&pair, sizeof pair), found);
    }
    return found;
}

static StorySession *
add_session(Dialogue *dialogue, guint32 hop, guint32 from, guint32 to, gint64 time_us)
{
    const StorySession session = {
        .hop = hop, .from = from, .to = to, .time_us = time_us, .refusals = indices()};
    const guint i = dialogue->sessions->len;

    g_array_append_val(dialogue->sessions, session);
    g_array_append_val(sessions_of(dialogue, from, to), i);
    return &g_array_index(dialogue->sessions, StorySession, i);
}

/* How long before its end a session may have begun. */
static gint64
length_us(const BpStory *story, const StorySession *session)
{
    const BpStoryHop *hop;

    if (session->hop == BP_STORY_NONE)
        return 0;
    hop = story_hop(story, session->hop);
    if (story_tongue(hop) != STORY_SMTP)
        return 0;
    return SAME_SESSION_US +
           (hop->bps > 0 ? MIN(hop->bytes, G_MAXINT32) * 10 * BP_SECOND_US / hop->bps
                         : 0);
}

/* (nullable) */
static StorySession *
session_at(Dialogue *dialogue, const BpStoryRefusal *refusal)
{
    const GArray *of_pair = sessions_of(dialogue, refusal->peer, refusal->host);

    for (guint i = 0; i < of_pair->len; i++) {
        StorySession *session = &g_array_index(dialogue->sessions, StorySession,
                                               g_array_index(of_pair, guint, i));

        if (refusal->time_us <= session->time_us &&
            session->time_us - refusal->time_us <=
                length_us(dialogue->page->story, session))
            return session;
    }
    return NULL;
}

static gint
compare_sessions(gconstpointer a, gconstpointer b)
{
    const StorySession *x = a;
    const StorySession *y = b;

    if (x->time_us != y->time_us)
        return x->time_us < y->time_us ? -1 : 1;
    if (x->hop != y->hop)
        return x->hop < y->hop ? -1 : 1;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return x->to < y->to ? -1 : x->to > y->to;
}

static void
find_sessions(Dialogue *dialogue)
{
    const BpStory *story = dialogue->page->story;

    for (guint32 i = 0; i < story->hops->len; i++) {
        const BpStoryHop *hop = story_hop(story, i);

        add_session(dialogue, i, hop->from, hop->to, hop->time_us);
    }
    for (guint i = 0; i < story->refusals->len; i++) {
        const BpStoryRefusal *refusal =
            &g_array_index(story->refusals, BpStoryRefusal, i);
        StorySession *session;

        if (refusal->peer == BP_STORY_NONE)
            continue;
        session = session_at(dialogue, refusal);
        if (session == NULL)
            session = add_session(dialogue, BP_STORY_NONE, refusal->peer, refusal->host,
                                  refusal->time_us);
        g_array_append_val(session->refusals, i);
    }
    g_array_sort(dialogue->sessions, compare_sessions);
}

/* ---- for whom ---- */

static void
find_taken(Dialogue *dialogue)
{
    const BpStory *story = dialogue->page->story;

    for (guint32 i = 0; i < story->hops->len; i++)
        g_ptr_array_add(dialogue->taken, indices());
    for (guint i = 0; i < story->recipients->len; i++) {
        const BpStoryRecipient *recipient = story_recipient(story, i);

        for (guint32 h = recipient->last_hop; h != BP_STORY_NONE;
             h = story_hop(story, h)->before)
            g_array_append_val(((GArray *)g_ptr_array_index(dialogue->taken, h)), i);
    }
}

/* Those that ended by @refusal; of one to try later those that got there afterwards, if they
 * are as many. Else nobody: the database says for how many, not for whom. */
static GArray *
refused_by(const Dialogue *dialogue, const BpStoryRefusal *refusal)
{
    const BpStory *story = dialogue->page->story;
    GArray *refused = indices();

    for (guint i = 0; i < story->recipients->len; i++) {
        const BpStoryRecipient *recipient = story_recipient(story, i);

        if (recipient->time_us == refusal->time_us && recipient->reason != NULL &&
            strcmp(recipient->reason, refusal->reason) == 0 &&
            (recipient->refused_by == refusal->host || recipient->at == refusal->host))
            g_array_append_val(refused, i);
    }
    if (refused->len > 0)
        return refused;
    for (guint32 h = 0; h < story->hops->len; h++) {
        const BpStoryHop *hop = story_hop(story, h);
        const GArray *taken = g_ptr_array_index(dialogue->taken, h);

        if (hop->from != refusal->peer || hop->to != refusal->host ||
            hop->time_us < refusal->time_us ||
            (gint64)taken->len != refusal->recipients)
            continue;
        g_array_append_vals(refused, taken->data, taken->len);
        break;
    }
    return refused;
}

/* ---- the whole ---- */

static void
add_heading(StoryPage *page, const StorySession *session)
{
    const BpStoryHop *hop =
        session->hop != BP_STORY_NONE ? story_hop(page->story, session->hop) : NULL;
    g_autofree char *from = story_host(page->db, session->from);
    g_autofree char *to = story_host(page->db, session->to);

    story_put(page, "\n  ");
    story_put_moment(page, session->time_us);
    story_put(page, "  %s to %s%s\n", from, to,
              hop == NULL ? ": nothing was sent" : "");
}

static void
add_one(Dialogue *dialogue, const StorySession *session)
{
    const BpStory *story = dialogue->page->story;
    g_autoptr(GArray) nobody = indices();
    g_autoptr(GPtrArray) refused = g_ptr_array_new_with_free_func(free_array);
    const GArray *taken = session->hop != BP_STORY_NONE
                              ? g_ptr_array_index(dialogue->taken, session->hop)
                              : nobody;

    for (guint i = 0; i < session->refusals->len; i++)
        g_ptr_array_add(
            refused,
            refused_by(dialogue,
                       &g_array_index(story->refusals, BpStoryRefusal,
                                      g_array_index(session->refusals, guint, i))));
    add_heading(dialogue->page, session);
    story_put_talk(dialogue->page, session, taken, refused);
}

char *
bp_story_dialogue(BpRunDb *db, const BpStory *story, gboolean all)
{
    GString *out = g_string_new(NULL);
    StoryPage page = {
        .db = db, .story = story, .out = out, .margin = "    ", .all = all};
    Dialogue dialogue;
    guint n;

    dialogue_init(&dialogue, &page);
    find_sessions(&dialogue);
    find_taken(&dialogue);
    n = dialogue.sessions->len;
    if (n == 0)
        story_put(&page, "No dialogue: it stayed where it was written\n");
    else
        story_put(&page, "Dialogue: %u session%s\n", n, n == 1 ? "" : "s");
    for (guint i = 0; i < story_shown(&page, n); i++)
        add_one(&dialogue, &g_array_index(dialogue.sessions, StorySession, i));
    story_put_rest(&page, n);
    dialogue_clear(&dialogue);
    return g_string_free(out, FALSE);
}
