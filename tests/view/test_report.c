/* test_report.c - what a report holds, number by number, and that it is safe to open. */
#include <bangpath/report.h>

#include "report_world.h"

#include <bangpath/error.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

/* ---- a directory with databases, and the data of a page ---- */

typedef struct {
    char *directory;
    JsonNode *root; /* of what load() has read last */
} Fixture;

static void
set_up(Fixture *f, gconstpointer unused)
{
    GError *error = NULL;

    (void)unused;
    g_setenv("BANGPATH_COASTLINE", "/nowhere", TRUE);
    f->directory = g_dir_make_tmp("bangpath-XXXXXX", &error);
    g_assert_no_error(error);
}

static void
tear_down(Fixture *f, gconstpointer unused)
{
    GDir *dir = g_dir_open(f->directory, 0, NULL);

    (void)unused;
    for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir)) {
        g_autofree char *path = g_build_filename(f->directory, name, NULL);

        g_unlink(path);
    }
    g_dir_close(dir);
    g_rmdir(f->directory);
    g_free(f->directory);
    g_clear_pointer(&f->root, json_node_unref);
}

static BpRunDb *
open_run(const char *path)
{
    GError *error = NULL;
    BpRunDb *db = bp_run_db_open(path, &error);

    g_assert_no_error(error);
    return db;
}

/* The data of a page about the databases @paths, NULL at the end. */
static JsonObject *
load(Fixture *f, const char *const *paths)
{
    BpRunDb *runs[BP_REPORT_MAX_RUNS] = {NULL};
    guint n = 0;
    GError *error = NULL;
    g_autofree char *text = NULL;

    for (; paths[n] != NULL; n++)
        runs[n] = open_run(paths[n]);
    text = bp_report_json(runs, n, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < n; i++)
        bp_run_db_free(runs[i]);
    g_clear_pointer(&f->root, json_node_unref);
    f->root = json_from_string(text, &error);
    g_assert_no_error(error);
    return json_node_get_object(f->root);
}

static JsonObject *
run_of(JsonObject *data, guint i)
{
    return json_array_get_object_element(json_object_get_array_member(data, "runs"), i);
}

static JsonObject *
load_one(Fixture *f, const ReportNames *names, gboolean with_places,
         void (*more)(BpRunDbWriter *db))
{
    g_autofree char *path =
        report_world(f->directory, "a.db", names, with_places, more);

    return run_of(load(f, (const char *const[]){path, NULL}), 0);
}

/* ---- reading it ---- */

static JsonObject *
object(JsonObject *of, const char *name)
{
    return json_object_get_object_member(of, name);
}

static JsonArray *
array(JsonObject *of, const char *name)
{
    return json_object_get_array_member(of, name);
}

static const char *
text(JsonObject *of, const char *name)
{
    return json_object_get_string_member(of, name);
}

static double
number(JsonObject *of, const char *name)
{
    return json_object_get_double_member(of, name);
}

/* A base64 member as @n numbers of @size bytes each. */
static gpointer
numbers(JsonObject *of, const char *name, gsize size, guint n)
{
    gsize length;
    guchar *bytes = g_base64_decode(text(of, name), &length);

    g_assert_cmpuint(length, ==, size * n);
    return bytes;
}

static void
assert_doubles(JsonObject *of, const char *name, guint n, const double *wanted)
{
    g_autofree double *got = numbers(of, name, sizeof(double), n);

    g_assert_cmpint(memcmp(got, wanted, n * sizeof(double)), ==, 0);
}

static void
assert_words(JsonObject *of, const char *name, guint n, const guint32 *wanted)
{
    g_autofree guint32 *got = numbers(of, name, sizeof(guint32), n);

    g_assert_cmpint(memcmp(got, wanted, n * sizeof(guint32)), ==, 0);
}

static guint64
unpack(const guchar **at)
{
    guint64 value = 0;

    for (guint shift = 0;; shift += 7) {
        const guchar byte = *(*at)++;

        value |= (guint64)(byte & 0x7f) << shift;
        if (byte < 0x80)
            return value;
    }
}

static void
assert_packed(JsonObject *of, const char *name, guint n, const guint64 *wanted)
{
    gsize length;
    g_autofree guchar *bytes = g_base64_decode(text(of, name), &length);
    const guchar *at = bytes;

    for (guint i = 0; i < n; i++)
        g_assert_cmpuint(unpack(&at), ==, wanted[i]);
    g_assert_cmpuint((gsize)(at - bytes), ==, length);
}

/* ---- one run ---- */

/* Facts, totals and columns are those of the database, whole numbers whole. */
static void
test_numbers(Fixture *f, gconstpointer unused)
{
    JsonObject *run = load_one(f, &report_plain_names, FALSE, NULL);
    JsonObject *totals = object(run, "totals");
    JsonObject *hosts = object(run, "hosts");

    (void)unused;
    g_assert_cmpstr(text(run, "title"), ==, "A small world");
    g_assert_cmpstr(text(run, "seed"), ==, "7");
    g_assert_cmpstr(text(run, "merged"), ==, "[scenario]\nseed = 7\n\n");
    g_assert_cmpint(json_object_get_int_member(run, "begin_unix_s"), ==, 841536000);
    g_assert_cmpint(json_object_get_int_member(run, "end_us"), ==, BP_DAY_US);
    g_assert_true(json_object_get_boolean_member(run, "complete"));
    g_assert_false(json_object_has_member(run, "name"));

    g_assert_cmpuint(json_object_get_size(totals), ==, 21);
    g_assert_cmpint(json_object_get_int_member(totals, "bytes"), ==, 9000080500);
    g_assert_true(number(totals, "spam.reach") == 0.42);
    g_assert_true(json_object_get_null_member(totals, "relays.half_life_s"));

    assert_packed(hosts, "mailboxes", 4, (const guint64[]){100, 40, 10, 0});
    assert_packed(hosts, "bytes", 4, (const guint64[]){9000000000, 80000, 500, 0});
    assert_packed(hosts, "paid_udollars", 4, (const guint64[]){2500000, 750000, 0, 0});
    assert_packed(hosts, "relayed", 4, (const guint64[]){5, 7, 0, 0});
    assert_packed(hosts, "spool_bytes_at_end", 4, (const guint64[]){1200, 0, 0, 0});
}

/* What was simulated is said in words, shares with one decimal. */
static void
test_words(Fixture *f, gconstpointer unused)
{
    static const char *const wanted[] = {
        "3 hosts with 150 mailboxes, joined by 4 links, for 1 d from "
        "1996-09-01 00:00:00 UTC.",
        "Users wrote 10 letters; 75.0% of their mail was delivered, and 12.5% was "
        "refused by a closed relay, a blacklist or another defence.",
        "Spammers sent 4 messages to 400 recipients. Spam came to 42.0% of 50 target "
        "mailboxes.",
        "For each byte that a spammer sent, others sent 2.5.",
        "2 hosts relayed mail for anybody at the begin, 1 at the end.",
        "9.0 GB went over the lines in 326 hops; spammers paid $0.75 for it, everybody "
        "else $3.25.",
    };
    JsonArray *words = array(load_one(f, &report_plain_names, FALSE, NULL), "words");

    (void)unused;
    g_assert_cmpuint(json_array_get_length(words), ==, G_N_ELEMENTS(wanted));
    for (guint i = 0; i < G_N_ELEMENTS(wanted); i++)
        g_assert_cmpstr(json_array_get_string_element(words, i), ==, wanted[i]);
}

/* All series have the same times; one that begins later is null until then. */
static void
test_series(Fixture *f, gconstpointer unused)
{
    JsonObject *run = load_one(f, &report_plain_names, FALSE, NULL);
    JsonArray *times = array(run, "times_us");
    JsonArray *reach = array(object(run, "series"), "reach");
    JsonArray *refusals = array(object(run, "series"), "refusals.relaying-denied");

    (void)unused;
    g_assert_cmpuint(json_array_get_length(times), ==, 5);
    for (guint i = 0; i < 5; i++)
        g_assert_cmpint(json_array_get_int_element(times, i), ==, 6 * i * BP_HOUR_US);
    g_assert_true(json_array_get_double_element(reach, 2) == 0.25);
    g_assert_true(json_array_get_double_element(reach, 4) == 0.42);
    g_assert_cmpuint(json_array_get_length(refusals), ==, 5);
    for (guint i = 0; i < 3; i++)
        g_assert_true(json_array_get_null_element(refusals, i));
    g_assert_cmpint(json_array_get_int_element(refusals, 3), ==, 3);
    g_assert_cmpint(json_array_get_int_element(refusals, 4), ==, 8);
}

/* Events in the order of time, their names and details by number. */
static void
test_events(Fixture *f, gconstpointer unused)
{
    JsonObject *events =
        object(load_one(f, &report_plain_names, FALSE, NULL), "events");
    JsonArray *names = array(events, "names");
    JsonArray *texts = array(events, "texts");
    JsonArray *looks = array(events, "looks");
    g_autofree guint32 *details = numbers(events, "details", 4, 3);
    g_autofree guint32 *begins = numbers(events, "relay_at_begin", 4, 4);

    (void)unused;
    assert_doubles(events, "times", 3,
                   (const double[]){3.0 * (double)BP_HOUR_US, 12.0 * (double)BP_HOUR_US,
                                    12.0 * (double)BP_HOUR_US});
    assert_words(events, "hosts", 3,
                 (const guint32[]){REPORT_BETA, REPORT_BETA, REPORT_ALPHA});
    assert_words(events, "kinds", 3, (const guint32[]){0, 1, 2});
    g_assert_cmpstr(json_array_get_string_element(names, 0), ==, "reached");
    g_assert_cmpstr(json_array_get_string_element(names, 1), ==, "relay");
    g_assert_cmpstr(json_array_get_string_element(names, 2), ==, "listed");
    g_assert_cmpstr(json_array_get_string_element(texts, details[1]), ==,
                    "closed-by-peer");
    g_assert_cmpstr(json_array_get_string_element(texts, details[2]), ==, "rbl");
    g_assert_cmpstr(json_array_get_string_element(texts, begins[REPORT_BETA]), ==,
                    "open");
    /* The looks of picture.h: 0 open, 1 closed, 2 closed-by-sender. */
    g_assert_cmpint(json_array_get_int_element(looks, details[1]), ==, 1);
    g_assert_cmpint(json_array_get_int_element(looks, begins[REPORT_ALPHA]), ==, 0);
    g_assert_cmpint(json_array_get_int_element(looks, begins[REPORT_GAMMA]), ==, 2);
}

/* Lines are pairs of hosts, a net being the second; their look is the pictures'. */
static void
test_network(Fixture *f, gconstpointer unused)
{
    JsonObject *network =
        object(load_one(f, &report_plain_names, FALSE, NULL), "network");
    JsonObject *open = json_array_get_object_element(array(network, "looks"), 0);
    g_autofree guchar *kind = numbers(network, "kind", 1, 4);
    g_autofree guchar *lines = numbers(network, "line_kind", 1, 3);
    g_autofree float *x = numbers(network, "x", 4, 4);
    g_autofree float *y = numbers(network, "y", 4, 4);

    (void)unused;
    g_assert_cmpstr(json_array_get_string_element(array(network, "names"), 1), ==,
                    "beta");
    g_assert_cmpstr(json_array_get_string_element(array(network, "orgs"), 0), ==,
                    "Alpha Laboratories");
    g_assert_true(json_array_get_null_element(array(network, "orgs"), 1));
    g_assert_cmpint(memcmp(kind, "\0\0\0\1", 4), ==, 0);
    assert_words(network, "a", 3,
                 (const guint32[]){REPORT_ALPHA, REPORT_BETA, REPORT_GAMMA});
    assert_words(network, "b", 3,
                 (const guint32[]){REPORT_BETA, REPORT_NET, REPORT_NET});
    assert_packed(network, "bps", 3, (const guint64[]){2400, 1544000, 1544000});
    g_assert_cmpint(memcmp(lines, "\0\1\1", 3), ==, 0);
    g_assert_cmpstr(text(open, "shape"), ==, "circle");
    g_assert_cmpstr(text(open, "fill"), ==, "#f0e442");
    g_assert_cmpstr(text(network, "layout"), !=, "geo");
    for (guint i = 0; i < 4; i++) {
        g_assert_true(x[i] > 0 && x[i] < number(network, "width"));
        g_assert_true(y[i] > 0 && y[i] < number(network, "height"));
    }
}

/* What crossed a line between one look and the next; both links of a pair together, a
 * spammer's own line left out, a quiet time being a frame without lines. */
static void
test_frames(Fixture *f, gconstpointer unused)
{
    static const guint64 wanted[] = {
        1, 0, 305, 2,          /* 06:00: alpha - beta */
        0,                     /* 12:00 */
        2, 0, 10,  4, 1, 1, 1, /* 18:00: and gamma - net, the second after it */
        2, 0, 1,   1, 0, 9, 0, /* 24:00: and beta - net */
    };
    JsonObject *frames =
        object(load_one(f, &report_plain_names, FALSE, NULL), "frames");
    JsonArray *times = array(frames, "times");
    gsize length;
    g_autofree guchar *bytes = g_base64_decode(text(frames, "data"), &length);
    const guchar *at = bytes;

    (void)unused;
    g_assert_cmpuint(json_array_get_length(times), ==, 4);
    for (guint i = 0; i < 4; i++)
        g_assert_cmpint(json_array_get_int_element(times, i), ==,
                        6 * (i + 1) * BP_HOUR_US);
    for (guint i = 0; i < G_N_ELEMENTS(wanted); i++)
        g_assert_cmpuint(unpack(&at), ==, wanted[i]);
    g_assert_cmpuint((gsize)(at - bytes), ==, length);
}

/* Where most hosts have a place it is a map; one without stands where its neighbours do,
 * and is marked. */
static void
test_places(Fixture *f, gconstpointer unused)
{
    JsonObject *network =
        object(load_one(f, &report_plain_names, TRUE, NULL), "network");
    g_autofree guchar *kind = numbers(network, "kind", 1, 4);
    g_autofree float *x = numbers(network, "x", 4, 4);

    (void)unused;
    g_assert_cmpstr(text(network, "layout"), ==, "geo");
    g_assert_cmpint(memcmp(kind, "\0\0\2\3", 4), ==, 0);
    g_assert_true(x[REPORT_ALPHA] < x[REPORT_BETA]);
    g_assert_cmpstr(text(network, "land"), ==, "");
}

/* ---- messages ---- */

/* A message has what the list shows, its hops, and its story as bangpath show tells it. */
static void
test_message(Fixture *f, gconstpointer unused)
{
    JsonObject *run = load_one(f, &report_plain_names, FALSE, NULL);
    JsonArray *messages = array(run, "messages");
    JsonObject *message = json_array_get_object_element(messages, 0);
    JsonArray *hop = json_array_get_array_element(array(message, "hops"), 0);

    (void)unused;
    g_assert_cmpuint(json_array_get_length(messages), ==, 1);
    g_assert_cmpint(json_object_get_int_member(run, "n_kept"), ==, 1);
    g_assert_cmpint(json_object_get_int_member(message, "serial"), ==, 5);
    g_assert_cmpint(json_object_get_int_member(message, "recipients"), ==, 2);
    g_assert_cmpint(json_object_get_int_member(message, "refusals"), ==, 1);
    g_assert_cmpstr(text(message, "outcome"), ==, "1 delivered, 1 bounced");
    g_assert_cmpstr(text(message, "first"), ==, "u2@beta");
    g_assert_cmpint(json_array_get_int_element(hop, 0), ==, 2 * BP_HOUR_US);
    g_assert_cmpint(json_array_get_int_element(hop, 1), ==, REPORT_ALPHA);
    g_assert_cmpint(json_array_get_int_element(hop, 2), ==, REPORT_BETA);
    g_assert_nonnull(strstr(text(message, "story"), "Message 5, ham\n"));
    g_assert_nonnull(strstr(text(message, "story"), "relaying-denied"));
}

static void
put_many(BpRunDbWriter *db)
{
    for (gint64 i = 0; i < 2000; i++)
        report_put_message(db, 1000 + i, i % 1000 == 0 ? "spam" : "worm",
                           &report_plain_names);
}

/* Of 1 ham, 2 spam and 1998 worm all ham and spam are in the page, and 397 worm: those that
 * make 400, the first among them, spread over the run. */
static void
test_many_messages(Fixture *f, gconstpointer unused)
{
    JsonObject *run = load_one(f, &report_plain_names, FALSE, put_many);
    JsonArray *messages = array(run, "messages");
    JsonArray *notes = array(run, "notes");
    guint n_worm = 0, n_late = 0;
    gint64 last = -1;

    (void)unused;
    g_assert_cmpuint(json_array_get_length(messages), ==, BP_REPORT_MESSAGES);
    g_assert_cmpint(json_object_get_int_member(run, "n_kept"), ==, 2001);
    for (guint i = 0; i < BP_REPORT_MESSAGES; i++) {
        JsonObject *message = json_array_get_object_element(messages, i);
        const gint64 serial = json_object_get_int_member(message, "serial");

        g_assert_cmpint(serial, >, last);
        last = serial;
        n_worm += g_str_equal(text(message, "kind"), "worm") ? 1 : 0;
        n_late += serial >= 2000 ? 1 : 0;
    }
    g_assert_cmpuint(n_worm, ==, 397);
    g_assert_cmpuint(n_late, >=, 198);
    g_assert_cmpuint(n_late, <=, 200);
    g_assert_cmpuint(json_array_get_length(notes), ==, 1);
    g_assert_cmpstr(
        json_array_get_string_element(notes, 0), ==,
        "400 of the 2001 messages that the run kept are in this page, spread "
        "evenly over each kind; 'bangpath show' has them all.");
}

/* ---- several runs ---- */

/* Runs of one network share its places; another has its own. Each says whose it is. */
static void
test_runs(Fixture *f, gconstpointer unused)
{
    ReportNames other = report_plain_names;
    g_autofree char *a = NULL, *b = NULL, *c = NULL;
    JsonObject *data;

    (void)unused;
    a = report_world(f->directory, "first.db", &report_plain_names, FALSE, NULL);
    other.alpha = "omega";
    b = report_world(f->directory, "other.db", &other, FALSE, NULL);
    other.alpha = "alpha";
    other.title = "Once more";
    c = report_world(f->directory, "again", &other, FALSE, NULL);
    data = load(f, (const char *const[]){a, b, c, NULL});

    g_assert_cmpstr(text(run_of(data, 0), "name"), ==, "first");
    g_assert_cmpstr(text(run_of(data, 2), "name"), ==, "again");
    g_assert_cmpstr(text(run_of(data, 2), "title"), ==, "Once more");
    g_assert_false(
        json_object_has_member(object(run_of(data, 0), "network"), "same_as"));
    g_assert_false(
        json_object_has_member(object(run_of(data, 1), "network"), "same_as"));
    g_assert_cmpint(
        json_object_get_int_member(object(run_of(data, 2), "network"), "same_as"), ==,
        0);
    assert_packed(object(run_of(data, 2), "hosts"), "mailboxes", 4,
                  (const guint64[]){100, 40, 10, 0});
}

/* ---- the page ---- */

static char *
render(const char *path)
{
    g_autoptr(BpRunDb) db = open_run(path);
    GError *error = NULL;
    g_autoptr(GBytes) bytes = bp_report_render(&db, 1, &error);
    gsize length;
    const char *data;

    g_assert_no_error(error);
    data = g_bytes_get_data(bytes, &length);
    g_assert_true(g_utf8_validate(data, (gssize)length, NULL));
    g_assert_cmpuint(strnlen(data, length), ==, length);
    return g_strndup(data, length);
}

static guint
count(const char *text, const char *part)
{
    guint n = 0;

    for (const char *at = strstr(text, part); at != NULL; at = strstr(at + 1, part))
        n++;
    return n;
}

/* Markup in names is text in the data, and nowhere in the page as such. */
static void
test_hostile_names(Fixture *f, gconstpointer unused)
{
    g_autofree char *huge = g_strnfill(10000, 'x');
    g_autofree char *title =
        g_strconcat("</title><script>alert(0)</script>@DATA@@SCRIPT@", huge, NULL);
    const ReportNames names = {
        .alpha = "</script><script>alert(1)</script>",
        .org = "\"'&\\ \xe2\x80\xa8 \xe2\x80\xae <!-- ]]> \xc3\xa9",
        .title = title,
        .address = "<img src=x onerror=alert(2)>@gamma",
        .reason = "</pre><b>",
    };
    JsonObject *run = load_one(f, &names, FALSE, NULL);
    JsonArray *list = array(object(run, "network"), "names");
    g_autofree char *path = g_build_filename(f->directory, "a.db", NULL);
    g_autofree char *page = render(path);
    JsonObject *message = json_array_get_object_element(array(run, "messages"), 0);

    (void)unused;
    g_assert_cmpstr(json_array_get_string_element(list, 0), ==, names.alpha);
    g_assert_cmpstr(
        json_array_get_string_element(array(object(run, "network"), "orgs"), 0), ==,
        "\"'&\\ \\u2028 \\u202e <!-- ]]> \xc3\xa9");
    g_assert_cmpstr(text(run, "title"), ==, title);
    g_assert_nonnull(strstr(text(message, "story"), names.address));

    g_assert_cmpuint(count(page, "<script"), ==, 2);
    g_assert_cmpuint(count(page, "</script"), ==, 2);
    g_assert_cmpuint(count(page, "</title"), ==, 1);
    g_assert_null(strstr(page, "<img"));
    g_assert_nonnull(strstr(page, "<title>&lt;/title&gt;&lt;script&gt;alert(0)"));
}

/* The page's policy lets its own script run, by its sum, and no other. */
static void
test_policy(Fixture *f, gconstpointer unused)
{
    g_autofree char *path =
        report_world(f->directory, "a.db", &report_plain_names, FALSE, NULL);
    g_autofree char *page = render(path);
    const char *begin = g_strrstr(page, "<script>");
    g_autofree char *script = NULL;
    g_autofree char *wanted = NULL;
    g_autofree char *base64 = NULL;
    GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
    guint8 digest[32];
    gsize n = sizeof digest;

    (void)unused;
    g_assert_nonnull(begin);
    begin += strlen("<script>");
    script = g_strndup(begin, (gsize)(strstr(begin, "</script>") - begin));
    g_checksum_update(sum, (const guchar *)script, -1);
    g_checksum_get_digest(sum, digest, &n);
    g_checksum_free(sum);
    base64 = g_base64_encode(digest, n);
    wanted = g_strdup_printf("default-src 'none'; script-src 'sha256-%s';", base64);
    g_assert_nonnull(strstr(page, wanted));
    g_assert_null(strstr(page, "sourceMappingURL="));
}

/* The same database gives the same page, whatever it is called. */
static void
test_same_bytes(Fixture *f, gconstpointer unused)
{
    g_autofree char *a =
        report_world(f->directory, "a.db", &report_plain_names, TRUE, put_many);
    g_autofree char *b =
        report_world(f->directory, "b.db", &report_plain_names, TRUE, put_many);
    g_autofree char *first = render(a);
    g_autofree char *second = render(a);
    g_autofree char *third = render(b);

    (void)unused;
    g_assert_true(strcmp(first, second) == 0);
    g_assert_true(strcmp(first, third) == 0);
}

/* ---- what is wrong ---- */

static void
put_event_of_nobody(BpRunDbWriter *db)
{
    bp_run_db_put(db, BP_TABLE_HOST_EVENTS, "iisn", BP_HOUR_US, (gint64)99, "reached");
}

static void
put_shrinking_traffic(BpRunDbWriter *db)
{
    bp_run_db_put(db, BP_TABLE_LINK_SERIES, "iiiii", 23 * BP_HOUR_US, (gint64)0,
                  (gint64)3, (gint64)0, (gint64)1);
}

/* A database whose numbers are of nothing is damaged, and says where. */
static void
test_damage(Fixture *f, gconstpointer unused)
{
    static const struct {
        void (*more)(BpRunDbWriter *db);
        const char *message;
    } cases[] = {
        {put_event_of_nobody, "is damaged: an event names a host that is not there"},
        {put_shrinking_traffic, "is damaged: a link's traffic shrinks"},
    };

    (void)unused;
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = report_world(f->directory, "a.db", &report_plain_names,
                                             FALSE, cases[i].more);
        g_autoptr(BpRunDb) db = open_run(path);
        g_autofree char *wanted = g_strdup_printf("%s: %s", path, cases[i].message);
        GError *error = NULL;

        g_assert_null(bp_report_json(&db, 1, &error));
        g_assert_error(error, BP_ERROR, BP_ERROR_INPUT);
        g_assert_cmpstr(error->message, ==, wanted);
        g_clear_error(&error);
    }
}

static void
put_loop(BpRunDbWriter *db)
{
    report_put_link(db, 5, REPORT_BETA, REPORT_BETA, 1, 1200);
}

/* So is one with a link from a host to itself, which nothing could draw. */
static void
test_loop(Fixture *f, gconstpointer unused)
{
    g_autofree char *path =
        report_world(f->directory, "a.db", &report_plain_names, FALSE, put_loop);
    GError *error = NULL;

    (void)unused;
    g_assert_null(bp_run_db_open(path, &error));
    g_assert_error(error, BP_ERROR, BP_ERROR_INPUT);
    g_clear_error(&error);
}

static void
assert_refused(BpRunDb *db, const char *path, gboolean force, int code)
{
    GError *error = NULL;

    g_assert_false(bp_report_write(&db, 1, path, force, &error));
    g_assert_error(error, BP_ERROR, code);
    g_assert_true(g_str_has_prefix(error->message, path));
    g_clear_error(&error);
}

/* An output that is there is refused without force, one that cannot be written always. */
static void
test_outputs(Fixture *f, gconstpointer unused)
{
    g_autofree char *run =
        report_world(f->directory, "a.db", &report_plain_names, FALSE, NULL);
    g_autofree char *path = g_build_filename(f->directory, "a.html", NULL);
    g_autofree char *nowhere = g_build_filename(f->directory, "no", "a.html", NULL);
    g_autoptr(BpRunDb) db = open_run(run);
    GError *error = NULL;

    (void)unused;
    bp_report_write(&db, 1, path, FALSE, &error);
    g_assert_no_error(error);
    assert_refused(db, path, FALSE, BP_ERROR_EXISTS);
    bp_report_write(&db, 1, path, TRUE, &error);
    g_assert_no_error(error);
    assert_refused(db, nowhere, TRUE, BP_ERROR_OUTPUT);
    assert_refused(db, f->directory, TRUE, BP_ERROR_EXISTS);
}

#define ADD(name, test) \
    g_test_add("/report/" name, Fixture, NULL, set_up, test, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("numbers", test_numbers);
    ADD("words", test_words);
    ADD("series", test_series);
    ADD("events", test_events);
    ADD("network", test_network);
    ADD("frames", test_frames);
    ADD("places", test_places);
    ADD("message", test_message);
    ADD("many-messages", test_many_messages);
    ADD("runs", test_runs);
    ADD("hostile-names", test_hostile_names);
    ADD("policy", test_policy);
    ADD("same-bytes", test_same_bytes);
    ADD("damage", test_damage);
    ADD("loop", test_loop);
    ADD("outputs", test_outputs);
    return g_test_run();
}
