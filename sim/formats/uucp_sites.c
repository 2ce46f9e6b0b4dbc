/* uucp_sites.c - whose a site is, and where it stands. */
#include "uucp_sites.h"

#include "uucp_owner.h"

#include <math.h>
#include <string.h>

struct _BpMapSites {
    GHashTable *by_name; /* owned: owned names in lower case, owned BpMapSite */
    GArray *regions; /* owned, of BpPlace: by node, where its links are told; or 0 */
    char *file;      /* owned, nullable: whose region is known */
    BpPlace region;  /* of that; or 0 */
};

static void
free_site(gpointer site)
{
    g_free(((BpMapSite *)site)->organisation);
    g_free(((BpMapSite *)site)->machine);
    g_free(site);
}

BpMapSites *
bp_map_sites_new(void)
{
    BpMapSites *sites = g_new0(BpMapSites, 1);

    sites->by_name = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_site);
    sites->regions = g_array_new(FALSE, TRUE, sizeof(BpPlace));
    return sites;
}

void
bp_map_sites_free(BpMapSites *sites)
{
    if (!sites)
        return;

    g_hash_table_unref(sites->by_name);
    g_array_unref(sites->regions);
    g_free(sites->file);
    g_free(sites);
}

/* Nobody stands in the sea off Ghana. */
static gboolean
is_place(BpPlace place)
{
    return place.lat < 0 || place.lat > 0 || place.lon < 0 || place.lon > 0;
}

/* To a hundredth of a degree: nearer would be somebody's house. */
static float
round_degrees(double degrees)
{
    return (float)(round(degrees * 100) / 100);
}

/* By its own word, else by what its map is called. */
static void
set_place(const BpMapEntry *entry, BpMapSite *site)
{
    double lat, lon;
    BpPlace about;

    if (entry->position && bp_map_place_parse(entry->position, &lat, &lon)) {
        site->lat = round_degrees(lat);
        site->lon = round_degrees(lon);
    } else if (entry->file && bp_uucp_region(entry->file, &about)) {
        site->lat = about.lat;
        site->lon = about.lon;
    } else {
        site->lat = site->lon = NAN;
    }
}

static BpMapSite *
new_site(const BpMapEntry *entry)
{
    BpMapSite *site = g_new0(BpMapSite, 1);

    set_place(entry, site);
    if (entry->organisation)
        site->organisation = bp_uucp_organisation(entry->organisation, entry->contact);
    if (entry->system)
        site->machine = bp_uucp_machine(entry->system, entry->contact);
    return site;
}

void
bp_map_sites_note(const BpMapEntry *entry, gpointer data)
{
    BpMapSites *sites = data;
    g_auto(GStrv) names = NULL;

    g_return_if_fail(entry && sites);

    /* An entry of a domain names its gateways, and is not theirs. */
    if (!entry->names || entry->names[0] == '.')
        return;
    names = g_strsplit_set(entry->names, ", \t;", -1);
    for (char **name = names; *name; name++) {
        g_autofree char *lower = g_ascii_strdown(*name, -1);

        if (*lower && !g_hash_table_contains(sites->by_name, lower))
            g_hash_table_insert(sites->by_name, g_steal_pointer(&lower),
                                new_site(entry));
    }
}

void
bp_map_sites_note_links(const char *file, int line, guint32 a, char op, guint32 b,
                        gint64 cost, gpointer data)
{
    BpMapSites *sites = data;

    (void)line, (void)b, (void)cost;
    if (op == '=' || op == '{')
        return;
    if (g_strcmp0(sites->file, file) != 0) {
        g_free(sites->file);
        sites->file = g_strdup(file);
        sites->region = (BpPlace){0, 0};
        bp_uucp_region(file, &sites->region);
    }
    if (a >= sites->regions->len)
        g_array_set_size(sites->regions, a + 1);
    if (!is_place(g_array_index(sites->regions, BpPlace, a)))
        g_array_index(sites->regions, BpPlace, a) = sites->region;
}

gboolean
bp_map_sites_region(const BpMapSites *sites, guint32 node, BpPlace *place)
{
    if (node >= sites->regions->len)
        return FALSE;
    *place = g_array_index(sites->regions, BpPlace, node);
    return is_place(*place);
}

const BpMapSite *
bp_map_sites_find(const BpMapSites *sites, const char *name)
{
    g_autofree char *lower = g_ascii_strdown(name, -1);

    return g_hash_table_lookup(sites->by_name, lower);
}

/* ---- places ---- */

/* Numbers since the last letter of the compass: degrees, minutes, seconds. */
typedef struct {
    double parts[3];
    guint n;
    char compass; /* one before the numbers, or 0 */
    double lat;
    double lon;
    gboolean good;
} Place;

/* The numbers at hand are so far towards @compass. */
static void
settle(Place *place, char compass)
{
    gboolean is_lat = compass == 'N' || compass == 'S';
    double degrees = place->parts[0];
    double *axis = is_lat ? &place->lat : &place->lon;

    if (place->n > 1)
        degrees += place->parts[1] / 60;
    if (place->n > 2)
        degrees += place->parts[2] / 3600;
    place->good = place->good && isnan(*axis) && degrees <= (is_lat ? 90 : 180) &&
                  (place->n < 2 || place->parts[1] < 60) &&
                  (place->n < 3 || place->parts[2] < 60);
    *axis = compass == 'S' || compass == 'W' ? -degrees : degrees;
    place->n = 0;
    place->compass = 0;
}

/* A number with a decimal point or comma; @at goes behind it. */
static double
take_number(const char **at)
{
    double number = 0, unit = 1;

    for (; g_ascii_isdigit(**at); ++*at)
        number = MIN(number * 10 + g_ascii_digit_value(**at), 1e6);
    if ((**at == '.' || **at == ',') && g_ascii_isdigit((*at)[1]))
        for (++*at; g_ascii_isdigit(**at); ++*at) {
            unit /= 10;
            number += unit * g_ascii_digit_value(**at);
        }
    return number;
}

/* A letter of the compass, alone or before digits. */
static gboolean
is_compass(const char *at)
{
    return strchr("NSEW", g_ascii_toupper(*at)) != NULL && !g_ascii_isalpha(at[1]);
}

/* A letter stands behind its numbers, unless the one before stood before its own. */
static void
turn(Place *place, char compass)
{
    if (place->n > 0 && !place->compass) {
        settle(place, compass);
        return;
    }
    if (place->n > 0)
        settle(place, place->compass);
    place->compass = compass;
}

gboolean
bp_map_place_parse(const char *text, double *lat, double *lon)
{
    Place place = {.lat = (double)NAN, .lon = (double)NAN, .good = TRUE};
    const char *at = text;

    g_return_val_if_fail(text && lat && lon, FALSE);

    while (*at && place.good && (isnan(place.lat) || isnan(place.lon))) {
        if (g_ascii_isdigit(*at)) {
            if (place.n == G_N_ELEMENTS(place.parts))
                return FALSE;
            place.parts[place.n++] = take_number(&at);
            continue;
        }
        if (is_compass(at))
            turn(&place, g_ascii_toupper(*at));
        if (g_ascii_isalpha(*at)) {
            while (g_ascii_isalpha(*at))
                at++;
            continue;
        }
        at++;
    }
    if (place.n > 0 && place.compass)
        settle(&place, place.compass);
    if (!place.good || isnan(place.lat) || isnan(place.lon))
        return FALSE;
    *lat = place.lat;
    *lon = place.lon;
    return TRUE;
}
