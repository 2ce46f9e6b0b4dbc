/* picture_draw.c - one panel of a sheet: land, lines, hosts, labels, where the plan has them. */
#include "picture_sheet.h"

#include "picture_text.h"

#include <bangpath/units.h>
#include <string.h>

#define NAME_CHARS 200 /* in tooltips and as names of nodes */

static const BpPictureNode *
node_of(const PictureSheet *sheet, guint32 i)
{
    return &g_array_index(sheet->plan->picture->nodes, BpPictureNode, i);
}

/* ---- lines ---- */

static void
set_route(const PictureSheet *sheet, Agedge_t *edge, const PictureLine *line)
{
    const PictureSpot *a = &sheet->plan->spots[line->a];
    const PictureSpot *b = &sheet->plan->spots[line->b];
    g_autoptr(GString) curve = NULL;

    if (line->curve == NULL) {
        picture_sheet_set_straight(
            edge, (PicturePoint){a->x + sheet->left, a->y + sheet->base},
            (PicturePoint){b->x + sheet->left, b->y + sheet->base});
        return;
    }
    curve = g_string_new(NULL);
    for (guint i = 0; i <= 3 * line->n_pieces; i++)
        g_string_append_printf(curve, "%s%.2f,%.2f", i > 0 ? " " : "",
                               line->curve[i].x + sheet->left,
                               line->curve[i].y + sheet->base);
    graphviz_set(edge, "pos", curve->str);
}

static void
set_tooltip(void *object, const char *text)
{
    g_autofree char *escaped = picture_escape_tooltip(text);

    graphviz_set(object, "tooltip", escaped);
}

/* "oak - elm: for 12": whom the message crossed it for. */
static void
describe_way(const PictureSheet *sheet, Agedge_t *edge, const PictureLine *line)
{
    static const char *const what[] = {
        [BP_PICTURE_MAP] = "",
        [BP_PICTURE_WAY] = "the message went over it",
        [BP_PICTURE_REFUSAL] = "refused here",
        [BP_PICTURE_BOUNCE] = "a bounce went over it",
    };
    g_autofree char *a = picture_clean(node_of(sheet, line->a)->name, NAME_CHARS);
    g_autofree char *b = picture_clean(node_of(sheet, line->b)->name, NAME_CHARS);
    g_autofree char *copies = bp_format_count(line->copies);
    g_autofree char *text =
        g_strdup_printf("%s - %s: %s, for %s recipient%s", a, b, what[line->role],
                        copies, line->copies == 1 ? "" : "s");

    set_tooltip(edge, text);
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

    const PictureStroke look = picture_stroke_of(sheet->plan, line);

    graphviz_set(edge, "class", line->is_access ? "access" : "link");
    picture_sheet_set_stroke(edge, &look);
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

/* What lies over the map is tied to unseen nodes that come after all hosts, as Graphviz draws
 * edges in the order of their ends. */
static void
draw_way(PictureSheet *sheet, const PictureLine *line)
{
    const PictureSpot *a = &sheet->plan->spots[line->a];
    const PictureSpot *b = &sheet->plan->spots[line->b];
    const PictureStroke look = picture_stroke_of(sheet->plan, line);
    const PicturePoint from = {a->x + sheet->left, a->y + sheet->base};
    const PicturePoint to = {b->x + sheet->left, b->y + sheet->base};
    static const char *const classes[] = {
        [BP_PICTURE_MAP] = "link",
        [BP_PICTURE_WAY] = "way",
        [BP_PICTURE_REFUSAL] = "refusal",
        [BP_PICTURE_BOUNCE] = "bounce",
    };
    Agedge_t *edge = picture_sheet_tie(sheet, classes[line->role], from, to);

    picture_sheet_set_stroke(edge, &look);
    set_route(sheet, edge, line);
    describe_way(sheet, edge, line);
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

static const char *
on_way_class(guint on_way)
{
    return on_way & BP_PICTURE_REFUSED ? " refused"
           : on_way & BP_PICTURE_GOT   ? " got"
           : on_way & BP_PICTURE_WROTE ? " wrote"
           : on_way != 0               ? " passed"
                                       : "";
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
        picture_sheet_net(sheet, mark, "net", spot->x + sheet->left,
                          spot->y + sheet->base, spot->width, spot->height);
        if (!sheet->plan->many_nets && sheet->plan->guessed == NULL)
            picture_sheet_set_text(mark, name, "", sheet->plan->font_size, PICTURE_INK);
        if (node->faint)
            picture_sheet_fade(mark);
        return;
    }
    class = g_strconcat("host ", picture_looks[node->relay].name,
                        node->reached ? " reached" : "", node->faint ? " faint" : "",
                        on_way_class(node->on_way), NULL);
    picture_sheet_mark(sheet, mark, class, spot->x + sheet->left, spot->y + sheet->base,
                       picture_mark_size(sheet->plan, node->mailboxes), node->relay,
                       node->reached && !sheet->plan->picture->follows);
    if (sheet->plan->guessed != NULL && sheet->plan->guessed[i])
        picture_sheet_guess(mark, spot->width);
    if (node->faint)
        picture_sheet_fade(mark);
    if (node->on_way != 0)
        picture_sheet_on_way(mark, node->on_way, spot->width);
}

static void
draw_label(PictureSheet *sheet, const PictureLabel *label)
{
    Agnode_t *node = picture_sheet_helper(sheet, "label");

    picture_sheet_set_text(node, label->text, "", sheet->plan->font_size, PICTURE_INK);
    graphviz_set(node, "style", "filled");
    graphviz_set(node, "fillcolor", "#ffffffb0");
    picture_sheet_set_place(node, label->x + sheet->left, label->y + sheet->base,
                            label->width, label->height);
}

/* ---- names ---- */

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

    for (guint32 i = 0; i < n; i++)
        order[i] = (Ordered){
            .size = sheet->plan->spots[i].width,
            .node = i,
            .is_host = !node_of(sheet, i)->is_net,
        };
    qsort(order, n, sizeof *order, by_size);
    for (guint i = 0; i < n; i++) {
        g_autofree char *name =
            name_in_graph(sheet, sheet->taken, node_of(sheet, order[i].node)->name);

        sheet->nodes[order[i].node] = graphviz_node(sheet->graph, name);
    }
}

/* Land as Graphviz's background, in its own drawing language (xdot): a colour for pens, one
 * to fill with, polygons. */
static void
draw_land(PictureSheet *sheet)
{
    const PicturePlan *plan = sheet->plan;
    GString *xdot = sheet->land;

    if (plan->land == NULL || plan->land->len == 0)
        return;
    g_string_append(xdot, xdot->len == 0 ? "c 7 -#c3bda9 C 7 -#f6f2e6" : "");
    for (guint i = 0; i < plan->land->len; i++) {
        const GArray *ring = g_ptr_array_index(plan->land, i);

        g_string_append_printf(xdot, " P %u", ring->len);
        for (guint k = 0; k < ring->len; k++) {
            const PicturePoint *at = &g_array_index(ring, PicturePoint, k);

            g_string_append_printf(xdot, " %.2f %.2f", at->x + sheet->left,
                                   at->y + sheet->base);
        }
    }
    graphviz_default(sheet->graph, AGRAPH, "_background", xdot->str);
}

void
picture_sheet_draw(PictureSheet *sheet, const PicturePlan *plan, double x, double y)
{
    sheet->plan = plan;
    sheet->left = x;
    sheet->base = y;
    sheet->nodes = g_renew(Agnode_t *, sheet->nodes, plan->n_nodes);
    draw_land(sheet);
    make_nodes(sheet);
    draw_lines(sheet);
    for (guint32 i = 0; i < plan->n_nodes; i++)
        draw_node(sheet, i);
    for (guint i = 0; i < plan->ways->len; i++)
        draw_way(sheet, &g_array_index(plan->ways, PictureLine, i));
    for (guint i = 0; i < plan->labels->len; i++)
        draw_label(sheet, &g_array_index(plan->labels, PictureLabel, i));
}
