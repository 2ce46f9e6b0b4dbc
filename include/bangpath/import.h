/* import.h - networks out of what the networks themselves published: nodelists, tables of
 * nodes, maps.
 *
 * Layer: formats. An importer is one file, sim/formats/import_NAME.c, and one word in
 * sim/formats/meson.build: it fills a network of its own kind. What all have in common
 * comes afterwards: networks are joined at their gateways, and each host is served by its
 * best-connected neighbour. Names of persons, telephone numbers and addresses are read
 * over and never kept.
 */
#ifndef BANGPATH_IMPORT_H
#define BANGPATH_IMPORT_H

#include <bangpath/error.h>
#include <bangpath/network.h>
#include <glib.h>

/** BP_IMPORT_FILE_MAX_BYTES: no file is longer. The largest nodelist was 2.9 MB; all UUCP
 * maps in one file are some 5 MB. */
#define BP_IMPORT_FILE_MAX_BYTES (64 * 1024 * 1024)

/** BpImportFile: what an importer is given: a whole file. */
typedef struct {
    const char *path; /* borrowed: what messages call it */
    const char *text; /* borrowed: may hold NULs; a NUL follows */
    gsize n_bytes;
} BpImportFile;

/** BpImportOptions: what the user asked for; 0 where he did not. */
typedef struct {
    int year;          /* as it stood at the end of this year */
    guint32 mailboxes; /* of each host */
} BpImportOptions;

/** BpImporting: one kind's files while they become a network. */
typedef struct {
    const BpImportFile *files; /* borrowed, in the order given */
    guint n_files;
    BpImportOptions options;
    BpNetwork *network;   /* borrowed: to be filled, and not finished */
    BpProblems *problems; /* borrowed: what makes the import impossible */
    BpProblems *notes;    /* borrowed: what is odd, or skipped */
    GString *summary;     /* borrowed: what there was, a line each */
    GArray *gateways;     /* borrowed, of guint32: hosts that say they are gateways */
    char *title;          /* owned, nullable: to be set */
    int epoch;            /* the year it shows, or 0: to be set */
    guint n_skipped;      /* counted by bp_import_skip() */
} BpImporting;

/** BpImport: a row of the table of importers. */
typedef struct {
    const char *name;  /* as on the command line */
    BpNetKind kind;    /* which bit its hosts get */
    const char *help;  /* one line: which files it reads */
    const char *told;  /* one line: what is as the files have it */
    const char *ruled; /* one line: what follows from rules or is guessed */
    void (*read)(BpImporting *importing);
} BpImport;

/** bp_imports: (array zero-terminated=1): made from the list in sim/formats/meson.build. */
extern const BpImport *const bp_imports[];

/** bp_import_find: (nullable): by name. */
const BpImport *bp_import_find(const char *name);

/** bp_import_skip: notes that something in @line of @file was left out, and counts it. */
void bp_import_skip(BpImporting *importing, const BpImportFile *file, int line,
                    const char *format, ...) G_GNUC_PRINTF(4, 5);

/** bp_import_text: (transfer full): @n bytes at @text in a form that a topology can hold:
 * what is not printable ASCII or UTF-8, and quotes and backslashes, become `?`. */
char *bp_import_text(const char *text, gsize n);

/** BpImportPart: files of one kind. */
typedef struct {
    const BpImport *import;
    GPtrArray *paths; /* owned, of owned strings */
} BpImportPart;

/** BpImported: what came of it. */
typedef struct {
    BpNetwork *network; /* owned: finished */
    char *comment;      /* owned: what it was made from, for the top of a file */
    char *notes;        /* owned: what is odd or was skipped, a line each; or "" */
    char *summary;      /* owned: counts, a line each */
} BpImported;

void bp_imported_free(BpImported *imported);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BpImported, bp_imported_free)

/**
 * bp_import:
 * @parts: (array length=n_parts): kinds with their files, each kind at most once
 * @gateways: (array zero-terminated=1) (nullable): `A=B`: host A of one kind and host B of
 *   another are one machine, called A; `A+B`: they stand side by side, joined by a LAN
 *
 * Returns: (transfer full) (nullable): NULL if there were problems.
 */
BpImported *bp_import(const BpImportPart *parts, guint n_parts,
                      const char *const *gateways, const BpImportOptions *options,
                      BpProblems *problems);

#endif
