/* test_real_reach.c - on the UUCP map of December 1987, as it is imported, spam reaches
 * exactly the hosts whose route holds nobody who would refuse it.
 *
 * Who serves whom is worked out here from the links alone, and the route of each letter is
 * walked host by host. Lines are made LANs, so that all that can arrive does.
 */
#include "../actors/reach_kit.h"

#include <bangpath/import.h>

/* ---- the map ---- */

static int
compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* NULL after saying why. */
static BpImported *
import_map(void)
{
    g_autofree char *folder = g_strdup_printf("%s/../shared/maps/uucp-1987",
                                              g_getenv("BANGPATH_SOURCE_ROOT"));
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(BpProblems) problems = bp_problems_new();
    const BpImportOptions options = {.year = 1987, .mailboxes = 1};
    BpImportPart part = {bp_import_find("uucp"), paths};
    const char *name;

    if (!dir) {
        g_test_skip("the real maps (../shared) are not here");
        return NULL;
    }
    while ((name = g_dir_read_name(dir)) != NULL)
        g_ptr_array_add(paths, g_build_filename(folder, name, NULL));
    g_ptr_array_sort(paths, compare_names);
    return bp_import(&part, 1, NULL, &options, problems);
}

static void
copy_hosts(const BpNetwork *from, BpNetwork *to)
{
    for (guint32 i = 0; i < bp_network_n_nodes(from); i++) {
        BpHost copy = bp_network_host(from, i);
        BpHost *edit = bp_network_edit(to, bp_network_node(to, copy.name, NULL));

        copy.name = edit->name;
        *edit = copy;
    }
}

/* The same with LANs for lines: nobody waits for the night. */
static void
copy_map(const BpNetwork *from, BpNetwork *to)
{
    BpLine lan =
        bp_line_from_profile(bp_line_profile_find("lan"), bp_protocol_find("plain"));
    guint32 line = bp_network_add_line(to, &lan);

    copy_hosts(from, to);
    for (guint32 i = 0; i < bp_network_n_links(from); i++) {
        BpLink link = bp_network_link(from, i);

        bp_network_add_link(to, link.a, link.b, line, link.cost_ab, link.cost_ba);
    }
    for (guint32 i = 0; i < bp_network_n_nodes(from); i++) {
        guint n;
        const guint32 *served = bp_network_served_by(from, i, &n);

        for (guint k = 0; k < n; k++)
            bp_network_serve(to, i, served[k]);
    }
}

/* Each host's best-connected neighbour, the first linked of equals, if it has more links. */
static void
note_servers(const BpNetwork *network, Reach *reach)
{
    g_autofree guint *degree = g_new0(guint, reach->n);

    for (guint32 i = 0; i < bp_network_n_links(network); i++) {
        degree[bp_network_link(network, i).a]++;
        degree[bp_network_link(network, i).b]++;
    }
    for (guint32 i = 0; i < bp_network_n_links(network); i++) {
        BpLink link = bp_network_link(network, i);
        const guint32 ends[] = {link.a, link.b, link.a};

        for (guint e = 0; e < 2 && !bp_network_host(network, link.b).is_net; e++) {
            guint32 *best = &reach->server[ends[e]];
            guint most = *best == BP_NONE ? degree[ends[e]] : degree[*best];

            if (degree[ends[e + 1]] > most)
                *best = ends[e + 1];
        }
    }
}

/* ---- the runs ---- */

static BpScenario *
make_scenario(const BpNetwork *map, const char *which, const char *share)
{
    BpScenario *scenario = kit_scenario(40 * BP_DAY_US);

    bp_network_free(scenario->network);
    scenario->network = bp_network_new();
    copy_map(map, scenario->network);
    bp_network_finish(scenario->network);
    kit_group(scenario, "closure", "which", which, "share", share, "from",
              "day 1 00:01", NULL);
    kit_group(scenario, "spammer x", "host", "decvax", "relays", "none", "targets",
              "all", "size", "100 B", "line", "lan", "start", "day 2", NULL);
    return scenario;
}

static void
compare(const Reach *reach, BpWorld *world, guint from)
{
    guint n_reached = 0, n_closed = 0;

    for (guint to = 0; to < reach->n; to++) {
        BpHost host = bp_network_host(bp_world_network(world), to);
        g_autoptr(GArray) way = NULL;
        gboolean gets;

        n_closed += reach->closed[to];
        if (host.is_net || to == from)
            continue;
        way = reach_way(reach, world, 0, from, to);
        gets = way && reach_is_carried(reach, way);
        if (gets != reach->reached[to])
            g_error("%s: reached %u, not %u", host.name, reach->reached[to], gets);
        n_reached += gets ? 1 : 0;
    }
    g_test_message("%u of %u closed, %u reached", n_closed, reach->n, n_reached);
    g_assert_cmpuint(n_reached, >, 0);
}

static void
check(const char *which, const char *share)
{
    static const BpObserver observer = {.reached = reach_note};
    g_autoptr(BpImported) imported = import_map();
    g_autoptr(BpScenario) scenario = NULL;
    g_autoptr(BpWorld) world = NULL;
    Reach reach;

    if (!imported)
        return;
    scenario = make_scenario(imported->network, which, share);
    reach_init(&reach, bp_network_n_nodes(imported->network), 0);
    note_servers(imported->network, &reach);
    world = kit_world(scenario);
    bp_post_observe(bp_world_post(world), &observer, &reach);
    bp_world_start(world);
    kit_run(world, 40 * BP_DAY_US);
    g_assert_cmpuint(kit_books(world)->kind[BP_SPAM].in[BP_QUEUED], ==, 0);
    reach_note_closed(&reach, world);
    compare(&reach, world, bp_network_find(imported->network, "decvax"));
    reach_clear(&reach);
}

static void
test_at_random(void)
{
    check("random", "20%");
}

static void
test_by_degree(void)
{
    check("by-degree", "1%");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/real reach/closed at random", test_at_random);
    g_test_add_func("/real reach/closed by degree", test_by_degree);
    return g_test_run();
}
