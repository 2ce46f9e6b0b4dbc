/* tariff.h - what a long-distance call cost: by year, distance and time of day.
 *
 * Layer: network. List prices of AT&T, between states, dialled.
 */
#ifndef BANGPATH_TARIFF_H
#define BANGPATH_TARIFF_H

#include <bangpath/line.h>
#include <glib.h>

/** BP_DISTANCE_UNKNOWN: where an end has no place: then 431 to 925 miles are taken, the
 * middle of the table. */
#define BP_DISTANCE_UNKNOWN (-1.0)

/** BpTariffBand: prices by day up to so many miles, the first minute and each further one. */
typedef struct {
    double up_to_mi;
    gint64 first_udollars;
    gint64 further_udollars;
} BpTariffBand;

#define BP_TARIFF_BANDS 11

/** BpTariffTable: @evening_ppm: @night_ppm: what is taken off in these hours. The first band
 * is local and free, the last one abroad. */
typedef struct {
    const char *name;
    int year; /* from the year on */
    gint64 evening_ppm;
    gint64 night_ppm;
    const char *help; /* with its source */
    BpTariffBand bands[BP_TARIFF_BANDS];
} BpTariffTable;

/** bp_tariffs: by year; ends with a NULL name. */
extern const BpTariffTable bp_tariffs[];

/** bp_tariff_names: (transfer container): `usa`, `local`, then those of the tables;
 * NULL-terminated. */
const char **bp_tariff_names(void);

/** bp_tariff_find: (nullable): the table called @name; `usa`: the last one not after @year,
 * the first if all are, and of 1989 if @year is 0; `local`: NULL. */
const BpTariffTable *bp_tariff_find(const char *name, int year);

/** bp_distance_mi: along the great circle, in statute miles; degrees. */
double bp_distance_mi(double lat_a, double lon_a, double lat_b, double lon_b);

/** bp_tariff_band: which band @distance_mi falls in. */
guint bp_tariff_band(const BpTariffTable *table, double distance_mi);

/** bp_tariff_apply: puts the prices of @band on @line, by day, evening and night; @table NULL:
 * calls are free. */
void bp_tariff_apply(const BpTariffTable *table, guint band, BpLine *line);

#endif
