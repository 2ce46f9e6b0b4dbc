/* measures.h - who bore what of the spam, how relays closed, how blacklists worked.
 *
 * Layer: results. It only looks, at what is rare: a hop costs it nothing.
 */
#ifndef BANGPATH_MEASURES_H
#define BANGPATH_MEASURES_H

#include <bangpath/archive.h>
#include <bangpath/world.h>
#include <glib.h>

/**
 * BpPayer: who bears spam.
 * @BP_PAYER_SPAMMERS: on their own lines
 * @BP_PAYER_PROVIDERS: hosts that send it on for a user of theirs, such as the one where the
 *   spammer has his account
 * @BP_PAYER_RELAYS: hosts that pass it on as third parties
 * @BP_PAYER_RECIPIENTS: hosts that it came to for their own mailboxes: the far end of what
 *   one of the others sent
 */
typedef enum {
    BP_PAYER_SPAMMERS,
    BP_PAYER_PROVIDERS,
    BP_PAYER_RELAYS,
    BP_PAYER_RECIPIENTS,
    BP_N_PAYERS,
} BpPayer;

/** bp_payer_name: `spammers`, `providers`, `relays`, `recipients`. */
const char *bp_payer_name(BpPayer payer);

/**
 * BpBurden: what one kind of payer bore.
 * @bytes: sent; received, of recipients' hosts. Envelopes included
 * @line_us: how long lines were in use for that: a link's time goes by the spam's share of
 *   the bytes on it. All the time of a spammer's own line is his
 * @paid_udollars: by who pays for the line: his bill for a link goes by the spam's share of
 *   the bytes that he pays for
 */
typedef struct {
    guint64 bytes;
    gint64 line_us;
    gint64 paid_udollars;
} BpBurden;

/** BpLag: from one thing to another, of the @n hosts that have seen both, in that order.
 * @median_us: of the middle one, of two the shorter; 0 if @n is 0 */
typedef struct {
    guint32 n;
    gint64 median_us;
} BpLag;

/**
 * BpMeasures: what is known at the end.
 * @half_life_us: when half of the relays open at begin had closed, each for the first time;
 *   of 3 the second, of 4 the second; -1 if fewer have, or there were none
 * @closed: how many of these had closed, for the first time
 * @reopened: how many of those closed had opened again
 * @passed_on: hosts that handed on spam as third parties, at least once: relays that were
 *   used, and gateways of who was written to
 * @lists: blacklists; what follows is of all of them together
 * @listings: how often a host was put on one; @false_listings, without deserving it
 * @delistings: how often one was taken off
 * @listed_at_end: places on the lists that are taken at the end
 * @subscribed_mailboxes: whose hosts ask one
 * @abuse_to_listing: and the next two: of each host what came first of its kind
 */
typedef struct {
    BpBurden burden[BP_N_PAYERS];
    gint64 half_life_us;
    guint32 closed;
    guint32 reopened;
    guint32 passed_on;
    guint32 lists;
    guint64 listings;
    guint64 false_listings;
    guint64 delistings;
    guint64 listed_at_end;
    guint64 subscribed_mailboxes;
    BpLag abuse_to_listing;
    BpLag listing_to_closing;
    BpLag abuse_to_closing;
} BpMeasures;

/** BpWatch: who keeps count while the world goes on. */
typedef struct _BpWatch BpWatch;

/** bp_watch_new: before bp_world_start(). @world outlives the watch, and the watch the last
 * event. */
BpWatch *bp_watch_new(BpWorld *world);
void bp_watch_free(BpWatch *watch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BpWatch, bp_watch_free)

/** bp_watch_archive: what it has counted; of a world that is saved or loaded beside it. */
void bp_watch_archive(BpWatch *watch, BpArchive *archive);

/** bp_watch_sum_up: how things stand now: once bp_post_settle() has been called, if line
 * time is to be right to the end. */
BpMeasures bp_watch_sum_up(const BpWatch *watch);

#endif
