/* test_story.c - a message is found, its hops are put in line, and nothing of a hostile
 * database reaches the terminal. */
#include <bangpath/story.h>

#include "little_world.h"

#include <bangpath/run.h>
#include <glib/gstdio.h>
#include <sqlite3.h>

/* Four hosts: a spammer at 0, relays at 1 and 2, mailboxes at 3 and at relay 2. Of message
 * 7, for five: relay 1 takes it at 10 s, hands it to 3 at 20 s for two of them, who get
 * it, and to 2 at 30 s for two more: one is at 2, the other goes on to 3 at 40 s. Host 3
 * refuses the fifth from 1 at 50 s over SMTP. Relay 1 closes at 15 s. Message 8 bounces
 * it. Messages 9 and 10 have ids that begin alike. */
#define SECOND BP_SECOND_US

typedef struct {
    char *directory; /* owned */
    char *path;      /* owned */
} Fixture;

static void
put_message(BpRunDbWriter *writer, gint64 serial, const char *id, const char *kind)
{
    bp_run_db_put(writer, BP_TABLE_MESSAGES, "issiisiii", serial, id, kind, (gint64)0,
                  (gint64)0, "u1@h3", (gint64)(serial == 7), (gint64)5000,
                  (gint64)(serial == 7 ? 2 : 0));
}

static void
put_rcpt(BpRunDbWriter *writer, const char *address, gint64 number, gint64 host)
{
    bp_run_db_put(writer, BP_TABLE_RECIPIENTS, "isiisnnn", (gint64)7, address, number,
                  host, "queued");
}

static void
put_hop(BpRunDbWriter *writer, gint64 second, gint64 from, gint64 to, gint64 recipients)
{
    bp_run_db_put(writer, BP_TABLE_HOPS, "iiiiiii", (gint64)7, second * SECOND,
                  (gint64)0, from, to, recipients, (gint64)5000);
}

static void
put_hosts(BpRunDbWriter *writer, const char *name_of_1)
{
    const char *names[] = {"h0", name_of_1, "h2", "h3"};

    for (gint64 i = 0; i < 4; i++)
        bp_run_db_put(writer, BP_TABLE_HOSTS, "isssissnnniiiiiii", i, names[i], "host",
                      "internet", (gint64)1, "open", i == 1 ? "closed-by-peer" : "open",
                      (gint64)1, (gint64)0, (gint64)0, (gint64)0, (gint64)0, (gint64)0,
                      (gint64)0);
}

static void
put_message_7(BpRunDbWriter *writer)
{
    put_message(writer, 7, "abcd0000-0000-5000-8000-000000000007", "spam");
    put_rcpt(writer, "u1@h3", 0, 3);
    put_rcpt(writer, "u2@h3", 1, 3);
    put_rcpt(writer, "u3@h2", 2, 2);
    put_rcpt(writer, "u4@h3", 3, 3);
    put_rcpt(writer, "u5@h3", 4, 3);
    put_rcpt(writer, "u6@h3", 5, 3);
    put_hop(writer, 10, 0, 1, 5);
    put_hop(writer, 20, 1, 3, 2);
    put_hop(writer, 30, 1, 2, 2);
    put_hop(writer, 40, 2, 3, 1);
    bp_run_db_put_end(writer, 7, "u1@h3", "delivered", NULL, 20 * SECOND, 3);
    bp_run_db_put_end(writer, 7, "u2@h3", "delivered", NULL, 20 * SECOND, 3);
    bp_run_db_put_end(writer, 7, "u3@h2", "delivered", NULL, 30 * SECOND, 2);
    bp_run_db_put_end(writer, 7, "u4@h3", "delivered", NULL, 40 * SECOND, 3);
    bp_run_db_put_end(writer, 7, "u5@h3", "bounced", "blacklisted", 50 * SECOND, 3);
    bp_run_db_put(writer, BP_TABLE_REFUSALS, "iiiisi", (gint64)7, 50 * SECOND,
                  (gint64)1, (gint64)3, "blacklisted", (gint64)1);
    bp_run_db_put(writer, BP_TABLE_BOUNCES, "iiii", (gint64)8, (gint64)7, (gint64)1,
                  (gint64)0);
    bp_run_db_put(writer, BP_TABLE_HOST_EVENTS, "iiss", 15 * SECOND, (gint64)1, "relay",
                  "closed-by-peer");
}

static void
write_run(const char *path, const char *name_of_1, const char *trace_ppm)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(BpRunDbWriter) writer = bp_run_db_create(path, TRUE, &error);

    g_assert_no_error(error);
    bp_run_db_put(writer, BP_TABLE_RUN, "ss", "begin", "1996-09-01T00:00:00Z");
    bp_run_db_put(writer, BP_TABLE_RUN, "ss", "length_us", "100000000");
    bp_run_db_put(writer, BP_TABLE_RUN, "ss", "end_us", "100000000");
    bp_run_db_put(writer, BP_TABLE_RUN, "ss", "scenario", "a.scenario");
    bp_run_db_put(writer, BP_TABLE_RUN, "ss", "trace_ppm", trace_ppm);
    put_hosts(writer, name_of_1);
    bp_run_db_put(writer, BP_TABLE_LINKS, "iiiisssiiiiiiiiiiiii", (gint64)0, (gint64)0,
                  (gint64)1, (gint64)1, "v34", "smtp", "permanent", (gint64)28800,
                  (gint64)1, (gint64)1, (gint64)0, (gint64)0, (gint64)0, (gint64)0,
                  (gint64)0, (gint64)0, (gint64)0, (gint64)0, (gint64)0, (gint64)0);
    put_message_7(writer);
    put_message(writer, 8, "00000000-0000-5000-8000-000000000008", "bounce");
    put_message(writer, 9, "99990000-0000-5000-8000-000000000009", "ham");
    put_message(writer, 10, "99990000-0000-5000-8000-00000000000a", "ham");
    bp_run_db_finish(writer, &error);
    g_assert_no_error(error);
}

static void
set_up(Fixture *f, gconstpointer unused)
{
    (void)unused;
    f->directory = little_directory();
    f->path = g_build_filename(f->directory, "run.db", NULL);
    write_run(f->path, "h1", "1000000");
}

static void
tear_down(Fixture *f, gconstpointer unused)
{
    (void)unused;
    g_unlink(f->path);
    g_assert_cmpint(g_rmdir(f->directory), ==, 0);
    g_free(f->directory);
    g_free(f->path);
}

static BpRunDb *
open_db(const Fixture *f)
{
    GError *error = NULL;
    BpRunDb *db = bp_run_db_open(f->path, &error);

    g_assert_no_error(error);
    return db;
}

static BpStory *
read_7(BpRunDb *db)
{
    GError *error = NULL;
    BpStory *story = bp_story_read(db, 7, &error);

    g_assert_no_error(error);
    return story;
}

/* The hosts that recipient @i came by, `0123`. */
static char *
way_of(const BpStory *story, guint i)
{
    const BpStoryRecipient *recipient =
        &g_array_index(story->recipients, BpStoryRecipient, i);
    g_autoptr(GArray) way = bp_story_way(story, recipient);
    GString *text = g_string_new(NULL);

    g_string_append_printf(text, "%u", story->message.host);
    for (guint k = 0; k < way->len; k++)
        g_string_append_printf(
            text, "%u",
            g_array_index(story->hops, BpStoryHop, g_array_index(way, guint32, k)).to);
    return g_string_free(text, FALSE);
}

/* Each recipient's way is that of its own copy, also where another came there by another;
 * what was refused over SMTP had come to the peer; of what waits no way is known. */
static void
test_ways(Fixture *f, gconstpointer unused)
{
    static const char *const ways[] = {"013", "013", "012", "0123", "01", "0"};
    g_autoptr(BpRunDb) db = open_db(f);
    g_autoptr(BpStory) story = read_7(db);

    (void)unused;
    g_assert_cmpuint(story->recipients->len, ==, G_N_ELEMENTS(ways));
    for (guint i = 0; i < G_N_ELEMENTS(ways); i++) {
        g_autofree char *way = way_of(story, i);

        g_assert_cmpstr(way, ==, ways[i]);
        g_assert_cmpuint(
            g_array_index(story->recipients, BpStoryRecipient, i).refused_by, ==,
            i == 4 ? 3 : BP_STORY_NONE);
    }
    g_assert_cmpuint(story->bounces->len, ==, 1);
    g_assert_cmpint(g_array_index(story->bounces, BpStoryBounce, 0).serial, ==, 8);
    g_assert_cmpuint(story->bounced->len, ==, 0);
}

/* Without relay 1 none of the four delivered would have come, without 2 only the last; where
 * it was delivered no relay had a hand in it. */
static void
test_cut(Fixture *f, gconstpointer unused)
{
    g_autoptr(BpRunDb) db = open_db(f);
    g_autoptr(BpStory) story = read_7(db);
    g_autoptr(GArray) cuts = bp_story_cut(db, story, NULL);
    const BpStoryCut *cut = &g_array_index(cuts, BpStoryCut, 0);

    (void)unused;
    g_assert_cmpuint(cuts->len, ==, 2);
    g_assert_cmpuint(cut[0].host, ==, 1);
    g_assert_cmpuint(cut[0].recipients, ==, 4);
    g_assert_cmpstr(cut[0].relay, ==, "open"); /* it closed five seconds later */
    g_assert_cmpuint(cut[1].host, ==, 2);
    g_assert_cmpuint(cut[1].recipients, ==, 1);
}

static void
assert_found(BpRunDb *db, const char *text, gint64 wanted)
{
    GError *error = NULL;
    gint64 serial = -1;

    bp_story_find(db, text, &serial, &error);
    g_assert_no_error(error);
    g_assert_cmpint(serial, ==, wanted);
}

static void
assert_not_found(BpRunDb *db, const char *text, BpErrorCode code, const char *told)
{
    GError *error = NULL;
    gint64 serial;

    g_assert_false(bp_story_find(db, text, &serial, &error));
    g_assert_error(error, BP_ERROR, (int)code);
    if (strstr(error->message, told) == NULL)
        g_test_message("\"%s\" lacks \"%s\"", error->message, told);
    g_assert_nonnull(strstr(error->message, told));
    g_clear_error(&error);
}

/* By number, id, or an id's beginning; what is no message is told with the nearest. */
static void
test_find(Fixture *f, gconstpointer unused)
{
    g_autoptr(BpRunDb) db = open_db(f);

    (void)unused;
    assert_found(db, "7", 7);
    assert_found(db, "10", 10);
    assert_found(db, "abcd", 7);
    assert_found(db, "ABCD0000-0000", 7);
    assert_found(db, "99990000-0000-5000-8000-00000000000a", 10);
    assert_found(db, "0000", 8); /* no message 0: the id */
    assert_not_found(db, "9999", BP_ERROR_VALUE,
                     "the ids of 2 messages begin with \"9999\":\n"
                     "  99990000-0000-5000-8000-000000000009  message 9\n"
                     "  99990000-0000-5000-8000-00000000000a  message 10");
    assert_not_found(db, "abc", BP_ERROR_VALUE, "at least 4 characters");
    assert_not_found(db, "", BP_ERROR_VALUE, "at least 4 characters");
    assert_not_found(db, "-1", BP_ERROR_VALUE, "at least 4 characters");
    assert_not_found(db, "ab%d", BP_ERROR_VALUE, "at least 4 characters");
    assert_not_found(db, "99999999999999999999999", BP_ERROR_UNKNOWN, "did you mean");
    assert_not_found(db, "11", BP_ERROR_UNKNOWN, "expected a number from 7 to 10");
    assert_not_found(db, "abcd1", BP_ERROR_UNKNOWN,
                     "did you mean \"abcd0000-0000-5000-8000-000000000007\"?");
}

/* Where only a part was kept, an absent message may have been: how to keep it is told. */
static void
test_not_kept(Fixture *f, gconstpointer unused)
{
    g_autoptr(BpRunDb) db = NULL;

    (void)unused;
    write_run(f->path, "h1", "12500");
    db = open_db(f);
    assert_not_found(db, "11", BP_ERROR_UNKNOWN,
                     "message 11 is not in it; the run kept 1.25% of its messages; to "
                     "keep all: bangpath run a.scenario --set output.trace=all");
}

/* The list is by number, filtered, and says how many there are. */
static void
test_list(Fixture *f, gconstpointer unused)
{
    g_autoptr(BpRunDb) db = open_db(f);
    gint64 total;
    g_autoptr(GArray) all = bp_story_list(db, &(BpStoryFilter){.n = 2}, &total, NULL);
    g_autoptr(GArray) some = NULL;

    (void)unused;
    g_assert_cmpint(total, ==, 4);
    g_assert_cmpuint(all->len, ==, 2);
    g_assert_cmpstr(g_array_index(all, BpStoryEntry, 0).outcome, ==,
                    "4 delivered, 1 bounced, 1 queued");
    g_assert_cmpstr(g_array_index(all, BpStoryEntry, 0).first, ==, "u1@h3");
    some = bp_story_list(db, &(BpStoryFilter){.kind = "ham"}, &total, NULL);
    g_assert_cmpint(total, ==, 2);
    g_assert_cmpint(g_array_index(some, BpStoryEntry, 0).message.serial, ==, 9);
    g_array_unref(some);
    some = bp_story_list(db, &(BpStoryFilter){.kind = "ham", .state = "bounced"},
                         &total, NULL);
    g_assert_cmpint(total, ==, 0);
    g_assert_cmpuint(some->len, ==, 0);
}

/* Whoever's name has an escape code in it, it does not reach the terminal. */
static void
test_escape_codes(Fixture *f, gconstpointer unused)
{
    g_autoptr(BpRunDb) db = NULL;
    g_autoptr(BpStory) story = NULL;
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;

    (void)unused;
    write_run(f->path,
              "h\x1b]0;owned\x07\xc2\x9b"
              "2J",
              "1000000");
    db = open_db(f);
    story = read_7(db);
    text = bp_story_text(db, story, TRUE, NULL, &error);
    g_assert_no_error(error);
    g_assert_null(strchr(text, 0x1b));
    g_assert_null(strchr(text, 0x07));
    g_assert_null(strstr(text, "\xc2\x9b"));
    g_assert_nonnull(strstr(text, "h\\x1b]0;owned\\x07\\x9b2J"));
}

static void
execute(const char *path, const char *sql)
{
    sqlite3 *db = NULL;

    g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_exec(db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
    sqlite3_close(db);
}

/* Rows that cannot be are damage, and no place outside an array. */
static void
test_contradictions(Fixture *f, gconstpointer unused)
{
    static const char *const changes[] = {
        "UPDATE messages SET host = 4",
        "UPDATE messages SET time_us = -1",
        "UPDATE messages SET time_us = 9223372036854775807",
        "UPDATE messages SET size_bytes = -1",
        "UPDATE recipients SET host = 4294967296",
        "UPDATE recipients SET at_host = -1",
        "UPDATE recipients SET time_us = 9223372036854775807",
        "UPDATE recipients SET time_us = NULL",
        "UPDATE hops SET from_host = 4",
        "UPDATE hops SET to_host = -1",
        "UPDATE hops SET time_us = -1",
        "UPDATE hops SET recipients = -1",
        "UPDATE refusals SET peer = 70000",
        "UPDATE refusals SET recipients = 0",
        "UPDATE bounces SET host = 99",
        "DROP TABLE hops",
    };

    (void)unused;
    for (guint i = 0; i < G_N_ELEMENTS(changes); i++) {
        g_autoptr(BpRunDb) db = NULL;
        g_autoptr(GError) error = NULL;

        write_run(f->path, "h1", "1000000");
        execute(f->path, changes[i]);
        db = open_db(f);
        g_assert_null(bp_story_read(db, 7, &error));
        g_assert_error(error, BP_ERROR, BP_ERROR_INPUT);
        g_assert_nonnull(strstr(error->message, "is damaged"));
    }
}

/* Hops that go round in circles end all the same. */
static void
test_circle(Fixture *f, gconstpointer unused)
{
    g_autoptr(BpRunDb) db = NULL;
    g_autoptr(BpStory) story = NULL;
    g_autofree char *way = NULL;

    (void)unused;
    execute(f->path, "UPDATE hops SET from_host = 3, to_host = 3, time_us = 5");
    db = open_db(f);
    story = read_7(db);
    way = way_of(story, 0);
    g_assert_cmpstr(way, ==, "03333");
}

/* Tells every story; errors are fine, only they must be errors. */
static void
tell_all(BpRunDb *db)
{
    gint64 total = 0;
    g_autoptr(GArray) entries = bp_story_list(db, &(BpStoryFilter){0}, &total, NULL);

    for (guint i = 0; entries && i < MIN(entries->len, 20); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(BpStory) story = bp_story_read(
            db, g_array_index(entries, BpStoryEntry, i).message.serial, &error);
        g_autofree char *text =
            story ? bp_story_text(db, story, TRUE, NULL, &error) : NULL;

        g_assert_cmpint(text == NULL, ==, error != NULL);
    }
}

/* A byte changed anywhere may go unnoticed, but nothing falls over it. */
static void
test_changed_bytes(Fixture *f, gconstpointer unused)
{
    g_autofree char *bytes = NULL;
    gsize n;
    guint32 at = 1;

    (void)unused;
    g_assert_true(g_file_get_contents(f->path, &bytes, &n, NULL));
    for (guint i = 0; i < 500; i++) {
        g_autoptr(BpRunDb) db = NULL;
        g_autofree char *changed = g_memdup2(bytes, n);

        at = at * 1664525 + 1013904223;
        changed[at % n] ^= (char)(at >> 24 | 1);
        g_unlink(f->path);
        g_assert_true(g_file_set_contents_full(f->path, changed, (gssize)n,
                                               G_FILE_SET_CONTENTS_NONE, 0666, NULL));
        db = bp_run_db_open(f->path, NULL);
        if (db)
            tell_all(db);
    }
}

/* In a real run, whoever got a message has a way that ends at his host when he got it. */
static void
test_real_run(Fixture *f, gconstpointer unused)
{
    g_autoptr(BpScenario) scenario = little_scenario();
    g_auto(BpRunResult) result = {0};
    g_autoptr(GError) error = NULL;
    g_autoptr(BpRunDb) db = NULL;
    g_autoptr(GArray) entries = NULL;
    gint64 total;
    guint n = 0;

    (void)unused;
    bp_run(scenario, &(BpRunOptions){.output = f->path, .force = TRUE}, &result,
           &error);
    g_assert_no_error(error);
    db = open_db(f);
    entries = bp_story_list(db, &(BpStoryFilter){0}, &total, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < entries->len; i++) {
        g_autoptr(BpStory) story = bp_story_read(
            db, g_array_index(entries, BpStoryEntry, i).message.serial, &error);

        g_assert_no_error(error);
        for (guint k = 0; k < story->recipients->len; k++) {
            const BpStoryRecipient *r =
                &g_array_index(story->recipients, BpStoryRecipient, k);

            if (!g_str_equal(r->state, "delivered") || r->at == story->message.host)
                continue;
            n++;
            g_assert_cmpuint(r->last_hop, !=, BP_STORY_NONE);

            const BpStoryHop *hop =
                &g_array_index(story->hops, BpStoryHop, r->last_hop);

            g_assert_cmpuint(hop->to, ==, r->host);
            g_assert_cmpint(hop->time_us, ==, r->time_us);
            while (hop->before != BP_STORY_NONE)
                hop = &g_array_index(story->hops, BpStoryHop, hop->before);
            g_assert_cmpuint(hop->from, ==, story->message.host);
        }
    }
    g_assert_cmpuint(n, >, 100);
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *path;
        void (*test)(Fixture *f, gconstpointer data);
    } tests[] = {
        {"/results/story/ways", test_ways},
        {"/results/story/cut", test_cut},
        {"/results/story/find", test_find},
        {"/results/story/not-kept", test_not_kept},
        {"/results/story/list", test_list},
        {"/results/story/escape-codes", test_escape_codes},
        {"/results/story/contradictions", test_contradictions},
        {"/results/story/circle", test_circle},
        {"/results/story/changed-bytes", test_changed_bytes},
        {"/results/story/real-run", test_real_run},
    };

    g_test_init(&argc, &argv, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(tests); i++)
        g_test_add(tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
    return g_test_run();
}
