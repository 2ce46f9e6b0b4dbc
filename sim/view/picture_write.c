/* picture_write.c - from a picture to the bytes of a file. */
#include <bangpath/picture.h>

#include "graphviz.h"
#include "output.h"
#include "picture_plan.h"
#include "picture_sheet.h"

#include <string.h>

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
    const char *engine = sheet->plan->land != NULL ? "nop2" : "nop";

    if (gvLayout(gvc, sheet->graph, engine) != 0 ||
        gvRenderData(gvc, sheet->graph, format, &data, &length) != 0 || data == NULL) {
        graphviz_fail(error, "the picture could not be drawn");
    } else {
        if (strcmp(format, "pdf") == 0)
            remove_date(data, length);
        bytes = g_bytes_new(data, length);
    }
    gvFreeRenderData(data);
    free_layout(gvc, sheet->graph);
    return bytes;
}

/* DOT knows one escape between quotes: that of a quote. */
static void
append_quoted(GString *text, const char *value)
{
    g_string_append_c(text, '"');
    for (const char *p = value; *p != '\0'; p++) {
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
render_plan(const PicturePlan *plan, const char *format, guint width_px, GError **error)
{
    const gboolean as_gv = strcmp(format, "gv") == 0;
    GVC_t *gvc = graphviz_begin();
    PictureSheet *sheet = picture_sheet_new(plan, as_gv);
    GBytes *bytes;

    if (strcmp(format, "png") == 0) {
        graphviz_default(sheet->graph, AGRAPH, "dpi", "");
        graphviz_setf(sheet->graph, "dpi", "%.4f", 72.0 * width_px / plan->width);
    }
    bytes = as_gv ? write_gv(sheet) : draw(gvc, sheet, format, error);
    picture_sheet_free(sheet);
    graphviz_end();
    return bytes;
}

GBytes *
bp_picture_render(const BpPicture *picture, const BpPictureOptions *options,
                  GError **error)
{
    const char *format = options->format != NULL ? options->format : "svg";
    const guint width_px =
        options->width_px != 0 ? options->width_px : BP_PICTURE_WIDTH_PX;
    g_autoptr(PicturePlan) plan = NULL;

    if (!bp_picture_check(options, error))
        return NULL;
    if (picture->nodes->len == 0) {
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE, "there is no host to draw");
        return NULL;
    }
    plan = picture_plan_new(picture, options->layout);
    if (!picture_plan_place(plan, error))
        return NULL;
    picture_plan_label(plan);
    return render_plan(plan, format, width_px, error);
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
