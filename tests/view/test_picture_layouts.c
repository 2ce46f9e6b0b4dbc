/* test_picture_layouts.c - where a picture puts what: layouts, the map, labels and sizes. */
#include "picture_kit.h"

#include "picture_plan.h"

#include <bangpath/units.h>
#include <glib/gstdio.h>
#include <graphviz/cgraph.h>
#include <math.h>

/* Every layout draws every kind of network, with its legend. */
static void
test_layouts(void)
{
    for (guint i = 0; bp_picture_layouts[i] != NULL; i++)
        for (guint n = 1; n <= 4; n++) {
            g_autoptr(BpPicture) picture =
                n == 4 ? small_picture() : tree_picture(n * n * n);
            g_autoptr(GBytes) svg = render(picture, "svg", bp_picture_layouts[i]);
            Seen seen;

            look_at(&seen, svg);
            g_assert_cmpint(seen.hosts, ==, (int)picture->nodes->len - (n == 4));
            g_assert_cmpint(seen.labels, ==, seen.hosts);
            g_assert_true(has_line(seen.words, "closed by sender"));
            seen_clear(&seen);
        }
}

static void
place(BpPicture *picture, guint32 node, double lat, double lon)
{
    g_array_index(picture->nodes, BpPictureNode, node).lat = lat;
    g_array_index(picture->nodes, BpPictureNode, node).lon = lon;
}

/* Where a `gv` has the middle of the host called @name. */
static void
find_pos(GBytes *gv, const char *name, double *x, double *y)
{
    g_autofree char *pattern = g_strdup_printf("\n  \"%s\" [", name);
    const char *at = strstr(g_bytes_get_data(gv, NULL), pattern);

    g_assert_nonnull(at);
    at = strstr(at, "pos=\"");
    g_assert_nonnull(at);
    *x = g_ascii_strtod(at + 5, (char **)&at);
    *y = g_ascii_strtod(at + 1, NULL);
}

/* On the map west is left and north is up; two at one place stand beside each other; who
 * has no place is between his neighbours, and said to be guessed. Degrees of longitude are
 * as wide anywhere, and from 50 to 60 degrees north it is further than from 0 to 10
 * (Miller's projection). */
static void
test_geo(void)
{
    g_autoptr(BpPicture) picture = bp_picture_new();
    g_autoptr(GBytes) gv = NULL;
    g_autoptr(GBytes) svg = NULL;
    static const struct {
        const char *name;
        double lat, lon;
    } hosts[] = {{"west", 0, -100}, {"east", 0, 20},   {"low", 10, -40},
                 {"mid", 50, -40},  {"high", 60, -40}, {"twin", 60, -40},
                 {"lost", NAN, NAN}};
    double x[G_N_ELEMENTS(hosts)], y[G_N_ELEMENTS(hosts)];
    Seen seen;

    for (guint i = 0; i < G_N_ELEMENTS(hosts); i++) {
        const BpPictureNode node = {.name = hosts[i].name,
                                    .mailboxes = 1,
                                    .lat = hosts[i].lat,
                                    .lon = hosts[i].lon};

        bp_picture_add_node(picture, &node);
    }
    bp_picture_add_link(picture, &(BpPictureLink){.a = 6, .b = 0, .bps = 1200});
    bp_picture_add_link(picture, &(BpPictureLink){.a = 6, .b = 1, .bps = 1200});
    gv = render(picture, "gv", "geo");
    for (guint i = 0; i < G_N_ELEMENTS(hosts); i++)
        find_pos(gv, hosts[i].name, &x[i], &y[i]);
    g_assert_cmpfloat(x[0], <, x[2]);
    g_assert_cmpfloat(x[2], <, x[1]);
    g_assert_cmpfloat_with_epsilon(x[2] - x[0], x[1] - x[2], 0.05);
    g_assert_cmpfloat_with_epsilon(x[6], x[2], 0.05);
    g_assert_cmpfloat_with_epsilon(y[6], y[0], 0.05);
    g_assert_cmpfloat(y[4] - y[3], >, 1.1 * (y[2] - y[0]));
    g_assert_cmpfloat(hypot(x[5] - x[4], y[5] - y[4]), >, 1);
    svg = render(picture, "svg", "geo");
    look_at(&seen, svg);
    g_assert_cmpint(seen.hosts, ==, 7);
    g_assert_cmpint(seen.links, ==, 2);
    g_assert_true(has_line(seen.words, "guessed: near its neighbours"));
    seen_clear(&seen);
    place(picture, 6, 5, 5);
    g_bytes_unref(svg);
    svg = render(picture, "svg", "geo");
    look_at(&seen, svg);
    g_assert_false(has_line(seen.words, "guessed: near its neighbours"));
    seen_clear(&seen);
}

/* Without coastlines, or with a damaged file of them, the map is drawn all the same; with
 * none of its hosts placed it is not. */
static void
test_geo_without(void)
{
    g_autoptr(BpPicture) picture = small_picture();
    const BpPictureOptions options = {.layout = "geo"};
    g_autoptr(GBytes) land = render(picture, "svg", "geo");
    g_autoptr(GBytes) bare = NULL;
    g_autoptr(GBytes) damaged = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *path = NULL;
    g_autofree char *dir = g_dir_make_tmp("bangpath-test-XXXXXX", NULL);

    g_setenv("BANGPATH_COASTLINE", "/nonexistent.shp", TRUE);
    bare = render(picture, "svg", "geo");
    if (g_file_test("/usr/share/cartopy/data/shapefiles/gshhs/c/GSHHS_c_L1.shp",
                    G_FILE_TEST_EXISTS))
        g_assert_cmpuint(g_bytes_get_size(land), >, g_bytes_get_size(bare));
    path = g_build_filename(dir, "x.shp", NULL);
    g_file_set_contents(path, "no shapefile", -1, NULL);
    g_setenv("BANGPATH_COASTLINE", path, TRUE);
    damaged = render(picture, "svg", "geo");
    g_assert_true(g_bytes_equal(bare, damaged));
    g_unsetenv("BANGPATH_COASTLINE");
    g_remove(path);
    g_rmdir(dir);
    place(picture, 0, NAN, NAN);
    g_assert_null(bp_picture_render(picture, &options, &error));
    g_assert_error(error, BP_ERROR, BP_ERROR_VALUE);
    g_assert_true(g_str_has_prefix(error->message, "no host has a place on Earth"));
}

/* Hosts without links, and parts that no link joins, are drawn too. */
static void
test_parts(void)
{
    g_autoptr(BpPicture) picture = tree_picture(30);
    g_autoptr(GBytes) svg = NULL;
    Seen seen;

    g_array_set_size(picture->links, 12);
    g_array_remove_index(picture->links, 0);
    svg = render(picture, "svg", NULL);
    look_at(&seen, svg);
    g_assert_cmpint(seen.hosts, ==, 30);
    g_assert_cmpint(seen.links, ==, 11);
    seen_clear(&seen);
}

/* Marks on a grid instead of a layout, so that 10,000 take no time. */
static guint
labels_on_grid(guint n)
{
    g_autoptr(BpPicture) picture = tree_picture(n);
    g_autoptr(PicturePlan) plan = picture_plan_new(picture, "sfdp", 0);
    const guint side = (guint)ceil(sqrt(n));

    for (guint i = 0; i < n; i++) {
        plan->spots[i].x = (i % side + 0.5) * plan->width / side;
        plan->spots[i].y = (i / side + 0.5) * plan->height / side;
    }
    picture_plan_label(plan, picture_label_budget(plan->n_hosts));
    for (guint i = 0; n > 60 && i < plan->labels->len; i++)
        for (guint k = 0; k < i; k++) {
            const PictureLabel *a = &g_array_index(plan->labels, PictureLabel, i);
            const PictureLabel *b = &g_array_index(plan->labels, PictureLabel, k);

            g_assert_true(fabs(a->x - b->x) >= (a->width + b->width) / 2 ||
                          fabs(a->y - b->y) >= (a->height + b->height) / 2);
        }
    return plan->labels->len;
}

/* All hosts of a small picture are named, the most important ones of a large one. */
static void
test_labels_thin_out(void)
{
    static const struct {
        guint n_hosts;
        guint least;
        guint most;
    } cases[] = {
        {1, 1, 1},     {20, 20, 20},   {60, 60, 60},
        {150, 60, 80}, {1000, 50, 68}, {10000, 24, 36},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const guint n = labels_on_grid(cases[i].n_hosts);

        g_test_message("%u labels of %u", n, cases[i].n_hosts);
        g_assert_cmpuint(n, >=, cases[i].least);
        g_assert_cmpuint(n, <=, cases[i].most);
    }
}

/* More mailboxes, a larger mark, within bounds. */
static void
test_sizes(void)
{
    g_autoptr(BpPicture) picture = tree_picture(400);
    g_autoptr(PicturePlan) plan = picture_plan_new(picture, NULL, 0);

    g_assert_cmpfloat(picture_mark_size(plan, 1), >=, 2.2);
    g_assert_cmpfloat(picture_mark_size(plan, 1), <, picture_mark_size(plan, 50));
    g_assert_cmpfloat(picture_mark_size(plan, 50), <, picture_mark_size(plan, 101));
    g_assert_cmpfloat(picture_mark_size(plan, 101), <=, 34);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/picture/layouts", test_layouts);
    g_test_add_func("/picture/geo", test_geo);
    g_test_add_func("/picture/geo-without", test_geo_without);
    g_test_add_func("/picture/parts", test_parts);
    g_test_add_func("/picture/labels-thin-out", test_labels_thin_out);
    g_test_add_func("/picture/sizes", test_sizes);
    return g_test_run();
}
