/* map_file.h - UUCP maps: files of the language that pathalias reads.
 *
 * Layer: formats. docs/maps.md has the grammar. Maps are kept by hundreds of people: what
 * cannot be read is told and left out, and never takes anything else with it but the rest of
 * its own statement.
 */
#ifndef BANGPATH_MAP_FILE_H
#define BANGPATH_MAP_FILE_H

#include <bangpath/error.h>
#include <bangpath/map.h>
#include <glib.h>

/** BP_MAP_FILE_MAX_BYTES: no file is longer: it is held in memory. Our guess of what is
 * enough: all maps of 1988 have less than 2 MB. */
#define BP_MAP_FILE_MAX_BYTES (64 * 1024 * 1024)

/**
 * BpMapEntry: what the comments of one site's entry say of it, as they were written; NULL is
 * not said. Where a field is repeated the first counts, but of names, of sites and of who
 * keeps them, all, parted by ", ".
 */
typedef struct {
    const char *names;        /* #N */
    const char *system;       /* #S: machine; system */
    const char *organisation; /* #O */
    const char *position;     /* #L */
    const char *contact;      /* #C: to keep it out of what is kept of the others */
    const char *file;
    int line; /* of the first #N */
} BpMapEntry;

/** BpMapEntryFunc: @entry lasts as long as the call. */
typedef void (*BpMapEntryFunc)(const BpMapEntry *entry, gpointer data);

/** BpMapTraceFunc: a link to @b, alias (@op is '=') or membership (@op is '{') of @a was read. */
typedef void (*BpMapTraceFunc)(const char *file, int line, guint32 a, char op,
                               guint32 b, gint64 cost, gpointer data);

/** BpMapListener: who wants to hear of what is read; what is NULL is not called. */
typedef struct {
    BpMapEntryFunc entry;
    BpMapTraceFunc trace;
    gpointer data;
} BpMapListener;

/**
 * bp_map_file_read:
 * @path: (nullable): NULL is standard input
 * @listener: (nullable):
 * @problems: gets what is skipped, and what is taken for something else, with file and line
 *
 * Adds to @map what a file says. Names that are private to it end with it.
 *
 * Returns: FALSE with @error if it cannot be read at all; whatever it holds is no error.
 */
gboolean bp_map_file_read(BpMap *map, const char *path, const BpMapListener *listener,
                          BpProblems *problems, GError **error);

/** bp_map_text_read: as above, from memory; @name is what problems call it. */
void bp_map_text_read(BpMap *map, const char *text, gsize n_bytes, const char *name,
                      const BpMapListener *listener, BpProblems *problems);

#endif
