/* report.c - the page: a template, its style and scripts, and the data.
 *
 * All of them but the data are in the program, as GResource. Where the page has a script,
 * its policy names the script's SHA-256: a browser runs no other, and asks nobody.
 */
#include <bangpath/report.h>

#include "output.h"

#include <bangpath/plain.h>
#include <report_resources.h> /* made by glib-compile-resources */
#include <string.h>

#define RESOURCES "/bangpath/report/"

static const char *const scripts[] = {
    "dygraph.min.js",     "synchronizer.js",  "report_base.js", "report_data.js",
    "report_map.js",      "report_charts.js", "report_host.js", "report_tables.js",
    "report_messages.js", "report_main.js",
};

static void
append_resource(GString *text, const char *name)
{
    g_autofree char *path = g_strconcat(RESOURCES, name, NULL);
    g_autoptr(GBytes) bytes = g_resource_lookup_data(
        bangpath_report_get_resource(), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

    g_assert(bytes != NULL); /* it is in the list that the program was built with */
    g_string_append_len(text, g_bytes_get_data(bytes, NULL),
                        (gssize)g_bytes_get_size(bytes));
}

/* The library's script names a map of its sources, which nobody will find here. */
static void
drop_source_maps(GString *text)
{
    g_string_replace(text, "//# sourceMappingURL=", "// ", 0);
}

static GString *
join_scripts(void)
{
    GString *text = g_string_new("\n");

    for (guint i = 0; i < G_N_ELEMENTS(scripts); i++) {
        append_resource(text, scripts[i]);
        g_string_append(text, "\n");
    }
    drop_source_maps(text);
    return text;
}

static GString *
join_styles(void)
{
    GString *text = g_string_new("\n");

    append_resource(text, "dygraph.css");
    append_resource(text, "report.css");
    return text;
}

/* (transfer full): what a Content-Security-Policy calls the script with this text. */
static char *
hash_of(const GString *script)
{
    guint8 digest[32];
    gsize n = sizeof digest;
    GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
    g_autofree char *base64 = NULL;

    g_checksum_update(sum, (const guchar *)script->str, (gssize)script->len);
    g_checksum_get_digest(sum, digest, &n);
    g_checksum_free(sum);
    base64 = g_base64_encode(digest, n);
    return g_strdup_printf("'sha256-%s'", base64);
}

static char *
title_of(BpRunDb *const *runs, guint n_runs)
{
    g_autofree char *plain = bp_plain(bp_run_db_title(runs[0]));
    g_autofree char *title = n_runs > 1
                                 ? g_strdup_printf("%s, and %u more", plain, n_runs - 1)
                                 : g_strdup(plain);

    return g_markup_escape_text(title, -1);
}

/* One part after the other, as the data may hold what looks like a place to fill. */
static void
fill(GString *page, const char *name, const char *value)
{
    g_autofree char *mark = g_strdup_printf("@%s@", name);
    const char *at = strstr(page->str, mark);
    const gssize offset = at - page->str;

    g_assert(at != NULL);
    g_string_erase(page, offset, (gssize)strlen(mark));
    g_string_insert(page, offset, value);
}

GBytes *
bp_report_render(BpRunDb *const *runs, guint n_runs, GError **error)
{
    g_autofree char *data = bp_report_json(runs, n_runs, error);
    GString *page;

    if (data == NULL)
        return NULL;

    g_autoptr(GString) script = join_scripts();
    g_autoptr(GString) style = join_styles();
    g_autofree char *hash = hash_of(script);
    g_autofree char *title = title_of(runs, n_runs);

    page = g_string_new(NULL);
    append_resource(page, "report.html");
    /* From the end to the begin, so that no mark is sought in what was put in. */
    fill(page, "SCRIPT", script->str);
    fill(page, "DATA", data);
    fill(page, "STYLE", style->str);
    fill(page, "TITLE", title);
    fill(page, "HASH", hash);
    return g_string_free_to_bytes(page);
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
