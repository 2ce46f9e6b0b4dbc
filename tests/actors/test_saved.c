/* Tests of worlds that are saved and loaded: what goes on is what would have been, to the last
 * microsecond, byte and draw. */
#include "random_scenario.h"

#include <stdlib.h>

#define STOPS 4
#define CASES 300

/* What can be seen of a world between two runs. */
typedef struct {
    BpBooks books;
    guint64 trajectory;
    guint64 spool_bytes;
    guint64 events;
} Sight;

static Sight
look(const BpWorld *world, guint64 events)
{
    const BpPost *post = bp_world_post(world);

    return (Sight){
        .books = *kit_books(world),
        .trajectory = bp_post_trajectory(post),
        .spool_bytes = bp_post_total_spool_bytes(post),
        .events = events,
    };
}

static GBytes *
save(BpWorld *world)
{
    BpArchive *archive = bp_archive_new();

    bp_world_archive(world, archive);
    return bp_archive_close(archive);
}

static BpWorld *
load(const BpScenario *scenario, GBytes *bytes)
{
    BpWorld *world;
    GError *error = NULL;
    g_autoptr(BpArchive) archive = bp_archive_open(bytes, &error);

    g_assert_no_error(error);
    bp_network_reset(scenario->network);
    world = bp_world_new(scenario);
    bp_world_start(world);
    bp_world_archive(world, archive);
    bp_archive_finish(archive, &error);
    g_assert_no_error(error);
    bp_post_check(bp_world_post(world), &error);
    g_assert_no_error(error);
    return world;
}

/* (transfer full): @scenario's end as it is saved, with what was @seen at each stop. @breaks: at
 * each of which all is saved, freed and loaded. */
static GBytes *
run(const BpScenario *scenario, const gint64 *stops, gboolean breaks, Sight *seen)
{
    BpWorld *world;
    GBytes *end;

    bp_network_reset(scenario->network);
    world = kit_world(scenario);
    bp_world_start(world);
    for (guint i = 0; i <= STOPS; i++) {
        guint64 events = bp_world_run_until(world, stops[i]);

        seen[i] = look(world, events);
        if (breaks && i < STOPS) {
            g_autoptr(GBytes) bytes = save(world);

            bp_world_free(world);
            world = load(scenario, bytes);
        }
    }
    end = save(world);
    bp_world_free(world);
    return end;
}

static gint
compare_times(gconstpointer a, gconstpointer b)
{
    gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;

    return (x > y) - (x < y);
}

/* Saved in the midst of anything: calls, connections that share lines, warnings, quarantines,
 * faults; each world four times. */
static void
test_goes_on_as_before(void)
{
    const guint n = n_random_scenarios(CASES);
    guint64 events = 0;

    for (guint i = 0; i < n; i++) {
        g_autoptr(BpScenario) scenario = random_scenario();
        gint64 stops[STOPS + 1];
        Sight whole[STOPS + 1], parts[STOPS + 1];

        for (guint k = 0; k < STOPS; k++)
            stops[k] = (gint64)(g_test_rand_double() * (double)scenario->length_us);
        stops[STOPS] = scenario->length_us;
        qsort(stops, STOPS, sizeof *stops, compare_times);

        g_autoptr(GBytes) one = run(scenario, stops, FALSE, whole);
        g_autoptr(GBytes) other = run(scenario, stops, TRUE, parts);

        for (guint k = 0; k <= STOPS; k++) {
            g_assert_cmpuint(parts[k].trajectory, ==, whole[k].trajectory);
            g_assert_cmpuint(parts[k].events, ==, whole[k].events);
            g_assert_cmpuint(parts[k].spool_bytes, ==, whole[k].spool_bytes);
            g_assert_true(memcmp(&parts[k].books, &whole[k].books, sizeof(BpBooks)) ==
                          0);
            events += parts[k].events;
        }
        g_assert_true(g_bytes_equal(one, other));
    }
    g_test_message("%" G_GUINT64_FORMAT " events", events);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/saved/goes on as before", test_goes_on_as_before);
    return g_test_run();
}
