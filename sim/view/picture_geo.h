/* picture_geo.h - the layout `geo`: hosts at their places on Earth.
 *
 * Private to view.
 */
#ifndef PICTURE_GEO_H
#define PICTURE_GEO_H

#include "picture_plan.h"

/** picture_plan_place_geo: positions, by lat and lon; settles @height, @guessed and @land.
 * BP_ERROR_VALUE if no host has a place. */
gboolean picture_plan_place_geo(PicturePlan *plan, GError **error);

#endif
