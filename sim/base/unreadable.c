/* unreadable.c - why a file cannot be read, and which was meant if there is none. */
#include <bangpath/error.h>

#include <errno.h>
#include <string.h>

/* Of a folder with more only so many are looked at. */
#define NAMES_MAX 4096

static int
by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* (transfer full): what is in @folder, in order. Hidden files are not offered. */
static GPtrArray *
names_in(const char *folder)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;

    while (dir != NULL && names->len < NAMES_MAX &&
           (name = g_dir_read_name(dir)) != NULL)
        if (name[0] != '.' && g_utf8_validate(name, -1, NULL))
            g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, by_name);
    g_ptr_array_add(names, NULL);
    return names;
}

/* Who leaves the extension out is nearer to what he meant than any other word is. */
static const char *
meant(const char *base, const char *const *names)
{
    gsize n = strlen(base);

    for (const char *const *name = names; *name != NULL; name++)
        if (strncmp(*name, base, n) == 0 && (*name)[n] == '.')
            return *name;
    return bp_nearest(base, names);
}

char *
bp_why_unreadable(const char *path, int failure)
{
    const char *slash = strrchr(path, '/');
    const char *base = slash != NULL ? slash + 1 : path;
    g_autofree char *folder = g_path_get_dirname(path);
    g_autoptr(GPtrArray) names = NULL;
    const char *nearest;

    if (failure != ENOENT || base[0] == '\0')
        return g_strdup(g_strerror(failure));
    if (!g_file_test(folder, G_FILE_TEST_IS_DIR))
        return g_strdup_printf("%s: there is no folder \"%s\"", g_strerror(failure),
                               folder);

    names = names_in(folder);
    nearest = meant(base, (const char *const *)names->pdata);
    if (nearest == NULL)
        return g_strdup(g_strerror(failure));
    return g_strdup_printf("%s; did you mean \"%.*s%s\"?", g_strerror(failure),
                           (int)(base - path), path, nearest);
}
