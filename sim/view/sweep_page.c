/* sweep_page.c - one page of HTML from the results of one or more sweeps. */
#include <bangpath/sweep_page.h>

#include "output.h"
#include "report_page.h"

#include <bangpath/plain.h>

static const char *const scripts[] = {
    "dygraph.min.js", "report_base.js", "sweep_data.js",
    "sweep_chart.js", "sweep_main.js",  NULL,
};

gboolean
bp_sweep_page_write(BpSweepDb *const *sweeps, guint n, const char *path, gboolean force,
                    GError **error)
{
    g_autoptr(GBytes) page = NULL;
    g_autofree char *data = NULL;
    g_autofree char *title = NULL;
    g_autofree char *plain = NULL;

    if (path != NULL && !output_check(path, force, error))
        return FALSE;
    data = bp_sweep_page_json(sweeps, n, error);
    if (data == NULL)
        return FALSE;
    title = bp_sweep_db_text(sweeps[0], "title");
    plain = bp_plain(title);
    page = report_page("sweep.html", scripts, plain, data);
    return output_write(path, force, page, error);
}
