/* line.h - what a link is made of: modems and wires by name, a protocol, a price.
 *
 * Layer: network. Links that are alike share one line, so that a link itself stays small.
 */
#ifndef BANGPATH_LINE_H
#define BANGPATH_LINE_H

#include <bangpath/protocol.h>
#include <bangpath/random.h>
#include <bangpath/schedule.h>
#include <bangpath/units.h>
#include <glib.h>

/** BpTariff: hours of the day with a price of their own (AT&T, 1989: day 8-17; evening
 * 17-23, Sundays too; night 23-8, all Saturday, and Sunday until 17). */
typedef enum {
    BP_TARIFF_DAY,
    BP_TARIFF_EVENING,
    BP_TARIFF_NIGHT,
    BP_N_TARIFFS,
} BpTariff;

/**
 * BpRetryRule: when a call that failed is tried again.
 * @BP_RETRY_DOUBLING: after the line's wait, then twice as long each time, up to a cap
 * @BP_RETRY_HDB: the same, but not before HoneyDanBer's next run of uusched
 * @BP_RETRY_TAYLOR: after 10 min times the failures so far; once a day after the 26th
 * @BP_RETRY_FIXED: after the line's wait each time
 * @BP_RETRY_FTS1: after 60 to 180 s by chance, as FidoNet's mailers (FTS-1)
 */
typedef enum {
    BP_RETRY_DOUBLING,
    BP_RETRY_HDB,
    BP_RETRY_TAYLOR,
    BP_RETRY_FIXED,
    BP_RETRY_FTS1,
} BpRetryRule;

/** bp_retry_rule_names: `doubling`, `hdb`, `taylor`, `fixed`, `fts1`, NULL. */
extern const char *const bp_retry_rule_names[];

/** BpPays: whose bill it is. @BP_PAYS_USUAL: the caller's; on a line that is always there the
 * sender's; a rent is shared, but a member of a net rents its access line alone. */
typedef enum {
    BP_PAYS_USUAL,
    BP_PAYS_CALLER,
    BP_PAYS_CALLED, /* a toll-free number */
    BP_PAYS_A,      /* the end named first */
    BP_PAYS_B,
    BP_PAYS_BOTH, /* half and half */
} BpPays;

/** bp_pays_names: `usual`, `caller`, `called`, `a`, `b`, `both`, NULL. */
extern const char *const bp_pays_names[];

/** BpGrades: how urgent mail on the link is: all of it the same, or by size (grade.h). */
typedef enum {
    BP_GRADES_ONE,
    BP_GRADES_SIZE,
} BpGrades;

/** bp_grades_names: `one`, `size`, NULL. */
extern const char *const bp_grades_names[];

/** BpLine: plain data; all bytes defined, so two can be compared by memcmp(). */
typedef struct {
    const BpProtocol *protocol;
    gint64 protocol_params[BP_PROTOCOL_PARAMS];
    BpLineView view;         /* speed and latency */
    gint64 way_us;           /* how much of the latency is distance: see net.c */
    gint64 setup_us;         /* from dialling to carrier */
    gint64 retry_us;         /* wait after the first failed call */
    gint64 max_call_us;      /* a call begins no more files then; 0 = no limit */
    gint64 drop_interval_us; /* mean connected time to a line drop; 0 = never drops */
    gint64 price_udollars[BP_N_TARIFFS]; /* a minute, charged by the minute begun */
    gint64 first_udollars[BP_N_TARIFFS]; /* what a call's first minute costs more */
    gint64 rent_udollars;                /* a month */
    gint32 retry_rule;                   /* a BpRetryRule */
    gint32 pays;                         /* a BpPays */
    gint32 grades;                       /* a BpGrades */
    gint32
        connections; /* of an access line of a net, at once; 0: as its host may have */
    BpSchedule schedule;
    BpSchedule schedule_back; /* of calls by the end named last; permanent: the same */
} BpLine;

/** BP_RETRY_CAP_US: the longest wait between two tries: 23 h, so that tries drift round
 * the clock (HoneyDanBer, parms.h). */
#define BP_RETRY_CAP_US (23 * BP_HOUR_US)

/** BP_RETRY_FIRST_US: 5 min (HoneyDanBer, parms.h). */
#define BP_RETRY_FIRST_US (5 * BP_MINUTE_US)

/** BP_MONTH_US: of a rent: the twelfth part of a Julian year. */
#define BP_MONTH_US (BP_YEAR_US / 12)

/**
 * bp_line_retry_us:
 * @failures: since the last call that ended well, at least 1
 * @draw: of this failure: only BP_RETRY_FTS1 looks
 *
 * Returns: how long after its @failures-th failure in a row a call is tried again. The next
 * run of uusched is not in it: see bp_next_uusched_us().
 */
gint64 bp_line_retry_us(const BpLine *line, guint failures, BpDraw draw);

/** bp_next_uusched_us: the first run of uusched at @at_us or later: at :11 and :41 of every
 * hour (HoneyDanBer's crontab). */
gint64 bp_next_uusched_us(gint64 begin_unix_s, gint64 at_us);

/** bp_line_grade: how urgent mail of @size_bytes is on @line; @flavour, a BpFlavour, counts
 * where the protocol is one of FidoNet's. */
guint8 bp_line_grade(const BpLine *line, guint64 size_bytes, guint8 flavour);

/** BpLineProfile: a line known by name. */
typedef struct {
    const char *name;
    gint64 bps;
    gint64 setup_us;
    gint64 latency_us;    /* one way */
    gint64 way_us;        /* how much of it is distance */
    gint64 turnaround_us; /* of a half-duplex modem */
    gint64 bit_errors;    /* damaged bits of 10^12 that the modems do not mend */
    gboolean spoofs;      /* answers UUCP's g itself */
    gboolean dial_up;     /* schedule demand unless given; else permanent */
    const char *help;     /* with its source */
} BpLineProfile;

/** bp_line_profiles: ends with a NULL name; from about 1962 to 1998. */
extern const BpLineProfile bp_line_profiles[];

/** bp_line_profile_find: (nullable): by name. */
const BpLineProfile *bp_line_profile_find(const char *name);

/** bp_line_profile_names: (transfer container): NULL-terminated. */
const char **bp_line_profile_names(void);

/** bp_line_from_profile: a line of that kind with @protocol at its parameters' defaults,
 * the profile's schedule, HoneyDanBer's retry, no drops and no price. Its way_us is 0: who
 * makes an access line of it sets that. */
BpLine bp_line_from_profile(const BpLineProfile *profile, const BpProtocol *protocol);

/** bp_tariff_at: which price holds at a minute of the local week. */
BpTariff bp_tariff_at(int minute_of_week);

#endif
