/* story.h - one message of a run: found, read whole, and told in words.
 *
 * Layer: results. All texts are borrowed from the database, and as they stand there: who
 * prints them makes them plain first.
 */
#ifndef BANGPATH_STORY_H
#define BANGPATH_STORY_H

#include <bangpath/run_db.h>
#include <glib.h>

/** BP_STORY_NONE: no host, no hop. */
#define BP_STORY_NONE G_MAXUINT32

/** BpStoryMessage: a row of the table `messages`. */
typedef struct {
    gint64 serial;
    const char *id;
    const char *kind;
    gint64 time_us;
    guint32 host; /* where it was written, or is handed over from */
    const char *from;
    gboolean forged;
    gint64 size_bytes;
    gint64 owner; /* 0: a user, else the number of a spammer */
} BpStoryMessage;

/** BpStoryHop: @before: the hop that the copy had come by, or BP_STORY_NONE. */
typedef struct {
    gint64 time_us;
    guint32 from;
    guint32 to;
    gint64 recipients;
    gint64 bytes;
    const char *line;     /* (nullable): the line profile's name */
    const char *protocol; /* "" if the link is not known */
    gint64 bps;
    guint32 before;
} BpStoryHop;

/** BpStoryRefusal: @peer handed it over, or BP_STORY_NONE. */
typedef struct {
    gint64 time_us;
    guint32 peer;
    guint32 host;
    const char *reason;
    gint64 recipients;
} BpStoryRefusal;

/**
 * BpStoryRecipient:
 * @reason: (nullable): why it was not delivered
 * @time_us: when it ended, @at where; -1 and BP_STORY_NONE while queued
 * @last_hop: the hop by which it came as far as it came; BP_STORY_NONE: none, or unknown
 * @refused_by: the host that would not have it from where it had come, else BP_STORY_NONE
 */
typedef struct {
    const char *address;
    guint32 host;
    const char *state;
    const char *reason;
    gint64 time_us;
    guint32 at;
    guint32 last_hop;
    guint32 refused_by;
} BpStoryRecipient;

/** BpStoryBounce: @id: (nullable): NULL if that message was not kept. @warning: it does not
 * return the message, but says that it still waits. */
typedef struct {
    gint64 serial;
    const char *id;
    guint32 host; /* where the bounce was made */
    gboolean warning;
} BpStoryBounce;

typedef struct {
    BpStoryMessage message;
    GArray *recipients; /* owned, of BpStoryRecipient, in the order of writing */
    GArray *hops;       /* owned, of BpStoryHop, by time */
    GArray *refusals;   /* owned, of BpStoryRefusal, by time */
    GArray *bounces;    /* owned, of BpStoryBounce: made because of it */
    GArray *bounced; /* owned, of BpStoryBounce: the message that it bounces, or none */
} BpStory;

/** bp_story_read: (nullable): BP_ERROR_UNKNOWN if message @serial was not kept;
 * BP_ERROR_INPUT on damage. */
BpStory *bp_story_read(BpRunDb *db, gint64 serial, GError **error);
void bp_story_free(BpStory *story);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BpStory, bp_story_free)

/**
 * bp_story_way: (transfer full): guint32 places in @hops, the first hop first, of how
 * @recipient came as far as it came. The database says of a hop for how many it was, not
 * for whom: a copy is taken to have come by the last hop to where it left from.
 */
GArray *bp_story_way(const BpStory *story, const BpStoryRecipient *recipient);

/**
 * BpStoryCut: a host that carried delivered mail of a stranger for others.
 * @relay: its relay state when it did
 * @recipients: delivered recipient-copies that came by it
 */
typedef struct {
    guint32 host;
    const char *relay;
    guint64 recipients;
} BpStoryCut;

/** bp_story_cut: (transfer full) (nullable): BpStoryCut, most recipients first, then by
 * host: third parties, neither where it was written nor where it was delivered. */
GArray *bp_story_cut(BpRunDb *db, const BpStory *story, GError **error);

/* ---- which one ---- */

/**
 * bp_story_find:
 * @text: a serial number, a UUID, or its beginning, at least 4 characters, in either case
 *
 * A number that is a kept message's is that message's, whatever ids begin like it.
 * Returns: BP_ERROR_VALUE if @text is none of these, or ambiguous: up to ten matches are
 * named; BP_ERROR_UNKNOWN if no message kept is meant.
 */
gboolean bp_story_find(BpRunDb *db, const char *text, gint64 *serial, GError **error);

/** BpStoryFilter: @kind, @state: (nullable): any. @n: at most so many, 0 all. */
typedef struct {
    const char *kind;
    const char *state; /* at least one recipient-copy is */
    gint64 n;
} BpStoryFilter;

/** BpStoryEntry: @first: the first recipient, or "". @outcome: owned: `2 delivered`.
 * @warning: a bounce that only warns of mail that waits. */
typedef struct {
    BpStoryMessage message;
    const char *first;
    gint64 n_recipients;
    char *outcome;
    gboolean warning;
} BpStoryEntry;

/** bp_story_list: (transfer full) (nullable): BpStoryEntry by serial number; @total: all
 * that fit the filter. */
GArray *bp_story_list(BpRunDb *db, const BpStoryFilter *filter, gint64 *total,
                      GError **error);

/* ---- in words: plain text, times in UTC, fit for a terminal ---- */

/**
 * bp_story_text: (transfer full) (nullable):
 * @all: every recipient, not the first BP_STORY_RECIPIENTS
 * @as: (nullable): the headers as this recipient saw them, else as the first did to whom
 *   it was delivered; BP_ERROR_UNKNOWN if it is none
 */
char *bp_story_text(BpRunDb *db, const BpStory *story, gboolean all, const char *as,
                    GError **error);

#define BP_STORY_RECIPIENTS 20

/**
 * bp_story_dialogue: (transfer full): each session about the message, in the words of its
 * protocol: SMTP's commands and replies, uucico's conversation, FTS-1, NJE.
 * @all: every session and recipient, not the first BP_STORY_RECIPIENTS
 *
 * For whom a hop was follows from the ways of the recipients, as bp_story_way() has them.
 */
char *bp_story_dialogue(BpRunDb *db, const BpStory *story, gboolean all);

/* ---- mailboxes ---- */

/** BpStoryDelivery: message @serial was delivered to @address at @time_us. */
typedef struct {
    const char *address;
    gint64 time_us;
    gint64 serial;
} BpStoryDelivery;

/** bp_story_delivered: (transfer full) (nullable): BpStoryDelivery of all messages kept, by
 * address, then by time. @serial: only to the mailboxes that message @serial came to; -1:
 * to any. */
GArray *bp_story_delivered(BpRunDb *db, gint64 serial, GError **error);

/** bp_story_mbox: (transfer full) (nullable): the message as it lay in the mailbox, for an
 * mbox file: From_ line, headers, a text that says what is known of it, an empty line. */
char *bp_story_mbox(BpRunDb *db, const BpStoryDelivery *delivery, GError **error);

/** bp_story_mailbox_file: (transfer full): the name of a file for @address, another for
 * every address: letters, digits and `_@+.-`, all else as `%2F`; at most 155 bytes, a long
 * one being cut and told apart by its SHA-256. */
char *bp_story_mailbox_file(const char *address);

/* ---- the list in words ---- */

/** bp_story_list_text: (transfer full): a line an entry. */
char *bp_story_list_text(const BpRunDb *db, const GArray *entries, gint64 total);

/** bp_story_how_to_keep: (transfer full): how much of the run's mail was kept, and how all
 * would be. */
char *bp_story_how_to_keep(const BpRunDb *db);

#endif
