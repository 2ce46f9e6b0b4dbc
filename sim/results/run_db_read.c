/* run_db_read.c - opens a run database, looks at it with suspicion, and answers from it.
 *
 * Hosts, links and totals are read when it is opened, and every number that is later used
 * as a place in an array is checked then; series and events are read when asked for.
 */
#include <bangpath/run_db.h>

#include <bangpath/calendar.h>
#include <bangpath/sweep_db.h>
#include <bangpath/units.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>

#include "run_db_private.h"
#include "run_db_schema.h"

typedef struct {
    char *name; /* owned */
    double value;
    gboolean null;
} Total;

/* ---- opening ---- */

static guint32
big_endian(const guint8 *bytes)
{
    return (guint32)bytes[0] << 24 | (guint32)bytes[1] << 16 | (guint32)bytes[2] << 8 |
           bytes[3];
}

/* What SQLite would find out only page by page: whether it is one of ours, and whole. */
static gboolean
check_header(const BpRunDb *db, FILE *file, GError **error)
{
    guint8 header[100];
    gsize got = fread(header, 1, sizeof header, file);
    guint32 page_bytes;
    guint32 schema;

    if (got < sizeof header || memcmp(header, "SQLite format 3", 16) != 0) {
        g_set_error(
            error, BP_ERROR, BP_ERROR_INPUT,
            "%s: is no run database: expected a run, as 'bangpath run -o' keeps it",
            db->path);
        return FALSE;
    }
    if (big_endian(header + 68) != BP_RUN_DB_APPLICATION) {
        g_set_error(error, BP_ERROR, BP_ERROR_INPUT, "%s: is %s", db->path,
                    bp_sweep_db_is(db->path)
                        ? "a sweep: expected one run, as 'bangpath run -o' keeps it"
                        : "a database, but not of a run of bangpath");
        return FALSE;
    }
    schema = big_endian(header + 60);
    if (schema != BP_RUN_DB_SCHEMA) {
        g_set_error(error, BP_ERROR, BP_ERROR_INPUT,
                    "%s: is of %s version of bangpath (schema %u, this one reads %d)",
                    db->path, schema < BP_RUN_DB_SCHEMA ? "an older" : "a newer",
                    schema, BP_RUN_DB_SCHEMA);
        return FALSE;
    }
    page_bytes = (guint32)header[16] << 8 | header[17];
    if (page_bytes == 1)
        page_bytes = 65536;
    if (fseeko(file, 0, SEEK_END) != 0 ||
        ftello(file) != (gint64)page_bytes * big_endian(header + 28))
        return bp_run_db_damaged(db, "it was cut short or added to", error);
    return TRUE;
}

static gboolean
check_file(const BpRunDb *db, GError **error)
{
    FILE *file = NULL;
    gboolean good;

    if (g_file_test(db->path, G_FILE_TEST_EXISTS) &&
        !g_file_test(db->path, G_FILE_TEST_IS_REGULAR)) {
        g_set_error(error, BP_ERROR, BP_ERROR_INPUT, "%s: is no plain file", db->path);
        return FALSE;
    }
    file = g_fopen(db->path, "rbe");
    if (file == NULL) {
        g_autofree char *why = bp_why_unreadable(db->path, errno);

        g_set_error(error, BP_ERROR, BP_ERROR_INPUT, "%s: cannot be read: %s", db->path,
                    why);
        return FALSE;
    }
    good = check_header(db, file, error);
    fclose(file);
    return good;
}

static gboolean
open_sqlite(BpRunDb *db, GError **error)
{
    g_autofree char *plain = bp_run_db_plain_path(db->path);

    if (sqlite3_open_v2(plain, &db->db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
        return bp_run_db_failed(db, error);
    (void)sqlite3_db_config(db->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    bp_run_db_trust_rows_only(db->db);
    if (sqlite3_exec(db->db, "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON",
                     NULL, NULL, NULL) != SQLITE_OK)
        return bp_run_db_failed(db, error);
    return TRUE;
}

static gboolean
check_tables(const BpRunDb *db, GError **error)
{
    g_autofree char *oddity = bp_run_db_odd_table(db->db);
    g_autofree char *what = NULL;

    if (oddity == NULL)
        return TRUE;
    what = g_strdup_printf("its table %s", oddity);
    return bp_run_db_damaged(db, what, error);
}

/* A number of the table run that must be there. */
static gboolean
run_number(const BpRunDb *db, const char *key, gint64 *number, GError **error)
{
    const char *value = bp_run_db_text(db, key);

    if (value == NULL ||
        !g_ascii_string_to_signed(value, 10, 0, BP_TIME_MAX_US, number, NULL)) {
        g_autofree char *what = g_strdup_printf("its table run lacks %s", key);

        return bp_run_db_damaged(db, what, error);
    }
    return TRUE;
}

static gboolean
load_run(BpRunDb *db, GError **error)
{
    BpQuery query;
    gboolean good;

    if (!bp_query_open(&query, db, "SELECT key, value FROM run", error))
        return FALSE;
    while (bp_query_next(&query, &good, error))
        g_hash_table_insert(db->run, (char *)bp_query_text(&query, 0),
                            (char *)bp_query_text(&query, 1));
    bp_query_close(&query);
    if (!good || !run_number(db, "length_us", &db->length_us, error) ||
        !run_number(db, "end_us", &db->end_us, error))
        return FALSE;
    if (bp_run_db_text(db, "begin") == NULL ||
        !bp_parse_instant(bp_run_db_text(db, "begin"), &db->begin_unix_s, NULL))
        return bp_run_db_damaged(db, "its table run lacks begin", error);
    return TRUE;
}

static void
load_node(BpRunDb *db, const BpQuery *row)
{
    BpRunNode node = {
        .name = bp_query_text(row, 1),
        .is_net = g_str_equal(bp_query_text(row, 2), "net"),
        .networks = bp_query_text(row, 3),
        .mailboxes = bp_query_whole(row, 4),
        .relay_at_begin = bp_query_text(row, 5),
        .relay_at_end = bp_query_text(row, 6),
        .lat = bp_query_real(row, 7),
        .lon = bp_query_real(row, 8),
        .org = bp_query_text_or_null(row, 9),
        .lines = bp_query_whole(row, 10),
        .spam_delivered = bp_query_whole(row, 11),
        .delivered = bp_query_whole(row, 12),
        .relayed = bp_query_whole(row, 13),
        .spool_bytes_at_end = bp_query_whole(row, 14),
        .paid_udollars = bp_query_whole(row, 15),
        .bytes = bp_query_whole(row, 16),
    };

    g_array_append_val(db->nodes, node);
}

static gboolean
load_nodes(BpRunDb *db, GError **error)
{
    BpQuery query;
    gboolean good;
    gboolean counted = TRUE;

    if (!bp_query_open(&query, db, "SELECT * FROM hosts ORDER BY host", error))
        return FALSE;
    while (bp_query_next(&query, &good, error)) {
        counted = counted && bp_query_whole(&query, 0) == (gint64)db->nodes->len;
        load_node(db, &query);
    }
    bp_query_close(&query);
    if (good && !counted)
        return bp_run_db_damaged(db, "a host is missing", error);
    return good;
}

static void
load_link(BpRunDb *db, const BpQuery *row)
{
    BpRunLink link = {
        .a = (guint32)bp_query_whole(row, 1),
        .b = (guint32)bp_query_whole(row, 2),
        .line = bp_query_text_or_null(row, 4),
        .protocol = bp_query_text(row, 5),
        .bps = bp_query_whole(row, 6),
        .schedule = bp_query_text(row, 7),
        .cost_ab = bp_query_whole(row, 8),
        .cost_ba = bp_query_whole(row, 9),
        .calls = bp_query_whole(row, 10),
        .line_us = bp_query_whole(row, 11),
        .paid_udollars = bp_query_whole(row, 12),
        .bytes_ab = bp_query_whole(row, 13),
        .bytes_ba = bp_query_whole(row, 14),
        .copies_ab = bp_query_whole(row, 15),
        .copies_ba = bp_query_whole(row, 16),
        .spam_ab = bp_query_whole(row, 17),
        .spam_ba = bp_query_whole(row, 18),
    };

    g_array_append_val(db->links, link);
}

static gboolean
load_links(BpRunDb *db, GError **error)
{
    BpQuery query;
    gboolean good;
    gboolean counted = TRUE;

    if (!bp_query_open(&query, db, "SELECT * FROM links WHERE map = 1 ORDER BY link",
                       error))
        return FALSE;
    while (bp_query_next(&query, &good, error)) {
        counted = counted && bp_query_whole(&query, 0) == (gint64)db->links->len &&
                  bp_run_db_has_node(db, bp_query_whole(&query, 1)) &&
                  bp_run_db_has_node(db, bp_query_whole(&query, 2)) &&
                  bp_query_whole(&query, 1) != bp_query_whole(&query, 2);
        load_link(db, &query);
    }
    bp_query_close(&query);
    if (good && !counted)
        return bp_run_db_damaged(db, "a link is missing or lacks an end", error);
    return good;
}

static void
clear_total(gpointer total)
{
    g_free(((Total *)total)->name);
}

static gboolean
load_totals(BpRunDb *db, GError **error)
{
    BpQuery query;
    gboolean good;

    if (!bp_query_open(&query, db, "SELECT measure, value FROM totals ORDER BY measure",
                       error))
        return FALSE;
    while (bp_query_next(&query, &good, error)) {
        double value = bp_query_real(&query, 1);
        Total total = {
            .name = g_strdup(bp_query_text(&query, 0)),
            .value = value,
            .null = isnan(value),
        };

        g_array_append_val(db->totals, total);
        g_ptr_array_add(db->names, total.name);
    }
    bp_query_close(&query);
    g_ptr_array_add(db->names, NULL);
    return good;
}

BpRunDb *
bp_run_db_open(const char *path, GError **error)
{
    BpRunDb *db;

    g_return_val_if_fail(path != NULL, NULL);

    db = g_new0(BpRunDb, 1);
    db->path = g_strdup(path);
    db->texts = g_string_chunk_new(4096);
    db->run = g_hash_table_new(g_str_hash, g_str_equal);
    db->nodes = g_array_new(FALSE, FALSE, sizeof(BpRunNode));
    db->links = g_array_new(FALSE, FALSE, sizeof(BpRunLink));
    db->totals = g_array_new(FALSE, FALSE, sizeof(Total));
    g_array_set_clear_func(db->totals, clear_total);
    db->names = g_ptr_array_new();

    if (check_file(db, error) && open_sqlite(db, error) && check_tables(db, error) &&
        load_run(db, error) && load_nodes(db, error) && load_links(db, error) &&
        load_totals(db, error))
        return db;
    bp_run_db_free(db);
    return NULL;
}

void
bp_run_db_free(BpRunDb *db)
{
    if (db == NULL)
        return;
    sqlite3_close(db->db);
    g_ptr_array_free(db->names, TRUE);
    g_array_free(db->totals, TRUE);
    g_array_free(db->links, TRUE);
    g_array_free(db->nodes, TRUE);
    g_hash_table_destroy(db->run);
    g_string_chunk_free(db->texts);
    g_free(db->path);
    g_free(db);
}

/* ---- what was read at once ---- */

const char *
bp_run_db_path(const BpRunDb *db)
{
    return db->path;
}

const char *
bp_run_db_title(const BpRunDb *db)
{
    const char *title = bp_run_db_text(db, "title");

    return title ? title : "";
}

gint64
bp_run_db_begin_unix_s(const BpRunDb *db)
{
    return db->begin_unix_s;
}

gint64
bp_run_db_length_us(const BpRunDb *db)
{
    return db->length_us;
}

gint64
bp_run_db_end_us(const BpRunDb *db)
{
    return db->end_us;
}

gboolean
bp_run_db_complete(const BpRunDb *db)
{
    return g_strcmp0(bp_run_db_text(db, "complete"), "1") == 0;
}

const char *
bp_run_db_text(const BpRunDb *db, const char *key)
{
    return g_hash_table_lookup(db->run, key);
}

guint32
bp_run_db_n_nodes(const BpRunDb *db)
{
    return db->nodes->len;
}

const BpRunNode *
bp_run_db_node(const BpRunDb *db, guint32 node)
{
    g_return_val_if_fail(node < db->nodes->len, NULL);

    return &g_array_index(db->nodes, BpRunNode, node);
}

guint32
bp_run_db_n_links(const BpRunDb *db)
{
    return db->links->len;
}

const BpRunLink *
bp_run_db_link(const BpRunDb *db, guint32 link)
{
    g_return_val_if_fail(link < db->links->len, NULL);

    return &g_array_index(db->links, BpRunLink, link);
}

gboolean
bp_run_db_total(const BpRunDb *db, const char *measure, double *value)
{
    for (guint i = 0; i < db->totals->len; i++) {
        const Total *total = &g_array_index(db->totals, Total, i);

        if (g_str_equal(total->name, measure)) {
            if (!total->null)
                *value = total->value;
            return !total->null;
        }
    }
    return FALSE;
}

const char *const *
bp_run_db_totals(const BpRunDb *db)
{
    return (const char *const *)db->names->pdata;
}

/* ---- what is read when asked for ---- */

static gboolean
apply_event(BpRunDb *db, const BpQuery *row, const BpRunState *state, GError **error)
{
    gint64 host = bp_query_whole(row, 0);

    if (!bp_run_db_has_node(db, host))
        return bp_run_db_damaged(db, "an event names a host that is not there", error);
    if (state->relay && g_str_equal(bp_query_text(row, 1), "relay"))
        state->relay[host] = bp_query_text(row, 2);
    if (state->reached && g_str_equal(bp_query_text(row, 1), "reached"))
        state->reached[host] = TRUE;
    return TRUE;
}

static gboolean
hosts_at(BpRunDb *db, gint64 time_us, const BpRunState *state, GError **error)
{
    BpQuery query;
    gboolean good;
    gboolean known = TRUE;

    for (guint i = 0; i < db->nodes->len; i++) {
        if (state->relay)
            state->relay[i] = bp_run_db_node(db, i)->relay_at_begin;
        if (state->reached)
            state->reached[i] = FALSE;
    }
    if (!bp_query_open(&query, db,
                       "SELECT host, event, detail FROM host_events WHERE time_us <= ? "
                       "ORDER BY time_us, rowid",
                       error))
        return FALSE;
    sqlite3_bind_int64(query.statement, 1, time_us);
    while (known && bp_query_next(&query, &good, error))
        known = apply_event(db, &query, state, error);
    bp_query_close(&query);
    return known && good;
}

static gboolean
links_at(BpRunDb *db, gint64 time_us, const BpRunState *state, GError **error)
{
    BpQuery query;
    gboolean good = TRUE;

    if (!bp_query_open(&query, db,
                       "SELECT copies, spam_copies FROM link_series WHERE link = ? AND "
                       "time_us <= ? ORDER BY time_us DESC LIMIT 1",
                       error))
        return FALSE;
    for (guint i = 0; good && i < db->links->len; i++) {
        gboolean any;

        sqlite3_reset(query.statement);
        sqlite3_bind_int64(query.statement, 1, i);
        sqlite3_bind_int64(query.statement, 2, time_us);
        any = bp_query_next(&query, &good, error);
        if (state->copies)
            state->copies[i] = any ? (guint64)bp_query_whole(&query, 0) : 0;
        if (state->spam_copies)
            state->spam_copies[i] = any ? (guint64)bp_query_whole(&query, 1) : 0;
    }
    bp_query_close(&query);
    return good;
}

gboolean
bp_run_db_state_at(BpRunDb *db, gint64 time_us, const BpRunState *state, GError **error)
{
    if ((state->relay || state->reached) && !hosts_at(db, time_us, state, error))
        return FALSE;
    return (state->copies == NULL && state->spam_copies == NULL) ||
           links_at(db, time_us, state, error);
}

GArray *
bp_run_db_series(BpRunDb *db, const char *measure, GError **error)
{
    GArray *points = g_array_new(FALSE, FALSE, sizeof(BpRunPoint));
    BpQuery query;
    gboolean good = FALSE;

    if (bp_query_open(&query, db,
                      "SELECT time_us, value FROM series WHERE measure = ? "
                      "ORDER BY time_us",
                      error)) {
        sqlite3_bind_text(query.statement, 1, measure, -1, SQLITE_TRANSIENT);
        while (bp_query_next(&query, &good, error)) {
            BpRunPoint point = {bp_query_whole(&query, 0), bp_query_real(&query, 1)};

            g_array_append_val(points, point);
        }
    }
    bp_query_close(&query);
    if (!good)
        g_clear_pointer(&points, g_array_unref);
    return points;
}

GArray *
bp_run_db_event_times(BpRunDb *db, GError **error)
{
    GArray *times = g_array_new(FALSE, FALSE, sizeof(gint64));
    BpQuery query;
    gboolean good = FALSE;

    if (bp_query_open(&query, db,
                      "SELECT DISTINCT time_us FROM host_events WHERE event IN "
                      "('relay', 'reached', 'infected') ORDER BY time_us",
                      error)) {
        while (bp_query_next(&query, &good, error)) {
            gint64 time_us = bp_query_whole(&query, 0);

            g_array_append_val(times, time_us);
        }
    }
    bp_query_close(&query);
    if (!good)
        g_clear_pointer(&times, g_array_unref);
    return times;
}
