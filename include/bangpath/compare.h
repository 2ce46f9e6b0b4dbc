/* compare.h - runs and sweeps side by side.
 *
 * Layer: results. The first file is what the others are compared with. A run is a sweep of
 * one point and one replication.
 */
#ifndef BANGPATH_COMPARE_H
#define BANGPATH_COMPARE_H

#include <bangpath/error.h>
#include <bangpath/statistics.h>
#include <glib.h>

typedef struct _BpResults BpResults;

/** bp_results_open: a run database, or the results file of a sweep; BP_ERROR_INPUT. */
BpResults *bp_results_open(const char *path, GError **error);
void bp_results_free(BpResults *results);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BpResults, bp_results_free)

const char *bp_results_path(const BpResults *results);

/** bp_results_title: (transfer full). */
char *bp_results_title(const BpResults *results);

/** bp_results_scenario: (transfer full): the text of the whole scenario. */
char *bp_results_scenario(const BpResults *results);

/** bp_results_input: (transfer full) (nullable): the SHA-256 of the input called @path; NULL if
 * there is none of this name. */
char *bp_results_input(const BpResults *results, const char *path);

/** bp_results_differences: (transfer full): of char *: where the scenario of @results differs
 * from that of @first: `GROUP.KEY=VALUE`, or `no GROUP.KEY`. What of it is kept, swept or
 * expected is left out. A setting that names a file differs if the file's bytes do, and not
 * if it has but another name. */
GPtrArray *bp_results_differences(const BpResults *results, const BpResults *first);

/** bp_results_seeds: (transfer full): of guint64: the seeds of the runs that @results has of
 * the point called @point, whose values are what it is compared by; empty if it has no such
 * point. */
GArray *bp_results_seeds(const BpResults *results, const char *point);

/**
 * BpDifference: how far a file is from the first one.
 * @is_paired: run by run, for seeds that both have: common random numbers; else of two
 *   means of independent runs
 * @sample: n is 0 where one of them has no such number
 */
typedef struct {
    gboolean is_paired;
    BpSample sample;
} BpDifference;

/** BpCompareRow: one measure at one point, in all files. */
typedef struct {
    char *point;               /* owned: "" for a run */
    char *measure;             /* owned */
    BpSample *samples;         /* owned: one a file */
    BpDifference *differences; /* owned: one a file; nothing in the first */
} BpCompareRow;

/**
 * bp_compare:
 * @files: (element-type BpResults): two at least
 * @measures: (nullable) (array zero-terminated=1): NULL for all
 *
 * Points are brought together by their names; the only point of a file stands beside
 * every point of the others.
 *
 * Returns: (transfer full): of BpCompareRow, by the first file's points, then by measure.
 */
GPtrArray *bp_compare(const GPtrArray *files, const char *const *measures);

/** bp_compare_text: (transfer full): a table. bp_compare_csv: a line a row, with a head.
 * bp_compare_json: an array of objects, one a row: `point`, `measure`, and `files`, each
 * with `file`, `seeds`, `n`, `mean`, `sd`, `half` and, where there is one, `difference`. */
char *bp_compare_text(const GPtrArray *files, const GPtrArray *rows);
char *bp_compare_csv(const GPtrArray *files, const GPtrArray *rows);
char *bp_compare_json(const GPtrArray *files, const GPtrArray *rows);

#endif
