/* mailboxes.h - mbox files, a mailbox each, in a directory. */
#ifndef BANGPATH_MAILBOXES_H
#define BANGPATH_MAILBOXES_H

#include <bangpath/run_db.h>

/**
 * mailboxes_write:
 * @serial: only the mailboxes that this message came to; -1: all that something kept came to
 * @force: files that are there may be replaced, if they are plain files
 *
 * Makes @directory if it is not there. All files are written under a temporary name first: on
 * an error nothing has been replaced, and nothing is left. BP_ERROR_UNKNOWN if there is no
 * mailbox, BP_ERROR_EXISTS if a file is there, BP_ERROR_OUTPUT if one cannot be written.
 */
gboolean mailboxes_write(BpRunDb *db, gint64 serial, const char *directory,
                         gboolean force, GError **error);

#endif
