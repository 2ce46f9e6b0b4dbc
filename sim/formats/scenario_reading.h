/* scenario_reading.h - a scenario while it is read: what the files that read it share.
 *
 * Private to formats.
 */
#ifndef BANGPATH_FORMATS_SCENARIO_READING_H
#define BANGPATH_FORMATS_SCENARIO_READING_H

#include "scenario_scan.h"
#include "source.h"

#include <bangpath/scenario.h>

/** BpReading: from the first file to what can be run. */
typedef struct {
    BpProblems *problems;
    guint problems_before;
    BpScenario *scenario; /* owned */
    GPtrArray *open; /* owned: canonical paths of the files that extend one another */
    GPtrArray *sections;    /* owned, of BpSection */
    BpValue *values;        /* owned, nullable: of [scenario] */
    const BpScenario *base; /* borrowed, nullable: of which this is a variation */
    gboolean incomplete; /* what it extends could not be read: something is missing */
} BpReading;

/** bp_reading_is_failed: whether a problem was found since it began. */
gboolean bp_reading_is_failed(const BpReading *reading);

/** bp_reading_complain: of a value of [scenario]: @expected is what would be right. */
void bp_reading_complain(BpReading *reading, const BpValue *value, const char *key,
                         const char *expected);

/* ---- scenario_files.c ---- */

/** bp_reading_resolve: (transfer full): what @setting's file names as @path, relative to
 * itself; a setting of the command line is relative to the current directory. */
char *bp_reading_resolve(const BpSetting *setting, const char *path);

/** bp_reading_open: @stated: (nullable): the setting that names @path. FALSE after a
 * complaint. */
gboolean bp_reading_open(BpReading *reading, BpSource *source, const char *path,
                         const BpSetting *stated);

/** bp_reading_keep_input: closes @source, and keeps what it was among the inputs. */
void bp_reading_keep_input(BpReading *reading, BpSource *source, const char *path);

/** bp_reading_sections: (transfer full) (nullable): the groups of @path, on top of those that
 * it extends. */
GPtrArray *bp_reading_sections(BpReading *reading, const char *path,
                               const BpSetting *stated);

/** bp_reading_is_own: whether a group called @title is for another command, and belongs to
 * the file in which it stands. */
gboolean bp_reading_is_own(const char *title);

/** bp_title_word: @title up to its first blank, in @word. Returns: @word. */
const char *bp_title_word(const char *title, char *word, gsize size);

/* ---- scenario_settings.c ---- */

/** bp_reading_apply_settings: those of the command line, on top of the files'; @settings and
 * @seed are nullable. */
void bp_reading_apply_settings(BpReading *reading, char **settings, const gint64 *seed);

/* ---- scenario_world.c ---- */

/** bp_reading_network: reads or generates the network, or borrows that of the base. */
void bp_reading_network(BpReading *reading, const char *path);

/** bp_reading_trace: reads the mail trace, should a group have one. After the network. */
void bp_reading_trace(BpReading *reading);

#endif
