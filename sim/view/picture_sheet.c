/* picture_sheet.c - the graph that Graphviz draws: marks, pieces of line, texts. */
#include "picture_sheet.h"

#include "picture_text.h"

#include <math.h>

#define UNSEEN 1.5 /* the size of what is not drawn */

const PictureLook picture_looks[BP_PICTURE_N_RELAYS] = {
    [BP_PICTURE_OPEN] = {"open", "circle", "#f0e442"},
    [BP_PICTURE_CLOSED] = {"closed", "square", "#0072b2"},
    [BP_PICTURE_CLOSED_BY_SENDER] = {"closed-by-sender", "diamond", "#56b4e9"},
    [BP_PICTURE_OTHER_RELAY] = {"other", "triangle", "#cccccc"},
};

void
picture_sheet_set_place(void *node, double x, double y, double width, double height)
{
    graphviz_setf(node, "pos", "%.2f,%.2f", x, y);
    graphviz_setf(node, "width", "%.4f", width / POINTS_PER_INCH);
    graphviz_setf(node, "height", "%.4f", height / POINTS_PER_INCH);
}

Agnode_t *
picture_sheet_helper(PictureSheet *sheet, const char *class)
{
    g_autofree char *name = g_strdup_printf("%s%u", sheet->prefix, ++sheet->n_helpers);
    Agnode_t *node = graphviz_node(sheet->graph, name);

    graphviz_set(node, "class", class);
    return node;
}

/* ---- pieces of line ---- */

void
picture_sheet_set_stroke(Agedge_t *edge, const PictureStroke *look)
{
    graphviz_setf(edge, "penwidth", "%.2f", look->width);
    graphviz_set(edge, "color", look->color);
    graphviz_set(edge, "style", look->dashed ? "dashed" : "solid");
}

/* A straight line is a Bezier curve whose handles lie on it. */
void
picture_sheet_set_straight(Agedge_t *edge, PicturePoint a, PicturePoint b)
{
    graphviz_setf(edge, "pos", "%.2f,%.2f %.2f,%.2f %.2f,%.2f %.2f,%.2f", a.x, a.y,
                  (2 * a.x + b.x) / 3, (2 * a.y + b.y) / 3, (a.x + 2 * b.x) / 3,
                  (a.y + 2 * b.y) / 3, b.x, b.y);
}

Agedge_t *
picture_sheet_tie(PictureSheet *sheet, const char *class, PicturePoint from,
                  PicturePoint to)
{
    Agnode_t *tail = picture_sheet_helper(sheet, class);
    Agnode_t *head = picture_sheet_helper(sheet, class);
    Agedge_t *edge = graphviz_edge(sheet->graph, tail, head);

    graphviz_set(tail, "style", "invis");
    graphviz_set(head, "style", "invis");
    picture_sheet_set_place(tail, from.x, from.y, UNSEEN, UNSEEN);
    picture_sheet_set_place(head, to.x, to.y, UNSEEN, UNSEEN);
    graphviz_set(edge, "class", class);
    picture_sheet_set_straight(edge, from, to);
    return edge;
}

void
picture_sheet_stroke(PictureSheet *sheet, double x, double y, double length,
                     const PictureStroke *look)
{
    Agedge_t *edge = picture_sheet_tie(sheet, "legend", (PicturePoint){x, y},
                                       (PicturePoint){x + length, y});

    picture_sheet_set_stroke(edge, look);
}

/* ---- marks ---- */

Agnode_t *
picture_sheet_mark(PictureSheet *sheet, Agnode_t *node, const char *class, double x,
                   double y, double size, BpPictureRelay relay, gboolean reached)
{
    Agnode_t *mark = node != NULL ? node : picture_sheet_helper(sheet, class);
    const double side = size * picture_shape_size(relay);

    graphviz_set(mark, "class", class);
    graphviz_set(mark, "shape", picture_looks[relay].shape);
    graphviz_set(mark, "style", "filled");
    graphviz_set(mark, "fillcolor", picture_looks[relay].fill);
    graphviz_setf(mark, "color", reached ? "#%06x" : PICTURE_INK, PICTURE_VERMILION);
    graphviz_setf(mark, "penwidth", "%.2f",
                  reached ? CLAMP(size * 0.2, 0.5, 3.6)
                          : CLAMP(size * 0.05, 0.25, 0.8));
    picture_sheet_set_place(mark, x, y, side, side);
    return mark;
}

void
picture_sheet_guess(Agnode_t *mark, double size)
{
    graphviz_set(mark, "style", "filled,dashed");
    graphviz_setf(mark, "penwidth", "%.2f", CLAMP(size * 0.2, 0.15, 1.0));
}

void
picture_sheet_fade(Agnode_t *mark)
{
    graphviz_set(mark, "fillcolor", "#f4f4f4");
    graphviz_set(mark, "color", "#c4c4c4");
    graphviz_set(mark, "fontcolor", "#999999");
    graphviz_set(mark, "penwidth", "0.4");
}

void
picture_sheet_on_way(Agnode_t *mark, guint on_way, double size)
{
    const char *color = on_way & BP_PICTURE_REFUSED ? "#d55e00"
                        : on_way & BP_PICTURE_GOT   ? "#009e73"
                                                    : PICTURE_INK;

    if (on_way & (BP_PICTURE_WROTE | BP_PICTURE_GOT | BP_PICTURE_REFUSED))
        graphviz_setf(mark, "penwidth", "%.2f", CLAMP(size * 0.2, 1.2, 3.6));
    graphviz_set(mark, "color", color);
    if (on_way & BP_PICTURE_REFUSED)
        graphviz_set(mark, "style", "filled,dashed");
    /* A second rim, where it came from. */
    if (on_way & BP_PICTURE_WROTE) {
        graphviz_set(mark, "peripheries", "2");
        graphviz_set(mark, "penwidth", "1.2");
    }
}

void
picture_sheet_net(PictureSheet *sheet, Agnode_t *node, const char *class, double x,
                  double y, double width, double height)
{
    Agnode_t *mark = node != NULL ? node : picture_sheet_helper(sheet, class);

    graphviz_set(mark, "class", class);
    graphviz_set(mark, "shape", "ellipse");
    graphviz_set(mark, "style", "filled");
    graphviz_set(mark, "fillcolor", "#e8eef3c0");
    graphviz_set(mark, "color", "#8fa3b5");
    graphviz_set(mark, "penwidth", "0.8");
    picture_sheet_set_place(mark, x, y, width, height);
}

void
picture_sheet_size(PictureSheet *sheet, double x, double y, double size)
{
    Agnode_t *mark = picture_sheet_helper(sheet, "legend");

    graphviz_set(mark, "shape", "circle");
    graphviz_set(mark, "style", "filled");
    graphviz_set(mark, "fillcolor", "white");
    graphviz_set(mark, "color", "#555555");
    graphviz_set(mark, "penwidth", "0.7");
    picture_sheet_set_place(mark, x, y, size, size);
}

/* ---- texts ---- */

void
picture_sheet_set_text(void *node, const char *text, const char *justify,
                       double font_size, const char *color)
{
    g_autofree char *escaped = picture_escape_label(text);
    g_autofree char *label = g_strconcat(escaped, justify, NULL);

    graphviz_set(node, "label", label);
    graphviz_setf(node, "fontsize", "%.2f", font_size);
    graphviz_set(node, "fontcolor", color);
}

void
picture_sheet_text(PictureSheet *sheet, const char *class, double x, double y,
                   double font_size, const char *color, const char *text)
{
    const double width = picture_text_width(text, font_size) * 1.03 + 2;
    Agnode_t *node;

    if (text[0] == '\0')
        return;
    node = picture_sheet_helper(sheet, class);
    picture_sheet_set_text(node, text, "\\l", font_size, color);
    picture_sheet_set_place(node, x + width / 2, y, width, font_size * 1.25);
}

static void
set_defaults(Agraph_t *graph)
{
    static const struct {
        int kind;
        const char *name;
        const char *value;
    } defaults[] = {
        {AGRAPH, "bgcolor", "white"},
        {AGRAPH, "outputorder", "edgesfirst"},
        {AGRAPH, "overlap", "true"},
        {AGRAPH, "splines", "line"},
        {AGRAPH, "notranslate", "true"},
        {AGRAPH, "pad", "0"},
        {AGRAPH, "margin", "0"},
        {AGNODE, "fixedsize", "true"},
        {AGNODE, "fontname", "DejaVu Sans"},
        {AGNODE, "label", ""},
        {AGNODE, "margin", "0"},
        {AGNODE, "shape", "box"},
        {AGNODE, "style", "solid"},
        {AGNODE, "color", "#222222"},
        {AGNODE, "fillcolor", "white"},
        {AGNODE, "penwidth", "0"},
        {AGNODE, "peripheries", "1"},
        {AGNODE, "fontsize", "1"},
        {AGNODE, "fontcolor", PICTURE_INK},
        {AGNODE, "pos", ""},
        {AGNODE, "width", "0.1"},
        {AGNODE, "height", "0.1"},
        {AGNODE, "class", ""},
        {AGNODE, "tooltip", ""},
        {AGEDGE, "class", ""},
        {AGEDGE, "color", PICTURE_INK},
        {AGEDGE, "penwidth", "1"},
        {AGEDGE, "pos", ""},
        {AGEDGE, "style", "solid"},
        {AGEDGE, "tooltip", ""},
    };

    for (guint i = 0; i < G_N_ELEMENTS(defaults); i++)
        graphviz_default(graph, defaults[i].kind, defaults[i].name, defaults[i].value);
}

/* The beginning of no host's name. */
static char *
choose_prefix(const PicturePlan *plan)
{
    GString *prefix = g_string_new("+");

    for (guint32 i = 0; i < plan->n_nodes; i++)
        while (g_str_has_prefix(
            g_array_index(plan->picture->nodes, BpPictureNode, i).name, prefix->str))
            g_string_append_c(prefix, '+');
    return g_string_free(prefix, FALSE);
}

PictureSheet *
picture_sheet_new(const PicturePlan *plan, gboolean raw_names)
{
    PictureSheet *sheet = g_new0(PictureSheet, 1);

    sheet->plan = plan;
    sheet->raw_names = raw_names;
    sheet->taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    sheet->land = g_string_new(NULL);
    sheet->graph = agopen((char *)"bangpath", Agundirected, NULL);
    sheet->prefix = choose_prefix(plan);
    set_defaults(sheet->graph);
    return sheet;
}

void
picture_sheet_free(PictureSheet *sheet)
{
    if (sheet == NULL)
        return;
    agclose(sheet->graph);
    g_hash_table_unref(sheet->taken);
    g_string_free(sheet->land, TRUE);
    g_free(sheet->nodes);
    g_free(sheet->prefix);
    g_free(sheet);
}
