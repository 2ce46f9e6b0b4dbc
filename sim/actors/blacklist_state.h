/* blacklist_state.h - what the files of the actor `blacklist` share: its keys, its state.
 *
 * blacklist.c has the rows and begins it all; blacklist_entries.c counts what came from
 * whom, and says who goes on and comes off; blacklist_test.c makes the relay tests,
 * blacklist_scan.c those that nobody asked for; blacklist_mistake.c lists the wrong ones; blacklist_area.c knows who belongs to whom;
 * blacklist_ask.c is about the subscribers and their copies.
 */
#ifndef BP_BLACKLIST_STATE_H
#define BP_BLACKLIST_STATE_H

#include <bangpath/actor.h>

/* The keys, as places in the group's values. */
enum {
    BP_BLACKLIST_LISTS,
    BP_BLACKLIST_EVIDENCE,
    BP_BLACKLIST_COMPLAINT,
    BP_BLACKLIST_AFTER,
    BP_BLACKLIST_PROBE,
    BP_BLACKLIST_TESTS,
    BP_BLACKLIST_PROBE_TAKES,
    BP_BLACKLIST_PROBE_RATE,
    BP_BLACKLIST_SCANS,
    BP_BLACKLIST_MISTAKES,
    BP_BLACKLIST_DELISTS,
    BP_BLACKLIST_REFRESH,
    BP_BLACKLIST_SUBSCRIBERS,
    BP_BLACKLIST_JOIN_FROM,
    BP_BLACKLIST_JOIN_OVER,
    BP_BLACKLIST_ANSWER,
};

/* The value of `lists`. */
enum {
    BP_BLACKLIST_OPEN_RELAYS,
    BP_BLACKLIST_SOURCES,
    BP_BLACKLIST_NEIGHBOURHOODS,
};

/* The value of `tests`. */
enum {
    BP_BLACKLIST_PLAIN,
    BP_BLACKLIST_ALL,
};

/* The value of `answer`. */
enum {
    BP_BLACKLIST_BOUNCE,
    BP_BLACKLIST_SILENT,
};

typedef struct {
    gint64 from_us;
    gint64 to_us;
} BpSpan;

/* What the operator thinks of a host. */
typedef enum {
    BP_STANDING_CLEAR,
    BP_STANDING_SUSPECT, /* the evidence is there; the listing is under way */
    BP_STANDING_LISTED,  /* for its own sake */
} BpStanding;

/* What is kept of a host; blacklist.c describes it to archives. */
typedef struct {
    gint64 seen_us;    /* spam reported, last */
    gint64 due_us;     /* of a suspect: when the next step is taken */
    gint64 joined_us;  /* of a subscriber: when it first fetched the list */
    GArray *spans;     /* owned, of BpSpan: when it stood on the list; NULL for never */
    guint32 n_spams;   /* that came from it */
    guint32 n_reports; /* of these, told to the operator since it was last clear */
    guint32 n_causes;  /* hosts for whose sake it stands on the list, itself one */
    guint8 standing;   /* a BpStanding */
    guint8 deserved;   /* its last span was */
} BpEntry;

typedef struct {
    const BpGroup *group; /* borrowed */
    BpWorld *world;       /* borrowed */
    BpEntry *entries;     /* owned, by host */
    guint32 n_entries;
    guint64 *
        ever; /* owned: a bit a host: it has @spans. In a few of the cache's lines, as it is
                      asked for at every letter */
    GArray *known; /* owned: hosts on nets in a random order, where it is asked for */
    gint64 next_test_us; /* when the operator is free for another */
    guint64 n_scans;
    guint64 n_mistakes;
    guint32 stream_refresh;
    guint32 stream_reports;  /* whether a spam is reported */
    guint32 stream_mistakes; /* when, and whom they hit */
    guint list;
} BpBlacklist;

/* Whether @host stood on the list once. */
static inline gboolean
bp_blacklist_ever(const BpBlacklist *blacklist, guint32 host)
{
    return blacklist->ever[host / 64] >> (host % 64) & 1;
}

/* It does now, if it never did: its entry has @spans. */
static inline void
bp_blacklist_note_ever(BpBlacklist *blacklist, guint32 host)
{
    blacklist->ever[host / 64] |= G_GUINT64_CONSTANT(1) << (host % 64);
}

/* The number that is set for @key. */
static inline gint64
bp_blacklist_value(const BpBlacklist *blacklist, guint key)
{
    return blacklist->group->values[key].number;
}

/* ---- blacklist_entries.c ---- */

/* The operator begins to hear of spam. */
void bp_blacklist_watch(BpBlacklist *blacklist);

/* Whether there is anything against @host: spam that came from it, or what a test made now
 * would find. */
gboolean bp_blacklist_deserves(const BpBlacklist *blacklist, guint32 host);

/* @host goes on for its own sake, unless that is so, and with it those who go with it. */
void bp_blacklist_put_on(BpBlacklist *blacklist, guint32 host);

/* @host goes on the list for one more host's sake, or for one fewer: off with the last. */
void bp_blacklist_blame(BpBlacklist *blacklist, guint32 host);
void bp_blacklist_clear(BpBlacklist *blacklist, guint32 host);

/* ---- blacklist_test.c ---- */

/* It tests relays before it lists them. */
gboolean bp_blacklist_is_tested(const BpBlacklist *blacklist);

/* Whether a test of @host made now would find it open. */
gboolean bp_blacklist_finds_open(const BpBlacklist *blacklist, guint32 host);

/* Asks for a test. Returns: when it ends, which may be now. */
gint64 bp_blacklist_book_test(BpBlacklist *blacklist);

/* ---- blacklist_scan.c ---- */

/* The tests of hosts that nobody complained of begin; there are hosts known. */
void bp_blacklist_scan(BpBlacklist *blacklist);

/* ---- blacklist_mistake.c ---- */

/* The mistakes begin; there are hosts known. */
void bp_blacklist_err(BpBlacklist *blacklist);

/* ---- blacklist_area.c ---- */

/* Only hosts on nets are ever asked about, so only these are listed. */
gboolean bp_blacklist_is_on_net(const BpNetwork *network, guint32 host);

/* (transfer full): the neighbourhood of @host, by number and as guint32: its provider's
 * other customers, its providers, its own customers; without itself. */
GArray *bp_blacklist_area(const BpNetwork *network, guint32 host);

/* ---- blacklist_ask.c ---- */

/* The guard, and who has it when. */
void bp_blacklist_subscribe(BpBlacklist *blacklist);

#endif
