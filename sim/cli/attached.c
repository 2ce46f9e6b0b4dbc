/* attached.c - `-j2` for `-j 2`, `-qoFILE` for `-q -o FILE`. */
#include "attached.h"

#include <string.h>

static GPtrArray *words; /* owned; what it has is borrowed, or of all time */

static const GOptionEntry *
find_short(const GOptionEntry *entries, char letter)
{
    const GOptionEntry *entry = entries;

    while (entry != NULL && entry->long_name != NULL && entry->short_name != letter)
        entry++;
    return entry != NULL && entry->long_name != NULL ? entry : NULL;
}

/* Where in @word, which begins with one -, the value of the first option begins that takes one: at
 * its end, if that is the next word; 0: none does. */
static gsize
value_at(const GOptionEntry *entries, const char *word)
{
    for (gsize i = 1; word[i] != '\0'; i++) {
        const GOptionEntry *entry = find_short(entries, word[i]);

        if (entry == NULL)
            return 0;
        if (entry->arg != G_OPTION_ARG_NONE)
            return i + 1;
    }
    return 0;
}

static const GOptionEntry *
find_long(const GOptionEntry *entries, const char *name)
{
    const GOptionEntry *entry = entries;

    while (entry != NULL && entry->long_name != NULL &&
           !g_str_equal(entry->long_name, name))
        entry++;
    return entry != NULL && entry->long_name != NULL ? entry : NULL;
}

/* Puts @word where it belongs. Returns: whether the next one is its value. */
static gboolean
detach(const GOptionEntry *entries, char *word)
{
    const GOptionEntry *entry;
    gsize at;

    if (word[0] == '-' && word[1] == '-') {
        g_ptr_array_add(words, word);
        entry = find_long(entries, word + 2);
        return entry != NULL && entry->arg != G_OPTION_ARG_NONE;
    }
    /* `-output` is rather --output than -o utput: GLib complains of it. */
    at = word[0] == '-' && find_long(entries, word + 1) == NULL
             ? value_at(entries, word)
             : 0;
    if (at == 0 || word[at] == '\0') {
        g_ptr_array_add(words, word);
        return at > 0;
    }

    g_autofree char *letters = g_strndup(word, at);

    g_ptr_array_add(words, (char *)g_intern_string(letters));
    g_ptr_array_add(words, word + at);
    return FALSE;
}

void
command_detach(const GOptionEntry *entries, int *argc, char ***argv)
{
    gboolean is_value = TRUE, ended = FALSE;

    if (words == NULL)
        words = g_ptr_array_new();
    g_ptr_array_set_size(words, 0);
    for (char **word = *argv; *word != NULL; word++) {
        ended |= !is_value && g_str_equal(*word, "--");
        if (is_value || ended) {
            g_ptr_array_add(words, *word);
            is_value = FALSE;
        } else {
            is_value = detach(entries, *word);
        }
    }
    *argc = (int)words->len;
    g_ptr_array_add(words, NULL);
    *argv = (char **)words->pdata;
}
