/* report_network.c - where hosts and links are, and what is known of each. */
#include "report_private.h"

#include "picture_sheet.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_CHARS 3000000 /* of all names and organisations of a page together */
#define LEAST_CHARS 60     /* of each, however many there are */
#define SHORE_POINTS 60000 /* of all runs */
#define SHORE_DETAIL \
    0.12          /* points of the paper: seen when it is eight times as large */
#define BEND 0.12 /* of an arc on a map of the Earth, as in picture_geo.c */

/* ---- which layout, and whose ---- */

/* Geography, where it is known of most hosts. */
static const char *
choose_layout(const BpPicture *picture)
{
    guint hosts = 0;
    guint placed = 0;

    for (guint i = 0; i < picture->nodes->len; i++) {
        const BpPictureNode *node = &g_array_index(picture->nodes, BpPictureNode, i);

        if (node->is_net)
            continue;
        hosts++;
        placed += isfinite(node->lat) && isfinite(node->lon);
    }
    return 2 * placed > hosts ? "geo" : NULL;
}

static gboolean
same_node(const BpRunNode *a, const BpRunNode *b)
{
    return strcmp(a->name, b->name) == 0 && a->is_net == b->is_net &&
           a->mailboxes == b->mailboxes && g_strcmp0(a->org, b->org) == 0 &&
           strcmp(a->networks, b->networks) == 0;
}

/* Runs of one topology stand at the same places, so that they can be compared. */
static gboolean
same_network(const BpRunDb *a, const BpRunDb *b)
{
    if (bp_run_db_n_nodes(a) != bp_run_db_n_nodes(b) ||
        bp_run_db_n_links(a) != bp_run_db_n_links(b))
        return FALSE;
    for (guint32 i = 0; i < bp_run_db_n_nodes(a); i++)
        if (!same_node(bp_run_db_node(a, i), bp_run_db_node(b, i)))
            return FALSE;
    for (guint32 i = 0; i < bp_run_db_n_links(a); i++) {
        const BpRunLink *p = bp_run_db_link(a, i);
        const BpRunLink *q = bp_run_db_link(b, i);

        if (p->a != q->a || p->b != q->b || p->bps != q->bps)
            return FALSE;
    }
    return TRUE;
}

gboolean
report_network_plan(ReportRun *run, const ReportRun *others, guint n, GError **error)
{
    run->picture = bp_picture_from_run(run->db, -1, error);
    if (run->picture == NULL)
        return FALSE;
    if (run->picture->nodes->len == 0) {
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE, "%s: there is no host to draw",
                    bp_run_db_path(run->db));
        return FALSE;
    }
    for (guint i = 0; i < n; i++)
        if (others[i].plan != NULL && same_network(others[i].db, run->db)) {
            run->lines = others[i].plan;
            return TRUE;
        }
    run->plan = picture_plan_new(run->picture, choose_layout(run->picture), 0);
    run->lines = run->plan;
    return picture_plan_place(run->plan, error);
}

/* ---- links of the database as lines of the plan ---- */

static int
by_ends(gconstpointer a, gconstpointer b)
{
    const PictureLine *p = a;
    const PictureLine *q = b;

    if (p->a != q->a)
        return p->a < q->a ? -1 : 1;
    return p->b < q->b ? -1 : p->b > q->b;
}

guint
report_line_of(const ReportRun *run, guint32 link)
{
    const GArray *lines = run->lines->lines;
    const BpRunLink *of = bp_run_db_link(run->db, link);
    PictureLine sought = {.a = of->a, .b = of->b};
    const PictureLine *found;

    for (guint turn = 0; turn < 2; turn++) {
        found = bsearch(&sought, lines->data, lines->len, sizeof sought, by_ends);
        if (found != NULL)
            return (guint)(found - &g_array_index(lines, PictureLine, 0));
        sought = (PictureLine){.a = of->b, .b = of->a};
    }
    g_assert_not_reached();
}

/* ---- texts ---- */

static const BpRunNode *
node_at(const ReportRun *run, guint i)
{
    return bp_run_db_node(run->db, i);
}

/* How long a name may be, so that all together fit. */
static gsize
most_chars(const ReportRun *run)
{
    const gsize room = TEXT_CHARS / run->n_runs;
    const guint n = bp_run_db_n_nodes(run->db);
    gsize chars = 0;
    gsize most;

    for (guint i = 0; i < n; i++) {
        const char *org = node_at(run, i)->org;

        chars += strlen(node_at(run, i)->name) + (org != NULL ? strlen(org) : 0);
    }
    if (chars <= room)
        return G_MAXINT;
    most = MAX(room / (2 * (gsize)n), LEAST_CHARS);
    g_ptr_array_add(run->notes,
                    g_strdup_printf("Names of hosts are cut after %" G_GSIZE_FORMAT
                                    " characters, since all together are too long for "
                                    "a page.",
                                    most));
    return most;
}

static void
put_texts(JsonBuilder *json, const ReportRun *run)
{
    const gsize most = most_chars(run);
    const guint n = bp_run_db_n_nodes(run->db);

    json_builder_set_member_name(json, "names");
    json_builder_begin_array(json);
    for (guint i = 0; i < n; i++)
        report_add_text(json, node_at(run, i)->name, most);
    json_builder_end_array(json);

    json_builder_set_member_name(json, "orgs");
    json_builder_begin_array(json);
    for (guint i = 0; i < n; i++)
        if (node_at(run, i)->org != NULL)
            report_add_text(json, node_at(run, i)->org, most);
        else
            json_builder_add_null_value(json);
    json_builder_end_array(json);

    json_builder_set_member_name(json, "networks");
    json_builder_begin_array(json);
    for (guint i = 0; i < n; i++)
        report_add_text(json, node_at(run, i)->networks, LEAST_CHARS);
    json_builder_end_array(json);
}

/* ---- places ---- */

static void
add_float(GArray *floats, double value)
{
    const float narrow = (float)value;

    g_array_append_val(floats, narrow);
}

static void
put_spots(JsonBuilder *json, const ReportRun *run)
{
    const PicturePlan *plan = run->plan;
    g_autoptr(GArray) x = g_array_new(FALSE, FALSE, sizeof(float));
    g_autoptr(GArray) y = g_array_new(FALSE, FALSE, sizeof(float));
    g_autoptr(GArray) width = g_array_new(FALSE, FALSE, sizeof(float));
    g_autoptr(GArray) height = g_array_new(FALSE, FALSE, sizeof(float));
    g_autofree guint8 *kind = g_new0(guint8, plan->n_nodes);

    for (guint i = 0; i < plan->n_nodes; i++) {
        const PictureSpot *spot = &plan->spots[i];
        const BpRunNode *node = node_at(run, i);
        const double size = picture_mark_size(plan, (guint64)MAX(node->mailboxes, 0));

        add_float(x, spot->x);
        add_float(y, plan->height - spot->y); /* screens count from the top */
        add_float(width, node->is_net ? spot->width : size);
        add_float(height, node->is_net ? spot->height : size);
        kind[i] = node->is_net ? 1 : 0;
        if (plan->guessed != NULL && plan->guessed[i])
            kind[i] |= 2;
    }
    report_put_floats(json, "x", x);
    report_put_floats(json, "y", y);
    report_put_floats(json, "w", width);
    report_put_floats(json, "h", height);
    report_put_bytes(json, "kind", kind, plan->n_nodes);
}

static void
put_lines(JsonBuilder *json, const PicturePlan *plan)
{
    g_autoptr(GArray) a = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GArray) b = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GByteArray) bps = g_byte_array_new();
    g_autofree guint8 *kind = g_new0(guint8, plan->lines->len + 1);

    for (guint i = 0; i < plan->lines->len; i++) {
        const PictureLine *line = &g_array_index(plan->lines, PictureLine, i);

        g_array_append_val(a, line->a);
        g_array_append_val(b, line->b);
        report_pack(bps, (guint64)MAX(line->bps, 0));
        kind[i] = (line->is_access ? 1 : 0) | (line->dial_up ? 2 : 0);
    }
    report_put_words(json, "a", a);
    report_put_words(json, "b", b);
    report_put_bytes(json, "bps", bps->data, bps->len);
    report_put_bytes(json, "line_kind", kind, plan->lines->len);
}

/* ---- land ---- */

static double
from_chord(PicturePoint at, PicturePoint a, PicturePoint b)
{
    const double dx = b.x - a.x, dy = b.y - a.y;
    const double length = hypot(dx, dy);

    if (length < 1e-9)
        return hypot(at.x - a.x, at.y - a.y);
    return fabs(dx * (at.y - a.y) - dy * (at.x - a.x)) / length;
}

/* Douglas and Peucker's way: what is within @detail of the line that is left goes. @keep
 * is set for what stays; a stack instead of calls, as a shore may have many points. */
static void
thin_out(const GArray *ring, double detail, guint8 *keep)
{
    g_autoptr(GArray) stack = g_array_new(FALSE, FALSE, sizeof(guint));
    guint ends[2] = {0, ring->len - 1};

    keep[ends[0]] = keep[ends[1]] = 1;
    g_array_append_vals(stack, ends, 2);
    while (stack->len > 0) {
        const guint from = g_array_index(stack, guint, stack->len - 2);
        const guint to = g_array_index(stack, guint, stack->len - 1);
        guint farthest = from;
        double most = detail;

        g_array_set_size(stack, stack->len - 2);
        for (guint i = from + 1; i < to; i++) {
            const double off = from_chord(g_array_index(ring, PicturePoint, i),
                                          g_array_index(ring, PicturePoint, from),
                                          g_array_index(ring, PicturePoint, to));

            if (off > most) {
                most = off;
                farthest = i;
            }
        }
        if (farthest == from)
            continue;
        keep[farthest] = 1;
        g_array_append_vals(stack, ((guint[]){from, farthest, farthest, to}), 4);
    }
}

static guint
add_ring(GArray *floats, const PicturePlan *plan, const GArray *ring, double detail)
{
    g_autofree guint8 *keep = g_new0(guint8, ring->len);
    guint n = 0;

    thin_out(ring, detail, keep);
    for (guint i = 0; i < ring->len; i++) {
        const PicturePoint *at = &g_array_index(ring, PicturePoint, i);

        if (!keep[i])
            continue;
        add_float(floats, at->x);
        add_float(floats, plan->height - at->y);
        n++;
    }
    return n;
}

/* Rings one after the other, and how many points each has. Coarser until they fit. */
static void
put_land(JsonBuilder *json, const ReportRun *run)
{
    const PicturePlan *plan = run->plan;
    g_autoptr(GArray) floats = g_array_new(FALSE, FALSE, sizeof(float));
    g_autoptr(GArray) rings = g_array_new(FALSE, FALSE, sizeof(guint32));
    double detail = SHORE_DETAIL;

    while (plan->land != NULL) {
        g_array_set_size(floats, 0);
        g_array_set_size(rings, 0);
        for (guint i = 0; i < plan->land->len; i++) {
            const guint32 n =
                add_ring(floats, plan, g_ptr_array_index(plan->land, i), detail);

            g_array_append_val(rings, n);
        }
        if (floats->len <= 2 * SHORE_POINTS / run->n_runs || detail > 100)
            break;
        detail *= 2;
    }
    report_put_floats(json, "land", floats);
    report_put_words(json, "rings", rings);
}

/* ---- looks ---- */

static void
put_looks(JsonBuilder *json)
{
    json_builder_set_member_name(json, "looks");
    json_builder_begin_array(json);
    for (guint i = 0; i < BP_PICTURE_N_RELAYS; i++) {
        json_builder_begin_object(json);
        report_put_text(json, "name", picture_looks[i].name);
        report_put_text(json, "shape", picture_looks[i].shape);
        report_put_text(json, "fill", picture_looks[i].fill);
        json_builder_set_member_name(json, "size");
        json_builder_add_double_value(json, picture_shape_size((BpPictureRelay)i));
        json_builder_end_object(json);
    }
    json_builder_end_array(json);
}

/* ---- what a run made of it ---- */

typedef gint64 (*Number)(const BpRunNode *node);

static gint64
mailboxes(const BpRunNode *node)
{
    return node->mailboxes;
}

static gint64
lines(const BpRunNode *node)
{
    return node->lines;
}

static gint64
delivered(const BpRunNode *node)
{
    return node->delivered;
}

static gint64
spam_delivered(const BpRunNode *node)
{
    return node->spam_delivered;
}

static gint64
relayed(const BpRunNode *node)
{
    return node->relayed;
}

static gint64
spool(const BpRunNode *node)
{
    return node->spool_bytes_at_end;
}

static gint64
paid(const BpRunNode *node)
{
    return node->paid_udollars;
}

static gint64
bytes(const BpRunNode *node)
{
    return node->bytes;
}

static void
put_columns(JsonBuilder *json, const ReportRun *run)
{
    static const struct {
        const char *name;
        Number number;
    } columns[] = {
        {"mailboxes", mailboxes}, {"lines", lines},
        {"delivered", delivered}, {"spam_delivered", spam_delivered},
        {"relayed", relayed},     {"spool_bytes_at_end", spool},
        {"paid_udollars", paid},  {"bytes", bytes},
    };

    for (guint c = 0; c < G_N_ELEMENTS(columns); c++) {
        g_autoptr(GByteArray) packed = g_byte_array_new();

        for (guint i = 0; i < bp_run_db_n_nodes(run->db); i++)
            report_pack(packed, (guint64)MAX(columns[c].number(node_at(run, i)), 0));
        report_put_bytes(json, columns[c].name, packed->data, packed->len);
    }
}

static void
put_paper(JsonBuilder *json, const PicturePlan *plan)
{
    const gboolean is_geo = strcmp(plan->layout, "geo") == 0;

    report_put_text(json, "layout", plan->layout);
    json_builder_set_member_name(json, "width");
    json_builder_add_double_value(json, plan->width);
    json_builder_set_member_name(json, "height");
    json_builder_add_double_value(json, plan->height);
    json_builder_set_member_name(json, "bend");
    json_builder_add_double_value(json, is_geo ? BEND : 0);
}

void
report_network(JsonBuilder *json, const ReportRun *run, guint same_as)
{
    json_builder_set_member_name(json, "network");
    json_builder_begin_object(json);
    if (run->plan != NULL) {
        put_paper(json, run->plan);
        put_looks(json);
        put_texts(json, run);
        put_spots(json, run);
        put_lines(json, run->plan);
        put_land(json, run);
    } else {
        json_builder_set_member_name(json, "same_as");
        json_builder_add_int_value(json, same_as);
    }
    json_builder_end_object(json);

    json_builder_set_member_name(json, "hosts");
    json_builder_begin_object(json);
    put_columns(json, run);
    json_builder_end_object(json);
}
