/* invariants.h - what must hold of any case, whoever ran it. */
#ifndef BP_TEST_MODEL_INVARIANTS_H
#define BP_TEST_MODEL_INVARIANTS_H

#include "case.h"

/**
 * invariants_check:
 * @log: of LogEntry
 *
 * Returns: (nullable): what does not hold:
 * - time never goes back
 * - no recipient-copy ends twice
 * - whoever is closed from the beginning, serves and vouches for nobody, sends only what was
 *   written there
 * - where nothing limits it, mail reaches exactly those that a breadth-first search does
 */
const char *invariants_check(const Case *c, const GArray *log);

#endif
