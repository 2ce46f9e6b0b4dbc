/* test_unreadable.c - why a file cannot be read. */
#include <bangpath/error.h>

#include <errno.h>
#include <glib/gstdio.h>

/* A folder with a.gv, mail.csv, mail.scenario, .hidden. */
static char *
make_folder(void)
{
    static const char *const names[] = {"a.gv", "mail.scenario", "mail.csv", ".hidden"};
    char *folder = g_dir_make_tmp("bangpath-test-XXXXXX", NULL);

    g_assert_nonnull(folder);
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(folder, names[i], NULL);

        g_assert_true(g_file_set_contents(path, "", 0, NULL));
    }
    return folder;
}

static void
remove_folder(const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;

    while ((name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *path = g_build_filename(folder, name, NULL);

        g_assert_cmpint(g_remove(path), ==, 0);
    }
    g_assert_cmpint(g_rmdir(folder), ==, 0);
}

/* Who left the extension out gets the first that has one; else the nearest name of the same
 * folder, or none. Hidden files are not told of. */
static void
test_meant(void)
{
    static const struct {
        const char *name;
        const char *meant; /* NULL: nothing */
    } cases[] = {
        {"mial.scenario", "mail.scenario"},
        {"mail", "mail.csv"},
        {"MAIL.CSV", "mail.csv"},
        {"b.gv", "a.gv"},
        {"hidden", NULL},
        {"something.else", NULL},
    };
    g_autofree char *folder = make_folder();

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_build_filename(folder, cases[i].name, NULL);
        g_autofree char *why = bp_why_unreadable(path, ENOENT);
        g_autofree char *expected =
            cases[i].meant == NULL
                ? g_strdup("No such file or directory")
                : g_strdup_printf("No such file or directory; did you mean \"%s/%s\"?",
                                  folder, cases[i].meant);

        g_assert_cmpstr(why, ==, expected);
    }
    remove_folder(folder);
}

/* A reason but that there is none stands alone; so does a path that names no file. */
static void
test_other_reasons(void)
{
    g_autofree char *folder = make_folder();
    g_autofree char *file = g_build_filename(folder, "mail", NULL);
    g_autofree char *path = g_build_filename(folder, "nowhere", "mail.csv", NULL);
    g_autofree char *denied = bp_why_unreadable(file, EACCES);
    g_autofree char *empty = bp_why_unreadable("", ENOENT);
    g_autofree char *slash = bp_why_unreadable("nowhere/", ENOENT);
    g_autofree char *nowhere = bp_why_unreadable(path, ENOENT);
    g_autofree char *expected = g_strdup_printf(
        "No such file or directory: there is no folder \"%s/nowhere\"", folder);

    g_assert_cmpstr(denied, ==, "Permission denied");
    g_assert_cmpstr(empty, ==, "No such file or directory");
    g_assert_cmpstr(slash, ==, "No such file or directory");
    g_assert_cmpstr(nowhere, ==, expected);
    remove_folder(folder);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/unreadable/meant", test_meant);
    g_test_add_func("/unreadable/other reasons", test_other_reasons);
    return g_test_run();
}
