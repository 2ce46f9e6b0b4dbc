/* coast.h - where land ends, from a shapefile that may be on the machine.
 *
 * Private to view.
 */
#ifndef COAST_H
#define COAST_H

#include "picture_plan.h"

/**
 * coast_read:
 *
 * The shores of the world, coarse: GSHHS as Debian's python-cartopy-data has it, or the
 * file that the environment variable BANGPATH_COASTLINE names.
 *
 * Returns: (transfer full): of GArray of PicturePoint, x degrees east, y degrees north, each
 * a closed polygon; empty where there is no such file.
 */
GPtrArray *coast_read(void);

#endif
