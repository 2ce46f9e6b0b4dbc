/* picture_geo.c - hosts at their places on Earth, over coastlines.
 *
 * Miller's projection: nearly Mercator's where people live, and the poles are on the paper
 * (Miller 1942). Hosts whose place is not known stand near their neighbours.
 */
#include "picture_geo.h"

#include "coast.h"

#include <math.h>

#define MARGIN 34.0       /* around the outermost hosts */
#define LEAST_DEGREES 3.0 /* of the world to be seen, each way */
#define MIN_ASPECT 0.42
#define MAX_ASPECT 0.82
#define BEND 0.12         /* of an arc, of its length */
#define GOLDEN 2.39996323 /* the angle that fans out evenly, in radians */
#define ROUNDS 32         /* of asking neighbours */
#define MOST_MOVED 6.0    /* points, to part marks that overlap */
#define FAN_RADIUS 14.0   /* of the hosts at one place, at most */

static const BpPictureNode *
node_at(const PicturePlan *plan, guint i)
{
    return &g_array_index(plan->picture->nodes, BpPictureNode, i);
}

static PicturePoint
project(double lon, double lat)
{
    const double phi = CLAMP(lat, -89.0, 89.0) * G_PI / 180;

    return (PicturePoint){lon * G_PI / 180, 1.25 * log(tan(G_PI / 4 + 0.4 * phi))};
}

/* ---- where hosts are ---- */

/* Those without a place go to the middle of their neighbours that have one, round after
 * round. FALSE: nobody has one. */
static gboolean
find_places(PicturePlan *plan)
{
    const guint n = plan->n_nodes;
    g_autofree double *x = g_new(double, n);
    g_autofree double *y = g_new(double, n);
    g_autofree guint *k = g_new(guint, n);
    guint missing = 0;

    plan->guessed = g_new0(guint8, n);
    for (guint i = 0; i < n; i++) {
        const BpPictureNode *node = node_at(plan, i);
        const gboolean known = isfinite(node->lat) && isfinite(node->lon);
        const PicturePoint at =
            known ? project(node->lon, node->lat) : (PicturePoint){0, 0};

        plan->spots[i].x = at.x;
        plan->spots[i].y = at.y;
        plan->guessed[i] = !known;
        missing += known ? 0 : 1;
    }
    if (missing == n)
        return FALSE;

    g_autofree gboolean *placed = g_new(gboolean, n);

    for (guint i = 0; i < n; i++)
        placed[i] = !plan->guessed[i];
    for (guint round = 0; missing > 0 && round < ROUNDS; round++) {
        for (guint i = 0; i < n; i++)
            x[i] = y[i] = 0, k[i] = 0;
        for (guint i = 0; i < plan->lines->len; i++) {
            const PictureLine *line = &g_array_index(plan->lines, PictureLine, i);
            const guint32 ends[] = {line->a, line->b, line->a};

            for (guint e = 0; e < 2; e++)
                if (!placed[ends[e]] && placed[ends[e + 1]]) {
                    x[ends[e]] += plan->spots[ends[e + 1]].x;
                    y[ends[e]] += plan->spots[ends[e + 1]].y;
                    k[ends[e]]++;
                }
        }
        for (guint i = 0; i < n; i++) {
            if (placed[i] || k[i] == 0)
                continue;
            plan->spots[i].x = x[i] / k[i];
            plan->spots[i].y = y[i] / k[i];
            placed[i] = TRUE;
            missing--;
        }
    }
    /* What hangs together with nobody who has a place stands where the first one is. */
    for (guint i = 0, first = 0; i < n; i++) {
        while (plan->guessed[first])
            first++;
        if (placed[i])
            continue;
        plan->spots[i].x = plan->spots[first].x;
        plan->spots[i].y = plan->spots[first].y;
    }
    return TRUE;
}

/* ---- on the paper ---- */

typedef struct {
    double left, bottom; /* of the world, projected */
    double scale;
    double x, y; /* of that corner on the paper */
} Window;

static PicturePoint
on_paper(const Window *window, PicturePoint at)
{
    return (PicturePoint){window->x + (at.x - window->left) * window->scale,
                          window->y + (at.y - window->bottom) * window->scale};
}

/* All hosts, as large as the paper lets them be; settles the height. */
static Window
choose_window(PicturePlan *plan)
{
    const double least = LEAST_DEGREES * G_PI / 180;
    Window window = {.left = G_MAXDOUBLE, .bottom = G_MAXDOUBLE};
    double right = -G_MAXDOUBLE, top = -G_MAXDOUBLE;
    double high, wide;

    for (guint i = 0; i < plan->n_nodes; i++) {
        window.left = MIN(window.left, plan->spots[i].x);
        right = MAX(right, plan->spots[i].x);
        window.bottom = MIN(window.bottom, plan->spots[i].y);
        top = MAX(top, plan->spots[i].y);
    }
    wide = MAX(right - window.left, least);
    high = MAX(top - window.bottom, least);
    window.left = (window.left + right - wide) / 2;
    window.bottom = (window.bottom + top - high) / 2;
    plan->height = CLAMP((plan->width - 2 * MARGIN) * high / wide + 2 * MARGIN,
                         plan->width * MIN_ASPECT, plan->width * MAX_ASPECT);
    window.scale =
        MIN((plan->width - 2 * MARGIN) / wide, (plan->height - 2 * MARGIN) / high);
    window.x = (plan->width - wide * window.scale) / 2;
    window.y = (plan->height - high * window.scale) / 2;
    return window;
}

typedef struct {
    double x, y;
    guint32 node;
} Place;

static int
by_place(gconstpointer a, gconstpointer b)
{
    const Place *p = a;
    const Place *q = b;

    if (p->x < q->x || p->x > q->x)
        return p->x < q->x ? -1 : 1;
    if (p->y < q->y || p->y > q->y)
        return p->y < q->y ? -1 : 1;
    return p->node < q->node ? -1 : p->node > q->node;
}

static gboolean
is_same(const Place *a, const Place *b)
{
    return a->x <= b->x && a->x >= b->x && a->y <= b->y && a->y >= b->y;
}

/* The @n hosts of @places stand around their place like the seeds of a sunflower, and
 * closer the more there are, or a hub's neighbours would cover a country. */
static void
fan(PicturePlan *plan, const Place *places, guint n)
{
    const double closest = FAN_RADIUS / sqrt(n);

    for (guint i = 1; i < n; i++) {
        PictureSpot *spot = &plan->spots[places[i].node];
        const double step = MIN(spot->width * 0.7, closest) * sqrt(i);

        spot->x += step * cos(GOLDEN * i);
        spot->y += step * sin(GOLDEN * i);
    }
}

static void
fan_out(PicturePlan *plan)
{
    const guint n = plan->n_nodes;
    g_autofree Place *places = g_new(Place, n);

    for (guint i = 0; i < n; i++)
        places[i] = (Place){plan->spots[i].x, plan->spots[i].y, i};
    qsort(places, n, sizeof *places, by_place);
    for (guint i = 0, first = 0; i < n; i++)
        if (i + 1 == n || !is_same(&places[i + 1], &places[first])) {
            fan(plan, places + first, i + 1 - first);
            first = i + 1;
        }
}

/* Marks that overlap part, but nobody leaves his place by more than a little. */
static void
part(PicturePlan *plan)
{
    const guint n = plan->n_nodes;
    g_autofree PicturePoint *places = g_new(PicturePoint, n);

    for (guint i = 0; i < n; i++)
        places[i] = (PicturePoint){plan->spots[i].x, plan->spots[i].y};
    picture_plan_part(plan);
    for (guint i = 0; i < n; i++) {
        PictureSpot *spot = &plan->spots[i];
        const double dx = spot->x - places[i].x, dy = spot->y - places[i].y;
        const double share = MOST_MOVED / MAX(hypot(dx, dy), MOST_MOVED);

        spot->x = places[i].x + dx * share;
        spot->y = places[i].y + dy * share;
    }
}

/* Always to the same side, so that the arcs of a star do not cross. */
static void
bend(const PicturePlan *plan, PictureLine *line)
{
    const PicturePoint a = {plan->spots[line->a].x, plan->spots[line->a].y};
    const PicturePoint b = {plan->spots[line->b].x, plan->spots[line->b].y};
    const double dx = (b.x - a.x) * BEND * 4 / 3, dy = (b.y - a.y) * BEND * 4 / 3;

    line->n_pieces = 1;
    line->curve = g_new(PicturePoint, 4);
    line->curve[0] = a;
    line->curve[1] = (PicturePoint){(2 * a.x + b.x) / 3 - dy, (2 * a.y + b.y) / 3 + dx};
    line->curve[2] = (PicturePoint){(a.x + 2 * b.x) / 3 - dy, (a.y + 2 * b.y) / 3 + dx};
    line->curve[3] = b;
}

/* ---- land ---- */

/* The side of a paper that a ring is cut at: @axis 0 is x; what is at or beyond @limit,
 * times @sign, stays. */
typedef struct {
    int axis;
    double limit;
    double sign;
} Edge;

static double
inside(const Edge *edge, PicturePoint at)
{
    return edge->sign * ((edge->axis == 0 ? at.x : at.y) - edge->limit);
}

/* Sutherland and Hodgman's way: one side after the other (CACM 17:1, 1974). */
static GArray *
cut(const GArray *ring, const Edge *edge)
{
    GArray *kept = g_array_new(FALSE, FALSE, sizeof(PicturePoint));

    for (guint i = 0; i < ring->len; i++) {
        const PicturePoint a =
            g_array_index(ring, PicturePoint, (i + ring->len - 1) % ring->len);
        const PicturePoint b = g_array_index(ring, PicturePoint, i);
        const double from = inside(edge, a), to = inside(edge, b);

        if ((from >= 0) != (to >= 0)) {
            const double share = from / (from - to);
            const PicturePoint between = {a.x + (b.x - a.x) * share,
                                          a.y + (b.y - a.y) * share};

            g_array_append_val(kept, between);
        }
        if (to >= 0)
            g_array_append_val(kept, b);
    }
    return kept;
}

static void
add_land(PicturePlan *plan, const Window *window, const GArray *shore)
{
    const Edge edges[] = {
        {0, 0, 1}, {0, plan->width, -1}, {1, 0, 1}, {1, plan->height, -1}};
    GArray *ring = g_array_new(FALSE, FALSE, sizeof(PicturePoint));

    for (guint i = 0; i < shore->len; i++) {
        const PicturePoint *at = &g_array_index(shore, PicturePoint, i);
        const PicturePoint point = on_paper(window, project(at->x, at->y));

        g_array_append_val(ring, point);
    }
    for (guint i = 0; i < G_N_ELEMENTS(edges); i++) {
        GArray *kept = cut(ring, &edges[i]);

        g_array_unref(ring);
        ring = kept;
    }
    if (ring->len >= 3)
        g_ptr_array_add(plan->land, g_array_ref(ring));
    g_array_unref(ring);
}

static void
free_ring(gpointer ring)
{
    g_array_unref(ring);
}

static void
draw_land(PicturePlan *plan, const Window *window)
{
    g_autoptr(GPtrArray) shores = coast_read();

    plan->land = g_ptr_array_new_with_free_func(free_ring);
    for (guint i = 0; i < shores->len; i++)
        add_land(plan, window, g_ptr_array_index(shores, i));
}

gboolean
picture_plan_place_geo(PicturePlan *plan, GError **error)
{
    Window window;

    if (!find_places(plan)) {
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "no host has a place on Earth: expected lat and lon, or another "
                    "layout than geo");
        return FALSE;
    }
    window = choose_window(plan);
    for (guint i = 0; i < plan->n_nodes; i++) {
        PictureSpot *spot = &plan->spots[i];
        const PicturePoint at = on_paper(&window, (PicturePoint){spot->x, spot->y});

        spot->x = at.x;
        spot->y = at.y;
    }
    fan_out(plan);
    part(plan);
    for (guint i = 0; i < plan->lines->len; i++) {
        PictureLine *line = &g_array_index(plan->lines, PictureLine, i);

        if (!line->is_access)
            bend(plan, line);
    }
    draw_land(plan, &window);
    return TRUE;
}
