/* trace_private.h - a mail trace from wherever it comes.
 *
 * Private to formats.
 */
#ifndef BANGPATH_FORMATS_TRACE_PRIVATE_H
#define BANGPATH_FORMATS_TRACE_PRIVATE_H

#include "source.h"

#include <bangpath/trace_file.h>
#include <glib.h>

BpTrace *bp_trace_source_read(BpSource *source, const char *name,
                              const BpNetwork *network, gint64 begin_unix_s,
                              BpProblems *problems);

#endif
