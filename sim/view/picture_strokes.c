/* picture_strokes.c - how wide and of what colour lines are. */
#include "picture_sheet.h"

#include <math.h>
#include <string.h>

#define MANY_LINES 250.0 /* from here on lines get thinner and lighter */
#define DASHED_LINES 400 /* with more of them dashes would be a flicker */
#define MOSTLY_SPAM 0.5  /* from here on a line is dashed */

#define CALM 0x7690a8u /* grey-blue: no spam */

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

    return stroke((0.7 + 3.3 * part) * thin, mix(CALM, PICTURE_VERMILION, share),
                  alpha(plan), share >= MOSTLY_SPAM);
}

PictureStroke
picture_stroke_access(const PicturePlan *plan)
{
    return stroke(0.7 * thinning(plan), 0xb8c4ceu, 0xb0, FALSE);
}

PictureStroke
picture_stroke_faint(const PicturePlan *plan)
{
    return stroke(0.5 * thinning(plan), 0xd3d9deu, 0x90, FALSE);
}

PictureStroke
picture_stroke_way(BpPictureRole role)
{
    switch (role) {
    case BP_PICTURE_REFUSAL:
        return stroke(1.6, PICTURE_VERMILION, 0xff, TRUE);
    case BP_PICTURE_BOUNCE:
        return stroke(1.2, 0xcc79a7u, 0xff, FALSE);
    case BP_PICTURE_MAP:
    case BP_PICTURE_WAY:
    default:
        return stroke(2.4, 0x222222u, 0xff, FALSE);
    }
}

PictureStroke
picture_stroke_of(const PicturePlan *plan, const PictureLine *line)
{
    PictureStroke made;

    if (line->role != BP_PICTURE_MAP)
        return picture_stroke_way(line->role);
    if (line->faint)
        return picture_stroke_faint(plan);
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
