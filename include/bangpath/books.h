/* books.h - where every recipient-copy is, and what it cost.
 *
 * Layer: mail. sent = delivered + bounced + discarded + lost + queued, for each kind of
 * mail at every moment.
 */
#ifndef BANGPATH_BOOKS_H
#define BANGPATH_BOOKS_H

#include <bangpath/archive.h>
#include <bangpath/policy.h>
#include <glib.h>

typedef enum {
    BP_HAM,
    BP_SPAM,
    BP_WORM,
    BP_PROBE,
    BP_BOUNCE,
    BP_N_KINDS,
} BpKind;

/** bp_kind_name: `ham`, `spam`, `worm`, `probe`, `bounce`. */
const char *bp_kind_name(BpKind kind);

/** BpState: what has become of a recipient-copy. */
typedef enum {
    BP_QUEUED,
    BP_DELIVERED,
    BP_BOUNCED,
    BP_DISCARDED,
    BP_LOST,
    BP_N_STATES,
} BpState;

/** bp_state_name: `queued`, `delivered`, `bounced`, `discarded`, `lost`. */
const char *bp_state_name(BpState state);

/** BpTally: recipient-copies of one kind; @messages counts messages. */
typedef struct {
    guint64 messages;
    guint64 sent;
    guint64 in[BP_N_STATES];
    guint64 ended_by[BP_N_REASONS]; /* bounced or discarded, by reason */
} BpTally;

/** BpBooks: all sums of a run so far: 64-bit numbers and nothing else, which is how they are
 * saved. */
typedef struct {
    BpTally kind[BP_N_KINDS];
    guint64 refusals[BP_N_REASONS]; /* each no that was said to a recipient-copy, those
                                       tried elsewhere afterwards included */
    guint64 refusals_of_ham[BP_N_REASONS]; /* of these, those of ham */
    guint64 hops;                          /* copies that arrived at a next host */
    guint64 bytes;                         /* envelopes and bodies sent */
    guint64 spam_bytes_by_spammers;
    guint64 spam_bytes_by_others;
    guint64 spam_bytes_by_relays; /* of these, by who passed it on as a third party */
    guint64 spam_bytes_to_recipients; /* that were for a mailbox where they came, at
                                         least in part: the far end of what others sent */
    guint64 spam_bounce_bytes;        /* of bounces that spam made */
    guint64 backscatter;              /* bounces sent to who never sent the mail */
    guint64 warnings;   /* of the bounces, those that only say that mail still waits */
    guint64 collateral; /* ham not delivered because of a defence */
    guint64 targets;    /* distinct target mailboxes, of all spammers */
    guint64 target_hosts;      /* with any of these */
    guint64 mailboxes_reached; /* target mailboxes with at least one spam */
    guint64 hosts_reached;     /* with any of these */
    guint64 spam_to_targets;   /* spam delivered to target mailboxes */
    guint64 infected;          /* mailboxes at which a worm has run, once a worm */
    guint64 infected_hosts;    /* hosts with any of these */
    guint64 tests;             /* of hosts, by relay testers, that are over */
    guint64 relays_found;      /* of these, that the host relayed in */
} BpBooks;

/** bp_books_delivered: recipient-copies of all kinds that came into a mailbox. */
guint64 bp_books_delivered(const BpBooks *books);

/** bp_tally_balanced: whether the states add up to what was sent. */
gboolean bp_tally_balanced(const BpTally *tally);

/**
 * BpDelays: how long delivered ham took. Percentiles are exact up to 65,536 values, and
 * from then on within one part in 1,024.
 */
typedef struct _BpDelays BpDelays;

BpDelays *bp_delays_new(void);
void bp_delays_free(BpDelays *delays);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BpDelays, bp_delays_free)

/** bp_delays_archive: Loading forgets what was there. */
void bp_delays_archive(BpDelays *delays, BpArchive *archive);

void bp_delays_add(BpDelays *delays, gint64 delay_us);

guint64 bp_delays_count(const BpDelays *delays);

/** bp_delays_within: how many took at most @delay_us; one part in 1,024 may be wrong beyond
 * 65,536 values. */
guint64 bp_delays_within(const BpDelays *delays, gint64 delay_us);

/** bp_delays_mean_s: seconds; 0 if there are none. */
double bp_delays_mean_s(const BpDelays *delays);

/** bp_delays_percentile_s: seconds: the least value that at least @percent % do not exceed
 * (nearest rank); 0 if there are none. */
double bp_delays_percentile_s(const BpDelays *delays, double percent);

#endif
