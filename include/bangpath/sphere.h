/* sphere.h - places on the globe, and how far apart they are.
 *
 * Layer: base. The last bit is the same on every machine, as in dmath.h: distances may
 * decide what a run prints.
 */
#ifndef BANGPATH_SPHERE_H
#define BANGPATH_SPHERE_H

#include <glib.h>

/** BpPoint: on a sphere of radius 1; not a number in @x where the place is unknown. */
typedef struct {
    double x;
    double y;
    double z;
} BpPoint;

/** bp_point: of a place in degrees; unknown where either is not a number. */
BpPoint bp_point(double lat, double lon);

/** bp_point_is_known: */
gboolean bp_point_is_known(const BpPoint *point);

/** bp_arc: between two known points along the great circle, in radians, to about 1e-11. */
double bp_arc(const BpPoint *a, const BpPoint *b);

/** BpArcs: arcs at one scale, for who only wants whole numbers of them. */
typedef struct _BpArcs BpArcs;

/** bp_arcs_new: @per_radian: above 0, of whatever is counted. */
BpArcs *bp_arcs_new(double per_radian);
void bp_arcs_free(BpArcs *arcs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BpArcs, bp_arcs_free)

/** bp_arcs_whole: bp_arc() times the scale, rounded down, in a tenth of the time: nearly always.
 * FALSE: it is too near to a whole number, or to the far end of the globe, or a place is unknown.
 */
gboolean bp_arcs_whole(const BpArcs *arcs, const BpPoint *a, const BpPoint *b,
                       gint64 *whole);

#endif
