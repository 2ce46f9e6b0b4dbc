/* convert.h - a network in the words of the time's own programs.
 *
 * Layer: formats. A conversion is one file, sim/formats/convert_NAME.c, and one word in
 * sim/formats/meson.build. It makes files in memory; whoever asked writes them.
 */
#ifndef BANGPATH_CONVERT_H
#define BANGPATH_CONVERT_H

#include <bangpath/network.h>
#include <glib.h>

/** BpConvertedFile: one file of a conversion. */
typedef struct {
    char *path;       /* owned: below the conversion's folder, parted by slashes */
    GString *text;    /* owned */
    gboolean is_tool; /* to be executable */
} BpConvertedFile;

/** BpConverted: what came of it. */
typedef struct {
    GPtrArray *files; /* owned, of owned BpConvertedFile */
    guint n_hosts;    /* that are in it */
    guint
        n_hosts_left; /* left out: of other networks, or with names that it cannot hold */
    guint n_links_left;   /* left out: with one of these at an end, or over a net */
    const char *why_left; /* static: which hosts and links those are */
} BpConverted;

/**
 * BpConverter: a row of the table of conversions.
 * @is_folder: it makes several files; else the one file has an empty path
 * @make: fills @converted, which is empty
 */
typedef struct {
    const char *name;
    const char *help; /* one line */
    gboolean is_folder;
    void (*make)(const BpNetwork *network, BpConverted *converted);
} BpConverter;

/** bp_converters: (array zero-terminated=1): made from the list in sim/formats/meson.build. */
extern const BpConverter *const bp_converters[];

/** bp_convert_find: (nullable): by name. */
const BpConverter *bp_convert_find(const char *name);

/** bp_convert: (transfer full): @network, finished, as @converter has it. */
BpConverted *bp_convert(const BpConverter *converter, const BpNetwork *network);

void bp_converted_free(BpConverted *converted);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BpConverted, bp_converted_free)

/** bp_convert_add: a new, empty file of @converted; its text is to be appended to. */
GString *bp_convert_add(BpConverted *converted, const char *path);

/**
 * bp_convert_has_host: whether a conversion for programs of UUCP can hold @host: a host of that
 * network, and no net, whose name is of letters, digits, dots, dashes and underscores, and
 * begins with a letter or digit: such a name is safe as a file's, too.
 */
gboolean bp_convert_has_host(const BpNetwork *network, guint32 host);

/** bp_convert_has_link: whether both its ends are such hosts. */
gboolean bp_convert_has_link(const BpNetwork *network, guint32 link);

/** bp_convert_count: fills in how many hosts and links bp_convert_has_host() and
 * bp_convert_has_link() leave out. */
void bp_convert_count(const BpNetwork *network, BpConverted *converted);

/** BpConvertedCall: how one host calls a neighbour of it, as a Systems file has it. */
typedef struct {
    const char *from; /* borrowed */
    const char *to;   /* borrowed */
    char *times;      /* owned: bp_schedule_times(), or Never for who is only called */
    gint64 period_us; /* it polls so often; 0: only when there is mail */
    gint64 bps;
    gboolean is_direct; /* a line that never hangs up: no number is dialled */
    char number[16];    /* of a telephone, invented: a host's is the same everywhere */
    const BpLine *line; /* borrowed */
} BpConvertedCall;

void bp_convert_call_clear(BpConvertedCall *call);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BpConvertedCall, bp_convert_call_clear)

/** bp_convert_call: fills in @call; FALSE if no such host is at either end of @channel. */
gboolean bp_convert_call(const BpNetwork *network, guint32 channel,
                         BpConvertedCall *call);

/** bp_convert_number: the telephone number that @host has in conversions: in the exchange 555,
 * which no real subscriber had. @number gets 11 bytes. */
void bp_convert_number(guint32 host, char *number);

#endif
