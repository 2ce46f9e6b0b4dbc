/* trace_file.h - mail traces: CSV files of who writes what to whom and when.
 *
 * Layer: formats.
 */
#ifndef BANGPATH_TRACE_FILE_H
#define BANGPATH_TRACE_FILE_H

#include <bangpath/error.h>
#include <bangpath/network.h>
#include <bangpath/trace.h>
#include <glib.h>

/**
 * bp_trace_file_read:
 * @begin_unix_s: of the scenario: what times count from
 * @problems: gets everything that is wrong with the file
 *
 * The first line is `time,from,to,bytes`; fields may be quoted as in RFC 4180, but no
 * field goes on in the next line. Time is seconds from begin with up to six decimals,
 * or an instant such as `1996-09-01T09:00:00Z`. Lines need not be sorted: they are put
 * in order of time, those of one time in order of the file.
 *
 * From is `host!user`. To is one or more addresses parted by `;`. `user@host` is routed
 * by table. A bang path `a!b!user` is followed as written: it begins at the sender's
 * host, which need not be repeated, and each host must be joined to the one before;
 * only of `host!user` this is not asked: it goes by table where host is no neighbour.
 * `u17` is mailbox 17 of a host that has more than 17 mailboxes; every other user is
 * bp_trace_user().
 *
 * Returns: (transfer full) (nullable): NULL if there were problems.
 */
BpTrace *bp_trace_file_read(const char *path, const BpNetwork *network,
                            gint64 begin_unix_s, BpProblems *problems);

/** bp_trace_text_read: as above, from memory; @name is what problems call it. */
BpTrace *bp_trace_text_read(const char *text, gsize n_bytes, const char *name,
                            const BpNetwork *network, gint64 begin_unix_s,
                            BpProblems *problems);

#endif
