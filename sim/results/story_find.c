/* story_find.c - which message is meant, and which there are. */
#include "story_private.h"

#include <bangpath/books.h>
#include <bangpath/plain.h>
#include <bangpath/units.h>
#include <string.h>

#define ID_LENGTH 36 /* of a UUID as text */
#define ID_LEAST 4   /* characters of one that may stand for it */
#define MATCHES 10   /* of an ambiguous one that are named */

/* ---- what was kept ---- */

char *
bp_story_how_to_keep(const BpRunDb *db)
{
    const char *text = bp_run_db_text(db, "trace_ppm");
    gint64 ppm = text ? g_ascii_strtoll(text, NULL, 10) : 0;
    g_autofree char *scenario = bp_plain(bp_run_db_text(db, "scenario"));
    char share[G_ASCII_DTOSTR_BUF_SIZE];

    ppm = CLAMP(ppm, 0, BP_PPM);
    g_ascii_formatd(share, sizeof share, "%.6g", (double)ppm / 10000);
    return g_strdup_printf(
        "the run kept %s%% of its messages; to keep all: bangpath run "
        "%s --set output.trace=all -o ALL.db",
        share, scenario);
}

static gboolean
kept_all(const BpRunDb *db)
{
    return g_strcmp0(bp_run_db_text(db, "trace_ppm"), "1000000") == 0;
}

/* The lowest and highest serial number kept; FALSE with no error: there is none. */
static gboolean
serial_range(BpRunDb *db, gint64 *min, gint64 *max, GError **error)
{
    BpQuery query;
    gboolean good;
    gboolean found = FALSE;

    if (!bp_query_open(&query, db, "SELECT min(serial), max(serial) FROM messages",
                       error))
        return FALSE;
    if (bp_query_next(&query, &good, error)) {
        found = sqlite3_column_type(query.statement, 0) != SQLITE_NULL;
        *min = bp_query_whole(&query, 0);
        *max = bp_query_whole(&query, 1);
    }
    bp_query_close(&query);
    return found && good;
}

/* Always FALSE: @what is no message that was kept. */
static gboolean
unknown(BpRunDb *db, const char *what, const char *hint, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autofree char *keep = bp_story_how_to_keep(db);
    gint64 min;
    gint64 max;

    if (!serial_range(db, &min, &max, &failed)) {
        if (failed)
            g_propagate_error(error, g_steal_pointer(&failed));
        else
            g_set_error(error, BP_ERROR, BP_ERROR_UNKNOWN, "%s: has no messages: %s",
                        bp_run_db_path(db), keep);
        return FALSE;
    }
    if (kept_all(db))
        g_set_error(error, BP_ERROR, BP_ERROR_UNKNOWN,
                    "%s: there is no message %s: expected a number from "
                    "%" G_GINT64_FORMAT " to %" G_GINT64_FORMAT
                    " or the beginning of an id%s",
                    bp_run_db_path(db), what, min, max, hint);
    else
        g_set_error(error, BP_ERROR, BP_ERROR_UNKNOWN,
                    "%s: message %s is not in it%s; %s", bp_run_db_path(db), what, hint,
                    keep);
    return FALSE;
}

/* ---- by number ---- */

static gboolean
has_serial(BpRunDb *db, gint64 serial, gboolean *has, GError **error)
{
    BpQuery query;
    gboolean good;

    if (!bp_query_open(&query, db, "SELECT 1 FROM messages WHERE serial = ?", error))
        return FALSE;
    sqlite3_bind_int64(query.statement, 1, serial);
    *has = bp_query_next(&query, &good, error);
    bp_query_close(&query);
    return good;
}

/* ---- by id ---- */

/* How many characters @a and @b begin with alike. */
static gsize
common(const char *a, const char *b)
{
    gsize n = 0;

    while (a[n] != '\0' && a[n] == b[n])
        n++;
    return n;
}

/* What goes over all ids finds. */
typedef struct {
    GString *matches; /* owned: the first MATCHES of them, a line each */
    guint64 n_matches;
    gint64 match;
    char *nearest; /* owned: the first id that begins most alike */
    gsize n_alike;
} Search;

static void
look_at(Search *search, const char *prefix, gint64 serial, const char *id)
{
    gsize alike = common(prefix, id);

    if (alike > search->n_alike) {
        search->n_alike = alike;
        g_free(search->nearest);
        search->nearest = g_strdup(id);
    }
    if (prefix[alike] != '\0')
        return;
    if (search->n_matches++ == 0)
        search->match = serial;
    if (search->n_matches <= MATCHES) {
        g_autofree char *plain = bp_plain(id);

        g_string_append_printf(search->matches, "\n  %s  message %" G_GINT64_FORMAT,
                               plain, serial);
    }
}

static gboolean
search_ids(BpRunDb *db, const char *prefix, Search *search, GError **error)
{
    BpQuery query;
    gboolean good;

    if (!bp_query_open(&query, db, "SELECT serial, id FROM messages ORDER BY serial",
                       error))
        return FALSE;
    /* Not by way of the database's texts, which would keep them all. */
    while (bp_query_next(&query, &good, error)) {
        const char *id = (const char *)sqlite3_column_text(query.statement, 1);

        if (id != NULL)
            look_at(search, prefix, bp_query_whole(&query, 0), id);
    }
    bp_query_close(&query);
    return good;
}

static gboolean
judge_search(BpRunDb *db, const char *prefix, const Search *search, gint64 *serial,
             GError **error)
{
    if (search->n_matches == 1) {
        *serial = search->match;
        return TRUE;
    }
    if (search->n_matches > 1) {
        g_autofree char *n = bp_format_count(search->n_matches);

        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "%s: the ids of %s messages begin with \"%s\"%s:%s",
                    bp_run_db_path(db), n, prefix,
                    search->n_matches > MATCHES ? "; the first ten" : "",
                    search->matches->str);
        return FALSE;
    }

    g_autofree char *nearest = bp_plain(search->nearest);
    g_autofree char *hint = search->n_alike >= ID_LEAST
                                ? g_strdup_printf("; did you mean \"%s\"?", nearest)
                                : g_strdup("");
    g_autofree char *quoted = g_strdup_printf("\"%s\"", prefix);

    return unknown(db, quoted, hint, error);
}

static gboolean
find_id(BpRunDb *db, const char *prefix, gint64 *serial, GError **error)
{
    Search search = {.matches = g_string_new(NULL)};
    gboolean found = search_ids(db, prefix, &search, error) &&
                     judge_search(db, prefix, &search, serial, error);

    g_string_free(search.matches, TRUE);
    g_free(search.nearest);
    return found;
}

gboolean
bp_story_find(BpRunDb *db, const char *text, gint64 *serial, GError **error)
{
    gsize length = strlen(text);
    gboolean is_number = bp_parse_whole(text, 0, G_MAXINT64, serial, NULL);
    gboolean has = FALSE;

    if (is_number && !has_serial(db, *serial, &has, error))
        return FALSE;
    if (has)
        return TRUE;
    if (length > ID_LENGTH || strspn(text, "0123456789abcdefABCDEF-") != length ||
        (length < ID_LEAST && !is_number)) {
        g_autofree char *plain = bp_plain(text);

        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "\"%s\": expected a message's number, its id, or at least %d "
                    "characters of the id's beginning",
                    plain, ID_LEAST);
        return FALSE;
    }
    if (length < ID_LEAST)
        return unknown(db, text, "", error);

    g_autofree char *prefix = g_ascii_strdown(text, -1);

    return find_id(db, prefix, serial, error);
}

/* ---- the list ---- */

#define FILTER                                                                         \
    " FROM messages AS m WHERE (?1 IS NULL OR m.kind = ?1) AND (?2 IS NULL OR EXISTS " \
    "(SELECT 1 FROM recipients AS r WHERE r.serial = m.serial AND r.state = ?2))"

static gboolean
open_filtered(BpQuery *query, BpRunDb *db, const char *sql, const BpStoryFilter *filter,
              GError **error)
{
    if (!bp_query_open(query, db, sql, error))
        return FALSE;
    sqlite3_bind_text(query->statement, 1, filter->kind, -1, SQLITE_TRANSIENT);
    sqlite3_bind_text(query->statement, 2, filter->state, -1, SQLITE_TRANSIENT);
    return TRUE;
}

static gboolean
count(BpRunDb *db, const BpStoryFilter *filter, gint64 *total, GError **error)
{
    BpQuery query;
    gboolean good;

    if (!open_filtered(&query, db, "SELECT count(*)" FILTER, filter, error))
        return FALSE;
    if (bp_query_next(&query, &good, error))
        *total = bp_query_whole(&query, 0);
    bp_query_close(&query);
    return good;
}

/* The first recipient, how many, and what became of them. */
static gboolean
fill_entry(BpRunDb *db, BpStoryEntry *entry, GError **error)
{
    g_autoptr(GString) outcome = g_string_new(NULL);
    BpQuery query;
    gboolean good;

    if (!bp_query_open(&query, db,
                       "SELECT state, count(*), min(number), rcpt FROM recipients "
                       "WHERE serial = ? GROUP BY state ORDER BY count(*) DESC, state",
                       error))
        return FALSE;
    sqlite3_bind_int64(query.statement, 1, entry->message.serial);
    while (bp_query_next(&query, &good, error)) {
        g_autofree char *state = bp_plain(bp_query_text(&query, 0));

        g_string_append_printf(outcome, "%s%" G_GINT64_FORMAT " %s",
                               outcome->len ? ", " : "", bp_query_whole(&query, 1),
                               state);
        entry->n_recipients += bp_query_whole(&query, 1);
        if (bp_query_whole(&query, 2) == 0)
            entry->first = bp_query_text(&query, 3);
    }
    bp_query_close(&query);
    if (good)
        entry->outcome = g_string_free(g_steal_pointer(&outcome), FALSE);
    return good;
}

/* A warning is of kind bounce, too. */
static gboolean
find_warning(BpRunDb *db, BpStoryEntry *entry, GError **error)
{
    BpQuery query;
    gboolean good;

    if (!g_str_equal(entry->message.kind, "bounce"))
        return TRUE;
    if (!bp_query_open(&query, db, "SELECT warning FROM bounces WHERE bounce = ?",
                       error))
        return FALSE;
    sqlite3_bind_int64(query.statement, 1, entry->message.serial);
    if (bp_query_next(&query, &good, error))
        entry->warning = bp_query_whole(&query, 0) != 0;
    bp_query_close(&query);
    return good;
}

static void
clear_entry(gpointer entry)
{
    g_free(((BpStoryEntry *)entry)->outcome);
}

GArray *
bp_story_list(BpRunDb *db, const BpStoryFilter *filter, gint64 *total, GError **error)
{
    g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(BpStoryEntry));
    BpQuery query;
    gboolean good = TRUE;
    gboolean possible = TRUE;

    g_array_set_clear_func(entries, clear_entry);
    if (!count(db, filter, total, error) ||
        !open_filtered(&query, db,
                       "SELECT " BP_STORY_COLUMNS FILTER " ORDER BY m.serial LIMIT ?3",
                       filter, error))
        return NULL;
    sqlite3_bind_int64(query.statement, 3, filter->n > 0 ? filter->n : -1);
    while (possible && bp_query_next(&query, &good, error)) {
        BpStoryEntry entry = {.first = ""};

        possible = bp_story_message(&query, &entry.message, error) &&
                   fill_entry(db, &entry, error) && find_warning(db, &entry, error);
        if (possible)
            g_array_append_val(entries, entry);
        else
            g_free(entry.outcome);
    }
    bp_query_close(&query);
    return possible && good ? g_steal_pointer(&entries) : NULL;
}
