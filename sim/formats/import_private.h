/* import_private.h - joining what importers made.
 *
 * Private to formats.
 */
#ifndef BANGPATH_FORMATS_IMPORT_PRIVATE_H
#define BANGPATH_FORMATS_IMPORT_PRIVATE_H

#include <bangpath/import.h>
#include <glib.h>

/** BpImportMade: what one importer made; unfinished. */
typedef struct {
    const BpImport *import;
    BpNetwork *network; /* owned */
} BpImportMade;

/**
 * bp_import_join:
 *
 * One network of all: hosts in the order of @made; links too, but that those over the same
 * line stand together. A name that another network has already gets its network's name
 * behind a dot, unless a gateway makes both one host. Hosts on the way from a gateway up to
 * the last smart host lose theirs: they have to know both networks.
 *
 * Returns: (transfer full) (nullable): not finished; NULL after a problem with a gateway.
 */
BpNetwork *bp_import_join(const BpImportMade *made, guint n_made,
                          const char *const *gateways, BpProblems *notes,
                          BpProblems *problems);

/** bp_import_serve: each host is served by its best-connected neighbour, the first of them,
 * if that one has more links than it. */
void bp_import_serve(BpNetwork *network);

/** BpPlace: somewhere on Earth. */
typedef struct {
    float lat;
    float lon;
} BpPlace;

/** bp_place_by_phone: of a country code and an area code, as digits run together; the
 * longest known beginning of them counts. FALSE if none is known. */
gboolean bp_place_by_phone(const char *digits, BpPlace *place);

/** bp_place_by_region: of a country (`DE`, ISO 3166), or a state of the USA or Australia or
 * a province of Canada (`US.NJ`, `AU.NSW`, `CA.BC`); of what follows another country's dot is nothing known. */
gboolean bp_place_by_region(const char *region, BpPlace *place);

/** bp_place_distance: a number that grows with the distance of @a from @b. */
double bp_place_distance(BpPlace a, BpPlace b);

#endif
