/* picture_plan.h - where everything of a picture goes, before it is drawn.
 *
 * All lengths are in points, y goes up, as Graphviz has it.
 */
#ifndef PICTURE_PLAN_H
#define PICTURE_PLAN_H

#include <bangpath/picture.h>
#include <glib.h>

typedef struct {
    double x;
    double y;
} PicturePoint;

/** PictureSpot: the mark of a node: its middle and its size. */
typedef struct {
    double x;
    double y;
    double width;
    double height;
    guint degree; /* neighbours */
} PictureSpot;

/** PictureLine: all links between two nodes. */
typedef struct {
    guint32 a;
    guint32 b; /* the net, if it is_access */
    guint64 copies;
    guint64 spam_copies;
    gint64 bps; /* of the fastest */
    gboolean dial_up;
    gboolean is_access;
    gboolean faint;
    BpPictureRole role;
    PicturePoint
        *curve; /* owned, (nullable): Bezier's, 3 n_pieces + 1; else straight */
    guint n_pieces;
} PictureLine;

/** PictureLabel: a name written beside its mark; x and y are its middle. */
typedef struct {
    guint32 node;
    double x;
    double y;
    double width;
    double height;
    char *text; /* owned: clean and cut */
} PictureLabel;

/** PicturePlan: the map lies between 0, 0 and @width, @height. */
typedef struct {
    const BpPicture *picture; /* borrowed */
    const char *layout;       /* static */
    guint n_nodes;
    guint n_hosts;      /* nets left out */
    gboolean many_nets; /* too many for names: each is a dot */
    PictureSpot *spots; /* owned: by node */
    GArray *lines;      /* owned: PictureLine, by its ends: those of the map */
    GArray *ways;       /* owned: the same, of those drawn over it */
    GArray *labels;     /* owned: PictureLabel */
    GPtrArray
        *land; /* owned, (nullable): of GArray of PicturePoint: filled below all */
    guint8 *guessed; /* owned, (nullable): by node: its place is a guess */
    double width;
    double height;
    double page_width; /* of the legend: that of all panels */
    double font_size;
    double
        mark_scale; /* smaller where hosts stand at their places, many in one country */
    guint64 min_mailboxes; /* of hosts */
    guint64 max_mailboxes;
    guint64 max_copies; /* of lines */
} PicturePlan;

/** picture_plan_new: everything that does not need Graphviz, sizes of marks among it.
 * @layout: (nullable): a name of bp_picture_layouts
 * @width: 0: chosen by the number of hosts */
PicturePlan *picture_plan_new(const BpPicture *picture, const char *layout,
                              double width);
void picture_plan_free(PicturePlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PicturePlan, picture_plan_free)

/** picture_mark_size: the diameter of an open host with @mailboxes. */
double picture_mark_size(const PicturePlan *plan, guint64 mailboxes);

/** picture_shape_size: how large another shape is drawn beside a circle of 1, so that areas
 * look alike. */
double picture_shape_size(BpPictureRelay relay);

/** picture_plan_place: positions, by Graphviz; settles @width and @height. */
gboolean picture_plan_place(PicturePlan *plan, GError **error);

/** PICTURE_PRISM_HOSTS: above it keeping all marks apart takes too long. */
#define PICTURE_PRISM_HOSTS 1500

/** picture_plan_part: moves marks apart that overlap, as far as that takes no long time. */
void picture_plan_part(PicturePlan *plan);

/** picture_plan_take_places: those of @from, a plan of the same hosts, links and width. */
void picture_plan_take_places(PicturePlan *plan, const PicturePlan *from);

/** picture_plan_lead_ways: what is drawn over the map, when that has its places. */
void picture_plan_lead_ways(PicturePlan *plan);

/** picture_plan_label: chooses at most @budget hosts that get a label, and puts it where there
 * is room. */
void picture_plan_label(PicturePlan *plan, guint budget);

/** picture_label_budget: how many hosts of @n_hosts get a label at most. */
guint picture_label_budget(guint n_hosts);

/** picture_rank: (transfer full): numbers of all nodes, the most important first. */
guint32 *picture_rank(const PicturePlan *plan);

#endif
