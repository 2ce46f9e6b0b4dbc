/* picture_layout.c - positions by Graphviz, turned and scaled to fill the paper. */
#include "graphviz.h"
#include "picture_geo.h"
#include "picture_islands.h"
#include "picture_plan.h"
#include "picture_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FEW_HOSTS 60 /* marks are kept apart with their labels */
#define MIN_ASPECT 0.42
#define MAX_ASPECT 0.82
#define SPREAD 0.6
#define MAX_STRETCH 1.3 /* of one axis against the other */

/* Breadth first from the most important node of each component: what comes first is what
 * dot puts on top. */
static guint32 *
breadth_first(const PicturePlan *plan)
{
    const guint n = plan->n_nodes;
    g_autofree guint32 *rank = picture_rank(plan);
    g_autofree guint *begin = g_new0(guint, n + 1);
    g_autofree guint32 *next = g_new(guint32, 2 * plan->lines->len + 1);
    g_autofree gboolean *seen = g_new0(gboolean, n);
    guint32 *order = g_new0(guint32, n);
    guint done = 0;
    guint known = 0;

    for (guint i = 0; i < n; i++)
        begin[i + 1] = begin[i] + plan->spots[i].degree;
    for (guint i = plan->lines->len; i-- > 0;) {
        const PictureLine *line = &g_array_index(plan->lines, PictureLine, i);

        next[begin[line->a]++] = line->b;
        next[begin[line->b]++] = line->a;
    }
    for (guint i = 0; i < n; i++) {
        if (!seen[rank[i]])
            order[known++] = rank[i];
        seen[rank[i]] = TRUE;
        for (; done < known; done++) {
            const guint32 at = order[done];

            for (guint k = begin[at] - plan->spots[at].degree; k < begin[at]; k++) {
                if (!seen[next[k]])
                    order[known++] = next[k];
                seen[next[k]] = TRUE;
            }
        }
    }
    return order;
}

/* What a layout is told besides the graph; what it does not know it ignores. */
static void
set_graph(const PicturePlan *plan, Agraph_t *graph)
{
    const gboolean keep_curves = strcmp(plan->layout, "dot") == 0;
    const gboolean apart =
        plan->n_nodes <= PICTURE_PRISM_HOSTS &&
        (strcmp(plan->layout, "neato") == 0 || strcmp(plan->layout, "sfdp") == 0 ||
         strcmp(plan->layout, "fdp") == 0);

    graphviz_default(graph, AGRAPH, "start", "1");
    graphviz_default(graph, AGRAPH, "splines",
                     keep_curves && plan->n_nodes <= PICTURE_PRISM_HOSTS ? "true"
                                                                         : "none");
    graphviz_default(graph, AGRAPH, "overlap", apart ? "prism" : "true");
    graphviz_default(graph, AGRAPH, "sep", "+3");
    if (!keep_curves) /* dot puts parts side by side by itself */
        graphviz_default(graph, AGRAPH, "pack", "12");
    graphviz_default(graph, AGRAPH, "outputorder", "edgesfirst");
    graphviz_default(graph, AGRAPH, "nodesep", "0.12");
    graphviz_default(graph, AGRAPH, "ranksep", keep_curves ? "0.55" : "1");
    if (strcmp(plan->layout, "sfdp") == 0) {
        graphviz_default(graph, AGRAPH, "repulsiveforce", "1.6");
        graphviz_default(graph, AGRAPH, "K", "0.4");
    }
}

static void
set_node(const PicturePlan *plan, guint32 i, Agnode_t *node)
{
    const BpPictureNode *data = &g_array_index(plan->picture->nodes, BpPictureNode, i);
    const PictureSpot *spot = &plan->spots[i];
    double width = spot->width;
    double height = spot->height;

    if (plan->n_nodes <= FEW_HOSTS && !data->is_net) {
        g_autofree char *name = picture_clean(data->name, 24);

        width = MAX(width, picture_text_width(name, plan->font_size) + 4);
        height += plan->font_size + 4;
    }
    graphviz_setf(node, "width", "%.4f", width / POINTS_PER_INCH);
    graphviz_setf(node, "height", "%.4f", height / POINTS_PER_INCH);
}

static Agraph_t *
make_graph(const PicturePlan *plan, Agnode_t **nodes)
{
    Agraph_t *graph = agopen((char *)"layout", Agundirected, NULL);
    g_autofree guint32 *order = breadth_first(plan);
    g_autofree guint *place = g_new0(guint, plan->n_nodes);
    const double length = plan->width / sqrt(plan->n_nodes) / POINTS_PER_INCH;

    set_graph(plan, graph);
    graphviz_default(graph, AGNODE, "shape", "box");
    graphviz_default(graph, AGNODE, "label", "");
    graphviz_default(graph, AGNODE, "fixedsize", "true");
    graphviz_default(graph, AGNODE, "width", "0.1");
    graphviz_default(graph, AGNODE, "height", "0.1");
    graphviz_default(graph, AGEDGE, "headclip", "false");
    graphviz_default(graph, AGEDGE, "tailclip", "false");
    graphviz_default(graph, AGEDGE, "len", "1");
    for (guint i = 0; i < plan->n_nodes; i++) {
        char name[16];

        g_snprintf(name, sizeof name, "%u", order[i]);
        place[order[i]] = i;
        nodes[order[i]] = graphviz_node(graph, name);
        set_node(plan, order[i], nodes[order[i]]);
    }
    for (guint i = 0; i < plan->lines->len; i++) {
        const PictureLine *line = &g_array_index(plan->lines, PictureLine, i);
        const gboolean down = place[line->a] < place[line->b];
        Agedge_t *edge = graphviz_edge(graph, nodes[down ? line->a : line->b],
                                       nodes[down ? line->b : line->a]);

        graphviz_setf(edge, "len", "%.4f", length * (line->is_access ? 1.3 : 0.8));
    }
    return graph;
}

static void
take_curve(PictureLine *line, Agedge_t *edge)
{
    const splines *spline = ED_spl(edge);

    if (spline == NULL || spline->size != 1 || spline->list[0].size < 4)
        return;
    line->n_pieces = (guint)(spline->list[0].size - 1) / 3;
    line->curve = g_new(PicturePoint, 3 * line->n_pieces + 1);
    for (guint i = 0; i <= 3 * line->n_pieces; i++)
        line->curve[i] = (PicturePoint){
            .x = spline->list[0].list[i].x,
            .y = spline->list[0].list[i].y,
        };
}

static void
take_positions(PicturePlan *plan, Agraph_t *graph, Agnode_t **nodes)
{
    for (guint i = 0; i < plan->n_nodes; i++) {
        plan->spots[i].x = ND_coord(nodes[i]).x;
        plan->spots[i].y = ND_coord(nodes[i]).y;
    }
    if (strcmp(plan->layout, "dot") != 0)
        return;
    for (guint i = 0; i < plan->lines->len; i++) {
        PictureLine *line = &g_array_index(plan->lines, PictureLine, i);

        take_curve(line, agedge(graph, nodes[line->a], nodes[line->b], NULL, 0));
    }
}

static gboolean
run_layout(PicturePlan *plan, GError **error)
{
    GVC_t *gvc = graphviz_begin();
    g_autofree Agnode_t **nodes = g_new(Agnode_t *, plan->n_nodes);
    Agraph_t *graph = make_graph(plan, nodes);
    gboolean ok;

    /* Graphviz draws from the C library's generators, and seeds them too late: sfdp would
     * go on where the picture before left off. Nothing else uses them. */
    srand(1);
    srand48(1);
    ok = graphviz_check(gvLayout(gvc, graph, plan->layout) == 0, "the layout failed",
                        error);
    if (ok)
        take_positions(plan, graph, nodes);
    gvFreeLayout(gvc, graph);
    agclose(graph);
    graphviz_end();
    return ok;
}

/* Calls @change for every point there is. */
static void
for_all_points(PicturePlan *plan,
               void (*change)(PicturePoint *point, gconstpointer data),
               gconstpointer data)
{
    for (guint i = 0; i < plan->n_nodes; i++) {
        PicturePoint point = {plan->spots[i].x, plan->spots[i].y};

        change(&point, data);
        plan->spots[i].x = point.x;
        plan->spots[i].y = point.y;
    }
    for (guint i = 0; i < plan->lines->len; i++) {
        PictureLine *line = &g_array_index(plan->lines, PictureLine, i);

        for (guint k = 0; line->curve != NULL && k <= 3 * line->n_pieces; k++)
            change(&line->curve[k], data);
    }
}

static void
turn(PicturePoint *point, gconstpointer data)
{
    const double *axis = data; /* cosine, sine */

    *point = (PicturePoint){
        .x = axis[0] * point->x + axis[1] * point->y,
        .y = axis[0] * point->y - axis[1] * point->x,
    };
}

/* Lays the long way of the cloud of marks flat (its first principal axis). */
static void
lay_flat(PicturePlan *plan)
{
    double mx = 0, my = 0, xx = 0, xy = 0, yy = 0;

    for (guint i = 0; i < plan->n_nodes; i++) {
        mx += plan->spots[i].x / plan->n_nodes;
        my += plan->spots[i].y / plan->n_nodes;
    }
    for (guint i = 0; i < plan->n_nodes; i++) {
        const double dx = plan->spots[i].x - mx;
        const double dy = plan->spots[i].y - my;

        xx += dx * dx;
        xy += dx * dy;
        yy += dy * dy;
    }
    if (xx + yy <= 0)
        return;

    const double angle = 0.5 * atan2(2 * xy, xx - yy);
    const double axis[2] = {cos(angle), sin(angle)};

    for_all_points(plan, turn, axis);
}

/* Box: what the marks take, and how it is mapped on to the paper. */
typedef struct {
    double left, right, bottom, top;
    double scale_x, scale_y;
    double x, y; /* of left and bottom on the paper */
} Box;

static void
fit(PicturePoint *point, gconstpointer data)
{
    const Box *box = data;

    point->x = box->x + (point->x - box->left) * box->scale_x;
    point->y = box->y + (point->y - box->bottom) * box->scale_y;
}

static Box
bounds(const PicturePlan *plan)
{
    Box box = {G_MAXDOUBLE, -G_MAXDOUBLE, G_MAXDOUBLE, -G_MAXDOUBLE, 1, 1, 0, 0};

    for (guint i = 0; i < plan->n_nodes; i++) {
        box.left = MIN(box.left, plan->spots[i].x);
        box.right = MAX(box.right, plan->spots[i].x);
        box.bottom = MIN(box.bottom, plan->spots[i].y);
        box.top = MAX(box.top, plan->spots[i].y);
    }
    return box;
}

/* Margins: what marks and their labels need beyond the outermost middles. */
typedef struct {
    double left, right, bottom, top;
} Margins;

static Margins
margins_of(const PicturePlan *plan, const Box *box)
{
    const double label_x = plan->n_nodes <= FEW_HOSTS ? 22 : 10;
    const double label_y = plan->font_size + 7;
    Margins margins = {0, 0, 0, 0};

    for (guint i = 0; i < plan->n_nodes; i++) {
        const PictureSpot *spot = &plan->spots[i];
        const double x = spot->width / 2;
        const double y = spot->height / 2;

        margins.left = MAX(margins.left, x - (spot->x - box->left) * box->scale_x);
        margins.right = MAX(margins.right, x - (box->right - spot->x) * box->scale_x);
        margins.bottom =
            MAX(margins.bottom, y - (spot->y - box->bottom) * box->scale_y);
        margins.top = MAX(margins.top, y - (box->top - spot->y) * box->scale_y);
    }
    margins.left += label_x;
    margins.right += label_x;
    margins.bottom += label_y;
    margins.top += label_y;
    return margins;
}

static void
choose_scale(PicturePlan *plan, Box *box, const Margins *margins)
{
    const double wide = MAX(box->right - box->left, 1.0);
    const double high = MAX(box->top - box->bottom, 1.0);
    const double margin_y = margins->bottom + margins->top;
    const double room_x = plan->width - margins->left - margins->right;
    /* Two hosts need no square of paper. */
    const double most = MIN(MAX_ASPECT, 0.22 + 0.06 * plan->n_nodes);
    const double least = MIN(MIN_ASPECT, most);
    const double room_y =
        MAX(CLAMP(room_x * high / wide, plan->width * least - margin_y,
                  plan->width * most - margin_y),
            20);

    plan->height = room_y + margin_y;
    box->scale_x = MIN(room_x / wide, MAX_STRETCH * room_y / high);
    box->scale_y = MIN(room_y / high, MAX_STRETCH * room_x / wide);
    box->x = margins->left + (room_x - (box->right - box->left) * box->scale_x) / 2;
    box->y = margins->bottom + (room_y - (box->top - box->bottom) * box->scale_y) / 2;
}

/* The scale sets the margins (a large mark needs none if it is well inside), and they the
 * scale; a few rounds settle it. */
static void
fill_paper(PicturePlan *plan)
{
    Box box = bounds(plan);

    box.scale_x = (plan->width - 60) / MAX(box.right - box.left, 1.0);
    box.scale_y = box.scale_x;
    for (guint i = 0; i < 4; i++) {
        const Margins margins = margins_of(plan, &box);

        choose_scale(plan, &box, &margins);
    }
    for_all_points(plan, fit, &box);
}

typedef struct {
    double radius;
    guint32 node;
} Far;

static int
by_radius(gconstpointer a, gconstpointer b)
{
    const Far *p = a;
    const Far *q = b;

    if (p->radius > q->radius || p->radius < q->radius)
        return p->radius < q->radius ? -1 : 1;
    return p->node < q->node ? -1 : p->node > q->node;
}

/* Force-directed layouts crowd thousands of hosts in the middle, while a few that lie far
 * out set the scale. Moves every host along its ray half way to where it would be if all
 * had the same room. */
static void
spread(PicturePlan *plan)
{
    const guint n = plan->n_nodes;
    const Box box = bounds(plan);
    const double mx = (box.left + box.right) / 2;
    const double my = (box.bottom + box.top) / 2;
    g_autofree Far *far = g_new(Far, n);
    double most;

    for (guint i = 0; i < n; i++)
        far[i] = (Far){hypot(plan->spots[i].x - mx, plan->spots[i].y - my), i};
    qsort(far, n, sizeof *far, by_radius);
    most = far[n - 1].radius;
    for (guint i = 0; i < n; i++) {
        PictureSpot *spot = &plan->spots[far[i].node];
        const double even = most * sqrt((i + 0.5) / n);
        const double k = (1 - SPREAD) + SPREAD * even / MAX(far[i].radius, 1e-9);

        spot->x = mx + (spot->x - mx) * k;
        spot->y = my + (spot->y - my) * k;
    }
}

gboolean
picture_plan_place(PicturePlan *plan, GError **error)
{
    const gboolean is_dot = strcmp(plan->layout, "dot") == 0;
    const gboolean is_sfdp = strcmp(plan->layout, "sfdp") == 0;
    PictureIslands *islands;

    if (strcmp(plan->layout, "geo") == 0)
        return picture_plan_place_geo(plan, error);
    if (!run_layout(plan, error))
        return FALSE;
    islands = is_sfdp ? picture_islands_take(plan) : NULL;
    if (!is_dot)
        lay_flat(plan);
    if (is_sfdp && plan->n_nodes > PICTURE_PRISM_HOSTS)
        spread(plan);
    if (islands != NULL)
        picture_islands_put(islands, plan);
    fill_paper(plan);
    if (!is_dot)
        picture_plan_part(plan);
    return TRUE;
}
