/* tariff.c - list prices of long-distance calls. */
#include <bangpath/tariff.h>

#include <bangpath/units.h>
#include <math.h>
#include <string.h>

/* Local calls were free, or cost the same however long, in most areas; how far they reached
 * is our guess. What lies further than 3000 miles is abroad, at prices that are our guess. */
#define LOCAL_MI 5

#define EARTH_MI 3958.8

/* Of July 1989, when no year is known. */
#define USUAL_YEAR 1989

/* Band 431-925: see BP_DISTANCE_UNKNOWN. */
#define UNKNOWN_MI 700.0

/* Miles up to; first minute, each further minute, by day. */
const BpTariffTable bp_tariffs[] = {
    {
        .name = "usa-1983",
        .year = 1970,
        .evening_ppm = 400000,
        .night_ppm = 600000,
        .help =
            "before 1984: 5 min coast to coast $2.70 by day, 40% off in the evening, "
            "60% at night "
            "(Los Angeles Times, 1989-06-30); how it falls with distance is our guess",
        .bands =
            {
                {LOCAL_MI, 0, 0},
                {10, 420000, 210000},
                {22, 490000, 280000},
                {55, 570000, 330000},
                {124, 600000, 370000},
                {292, 610000, 390000},
                {430, 620000, 410000},
                {925, 640000, 430000},
                {1910, 660000, 450000},
                {3000, 740000, 490000},
                {G_MAXDOUBLE, 2400000, 1200000},
            },
    },
    {
        .name = "usa-1985",
        .year = 1985,
        .evening_ppm = 400000,
        .night_ppm = 600000,
        .help = "April 1985, as filed: 1-10 miles 0.38 and 0.19 $, 23-55 miles 0.51 "
                "and 0.30 $ "
                "(Los Angeles Times, 1985-04-12); the other bands are our guess",
        .bands =
            {
                {LOCAL_MI, 0, 0},
                {10, 380000, 190000},
                {22, 440000, 250000},
                {55, 510000, 300000},
                {124, 530000, 330000},
                {292, 550000, 350000},
                {430, 560000, 370000},
                {925, 580000, 390000},
                {1910, 600000, 400000},
                {3000, 640000, 440000},
                {G_MAXDOUBLE, 2000000, 1150000},
            },
    },
    {
        .name = "usa-1989",
        .year = 1989,
        .evening_ppm = 330000,
        .night_ppm = 480000,
        .help = "July 1989: 1-10 miles 0.18 and 0.17 $, 56-124 0.23 and 0.22, 431-925 "
                "0.24, 926-3000 "
                "0.25 (comp.dcom.telecom 1989); between these, our guess",
        .bands =
            {
                {LOCAL_MI, 0, 0},
                {10, 180000, 170000},
                {22, 210000, 200000},
                {55, 220000, 210000},
                {124, 230000, 220000},
                {292, 230000, 230000},
                {430, 240000, 230000},
                {925, 240000, 240000},
                {1910, 250000, 250000},
                {3000, 250000, 250000},
                {G_MAXDOUBLE, 1770000, 1050000},
            },
    },
    {
        .name = "usa-1990",
        .year = 1990,
        .evening_ppm = 330000,
        .night_ppm = 480000,
        .help = "November 1990: at night 0.1051 $ for 1-10 miles, 0.1306 for 431-925, "
                "0.1357 for "
                "1911-3000 (comp.dcom.telecom 1990); the day from 1989's discount, "
                "other bands our guess",
        .bands =
            {
                {LOCAL_MI, 0, 0},
                {10, 202115, 202115},
                {22, 215385, 215385},
                {55, 226923, 226923},
                {124, 236538, 236538},
                {292, 242308, 242308},
                {430, 248077, 248077},
                {925, 251154, 251154},
                {1910, 255769, 255769},
                {3000, 260962, 260962},
                {G_MAXDOUBLE, 1770000, 1030000},
            },
    },
    {.name = NULL},
};

const char **
bp_tariff_names(void)
{
    const char **names = g_new0(const char *, G_N_ELEMENTS(bp_tariffs) + 2);

    names[0] = "usa";
    names[1] = "local";
    for (gsize i = 0; bp_tariffs[i].name; i++)
        names[i + 2] = bp_tariffs[i].name;
    return names;
}

static const BpTariffTable *
of_year(int year)
{
    const BpTariffTable *found = bp_tariffs;

    for (const BpTariffTable *table = bp_tariffs; table->name; table++)
        if (table->year <= year)
            found = table;
    return found;
}

const BpTariffTable *
bp_tariff_find(const char *name, int year)
{
    if (strcmp(name, "usa") == 0)
        return of_year(year > 0 ? year : USUAL_YEAR);
    for (const BpTariffTable *table = bp_tariffs; table->name; table++)
        if (strcmp(table->name, name) == 0)
            return table;
    return NULL;
}

double
bp_distance_mi(double lat_a, double lon_a, double lat_b, double lon_b)
{
    double radian = G_PI / 180;
    double dy = sin((lat_b - lat_a) * radian / 2);
    double dx = sin((lon_b - lon_a) * radian / 2);
    double h = dy * dy + cos(lat_a * radian) * cos(lat_b * radian) * dx * dx;

    return 2 * EARTH_MI * asin(sqrt(CLAMP(h, 0, 1)));
}

guint
bp_tariff_band(const BpTariffTable *table, double distance_mi)
{
    guint band = 0;

    if (distance_mi < 0)
        distance_mi = UNKNOWN_MI;
    while (band + 1 < BP_TARIFF_BANDS && distance_mi > table->bands[band].up_to_mi)
        band++;
    return band;
}

void
bp_tariff_apply(const BpTariffTable *table, guint band, BpLine *line)
{
    const gint64 left_ppm[BP_N_TARIFFS] = {
        BP_PPM,
        table ? BP_PPM - table->evening_ppm : 0,
        table ? BP_PPM - table->night_ppm : 0,
    };

    for (guint i = 0; i < BP_N_TARIFFS; i++) {
        gint64 first = 0, further = 0;

        if (table) {
            first = bp_share_of(left_ppm[i], table->bands[band].first_udollars);
            further = bp_share_of(left_ppm[i], table->bands[band].further_udollars);
        }
        line->price_udollars[i] = further;
        line->first_udollars[i] = first - further;
    }
}
