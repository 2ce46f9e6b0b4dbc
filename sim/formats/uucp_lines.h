/* uucp_lines.h - lines and schedules out of what maps say of a link.
 *
 * Private to formats.
 */
#ifndef BANGPATH_FORMATS_UUCP_LINES_H
#define BANGPATH_FORMATS_UUCP_LINES_H

#include <bangpath/network.h>
#include <bangpath/routes.h>

/**
 * bp_uucp_line:
 * @hubs: both ends are
 * @year: which modems there were; 0: those of 1986 to 1988
 *
 * The number in @network of the line that a cost of @cost, in the words of @sense, tells of.
 */
guint32 bp_uucp_line(BpNetwork *network, gint64 cost, BpCostSense sense, gboolean hubs,
                     int year);

#endif
