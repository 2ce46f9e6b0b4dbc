/* ahead.h - asking the memory for what will be needed, before it is.
 *
 * Layer: base.
 */
#ifndef BANGPATH_AHEAD_H
#define BANGPATH_AHEAD_H

#include <glib.h>

/**
 * bp_ahead:
 * @address: of what will be read or written; any is good, and none is looked at
 *
 * Has the cache's line at @address brought. A function that does nothing but that is one without
 * effect to gcc, which leaves out calls of it: so each has an empty instruction with it, which
 * none may leave out.
 */
static inline void
bp_ahead(gconstpointer address)
{
    __builtin_prefetch(address);
    __asm__ volatile("");
}

#endif
