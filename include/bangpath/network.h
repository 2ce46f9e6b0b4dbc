/* network.h - hosts, nets and the links that join them: what stands, not what happens.
 *
 * Layer: network. Hosts and nets are numbered together from 0 in the order of their first
 * mention; "host" below is such a number. Link k has two channels: 2k carries from its end
 * a to its end b, 2k + 1 back; the access line of a host on a net is a link whose b is the
 * net. Arrays handed out stay where they are once the network is finished.
 */
#ifndef BANGPATH_NETWORK_H
#define BANGPATH_NETWORK_H

#include <bangpath/error.h>
#include <bangpath/line.h>
#include <glib.h>

#define BP_NONE G_MAXUINT32 /* no host, link, channel or place */
#define BP_TZ_UNKNOWN G_MAXINT16

/** BP_RELAY_OPEN: where `open` stands in bp_policies, which this layer does not see: the
 * relay state of a host that is given none. A test holds the two together. */
#define BP_RELAY_OPEN 2

typedef struct _BpNetwork BpNetwork;

/** BpNetKind: bits of BpHost.networks. */
typedef enum {
    BP_NET_UUCP = 1 << 0,
    BP_NET_FIDONET = 1 << 1,
    BP_NET_BITNET = 1 << 2,
    BP_NET_INTERNET = 1 << 3,
} BpNetKind;

/** bp_net_kind_names: `uucp`, `fidonet`, `bitnet`, `internet`, NULL: in bits' order. */
extern const char *const bp_net_kind_names[];

/** BpHost: a host, or a net if @is_net. */
typedef struct {
    const char *name;       /* borrowed from the network */
    gint64 spool_bytes;     /* 0 = no limit */
    guint32 mailboxes;      /* users 0 .. mailboxes - 1 */
    guint32 first_mailbox;  /* mailboxes of all hosts before; set by finish; whoever
                               reads a network sees to it that all fit 32 bits */
    guint32 smart_host;     /* or BP_NONE */
    guint32 max_recipients; /* in one transaction that it receives; where asked first */
    float lat;              /* NaN where unknown */
    float lon;
    gint16 tz_minutes; /* BP_TZ_UNKNOWN: from longitude, else UTC; finish settles it */
    guint16 lines;     /* calls at once */
    guint8 relay;      /* index into bp_policies, at begin: BP_RELAY_OPEN */
    guint8 networks;   /* BpNetKind bits */
    guint8 holes;      /* BpHole bits: what gets by it though it is closed */
    guint8 mailer : 5; /* place in bp_mailers + 1, or 0 */
    guint8 is_net : 1;
    guint8 serves_leaves : 1; /* serves="leaves" */
    guint8
        auth : 1; /* takes its users' mail from anywhere, if they prove who they are */
} BpHost;

/** BpTraits: of a BpHost, what many have in common. */
typedef struct {
    gint64 spool_bytes;
    guint32 max_recipients;
    guint16 lines;
    gint16 tz_minutes;
    guint8 relay;
    guint8 networks;
    guint8 holes;
    guint8 mailer;
    guint8 is_net;
    guint8 serves_leaves;
    guint8 auth;
} BpTraits;

/** BpLink: two ends, the line class, and pathalias's cost each way. */
typedef struct {
    guint32 a;
    guint32 b;
    guint32 line; /* index for bp_network_line() */
    gint32 cost_ab;
    gint32 cost_ba;
} BpLink;

/** bp_host_default: one mailbox, one line, open, no limit, 100 recipients (RFC 821, 4.5.3).
 */
BpHost bp_host_default(void);

BpNetwork *bp_network_new(void);
void bp_network_free(BpNetwork *network);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BpNetwork, bp_network_free)

/* ---- while it is built ---- */

/** bp_network_node: the host called @name, made with bp_host_default() at first mention.
 * @made: (out) (optional): whether it was. */
guint32 bp_network_node(BpNetwork *network, const char *name, gboolean *made);

/** bp_network_edit: (transfer none): to fill in; valid until the next node is made. */
BpHost *bp_network_edit(BpNetwork *network, guint32 host);

/** bp_network_set_org: whose it is; for pictures and stories. */
void bp_network_set_org(BpNetwork *network, guint32 host, const char *org);

/** bp_network_set_machine: what it runs on; for pictures and stories. */
void bp_network_set_machine(BpNetwork *network, guint32 host, const char *machine);

/** bp_network_set_clock: its clock is so much ahead of the right time: calls by it are early;
 * behind if negative. */
void bp_network_set_clock(BpNetwork *network, guint32 host, gint32 ahead_s);

/** BP_CONNECTIONS_OUT: what a host opens over each net at once: qmail's concurrencyremote.
 * sendmail, with a process a message, had no limit but the load of its machine (QueueLA). */
#define BP_CONNECTIONS_OUT 20

/** BP_CONNECTIONS_IN: what it takes at once: tcpserver's, in front of qmail. sendmail's
 * MaxDaemonChildren was not set out of the box. */
#define BP_CONNECTIONS_IN 40

/** bp_network_set_connections: @out over each net to others, @in from others, at once. */
void bp_network_set_connections(BpNetwork *network, guint32 host, guint16 out,
                                guint16 in);

/** bp_network_set_crossing: of a net: one way across it, access lines not counted. */
void bp_network_set_crossing(BpNetwork *network, guint32 net, gint32 us);

/** bp_network_set_fallback: @relay takes mail for @host while it does not answer, as a
 * second MX; it is to serve it as well. BP_NONE: nobody does. */
void bp_network_set_fallback(BpNetwork *network, guint32 host, guint32 relay);

/** bp_network_set_title: the topology's label; copied. */
void bp_network_set_title(BpNetwork *network, const char *title, int epoch);

/** bp_network_add_line: the index of a line like @line, one for all that are alike. */
guint32 bp_network_add_line(BpNetwork *network, const BpLine *line);

/** bp_network_add_link: returns its number. Ends differ, not both nets; b is the net. */
guint32 bp_network_add_link(BpNetwork *network, guint32 a, guint32 b, guint32 line,
                            gint32 cost_ab, gint32 cost_ba);

/** bp_network_serve: @server serves @served. */
void bp_network_serve(BpNetwork *network, guint32 server, guint32 served);

/** bp_network_relay_for: @relay relays for @peer as for its own. */
void bp_network_relay_for(BpNetwork *network, guint32 relay, guint32 peer);

/**
 * bp_network_finish:
 *
 * Numbers mailboxes (a net has none), sorts who serves whom, works out serves=leaves, time
 * zones and neighbours. Nothing may be changed or added to the map afterwards but by
 * bp_network_add_access().
 */
void bp_network_finish(BpNetwork *network);

/**
 * bp_network_add_access:
 * @net: a net that @host is on, or BP_NONE for a line that ends at @host itself
 *
 * A further line of @host, such as a spammer's own modem: a channel that no route uses.
 *
 * Returns: the channel, away from @host.
 */
guint32 bp_network_add_access(BpNetwork *network, guint32 host, guint32 net,
                              guint32 line);

/** bp_network_reset: takes back what bp_network_add_access() and bp_network_add_line()
 * added since it was finished: it is as before the first run on it. */
void bp_network_reset(BpNetwork *network);

/* ---- once it stands ---- */

guint32 bp_network_n_nodes(const BpNetwork *network);     /* hosts and nets */
guint32 bp_network_n_hosts(const BpNetwork *network);     /* nets left out */
guint32 bp_network_n_links(const BpNetwork *network);     /* of the map: access lines of
                                                           members, not further ones */
guint32 bp_network_n_channels(const BpNetwork *network);  /* further ones included */
guint64 bp_network_n_mailboxes(const BpNetwork *network); /* also while it is built */
const char *bp_network_title(const BpNetwork *network);   /* (nullable) */
int bp_network_epoch(const BpNetwork *network);           /* a year, or 0 */

/** bp_network_host: all that is known of it, put together; see below for who asks often. */
BpHost bp_network_host(const BpNetwork *network, guint32 host);

/** bp_network_traits: (transfer none): once it is finished, of whatever is a host. */
const BpTraits *bp_network_traits(const BpNetwork *network, guint32 host);

/** bp_network_mailbox: the number across the network of mailbox @user of @host, once it is
 * finished. Returns: FALSE if it has none of that number. */
gboolean bp_network_mailbox(const BpNetwork *network, guint32 host, guint32 user,
                            guint32 *mailbox);

/** bp_network_link: @link may be a further access line. */
BpLink bp_network_link(const BpNetwork *network, guint32 link);

/** bp_network_link_line: only its line's number: it must be a link. */
guint32 bp_network_link_line(const BpNetwork *network, guint32 link);

/** bp_network_ends: (array): by channel, the host or net that it leaves; so the other end of
 * @channel is that of @channel ^ 1. Valid until the next access line is added. */
const guint32 *bp_network_ends(const BpNetwork *network);

/** bp_network_n_lines: how many kinds of line there are. */
guint32 bp_network_n_lines(const BpNetwork *network);

const BpLine *bp_network_line(const BpNetwork *network, guint32 line);

/** bp_network_channel_line: the line that @channel is one direction of. */
const BpLine *bp_network_channel_line(const BpNetwork *network, guint32 channel);

/** bp_network_from: @bp_network_to: the ends of a channel: hosts, or one a net. */
guint32 bp_network_from(const BpNetwork *network, guint32 channel);
guint32 bp_network_to(const BpNetwork *network, guint32 channel);

/** bp_network_find: the host called @name, or BP_NONE. */
guint32 bp_network_find(const BpNetwork *network, const char *name);

/** bp_network_nearest: (nullable): the name most like @name, for a message. */
const char *bp_network_nearest(const BpNetwork *network, const char *name);

/** bp_network_org: (nullable). */
const char *bp_network_org(const BpNetwork *network, guint32 host);

/** bp_network_machine: (nullable). */
const char *bp_network_machine(const BpNetwork *network, guint32 host);

/** bp_network_clock_s: what bp_network_set_clock() said, or 0. */
gint32 bp_network_clock_s(const BpNetwork *network, guint32 host);

/** bp_network_connections_out: @bp_network_connections_in: as set, or the usual. */
guint bp_network_connections_out(const BpNetwork *network, guint32 host);
guint bp_network_connections_in(const BpNetwork *network, guint32 host);

/** bp_network_crossing_us: as set, or 0. */
gint32 bp_network_crossing_us(const BpNetwork *network, guint32 net);

/** bp_network_fallback: who stands in for @host, or BP_NONE. */
guint32 bp_network_fallback(const BpNetwork *network, guint32 host);

/** bp_network_reschedule: gives every link that is dialled @schedule, for both ends; costs
 * stay. Also when it is finished, but before anything moves. */
void bp_network_reschedule(BpNetwork *network, const BpSchedule *schedule);

/** bp_network_out: (array length=n): the channels that leave @host, by neighbour's number,
 * then link's; the access channel to a net it is on among them. A net's lead to members. */
const guint32 *bp_network_out(const BpNetwork *network, guint32 host, guint *n);

/** bp_network_channel_between: a channel from @from to its neighbour @to, the cheapest and
 * then the first; else, where both are on one net, @from's access channel to it; or
 * BP_NONE. */
guint32 bp_network_channel_between(const BpNetwork *network, guint32 from, guint32 to);

/** bp_network_common_net: the lowest-numbered net that both are on, or BP_NONE. */
guint32 bp_network_common_net(const BpNetwork *network, guint32 a, guint32 b);

/** bp_network_access: @host's channel to @net, the cheapest and then the first, or BP_NONE
 * if it is not on it. */
guint32 bp_network_access(const BpNetwork *network, guint32 host, guint32 net);

/** bp_network_first_access: @host's channel to the lowest-numbered net that it is on, or
 * BP_NONE. */
guint32 bp_network_first_access(const BpNetwork *network, guint32 host);

/** bp_network_serves: whether @server's serves names @served. */
gboolean bp_network_serves(const BpNetwork *network, guint32 server, guint32 served);

/** bp_network_vouches: whether @peer is in @host's serves or relay_for. */
gboolean bp_network_vouches(const BpNetwork *network, guint32 host, guint32 peer);

/** bp_network_reaches_down: whether @served is in @server's serves, or served at any depth
 * by a host that is. Not from two threads at once: it has notes of its own. */
gboolean bp_network_reaches_down(const BpNetwork *network, guint32 server,
                                 guint32 served);

/** bp_network_served_by: (array length=n): what @server's serves names, by number. */
const guint32 *bp_network_served_by(const BpNetwork *network, guint32 server, guint *n);

/** bp_network_relayed_for: (array length=n): what @relay's relay_for names, by number. */
const guint32 *bp_network_relayed_for(const BpNetwork *network, guint32 relay,
                                      guint *n);

/** bp_network_mailbox_host: the host of the mailbox numbered so across the network, below
 * bp_network_n_mailboxes().
 * @user: (out) (optional): which of the host's mailboxes it is */
guint32 bp_network_mailbox_host(const BpNetwork *network, guint64 mailbox,
                                guint32 *user);

#endif
