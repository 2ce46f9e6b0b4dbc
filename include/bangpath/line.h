/* line.h - what a link is made of: modems and wires by name, a protocol, a price.
 *
 * Layer: network. Links that are alike share one line, so that a link itself stays small.
 */
#ifndef BANGPATH_LINE_H
#define BANGPATH_LINE_H

#include <bangpath/protocol.h>
#include <bangpath/schedule.h>
#include <glib.h>

/** BpTariff: hours of the day with a price of their own (AT&T, 1989: day 8-17; evening
 * 17-23, Sundays too; night 23-8, all Saturday, and Sunday until 17). */
typedef enum {
    BP_TARIFF_DAY,
    BP_TARIFF_EVENING,
    BP_TARIFF_NIGHT,
    BP_N_TARIFFS,
} BpTariff;

/** BpLine: plain data; all bytes defined, so two can be compared by memcmp(). */
typedef struct {
    const BpProtocol *protocol;
    gint64 protocol_params[BP_PROTOCOL_PARAMS];
    BpLineView view;         /* speed and latency */
    gint64 setup_us;         /* from dialling to carrier */
    gint64 retry_us;         /* wait after the first failed call; doubles to a cap */
    gint64 drop_interval_us; /* mean connected time to a line drop; 0 = never drops */
    gint64 price_udollars[BP_N_TARIFFS]; /* a minute, charged by the minute begun */
    BpSchedule schedule;
} BpLine;

/** BP_RETRY_CAP_US: the longest wait between two tries: 23 h, so that tries drift round
 * the clock (HoneyDanBer, parms.h). */
#define BP_RETRY_CAP_US (23 * BP_HOUR_US)

/** BP_RETRY_FIRST_US: 5 min (HoneyDanBer, parms.h). */
#define BP_RETRY_FIRST_US (5 * BP_MINUTE_US)

/** BpLineProfile: a line known by name. */
typedef struct {
    const char *name;
    gint64 bps;
    gint64 setup_us;
    gint64 latency_us; /* one way */
    gboolean dial_up;  /* schedule demand unless given; else permanent */
    const char *help;  /* with its source */
} BpLineProfile;

/** bp_line_profiles: ends with a NULL name; from about 1962 to 1998. */
extern const BpLineProfile bp_line_profiles[];

/** bp_line_profile_find: (nullable): by name. */
const BpLineProfile *bp_line_profile_find(const char *name);

/** bp_line_profile_names: (transfer container): NULL-terminated. */
const char **bp_line_profile_names(void);

/** bp_line_from_profile: a line of that kind with @protocol at its parameters' defaults,
 * the profile's schedule, HoneyDanBer's retry, no drops and no price. */
BpLine bp_line_from_profile(const BpLineProfile *profile, const BpProtocol *protocol);

/** bp_tariff_at: which price holds at a minute of the local week. */
BpTariff bp_tariff_at(int minute_of_week);

#endif
