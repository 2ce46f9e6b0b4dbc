/* uucp_region.c - u.usa.ca.1 is a map of California. */
#include "uucp_sites.h"

#include <string.h>

/* ISO 3166's three letters, and what the maps had besides. */
static const char countries[][2][4] = {
    {"arg", "AR"}, {"aus", "AU"}, {"aut", "AT"}, {"bel", "BE"}, {"bgr", "BG"},
    {"bmu", "BM"}, {"bra", "BR"}, {"can", "CA"}, {"che", "CH"}, {"chl", "CL"},
    {"chn", "CN"}, {"col", "CO"}, {"cri", "CR"}, {"cse", "CS"}, {"cyp", "CY"},
    {"cze", "CZ"}, {"ger", "DE"}, {"deu", "DE"}, {"dmk", "DK"}, {"dnk", "DK"},
    {"ecu", "EC"}, {"egy", "EG"}, {"esp", "ES"}, {"est", "EE"}, {"fin", "FI"},
    {"fra", "FR"}, {"gbr", "GB"}, {"grc", "GR"}, {"hkg", "HK"}, {"hrv", "HR"},
    {"hun", "HU"}, {"idn", "ID"}, {"ind", "IN"}, {"irl", "IE"}, {"irn", "IR"},
    {"isl", "IS"}, {"isr", "IL"}, {"ita", "IT"}, {"jpn", "JP"}, {"kor", "KR"},
    {"kwt", "KW"}, {"ltu", "LT"}, {"lux", "LU"}, {"lva", "LV"}, {"mex", "MX"},
    {"mys", "MY"}, {"nld", "NL"}, {"nor", "NO"}, {"nzl", "NZ"}, {"per", "PE"},
    {"phl", "PH"}, {"pol", "PL"}, {"pri", "PR"}, {"prt", "PT"}, {"rou", "RO"},
    {"rus", "RU"}, {"sau", "SA"}, {"sgp", "SG"}, {"sun", "SU"}, {"svk", "SK"},
    {"svn", "SI"}, {"swe", "SE"}, {"tha", "TH"}, {"tun", "TN"}, {"tur", "TR"},
    {"twn", "TW"}, {"ury", "UY"}, {"usa", "US"}, {"ven", "VE"}, {"yug", "YU"},
    {"zaf", "ZA"}, {"zwe", "ZW"},
};

static const char *
find_country(const char *code)
{
    for (gsize i = 0; i < G_N_ELEMENTS(countries); i++)
        if (g_ascii_strcasecmp(countries[i][0], code) == 0)
            return countries[i][1];
    return NULL;
}

gboolean
bp_uucp_region(const char *file, BpPlace *place)
{
    g_autofree char *name = g_path_get_basename(file);
    g_auto(GStrv) parts = g_strsplit(name, ".", -1);
    g_autofree char *region = NULL;
    const char *country;

    if (g_strv_length(parts) < 2 || strlen(parts[0]) != 1)
        return FALSE;
    country = find_country(parts[1]);
    if (!country)
        return FALSE;
    if (parts[2] && g_ascii_isalpha(parts[2][0]))
        region = g_strdup_printf("%s.%s", country, parts[2]);
    return bp_place_by_region(region ? region : country, place);
}
