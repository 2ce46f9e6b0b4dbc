/* topology_attributes.h - the attributes of graphs, hosts and links by number.
 *
 * Private to formats. Numbers are places in bp_topology_params().
 */
#ifndef BANGPATH_FORMATS_TOPOLOGY_ATTRIBUTES_H
#define BANGPATH_FORMATS_TOPOLOGY_ATTRIBUTES_H

#include <bangpath/topology_file.h>
#include <glib.h>

typedef enum {
    BP_GRAPH_LABEL,
    BP_GRAPH_NET,
    BP_GRAPH_EPOCH,
    BP_GRAPH_TARIFF,
    BP_GRAPH_N_ATTRIBUTES,
} BpGraphAttribute;

typedef enum {
    BP_HOST_KIND,
    BP_HOST_NET,
    BP_HOST_RELAY,
    BP_HOST_HOLES,
    BP_HOST_AUTH,
    BP_HOST_MAILER,
    BP_HOST_LINES,
    BP_HOST_MAILBOXES,
    BP_HOST_SPOOL,
    BP_HOST_SERVES,
    BP_HOST_RELAY_FOR,
    BP_HOST_SMART_HOST,
    BP_HOST_MAX_RECIPIENTS,
    BP_HOST_CONNECTIONS_OUT,
    BP_HOST_CONNECTIONS_IN,
    BP_HOST_FALLBACK,
    BP_HOST_CROSSING,
    BP_HOST_LAT,
    BP_HOST_LON,
    BP_HOST_TZ,
    BP_HOST_CLOCK,
    BP_HOST_ORG,
    BP_HOST_MACHINE,
    BP_HOST_N_ATTRIBUTES,
} BpHostAttribute;

/** BP_LINK_PARAMS: the first parameter of a protocol; the others follow. */
typedef enum {
    BP_LINK_LINE,
    BP_LINK_COST,
    BP_LINK_COST_BACK,
    BP_LINK_SCHEDULE,
    BP_LINK_SCHEDULE_BACK,
    BP_LINK_PROTOCOL,
    BP_LINK_SPEED,
    BP_LINK_LATENCY,
    BP_LINK_WAY,
    BP_LINK_TURNAROUND,
    BP_LINK_ERRORS,
    BP_LINK_SPOOF,
    BP_LINK_SETUP,
    BP_LINK_PRICE,
    BP_LINK_PRICE_FIRST,
    BP_LINK_TARIFF,
    BP_LINK_RENT,
    BP_LINK_PAYER,
    BP_LINK_DROPS,
    BP_LINK_RETRY,
    BP_LINK_RETRY_RULE,
    BP_LINK_MAX_CALL,
    BP_LINK_GRADES,
    BP_LINK_PARAMS,
} BpLinkAttribute;

/** BP_LINK_ATTRIBUTES_MAX: those above and all parameters of protocols; a mask of them
 * is 64 bits. */
#define BP_LINK_ATTRIBUTES_MAX 64

/**
 * bp_topology_value:
 *
 * As bp_param_parse(), with the kinds that only topologies have: a signed place on
 * Earth (@number in millionths of a degree), bit errors (@number
 * of 10^12), a clock (@number in seconds ahead), a cost
 * (@number), a schedule (checked only), the price by time of day (checked only), a rent
 * (@number in millionths of a dollar a month), holes (@number the BpHole bits: `none`
 * stands alone for 0). A parameter of a protocol is taken as
 * it is: what is right depends on the protocol.
 */
gboolean bp_topology_value(BpTopologyPart part, guint attribute, const char *text,
                           BpValue *value, GError **error);

/** bp_topology_is_name: whether @name can be a host's: it must be able to stand in a list, an
 * address and a bang path. */
gboolean bp_topology_is_name(const char *name);

/** bp_topology_price: `0.25 $/min`, or `0.25/0.17/0.13 $/min`: day, evening, night. */
gboolean bp_topology_price(const char *text, gint64 price_udollars[BP_N_TARIFFS],
                           GError **error);

/** bp_topology_relay: the index into bp_policies of choice @choice of relay=. */
guint bp_topology_relay(gint64 choice);

/** bp_topology_nearest: (nullable): the attribute that @name is most like, ours first.
 * */
const char *bp_topology_nearest(BpTopologyPart part, const char *name);

#endif
