/* picture_legend.c - what the marks and lines of this picture mean.
 *
 * Columns stand side by side below the map, and go on below one another where the paper
 * is narrow. The same code measures and draws, so that both agree.
 */
#include "picture_sheet.h"

#include "picture_text.h"

#include <bangpath/units.h>
#include <math.h>

#define ROWS 3
#define SAMPLE 26.0 /* the length of a sample of a line */
#define COLUMN_GAP 20.0
#define LEGEND_WIDTH 1.6  /* of the broadest line, at least */
#define BROAD_BPS 1544000 /* what counts as broad in a topology: a T1 line */
#define EDGE 10.0         /* of the legend's box */

/* Pen: @sheet is NULL while measuring. */
typedef struct {
    PictureSheet *sheet;
    const PicturePlan *plan;
    double x;   /* where the column begins */
    double top; /* of the column */
    double row_height;
    double widest; /* text of the column, sample included */
} Pen;

static double
row_y(const Pen *pen, guint row)
{
    return pen->top - pen->row_height * (row + 0.5);
}

static void
write_at(Pen *pen, double x, double y, const char *class, const char *color,
         const char *text)
{
    const double size = pen->plan->font_size;

    pen->widest = MAX(pen->widest, x - pen->x + picture_text_width(text, size));
    if (pen->sheet != NULL)
        picture_sheet_text(pen->sheet, class, x, y, size, color, text);
}

static void
heading(Pen *pen, const char *text)
{
    write_at(pen, pen->x, row_y(pen, 0), "legend heading", "#555555", text);
}

static void
caption(Pen *pen, guint row, double indent, const char *text)
{
    write_at(pen, pen->x + indent, row_y(pen, row), "legend", "#222222", text);
}

static double
mark_size(const Pen *pen)
{
    return pen->plan->font_size * 1.05;
}

static void
mark_row(Pen *pen, guint row, BpPictureRelay relay, gboolean reached, const char *text)
{
    const double size = mark_size(pen);

    if (pen->sheet != NULL)
        picture_sheet_mark(pen->sheet, NULL, "legend", pen->x + size * 0.7,
                           row_y(pen, row), size, relay, reached);
    caption(pen, row, size * 1.4 + 6, text);
}

/* A line of its own is hard to see if it is as thin and pale as thousands must be: the
 * legend's are thicker by one factor for all, and opaque. */
static PictureStroke
enlarge(const PicturePlan *plan, PictureStroke stroke)
{
    const double widest = plan->picture->is_run
                              ? picture_stroke_traffic(plan, plan->max_copies, 0).width
                              : picture_stroke_speed(plan, BROAD_BPS, FALSE).width;

    stroke.width *= MAX(1, LEGEND_WIDTH / widest);
    stroke.color[7] = '\0';
    return stroke;
}

static void
line_row(Pen *pen, guint row, PictureStroke stroke, const char *text)
{
    stroke = enlarge(pen->plan, stroke);
    if (pen->sheet != NULL)
        picture_sheet_stroke(pen->sheet, pen->x, row_y(pen, row), SAMPLE, &stroke);
    caption(pen, row, SAMPLE + 6, text);
}

static gboolean
has_relay(const PicturePlan *plan, BpPictureRelay relay)
{
    for (guint i = 0; i < plan->n_nodes; i++) {
        const BpPictureNode *node =
            &g_array_index(plan->picture->nodes, BpPictureNode, i);

        if (!node->is_net && node->relay == relay)
            return TRUE;
    }
    return FALSE;
}

static gboolean
relays(Pen *pen)
{
    heading(pen, "Relay");
    mark_row(pen, 1, BP_PICTURE_OPEN, FALSE, "open");
    mark_row(pen, 2, BP_PICTURE_CLOSED, FALSE, "closed");
    mark_row(pen, 3, BP_PICTURE_CLOSED_BY_SENDER, FALSE, "closed by sender");
    return TRUE;
}

static gboolean
other_relays(Pen *pen)
{
    if (!has_relay(pen->plan, BP_PICTURE_OTHER_RELAY))
        return FALSE;
    heading(pen, "");
    mark_row(pen, 1, BP_PICTURE_OTHER_RELAY, FALSE, "other policy");
    return TRUE;
}

static gboolean
shows_traffic(const Pen *pen)
{
    return pen->plan->picture->is_run && !pen->plan->picture->follows;
}

static gboolean
spam(Pen *pen)
{
    if (!shows_traffic(pen))
        return FALSE;
    heading(pen, "Spam");
    mark_row(pen, 1, BP_PICTURE_OPEN, TRUE, "has reached the host");
    mark_row(pen, 2, BP_PICTURE_OPEN, FALSE, "has not");
    return TRUE;
}

/* Three sizes side by side, each over its number. */
static gboolean
sizes(Pen *pen)
{
    const PicturePlan *plan = pen->plan;
    const guint64 low = plan->min_mailboxes;
    const guint64 high = plan->max_mailboxes;
    const double root = (sqrt((double)low) + sqrt((double)high)) / 2;
    const guint64 number[] = {low, (guint64)(root * root), high};
    double x = pen->x;

    if (high <= low)
        return FALSE;
    heading(pen, "Mailboxes");
    for (guint i = 0; i < G_N_ELEMENTS(number); i++) {
        const double size = picture_mark_size(plan, number[i]);
        g_autofree char *text = bp_format_count(number[i]);
        const double width = picture_text_width(text, plan->font_size);
        const double cell = MAX(size, width);

        if (i > 0 && number[i] == number[i - 1])
            continue;
        if (pen->sheet != NULL)
            picture_sheet_size(pen->sheet, x + cell / 2,
                               row_y(pen, 3) + pen->row_height / 2 + size / 2, size);
        write_at(pen, x + (cell - width) / 2, row_y(pen, 3), "legend", "#222222", text);
        x += cell + 8;
    }
    return TRUE;
}

static char *
format_bps(gint64 bps)
{
    static const struct {
        gint64 unit;
        const char *name;
    } units[] = {{1000000000, "Gbit/s"}, {1000000, "Mbit/s"}, {10000, "kbit/s"}};

    for (guint i = 0; i < G_N_ELEMENTS(units); i++) {
        const gint64 unit = units[i].unit == 10000 ? 1000 : units[i].unit;

        if (bps >= units[i].unit)
            return g_strdup_printf("%.3g %s", (double)bps / (double)unit,
                                   units[i].name);
    }
    return g_strdup_printf("%d bit/s", (int)bps);
}

static void
speeds_of(const PicturePlan *plan, gint64 *low, gint64 *high, gboolean *dial_up,
          gboolean *leased)
{
    *low = G_MAXINT64;
    *high = 0;
    *dial_up = *leased = FALSE;
    for (guint i = 0; i < plan->lines->len; i++) {
        const PictureLine *line = &g_array_index(plan->lines, PictureLine, i);

        if (line->is_access || line->bps <= 0)
            continue;
        *low = MIN(*low, line->bps);
        *high = MAX(*high, line->bps);
        *dial_up = *dial_up || line->dial_up;
        *leased = *leased || !line->dial_up;
    }
}

static gboolean
speeds(Pen *pen)
{
    const PicturePlan *plan = pen->plan;
    gint64 low, high;
    gboolean dial_up, leased;

    speeds_of(plan, &low, &high, &dial_up, &leased);
    if (plan->picture->is_run || high == 0)
        return FALSE;

    g_autofree char *low_text = format_bps(low);
    g_autofree char *high_text = format_bps(high);

    heading(pen, "Speed of a link");
    line_row(pen, 1, picture_stroke_speed(plan, low, FALSE), low_text);
    if (high > low)
        line_row(pen, 2, picture_stroke_speed(plan, high, FALSE), high_text);
    return TRUE;
}

static gboolean
schedules(Pen *pen)
{
    gint64 low, high;
    gboolean dial_up, leased;

    speeds_of(pen->plan, &low, &high, &dial_up, &leased);
    if (pen->plan->picture->is_run || high == 0 || !picture_shows_dial_up(pen->plan))
        return FALSE;
    heading(pen, "Kind of link");
    if (leased)
        line_row(pen, 1, picture_stroke_speed(pen->plan, high, FALSE), "permanent");
    if (dial_up)
        line_row(pen, leased ? 2 : 1, picture_stroke_speed(pen->plan, high, TRUE),
                 "dial-up");
    return TRUE;
}

static gboolean
traffic(Pen *pen)
{
    const PicturePlan *plan = pen->plan;
    const guint64 most = plan->max_copies;
    const guint64 middle = (guint64)sqrt((double)most);

    if (!shows_traffic(pen))
        return FALSE;

    g_autofree char *middle_text = bp_format_count(middle);
    g_autofree char *most_text = bp_format_count(most);

    heading(pen, "Copies over a link");
    line_row(pen, 1, picture_stroke_traffic(plan, 0, 0), "none");
    if (middle > 1)
        line_row(pen, 2, picture_stroke_traffic(plan, middle, 0), middle_text);
    if (most > 0)
        line_row(pen, middle > 1 ? 3 : 2, picture_stroke_traffic(plan, most, 0),
                 most_text);
    return TRUE;
}

static gboolean
shares(Pen *pen)
{
    const PicturePlan *plan = pen->plan;

    if (!shows_traffic(pen))
        return FALSE;
    heading(pen, "Spam among them");
    line_row(pen, 1, picture_stroke_traffic(plan, plan->max_copies, 0), "none");
    line_row(pen, 2, picture_stroke_traffic(plan, plan->max_copies, 0.5), "half");
    line_row(pen, 3, picture_stroke_traffic(plan, plan->max_copies, 1), "all");
    return TRUE;
}

static gboolean
nets(Pen *pen)
{
    const double height = pen->plan->font_size * 1.3;

    if (pen->plan->n_hosts == pen->plan->n_nodes)
        return FALSE;
    heading(pen, "Net");
    if (pen->sheet != NULL)
        picture_sheet_net(pen->sheet, NULL, "legend", pen->x + SAMPLE / 2,
                          row_y(pen, 1), SAMPLE, height);
    caption(pen, 1, SAMPLE + 6, "joins all its members");
    line_row(pen, 2, picture_stroke_access(pen->plan), "access line");
    return TRUE;
}

static gboolean
places(Pen *pen)
{
    const PicturePlan *plan = pen->plan;
    const double size = mark_size(pen);
    gboolean any = FALSE;

    for (guint i = 0; plan->guessed != NULL && i < plan->n_nodes; i++)
        any = any || plan->guessed[i];
    if (!any)
        return FALSE;
    heading(pen, "Place");
    if (pen->sheet != NULL)
        picture_sheet_guess(picture_sheet_mark(pen->sheet, NULL, "legend",
                                               pen->x + size * 0.7, row_y(pen, 1), size,
                                               BP_PICTURE_OPEN, FALSE),
                            size);
    caption(pen, 1, size * 1.4 + 6, "guessed: near its neighbours");
    return TRUE;
}

static gboolean
way(Pen *pen)
{
    if (!pen->plan->picture->follows)
        return FALSE;
    heading(pen, "The message");
    line_row(pen, 1, picture_stroke_way(BP_PICTURE_WAY), "went over it");
    line_row(pen, 2, picture_stroke_way(BP_PICTURE_REFUSAL), "was refused");
    line_row(pen, 3, picture_stroke_way(BP_PICTURE_BOUNCE), "a bounce of it");
    return TRUE;
}

static gboolean
on_way(Pen *pen)
{
    static const struct {
        guint on_way;
        const char *text;
    } rows[] = {{BP_PICTURE_WROTE, "wrote it"},
                {BP_PICTURE_GOT, "got it for a mailbox"},
                {BP_PICTURE_REFUSED, "refused it"}};
    const double size = mark_size(pen);

    if (!pen->plan->picture->follows)
        return FALSE;
    heading(pen, "Hosts on its way");
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (pen->sheet != NULL)
            picture_sheet_on_way(
                picture_sheet_mark(pen->sheet, NULL, "legend", pen->x + size * 0.7,
                                   row_y(pen, i + 1), size, BP_PICTURE_OPEN, FALSE),
                rows[i].on_way, size);
        caption(pen, i + 1, size * 1.4 + 6, rows[i].text);
    }
    return TRUE;
}

static gboolean (*const columns[])(Pen *pen) = {
    relays, other_relays, spam,    sizes,  way,  on_way,
    speeds, schedules,    traffic, shares, nets, places,
};

/* Draws, or measures only, from @top down; returns where the last column ends. */
static double
run(PictureSheet *sheet, const PicturePlan *plan, double top)
{
    const double row_height = plan->font_size * 1.6;
    const double high = row_height * (ROWS + 1);
    Pen pen = {
        .plan = plan, .x = EDGE, .top = top - EDGE / 2, .row_height = row_height};

    for (guint i = 0; i < G_N_ELEMENTS(columns); i++) {
        pen.sheet = NULL;
        pen.widest = 0;
        if (!columns[i](&pen))
            continue;
        if (pen.x > EDGE && pen.x + pen.widest > plan->page_width - EDGE) {
            pen.x = EDGE;
            pen.top -= high + EDGE / 2;
        }
        pen.sheet = sheet;
        if (sheet != NULL)
            columns[i](&pen);
        pen.x += pen.widest + COLUMN_GAP;
    }
    return pen.top - high - EDGE / 2;
}

double
picture_legend_height(const PicturePlan *plan)
{
    return -run(NULL, plan, 0);
}

void
picture_legend_draw(PictureSheet *sheet)
{
    const double height = picture_legend_height(sheet->plan);
    const PictureStroke rule = {.width = 0.5, .color = "#999999"};

    picture_sheet_stroke(sheet, EDGE, height, sheet->plan->page_width - 2 * EDGE,
                         &rule);
    run(sheet, sheet->plan, height);
}
