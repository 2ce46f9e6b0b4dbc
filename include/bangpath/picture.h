/* picture.h - a topology or a moment of a run, drawn by Graphviz.
 *
 * Layer: view. A picture is plain data first, then laid out and written in one go. The
 * same picture gives the same bytes, a PDF's date being the first second of 1970; with
 * the layout fdp this holds for the first picture of a process. Graphviz has state of its
 * own: pictures are written one at a time, whatever the number of threads, and rand() and
 * drand48() begin again with each.
 */
#ifndef BANGPATH_PICTURE_H
#define BANGPATH_PICTURE_H

#include <bangpath/network.h>
#include <bangpath/run_db.h>
#include <glib.h>

/** BpPictureRelay: what shape and colour a host has. */
typedef enum {
    BP_PICTURE_OPEN,
    BP_PICTURE_CLOSED,
    BP_PICTURE_CLOSED_BY_SENDER,
    BP_PICTURE_OTHER_RELAY, /* a state that none of the above is */
    BP_PICTURE_N_RELAYS,
} BpPictureRelay;

/** bp_picture_relay: by the name of a relay state, `closed-by-peer` being `closed`. */
BpPictureRelay bp_picture_relay(const char *name);

/** BpPictureOnWay: bits: what a host had to do with the message that a picture follows. */
typedef enum {
    BP_PICTURE_WROTE = 1,
    BP_PICTURE_PASSED = 2, /* it was there */
    BP_PICTURE_GOT = 4,    /* somebody there got it */
    BP_PICTURE_REFUSED = 8,
} BpPictureOnWay;

/** BpPictureRole: of a link: one of the map, or a line drawn over the map. */
typedef enum {
    BP_PICTURE_MAP,
    BP_PICTURE_WAY,     /* the message went over it */
    BP_PICTURE_REFUSAL, /* @b would not have it of @a, or the other way */
    BP_PICTURE_BOUNCE,  /* a bounce went over it */
} BpPictureRole;

/** BpPictureNode: a host, or a net if @is_net. Names may hold any bytes. @faint: drawn pale,
 * without a label. @on_way: of BpPictureOnWay. */
typedef struct {
    const char *name; /* copied; borrowed from the picture once there */
    const char *org;  /* (nullable): the same */
    guint64 mailboxes;
    guint64 spam_delivered; /* recipient-copies */
    double lat;             /* NaN where unknown */
    double lon;
    BpPictureRelay relay;
    gboolean is_net;
    gboolean reached; /* spam came to a mailbox there */
    gboolean faint;
    guint on_way;
} BpPictureNode;

/** BpPictureLink: between the nodes @a and @b; where one is a net, an access line. Those
 * that are not of the map have no part in the layout. */
typedef struct {
    guint32 a;
    guint32 b;
    guint64 copies; /* that crossed it, both ways */
    guint64 spam_copies;
    gint64 bps;
    gboolean dial_up;
    gboolean faint;
    BpPictureRole role;
} BpPictureLink;

/**
 * BpPicture: what to draw. To be filled by hand or by the two below.
 * @is_run: links show traffic, and hosts whether spam reached them; else links show speed
 * @follows: it shows the way of one message
 */
typedef struct {
    char *title;    /* owned, (nullable) */
    char *subtitle; /* owned, (nullable) */
    gboolean is_run;
    gboolean follows;
    GArray *nodes;      /* owned: BpPictureNode */
    GArray *links;      /* owned: BpPictureLink */
    GStringChunk *text; /* owned */
} BpPicture;

BpPicture *bp_picture_new(void);
void bp_picture_free(BpPicture *picture);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BpPicture, bp_picture_free)

/** bp_picture_add_node: returns its number, from 0. */
guint32 bp_picture_add_node(BpPicture *picture, const BpPictureNode *node);

/** bp_picture_add_link: its nodes are there, and differ. */
void bp_picture_add_link(BpPicture *picture, const BpPictureLink *link);

/**
 * bp_picture_from_network:
 * @relay_names: (array): the name of each relay state that BpHost.relay counts: of each of
 *   bp_policies, which this layer does not see
 *
 * Returns: (transfer full): a topology at its begin.
 */
BpPicture *bp_picture_from_network(const BpNetwork *network,
                                   const char *const *relay_names);

/**
 * bp_picture_from_run:
 * @at_us: the moment to draw, up to how far the run came; -1 is the end
 *
 * Returns: (transfer full) (nullable): BP_ERROR_VALUE if the run has no such moment.
 */
BpPicture *bp_picture_from_run(BpRunDb *db, gint64 at_us, GError **error);

/** bp_picture_spam_only: makes faint, of a run's picture, the links that no spam has crossed
 * and the hosts that none came to. Everything keeps its place. */
void bp_picture_spam_only(BpPicture *picture);

/**
 * bp_picture_follow:
 * @at_us: as far as it had come by then; -1: to the end
 *
 * Makes all of a run's picture faint but the way of message @serial: its hops, also those
 * over nets, who refused it, and its bounces as far as the run has kept them (of the first 200).
 * Errors as of bp_story_read().
 */
gboolean bp_picture_follow(BpPicture *picture, BpRunDb *db, gint64 serial, gint64 at_us,
                           GError **error);

/**
 * BpPictureOptions: all zero is fine.
 * @format: (nullable): a name of bp_picture_formats; NULL: `svg`
 * @layout: (nullable): a name of bp_picture_layouts; NULL: chosen by size and shape
 * @width_px: of a png; 0: 1600. Others scale without loss.
 * @force: an existing file may be replaced, if it is a plain file
 */
typedef struct {
    const char *format;
    const char *layout;
    guint width_px;
    gboolean force;
} BpPictureOptions;

/** BP_PICTURE_MAX_PANELS: pictures side by side on one sheet. */
#define BP_PICTURE_MAX_PANELS 100

#define BP_PICTURE_WIDTH_PX 1600
#define BP_PICTURE_MAX_WIDTH_PX 16000

/** bp_picture_formats: `svg`, `png`, `pdf`, `gv`, NULL. A `gv` holds the positions:
 * `neato -n` draws the same picture from it, `neato -n2` if the layout was geo or it
 * follows a message. In an svg the titles of hosts and links say what they are. */
extern const char *const bp_picture_formats[];

/** bp_picture_layouts: `dot`, `neato`, `fdp`, `sfdp`, `twopi`, `circo`: Graphviz's; and
 * `geo`: hosts at their places on Earth, over coastlines where those are on the machine;
 * then NULL. */
extern const char *const bp_picture_layouts[];

/** bp_picture_check: whether @options names a format, layout and width that there are;
 * BP_ERROR_UNKNOWN or BP_ERROR_VALUE, naming those there are. */
gboolean bp_picture_check(const BpPictureOptions *options, GError **error);

/**
 * bp_picture_render:
 *
 * Returns: (transfer full) (nullable): the file's bytes. Errors as of bp_picture_check();
 * BP_ERROR_VALUE if there is no host, or with the layout geo none that has a place; BP_ERROR_OUTPUT if Graphviz fails, with what it says.
 */
GBytes *bp_picture_render(const BpPicture *picture, const BpPictureOptions *options,
                          GError **error);

/**
 * bp_picture_write_panels:
 * @pictures: (element-type BpPicture): 1 to BP_PICTURE_MAX_PANELS of the same hosts and links;
 *   the title of each is its panel's
 * @title: @subtitle: (nullable): of the sheet
 *
 * One sheet with all of them: at the same places, with the same widths of lines, and one
 * legend. Else as bp_picture_write().
 */
gboolean bp_picture_write_panels(const GPtrArray *pictures, const char *title,
                                 const char *subtitle, const BpPictureOptions *options,
                                 const char *path, GError **error);

/**
 * bp_picture_write:
 * @path: (nullable): NULL is standard output
 *
 * Renders, and writes under a temporary name that is renamed when all is there.
 * BP_ERROR_EXISTS (before anything is drawn) if @path is there and not @options.force;
 * BP_ERROR_OUTPUT if it cannot be written; then nothing is left behind, and an older file
 * is untouched.
 */
gboolean bp_picture_write(const BpPicture *picture, const BpPictureOptions *options,
                          const char *path, GError **error);

#endif
