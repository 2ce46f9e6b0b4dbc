/* picture_sheet.h - the graph that Graphviz draws: everything has its place already.
 *
 * Marks, labels, the title and the legend are nodes of fixed size and position. Later ones
 * lie on earlier ones; edges lie below all nodes.
 */
#ifndef PICTURE_SHEET_H
#define PICTURE_SHEET_H

#include "graphviz.h"
#include "picture_plan.h"

/** PictureLook: what a host of a relay state looks like: shape and colour say the same. */
typedef struct {
    const char *name;
    const char *shape; /* as Graphviz calls it */
    const char *fill;
} PictureLook;

extern const PictureLook picture_looks[BP_PICTURE_N_RELAYS];

#define PICTURE_INK "#222222"
#define PICTURE_VERMILION 0xd55e00u /* Okabe and Ito's, as are the other colours */

/**
 * PictureSheet:
 * @raw_names: names of nodes go into a DOT file, not into XML
 * @left: @base: where the map of the panel that is drawn begins
 */
typedef struct {
    const PicturePlan *plan; /* borrowed: of the panel that is drawn */
    Agraph_t *graph;         /* owned */
    Agnode_t **nodes;        /* owned: by node, of that panel */
    GHashTable *taken;       /* owned: names of nodes */
    GString *land;           /* owned: of all panels, in Graphviz's drawing language */
    char *prefix;            /* owned: of nodes that are no hosts */
    gboolean raw_names;
    guint n_helpers;
    double left;
    double base;
} PictureSheet;

/** picture_sheet_new: an empty one, on which no helper is called as a host of @plan. */
PictureSheet *picture_sheet_new(const PicturePlan *plan, gboolean raw_names);
void picture_sheet_free(PictureSheet *sheet);

/** picture_sheet_draw: one panel, from @x and @y on. */
void picture_sheet_draw(PictureSheet *sheet, const PicturePlan *plan, double x,
                        double y);

/* ---- lines ---- */

/** PictureStroke: how a line looks. */
typedef struct {
    double width;
    char color[10]; /* #rrggbb or #rrggbbaa */
    gboolean dashed;
} PictureStroke;

/** picture_stroke_speed: of a link in a topology. */
PictureStroke picture_stroke_speed(const PicturePlan *plan, gint64 bps,
                                   gboolean dial_up);

/** picture_shows_dial_up: whether links on demand are dashed in a topology. */
gboolean picture_shows_dial_up(const PicturePlan *plan);

/** picture_stroke_traffic: of a link in a run. @share: of spam, from 0 to 1 */
PictureStroke picture_stroke_traffic(const PicturePlan *plan, guint64 copies,
                                     double share);

/** picture_stroke_access: of an access line that shows nothing else. */
PictureStroke picture_stroke_access(const PicturePlan *plan);

/** picture_stroke_faint: of what is there, but not meant. */
PictureStroke picture_stroke_faint(const PicturePlan *plan);

/** picture_stroke_way: of a line over the map. */
PictureStroke picture_stroke_way(BpPictureRole role);

/** picture_stroke_of: of any line of the plan. */
PictureStroke picture_stroke_of(const PicturePlan *plan, const PictureLine *line);

void picture_sheet_set_stroke(Agedge_t *edge, const PictureStroke *look);
void picture_sheet_set_straight(Agedge_t *edge, PicturePoint a, PicturePoint b);

/** picture_sheet_tie: a straight line of @class between two unseen nodes. */
Agedge_t *picture_sheet_tie(PictureSheet *sheet, const char *class, PicturePoint from,
                            PicturePoint to);

/* ---- marks ---- */

/** picture_sheet_helper: a node of @class that is no host. */
Agnode_t *picture_sheet_helper(PictureSheet *sheet, const char *class);
void picture_sheet_set_place(void *node, double x, double y, double width,
                             double height);
void picture_sheet_set_text(void *node, const char *text, const char *justify,
                            double font_size, const char *color);

/** picture_sheet_fade: makes @mark faint. */
void picture_sheet_fade(Agnode_t *mark);

/** picture_sheet_on_way: the rim of @mark, @size across, by bits of BpPictureOnWay. */
void picture_sheet_on_way(Agnode_t *mark, guint on_way, double size);

/** picture_sheet_mark: a host's mark; as a helper if @node is NULL. @class: for the SVG.
 * Returns: the node. */
Agnode_t *picture_sheet_mark(PictureSheet *sheet, Agnode_t *node, const char *class,
                             double x, double y, double size, BpPictureRelay relay,
                             gboolean reached);

/** picture_sheet_guess: the place of @mark, @size across, is a guess: its rim is dashed. */
void picture_sheet_guess(Agnode_t *mark, double size);

/** picture_sheet_net: the same of a net. */
void picture_sheet_net(PictureSheet *sheet, Agnode_t *node, const char *class, double x,
                       double y, double width, double height);

/** picture_sheet_size: an empty circle of the legend. */
void picture_sheet_size(PictureSheet *sheet, double x, double y, double size);

/** picture_sheet_stroke: a piece of line for the legend, from @x on. */
void picture_sheet_stroke(PictureSheet *sheet, double x, double y, double length,
                          const PictureStroke *look);

/** picture_sheet_text: @text begins at @x, its middle is at @y. */
void picture_sheet_text(PictureSheet *sheet, const char *class, double x, double y,
                        double font_size, const char *color, const char *text);

/** picture_legend_height: what picture_legend_draw() takes. */
double picture_legend_height(const PicturePlan *plan);

/** picture_legend_draw: from 0 up to picture_legend_height(). */
void picture_legend_draw(PictureSheet *sheet);

#endif
