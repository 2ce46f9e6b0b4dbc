/* subject.h - a case through the program itself. */
#ifndef BP_TEST_MODEL_SUBJECT_H
#define BP_TEST_MODEL_SUBJECT_H

#include "case.h"

#include <bangpath/scenario.h>

/**
 * subject_run:
 *
 * Adds all that happens in @c to @log, of LogEntry, in a world that is put together by
 * hand. The books are balanced at several moments.
 */
void subject_run(const Case *c, GArray *log);

/** subject_scenario: (transfer full): @c put together by hand, to which more may be added. */
BpScenario *subject_scenario(const Case *c);

/** subject_run_files: the same of the files that @c is written as: they are read by the
 * program's readers. */
void subject_run_files(const Case *c, GArray *log);

#endif
