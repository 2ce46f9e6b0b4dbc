/* scenario_scan.h - a scenario file as groups and keys, with the line of each.
 *
 * Private to formats.
 */
#ifndef BANGPATH_FORMATS_SCENARIO_SCAN_H
#define BANGPATH_FORMATS_SCENARIO_SCAN_H

#include <bangpath/error.h>
#include <glib.h>

/** BpSetting: one key. @file: what problems call the place: a file, or `--set ...`. */
typedef struct {
    char *key;   /* owned */
    char *value; /* owned: as written, comments and blanks at its ends taken away */
    const char *file; /* interned */
    int line;         /* 0: of no file */
} BpSetting;

/** BpSection: one group and its keys, in order. */
typedef struct {
    char *title;         /* owned: as between the brackets, each run of blanks one */
    GPtrArray *settings; /* owned, of BpSetting */
    const char *file;    /* interned */
    int line;
} BpSection;

/**
 * bp_scenario_scan:
 * @file: interned
 *
 * Returns: (transfer full) (nullable) (element-type BpSection): what could be read,
 * mistakes being added to @problems; NULL if it is no text.
 */
GPtrArray *bp_scenario_scan(const char *text, gsize n_bytes, const char *file,
                            BpProblems *problems);

/** bp_section_find: (nullable): the group called @title. */
BpSection *bp_section_find(GPtrArray *sections, const char *title);

/** bp_section_get: (nullable): the setting of @key. */
BpSetting *bp_section_get(const BpSection *section, const char *key);

/** bp_section_add: (transfer none): the group called @title, made at the end if there
 * is none. */
BpSection *bp_section_add(GPtrArray *sections, const char *title, const char *file,
                          int line);

/** bp_section_set: in place of what was there, or at the end. */
void bp_section_set(BpSection *section, const char *key, const char *value,
                    const char *file, int line);

/** bp_section_drop: if it is there. */
void bp_section_drop(BpSection *section, const char *key);

/** bp_sections_copy: (transfer full): deep. */
GPtrArray *bp_sections_copy(const GPtrArray *sections);

/** bp_comment_find: (nullable): where a comment begins in a line or value: `#` or `;`
 * at its start or after a blank. */
const char *bp_comment_find(const char *text);

/** bp_title_normal: (transfer full): without blanks at its ends, one between words. */
char *bp_title_normal(const char *title);

#endif
