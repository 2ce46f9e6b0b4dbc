/* report_json.c - the data of a report: one object, with an array of runs. */
#include <bangpath/report.h>

#include "report_private.h"

#include <bangpath/plain.h>
#include <bangpath/run_history.h>
#include <math.h>
#include <string.h>

#define MAX_EVENTS 250000  /* of all runs together */
#define MAX_TIMES 2000     /* of a series; bangpath writes 242 */
#define MAX_MEASURES 200   /* bangpath writes a few dozen */
#define MERGED_CHARS 40000 /* of the scenario's text */

/* ---- facts ---- */

/* "open-relay-years" of "runs/open-relay-years.db". */
static char *
name_of(const BpRunDb *db)
{
    char *name = g_path_get_basename(bp_run_db_path(db));

    if (g_str_has_suffix(name, ".db") && strlen(name) > 3)
        name[strlen(name) - 3] = '\0';
    return name;
}

static void
put_merged(JsonBuilder *json, const BpRunDb *db)
{
    const char *merged = bp_run_db_text(db, "merged");
    g_auto(GStrv) lines = g_strsplit(merged != NULL ? merged : "", "\n", -1);
    GString *text = g_string_new(NULL);

    for (guint i = 0; lines[i] != NULL && text->len < MERGED_CHARS; i++) {
        g_autofree char *plain = bp_plain(lines[i]);
        g_autofree char *cut = g_utf8_strlen(plain, -1) > MERGED_CHARS
                                   ? g_utf8_substring(plain, 0, MERGED_CHARS)
                                   : g_strdup(plain);

        g_string_append_printf(text, "%s\n", cut);
    }
    json_builder_set_member_name(json, "merged");
    json_builder_add_string_value(json, text->str);
    g_string_free(text, TRUE);
}

static void
put_whole(JsonBuilder *json, const char *name, gint64 number)
{
    json_builder_set_member_name(json, name);
    json_builder_add_int_value(json, number);
}

static void
put_facts(JsonBuilder *json, const ReportRun *run)
{
    static const char *const keys[] = {"version", "scenario", "topology", "epoch",
                                       "seed"};
    g_autofree char *name = name_of(run->db);

    /* A single page is the same whatever its database is called. */
    if (run->n_runs > 1)
        report_put_text(json, "name", name);
    report_put_text(json, "title", bp_run_db_title(run->db));
    for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
        report_put_text(json, keys[i], bp_run_db_text(run->db, keys[i]));
    put_whole(json, "begin_unix_s", bp_run_db_begin_unix_s(run->db));
    put_whole(json, "length_us", bp_run_db_length_us(run->db));
    put_whole(json, "end_us", bp_run_db_end_us(run->db));
    json_builder_set_member_name(json, "complete");
    json_builder_add_boolean_value(json, bp_run_db_complete(run->db));
    put_merged(json, run->db);
}

static void
put_totals(JsonBuilder *json, const ReportRun *run)
{
    const char *const *names = bp_run_db_totals(run->db);

    json_builder_set_member_name(json, "totals");
    json_builder_begin_object(json);
    for (guint i = 0; names[i] != NULL; i++) {
        g_autofree char *plain = bp_plain(names[i]);
        double value = NAN;

        (void)bp_run_db_total(run->db, names[i], &value);
        json_builder_set_member_name(json, plain);
        report_add_number(json, value);
    }
    json_builder_end_object(json);
}

/* ---- series ---- */

static int
by_time(gconstpointer a, gconstpointer b)
{
    const gint64 p = *(const gint64 *)a;
    const gint64 q = *(const gint64 *)b;

    return p < q ? -1 : p > q;
}

/* (transfer full): gint64, ascending: of all @series together. */
static GArray *
times_of(const GPtrArray *series)
{
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(gint64));
    GArray *times = g_array_new(FALSE, FALSE, sizeof(gint64));
    guint nth;

    for (guint i = 0; i < series->len; i++) {
        const GArray *points = g_ptr_array_index(series, i);

        for (guint k = 0; k < points->len; k++)
            g_array_append_val(all, g_array_index(points, BpRunPoint, k).time_us);
    }
    g_array_sort(all, by_time);
    for (guint i = 0; i < all->len; i++)
        if (i == 0 ||
            g_array_index(all, gint64, i) != g_array_index(all, gint64, i - 1))
            g_array_append_val(times, g_array_index(all, gint64, i));
    nth = (times->len + MAX_TIMES - 1) / MAX_TIMES;
    for (guint i = 0; nth > 1 && i < times->len / nth; i++)
        g_array_index(times, gint64, i) = g_array_index(times, gint64, i * nth);
    if (nth > 1)
        g_array_set_size(times, times->len / nth);
    return times;
}

/* A value at each of @times, null where the series has none. */
static void
put_values(JsonBuilder *json, const GArray *times, const GArray *points)
{
    guint next = 0;

    json_builder_begin_array(json);
    for (guint i = 0; i < times->len; i++) {
        const gint64 time_us = g_array_index(times, gint64, i);
        const BpRunPoint *point;

        while (next < points->len &&
               g_array_index(points, BpRunPoint, next).time_us < time_us)
            next++;
        point = next < points->len ? &g_array_index(points, BpRunPoint, next) : NULL;
        report_add_number(
            json, point != NULL && point->time_us == time_us ? point->value : NAN);
    }
    json_builder_end_array(json);
}

static void
put_series(JsonBuilder *json, const GPtrArray *names, const GPtrArray *series)
{
    g_autoptr(GArray) times = times_of(series);

    json_builder_set_member_name(json, "times_us");
    json_builder_begin_array(json);
    for (guint i = 0; i < times->len; i++)
        json_builder_add_int_value(json, g_array_index(times, gint64, i));
    json_builder_end_array(json);
    json_builder_set_member_name(json, "series");
    json_builder_begin_object(json);
    for (guint i = 0; i < series->len; i++) {
        g_autofree char *plain = bp_plain(g_ptr_array_index(names, i));

        json_builder_set_member_name(json, plain);
        put_values(json, times, g_ptr_array_index(series, i));
    }
    json_builder_end_object(json);
}

static void
free_points(gpointer points)
{
    g_array_unref(points);
}

static gboolean
report_series(JsonBuilder *json, const ReportRun *run, GError **error)
{
    g_autoptr(GPtrArray) names = bp_run_db_measures(run->db, error);
    g_autoptr(GPtrArray) series = g_ptr_array_new_with_free_func(free_points);

    if (names == NULL)
        return FALSE;
    for (guint i = 0; i < MIN(names->len, MAX_MEASURES); i++) {
        GArray *points = bp_run_db_series(run->db, g_ptr_array_index(names, i), error);

        if (points == NULL)
            return FALSE;
        g_ptr_array_add(series, points);
    }
    put_series(json, names, series);
    return TRUE;
}

/* ---- events ---- */

/* Texts that are named by number. */
typedef struct {
    GPtrArray *texts;  /* owned: borrowed texts */
    GHashTable *place; /* owned: place + 1 by text */
} Names;

static guint32
place_of(Names *names, const char *text)
{
    guint place = GPOINTER_TO_UINT(g_hash_table_lookup(names->place, text));

    if (place == 0) {
        g_ptr_array_add(names->texts, (gpointer)text);
        place = names->texts->len;
        g_hash_table_insert(names->place, (gpointer)text, GUINT_TO_POINTER(place));
    }
    return place - 1;
}

static void
put_names(JsonBuilder *json, const char *member, const Names *names)
{
    json_builder_set_member_name(json, member);
    json_builder_begin_array(json);
    for (guint i = 0; i < names->texts->len; i++)
        report_add_text(json, g_ptr_array_index(names->texts, i), 200);
    json_builder_end_array(json);
}

/* What the replay needs; the rest is for who clicks on a host. */
static gboolean
is_needed(const BpRunChange *change)
{
    return strcmp(change->event, "relay") == 0 ||
           strcmp(change->event, "reached") == 0 ||
           strcmp(change->event, "infected") == 0;
}

static void
put_events(JsonBuilder *json, const ReportRun *run, const GArray *changes,
           gboolean only_needed)
{
    g_autoptr(GArray) times = g_array_new(FALSE, FALSE, sizeof(double));
    g_autoptr(GArray) hosts = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GArray) kinds = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GArray) details = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GArray) begins = g_array_new(FALSE, FALSE, sizeof(guint32));
    Names events = {g_ptr_array_new(), g_hash_table_new(g_str_hash, g_str_equal)};
    Names texts = {g_ptr_array_new(), g_hash_table_new(g_str_hash, g_str_equal)};

    for (guint i = 0; i < changes->len && times->len < MAX_EVENTS / run->n_runs; i++) {
        const BpRunChange *change = &g_array_index(changes, BpRunChange, i);
        const double time_us = (double)change->time_us;
        guint32 place;

        if (only_needed && !is_needed(change))
            continue;
        g_array_append_val(times, time_us);
        g_array_append_val(hosts, change->host);
        place = place_of(&events, change->event);
        g_array_append_val(kinds, place);
        place = place_of(&texts, change->detail);
        g_array_append_val(details, place);
    }
    for (guint i = 0; i < bp_run_db_n_nodes(run->db); i++) {
        const guint32 place =
            place_of(&texts, bp_run_db_node(run->db, i)->relay_at_begin);

        g_array_append_val(begins, place);
    }
    json_builder_set_member_name(json, "events");
    json_builder_begin_object(json);
    report_put_doubles(json, "times", times);
    report_put_words(json, "hosts", hosts);
    report_put_words(json, "kinds", kinds);
    report_put_words(json, "details", details);
    report_put_words(json, "relay_at_begin", begins);
    put_names(json, "names", &events);
    put_names(json, "texts", &texts);
    json_builder_set_member_name(json, "looks"); /* of each of the texts as a state */
    json_builder_begin_array(json);
    for (guint i = 0; i < texts.texts->len; i++)
        json_builder_add_int_value(json,
                                   bp_picture_relay(g_ptr_array_index(texts.texts, i)));
    json_builder_end_array(json);
    json_builder_end_object(json);
    g_ptr_array_unref(events.texts);
    g_ptr_array_unref(texts.texts);
    g_hash_table_unref(events.place);
    g_hash_table_unref(texts.place);
}

static gboolean
report_events(JsonBuilder *json, const ReportRun *run, GError **error)
{
    g_autoptr(GArray) changes = bp_run_db_changes(run->db, error);
    const guint most = MAX_EVENTS / run->n_runs;
    guint n_needed = 0;

    if (changes == NULL)
        return FALSE;
    for (guint i = 0; i < changes->len; i++)
        n_needed += is_needed(&g_array_index(changes, BpRunChange, i)) ? 1 : 0;
    if (changes->len > most)
        g_ptr_array_add(run->notes,
                        g_strdup("Listings and tests of hosts are left out: they would "
                                 "not fit into a page."));
    if (n_needed > most)
        g_ptr_array_add(run->notes,
                        g_strdup_printf("The replay ends after %u changes of hosts, of "
                                        "%u.",
                                        most, n_needed));
    put_events(json, run, changes, changes->len > most);
    return TRUE;
}

/* ---- all of it ---- */

static void
put_notes(JsonBuilder *json, const ReportRun *run)
{
    json_builder_set_member_name(json, "notes");
    json_builder_begin_array(json);
    for (guint i = 0; i < run->notes->len; i++)
        json_builder_add_string_value(json, g_ptr_array_index(run->notes, i));
    json_builder_end_array(json);
}

static gboolean
put_run(JsonBuilder *json, ReportRun *runs, guint i, GError **error)
{
    ReportRun *run = &runs[i];
    guint same_as = i;

    if (!report_network_plan(run, runs, i, error))
        return FALSE;
    for (guint k = 0; k < i; k++)
        if (runs[k].plan == run->lines)
            same_as = k;
    json_builder_begin_object(json);
    put_facts(json, run);
    report_words(json, run);
    put_totals(json, run);
    report_network(json, run, same_as);
    if (!report_series(json, run, error) || !report_events(json, run, error) ||
        !report_traffic(json, run, error) || !report_messages(json, run, error))
        return FALSE;
    put_notes(json, run);
    json_builder_end_object(json);
    return TRUE;
}

char *
bp_report_json(BpRunDb *const *runs, guint n_runs, GError **error)
{
    g_autoptr(JsonBuilder) json = json_builder_new();
    ReportRun parts[BP_REPORT_MAX_RUNS] = {{0}};
    gboolean good = TRUE;

    g_return_val_if_fail(n_runs >= 1 && n_runs <= BP_REPORT_MAX_RUNS, NULL);

    json_builder_begin_object(json);
    report_put_text(json, "bangpath", BANGPATH_VERSION);
    json_builder_set_member_name(json, "runs");
    json_builder_begin_array(json);
    for (guint i = 0; i < n_runs; i++) {
        parts[i].db = runs[i];
        parts[i].n_runs = n_runs;
        parts[i].notes = g_ptr_array_new_with_free_func(g_free);
    }
    for (guint i = 0; good && i < n_runs; i++)
        good = put_run(json, parts, i, error);
    for (guint i = 0; i < n_runs; i++) {
        picture_plan_free(parts[i].plan);
        bp_picture_free(parts[i].picture);
        g_ptr_array_unref(parts[i].notes);
    }
    if (!good)
        return NULL;
    json_builder_end_array(json);
    json_builder_end_object(json);
    return report_print(json);
}
