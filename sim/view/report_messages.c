/* report_messages.c - some of the messages that a run has kept, each with its story. */
#include "report_private.h"

#include <bangpath/plain.h>
#include <bangpath/report.h>
#include <bangpath/run_history.h>
#include <bangpath/story.h>
#include <string.h>

#define ROOM_BYTES 4000000     /* of the stories of all runs together */
#define DIALOGUE_BYTES 2500000 /* of the dialogues, and what one may have at most: */
#define LONGEST_DIALOGUE 40000
#define MAX_HOPS 200 /* of a message, to be drawn */
#define MAX_KINDS 16

typedef struct {
    const char *kind; /* borrowed from the database */
    guint n;
    guint take;
} Kind;

/* ---- which ---- */

static Kind *
kind_of(GArray *kinds, const char *name)
{
    for (guint i = 0; i < kinds->len; i++)
        if (strcmp(g_array_index(kinds, Kind, i).kind, name) == 0)
            return &g_array_index(kinds, Kind, i);
    if (kinds->len < MAX_KINDS)
        g_array_append_vals(kinds, &(Kind){.kind = name}, 1);
    return &g_array_index(kinds, Kind, kinds->len - 1);
}

static int
by_n(gconstpointer a, gconstpointer b)
{
    const Kind *p = a;
    const Kind *q = b;

    if (p->n != q->n)
        return p->n < q->n ? -1 : 1;
    return strcmp(p->kind, q->kind);
}

/* What a rare kind leaves of its share goes to the others. */
static GArray *
share_out(const GArray *kept, guint most)
{
    GArray *kinds = g_array_new(FALSE, TRUE, sizeof(Kind));

    for (guint i = 0; i < kept->len; i++)
        kind_of(kinds, g_array_index(kept, BpRunKept, i).kind)->n++;
    g_array_sort(kinds, by_n);
    for (guint i = 0; i < kinds->len; i++) {
        Kind *kind = &g_array_index(kinds, Kind, i);

        kind->take = MIN(kind->n, most / (kinds->len - i));
        most -= kind->take;
    }
    return kinds;
}

/* (transfer full): of gint64, ascending: evenly spread over the messages of each kind. */
static GArray *
choose(const GArray *kept, guint most)
{
    GArray *serials = g_array_new(FALSE, FALSE, sizeof(gint64));
    g_autoptr(GArray) kinds = share_out(kept, most);
    guint seen[MAX_KINDS] = {0};

    for (guint i = 0; i < kept->len; i++) {
        const BpRunKept *message = &g_array_index(kept, BpRunKept, i);
        const Kind *kind = kind_of(kinds, message->kind);
        guint *nth = &seen[kind - &g_array_index(kinds, Kind, 0)];

        /* The nth is taken where the count of those to take passes a whole number. */
        if ((guint64)*nth * kind->take % kind->n < kind->take)
            g_array_append_val(serials, message->serial);
        ++*nth;
    }
    return serials;
}

/* ---- one ---- */

/* "91 bounced, 9 delivered": as bangpath show lists it. */
static char *
describe_outcome(const BpStory *story)
{
    static const char *const states[] = {"delivered", "bounced", "discarded", "lost",
                                         "queued"};
    GString *text = g_string_new(NULL);

    for (guint s = 0; s < G_N_ELEMENTS(states); s++) {
        guint n = 0;

        for (guint i = 0; i < story->recipients->len; i++)
            n += g_str_equal(
                g_array_index(story->recipients, BpStoryRecipient, i).state, states[s]);
        if (n > 0)
            g_string_append_printf(text, "%s%u %s", text->len > 0 ? ", " : "", n,
                                   states[s]);
    }
    return g_string_free(text, FALSE);
}

static void
put_hops(JsonBuilder *json, const BpStory *story)
{
    json_builder_set_member_name(json, "hops");
    json_builder_begin_array(json);
    for (guint i = 0; i < MIN(story->hops->len, MAX_HOPS); i++) {
        const BpStoryHop *hop = &g_array_index(story->hops, BpStoryHop, i);

        json_builder_begin_array(json);
        json_builder_add_int_value(json, hop->time_us);
        json_builder_add_int_value(json, hop->from);
        json_builder_add_int_value(json, hop->to);
        json_builder_add_int_value(json, hop->recipients);
        json_builder_end_array(json);
    }
    json_builder_end_array(json);
}

static void
put_whole(JsonBuilder *json, const char *name, gint64 number)
{
    json_builder_set_member_name(json, name);
    json_builder_add_int_value(json, number);
}

/* Room: what is left for texts. */
typedef struct {
    gsize story_bytes;
    gsize dialogue_bytes;
    guint n_put;
} Room;

/* Where it does not fit the page says how to have it. */
static void
put_dialogue(JsonBuilder *json, const ReportRun *run, const BpStory *story, Room *room)
{
    g_autofree char *text = bp_story_dialogue(run->db, story, FALSE);
    const gsize length = strlen(text);

    if (length > MIN(room->dialogue_bytes, LONGEST_DIALOGUE))
        return;
    room->dialogue_bytes -= length;
    json_builder_set_member_name(json, "dialogue"); /* plain, as the story */
    json_builder_add_string_value(json, text);
}

static void
put_message(JsonBuilder *json, const ReportRun *run, const BpStory *story,
            const char *text, Room *room)
{
    const BpStoryMessage *message = &story->message;
    g_autofree char *outcome = describe_outcome(story);

    json_builder_begin_object(json);
    put_whole(json, "serial", message->serial);
    put_whole(json, "time_us", message->time_us);
    put_whole(json, "host", message->host);
    put_whole(json, "size_bytes", message->size_bytes);
    put_whole(json, "recipients", story->recipients->len);
    put_whole(json, "refusals", story->refusals->len);
    put_whole(json, "n_hops", story->hops->len);
    json_builder_set_member_name(json, "forged");
    json_builder_add_boolean_value(json, message->forged);
    report_put_text(json, "id", message->id);
    report_put_text(json, "kind", message->kind);
    report_put_text(json, "from", message->from);
    report_put_text(json, "first",
                    story->recipients->len > 0
                        ? g_array_index(story->recipients, BpStoryRecipient, 0).address
                        : "");
    report_put_text(json, "outcome", outcome);
    put_hops(json, story);
    json_builder_set_member_name(json, "story"); /* plain, but for its ends of lines */
    json_builder_add_string_value(json, text);
    put_dialogue(json, run, story, room);
    json_builder_end_object(json);
}

/* What does not fit is not put. */
static gboolean
put_story(JsonBuilder *json, const ReportRun *run, gint64 serial, Room *room,
          GError **error)
{
    g_autoptr(BpStory) story = bp_story_read(run->db, serial, error);
    g_autofree char *text = NULL;

    if (story == NULL)
        return FALSE;
    text = bp_story_text(run->db, story, FALSE, NULL, error);
    if (text == NULL)
        return FALSE;
    if (strlen(text) > room->story_bytes)
        return TRUE;
    room->story_bytes -= strlen(text);
    room->n_put++;
    put_message(json, run, story, text, room);
    return TRUE;
}

static gboolean
kept_all(const BpRunDb *db)
{
    return g_strcmp0(bp_run_db_text(db, "trace_ppm"), "1000000") == 0;
}

gboolean
report_messages(JsonBuilder *json, const ReportRun *run, GError **error)
{
    g_autoptr(GArray) kept = bp_run_db_kept(run->db, error);
    g_autoptr(GArray) serials = NULL;
    g_autofree char *how = NULL;
    Room room = {ROOM_BYTES / run->n_runs, DIALOGUE_BYTES / run->n_runs, 0};

    if (kept == NULL)
        return FALSE;
    serials = choose(kept, BP_REPORT_MESSAGES / run->n_runs);
    put_whole(json, "n_kept", kept->len);
    json_builder_set_member_name(json, "messages");
    json_builder_begin_array(json);
    for (guint i = 0; i < serials->len; i++)
        if (!put_story(json, run, g_array_index(serials, gint64, i), &room, error))
            return FALSE;
    json_builder_end_array(json);
    how = bp_story_how_to_keep(run->db);
    report_put_text(json, "how_to_keep", kept_all(run->db) ? NULL : how);
    if (room.n_put < kept->len)
        g_ptr_array_add(
            run->notes,
            g_strdup_printf("%u of the %u messages that the run kept are in "
                            "this page, spread evenly over each kind; "
                            "'bangpath show' has them all.",
                            room.n_put, kept->len));
    return TRUE;
}
