/* carrier_private.h - what carrier.c and call.c share. */
#ifndef BANGPATH_CARRIER_PRIVATE_H
#define BANGPATH_CARRIER_PRIVATE_H

#include <bangpath/calendar.h>
#include <bangpath/carrier.h>

typedef struct Dial Dial;

struct _BpCarrier {
    const BpNetwork *network; /* borrowed */
    const BpHost *hosts;      /* borrowed from the network */
    const BpLink *links;      /* borrowed from the network */
    BpQueue *queue;           /* borrowed */
    const BpLine **lines;     /* owned array of borrowed lines */
    guint32 *line_of;         /* owned, by link */
    guint8 *is_charged;       /* owned, by line: it has a price */
    BpFreight freight;
    gpointer data; /* borrowed: the freight's */
    gint64 begin_unix_s;
    guint64 seed;
    gboolean has_nets;
    BpEventKind done;
    BpEventKind asked;
    BpEventKind call;
    gint64 *paid_udollars;      /* owned, by host */
    gint64 *link_line_us;       /* owned, by link */
    gint64 *link_paid_udollars; /* owned, by link */
    gint64 *paid_at_b_udollars; /* owned, by link: of this, by the end b */
    BpCarriage sums;
    guint32 *dial_of; /* owned, by link: place in dials or BP_NONE; NULL if no link is
                             dialled */
    guint16 *lines_taken; /* owned, by host: lines in calls */
    GArray *dials;        /* owned, of Dial */
    guint32 stream_drop;
    guint32 stream_poll;
};

/* carrier.c */
gint64 bp_carrier_price_udollars(gint64 udollars_per_min, gint64 us);
void bp_carrier_charge(BpCarrier *carrier, guint32 payer, guint32 link,
                       gint64 udollars);
BpTariff bp_carrier_tariff(const BpCarrier *carrier, guint32 payer);
gint64 bp_carrier_file_us(const BpLine *line, const BpLineView *view,
                          const BpFile *file);

/* call.c */
void bp_calls_init(BpCarrier *carrier);
void bp_calls_clear(BpCarrier *carrier);
void bp_calls_settle(BpCarrier *carrier);
/* @i: place in dials. */
void bp_call_wanted(BpCarrier *carrier, guint32 i, guint32 channel);

#endif
