/* sphere.c - great circles by + - * / and sqrt alone. */
#include <bangpath/sphere.h>

#include <math.h>

/* Terms of Taylor's series for angles up to pi: what is left out is below 1e-14. */
#define TERMS 13

/* Halvings of an angle up to pi/2: then a few terms of the arc sine's series do. */
#define HALVINGS 3

/* 1 - x^2/2! + x^4/4! ... of @first = 0, x - x^3/3! ... of 1. */
static double
alternating(double x, int first)
{
    double term = first == 0 ? 1 : x, sum = term;

    for (int i = 1; i <= TERMS; i++) {
        int n = 2 * i + first;

        term = -term * x * x / (n * (n - 1));
        sum += term;
    }
    return sum;
}

BpPoint
bp_point(double lat, double lon)
{
    const double radian = G_PI / 180;
    double level = alternating(lat * radian, 0);

    if (isnan(lat) || isnan(lon))
        return (BpPoint){(double)NAN, (double)NAN, (double)NAN};
    return (BpPoint){level * alternating(lon * radian, 0),
                     level * alternating(lon * radian, 1),
                     alternating(lat * radian, 1)};
}

gboolean
bp_point_is_known(const BpPoint *point)
{
    return !isnan(point->x);
}

/* sin (a/2) = sin a / sqrt (2 (1 + cos a)). */
static double
arc_sine(double sine)
{
    static const double odd[] = {1.0,           1.0 / 6,      3.0 / 40,
                                 5.0 / 112,     35.0 / 1152,  63.0 / 2816,
                                 231.0 / 13312, 143.0 / 10240};
    double sum = 0, power;

    for (int i = 0; i < HALVINGS; i++)
        sine = sine / sqrt(2 * (1 + sqrt(1 - MIN(sine * sine, 1))));
    power = sine;
    for (guint i = 0; i < G_N_ELEMENTS(odd); i++) {
        sum += odd[i] * power;
        power *= sine * sine;
    }
    return sum * (1 << HALVINGS);
}

double
bp_arc(const BpPoint *a, const BpPoint *b)
{
    double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;

    return 2 * arc_sine(MIN(sqrt(dx * dx + dy * dy + dz * dz) / 2, 1));
}

/* ---- in whole numbers ---- */

/* Half a chord up to which there is a table: an arc of 128 degrees. */
#define HALF_CHORD 0.9
#define CELLS 256

/* Taylor's series of an arc in the middle of each cell, whose first term left out is below
 * 4e-9 of a radian. */
#define ERROR_RADIANS 1e-8

struct _BpArcs {
    double error;
    double cells[CELLS][4];
};

BpArcs *
bp_arcs_new(double per_radian)
{
    BpArcs *arcs = g_new0(BpArcs, 1);

    arcs->error = ERROR_RADIANS * per_radian;
    for (int i = 0; i < CELLS; i++) {
        double s = (i + 0.5) * (HALF_CHORD / CELLS);
        double first = 1 / sqrt(1 - s * s), third = first * first * first;

        arcs->cells[i][0] = 2 * per_radian * arc_sine(s);
        arcs->cells[i][1] = 2 * per_radian * first;
        arcs->cells[i][2] = 2 * per_radian * s * third / 2;
        arcs->cells[i][3] =
            2 * per_radian * third * (1 + 3 * s * s * first * first) / 6;
    }
    return arcs;
}

void
bp_arcs_free(BpArcs *arcs)
{
    g_free(arcs);
}

gboolean
bp_arcs_whole(const BpArcs *arcs, const BpPoint *a, const BpPoint *b, gint64 *whole)
{
    double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
    double s = sqrt(dx * dx + dy * dy + dz * dz) / 2, h, arc, below;
    const double *cell;
    int i;

    if (!(s < HALF_CHORD))
        return FALSE;
    /* Just below the end the product may be rounded up to it. */
    i = MIN((int)(s * (CELLS / HALF_CHORD)), CELLS - 1);
    cell = arcs->cells[i];
    h = s - (i + 0.5) * (HALF_CHORD / CELLS);
    arc = cell[0] + h * (cell[1] + h * (cell[2] + h * cell[3]));
    below = arc - arcs->error;
    *whole = (gint64)below;
    /* Nothing whole from what it is at least to what it is at most. */
    return below >= 0 && *whole == (gint64)(arc + arcs->error);
}
