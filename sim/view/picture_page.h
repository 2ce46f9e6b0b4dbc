/* picture_page.h - all that one picture shows: panels, titles, legend.
 *
 * Private to view.
 */
#ifndef PICTURE_PAGE_H
#define PICTURE_PAGE_H

#include "picture_sheet.h"

/** PicturePanel: where a map stands above the legend. @title: (nullable): over it. */
typedef struct {
    const PicturePlan *plan;
    const char *title;
    double x;
    double y;
} PicturePanel;

/** PicturePage: all panels, which take @width and @height; the legend is the last one's. */
typedef struct {
    const char *title;    /* (nullable) */
    const char *subtitle; /* (nullable) */
    const PicturePanel *panels;
    guint n_panels;
    double width;
    double height;
} PicturePage;

/** picture_page_draw: (transfer full): the sheet with all of it; picture_sheet_free(). */
PictureSheet *picture_page_draw(const PicturePage *page, gboolean raw_names);

#endif
