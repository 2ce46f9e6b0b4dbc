/* fidonet_list.c - nodelists as FTS-5000 has them: an entry a line, and who hangs on whom
 * follows from the order of lines. */
#include "fidonet.h"

#include <math.h>
#include <string.h>

enum {
    KEYWORD,
    NUMBER,
    SYSTEM,
    LOCATION,
    SYSOP,
    PHONE,
    SPEED,
};

/* Where the list has got to. */
typedef struct {
    BpFidonetList *list;
    const BpImportFile *file;
    int line;
    guint zone;
    guint net;
    guint32 above[BP_FIDONET_NODE]; /* the entry of each rank in force, or BP_NONE */
} Place;

/* `1-604-...` is country 1, area 604; `011-44-...`, as dialled from the USA, 44. */
guint32
bp_fidonet_phone(const char *phone, BpPlace *place)
{
    char digits[16];
    guint country, area;
    const char *at = phone;

    if (g_str_has_prefix(at, "011-"))
        at += strlen("011-");
    country = (guint)MIN(strspn(at, "0123456789"), 4);
    if (country == 0 || at[country] != '-')
        return 0;
    area = (guint)MIN(strspn(at + country + 1, "0123456789"), 4);
    g_snprintf(digits, sizeof digits, "%.*s%.*s", (int)country, at, (int)area,
               at + country + 1);
    bp_place_by_phone(digits, place);
    return (guint32)(g_ascii_strtoull(at, NULL, 10) * 10000 +
                     g_ascii_strtoull(digits + country, NULL, 10));
}

gboolean
bp_fidonet_add(BpFidonetList *list, const char *name, BpPlace place,
               const BpFidonetEntry *entry)
{
    BpNetwork *network = list->importing->network;
    guint32 mailboxes = list->importing->options.mailboxes;
    gboolean made;
    guint32 number = bp_network_node(network, name, &made);
    BpHost *host;

    if (!made)
        return FALSE;

    g_assert(number == list->entries->len);
    host = bp_network_edit(network, number);
    host->mailboxes = mailboxes > 0 ? mailboxes : BP_FIDONET_MAILBOXES;
    host->tz_minutes = 0; /* mail hours are in UTC, and so are all windows */
    if (isnan(place.lat) && entry->parent != BP_NONE) {
        place.lat = bp_network_host(network, entry->parent).lat;
        place.lon = bp_network_host(network, entry->parent).lon;
    }
    host->lat = place.lat;
    host->lon = place.lon;
    g_array_append_val(list->entries, *entry);
    return TRUE;
}

/* Whoever has no number to be called may still say in which state he lives: `Surrey_BC`. */
static void
place_by_state(const char *location, BpPlace *place)
{
    static const char *const countries[] = {"US", "CA"};
    gsize n = strlen(location);

    if (n < 4 || location[n - 3] != '_')
        return;
    for (guint i = 0; i < G_N_ELEMENTS(countries); i++) {
        g_autofree char *region =
            g_strdup_printf("%s.%s", countries[i], location + n - 2);
        BpPlace country, state;

        /* Where the state is unknown the country's place comes back. */
        if (bp_place_by_region(countries[i], &country) &&
            bp_place_by_region(region, &state) &&
            (state.lat != country.lat || state.lon != country.lon)) {
            *place = state;
            return;
        }
    }
}

/* Sets zone and net for what follows, and forgets what was below. */
static void
enter(Place *place, BpFidonetRank rank, guint number)
{
    if (rank == BP_FIDONET_ZONE)
        place->zone = number;
    if (rank < BP_FIDONET_HUB)
        place->net = number;
    for (guint i = rank; i < BP_FIDONET_NODE; i++)
        place->above[i] = BP_NONE;
}

static guint32
find_parent(const Place *place, BpFidonetRank rank)
{
    for (guint i = rank; i-- > 0;)
        if (place->above[i] != BP_NONE)
            return place->above[i];
    return BP_NONE;
}

/* Whoever is has his host nearby. */
static gboolean
is_in_net(const Place *place)
{
    return place->above[BP_FIDONET_HOST] != BP_NONE;
}

static void
read_entry(Place *place, char **fields, BpFidonetRank rank, guint number,
           gboolean calls_only)
{
    BpFidonetList *list = place->list;
    guint node = rank < BP_FIDONET_HUB ? 0 : number;
    g_autofree char *name = NULL;
    BpPlace where = {NAN, NAN};
    BpFidonetFlags flags;
    BpFidonetEntry entry = {.rank = (guint8)rank, .calls_only = calls_only != 0};
    guint32 added;

    if (rank < BP_FIDONET_NODE)
        enter(place, rank, number);
    name = g_strdup_printf("%u:%u/%u", place->zone, place->net, node);
    flags = bp_fidonet_flags(fields + SPEED, place->zone);
    entry.hours = flags.hours;
    entry.modems = flags.modems;
    entry.wazoo = flags.wazoo != 0;
    entry.zone = (guint16)place->zone;
    entry.parent = find_parent(place, rank);
    entry.phone = bp_fidonet_phone(fields[PHONE], &where);
    if (entry.phone == 0 && !is_in_net(place))
        place_by_state(fields[LOCATION], &where);
    if (!bp_fidonet_add(list, name, where, &entry)) {
        bp_import_skip(list->importing, place->file, place->line,
                       "%s is in the list already", name);
        return;
    }
    added = list->entries->len - 1;
    if (rank < BP_FIDONET_NODE)
        place->above[rank] = added;
    if (flags.gateway)
        g_array_append_val(list->importing->gateways, added);
}

/* ---- lines ---- */

static const struct {
    const char *name;
    BpFidonetRank rank;
    gboolean calls_only;
} keywords[] = {
    {"", BP_FIDONET_NODE, FALSE},         {"Zone", BP_FIDONET_ZONE, FALSE},
    {"Region", BP_FIDONET_REGION, FALSE}, {"Host", BP_FIDONET_HOST, FALSE},
    {"Hub", BP_FIDONET_HUB, FALSE},       {"Pvt", BP_FIDONET_NODE, TRUE},
    {"Hold", BP_FIDONET_NODE, TRUE},      {"Down", BP_FIDONET_NODE, TRUE},
};

static void
count(BpFidonetList *list, const char *keyword)
{
    list->n_lines++;
    list->n_zones += g_ascii_strcasecmp(keyword, "Zone") == 0;
    list->n_regions += g_ascii_strcasecmp(keyword, "Region") == 0;
    list->n_hosts += g_ascii_strcasecmp(keyword, "Host") == 0;
    list->n_hubs += g_ascii_strcasecmp(keyword, "Hub") == 0;
    list->n_pvt += g_ascii_strcasecmp(keyword, "Pvt") == 0;
    list->n_hold += g_ascii_strcasecmp(keyword, "Hold") == 0;
    list->n_down += g_ascii_strcasecmp(keyword, "Down") == 0;
}

/* The row of a keyword, or -1. */
static int
find_keyword(const char *keyword)
{
    for (guint i = 0; i < G_N_ELEMENTS(keywords); i++)
        if (g_ascii_strcasecmp(keyword, keywords[i].name) == 0)
            return (int)i;
    return -1;
}

static gboolean
scan_number(const char *text, guint *number)
{
    gsize n = strspn(text, "0123456789");

    if (n == 0 || n > 5 || text[n] != '\0')
        return FALSE;
    *number = (guint)g_ascii_strtoull(text, NULL, 10);
    return *number <= 0xffff;
}

static void
read_line(Place *place, const BpFidonetLine *line)
{
    g_autofree char *text = g_strndup(line->text, line->n); /* up to a NUL */
    g_auto(GStrv) fields = g_strsplit(text, ",", -1);
    BpImporting *importing = place->list->importing;
    guint n_fields = g_strv_length(fields);
    guint number = 0;
    int row;

    row = n_fields > 0 ? find_keyword(g_strstrip(fields[KEYWORD])) : -1;
    if (row < 0 || n_fields <= PHONE) {
        bp_import_skip(importing, place->file, place->line,
                       row < 0 ? "\"%.20s\": expected Zone, Region, Host, Hub, Pvt, "
                                 "Hold, Down or nothing before the first comma"
                               : "\"%.20s...\": expected keyword, number, system, "
                                 "location, sysop, phone, speed and flags",
                       text);
        return;
    }
    if (!scan_number(g_strstrip(fields[NUMBER]), &number)) {
        bp_import_skip(importing, place->file, place->line,
                       "\"%.20s\": expected a number from 0 to 65535", fields[NUMBER]);
        return;
    }
    count(place->list, fields[KEYWORD]);
    if (g_ascii_strcasecmp(fields[KEYWORD], "Down") != 0)
        read_entry(place, fields, keywords[row].rank, number, keywords[row].calls_only);
}

/* A list from before there were zones is of what became zone 1. */
void
bp_fidonet_read_list(BpFidonetList *list, const BpImportFile *file)
{
    const char *at = file->text, *end = file->text + file->n_bytes;
    Place place = {.list = list, .file = file, .zone = 1, .net = 1};
    BpFidonetLine line;

    for (guint i = 0; i < BP_FIDONET_NODE; i++)
        place.above[i] = BP_NONE;
    while (bp_fidonet_next_line(&at, end, &line)) {
        place.line++;
        if (line.n == 0 || line.text[0] == ';')
            continue;
        if (line.n > BP_FIDONET_LINE_MAX)
            bp_import_skip(list->importing, file, place.line,
                           "a line of %" G_GSIZE_FORMAT " bytes: expected at most %d",
                           line.n, BP_FIDONET_LINE_MAX);
        else
            read_line(&place, &line);
    }
}
