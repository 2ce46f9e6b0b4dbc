/* picture_write.c - from a picture to the bytes of a file. */
#include <bangpath/picture.h>

#include "graphviz.h"
#include "output.h"
#include "picture_page.h"
#include "picture_plan.h"
#include "picture_svg.h"

#include <math.h>
#include <string.h>

#define PANELS_WIDTH \
    800.0 /* of all panels beside one another, but each has at least: */
#define PANEL_LEAST 160.0
#define PANEL_HEAD 18.0 /* room for the title */
#define PANEL_FONT 7.5
#define PANEL_LABELS 4u

#define QUOTED_BYTES 8000 /* of a string in a DOT file, before it is continued */

const char *const bp_picture_formats[] = {"svg", "png", "pdf", "gv", NULL};

const char *const bp_picture_layouts[] = {"dot",   "neato", "fdp", "sfdp",
                                          "twopi", "circo", "geo", NULL};

static gboolean
check_name(const char *what, const char *name, const char *const *known, GError **error)
{
    g_autofree char *list = NULL;

    if (name == NULL || g_strv_contains(known, name))
        return TRUE;
    list = g_strjoinv(", ", (char **)known);
    g_set_error(error, BP_ERROR, BP_ERROR_UNKNOWN, "no %s \"%s\": expected one of %s",
                what, name, list);
    return FALSE;
}

gboolean
bp_picture_check(const BpPictureOptions *options, GError **error)
{
    if (!check_name("type of picture", options->format, bp_picture_formats, error) ||
        !check_name("layout", options->layout, bp_picture_layouts, error))
        return FALSE;
    if (options->width_px > BP_PICTURE_MAX_WIDTH_PX) {
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "a width of %u pixels: expected at most %d", options->width_px,
                    BP_PICTURE_MAX_WIDTH_PX);
        return FALSE;
    }
    return TRUE;
}

/* cairo writes the time of day into a PDF; put the first second of 1970 there, of the same
 * length, so that nothing else moves. */
static void
remove_date(char *data, gsize length)
{
    static const char key[] = "/CreationDate (D:";
    static const char date[] = "19700101000000";
    const gsize n_key = sizeof key - 1;

    for (gsize i = 0; i + n_key + sizeof date <= length; i++)
        if (data[i] == '/' && memcmp(data + i, key, n_key) == 0)
            memcpy(data + i + n_key, date, sizeof date - 1);
}

/* Graphviz 2.43 forgets the list of nodes that its layout "nop" makes. */
static void
free_layout(GVC_t *gvc, Agraph_t *graph)
{
    free(GD_neato_nlist(graph));
    GD_neato_nlist(graph) = NULL;
    gvFreeLayout(gvc, graph);
}

static GBytes *
draw(GVC_t *gvc, const PictureSheet *sheet, const char *format, GError **error)
{
    char *data = NULL;
    unsigned int length = 0;
    GBytes *bytes = NULL;

    /* "nop" draws links straight; "nop2" as they are. */
    const char *engine =
        sheet->plan->land != NULL || sheet->plan->ways->len > 0 ? "nop2" : "nop";

    const gboolean done =
        gvLayout(gvc, sheet->graph, engine) == 0 &&
        gvRenderData(gvc, sheet->graph, format, &data, &length) == 0 && data != NULL;

    if (graphviz_check(done, "the picture could not be drawn", error)) {
        if (strcmp(format, "pdf") == 0)
            remove_date(data, length);
        bytes = g_bytes_new(data, length);
    }
    gvFreeRenderData(data);
    free_layout(gvc, sheet->graph);
    return bytes;
}

/* DOT knows one escape between quotes: that of a quote. A string longer than 16,384 bytes,
 * such as coastlines, is an error of Graphviz's reader unless it is joined of parts. */
static void
append_quoted(GString *text, const char *value)
{
    g_string_append_c(text, '"');
    for (const char *p = value; *p != '\0'; p++) {
        if (p > value && (p - value) % QUOTED_BYTES == 0)
            g_string_append(text, "\" + \"");
        if (*p == '"')
            g_string_append_c(text, '\\');
        g_string_append_c(text, *p);
    }
    g_string_append_c(text, '"');
}

/* The attributes of @object that differ from the defaults; of all if it is NULL. */
static void
append_attributes(GString *text, Agraph_t *graph, int kind, void *object)
{
    const char *before = " [";

    for (Agsym_t *sym = agnxtattr(graph, kind, NULL); sym != NULL;
         sym = agnxtattr(graph, kind, sym)) {
        const char *value = object != NULL ? agxget(object, sym) : sym->defval;

        if (object != NULL && strcmp(value, sym->defval) == 0)
            continue;
        g_string_append_printf(text, "%s%s=", before, sym->name);
        append_quoted(text, value);
        before = " ";
    }
    g_string_append(text, before[1] == '[' ? ";\n" : "];\n");
}

/* Not by agwrite(), which puts nodes in another order, in which they would cover one
 * another. */
static GBytes *
write_gv(const PictureSheet *sheet)
{
    Agraph_t *graph = sheet->graph;
    GString *text = g_string_new("graph bangpath {\n  graph");

    append_attributes(text, graph, AGRAPH, NULL);
    g_string_append(text, "  node");
    append_attributes(text, graph, AGNODE, NULL);
    g_string_append(text, "  edge");
    append_attributes(text, graph, AGEDGE, NULL);
    for (Agnode_t *node = agfstnode(graph); node != NULL;
         node = agnxtnode(graph, node)) {
        g_string_append(text, "  ");
        append_quoted(text, agnameof(node));
        append_attributes(text, graph, AGNODE, node);
    }
    for (Agnode_t *node = agfstnode(graph); node != NULL; node = agnxtnode(graph, node))
        for (Agedge_t *edge = agfstout(graph, node); edge != NULL;
             edge = agnxtout(graph, edge)) {
            g_string_append(text, "  ");
            append_quoted(text, agnameof(agtail(edge)));
            g_string_append(text, " -- ");
            append_quoted(text, agnameof(aghead(edge)));
            append_attributes(text, graph, AGEDGE, edge);
        }
    g_string_append(text, "}\n");
    return g_string_free_to_bytes(text);
}

static GBytes *
render_page(const PicturePage *page, const char *format, guint width_px, GError **error)
{
    const gboolean as_gv = strcmp(format, "gv") == 0;
    GVC_t *gvc = graphviz_begin();
    PictureSheet *sheet = picture_page_draw(page, as_gv);
    GBytes *bytes;

    if (strcmp(format, "png") == 0) {
        graphviz_default(sheet->graph, AGRAPH, "dpi", "");
        graphviz_setf(sheet->graph, "dpi", "%.4f", 72.0 * width_px / page->width);
    }
    bytes = as_gv ? write_gv(sheet) : draw(gvc, sheet, format, error);
    if (bytes != NULL && strcmp(format, "svg") == 0)
        bytes = svg_with_titles(bytes, page->title);
    picture_sheet_free(sheet);
    graphviz_end();
    return bytes;
}

/* FALSE, and @error, if there is nothing to draw, or not in this way. */
static gboolean
check(const BpPicture *picture, const BpPictureOptions *options, GError **error)
{
    if (!bp_picture_check(options, error))
        return FALSE;
    if (picture->nodes->len > 0)
        return TRUE;
    g_set_error(error, BP_ERROR, BP_ERROR_VALUE, "there is no host to draw");
    return FALSE;
}

static GBytes *
render(const PicturePage *page, const BpPictureOptions *options, GError **error)
{
    return render_page(page, options->format != NULL ? options->format : "svg",
                       options->width_px != 0 ? options->width_px : BP_PICTURE_WIDTH_PX,
                       error);
}

GBytes *
bp_picture_render(const BpPicture *picture, const BpPictureOptions *options,
                  GError **error)
{
    g_autoptr(PicturePlan) plan = NULL;

    if (!check(picture, options, error))
        return NULL;
    plan = picture_plan_new(picture, options->layout, 0);
    if (!picture_plan_place(plan, error))
        return NULL;
    picture_plan_lead_ways(plan);
    picture_plan_label(plan, picture_label_budget(plan->n_hosts));

    const PicturePanel panel = {.plan = plan};
    const PicturePage page = {
        .title = picture->title,
        .subtitle = picture->subtitle,
        .panels = &panel,
        .n_panels = 1,
        .width = plan->width,
        .height = plan->height,
    };

    return render(&page, options, error);
}

/* ---- panels ---- */

/* Plans of all pictures in the places of the first, and with one scale for all lines. */
static GPtrArray *
plan_panels(const GPtrArray *pictures, const char *layout, double width, GError **error)
{
    g_autoptr(GPtrArray) plans =
        g_ptr_array_new_with_free_func((GDestroyNotify)picture_plan_free);
    guint64 max_copies = 0;

    for (guint i = 0; i < pictures->len; i++) {
        PicturePlan *plan =
            picture_plan_new(g_ptr_array_index(pictures, i), layout, width);

        g_ptr_array_add(plans, plan);
        max_copies = MAX(max_copies, plan->max_copies);
        if (i > 0)
            picture_plan_take_places(plan, g_ptr_array_index(plans, 0));
        else if (!picture_plan_place(plan, error))
            return NULL;
    }
    for (guint i = 0; i < plans->len; i++) {
        PicturePlan *plan = g_ptr_array_index(plans, i);
        const guint budget = picture_label_budget(plan->n_hosts) / (2 * plans->len);

        plan->max_copies = max_copies;
        plan->font_size = PANEL_FONT;
        picture_plan_lead_ways(plan);
        picture_plan_label(plan, MAX(budget, PANEL_LABELS));
    }
    return g_steal_pointer(&plans);
}

/* About as many as rows, and as few cells empty as can be. */
static guint
choose_columns(guint n)
{
    const guint least = (guint)ceil(sqrt(n));
    const guint empty = least * ((n + least - 1) / least) - n;
    const guint more = least + 1;

    return more * ((n + more - 1) / more) - n < empty ? more : least;
}

/* Row by row from the top. */
static GBytes *
render_panels(const GPtrArray *pictures, const char *title, const char *subtitle,
              const BpPictureOptions *options, GError **error)
{
    const guint n = pictures->len;
    const guint columns = choose_columns(n);
    const guint rows = (n + columns - 1) / columns;
    const double wide = MAX(PANELS_WIDTH / columns, PANEL_LEAST);
    g_autofree PicturePanel *panels = g_new0(PicturePanel, n);
    g_autoptr(GPtrArray) plans = plan_panels(pictures, options->layout, wide, error);
    double high;

    if (plans == NULL)
        return NULL;
    high = ((PicturePlan *)g_ptr_array_index(plans, 0))->height + PANEL_HEAD;
    for (guint i = 0; i < n; i++) {
        PicturePlan *plan = g_ptr_array_index(plans, i);
        guint row = i / columns, column = i % columns;

        plan->page_width = wide * columns;
        panels[i] = (PicturePanel){
            .plan = plan,
            .title = ((BpPicture *)g_ptr_array_index(pictures, i))->title,
            .x = wide * column,
            .y = high * (rows - 1 - row),
        };
    }

    const PicturePage page = {
        .title = title,
        .subtitle = subtitle,
        .panels = panels,
        .n_panels = n,
        .width = wide * columns,
        .height = high * rows,
    };

    return render(&page, options, error);
}

gboolean
bp_picture_write_panels(const GPtrArray *pictures, const char *title,
                        const char *subtitle, const BpPictureOptions *options,
                        const char *path, GError **error)
{
    g_autoptr(GBytes) bytes = NULL;

    g_return_val_if_fail(pictures->len > 0, FALSE);
    g_return_val_if_fail(pictures->len <= BP_PICTURE_MAX_PANELS, FALSE);

    if ((path != NULL && !output_check(path, options->force, error)) ||
        !check(g_ptr_array_index(pictures, 0), options, error))
        return FALSE;
    bytes = render_panels(pictures, title, subtitle, options, error);
    return bytes != NULL && output_write(path, options->force, bytes, error);
}

gboolean
bp_picture_write(const BpPicture *picture, const BpPictureOptions *options,
                 const char *path, GError **error)
{
    g_autoptr(GBytes) bytes = NULL;

    /* Before an hour of drawing rather than after it. */
    if (path != NULL && !output_check(path, options->force, error))
        return FALSE;
    bytes = bp_picture_render(picture, options, error);
    return bytes != NULL && output_write(path, options->force, bytes, error);
}
