/* scenario_settings.c - settings of the command line, on top of a scenario's files. */
#include "scenario_reading.h"

#include <bangpath/actor.h>
#include <string.h>

/* Whether [title] without a name, or called by its name alone, can only mean a group that the
 * files have: (nullable): that one. */
static const char *
named_group(const BpReading *reading, const char *title)
{
    const BpActor *actor = bp_actor_find(title);

    for (guint i = 0; i < reading->sections->len; i++) {
        const BpSection *section = reading->sections->pdata[i];
        const char *name = strchr(section->title, ' ');
        char word[64];

        if (section->line == 0 || name == NULL)
            continue;
        bp_title_word(section->title, word, sizeof word);
        if (strcmp(title, actor != NULL ? word : name + 1) == 0)
            return section->title;
    }
    return NULL;
}

/* A setting of a group that no file has makes that group, unless the files have one of its
 * kind that is called nearly so, or has a name that was left out. */
static gboolean
is_misnamed(BpReading *reading, const char *title, const char *file)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    char word[64], other[64];
    const char *nearest;

    if (bp_section_find(reading->sections, title) != NULL)
        return FALSE;
    nearest = named_group(reading, title);
    if (nearest != NULL) {
        bp_problems_add(reading->problems, file, 0,
                        "no group [%s] in the scenario; did you mean [%s]?", title,
                        nearest);
        return TRUE;
    }
    bp_title_word(title, word, sizeof word);
    for (guint i = 0; i < reading->sections->len; i++) {
        const BpSection *section = reading->sections->pdata[i];

        bp_title_word(section->title, other, sizeof other);
        if (strcmp(word, other) == 0 && section->line > 0)
            g_ptr_array_add(names, section->title + strlen(other));
    }
    g_ptr_array_add(names, NULL);
    nearest = bp_nearest(title + strlen(word), (const char *const *)names->pdata);
    if (nearest == NULL)
        return FALSE;
    bp_problems_add(reading->problems, file, 0,
                    "no group [%s] in the scenario; did you mean [%s%s]?", title, word,
                    nearest);
    return TRUE;
}

/* What is only switched off must be there. */
static void
check_made(BpReading *reading)
{
    for (guint i = 0; i < reading->sections->len; i++) {
        const BpSection *section = reading->sections->pdata[i];
        const BpSetting *first;

        if (section->line > 0 || section->settings->len != 1)
            continue;
        first = section->settings->pdata[0];
        if (strcmp(first->key, "enabled") == 0 && strcmp(first->value, "no") == 0)
            bp_problems_add(reading->problems, first->file, 0,
                            "no group [%s] in the scenario", section->title);
    }
}

static void
apply_setting(BpReading *reading, const char *text)
{
    g_autofree char *place = g_strconcat("--set ", text, NULL);
    const char *equals = strchr(text, '='), *dot = NULL;
    g_autofree char *group = NULL, *title = NULL, *key = NULL, *value = NULL;
    const char *file = g_intern_string(place);

    for (const char *at = text; equals && at < equals; at++)
        if (*at == '.')
            dot = at;
    /* A key of [sweep] has a dot of its own. */
    if (dot && g_str_has_prefix(text, "sweep."))
        dot = text + strlen("sweep");
    if (dot) {
        group = g_strndup(text, (gsize)(dot - text));
        title = bp_title_normal(group);
        key = g_strstrip(g_strndup(dot + 1, (gsize)(equals - dot - 1)));
        value = g_strstrip(g_strdup(equals + 1));
    }
    if (!dot || !*title || !*key || strpbrk(text, "\r\n") || strpbrk(title, "[]") ||
        strpbrk(key, "[]") || !g_utf8_validate(text, -1, NULL)) {
        bp_problems_add(reading->problems, file, 0, "expected GROUP.KEY=VALUE");
        return;
    }
    if (bp_comment_find(title) || bp_comment_find(key) || bp_comment_find(value)) {
        bp_problems_add(
            reading->problems, file, 0,
            "expected no # or ; at the start or after a blank: a comment in "
            "a scenario");
        return;
    }
    if (strcmp(title, "scenario") == 0 && strcmp(key, "extends") == 0) {
        bp_problems_add(reading->problems, file, 0,
                        "expected extends in the scenario file itself");
        return;
    }
    if (!is_misnamed(reading, title, file))
        bp_section_set(bp_section_add(reading->sections, title, file, 0), key, value,
                       file, 0);
}

void
bp_reading_apply_settings(BpReading *reading, char **settings, const gint64 *seed)
{
    for (; settings && *settings; settings++)
        apply_setting(reading, *settings);
    check_made(reading);
    if (seed) {
        g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, *seed);
        g_autofree char *place = g_strconcat("--seed ", number, NULL);
        const char *file = g_intern_string(place);

        bp_section_set(bp_section_add(reading->sections, "scenario", file, 0), "seed",
                       number, file, 0);
    }
}
