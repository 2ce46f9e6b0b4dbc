/* cases.h - what programs that try one drawn case after the other have in common: their
 * arguments `[CASES [FIRST_SEED]]`, and the seed that is told of when a case ends them.
 */
#ifndef BP_TEST_MODEL_CASES_H
#define BP_TEST_MODEL_CASES_H

#include <glib.h>

extern guint64 cases_n;
extern guint64 cases_first_seed;

/** cases_begin: like g_test_init(). @n: how many there are unless the arguments say so. */
void cases_begin(int *argc, char ***argv, guint64 n);

/** cases_try: @seed is the case in hand, for when the program gives up on it. */
void cases_try(guint64 seed);

/** cases_print_file: @text: (transfer full). */
void cases_print_file(const char *name, char *text);

#endif
