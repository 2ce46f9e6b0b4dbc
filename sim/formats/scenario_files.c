/* scenario_files.c - the file of a scenario and what it extends, as one list of groups. */
#include "scenario_reading.h"

#include <bangpath/scenario_file.h>
#include <string.h>

/* Our guess of what nobody needs; a cycle is found before. */
#define MAX_EXTENDS 32

/* What @file names as @path, relative to itself. A setting of the command line is
 * relative to the current directory. */
char *
bp_reading_resolve(const BpSetting *setting, const char *path)
{
    g_autofree char *directory = NULL;

    if (g_path_is_absolute(path) || setting->line == 0)
        return g_strdup(path);
    directory = g_path_get_dirname(setting->file);
    if (strcmp(directory, ".") == 0)
        return g_strdup(path);
    return g_build_filename(directory, path, NULL);
}

gboolean
bp_reading_open(BpReading *reading, BpSource *source, const char *path,
                const BpSetting *stated)
{
    g_autoptr(GError) error = NULL;

    if (bp_source_open(source, path, TRUE, &error))
        return TRUE;
    if (stated)
        bp_problems_add(reading->problems, stated->file, stated->line,
                        "%s = \"%s\": %s: %s", stated->key, stated->value, path,
                        error->message);
    else
        bp_problems_add(reading->problems, path, 0, "%s", error->message);
    return FALSE;
}

void
bp_reading_keep_input(BpReading *reading, BpSource *source, const char *path)
{
    if (!bp_reading_is_failed(reading))
        g_ptr_array_add(reading->scenario->inputs, bp_source_input(source, path));
    bp_source_close(source);
}

/* Returns: (nullable): all that is in @source. */
static GString *
read_all(BpReading *reading, BpSource *source, const char *path)
{
    GString *text = bp_source_read(source, BP_SCENARIO_MAX_BYTES);

    if (!bp_source_check(source, path, reading->problems)) {
        g_string_free(text, TRUE);
        return NULL;
    }
    if (text->len > BP_SCENARIO_MAX_BYTES) {
        bp_problems_add(reading->problems, path, 0,
                        "more than 16 MiB: this is no scenario");
        g_string_free(text, TRUE);
        return NULL;
    }
    return text;
}

const char *
bp_title_word(const char *title, char *word, gsize size)
{
    gsize n = strcspn(title, " ");

    g_strlcpy(word, title, MIN(size, n + 1));
    return word;
}

/* Groups that are for other commands, and belong to the file in which they stand. */
gboolean
bp_reading_is_own(const char *title)
{
    static const char *const own[] = {"sweep", "expect", "fork", NULL};
    char word[16];

    return g_strv_contains(own, bp_title_word(title, word, sizeof word));
}

static void
lay_over(GPtrArray *under, GPtrArray *over)
{
    for (guint i = 0; i < over->len; i++) {
        const BpSection *from = over->pdata[i];
        BpSection *to = bp_section_add(under, from->title, from->file, from->line);

        for (guint j = 0; j < from->settings->len; j++) {
            const BpSetting *setting = from->settings->pdata[j];

            bp_section_set(to, setting->key, setting->value, setting->file,
                           setting->line);
        }
    }
}

/* Returns: (transfer full): @own on top of what it extends. */
static GPtrArray *
extend(BpReading *reading, GPtrArray *own)
{
    BpSection *head = bp_section_find(own, "scenario");
    const BpSetting *extends = head ? bp_section_get(head, "extends") : NULL;
    g_autofree char *path = NULL;
    GPtrArray *base;

    if (!extends)
        return own;
    path = bp_reading_resolve(extends, extends->value);
    base = *extends->value ? bp_reading_sections(reading, path, extends) : NULL;
    if (!*extends->value)
        bp_problems_add(
            reading->problems, extends->file, extends->line,
            "[scenario] extends = \"\": expected the path of a scenario file");
    if (!base) {
        reading->incomplete = TRUE;
        return own;
    }
    for (guint i = base->len; i-- > 0;)
        if (bp_reading_is_own(((BpSection *)base->pdata[i])->title))
            g_ptr_array_remove_index(base, i);
    bp_section_drop(head, "extends");
    lay_over(base, own);
    g_ptr_array_unref(own);
    return base;
}

/* FALSE, with a complaint, if @path is being read already. */
static gboolean
enter(BpReading *reading, const char *path, const BpSetting *stated)
{
    char *canonical = g_canonicalize_filename(path, NULL);

    /* The first file is stated by nobody, and comes first. */
    g_assert(stated != NULL || reading->open->len == 0);
    for (guint i = 0; i < reading->open->len; i++)
        if (strcmp(reading->open->pdata[i], canonical) == 0) {
            bp_problems_add(reading->problems, stated->file, stated->line,
                            "[scenario] extends = \"%s\": it extends this file in turn",
                            stated->value);
            g_free(canonical);
            return FALSE;
        }
    g_ptr_array_add(reading->open, canonical);
    if (stated == NULL || reading->open->len <= MAX_EXTENDS)
        return TRUE;
    bp_problems_add(
        reading->problems, stated->file, stated->line,
        "[scenario] extends = \"%s\": expected at most %d files that extend "
        "one another",
        stated->value, MAX_EXTENDS);
    g_ptr_array_set_size(reading->open, (gint)reading->open->len - 1);
    return FALSE;
}

/* Returns: (transfer full) (nullable): the groups of a file and of what it extends. */
GPtrArray *
bp_reading_sections(BpReading *reading, const char *path, const BpSetting *stated)
{
    GPtrArray *sections = NULL;
    BpSource source;
    GString *text;

    if (!enter(reading, path, stated))
        return NULL;
    if (bp_reading_open(reading, &source, path, stated)) {
        text = read_all(reading, &source, path);
        bp_reading_keep_input(reading, &source, path);
        if (text) {
            sections = bp_scenario_scan(text->str, text->len, g_intern_string(path),
                                        reading->problems);
            g_string_free(text, TRUE);
            if (sections)
                sections = extend(reading, sections);
        }
    }
    g_ptr_array_set_size(reading->open, (gint)reading->open->len - 1);
    return sections;
}
