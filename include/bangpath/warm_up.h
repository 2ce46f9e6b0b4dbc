/* warm_up.h - how long a run takes to settle, by what it was seen to do.
 *
 * Layer: results. A run begins with empty spools, so its first days say little of the rest.
 * MSER-5 (see bp_mser5()) tells where a series stops being affected by that; several runs
 * of one scenario are averaged first, look by look.
 */
#ifndef BANGPATH_WARM_UP_H
#define BANGPATH_WARM_UP_H

#include <bangpath/run_db.h>
#include <glib.h>

/** BP_WARM_UP_HAM_WAITING: letters that are neither delivered nor bounced: by Little's law
 * the mean delay times the rate. No series of its own, but the difference of three. */
#define BP_WARM_UP_HAM_WAITING "ham_waiting"

/**
 * BpWarmUpRow: one measure.
 * @per_look: what was added from look to look, as of all that counts from the begin; else
 *   how it stood
 * @settles: FALSE if it does not within the first half of the run
 * @settled_us: when it has, if @settles; a multiple of five looks
 */
typedef struct {
    const char *measure; /* interned */
    gboolean per_look;
    gboolean settles;
    gint64 settled_us;
} BpWarmUpRow;

/** BpWarmUp: the verdict. @look_us: from look to look. @given_us: the scenario's. */
typedef struct {
    guint n_runs;
    guint n_looks;
    gint64 look_us;
    gint64 given_us;
    gint64 begin_unix_s;
    gint64 length_us;
    char *title;   /* owned */
    GArray *seeds; /* owned: of guint64, one a run */
    GArray *rows;  /* owned: of BpWarmUpRow */
} BpWarmUp;

/**
 * bp_warm_up:
 * @runs: (array length=n): of one scenario, with as many seeds as there are runs
 * @measures: (nullable) (array zero-terminated=1): names of series, or
 *   BP_WARM_UP_HAM_WAITING; NULL: this and a few more, of those in which anything happens
 *
 * Returns: (transfer full) (nullable): BP_ERROR_VALUE if a run was stopped, two differ in
 * their length or begin, or a measure is not there; BP_ERROR_INPUT on damage.
 */
BpWarmUp *bp_warm_up(BpRunDb *const *runs, guint n, const char *const *measures,
                     GError **error);
void bp_warm_up_free(BpWarmUp *warm_up);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BpWarmUp, bp_warm_up_free)

/** bp_warm_up_enough_us: by when all rows have settled; -1 if one does not. */
gint64 bp_warm_up_enough_us(const BpWarmUp *warm_up);

/** bp_warm_up_text: (transfer full): a table and a verdict. */
char *bp_warm_up_text(const BpWarmUp *warm_up);

/** bp_warm_up_json: (transfer full): an object; times in seconds: `bangpath`, `title`,
 * `runs`, `seeds`, `looks`, `look_s`, `warm_up_s`, `enough_s` (null: not within the run),
 * `suffices`, and `measures`, each with `measure`, `per_look` and `settled_s`. */
char *bp_warm_up_json(const BpWarmUp *warm_up);

#endif
