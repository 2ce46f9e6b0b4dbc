/* carrier_private.h - what carrier.c and call.c share. */
#ifndef BANGPATH_CARRIER_PRIVATE_H
#define BANGPATH_CARRIER_PRIVATE_H

#include "network_private.h"

#include <bangpath/calendar.h>
#include <bangpath/carrier.h>

typedef struct Dial Dial;
struct BpNets;

/* The event of a transfer that a fault has ended before its time. */
typedef struct {
    gint64 at_us;
    guint32 channel;
} Cut;

/* A kind of line, with what is asked of its protocol for every call and file, once. */
typedef struct {
    const BpLine *line; /* borrowed from the network */
    gint64 session_us;
    gint64 turn_us;
    gint64 hangup_us;
    guint64 envelope_bytes; /* for one recipient */
    gboolean is_free;       /* no call costs anything, whatever the hour */
    gboolean has_pace;
    BpPace pace;
    BpNoise noise; /* if the protocol has any */
} Track;

/* A line that bp_carrier_plain_links() is about: how long a file takes. */
typedef struct {
    gint64 fixed_us;
    guint64 bps;
    guint64 inverse;    /* (2^64 - 1) / bps */
    const Track *track; /* borrowed; not NULL: what files take is in its pace */
    gboolean is_plain;
} Plain;

/* What changes is described to archives in carrier.c, call.c and fault.c. */
struct _BpCarrier {
    const BpNetwork *network; /* borrowed */
    const guint32 *ends;      /* borrowed from the network, by channel */
    BpQueue *queue;           /* borrowed */
    const BpLine **lines;     /* owned array of borrowed lines */
    Track *tracks;            /* owned, by line */
    guint8 *is_charged;       /* owned, by line: it has a price */
    gint64
        *used_from_us; /* owned, by channel: since when it sends, or -1; NULL where no
                             permanent link has a price */
    BpFreight freight;
    gpointer data; /* borrowed: the freight's */
    gint64 begin_unix_s;
    guint64 seed;
    gboolean has_nets;
    BpEventKind done;
    BpEventKind asked;
    BpEventKind call;
    gint64 *paid_udollars; /* owned, by host */
    BpLane *lanes;         /* owned, by channel */
    guint32 *line_us_high; /* owned, by channel: what a lane has no room for */
    guint8 *plain_of; /* owned, by link: place in plains + 1, or 0: it is not plain */
    Plain *plains;    /* owned */
    guint32 *plain_envelopes;   /* owned: by place in plains + 1 */
    gint64 *link_paid_udollars; /* owned, by link */
    gint64 *paid_at_b_udollars; /* owned, by link: of this, by the end b */
    BpCarriage sums;
    guint32 *dial_of; /* owned, by link: place in dials or BP_NONE; NULL if no link is
                             dialled */
    guint16 *lines_taken; /* owned, by host: lines in calls */
    char *dials;          /* owned, of Dial: see dial.h */
    guint32 n_dials;
    GArray *across;        /* owned, of guint32: scratch of a file that ends */
    guint64 *link_repeats; /* owned, by link; NULL where no bits are damaged */
    guint32 stream_drop;
    guint32 stream_errors;
    guint32 stream_poll;
    guint32 stream_redial;
    guint16 *link_faults; /* owned, by link: how often it is down; NULL until one is */
    guint16 *host_faults; /* owned, by host; likewise */
    guint32 n_faults;     /* that last */
    GArray *cuts;         /* owned, of Cut: events that stand for nothing */
    struct BpNets *nets;  /* owned; NULL if there are none */
    BpEventKind rent;
    gint64 rent_paid_us; /* rents are paid up to here */
};

/* Which of carrier->lines @link is of. */
static inline guint32
bp_carrier_line(const BpCarrier *carrier, guint32 link)
{
    return bp_kind_of(&carrier->network->kinds, link)->line;
}

static inline void
bp_count_line_us(BpCarrier *carrier, guint32 channel, gint64 us)
{
    bp_lane_add(&carrier->lanes[channel].line_us, &carrier->line_us_high[channel], us);
}

/* track.c */
void bp_tracks_init(BpCarrier *carrier);
gint64 bp_carrier_file_us(const BpLine *line, const BpLineView *view,
                          const BpFile *file);
/* The same on a line of the map, bit errors and all, which are counted; @lost: the call ends for
 * them. */
gint64 bp_track_file_us(BpCarrier *carrier, const Track *track, const BpFile *file,
                        guint32 channel, gboolean *lost);

/* carrier.c */
/* Sends what waits first on a permanent channel that is idle. */
void bp_carrier_send_next(BpCarrier *carrier, guint32 channel);
/* A transfer was counted whole when it began: takes back what is left of it. */
void bp_carrier_take_back(gpointer data, gint64 at_us, guint32 channel);

/* bill.c */
gint64 bp_carrier_price_udollars(gint64 udollars_per_min, gint64 us);
/* The hour on @payer's telephone bill. */
BpTariff bp_carrier_tariff(const BpCarrier *carrier, guint32 payer);
/* What @link's end @end, 0 or 1, caused, to who pays for it. */
void bp_carrier_bill(BpCarrier *carrier, guint32 link, guint end, gint64 udollars);
/* A permanent channel begins to send, or ends; that is billed then, if it has a price. */
void bp_use_begins(BpCarrier *carrier, guint32 channel);
void bp_use_ends(BpCarrier *carrier, guint32 channel);
/* Bills what is still being sent. */
void bp_uses_settle(BpCarrier *carrier);
void bp_bills_init(BpCarrier *carrier);
void bp_bills_archive(BpCarrier *carrier, BpArchive *archive);
void bp_rents_start(BpCarrier *carrier);
/* Charges all rents up to now. */
void bp_rents_settle(BpCarrier *carrier);

/* fault.c */
/* Whether both ends and the link are free of faults; of an access line its own end. */
gboolean bp_link_is_up(const BpCarrier *carrier, guint32 link);
/* Whether a file over net channel @channel would find @to there. */
gboolean bp_is_reachable(const BpCarrier *carrier, guint32 channel, guint32 to);
/* Whether the event of @channel that comes just now was cut; then it is forgotten. */
gboolean bp_was_cut(BpCarrier *carrier, guint32 channel);
void bp_faults_settle(BpCarrier *carrier);
void bp_faults_clear(BpCarrier *carrier);
void bp_faults_archive(BpCarrier *carrier, BpArchive *archive);

/* call.c */
void bp_calls_init(BpCarrier *carrier);
void bp_calls_clear(BpCarrier *carrier);
void bp_calls_settle(BpCarrier *carrier);
void bp_calls_archive(BpCarrier *carrier, BpArchive *archive);
/* @i: place in dials. */
void bp_call_wanted(BpCarrier *carrier, guint32 i, guint32 channel);
/* The line is dead, or an end of it, or mended again. */
void bp_call_cut(BpCarrier *carrier, guint32 i);
void bp_call_mended(BpCarrier *carrier, guint32 i);

#endif
