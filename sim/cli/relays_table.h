/* relays_table.h - what every host says to the classic relay tests, as a table or as JSON.
 */
#ifndef BANGPATH_RELAYS_TABLE_H
#define BANGPATH_RELAYS_TABLE_H

#include <bangpath/world.h>
#include <glib.h>

/** relays_table_print: those that relay, or if @all every host. */
void relays_table_print(const BpWorld *world, gboolean all);

/** relays_table_print_json: as above, one object; @path is what was read, @at (nullable)
 * the instant that it is of. */
void relays_table_print_json(const BpWorld *world, gboolean all, const char *path,
                             const char *at);

#endif
