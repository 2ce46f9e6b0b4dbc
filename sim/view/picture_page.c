/* picture_page.c - panels, the titles over them and the legend below, on one sheet. */
#include "picture_page.h"

#include "picture_text.h"

#define TITLE_CHARS 200
#define TITLE_SIZE 15.0
#define SUBTITLE_SIZE 10.0
#define PANEL_TITLE 9.5

/* An unseen node as large as all: so the picture always has the planned size. */
static void
lay_paper(PictureSheet *sheet, double width, double height)
{
    Agnode_t *paper = picture_sheet_helper(sheet, "paper");

    graphviz_set(paper, "style", "invis");
    picture_sheet_set_place(paper, width / 2, height / 2, width, height);
}

static double
title_height(const PicturePage *page)
{
    return (page->title != NULL ? TITLE_SIZE * 1.6 : 0) +
           (page->subtitle != NULL ? SUBTITLE_SIZE * 1.5 : 0);
}

/* @width: that there is room for. */
static void
draw_heading(PictureSheet *sheet, const char *class, const char *text, double x,
             double y, double width, double font_size, const char *color)
{
    g_autofree char *clean = picture_clean(text, TITLE_CHARS);
    g_autofree char *cut = picture_cut_to_width(clean, font_size, width);

    picture_sheet_text(sheet, class, x, y, font_size, color, cut);
}

static void
draw_title(PictureSheet *sheet, const PicturePage *page, double top)
{
    double y = top + title_height(page);

    if (page->title != NULL) {
        y -= TITLE_SIZE * 1.6;
        draw_heading(sheet, "title", page->title, 10, y + TITLE_SIZE * 0.7,
                     page->width - 40, TITLE_SIZE, PICTURE_INK);
    }
    if (page->subtitle != NULL)
        draw_heading(sheet, "subtitle", page->subtitle, 10, y - SUBTITLE_SIZE * 0.75,
                     page->width - 40, SUBTITLE_SIZE, "#555555");
}

PictureSheet *
picture_page_draw(const PicturePage *page, gboolean raw_names)
{
    const PicturePlan *last = page->panels[page->n_panels - 1].plan;
    const double legend = picture_legend_height(last);
    PictureSheet *sheet = picture_sheet_new(last, raw_names);

    lay_paper(sheet, page->width, legend + page->height + title_height(page));
    for (guint i = 0; i < page->n_panels; i++) {
        const PicturePanel *panel = &page->panels[i];

        picture_sheet_draw(sheet, panel->plan, panel->x, legend + panel->y);
        if (panel->title != NULL)
            draw_heading(sheet, "panel", panel->title, panel->x + 10,
                         legend + panel->y + panel->plan->height + PANEL_TITLE * 0.7,
                         panel->plan->width - 20, PANEL_TITLE, PICTURE_INK);
    }
    draw_title(sheet, page, legend + page->height);
    picture_legend_draw(sheet);
    return sheet;
}
