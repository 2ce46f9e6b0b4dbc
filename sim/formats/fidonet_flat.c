/* fidonet_flat.c - the nodelist of 1984 and 1985: one net without zones, and in its
 * comments who forwards for whom (`Route-To`).
 *
 * `001     25  1200    Fidos_Board     1-415-555-0100    San_Francisco..CA`: number, cents
 * a minute, speed, name, telephone, place. A number behind a semicolon is out of
 * service. */
#include "fidonet.h"

#include <math.h>
#include <string.h>

enum {
    NUMBER,
    CENTS,
    SPEED,
    NAME,
    PHONE,
    PLACE,
    N_FIELDS,
};

typedef struct {
    BpFidonetList *list;
    const BpImportFile *file;
    int line;
    guint32 first;     /* entry of this file */
    guint32 forwarder; /* the entry whose members are being listed, or BP_NONE */
    gboolean in_group;
} Flat;

/* The words of a line; NULL if it is not like an entry. */
static char **
split_entry(const char *text)
{
    g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
    g_auto(GStrv) all = g_strsplit_set(text, " \t", -1);

    for (char **word = all; *word; word++)
        if (**word)
            g_ptr_array_add(words, g_strdup(*word));
    if (words->len < PHONE)
        return NULL;
    for (guint i = NUMBER; i <= SPEED; i++) {
        const char *word = g_ptr_array_index(words, i);
        gsize n = strspn(word, "0123456789");

        if (n == 0 || n > 5 || word[n] != '\0' || (i == NUMBER && n > 4))
            return NULL;
    }
    while (words->len < N_FIELDS)
        g_ptr_array_add(words, g_strdup(""));
    g_ptr_array_add(words, NULL);
    g_ptr_array_set_free_func(words, NULL);
    return (char **)(gpointer)g_ptr_array_steal(words, NULL);
}

gboolean
bp_fidonet_is_flat(const BpImportFile *file)
{
    const char *at = file->text, *end = file->text + file->n_bytes;
    BpFidonetLine line;

    while (bp_fidonet_next_line(&at, end, &line)) {
        g_autofree char *text = NULL;
        g_auto(GStrv) fields = NULL;

        if (line.n == 0 || line.text[0] == ';' || line.n > BP_FIDONET_LINE_MAX)
            continue;
        text = g_strndup(line.text, line.n);
        fields = split_entry(text);
        return fields != NULL;
    }
    return FALSE;
}

/* `San_Francisco..CA`. */
static void
place_by_city(const char *city, BpPlace *place)
{
    const char *dot = strrchr(city, '.');
    g_autofree char *region =
        g_strdup_printf("US.%s", dot && strlen(dot) == 3 ? dot + 1 : "");

    if (strlen(region) == strlen("US.CA"))
        bp_place_by_region(region, place);
}

static void
add_entry(Flat *flat, char *const *fields)
{
    BpFidonetList *list = flat->list;
    BpPlace where = {NAN, NAN};
    BpFidonetEntry entry = {.rank = BP_FIDONET_NODE, .parent = BP_NONE, .zone = 1};
    char *speed[] = {fields[SPEED], NULL};
    BpFidonetFlags flags = bp_fidonet_flags(speed, 1);
    g_autofree char *name =
        g_strdup_printf("fido%d", (int)g_ascii_strtoll(fields[NUMBER], NULL, 10));

    entry.hours = flags.hours;
    entry.modems = flags.modems;
    entry.cents = (guint32)g_ascii_strtoull(fields[CENTS], NULL, 10);
    entry.phone = bp_fidonet_phone(fields[PHONE], &where);
    if (entry.phone == 0)
        place_by_city(fields[PLACE], &where);
    list->n_lines++;
    if (!bp_fidonet_add(list, name, where, &entry))
        bp_import_skip(list->importing, flat->file, flat->line,
                       "%s is in the list already", name);
}

/* `;011 25 1200 ...`: listed, but out of service. */
static gboolean
is_out_of_service(const char *text)
{
    g_auto(GStrv) fields = g_ascii_isdigit(text[1]) ? split_entry(text + 1) : NULL;

    return fields != NULL;
}

static void
read_entry(Flat *flat, const BpFidonetLine *line)
{
    g_autofree char *text = g_strndup(line->text, line->n);
    g_auto(GStrv) fields = NULL;

    if (text[0] == ';') {
        flat->list->n_down += is_out_of_service(text) ? 1 : 0;
        return;
    }
    fields = split_entry(text);
    if (fields)
        add_entry(flat, fields);
    else
        bp_import_skip(flat->list->importing, flat->file, flat->line,
                       "\"%.20s...\": expected number, cents a minute, speed, name, "
                       "telephone and place",
                       text);
}

/* ---- who forwards for whom ---- */

static guint32
find_entry(const Flat *flat, guint64 number)
{
    g_autofree char *name = g_strdup_printf("fido%" G_GUINT64_FORMAT, number);
    guint32 host = bp_network_find(flat->list->importing->network, name);

    return host >= flat->first ? host : BP_NONE;
}

static void
tell_absent(const Flat *flat, guint64 number)
{
    bp_problems_add(flat->list->importing->notes, flat->file->path, flat->line,
                    "Route-To names %" G_GUINT64_FORMAT ", which is not in service",
                    number);
}

static void
begin_group(Flat *flat, const char *number)
{
    guint64 wanted = g_ascii_strtoull(number, NULL, 10);

    flat->in_group = TRUE;
    flat->forwarder = find_entry(flat, wanted);
    if (flat->forwarder == BP_NONE)
        tell_absent(flat, wanted);
    else
        g_array_index(flat->list->entries, BpFidonetEntry, flat->forwarder).rank =
            BP_FIDONET_HOST;
}

static void
add_members(Flat *flat, const char *text)
{
    while (*text) {
        char *end;
        guint64 number = g_ascii_strtoull(text, &end, 10);
        guint32 member = find_entry(flat, number);

        if (member == BP_NONE)
            tell_absent(flat, number);
        else if (member != flat->forwarder && flat->forwarder != BP_NONE)
            g_array_index(flat->list->entries, BpFidonetEntry, member).parent =
                flat->forwarder;
        text = end + strspn(end, ", \t");
    }
}

/* `;   Route-To 27`, then `;  * 14,21,27`. Any other line ends the group. */
static void
read_group(Flat *flat, const BpFidonetLine *line)
{
    g_autofree char *text = g_strndup(line->text, line->n);
    const char *at = text;

    if (*at != ';') {
        flat->in_group = FALSE;
        return;
    }
    at++;
    at += strspn(at, " \t*#");
    if (g_ascii_strncasecmp(at, "Route-To ", strlen("Route-To ")) == 0) {
        at += strlen("Route-To ");
        at += strspn(at, " ");
        flat->in_group = FALSE;
        if (g_ascii_isdigit(*at))
            begin_group(flat, at);
    } else if (flat->in_group && g_ascii_isdigit(*at) &&
               at[strspn(at, "0123456789, \t")] == '\0') {
        add_members(flat, at);
    } else {
        flat->in_group = FALSE;
    }
}

/* A host of a group that is also a member of another stays a host. */
static void
settle_hosts(Flat *flat)
{
    for (guint32 i = flat->first; i < flat->list->entries->len; i++) {
        BpFidonetEntry *entry = &g_array_index(flat->list->entries, BpFidonetEntry, i);

        if (entry->rank == BP_FIDONET_HOST) {
            entry->parent = BP_NONE;
            flat->list->n_hosts++;
        }
    }
}

static BpPlace
place_of(const Flat *flat, guint32 entry)
{
    BpHost host = bp_network_host(flat->list->importing->network, entry);

    return (BpPlace){host.lat, host.lon};
}

/* The nearest host with a group; the first if nobody knows where @of is, or any of them. One
 * of which nobody knows it is nearer than none. */
static guint32
nearest_host(const Flat *flat, guint32 of)
{
    guint32 best = BP_NONE;
    double least = INFINITY;

    for (guint32 i = flat->first; i < flat->list->entries->len; i++) {
        const BpFidonetEntry *entry =
            &g_array_index(flat->list->entries, BpFidonetEntry, i);
        double distance = bp_place_distance(place_of(flat, of), place_of(flat, i));

        if (entry->rank != BP_FIDONET_HOST)
            continue;
        if (best == BP_NONE)
            best = i;
        /* Of what is not known no distance is less. */
        if (distance < least) {
            best = i;
            least = distance;
        }
    }
    return best;
}

/* Who is in no group called everybody himself. Some fourteen thousand links would say
 * that; here he hands his mail to the nearest who forwards, which is what the nets of
 * June 1985 made of it. Without groups all are hosts. */
static void
place_others(Flat *flat)
{
    for (guint32 i = flat->first; i < flat->list->entries->len; i++) {
        BpFidonetEntry *entry = &g_array_index(flat->list->entries, BpFidonetEntry, i);

        if (entry->rank == BP_FIDONET_HOST || entry->parent != BP_NONE)
            continue;
        if (flat->list->n_hosts == 0)
            entry->rank = BP_FIDONET_HOST;
        else
            entry->parent = nearest_host(flat, i);
    }
}

/* Members are listed behind the nodes: the file is read twice. */
void
bp_fidonet_read_flat(BpFidonetList *list, const BpImportFile *file)
{
    Flat flat = {
        .list = list, .file = file, .first = list->entries->len, .forwarder = BP_NONE};

    for (guint pass = 0; pass < 2; pass++) {
        const char *at = file->text, *end = file->text + file->n_bytes;
        BpFidonetLine line;

        flat.line = 0;
        while (bp_fidonet_next_line(&at, end, &line)) {
            flat.line++;
            if (line.n == 0 || line.n > BP_FIDONET_LINE_MAX)
                continue;
            if (pass == 0)
                read_entry(&flat, &line);
            else
                read_group(&flat, &line);
        }
    }
    settle_hosts(&flat);
    place_others(&flat);
}
