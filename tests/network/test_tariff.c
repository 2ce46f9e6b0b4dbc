/* Tests of list prices: by year, distance and hour, against what the newspapers had. */
#include <bangpath/tariff.h>

#include <bangpath/units.h>
#include <string.h>

/* New York to Los Angeles is 2,445 miles, London 3,461; Boston to New York 190. */
static void
test_distance(void)
{
    g_assert_cmpint((int)(bp_distance_mi(40.71, -74.01, 34.05, -118.24) / 10), ==, 244);
    g_assert_cmpint((int)(bp_distance_mi(40.71, -74.01, 51.51, -0.13) / 10), ==, 346);
    g_assert_cmpint((int)(bp_distance_mi(42.36, -71.06, 40.71, -74.01) / 10), ==, 19);
    g_assert_true(bp_distance_mi(41.8, -88.1, 41.8, -88.1) == 0);
    /* Half way round the Earth, whatever rounding does. */
    g_assert_cmpint((int)bp_distance_mi(0, 0, 0, 180), ==, 12436);
}

static void
test_find(void)
{
    static const struct {
        const char *name;
        int year;
        const char *found;
    } cases[] = {
        {"usa", 1981, "usa-1983"}, {"usa", 1984, "usa-1983"},
        {"usa", 1985, "usa-1985"}, {"usa", 1988, "usa-1985"},
        {"usa", 1989, "usa-1989"}, {"usa", 1998, "usa-1990"},
        {"usa", 0, "usa-1989"},    {"usa-1985", 1998, "usa-1985"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpstr(bp_tariff_find(cases[i].name, cases[i].year)->name, ==,
                        cases[i].found);
    g_assert_null(bp_tariff_find("local", 1989));
}

/* What @n minutes cost at @distance_mi. */
static gint64
cost(const char *name, double distance_mi, BpTariff hours, gint64 n)
{
    const BpTariffTable *table = bp_tariff_find(name, 0);
    BpLine line;

    memset(&line, 0, sizeof line);
    bp_tariff_apply(table, table ? bp_tariff_band(table, distance_mi) : 0, &line);
    return line.first_udollars[hours] + n * line.price_udollars[hours];
}

/* Millionths of a dollar. 5 min coast to coast: 2.70 $ by day and 1.08 $ at night before
 * 1984; 1.26 $ (here 1.25, the list of July) and 0.65 $ in 1989. */
static void
test_prices(void)
{
    static const struct {
        const char *name;
        double distance_mi;
        BpTariff hours;
        gint64 minutes;
        gint64 cost_udollars;
    } cases[] = {
        {"usa-1983", 2446, BP_TARIFF_DAY, 5, 2700000},
        {"usa-1983", 2446, BP_TARIFF_EVENING, 5, 1620000},
        {"usa-1983", 2446, BP_TARIFF_NIGHT, 5, 1080000},
        {"usa-1985", 9, BP_TARIFF_DAY, 1, 380000},
        {"usa-1985", 9, BP_TARIFF_DAY, 3, 760000},
        {"usa-1985", 40, BP_TARIFF_DAY, 2, 810000},
        {"usa-1985", 40, BP_TARIFF_NIGHT, 2, 324000},
        {"usa-1989", 10, BP_TARIFF_DAY, 2, 350000},
        {"usa-1989", 100, BP_TARIFF_DAY, 2, 450000},
        {"usa-1989", 500, BP_TARIFF_DAY, 10, 2400000},
        {"usa-1989", 1000, BP_TARIFF_EVENING, 1, 167500},
        {"usa-1989", 2446, BP_TARIFF_DAY, 5, 1250000},
        {"usa-1989", 2446, BP_TARIFF_NIGHT, 5, 650000},
        {"usa-1990", 9, BP_TARIFF_NIGHT, 1, 105100},
        {"usa-1990", 700, BP_TARIFF_NIGHT, 10, 1306000},
        {"usa-1990", 2446, BP_TARIFF_NIGHT, 1, 135700},
        /* not known: as 431 to 925 miles */
        {"usa-1989", BP_DISTANCE_UNKNOWN, BP_TARIFF_DAY, 1, 240000},
        /* next door, and by name */
        {"usa-1985", 0, BP_TARIFF_DAY, 60, 0},
        {"local", 2446, BP_TARIFF_DAY, 60, 0},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s %g", cases[i].name, cases[i].distance_mi);
        g_assert_cmpint(
            cost(cases[i].name, cases[i].distance_mi, cases[i].hours, cases[i].minutes),
            ==, cases[i].cost_udollars);
    }
    /* Further is never cheaper, nor is an earlier year. */
    g_assert_cmpint(cost("usa-1989", 3461, BP_TARIFF_DAY, 1), >,
                    cost("usa-1989", 2446, BP_TARIFF_DAY, 1));
}

/* Every table goes on to the ends of the Earth, by ascending bands. */
static void
test_bands(void)
{
    for (const BpTariffTable *table = bp_tariffs; table->name; table++) {
        for (guint i = 1; i < BP_TARIFF_BANDS; i++) {
            g_assert_true(table->bands[i].up_to_mi > table->bands[i - 1].up_to_mi);
            g_assert_cmpint(table->bands[i].first_udollars, >=,
                            table->bands[i - 1].first_udollars);
        }
        g_assert_cmpuint(bp_tariff_band(table, 12436), ==, BP_TARIFF_BANDS - 1);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/tariff/distance", test_distance);
    g_test_add_func("/tariff/find", test_find);
    g_test_add_func("/tariff/prices", test_prices);
    g_test_add_func("/tariff/bands", test_bands);
    return g_test_run();
}
