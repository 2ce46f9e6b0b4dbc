/* run_history.c - the tables with times, read whole. */
#include <bangpath/run_history.h>

#include "run_db_private.h"

/* Takes a row into @rows. FALSE: a number in it is the place of nothing. */
typedef gboolean (*TakeRow)(const BpQuery *query, GArray *rows);

static GArray *
read_rows(BpRunDb *db, const char *sql, guint row_bytes, TakeRow take,
          const char *damage, GError **error)
{
    GArray *rows = g_array_new(FALSE, FALSE, row_bytes);
    BpQuery query;
    gboolean good = FALSE;
    gboolean fits = TRUE;

    if (bp_query_open(&query, db, sql, error))
        while (fits && bp_query_next(&query, &good, error))
            fits = take(&query, rows);
    bp_query_close(&query);
    if (good && !fits)
        good = bp_run_db_damaged(db, damage, error);
    if (!good)
        g_clear_pointer(&rows, g_array_unref);
    return rows;
}

static gboolean
take_change(const BpQuery *query, GArray *rows)
{
    const BpRunChange change = {
        .time_us = bp_query_whole(query, 0),
        .host = (guint32)bp_query_whole(query, 1),
        .event = bp_query_text(query, 2),
        .detail = bp_query_text(query, 3),
    };

    if (!bp_run_db_has_node(query->db, bp_query_whole(query, 1)))
        return FALSE;
    g_array_append_val(rows, change);
    return TRUE;
}

GArray *
bp_run_db_changes(BpRunDb *db, GError **error)
{
    return read_rows(db,
                     "SELECT time_us, host, event, detail FROM host_events "
                     "ORDER BY time_us, rowid",
                     sizeof(BpRunChange), take_change,
                     "an event names a host that is not there", error);
}

/* Counts only grow; whoever subtracts one from the next may rely on it. */
static gboolean
take_crossing(const BpQuery *query, GArray *rows)
{
    const gint64 link = bp_query_whole(query, 1);
    const BpRunCrossing crossing = {
        .time_us = bp_query_whole(query, 0),
        .link = (guint32)link,
        .copies = (guint64)bp_query_whole(query, 2),
        .spam_copies = (guint64)bp_query_whole(query, 3),
    };
    const BpRunCrossing *last =
        rows->len > 0 ? &g_array_index(rows, BpRunCrossing, rows->len - 1) : NULL;

    if (link < 0 || bp_query_whole(query, 2) < 0 || bp_query_whole(query, 3) < 0)
        return FALSE;
    if (link >= (gint64)query->db->links->len)
        return TRUE; /* a spammer's own line */
    if (last != NULL && last->link == crossing.link &&
        (last->copies > crossing.copies || last->spam_copies > crossing.spam_copies))
        return FALSE;
    g_array_append_val(rows, crossing);
    return TRUE;
}

GArray *
bp_run_db_crossings(BpRunDb *db, GError **error)
{
    return read_rows(db,
                     "SELECT time_us, link, copies, spam_copies FROM link_series "
                     "ORDER BY link, time_us",
                     sizeof(BpRunCrossing), take_crossing, "a link's traffic shrinks",
                     error);
}

static gboolean
take_kept(const BpQuery *query, GArray *rows)
{
    const BpRunKept kept = {bp_query_whole(query, 0), bp_query_text(query, 1)};

    g_array_append_val(rows, kept);
    return TRUE;
}

GArray *
bp_run_db_kept(BpRunDb *db, GError **error)
{
    return read_rows(db, "SELECT serial, kind FROM messages ORDER BY serial",
                     sizeof(BpRunKept), take_kept, "", error);
}

GPtrArray *
bp_run_db_measures(BpRunDb *db, GError **error)
{
    GPtrArray *names = g_ptr_array_new();
    BpQuery query;
    gboolean good = FALSE;

    if (bp_query_open(&query, db,
                      "SELECT DISTINCT measure FROM series ORDER BY measure", error))
        while (bp_query_next(&query, &good, error))
            g_ptr_array_add(names, (gpointer)bp_query_text(&query, 0));
    bp_query_close(&query);
    if (!good)
        g_clear_pointer(&names, g_ptr_array_unref);
    return names;
}
