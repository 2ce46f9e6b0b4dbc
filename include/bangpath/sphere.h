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

#endif
