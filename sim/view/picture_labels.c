/* picture_labels.c - who gets a label, and where it does no harm. */
#include "picture_plan.h"

#include "picture_text.h"

#include <math.h>

#define ALL_LABELLED 60
#define MOST_LABELS 80
#define FEWEST_LABELS 24
#define LABEL_CHARS 24
#define GAP 1.5

guint
picture_label_budget(guint n_hosts)
{
    if (n_hosts <= ALL_LABELLED)
        return n_hosts;
    /* 80 up to 400 hosts, 67 at 1,000, 36 at 10,000: what our eyes could still part. */
    const double n = MOST_LABELS - 31.5 * log10(MAX(n_hosts, 400) / 400.0);

    return MIN(n_hosts, (guint)CLAMP(n, FEWEST_LABELS, MOST_LABELS));
}

typedef struct {
    double score;
    guint32 node;
} Ranked;

static int
by_score(gconstpointer a, gconstpointer b)
{
    const Ranked *p = a;
    const Ranked *q = b;

    if (p->score > q->score || p->score < q->score)
        return p->score > q->score ? -1 : 1;
    return p->node < q->node ? -1 : p->node > q->node;
}

guint32 *
picture_rank(const PicturePlan *plan)
{
    g_autofree Ranked *ranked = g_new(Ranked, plan->n_nodes);
    guint32 *rank = g_new(guint32, plan->n_nodes);
    const double most = sqrt((double)MAX(plan->max_mailboxes, 1));
    double degree = 1;

    for (guint i = 0; i < plan->n_nodes; i++)
        degree = MAX(degree, plan->spots[i].degree);
    for (guint i = 0; i < plan->n_nodes; i++) {
        const BpPictureNode *node =
            &g_array_index(plan->picture->nodes, BpPictureNode, i);
        const double size = node->is_net ? 1 : sqrt((double)node->mailboxes) / most;

        ranked[i].node = i;
        ranked[i].score =
            plan->spots[i].degree / degree + 0.5 * size + (node->on_way != 0 ? 2 : 0);
    }
    qsort(ranked, plan->n_nodes, sizeof *ranked, by_score);
    for (guint i = 0; i < plan->n_nodes; i++)
        rank[i] = ranked[i].node;
    return rank;
}

/* The area that two boxes share, with @pad around. */
static double
shared(const PictureLabel *label, double x, double y, double width, double height,
       double pad)
{
    const double w = (label->width + width) / 2 + pad - fabs(label->x - x);
    const double h = (label->height + height) / 2 + pad - fabs(label->y - y);

    return w > 0 && h > 0 ? MIN(w, label->width) * MIN(h, label->height) : 0;
}

/* Whether the segment from @a to @b touches the label (the separating axes of a box and a
 * segment). */
static gboolean
is_crossed(const PictureLabel *label, PicturePoint a, PicturePoint b)
{
    const double w = label->width / 2;
    const double h = label->height / 2;
    const double mx = (a.x + b.x) / 2 - label->x;
    const double my = (a.y + b.y) / 2 - label->y;
    const double dx = (b.x - a.x) / 2;
    const double dy = (b.y - a.y) / 2;

    return fabs(mx) <= w + fabs(dx) && fabs(my) <= h + fabs(dy) &&
           fabs(mx * dy - my * dx) <= w * fabs(dy) + h * fabs(dx);
}

static double
cost_of_lines(const PicturePlan *plan, const PictureLabel *label)
{
    /* Where there are many, none can be avoided, and they are thin. */
    const double each = 20 * MIN(1, 150.0 / MAX(plan->lines->len, 1));
    double cost = 0;

    for (guint i = 0; i < plan->lines->len; i++) {
        const PictureLine *line = &g_array_index(plan->lines, PictureLine, i);
        const PictureSpot *a = &plan->spots[line->a];
        const PictureSpot *b = &plan->spots[line->b];

        if (is_crossed(label, (PicturePoint){a->x, a->y}, (PicturePoint){b->x, b->y}))
            cost += line->is_access ? each / 4 : each;
    }
    return cost;
}

static double
cost_of_labels(const PicturePlan *plan, const PictureLabel *label)
{
    double cost = 0;

    for (guint i = 0; i < plan->labels->len; i++) {
        const PictureLabel *other = &g_array_index(plan->labels, PictureLabel, i);

        cost += shared(label, other->x, other->y, other->width, other->height, GAP);
    }
    return cost;
}

static double
cost_of_marks(const PicturePlan *plan, const PictureLabel *label)
{
    double cost = 0;

    for (guint i = 0; i < plan->n_nodes; i++) {
        const PictureSpot *spot = &plan->spots[i];

        cost += shared(label, spot->x, spot->y, spot->width, spot->height, 0);
    }
    return cost;
}

/* Where a label may stand around its mark, the best place first. @reach: how much of the
 * mark lies between the middles; on the diagonals a round mark has less. */
static const struct {
    int x;
    int y;
    double reach;
} places[] = {
    {0, -1, 1},    {0, 1, 1},      {1, 0, 1},    {-1, 0, 1},
    {1, -1, 0.65}, {-1, -1, 0.65}, {1, 1, 0.65}, {-1, 1, 0.65},
};

static void
put(PictureLabel *label, const PictureSpot *spot, guint place)
{
    const double ring = 0.5 + 0.1 * MIN(spot->width, spot->height);
    const double reach = places[place].reach;
    const double x = (reach * spot->width + label->width) / 2 + ring + 1;
    const double y = (reach * spot->height + label->height) / 2 + ring;

    label->x = spot->x + places[place].x * x;
    label->y = spot->y + places[place].y * (reach < 1 ? y - 2 : y);
}

static gboolean
is_on_paper(const PicturePlan *plan, const PictureLabel *label)
{
    return label->x >= label->width / 2 && label->x + label->width / 2 <= plan->width &&
           label->y >= label->height / 2 &&
           label->y + label->height / 2 <= plan->height;
}

/* Puts the label in the place of least cost; FALSE if it would cover another. */
static gboolean
find_place(const PicturePlan *plan, PictureLabel *label)
{
    const PictureSpot *spot = &plan->spots[label->node];
    PictureLabel best = *label;
    double least = G_MAXDOUBLE;
    double covered = 0;

    for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
        PictureLabel at = *label;
        double labels;
        double cost;

        put(&at, spot, i);
        labels = cost_of_labels(plan, &at);
        cost = 30 * labels + 8 * cost_of_marks(plan, &at) + cost_of_lines(plan, &at) +
               i + (is_on_paper(plan, &at) ? 0 : 1e6);
        if (cost < least) {
            least = cost;
            best = at;
            covered = labels;
        }
    }
    *label = best;
    return covered <= 0 && least < 1e6;
}

void
picture_plan_label(PicturePlan *plan, guint budget)
{
    const gboolean all = plan->n_hosts <= MIN(ALL_LABELLED, budget);
    g_autofree guint32 *rank = picture_rank(plan);

    for (guint i = 0; i < plan->n_nodes && plan->labels->len < budget; i++) {
        const BpPictureNode *node =
            &g_array_index(plan->picture->nodes, BpPictureNode, rank[i]);
        PictureLabel label = {.node = rank[i]};

        /* A net has its name on it, but on a map. */
        if (node->faint || (node->is_net && (plan->guessed == NULL || plan->many_nets)))
            continue;
        label.text = picture_clean(node->name, LABEL_CHARS);
        label.width = picture_text_width(label.text, plan->font_size) * 1.03 + 1;
        label.height = plan->font_size * 1.22;
        if (find_place(plan, &label) || all)
            g_array_append_val(plan->labels, label);
        else
            g_free(label.text);
    }
}
