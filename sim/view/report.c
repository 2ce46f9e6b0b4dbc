/* report.c - one page of HTML from the databases of one or more runs. */
#include <bangpath/report.h>

#include "output.h"
#include "report_page.h"

#include <bangpath/plain.h>

static const char *const scripts[] = {
    "dygraph.min.js",
    "synchronizer.js",
    "report_base.js",
    "report_data.js",
    "report_map.js",
    "report_charts.js",
    "report_host.js",
    "report_tables.js",
    "report_messages.js",
    "report_main.js",
    NULL,
};

static char *
title_of(BpRunDb *const *runs, guint n_runs)
{
    g_autofree char *plain = bp_plain(bp_run_db_title(runs[0]));

    return n_runs > 1 ? g_strdup_printf("%s, and %u more", plain, n_runs - 1)
                      : g_strdup(plain);
}

GBytes *
bp_report_render(BpRunDb *const *runs, guint n_runs, GError **error)
{
    g_autofree char *data = bp_report_json(runs, n_runs, error);
    g_autofree char *title = title_of(runs, n_runs);

    return data != NULL ? report_page("report.html", scripts, title, data) : NULL;
}

gboolean
bp_report_write(BpRunDb *const *runs, guint n_runs, const char *path, gboolean force,
                GError **error)
{
    g_autoptr(GBytes) page = NULL;

    if (path != NULL && !output_check(path, force, error))
        return FALSE;
    page = bp_report_render(runs, n_runs, error);
    return page != NULL && output_write(path, force, page, error);
}
