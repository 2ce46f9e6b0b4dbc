/* picture_part.c - marks that overlap are moved apart. */
#include "picture_plan.h"

#include <math.h>

static gboolean
is_net(const PicturePlan *plan, guint32 i)
{
    return g_array_index(plan->picture->nodes, BpPictureNode, i).is_net;
}

/* Keeps the mark on the paper, with room for its ring. */
static void
keep_in(const PicturePlan *plan, PictureSpot *spot)
{
    const double x = spot->width / 2 + 3;
    const double y = spot->height / 2 + 3;

    spot->x = CLAMP(spot->x, x, MAX(plan->width - x, x));
    spot->y = CLAMP(spot->y, y, MAX(plan->height - y, y));
}

/* Two marks that overlap part along the line through their middles. */
static gboolean
part(PictureSpot *a, PictureSpot *b, guint seed)
{
    const double need = (a->width + b->width) / 2 * 1.05 + 2.5;
    double dx = b->x - a->x;
    double dy = b->y - a->y;
    double distance;

    if (fabs(dx) >= need || fabs(dy) >= need)
        return FALSE;
    distance = sqrt(dx * dx + dy * dy);
    if (distance >= need)
        return FALSE;
    if (distance < 0.01) { /* one on the other: any direction, but always the same */
        dx = 0.01 * cos(seed);
        dy = 0.01 * sin(seed);
        distance = 0.01;
    }
    const double push = (need - distance) / 2 / distance;

    a->x -= push * dx;
    a->y -= push * dy;
    b->x += push * dx;
    b->y += push * dy;
    return TRUE;
}

/* A host that lies on a net's ellipse goes to its rim. */
static gboolean
leave_net(const PictureSpot *net, PictureSpot *host, guint seed)
{
    const double a = (net->width + host->width) / 2 + 3;
    const double b = (net->height + host->height) / 2 + 3;
    double x = (host->x - net->x) / a;
    double y = (host->y - net->y) / b;
    double distance = sqrt(x * x + y * y);

    if (distance >= 1)
        return FALSE;
    if (distance < 0.01) {
        x = cos(seed);
        y = sin(seed);
        distance = 1;
    }
    host->x = net->x + a * x / distance * 1.001;
    host->y = net->y + b * y / distance * 1.001;
    return TRUE;
}

static gboolean
all_move(const PicturePlan *plan)
{
    return plan->n_nodes <= PICTURE_PRISM_HOSTS;
}

static gboolean
part_pair(PicturePlan *plan, guint32 i, guint32 k)
{
    PictureSpot *a = &plan->spots[i];
    PictureSpot *b = &plan->spots[k];

    if (is_net(plan, i) && is_net(plan, k))
        return FALSE;
    /* On a map hosts lie over a net that is in their way. */
    if ((is_net(plan, i) || is_net(plan, k)) && plan->guessed != NULL)
        return FALSE;
    if (plan->many_nets && !all_move(plan))
        return FALSE;
    if (is_net(plan, i))
        return leave_net(a, b, k);
    if (is_net(plan, k))
        return leave_net(b, a, i);
    return all_move(plan) && part(a, b, i + k);
}

/* Layouts know the sizes of marks, but not by how much they are scaled afterwards. In a
 * large picture marks may touch; only nets keep clear. */
void
picture_plan_part(PicturePlan *plan)
{
    const gboolean all = all_move(plan);
    gboolean moved = TRUE;

    for (guint round = 0; moved && round < (all ? 60 : 1); round++) {
        moved = FALSE;
        for (guint32 i = 0; i < plan->n_nodes; i++) {
            const guint32 first = all ? i + 1 : 0;

            if (!all && !is_net(plan, i))
                continue;
            for (guint32 k = first; k < plan->n_nodes; k++)
                if (k != i && part_pair(plan, i, k))
                    moved = TRUE;
        }
        for (guint32 i = 0; i < plan->n_nodes; i++)
            keep_in(plan, &plan->spots[i]);
    }
}
