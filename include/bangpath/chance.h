/* chance.h - chances of hosts, mailboxes and letters that no policy moves.
 *
 * Layer: actors.
 */
#ifndef BANGPATH_CHANCE_H
#define BANGPATH_CHANCE_H

#include <bangpath/post.h>
#include <glib.h>

/** bp_chance: whether draw @counter of @entity falls within @ppm. A higher chance comes true
 * wherever a lower one does. */
gboolean bp_chance(guint64 seed, guint32 stream, guint32 entity, guint64 counter,
                   gint64 ppm);

/**
 * bp_letter_key:
 *
 * Returns: what a letter is told from others by: a hash of who wrote it, and when. It is the
 * same in every run in which it is written, which its serial number is not: each bounce
 * moves the numbers of all mail after it. Letters that one sender hands in at one instant
 * share it.
 */
guint64 bp_letter_key(guint64 seed, const BpMessageInfo *message);

#endif
