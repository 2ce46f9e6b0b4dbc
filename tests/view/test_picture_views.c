/* test_picture_views.c - pictures of a part of what happened, several on a sheet, networks in
 * parts, and what the mouse is told. */
#include <bangpath/picture.h>

#include "picture_plan.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* host0 joined to host1 to host2 and so on. */
static BpPicture *
chain(guint n)
{
    BpPicture *picture = bp_picture_new();

    picture->title = g_strdup("A chain");
    picture->is_run = TRUE;
    for (guint i = 0; i < n; i++) {
        g_autofree char *name = g_strdup_printf("host%u", i);
        const BpPictureNode node = {.name = name, .mailboxes = 1};
        const BpPictureLink link = {.a = i - 1, .b = i, .copies = 2, .bps = 1200};

        bp_picture_add_node(picture, &node);
        if (i > 0)
            bp_picture_add_link(picture, &link);
    }
    return picture;
}

static BpPictureNode *
node_at(const BpPicture *picture, guint i)
{
    return &g_array_index(picture->nodes, BpPictureNode, i);
}

static BpPictureLink *
link_at(const BpPicture *picture, guint i)
{
    return &g_array_index(picture->links, BpPictureLink, i);
}

static guint
count(const char *text, const char *what)
{
    guint n = 0;

    for (; (text = strstr(text, what)) != NULL; text += strlen(what))
        n++;
    return n;
}

static char *
render(const BpPicture *picture)
{
    const BpPictureOptions options = {.layout = "neato"};
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = bp_picture_render(picture, &options, &error);
    gsize size;
    const char *data;

    g_assert_no_error(error);
    data = g_bytes_get_data(bytes, &size);
    return g_strndup(data, size);
}

/* Spam went from host1 to host2, and was delivered at host4 by a line that is not of the
 * map: host0, host3 and three links had none. */
static void
test_spam_only(void)
{
    g_autoptr(BpPicture) picture = chain(5);
    g_autofree char *svg = NULL;

    link_at(picture, 1)->spam_copies = 1;
    node_at(picture, 4)->reached = TRUE;
    bp_picture_spam_only(picture);

    g_assert_true(node_at(picture, 0)->faint);
    g_assert_false(node_at(picture, 1)->faint);
    g_assert_false(node_at(picture, 2)->faint);
    g_assert_true(node_at(picture, 3)->faint);
    g_assert_false(node_at(picture, 4)->faint);
    g_assert_true(link_at(picture, 0)->faint);
    g_assert_false(link_at(picture, 1)->faint);
    svg = render(picture);
    g_assert_cmpuint(count(svg, "class=\"node host open faint\""), ==, 2);
    g_assert_cmpuint(count(svg, "class=\"node label\""), ==, 3);
    g_assert_cmpuint(count(svg, "; faint: where no spam went</text>"), ==, 1);
}

/* Lines over the map move nothing, are merged by kind, and have their own rows in the
 * legend. */
static void
test_way(void)
{
    g_autoptr(BpPicture) picture = chain(4);
    g_autoptr(PicturePlan) before = picture_plan_new(picture, "neato", 0);
    g_autoptr(PicturePlan) after = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *svg = NULL;
    const BpPictureLink lines[] = {
        {.a = 0, .b = 3, .copies = 1, .role = BP_PICTURE_WAY},
        {.a = 3, .b = 0, .copies = 2, .role = BP_PICTURE_WAY},
        {.a = 3, .b = 0, .copies = 1, .role = BP_PICTURE_BOUNCE},
        {.a = 1, .b = 3, .copies = 1, .role = BP_PICTURE_REFUSAL},
    };

    for (guint i = 0; i < G_N_ELEMENTS(lines); i++)
        bp_picture_add_link(picture, &lines[i]);
    picture->follows = TRUE;
    node_at(picture, 0)->on_way = BP_PICTURE_WROTE;
    node_at(picture, 3)->on_way = BP_PICTURE_PASSED | BP_PICTURE_REFUSED;
    after = picture_plan_new(picture, "neato", 0);
    g_assert_cmpuint(after->lines->len, ==, 3);
    g_assert_cmpuint(after->ways->len, ==, 3);
    g_assert_cmpuint(g_array_index(after->ways, PictureLine, 0).copies, ==, 3);
    g_assert_true(picture_plan_place(before, &error));
    g_assert_true(picture_plan_place(after, &error));
    for (guint i = 0; i < 4; i++) {
        g_assert_cmpfloat_with_epsilon(before->spots[i].x, after->spots[i].x, 1e-9);
        g_assert_cmpfloat_with_epsilon(before->spots[i].y, after->spots[i].y, 1e-9);
    }

    svg = render(picture);
    g_assert_cmpuint(count(svg, "class=\"edge way\""), ==, 1);
    g_assert_cmpuint(count(svg, "class=\"edge bounce\""), ==, 1);
    g_assert_cmpuint(count(svg, "class=\"edge refusal\""), ==, 1);
    g_assert_cmpuint(count(svg, "class=\"node host open wrote\""), ==, 1);
    g_assert_cmpuint(count(svg, "class=\"node host open refused\""), ==, 1);
    g_assert_cmpuint(count(svg, ">a bounce of it</text>"), ==, 1);
    g_assert_cmpuint(count(svg, ">Copies over a link</text>"), ==, 0);
    g_assert_cmpuint(count(svg,
                           "<title>host0 &#45; host3: the message went over it, for 3 "
                           "recipients</title>"),
                     ==, 1);
}

/* Three panels of four hosts: all there, at one distance from one another, with one
 * legend. */
static void
test_panels(void)
{
    g_autoptr(GPtrArray) pictures =
        g_ptr_array_new_with_free_func((GDestroyNotify)bp_picture_free);
    const BpPictureOptions options = {.layout = "neato"};
    g_autofree char *directory = g_dir_make_tmp("bangpath-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(directory, "a.svg", NULL);
    g_autofree char *svg = NULL;
    g_autoptr(GError) error = NULL;

    for (guint i = 0; i < 3; i++) {
        BpPicture *picture = chain(4);

        g_free(picture->title);
        picture->title = g_strdup_printf("1996-09-0%u", i + 1);
        node_at(picture, 1)->relay = i == 0 ? BP_PICTURE_OPEN : BP_PICTURE_CLOSED;
        g_ptr_array_add(pictures, picture);
    }
    g_assert_true(bp_picture_write_panels(pictures, "The whole <run>", "every day",
                                          &options, path, &error));
    g_assert_no_error(error);
    g_assert_true(g_file_get_contents(path, &svg, NULL, NULL));
    g_assert_cmpuint(count(svg, "class=\"node host open\""), ==, 10);
    g_assert_cmpuint(count(svg, "class=\"node host closed\""), ==, 2);
    g_assert_cmpuint(count(svg, "class=\"edge link\""), ==, 9);
    g_assert_cmpuint(count(svg, ">Relay</text>"), ==, 1);
    g_assert_cmpuint(count(svg, ">The whole &lt;run&gt;</text>"), ==, 1);
    g_assert_cmpuint(count(svg, ">1996&#45;09&#45;03</text>") +
                         count(svg, ">1996-09-03</text>"),
                     ==, 1);
    g_assert_false(
        bp_picture_write_panels(pictures, NULL, NULL, &options, path, &error));
    g_assert_error(error, BP_ERROR, BP_ERROR_EXISTS);
    g_unlink(path);
    g_assert_cmpint(g_rmdir(directory), ==, 0);
}

/* A pair and a single host get room for three, below; the mainland has the paper. Without
 * that the pair would be as long as the rest. */
static void
test_islands(void)
{
    g_autoptr(BpPicture) picture = chain(60);
    g_autoptr(PicturePlan) plan = NULL;
    g_autoptr(GError) error = NULL;
    double left = G_MAXDOUBLE, right = 0, bottom = G_MAXDOUBLE;

    /* The last link leads from host58 to host59, the one before from host57 to host58. */
    g_array_remove_index(picture->links, 57);
    g_array_remove_index(picture->links, 56);
    bp_picture_add_link(picture, &(BpPictureLink){.a = 57, .b = 58, .bps = 1200});
    plan = picture_plan_new(picture, "sfdp", 0);
    g_assert_true(picture_plan_place(plan, &error));
    for (guint i = 0; i < 57; i++) {
        left = MIN(left, plan->spots[i].x);
        right = MAX(right, plan->spots[i].x);
        bottom = MIN(bottom, plan->spots[i].y);
    }
    g_assert_cmpfloat(right - left, >, 0.8 * plan->width);
    for (guint i = 57; i < 60; i++)
        g_assert_cmpfloat(plan->spots[i].y, <, bottom);
    g_assert_cmpfloat(hypot(plan->spots[57].x - plan->spots[58].x,
                            plan->spots[57].y - plan->spots[58].y),
                      <, 0.25 * plan->width);
}

/* On a map a net is a small mark with a label beside it; elsewhere its name is on it. */
static void
test_net_on_map(void)
{
    g_autoptr(BpPicture) picture = chain(6);
    g_autoptr(PicturePlan) geo = NULL;
    g_autoptr(PicturePlan) neato = NULL;
    g_autoptr(GError) error = NULL;
    gboolean labelled = FALSE;

    node_at(picture, 5)->is_net = TRUE;
    for (guint i = 0; i < 5; i++) {
        node_at(picture, i)->lat = 40 + i;
        node_at(picture, i)->lon = -80 + 5.0 * i;
    }
    node_at(picture, 5)->lat = node_at(picture, 5)->lon = NAN;
    geo = picture_plan_new(picture, "geo", 0);
    neato = picture_plan_new(picture, "neato", 0);
    g_assert_cmpfloat(geo->spots[5].width, <, 0.05 * geo->width);
    g_assert_cmpfloat(neato->spots[5].width, >=, 50);
    g_assert_true(picture_plan_place(geo, &error));
    picture_plan_label(geo, 6);
    for (guint i = 0; i < geo->labels->len; i++)
        labelled |= g_array_index(geo->labels, PictureLabel, i).node == 5;
    g_assert_true(labelled);
}

/* What the mouse is told of: hosts and links, and nothing of the legend. */
static void
test_titles(void)
{
    g_autoptr(BpPicture) picture = chain(2);
    g_autofree char *svg = NULL;

    node_at(picture, 0)->name = "<script>&\"";
    g_free(picture->title);
    picture->title = g_strdup("</title><script>");
    svg = render(picture);
    g_assert_cmpuint(count(svg, "<title>"), ==, 4);
    g_assert_cmpuint(count(svg, "<script"), ==, 0);
    g_assert_cmpuint(count(svg, "<title>&lt;/title&gt;&lt;script&gt;</title>"), ==, 1);
    g_assert_cmpuint(count(svg, "<title>host1: mailboxes 1, relay open, "), ==, 1);
    g_assert_cmpuint(count(svg, "<title>&lt;script&gt;&amp;&quot; &#45; host1: 2 "
                                "copies, 0 of spam</title>"),
                     ==, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/picture-views/spam-only", test_spam_only);
    g_test_add_func("/picture-views/way", test_way);
    g_test_add_func("/picture-views/panels", test_panels);
    g_test_add_func("/picture-views/islands", test_islands);
    g_test_add_func("/picture-views/net-on-map", test_net_on_map);
    g_test_add_func("/picture-views/titles", test_titles);
    return g_test_run();
}
