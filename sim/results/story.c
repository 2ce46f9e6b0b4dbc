/* story.c - reads what a run database has of one message, and puts the hops in line. */
#include "story_private.h"

#include <bangpath/units.h>
#include <string.h>

/* ---- rows, looked at with suspicion ---- */

static gboolean
good_time(gint64 time_us)
{
    return time_us >= 0 && time_us <= BP_TIME_MAX_US;
}

static gboolean
is_null(const BpQuery *row, int column)
{
    return sqlite3_column_type(row->statement, column) == SQLITE_NULL;
}

/* A host, or where it may be NULL none. */
static gboolean
read_host(const BpQuery *row, int column, gboolean nullable, guint32 *host)
{
    gint64 number = bp_query_whole(row, column);

    if (is_null(row, column)) {
        *host = BP_STORY_NONE;
        return nullable;
    }
    *host = (guint32)number;
    return bp_run_db_has_node(row->db, number);
}

gboolean
bp_story_message(const BpQuery *row, BpStoryMessage *message, GError **error)
{
    *message = (BpStoryMessage){
        .serial = bp_query_whole(row, 0),
        .id = bp_query_text(row, 1),
        .kind = bp_query_text(row, 2),
        .time_us = bp_query_whole(row, 3),
        .from = bp_query_text(row, 5),
        .forged = bp_query_whole(row, 6) != 0,
        .size_bytes = bp_query_whole(row, 7),
        .owner = bp_query_whole(row, 8),
    };
    if (!read_host(row, 4, FALSE, &message->host) || !good_time(message->time_us) ||
        message->serial < 0 || message->size_bytes < 0)
        return bp_run_db_damaged(row->db, "a message that cannot be", error);
    return TRUE;
}

static gboolean
read_recipient(const BpQuery *row, BpStory *story)
{
    BpStoryRecipient recipient = {
        .address = bp_query_text(row, 0),
        .state = bp_query_text(row, 2),
        .reason = bp_query_text_or_null(row, 3),
        .time_us = is_null(row, 4) ? -1 : bp_query_whole(row, 4),
        .last_hop = BP_STORY_NONE,
        .refused_by = BP_STORY_NONE,
    };
    gboolean ended = !is_null(row, 4);

    if (!read_host(row, 1, FALSE, &recipient.host) ||
        !read_host(row, 5, !ended, &recipient.at) ||
        ended != (recipient.at != BP_STORY_NONE) ||
        (ended && !good_time(recipient.time_us)))
        return FALSE;
    g_array_append_val(story->recipients, recipient);
    return TRUE;
}

static gboolean
read_hop(const BpQuery *row, BpStory *story)
{
    BpStoryHop hop = {
        .time_us = bp_query_whole(row, 0),
        .recipients = bp_query_whole(row, 3),
        .bytes = bp_query_whole(row, 4),
        .line = bp_query_text_or_null(row, 5),
        .protocol = bp_query_text(row, 6),
        .bps = bp_query_whole(row, 7),
        .before = BP_STORY_NONE,
    };

    if (!read_host(row, 1, FALSE, &hop.from) || !read_host(row, 2, FALSE, &hop.to) ||
        !good_time(hop.time_us) || hop.recipients < 1 || hop.bytes < 0 || hop.bps < 0)
        return FALSE;
    g_array_append_val(story->hops, hop);
    return TRUE;
}

static gboolean
read_refusal(const BpQuery *row, BpStory *story)
{
    BpStoryRefusal refusal = {
        .time_us = bp_query_whole(row, 0),
        .reason = bp_query_text(row, 3),
        .recipients = bp_query_whole(row, 4),
    };

    if (!read_host(row, 1, TRUE, &refusal.peer) ||
        !read_host(row, 2, FALSE, &refusal.host) || !good_time(refusal.time_us) ||
        refusal.recipients < 1)
        return FALSE;
    g_array_append_val(story->refusals, refusal);
    return TRUE;
}

static gboolean
add_bounce(const BpQuery *row, GArray *bounces)
{
    BpStoryBounce bounce = {
        .serial = bp_query_whole(row, 0),
        .id = bp_query_text_or_null(row, 1),
        .warning = bp_query_whole(row, 3) != 0,
    };

    if (!read_host(row, 2, FALSE, &bounce.host) || bounce.serial < 0)
        return FALSE;
    g_array_append_val(bounces, bounce);
    return TRUE;
}

static gboolean
read_bounce(const BpQuery *row, BpStory *story)
{
    return add_bounce(row, story->bounces);
}

static gboolean
read_bounced(const BpQuery *row, BpStory *story)
{
    return add_bounce(row, story->bounced);
}

/* All rows that @sql finds for the story's message. */
static gboolean
read_rows(BpRunDb *db, BpStory *story, const char *sql,
          gboolean (*read_row)(const BpQuery *row, BpStory *story), GError **error)
{
    BpQuery query;
    gboolean good = TRUE;
    gboolean possible = TRUE;

    if (!bp_query_open(&query, db, sql, error))
        return FALSE;
    sqlite3_bind_int64(query.statement, 1, story->message.serial);
    while (possible && bp_query_next(&query, &good, error))
        possible = read_row(&query, story);
    bp_query_close(&query);
    if (!possible)
        return bp_run_db_damaged(db, "a row of a message that cannot be", error);
    return good;
}

static const struct {
    const char *sql;
    gboolean (*read_row)(const BpQuery *row, BpStory *story);
} parts[] = {
    {"SELECT rcpt, host, state, reason, time_us, at_host FROM recipients "
     "WHERE serial = ? ORDER BY number",
     read_recipient},
    {"SELECT h.time_us, from_host, to_host, recipients, bytes, line, protocol, bps "
     "FROM hops AS h LEFT JOIN links AS l ON l.link = h.link "
     "WHERE serial = ? ORDER BY h.time_us, h.rowid",
     read_hop},
    {"SELECT time_us, peer, host, reason, recipients FROM refusals WHERE serial = ? "
     "ORDER BY time_us, rowid",
     read_refusal},
    {"SELECT bounce, m.id, b.host, warning FROM bounces AS b LEFT JOIN messages AS m "
     "ON m.serial = bounce WHERE b.serial = ? ORDER BY bounce",
     read_bounce},
    {"SELECT b.serial, m.id, b.host, warning FROM bounces AS b LEFT JOIN messages AS m "
     "ON m.serial = b.serial WHERE bounce = ?",
     read_bounced},
};

/* ---- in line ---- */

static const BpStoryHop *
hop_at(const BpStory *story, guint32 i)
{
    return &g_array_index(story->hops, BpStoryHop, i);
}

/* Each hop's before: the last to where it leaves from. */
static void
link_hops(BpStory *story, guint32 n_nodes)
{
    g_autofree guint32 *last = g_new(guint32, n_nodes);

    memset(last, 0xff, n_nodes * sizeof *last);
    for (guint32 i = 0; i < story->hops->len; i++) {
        BpStoryHop *hop = &g_array_index(story->hops, BpStoryHop, i);

        hop->before = last[hop->from];
        last[hop->to] = i;
    }
}

static gint
compare_arrivals(gconstpointer a, gconstpointer b, gpointer data)
{
    guint32 x = *(const guint32 *)a;
    guint32 y = *(const guint32 *)b;
    guint32 to_x = hop_at(data, x)->to;
    guint32 to_y = hop_at(data, y)->to;

    if (to_x != to_y)
        return to_x < to_y ? -1 : 1;
    return x < y ? -1 : x > y;
}

/* (transfer full): places of the hops, by the host that they lead to, then by time. */
static GArray *
arrivals_of(BpStory *story)
{
    GArray *arrivals = g_array_new(FALSE, FALSE, sizeof(guint32));

    for (guint32 i = 0; i < story->hops->len; i++)
        g_array_append_val(arrivals, i);
    g_array_sort_with_data(arrivals, compare_arrivals, story);
    return arrivals;
}

/* The last hop to @host not after @time_us, or BP_STORY_NONE. */
static guint32
last_arrival(const BpStory *story, const GArray *arrivals, guint32 host, gint64 time_us)
{
    guint low = 0;
    guint high = arrivals->len;

    while (low < high) {
        guint middle = low + (high - low) / 2;
        const BpStoryHop *hop = hop_at(story, g_array_index(arrivals, guint32, middle));

        if (hop->to < host || (hop->to == host && hop->time_us <= time_us))
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return BP_STORY_NONE;

    guint32 found = g_array_index(arrivals, guint32, low - 1);

    return hop_at(story, found)->to == host ? found : BP_STORY_NONE;
}

/* (nullable): the refusal by which @recipient ended. */
static const BpStoryRefusal *
refusal_of(const BpStory *story, const BpStoryRecipient *recipient)
{
    guint low = 0;
    guint high = story->refusals->len;

    while (low < high) {
        guint middle = low + (high - low) / 2;

        if (g_array_index(story->refusals, BpStoryRefusal, middle).time_us <
            recipient->time_us)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < story->refusals->len; low++) {
        const BpStoryRefusal *refusal =
            &g_array_index(story->refusals, BpStoryRefusal, low);

        if (refusal->time_us != recipient->time_us)
            break;
        if (refusal->host == recipient->at &&
            g_strcmp0(refusal->reason, recipient->reason) == 0)
            return refusal;
    }
    return NULL;
}

/* Over UUCP and its like the file has come, and the host refuses it at its last byte; over
 * SMTP it stays with the peer. */
static void
place(BpStory *story, const GArray *arrivals, BpStoryRecipient *recipient)
{
    const BpStoryRefusal *refusal;

    if (recipient->at == BP_STORY_NONE)
        return;
    recipient->last_hop =
        last_arrival(story, arrivals, recipient->at, recipient->time_us);
    if (recipient->last_hop != BP_STORY_NONE &&
        hop_at(story, recipient->last_hop)->time_us == recipient->time_us)
        return;
    refusal = refusal_of(story, recipient);
    if (refusal == NULL || refusal->peer == BP_STORY_NONE)
        return;
    recipient->refused_by = refusal->host;
    recipient->last_hop =
        last_arrival(story, arrivals, refusal->peer, recipient->time_us);
}

static void
put_in_line(BpRunDb *db, BpStory *story)
{
    g_autoptr(GArray) arrivals = arrivals_of(story);

    link_hops(story, bp_run_db_n_nodes(db));
    for (guint i = 0; i < story->recipients->len; i++)
        place(story, arrivals, &g_array_index(story->recipients, BpStoryRecipient, i));
}

/* ---- the whole ---- */

static gboolean
read_message(BpRunDb *db, gint64 serial, BpStory *story, GError **error)
{
    BpQuery query;
    gboolean good;
    gboolean found;

    if (!bp_query_open(&query, db,
                       "SELECT " BP_STORY_COLUMNS " FROM messages AS m "
                       "WHERE serial = ?",
                       error))
        return FALSE;
    sqlite3_bind_int64(query.statement, 1, serial);
    found = bp_query_next(&query, &good, error);
    if (found)
        good = bp_story_message(&query, &story->message, error);
    else if (good)
        g_set_error(error, BP_ERROR, BP_ERROR_UNKNOWN,
                    "%s: message %" G_GINT64_FORMAT " is not in it", bp_run_db_path(db),
                    serial);
    bp_query_close(&query);
    return found && good;
}

BpStory *
bp_story_read(BpRunDb *db, gint64 serial, GError **error)
{
    g_autoptr(BpStory) story = g_new0(BpStory, 1);

    story->recipients = g_array_new(FALSE, FALSE, sizeof(BpStoryRecipient));
    story->hops = g_array_new(FALSE, FALSE, sizeof(BpStoryHop));
    story->refusals = g_array_new(FALSE, FALSE, sizeof(BpStoryRefusal));
    story->bounces = g_array_new(FALSE, FALSE, sizeof(BpStoryBounce));
    story->bounced = g_array_new(FALSE, FALSE, sizeof(BpStoryBounce));
    if (!read_message(db, serial, story, error))
        return NULL;
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
        if (!read_rows(db, story, parts[i].sql, parts[i].read_row, error))
            return NULL;
    put_in_line(db, story);
    return g_steal_pointer(&story);
}

void
bp_story_free(BpStory *story)
{
    if (story == NULL)
        return;
    g_array_unref(story->recipients);
    g_array_unref(story->hops);
    g_array_unref(story->refusals);
    g_array_unref(story->bounces);
    g_array_unref(story->bounced);
    g_free(story);
}

GArray *
bp_story_way(const BpStory *story, const BpStoryRecipient *recipient)
{
    GArray *way = g_array_new(FALSE, FALSE, sizeof(guint32));

    /* Every before is an earlier place: this ends. */
    for (guint32 i = recipient->last_hop; i != BP_STORY_NONE;
         i = hop_at(story, i)->before)
        g_array_append_val(way, i);
    for (guint i = 0; i < way->len / 2; i++) {
        guint32 *a = &g_array_index(way, guint32, i);
        guint32 *b = &g_array_index(way, guint32, way->len - 1 - i);
        guint32 swapped = *a;

        *a = *b;
        *b = swapped;
    }
    return way;
}

/* ---- the cut ---- */

/* (nullable): @host's relay state at @time_us. */
static const char *
relay_at(BpRunDb *db, guint32 host, gint64 time_us, GError **error)
{
    const char *relay = bp_run_db_node(db, host)->relay_at_begin;
    BpQuery query;
    gboolean good;

    if (!bp_query_open(&query, db,
                       "SELECT detail FROM host_events WHERE host = ? AND "
                       "event = 'relay' AND time_us <= ? "
                       "ORDER BY time_us DESC, rowid DESC LIMIT 1",
                       error))
        return NULL;
    sqlite3_bind_int64(query.statement, 1, host);
    sqlite3_bind_int64(query.statement, 2, time_us);
    if (bp_query_next(&query, &good, error))
        relay = bp_query_text(&query, 0);
    bp_query_close(&query);
    return good ? relay : NULL;
}

static gint
compare_cuts(gconstpointer a, gconstpointer b)
{
    const BpStoryCut *x = a;
    const BpStoryCut *y = b;

    if (x->recipients != y->recipients)
        return x->recipients > y->recipients ? -1 : 1;
    return x->host < y->host ? -1 : x->host > y->host;
}

/* Counts @recipient for each host between; one that it passed twice counts once. */
static void
count_relays(const BpStory *story, const BpStoryRecipient *recipient, guint32 number,
             guint64 *counts, guint32 *counted_for, gint64 *first_us)
{
    for (guint32 i = recipient->last_hop; i != BP_STORY_NONE;
         i = hop_at(story, i)->before) {
        const BpStoryHop *hop = hop_at(story, i);

        if (hop->to == recipient->at || hop->to == story->message.host ||
            counted_for[hop->to] == number)
            continue;
        counted_for[hop->to] = number;
        if (counts[hop->to]++ == 0 || hop->time_us < first_us[hop->to])
            first_us[hop->to] = hop->time_us;
    }
}

GArray *
bp_story_cut(BpRunDb *db, const BpStory *story, GError **error)
{
    guint32 n_nodes = bp_run_db_n_nodes(db);
    g_autofree guint64 *counts = g_new0(guint64, n_nodes);
    g_autofree guint32 *counted_for = g_new(guint32, n_nodes);
    g_autofree gint64 *first_us = g_new0(gint64, n_nodes);
    g_autoptr(GArray) cuts = g_array_new(FALSE, FALSE, sizeof(BpStoryCut));

    memset(counted_for, 0xff, n_nodes * sizeof *counted_for);
    for (guint32 i = 0; i < story->recipients->len; i++) {
        const BpStoryRecipient *recipient =
            &g_array_index(story->recipients, BpStoryRecipient, i);

        if (g_str_equal(recipient->state, "delivered"))
            count_relays(story, recipient, i, counts, counted_for, first_us);
    }
    for (guint32 host = 0; host < n_nodes; host++) {
        BpStoryCut cut = {.host = host, .recipients = counts[host]};

        if (counts[host] == 0)
            continue;
        cut.relay = relay_at(db, host, first_us[host], error);
        if (cut.relay == NULL)
            return NULL;
        g_array_append_val(cuts, cut);
    }
    g_array_sort(cuts, compare_cuts);
    return g_steal_pointer(&cuts);
}
