/* subject.h - a case through the program itself. */
#ifndef BP_TEST_MODEL_SUBJECT_H
#define BP_TEST_MODEL_SUBJECT_H

#include "case.h"

/**
 * subject_run:
 *
 * Adds all that happens in @c to @log, of LogEntry, in a world that is put together by
 * hand. The books are balanced at several moments.
 */
void subject_run(const Case *c, GArray *log);

/** subject_run_files: the same of the files that @c is written as: they are read by the
 * program's readers. */
void subject_run_files(const Case *c, GArray *log);

#endif
