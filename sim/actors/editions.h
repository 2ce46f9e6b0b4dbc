/* editions.h - the map that everybody routes by, published now and then.
 *
 * Private to actors.
 */
#ifndef BANGPATH_ACTORS_EDITIONS_H
#define BANGPATH_ACTORS_EDITIONS_H

#include <bangpath/post.h>
#include <bangpath/routes.h>
#include <bangpath/scenario.h>

/** bp_editions_publish: a new edition, with who is closed now. */
void bp_editions_publish(const BpNetwork *network, const BpPost *post,
                         BpRoutes *routes);

/** bp_editions_interval_us: between two editions, as the scenario says and as far as they
 * have numbers; 0: there is only the first. */
gint64 bp_editions_interval_us(const BpScenario *scenario);

#endif
