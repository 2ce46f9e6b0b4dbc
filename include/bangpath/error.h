/* error.h - the one error domain, and the list of what is wrong with a file.
 *
 * Layer: base. Everything that can go wrong with input is a GError of this domain.
 */
#ifndef BANGPATH_ERROR_H
#define BANGPATH_ERROR_H

#include <glib.h>

#define BP_ERROR (bp_error_quark())

/**
 * BpErrorCode:
 * @BP_ERROR_VALUE: a value that cannot be used: the message says what would be right
 * @BP_ERROR_SYNTAX: text that does not follow its file's grammar
 * @BP_ERROR_UNKNOWN: a name that nothing has; the message names the nearest that exists
 * @BP_ERROR_INPUT: an input that cannot be read
 * @BP_ERROR_EXISTS: an output that is there already
 * @BP_ERROR_OUTPUT: an output that cannot be written, such as on a full disk
 * @BP_ERROR_LIMIT: more of something than the program has room for
 * @BP_ERROR_BOOKS: the books do not balance: a fault of the program
 */
typedef enum {
    BP_ERROR_VALUE,
    BP_ERROR_SYNTAX,
    BP_ERROR_UNKNOWN,
    BP_ERROR_INPUT,
    BP_ERROR_EXISTS,
    BP_ERROR_OUTPUT,
    BP_ERROR_LIMIT,
    BP_ERROR_BOOKS,
} BpErrorCode;

GQuark bp_error_quark(void);

/**
 * BpProblems: everything wrong with one set of input, in the order found, so that a user
 * mends a file once and not once a mistake.
 */
typedef struct _BpProblems BpProblems;

BpProblems *bp_problems_new(void);
void bp_problems_free(BpProblems *problems);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BpProblems, bp_problems_free)

/**
 * bp_problems_add:
 * @file: (nullable): what to name before the line
 * @line: 1 and up, or 0 where no line can be named
 *
 * Adds `file:line: text`, as one line: a newline in it is `\x0a`, and what is far too long loses its
 * middle. After the first 100 the rest are only counted.
 */
void bp_problems_add(BpProblems *problems, const char *file, int line,
                     const char *format, ...) G_GNUC_PRINTF(4, 5);

/** bp_problems_count: how many were added, those only counted included. */
guint bp_problems_count(const BpProblems *problems);

/**
 * bp_problems_to_error:
 *
 * Returns: TRUE if there is no problem; else FALSE, and @error is BP_ERROR_VALUE whose
 * message is one line a problem, the last without a newline.
 */
gboolean bp_problems_to_error(const BpProblems *problems, GError **error);

/**
 * bp_nearest:
 * @names: (array zero-terminated=1): the known names
 *
 * Returns: (nullable) (transfer none): the name that fewest insertions, deletions,
 * exchanges and swaps of neighbours lead to (Damerau-Levenshtein, case ignored), the
 * first such of the list; NULL if every one is further than a third of @name's length
 * plus one.
 */
const char *bp_nearest(const char *name, const char *const *names);

/**
 * bp_why_unreadable:
 * @path: what could not be opened
 * @failure: an errno
 *
 * Returns: (transfer full): what that means; if there is no such file, also which of its folder
 * may have been meant, or that there is no such folder.
 */
char *bp_why_unreadable(const char *path, int failure);

#endif
