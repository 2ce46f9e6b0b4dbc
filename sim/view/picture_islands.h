/* picture_islands.h - parts of a network that hang together with no other.
 *
 * Private to view. Force-directed layouts give a pair of hosts as much paper as a thousand.
 */
#ifndef PICTURE_ISLANDS_H
#define PICTURE_ISLANDS_H

#include "picture_plan.h"

typedef struct _PictureIslands PictureIslands;

/** picture_islands_take: (transfer full) (nullable): takes all but the largest part off the
 * paper, so that this one can be turned and spread; NULL if it is the only one. */
PictureIslands *picture_islands_take(PicturePlan *plan);

/** picture_islands_put: (transfer full): puts them below the largest part, in rows, each as large
 * as its number of hosts gives it. */
void picture_islands_put(PictureIslands *islands, PicturePlan *plan);

#endif
