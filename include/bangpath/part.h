/* part.h - a file that is written whole or not at all.
 *
 * Layer: base. What is in the making is PATH.part, beside it. Two that would write one path are told apart by a
 * lock on the part, which also lets one that a killed program has left behind be used again. A symbolic
 * link there is not followed.
 */
#ifndef BANGPATH_PART_H
#define BANGPATH_PART_H

#include <glib.h>
#include <stdio.h>

/**
 * bp_part_take: locks the part of @path for this process.
 * @makes: it is made, and emptied; else it must be there
 *
 * Returns: a file descriptor to be closed, or -1: BP_ERROR_OUTPUT.
 */
int bp_part_take(const char *path, gboolean makes, GError **error);

/** bp_part_open: (transfer full) (nullable): to write what @path is to be; BP_ERROR_OUTPUT. Until
 * bp_part_close() a signal that ends the program removes the part: one at a time. */
FILE *bp_part_open(const char *path, GError **error);

/**
 * bp_part_close:
 * @good: FALSE: an error is set already, and the part goes
 *
 * Else @path is @part when that is on the disk. Returns: @good, and whether it is.
 */
gboolean bp_part_close(const char *path, FILE *part, gboolean good, GError **error);

/** bp_part_write: all of a file that is in memory. */
gboolean bp_part_write(const char *path, const char *text, gsize length,
                       GError **error);

#endif
