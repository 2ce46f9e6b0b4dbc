/* compare_settings.c - what the scenario of one file says that another's does not. */
#include <bangpath/compare.h>

#include <string.h>

/* What is asked of a run, or made of it, is not what it is of; its title stands beside it. */
static gboolean
is_of_the_world(const char *group)
{
    static const char *const others[] = {"expect", "sweep", "fork", "output", NULL};
    g_autofree char *word = g_strndup(group, strcspn(group, " "));

    return !g_strv_contains(others, word);
}

/* (transfer full): of char *, by `group.key`; @order gets the keys as they stand there,
 * borrowed from it. */
static GHashTable *
settings_of(const BpResults *results, GPtrArray *order)
{
    GHashTable *settings =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_autofree char *merged = bp_results_scenario(results);
    g_auto(GStrv) lines = g_strsplit(merged, "\n", -1);
    g_autofree char *group = g_strdup("");

    for (char **line = lines; *line != NULL; line++) {
        char *text = g_strstrip(*line);
        char *equals = strchr(text, '=');
        gsize n = strlen(text);

        if (n > 1 && text[0] == '[' && text[n - 1] == ']') {
            g_free(group);
            group = g_strndup(text + 1, n - 2);
        } else if (equals != NULL && is_of_the_world(group) &&
                   !g_str_has_prefix(text, "title ")) {
            g_autofree char *key = g_strstrip(g_strndup(text, (gsize)(equals - text)));
            char *name = g_strdup_printf("%s.%s", group, key);

            g_hash_table_insert(settings, name, g_strdup(g_strchug(equals + 1)));
            g_ptr_array_add(order, name);
        }
    }
    return settings;
}

/* Whether a setting is the same in both; one that names a file is if the file's bytes are,
 * wherever each run was told to look for it. */
static gboolean
is_same(const BpResults *results, const char *value, const BpResults *first,
        const char *first_value)
{
    g_autofree char *input = NULL;
    g_autofree char *first_input = NULL;

    if (first_value == NULL)
        return FALSE;
    input = bp_results_input(results, value);
    first_input = bp_results_input(first, first_value);
    return input != NULL && first_input != NULL ? g_str_equal(input, first_input)
                                                : g_str_equal(value, first_value);
}

/* (transfer full) */
static char *
difference(const char *name, const char *value, const char *first_value)
{
    return g_strdup_printf("%s=%s%s", name, value,
                           g_strcmp0(value, first_value) == 0 ? " (another file)" : "");
}

GPtrArray *
bp_results_differences(const BpResults *results, const BpResults *first)
{
    GPtrArray *differences = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    g_autoptr(GPtrArray) first_names = g_ptr_array_new();
    g_autoptr(GHashTable) settings = settings_of(results, names);
    g_autoptr(GHashTable) first_settings = settings_of(first, first_names);

    for (guint i = 0; i < names->len; i++) {
        const char *name = names->pdata[i];
        const char *value = g_hash_table_lookup(settings, name);
        const char *first_value = g_hash_table_lookup(first_settings, name);

        if (!is_same(results, value, first, first_value))
            g_ptr_array_add(differences, difference(name, value, first_value));
    }
    for (guint i = 0; i < first_names->len; i++)
        if (!g_hash_table_contains(settings, first_names->pdata[i]))
            g_ptr_array_add(differences,
                            g_strdup_printf("no %s", (char *)first_names->pdata[i]));
    return differences;
}
