/* scenario_file.h - scenarios as key files.
 *
 * Layer: formats.
 */
#ifndef BANGPATH_SCENARIO_FILE_H
#define BANGPATH_SCENARIO_FILE_H

#include <bangpath/error.h>
#include <bangpath/scenario.h>
#include <glib.h>

/** BP_SCENARIO_MAX_BYTES: a longer file is refused: it is not a scenario. */
#define BP_SCENARIO_MAX_BYTES (16 * 1024 * 1024)

/** BP_LENGTH_MAX_DAYS: the longest run, 40 years. */
#define BP_LENGTH_MAX_DAYS 14610

/**
 * bp_scenario_read:
 * @settings: (array zero-terminated=1) (nullable): `GROUP.KEY=VALUE`; the key starts
 * after
 *   the last dot before the first `=`; a later one goes before an earlier one
 * @seed: (nullable): goes before the file's
 * @problems: gets everything that is wrong with the scenario, its topology and its
 * trace
 *
 * Reads @path, what it extends, its topology and its mail trace. [sweep], [expect] and
 * [fork] need only be well-formed; they stand in the merged text. `sweep.GROUP.KEY=VALUES`
 * sets the key GROUP.KEY of [sweep].
 *
 * Returns: (transfer full) (nullable): NULL if there were problems.
 */
BpScenario *bp_scenario_read(const char *path, char **settings, const gint64 *seed,
                             BpProblems *problems);

/**
 * bp_scenario_read_merged:
 * @path: what the scenario is called
 * @merged: as BpScenario has it: paths in it are relative to the current directory
 *
 * The scenario that @merged was merged of. Its inputs are those that are read for it: not the
 * scenario files themselves.
 *
 * Returns: (transfer full) (nullable): NULL if there were problems.
 */
BpScenario *bp_scenario_read_merged(const char *path, const char *merged,
                                    BpProblems *problems);

/** bp_inputs_read_again: (transfer full) (nullable): of BpInput: @inputs as they are now; NULL and
 * BP_ERROR_INPUT if one is not there any more, or is another than it was. */
GPtrArray *bp_inputs_read_again(const GPtrArray *inputs, GError **error);

/** BpVariation: a value in place of the file's. */
typedef struct {
    const char *group; /* as between the brackets */
    const char *key;
    const char *value;
    const char *file; /* interned: where it stands, for problems */
    int line;
} BpVariation;

/**
 * bp_scenario_vary:
 * @base: as bp_scenario_read() gave it; must outlive what is returned
 * @variations: (array length=n): a later one goes before an earlier one
 * @seed: goes before @base's
 *
 * The scenario that @base's files would give with @variations set as well. No file is
 * read again unless a variation names another topology, schedule or trace, or moves the begin under a
 * trace; a network is generated anew if its text or its seed differs. Otherwise network
 * and trace are @base's: a run changes the network, which bp_network_reset() undoes.
 *
 * Returns: (transfer full) (nullable): NULL if there were problems.
 */
BpScenario *bp_scenario_vary(const BpScenario *base, const BpVariation *variations,
                             guint n, guint64 seed, BpProblems *problems);

#endif
