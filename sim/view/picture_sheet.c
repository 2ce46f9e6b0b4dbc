/* picture_sheet.c - marks, lines, labels and the title, in Graphviz's attributes. */
#include "picture_sheet.h"

#include "picture_text.h"

#include <bangpath/units.h>
#include <math.h>
#include <string.h>

#define NAME_CHARS 200 /* in tooltips and as names of nodes */
#define TITLE_SIZE 15.0
#define SUBTITLE_SIZE 10.0
#define UNSEEN 1.5       /* the size of what is not drawn */
#define MANY_LINES 250.0 /* from here on lines get thinner and lighter */
#define DASHED_LINES 400 /* with more of them dashes would be a flicker */
#define MOSTLY_SPAM 0.5  /* from here on a line is dashed */

#define INK "#222222"
#define CALM 0x7690a8u      /* grey-blue: no spam */
#define VERMILION 0xd55e00u /* Okabe and Ito's, as are the colours below */

const PictureLook picture_looks[BP_PICTURE_N_RELAYS] = {
    [BP_PICTURE_OPEN] = {"open", "circle", "#f0e442"},
    [BP_PICTURE_CLOSED] = {"closed", "square", "#0072b2"},
    [BP_PICTURE_CLOSED_BY_SENDER] = {"closed-by-sender", "diamond", "#56b4e9"},
    [BP_PICTURE_OTHER_RELAY] = {"other", "triangle", "#cccccc"},
};

static void
set_place(void *node, double x, double y, double width, double height)
{
    graphviz_setf(node, "pos", "%.2f,%.2f", x, y);
    graphviz_setf(node, "width", "%.4f", width / POINTS_PER_INCH);
    graphviz_setf(node, "height", "%.4f", height / POINTS_PER_INCH);
}

static Agnode_t *
helper(PictureSheet *sheet, const char *class)
{
    g_autofree char *name = g_strdup_printf("%s%u", sheet->prefix, ++sheet->n_helpers);
    Agnode_t *node = graphviz_node(sheet->graph, name);

    graphviz_set(node, "class", class);
    return node;
}

/* ---- lines ---- */

/* How much thinner lines are where there are many. */
static double
thinning(const PicturePlan *plan)
{
    return CLAMP(sqrt(MANY_LINES / MAX(plan->lines->len, 1)), 0.15, 1.0);
}

static guint
mix(guint from, guint to, double share)
{
    guint mixed = 0;

    for (guint shift = 0; shift <= 16; shift += 8) {
        const double a = (from >> shift) & 0xff;
        const double b = (to >> shift) & 0xff;

        mixed |= (guint)(a + (b - a) * share + 0.5) << shift;
    }
    return mixed;
}

static PictureStroke
stroke(double width, guint rgb, guint alpha, gboolean dashed)
{
    PictureStroke made = {.width = width, .dashed = dashed};

    g_snprintf(made.color, sizeof made.color, "#%06x%02x", rgb, alpha);
    return made;
}

/* And how much more transparent. */
static guint
alpha(const PicturePlan *plan)
{
    return (guint)(0xff * CLAMP(0.25 + thinning(plan), 0.4, 1.0));
}

gboolean
picture_shows_dial_up(const PicturePlan *plan)
{
    return plan->lines->len <= DASHED_LINES;
}

PictureStroke
picture_stroke_speed(const PicturePlan *plan, gint64 bps, gboolean dial_up)
{
    /* 0.6 points at 300 bit/s, and half a point more for each factor of ten. */
    const double width = 0.6 + 0.5 * log10((double)MAX(bps, 300) / 300);

    return stroke(width * thinning(plan), CALM, alpha(plan),
                  dial_up && picture_shows_dial_up(plan));
}

PictureStroke
picture_stroke_traffic(const PicturePlan *plan, guint64 copies, double share)
{
    const double thin = thinning(plan);

    if (copies == 0)
        return stroke(0.5 * thin, 0xb8c4ceu, 0xc0, FALSE);
    const double part = log((double)copies + 1) / log((double)plan->max_copies + 1);

    return stroke((0.7 + 3.3 * part) * thin, mix(CALM, VERMILION, share), alpha(plan),
                  share >= MOSTLY_SPAM);
}

PictureStroke
picture_stroke_access(const PicturePlan *plan)
{
    return stroke(0.7 * thinning(plan), 0xb8c4ceu, 0xb0, FALSE);
}

static PictureStroke
stroke_of(const PicturePlan *plan, const PictureLine *line)
{
    PictureStroke made;

    if (!plan->picture->is_run)
        return line->is_access ? picture_stroke_access(plan)
                               : picture_stroke_speed(plan, line->bps, line->dial_up);
    made = picture_stroke_traffic(
        plan, line->copies,
        line->copies == 0 ? 0 : (double)line->spam_copies / (double)line->copies);
    /* The star of a net is thin and pale, or it would hide what it joins. */
    if (line->is_access) {
        made.width *= 0.5;
        memcpy(made.color + 7, "70", 2);
    }
    return made;
}

static void
set_stroke(Agedge_t *edge, const PictureStroke *look)
{
    graphviz_setf(edge, "penwidth", "%.2f", look->width);
    graphviz_set(edge, "color", look->color);
    graphviz_set(edge, "style", look->dashed ? "dashed" : "solid");
}

/* A straight line is a Bezier curve whose handles lie on it. */
static void
set_straight(Agedge_t *edge, PicturePoint a, PicturePoint b)
{
    graphviz_setf(edge, "pos", "%.2f,%.2f %.2f,%.2f %.2f,%.2f %.2f,%.2f", a.x, a.y,
                  (2 * a.x + b.x) / 3, (2 * a.y + b.y) / 3, (a.x + 2 * b.x) / 3,
                  (a.y + 2 * b.y) / 3, b.x, b.y);
}

static void
set_route(const PictureSheet *sheet, Agedge_t *edge, const PictureLine *line)
{
    const PictureSpot *a = &sheet->plan->spots[line->a];
    const PictureSpot *b = &sheet->plan->spots[line->b];
    g_autoptr(GString) curve = NULL;

    if (line->curve == NULL) {
        set_straight(edge, (PicturePoint){a->x, a->y + sheet->base},
                     (PicturePoint){b->x, b->y + sheet->base});
        return;
    }
    curve = g_string_new(NULL);
    for (guint i = 0; i <= 3 * line->n_pieces; i++)
        g_string_append_printf(curve, "%s%.2f,%.2f", i > 0 ? " " : "", line->curve[i].x,
                               line->curve[i].y + sheet->base);
    graphviz_set(edge, "pos", curve->str);
}

static const BpPictureNode *
node_of(const PictureSheet *sheet, guint32 i)
{
    return &g_array_index(sheet->plan->picture->nodes, BpPictureNode, i);
}

static void
set_tooltip(void *object, const char *text)
{
    g_autofree char *escaped = picture_escape_tooltip(text);

    graphviz_set(object, "tooltip", escaped);
}

static void
describe_line(const PictureSheet *sheet, Agedge_t *edge, const PictureLine *line)
{
    g_autofree char *a = picture_clean(node_of(sheet, line->a)->name, NAME_CHARS);
    g_autofree char *b = picture_clean(node_of(sheet, line->b)->name, NAME_CHARS);
    g_autofree char *copies = bp_format_count(line->copies);
    g_autofree char *spam = bp_format_count(line->spam_copies);
    g_autofree char *text =
        sheet->plan->picture->is_run
            ? g_strdup_printf("%s - %s: %s copies, %s of spam", a, b, copies, spam)
            : g_strdup_printf("%s - %s: %" G_GINT64_FORMAT " bit/s%s", a, b, line->bps,
                              line->dial_up ? ", dial-up" : "");

    set_tooltip(edge, text);
}

/* Graphviz draws edges by their tails; the larger node is made the tail, and nets come
 * before all hosts, so that access lines lie below all others. */
static void
ends(const PictureSheet *sheet, const PictureLine *line, Agnode_t **tail,
     Agnode_t **head)
{
    Agnode_t *a = sheet->nodes[line->a];
    Agnode_t *b = sheet->nodes[line->b];

    *tail = AGSEQ(a) < AGSEQ(b) ? a : b;
    *head = *tail == a ? b : a;
}

static void
draw_line(PictureSheet *sheet, const PictureLine *line)
{
    Agnode_t *tail, *head;
    Agedge_t *edge;

    ends(sheet, line, &tail, &head);
    edge = graphviz_edge(sheet->graph, tail, head);

    const PictureStroke look = stroke_of(sheet->plan, line);

    graphviz_set(edge, "class", line->is_access ? "access" : "link");
    set_stroke(edge, &look);
    set_route(sheet, edge, line);
    describe_line(sheet, edge, line);
}

typedef struct {
    guint tail;
    guint head;
    guint line;
} Turn;

static int
by_ends(gconstpointer a, gconstpointer b)
{
    const Turn *p = a;
    const Turn *q = b;

    if (p->tail != q->tail)
        return p->tail < q->tail ? -1 : 1;
    return p->head < q->head ? -1 : p->head > q->head;
}

/* Makes them in the order in which Graphviz draws them and our DOT file has them, so that
 * they are numbered alike. */
static void
draw_lines(PictureSheet *sheet)
{
    const GArray *lines = sheet->plan->lines;
    g_autofree Turn *turns = g_new(Turn, lines->len);

    for (guint i = 0; i < lines->len; i++) {
        Agnode_t *tail, *head;

        ends(sheet, &g_array_index(lines, PictureLine, i), &tail, &head);
        turns[i] = (Turn){.tail = AGSEQ(tail), .head = AGSEQ(head), .line = i};
    }
    if (lines->len > 0)
        qsort(turns, lines->len, sizeof *turns, by_ends);
    for (guint i = 0; i < lines->len; i++)
        draw_line(sheet, &g_array_index(lines, PictureLine, turns[i].line));
}

void
picture_sheet_stroke(PictureSheet *sheet, double x, double y, double length,
                     const PictureStroke *look)
{
    Agnode_t *from = helper(sheet, "legend");
    Agnode_t *to = helper(sheet, "legend");
    Agedge_t *edge = graphviz_edge(sheet->graph, from, to);

    graphviz_set(from, "style", "invis");
    graphviz_set(to, "style", "invis");
    set_place(from, x, y, UNSEEN, UNSEEN);
    set_place(to, x + length, y, UNSEEN, UNSEEN);
    graphviz_set(edge, "class", "legend");
    set_stroke(edge, look);
    set_straight(edge, (PicturePoint){x, y}, (PicturePoint){x + length, y});
}

/* ---- marks ---- */

Agnode_t *
picture_sheet_mark(PictureSheet *sheet, Agnode_t *node, const char *class, double x,
                   double y, double size, BpPictureRelay relay, gboolean reached)
{
    Agnode_t *mark = node != NULL ? node : helper(sheet, class);
    const double side = size * picture_shape_size(relay);

    graphviz_set(mark, "class", class);
    graphviz_set(mark, "shape", picture_looks[relay].shape);
    graphviz_set(mark, "style", "filled");
    graphviz_set(mark, "fillcolor", picture_looks[relay].fill);
    graphviz_setf(mark, "color", reached ? "#%06x" : INK, VERMILION);
    graphviz_setf(mark, "penwidth", "%.2f",
                  reached ? CLAMP(size * 0.2, 0.9, 3.6)
                          : CLAMP(size * 0.05, 0.25, 0.8));
    set_place(mark, x, y, side, side);
    return mark;
}

void
picture_sheet_guess(Agnode_t *mark, double size)
{
    graphviz_set(mark, "style", "filled,dashed");
    graphviz_setf(mark, "penwidth", "%.2f", CLAMP(size * 0.2, 0.15, 1.0));
}

void
picture_sheet_net(PictureSheet *sheet, Agnode_t *node, const char *class, double x,
                  double y, double width, double height)
{
    Agnode_t *mark = node != NULL ? node : helper(sheet, class);

    graphviz_set(mark, "class", class);
    graphviz_set(mark, "shape", "ellipse");
    graphviz_set(mark, "style", "filled");
    graphviz_set(mark, "fillcolor", "#e8eef3");
    graphviz_set(mark, "color", "#8fa3b5");
    graphviz_set(mark, "penwidth", "0.8");
    set_place(mark, x, y, width, height);
}

void
picture_sheet_size(PictureSheet *sheet, double x, double y, double size)
{
    Agnode_t *mark = helper(sheet, "legend");

    graphviz_set(mark, "shape", "circle");
    graphviz_set(mark, "style", "filled");
    graphviz_set(mark, "fillcolor", "white");
    graphviz_set(mark, "color", "#555555");
    graphviz_set(mark, "penwidth", "0.7");
    set_place(mark, x, y, size, size);
}

/* An unseen node as large as all: so the picture always has the planned size. */
static void
lay_paper(PictureSheet *sheet, double width, double height)
{
    Agnode_t *paper = helper(sheet, "paper");

    graphviz_set(paper, "style", "invis");
    set_place(paper, width / 2, height / 2, width, height);
}

/* ---- texts ---- */

static void
set_text(void *node, const char *text, const char *justify, double font_size,
         const char *color)
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
    node = helper(sheet, class);
    set_text(node, text, "\\l", font_size, color);
    set_place(node, x + width / 2, y, width, font_size * 1.25);
}

static void
draw_label(PictureSheet *sheet, const PictureLabel *label)
{
    Agnode_t *node = helper(sheet, "label");

    set_text(node, label->text, "", sheet->plan->font_size, INK);
    graphviz_set(node, "style", "filled");
    graphviz_set(node, "fillcolor", "#ffffffb0");
    set_place(node, label->x, label->y + sheet->base, label->width, label->height);
}

static double
title_height(const BpPicture *picture)
{
    return (picture->title != NULL ? TITLE_SIZE * 1.6 : 0) +
           (picture->subtitle != NULL ? SUBTITLE_SIZE * 1.5 : 0);
}

static void
draw_heading(PictureSheet *sheet, const char *class, const char *text, double y,
             double font_size, const char *color)
{
    g_autofree char *clean = picture_clean(text, NAME_CHARS);
    g_autofree char *cut =
        picture_cut_to_width(clean, font_size, sheet->plan->width - 40);

    picture_sheet_text(sheet, class, 10, y, font_size, color, cut);
}

static void
draw_title(PictureSheet *sheet)
{
    const BpPicture *picture = sheet->plan->picture;
    double y = sheet->base + sheet->plan->height + title_height(picture);

    if (picture->title != NULL) {
        y -= TITLE_SIZE * 1.6;
        draw_heading(sheet, "title", picture->title, y + TITLE_SIZE * 0.7, TITLE_SIZE,
                     INK);
    }
    if (picture->subtitle != NULL)
        draw_heading(sheet, "subtitle", picture->subtitle, y - SUBTITLE_SIZE * 0.75,
                     SUBTITLE_SIZE, "#555555");
}

/* ---- hosts and nets ---- */

static void
describe_host(const PictureSheet *sheet, Agnode_t *mark, const BpPictureNode *node)
{
    g_autofree char *name = picture_clean(node->name, NAME_CHARS);
    g_autofree char *org =
        picture_clean(node->org != NULL ? node->org : "", NAME_CHARS);
    g_autofree char *mailboxes = bp_format_count(node->mailboxes);
    g_autofree char *spam = bp_format_count(node->spam_delivered);
    GString *text = g_string_new(name);

    if (org[0] != '\0')
        g_string_append_printf(text, " (%s)", org);
    if (!node->is_net)
        g_string_append_printf(text, ": mailboxes %s, relay %s", mailboxes,
                               picture_looks[node->relay].name);
    if (sheet->plan->picture->is_run && !node->is_net)
        g_string_append_printf(
            text, ", %s, spam delivered in the run %s",
            node->reached ? "reached by spam" : "not reached by spam", spam);
    set_tooltip(mark, text->str);
    g_string_free(text, TRUE);
}

static void
draw_node(PictureSheet *sheet, guint32 i)
{
    const BpPictureNode *node = node_of(sheet, i);
    const PictureSpot *spot = &sheet->plan->spots[i];
    Agnode_t *mark = sheet->nodes[i];
    g_autofree char *name = NULL;
    g_autofree char *class = NULL;

    describe_host(sheet, mark, node);
    if (node->is_net) {
        name = picture_clean(node->name, 24);
        picture_sheet_net(sheet, mark, "net", spot->x, spot->y + sheet->base,
                          spot->width, spot->height);
        if (!sheet->plan->many_nets)
            set_text(mark, name, "", sheet->plan->font_size, INK);
        return;
    }
    class = g_strconcat("host ", picture_looks[node->relay].name,
                        node->reached ? " reached" : "", NULL);
    picture_sheet_mark(sheet, mark, class, spot->x, spot->y + sheet->base,
                       picture_mark_size(sheet->plan, node->mailboxes), node->relay,
                       node->reached);
    if (sheet->plan->guessed != NULL && sheet->plan->guessed[i])
        picture_sheet_guess(mark, spot->width);
}

static char *
replace(const char *text, const char *from, const char *to)
{
    g_auto(GStrv) parts = g_strsplit(text, from, -1);

    return g_strjoinv(to, parts);
}

/* The name of the node in the graph: the host's, as far as a DOT file or XML can hold it.
 * In DOT a backslash may hide the quote after it unless there are two; in XML Graphviz
 * takes what looks like an entity for one. */
static char *
name_in_graph(const PictureSheet *sheet, GHashTable *taken, const char *name)
{
    g_autofree char *shown = picture_clean(name, NAME_CHARS);
    /* cgraph takes a name with a percent sign in front for one of its own making. */
    g_autofree char *clean = g_strconcat(shown[0] == '%' ? "_" : "", shown, NULL);
    g_autofree char *unique = g_strdup(clean);

    for (guint i = 2; !g_hash_table_add(taken, g_strdup(unique)); i++) {
        g_free(unique);
        unique = g_strdup_printf("%s (%u)", clean, i);
    }
    return sheet->raw_names ? replace(unique, "\\", "\\\\")
                            : replace(unique, "&", "&amp;");
}

static void
choose_prefix(PictureSheet *sheet)
{
    GString *prefix = g_string_new("+");

    for (guint32 i = 0; i < sheet->plan->n_nodes; i++)
        while (g_str_has_prefix(node_of(sheet, i)->name, prefix->str))
            g_string_append_c(prefix, '+');
    sheet->prefix = g_string_free(prefix, FALSE);
}

typedef struct {
    double size;
    guint32 node;
    gboolean is_host;
} Ordered;

/* Nets, then hosts, the largest first, so that none hides another. */
static int
by_size(gconstpointer a, gconstpointer b)
{
    const Ordered *p = a;
    const Ordered *q = b;

    if (p->is_host != q->is_host)
        return p->is_host ? 1 : -1;
    if (p->size > q->size || p->size < q->size)
        return p->size > q->size ? -1 : 1;
    return p->node < q->node ? -1 : p->node > q->node;
}

static void
make_nodes(PictureSheet *sheet)
{
    const guint n = sheet->plan->n_nodes;
    g_autofree Ordered *order = g_new(Ordered, n);
    g_autoptr(GHashTable) taken =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (guint32 i = 0; i < n; i++)
        order[i] = (Ordered){
            .size = sheet->plan->spots[i].width,
            .node = i,
            .is_host = !node_of(sheet, i)->is_net,
        };
    qsort(order, n, sizeof *order, by_size);
    for (guint i = 0; i < n; i++) {
        g_autofree char *name =
            name_in_graph(sheet, taken, node_of(sheet, order[i].node)->name);

        sheet->nodes[order[i].node] = graphviz_node(sheet->graph, name);
    }
}

/* Land as Graphviz's background, in its own drawing language (xdot): a colour for pens, one
 * to fill with, polygons. */
static void
draw_land(PictureSheet *sheet)
{
    const PicturePlan *plan = sheet->plan;
    g_autoptr(GString) xdot = NULL;

    if (plan->land == NULL || plan->land->len == 0)
        return;
    xdot = g_string_new("c 7 -#c3bda9 C 7 -#f6f2e6");
    for (guint i = 0; i < plan->land->len; i++) {
        const GArray *ring = g_ptr_array_index(plan->land, i);

        g_string_append_printf(xdot, " P %u", ring->len);
        for (guint k = 0; k < ring->len; k++) {
            const PicturePoint *at = &g_array_index(ring, PicturePoint, k);

            g_string_append_printf(xdot, " %.2f %.2f", at->x, at->y + sheet->base);
        }
    }
    graphviz_default(sheet->graph, AGRAPH, "_background", xdot->str);
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
        {AGNODE, "fontsize", "1"},
        {AGNODE, "fontcolor", INK},
        {AGNODE, "pos", ""},
        {AGNODE, "width", "0.1"},
        {AGNODE, "height", "0.1"},
        {AGNODE, "class", ""},
        {AGNODE, "tooltip", ""},
        {AGEDGE, "class", ""},
        {AGEDGE, "color", INK},
        {AGEDGE, "penwidth", "1"},
        {AGEDGE, "pos", ""},
        {AGEDGE, "style", "solid"},
        {AGEDGE, "tooltip", ""},
    };

    for (guint i = 0; i < G_N_ELEMENTS(defaults); i++)
        graphviz_default(graph, defaults[i].kind, defaults[i].name, defaults[i].value);
}

PictureSheet *
picture_sheet_new(const PicturePlan *plan, gboolean raw_names)
{
    PictureSheet *sheet = g_new0(PictureSheet, 1);

    sheet->plan = plan;
    sheet->raw_names = raw_names;
    sheet->nodes = g_new0(Agnode_t *, plan->n_nodes);
    sheet->graph = agopen((char *)"bangpath", Agundirected, NULL);
    sheet->base = picture_legend_height(plan);
    choose_prefix(sheet);
    set_defaults(sheet->graph);
    lay_paper(sheet, plan->width,
              sheet->base + plan->height + title_height(plan->picture));
    draw_land(sheet);
    make_nodes(sheet);
    draw_lines(sheet);
    for (guint32 i = 0; i < plan->n_nodes; i++)
        draw_node(sheet, i);
    for (guint i = 0; i < plan->labels->len; i++)
        draw_label(sheet, &g_array_index(plan->labels, PictureLabel, i));
    draw_title(sheet);
    picture_legend_draw(sheet);
    return sheet;
}

void
picture_sheet_free(PictureSheet *sheet)
{
    if (sheet == NULL)
        return;
    agclose(sheet->graph);
    g_free(sheet->nodes);
    g_free(sheet->prefix);
    g_free(sheet);
}
