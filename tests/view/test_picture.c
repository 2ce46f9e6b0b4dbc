/* test_picture.c - what a picture shows, that it is well made, and how it fails. */
#include "picture_kit.h"

#include "picture_plan.h"
#include "picture_text.h"

#include <bangpath/units.h>
#include <glib/gstdio.h>
#include <graphviz/cgraph.h>
#include <math.h>
#include <string.h>

/* Every host, net and link is there once, with its title, its legend and its tooltips. */
static void
test_topology(void)
{
    g_autoptr(BpPicture) picture = small_picture();
    g_autoptr(GBytes) svg = render(picture, NULL, NULL);
    Seen seen;

    look_at(&seen, svg);
    g_assert_cmpint(seen.hosts, ==, 4);
    g_assert_cmpint(seen.reached, ==, 0);
    g_assert_cmpint(seen.nets, ==, 1);
    g_assert_cmpint(seen.links, ==, 1);
    g_assert_cmpint(seen.access, ==, 3);
    g_assert_cmpint(seen.labels, ==, 4);
    g_assert_true(has_line(seen.words, "A small network"));
    g_assert_true(has_line(seen.words, "1996: 4 hosts, 1 net, 4 links"));
    g_assert_true(has_line(seen.words, "alpha"));
    g_assert_true(has_line(seen.words, "internet"));
    g_assert_true(has_line(seen.words, "open"));
    g_assert_true(has_line(seen.words, "closed"));
    g_assert_true(has_line(seen.words, "closed by sender"));
    g_assert_true(has_line(seen.words, "Mailboxes"));
    g_assert_true(has_line(seen.words, "200"));
    g_assert_true(has_line(seen.words, "dial-up"));
    g_assert_true(has_line(seen.words, "access line"));
    g_assert_null(strstr(seen.words->str, "Spam"));
    g_assert_true(
        has_line(seen.tooltips, "beta (Beta & Sons): mailboxes 200, relay closed"));
    g_assert_true(
        has_line(seen.tooltips, "gamma: mailboxes 40, relay closed-by-sender"));
    seen_clear(&seen);
}

/* A run shows whom spam has reached and what crossed the links; links between the same two
 * are one line. */
static void
test_run(void)
{
    g_autoptr(BpPicture) picture = tree_picture(5);
    g_autoptr(GBytes) svg = NULL;
    const BpPictureLink again = {.a = 0, .b = 1, .copies = 30, .spam_copies = 20};
    Seen seen;

    picture->is_run = TRUE;
    picture->subtitle = g_strdup("1996-09-04 09:00:00 UTC");
    g_array_index(picture->nodes, BpPictureNode, 2).reached = TRUE;
    g_array_index(picture->nodes, BpPictureNode, 2).spam_delivered = 1234;
    bp_picture_add_link(picture, &again);
    svg = render(picture, "svg", NULL);

    look_at(&seen, svg);
    g_assert_cmpint(seen.hosts, ==, 5);
    g_assert_cmpint(seen.reached, ==, 1);
    g_assert_cmpint(seen.links, ==, 4);
    g_assert_true(has_line(seen.words, "1996-09-04 09:00:00 UTC"));
    g_assert_true(has_line(seen.words, "has reached the host"));
    g_assert_true(has_line(seen.words, "Copies over a link"));
    g_assert_true(has_line(seen.words, "half"));
    g_assert_true(has_line(seen.tooltips, "host0 - host1: 30 copies, 20 of spam"));
    g_assert_true(has_line(seen.tooltips,
                           "host2: mailboxes 75, relay open, reached by spam, spam "
                           "delivered in the run 1,234"));
    seen_clear(&seen);
}

static void
put_node(BpRunDbWriter *writer, gint64 number, const char *name)
{
    bp_run_db_put(writer, BP_TABLE_HOSTS, "isssissnnniiiiiii", number, name, "host",
                  "uucp", (gint64)1, "open", "closed", (gint64)7, (gint64)0, (gint64)0,
                  (gint64)0, (gint64)0, (gint64)0, (gint64)0);
}

static void
make_run(const char *path)
{
    GError *error = NULL;
    BpRunDbWriter *writer = bp_run_db_create(path, FALSE, &error);

    g_assert_no_error(error);
    bp_run_db_put(writer, BP_TABLE_RUN, "ss", "title", "Two hosts");
    bp_run_db_put(writer, BP_TABLE_RUN, "ss", "begin", "1996-09-01T00:00:00Z");
    bp_run_db_put(writer, BP_TABLE_RUN, "ss", "length_us", "86400000000");
    bp_run_db_put(writer, BP_TABLE_RUN, "ss", "end_us", "86400000000");
    put_node(writer, 0, "a");
    put_node(writer, 1, "b");
    bp_run_db_put(writer, BP_TABLE_LINKS, "iiiinsisiiiiiiiiiiii", (gint64)0, (gint64)0,
                  (gint64)1, (gint64)1, "plain", (gint64)1200, "demand", (gint64)1,
                  (gint64)1, (gint64)0, (gint64)0, (gint64)0, (gint64)0, (gint64)0,
                  (gint64)0, (gint64)0, (gint64)0, (gint64)0, (gint64)0);
    bp_run_db_put(writer, BP_TABLE_HOST_EVENTS, "iiss", 12 * BP_HOUR_US, (gint64)1,
                  "relay", "closed");
    bp_run_db_finish(writer, &error);
    g_assert_no_error(error);
    bp_run_db_writer_free(writer);
}

/* A run is drawn as it stood at a moment of it, and at no other. */
static void
test_moment_of_run(void)
{
    g_autofree char *directory = g_dir_make_tmp("bangpath-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(directory, "run.db", NULL);
    g_autoptr(BpRunDb) db = NULL;
    g_autoptr(BpPicture) early = NULL;
    g_autoptr(BpPicture) late = NULL;
    GError *error = NULL;

    make_run(path);
    db = bp_run_db_open(path, &error);
    g_assert_no_error(error);
    early = bp_picture_from_run(db, BP_HOUR_US, &error);
    g_assert_no_error(error);
    late = bp_picture_from_run(db, -1, &error);
    g_assert_no_error(error);

    g_assert_true(early->is_run);
    g_assert_cmpstr(early->title, ==, "Two hosts");
    g_assert_cmpuint(early->nodes->len, ==, 2);
    g_assert_cmpuint(early->links->len, ==, 1);
    g_assert_cmpstr(early->subtitle, ==,
                    "1996-09-01 01:00:00 UTC: 2 hosts, 1 link; 2 open relays; spam has "
                    "reached 0 hosts");
    g_assert_true(g_str_has_prefix(late->subtitle, "1996-09-02 00:00:00 UTC: "));
    g_assert_cmpint(g_array_index(late->nodes, BpPictureNode, 1).relay, ==,
                    BP_PICTURE_CLOSED);

    g_assert_null(bp_picture_from_run(db, BP_DAY_US + 1, &error));
    g_assert_error(error, BP_ERROR, BP_ERROR_VALUE);
    g_clear_error(&error);
    g_unlink(path);
    g_rmdir(directory);
}

/* Names of any bytes are shown as they are, and harm neither XML nor DOT. */
static void
test_hostile_names(void)
{
    static const struct {
        const char *name;
        const char *shown;
    } cases[] = {
        {"a\"b", "a\"b"},
        {"<b>&amp;&lt;</b>", "<b>&amp;&lt;</b>"},
        {"&eacute;", "&eacute;"},
        {"\\N\\G\\", "\\N\\G\\"},
        {"b\\\"q", "b\\\"q"},
        {"-->]]>", "-->]]>"},
        {"new\nline", "new line"},
        {"%s%n", "%s%n"},
        {"+1", "+1"},
        {"graph", "graph"},
        {"node:port", "node:port"},
        {"\xc5\x81\xc3\xb3\x64\xc5\xba", "\xc5\x81\xc3\xb3\x64\xc5\xba"},
        {"bad\xff", "bad\xef\xbf\xbd"},
        {"bell\x07", "bell\xef\xbf\xbd"},
        {"bell\x08", "bell\xef\xbf\xbd"},
        {"\xe2\x80\xae rtl", "\xef\xbf\xbd rtl"},
    };
    g_autoptr(BpPicture) picture = bp_picture_new();
    g_autofree char *huge = g_strnfill(10240, 'x');
    g_autoptr(GBytes) svg = NULL;
    g_autoptr(GBytes) gv = NULL;
    const BpPictureNode long_node = {.name = huge, .org = huge};
    Agraph_t *graph;
    Seen seen;

    picture->title = g_strdup("T <b>&lt; \\N\"\\");
    picture->subtitle = g_strdup(huge);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const BpPictureNode node = {.name = cases[i].name, .org = cases[i].name};
        const BpPictureLink link = {.a = i, .b = 0, .bps = 1200};

        bp_picture_add_node(picture, &node);
        if (i > 0)
            bp_picture_add_link(picture, &link);
    }
    bp_picture_add_node(picture, &long_node);

    svg = render(picture, "svg", "neato");
    look_at(&seen, svg);
    g_assert_cmpint(seen.hosts, ==, (int)G_N_ELEMENTS(cases) + 1);
    g_assert_cmpint(seen.links, ==, (int)G_N_ELEMENTS(cases) - 1);
    g_assert_true(has_line(seen.words, picture->title));
    g_assert_true(has_line(seen.words, "xxxxxxxxxxxxxxxxxxxxxxx\xe2\x80\xa6"));
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *tooltip = g_strdup_printf("%s (%s): mailboxes 0, relay open",
                                                   cases[i].shown, cases[i].shown);

        g_assert_true(has_line(seen.words, cases[i].shown));
        g_assert_true(has_line(seen.tooltips, tooltip));
    }
    seen_clear(&seen);

    gv = render(picture, "gv", "neato");
    graph = agmemread(g_bytes_get_data(gv, NULL));
    g_assert_nonnull(graph);
    g_assert_cmpint(agnedges(graph), >=, (int)G_N_ELEMENTS(cases) - 1);
    agclose(graph);
}

/* Text is cut by characters, not bytes, and never grows. */
static void
test_clean(void)
{
    static const struct {
        const char *text;
        guint max_chars;
        const char *clean;
    } cases[] = {
        {"", 5, ""},
        {"abcde", 5, "abcde"},
        {"abcdef", 5, "abcd\xe2\x80\xa6"},
        {"\xc3\xa9\xc3\xa9\xc3\xa9", 3, "\xc3\xa9\xc3\xa9\xc3\xa9"},
        {"\xc3\xa9\xc3\xa9\xc3\xa9", 2, "\xc3\xa9\xe2\x80\xa6"},
        {"a\tb\r\n", 9, "a b  "},
        {"\xc3", 9, "\xef\xbf\xbd"},
        {"\xed\xa0\x80", 9, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
        {"\xef\xbf\xbf", 9, "\xef\xbf\xbd"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *clean = picture_clean(cases[i].text, cases[i].max_chars);

        g_assert_cmpstr(clean, ==, cases[i].clean);
    }
}

/* The same picture gives the same bytes, also after others were drawn in between. */
static void
test_same_bytes(void)
{
    g_autoptr(BpPicture) tree = tree_picture(70);

    for (guint i = 0; bp_picture_formats[i] != NULL; i++) {
        g_autoptr(BpPicture) picture = small_picture();
        g_autoptr(BpPicture) same = small_picture();
        g_autoptr(GBytes) first = render(picture, bp_picture_formats[i], NULL);
        g_autoptr(GBytes) tree_first = render(tree, bp_picture_formats[i], NULL);
        g_autoptr(GBytes) second = render(same, bp_picture_formats[i], NULL);
        g_autoptr(GBytes) tree_second = render(tree, bp_picture_formats[i], NULL);

        g_test_message("%s", bp_picture_formats[i]);
        g_assert_true(g_bytes_equal(first, second));
        g_assert_true(g_bytes_equal(tree_first, tree_second));
    }
}

/* So does every layout; but for fdp, in which Graphviz 2.43 compares addresses, so that only
 * the first picture of a process is always the same. */
static void
test_same_bytes_of_layouts(void)
{
    g_autoptr(BpPicture) tree = tree_picture(70);
    GBytes *first[10] = {NULL};

    for (guint round = 0; round < 2; round++)
        for (guint i = 0; bp_picture_layouts[i] != NULL; i++) {
            GBytes *svg = render(tree, "svg", bp_picture_layouts[i]);

            if (round == 0) {
                first[i] = svg;
                continue;
            }
            g_test_message("%s", bp_picture_layouts[i]);
            if (strcmp(bp_picture_layouts[i], "fdp") != 0)
                g_assert_true(g_bytes_equal(first[i], svg));
            g_bytes_unref(first[i]);
            g_bytes_unref(svg);
        }
}

/* No format holds the time of day. */
static void
test_no_date(void)
{
    g_autoptr(BpPicture) picture = small_picture();
    g_autoptr(GBytes) pdf = render(picture, "pdf", NULL);
    gsize length;
    const char *data = g_bytes_get_data(pdf, &length);
    static const char date[] = "/CreationDate (D:19700101000000";
    gboolean found = FALSE;

    g_assert_nonnull(g_strstr_len(data, 5, "%PDF-"));
    for (gsize i = 0; !found && i + sizeof date <= length; i++)
        found = memcmp(data + i, date, sizeof date - 1) == 0;
    g_assert_true(found);
}

/* What there is not is an error that names what there is. */
static void
test_bad_options(void)
{
    static const struct {
        BpPictureOptions options;
        int code;
        const char *message;
    } cases[] = {
        {{.format = "gif"},
         BP_ERROR_UNKNOWN,
         "no type of picture \"gif\": expected one of svg, png, pdf, gv"},
        {{.layout = "osage"},
         BP_ERROR_UNKNOWN,
         "no layout \"osage\": expected one of dot, neato, fdp, sfdp, twopi, circo, "
         "geo"},
        {{.layout = ""},
         BP_ERROR_UNKNOWN,
         "no layout \"\": expected one of dot, neato, fdp, sfdp, twopi, circo, "
         "geo"},
        {{.width_px = 16001},
         BP_ERROR_VALUE,
         "a width of 16001 pixels: expected at most 16000"},
    };
    g_autoptr(BpPicture) picture = small_picture();
    g_autoptr(BpPicture) empty = bp_picture_new();
    const BpPictureOptions plain = {0};
    GError *error = NULL;

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_assert_null(bp_picture_render(picture, &cases[i].options, &error));
        g_assert_error(error, BP_ERROR, cases[i].code);
        g_assert_cmpstr(error->message, ==, cases[i].message);
        g_clear_error(&error);
    }
    g_assert_null(bp_picture_render(empty, &plain, &error));
    g_assert_error(error, BP_ERROR, BP_ERROR_VALUE);
    g_clear_error(&error);
}

static void
assert_refused(const BpPicture *picture, const BpPictureOptions *options,
               const char *path, int code)
{
    GError *error = NULL;

    g_assert_false(bp_picture_write(picture, options, path, &error));
    g_assert_error(error, BP_ERROR, code);
    g_assert_true(g_str_has_prefix(error->message, path));
    g_clear_error(&error);
}

static guint
count_files(const char *directory)
{
    GDir *dir = g_dir_open(directory, 0, NULL);
    guint n = 0;

    while (g_dir_read_name(dir) != NULL)
        n++;
    g_dir_close(dir);
    return n;
}

/* An output that is there is refused without force, one that cannot be written always; and
 * nothing is left behind. */
static void
test_outputs(void)
{
    g_autofree char *directory = g_dir_make_tmp("bangpath-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(directory, "a.svg", NULL);
    g_autofree char *nowhere = g_build_filename(directory, "no", "a.svg", NULL);
    g_autoptr(BpPicture) picture = small_picture();
    const BpPictureOptions plain = {0};
    const BpPictureOptions force = {.force = TRUE};
    GError *error = NULL;

    bp_picture_write(picture, &plain, path, &error);
    g_assert_no_error(error);
    assert_refused(picture, &plain, path, BP_ERROR_EXISTS);
    bp_picture_write(picture, &force, path, &error);
    g_assert_no_error(error);
    assert_refused(picture, &force, nowhere, BP_ERROR_OUTPUT);
    assert_refused(picture, &force, directory, BP_ERROR_EXISTS);
    assert_refused(picture, &force, "/dev/null", BP_ERROR_EXISTS);

    g_assert_cmpuint(count_files(directory), ==, 1);
    g_unlink(path);
    g_assert_cmpint(g_rmdir(directory), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/picture/topology", test_topology);
    g_test_add_func("/picture/run", test_run);
    g_test_add_func("/picture/moment-of-run", test_moment_of_run);
    g_test_add_func("/picture/hostile-names", test_hostile_names);
    g_test_add_func("/picture/clean", test_clean);
    g_test_add_func("/picture/same-bytes", test_same_bytes);
    g_test_add_func("/picture/same-bytes-of-layouts", test_same_bytes_of_layouts);
    g_test_add_func("/picture/no-date", test_no_date);
    g_test_add_func("/picture/bad-options", test_bad_options);
    g_test_add_func("/picture/outputs", test_outputs);
    return g_test_run();
}
