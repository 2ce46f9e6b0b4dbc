/* simple_private.h - what the parts of the second simulator share: simple.c has the events and
 * faults, simple_map.c the way, simple_mail.c copies and spools, simple_lines.c what moves them
 * between neighbours, simple_net.c over nets, simple_guard.c what hosts there ask,
 * simple_spammer.c who sends what nobody wants.
 */
#ifndef BP_TEST_MODEL_SIMPLE_PRIVATE_H
#define BP_TEST_MODEL_SIMPLE_PRIVATE_H

#include "log.h"

#define MS 1000LL
#define S (1000 * MS)
#define MINUTE (60 * S)
#define HOUR (60 * MINUTE)
#define FAR (1LL << 60)
#define MAX_HOPS 25
#define TRAIL 40
#define NONE (-1)
#define NULL_SENDER (-1)

/* Over @channel to the host @to, which is not its end if that is a net. */
typedef struct {
    int channel, to;
} Hop;

typedef struct {
    int host, user;
    int n_way, at; /* hops yet to be made, from @at on */
    Hop way[TRAIL];
} Recipient;

typedef struct {
    int message, bytes;
    int from_host, from_user;
    int n;
    Recipient to[CASE_RECIPIENTS];
    int hops;
    Hop trail[TRAIL]; /* made so far: as many as hops */
    int writer;
    int next; /* host that it goes to now */
    gint64 came_min;
    gboolean warned;
    gboolean is_his;   /* still the spammer's own to hand over */
    const char *later; /* why it was last put off, where that is known */
} Copy;

typedef enum {
    SENT,  /* a file over channel x */
    CALL,  /* the call of link x goes on */
    AGAIN, /* what was deferred: @copy over channel x */
    NET,   /* a step of connection x is over */
    ROUND,
    FAIL, /* fault x begins */
    MEND, /* fault x ends */
    CLOSE,
    SCAN,
    SPAM,       /* the spammer begins */
    LOOK_AGAIN, /* whether host x is still to be on the list */
} What;

typedef struct {
    gint64 at;
    guint64 order;
    What what;
    int x;
    Copy *copy;
} Event;

typedef enum {
    IDLE,
    WAITING,
    DIALLING,
    SENDING,
} State;

typedef struct {
    State state;
    int caller, sender, failures; /* 0: the end a, 1: b */
    gint64 due, dialled, answered;
} Call;

/* The steps of a transaction; @VAIN and @REFUSED come in place of all others. */
typedef enum {
    FREE,
    VAIN,
    TURNED_AWAY,
    LEAVING, /* has no copy */
    MEETING,
    ASKING, /* bytes of the envelope */
    GRANTED,
    CARRYING, /* bytes of the body */
} Step;

/* So much of a line: its speed, parted among so many. */
typedef struct {
    gint64 bps;
    int sharers;
} Share;

typedef struct {
    Step step;
    int channel; /* of its sender, to the net */
    Copy *copy;
    int to;             /* host */
    int primary;        /* who was tried first */
    gboolean stands;    /* with @to, since an earlier transaction */
    gint64 due;         /* when the step is over */
    gint64 left, since; /* bits to be carried, in millionths, and when it was so */
    Share share;
    guint64 order;  /* of its transaction among all events */
    guint64 joined; /* when it began to carry: as a number that only grows */
} Connection;

/* Of the blacklist: from when to when. */
typedef struct {
    int host;
    gint64 from, to;
} Listing;

/* Host, peer, sender, recipient; @since it was first seen, or last let in. */
typedef struct {
    int key[6];
    gboolean known;
    gint64 since;
} Triplet;

typedef struct {
    const Case *c;
    GArray *log;
    GArray *events; /* of Event */
    guint64 order;
    gint64 now;
    int n_messages;
    int relay[CASE_HOSTS];
    gboolean closed_on_map[CASE_HOSTS]; /* at begin: no further edition comes out */
    int host_faults[CASE_HOSTS], link_faults[CASE_LINKS + 1];
    GPtrArray *spool[2 * (CASE_LINKS + 1)]; /* of Copy; the first may be under way */
    gint64 deferred_bytes[CASE_HOSTS];
    Call calls[CASE_LINKS];
    GArray *connections; /* of Connection: those that are FREE are used again */
    GArray *free_last;   /* of int: the numbers of those, the last one is taken first */
    guint64 n_joined;
    int n_spams, n_targets;  /* of the spammer: letters and addresses so far */
    int relay_in_use;        /* or NONE */
    int offered[CASE_HOSTS]; /* which of his letters each was offered last */
    int n_scans;
    GArray *listings; /* of Listing */
    GArray *triplets; /* of Triplet */
    gint64 full_at[CASE_HOSTS]
                  [CASE_HOSTS]; /* when the limit of a host forgets a peer */
    int hushed; /* a channel for which no connection is opened just now, or NONE */
} Sim;

/* simple.c */
void push(Sim *s, gint64 at, What what, int x, Copy *copy);
void withdraw(Sim *s, What what, int x);
void say(Sim *s, LogWhat what, int message, int from, int to, int user, int n,
         const char *state, const char *reason);

/* simple_map.c */
int from_of(const Sim *s, int channel);
int to_of(const Sim *s, int channel);
int access_of(const Sim *s, int host, int net);
Hop hop_between(const Sim *s, int from, int to);
/* Whether @host serves @other, at any depth; vouches: serves it or relays for it. */
gboolean serves(const Sim *s, int host, int other);
gboolean vouches(const Sim *s, int host, int peer);
/* @as_open: on the map of a world where nobody is closed. */
Hop next_hop(const Sim *s, int at, int to, gboolean as_open);

/* simple_mail.c */
void forward(Sim *s, Copy *copy, int host);
void arrive(Sim *s, Copy *copy, int channel);
/* What of @copy its receiver takes after the envelope alone, or NULL. */
Copy *offer(Sim *s, Copy *copy, int channel);
/* He hears of it, and may turn to another; @copy is as good as over. */
void tell_spammer(Sim *s, Copy *copy, int channel, int host, const char *reason);
void put_off(Sim *s, Copy *copy, int channel, const char *reason);
gboolean is_up(const Sim *s, int link);
gboolean is_on_net(const Sim *s, int channel);
gint64 file_us(const Sim *s, int channel);
gboolean has_work(const Sim *s, int channel);
void go_round(Sim *s);
void try_again(Sim *s, int channel, Copy *copy);

/* simple_lines.c */
void send_first(Sim *s, int channel);
void sent(Sim *s, int channel);
void wake(Sim *s, int channel);
void stop_call(Sim *s, int link);
void call_later(Sim *s, int link);
void call_if_work(Sim *s, int link, gint64 at);
void go_on(Sim *s, int link);

/* simple_guard.c */
void scan(Sim *s);
void look_again(Sim *s, int host);
gboolean is_listed(const Sim *s, int host, int peer);
/* Why @host does not take @copy for @to just now, or NULL; asked is counted. */
const char *why_later(Sim *s, int host, int peer, const Copy *copy,
                      const Recipient *to);

/* simple_spammer.c */
void add_spammer_line(Case *c);
gboolean is_his_line(const Sim *s, int channel);
Copy *next_spam(Sim *s);
/* Who is offered next what @refuser did not take of his, or NONE. */
int relay_after(Sim *s, int refuser);

/* simple_net.c */
void open_connections(Sim *s, int channel);
void step_over(Sim *s, int connection);
void cut_connections(Sim *s);
gint64 bytes_under_way(const Sim *s, int host);

#endif
