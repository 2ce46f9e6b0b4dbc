/* story_page.h - what the parts of a message's story are written with.
 *
 * Private to results. Whatever comes from the database is made plain before it is written.
 *
 *   story_text.c      the whole: what it is, hops, refusals, what became of it, the cut
 *   story_list.c      the list of messages
 *   story_headers.c   what a recipient found on top of it
 *   story_dialogue.c  which sessions there were, and who was in them
 *   story_talk.c      what was said in one
 *   story_mbox.c      mailboxes
 */
#ifndef BP_STORY_PAGE_H
#define BP_STORY_PAGE_H

#include <bangpath/story.h>

/* Columns are as wide as what is in them, up to so much. */
#define STORY_WIDEST 32

/** StoryPage: @margin: before each line that story_put_line() begins. @host_width: of the names
 * in the story. */
typedef struct {
    BpRunDb *db;          /* borrowed */
    const BpStory *story; /* borrowed */
    GString *out;         /* borrowed */
    const char *margin;   /* borrowed */
    guint host_width;
    gboolean all;
} StoryPage;

void story_put(StoryPage *page, const char *format, ...) G_GNUC_PRINTF(2, 3);

/** story_put_line: the margin, the text, the end of the line. */
void story_put_line(StoryPage *page, const char *format, ...) G_GNUC_PRINTF(2, 3);

void story_put_host(StoryPage *page, guint32 host, guint width);
void story_put_moment(StoryPage *page, gint64 time_us);

/** story_put_count: `1 recipient`, `1,000 bytes`. */
void story_put_count(StoryPage *page, gint64 n, const char *one, const char *many);

/** story_shown: how many of @n rows are shown. */
guint story_shown(const StoryPage *page, guint n);

/** story_put_rest: says how many are not. */
void story_put_rest(StoryPage *page, guint n);

void story_add_padded(GString *out, const char *text, guint width);
void story_widen(guint *width, const char *text);

/** story_host: (transfer full): its name, plain. */
char *story_host(const BpRunDb *db, guint32 host);

/** story_user: (transfer full): of `u1@h`, u1, plain; `uucp` if there is no host. */
char *story_user(const char *address);

/** story_words: (transfer full): @reason in the words of who refuses, if it is one of ours;
 * no quotes around them. */
char *story_words(const char *reason);

/** story_line_date: (transfer full): as ctime() has it, and with it every From line. */
char *story_line_date(const BpRunDb *db, gint64 time_us);

/** story_header_date: (transfer full): RFC 822's with four digits of the year (RFC 1123,
 * 5.2.14). */
char *story_header_date(const BpRunDb *db, gint64 time_us);

/** story_date: (transfer full): by a format of g_date_time_format(), in UTC. */
char *story_date(const BpRunDb *db, gint64 time_us, const char *format);

const BpStoryHop *story_hop(const BpStory *story, guint32 i);
const BpStoryRecipient *story_recipient(const BpStory *story, guint i);

/** StoryTongue: what is spoken on a hop. */
typedef enum {
    STORY_UUCP,
    STORY_PLAIN, /* mail as UUCP's, without its conversation */
    STORY_FIDONET,
    STORY_BITNET,
    STORY_SMTP,
} StoryTongue;

StoryTongue story_tongue(const BpStoryHop *hop);

/** story_is_bang_way: whether each host of @way takes its own name off: only then is there
 * a bang path. */
gboolean story_is_bang_way(const BpStory *story, const GArray *way);

/* ---- headers ---- */

/** story_put_headers: what is on top of the copy that came by @way, and for FidoNet at its
 * end. */
void story_put_headers(StoryPage *page, const BpStoryRecipient *recipient,
                       const GArray *way);

/** story_is_fidonet: whether it came as a packed message of FidoNet. */
gboolean story_is_fidonet(const StoryPage *page, const BpStoryRecipient *recipient,
                          const GArray *way);

/** story_put_mail_headers: those of RFC 822 alone, for whoever reads no others: neither From_
 * lines nor FidoNet's. */
void story_put_mail_headers(StoryPage *page, const GArray *way);

/** story_put_from_lines: what UUCP has put on top when hop @hop begins, the last host's line
 * first. */
void story_put_from_lines(StoryPage *page, guint32 hop);

/** story_way_back: (transfer full): the hosts of @way, the nearest first, and the sender's
 * name: `fir!oak!u0`. */
char *story_way_back(const BpRunDb *db, const BpStory *story, const GArray *way);

/** story_letter: a number of four digits for files' names and queue ids. */
guint story_letter(const BpStory *story);

/* ---- dialogue ---- */

/**
 * StorySession: one conversation about the message.
 * @hop: its place in the story's hops; BP_STORY_NONE if nothing came across
 * @refusals: owned, of guint: places in the story's refusals, by time
 */
typedef struct {
    guint32 hop;
    guint32 from;
    guint32 to;
    gint64 time_us;
    GArray *refusals;
} StorySession;

/** story_put_talk: what was said. @taken: (element-type guint): places of the recipients for
 * whom the hop was, as far as it can be told. @refused: (element-type GArray of guint): the
 * same for each refusal. */
void story_put_talk(StoryPage *page, const StorySession *session, const GArray *taken,
                    const GPtrArray *refused);

#endif
