/* import_kit.h - lists written to files and imported, for tests. */
#ifndef BANGPATH_TESTS_IMPORT_KIT_H
#define BANGPATH_TESTS_IMPORT_KIT_H

#include <bangpath/import.h>
#include <bangpath/line.h>
#include <glib/gstdio.h>
#include <string.h>

/* A folder with the files of one import. */
typedef struct {
    char *folder;
    GArray *parts; /* of BpImportPart */
    BpImportOptions options;
    BpProblems *problems;
    BpImported *imported;
} Kit;

static inline Kit *
kit_new(void)
{
    Kit *kit = g_new0(Kit, 1);

    kit->folder = g_dir_make_tmp("bangpath-import-XXXXXX", NULL);
    kit->parts = g_array_new(FALSE, TRUE, sizeof(BpImportPart));
    kit->problems = bp_problems_new();
    return kit;
}

static inline void
kit_name(Kit *kit, const char *kind, char *path)
{
    const BpImport *import = bp_import_find(kind);
    BpImportPart *part = NULL;

    g_assert_nonnull(import);
    for (guint i = 0; i < kit->parts->len; i++)
        if (g_array_index(kit->parts, BpImportPart, i).import == import)
            part = &g_array_index(kit->parts, BpImportPart, i);
    if (!part) {
        BpImportPart fresh = {.import = import};

        fresh.paths = g_ptr_array_new_with_free_func(g_free);
        g_array_append_val(kit->parts, fresh);
        part = &g_array_index(kit->parts, BpImportPart, kit->parts->len - 1);
    }
    g_ptr_array_add(part->paths, path);
}

/* A file @name of @n bytes for the importer @kind. */
static inline void
kit_add(Kit *kit, const char *kind, const char *name, const char *text, gsize n)
{
    char *path = g_build_filename(kit->folder, name, NULL);

    g_assert_true(g_file_set_contents(path, text, (gssize)n, NULL));
    kit_name(kit, kind, path);
}

static inline void
kit_run(Kit *kit, const char *const *gateways)
{
    kit->imported = bp_import((const BpImportPart *)(gconstpointer)kit->parts->data,
                              kit->parts->len, gateways, &kit->options, kit->problems);
    g_assert_true((kit->imported != NULL) == (bp_problems_count(kit->problems) == 0));
}

static inline void
kit_free(Kit *kit)
{
    for (guint i = 0; i < kit->parts->len; i++) {
        GPtrArray *paths = g_array_index(kit->parts, BpImportPart, i).paths;

        for (guint k = 0; k < paths->len; k++)
            if (g_str_has_prefix(paths->pdata[k], kit->folder))
                g_unlink(paths->pdata[k]);
        g_ptr_array_unref(paths);
    }
    g_rmdir(kit->folder);
    g_free(kit->folder);
    g_array_unref(kit->parts);
    bp_problems_free(kit->problems);
    bp_imported_free(kit->imported);
    g_free(kit);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Kit, kit_free)

/* One file, one kind. */
static inline Kit *
kit_import(const char *kind, const char *text, gsize n)
{
    Kit *kit = kit_new();

    kit_add(kit, kind, "list", text, n);
    kit_run(kit, NULL);
    return kit;
}

/* Only the importer, out of memory: for thousands of broken lists. How many hosts there are;
 * 0 after a problem. */
static inline guint32
kit_parse(const char *kind, const char *text, gsize n)
{
    g_autoptr(BpNetwork) network = bp_network_new();
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(BpProblems) notes = bp_problems_new();
    g_autoptr(GString) summary = g_string_new(NULL);
    g_autoptr(GArray) gateways = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autofree char *copy = g_malloc(n + 1); /* no longer than it may be read */
    BpImportFile file = {.path = "HERE.routes", .text = copy, .n_bytes = n};
    BpImporting importing = {.files = &file,
                             .n_files = 1,
                             .network = network,
                             .problems = problems,
                             .notes = notes,
                             .summary = summary,
                             .gateways = gateways};

    memcpy(copy, text, n);
    copy[n] = '\0';
    bp_import_find(kind)->read(&importing);
    g_free(importing.title);
    bp_network_finish(network);
    return bp_problems_count(problems) > 0 ? 0 : bp_network_n_hosts(network);
}

static inline char *
kit_problems(const Kit *kit)
{
    g_autoptr(GError) error = NULL;

    bp_problems_to_error(kit->problems, &error);
    return g_strdup(error ? error->message : "");
}

static inline guint32
kit_host(const Kit *kit, const char *name)
{
    guint32 host = bp_network_find(kit->imported->network, name);

    g_assert_cmpuint(host, !=, BP_NONE);
    return host;
}

/* The name of @name's smart host, or "". */
static inline const char *
kit_smart_host(const Kit *kit, const char *name)
{
    const BpNetwork *network = kit->imported->network;
    guint32 smart = bp_network_host(network, kit_host(kit, name)).smart_host;

    return smart == BP_NONE ? "" : bp_network_host(network, smart).name;
}

/* The link between two hosts, good until the next is asked for; NULL if there is none. */
static inline const BpLink *
kit_link(const Kit *kit, const char *a, const char *b)
{
    guint32 channel = bp_network_channel_between(kit->imported->network,
                                                 kit_host(kit, a), kit_host(kit, b));

    static BpLink link;

    if (channel == BP_NONE)
        return NULL;
    link = bp_network_link(kit->imported->network, channel / 2);
    return &link;
}

/* The line between two hosts as `14400 zmodem demand Any0900-1000`; "" if none. */
static inline char *
kit_line(const Kit *kit, const char *a, const char *b)
{
    const BpLink *link = kit_link(kit, a, b);
    const BpLine *line;
    g_autofree char *schedule = NULL;

    if (!link)
        return g_strdup("");
    line = bp_network_line(kit->imported->network, link->line);
    schedule = bp_schedule_format(&line->schedule);
    return g_strdup_printf("%" G_GINT64_FORMAT " %s %s", line->view.bps,
                           line->protocol->name, schedule);
}

#define kit_assert_line(kit, a, b, expected)          \
    do {                                              \
        g_autofree char *line_ = kit_line(kit, a, b); \
        g_assert_cmpstr(line_, ==, expected);         \
    } while (0)

/* A real list beside the sources, or NULL after saying that the test is skipped. */
static inline char *
kit_shared(const char *path)
{
    g_autofree char *relative = g_build_filename("..", "..", "shared", path, NULL);
    char *full = g_test_build_filename(G_TEST_DIST, relative, NULL);

    if (g_file_test(full, G_FILE_TEST_IS_REGULAR))
        return full;
    g_test_skip("the real lists (../shared) are not here");
    g_free(full);
    return NULL;
}

#endif
