/* curves.h - how a run went, in a few rows of numbers that are kept without a database.
 *
 * Layer: results. For the sparklines of the summary; the database's table `series` has
 * more measures.
 */
#ifndef BANGPATH_CURVES_H
#define BANGPATH_CURVES_H

#include <bangpath/archive.h>
#include <bangpath/world.h>
#include <glib.h>

/** BpCurve:
 * @BP_CURVE_REACH: of the target mailboxes, the share that spam has come to, 0 to 1
 * @BP_CURVE_OPEN_RELAYS: hosts
 * @BP_CURVE_HAM_DELIVERED: recipient-copies so far
 * @BP_CURVE_SPOOL_BYTES: that wait at all hosts together */
typedef enum {
    BP_CURVE_REACH,
    BP_CURVE_OPEN_RELAYS,
    BP_CURVE_HAM_DELIVERED,
    BP_CURVE_SPOOL_BYTES,
    BP_N_CURVES,
} BpCurve;

/** BP_CURVE_POINTS: as many as a run is looked at: at its begin, after each of 240 equal
 * parts, and where it is stopped. */
#define BP_CURVE_POINTS 242

/** BpCurves: all zero before the first look. The points are at times that go up. */
typedef struct {
    guint n;
    gint64 at_us[BP_CURVE_POINTS];
    double value[BP_N_CURVES][BP_CURVE_POINTS];
} BpCurves;

/** bp_curves_look: adds how @world stands now; nothing if there is a point at this time, or
 * no room for another. */
void bp_curves_look(BpCurves *curves, const BpWorld *world);

void bp_curves_archive(BpCurves *curves, BpArchive *archive);

/** bp_spark: (transfer full): a block character for each of @levels, the higher the larger:
 * 0 is the lowest of eight and nothing else is, @most the highest; a blank for NaN. */
char *bp_spark(const double *levels, guint n, double most);

#endif
