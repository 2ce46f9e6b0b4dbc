/* topology_private.h - a topology while it is being read.
 *
 * Private to formats. Three steps: pieces of text go through cgraph (topology_parse.c),
 * which tells of hosts, links and attributes one at a time (topology_hosts.c,
 * topology_links.c, topology_graph.c); at the end of the file defaults, nets, links and
 * names are settled (topology_settle.c, topology_settle_links.c). topology_read.c leads.
 */
#ifndef BANGPATH_FORMATS_TOPOLOGY_PRIVATE_H
#define BANGPATH_FORMATS_TOPOLOGY_PRIVATE_H

#include "source.h"
#include "topology_attributes.h"
#include "topology_split.h"

#include <bangpath/network.h>
#include <glib.h>

/** BP_PIECE_BYTES: text parsed at a time. cgraph takes some ten times as much memory,
 * and its time grows faster than its input; larger ones are slower. */
#define BP_PIECE_BYTES 16384

/** BpHostState: what has to be known of a host until the end of the file. */
typedef struct {
    guint32 defaults; /* which of BpTopology.host_defaults */
    int line;         /* of its first mention, or of the last statement about it */
    guint32 given;    /* bits of BpHostAttribute: stated for this host, and not empty */
    guint32 stated;   /* stated, empty or not: no default applies */
} BpHostState;

/** BpLinkRecord: a link until the end of the file; costs are -1 where none is given. */
typedef struct {
    guint32 a;
    guint32 b;
    guint32 settings; /* which of BpTopology.link_settings */
    int line;
    gint32 cost;
    gint32 cost_back;
} BpLinkRecord;

/** BpLinkWay: the line that some settings come to, for one kind of ends. */
typedef struct _BpLinkWay BpLinkWay;
struct _BpLinkWay {
    BpLinkWay *next; /* owned */
    gboolean access;
    guint8 networks; /* in common, or of the net */
    guint8 band;     /* of distance, where a tariff goes by it */
    gboolean good;
    guint32 line;
    gint32 cost; /* unless the link has its own */
    gint32 cost_back;
};

/** BpLinkSettings: attributes that many links share; costs are not among them. */
typedef struct {
    guint64 explicit; /* bits: stated on the edge itself, not inherited */
    BpLinkWay *ways;  /* owned */
    guint32 number;
    const char *value[]; /* by attribute; owned by BpTopology.strings, nullable */
} BpLinkSettings;

/** BpHostDefaults: what was in force when a host was first mentioned. */
typedef struct {
    guint32 number;
    const char *value[BP_HOST_N_ATTRIBUTES]; /* owned by BpTopology.strings, nullable */
} BpHostDefaults;

/** BpNameList: serves, relay_for or smart_host of a host, until all names are known. */
typedef struct {
    guint32 host;
    int line;
    BpHostAttribute attribute;
    const char *names; /* owned by BpTopology.lists; NULL: withdrawn */
} BpNameList;

/** BP_LINK_BLOCK: links are kept in blocks, given back one by one as they go into the
 * network. */
#define BP_LINK_BLOCK 4096

typedef struct {
    const char *name; /* borrowed: what problems call the file */
    BpProblems *problems;
    guint problems_before;
    BpNetwork *network;    /* owned */
    gboolean line_refused; /* a line or speed was told to be wrong */
    gboolean strict;       /* links of the same ends are one */
    guint n_link_attributes;
    int line; /* of the statement in hand */

    GStringChunk *strings;                       /* owned: values, each once */
    GStringChunk *lists;                         /* owned */
    GHashTable *attributes[BP_TOPOLOGY_N_PARTS]; /* owned: name to number + 1 */
    GHashTable *bad;           /* owned, a set of bad default values that were told */
    GHashTable *unknown;       /* owned, a set of attributes that were told */
    GArray *hosts;             /* owned, of BpHostState, by host */
    GPtrArray *host_defaults;  /* owned, of BpHostDefaults */
    GHashTable *find_defaults; /* owned, a set of the same */
    GPtrArray *link_settings;  /* owned, of BpLinkSettings */
    GHashTable *find_settings; /* owned, a set of the same */
    GPtrArray *links;          /* owned, of blocks of BpLinkRecord */
    guint32 n_links;
    GHashTable *pairs; /* owned, (nullable): where strict: ends to number of link + 1 */
    GArray *name_lists; /* owned, of BpNameList */

    /* defaults in force at the end of the piece before; owned, nullable */
    char *host_default[BP_HOST_N_ATTRIBUTES];
    char *link_default[BP_LINK_ATTRIBUTES_MAX];

    /* the graph's own */
    char *title; /* owned, nullable */
    int epoch;
    guint8 networks; /* 0 = not given */
    char *tariff;    /* owned, nullable */

    /* the link in hand */
    gboolean link_open;
    guint32 link_a;
    guint32 link_b;
    int link_line;
    guint64 link_explicit;
    const char *link_value[BP_LINK_ATTRIBUTES_MAX];
} BpTopology;

/** bp_topology_problem: of host @host (BP_NONE: of the file), in @line. */
void bp_topology_problem(BpTopology *topology, guint32 host, int line,
                         const char *format, ...) G_GNUC_PRINTF(4, 5);

/** bp_topology_link_problem: of the link from @a to @b. */
void bp_topology_link_problem(BpTopology *topology, guint32 a, guint32 b, int line,
                              const char *format, ...) G_GNUC_PRINTF(5, 6);

/** bp_topology_part_names: `hosts`, by BpTopologyPart, as problems call them. */
extern const char *const bp_topology_part_names[];

/** bp_topology_hosts_init, bp_topology_links_init: what hosts and links are kept in, none
 * as yet. */
void bp_topology_hosts_init(BpTopology *topology);
void bp_topology_hosts_clear(BpTopology *topology);
void bp_topology_links_init(BpTopology *topology);
void bp_topology_links_clear(BpTopology *topology);

/** bp_topology_keep_text: without the blanks around it, which every parser of values passes
 * over: what is kept is looked up by name. */
const char *bp_topology_keep_text(BpTopology *topology, const char *text);

/** bp_topology_keep_default: (nullable): the text as it is kept, or NULL: none, empty, or
 * a mistake that was told. @last is what the same attribute had the time before: mostly
 * the same. */
const char *bp_topology_keep_default(BpTopology *topology, BpTopologyPart part,
                                     guint attribute, const char *text,
                                     const char *last);

/** bp_topology_link_at: @number below n_links. */
BpLinkRecord *bp_topology_link_at(BpTopology *topology, guint32 number);

/** bp_topology_apply: sets attribute @attribute of @host to @value, written as @text in
 * @line. */
void bp_topology_apply(BpTopology *topology, guint32 host, BpHostAttribute attribute,
                       const BpValue *value, const char *text, int line);

/** bp_topology_parse: reads all of @split into @topology. FALSE after a syntax error.
 * */
gboolean bp_topology_parse(BpTopology *topology, BpSplit *split);

/* What topology_parse.c tells of. Texts are valid during the call. */

/** bp_topology_host_made: @name is mentioned; @defaults: by attribute, NULL or "" where
 * there is none. */
void bp_topology_host_made(BpTopology *topology, const char *name,
                           const char *const *defaults);
void bp_topology_host_set(BpTopology *topology, const char *name, guint attribute,
                          const char *text);
void bp_topology_link_made(BpTopology *topology, const char *a, const char *b,
                           const char *const *defaults);
/** bp_topology_link_set: of the link made last. */
void bp_topology_link_set(BpTopology *topology, guint attribute, const char *text);
/** bp_topology_link_done: no more is said of the link made last. */
void bp_topology_link_done(BpTopology *topology);
void bp_topology_graph_set(BpTopology *topology, guint attribute, const char *text);
/** bp_topology_default_set: checks a default of hosts or links. */
void bp_topology_default_set(BpTopology *topology, BpTopologyPart part, guint attribute,
                             const char *text);
/** bp_topology_unknown: an attribute that nobody knows. @what: (nullable): of which
 * host. */
void bp_topology_unknown(BpTopology *topology, BpTopologyPart part,
                         const char *attribute, const char *host);
/** bp_topology_attribute: its number, or -1: Graphviz's, or -2: unknown. */
int bp_topology_attribute(BpTopology *topology, BpTopologyPart part, const char *name);

/** bp_topology_settle_links: puts all links into the network, which has its hosts. */
void bp_topology_settle_links(BpTopology *topology);

/** bp_topology_settle: what waited for the end of the file. */
void bp_topology_settle(BpTopology *topology);

/** bp_topology_read_source: with pieces of @piece_bytes. */
BpNetwork *bp_topology_read_source(BpSource *source, const char *name,
                                   gsize piece_bytes, BpProblems *problems);

#endif
