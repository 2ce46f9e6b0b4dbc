/* test_sphere.c - great circles: known ones, and libm's. */
#include <bangpath/sphere.h>

#include <glib.h>
#include <math.h>

#define EARTH_KM 6371

static double
km(double lat_a, double lon_a, double lat_b, double lon_b)
{
    BpPoint a = bp_point(lat_a, lon_a), b = bp_point(lat_b, lon_b);

    return EARTH_KM * bp_arc(&a, &b);
}

/* Nothing, a degree, a quarter and half of the way round. */
static void
test_known(void)
{
    const double degree = EARTH_KM * G_PI / 180;

    g_assert_cmpfloat(km(50, 8, 50, 8), ==, 0);
    g_assert_cmpfloat_with_epsilon(km(0, 179.5, 0, -179.5), degree, 1e-6);
    g_assert_cmpfloat_with_epsilon(km(90, 0, 0, 77), 90 * degree, 1e-6);
    g_assert_cmpfloat_with_epsilon(km(90, 0, -90, 0), 180 * degree, 1e-6);
    g_assert_cmpfloat_with_epsilon(km(0, -90, 0, 90), 180 * degree, 1e-6);
    /* New York to London is 5,570 km. */
    g_assert_cmpfloat_with_epsilon(km(40.71, -74.01, 51.51, -0.13), 5570, 5);
}

/* By the angle that the cross and the dot product have. */
static double
by_libm(double lat_a, double lon_a, double lat_b, double lon_b)
{
    const double radian = G_PI / 180;
    double a = lat_a * radian, b = lat_b * radian, d = (lon_b - lon_a) * radian;
    double across = cos(b) * sin(d);
    double along = cos(a) * sin(b) - sin(a) * cos(b) * cos(d);

    return atan2(hypot(across, along), sin(a) * sin(b) + cos(a) * cos(b) * cos(d));
}

static void
test_everywhere(void)
{
    for (int i = 0; i < 100000; i++) {
        double lat_a = g_test_rand_double_range(-90, 90);
        double lat_b = g_test_rand_double_range(-90, 90);
        double lon_a = g_test_rand_double_range(-180, 180);
        double lon_b = g_test_rand_double_range(-180, 180);

        /* Near the far end of the globe a chord says less of its arc. */
        g_assert_cmpfloat_with_epsilon(km(lat_a, lon_a, lat_b, lon_b),
                                       EARTH_KM * by_libm(lat_a, lon_a, lat_b, lon_b),
                                       1e-3);
    }
}

/* Whole microseconds of a way round the globe that takes 0.3 s, and more of slower ones. */
static void
test_whole(void)
{
    for (double per_radian = 47782.5; per_radian < 1e6; per_radian *= 4) {
        g_autoptr(BpArcs) arcs = bp_arcs_new(per_radian);
        int n_known = 0;

        for (int i = 0; i < 100000; i++) {
            /* Some near each other, some anywhere. */
            double range = i % 3 == 0 ? 180 : i % 3 == 1 ? 5 : 0.001;
            double lat = g_test_rand_double_range(-90, 90);
            double lon = g_test_rand_double_range(-180, 180);
            BpPoint a = bp_point(lat, lon);
            BpPoint b = bp_point(lat + g_test_rand_double_range(-range, range) / 2,
                                 lon + g_test_rand_double_range(-range, range));
            gint64 whole;

            if (!bp_arcs_whole(arcs, &a, &b, &whole))
                continue;
            n_known++;
            g_assert_cmpint(whole, ==, (gint64)(bp_arc(&a, &b) * per_radian));
        }
        /* Of a third that is anywhere a fifth is too far. */
        g_assert_cmpint(n_known, >, 90000);
    }
}

/* The last of all half chords that are in the table is in its last cell. */
static void
test_last_cell(void)
{
    g_autoptr(BpArcs) arcs = bp_arcs_new(1000);
    double half = nextafter(0.9, 0);
    BpPoint a = {half, 0, 0}, b = {-half, 0, 0};
    gint64 whole;

    g_assert_true(bp_arcs_whole(arcs, &a, &b, &whole));
    g_assert_cmpint(whole, ==, (gint64)(1000 * bp_arc(&a, &b)));
}

/* Nothing is said of what is not sure: the same place, the other end, nowhere. */
static void
test_not_whole(void)
{
    g_autoptr(BpArcs) arcs = bp_arcs_new(1000);
    BpPoint a = bp_point(50, 8), b = bp_point(-50, -172), c = bp_point((double)NAN, 8);
    gint64 whole;

    g_assert_false(bp_arcs_whole(arcs, &a, &a, &whole));
    g_assert_false(bp_arcs_whole(arcs, &a, &b, &whole));
    g_assert_false(bp_arcs_whole(arcs, &a, &c, &whole));
}

static void
test_unknown(void)
{
    BpPoint a = bp_point((double)NAN, 8), b = bp_point(50, (double)NAN),
            c = bp_point(50, 8);

    g_assert_false(bp_point_is_known(&a));
    g_assert_false(bp_point_is_known(&b));
    g_assert_true(bp_point_is_known(&c));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sphere/known", test_known);
    g_test_add_func("/sphere/everywhere", test_everywhere);
    g_test_add_func("/sphere/whole", test_whole);
    g_test_add_func("/sphere/last-cell", test_last_cell);
    g_test_add_func("/sphere/not-whole", test_not_whole);
    g_test_add_func("/sphere/unknown", test_unknown);
    return g_test_run();
}
