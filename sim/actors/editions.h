/* editions.h - the map that everybody routes by, published now and then.
 *
 * Private to actors.
 */
#ifndef BANGPATH_ACTORS_EDITIONS_H
#define BANGPATH_ACTORS_EDITIONS_H

#include <bangpath/world.h>

/** bp_editions_start: publishes who is closed now, and again at every map interval. */
void bp_editions_start(BpWorld *world);

#endif
