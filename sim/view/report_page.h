/* report_page.h - the pages that the program carries, around the data of the day.
 *
 * Private to view.
 */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include <glib.h>

/** report_page: (transfer full): the page.
 * @template: and
 * @scripts: (array zero-terminated=1): names of resources
 * @title: text
 * @data: JSON without any `<`, `>` or `&` */
GBytes *report_page(const char *template, const char *const *scripts, const char *title,
                    const char *data);

#endif
