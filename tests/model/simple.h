/* simple.h - the second simulator: slow and plain, and no code of the first in it. */
#ifndef BP_TEST_MODEL_SIMPLE_H
#define BP_TEST_MODEL_SIMPLE_H

#include "case.h"

/** simple_run: adds all that happens in @drawn to @log, of LogEntry. Asserts on the way that no
 * host is in more calls than it has lines. */
void simple_run(const Case *drawn, GArray *log);

#endif
