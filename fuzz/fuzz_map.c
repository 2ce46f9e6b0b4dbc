/* fuzz_map.c - UUCP maps: read twice over, and all routes worked out. */
#include "fuzz.h"

#include <bangpath/map_file.h>
#include <bangpath/map_routes.h>

static void
walk(const BpMap *map, guint32 home)
{
    g_autoptr(BpMapRoutes) routes = bp_map_routes_new(map, home);
    g_autoptr(GString) line = g_string_new(NULL);
    guint32 n = bp_map_routes_n_reached(routes);

    g_assert_cmpuint(n, >, 0);
    for (guint32 place = 0; place < n; place++) {
        g_string_truncate(line, 0);
        bp_map_routes_add_line(routes, place, BP_MAP_FIRST_COSTS, line);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    BpMapStyle style = (BpMapStyle)(size > 0 ? data[0] & 3 : 0);
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(BpMap) map = bp_map_new(style);
    g_autofree char *text = fuzz_text(data, size);

    bp_map_text_read(map, text, size, "d.test", NULL, problems);
    bp_map_text_read(map, text, size / 2, "d.again", NULL, problems);
    if (bp_map_n_nodes(map) > 0)
        walk(map, 0);
    return 0;
}
