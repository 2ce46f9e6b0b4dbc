/* fidonet.h - a nodelist on its way from lines to hosts and links.
 *
 * Private to formats. Lists come in three kinds: FTS-5000's, the flat one of 1984 and 1985,
 * and differences (NODEDIFF) that make one list out of another.
 */
#ifndef BANGPATH_FORMATS_FIDONET_H
#define BANGPATH_FORMATS_FIDONET_H

#include "import_private.h"

#include <glib.h>

/** BP_FIDONET_LINE_MAX: longer lines are no entries; FTS-5000 allows 157 bytes, lists had
 * more. */
#define BP_FIDONET_LINE_MAX 1024

/** BP_FIDONET_MAILBOXES: of each node: our guess of how many of a board's users wrote
 * netmail, as in topologies/fidonet-region.gv. */
#define BP_FIDONET_MAILBOXES 8

/** BP_ALL_HOURS: takes mail all day: all 48 half hours, 00:00 UTC first. */
#define BP_ALL_HOURS ((G_GUINT64_CONSTANT(1) << 48) - 1)

typedef enum {
    BP_FIDONET_ZONE,
    BP_FIDONET_REGION,
    BP_FIDONET_HOST,
    BP_FIDONET_HUB,
    BP_FIDONET_NODE,
} BpFidonetRank;

/** BpFidonetEntry: one node that works; entry i is the network's host i. */
typedef struct {
    guint64 hours;  /* when it takes calls: half hours of UTC */
    guint32 parent; /* the entry it hangs on, or BP_NONE */
    guint32 modems; /* bits: bp_fidonet_modems */
    guint32 phone;  /* its area: country * 10000 + area; 0 unknown */
    guint32 cents;  /* a minute, as the list says; 0 where it does not */
    guint16 zone;
    guint8 rank;
    guint8 calls_only; /* Pvt or Hold: polls, and is never called */
    guint8 wazoo;      /* says that it talks more than FTS-1 */
} BpFidonetEntry;

/** BpFidonetFlags: what the flags of an entry say. */
typedef struct {
    guint64 hours;
    guint32 modems;
    gboolean wazoo;
    gboolean gateway;
} BpFidonetFlags;

/** bp_fidonet_modem: by bit: the line it makes and its speed; ends with a NULL profile.
 * Slower ones first. */
typedef struct {
    const char *profile;
    gint64 bps; /* 0: as the profile has it */
} BpFidonetModem;
extern const BpFidonetModem bp_fidonet_modems[];

/** BpFidonetList: all entries of all lists of an import. */
typedef struct {
    BpImporting *importing; /* borrowed */
    GArray *entries;        /* owned, of BpFidonetEntry */
    guint n_lines;          /* entries of the lists, those left out too */
    guint n_zones;
    guint n_regions;
    guint n_hosts;
    guint n_hubs;
    guint n_pvt;
    guint n_hold;
    guint n_down;
} BpFidonetList;

/** bp_fidonet_zone_hours: zone mail hour as half hours of UTC (FTS-5001, FTS-0001 B.2); a
 * zone that is none of the six has zone 1's: our guess. */
guint64 bp_fidonet_zone_hours(guint zone);

/** bp_fidonet_flags: of @fields, from the speed field on (NULL-terminated). */
BpFidonetFlags bp_fidonet_flags(char *const *fields, guint zone);

/** bp_fidonet_phone: country and area out of a telephone number in the list's form; its
 * place if that is known, else @place stays. */
guint32 bp_fidonet_phone(const char *phone, BpPlace *place);

/** bp_fidonet_add: a node called @name at @place (NaN: where its parent is). Returns FALSE
 * if there is one of that name already. */
gboolean bp_fidonet_add(BpFidonetList *list, const char *name, BpPlace place,
                        const BpFidonetEntry *entry);

/** BpFidonetLine: a line of a text: no line end, no NUL. */
typedef struct {
    const char *text; /* borrowed: ends in a line end */
    gsize n;
} BpFidonetLine;

/** bp_fidonet_next_line: the line at *@at, which moves on; FALSE at Ctrl-Z or @end. */
gboolean bp_fidonet_next_line(const char **at, const char *end, BpFidonetLine *line);

/** bp_fidonet_read_list: FTS-5000. */
void bp_fidonet_read_list(BpFidonetList *list, const BpImportFile *file);

/** bp_fidonet_read_flat: the list of 1985. */
void bp_fidonet_read_flat(BpFidonetList *list, const BpImportFile *file);

/** bp_fidonet_is_flat: whether its first entry is one of a flat list. */
gboolean bp_fidonet_is_flat(const BpImportFile *file);

/** bp_fidonet_is_diff: whether its second line is a command. */
gboolean bp_fidonet_is_diff(const BpImportFile *file);

/** bp_fidonet_apply_diff: (transfer full) (nullable): the new list; NULL after a problem. */
GString *bp_fidonet_apply_diff(BpImporting *importing, const BpImportFile *old,
                               const BpImportFile *diff);

/** bp_fidonet_check_crc: warns if the header's number does not fit what follows it. */
void bp_fidonet_check_crc(BpImporting *importing, const BpImportFile *file);

/** bp_fidonet_crc: CRC-16 of FTS-5000 (polynomial 0x1021, from 0), @crc: of what came
 * before. */
guint16 bp_fidonet_crc(guint16 crc, const char *text, gsize n);

/** bp_fidonet_join: links between the entries of all lists. */
void bp_fidonet_join(BpFidonetList *list);

#endif
