/* report_page.c - a page: a template, its style and scripts, and the data.
 *
 * All of them but the data are in the program, as GResource. Where the page has a script,
 * its policy names the script's SHA-256: a browser runs no other, and asks nobody.
 */
#include "report_page.h"

#include <report_resources.h> /* made by glib-compile-resources */
#include <string.h>

#define RESOURCES "/bangpath/report/"

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
join_scripts(const char *const *scripts)
{
    GString *text = g_string_new("\n");

    for (; *scripts != NULL; scripts++) {
        append_resource(text, *scripts);
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

/* What every page with its curves must say of the library. */
static void
append_licence(GString *page)
{
    g_autoptr(GString) licence = g_string_new(NULL);

    append_resource(licence, "dygraphs_licence.html");
    fill(page, "LICENCE", licence->str);
}

GBytes *
report_page(const char *template, const char *const *scripts, const char *title,
            const char *data)
{
    g_autoptr(GString) script = join_scripts(scripts);
    g_autoptr(GString) style = join_styles();
    g_autofree char *hash = hash_of(script);
    g_autofree char *markup = g_markup_escape_text(title, -1);
    GString *page = g_string_new(NULL);

    append_resource(page, template);
    append_licence(page);
    /* From the end to the begin, so that no mark is sought in what was put in. */
    fill(page, "SCRIPT", script->str);
    fill(page, "DATA", data);
    fill(page, "STYLE", style->str);
    fill(page, "TITLE", markup);
    fill(page, "HASH", hash);
    return g_string_free_to_bytes(page);
}
