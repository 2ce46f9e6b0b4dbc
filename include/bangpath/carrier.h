/* carrier.h - moves files over channels: permanent lines, access lines, calls.
 *
 * Layer: network. Knows files by their size and number of recipients; whose they are and
 * where they wait is the business of the freight that it is given.
 */
#ifndef BANGPATH_CARRIER_H
#define BANGPATH_CARRIER_H

#include <bangpath/archive.h>
#include <bangpath/network.h>
#include <bangpath/queue.h>
#include <glib.h>

/** BpFile: what a channel is to carry next. */
typedef struct {
    guint64 body_bytes;
    guint n_recipients;
    guint32 to;     /* the host that it goes to: on a net the channel does not say */
    guint8 flavour; /* a BpFlavour: how urgent its sender made it */
} BpFile;

/**
 * BpLane: what every file changes that crosses a channel, in one piece of 16 bytes: that is
 * nearly all the memory that a hop touches.
 * @last: the freight's own: of what waits; if it has BpFreight.across, BP_NONE where nothing
 *   does
 * @copies: @bytes: the freight's own: what has crossed
 * @line_us: the carrier's
 *
 * Of @bytes and @line_us it has the lower 32 bits: see bp_lane_add().
 */
typedef struct {
    guint32 last;
    guint32 copies;
    guint32 bytes;
    guint32 line_us;
} BpLane;

/** bp_lane_add: adds @n, below 2^63 whatever its sign, to the number whose lower half is
 * *@low, and the upper one *@high. */
static inline void
bp_lane_add(guint32 *low, guint32 *high, gint64 n)
{
    gint64 sum = (gint64)*low + n;

    *low = (guint32)sum;
    if (G_UNLIKELY(sum >> 32 != 0))
        *high += (guint32)(sum >> 32);
}

/**
 * BpFreight: where files wait.
 * @first: the file that goes next; FALSE if none waits. It stays where it is until taken,
 *   and is first as long as it is being sent.
 * @asked: the receiver has seen the envelope of the first file: it drops the recipients
 *   that it refuses. FALSE if none is left: the file has gone, its body is not sent.
 * @take: the first file is across: removes it and returns its number
 * @arrive: called after the channel has begun its next file
 * @interrupted: (nullable): the first @n files were being sent and have to begin again:
 *   others may go first now
 * @bundle: (nullable): where no protocol bundles: all files of @grade or more urgent, the
 *   first @first's, as one; how many, at least one where @first has one of that grade
 * @across: (nullable): the first file of a plain channel is across: @first, @take and
 *   @arrive in one. The freight removes it, has bp_carrier_send() send the next, if there is
 *   one, and only then deals with what has arrived
 *
 * Over a net, where several files of a channel are under way at once:
 * @begin: takes out the file that goes next, and says its number; FALSE if none waits
 * @offered: as @asked, of the file numbered @number, which may have another number then
 * @put_back: file @number has to begin again: it waits, first of all, for @primary, whom it
 *   was for at first
 * @unreachable: whom file @number was to be sent to did not answer, or had no room. Returns:
 *   the host that stands in for it; or BP_NONE: the file is out of the way, to be tried later.
 *   @primary is whom it was for at first, @tries how many have stood in already, or BP_NONE:
 *   no other is wanted.
 * @foretell: (nullable): whether all of file @number is sure to be taken when it is offered,
 *   whatever happens before, unless bp_carrier_doubt() says otherwise
 * @foretold: that has been said of file @number, in place of @offered
 */
typedef struct {
    gboolean (*first)(gpointer data, guint32 channel, BpFile *file);
    gboolean (*asked)(gpointer data, guint32 channel);
    guint32 (*take)(gpointer data, guint32 channel);
    void (*arrive)(gpointer data, guint32 channel, guint32 file);
    void (*interrupted)(gpointer data, guint32 channel, guint32 n);
    guint32 (*bundle)(gpointer data, guint32 channel, guint8 grade, BpFile *file);
    void (*across)(gpointer data, guint32 channel);
    gboolean (*begin)(gpointer data, guint32 channel, BpFile *file, guint32 *number);
    gboolean (*offered)(gpointer data, guint32 channel, guint32 *number, BpFile *file);
    void (*put_back)(gpointer data, guint32 channel, guint32 number, guint32 primary);
    guint32 (*unreachable)(gpointer data, guint32 channel, guint32 number,
                           guint32 primary, guint32 tries);
    gboolean (*foretell)(gpointer data, guint32 channel, guint32 number);
    void (*foretold)(gpointer data, guint32 channel, guint32 number);
} BpFreight;

/** BpCarriage: sums over all lines. */
typedef struct {
    guint64 calls_made;       /* that got through */
    guint64 calls_busy;       /* no free line at one end */
    guint64 calls_dropped;    /* of those made: by a line drop, or a fault */
    guint64 calls_failed;     /* nobody answered: the line or the other end was down */
    guint64 noisy_lines;      /* kinds of line that damage bits */
    guint64 repeats;          /* blocks sent again because of damaged bits */
    guint64 faults;           /* of links and hosts, since the begin */
    guint64 connections_made; /* over nets */
    guint64 connections_refused;    /* the other end had as many as it may */
    guint64 connections_unanswered; /* it, or the way to it, was down */
    gint64 line_us; /* calls: from dialling to hang-up; other lines: while sending */
    gint64 paid_udollars;  /* by all payers */
    gint64 rents_udollars; /* of this, for lines by the month */
} BpCarriage;

typedef struct _BpCarrier BpCarrier;

/**
 * bp_carrier_new:
 * @queue: @network: outlive it
 * @begin_unix_s: for local time
 * @seed: of line drops and the phase of polls
 */
BpCarrier *bp_carrier_new(const BpNetwork *network, BpQueue *queue, gint64 begin_unix_s,
                          guint64 seed, const BpFreight *freight, gpointer data);
void bp_carrier_free(BpCarrier *carrier);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BpCarrier, bp_carrier_free)

/** bp_carrier_kick: the first file has come to wait for @channel, where none did. */
void bp_carrier_kick(BpCarrier *carrier, guint32 channel);

/**
 * bp_carrier_begin:
 * @number: of @file, which has come for @channel, for which nothing waits; its owner, if it has
 *   one, has nothing to add
 *
 * What bp_carrier_kick() does of a file that stands nowhere: it is under way from now on, as if
 * BpFreight.begin had said so. FALSE: it has to wait, as @channel leads to no net, its line is
 * down, or has all the connections that it may.
 */
gboolean bp_carrier_begin(BpCarrier *carrier, guint32 channel, const BpFile *file,
                          guint32 number);

/** bp_carrier_plain_links: (array): by link, not 0 if it is of a permanent line of the map
 * whose files take times that are sums of few terms, first come, first served, at no price:
 * nothing that happens in between matters, but for faults. The number is the kind of line. */
const guint8 *bp_carrier_plain_links(const BpCarrier *carrier);

/** bp_carrier_plain_envelopes: (array): by those numbers: what a mail for one is sent with
 * besides its body. */
const guint32 *bp_carrier_plain_envelopes(const BpCarrier *carrier);

/** bp_carrier_send: the first file of @channel, which is plain and sends nothing, is of
 * @body_bytes, and what more recipients than one add: bp_carrier_kick() for who knows that
 * already. */
void bp_carrier_send(BpCarrier *carrier, guint32 channel, guint64 body_bytes);

/** bp_carrier_doubt: what was foretold of files on their way to @host may not hold any more. */
void bp_carrier_doubt(BpCarrier *carrier, guint32 host);

/** bp_carrier_doubt_sender: likewise of files from @host, but for those on its further lines. */
void bp_carrier_doubt_sender(BpCarrier *carrier, guint32 host);

/** bp_carrier_catch_up: has the freight hear of what was foretold and has been said by now:
 * for whoever is to look at its books. What happens does not depend on it. */
void bp_carrier_catch_up(BpCarrier *carrier);

/** bp_carrier_lanes: (array): one a channel. */
BpLane *bp_carrier_lanes(BpCarrier *carrier);

/** bp_carrier_start: begins the polls and the rents. Once, at time 0. */
void bp_carrier_start(BpCarrier *carrier);

/** bp_carrier_sending: how many of the first files of @channel, where some wait, are being
 * sent just now: on a permanent line that works it is always one. */
guint32 bp_carrier_sending(const BpCarrier *carrier, guint32 channel);

/**
 * bp_carrier_fail_link: the line is dead until it is mended. What is under way on it is lost
 * and begins again then, a call is dropped, a try to call fails. One that fails twice is to be
 * mended twice.
 */
void bp_carrier_fail_link(BpCarrier *carrier, guint32 link);
void bp_carrier_mend_link(BpCarrier *carrier, guint32 link);

/**
 * bp_carrier_fail_host: @host sends nothing and takes no calls until it is mended; what waits
 * there stays. What it was sending, or being sent, is lost and begins again. Over a net its
 * peers try later.
 */
void bp_carrier_fail_host(BpCarrier *carrier, guint32 host);
void bp_carrier_mend_host(BpCarrier *carrier, guint32 host);

/** bp_carrier_host_is_down: whether @host is under a fault just now. */
gboolean bp_carrier_host_is_down(const BpCarrier *carrier, guint32 host);

/** bp_carrier_each_moving: calls @each, with no time, for every file that is under way over
 * a net: it stands nowhere else. */
void bp_carrier_each_moving(const BpCarrier *carrier, BpEach each, gpointer data);

/** bp_carrier_settle: counts line time to now and no further: what is being sent up to
 * here, calls that go on as if they ended here. Once, when the run is over. */
void bp_carrier_settle(BpCarrier *carrier);

const BpCarriage *bp_carrier_sums(const BpCarrier *carrier);

/** bp_carrier_link_line_us: as in BpCarriage, of one link. */
gint64 bp_carrier_link_line_us(const BpCarrier *carrier, guint32 link);

/** bp_carrier_paid_udollars: what @host has paid for calls and lines, rents up to the last
 * day that was charged. */
gint64 bp_carrier_paid_udollars(const BpCarrier *carrier, guint32 host);

/** bp_carrier_link_paid_udollars: what was paid for one link. */
gint64 bp_carrier_link_paid_udollars(const BpCarrier *carrier, guint32 link);

/** bp_carrier_end_paid_udollars: of this, what the end paid that @channel leads from. */
gint64 bp_carrier_end_paid_udollars(const BpCarrier *carrier, guint32 channel);

/** bp_carrier_archive: calls, faults, sums and bills. Loading takes a carrier of the same
 * network, started; its events are the queue's, which has been loaded. */
void bp_carrier_archive(BpCarrier *carrier, BpArchive *archive);

/** bp_carrier_check: what was loaded against where the freight waits: a channel that sends has
 * a file, and @waiting says by channel how many wait. */
void bp_carrier_check(const BpCarrier *carrier, BpArchive *archive,
                      const guint32 *waiting);

/** bp_carrier_link_repeats: as in BpCarriage, of one link. */
guint64 bp_carrier_link_repeats(const BpCarrier *carrier, guint32 link);

/** bp_carrier_link_calls: how many calls got through on one link. */
guint32 bp_carrier_link_calls(const BpCarrier *carrier, guint32 link);

/** BpExpected: a file that will soon be sent.
 * @from_access: channel of @from to the first net that it is on, or BP_NONE
 * @to_access: likewise */
typedef struct {
    guint32 from;
    guint32 to;
    guint32 from_access;
    guint32 to_access;
} BpExpected;

/** bp_carrier_expect: see bp_post_expect(). */
void bp_carrier_expect(const BpCarrier *carrier, const BpExpected *expected);

#endif
