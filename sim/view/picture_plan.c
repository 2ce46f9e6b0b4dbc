/* picture_plan.c - what is to be seen: lines between pairs, sizes, the layout's name. */
#include "picture_plan.h"

#include "picture_text.h"

#include <math.h>
#include <string.h>

#define MAX_WIDTH 800.0 /* at 1600 pixels a point is two of them */
#define MIN_WIDTH 540.0
#define ASPECT 0.7 /* assumed before the layout is known */
#define GEO_SCALE 0.5
#define BOW 0.08 /* of a line's length */

#define TREE_LEAVES 14 /* a tree with more is too wide to be drawn top down */
#define MANY_NETS 16   /* with names they would hide the hosts: our guess */
#define MANY_HOSTS 400 /* above it neato takes too long, and shows no more */

static int
by_pair(gconstpointer a, gconstpointer b)
{
    const PictureLine *p = a;
    const PictureLine *q = b;

    if (p->a != q->a)
        return p->a < q->a ? -1 : 1;
    if (p->b != q->b)
        return p->b < q->b ? -1 : 1;
    return p->role < q->role ? -1 : p->role > q->role;
}

static PictureLine
line_of(const BpPicture *picture, const BpPictureLink *link)
{
    const gboolean a_is_net =
        g_array_index(picture->nodes, BpPictureNode, link->a).is_net;
    const gboolean b_is_net =
        g_array_index(picture->nodes, BpPictureNode, link->b).is_net;
    const gboolean swap = a_is_net || b_is_net ? a_is_net : link->a > link->b;

    return (PictureLine){
        .a = swap ? link->b : link->a,
        .b = swap ? link->a : link->b,
        .copies = link->copies,
        .spam_copies = MIN(link->spam_copies, link->copies),
        .bps = link->bps,
        .dial_up = link->dial_up,
        .is_access = a_is_net || b_is_net,
        .faint = link->faint,
        .role = link->role,
    };
}

static void
merge(PictureLine *line, const PictureLine *other)
{
    line->copies += other->copies;
    line->spam_copies += other->spam_copies;
    line->bps = MAX(line->bps, other->bps);
    line->dial_up = line->dial_up && other->dial_up;
    line->faint = line->faint && other->faint;
}

/* Those of the map, or those drawn over it. */
static GArray *
lines_of(const BpPicture *picture, gboolean of_map)
{
    GArray *all = g_array_new(FALSE, FALSE, sizeof(PictureLine));
    guint n = 0;

    for (guint i = 0; i < picture->links->len; i++) {
        PictureLine line =
            line_of(picture, &g_array_index(picture->links, BpPictureLink, i));

        if ((line.role == BP_PICTURE_MAP) == of_map)
            g_array_append_val(all, line);
    }
    g_array_sort(all, by_pair);
    for (guint i = 0; i < all->len; i++) {
        const PictureLine *line = &g_array_index(all, PictureLine, i);

        if (n > 0 && by_pair(line, &g_array_index(all, PictureLine, n - 1)) == 0)
            merge(&g_array_index(all, PictureLine, n - 1), line);
        else
            g_array_index(all, PictureLine, n++) = *line;
    }
    g_array_set_size(all, n);
    return all;
}

static guint32
root_of(guint32 *parent, guint32 node)
{
    while (parent[node] != node) {
        parent[node] = parent[parent[node]];
        node = parent[node];
    }
    return node;
}

/* Whether the lines form no ring; @n_leaves counts nodes with one neighbour. */
static gboolean
is_forest(const PicturePlan *plan, guint *n_leaves)
{
    g_autofree guint32 *parent = g_new(guint32, plan->n_nodes);

    *n_leaves = 0;
    for (guint32 i = 0; i < plan->n_nodes; i++) {
        parent[i] = i;
        *n_leaves += plan->spots[i].degree == 1;
    }
    for (guint i = 0; i < plan->lines->len; i++) {
        const PictureLine *line = &g_array_index(plan->lines, PictureLine, i);
        const guint32 a = root_of(parent, line->a);
        const guint32 b = root_of(parent, line->b);

        if (a == b)
            return FALSE;
        parent[a] = b;
    }
    return TRUE;
}

static const char *
choose_layout(const PicturePlan *plan)
{
    guint n_leaves;

    if (plan->lines->len > 0 && is_forest(plan, &n_leaves))
        return n_leaves <= TREE_LEAVES ? "dot" : "sfdp";
    return plan->n_nodes <= MANY_HOSTS ? "neato" : "sfdp";
}

static void
measure(PicturePlan *plan)
{
    plan->min_mailboxes = G_MAXUINT64;
    for (guint i = 0; i < plan->n_nodes; i++) {
        const BpPictureNode *node =
            &g_array_index(plan->picture->nodes, BpPictureNode, i);

        if (node->is_net)
            continue;
        plan->n_hosts++;
        plan->many_nets = plan->n_nodes - plan->n_hosts > MANY_NETS;
        plan->min_mailboxes = MIN(plan->min_mailboxes, node->mailboxes);
        plan->max_mailboxes = MAX(plan->max_mailboxes, node->mailboxes);
    }
    plan->min_mailboxes = MIN(plan->min_mailboxes, plan->max_mailboxes);
    for (guint i = 0; i < plan->lines->len; i++) {
        const PictureLine *line = &g_array_index(plan->lines, PictureLine, i);

        plan->spots[line->a].degree++;
        plan->spots[line->b].degree++;
        plan->max_copies = MAX(plan->max_copies, line->copies);
    }
}

double
picture_mark_size(const PicturePlan *plan, guint64 mailboxes)
{
    /* The room that one host has, if all have the same. */
    const double room = sqrt(plan->width * plan->width * ASPECT /
                             (plan->n_nodes > 0 ? plan->n_nodes : 1));
    const double least = CLAMP(0.16 * room, 2.2, 10.0) * plan->mark_scale;
    const double most = CLAMP(0.50 * room, 7.5, 34.0) * plan->mark_scale;
    const double low = sqrt((double)plan->min_mailboxes);
    const double high = sqrt((double)plan->max_mailboxes);

    if (high <= low)
        return least + (most - least) / 4;
    return least + (most - least) * (sqrt((double)mailboxes) - low) / (high - low);
}

double
picture_shape_size(BpPictureRelay relay)
{
    static const double size[BP_PICTURE_N_RELAYS] = {
        [BP_PICTURE_OPEN] = 1.0,
        [BP_PICTURE_CLOSED] = 0.9,
        [BP_PICTURE_CLOSED_BY_SENDER] = 1.3,
        [BP_PICTURE_OTHER_RELAY] = 1.25,
    };

    return size[relay];
}

/* A net is an ellipse that has room for its name, or a small one among many. */
static void
size_net(const PicturePlan *plan, const BpPictureNode *node, PictureSpot *spot)
{
    g_autofree char *name = picture_clean(node->name, 24);
    const double small = picture_mark_size(plan, plan->min_mailboxes);
    const double text = picture_text_width(name, plan->font_size);
    const double scale = MIN(1, plan->width / MIN_WIDTH); /* smaller in a panel */
    const double grown = 3.5 * sqrt((double)spot->degree) * scale;

    /* Among many, and on a map, whose middle it would hide. */
    if (plan->many_nets || strcmp(plan->layout, "geo") == 0) {
        spot->width = 3 * small;
        spot->height = 1.5 * small;
        return;
    }
    spot->width = CLAMP(MAX(1.45 * text + 12, 2 * grown), 50.0 * scale, 150.0 * scale);
    spot->height = CLAMP(MAX(2.6 * plan->font_size, grown), 24.0 * scale, 60.0 * scale);
}

static void
size_marks(PicturePlan *plan)
{
    for (guint i = 0; i < plan->n_nodes; i++) {
        const BpPictureNode *node =
            &g_array_index(plan->picture->nodes, BpPictureNode, i);
        PictureSpot *spot = &plan->spots[i];

        if (node->is_net)
            size_net(plan, node, spot);
        else
            spot->width = spot->height = picture_mark_size(plan, node->mailboxes) *
                                         picture_shape_size(node->relay);
    }
}

static void
clear_line(gpointer line)
{
    g_free(((PictureLine *)line)->curve);
}

static void
clear_label(gpointer label)
{
    g_free(((PictureLabel *)label)->text);
}

PicturePlan *
picture_plan_new(const BpPicture *picture, const char *layout, double width)
{
    PicturePlan *plan = g_new0(PicturePlan, 1);
    const double n = picture->nodes->len;

    plan->picture = picture;
    plan->n_nodes = picture->nodes->len;
    plan->spots = g_new0(PictureSpot, plan->n_nodes);
    plan->lines = lines_of(picture, TRUE);
    g_array_set_clear_func(plan->lines, clear_line);
    plan->ways = lines_of(picture, FALSE);
    g_array_set_clear_func(plan->ways, clear_line);
    plan->labels = g_array_new(FALSE, FALSE, sizeof(PictureLabel));
    g_array_set_clear_func(plan->labels, clear_label);
    plan->width = width > 0 ? width : CLAMP(440.0 + 8.0 * n, MIN_WIDTH, MAX_WIDTH);
    plan->page_width = plan->width;
    plan->height = plan->width * ASPECT;
    plan->font_size = CLAMP(11.2 - 0.8 * log10(n + 1), 8.0, 10.0);
    measure(plan);
    plan->layout = layout != NULL ? layout : choose_layout(plan);
    plan->mark_scale = strcmp(plan->layout, "geo") == 0 ? GEO_SCALE : 1;
    size_marks(plan);
    return plan;
}

/* (transfer full) (nullable) */
static PicturePoint *
copy_curve(const PictureLine *line)
{
    return line->curve != NULL
               ? g_memdup2(line->curve, (3 * line->n_pieces + 1) * sizeof *line->curve)
               : NULL;
}

void
picture_plan_take_places(PicturePlan *plan, const PicturePlan *from)
{
    g_return_if_fail(plan->n_nodes == from->n_nodes);
    g_return_if_fail(plan->lines->len == from->lines->len);

    for (guint i = 0; i < plan->n_nodes; i++) {
        plan->spots[i].x = from->spots[i].x;
        plan->spots[i].y = from->spots[i].y;
    }
    for (guint i = 0; i < plan->lines->len; i++) {
        const PictureLine *line = &g_array_index(from->lines, PictureLine, i);
        PictureLine *mine = &g_array_index(plan->lines, PictureLine, i);

        mine->curve = copy_curve(line);
        mine->n_pieces = line->n_pieces;
    }
    plan->height = from->height;
    if (from->land != NULL)
        plan->land = g_ptr_array_ref(from->land);
    if (from->guessed != NULL)
        plan->guessed = g_memdup2(from->guessed, plan->n_nodes);
}

/* Beside the straight line, so that one that comes back is seen beside the one out. */
static void
bow(const PicturePlan *plan, PictureLine *line)
{
    const PicturePoint a = {plan->spots[line->a].x, plan->spots[line->a].y};
    const PicturePoint b = {plan->spots[line->b].x, plan->spots[line->b].y};
    const double dx = (b.x - a.x) * BOW, dy = (b.y - a.y) * BOW;

    line->n_pieces = 1;
    line->curve = g_new(PicturePoint, 4);
    line->curve[0] = a;
    line->curve[1] = (PicturePoint){(2 * a.x + b.x) / 3 + dy, (2 * a.y + b.y) / 3 - dx};
    line->curve[2] = (PicturePoint){(a.x + 2 * b.x) / 3 + dy, (a.y + 2 * b.y) / 3 - dx};
    line->curve[3] = b;
}

void
picture_plan_lead_ways(PicturePlan *plan)
{
    for (guint i = 0; i < plan->ways->len; i++) {
        PictureLine *line = &g_array_index(plan->ways, PictureLine, i);
        PictureLine same = {.a = line->a, .b = line->b, .role = BP_PICTURE_MAP};
        guint at;

        if (line->role == BP_PICTURE_BOUNCE) {
            bow(plan, line);
        } else if (g_array_binary_search(plan->lines, &same, by_pair, &at)) {
            const PictureLine *map = &g_array_index(plan->lines, PictureLine, at);

            line->curve = copy_curve(map);
            line->n_pieces = map->n_pieces;
        }
    }
}

void
picture_plan_free(PicturePlan *plan)
{
    if (plan == NULL)
        return;
    g_free(plan->spots);
    g_array_unref(plan->lines);
    g_array_unref(plan->ways);
    g_array_unref(plan->labels);
    if (plan->land != NULL)
        g_ptr_array_unref(plan->land);
    g_free(plan->guessed);
    g_free(plan);
}
