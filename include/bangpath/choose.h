/* choose.h - which hosts: the largest, the luckiest, by name.
 *
 * Layer: actors.
 */
#ifndef BANGPATH_CHOOSE_H
#define BANGPATH_CHOOSE_H

#include <bangpath/network.h>
#include <bangpath/param.h>
#include <bangpath/post.h>
#include <glib.h>

/** bp_choose_hosts: (transfer full): all hosts that are no nets, by number, as guint32; if
 * @with_mailboxes those that have any. */
GArray *bp_choose_hosts(const BpNetwork *network, gboolean with_mailboxes);

/** bp_choose_mailbox: reads `u17@ihnp4`. FALSE: that is no mailbox of @network; @address is
 * untouched. */
gboolean bp_choose_mailbox(const BpNetwork *network, const char *text,
                           BpAddress *address);

/** bp_choose_shuffle: puts @hosts in an order that depends on @seed and @purpose alone: of
 * two sets, the hosts that are in both stand in the same order. */
void bp_choose_shuffle(GArray *hosts, guint64 seed, const char *purpose);

/**
 * bp_choose_selection:
 * @value: a BP_PARAM_SELECTION whose names have been checked
 * @purpose: of the random choice: a larger share contains a smaller one
 *
 * Returns: (transfer full): the hosts it selects of those with mailboxes, by number.
 * Largest N% and random N% go by their share of mailboxes: hosts are taken, the largest
 * or the luckiest first, as many as come nearest to that share, but one at least.
 */
GArray *bp_choose_selection(const BpNetwork *network, guint64 seed,
                            const BpValue *value, const char *purpose);

/** bp_choose_any: the same, but that `all` are all hosts, those without mailboxes too. */
GArray *bp_choose_any(const BpNetwork *network, guint64 seed, const BpValue *value,
                      const char *purpose);

#endif
