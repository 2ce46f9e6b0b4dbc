/* case.h - a small network, some mail and what goes wrong, as plain data: drawn from a seed,
 * made smaller piece by piece, and written as files that `bangpath run` takes.
 *
 * So that no two things of different kinds happen in the same microsecond, whose order
 * nothing fixes: letters are written 7 us after a whole millisecond and every file takes
 * whole milliseconds; faults and closings have whole minutes of their own, waits for
 * the next call are no divisors of these, and repairs come some milliseconds later.
 */
#ifndef BP_TEST_MODEL_CASE_H
#define BP_TEST_MODEL_CASE_H

#include <glib.h>

#define CASE_HOSTS 6
#define CASE_NETS 2
#define CASE_NODES (CASE_HOSTS + CASE_NETS) /* nets are numbered from CASE_HOSTS on */
#define CASE_NEIGHBOURS 9                   /* links between hosts */
#define CASE_LINKS (CASE_NEIGHBOURS + 10)   /* and access lines of nets */
#define CASE_LETTERS 10
#define CASE_RECIPIENTS 4
#define CASE_WAY 6
#define CASE_FAULTS 4
#define CASE_MAILBOXES 3

#define CASE_NOBODY (-1)

enum {
    CASE_STICK,
    CASE_ROTATE,
    CASE_HOP,
};

/* Every 225 s. */
#define CASE_SCANS_PER_HOUR 16

enum {
    CASE_OPEN,
    CASE_CLOSED,
    CASE_CLOSED_BY_SENDER,
};

enum {
    CASE_DOUBLING,
    CASE_FIXED,
    CASE_TAYLOR,
};

typedef struct {
    int relay;
    int lines;
    int smart_host;     /* or CASE_NOBODY */
    guint serves;       /* bits: hosts */
    guint relay_for;    /* likewise */
    gint64 spool_bytes; /* 0: no limit */
    int connections_out;
    int connections_in;
    int max_recipients;
    int fallback; /* or CASE_NOBODY; serves it */
} CaseHost;

/* Between neighbours, or the access line of @a to the net @b: that is permanent, and the only
 * one with a latency. */
typedef struct {
    int a;
    int b;
    gboolean smtp; /* else plain; on nets only */
    gboolean pipelining;
    gint64 latency_ms;
    gint64 bps;
    gint64 overhead_ms;
    int cost_ab;
    int cost_ba;
    gboolean dialled; /* on demand; else permanent */
    gint64 setup_s;
    gint64 retry_s;
    int retry_rule;
    gint64 max_call_s; /* 0: no limit */
} CaseLink;

/* n_way 0: by table; else the hosts behind the sender's, the last one the recipient's. */
typedef struct {
    int host;
    int user;
    int n_way;
    int way[CASE_WAY];
} CaseRecipient;

typedef struct {
    gint64 at_ms;
    int host;
    int user;
    guint32 bytes;
    int n_to;
    CaseRecipient to[CASE_RECIPIENTS];
} CaseLetter;

/* Of host @a if @b is CASE_NOBODY, else of all links between @a and @b. */
typedef struct {
    int a;
    int b;
    int at_min;
    int lasts_ms;
} CaseFault;

typedef struct {
    guint64 seed;
    int length_min;
    gboolean warns;
    int n_hosts;
    CaseHost hosts[CASE_HOSTS];
    int n_links;
    CaseLink links[CASE_LINKS + 1]; /* and room for a spammer's own line */
    int n_nets;
    int crossing_ms[CASE_NETS];
    int n_letters;
    CaseLetter letters[CASE_LETTERS]; /* by time */
    int n_faults;
    CaseFault faults[CASE_FAULTS];
    guint closing; /* bits: hosts that close to @closed_to at @closes_min */
    int closes_min;
    int closed_to;
    /* Defences on nets; bits: hosts that have each. Relays are scanned CASE_SCANS_PER_HOUR. */
    guint subscribers;
    int refresh_min;
    int delist_min;
    guint greylists;
    int delay_min;
    int window_min;
    int remembers_min;
    guint limits;
    int limit_per_hour;
    int burst;
    /* Who sends from a host on a net through relays of that net, or straight if there are
     * none, letters of 1000 bytes over a line `lan`. */
    int spammer; /* or CASE_NOBODY */
    int spam_start_min;
    int spam_life_min;
    int spam_connections;
    int spam_bcc;
    int spam_targets;
    guint spam_relays; /* bits: hosts */
    int spam_use;
    gboolean spam_retries;
} Case;

/** case_draw: the same for the same seed. */
void case_draw(Case *c, guint64 seed);

/** CaseFails: whether what is looked for is still wrong with @c. */
typedef gboolean (*CaseFails)(const Case *c);

/** case_shrink: takes away letters, recipients, faults, links and all that is unusual about
 * links and hosts, as long as it @fails. */
void case_shrink(Case *c, CaseFails fails);

/** case_topology: @case_scenario: @case_trace: (transfer full): as files: the scenario names
 * case.gv and case.csv. */
char *case_topology(const Case *c);
char *case_scenario(const Case *c);
char *case_trace(const Case *c);

/** case_is_net: of a host or net. */
gboolean case_is_net(int node);

/** case_has_net: whether any link leads to @net; if none does the net is not there. */
gboolean case_has_net(const Case *c, int net);

/** case_common_net: the first that both hosts are on, or CASE_NOBODY. */
int case_common_net(const Case *c, int a, int b);

/** case_has_link: whether there is one between @a and @b, hosts or a net.
 * case_are_joined: that, or a net that both are on. */
gboolean case_has_link(const Case *c, int a, int b);
gboolean case_are_joined(const Case *c, int a, int b);

/** case_served: bits: whom @host serves, and whom it stands in for. */
guint case_served(const Case *c, int host);

/** case_host_name: `a`, `b`, ...; nets are `y` and `z`. */
const char *case_host_name(int node);

/** case_moment: (transfer full): as a scenario has it. */
char *case_moment(int at_min);

/** case_names: (transfer full): the hosts of @bits, parted by commas. */
char *case_names(guint bits);

extern const char *const case_relay_names[];
extern const char *const case_retry_names[];
extern const char *const case_use_names[];

#endif
